"""Relevance that the query does not settle, and what it does to the limits."""

from checks.neighbours import false_neighbour
from checks.register import Reading, claim
from theory import noisy_converse
from theory import noisy_limits as nl
from theory.proof.formal import I, ge
from theory.proof.worlds import world

WHERE = "beside Sec. 3 and 4"


@claim(
    "ours-noisy-cap",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    rests_on=("ours-converse-gain",),
    statement="Y uniform, any code with E[g(K)] >= 1 - D, any s >= 0: log2 N + s(1 - D) - log2 sum_k 2^(s g(k)) is at most "
    "I(X;C) and at most I(X;Y). So E[g(K)] is capped at any rate by what the query says of the document.",
)
def cap():
    """Its neighbour at I(X;Y) = 1: a query that says a document and one thing more."""
    statement, d = nl.cap()
    two = {(1, 1): "1/2", (2, 2): "1/2"}
    full = world(two, {(1,): "a", (2,): "b"}, {"a": [1, 2], "b": [2, 1]})
    double = false_neighbour(
        "Half of I(X;Y).", statement, ge(I("X;Y") / 2, nl.EXACT), N=2, s=4, D=0, g=[1, 0], W=full
    )
    return Reading("Any law of the query given the document.", statement, [d.certificate()], double)


@claim(
    "ours-noisy-contraction",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    rests_on=("ours-noisy-cap",),
    statement="If I(Y;C) <= eta I(X;C) for the code, as with the contraction constant eta of (P_X, P_Y|X): "
    "I(X;C) >= (log2 N + s(1 - D) - log2 sum_k 2^(s g(k))) / eta.",
)
def contracted():
    statement, d = nl.contracted()
    two = {(1, 1): "1/2", (2, 2): "1/2"}
    full = world(two, {(1,): "a", (2,): "b"}, {"a": [1, 2], "b": [2, 1]})
    free = false_neighbour(
        "Without the contraction.", statement, without=statement["given"][2],
        N=2, s=4, D=0, eta=0, g=[1, 0], W=full,
    )  # fmt: skip
    return Reading("Any eta >= 0 that serves.", statement, [d.certificate()], free)


@claim(
    "ours-symmetric-noise",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    rests_on=("ours-achieved-gain",),
    statement="X uniform, Y = X with probability 1 - e, else uniform: every code has "
    "E[g(rank of Y)] = (1 - e) E[g(rank of X)] + e (mean of g), so the exact function is R*((D - e D_0)/(1 - e)).",
)
def symmetric():
    statement, d = nl.symmetric_channel()
    noisy = statement["then"][1]
    clean = false_neighbour(
        "As without noise.", statement, ["=", noisy, nl.CLEAN_GAIN],
        N=2, K=1, e=1, g=[1, 0], w=[1], q=[[1, 0]], r=[[1, 2]],
    )  # fmt: skip
    return Reading("Any codewords, posteriors, rankings; any gain.", statement, [d.certificate()], clean)


@claim(
    "ours-noisy-source",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    rests_on=("ours-rearrangement", "ours-converse-popularity"),
    statement="Finite source, queries of law p, document y relevant to x with probability P(y|x): for s >= 0, alpha > 0, "
    "beta_y = sum_x alpha_x P(y|x) falling in y, sum_k beta_k 2^(s g(k)) <= 1, every code of the query has "
    "I(X;C) >= s(1 - D) + sum_x p_x log2(alpha_x / p_x).",
    note="Not tight in general; with P the identity it is the converse for any popularity, which is.",
)
def noisy_source():
    statement, d = noisy_converse.converse()
    unsorted = false_neighbour(
        "Documents in any order.", statement, without=noisy_converse.DUAL[2],
        n=2, N=2, K=1, s=2, D="1/8", p=["1/4", "3/4"], alpha=["1/16", "3/8"], g=[1, "1/2"], P=[[1, 0], [0, 1]],
        w=[1], q=[["1/4", "3/4"]], r=[[2, 1]],
    )  # fmt: skip
    return Reading("Any number of queries, documents, codewords.", statement, [d.certificate()], unsorted)


@claim(
    "ours-random-corpus-cap",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    rests_on=("ours-noisy-cap",),
    statement="Any random corpus of N documents, known to encoder and decoder, the relevant one equally likely in each "
    "place: log2 N - H(K) <= I(document; query) of one relevant pair, at any rate.",
    note="The documents need not be independent.",
)
def random_corpus():
    """Its neighbour: the query names the place, not the document, and all documents are the same."""
    statement, d = nl.random_corpus()
    place = {(t, t, 0, 0, t, 1): "1/2" for t in (1, 2)}
    aside = false_neighbour(
        "A query that knows the place by other means.", statement, without=statement["given"][0],
        W=world(place, variables=["X1", "T", "G", "V", "C", "K"]),
    )  # fmt: skip
    return Reading(
        "H(T|G) is log2 N for a place that is uniform given the corpus.", statement, [d.certificate()], aside
    )
