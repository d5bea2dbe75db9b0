"""Inference for means of bounded losses that stays valid at any stopping time, and across many cells.

The evidence against "mean <= b" is a mixture of betting martingales: with samples x in [0, 1],

    e = mean over theta of  prod_i (1 + theta (x_i / b - 1)),   theta = 1, 1/2, 1/4, ...

Each product is a non-negative supermartingale started at 1 whenever the mean is at most b, so by Ville's
inequality P(e ever reaches 1/a) <= a: it may be looked at after every sample. Products do not depend on the
order of the samples, so e is a function of their histogram alone, and merging histograms is exact.
Evidence is stated in bits, log2 e. Sources: Waudby-Smith and Ramdas, "Estimating means of bounded random
variables by betting", 2024; Wang and Ramdas, "False discovery rate control with e-values", 2022.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "confidence_sequence",
    "e_benjamini_hochberg",
    "e_bonferroni",
    "evidence_above",
    "evidence_below",
    "evidence_unequal",
    "sample_until",
]

STAKES = 0.5 ** np.arange(20)
BISECTIONS = 50


def evidence_above(counts: ArrayLike, values: ArrayLike, bound: ArrayLike) -> NDArray[np.float64]:
    """Evidence in bits that the mean is above ``bound``, that is against "mean <= bound".

    Parameters
    ----------
    counts : array of integers, shape (..., k)
        How often each value was seen.
    values : array, shape (k,)
        The values, in [0, 1].
    bound : array, shape (...)
        The bound; a negative one is certainly exceeded (infinite evidence), one of 1 or more never.

    Returns
    -------
    log2 of the e-value, shape (...); at most 1/a = 2^bits with probability 1 - a at every stopping time
    if the mean is at most the bound.
    """
    counts, values = _histogram(counts, values)
    bound = np.asarray(bound, dtype=np.float64)
    if np.any(np.isnan(bound)):
        raise ValueError("bound = nan: must be a number")
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = np.log2(1 + STAKES[:, None] * (values / np.maximum(bound, 0.0)[..., None, None] - 1))
        growth = np.where(np.isnan(growth), 0.0, growth)
        wealth = np.where(counts[..., None, :] > 0, counts[..., None, :] * growth, 0.0).sum(axis=-1)
    evidence = np.logaddexp2.reduce(wealth, axis=-1) - np.log2(len(STAKES))
    return np.where(bound < 0, np.inf, evidence)


def evidence_below(counts: ArrayLike, values: ArrayLike, bound: ArrayLike) -> NDArray[np.float64]:
    """Evidence in bits that the mean is below ``bound``, that is against "mean >= bound"."""
    return evidence_above(counts, 1 - np.asarray(values), 1 - np.asarray(bound))


def evidence_unequal(counts: ArrayLike, values: ArrayLike, bound: ArrayLike) -> NDArray[np.float64]:
    """Evidence in bits against "mean = bound": the mean of the two one-sided e-values."""
    sides = evidence_above(counts, values, bound), evidence_below(counts, values, bound)
    return np.logaddexp2(*sides) - 1


def confidence_sequence(counts: ArrayLike, values: ArrayLike, *, level: float) -> tuple[float, float]:
    """Interval that covers the mean at every stopping time at once with probability 1 - ``level``.

    The bounds that neither one-sided e-value rejects at ``level`` / 2, by bisection (e falls as the bound
    rises), rounded outwards by the width of the last bisection step.
    """
    if not 0 < level < 1:
        raise ValueError(f"level = {level}: must lie between 0 and 1")
    counts, values = _histogram(counts, values)
    needed = np.log2(2 / level)
    lower = _crossing(lambda m: evidence_above(counts, values, m) < needed)
    upper = 1 - _crossing(lambda m: evidence_below(counts, values, 1 - m) < needed)
    return lower, upper


def sample_until(
    draw: Callable[[int], NDArray[np.int64]],
    values: ArrayLike,
    *,
    width: float,
    level: float,
    first: int,
    most: int,
) -> NDArray[np.int64]:
    """Histogram of samples, drawn until their confidence sequence is no wider than ``width``.

    ``draw(n)`` returns the histogram over ``values`` of ``n`` fresh samples. Batches double from ``first``;
    no more than ``most`` are drawn in all. Looking after each batch costs nothing: the interval holds at any
    stopping time.
    """
    counts = draw(first)
    while (total := int(counts.sum())) < most:
        lower, upper = confidence_sequence(counts, values, level=level)
        if upper - lower <= width:
            break
        counts = counts + draw(min(total, most - total))
    return counts


def e_bonferroni(evidence: ArrayLike, *, level: float) -> NDArray[np.bool_]:
    """Which of ``n`` nulls to reject, any falsely with probability ``level`` at most: e >= n / level."""
    evidence = np.asarray(evidence, dtype=np.float64)
    return evidence >= np.log2(max(evidence.size, 1) / level)


def e_benjamini_hochberg(evidence: ArrayLike, *, level: float) -> NDArray[np.bool_]:
    """Which of ``n`` nulls to reject, the expected share of false ones among them ``level`` at most.

    The k largest e-values, for the largest k with the k-th largest at least n / (k level); valid under any
    dependence between cells.
    """
    evidence = np.asarray(evidence, dtype=np.float64)
    ordered = np.sort(evidence)[::-1]
    enough = ordered >= np.log2(max(evidence.size, 1) / level) - np.log2(np.arange(1, evidence.size + 1))
    last = np.flatnonzero(enough)
    return evidence >= (ordered[last[-1]] if last.size else np.inf)


def _crossing(holds: Callable[[float], bool]) -> float:
    """Where in [0, 1] ``holds`` turns from false to true as m grows, rounded down."""
    low, high = 0.0, 1.0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return low


def _histogram(counts: ArrayLike, values: ArrayLike) -> tuple[NDArray, NDArray]:
    counts, values = np.asarray(counts), np.asarray(values, dtype=np.float64)
    if not np.issubdtype(counts.dtype, np.integer) or np.any(counts < 0):
        raise ValueError(f"counts of type {counts.dtype}: must be non-negative integers")
    if values.ndim != 1 or counts.shape[-1:] != values.shape:
        raise ValueError(f"values of shape {values.shape}: must match counts of shape {counts.shape}")
    if not np.all((values >= 0) & (values <= 1)):
        raise ValueError(f"values from {values.min()} to {values.max()}: must lie in [0, 1]")
    return counts, values
