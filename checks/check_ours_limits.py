"""The exact rate-distortion function of ranking, every document equally likely, any gain of the rank."""

import sympy as sp

from checks.neighbours import false_neighbour
from checks.register import Reading, claim
from theory import cyclic_code as cc
from theory import fano_ranking as fr
from theory import ranking_converse as rc
from theory import ranking_ends as ends
from theory.fano_ranking import N, s
from theory.proof.formal import (
    DISTORTION,
    MRR,
    TOP1,
    H,
    I,
    eq,
    exists,
    formal,
    ge,
    h,
    log2,
    retrieval,
)  # fmt: skip
from theory.proof.worlds import witness, world

WHERE = "in place of eq. (5)"
NAMED = world({(1, 1): "1/2", (2, 2): "1/2"}, {(1,): "a", (2,): "b"}, {"a": [1, 2], "b": [2, 1]})
SURE = world({(1, 1): 1}, {(1,): "a"}, {"a": [1, 2]})


def shifted(*law: str) -> dict:
    """Y = X uniform, a rank drawn from the law apart from Y, and the codeword that gives Y that rank."""
    count = len(law)
    ranking = {f"c{c}": [(c + r) % count + 1 for r in range(count)] for c in range(count)}
    encoder = {
        (y,): {name: law[order.index(y)] for name, order in ranking.items()} for y in range(1, count + 1)
    }
    return world({(y, y): f"1/{count}" for y in range(1, count + 1)}, encoder, ranking)


@claim(
    "ours-converse-gain",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    statement="Y uniform on N documents, any gain g of the rank, any code with E[g(K)] >= 1 - D, any s >= 0: "
    "I(X;C) >= log2 N + s(1 - D) - log2 sum_k 2^(s g(k)).",
)
def converse():
    statement, d = rc.converse()
    wrong = false_neighbour(
        "Whatever the law of Y: one document that is always relevant needs no bits.",
        statement,
        without=fr.UNIFORM,
        N=2,
        s=1,
        D=0,
        g=[1, 0],
        W=SURE,
    )
    words = "Every encoder and decoder, any number of modalities, any N; the supremum over s is R*(D)."
    return Reading(words, statement, [d.certificate()], wrong)


@claim(
    "ours-independent-rank",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    statement="Any law of Y: a code of Y alone whose rank is independent of its codeword has I(X;C) = H(Y) - H(K).",
)
def independent_rank():
    """Its neighbour: a code that names the document half of the time and says nothing else otherwise."""
    statement, d = rc.independent_rank()
    half = {y: {str(y): "1/2", "0": "1/2"} for y in (1, 2)}
    sometimes = world(
        {(y, y): "1/2" for y in half},
        {(y,): row for y, row in half.items()},
        {"0": [1, 2], "1": [1, 2], "2": [2, 1]},
    )
    wrong = false_neighbour(
        "A rank that depends on the codeword.", statement, without=statement["given"][1], N=2, W=sometimes
    )
    return Reading("Given I(X;C|Y) = 0 and I(K;C) = 0.", statement, [d.certificate()], wrong)


@claim(
    "ours-achieved-gain",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    rests_on=("ours-converse-gain", "ours-independent-rank", "ours-achieved-uniform", "ours-cyclic-code"),
    statement="The converse is exact: a code of Y alone whose rank is independent of its codeword, with "
    "P[K = k] = 2^(s g(k)) / Z, has I(X;C) = log2 N + s E[g(K)] - log2 Z.",
)
def achieved():
    """Three documents and s = 6: Z = 64 + 8 + 4, the rank has law (16, 2, 1)/19."""
    statement, d = rc.achieved()
    doubled = log2(N) + 2 * s * rc.MEAN_GAIN - log2(rc.partition())
    wrong = false_neighbour(
        "Twice the slope.", statement, eq(I("X;C"), doubled), N=2, s=2, g=[1, "1/2"], W=shifted("2/3", "1/3")
    )
    some = exists(retrieval(3), given=[eq(H("Y"), log2(3))], then=eq(I("X;C"), log2(3) + 6 * MRR - log2(76)))
    return [
        Reading("Any N, any gain, any s >= 0: the optimum at D_s.", statement, [d.certificate()], wrong),
        Reading(
            "Such a code exists: three documents, reciprocal rank, s = 6, cyclic shifts.",
            some,
            [witness(W=shifted("16/19", "2/19", "1/19"))],
        ),
    ]


@claim(
    "ours-cyclic-code",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    statement="For every N and every law rho of the rank there is a code: N lists, each the one before moved on by a place, "
    "equally likely; given a list a document has the probability rho of its rank. The documents are equally likely, "
    "I(Y;C) = log2 N - H(rho), E[g(K)] = sum_k rho_k g(k).",
    note="So with rho_k = 2^(s g(k)) / Z the converse is met at every slope and every N.",
)
def cyclic():
    """Document y is at rank k of list c where k + y + c is N + 2 or 2N + 2. Its neighbour: lists that say nothing."""
    statement, d = cc.achieved()
    silent = ["all", "c", 1, "N", ["all", "y", 1, "N", ["=", cc.GIVEN_LIST, formal(1 / N)]]]
    wrong = false_neighbour(
        "Each list leaves the documents alike.", statement, silent, N=2, rho=[1, 0], g=[1, 0]
    )
    words = "In turn: each list is a ranking, the documents are equally likely, each list leaves a law; gain; information."
    return Reading(words, statement, [d.certificate()], wrong)


@claim(
    "ours-zero-rate-gain",
    paper="ours",
    where="beside Sec. 3",
    kind="theorem",
    verdict="proved",
    statement="Y uniform, gains in [0, 1]: I(X;C) >= (E[g(K)] - mean of g)^2 / ln 2. So R*(D) = 0 exactly for "
    "D >= 1 - (1/N) sum_k g(k).",
)
def zero_rate():
    statement, d = ends.no_bits()
    excess = rc.MEAN_GAIN - sp.Sum(rc.G[fr.j], (fr.j, 1, N)) / N
    triple = ge(I("X;C"), 3 * excess**2 / sp.log(2))
    wrong = false_neighbour("Three times as much.", statement, triple, N=2, g=[1, 0], W=shifted("3/5", "2/5"))
    return Reading("Any code, any N, no order of g asked.", statement, [d.certificate()], wrong)


@claim(
    "ours-top-gain",
    paper="ours",
    where="beside Sec. 3",
    kind="theorem",
    verdict="proved",
    rests_on=("ours-independent-rank",),
    statement="Y uniform: the top gain in every query, which k0 ranks have, needs log2(N / k0) bits.",
    note="Attained by a rank that is uniform on the k0 ranks; log2 N bits for reciprocal rank.",
)
def top_gain():
    statement, d = ends.all_bits()
    blind = world({(y, y): "1/2" for y in (1, 2)}, {(1,): "a", (2,): "a"}, {"a": [1, 2]})
    wrong = false_neighbour(
        "log2 N bits, whatever k0: with k0 = N none are needed.",
        statement,
        ge(I("X;C"), log2(N)),
        N=2,
        k0=2,
        l=[0, 0],
        W=blind,
    )
    return Reading("l(k) = g(1) - g(k), zero for the first k0 ranks.", statement, [d.certificate()], wrong)


@claim(
    "ours-best-gain",
    paper="ours",
    where="beside Sec. 3",
    kind="lemma",
    verdict="proved",
    statement="No code has E[g(K)] > g(1), g non-increasing: distortions below 1 - g(1) are infeasible.",
)
def best_gain():
    statement, d = ends.best_gain()
    wrong = false_neighbour(
        "Strictly less: a code that names Y attains it.",
        statement,
        ["<", *statement["then"][1:]],
        N=2,
        g1=1,
        l=[0, 1],
        W=NAMED,
    )
    return Reading("g(k) = g(1) - l(k), l >= 0.", statement, [d.certificate()], wrong)


@claim(
    "ours-fano-dominated",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    rests_on=("ours-achieved-gain", "ours-ranking-fano"),
    statement="Reciprocal rank, 0 < 2D <= 1 - 1/N: the exact rate R*(D) is at least log2 N - h(2D) - 2D log2(N - 1).",
)
def fano_dominated():
    """Its neighbour puts D in place of 2D: two documents, s = 4, D = 1/10, where 1 - h(1/5) < 1 - h(1/10)."""
    statement, d = rc.dominates_fano()
    naive = log2(N) - h(DISTORTION) - DISTORTION * log2(N - 1)
    exact = statement["then"][1]
    wrong = false_neighbour(
        "With D itself in place of 2D.", statement, ge(exact, naive), N=2, s=4, W=shifted("4/5", "1/5")
    )
    return Reading("At every point D_s of the exact curve.", statement, [d.certificate()], wrong)


@claim(
    "ours-top1-range",
    paper="ours",
    where="Sec. 4.1, repaired",
    kind="lemma",
    verdict="proved",
    rests_on=("ours-distortion-from-success",),
    statement="Both ends of (1 - p_S)/2 <= D <= (1 - p_S)(1 - 1/N) are attained: by failures that all rank second, "
    "and by failures that all rank last.",
)
def top1_range():
    out = []
    for last, words in ((False, "Failures all rank second."), (True, "Failures all rank last.")):
        statement, d = ends.failures_rank(last)
        other = (1 - TOP1) / 2 if last else (1 - TOP1) * (1 - 1 / N)
        third = world({(1, 1): "1/2", (1, 3 if last else 2): "1/2"}, {(1,): "a"}, {"a": [1, 2, 3]})
        wrong = false_neighbour("The other end.", statement, eq(DISTORTION, other), N=3, W=third)
        out.append(Reading(words, statement, [d.certificate()], wrong))
    return out
