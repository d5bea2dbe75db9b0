"""Section 6.1: the temperature schedule, for two modalities and for three, and what its gamma does."""

import sympy as sp

from checks.contradictions import never
from checks.register import Reading, claim
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    both,
    eq,
    exists,
    forall,
    formal,
    ge,
    gt,
    le,
    lt,
    ne,
    real,
)  # fmt: skip
from theory.proof.worlds import witness
from theory.temperature_schedule import (
    eps,
    gamma,
    schedule_squared,
)  # fmt: skip

H1, H2 = sp.symbols("H1 H2")
TWO = (real("H1", 0), real("H2", 0))


@claim(
    "s6-positive-temperature",
    where="Sec. 6.1",
    kind="definition",
    verdict="proved",
    statement="tau_m = gamma sqrt(|H_m - Hbar| + epsilon) is positive for gamma, epsilon > 0.",
    quote="for tuning constant γ and $\\epsilon>0$ to avoid zero temperature",
    note="gamma > 0 is not said; gamma <= 1/sqrt(2) in Lemma 6.3 allows negative ones.",
)
def positive_temperature():
    inside = ["+", ["abs", "x"], "epsilon"]
    ranges = real("x"), real("gamma", 0), real("epsilon", 0)
    statement = forall(
        *ranges, given=[gt(gamma, 0), gt(eps, 0)], then=gt(["*", "gamma", ["sqrt", inside]], 0)
    )
    d = Derivation(statement)
    root = d.add("apply", ["<", ["sqrt", 0], ["sqrt", inside]], "what is under the root is at least epsilon")
    d.combine(statement["then"], (root, gamma))
    signless = forall(
        real("x"), real("gamma"), real("epsilon", 0), given=[gt(eps, 0)], then=statement["then"]
    )
    neighbour = Reading("For any gamma.", signless, [witness(x=0, gamma=-1, epsilon=1)])
    return Reading("For gamma > 0.", statement, [d.certificate()], neighbour)


@claim(
    "s6-schedule-m2",
    where="Sec. 6.1; Sec. 7",
    kind="remark",
    verdict="refuted",
    repair="ours-schedule-three",
    statement="The schedule gives each of two modalities its own temperature.",
    quote="$\\tau_m=\\gamma\\sqrt{|H_m-\\overline{H}|+\\epsilon}$",
    note="Both testbeds of Sec. 7 have two modalities: the schedule is one shared temperature there, for every source.",
)
def schedule_two():
    """Two numbers lie equally far from their mean."""
    return differing_two()


def differing_two() -> Reading:
    mean = formal((H1 + H2) / 2)
    a, b = (["abs", ["-", name, mean]] for name in ("H1", "H2"))
    left, right = (["*", ["^", "gamma", 2], ["+", far, "epsilon"]] for far in (a, b))
    statement = exists(*TWO, real("gamma", 0), real("epsilon", 0), then=ne(left, right))

    def ordered(first: sp.Expr, second: sp.Expr):
        def steps(i: Derivation) -> None:
            one = i.basic(eq(a, first))
            two = i.basic(eq(b, second))
            i.combine(eq(a, b), one, two)

        return steps

    def fill(d: Derivation) -> None:
        half = (H1 - H2) / 2
        same = d.cases(
            eq(a, b), ge(H1, H2), ordered(half, half), ordered(-half, -half), "the mean is halfway"
        )
        d.combine(eq(left, right), (same, gamma**2))
        d.add("absurd", lt(0, 0), "they were to differ", of=ne(left, right))

    return Reading("Some entropies give different temperatures.", statement, never(statement, fill))


@claim(
    "ours-schedule-three",
    paper="ours",
    where="beside Sec. 6.1",
    kind="remark",
    verdict="proved",
    statement="With three modalities the schedule of Sec. 6.1 can give different temperatures.",
)
def schedule_three():
    entropies = [real(f"H{i}", 0) for i in (1, 2, 3)]
    mean = (H1 + H2 + sp.Symbol("H3")) / 3
    left, right = schedule_squared(H1, mean), schedule_squared(H2, mean)
    statement = exists(*entropies, real("gamma", 0), real("epsilon", 0), then=ne(left, right))
    values = witness(H1=3, H2=0, H3=0, gamma=1, epsilon=1)
    return Reading("H = (3, 0, 0).", statement, [values], neighbour=differing_two())


@claim(
    "s6-gamma-irrelevant",
    where="Sec. 6.1; Sec. 6.3",
    kind="remark",
    verdict="refuted",
    repair="ours-gamma-keeps-order",
    statement="Varying gamma gives different members of the class (so that gamma is worth choosing).",
    quote="the family of encoders obtained by varying $\\{B_m^{(k)}\\}$ and γ",
)
def gamma_irrelevant():
    """All temperatures scale with gamma, so all scores scale by 1/gamma: the order stays."""
    statement = exists(
        *SCORES, given=POSITIVE, then=both(gt(S1 / T1, S2 / T2), le(S1 / (gamma * T1), S2 / (gamma * T2)))
    )

    def fill(d: Derivation) -> None:
        parts = statement["then"][1:]
        d.combine(lt(0, 0), parts[0], (parts[1], gamma), why="multiply by gamma")

    return Reading("Two documents in another order.", statement, never(statement, fill))


S1, S2, T1, T2 = sp.symbols("s1 s2 t1 t2")
SCORES = (real("s1"), real("s2"), real("t1", 0), real("t2", 0), real("gamma", 0))
POSITIVE = [gt(T1, 0), gt(T2, 0), gt(gamma, 0)]


@claim(
    "ours-gamma-keeps-order",
    paper="ours",
    where="beside Sec. 6.1",
    kind="lemma",
    verdict="proved",
    statement="Multiplying every temperature by gamma > 0 changes no ranking.",
)
def gamma_keeps_order():
    order = gt(S1 / T1, S2 / T2)
    statement = forall(*SCORES, given=[*POSITIVE, order], then=gt(S1 / (gamma * T1), S2 / (gamma * T2)))
    d = Derivation(statement)
    d.combine(statement["then"], (order, 1 / gamma))
    ratio = forall(*SCORES, given=[*POSITIVE, order], then=gt(S1 / (gamma * T1), S2 / T2))
    neighbour = Reading("Multiplying one of them.", ratio, [witness(s1=2, s2=1, t1=1, t2=1, gamma=2)])
    return Reading("Any two documents.", statement, [d.certificate()], neighbour)


@claim(
    "s6-adaptive-raises",
    where="Sec. 6.3, graceful scaling; eq. (10)",
    kind="consistency",
    verdict="refuted",
    rests_on=("s6-schedule-m2",),
    repair="ours-eq10-falls",
    statement="The adaptive temperature raises tau_m of the high-entropy modalities.",
    quote="the adaptive temperature raises the highly–entropic modalities' τ_m",
)
def adaptive_raises():
    """(10) lowers it; the schedule of Sec. 6.1 raises what is far from the mean, on either side."""
    three = (*TWO, real("H3", 0))
    mean10 = (H1 + H2) / 2
    eq10 = forall(*TWO, given=[gt(H1, H2), gt(H2, 0)], then=gt(sp.sqrt(mean10 / H1), sp.sqrt(mean10 / H2)))
    mean = (H1 + H2 + sp.Symbol("H3")) / 3
    further = gt(sp.Abs(H1 - mean), sp.Abs(H2 - mean))
    sec61 = forall(*three, given=[gt(H1, H2)], then=further)
    above = forall(*three, given=[gt(H1, H2), ge(H2, mean)], then=further)
    d = Derivation(above)
    d.combine(ge(H2 - mean, 0), ge(H2, mean))
    d.combine(ge(H1 - mean, 0), ge(H2, mean), gt(H1, H2))
    first, second = (d.basic(eq(sp.Abs(x - mean), x - mean)) for x in (H1, H2))
    d.combine(further, first, second, gt(H1, H2))
    return [
        Reading(
            "tau_m^2 of Sec. 6.1, M = 3, up to gamma and epsilon.",
            sec61,
            [witness(H1=2, H2=1, H3=6)],
            neighbour=Reading("Among modalities not below the mean entropy.", above, [d.certificate()]),
        ),
        Reading("tau_m of eq. (10), M = 2.", eq10, [witness(H1=3, H2=1)]),
    ]
