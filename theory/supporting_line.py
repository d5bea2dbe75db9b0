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

import math
from dataclasses import dataclass
from typing import Generic

import numpy as np

from .enclosure import Bound
from .ranked_source import RankedSource
from .summation import UNDERFLOW, UNIT, running_total, total

__all__ = ["Certificate", "Sums", "bounds", "certify"]

_LOG2_E = 1.0 / math.log(2.0)


@dataclass(frozen=True)
class Certificate(Generic[Bound]):
    """At a price, or at each of m: R*(E) + slope E >= line for all E, and R*(excess) <= rate."""

    slopes: Bound
    """Bits per unit of distortion, > 0."""
    line: Bound
    """Bits, rounded down."""
    excess: Bound
    """Distortion above the least possible, rounded up."""
    rate: Bound
    """Bits, rounded up."""


@dataclass(frozen=True)
class Sums(Generic[Bound]):
    """What both sides are made of, w the weights of the source and v_k = alpha_k 2^{-s h_k} on the same scale.

    Each with the relative error that the source states: `slack` where logarithms are summed, `running_error` for the
    tails.
    """

    cross: Bound
    """sum w log2(1/alpha)"""
    mass: Bound
    """sum v"""
    mass_in_bits: Bound
    """log2 sum v"""
    drop: Bound
    """sum v h"""
    surprise: Bound
    """sum v log2(1/v)"""
    overweight: Bound
    """max_j (v_j + .. + v_n) / (w_j + .. + w_n)"""
    below_top: Bound
    """Whether ranks below the top gain have any weight."""


def certify(source: RankedSource, slopes: np.ndarray, multipliers: np.ndarray) -> Certificate[np.ndarray]:
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
    cross = total(source.weights * -np.log2(multipliers))
    del multipliers
    tails = running_total(weights[:, ::-1])[:, ::-1]
    mass = tails[:, 0].copy()
    overweight = (tails / source.tails).max(axis=-1)
    del tails
    drop, below_top = total(weights * source.drops.values), weights[:, source.leaders :].any(axis=-1)
    logarithms = np.maximum(weights, np.finfo(float).tiny)
    np.log2(logarithms, out=logarithms)
    logarithms *= weights
    np.negative(logarithms, out=logarithms)
    sums = Sums(cross, mass, np.log2(mass), drop, total(logarithms), overweight, below_top)
    return bounds(source, slopes, sums)


def bounds(source: RankedSource, slopes: Bound, sums: Sums[Bound]) -> Certificate[Bound]:
    """Both sides from their sums, rounded outwards."""
    return Certificate(slopes, _line(source, slopes, sums), _excess(source, sums), _rate(source, sums))


def _line(source: RankedSource, slopes: Bound, sums: Sums[Bound]) -> Bound:
    """(1/W) sum w log2(alpha/w) - log2 Z, rounded down; alpha on the scale of w, so Z = sum v / W.

    Beside ``surprise``, which is at least W as every weight is at most 1/2, nothing is lost where products underflow.
    """
    scale, mass = source.total, sums.mass
    relative = 12 * UNIT + 2 * source.running_error
    normaliser_error = relative * mass + 1.01 * (UNIT + source.drops.error) * slopes * sums.drop
    excess_of_normaliser = (mass - scale + normaliser_error) / scale + 2 * UNIT
    error = source.slack * (sums.cross + source.surprise) / scale
    return (source.surprise - sums.cross) / scale - _LOG2_E * excess_of_normaliser - error


def _excess(source: RankedSource, sums: Sums[Bound]) -> Bound:
    """sum_k r_k h_k, rounded up; exactly 0 where only ranks of top gain have weight.

    Moving weight to rank 1 only lowers it.
    """
    error = sums.drop * (source.slack + source.drops.error) + source.size * UNDERFLOW * sums.below_top
    return (sums.drop + error) / sums.mass


def _rate(source: RankedSource, sums: Sums[Bound]) -> Bound:
    """H(p) - kept H(r), rounded up; kept r, with the rest moved to rank 1, majorises p."""
    entropy = source.entropy_of(sums.surprise, sums.mass, sums.mass_in_bits).lower
    heaviest = sums.overweight * (source.total / sums.mass) * (1.0 + 4 * source.running_error + 8 * UNIT)
    most = source.entropy.upper
    return most - entropy / heaviest * (1.0 - 4 * UNIT) + UNIT * most
