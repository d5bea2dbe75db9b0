"""Section 4.2: the balanced source and the bound R_bal that is named after it."""

import sympy as sp

from checks.register import Reading, claim
from checks.small_worlds import FOUR, NAMED, RANKINGS
from theory.fano_ranking import D, R_rank
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
    le,
    log2,
    lt,
    plog,
    real,
    retrieval,
)
from theory.proof.worlds import witness, world
from theory.skew import (
    IMBALANCE,
    SOME_ENTROPY,
    codes,
    sources,
)


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
        "The balanced source keeps the law of Y given X, the natural way to give it relevance. Let Y = 1 when X_1 is its first "
        "letter. A simulation would keep P[Y = 1], but this is 1/2 for X and 1/4 for the balanced source.",
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
    note="The text gives no formula. By its words R_bal is (5) for another source, and (5) holds N and D alone; so R_bal is "
    "R_rank and the formal statement an identity. That this makes the definition vacuous is our reading of these words.",
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
