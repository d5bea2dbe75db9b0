"""Section 6.1 and 6.3: cells, cell counts, and what the temperature schedule does to them."""

import sympy as sp

from checks.contradictions import contradiction, inconsistent, never
from checks.register import Reading, claim
from theory.proof.derivation import Derivation
from theory.proof.formal import H as ENTROPY
from theory.proof.formal import (
    both,
    eq,
    exists,
    finite_law,
    forall,
    formal,
    ge,
    gt,
    integer,
    le,
    lt,
    ne,
    real,
)  # fmt: skip
from theory.proof.worlds import witness, world
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

H1, H2, x, y = sp.symbols("H1 H2 x y")
TWO = (real("H1", 0), real("H2", 0))
HALF = sp.Rational(1, 2)


@claim(
    "s6-cell-count",
    where="Sec. 6.1; Sec. 5.1",
    kind="definition",
    verdict="inconsistent",
    statement="Cells with P(B) = 2^-H_m, K_m of them with K_m = 2^H_m, and K = prod_m K_m = 2^R hold together with "
    "Sec. 5.1's free R and R_m = ceil(R H_m / sum H_j).",
    quote="Fix integers K_m $(m=1,\\ldots,M)$ and set $K=\\prod_m K_m=2^R$.",
)
def cell_count():
    """Cells of mass 2^-H_m that fill the space number 2^H_m, so R = H_1 + .. + H_M: R is not free."""
    k1, k2, rate = sp.symbols("K1 K2 R")
    cells = [eq(k1 / 2**H1, 1), eq(k2 / 2**H2, 1), eq(k1 * k2, 2**rate)]
    values = {"H1": 1, "H2": 1, "R": 1}
    apart = [witness(K1=k1, K2=k2, **values) for k1, k2 in ((1, 2), (2, 1), (2, 2))]
    ranges = (*TWO, real("K1", 0), real("K2", 0), real("R", 0))
    statement = exists(*ranges, given=[lt(rate, H1 + H2)], then=both(*cells))

    def fill(d: Derivation) -> None:
        less = d.add("apply", lt(2**rate, 2 ** (H1 + H2)), "a rate below the sum of the entropies")
        one = d.combine(eq(k1, 2**H1), (cells[0], 2**H1))
        two = d.combine(eq(k2, 2**H2), (cells[1], 2**H2))
        product = d.combine(eq(k1 * k2, 2 ** (H1 + H2)), (one, k2), (two, 2**H1), why="the cells' number")
        d.combine(lt(0, 0), less, cells[2], product, why="2^R is both equal to it and below it")

    one_law = forall(finite_law("X1"), then=eq(["floor", ["^", 2, ["H", ["X1"]]]], ["^", 2, ["H", ["X1"]]]))
    third = witness(W=world({(0,): "1/3", (1,): "2/3"}, variables=["X1"]))
    return [
        Reading(
            "Two modalities, R below H_1 + H_2.",
            statement,
            inconsistent(contradiction(statement, fill), *apart),
        ),
        Reading("2^H_m is a whole number of cells for every law.", one_law, [third]),
    ]


@claim(
    "s6-lossless",
    where="Sec. 6.1",
    kind="remark",
    verdict="proved",
    statement="Where cells with P(B) = 2^-H_m exist (then H(cell) = H_m), the quantiser loses nothing: H(X_m | cell) = 0.",
    quote="so that $P_{X_m}(B_m^{(k)})=2^{-H_m}$ $\\forall k$ when entropies are measured in bits",
)
def lossless():
    cell = [eq(ENTROPY("L|X"), 0), eq(ENTROPY("L"), ENTROPY("X"))]
    statement = forall(finite_law("X", "L"), given=cell, then=eq(ENTROPY("X|L"), 0))
    d = Derivation(statement)
    d.shannon(statement["then"], "XL", *cell, why="a function of X with all of X's entropy determines X")
    coarse = forall(finite_law("X", "L"), given=cell[:1], then=eq(ENTROPY("X|L"), 0))
    blind = witness(W=world({(0, 0): "1/2", (1, 0): "1/2"}, variables=["X", "L"]))
    neighbour = Reading("For any function of X.", coarse, [blind])
    return Reading("2^H_m cells of mass 2^-H_m have entropy H_m.", statement, [d.certificate()], neighbour)


@claim(
    "s6-bits-unit",
    where="Sec. 6.1 to 6.3",
    kind="consistency",
    verdict="inconsistent",
    statement="log K_m is H_m in bits (Sec. 6.3) and the natural logarithm of Massart's lemma (Sec. 6.2).",
    quote="Because $K_m=2^{H_m}$ by design, $\\sum_m \\log K_m = \\sum_m H_m$.",
    note="Harmless for an upper bound; it matters in Lemma 6.3, where e^-tau^2 meets 2^-H.",
)
def bits_unit():
    logs = both(["=", "x", ["log2", "K"]], ["=", "x", ["ln", "K"]])
    statement = exists(real("K", 2), real("x"), then=logs)

    def fill(d: Derivation) -> None:
        d.add("apply", ["<=", ["log2", 2], ["log2", "K"]], "K >= 2")
        d.evaluate(lt(["ln", 2], 1))
        gap = ["-", 1, ["ln", 2]]
        d.combine(lt(0, 0), logs[1], logs[2], (1, gap), (2, 1))

    apart = {"values": {"K": 2, "x": ["ln", 2]}}, witness(K=2, x=1)
    return Reading(
        "One number is both logarithms of some K >= 2.",
        statement,
        inconsistent(contradiction(statement, fill), *apart),
    )


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
    return Reading("H = (3, 0, 0).", statement, [witness(H1=3, H2=0, H3=0, gamma=1, epsilon=1)])


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
    "s6-sqrt-m",
    where="Sec. 6.3, graceful scaling",
    kind="remark",
    verdict="proved",
    statement="With K_m = 2^H_m and balanced modalities, sqrt(sum_m log K_m) = sqrt(M Hbar).",
    quote="behaves as $\\sqrt{M\\overline{H}} \\propto \\sqrt{M}$",
    note="Balance is not needed; in proportion to sqrt(M) only while Hbar stays fixed.",
)
def sqrt_m():
    total = ["sum", "m", 1, "M", ["log2", ["^", 2, formal(H[m])]]]
    statement = forall(*MODALITIES, then=eq(["sqrt", total], sp.sqrt(M * MEAN)))
    d = Derivation(statement)
    d.combine(ge(M * MEAN, 0))
    d.combine(eq(total, M * MEAN), why="log2 2^H = H, summed")
    d.add("apply", statement["then"])
    wrong = forall(*MODALITIES, then=eq(["sqrt", total], sp.sqrt(M)))
    return Reading(
        "Any entropies.",
        statement,
        [d.certificate()],
        Reading("sqrt(M) alone.", wrong, [witness(M=1, H=[2])]),
    )


@claim(
    "s6-imbalance-no-effect",
    where="Sec. 6.3, graceful scaling",
    kind="remark",
    verdict="refuted",
    rests_on=("s6-sqrt-m",),
    repair="s6-sqrt-m",
    statement="Imbalance worsens the first term of (11), so that temperatures must make up for it.",
    quote="In the worst–case imbalance $(\\max_m H_m \\gg \\min_m H_m)$",
)
def imbalance_no_effect():
    """The term holds the sum of the entropies alone: (2, 2) and (3, 1) give the same."""
    g1, g2 = sp.symbols("G1 G2")
    same = [eq(H1 + H2, g1 + g2)]
    logs = [["+", *[["log2", ["^", 2, name]] for name in pair]] for pair in (("H1", "H2"), ("G1", "G2"))]
    statement = exists(*TWO, real("G1", 0), real("G2", 0), given=same, then=ne(*logs))

    def fill(d: Derivation) -> None:
        d.combine(eq(*logs), same[0])
        d.add("absurd", lt(0, 0), of=statement["then"])

    return Reading("Equal mean entropy, another value of sum log K_m.", statement, never(statement, fill))


@claim(
    "s6-adaptive-raises",
    where="Sec. 6.3, graceful scaling; eq. (10)",
    kind="consistency",
    verdict="refuted",
    rests_on=("s6-schedule-m2",),
    statement="The adaptive temperature raises tau_m of the high-entropy modalities.",
    quote="the adaptive temperature raises the highly–entropic modalities' τ_m",
)
def adaptive_raises():
    """(10) lowers it; the schedule of Sec. 6.1 raises what is far from the mean, on either side."""
    three = (*TWO, real("H3", 0))
    mean10 = (H1 + H2) / 2
    eq10 = forall(*TWO, given=[gt(H1, H2), gt(H2, 0)], then=gt(sp.sqrt(mean10 / H1), sp.sqrt(mean10 / H2)))
    mean = (H1 + H2 + sp.Symbol("H3")) / 3
    sec61 = forall(*three, given=[gt(H1, H2)], then=gt(sp.Abs(H1 - mean), sp.Abs(H2 - mean)))
    return [
        Reading("tau_m^2 of Sec. 6.1, M = 3, up to gamma and epsilon.", sec61, [witness(H1=2, H2=1, H3=6)]),
        Reading("tau_m of eq. (10), M = 2.", eq10, [witness(H1=3, H2=1)]),
    ]


@claim(
    "s6-temperature-shrinks-cells",
    where="Sec. 6.3, graceful scaling",
    kind="remark",
    verdict="refuted",
    repair="ours-smaller-cells",
    statement="Raising tau_m of the high-entropy modalities shrinks their cell widths and so reduces log K_m.",
    quote="shrinking their cell widths and thus $reducing \\log K_m$",
)
def shrinks_cells():
    """Smaller cells of equal mass are more cells."""
    p, q = sp.symbols("p q")
    masses = [gt(q, 0), lt(q, p)]
    fewer = forall(
        real("p", 0, 1),
        real("q", 0, 1),
        given=masses,
        then=["<", ["log2", ["/", 1, "q"]], ["log2", ["/", 1, "p"]]],
    )
    return Reading("Cells of equal mass, p before and q < p after.", fewer, [witness(p="1/2", q="1/4")])


@claim(
    "ours-smaller-cells",
    paper="ours",
    where="beside Sec. 6.3",
    kind="lemma",
    verdict="proved",
    statement="Smaller cells of equal mass are more: q < p gives log2(1/q) > log2(1/p).",
)
def smaller_cells():
    p, q = sp.symbols("p q")
    masses = [gt(q, 0), lt(q, p)]
    goal = [">", ["log2", ["/", 1, "q"]], ["log2", ["/", 1, "p"]]]
    statement = forall(real("p", 0, 1), real("q", 0, 1), given=masses, then=goal)
    d = Derivation(statement)
    d.combine(gt(p, 0), *masses)
    smaller = d.add("apply", ["<", ["log2", "q"], ["log2", "p"]])
    d.combine(goal, smaller)
    return Reading("K = 1/p equal cells.", statement, [d.certificate()])


@claim(
    "s6-lem63-cell-probability",
    where="Sec. 6.3, proof of Lemma 6.3; Sec. 6.1",
    kind="consistency",
    verdict="inconsistent",
    rests_on=("s6-cell-count",),
    statement="The cells have probability 2^-H_m (Sec. 6.1) and 2^-H_m e^-tau_m^2 with tau_m > 0 (Lemma 6.3).",
    quote="For each modality the quantiser cell probability is $2^{-H_m}e^{-\\tau_m^2}$",
)
def cell_probability():
    t = sp.Symbol("t")
    both_masses = both(eq(x, 2 ** (-H1)), eq(x, 2 ** (-H1) * sp.exp(-(t**2))))
    statement = exists(real("H1", 0), real("t", 0), real("x", 0), given=[gt(t, 0)], then=both_masses)

    def fill(d: Derivation) -> None:
        one, two = both_masses[1:]
        d.combine(lt(-(t**2), 0), (gt(t, 0), t))
        less = d.add("apply", ["<", ["exp", formal(-(t**2))], ["exp", 0]])
        d.combine(lt(0, 0), one, two, (less, 2 ** (-H1)))

    smaller = {"values": {"H1": 0, "t": 1, "x": ["exp", -1]}}
    apart = smaller, witness(H1=0, t=1, x=1)
    return Reading("One mass is both.", statement, inconsistent(contradiction(statement, fill), *apart))


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
    positive = [gt(spread, 0), gt(gamma, 0)]
    two = both(eq(total, mean + gamma**2 * spread), eq(total, mean - gamma**2 * spread))
    equal = exists(*ranges, given=positive, then=two)
    fixed = forall(*ranges, given=[*positive, eq(total, mean)], then=line[0])

    def fill(i: Derivation) -> None:
        i.combine(lt(0, 0), *two[1:], (positive[0], gamma**2))

    apart = [witness(L=total, B=1, S=1, gamma=1) for total in (0, 2)]

    return [
        Reading("The proof's line implies the lemma.", weaker, [d.certificate()]),
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
    return Reading("The unweighted bound exceeds the weighted one.", statement, [values])
