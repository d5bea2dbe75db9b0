"""The exact rate-distortion function of ranking, Y uniform: any encoder, any decoder, any gain of the rank.

N documents, K the rank of the relevant one, g(k) the gain of rank k, 1 - D = E[g(K)]. Its parametric form is
R*(D_s) = log2 N + s(1 - D_s) - log2 Z_s, Z_s = sum_k 2^(s g(k)), at D_s = 1 - sum_k g(k) 2^(s g(k)) / Z_s, s >= 0.
"""

import sympy as sp

from theory import fano_ranking as fr
from theory.fano_ranking import UNIFORM, N, j, k, ranks, s
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    DISTORTION,
    H,
    I,
    P_rank,
    eq,
    every,
    forall,
    formal,
    ge,
    integer,
    le,
    log2,
    plog,
    real,
    retrieval,
    sequence,
)

D = sp.Symbol("D")
G = sp.IndexedBase("g")
MEAN_GAIN = sp.Sum(P_rank(j) * G[j], (j, 1, N))


def gain(rank: sp.Expr) -> sp.Expr:
    """The gain of a rank, any sequence."""
    return G[rank]


def partition(rate: sp.Expr = s) -> sp.Expr:
    """Z_s = sum_k 2^(s g(k))."""
    return sp.Sum(2 ** (rate * G[j]), (j, 1, N))


# The converse -------------------------------------------------------------------------------------------


def rate_exceeds_rank_entropy(d: Derivation) -> int:
    """Step: I(X;C) >= H(Y) - H(K)."""
    return d.combine(
        ge(I("X;C"), H("Y") - H("K")), fr.information_reaches_relevance(d), fr.relevance_is_rank(d)
    )


def converse() -> tuple[dict, Derivation]:
    """Y uniform, E[g(K)] >= 1 - D, every s >= 0: I(X;C) >= log2 N + s(1 - D) - log2 Z_s. No order of g is asked."""
    reached = ge(MEAN_GAIN, 1 - D)
    statement = forall(
        integer("N", 1),
        real("s", 0),
        real("D"),
        sequence("g", 1, N),
        retrieval("N"),
        given=[UNIFORM, reached],
        then=ge(I("X;C"), log2(N) + s * (1 - D) - log2(partition())),
    )
    d = Derivation(statement)
    steps = rate_exceeds_rank_entropy(d), fr.tilted_bound(d, s, gain)
    d.combine(statement["then"], *steps, UNIFORM, (reached, s), why="put together")
    return statement, d


# Codes that meet it -------------------------------------------------------------------------------------


def independent_rank() -> tuple[dict, Derivation]:
    """Any law of Y: a code of Y alone whose rank is independent of its codeword has I(X;C) = H(Y) - H(K)."""
    given = [eq(I("X;C|Y"), 0), eq(I("K;C"), 0)]
    statement = forall(integer("N", 1), retrieval("N"), given=given, then=eq(I("X;C"), H("Y") - H("K")))
    d = Derivation(statement)
    exact_rate(d, given)
    return statement, d


def exact_rate(d: Derivation, given: list) -> int:
    """Steps to I(X;C) = H(Y) - H(K) for a code of Y alone whose rank is independent of its codeword."""
    sure = [*given, eq(I("Y;C|X"), 0), eq(H("K|Y,C"), 0), eq(H("Y|K,C"), 0)]
    for fact in sure[len(given) :]:
        d.world(fact)
    for side in (ge, le):
        d.shannon(side(I("X;C"), H("Y") - H("K")), "XYCK", *sure, why="a bijection given the codeword")
    return d.add("combine", eq(I("X;C"), H("Y") - H("K")), using=[])


def tilted(k_: sp.Symbol = k) -> sp.Expr:
    """The law that the optimum gives rank k: 2^(s g(k)) / Z_s."""
    return 2 ** (s * G[k_]) / partition()


def achieved() -> tuple[dict, Derivation]:
    """A code of Y alone, its rank independent of its codeword and tilted, meets the converse with equality."""
    law = every("k", 1, N, eq(P_rank(k), tilted()))
    given = [UNIFORM, eq(I("X;C|Y"), 0), eq(I("K;C"), 0), law]
    rate = log2(N) + s * MEAN_GAIN - log2(partition())
    statement = forall(
        integer("N", 1),
        real("s", 0),
        sequence("g", 1, N),
        retrieval("N"),
        given=given,
        then=eq(I("X;C"), rate),
    )
    d = Derivation(statement)
    steps = exact_rate(d, given[1:3]), fr.entropy_of_rank(d), tilted_entropy(d, law)
    total = d.world(eq(ranks(1, P_rank(k)), 1))
    d.combine(statement["then"], *steps, UNIFORM, (total, log2(partition())))
    return statement, d


def tilted_entropy(d: Derivation, law: list, gain_of: sp.Expr = G[k], size: sp.Expr | None = None) -> int:
    """Step: sum_k p_k log2 p_k = sum_k p_k (s g(k) - log2 Z_s), for the tilted law."""
    size = partition() if size is None else size
    weight, value = 2 ** (s * gain_of) / size, s * gain_of - log2(size)

    def rank_by_rank(i: Derivation) -> None:
        same = i.add("one_of", eq(P_rank(k), weight), schema=law, index="k")
        i.add("apply", ["=", ["plog", formal(P_rank(k))], ["plog", formal(weight)]])
        applied = len(i.steps)
        written = i.basic(eq(plog(weight), weight * log2(weight)))
        i.combine(eq(plog(P_rank(k)), P_rank(k) * value), applied, written, (same, value))

    return d.termwise(eq(ranks(1, plog(P_rank(k))), ranks(1, P_rank(k) * value)), rank_by_rank)


# Against Fano's bound -----------------------------------------------------------------------------------


def dominates_fano() -> tuple[dict, Derivation]:
    """The exact rate at D = D_s, 0 < 2D <= 1 - 1/N, is at least log2 N - h(2D) - 2D log2(N - 1): reciprocal rank."""
    size = sp.Sum(2 ** (s / j), (j, 1, N))
    law = every("k", 1, N, eq(P_rank(k), 2 ** (s / k) / size))
    exact = log2(N) + s * (1 - DISTORTION) - log2(size)
    statement = forall(
        integer("N", 2),
        real("s", 0),
        retrieval("N"),
        given=[law, *fr.SMALL_ERROR],
        then=ge(exact, fr.fano_rate(DISTORTION)),
    )
    d = Derivation(statement)
    steps = fr.entropy_of_rank_by_error(d), fr.entropy_of_rank(d), tilted_entropy(d, law, 1 / k, size)
    total = d.world(eq(ranks(1, P_rank(k)), 1))
    d.combine(statement["then"], *steps, (total, log2(size)), why="the exact rate is log2 N - H(K)")
    return statement, d
