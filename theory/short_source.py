r"""Ranking sources of few documents, in plain floats: up to some sixty ranks a single NumPy call costs more.

Same formulas and same certificates as for the others: `theory.supporting_line.bounds` turns the sums formed here
into a line below the curve and a point above it. Sums are `math.fsum`, which rounds once, or plain running sums, which
round once a term.
"""

import math
from collections.abc import Callable
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from operator import mul, truediv

import numpy as np

from .gains import Drops, Gain, gain_drops
from .popularity import Prior
from .rank_law import PATIENCE
from .ranked_source import RankedSource
from .summation import ELEMENTARY, UNIT
from .supporting_line import Certificate, Sums, bounds

__all__ = [
    "LONGEST_SHORT",
    "ShortSource",
    "certify_at",
    "multipliers_at",
    "price_for_distortion",
    "price_for_rate",
    "short_source",
]

LONGEST_SHORT = 64
_SMALLEST = 1e-300
_NORMAL = 2.0**-1022


class ShortSource(RankedSource):
    """A ranking source whose weights and drops are lists of floats."""

    weights: list[float]  # type: ignore[assignment]

    @property
    def running_error(self) -> float:
        return self.size * UNIT

    @cached_property
    def leaders(self) -> int:
        return list(self.drops.values).count(0.0)

    @cached_property
    def slack(self) -> float:
        return 1.01 * (self.running_error + ELEMENTARY + 9 * UNIT)

    @cached_property
    def tails(self) -> list[float]:  # type: ignore[override]
        return list(accumulate(self.weights[::-1]))[::-1]

    @cached_property
    def least_slope(self) -> float:
        slopes = (
            math.log2(before / after) / (later - sooner)
            for (before, after), (sooner, later) in zip(
                pairwise(self.weights), pairwise(self.drops.values), strict=True
            )
            if later > sooner
        )
        return min(slopes, default=math.inf)

    @cached_property
    def drop(self) -> float:
        return math.fsum(map(mul, self.weights, self.drops.values))

    @cached_property
    def surprise(self) -> float:
        return -math.fsum([w * math.log2(w) for w in self.weights])


def short_source(prior: Prior, gain: Gain) -> ShortSource | None:
    """The source of at most `LONGEST_SHORT` documents; None for longer ones and for those that are to be refused."""
    if isinstance(prior, np.ndarray) and prior.dtype == np.float64 and prior.ndim == 1:
        weights = prior.tolist() if len(prior) <= LONGEST_SHORT else []
    else:
        weights = [1.0] * prior if type(prior) is int and prior <= LONGEST_SHORT else []
    documents = len(weights)
    if not 0.0 < sum(weights) < math.inf:
        return None
    weights.sort(reverse=True)
    if not weights[-1]:
        weights = [w for w in weights if w]
    exponent = math.frexp(weights[0])[1] + len(weights).bit_length()
    weights = [math.ldexp(w, -exponent) for w in weights]
    if weights[-1] <= _NORMAL:  # negative, or too small
        return None
    if isinstance(gain, str):
        drops = _named(gain, len(weights))
    else:
        drops = _listed(gain_drops(gain, documents), len(weights))
    return ShortSource(weights, drops, documents)  # type: ignore[arg-type]


@lru_cache(maxsize=256)
def _named(gain: str, ranks: int) -> Drops:
    return _listed(gain_drops(gain, ranks), ranks)


def _listed(drops: Drops, ranks: int) -> Drops:
    return Drops(drops.top, drops.values[:ranks].tolist(), drops.error)


def multipliers_at(source: ShortSource, price: float) -> list[float]:
    """The best multipliers (n,) at a price, on the scale of ``source.weights``; see `theory.rank_law`."""
    alpha: list[float] = []
    for height, _, _, size in _pool(source.weights, _tilt(source, price)):
        alpha += [height] * size
    return alpha


def certify_at(source: ShortSource, price: float, multipliers: list[float]) -> Certificate[float]:
    """`theory.supporting_line.certify` at one price, in floats; the multipliers must not increase."""
    ranks = list(map(mul, multipliers, _tilt(source, price)))
    tails = list(accumulate(ranks[::-1]))[::-1]
    sums = Sums(
        cross=-math.fsum([w * math.log2(a) for w, a in zip(source.weights, multipliers, strict=True)]),
        mass=tails[0],
        mass_in_bits=math.log2(tails[0]),
        drop=math.fsum(map(mul, ranks, source.drops.values)),
        surprise=-math.fsum([r * math.log2(r) for r in ranks if r]),
        overweight=max(map(truediv, tails, source.tails)),
        below_top=any(ranks[source.leaders :]),
    )
    return bounds(source, price, sums)


def _tilt(source: ShortSource, price: float) -> list[float]:
    return [math.exp2(-price * h) for h in source.drops.values]


def _pool(weights: list[float], tilt: list[float]) -> list[tuple[float, float, float, int]]:
    """Blocks of the isotonic regression of weights / tilt with weights tilt: pool adjacent violators.

    Of each block its multiplier, the sum of the weights over that of the tilts; both sums; and how many ranks it has.
    """
    blocks: list[tuple[float, float, float, int]] = []
    for weight, share in zip(weights, tilt, strict=True):
        share = max(share, _SMALLEST)
        alpha, size = weight / share, 1
        while blocks and blocks[-1][0] <= alpha:
            _, more, further, ranks = blocks.pop()
            weight, share, size = weight + more, share + further, size + ranks
            alpha = weight / share
        blocks.append((alpha, weight, share, size))
    return blocks


def price_for_distortion(source: ShortSource, excess: float) -> float:
    """The price of the point of given excess distortion, above 0 and below the largest."""
    largest = source.largest_excess.midpoint

    def progress(price: float) -> tuple[float, float, float]:
        reached, fall, _ = _reached(source, price)
        return largest - reached, reached, fall

    return _solve(source, progress, largest - excess, excess, scale=excess)


def price_for_rate(source: ShortSource, rate: float, largest: float) -> float:
    """The price of the point of given rate, above 0 and below `largest`."""

    def progress(price: float) -> tuple[float, float, float]:
        _, fall, reached = _reached(source, price)
        return reached, largest - reached, price * fall

    return _solve(source, progress, rate, largest - rate, scale=largest)


def _reached(source: ShortSource, price: float) -> tuple[float, float, float]:
    """Excess distortion E, -dE/ds and rate of the pooled solution at a price."""
    drops, tilt = source.drops.values, _tilt(source, price)
    excess = fall = cross = 0.0
    end = 0
    for alpha, weight, share, size in _pool(source.weights, tilt):
        start, end = end, end + size
        tilted = list(map(mul, tilt[start:end], drops[start:end]))
        mean = sum(tilted) / share
        excess += weight * mean
        fall += weight * max(sum(map(mul, tilted, drops[start:end])) / share - mean * mean, 0.0)
        cross += weight * math.log2(alpha)
    excess /= source.total
    return (
        excess,
        math.log(2.0) * fall / source.total,
        (cross + source.surprise) / source.total - price * excess,
    )


def _solve(
    source: ShortSource, progress: Callable, value: float, complement: float, *, scale: float
) -> float:
    """The price at which ``progress`` gives `value` and its `complement`, as `theory.rank_law` finds many at once."""
    tolerance = 16 * math.log2(source.size + 2.0) * UNIT * scale
    goal, low, high = math.log(value) - math.log(complement), 0.0, math.inf
    step = math.log2(source.size + 1.0)
    for iteration in range(PATIENCE):
        reached, left, growth = progress(source.least_slope + step)
        low, high = (step, high) if left > complement else (low, step)
        if abs(left - complement) <= tolerance * (1.0 + step / 128.0) or high <= low * (1.0 + 4 * UNIT):
            break
        reached, left = max(reached, _NORMAL), max(left, _NORMAL)
        gap = (goal - math.log(reached / left)) / max(growth / reached + growth / left, _NORMAL)
        newton = step + gap if step == low else step * math.exp(max(gap / step, -700.0))
        if low < newton < high and iteration % 8 < 7:
            step = newton
        elif high == math.inf:
            step = 2.0 * low + 1.0
        else:
            step = math.sqrt(low * high) if low else high / 16.0
    return source.least_slope + step
