"""A Fano inequality for ranking (Sec. 4.1): the paper's steps to eq. (5), and the true chain in their place.

Notation: N documents, Y the relevant one, K its rank, p_S = P[K = 1], D = E[d] = 1 - MRR.
"""

from collections.abc import Callable

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import (
    DISTORTION,
    TOP1,
    H,
    I,
    P_rank,
    eq,
    every,
    forall,
    formal,
    ge,
    gt,
    h,
    integer,
    le,
    log2,
    plog,
    real,
    retrieval,
)

N, k, j, D, s = sp.symbols("N k j D s")
RETRIEVAL = (integer("N", 2), retrieval("N"))
UNIFORM = eq(H("Y"), log2(N))


def R_rank(distortion: sp.Expr = D, documents: sp.Expr = N) -> sp.Expr:
    """Eq. (5) as printed, in bits: log2 N - h(D) - (1 - D) log2(N - 1)."""
    return log2(documents) - h(distortion) - (1 - distortion) * log2(documents - 1)


def fano_rate(distortion: sp.Expr = D, documents: sp.Expr = N) -> sp.Expr:
    """The valid counterpart of eq. (5), in bits: log2 N - h(2D) - 2D log2(N - 1), for 2D <= 1 - 1/N."""
    return log2(documents) - h(2 * distortion) - 2 * distortion * log2(documents - 1)


def ranks(first: int, term: sp.Expr) -> sp.Expr:
    """Sum over ranks k = first..N of a term."""
    return sp.Sum(term, (k, first, N))


def first_apart(d: Derivation, term: sp.Expr) -> int:
    """Step: a sum over all ranks is its term at rank 1 and the rest."""
    whole = eq(ranks(1, term), term.subs(k, 1) + ranks(2, term))
    return d.add("unroll", whole, "take rank 1 out", end="first")


def rank_law(d: Derivation) -> tuple[int, int, int]:
    """Steps: the rank law sums to one; its first term taken out; the same for the mean reciprocal rank."""
    total = d.world(eq(ranks(1, P_rank(k)), 1), "the ranks' probabilities sum to one")
    split, gain = (first_apart(d, term) for term in (P_rank(k), P_rank(k) / k))
    return total, split, gain


def information_reaches_relevance(d: Derivation) -> int:
    """Step: I(X;C) >= H(Y) - H(Y|C), since Y - X - C is a Markov chain."""
    markov = d.world(eq(I("Y;C|X"), 0), "the encoder sees the query alone")
    return d.shannon(ge(I("X;C"), H("Y") - H("Y|C")), "XYC", markov, why="data processing")


def relevance_is_rank(d: Derivation) -> int:
    """Step: H(Y|C) <= H(K), since given C the document and its rank determine each other."""
    there = d.world(eq(H("K|Y,C"), 0), "the codeword's ranking gives each document its rank")
    back = d.world(eq(H("Y|K,C"), 0), "and each rank its document")
    return d.shannon(
        le(H("Y|C"), H("K")), "YCK", there, back, why="a bijection, then conditioning reduces entropy"
    )


# Bounds between p_S and the distortion --------------------------------------------------------------


def failures_gain_at_most_half(d: Derivation) -> int:
    """Step: sum_{k>=2} p_k / k <= sum_{k>=2} p_k / 2."""
    return d.termwise(
        le(ranks(2, P_rank(k) / k), ranks(2, P_rank(k) / 2)),
        lambda i: i.combine(le(P_rank(k) / k, P_rank(k) / 2), (ge(k, 2), P_rank(k) / (2 * k))),
        "a rank k >= 2 gains at most 1/2",
    )


def failures_gain_at_least(d: Derivation) -> int:
    """Step: sum_{k>=2} p_k / k >= sum_{k>=2} p_k / N."""
    return d.termwise(
        ge(ranks(2, P_rank(k) / k), ranks(2, P_rank(k) / N)),
        lambda i: i.combine(ge(P_rank(k) / k, P_rank(k) / N), (ge(N, k), P_rank(k) / (k * N))),
        "a rank k <= N gains at least 1/N",
    )


def distortion_from_success() -> tuple[dict, Derivation]:
    """(1 - p_S)/2 <= D <= (1 - p_S)(1 - 1/N): what reciprocal rank says of success at rank 1, and no more."""
    upper = le(DISTORTION, (1 - TOP1) * (1 - 1 / N))
    statement = forall(*RETRIEVAL, then=["and", le((1 - TOP1) / 2, DISTORTION), upper])
    d = Derivation(statement)
    law = rank_law(d)
    best = failures_gain_at_most_half(d)
    d.combine(le((1 - TOP1) / 2, DISTORTION), *law, best, why="so failures lose at least 1/2 each")
    worst = failures_gain_at_least(d)
    total, split, gain = law
    d.combine(upper, (total, 1 / N), (split, 1 / N), gain, worst, why="so failures lose at most 1 - 1/N each")
    return statement, d


def success_below_mrr() -> tuple[dict, Derivation]:
    """p_S <= 1 - D: the mean reciprocal rank counts every success in full."""
    statement = forall(*RETRIEVAL, then=le(TOP1, 1 - DISTORTION))
    d = Derivation(statement)
    _, _, gain = rank_law(d)
    d.combine(statement["then"], gain, why="the other ranks gain at least nothing")
    return statement, d


# The chain from distortion to rate ------------------------------------------------------------------


def entropy_of_rank(d: Derivation) -> int:
    """Step: H(K) = -sum_k p_k log2 p_k."""
    return d.world(eq(H("K"), -ranks(1, plog(P_rank(k)))), "the entropy of the rank")


def reciprocal(rank: sp.Expr) -> sp.Expr:
    """The gain of reciprocal rank."""
    return 1 / rank


def tilted_bound(d: Derivation, rate: sp.Expr, gain: Callable[[sp.Expr], sp.Expr] = reciprocal) -> int:
    """Step: H(K) <= log2 Z - s E[g(K)], with Z = sum_k 2^(s g(k)) (Gibbs' inequality against 2^(s g(k)) / Z)."""
    total = d.world(eq(ranks(1, P_rank(k)), 1), "the ranks' probabilities sum to one")
    weight, partition = 2 ** (rate * gain(k)), sp.Sum(2 ** (rate * gain(j)), (j, 1, N))
    term = P_rank(k) * log2(weight / partition) - plog(P_rank(k))
    excess = (weight / partition - P_rank(k)) / sp.log(2)
    tangent = d.termwise(
        le(ranks(1, term), ranks(1, excess)),
        lambda i: i.cite("log_tangent", le(term, excess), r=P_rank(k), q=weight / partition),
        "the tangent of the logarithm, rank by rank",
    )
    bound = le(H("K"), log2(partition) - rate * ranks(1, P_rank(k) * gain(k)))
    return d.combine(
        bound, entropy_of_rank(d), tangent, total, (total, log2(partition)), (total, 1 / sp.log(2))
    )


def converse_uniform() -> tuple[dict, Derivation]:
    """Every code, every s >= 0, Y uniform: I(X;C) >= log2 N + s(1 - D) - log2 sum_k 2^(s/k).

    Its best s gives the exact rate-distortion function of ranking by reciprocal rank.
    """
    bound = log2(N) + s * (1 - DISTORTION) - log2(ranks(1, 2 ** (s / k)))
    statement = forall(
        integer("N", 1), real("s", 0), retrieval("N"), given=[UNIFORM], then=ge(I("X;C"), bound)
    )
    d = Derivation(statement)
    steps = information_reaches_relevance(d), relevance_is_rank(d), tilted_bound(d, s)
    d.combine(statement["then"], *steps, UNIFORM, why="put the three together")
    return statement, d


def tail_entropy(d: Derivation, law: tuple[int, int, int]) -> int:
    """Step: the ranks 2..N hold at most -(1-p_S) log2((1-p_S)/(N-1)) bits."""
    failure = 1 - TOP1
    goal = le(-ranks(2, plog(P_rank(k))), -plog(failure) + failure * log2(N - 1))
    some = d.combine(ge(failure, 0), *law[:2], why="p_S is a probability")
    rest = d.combine(eq(ranks(2, P_rank(k)), failure), *law[:2], why="what is left for the other ranks")
    relations = [d.steps[some - 1]["rel"], d.steps[rest - 1]["rel"]]

    def certain(i: Derivation) -> None:
        """No failure: every other rank has probability 0."""
        none = every("j", 2, N, eq(plog(P_rank(j)), 0))
        i.each(none, vanishing)
        nothing = i.termwise(
            eq(ranks(2, plog(P_rank(k))), ranks(2, sp.Integer(0))),
            lambda e: e.add("one_of", eq(plog(P_rank(k)), 0), schema=none, index="k"),
        )
        zero = i.add("combine", eq(failure, 0), using=[])
        i.add("apply", ["=", ["plog", formal(failure)], ["plog", 0]])
        i.combine(goal, nothing, (zero, log2(N - 1)), zero + 1)

    def vanishing(e: Derivation) -> None:
        one = e.add("member", le(P_rank(j), ranks(2, P_rank(k))), index="j")
        e.combine(le(P_rank(j), 0), one, relations[1], le(failure, 0))
        e.add("combine", eq(P_rank(j), 0), using=[])
        e.add("apply", ["=", ["plog", ["P_rank", "j"]], ["plog", 0]])

    def uncertain(i: Derivation) -> None:
        share = failure / (N - 1)
        term, excess = P_rank(k) * log2(share) - plog(P_rank(k)), (share - P_rank(k)) / sp.log(2)
        tangent = i.termwise(
            le(ranks(2, term), ranks(2, excess)),
            lambda e: e.cite("log_tangent", le(term, excess), r=P_rank(k), q=share),
            "the tangent of the logarithm at equal shares",
        )
        positive = i.basic(eq(plog(failure), failure * log2(failure)))
        rest = relations[1]
        i.combine(goal, tangent, positive, (rest, log2(share)), (rest, 1 / sp.log(2)))

    return d.cases(goal, le(failure, 0), certain, uncertain, "equal shares of the failures are the worst")


def fano() -> tuple[dict, Derivation]:
    """Fano's inequality for the top document: H(Y|C) <= h(p_S) + (1 - p_S) log2(N - 1)."""
    statement = forall(*RETRIEVAL, then=le(H("Y|C"), h(TOP1) + (1 - TOP1) * log2(N - 1)))
    d = Derivation(statement)
    law = rank_law(d)
    d.combine(ge(1 - TOP1, 0), *law[:2], why="p_S is a probability")
    first = first_apart(d, plog(P_rank(k)))
    d.combine(statement["then"], relevance_is_rank(d), entropy_of_rank(d), first, tail_entropy(d, law))
    return statement, d


SMALL_ERROR = [le(2 * DISTORTION, 1 - 1 / N), gt(DISTORTION, 0)]


def fano_rate_holds() -> tuple[dict, Derivation]:
    """Y uniform and 0 < 2D <= 1 - 1/N: I(X;C) >= log2 N - h(2D) - 2D log2(N - 1), D the mean distortion."""
    given = [UNIFORM, *SMALL_ERROR]
    statement = forall(*RETRIEVAL, given=given, then=ge(I("X;C"), fano_rate(DISTORTION)))
    d = Derivation(statement)
    steps = entropy_of_rank_by_error(d), information_reaches_relevance(d), relevance_is_rank(d)
    d.combine(statement["then"], *steps, UNIFORM, why="put together")
    return statement, d


def entropy_of_rank_by_error(d: Derivation) -> int:
    """Steps to H(K) <= h(2D) + 2D log2(N - 1), for 0 < 2D <= 1 - 1/N.

    Cross-entropy of the rank against the law (1 - 2D, 2D/(N-1), ..): it is exact where p_S = 1 - 2D, and its
    slope in p_S has the sign of log2((1 - 2D)(N - 1)/(2D)) >= 0.
    """
    error = 2 * DISTORTION
    law = rank_law(d)
    share = error / (N - 1)
    d.combine(ge(1 - error, 1 / N), le(error, 1 - 1 / N))
    d.combine(gt(1 - error, 0), ge(1 - error, 1 / N))
    term, excess = P_rank(k) * log2(share) - plog(P_rank(k)), (share - P_rank(k)) / sp.log(2)
    top, slack = P_rank(1) * log2(1 - error) - plog(P_rank(1)), (1 - error - P_rank(1)) / sp.log(2)
    rest = d.termwise(
        le(ranks(2, term), ranks(2, excess)),
        lambda i: i.cite("log_tangent", le(term, excess), r=P_rank(k), q=share),
        "the tangent of the logarithm at equal shares of the error",
    )
    first = d.cite("log_tangent", le(top, slack), "and at the weight of rank 1", r=P_rank(1), q=1 - error)
    split = first_apart(d, plog(P_rank(k)))
    total, out, _ = law
    cross = d.combine(
        le(H("K"), -P_rank(1) * log2(1 - error) - (1 - P_rank(1)) * log2(share)),
        entropy_of_rank(d), split, rest, first, total, out,
        (total, log2(share)), (out, log2(share)), (total, 1 / sp.log(2)), (out, 1 / sp.log(2)),
        why="cross-entropy against (1 - 2D, 2D/(N-1), ...)",
    )  # fmt: skip
    return finish_fano(d, law, cross, error, share)


def finish_fano(d: Derivation, law: tuple[int, int, int], cross: int, error: sp.Expr, share: sp.Expr) -> int:
    """From the cross-entropy bound to one in D: it falls as p_S grows, and p_S >= 1 - 2D."""
    best = failures_gain_at_most_half(d)
    success = d.combine(ge(TOP1, 1 - error), *law, best, why="p_S >= 1 - 2D")
    d.combine(le(share, 1 - error), (le(error, 1 - 1 / N), N / (N - 1)))
    falls = d.add("apply", le(log2(share), log2(1 - error)), "a failing rank weighs less than rank 1")
    d.combine(ge(log2(1 - error) - log2(share), 0), falls)
    d.basic(eq(plog(error), error * log2(error)))
    d.basic(eq(plog(1 - error), (1 - error) * log2(1 - error)))
    plogs = len(d.steps) - 1, len(d.steps)
    gap = log2(1 - error) - log2(share)
    return d.combine(le(H("K"), h(error) + error * log2(N - 1)), cross, *plogs, (success, gap))
