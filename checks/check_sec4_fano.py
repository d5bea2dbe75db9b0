"""Section 4.1: a Fano inequality for ranking, line by line to eq. (5)."""

import sympy as sp

from checks.contradictions import conditional
from checks.register import Reading, claim
from checks.small_worlds import BLIND, named_documents
from theory import fano_ranking as fr
from theory.fano_ranking import RETRIEVAL, UNIFORM, D, N, R_rank, k, ranks
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    DISTORTION,
    TOP1,
    H,
    I,
    P_rank,
    eq,
    forall,
    ge,
    h,
    integer,
    le,
    log2,
    lt,
    real,
    retrieval,
)  # fmt: skip
from theory.proof.worlds import undefined, witness, world

p = sp.Symbol("p")

NAMED = named_documents(2)


@claim(
    "s4-distortion-decomposition",
    where="Sec. 4.1, before eq. (4)",
    kind="step",
    verdict="refuted",
    repair="ours-distortion-decomposition",
    statement="d = 1 - p_S/2 - sum_{k>=2} 1{rank = k}/k, with S the event rank = 1.",
    quote="By construction $d((X,Y),g(C)) = 1 - \\frac{1}{2}p_S",
)
def distortion_decomposition():
    """Every success loses 1/2 here, but reciprocal rank counts it in full: a code that names Y has E[d] = 0."""
    statement = forall(*RETRIEVAL, then=eq(DISTORTION, 1 - TOP1 / 2 - ranks(2, P_rank(k) / k)))
    return Reading("In expectation (d is random, p_S is not).", statement, [witness(N=2, W=NAMED)])


def jensen_bound(success: sp.Expr) -> sp.Expr:
    return 1 - success / 2 - (1 - success) / (N - 1)


@claim(
    "s4-jensen",
    where="Sec. 4.1, before eq. (4)",
    kind="step",
    verdict="refuted",
    rests_on=("s4-distortion-decomposition",),
    repair="ours-distortion-from-success",
    statement="By convexity of 1/k, E[d] >= 1 - p_S/2 - (1 - p_S)/(N - 1).",
    quote="Jensen's inequality yields $\\mathbb{E}[d] \\ge 1 - p_S/2 - (1-p_S)/(N-1)$",
)
def jensen():
    """Success alone breaks it (0 >= 1/2). Read as a step from the decomposition before it, the direction is at
    fault: a failing rank may gain 1/2, more than 1/(N-1), which is near the least it gains."""
    held = forall(*RETRIEVAL, then=ge(DISTORTION, jensen_bound(TOP1)))
    gain = forall(*RETRIEVAL, then=le(ranks(2, P_rank(k) / k), (1 - TOP1) / (N - 1)))
    second = world({(1, y): "1/4" for y in (1, 2, 3, 4)}, {(1,): "a"}, {"a": [4, 1, 2, 3]})
    return [
        Reading("As a bound on E[d], any code, N >= 2.", held, [witness(N=2, W=NAMED)]),
        Reading(
            "As the step alone: sum_{k>=2} P[rank = k]/k <= (1 - p_S)/(N - 1).",
            gain,
            [witness(N=4, W=second)],
        ),
    ]


@claim(
    "s4-solve-for-success",
    where="Sec. 4.1, before eq. (4)",
    kind="step",
    verdict="refuted",
    rests_on=("s4-jensen",),
    repair="ours-distortion-from-success",
    statement="Solving E[d] = D >= 1 - p_S/2 - (1 - p_S)/(N-1) for p_S gives the upper bound (4).",
    quote="Solving for p_S and inserting $D = \\mathbb{E}[d]$ gives",
)
def solve_for_success():
    """The inequality bounds p_S from below: its right side falls as p_S grows."""
    bound = (1 - D) / (sp.Rational(1, 2) - 1 / (N - 1))
    ranges = integer("N", 4), real("D", 0, 1), real("p", 0, 1)
    statement = forall(*ranges, given=[ge(D, jensen_bound(p))], then=le(p, bound))
    return Reading("For N >= 4, where the divisor is positive.", statement, [witness(N=4, D=1, p=1)])


@claim(
    "s4-eq4",
    where="Sec. 4.1, eq. (4)",
    kind="equation",
    verdict="vacuous",
    rests_on=("s4-solve-for-success",),
    repair="ours-distortion-from-success",
    statement="p_S <= (1-D) / (1/2 - 1/(N-1)) = 2(1-D)(N-1)/(N-3).",
    quote="\\leq \\frac{1-D}{1/2-1/(N-1)} = \\frac{2(1-D)(N-1)}{N-3}",
    note="The bound holds for N >= 4, though not by its proof; it is more than twice the plain p_S <= 1 - D.",
)
def eq4():
    bound = 2 * (1 - DISTORTION) * (N - 1) / (N - 3)
    large = forall(integer("N", 4), retrieval("N"), then=le(TOP1, bound))
    plain, simple = fr.success_below_mrr()[0]["then"], Derivation({**large, "then": 0})
    simple.combine(plain, fr.rank_law(simple)[2], why="the other ranks gain at least nothing")
    implied = Derivation(large, [plain])
    implied.combine(
        large["then"], (plain, 1), (ge(1 - DISTORTION, 0), (N + 1) / (N - 3)), why="the factor exceeds 1"
    )
    vacuous = {"kind": "vacuous", "trivial": plain, "proof": simple.proof(), "implies": implied.proof()}
    every_n = forall(*RETRIEVAL, then=le(TOP1, bound))
    term = every_n["then"][2]
    return [
        Reading(
            "N >= 4: weaker than p_S <= 1 - D, which needs no proof.",
            large,
            [vacuous],
            neighbour=Reading(
                "Half of 1 - D.",
                forall(*large["forall"], then=le(TOP1, (1 - DISTORTION) / 2)),
                [witness(N=4, W=world({(1, 1): 1}, {(1,): "a"}, {"a": [1, 2, 3, 4]}))],
            ),
        ),
        Reading(
            "Every N >= 2: at N = 3 the bound divides by zero.", every_n, [undefined(term, N=3, W=three())]
        ),
        Reading(
            "N = 2: the bound is negative.",
            forall(integer("N", 2, 2), retrieval("N"), then=le(TOP1, bound)),
            [witness(N=2, W=BLIND)],
        ),
    ]


def three() -> dict:
    return world({(1, 1): 1}, {(1,): "a"}, {"a": [1, 2, 3]})


@claim(
    "s4-fano-step",
    where="Sec. 4.1, before eq. (5)",
    kind="step",
    verdict="refuted",
    repair="ours-fano",
    statement="H(Y|C) <= h(p_S) + p_S log(N-1), p_S the success probability.",
    quote="applying the standard Fano bound [12] to the top-1 retrieval problem yields",
)
def fano_step():
    """Fano's factor is the error probability; with p_S = 0 the printed bound is 0, yet Y is uncertain."""
    statement = forall(*RETRIEVAL, then=le(H("Y|C"), h(TOP1) + TOP1 * log2(N - 1)))
    wrong = world({(1, 1): "1/2", (1, 2): "1/2"}, {(1,): "a"}, {"a": [3, 1, 2]})
    return Reading(
        "Any code, N >= 2 (true at N = 2, false from N = 3 on).", statement, [witness(N=3, W=wrong)]
    )


@claim(
    "s4-chain-rule",
    where="Sec. 4.1, before eq. (5)",
    kind="step",
    verdict="proved",
    statement="I(X;C) = I(Y;C) + I(X;C|Y) >= I(Y;C).",
    quote="Combining with the chain rule $I(X;C) = I(Y;C) + I(X;C \\mid Y) \\geq I(Y;C)$",
)
def chain_rule():
    equal = eq(I("X;C"), I("Y;C") + I("X;C|Y"))
    statement = forall(integer("N", 1), retrieval("N"), then=["and", equal, ge(I("X;C"), I("Y;C"))])
    d = Derivation(statement)
    markov = d.world(eq(I("Y;C|X"), 0), "the encoder sees the query alone")
    d.shannon(equal, "XYC", markov, why="two chain rules for I(X,Y;C)")
    d.shannon(ge(I("X;C"), I("Y;C")), "XYC", markov, why="a mutual information is not negative")
    return Reading(
        "Since Y - X - C.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "I(X;C) = I(Y;C).",
            forall(*statement["forall"], then=eq(I("X;C"), I("Y;C"))),
            [
                witness(
                    N=1, W=world({(1, 1): "1/2", (2, 1): "1/2"}, {(1,): "a", (2,): "b"}, {"a": [1], "b": [1]})
                )
            ],
        ),
    )


@claim(
    "s4-eq5",
    where="Sec. 4.1, eq. (5)",
    kind="theorem",
    verdict="refuted",
    rests_on=("s4-fano-step", "s4-eq4", "s4-chain-rule"),
    repair="ours-ranking-fano",
    statement="Ranking Fano bound: I(X;C) >= log N - h(D) - (1-D) log(N-1) =: R_rank(D).",
    quote="I(X;C) \\ge \\log N - h(D) - (1-D)\\log(N-1) =: R_{\\text{rank}}(D).",
)
def eq5():
    """No bits at all: N = 2, the same ranking for every query, D = 1/4, and R_rank(1/4) = 1 - h(1/4) = 0.19."""
    statement = forall(*RETRIEVAL, given=[UNIFORM], then=ge(I("X;C"), R_rank(DISTORTION)))
    exchanged = log2(N) - h(DISTORTION) - DISTORTION * log2(N - 1)
    return [
        Reading(
            "Y uniform (the only law for which log N is H(Y)), any code.", statement, [witness(N=2, W=BLIND)]
        ),
        Reading(
            "With D and 1 - D exchanged, as in Fano's inequality: log N - h(D) - D log(N-1). At N = 2 it is the same number.",
            forall(*RETRIEVAL, given=[UNIFORM], then=ge(I("X;C"), exchanged)),
            [witness(N=2, W=BLIND)],
        ),
    ]


@claim(
    "s4-eq5-monotone",
    where="Sec. 4.1, eq. (5); Lemma 3.1; Sec. 7.1",
    kind="consistency",
    verdict="refuted",
    rests_on=("s4-eq5",),
    repair="ours-ranking-fano",
    statement="R_bal can be inverted: the theoretical curve of Sec. 7.1 is 1 - R_bal^{-1}(R), and R_rank(D) behaves "
    "as Lemma 3.1 says a rate-distortion function does.",
    quote="The theoretical curve is $1 - R_{\\text{bal}}^{-1}(R)$",
)
def eq5_monotone():
    """R_rank falls to 0 at D = 1/N and rises from there to log2 N at D = 1."""
    a, b = sp.symbols("a b")
    ranges = integer("N", 2), real("a", 0, 1), real("b", 0, 1)
    falls = forall(*ranges, given=[lt(a, b)], then=ge(R_rank(a), R_rank(b)))
    one_to_one = forall(*ranges, given=[lt(a, b)], then=["!=", *eq(R_rank(a), R_rank(b))[1:]])
    return [
        Reading("R_rank does not increase with D.", falls, [witness(N=2, a="1/2", b=1)]),
        Reading("R_rank takes each value once.", one_to_one, [witness(N=2, a="1/4", b="3/4")]),
    ]


@claim(
    "s4-uniform-relevance",
    where="Sec. 4.1, eq. (5)",
    kind="step",
    verdict="conditional",
    repair="ours-converse-popularity",
    statement="I(Y;C) >= log N - H(Y|C), for the relevance law P_XY of Sec. 2.",
    quote="I(X;C) \\ge \\log N - h(D) - (1-D)\\log(N-1)",
    note="H(Y) = log N is used and nowhere assumed.",
)
def uniform_relevance():
    """One document always meant, nothing sent: 0 >= log2 2."""
    statement = forall(*RETRIEVAL, then=ge(I("Y;C"), log2(N) - H("Y|C")))
    d = Derivation(statement, [UNIFORM])
    d.shannon(statement["then"], "YC", UNIFORM)
    sure = world({(1, 1): 1}, {(1,): "a"}, {"a": [1, 2]})
    own = forall(*RETRIEVAL, then=ge(I("Y;C"), H("Y") - H("Y|C")))
    chain = Derivation(own)
    chain.shannon(own["then"], "YC")
    return Reading(
        "Any law of Y; true for the uniform one.",
        statement,
        conditional(witness(N=2, W=sure), [UNIFORM], d, witness(N=2, W=BLIND)),
        neighbour=Reading("H(Y) in place of log N, any law of Y.", own, [chain.certificate()]),
    )


@claim(
    "s4-eq4-empty",
    where="Sec. 4.1, eq. (4); Tables 1 and 2",
    kind="equation",
    verdict="vacuous",
    rests_on=("s4-eq4",),
    repair="ours-distortion-from-success",
    statement="(4) restricts p_S at mean reciprocal ranks of 1/2 and above, as all but one in the tables are.",
    quote="inserting $D = \\mathbb{E}[d]$ gives",
)
def eq4_empty():
    bound = 2 * (1 - D) * (N - 1) / (N - 3)
    ranges = integer("N", 4), real("D", 0, sp.Rational(1, 2)), real("p", 0, 1)
    statement = forall(*ranges, then=le(p, bound))
    d, implied = Derivation(statement), Derivation(statement, [le(p, 1)])
    d.combine(le(p, 1))
    half = le(D, sp.Rational(1, 2)), 2 * (N - 1) / (N - 3)
    implied.combine(statement["then"], le(p, 1), half, (ge(1, 0), 2 / (N - 3)))
    vacuous = {"kind": "vacuous", "trivial": le(p, 1), "proof": d.proof(), "implies": implied.proof()}
    wide = forall(integer("N", 4), real("D", 0, 1), real("p", 0, 1), then=le(p, bound))
    return Reading(
        "N >= 4 and D <= 1/2: every p up to 1 is allowed.",
        statement,
        [vacuous],
        neighbour=Reading("Any D.", wide, [witness(N=4, D=1, p=1)]),
    )


@claim(
    "s4-eq4-into-eq5",
    where="Sec. 4.1, between eqs. (4) and (5)",
    kind="step",
    verdict="refuted",
    rests_on=("s4-eq4", "s4-fano-step"),
    repair="ours-ranking-fano",
    statement="With (4), h(p_S) + p_S log(N-1) <= h(D) + (1-D) log(N-1).",
    quote="and (4) we obtain",
)
def eq4_into_eq5():
    """N = 5, D = 3/4: (4) allows p_S = 1/2, where the left side is 2 and the right side 1.31."""
    ranges = integer("N", 4), real("D", 0, 1), real("p", 0, 1)
    allowed = le(p, 2 * (1 - D) * (N - 1) / (N - 3))
    growing = h(p) + p * log2(N - 1)
    statement = forall(*ranges, given=[allowed], then=le(growing, h(D) + (1 - D) * log2(N - 1)))
    return [
        Reading("As numbers p_S and D that satisfy (4).", statement, [witness(N=5, D="3/4", p="1/2")]),
        Reading(
            "Even with the plain p_S <= 1 - D: at D = 0 the right side is past the peak of the left one.",
            forall(*ranges, given=[le(p, 1 - D)], then=statement["then"]),
            [witness(N=4, D=0, p="3/4")],
        ),
    ]


@claim(
    "s4-merged-variable",
    where="Sec. 4.1, after eq. (5)",
    kind="remark",
    verdict="refuted",
    rests_on=("s4-eq5",),
    repair="ours-converse-uniform",
    statement="R_rank(D) is the rate needed if each query-document pair were one variable with entropy log N.",
    quote="query-document pair were a single merged random variable with entropy",
)
def merged_variable():
    """X = Y uniform on three documents: log2 3 bits without distortion; R_rank(0) = log2(3/2). At N = 2 they agree there."""
    merged = [UNIFORM, eq(H("X|Y"), 0), eq(H("Y|X"), 0), eq(DISTORTION, 0)]
    statement = forall(*RETRIEVAL, given=merged, then=eq(I("X;C"), R_rank(DISTORTION)))
    return Reading("X and Y determine each other, D = 0.", statement, [witness(N=3, W=named_documents(3))])
