r"""The optimal rank law of a ranking source, found in floats; `theory.supporting_line` certifies it.

At price s the best multipliers are constant on blocks of ranks,

    alpha = p(B) / sum_{k in B} 2^{-s h_k},    r_k = alpha 2^{-s h_k},

and the blocks are those of the isotonic (non-increasing) regression of p_k 2^{s h_k} with weights
2^{-s h_k}: pool adjacent violators. As s grows blocks only merge, the excess distortion falls without a
jump from its largest value (up to s = `RankedSource.least_slope`) to 0, and the rate rises. Both have a
derivative by blocks:

    dE/ds = -ln 2 sum_B p(B) Var_B(h),    dR/ds = -s dE/ds.
"""

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import CubicHermiteSpline
from scipy.optimize import isotonic_regression

from .ranked_source import RankedSource
from .summation import UNIT

__all__ = ["PATIENCE", "multipliers", "solve_for_distortion", "solve_for_rate", "steepest_price"]

_SMALLEST = 1e-300
_VANISHING = 1100.0
"""2^-1100 is 0 in floats."""
PATIENCE = 100
_TABLE = 32
_NEARBY = 8e-6
"""Moves of the price, in nats per unit of distortion, that leave the blocks as good as they are."""
_COARSE = 8192
"""Longer sources are first solved on this few groups of neighbouring ranks."""


@dataclass(frozen=True)
class _Ranks:
    """Groups of neighbouring ranks: summed weights, mean drops, sizes (None: one rank each)."""

    weights: np.ndarray
    drops: np.ndarray
    sizes: np.ndarray | None
    surprise: float
    """sum w log2(1/w) over the ranks themselves."""
    mass: float
    """The sum of the weights of the whole source."""
    idle: float = 0.0
    """The excess distortion of the ranks that are left out, which share no block."""


@dataclass(frozen=True)
class _Pooled:
    """The pooled solution at m prices, its blocks flattened, and what it reaches."""

    starts: np.ndarray
    rows: np.ndarray
    """(m,) the first block of each price."""
    alpha: np.ndarray
    mean: np.ndarray
    """Of h in each block, under the tilt."""
    variance: np.ndarray
    excess: np.ndarray
    fall: np.ndarray
    """-dE/ds"""
    rate: np.ndarray


def multipliers(source: RankedSource, slopes: np.ndarray) -> np.ndarray:
    """alpha (m, n) for the prices (m,), on the scale of ``source.weights``."""
    ranks = _full(source)
    tilt = _tilt(ranks, slopes)
    starts = _pool(ranks, tilt)
    return _spread(_block_weights(ranks, tilt, starts) / _sums(tilt, starts), starts, tilt.shape)


def steepest_price(source: RankedSource) -> float:
    """A price at which every rank below the top gain has weight 0 in floats."""
    if source.leaders == source.size:
        return 1.0
    return min(_VANISHING / float(source.drops.values[source.leaders]), 1e300)


def solve_for_distortion(source: RankedSource, excess: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Prices (m,), multipliers (m, n) with the given excess distortion (m,), above 0, under the largest."""
    largest = source.largest_excess.midpoint

    def progress(pooled, _):
        return largest - pooled.excess, pooled.excess, pooled.fall

    return _solve(source, progress, largest - excess, excess, scale=excess)


def solve_for_rate(source: RankedSource, rate: np.ndarray, largest: float) -> tuple[np.ndarray, np.ndarray]:
    """Prices (m,) and multipliers (m, n) whose rate is as given (m,), above 0 and below `largest`."""

    def progress(pooled, slopes):
        return pooled.rate, largest - pooled.rate, slopes * pooled.fall

    return _solve(source, progress, rate, largest - rate, scale=np.full_like(rate, largest))


def _pooled(ranks: _Ranks, slopes: np.ndarray) -> _Pooled:
    return _reached(ranks, slopes, _pool(ranks, _tilt(ranks, slopes)))


def _reached(ranks: _Ranks, slopes: np.ndarray, starts: np.ndarray) -> _Pooled:
    """The solution on given blocks."""
    tilt = _tilt(ranks, slopes)
    rows = np.searchsorted(starts, np.arange(len(slopes)) * len(ranks.weights))
    weights, sums = _block_weights(ranks, tilt, starts), _sums(tilt, starts)
    tilt *= ranks.drops
    mean = _sums(tilt, starts) / sums
    tilt *= ranks.drops
    variance = np.maximum(_sums(tilt, starts) / sums - mean**2, 0.0)
    del tilt
    alpha = weights / sums
    excess = np.add.reduceat(weights * mean, rows) / ranks.mass
    fall = np.log(2.0) * np.add.reduceat(weights * variance, rows) / ranks.mass
    cross = np.add.reduceat(weights * np.log2(alpha), rows)
    rate = np.maximum((cross + ranks.surprise) / ranks.mass - slopes * excess, 0.0)
    return _Pooled(starts, rows, alpha, mean, variance, excess + ranks.idle, fall, rate)


def _tilt(ranks: _Ranks, slopes: np.ndarray) -> np.ndarray:
    """2^{-s h} times the size of the group, (m, n), kept above 0."""
    tilt = -slopes[:, None] * ranks.drops
    np.exp2(tilt, out=tilt)
    if ranks.sizes is not None:
        tilt *= ranks.sizes
    return np.maximum(tilt, _SMALLEST, out=tilt)


def _sums(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    return np.add.reduceat(values.ravel(), starts)


def _block_weights(ranks: _Ranks, tilt: np.ndarray, starts: np.ndarray) -> np.ndarray:
    weights = ranks.weights if len(tilt) == 1 else np.broadcast_to(ranks.weights, tilt.shape)
    return _sums(weights, starts)


def _spread(values: np.ndarray, starts: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Values of blocks, repeated over the ranks of each."""
    ends = np.append(starts[1:], shape[0] * shape[1])
    return np.repeat(values, ends - starts).reshape(shape)


def _pool(ranks: _Ranks, tilt: np.ndarray) -> np.ndarray:
    """Starts of the blocks in the flattened (m, n) array."""
    rows, size = tilt.shape
    if ranks.sizes is None and ranks.weights[0] == ranks.weights[-1]:
        return np.arange(rows) * size
    starts = [
        isotonic_regression(ranks.weights / row, weights=row, increasing=False).blocks[:-1] for row in tilt
    ]
    return np.concatenate([start + size * i for i, start in enumerate(starts)])


def _full(source: RankedSource) -> _Ranks:
    return _Ranks(source.weights, source.drops.values, None, source.surprise, source.total)


def _coarse(source: RankedSource) -> _Ranks:
    """Ranks grouped where neither rank, drop nor popularity changes much."""
    parts = _COARSE // 4
    drops, weights = source.drops.values, source.weights
    levels = np.geomspace(weights[0], weights[-1], parts)
    edges = [
        np.arange(parts),
        np.geomspace(1, source.size - 1, parts).astype(int),
        np.searchsorted(drops, np.linspace(0.0, drops[-1], parts)),
        source.size - np.searchsorted(weights[::-1], levels),
    ]
    starts = np.unique(np.concatenate(edges))
    starts = starts[starts < source.size]
    sizes = np.diff(starts, append=source.size).astype(float)
    grouped, means = np.add.reduceat(weights, starts), np.add.reduceat(drops, starts) / sizes
    return _Ranks(grouped, means, sizes, source.surprise, source.total)


def _solve(source, progress, value, complement, *, scale) -> tuple[np.ndarray, np.ndarray]:
    """Prices at which ``progress`` gives `value` and its `complement`, to a few units of `scale` u."""
    origin = source.least_slope
    step = np.full_like(value, np.log2(source.size + 1.0))
    if source.size > _COARSE:
        return _solve_long(source, progress, value, complement, scale, step)
    if len(value) > 2 * _TABLE:
        step = _from_table(source, progress, value, complement, 1e-3 * scale, step)
    tolerance = 16 * np.log2(source.size + 2.0) * UNIT * scale
    step, alpha = _newton(_full(source), progress, value, complement, tolerance, origin, step)
    return origin + step, alpha


def _solve_long(source, progress, value, complement, scale, step) -> tuple[np.ndarray, np.ndarray]:
    """The same for long sources: a coarse solution, then one step of Newton's method with the blocks found there.

    So near the root the blocks stay, and their multipliers move with the price as their sums do, to second order.
    """
    origin, ranks = source.least_slope, _full(source)
    near, _ = _newton(_coarse(source), progress, value, complement, 1e-8 * scale, origin, step)
    starts = _pool(ranks, _tilt(ranks, origin + near))
    part, inside, busy = _shared(ranks, starts) if len(near) == 1 else (ranks, starts, None)
    pooled = _reached(part, origin + near, inside)
    reached, left, growth = progress(pooled, origin + near)
    step = _next(near, reached, left, growth, np.log(value / complement), left > complement)
    move = np.log(2.0) * (step - near)
    if (abs(move) > _NEARBY).any():
        step, alpha = _newton(ranks, progress, value, complement, 4e-12 * scale, origin, step)
        return origin + step, alpha
    move = np.repeat(move, np.diff(pooled.rows, append=len(pooled.starts)))
    moved = pooled.alpha * np.exp(move * pooled.mean) / (1.0 + 0.5 * move**2 * pooled.variance)
    found = _spread(moved, pooled.starts, (len(step), len(part.weights)))
    if busy is None:
        return origin + step, found
    alpha = ranks.weights / _tilt(ranks, origin + step)
    alpha[:, busy] = found
    return origin + step, alpha


def _shared(ranks: _Ranks, starts: np.ndarray) -> tuple[_Ranks, np.ndarray, np.ndarray | None]:
    """The ranks that share a block, where those in the blocks are, and which they are (None: all are kept)."""
    sizes = np.diff(starts, append=len(ranks.weights))
    single = starts[sizes == 1]
    if not len(ranks.weights) < 2 * len(single) < 2 * len(ranks.weights):
        return ranks, starts, None
    busy = np.ones(len(ranks.weights), dtype=bool)
    busy[single] = False
    weights, drops = ranks.weights[busy], ranks.drops[busy]
    idle = max(float(ranks.weights @ ranks.drops - weights @ drops), 0.0) / ranks.mass
    part = _Ranks(weights, drops, None, -float(weights @ np.log2(weights)), ranks.mass, idle)
    sizes = sizes[sizes > 1]
    return part, np.cumsum(sizes) - sizes, busy


def _from_table(source, progress, value, complement, tolerance, step) -> np.ndarray:
    """First guesses for many targets: prices between the two outermost solutions, tabulated and interpolated."""
    ranks, origin = _full(source), source.least_slope
    ends = np.array([np.argmin(value), np.argmax(value)])
    outer, _ = _newton(ranks, progress, value[ends], complement[ends], tolerance[ends], origin, step[ends])
    table = np.geomspace(outer[0], outer[1], _TABLE)
    reached, left, growth = progress(_pooled(ranks, origin + table), origin + table)
    heights, speed = _height(reached, left, growth)
    kept = np.concatenate([[True], np.diff(heights) > 1e-6])
    if kept.sum() < 2:
        return np.full_like(value, outer[0])
    spline = CubicHermiteSpline(heights[kept], np.log(table[kept]), 1.0 / (speed * table)[kept])
    return np.exp(np.clip(spline(np.log(value / complement)), np.log(table[0]), np.log(table[-1])))


def _newton(ranks, progress, value, complement, tolerance, origin, step) -> tuple[np.ndarray, np.ndarray]:
    """Newton's method on log(value / complement), which is nearly linear in the price or in its logarithm.

    From below the root the step is taken in the price, from above in its logarithm (both measured from
    `origin`), so that it neither overshoots nor leaves the domain; a bracket catches the rest.
    """
    step = step.copy()
    low, high = np.zeros_like(step), np.full_like(step, np.inf)
    goal = np.log(value / complement)
    alpha = np.empty((len(step), len(ranks.weights)))
    active = np.arange(len(step))
    for iteration in range(PATIENCE):
        now = step[active]
        pooled = _pooled(ranks, origin + now)
        reached, left, growth = progress(pooled, origin + now)
        off = abs(left - complement[active])
        below = left > complement[active]
        low[active] = np.where(below, now, low[active])
        high[active] = np.where(below, high[active], now)
        bottom, top = low[active], high[active]
        moving = (off > tolerance[active] * (1.0 + now / 128.0)) & (top > bottom * (1 + 4 * UNIT))
        moving &= iteration < PATIENCE - 1
        if not moving.all():
            done = _spread(pooled.alpha, pooled.starts, (len(active), alpha.shape[1]))
            alpha[active[~moving]] = done[~moving]
        newton = _next(now, reached, left, growth, goal[active], below)
        inside = (newton > bottom) & (newton < top) & (iteration % 8 < 7)
        step[active] = np.where(moving, np.where(inside, newton, _middle(bottom, top)), now)
        active = active[moving]
        if not len(active):
            break
    return step, alpha


def _next(now, reached, left, growth, goal, below) -> np.ndarray:
    """The Newton step towards log(reached / left) = goal."""
    height, speed = _height(reached, left, growth)
    gap = (goal - height) / speed
    return np.where(below, now + gap, now * np.exp(np.clip(gap / now, -700.0, 0.0)))


def _height(reached, left, growth) -> tuple[np.ndarray, np.ndarray]:
    """log(reached / left) and its derivative, kept finite."""
    tiny = np.finfo(float).tiny
    reached, left = np.maximum(reached, tiny), np.maximum(left, tiny)
    return np.log(reached) - np.log(left), np.maximum(growth * (1.0 / reached + 1.0 / left), tiny)


def _middle(low, high) -> np.ndarray:
    """A point between the ends of a bracket, in logarithm; the upper may be infinite and the lower zero."""
    inner = np.where(low > 0.0, np.sqrt(low * high), high / 16.0)
    return np.where(np.isinf(high), 2.0 * low + 1.0, inner)
