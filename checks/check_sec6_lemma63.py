"""Section 6.3: Lemma 6.3, its proof, and what is put together from it."""

import sympy as sp

from checks.contradictions import contradiction, inconsistent, never
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
    integer,
    le,
    lt,
    real,
)  # fmt: skip
from theory.proof.worlds import witness
from theory.rademacher import split_root
from theory.temperature_schedule import (
    IMBALANCE,
    MEAN,
    MODALITIES,
    H,
    M,
    cell_count_identity,
    eps,
    gamma,
    log_cells,
    m,
    over_modalities,
    schedule_squared,
)  # fmt: skip

H1 = sp.Symbol("H1")
HALF = sp.Rational(1, 2)
LOG_CELLS = ["sum", "m", 1, "M", log_cells(H[m], schedule_squared(H[m], MEAN))]
SCHEDULE = (*MODALITIES, real("gamma"), real("epsilon", 0))


@claim(
    "s6-lem63-sign",
    where="Sec. 6.3, proof of Lemma 6.3",
    kind="step",
    verdict="refuted",
    rests_on=("s6-lem63-cell-probability",),
    repair="ours-log-cells",
    statement="From cell probability 2^-H_m e^-tau_m^2, taking logs and summing gives sum_m log K_m = sum_m H_m - sum_m tau_m^2.",
    quote="$\\sum_m \\log K_m = \\sum_m H_m - \\sum_m \\tau_m^2 \\leq",
)
def lem63_sign():
    """A reciprocal turns both signs: H_m + tau_m^2 log2 e."""
    t = sp.Symbol("t")
    bits = forall(real("H1", 0), real("t", 0), given=[gt(t, 0)], then=eq(log_cells(H1, t**2), H1 - t**2))
    mass = ["*", ["exp", ["-", "H1"]], ["exp", formal(-(t**2))]]
    nats = forall(real("H1", 0), real("t", 0), given=[gt(t, 0)], then=eq(["ln", ["/", 1, mass]], H1 - t**2))
    return [
        Reading("One modality, in nats throughout.", nats, [witness(H1=1, t=1)]),
        Reading("One modality, in bits as Sec. 6.1 says.", bits, [witness(H1=1, t=1)]),
    ]


@claim(
    "ours-log-cells",
    paper="ours",
    where="Lemma 6.3, repaired",
    kind="lemma",
    verdict="proved",
    statement="sum_m log2 K_m = M Hbar + gamma^2 (Delta H + M epsilon) log2 e, K_m the reciprocal cell probability.",
)
def log_cells_identity():
    statement, d = cell_count_identity()
    bound = le(LOG_CELLS, M * MEAN + gamma**2 * (IMBALANCE + M * eps))
    wrong = forall(*SCHEDULE, then=bound)
    neighbour = Reading("Without log2 e.", wrong, [witness(M=1, H=[1], gamma=1, epsilon=1)])
    return Reading("Every M, entropies, gamma, epsilon.", statement, [d.certificate()], neighbour)


@claim(
    "s6-lem63-epsilon",
    where="Sec. 6.3, proof of Lemma 6.3",
    kind="step",
    verdict="proved",
    statement="sum_m H_m - sum_m tau_m^2 <= M Hbar - gamma^2 Delta H, for tau_m = gamma sqrt(|H_m - Hbar| + eps).",
    quote="\\leq M\\overline{H} - \\gamma^2 \\Delta H$",
)
def lem63_epsilon():
    left = over_modalities(H[m]) - over_modalities(schedule_squared(H[m], MEAN))
    statement = forall(*SCHEDULE, then=le(left, M * MEAN - gamma**2 * IMBALANCE))
    d = Derivation(statement)
    d.combine(statement["then"], (ge(eps, 0), M * gamma**2), why="what is left over is gamma^2 M epsilon")
    equal = forall(*SCHEDULE, then=ge(left, M * MEAN - gamma**2 * IMBALANCE))
    neighbour = Reading("The other direction.", equal, [witness(M=1, H=[1], gamma=1, epsilon=1)])
    return Reading("Every M, entropies, gamma, epsilon >= 0.", statement, [d.certificate()], neighbour)


@claim(
    "s6-lem63-statement-and-proof",
    where="Sec. 6.3, Lemma 6.3",
    kind="consistency",
    verdict="proved",
    rests_on=("s6-lem63-epsilon",),
    statement="The lemma's + gamma^2 Delta H and its proof's - gamma^2 Delta H agree.",
    quote="$\\sum_m \\log K_m \\leq \\sum_m \\overline{H} + \\gamma^2 \\Delta H$",
    note="They agree in so far as the proof's line is stronger; but it contradicts Sec. 6.1, where sum log K_m = M Hbar.",
)
def statement_and_proof():
    total, mean, spread = sp.symbols("L B S")
    ranges = (real("L"), real("B", 0), real("S", 0), real("gamma"))
    line = [le(total, mean - gamma**2 * spread)]
    weaker = forall(*ranges, given=line, then=le(total, mean + gamma**2 * spread))
    d = Derivation(weaker)
    d.combine(weaker["then"], *line, (ge(spread, 0), gamma**2))
    back = forall(*ranges, given=[weaker["then"]], then=line[0])
    stronger = Reading("The lemma implies the proof's line.", back, [witness(L=1, B=1, S=1, gamma="1/2")])
    positive = [gt(spread, 0), gt(gamma, 0)]
    two = both(eq(total, mean + gamma**2 * spread), eq(total, mean - gamma**2 * spread))
    equal = exists(*ranges, given=positive, then=two)
    fixed = forall(*ranges, given=[*positive, eq(total, mean)], then=line[0])

    def fill(i: Derivation) -> None:
        i.combine(lt(0, 0), *two[1:], (positive[0], gamma**2))

    apart = [witness(L=total, B=1, S=1, gamma=1) for total in (0, 2)]

    return [
        Reading("The proof's line implies the lemma.", weaker, [d.certificate()], neighbour=stronger),
        Reading("They give one bound.", equal, inconsistent(contradiction(equal, fill), *apart)),
        Reading(
            "The proof's line with Sec. 6.1's K_m = 2^H_m.", fixed, [witness(L=1, B=1, S=1, gamma="1/2")]
        ),
    ]


@claim(
    "s6-lem63",
    where="Sec. 6.3, Lemma 6.3",
    kind="lemma",
    verdict="vacuous",
    repair="ours-log-cells",
    statement="For gamma <= 1/sqrt(2), sum_m log K_m <= sum_m Hbar + gamma^2 Delta H.",
    quote="Then for any $\\gamma \\leq 1/\\sqrt{2}$",
    note="With K_m = 2^H_m, as Sec. 6.1 has it, the sum is M Hbar, whatever the temperatures. With the cell probability of "
    "the lemma's proof, through which temperatures would act, it fails.",
)
def lem63():
    """By the proof's cells the exact value is M Hbar + gamma^2 (Delta H + M eps) log2 e, above the bound for gamma, eps > 0."""
    small = [gt(gamma, 0), le(gamma, 1 / sp.sqrt(2)), gt(eps, 0)]
    bound = le(LOG_CELLS, M * MEAN + gamma**2 * IMBALANCE)
    statement = forall(*SCHEDULE, given=small, then=bound)
    plain = ["sum", "m", 1, "M", ["log2", ["^", 2, formal(H[m])]]]
    cells = forall(*SCHEDULE, given=small, then=le(plain, M * MEAN + gamma**2 * IMBALANCE))
    trivial = eq(plain, M * MEAN)
    d, implied = Derivation({**cells, "then": trivial}), Derivation(cells, [trivial])
    d.combine(trivial, why="log2 2^H = H, summed")
    implied.combine(ge(IMBALANCE, 0), why="a sum of absolute values")
    implied.combine(cells["then"], trivial, (1, gamma**2))
    vacuous = {"kind": "vacuous", "trivial": trivial, "proof": d.proof(), "implies": implied.proof()}
    proof_cells = Reading(
        "K_m the reciprocal of the proof's cell probability 2^-H_m e^-tau_m^2.",
        statement,
        [witness(M=1, H=[1], gamma="1/2", epsilon=1)],
    )
    return [
        Reading(
            "K_m = 2^H_m as in Sec. 6.1: the sum is M Hbar, for every gamma, and free of the temperature.",
            cells,
            [vacuous],
            neighbour=proof_cells,
        ),
        proof_cells,
    ]


@claim(
    "s6-square-root-schedule",
    where="Sec. 6.1, footnote 2",
    kind="remark",
    verdict="refuted",
    rests_on=("s6-lem63",),
    statement="Lemma 6.3 singles out the square-root schedule: no other temperatures do as well.",
    quote="The square–root schedule is chosen to equalise bias–variance terms in the risk decomposition; see Lemma 6.3.",
    note="Our reading of 'see Lemma 6.3', in which alone temperatures are chosen; 'equalise bias-variance terms' cannot be judged: "
    "neither the lemma nor its proof has a bias, a variance or a decomposition of a risk.",
)
def square_root_schedule():
    """Its count of log-cells, sum (H_m - tau_m^2), sees the sum of the squares alone: entropies 1 and 3, squares 2 and 0."""
    first, second, a, b = sp.symbols("H1 H2 a b")
    spread = sp.Abs(first - second) / 2
    same = [eq(first + second - a - b, first + second - 2 * spread)]
    ranges = [real(name, 0) for name in ("H1", "H2", "a", "b")]
    statement = forall(*ranges, given=same, then=both(eq(a, spread), eq(b, spread)))
    mean = forall(*ranges, given=same, then=eq((a + b) / 2, spread))
    d = Derivation(mean)
    d.combine(mean["then"], *same)
    return Reading(
        "Two modalities, gamma = 1, epsilon = 0: any tau_1^2, tau_2^2 with the schedule's sum are the schedule's own.",
        statement,
        [witness(H1=1, H2=3, a=2, b=0)],
        neighbour=Reading("Their mean is.", mean, [d.certificate()]),
    )


@claim(
    "s6-gamma-choice",
    where="Sec. 6.3, putting it together",
    kind="step",
    verdict="proved",
    statement="gamma^2 = 1/(M + Delta H) satisfies gamma <= 1/sqrt(2) for M >= 2.",
    quote="choosing $\\gamma^2 = 1/(M + \\Delta H)$",
)
def gamma_choice():
    spread = sp.Symbol("S")
    statement = forall(integer("M", 2), real("S", 0), then=le(1 / (M + spread), HALF))
    d = Derivation(statement)
    d.combine(statement["then"], (ge(M, 2), 1 / (2 * (M + spread))), (ge(spread, 0), 1 / (2 * (M + spread))))
    one = forall(integer("M", 1), real("S", 0), then=le(1 / (M + spread), HALF))
    return Reading(
        "M >= 2.", statement, [d.certificate()], Reading("M = 1 as well.", one, [witness(M=1, S=0)])
    )


@claim(
    "s6-delta-h-term-origin",
    where="Sec. 6.3, putting it together",
    kind="step",
    verdict="proved",
    rests_on=("s6-gamma-choice",),
    statement="Inserting Lemma 6.3 with this gamma, sqrt(M Hbar + gamma^2 Delta H) is of order sqrt(M) + sqrt(Delta H).",
    quote="Inserting Lem. 6.3 into Theorem 6.2",
    note="With Hbar a constant, as an upper bound. gamma^2 Delta H stays below 1, so no term grows with Delta H: "
    "sqrt(M Hbar + 1) is a bound too.",
)
def delta_h_origin():
    """gamma^2 Delta H = Delta H / (M + Delta H), at most Delta H and below 1."""
    spread, mean = sp.symbols("S B")
    part = spread / (M + spread)
    ranges = integer("M", 1), real("S", 0), real("B", 0)
    order = forall(*ranges, then=le(sp.sqrt(M * mean + part), sp.sqrt(M * mean) + sp.sqrt(spread)))
    split, proof = split_root()
    a = Derivation(order)
    two = a.use(
        a.lemma(split, proof),
        le(sp.sqrt(M * mean + part), sp.sqrt(M * mean) + sp.sqrt(part)),
        a=M * mean,
        b=part,
    )
    a.combine(ge(part, 0), (ge(spread, 0), 1 / (M + spread)))
    a.combine(le(part, spread), (ge(M, 1), spread / (M + spread)), (ge(spread, 0), spread / (M + spread)))
    root = a.add("apply", le(sp.sqrt(part), sp.sqrt(spread)))
    a.combine(order["then"], two, root)
    alone = forall(*ranges, then=le(sp.sqrt(M * mean + part), sp.sqrt(M * mean)))
    statement = exists(integer("M", 1), real("S", 0), then=ge(spread / (M + spread), 1))

    def fill(d: Derivation) -> None:
        d.combine(le(1, 0), (statement["then"], M + spread), ge(M, 1))

    return [
        Reading(
            "At most sqrt(M Hbar) + sqrt(Delta H).",
            order,
            [a.certificate()],
            neighbour=Reading("Without the second term.", alone, [witness(M=1, S=1, B=0)]),
        ),
        Reading(
            "The term gamma^2 Delta H reaches 1 for some M and Delta H.",
            statement,
            never(statement, fill),
        ),
    ]


@claim(
    "s6-without-weighting",
    where="Sec. 6.3, putting it together",
    kind="remark",
    verdict="refuted",
    rests_on=("s6-sqrt-m", "s6-lem63"),
    statement="Without the weighting Delta H would appear inside the square root of Lemma 6.1, a strictly looser guarantee.",
    quote="yielding strictly looser guarantees",
)
def without_weighting():
    """Without it sum log K_m = M Hbar; with it the guarantee adds gamma^2 Delta H: the weighted one is looser."""
    plain = ["sum", "m", 1, "M", ["log2", ["^", 2, formal(H[m])]]]
    statement = forall(*SCHEDULE, given=[gt(gamma, 0)], then=gt(plain, M * MEAN + gamma**2 * IMBALANCE))
    values = witness(M=2, H=[3, 1], gamma="1/2", epsilon=1)
    looser = forall(*SCHEDULE, then=le(plain, M * MEAN + gamma**2 * IMBALANCE))
    d = Derivation(looser)
    d.combine(ge(IMBALANCE, 0), why="a sum of absolute values")
    d.combine(eq(plain, M * MEAN), why="log2 2^H = H, summed")
    d.combine(looser["then"], 2, (1, gamma**2))
    return Reading(
        "The unweighted bound exceeds the weighted one.",
        statement,
        [values],
        neighbour=Reading("The weighted one is nowhere the smaller.", looser, [d.certificate()]),
    )
