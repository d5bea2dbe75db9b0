"""Both ends of the exact curve, Y uniform: what no bits can gain, and what the top gain costs.

N documents, K the rank of the relevant one, g(k) the gain of rank k, l(k) = g(1) - g(k) what it loses.
"""

from collections.abc import Callable

import sympy as sp

from theory import fano_ranking as fr
from theory.fano_ranking import UNIFORM, N, j, k, ranks
from theory.popularity_ends import divergence, surplus
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    DISTORTION,
    TOP1,
    I,
    P_rank,
    eq,
    every,
    forall,
    formal,
    ge,
    gt,
    integer,
    le,
    log2,
    plog,
    real,
    retrieval,
    sequence,
)
from theory.ranking_converse import MEAN_GAIN, G, rate_exceeds_rank_entropy

i, k0, g1 = sp.symbols("i k0 g1")
L = sp.IndexedBase("l")


def no_bits() -> tuple[dict, Derivation]:
    """Y uniform, gains in [0, 1]: I(X;C) >= (E[g(K)] - mean of g)^2 / ln 2.

    So no bits mean a gain of exactly (1/N) sum_k g(k), whatever the ranking, and any other gain costs bits: the rank's
    law diverges from the uniform one.
    """
    most = every("k", 1, N, le(G[k], 1))
    given = [UNIFORM, most]
    excess = MEAN_GAIN - sp.Sum(G[j], (j, 1, N)) / N
    statement = forall(
        integer("N", 1),
        sequence("g", 1, N, 0),
        retrieval("N"),
        given=given,
        then=ge(I("X;C"), excess**2 / sp.log(2)),
    )
    d = Derivation(statement)
    d.world(eq(ranks(1, P_rank(k)), 1), "the ranks' probabilities sum to one")
    gap = 2 * excess * ranks(1, (P_rank(k) - 1 / N) * G[k]) - excess**2
    apart = d.use(
        d.lemma(*divergence()), ge(ranks(1, surplus(P_rank(k), 1 / N)), gap / sp.log(2)), "from the uniform law",
        N="N", t=excess, q=("k", P_rank(k)), p=("k", 1 / N), a=("k", G[k]),
    )  # fmt: skip
    total = eq(ranks(1, P_rank(k)), 1)
    d.combine(
        statement["then"],
        rate_exceeds_rank_entropy(d),
        apart,
        fr.entropy_of_rank(d),
        UNIFORM,
        (total, log2(N)),
    )
    return statement, d


def all_bits() -> tuple[dict, Derivation]:
    """Y uniform, l(k) >= 0 what rank k loses against the top gain, which k0 ranks have: no loss needs log2(N/k0) bits."""
    lost = ranks(1, P_rank(k) * L[k])
    top = every("k", 1, k0, eq(L[k], 0))
    below = every("k", k0 + 1, N, gt(L[k], 0))
    given = [UNIFORM, le(k0, N), top, below, le(lost, 0)]
    statement = forall(
        integer("N", 1),
        integer("k0", 1),
        sequence("l", 1, N, 0),
        retrieval("N"),
        given=given,
        then=ge(I("X;C"), log2(N) - log2(k0)),
    )
    d = Derivation(statement)
    total = d.world(eq(ranks(1, P_rank(k)), 1), "the ranks' probabilities sum to one")
    zero = every("i", k0 + 1, N, eq(P_rank(i), 0))

    def empty(e: Derivation) -> None:
        e.add("one_of", gt(L[i], 0), schema=below, index="i")
        one = e.add("member", le(P_rank(i) * L[i], lost), index="i")
        e.combine(le(P_rank(i), 0), (one, 1 / L[i]), (le(lost, 0), 1 / L[i]))
        e.add("combine", eq(P_rank(i), 0), using=[])

    d.each(zero, empty, "a rank that loses is never taken")
    head = {f: sp.Sum(f(k), (k, 1, k0)) for f in (P_rank, plog_rank)}
    parts = []
    for f in (P_rank, plog_rank):
        tail = sp.Sum(f(k), (k, k0 + 1, N))
        cut = d.add("unroll", eq(ranks(1, f(k)), head[f] + tail), "the ranks of top gain first", after="k0")
        none = d.termwise(eq(tail, sp.Sum(sp.Integer(0), (k, k0 + 1, N))), lambda e, f=f: vanish(e, zero, f))  # type: ignore[misc]
        parts.append(d.combine(eq(ranks(1, f(k)), head[f]), cut, none))
    term, slack = P_rank(k) * log2(1 / k0) - plog(P_rank(k)), (1 / k0 - P_rank(k)) / sp.log(2)
    equal = d.termwise(
        le(sp.Sum(term, (k, 1, k0)), sp.Sum(slack, (k, 1, k0))),
        lambda i: i.cite("log_tangent", le(term, slack), r=P_rank(k), q=1 / k0),
        "k0 ranks hold at most log2 k0 bits",
    )
    d.combine(
        statement["then"], rate_exceeds_rank_entropy(d), fr.entropy_of_rank(d), UNIFORM, equal,
        parts[1], *[(x, c) for x in (parts[0], total) for c in (log2(k0), 1 / sp.log(2))],
    )  # fmt: skip
    return statement, d


def plog_rank(rank: sp.Expr) -> sp.Expr:
    return plog(P_rank(rank))


def vanish(d: Derivation, zero: list, f: Callable) -> None:
    """At a rank that is never taken, its probability and its share of the entropy are 0."""
    d.add("one_of", eq(P_rank(k), 0), schema=zero, index="k")
    if f is plog_rank:
        d.add("apply", ["=", ["plog", formal(P_rank(k))], ["plog", 0]])
        d.combine(eq(plog(P_rank(k)), 0), len(d.steps))


def best_gain() -> tuple[dict, Derivation]:
    """No code gains more than g(1): D >= 1 - g(1), if g falls (g(k) = g(1) - l(k) with l >= 0)."""
    statement = forall(
        integer("N", 1),
        real("g1"),
        sequence("l", 1, N, 0),
        retrieval("N"),
        then=le(ranks(1, P_rank(k) * (g1 - L[k])), g1),
    )
    d = Derivation(statement)
    total = d.world(eq(ranks(1, P_rank(k)), 1), "the ranks' probabilities sum to one")
    d.combine(statement["then"], (total, "g1"), why="what is lost is not negative")
    return statement, d


def failures_rank(last: bool) -> tuple[dict, Derivation]:
    """What success says of reciprocal rank at both ends: D = (1 - p_S)/2 where every failure ranks second,
    D = (1 - p_S)(1 - 1/N) where every failure ranks last."""
    place, others, end = (N, (k, 2, N - 1), "last") if last else (sp.Integer(2), (k, 3, N), "first")
    only, lost = eq(P_rank(1) + P_rank(place), 1), (1 - TOP1) * (1 - 1 / place)
    statement = forall(*fr.RETRIEVAL, given=[only], then=eq(DISTORTION, lost))
    d = Derivation(statement)
    law = fr.rank_law(d)
    chance, share = P_rank(k), P_rank(k) / k
    rest = [
        d.add("unroll", eq(ranks(2, f), f.subs(k, place) + sp.Sum(f, others)), "take that rank out", end=end)
        for f in (chance, share)
    ]
    d.combine(eq(sp.Sum(chance, others), 0), *law[:2], *rest, only, why="no other rank is taken")
    small = d.termwise(
        le(sp.Sum(share, others), sp.Sum(chance, others)),
        lambda e: e.combine(le(share, chance), (ge(k, 1), share)),
    )
    d.combine(le(sp.Sum(share, others), 0), small, eq(sp.Sum(chance, others), 0), why="so none gains")
    for side in (ge, le):
        nothing = le(sp.Sum(share, others), 0)
        d.combine(side(DISTORTION, lost), *law, *rest, nothing, only, (only, 1 / place))
    d.add("combine", statement["then"], using=[])
    return statement, d
