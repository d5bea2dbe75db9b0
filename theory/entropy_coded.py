r"""Codes for one query at a time whose codewords are entropy coded: an achievable curve between the two limits.

The m most popular documents get a list of their own; the others are dealt round-robin into K lists. The codeword
then has entropy H(p_1, .., p_m, list masses), and the mean gain is sum_{i<=m} p_i g(1) +
sum_{i>m} p_i g(ceil((i-m)/K)). Time sharing between such codes attains the lower convex hull of these points. With
m = 0 the code is the one of `theory.one_shot`, at no more than its log2 K bits; the exact rate-distortion function
lies below.
"""

import numpy as np

from .gains import Gain
from .popularity import Prior
from .ranked_source import RankedSource, ranked_source
from .summation import total

__all__ = ["FEASIBLE_UP_TO", "entropy_coded_curve"]

FEASIBLE_UP_TO = 20_000
"""More documents than this take longer than a second: some thousand codes are tried, each in O(N)."""


_SIZES = 32
"""How many values of m and of K are tried, spread geometrically; all of them where N is no larger."""


def entropy_coded_curve(prior: Prior, gain: Gain = "reciprocal") -> tuple[np.ndarray, np.ndarray]:
    """Vertices of the achievable curve, rates rising.

    Parameters
    ----------
    prior, gain
        As in `theory.rate_distortion.rate`.

    Returns
    -------
    rates : array (v,)
        Entropy of the codeword in bits, rounded up.
    distortions : array (v,)
        Mean distortion, rounded up; falling and convex in the rate.
    """
    source = ranked_source(prior, gain)
    counts = _spread(source.size)
    named = np.concatenate([[0], counts])
    points = [_point(source, m, k) for m in named for k in counts if k < source.size - m]
    points.append((source.entropy.upper, 0.0))
    rates, excess = _lower_hull(np.array(points))
    return rates, (1.0 - source.drops.top) + excess


def _spread(size: int) -> np.ndarray:
    if size <= _SIZES:
        return np.arange(1, size + 1)
    return np.unique(np.round(np.geomspace(1, size, _SIZES)).astype(int))


def _point(source: RankedSource, named: int, lists: int) -> tuple[float, float]:
    rest = source.weights[named:]
    rows = -(-len(rest) // lists)
    dealt = np.zeros(rows * lists)
    dealt[: len(rest)] = rest
    masses = np.concatenate([source.weights[:named], dealt.reshape(rows, lists).sum(axis=0)]) / source.total
    rate = float(total(masses * -np.log2(masses)))
    drops = np.repeat(source.drops.values[:rows], lists)[: len(rest)]
    excess = float(total(rest * drops)) / source.total
    return rate + 4 * source.slack * (rate + 1.0), excess * (1.0 + 2 * source.slack + source.drops.error)


def _lower_hull(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vertices of the lower left convex hull, by Andrew's monotone chain."""
    hull: list[np.ndarray] = []
    for point in points[np.lexsort((points[:, 1], points[:, 0]))]:
        if hull and point[1] >= hull[-1][1]:
            continue
        while len(hull) > 1 and _above(hull[-2], hull[-1], point):
            hull.pop()
        hull.append(point)
    rates, excess = np.array(hull).T
    return rates, excess


def _above(first, middle, last) -> bool:
    return (middle[1] - first[1]) * (last[0] - first[0]) >= (last[1] - first[1]) * (middle[0] - first[0])
