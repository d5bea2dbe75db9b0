"""Where two modalities get one temperature: eq. (10) on distinct training values, and the schedule of Sec. 6.1.

Each function returns the parameters, the hypotheses, the relations that define the temperatures t1 and t2, and the steps
that derive t1 = t2 from them.
"""

from collections.abc import Callable

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import Formal, eq, every, ge, gt, integer, real, sequence
from theory.quantiser import distinct_sample, plug_in

H1, H2, t1, t2, gamma, eps = sp.symbols("H1 H2 t1 t2 gamma epsilon")
TEMPERATURES = (real("t1", 0), real("t2", 0))
POSITIVE = [gt(t1, 0), gt(t2, 0)]
Setting = tuple[list, list, list, Callable[[Derivation], int]]


def roots_agree(d: Derivation, squares: int) -> int:
    """Step: t1 = t2, from their squares."""
    return d.combine(eq(t1, t2), (squares, 1 / (t1 + t2)))


def by_plug_in() -> Setting:
    """Eq. (10), 2 H_m t_m^2 = H_1 + H_2, with the plug-in entropies of n values x_i and y_i, distinct in each list."""

    def apart(name: str) -> list[Formal]:
        differ = ["!=", ["at", name, "j"], ["at", name, "i"]]
        ranges = (1, ["-", "i", 1]), (["+", "i", 1], "n")
        return [every("i", 1, "n", every("j", low, high, differ)) for low, high in ranges]

    measured = [["=", entropy, plug_in(table=name)] for entropy, name in (("H1", "x"), ("H2", "y"))]
    law = [eq(2 * h * t**2, H1 + H2) for h, t in ((H1, t1), (H2, t2))]
    params = [integer("n", 2), sequence("x", 1, "n"), sequence("y", 1, "n"), real("H1", 0), real("H2", 0)]

    def steps(d: Derivation) -> int:
        statement, proof = distinct_sample()
        lemma = d.lemma(statement, proof)
        logs = [
            d.combine(
                ["=", entropy[1], ["log2", "n"]],
                entropy,
                d.use(lemma, ["=", entropy[2], ["log2", "n"]], n=sp.Symbol("n"), x=("k", ["at", name, "k"])),
            )
            for entropy, name in zip(measured, "xy", strict=True)
        ]
        same = d.combine(eq(H1, H2), *logs)
        bits = d.add("apply", [">=", ["log2", "n"], ["log2", 2]], "at least two values")
        for h, log in zip((H1, H2), logs, strict=True):
            d.combine(ge(h, 1), bits, log)
        units = [
            d.combine(eq(t**2, 1), (line, 1 / (2 * h)), (same, side / (2 * h)))
            for line, h, t, side in zip(law, (H1, H2), (t1, t2), (-1, 1), strict=True)
        ]
        return roots_agree(d, d.combine(eq(t1**2, t2**2), *units))

    return [*params, *TEMPERATURES], [*apart("x"), *apart("y"), *measured, *POSITIVE], law, steps


def by_schedule() -> Setting:
    """t_m^2 = gamma^2 (|H_m - Hbar| + epsilon): two numbers lie equally far from their mean."""
    far = [sp.Abs(h - (H1 + H2) / 2) for h in (H1, H2)]
    law = [eq(t**2, gamma**2 * (away + eps)) for t, away in zip((t1, t2), far, strict=True)]
    params = [real(name, 0) for name in ("H1", "H2", "gamma", "epsilon")]

    def ordered(half: sp.Expr) -> Callable[[Derivation], None]:
        def inner(d: Derivation) -> None:
            d.combine(eq(*far), *[d.basic(eq(away, half)) for away in far])

        return inner

    def steps(d: Derivation) -> int:
        half = (H1 - H2) / 2
        same = d.cases(eq(*far), ge(H1, H2), ordered(half), ordered(-half), "the mean is halfway")
        return roots_agree(d, d.combine(eq(t1**2, t2**2), (same, gamma**2), *law))

    return [*params, *TEMPERATURES], POSITIVE, law, steps
