"""Retrieval metrics from the histogram of exact ranks: MRR, recall, discounted gain, with ties told apart.

A cell's result is the integer histogram of (documents higher, documents level with the true one): merging is
exact and the order of merging does not matter. Metrics and their errors follow from it. Where queries have several
relevant documents, MRR goes by the first of them, recall by the share of them among the first k, and discounted
gain by its sum over them, divided by that of the ideal ranking.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from simulate.ranking import Ranks
from simulate.statistics import confidence_sequence

TIE_RULES = ("expected", "optimistic", "pessimistic")
SERIES_START = 32


@dataclass(frozen=True, slots=True)
class RankHistogram:
    """Number of queries for each pair (higher, ties), pairs in ascending order, among N documents.

    `higher`, `ties`, `counts` are int64 arrays of one length; `ties` includes the true document.
    """

    documents: int
    higher: np.ndarray
    ties: np.ndarray
    counts: np.ndarray

    @property
    def queries(self) -> int:
        """Number of queries counted."""
        return int(self.counts.sum())


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over queries with its standard error, as if queries were drawn independently."""

    mean: float
    standard_error: float
    queries: int


def rank_histogram(ranks: Ranks, documents: int) -> RankHistogram:
    """Histogram of the ranks of a batch of queries among N documents."""
    return _collected(documents, ranks.higher, ranks.ties, np.ones(len(ranks.higher), dtype=np.int64))


def merged(histograms: Iterable[RankHistogram]) -> RankHistogram:
    """Histogram of all queries of several histograms over corpora of one size.

    Raises
    ------
    ValueError
        For no histogram, or corpora of different sizes.
    """
    parts = list(histograms)
    sizes = {part.documents for part in parts}
    if len(sizes) != 1:
        raise ValueError(f"histograms must share one number of documents, got {sorted(sizes)}")
    columns = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("higher", "ties", "counts")
    )
    return _collected(sizes.pop(), *columns)


def rows(histogram: RankHistogram) -> list[tuple[int, int, int]]:
    """The histogram as plain (higher, ties, count) rows, for a store."""
    columns = (histogram.higher, histogram.ties, histogram.counts)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def from_rows(documents: int, triples: Iterable[Iterable[int]]) -> RankHistogram:
    """The histogram of plain (higher, ties, count) rows.

    Raises
    ------
    ValueError
        For a row that no query can have among N documents.
    """
    table = np.asarray(list(triples), dtype=np.int64).reshape(-1, 3)
    higher, ties, counts = table.T
    if np.any(higher < 0) or np.any(ties < 1) or np.any(higher + ties > documents) or np.any(counts < 1):
        raise ValueError(f"rows must have higher >= 0, ties >= 1, higher + ties <= {documents}, count >= 1")
    return _collected(documents, higher, ties, counts)


def reciprocal_rank(higher, ties, rule: str = "expected") -> np.ndarray:
    """Reciprocal rank with g documents higher and t level: (H_(g+t) - H_g)/t, 1/(g+1) or 1/(g+t)."""
    higher, ties = _broadcast(higher, ties)
    return _by_rule(
        rule, higher, ties, lambda rank: 1.0 / rank, lambda: harmonic_difference(higher, ties) / ties
    )


def hit(higher, ties, k: int, rule: str = "expected") -> np.ndarray:
    """Probability that the true document is among the first k, its place in a tie being uniform."""
    higher, ties = _broadcast(higher, ties)
    return _by_rule(
        rule, higher, ties, lambda rank: (rank <= k) * 1.0, lambda: np.clip(k - higher, 0, ties) / ties
    )


def discounted_gain(higher, ties, rule: str = "expected") -> np.ndarray:
    """Discounted gain 1/log2(1 + rank), averaged over the places of the tie: in (0, 1].

    The sum over a tie is a difference of cumulative sums, so memory is of the order of the largest rank.
    """
    higher, ties = _broadcast(higher, ties)

    def mean_over_ties():
        cumulative = np.concatenate(([0.0], np.cumsum(_discount(np.arange(1, np.max(higher + ties) + 1)))))
        return (cumulative[higher + ties] - cumulative[higher]) / ties

    single = _discount(higher + 1)
    expected = (lambda: single) if np.all(ties == 1) else mean_over_ties
    return _by_rule(rule, higher, ties, _discount, expected)


def mean(histogram: RankHistogram, metric: Callable[..., np.ndarray], **options) -> Estimate:
    """Mean of a metric over the histogram's queries, with its standard error.

    `metric` is `reciprocal_rank`, `hit` or `discounted_gain`; `options` go to it (`k`, `rule`).
    """
    values = metric(histogram.higher, histogram.ties, **options)
    total = histogram.queries
    average = float(np.dot(values, histogram.counts)) / total
    spread = float(np.dot((values - average) ** 2, histogram.counts))
    return Estimate(average, (spread / max(total - 1, 1) / total) ** 0.5, total)


def first_relevant(ranks: Ranks, owners: np.ndarray, rule: str = "expected") -> np.ndarray:
    """Reciprocal rank of each query's best ranked relevant document, in (0, 1].

    With r relevant ones among the t documents level with the best of them, below g others, it stands at place 1 to
    t - r + 1 of the tie: at place j with probability C(t - j, r - 1) / C(t, r) when ties are in random order.

    Parameters
    ----------
    ranks : Ranks of P relevant documents
    owners : (P,) query of each of them, ascending from 0, every query once or more
    """
    starts, several = _groups(owners)
    best = np.minimum.reduceat(ranks.higher, starts)
    level = ranks.higher == np.repeat(best, several)
    relevant = np.add.reduceat(level, starts)
    ties = np.maximum.reduceat(np.where(level, ranks.ties, 0), starts)

    def expected():
        values = reciprocal_rank(best, ties)
        for query in np.flatnonzero(relevant > 1):
            values[query] = _first_of(best[query], ties[query], relevant[query])
        return values

    return _by_rule(rule, best, ties - relevant + 1, lambda rank: 1.0 / rank, expected)


def recall(ranks: Ranks, owners: np.ndarray, k: int, rule: str = "expected") -> np.ndarray:
    """Share of each query's relevant documents among the first k: (Q,) in [0, 1], owners as in `first_relevant`.

    Optimistic and pessimistic take each relevant document at its best and worst place by itself.
    """
    starts, several = _groups(owners)
    return np.add.reduceat(hit(ranks.higher, ranks.ties, k, rule), starts) / several


def normalised_gain(ranks: Ranks, owners: np.ndarray, rule: str = "expected") -> np.ndarray:
    """Each query's discounted gain over that of the ideal ranking: (Q,) in (0, 1], otherwise as `recall`."""
    starts, several = _groups(owners)
    ideal = np.cumsum(_discount(np.arange(1, several.max() + 1)))[several - 1]
    return np.add.reduceat(discounted_gain(ranks.higher, ranks.ties, rule), starts) / ideal


def interval(values, *, level: float) -> tuple[float, float]:
    """Interval of a metric's mean from the values of independent queries, in [0, 1]: the mean lies outside with
    probability `level` at most, however many queries there are and whenever one stops drawing them.
    """
    values, counts = np.unique(values, return_counts=True)
    return confidence_sequence(counts, values, level=level)


def harmonic_difference(higher, ties) -> np.ndarray:
    """H_(g+t) - H_g = 1/(g+1) + ... + 1/(g+t) to a few units of the last place, for g >= 0, t >= 0.

    The first terms are added; beyond, H_n = ln n + c + 1/(2n) - 1/(12 n^2) + 1/(120 n^4) - 1/(252 n^6) is
    subtracted term by term, without cancellation.
    """
    higher, ties = (x.astype(np.float64) for x in _broadcast(higher, ties))
    total = np.zeros(higher.shape)
    for step in range(1, SERIES_START + 1):
        total += np.where(step <= ties, 1.0 / (higher + step), 0.0)
    rest = np.maximum(ties - SERIES_START, 0.0)
    start = higher + SERIES_START
    inverse, last = 1.0 / start, 1.0 / (start + rest)
    total += np.log1p(rest * inverse) - rest * inverse * last / 2.0
    total += (inverse**2 - last**2) / 12.0 - (inverse**4 - last**4) / 120.0
    total += (inverse**6 - last**6) / 252.0
    return total


def _groups(owners):
    """Where each query's run of relevant documents starts, and how long it is; ValueError for other than runs."""
    owners = np.asarray(owners)
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    if not np.array_equal(owners[starts], np.arange(len(starts))):
        raise ValueError("owners must be ascending from 0, every query once or more")
    return starts, np.diff(starts, append=len(owners))


def _first_of(higher, ties, relevant):
    """Expected reciprocal rank of the first of several relevant documents of a tie below `higher` others."""
    places = np.arange(1, ties - relevant + 2)
    falls = (ties - places[:-1] - relevant + 1) / (ties - places[:-1])
    chances = relevant / ties * np.concatenate(([1.0], np.cumprod(falls)))
    return float(np.sum(chances / (higher + places)))


def _discount(rank):
    return 1.0 / np.log2(1.0 + rank)


def _by_rule(rule, higher, ties, at_rank, expected):
    if rule not in TIE_RULES:
        raise ValueError(f"rule must be one of {', '.join(TIE_RULES)}, got {rule!r}")
    if rule == "expected":
        return expected()
    return at_rank(higher + (1 if rule == "optimistic" else ties))


def _broadcast(higher, ties):
    higher, ties = np.broadcast_arrays(np.asarray(higher), np.asarray(ties))
    return higher, ties


def _collected(documents, higher, ties, counts):
    """Equal pairs put together, in ascending order: the same bytes whatever the order they came in."""
    keys, where = np.unique(higher * (documents + 1) + ties, return_inverse=True)
    sums = np.zeros(len(keys), dtype=np.int64)
    np.add.at(sums, where, counts)
    return RankHistogram(documents, keys // (documents + 1), keys % (documents + 1), sums)
