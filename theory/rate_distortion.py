r"""The exact rate-distortion function of ranking, certified.

A relevant document Y with law p_1 >= .. >= p_N is to be ranked by a decoder that is told R bits about it; a
ranking that puts it at rank k gains g(k), and the distortion is D = 1 - E[g(K)]. Over all encoders and
decoders

    R*(D) = H(p) - max { H(r) : r a law on ranks, r majorises p, sum_k r_k g(k) >= 1 - D },

in bits: the r_k are the law of the rank. Every value is an enclosure. The lower end comes from a feasible
point of the dual, the upper end from a feasible rank law, both evaluated with rounding outwards
(`theory.supporting_line`), so neither rests on the search that found them. Sorting apart, a point costs
O(N).

The rate is that of coding many queries together (or of mutual information); what one index entry of fixed
length can do is `theory.one_shot`.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .enclosure import Bound, Enclosure, rounded_down, rounded_up
from .gains import Gain
from .one_shot import one_shot_gain
from .popularity import Prior
from .rank_law import multipliers, solve_for_distortion, solve_for_rate, steepest_price
from .ranked_source import RankedSource, ranked_source
from .short_source import (
    ShortSource,
    certify_at,
    multipliers_at,
    price_for_distortion,
    price_for_rate,
    short_source,
)
from .summation import UNIT
from .supporting_line import Certificate, certify

__all__ = [
    "Tangent",
    "curve",
    "distortion",
    "largest_distortion",
    "one_shot_gain",
    "rate",
    "slope",
    "tangent",
]

_VANISHING = 1e-280
"""Smaller excess distortions get the rank law of excess 0; the dual then pays less than 1e-270 bit."""
_FLAT = 1e-8
"""The price used where the excess distortion is within rounding of the largest."""
_FAINT = 1e-14
"""A smaller share of the largest rate is lost in rounding: the line that touches at this share serves instead."""
_BATCH = 2**20


def rate(distortion: float, prior: Prior, gain: Gain = "reciprocal") -> Enclosure[float]:
    """R*(D): the fewest bits per query at which a mean distortion D can be had.

    Parameters
    ----------
    distortion : float
        D = 1 - E[g(rank of the relevant document)], in [1 - g(1), 1].
    prior : int or array (N,)
        N for equally likely documents, or their weights in any order; zeros allowed.
    gain : str or array (N,)
        ``"reciprocal"``, ``"dcg"``, ``"hit@k"`` or non-increasing values in [0, 1].

    Returns
    -------
    Enclosure
        In bits; exactly [0, 0] from the largest useful distortion on.

    Raises
    ------
    ValueError
        For a distortion outside [0, 1], below 1 - g(1) or NaN, and for a prior or gain that is none.
    """
    source = short_source(prior, gain)
    if source is None:
        bounds = curve(np.array([distortion], dtype=float), prior, gain)
        return Enclosure(float(bounds.lower[0]), float(bounds.upper[0]))
    excess = float(source.excess(float(distortion)))
    if excess >= source.largest_excess.upper:
        return Enclosure(0.0, 0.0)
    found = _rates_from(source, _touching(source, _price_at(source, excess)), excess)
    return Enclosure(float(found.lower), float(found.upper))


def curve(distortions: np.ndarray, prior: Prior, gain: Gain = "reciprocal") -> Enclosure[np.ndarray]:
    """R* at many distortions (m,) at once: an enclosure whose bounds are arrays (m,), in bits; see `rate`."""
    source = ranked_source(prior, gain)
    excess = np.array([float(source.excess(float(d))) for d in distortions])
    lower, upper = np.zeros_like(excess), np.zeros_like(excess)
    busy = np.flatnonzero(excess < source.largest_excess.upper)
    rows = max(1, _BATCH // source.size)
    for some in np.split(busy, range(rows, len(busy), rows)):
        if len(some):
            found = _rates(source, excess[some])
            lower[some], upper[some] = found.lower, found.upper
    return Enclosure(lower, upper)


def _rates(source: RankedSource, excess: np.ndarray) -> Enclosure[np.ndarray]:
    """Bounds on the rate at excess distortions (m,), each known to within 2 u."""
    inner = (excess > _VANISHING) & (excess < source.largest_excess.lower)
    if inner.all():
        slopes, alpha = solve_for_distortion(source, excess)
    else:
        slopes = np.array([_price_at_end(source, e) for e in excess])
        alpha = multipliers(source, slopes)
        if inner.any():
            slopes[inner], alpha[inner] = solve_for_distortion(source, excess[inner])
    return _rates_from(source, certify(source, slopes, alpha), excess)


def _price_at(source: ShortSource, excess: float) -> float:
    if _VANISHING < excess < source.largest_excess.lower:
        return price_for_distortion(source, excess)
    return _price_at_end(source, excess)


def _price_at_end(source: RankedSource, excess: float) -> float:
    """The price at either end of the curve, within rounding of it."""
    return max(source.least_slope, _FLAT) if excess > _VANISHING else steepest_price(source)


def _rates_from(source: RankedSource, found: Certificate[Bound], excess: Bound) -> Enclosure[Bound]:
    """Lower bounds from the line; upper ones from the point, by the chord to (0, H(p)) if it lies too far right."""
    lower = np.maximum(found.line - found.slopes * excess * (1.0 + 8 * UNIT), 0.0) * (1.0 - 4 * UNIT)
    most = source.entropy.upper
    short = np.maximum(found.excess - excess * (1.0 - 2 * UNIT), 0.0)
    share = short / np.maximum(found.excess, np.finfo(float).tiny)
    return Enclosure(lower, np.minimum(found.rate + share * (most - found.rate) + 8 * UNIT * most, most))


def distortion(rate: float, prior: Prior, gain: Gain = "reciprocal") -> Enclosure[float]:
    """D*(R), the inverse of `rate`: the least mean distortion that R bits per query allow.

    Parameters
    ----------
    rate : float
        R >= 0 in bits, infinity included.

    Returns
    -------
    Enclosure
        Distortion in [1 - g(1), 1]; the best mean gain (for reciprocal rank the MRR) is one minus it.

    Raises
    ------
    ValueError
        For a rate that is negative or NaN, and for a prior or gain that is none.
    """
    if not rate >= 0.0:
        raise ValueError(f"rate={rate!r} must be a number of bits >= 0")
    source = _source(prior, gain)
    largest = source.largest_excess
    if rate == 0.0 or largest.upper == 0.0:
        return _lifted(source, largest)
    found = _touching(source, steepest_price(source))
    if found.excess == 0.0 and rate >= found.rate:
        return _lifted(source, Enclosure(0.0, 0.0))
    if rate < found.line:
        found = _of_rate(source, max(float(rate), _FAINT * found.rate), found.rate)
    return _lifted(source, _excess_by_convexity(source, found, float(rate)))


def _source(prior: Prior, gain: Gain) -> RankedSource:
    return short_source(prior, gain) or ranked_source(prior, gain)


def _touching(source: RankedSource, price: float) -> Certificate[float]:
    """The best certificate at one price, in floats."""
    if isinstance(source, ShortSource):
        return certify_at(source, price, multipliers_at(source, price))
    slopes = np.array([price])
    return _single(certify(source, slopes, multipliers(source, slopes)))


def _of_rate(source: RankedSource, rate: float, largest: float) -> Certificate[float]:
    """The certificate at the price where the rate is as given, below `largest`, in floats."""
    if isinstance(source, ShortSource):
        return _touching(source, price_for_rate(source, rate, largest))
    return _single(certify(source, *solve_for_rate(source, np.array([rate]), largest)))


def _single(found: Certificate[np.ndarray]) -> Certificate[float]:
    return Certificate(*(float(bound[0]) for bound in (found.slopes, found.line, found.excess, found.rate)))


def _excess_by_convexity(source: RankedSource, found: Certificate[float], rate: float) -> Enclosure[float]:
    """From the line below the curve and, above it, the chord from the certified point to (largest, 0)."""
    above = source.largest_excess.upper
    lower = max(found.line - rate, 0.0) / found.slopes * (1.0 - 8 * UNIT)
    share = max(found.rate - rate, 0.0) / found.rate if found.rate > 0.0 else 0.0
    upper = found.excess + share * max(above - found.excess, 0.0)
    return Enclosure(lower, min(upper * (1.0 + 16 * UNIT), above))


def _lifted(source: RankedSource, excess: Enclosure) -> Enclosure[float]:
    least = 1 - Fraction(source.drops.top)
    upper = min(least + Fraction(excess.upper), Fraction(1))
    return Enclosure(rounded_down(least + Fraction(excess.lower)), rounded_up(upper))


def largest_distortion(prior: Prior, gain: Gain = "reciprocal") -> Enclosure[float]:
    """D_max = 1 - sum_k p_k g(k): what the best fixed ranking has without any bit."""
    source = _source(prior, gain)
    return _lifted(source, source.largest_excess)


@dataclass(frozen=True)
class Tangent:
    """The line of a given price that touches R* from below."""

    lagrangian: Enclosure[float]
    """min over D of R*(D) + price D, bits."""
    distortion: float
    """A distortion at which the minimum is attained to within the width, rounded up."""
    rate: float
    """An attained rate there, bits, rounded up."""


def tangent(price: float, prior: Prior, gain: Gain = "reciprocal") -> Tangent:
    """min_D R*(D) + price D, and where: one isotonic regression, no search.

    Parameters
    ----------
    price : float
        Bits per unit of distortion, positive and finite; R* has slope -price at the point returned.
    """
    if not 0.0 < price < np.inf:
        raise ValueError(f"price={price!r} must be a positive, finite number of bits per unit of distortion")
    source = _source(prior, gain)
    found, least = _touching(source, float(price)), source.drops.least
    lower = max(found.line + price * least.lower, 0.0) * (1.0 - 8 * UNIT)
    upper = (found.rate + price * (found.excess + least.upper)) * (1.0 + 8 * UNIT)
    at = min((found.excess + least.upper) * (1.0 + 2 * UNIT), 1.0)
    return Tangent(Enclosure(lower, upper), at, found.rate)


def slope(distortion: float, prior: Prior, gain: Gain = "reciprocal") -> Enclosure[float]:
    """dR*/dD in bits per unit of distortion, <= 0, enclosed.

    The price s of the touching line maximises the concave psi(s) = min_D' (R*(D') + s D') - s D, which is
    certified at a handful of prices: where psi is surely lower than at the best of them, the maximum is
    passed. The width is thus of the order of the square root of that of the rates, about 1e-6 relative. At
    the largest useful distortion, where R* has a corner, the enclosure holds both one-sided slopes.

    Raises
    ------
    ValueError
        As `rate` does, and at D = 1 - g(1), where the slope may be infinite.
    """
    source = _source(prior, gain)
    excess = float(source.excess(float(distortion)))
    if not excess:
        raise ValueError(
            f"distortion={distortion!r} is 1 - g(1), the end of the curve, which has no finite slope"
        )
    if excess > source.largest_excess.upper:
        return Enclosure(0.0, 0.0)
    if isinstance(source, ShortSource):
        best = _price_at(source, excess)
    elif excess < source.largest_excess.lower:
        best = float(solve_for_distortion(source, np.array([excess]))[0][0])
    else:
        best = _price_at_end(source, excess)
    steps = max(best, 1.0) * 4.0 ** -np.arange(14.0)
    prices = np.concatenate([best - steps, best + steps])
    return _slope_by_concavity(source, prices[prices > 0.0], excess)


def _slope_by_concavity(source: RankedSource, prices: np.ndarray, excess: float) -> Enclosure[float]:
    found = [_touching(source, price) for price in prices.tolist()]
    line = np.array([f.line for f in found])
    point = np.array([f.rate + f.slopes * f.excess for f in found])
    error = 16 * UNIT * (abs(line) + point + prices * excess)
    best = np.max(line - prices * excess - error)
    passed = point - prices * excess + error < best
    peak = prices[np.argmax(line - prices * excess)]
    steeper = prices[passed & (prices > peak)].min(initial=np.inf)
    flatter = prices[passed & (prices < peak)].max(initial=0.0)
    return Enclosure(-float(steeper), -float(flatter))
