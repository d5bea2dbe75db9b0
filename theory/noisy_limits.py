"""Relevance that the query does not settle: what caps the gain at any rate, and the symmetric channel.

X is the query, Y the relevant document, K its rank, g(k) the gain of rank k, 1 - D = E[g(K)].
"""

import sympy as sp

from theory import fano_ranking as fr
from theory.fano_ranking import UNIFORM, N, k, s
from theory.popularity_converse import CODEWORDS, Q, R, c, g, has_rank, is_ranking, of_ranking, over, w
from theory.popularity_converse import MEAN_GAIN as CLEAN_GAIN
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    Formal,
    H,
    I,
    both,
    eq,
    every,
    finite_law,
    forall,
    formal,
    ge,
    integer,
    le,
    log2,
    real,
    retrieval,
    sequence,
    table,
)
from theory.ranking_converse import MEAN_GAIN, D, gain, partition

eta, noise = sp.symbols("eta e")
EXACT = log2(N) + s * (1 - D) - log2(partition())
REACHED = ge(MEAN_GAIN, 1 - D)
PARAMETERS = integer("N", 1), real("s", 0), real("D"), sequence("g", 1, N), retrieval("N")


def cap() -> tuple[dict, Derivation]:
    """Y uniform: log2 N + s(1 - D) - log2 Z_s is at most I(X;C) and at most I(X;Y), whatever the rate."""
    rate, shared = ge(I("X;C"), EXACT), ge(I("X;Y"), EXACT)
    statement = forall(*PARAMETERS, given=[UNIFORM, REACHED], then=both(rate, shared))
    d = Derivation(statement)
    markov = d.world(eq(I("Y;C|X"), 0), "the encoder sees the query alone")
    said = ge(I("Y;C"), H("Y") - H("K"))
    d.shannon(said, "YC", fr.relevance_is_rank(d), why="what is known of the document leaves its rank open")
    tilt = fr.tilted_bound(d, s, gain)
    for goal, source in ((rate, I("X;C")), (shared, I("X;Y"))):
        reach = d.shannon(ge(source, I("Y;C")), "XYC", markov, why="data processing")
        d.combine(goal, reach, said, tilt, UNIFORM, (REACHED, s))
    return statement, d


def contracted() -> tuple[dict, Derivation]:
    """I(Y;C) <= eta I(X;C), eta the contraction constant of X -> Y: eta I(X;C) >= log2 N + s(1 - D) - log2 Z_s."""
    contraction = le(I("Y;C"), eta * I("X;C"))
    goal = ge(eta * I("X;C"), EXACT)
    statement = forall(
        *PARAMETERS[:3], real("eta", 0), *PARAMETERS[3:], given=[UNIFORM, REACHED, contraction], then=goal
    )
    d = Derivation(statement)
    said = d.shannon(ge(I("Y;C"), H("Y") - H("K")), "YC", fr.relevance_is_rank(d))
    d.combine(goal, said, fr.tilted_bound(d, s, gain), contraction, UNIFORM, (REACHED, s))
    return statement, d


def symmetric_channel() -> tuple[dict, Derivation]:
    """Y = X with probability 1 - e, else uniform: E[g(rank of Y)] = (1 - e) E[g(rank of X)] + (e/N) sum_k g(k).

    Any code, with codewords of probability w_c, posteriors q_c of X and rankings r_c. As I(X;C) is the same, the
    exact function is R*((D - e D_0)/(1 - e)), D_0 = 1 - (1/N) sum_k g(k).
    """
    rankings = [["all", "c", 1, "K", r] for r in is_ranking(R)]
    value = of_ranking(formal(g[k]), R)
    posterior = ["+", ["*", formal(1 - noise), Q], formal(noise / N)]
    noisy = over("c", "K", ["*", formal(w[c]), over("y", "N", ["*", posterior, value])])
    mean = sp.Sum(g[k], (k, 1, N)) / N
    goal = ["=", noisy, ["+", ["*", formal(1 - noise), CLEAN_GAIN], formal(noise * mean)]]
    total = eq(sp.Sum(w[c], (c, 1, sp.Symbol("K"))), 1)
    statement = forall(
        integer("N", 1), CODEWORDS, real("e", 0, 1), sequence("g", 1, N), sequence("w", 1, "K", 0),
        table("q", "K", N, 0), table("r", "K", N), given=[total, *rankings], then=goal,
    )  # fmt: skip
    d = Derivation(statement)
    flat = over("y", "N", value)
    lists = d.termwise(
        ["=", over("c", "K", ["*", formal(w[c]), flat]), over("c", "K", formal(w[c] * mean * N))],
        lambda i: every_rank_once(i, flat, mean * N),
        "a list has each rank once",
    )
    d.combine(goal, (lists, noise / N), (total, noise * mean))
    return statement, d


def every_rank_once(i: Derivation, flat: Formal, gains: sp.Expr) -> None:
    """Steps to w_c sum_y g(r_cy) = w_c sum_k g(k)."""
    ranked = ["*", has_rank(R), formal(g[k])]
    turned = over("k", "N", over("y", "N", ranked))
    swap = i.add("swap", ["=", flat, turned])
    rank = every("k", 1, N, ["=", over("y", "N", has_rank(R)), 1])

    def once(r: Derivation) -> None:
        one = r.add("one_of", ["=", over("y", "N", has_rank(R)), 1], schema=rank, index="k")
        r.combine(["=", over("y", "N", ranked), formal(g[k])], (one, g[k]))

    columns = i.termwise(["=", turned, over("k", "N", formal(g[k]))], once)
    i.combine(["=", ["*", formal(w[c]), flat], formal(w[c] * gains)], (swap, w[c]), (columns, w[c]))


def random_corpus() -> tuple[dict, Derivation]:
    """A random corpus G known to both ends, T the relevant place in it, V the document there, X1 the query:
    H(T|G) - H(K) <= I(V;X1), what one query says of one document, at any rate and for any dependence in the corpus.

    The query depends on the relevant document alone, C on query and corpus, and the decoder ranks by C and G.
    """
    given = [eq(I("X1;T,G|V"), 0), eq(H("V|T,G"), 0), eq(I("C;T|X1,G"), 0), eq(H("T|K,C,G"), 0)]
    goal = le(H("T|G") - H("K"), I("V;X1"))
    statement = forall(finite_law("X1", "T", "G", "V", "C", "K"), given=given, then=goal)
    d = Derivation(statement)
    rank = d.shannon(le(H("T|C,G"), H("K")), ["T", "C", "G", "K"], given[3], why="a rank names a place")
    code = d.shannon(
        ge(H("T|C,G"), H("T|X1,G")),
        ["T", "C", "G", "X1"],
        given[2],
        why="the code sees query and corpus alone",
    )
    source = d.shannon(
        le(H("T|G") - H("T|X1,G"), I("V;X1")),
        ["T", "G", "X1", "V"],
        *given[:2],
        why="place and corpus act through the document",
    )
    d.combine(goal, rank, code, source)
    return statement, d
