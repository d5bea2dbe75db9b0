"""Reported numbers: decimal strings with their rounding intervals, and the papers' tables as printed."""

from fractions import Fraction

import sympy as sp

from theory.proof.formal import real

RATES = (64, 128, 256, 512)

# Table 1: mean reciprocal rank against bits per query, as printed.
TABLE1 = {
    "clip": ("0.46", "0.56", "0.67", "0.75"),
    "fixed": ("0.51", "0.61", "0.72", "0.80"),
    "adaptive": ("0.57", "0.66", "0.77", "0.84"),
    "bound": ("0.59", "0.68", "0.79", "0.85"),
}
# Table 2: (MRR, Recall@1 in per cent) at 256 and 512 bits, and the one bound.
TABLE2 = {
    "clip": {256: ("0.65", "46.8"), 512: ("0.71", "53.1")},
    "fixed": {256: ("0.70", "51.2"), 512: ("0.76", "57.9")},
    "adaptive": {256: ("0.75", "56.4"), 512: ("0.81", "60.0")},
}
TABLE2_BOUND = ("0.78", "60.4")


def rounding(decimal: str) -> tuple[Fraction, Fraction]:
    """The closed interval of half a unit in the last printed place about a decimal string.

    Raises ValueError for what is not a plain decimal.
    """
    whole, _, places = decimal.partition(".")
    if not (whole + places).isdecimal() or not whole.isascii():
        raise ValueError(f"decimal is {decimal!r}; allowed: digits with at most one point")
    half = Fraction(1, 2 * 10 ** len(places))
    return Fraction(decimal) - half, Fraction(decimal) + half


def reported(name: str, decimal: str) -> list:
    """A real parameter that ranges over the rounding interval of a printed number."""
    return real(name, *rounding(decimal))


def table1(*rows: str) -> list[list]:
    """Parameters for rows of Table 1, named by the row's first letter and the rate: a64, b512, ..."""
    return [
        reported(f"{row[0]}{rate}", cell)
        for row in rows
        for rate, cell in zip(RATES, TABLE1[row], strict=True)
    ]


def cell(row: str, rate: int) -> sp.Symbol:
    """The symbol of a cell of Table 1."""
    return sp.Symbol(f"{row[0]}{rate}")


def lag(behind: str, row: str, rate: int) -> sp.Expr:
    """How far a row lies below another at a rate."""
    return cell(behind, rate) - cell(row, rate)


def mrr_cell(row: str, rate: int) -> list:
    """A cell of Table 2 as a parameter: m256a is the adaptive MRR at 256 bits."""
    return reported(f"m{rate}{row[0]}", TABLE2[row][rate][0])


def recall_cell(row: str, rate: int) -> list:
    """A cell of Table 2 as a parameter, in per cent: r512a is the adaptive Recall@1 at 512 bits."""
    return reported(f"r{rate}{row[0]}", TABLE2[row][rate][1])
