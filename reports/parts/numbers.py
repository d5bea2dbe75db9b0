"""Exact values as formulas that a person can check."""

from fractions import Fraction

from checks.verify.numbers import Log, Value, ball


def shown(value: Value) -> str:
    """LaTeX of a value: a fraction, a sum of logarithms, or digits where it is known by a ball only."""
    if isinstance(value, Fraction):
        return fraction(value) + ("" if value.denominator == 1 else decimals(value))
    if isinstance(value, Log):
        return combination(value) + decimals(value)
    return rf"\approx {float(value):.6g}"


def brief(value: Value) -> str:
    """A fraction as it is, anything else as six digits."""
    return fraction(value) if isinstance(value, Fraction) else f"{float(ball(value)):.6g}"


def fraction(q: Fraction) -> str:
    sign = "-" if q < 0 else ""
    whole = q.denominator == 1
    return f"{sign}{abs(q.numerator)}" if whole else rf"{sign}\frac{{{abs(q.numerator)}}}{{{q.denominator}}}"


def combination(value: Log) -> str:
    """c_b log2(b) over the integers b; log2(2) is 1."""
    out = ""
    for b, c in sorted(value.terms.items()):
        size = "" if abs(c) == 1 and b != 2 else fraction(abs(c))
        sign = ("-" if c < 0 else "") if not out else (" - " if c < 0 else " + ")
        out += sign + (size if b == 2 else rf"{size}\log_2 {b}")
    return out


def decimals(value: Value) -> str:
    """`= 0.5` where six digits say it all, else `\\approx 0.333333`."""
    number = float(ball(value))
    exact = isinstance(value, Fraction) and Fraction(f"{number:.6g}") == value
    return (" = " if exact else r" \approx ") + f"{number:.6g}"
