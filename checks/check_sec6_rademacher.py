"""Sections 6.2 and 6.3: the loss class, its Rademacher complexity, the generalisation bound."""

import sympy as sp

from checks.contradictions import conditional, contradiction, inconsistent
from checks.register import Reading, claim
from theory import rademacher as rd
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    H,
    both,
    eq,
    exists,
    finite_law,
    forall,
    formal,
    ge,
    integer,
    le,
    order,
    real,
    sequence,
)
from theory.proof.worlds import witness, world
from theory.rademacher import FREE_PATTERNS, D, K, lemma61, n

QUARTER = sp.Rational(1, 4)


def pattern_world() -> dict:
    """Three queries, two documents, Y the first: every assignment of queries to the two cells, all equally likely.

    A1..A3 are the queries' cells, T1, T2 the document that each cell's codeword ranks first, L1..L3 the losses
    in halves.
    """
    names = ["A1", "A2", "A3", "T1", "T2", "L1", "L2", "L3"]
    cells = [(i, j, k) for i in (1, 2) for j in (1, 2) for k in (1, 2)]
    law = {(*c, 1, 2, *[0 if x == 1 else 1 for x in c]): "1/8" for c in cells}
    return world(law, variables=names)


@claim(
    "s6-loss-range",
    where="Sec. 6.1",
    kind="step",
    verdict="proved",
    statement="Losses lie in [0, 1].",
    quote="Because $0 \\leq \\ell_f \\leq 1$, the empirical Rademacher complexity",
)
def loss_range():
    k = sp.Symbol("k")
    inside = both(ge(1 - 1 / k, 0), le(1 - 1 / k, 1))
    statement = forall(integer("k", 1), then=inside)
    d = Derivation(statement)
    d.combine(inside[1], (ge(k, 1), 1 / k))
    d.combine(inside[2])
    half = forall(integer("k", 1), then=le(1 - 1 / k, sp.Rational(1, 2)))
    return Reading(
        "d = 1 - 1/k at rank k.", statement, [d.certificate()], Reading("At most 1/2.", half, [witness(k=3)])
    )


@claim(
    "s6-lambda-log-k",
    where="Sec. 6.2",
    kind="step",
    verdict="proved",
    statement="Lambda = sum_m log K_m = log K.",
    quote="Let $\\Lambda = \\sum_{m=1}^{M} \\log K_m$",
    note="So Lambda is the rate R (times log 2): at a fixed number of bits neither M nor the imbalance enters it.",
)
def lambda_log_k():
    ranges = [real(f"K{m}", 1) for m in (1, 2, 3)]
    logs = ["+", *[["ln", f"K{m}"] for m in (1, 2, 3)]]
    statement = forall(*ranges, then=eq(logs, ["ln", ["*", "K1", "K2", "K3"]]))
    d = Derivation(statement)
    d.combine(statement["then"], why="the logarithm of a product")
    total = forall(*ranges, then=eq(logs, ["ln", ["+", "K1", "K2", "K3"]]))
    neighbour = Reading("With K their sum.", total, [witness(K1=1, K2=1, K3=1)])
    return Reading("Three modalities.", statement, [d.certificate()], neighbour)


@claim(
    "s6-lem61-cardinality",
    where="Sec. 6.2, proof of Lemma 6.1",
    kind="step",
    verdict="refuted",
    repair="ours-free-cells",
    statement="The loss class on n samples has at most K D_max distinct members.",
    quote="on a class of cardinality $\\leq KD_{\\max}$",
)
def cardinality():
    """K D counts the values of one code's output, not the codes: cells that vary give 2^n patterns."""
    losses = [eq(H(f"L{i}|A{i},T1,T2"), 0) for i in (1, 2, 3)]
    variables = finite_law("A1", "A2", "A3", "T1", "T2", "L1", "L2", "L3")
    count = ["card", ["L1", "L2", "L3"]]
    statement = forall(
        variables, given=[*losses, le(["card", ["A1"]], 2), le(["card", ["L1"]], 2)], then=le(count, 4)
    )
    return Reading(
        "Two cells, two documents, three queries: the loss vectors (l_1, l_2, l_3) of the class, its members drawn at random, number at "
        "most K N = 4. There are 8.",
        statement,
        [witness(W=pattern_world())],
    )


@claim(
    "s6-lem61-split",
    where="Sec. 6.2, proof of Lemma 6.1",
    kind="step",
    verdict="refuted",
    repair="ours-split-root",
    statement="sqrt(2 log(K D)/n) = sqrt(2/n) (sqrt(log K) + sqrt(log D)).",
    quote="= \\sqrt{\\frac{2}{n}} (\\sqrt{\\Lambda} + \\sqrt{\\log D_{\\max}})$",
    note="With <= in place of = it holds, which is the direction that the lemma needs.",
)
def split():
    ranges = integer("n", 1), integer("K", 1), integer("D", 1)
    statement = forall(*ranges, then=eq(sp.sqrt(2 * sp.log(K * D, evaluate=False) / n), lemma61(K, D)))
    return Reading("Equality, for all K, D, n >= 1.", statement, [witness(n=1, K=2, D=2)])


@claim(
    "ours-split-root",
    paper="ours",
    where="Sec. 6.2, repaired",
    kind="lemma",
    verdict="proved",
    statement="sqrt(a + b) <= sqrt(a) + sqrt(b).",
)
def split_root():
    statement, d = rd.split_root()
    a, b = sp.symbols("a b")
    wrong = forall(real("a", 0), real("b", 0), then=ge(sp.sqrt(a + b), sp.sqrt(a) + sp.sqrt(b)))
    return Reading(
        "a, b >= 0.", statement, [d.certificate()], Reading("The other way.", wrong, [witness(a=1, b=1)])
    )


@claim(
    "ours-free-cells",
    paper="ours",
    where="Sec. 6.2, in place of Lemma 6.1",
    kind="theorem",
    verdict="proved",
    statement="N = K = 2, cells free to vary, n distinct queries: Rad_n = 1/4 for every n.",
)
def free_cells():
    statement, d = rd.free_patterns_quarter()
    less = forall(integer("n", 1), then=le(FREE_PATTERNS, 1 / sp.sqrt(n)))
    return Reading(
        "Every pattern of losses {0, 1/2} occurs, so the best loss follows each sign.",
        statement,
        [d.certificate()],
        Reading("At most n^-1/2.", less, [witness(n=17)]),
    )


@claim(
    "s6-lem61",
    where="Sec. 6.2, Lemma 6.1",
    kind="lemma",
    verdict="refuted",
    rests_on=("s6-lem61-cardinality", "s6-lem61-split", "ours-memorised-sample"),
    repair="ours-free-cells",
    statement="The product-quantiser loss class has empirical Rademacher complexity at most "
    "sqrt(2/n)(sqrt(Lambda) + sqrt(log D_max)).",
    quote="\\leq \\sqrt{\\frac{2}{n}} \\left(\\sqrt{\\Lambda} + \\sqrt{\\log D_{\\max}} \\right).",
    note="K = 2, N = 2 (two cells in one modality): Rad_n = 1/4, the bound falls below it from n = 89 on. Cells of mass 1/2, as "
    "Sec. 6.1 has them, can still follow any sample of a continuous law (ours-memorised-sample); cells that are intervals do the "
    "same with K = 2n. Cells cut at quantiles leave nothing to vary, since gamma changes no order (ours-gamma-keeps-order): then "
    "the class is one code, and the bound holds without saying anything of a class.",
)
def lem61():
    """Intervals: 2n of them in a row, of alternating rankings, put each of n queries under either one."""
    loss = sp.IndexedBase("l")[sp.Symbol("i")]
    single = ["/", ["sum", "i", 1, "n", ["/", ["+", formal(loss), ["-", formal(loss)]], 2]], "n"]
    one_code = forall(
        *[integer(name, 1) for name in ("n", "K", "D")],
        sequence("l", 1, n),
        then=["<=", single, formal(lemma61(K, D))],
    )
    alone = Derivation(one_code)
    alone.combine(one_code["then"], why="either sign of a loss has mean 0")
    intervals = forall(integer("n", 1), then=le(FREE_PATTERNS, lemma61(2 * n, sp.Integer(2))))
    statement = forall(integer("n", 1), then=le(FREE_PATTERNS, lemma61(sp.Integer(2), sp.Integer(2))))
    bits = ["*", ["sqrt", ["/", 2, "n"]], ["+", ["sqrt", ["log2", 2]], ["sqrt", ["log2", 2]]]]
    in_bits = forall(integer("n", 1), then=le(FREE_PATTERNS, bits))
    return [
        Reading(
            "Natural logarithms, as Massart's lemma has them; two cells of mass 1/2 vary.",
            statement,
            [witness(n=89)],
        ),
        Reading("Logarithms to base 2, as Sec. 6.1 has the entropies.", in_bits, [witness(n=129)]),
        Reading("Cells that are intervals, K = 2n, N = 2.", intervals, [witness(n=400)]),
        Reading("Cells cut at quantiles: the class is one code.", one_code, [alone.certificate()]),
    ]


@claim(
    "ours-lem61-from-89",
    paper="ours",
    where="beside Lemma 6.1",
    kind="remark",
    verdict="proved",
    statement="K = N = 2: the bound of Lemma 6.1 is below the true 1/4 for every n >= 89 (natural logarithms).",
)
def lem61_from_89():
    statement, d = rd.falls_below(89, formal(2 * sp.sqrt(sp.log(2))))
    earlier = forall(integer("n", 88), then=statement["then"])
    return Reading(
        "Every n >= 89.", statement, [d.certificate()], Reading("From 88 on.", earlier, [witness(n=88)])
    )


@claim(
    "s6-thm62-constants",
    where="Sec. 6.3, Thm 6.2",
    kind="theorem",
    verdict="proved",
    statement="Granted McDiarmid's inequality and symmetrisation, with probability 1 - delta, "
    "E[d] <= mean_n[d] + 4 Rad_n + 3 sqrt(log(2/delta)/(2n)).",
    quote="\\leq \\widehat{\\mathbb{E}}_n[d] + 4\\widehat{\\mathfrak{R}}_n(\\mathcal{L}) + 3\\sqrt{\\frac{\\log(2/\\delta)}{2n}}.",
    note="What is derived is the chain from those two, with t = sqrt(log(2/delta)/(2n)). Twice Rad_n suffices. It speaks of members "
    "of the class: a fitted rule outside it is not covered.",
)
def thm62():
    statement, d = rd.deviation_chain(4)
    wrong = rd.deviation_chain(4)[0]
    none = {**wrong, "then": le(sp.Symbol("E"), sp.Symbol("En") + 3 * sp.Symbol("t"))}
    values = witness(E=2, En=0, F=2, EF=2, Rad=1, ERad=1, t=0)
    return Reading(
        "From McDiarmid's inequality (twice, each with delta/2) and symmetrisation, stated as hypotheses.",
        statement,
        [d.certificate()],
        Reading("Without Rad_n.", none, [values]),
    )


@claim(
    "ours-thm62-two",
    paper="ours",
    where="Thm 6.2, sharpened",
    kind="theorem",
    verdict="proved",
    statement="Granted McDiarmid's inequality and symmetrisation, with probability 1 - delta, "
    "E[d] <= mean_n[d] + 2 Rad_n + 3 sqrt(log(2/delta)/(2n)).",
)
def thm62_two():
    statement, d = rd.deviation_chain(2)
    one = {**statement, "then": le(sp.Symbol("E"), sp.Symbol("En") + sp.Symbol("Rad") + 3 * sp.Symbol("t"))}
    values = witness(E=2, En=0, F=2, EF=2, Rad=1, ERad=1, t=0)
    return Reading(
        "The same three parts.", statement, [d.certificate()], Reading("Rad_n once.", one, [values])
    )


def eq11_excess() -> sp.Expr:
    """The right side of (11) at K = D_max = 2, delta = 1/2, empirical distortion 0."""
    return 4 * lemma61(sp.Integer(2), sp.Integer(2)) + 3 * sp.sqrt(sp.log(4) / (2 * n))


@claim(
    "s6-eq11",
    where="Sec. 6.3, eq. (11)",
    kind="equation",
    verdict="refuted",
    rests_on=("s6-lem61", "s6-thm62-constants", "ours-memorised-sample"),
    repair="ours-free-cells",
    statement="E[d] <= mean_n[d] + 4 sqrt(2/n)(sqrt(sum_m log K_m) + sqrt(log D_max)) + 3 sqrt(log(2/delta)/(2n)) for "
    "the empirical minimiser.",
    quote="+ 4\\sqrt{\\frac{2}{n}} \\left(\\sqrt{\\sum_{m} \\log K_{m}} + \\sqrt{\\log D_{\\max}} \\right)$$",
    conversion="The sign and the factor 3 of the last term are read as in Theorem 6.2.",
)
def eq11():
    """Y a fair coin independent of a continuous X: the minimiser memorises (empirical distortion 0), E[d] = 1/4.

    Cells of mass 1/2 can do so (ours-memorised-sample); cells cut at quantiles make the class a single code."""
    statement = forall(integer("n", 1), then=le(QUARTER, eq11_excess()))
    return Reading(
        "K = N = 2, delta = 1/2, two cells of mass 1/2 around the sample, where mean_n[d] = 0 and E[d] = 1/4 for every sample: "
        "fails from n = 2273 on.",
        statement,
        [witness(n=2273)],
    )


@claim(
    "s6-gap-scaling",
    where="Sec. 6.3, putting it together",
    kind="theorem",
    verdict="refuted",
    rests_on=("s6-eq11", "s6-lem63", "ours-memorised-sample"),
    repair="ours-free-cells",
    statement="With gamma^2 = 1/(M + Delta H), and D_max corpus-size-independent for fixed beam width, the gap is "
    "O(sqrt(M/n) + sqrt(Delta H/n)) + O(sqrt(log(1/delta)/n)), sub-linear in M and Delta H.",
    quote="\\underbrace{O(\\sqrt{M/n} + \\sqrt{\\Delta H/n})}_{\\text{generalisation gap}}",
)
def gap_scaling():
    """The memorising code's gap is 1/4 for every n; M, Delta H, delta are fixed, so the bound is O(n^-1/2)."""
    statement = order(integer("n", 1), variable="n", function=QUARTER, is_O_of=["/", 1, ["sqrt", "n"]])
    d = Derivation({"forall": [integer("n", 1)], "given": []})
    d.add("apply", ["<", ["sqrt", 0], ["sqrt", "n"]])
    goal = [">=", formal(QUARTER), ["*", ["/", 1, 4], ["/", 1, ["sqrt", "n"]], ["sqrt", "n"]]]
    d.combine(goal)
    growth = {"kind": "growth", "constant": "1/4", "from": 1, "factor": "sqrt", "proof": d.proof()}
    return Reading(
        "The gap 1/4 of the code whose two cells memorise the sample (ours-memorised-sample), against n^-1/2.",
        statement,
        [growth],
    )


@claim(
    "s6-sample-complexity",
    where="Sec. 9",
    kind="remark",
    verdict="refuted",
    rests_on=("s6-gap-scaling",),
    statement="A gap of order sqrt(M/n) is a sample complexity sub-linear in M.",
    quote="A VC-style analysis then established sub-linear sample complexity in both the number of modalities",
    note="The gap is sub-linear in M at fixed n, as the abstract and Sec. 6.3 say of it; the samples for a fixed gap grow in "
    "proportion to M.",
)
def sample_complexity():
    m, size, e = sp.symbols("M n e")
    ranges = integer("M", 1), integer("n", 1), real("e", 0, 1)
    statement = forall(*ranges, given=[le(m / size, e**2)], then=ge(size * e**2, m))
    d = Derivation(statement)
    d.combine(statement["then"], (le(m / size, e**2), size))
    fewer = forall(*ranges, given=[le(m / size, e**2)], then=le(size, sp.sqrt(m) / e**2))
    return Reading(
        "sqrt(M/n) <= e needs n <= sqrt(M)/e^2 samples only.",
        fewer,
        [witness(M=4, n=4, e=1)],
        neighbour=Reading("It needs n >= M/e^2: in proportion to M.", statement, [d.certificate()]),
    )


@claim(
    "s6-massart",
    where="Sec. 6.2, proof of Lemma 6.1",
    kind="step",
    verdict="proved",
    statement="Massart, granted the moment bound of its proof: a finite class of [0,1]-valued losses of size A has empirical "
    "Rademacher complexity at most sqrt(2 log A / n).",
    quote="Apply Massart's finite-class lemma [32, Lem. 26.4]",
    note="The number of the lemma in the cited book was not checked.",
)
def massart():
    """With E = E max_v sum_i s_i v_i over the class: exp(sE) <= A exp(s^2 n/2), by Jensen's inequality and
    cosh x <= exp(x^2/2) for each sign (the hypothesis); the best s is sqrt(2 L/n), L = log A."""
    statement, d = rd.massart()
    wrong = {**statement, "then": le(sp.Symbol("E") / n, sp.Symbol("s") / 2)}
    values = witness(n=2, L=1, s=1, E="3/2")
    neighbour = Reading("Half of it.", wrong, [values])
    return Reading("From the moment bound at s = sqrt(2 log A / n).", statement, [d.certificate()], neighbour)


@claim(
    "s6-gap-two-sided",
    where="Sec. 6 opening; Thm 6.2",
    kind="consistency",
    verdict="proved",
    rests_on=("s6-thm62-constants",),
    statement="Theorem 6.2 bounds the generalisation gap |E[d] - mean_n[d]| (both sides).",
    quote="we now bound the *generalisation gap* $|\\mathbb{E}[d] - \\widehat{\\mathbb{E}}_n[d]|$",
    note="By its own proof, for either sign of the gap, with log(3/delta) for log(2/delta), McDiarmid's inequality being used three "
    "times. The display has one side, which by itself does not bound the other.",
)
def two_sided():
    statement, d = rd.two_sided_chain()
    alone = one_sided()
    return [
        Reading(
            "From McDiarmid's inequality (three times, each with delta/3) and symmetrisation, stated as hypotheses; F and G the "
            "largest gaps of either sign, t = sqrt(log(3/delta)/(2n)).",
            statement,
            [d.certificate()],
            neighbour=alone,
        ),
        alone,
    ]


def one_sided() -> Reading:
    mean, sample, bound = sp.symbols("E En B")
    ranges = real("E", 0, 1), real("En", 0, 1), real("B", 0)
    statement = forall(*ranges, given=[le(mean, sample + bound)], then=le(sp.Abs(mean - sample), bound))
    return Reading("E <= mean_n + B gives |E - mean_n| <= B.", statement, [witness(E=0, En=1, B="1/2")])


@claim(
    "ours-two-sided",
    paper="ours",
    where="beside Thm 6.2",
    kind="lemma",
    verdict="proved",
    statement="Two one-sided bounds together bound the gap.",
)
def ours_two_sided():
    mean, sample, bound = sp.symbols("E En B")
    sides = [le(mean, sample + bound), le(sample, mean + bound)]
    statement = forall(
        real("E"), real("En"), real("B", 0), given=sides, then=le(sp.Abs(mean - sample), bound)
    )
    d = Derivation(statement)
    gap = sp.Abs(mean - sample)

    def side(sign: int):
        def steps(i: Derivation) -> None:
            value = i.basic(eq(gap, sign * (mean - sample)))
            i.combine(statement["then"], value, *sides)

        return steps

    d.cases(statement["then"], ge(mean, sample), side(1), side(-1), "whichever is larger")
    return Reading(
        "Each with half of the error probability.", statement, [d.certificate()], neighbour=one_sided()
    )


@claim(
    "s6-thm62-title",
    where="Sec. 6.3, Thm 6.2; Lemma 5.2; abstract",
    kind="consistency",
    verdict="conditional",
    rests_on=("s6-thm62-constants",),
    statement="Theorem 6.2 bounds the excess distortion, as its title and the abstract say.",
    quote="Theorem 6.2 (Finite–Sample Excess Distortion).",
    note="Its display bounds E[d] - mean_n[d], the generalisation gap. The excess over the best code of the class needs that "
    "the fitted code is the empirical minimiser, as the theorem has it, and one more deviation, of the best code, which it has not.",
)
def thm62_title():
    """Without either a gap of 0 leaves any excess."""
    mean, sample, best, of_best, bound, t = sp.symbols("E En best Bn B t")
    ranges = [real(name, 0, 1) for name in ("E", "En", "best", "Bn")]
    given = [le(mean, sample + bound), le(best, mean)]
    statement = forall(*ranges, real("B", 0), real("t", 0), given=given, then=le(mean - best, bound + t))
    condition = [le(sample, of_best), le(of_best, best + t)]
    d = Derivation(statement, condition)
    d.combine(statement["then"], *given, *condition)
    half = {"E": "1/2", "B": 0, "t": 0}
    unfitted = {**statement, "given": [*given, condition[1]]}
    return Reading(
        "A code with a gap of at most B exceeds the best code of the class by at most B + t; true where its empirical distortion is "
        "at most the best code's, Bn, and that is at most t above its mean.",
        statement,
        conditional(
            witness(En="1/2", best=0, Bn="1/2", **half),
            condition,
            d,
            witness(En="1/2", best="1/2", Bn="1/2", **half),
        ),
        neighbour=Reading("Of any member of the class.", unfitted, [witness(En="1/2", best=0, Bn=0, **half)]),
    )


@claim(
    "s6-dmax-beam",
    where="Sec. 6.3; Sec. 6.2",
    kind="consistency",
    verdict="inconsistent",
    statement="D_max is the maximum corpus size (Sec. 6.2) and independent of the corpus size (Sec. 6.3).",
    quote="is corpus-size-independent for fixed beam width",
    note="A ranking cut off at a beam would be another decoder; no beam occurs before.",
)
def dmax_beam():
    at, later = sp.symbols("D1 D2")
    n = sp.Symbol("N")
    sizes = both(both(ge(at, n), ge(later, n + at)), eq(at, later))
    statement = exists(integer("N", 1), integer("D1", 1), integer("D2", 1), then=sizes)
    apart = witness(N=1, D1=1, D2=1), witness(N=1, D1=1, D2=2)
    certificates = inconsistent(contradiction(statement), *apart)
    return Reading(
        "One D_max is at least the corpus size and the same for every corpus: for N documents and for N + D_max.",
        statement,
        certificates,
    )
