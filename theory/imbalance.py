"""Unequal modalities: what an equal split wastes, what equal rates cost.

H_m is the entropy of modality m, Delta H = sum_m |H_m - mean|; all quantities in bits.
"""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import (
    H,
    I,
    both,
    eq,
    finite_law,
    forall,
    formal,
    ge,
    gt,
    integer,
    le,
    real,
    sequence,
)

M, R, m, j = sp.symbols("M R m j")
E = sp.IndexedBase("H")
MODALITIES = (integer("M", 1), sequence("H", 1, M, 0))


def modalities(term: sp.Expr) -> sp.Expr:
    """Sum over modalities m = 1..M of a term."""
    return sp.Sum(term, (m, 1, M))


TOTAL = sp.Sum(E[j], (j, 1, M))
MEAN = TOTAL / M
IMBALANCE = modalities(sp.Abs(E[m] - MEAN))


def waste(share: sp.Expr) -> sp.Expr:
    """Bits given to modalities that cannot fill them: sum_m max(0, share_m - H_m)."""
    return modalities(sp.Max(0, share - E[m]))


# Splits -------------------------------------------------------------------------------------------------


def filled_and_wasted() -> tuple[dict, Derivation]:
    """sum_m min(r_m, H_m) = sum_m r_m - sum_m max(0, r_m - H_m), for any rates r_m."""
    r = sp.IndexedBase("r")
    least = modalities(sp.Min(r[m], E[m]))
    statement = forall(*MODALITIES, sequence("r", 1, M, 0), then=eq(least, modalities(r[m]) - waste(r[m])))
    d = Derivation(statement)
    term, over = sp.Min(r[m], E[m]), sp.Max(0, r[m] - E[m])

    def fits(i: Derivation) -> None:
        i.combine(eq(term, r[m] - over), i.basic(eq(term, r[m])), i.basic(eq(over, 0)))

    def overflows(i: Derivation) -> None:
        i.combine(eq(term, r[m] - over), i.basic(eq(term, E[m])), i.basic(eq(over, r[m] - E[m])))

    each = d.termwise(
        eq(least, modalities(r[m] - over)),
        lambda i: i.cases(eq(term, r[m] - over), le(r[m], E[m]), fits, overflows),
        "modality by modality",
    )
    d.combine(statement["then"], each)
    return statement, d


def equal_split() -> tuple[dict, Derivation]:
    """At R = sum_m H_m an equal split wastes exactly half the imbalance: sum_m max(0, R/M - H_m) = Delta H / 2."""
    statement = forall(*MODALITIES, then=eq(waste(MEAN), IMBALANCE / 2))
    d = Derivation(statement)
    gap = E[m] - MEAN
    over, half = sp.Max(0, MEAN - E[m]), (sp.Abs(gap) - gap) / 2

    def above(i: Derivation) -> None:
        i.combine(eq(over, half), i.basic(eq(over, 0)), i.basic(eq(sp.Abs(gap), gap)))

    def below(i: Derivation) -> None:
        i.combine(eq(over, half), i.basic(eq(over, -gap)), i.basic(eq(sp.Abs(gap), -gap)))

    each = d.termwise(
        eq(waste(MEAN), modalities(half)),
        lambda i: i.cases(eq(over, half), ge(gap, 0), above, below),
        "max(0, -x) = (|x| - x)/2",
    )
    d.combine(statement["then"], each, why="deviations from the mean sum to zero")
    return statement, d


def proportional_split() -> tuple[dict, Derivation]:
    """Up to R = sum_m H_m, the split r_m = R H_m / sum_j H_j wastes nothing."""
    share = R * E[m] / TOTAL
    given = [gt(TOTAL, 0), le(R, TOTAL)]
    statement = forall(*MODALITIES, real("R", 0), given=given, then=eq(waste(share), 0))
    d = Derivation(statement)
    over = sp.Max(0, share - E[m])

    def fits(i: Derivation) -> None:
        i.combine(le(share, E[m]), (given[1], E[m] / TOTAL))
        i.basic(eq(over, 0))

    none = d.termwise(eq(waste(share), modalities(sp.Integer(0))), fits, "R H_m / sum H <= H_m")
    d.combine(statement["then"], none)
    return statement, d


def unsent() -> tuple[dict, Derivation]:
    """Modality m holds S_m bits about the document and V_m private ones, R = sum_m S_m: split by S_m + V_m, half of
    sum_m |S_m - r_m| of what matters stays unsent; split by S_m, nothing does."""
    about, private = sp.IndexedBase("S"), sp.IndexedBase("V")
    needed, held = sp.Sum(about[j], (j, 1, M)), sp.Sum(about[j] + private[j], (j, 1, M))
    share = needed * (about[m] + private[m]) / held
    over, gap = sp.Max(0, about[m] - share), about[m] - share
    given = [gt(held, 0)]
    statement = forall(
        integer("M", 1), sequence("S", 1, M, 0), sequence("V", 1, M, 0), given=given,
        then=eq(modalities(over), modalities(sp.Abs(gap)) / 2),
    )  # fmt: skip
    d = Derivation(statement)
    half = (sp.Abs(gap) + gap) / 2

    def short(i: Derivation) -> None:
        i.combine(eq(over, half), i.basic(eq(over, gap)), i.basic(eq(sp.Abs(gap), gap)))

    def enough(i: Derivation) -> None:
        i.combine(eq(over, half), i.basic(eq(over, 0)), i.basic(eq(sp.Abs(gap), -gap)))

    each = d.termwise(
        eq(modalities(over), modalities(half)),
        lambda i: i.cases(eq(over, half), ge(gap, 0), short, enough),
        "max(0, x) = (|x| + x)/2",
    )
    d.combine(statement["then"], each, why="the split gives out what is needed in all")
    return statement, d


# Equal rates for lossless reproduction ------------------------------------------------------------------


def lossless_codes() -> tuple[dict, Derivation]:
    """Codes C_m of X_m from which both can be told: H(C1) >= H(X1|X2), H(C2) >= H(X2|X1), and together H(X1,X2)."""
    given = [eq(I("C1;X2,C2|X1"), 0), eq(I("C2;X1,C1|X2"), 0), eq(H("X1,X2|C1,C2"), 0)]
    goals = (
        ge(H("C1"), H("X1|X2")),
        ge(H("C2"), H("X2|X1")),
        ge(H("C1") + H("C2"), H("X1,X2")),
    )
    statement = forall(finite_law("X1", "X2", "C1", "C2"), given=given, then=both(*goals))
    d = Derivation(statement)
    for goal in goals:
        d.shannon(goal, ["X1", "X2", "C1", "C2"], *given, why="what is left once the other is known")
    return statement, d


def equal_rate_excess() -> tuple[dict, Derivation]:
    """max(2 H(X1|X2), 2 H(X2|X1), H(X1,X2)) - H(X1,X2) = max(0, |H1 - H2| - I(X1;X2)).

    The left side is the least total rate of two equal-rate codes (Slepian and Wolf) above that of joint coding.
    """
    alone = {1: 2 * H("X1|X2"), -1: 2 * H("X2|X1")}
    joint, gap = H("X1,X2"), H("X1") - H("X2")
    need, distance = ["max", *map(formal, (*alone.values(), joint))], ["abs", formal(gap)]
    excess = ["max", 0, ["-", distance, I("X1;X2").formal]]
    goal = ["=", ["-", need, joint.formal], excess]
    statement = forall(finite_law("X1", "X2"), then=goal)
    d = Derivation(statement)

    def larger(sign: int):
        """The modality of larger entropy, X1 (sign 1) or X2 (sign -1), decides."""
        over = sign * gap - I("X1;X2")

        def settle(i: Derivation, top: sp.Expr, value: sp.Expr) -> None:
            size = i.basic(["=", distance, formal(sign * gap)])
            side = (ge if value != 0 else le)(over, 0)
            i.combine([side[0], excess[2], 0], size, side)
            for other in (*alone.values(), joint):
                i.shannon(ge(top, other), ["X1", "X2"], ge(sign * gap, 0), side)
            found = i.basic(["=", need, formal(top)])
            i.combine(goal, found, size, i.basic(["=", excess, formal(value) if value == 0 else excess[2]]))

        def branch(i: Derivation) -> None:
            i.cases(
                goal,
                ge(over, 0),
                lambda e: settle(e, alone[sign], over),
                lambda e: settle(e, joint, sp.Integer(0)),
                "whether the gap exceeds what the modalities share",
            )

        return branch

    d.cases(goal, ge(gap, 0), larger(1), larger(-1), "which modality is larger")
    return statement, d
