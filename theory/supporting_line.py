r"""What one price s and one vector alpha certify about R*: a line below it and a point above it.

Let p_1 >= .. >= p_n be the popularity, h_k = g(1) - g(k), and alpha_1 >= .. >= alpha_n > 0. Put
r_k = alpha_k 2^{-s h_k} / Z, Z = sum_k alpha_k 2^{-s h_k}. Then, in bits and with excess E = D - (1 - g(1)),

- for every E:  R*(E) + s E >= sum_k p_k log2(alpha_k / p_k) - log2 Z   (weak duality);
- R*(sum_k r'_k h_k) <= H(p) - H(r') for every law r' that majorises p.

Here r' = (1-t) r + t delta_1, where t is the least that makes every tail of r' at most the tail of p: at the
optimum r majorises p already and t only pays for rounding. H(r') >= (1-t) H(r) as entropy is concave.

Rounding. `slopes` and `multipliers` are exact by definition, whoever found them. The float weight of a rank
is within (1 + 9 u + (u + error of h) s h) of alpha_k 2^{-s h_k}, or both are below 2^-1070. All sums have
non-negative terms and the relative error of `theory.summation`; log2 Z <= (Z - 1) log2(e).
"""

from dataclasses import dataclass

import numpy as np

from .ranked_source import RankedSource
from .summation import RUNNING_ERROR, UNDERFLOW, UNIT, running_total, total

__all__ = ["Certificate", "certify"]

_LOG2_E = 1.0 / np.log(2.0)


@dataclass(frozen=True)
class Certificate:
    """For each of m prices: R*(E) + slope E >= line for all E, and R*(excess) <= rate."""

    slopes: np.ndarray
    """(m,) bits per unit of distortion, > 0."""
    line: np.ndarray
    """(m,) bits, rounded down."""
    excess: np.ndarray
    """(m,) distortion above the least possible, rounded up."""
    rate: np.ndarray
    """(m,) bits, rounded up."""


def certify(source: RankedSource, slopes: np.ndarray, multipliers: np.ndarray) -> Certificate:
    """Evaluate both sides with rounding outwards; O(m n).

    Parameters
    ----------
    source : RankedSource
    slopes : array (m,)
        s in bits per unit of distortion, positive and finite.
    multipliers : array (m, n)
        Positive, at most 1, on the scale of ``source.weights``; made non-increasing here if they are not.
    """
    if (multipliers[:, 1:] > multipliers[:, :-1]).any():
        multipliers = np.minimum.accumulate(multipliers, axis=-1)
    weights = slopes[:, None] * source.drops.values
    np.negative(weights, out=weights)
    np.exp2(weights, out=weights)
    weights *= multipliers
    cross_entropy = total(source.weights * -np.log2(multipliers))
    del multipliers
    tails = running_total(weights[:, ::-1])[:, ::-1]
    mass = tails[:, 0]
    drop = total(weights * source.drops.values)
    line = _line(source, slopes, cross_entropy, mass, drop)
    kept = 1.0 / _most_overweight_tail(source, tails, mass)
    del tails
    return Certificate(slopes, line, _excess(source, weights, drop, mass), _rate(source, weights, mass, kept))


def _line(source, slopes, cross_entropy, mass, drop) -> np.ndarray:
    """(1/W) sum w log2(alpha/w) - log2 Z, rounded down; alpha on the scale of w, so Z = sum / W."""
    scale = source.total
    normaliser_error = (12 * UNIT + 2 * RUNNING_ERROR) * mass + 1.01 * (
        UNIT + source.drops.error
    ) * slopes * drop
    excess_of_normaliser = (mass - scale + normaliser_error) / scale + 2 * UNIT
    error = source.slack * (cross_entropy + source.surprise) / scale + source.size * UNDERFLOW / scale
    return (source.surprise - cross_entropy) / scale - _LOG2_E * excess_of_normaliser - error


def _most_overweight_tail(source, tails, mass) -> np.ndarray:
    """max over j > 1 of (tail_j of r) / (tail_j of p), at least 1, rounded up: r / that majorises p."""
    ratios = tails[:, 1:] / source.tails[1:]
    worst = ratios.max(axis=-1, initial=0.0) * (source.total / mass)
    return np.maximum(worst * (1.0 + 4 * RUNNING_ERROR + 8 * UNIT), 1.0)


def _excess(source, weights, drop, mass) -> np.ndarray:
    """sum_k r_k h_k, rounded up; exactly 0 where only ranks of top gain have weight.

    Moving weight to rank 1 only lowers it.
    """
    lower_ranks = weights[:, np.count_nonzero(source.drops.values == 0.0) :].any(axis=-1)
    error = drop * (source.slack + source.drops.error) + source.size * UNDERFLOW * lower_ranks
    return (drop + error) / mass


def _rate(source, weights, mass, kept) -> np.ndarray:
    """H(p) - kept H(r), rounded up."""
    logarithms = np.maximum(weights, np.finfo(float).tiny)
    np.log2(logarithms, out=logarithms)
    logarithms *= weights
    np.negative(logarithms, out=logarithms)
    entropy = source.entropy_of(total(logarithms), mass).lower
    return source.entropy.upper - kept * entropy * (1.0 - 4 * UNIT) + UNIT * source.entropy.upper
