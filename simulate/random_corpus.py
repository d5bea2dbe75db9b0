"""Expected metrics for corpora of independent documents, without scoring them: N = 10^9 costs what 10^3 does.

If the other N - 1 documents are independent draws and each beats the true one with probability p, the rank is
1 + Binomial(N - 1, p). So E[1/rank] = (1 - (1-p)^N)/(N p), P(rank <= k) = P(Binomial(N - 1, p) < k). Where a
draw ties with probability q and ties are broken at random, p is p_> + u q with u uniform on [0, 1], and the
mean over u is taken.
"""

import numpy as np
from scipy import special

NODES = 64


def expected_reciprocal_rank(beaten, documents: int, tied=0.0) -> np.ndarray:
    """E[1/rank] = (1 - (1-p)^N)/(N p), averaged over p in [beaten, beaten + tied]: in (0, 1].

    The average is by Gauss and Legendre in log(1 + N p), where the function is smooth at every N.

    Parameters
    ----------
    beaten : array of probabilities in [0, 1]
        Chance that a random document scores higher than the true one, for each query.
    documents : int
        N, with the true document.
    tied : array or float, in [0, 1 - beaten]
        Chance that a random document scores the same.

    Raises
    ------
    ValueError
        For probabilities or a number of documents out of range.
    """
    low, high = _interval(beaten, tied, documents)
    first, last = np.log1p(documents * low)[..., None], np.log1p(documents * high)[..., None]
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    place = np.minimum(np.expm1(first + (last - first) * (nodes + 1.0) / 2.0) / documents, 1.0)
    densities = (1.0 + documents * place) * weights
    total = np.sum(_reciprocal_rank(place, documents) * densities, axis=-1)
    return np.minimum(total / np.sum(densities, axis=-1), 1.0)


def expected_hit(beaten, documents: int, k: int = 1, tied=0.0) -> np.ndarray:
    """P(rank <= k) = P(Binomial(N - 1, p) < k), averaged over p in [beaten, beaten + tied]: in [0, 1].

    The average over [a, b] is (E min(k, Binomial(N, b)) - E min(k, Binomial(N, a))) / (N (b - a)); below
    N (b - a) = 1, where the difference would cancel, it is taken by Gauss and Legendre.
    """
    low, high = _interval(beaten, tied, documents)
    width = documents * (high - low)
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    place = low[..., None] + (high - low)[..., None] * (nodes + 1.0) / 2.0
    smooth = np.sum(special.bdtr(min(k, documents) - 1, documents - 1, place) * weights, axis=-1) / 2.0
    wide = _mean_of_minimum(k, documents, high) - _mean_of_minimum(k, documents, low)
    return np.where(width < 1.0, smooth, wide / np.maximum(width, 1.0))


def normal_beating_probability(query, covariance, true_score) -> np.ndarray:
    """Chance that a Gaussian document scores higher: p = Q(<q, y> / sqrt(q' S q)) for documents N(0, S).

    Parameters
    ----------
    query : (Q, d) array
        What the document is multiplied by.
    covariance : (d, d) array
        S, of a random document.
    true_score : (Q,) array
        <q, y> of the true document.

    Raises
    ------
    ValueError
        Where a query gives every document the same score.
    """
    query = np.asarray(query, dtype=np.float64)
    spread = np.sqrt(np.einsum("qd,qd->q", query @ np.asarray(covariance, dtype=np.float64), query))
    if not np.all(spread > 0):
        raise ValueError("query must give a random document a score of positive variance")
    return special.ndtr(-np.asarray(true_score, dtype=np.float64) / spread)


def _reciprocal_rank(p, documents):
    """(1 - (1-p)^N)/(N p), 1 at p = 0."""
    positive = np.where(p > 0, p, 1.0)
    with np.errstate(divide="ignore"):
        value = -np.expm1(documents * np.log1p(-positive)) / (documents * positive)
    return np.where(p > 0, value, 1.0)


def _mean_of_minimum(k, documents, p):
    """E min(k, Binomial(N, p)) = sum over j < k of P(Binomial(N, p) > j)."""
    return sum(special.bdtrc(j, documents, p) for j in range(min(k, documents)))


def _interval(beaten, tied, documents):
    if documents < 1:
        raise ValueError(f"documents must be at least 1, got {documents}")
    low, tied = np.broadcast_arrays(np.asarray(beaten, np.float64), np.asarray(tied, np.float64))
    if not (np.all(low >= 0) and np.all(tied >= 0) and np.all(low + tied <= 1.0 + 1e-12)):
        raise ValueError("beaten and tied must be probabilities with beaten + tied at most 1")
    return low, np.minimum(low + tied, 1.0)
