"""Section 4.2: the balanced source, the skew coefficient, and Theorem 4.1 with its proof, line by line."""

import sympy as sp

from checks.register import Reading, claim
from theory import divergence, redundancy, skew
from theory.fano_ranking import D, N, R_rank, k
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    DISTORTION,
    H,
    I,
    eq,
    exists,
    finite_law,
    forall,
    ge,
    gt,
    integer,
    le,
    log2,
    lt,
    plog,
    real,
    retrieval,
)
from theory.proof.worlds import undefined, witness, world
from theory.skew import (
    IMBALANCE,
    MEAN,
    ORDERED,
    SOME_ENTROPY,
    TOTAL,
    UNORDERED,
    M,
    codes,
    skew_bound,
    sources,
)

s = sp.Symbol("s")
RANKINGS = {"a": [1, 2], "b": [2, 1]}
ALONE = {(1, 0, 1): "1/2", (2, 0, 2): "1/2"}  # X_1 = Y a fair bit, X_2 constant: kappa = 1, Delta H = 1
NAMED = world(ALONE, {(1, 0): "a", (2, 0): "b"}, RANKINGS)
SILENT = world(ALONE, {(1, 0): "a", (2, 0): "a"}, RANKINGS)
FOUR = {(x, z, x): "1/4" for x in (1, 2) for z in (0, 1)}  # X_1 = Y and X_2 two independent fair bits
INDEPENDENT = world(FOUR, {(x, z): "ab"[x - 1] for x, z, _ in FOUR}, RANKINGS)


def source(*queries: tuple) -> dict:
    """Equally likely queries (x_1, .., x_M), one document, nothing sent."""
    law = {(*x, 1): f"1/{len(queries)}" for x in queries}
    return world(law, dict.fromkeys(queries, "a"), {"a": [1]})


def copies(count: int) -> dict:
    """One fair bit, in every modality."""
    return source((0,) * count, (1,) * count)


# The balanced source ----------------------------------------------------------------------------------


@claim(
    "s4-balanced-source",
    where="Sec. 4.2",
    kind="step",
    verdict="refuted",
    rests_on=("s4-simulation", "s4-balanced-source-exists", "s4-rbal-depends-on-source", "s4-eq5"),
    repair="ours-converse-uniform",
    statement="Any encoder on X can be simulated on the balanced source, hence R(D) >= R_bal(D).",
    quote="hence $R(D) \\geq R_{\\mathrm{bal}}(D)$.",
)
def balanced_source():
    """No bits: R = 0 at D = 1/4, and R_bal(1/4) = 1 - h(1/4) = 0.19 at N = 2. So it is at every N (ours-silent-code)."""
    statement = codes(eq(IMBALANCE, 0), then=ge(I("X;C"), R_rank(DISTORTION)))
    silent = world(FOUR, {(x, z): "a" for x, z, _ in FOUR}, RANKINGS)
    return Reading(
        "A source that is balanced already, where R_bal is (5) itself: every code has I(X;C) >= R_bal(D).",
        statement,
        [witness(M=2, N=2, W=silent)],
    )


@claim(
    "s4-simulation",
    where="Sec. 4.2",
    kind="step",
    verdict="refuted",
    statement="Each encoder of X can be simulated on the balanced source: same law of document and codeword.",
    quote="Any encoder operating on the true X can be simulated on",
)
def simulation():
    """Independent X_1, X_2 with H = 7/4, 9/4; a balanced law on the same letters; Y = 1 at one letter of X_1 in both."""
    p1, q1, p2, q2 = (sp.IndexedBase(name) for name in ("p1", "q1", "p2", "q2"))
    i = sp.Symbol("i")
    laws = [(p1, 4), (q1, 4), (p2, 5), (q2, 5)]
    bits = {p: -sp.Sum(plog(p[i]), (i, 1, n)) for p, n in laws}
    given = [eq(sp.Sum(p[i], (i, 1, n)), 1) for p, n in laws]
    given += [["all", "i", 1, n, gt(p[i], 0)] for p, n in laws]
    given += [eq(2 * bits[q], bits[p1] + bits[p2]) for q in (q1, q2)]
    tables = [["p1", "array", 0, 1], ["q1", "array", 0, 1], ["p2", "array", 0, 1], ["q2", "array", 0, 1]]
    statement = forall(*tables, given=given, then=eq(p1[1], q1[1]))
    skewed = {"p1": ["1/2", "1/4", "1/8", "1/8"], "q1": ["1/4"] * 4}
    other = {"p2": ["1/4"] * 3 + ["1/8"] * 2, "q2": ["1/2"] + ["1/8"] * 4}
    return Reading(
        "The balanced source keeps the law of Y given X, the one way to give it relevance: Y = 1 when X_1 is the "
        "first letter. A code that names Y then keeps P[Y = 1]; but that is 1/2 before, 1/4 after.",
        statement,
        [witness(**skewed, **other)],
        neighbour=Reading(
            "What simulates is a function: codes on f(X) serve X at no more rate.", *data_processing()
        ),
    )


def data_processing() -> tuple[dict, list[dict]]:
    function = [eq(H("F|X1"), 0), eq(I("C;X1|F"), 0)]
    statement = forall(finite_law("X1", "F", "C"), given=function, then=le(I("X1;C"), I("F;C")))
    d = Derivation(statement)
    d.shannon(statement["then"], ("X1", "F", "C"), *function)
    return statement, [d.certificate()]


@claim(
    "s4-rbal-depends-on-source",
    where="Sec. 4.2",
    kind="definition",
    verdict="vacuous",
    rests_on=("s4-eq5",),
    statement="R_bal(D) is the ranking Fano bound (5) when the balanced source replaces X.",
    quote="denote the corresponding ranking Fano bound when",
    note="(5) holds N and D alone, so R_bal is R_rank: the modality-balanced term has no modality in it.",
)
def rbal_depends():
    ranges = real("D", 0, 1), *sources(documents=2)
    same = forall(*ranges, given=[SOME_ENTROPY], then=eq(R_rank(D), R_rank(D)))
    trivial, proof, implied = eq(0, 0), Derivation(same), Derivation(same, [eq(0, 0)])
    proof.combine(trivial)
    implied.combine(same["then"])
    vacuous = {"kind": "vacuous", "trivial": trivial, "proof": proof.proof(), "implies": implied.proof()}
    other = forall(*ranges, given=[SOME_ENTROPY], then=eq(R_rank(D), R_rank(D) - IMBALANCE))
    return Reading(
        "R_bal(D) = R_rank(D) at every source: putting another source for X changes nothing.",
        same,
        [vacuous],
        neighbour=Reading("A term that does see the modalities.", other, [witness(N=2, D=0, M=2, W=NAMED)]),
    )


@claim(
    "s4-balanced-relevance-law",
    where="Sec. 4.2",
    kind="definition",
    verdict="refuted",
    rests_on=("s4-balanced-source-exists",),
    statement="The balanced source, given by its support and its entropies, has a relation to Y, hence a bound R_bal of its own.",
    quote="denote the corresponding ranking Fano bound when",
)
def relevance_law():
    """One fair bit as the query: the document may be that bit, or a coin of its own; then no rate reaches D = 0."""
    bits = [eq(H("X"), 1), eq(H("Y"), 1)]
    statement = forall(retrieval(2, 1), given=bits, then=eq(H("Y|X"), 0))
    apart = {(x, y): "1/4" for x in (1, 2) for y in (1, 2)}
    at_most = forall(retrieval(2, 1), given=bits, then=le(H("Y|X"), 1))
    d = Derivation(at_most)
    d.shannon(at_most["then"], "XY", bits[1])
    return Reading(
        "Support and entropies of query and document fixed (M = 1, a fair bit each): the query determines the document.",
        statement,
        [witness(W=world(apart, {(1,): "a", (2,): "b"}, RANKINGS))],
        neighbour=Reading("They bound what is left of Y alone.", at_most, [d.certificate()]),
    )


@claim(
    "s4-balanced-source-exists",
    where="Sec. 4.2",
    kind="definition",
    verdict="refuted",
    statement="There is a balanced source: the same joint support as X, marginal entropies all equal to the mean.",
    quote="shares the same joint support as X but whose marginal entropies are equal to",
)
def balanced_source_exists():
    """Three sources without one. On a full product support with enough letters there are several, not 'the' one."""
    letters = lambda v, n: eq(["card", [v]], n)  # noqa: E731
    law = finite_law("X1", "X2")
    return [
        Reading(
            "X_1 three fair bits, X_2 one: the mean is 2, and X_2 has two letters.",
            *too_few_letters(2, 2),
            neighbour=Reading(
                "X_1 with H = 7/4 on four letters, X_2 with H = 9/4 on five, all pairs: here there is one.",
                exists(
                    law,
                    given=[letters("X1", 4), letters("X2", 5)],
                    then=["and", eq(H("X1"), 2), eq(H("X2"), 2)],
                ),
                [witness(W=balanced_four_by_five())],
            ),
        ),
        Reading("X_1 a fair bit, X_2 constant: the mean is 1/2.", *too_few_letters(1, sp.Rational(1, 2))),
        Reading(
            "X_2 a function of X_1 that joins two letters: on that support H(X_2) < H(X_1), whatever the law "
            "(a, b, c the masses of the three pairs).",
            *joined_letters(),
        ),
    ]


def balanced_four_by_five() -> dict:
    second = {1: "1/2", 2: "1/8", 3: "1/8", 4: "1/8", 5: "1/8"}
    pairs = {(x, z): sp.Rational(q) / 4 for x in range(1, 5) for z, q in second.items()}
    return world({v: str(p) for v, p in pairs.items()}, variables=["X1", "X2"])


def too_few_letters(count: int, mean: sp.Expr) -> tuple[dict, list[dict]]:
    """H(X2) = mean > log2 count >= H(X2)."""
    cardinality = ["card", ["X2"]]
    both = ["and", eq(H("X1"), mean), eq(H("X2"), mean)]
    statement = exists(finite_law("X1", "X2"), given=[eq(cardinality, count)], then=both)
    d = Derivation(statement)
    most = d.basic(le(H("X2"), ["log2", cardinality]))
    size = d.add("apply", ["=", ["log2", cardinality], ["log2", count]])
    gap = mean - log2(sp.Integer(count)) if count > 1 else mean
    d.combine(
        le(1, 0), (most, 1 / sp.simplify(gap.subs(log2(sp.Integer(2)), 1))), (size, 2), (eq(H("X2"), mean), 2)
    )
    return statement, [d.certificate()]


def joined_letters() -> tuple[dict, list[dict]]:
    a, b, c = sp.symbols("a b c")
    first, second = -plog(a) - plog(b) - plog(c), -plog(a + b) - plog(c)
    inside = [gt(v, 0) for v in (a, b, c)] + [eq(a + b + c, 1)]
    statement = exists(*[real(v, 0, 1) for v in "abc"], given=inside, then=eq(first, second))
    d = Derivation(statement)
    logs = [d.basic(eq(plog(v), v * log2(v))) for v in (a, b, a + b)]
    more = [d.add("apply", lt(log2(v), log2(a + b))) for v in (a, b)]
    gap = a * (log2(a + b) - log2(a)) + b * (log2(a + b) - log2(b))
    d.combine(gt(gap, 0), (more[0], a), (more[1], b))
    same = d.combine(eq(gap, 0), *logs, eq(first, second))
    d.combine(le(1, 0), (same, 1 / gap))
    return statement, [d.certificate()]


# The entropies, their imbalance, their redundancy -----------------------------------------------------


@claim(
    "s4-hbal",
    where="Sec. 4.2",
    kind="definition",
    verdict="proved",
    statement="H_bal is the mean of the marginal entropies: M H_bal = sum_m H_m.",
    quote="whose marginal entropies are equal to $H_{\\mathrm{bal}} = \\frac{1}{M} \\sum_{m=1}^{M} H_m$",
)
def hbal():
    statement = forall(*sources(1), then=eq(M * MEAN, TOTAL))
    d = Derivation(statement)
    d.combine(statement["then"])
    return Reading(
        "Any number of modalities.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "H_bal is the sum.",
            forall(*sources(1), then=eq(MEAN, TOTAL)),
            [witness(N=1, M=2, W=source((0, 0), (1, 0)))],
        ),
    )


@claim(
    "s4-delta-h",
    where="Sec. 4.2",
    kind="definition",
    verdict="proved",
    statement="Delta H = sum_m |H_m - Hbar| measures imbalance: it is never negative, and bounded by the entropies.",
    quote="Write $\\overline{H}=H_{\\rm bal}$ and $\\Delta H=\\sum_{m=1}^{M}|H_m-\\overline{H}|$",
)
def delta_h():
    statement, d = skew.imbalance_range()
    tighter = forall(*sources(), then=le(IMBALANCE, TOTAL / 2))
    return Reading(
        "0 <= Delta H <= 2(1 - 1/M) sum H_m; the upper end where one modality has all the entropy.",
        statement,
        [d.certificate()],
        neighbour=Reading("At most half the total.", tighter, [witness(N=1, M=2, W=source((0, 0), (1, 0)))]),
    )


@claim(
    "s4-icross-pairs",
    where="Sec. 2; Sec. 4.2, eq. (6)",
    kind="consistency",
    verdict="inconsistent",
    repair="ours-kappa-ends",
    statement="One way to count pairs in I_cross gives rho = 1 to fully redundant modalities at every M.",
    quote="$I_{\\mathrm{cross}} = \\sum_{m \\neq m'} I(X_m; X_{m'})$ for total cross-modal redundancy.",
)
def icross_pairs():
    """A fair bit in every modality has rho = w(M - 1): 1 at M = 2 asks for w = 1, at M = 3 for w = 1/2."""
    w = sp.Symbol("w")
    at_two, at_three = eq(w * (2 - 1), 1), eq(w * (3 - 1), 1)
    statement = exists(real("w", 0), then=["and", at_two, at_three])
    d = Derivation(statement)
    d.combine(le(1, 0), (at_two, 2), (at_three, -1))
    return Reading(
        "A weight w of each ordered pair (1 as printed, 1/2 if a pair counts once) that serves M = 2 and M = 3.",
        statement,
        [{"kind": "inconsistency", "proof": d.proof()}],
    )


@claim(
    "s4-redundancy-ratio",
    where="Sec. 4.2",
    kind="definition",
    verdict="conditional",
    rests_on=("s4-icross-pairs",),
    repair="ours-total-correlation-ratio",
    statement="The redundancy ratio rho = I_cross / sum_m H_m is a ratio: between 0 and 1.",
    quote="The cross-modal redundancy ratio is $\\varrho=I_{\\rm cross}/\\sum_m H_m$",
)
def redundancy_ratio():
    """Up to M - 1 over ordered pairs, (M - 1)/2 over unordered ones, both reached by copies; 0/0 without entropy."""
    ratio = skew.ratio()
    return [
        within_unit(skew.ratio(UNORDERED), M - 1, UNORDERED),
        within_unit(ratio, M - 1, ORDERED),
        Reading(
            "Constant modalities: 0/0.",
            forall(*sources(), then=le(ratio, 1)),
            [undefined(ratio.formal, N=1, M=2, W=source((0, 0)))],
        ),
    ]


def within_unit(quantity: sp.Expr, scale: sp.Expr, ordered: bool) -> Reading:
    """0 <= quantity <= 1, from the exact range of kappa: true up to some M, false at copies of a bit from there on.

    A unit of kappa is `scale` units of the quantity.
    """
    fails_at = 3 if ordered else 4
    both = ["and", ge(quantity, 0), le(quantity, 1)]
    statement = forall(*sources(), given=[SOME_ENTROPY], then=both)
    condition = le(M, fails_at - 1)
    d = Derivation(statement, [condition])
    low, high = ends_of_kappa(d, ordered)
    facts = (low, scale), (high, scale), (condition, scale / (M - 1)), (ge(M, 2), 1 / (M - 1))
    for goal in both[1:]:
        d.combine(goal, *facts)
    proof = {"kind": "conditional", "condition": [condition], "proof": d.proof()}
    words = "As printed, m != m'" if ordered else "Each pair counted once"
    return Reading(
        f"{words}: true up to M = {fails_at - 1}, false from M = {fails_at} on.",
        statement,
        [witness(N=1, M=fails_at, W=copies(fails_at)), proof],
    )


def ends_of_kappa(d: Derivation, ordered: bool) -> tuple[int, int]:
    """Steps: the ends of kappa."""
    statement, proof = redundancy.kappa_range(ordered)
    lemma = d.lemma(statement, proof)
    low, high = (d.use(lemma, part, N=N, M=M) for part in statement["then"][1:])
    return low, high


@claim(
    "s4-kappa-range",
    where="Sec. 4.2, eq. (6)",
    kind="equation",
    verdict="conditional",
    rests_on=("s4-redundancy-ratio",),
    repair="ours-kappa-range",
    statement="kappa = (1 - rho)/(M - 1) lies in [0, 1], rho = I_cross / sum_m H_m, I_cross = sum_{m != m'} I(X_m;X_m').",
    quote="$$\\kappa = \\frac{1 - \\varrho}{M - 1}, \\qquad \\kappa \\in [0, 1]. \\tag{6}$$",
)
def kappa_range():
    """Copies of a bit: kappa = -1/6 at M = 4 (each pair once), -1/2 at M = 3 (as printed), and undefined at M = 1."""
    kappa = skew.skew()
    single = forall(*sources(1), given=[SOME_ENTROPY], then=le(kappa, 1))
    return [
        within_unit(skew.skew(UNORDERED), 1, UNORDERED),
        within_unit(kappa, 1, ORDERED),
        Reading(
            "One modality: kappa divides by zero.", single, [undefined(kappa.formal, N=1, M=1, W=copies(1))]
        ),
    ]


@claim(
    "s4-kappa-independent",
    where="Sec. 4.2",
    kind="remark",
    verdict="refuted",
    rests_on=("s4-redundancy-ratio",),
    statement="If the modalities are conditionally independent given the query intent, then rho = 0 and kappa = 1/(M-1).",
    quote="When modalities are conditionally independent given the query intent",
)
def kappa_independent():
    """X_1 = X_2 = Z: constants given the intent Z, and as redundant as can be."""
    given_intent = eq(I("X1;X2|Z"), 0)
    statement = forall(finite_law("Z", "X1", "X2"), given=[given_intent], then=eq(I("X1;X2"), 0))
    intent = world({(b, b, b): "1/2" for b in (0, 1)}, variables=["Z", "X1", "X2"])
    zero = eq(skew.ratio(), 0)
    inverse = forall(*sources(), given=[SOME_ENTROPY, zero], then=eq(skew.skew(), 1 / (M - 1)))
    d = Derivation(inverse)
    d.combine(inverse["then"], (zero, 1 / (M - 1)))
    return Reading(
        "M = 2: independent given the intent, hence I_cross = 0.",
        statement,
        [witness(W=intent)],
        neighbour=Reading("From rho = 0 itself: kappa = 1/(M - 1).", inverse, [d.certificate()]),
    )


@claim(
    "s4-kappa-redundant",
    where="Sec. 4.2",
    kind="remark",
    verdict="conditional",
    rests_on=("s4-redundancy-ratio",),
    repair="ours-kappa-ends",
    statement="If the modalities are fully redundant then rho = 1 and kappa = 0.",
    quote="when they are fully redundant ($\\varrho=1$), $\\kappa=0$",
)
def kappa_redundant():
    """Modalities that determine one another have rho = w(M - 1): 1 at M = 2 as printed, at M = 3 if pairs count once."""
    return [
        fully_redundant(ORDERED, 2, 3, "As printed, m != m': only at M = 2."),
        fully_redundant(UNORDERED, 3, 2, "Each pair counted once: only at M = 3."),
    ]


def fully_redundant(ordered: bool, holds_at: int, fails_at: int, words: str) -> Reading:
    alike, lemma = redundancy.kappa_of_copies(ordered)
    statement = forall(*sources(), given=alike["given"], then=eq(skew.skew(ordered), 0))
    condition = eq(M, holds_at)
    d = Derivation(statement, [condition])
    value = d.use(d.lemma(alike, lemma), alike["then"], N=N, M=M)
    d.combine(statement["then"], value, (condition, 1 / (M - 1)))
    proof = {"kind": "conditional", "condition": [condition], "proof": d.proof()}
    return Reading(words, statement, [witness(N=1, M=fails_at, W=copies(fails_at)), proof])


# The proof of Theorem 4.1 -----------------------------------------------------------------------------


@claim(
    "s4-thm41-chain-rule",
    where="Sec. 4.2, proof of Thm 4.1",
    kind="step",
    verdict="proved",
    statement="I(X;C) = sum_m I(X_m;C|X_<m).",
    quote="Apply the chain rule $I(X;C) = \\sum_{m=1}^{M} I(X_m;C \\mid X_{< m})$",
)
def chain_rule():
    statement, d = skew.chain_rule()
    conditioned = forall(finite_law("X1", "X2", "C"), then=eq(I("X1,X2;C"), I("X1;C") + I("X2;C")))
    twice = world({(b, b, b): "1/2" for b in (0, 1)}, variables=["X1", "X2", "C"])
    return Reading(
        "J_m = H(X_1..X_m), K_m = H(C, X_1..X_m), any M.",
        statement,
        [d.certificate()],
        neighbour=Reading("Without the conditioning.", conditioned, [witness(W=twice)]),
    )


@claim(
    "s4-thm41-chain",
    where="Sec. 4.2, proof of Thm 4.1",
    kind="step",
    verdict="refuted",
    rests_on=("s4-thm41-chain-rule",),
    repair="ours-chain-total-correlation",
    statement="I(X;C) = sum_m I(X_m;C|X_<m) >= sum_m H_m - sum_m H(X_m|C,X_<m).",
    quote="Bounding each term by conditional entropy and summing yields",
)
def chain():
    """The inequality is the other way round; one bit in both modalities and no code: 0 >= 2 - 1."""
    then = ge(I("X1,X2;C"), H("X1") + H("X2") - H("X1|C") - H("X2|C,X1"))
    statement = forall(finite_law("X1", "X2", "C"), then=then)
    copies = world({(b, b, 0): "1/2" for b in (0, 1)}, variables=["X1", "X2", "C"])
    return Reading("M = 2, any law: false wherever the modalities depend.", statement, [witness(W=copies)])


@claim(
    "ours-chain-total-correlation",
    paper="ours",
    where="Sec. 4.2, proof of Thm 4.1, repaired",
    kind="lemma",
    verdict="proved",
    statement="I(X;C) = sum_m H_m - sum_m H(X_m|C,X_<m) - (sum_m H_m - H(X)), at most the first two terms.",
)
def chain_with_total_correlation():
    statement, d = skew.chain_with_total_correlation()
    return Reading(
        "J_m = H(X_1..X_m), K_m = H(C, X_1..X_m), J_m - J_(m-1) = H(X_m|X_<m) <= H_m.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "At least the first two terms.",
            forall(*statement["forall"], given=statement["given"], then=[">=", *statement["then"][2][1:]]),
            [witness(M=2, J=[0, 1, 1], K=[0, 1, 1], H=[1, 1])],
        ),
    )


@claim(
    "s4-thm41-concavity",
    where="Sec. 4.2, proof of Thm 4.1",
    kind="step",
    verdict="refuted",
    statement="Conditional entropy is convex (in the joint law).",
    quote="using convexity of conditional entropy and the definition (6)",
)
def convexity_of_entropy():
    """A mixture of two certain laws is uncertain; the inequality holds the other way round."""
    mixture = finite_law("B", "X1", "C")
    statement = forall(mixture, then=le(H("X1|C"), H("X1|C,B")))
    concave = forall(mixture, then=ge(H("X1|C"), H("X1|C,B")))
    d = Derivation(concave)
    d.shannon(concave["then"], ("B", "X1", "C"))
    coin = world({(b, b, 0): "1/2" for b in (0, 1)}, variables=["B", "X1", "C"])
    return Reading(
        "B says which of two laws is drawn: H of the mixture is at most the mean of the H.",
        statement,
        [witness(W=coin)],
        neighbour=Reading("Concave: at least the mean.", concave, [d.certificate()]),
    )


@claim(
    "s4-thm41-convexity",
    where="Sec. 4.2, proof of Thm 4.1",
    kind="step",
    verdict="refuted",
    rests_on=("s4-thm41-chain", "s4-thm41-concavity"),
    repair="ours-chain-total-correlation",
    statement="sum_m H(X_m|C,X_<m) is lower-bounded by M H_bal - (1-kappa) Delta H, giving I(X;C) >= R_bal(D) + kappa Delta H.",
    quote="The second sum is lower-bounded by $MH_{\\rm bal} - (1-\\kappa)\\Delta H$",
)
def convexity():
    """The sum is H(X|C), which is 0 for a code that keeps the query; the difference needs an upper bound anyway."""
    bound = M * MEAN - (1 - skew.skew()) * IMBALANCE
    three = {(b, 0, 0, b): "1/2" for b in (1, 2)}
    silent = world(three, {(b, 0, 0): "a" for b in (1, 2)}, RANKINGS)
    return [
        Reading(
            "As printed, a lower bound: two modalities, the first a bit that the code names.",
            codes(then=ge(H("X|C"), bound)),
            [witness(M=2, N=2, W=NAMED)],
        ),
        Reading(
            "The upper bound that the difference needs: three modalities, one of them a bit, a code without bits.",
            codes(then=le(H("X|C"), bound)),
            [witness(M=3, N=2, W=silent)],
        ),
    ]


@claim(
    "s4-thm41-direction",
    where="Sec. 4.2, proof of Thm 4.1",
    kind="step",
    verdict="refuted",
    statement="A lower bound of the subtracted sum gives a lower bound of the difference.",
    quote="The second sum is lower-bounded by $MH_{\\rm bal} - (1-\\kappa)\\Delta H$",
)
def direction():
    rate, total, left, bound = sp.symbols("I A S B")
    values = [real(v, 0) for v in "IASB"]
    premise = ge(rate, total - left)
    statement = forall(*values, given=[premise, ge(left, bound)], then=ge(rate, total - bound))
    other = forall(*values, given=[premise, le(left, bound)], then=ge(rate, total - bound))
    d = Derivation(other)
    d.combine(other["then"], premise, le(left, bound))
    return Reading(
        "From I >= A - S and S >= B: I >= A - B.",
        statement,
        [witness(I=0, A=1, S=1, B=0)],
        neighbour=Reading("From S <= B.", other, [d.certificate()]),
    )


@claim(
    "s4-thm41-arithmetic",
    where="Sec. 4.2, proof of Thm 4.1, last line",
    kind="step",
    verdict="refuted",
    rests_on=("s4-thm41-direction",),
    statement="sum_m H_m - (M H_bal - (1-kappa) Delta H) is at least R_bal(D) + kappa Delta H.",
    quote="using convexity of conditional entropy and the definition (6), giving $I(X;C) \\geq",
)
def arithmetic():
    """The difference is (1 - kappa) Delta H: no distortion enters, and the factor is 1 - kappa in place of kappa."""
    exact, d = skew.substitution()
    return Reading(
        "Put together as written. Two independent fair bits: 0 >= R_bal(0) = 1.",
        codes(then=ge(skew.substituted_bound(ORDERED), skew_bound())),
        [witness(M=2, N=2, W=INDEPENDENT)],
        neighbour=Reading("What the substitution gives: (1 - kappa) Delta H.", exact, [d.certificate()]),
    )


# Theorem 4.1 ------------------------------------------------------------------------------------------


@claim(
    "s4-thm41",
    where="Sec. 4.2, Thm 4.1, eq. (7)",
    kind="theorem",
    verdict="refuted",
    rests_on=(
        "s4-eq5",
        "s4-rbal-depends-on-source",
        "s4-thm41-chain",
        "s4-thm41-convexity",
        "s4-thm41-arithmetic",
    ),
    repair="ours-converse-uniform",
    statement="Converse with skew penalty: I(X;C) > R_bal(D) + kappa Delta H for any encoder-decoder pair with expected distortion D.",
    quote="$$I(X;C) > R_{\\text{bal}}(D) + \\kappa \\Delta H.$$",
    conversion="the relation may have been >= before the conversion; it is read so",
    note="Smallest witness: N = 2, M = 2, X_1 = Y a fair bit, X_2 constant, C = Y: 1 bit, no distortion, against 2. "
    "Where it fails: at every N >= 2 and every source with Y uniform and kappa Delta H >= 0, so at every source of two "
    "modalities (ours-skew-fails-everywhere); where kappa Delta H <= -log2 N it says nothing (ours-skew-says-nothing).",
)
def theorem():
    """The penalty charges for what no code needs to send."""
    true_bound = log2(N) + s * (1 - DISTORTION) - log2(sp.Sum(2 ** (s / k), (k, 1, N)))
    exact = codes(then=ge(I("X;C"), true_bound + skew.penalty()))
    exact["forall"].insert(0, real("s", 0))
    full, names = uneven_source()
    return [
        Reading(
            ">=, each pair of modalities counted once.",
            codes(then=ge(I("X;C"), skew_bound(UNORDERED))),
            [witness(M=2, N=2, W=NAMED)],
        ),
        Reading(">=, ordered pairs.", codes(then=ge(I("X;C"), skew_bound())), [witness(M=2, N=2, W=NAMED)]),
        Reading(
            "The exact converse in place of R_bal, plus the penalty (s = 2).",
            exact,
            [witness(s=2, M=2, N=2, W=NAMED)],
        ),
        Reading(
            "The penalty alone: a code without bits on the same source, 0 >= 1.",
            codes(then=ge(I("X;C"), skew.penalty())),
            [witness(M=2, N=2, W=SILENT)],
        ),
        Reading(
            "On a source for which a balanced source exists (independent, H = 7/4 and 9/4, twenty queries): 1 >= 3/2.",
            codes(*full, then=ge(I("X;C"), skew_bound())),
            [witness(M=2, N=2, W=names)],
        ),
    ]


def uneven_source() -> tuple[list, dict]:
    """X_1 on 4 letters with H = 7/4, X_2 independent on 5 with H = 9/4; Y says whether X_1 is its first letter."""
    first = {1: "1/2", 2: "1/4", 3: "1/8", 4: "1/8"}
    second = {1: "1/4", 2: "1/4", 3: "1/4", 4: "1/8", 5: "1/8"}
    law = {
        (x, z, 1 if x == 1 else 2): str(sp.Rational(p) * sp.Rational(q))
        for x, p in first.items()
        for z, q in second.items()
    }
    given = [eq(H("X1"), sp.Rational(7, 4)), eq(H("X2"), sp.Rational(9, 4)), eq(I("X1;X2"), 0)]
    return given, world(law, {(x, z): "ab"[y - 1] for x, z, y in law}, RANKINGS)


@claim(
    "ours-silent-code",
    paper="ours",
    where="beside eq. (5)",
    kind="theorem",
    verdict="proved",
    statement="R_rank(1 - H_N/N) > 0 for every N >= 2: (5) denies the code that sends nothing.",
)
def silent_code():
    statement, d = divergence.silent_code_contradicts()
    return Reading(
        "1 - H_N/N is the mean distortion of one fixed ranking when Y is uniform; its rate is 0.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "At least a bit.", forall(integer("N", 2), then=ge(R_rank(divergence.SILENT), 1)), [witness(N=2)]
        ),
    )


@claim(
    "ours-rrank-divergence",
    paper="ours",
    where="beside eq. (5)",
    kind="equation",
    verdict="proved",
    statement="R_rank(D) = D log2(DN) + (1-D) log2((1-D)N/(N-1)): zero at D = 1/N, positive at every other D in (0, 1).",
)
def rrank_divergence():
    identity, d = divergence.is_divergence()
    positive, e = divergence.positive_off_one_point()
    return [
        Reading(
            "The divergence of (D, 1 - D) from (1/N, 1 - 1/N).",
            identity,
            [d.certificate()],
            neighbour=Reading(
                "Of (1 - D, D).",
                forall(
                    *identity["forall"],
                    given=identity["given"],
                    then=eq(R_rank(D), divergence.divergence(1 - D, 1 / N)),
                ),
                [witness(N=3, D="1/4")],
            ),
        ),
        Reading("Positive off D = 1/N.", positive, [e.certificate()]),
    ]


@claim(
    "ours-silent-code-skew",
    paper="ours",
    where="beside Thm 4.1",
    kind="theorem",
    verdict="proved",
    rests_on=("ours-silent-code",),
    statement="Y uniform, kappa Delta H >= 0, any N and M >= 2: the code that sends nothing has "
    "I(X;C) < R_bal(D) + kappa Delta H, so (7) fails at every such source.",
)
def silent_code_skew():
    statement, d = skew.silent_code_refutes()
    return Reading(
        "C constant, so the rank is uniform: P[K = k] = 1/N.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "Any code.",
            codes(ge(skew.penalty(), 0), then=statement["then"]),
            [witness(M=2, N=2, W=INDEPENDENT)],
        ),
    )


@claim(
    "ours-skew-fails-everywhere",
    paper="ours",
    where="beside Thm 4.1",
    kind="theorem",
    verdict="proved",
    rests_on=("ours-silent-code-skew", "ours-kappa-range"),
    statement="Two modalities, not both constant, Y uniform on any N >= 2 documents: the code that sends nothing "
    "contradicts (7), at every such source. With each pair counted once in I_cross, three modalities too.",
)
def skew_fails_everywhere():
    """Three modalities, ordered pairs: X_1 = X_2 two bits, X_3 one of them, kappa Delta H = -2/5; there (7) survives it."""
    kept = {((b, c), (b, c), b) for b in (0, 1) for c in (0, 1)}
    flat = {(2 * b + c, 2 * b + c, b): b + 1 for (b, c), _, _ in kept}
    code = world({(*x, y): "1/4" for x, y in flat.items()}, dict.fromkeys(flat, "a"), RANKINGS)
    anything = codes(*skew.SILENT_CODE, then=lt(I("X;C"), skew_bound()))
    return [
        Reading(
            "M = 2, as printed.",
            *proof_of(skew.few_modalities_refute(ORDERED)),
            neighbour=Reading("Any number of modalities.", anything, [witness(M=3, N=2, W=code)]),
        ),
        Reading("M = 2 or 3, each pair counted once.", *proof_of(skew.few_modalities_refute(UNORDERED))),
    ]


def proof_of(derived: tuple[dict, Derivation]) -> tuple[dict, list[dict]]:
    statement, d = derived
    return statement, [d.certificate()]


@claim(
    "ours-skew-says-nothing",
    paper="ours",
    where="beside Thm 4.1",
    kind="lemma",
    verdict="proved",
    statement="Where kappa Delta H <= -log2 N, (7) holds of every code because its right side is not positive.",
)
def skew_says_nothing():
    copies_of_y = world({(y, y, y): "1/2" for y in (1, 2)}, {(y, y): "a" for y in (1, 2)}, RANKINGS)
    not_positive = codes(le(skew.penalty(), 0), then=ge(I("X;C"), skew_bound()))
    return Reading(
        "R_rank <= log2 N at every distortion.",
        *proof_of(skew.negative_skew_holds()),
        neighbour=Reading("kappa Delta H <= 0.", not_positive, [witness(M=2, N=2, W=copies_of_y)]),
    )


@claim(
    "ours-naming-code-skew",
    paper="ours",
    where="beside Thm 4.1",
    kind="theorem",
    verdict="proved",
    statement="Y uniform: a code that is a function of Y has I(X;C) <= log2 N, below log2 N + kappa Delta H whenever the "
    "penalty is positive. So the exact converse plus the penalty fails at every source that determines Y.",
)
def naming_code_skew():
    statement, d = skew.naming_code_refutes()
    return Reading(
        "H(C|Y) = 0 and kappa Delta H > 0.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "Below log2 N itself.",
            codes(*statement["given"][2:], then=lt(I("X;C"), log2(N))),
            [witness(M=2, N=2, W=NAMED)],
        ),
    )


@claim(
    "s4-thm41-any-code-quantifier",
    where="Sec. 4.2, Thm 4.1",
    kind="theorem",
    verdict="refuted",
    rests_on=("s4-eq5",),
    repair="ours-perfect-retrieval",
    statement="(7) needs no hypothesis on the law of Y.",
    quote="pair achieving expected distortion D,",
)
def any_law():
    """One document is always meant: no bits, no distortion, and R_bal(0) = 1 at N = 2."""
    worlds = integer("M", 2), integer("N", 2), retrieval("N", "M")
    statement = forall(*worlds, given=[eq(IMBALANCE, 0)], then=ge(I("X;C"), R_rank(DISTORTION)))
    sure = world(
        {(x, z, 1): "1/4" for x in (1, 2) for z in (0, 1)},
        {(x, z): "a" for x in (1, 2) for z in (0, 1)},
        RANKINGS,
    )
    return Reading(
        "A balanced source, any popularity of the documents.", statement, [witness(M=2, N=2, W=sure)]
    )


@claim(
    "s4-thm41-source-entropy",
    where="Sec. 4.2, Thm 4.1; Sec. 3",
    kind="consistency",
    verdict="refuted",
    rests_on=("s4-thm41",),
    repair="ours-naming-code-skew",
    statement="The bound (7) stays below R_max = H(X), the rate of sending the whole query.",
    quote="Write $R_{\\rm max}=H(X)$.",
)
def above_source_entropy():
    """X_1 = Y a bit, X_2 constant: 2 bits asked, H(X) = 1."""
    statement = codes(eq(DISTORTION, 0), then=le(skew_bound(), H("X")))
    return Reading("At D = 0, where Sec. 3 says H(X).", statement, [witness(M=2, N=2, W=NAMED)])


@claim(
    "s4-thm41-strictness",
    where="Sec. 4.2, eq. (7) and its proof; Sec. 4.3",
    kind="consistency",
    verdict="inconsistent",
    rests_on=("s4-thm41",),
    statement="(7) states >, its proof ends in >=, and Sec. 4.3 calls (8) tight at kappa = 0.",
    quote="(perfect redundancy or single-modal), the gap can vanish and (8) is tight",
    conversion="the > of (7) may have been >= before the conversion",
)
def strictness():
    rate, bound = sp.symbols("I B")
    both = ["and", gt(rate, bound), eq(rate, bound)]
    statement = exists(real("I", 0), real("B", 0), then=both)
    d = Derivation(statement)
    d.combine(le(1, 0), (eq(rate, bound), 1 / (rate - bound)))
    return Reading(
        "At kappa = 0 the rate I exceeds the bound B, and equals it.",
        statement,
        [{"kind": "inconsistency", "proof": d.proof()}],
    )


@claim(
    "s4-redundancy-weighted-penalty",
    where="Sec. 4, opening; abstract",
    kind="remark",
    verdict="refuted",
    rests_on=("s4-rbal-depends-on-source",),
    statement="The Fano rate term is decomposed into a modality-balanced component plus the skew penalty.",
    quote="then decompose the resulting rate term into a modality",
    note="R_bal being R_rank, the penalty is added to the rate term; nothing is decomposed.",
)
def decomposed():
    statement = codes(then=eq(R_rank(DISTORTION), skew_bound()))
    balanced = forall(*sources(), given=[SOME_ENTROPY, eq(IMBALANCE, 0)], then=eq(skew.penalty(), 0))
    d = Derivation(balanced)
    d.combine(balanced["then"], (eq(IMBALANCE, 0), skew.skew()))
    return Reading(
        "R_rank = R_bal + kappa Delta H.",
        statement,
        [witness(M=2, N=2, W=NAMED)],
        neighbour=Reading("The penalty is zero for balanced modalities.", balanced, [d.certificate()]),
    )
