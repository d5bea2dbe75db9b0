"""What relevance tells caps the mean reciprocal rank at every rate: log2 N - Phi(MRR) <= I(query; document).

Phi(m) is the largest entropy of a rank with E[1/K] >= m; Gibbs' inequality replaces it by log2 sum_k 2^(s/k) - s m
for any s >= 0. A corpus of N independent documents, the true one at a uniform place J, tells no more of J together
with the query than the query tells of its own document.
"""

from fractions import Fraction

import numpy as np
import sympy as sp

from theory.fano_ranking import UNIFORM, N, j, relevance_is_rank, s, tilted_bound
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
    integer,
    le,
    log2,
    real,
    retrieval,
)

MARGIN = sp.Rational(1, 1000)
PARTITION = sp.Sum(2 ** (s / j), (j, 1, N))


def information_cap() -> tuple[dict, Derivation]:
    """Y uniform, any code, any s >= 0: I(X;Y) >= log2 N + s MRR - log2 sum_k 2^(s/k)."""
    bound = log2(N) + s * (1 - DISTORTION) - log2(PARTITION)
    statement = forall(
        integer("N", 1), real("s", 0), retrieval("N"), given=[UNIFORM], then=ge(I("X;Y"), bound)
    )
    d = Derivation(statement)
    d.combine(statement["then"], *_to_rank(d), tilted_bound(d, s), UNIFORM, why="put the three together")
    return statement, d


def corpus_information() -> tuple[dict, Derivation]:
    """I(J; U, V) <= I(U; T): J the place of the true document T in the corpus V, U the query."""
    given = [eq(H("T|J,V"), 0), eq(I("J;V"), 0), eq(I("U;J,V|T"), 0)]
    statement = forall(finite_law("J", "U", "V", "T"), given=given, then=le(I("J;U,V"), I("U;T")))
    d = Derivation(statement)
    d.shannon(statement["then"], "JUVT", *given, why="the chain rule, twice")
    return statement, d


def beyond_information(
    mrr: Fraction, information: object, slope: Fraction, documents: int
) -> tuple[dict, Derivation]:
    """Some code has I(X;Y) <= `information` and MRR >= `mrr`, which Gibbs' inequality at `slope` refutes.

    Parameters
    ----------
    mrr : Fraction
    information : number or expression without parameters, bits
    slope : Fraction
        s > 0, near the maximum of s m - log2 sum_k 2^(s/k).
    documents : int

    Raises
    ------
    ValueError
        Where these numbers refute nothing.
    """
    told = le(I("X;Y"), information)
    statement = exists(
        integer("N", documents, documents),
        retrieval("N"),
        given=[UNIFORM, told],
        then=ge(1 - DISTORTION, mrr),
    )
    d = Derivation(statement)
    rate = sp.Rational(slope)
    partition = PARTITION.subs(s, rate)
    least = log2(N) + rate * sp.Rational(mrr) - log2(partition) - MARGIN
    enough = d.boxes(ge(least, information), "interval arithmetic")
    known = [UNIFORM, told, (statement["then"], rate), enough]
    d.combine(le(1, 0), *_to_rank(d), tilted_bound(d, rate), *known, why="too little is told")
    return statement, d


def near_best_slope(mrr: Fraction, documents: int) -> Fraction:
    """s in eighths that nearly maximises s m - log2 sum_k 2^(s/k), found in floats."""
    slopes = np.arange(1, 16 * int(np.log2(documents) + 2)) / 8.0
    powers = np.exp2(slopes[:, None] / np.arange(1, documents + 1))
    return Fraction(float(slopes[np.argmax(slopes * float(mrr) - np.log2(powers.sum(axis=1)))]))


def _to_rank(d: Derivation) -> tuple[int, int]:
    """Steps: H(Y) - I(X;Y) <= H(Y|C), and H(Y|C) <= H(K)."""
    markov = d.world(eq(I("Y;C|X"), 0), "the encoder sees the query alone")
    told = d.shannon(le(H("Y") - H("Y|C"), I("X;Y")), "XYC", markov, why="data processing")
    return told, relevance_is_rank(d)
