"""Gains of a rank: reciprocal g(k) = 1/k, DCG g(k) = 1/log2(1+k), hit@k, or any non-increasing g in [0, 1].

What the limits need is the *drop* h(k) = g(1) - g(k) >= 0, the distortion that rank k adds to the least
possible one; it is formed without cancellation.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from .enclosure import Enclosure, rounded_down, rounded_up
from .summation import ELEMENTARY, UNIT

__all__ = ["Drops", "Gain", "gain_drops", "gain_values"]

Gain = str | np.ndarray
"""``"reciprocal"``, ``"dcg"``, ``"hit@k"`` for an integer k >= 1, or an array (N,)."""


@dataclass(frozen=True)
class Drops:
    """h(k) = g(1) - g(k), k = 1..N, as floats that are within `error` (relative) of the truth."""

    top: float
    """g(1), exact."""
    values: np.ndarray
    """(N,) floats >= 0; the first is 0."""
    error: float

    @cached_property
    def least(self) -> Enclosure[float]:
        """1 - g(1), the least distortion."""
        exact = 1 - Fraction(self.top)
        return Enclosure(rounded_down(exact), rounded_up(exact))


def gain_drops(gain: Gain, documents: int) -> Drops:
    """The drops of a gain over ranks 1..N.

    Parameters
    ----------
    gain : str or array (N,)
        See `Gain`; an array is taken as the exact values of g(1), .., g(N).
    documents : int
        N.

    Raises
    ------
    ValueError
        For an unknown name, a wrong length, a value outside [0, 1] or an increase.
    """
    if not isinstance(gain, str):
        return _given(np.asarray(gain), documents)
    ranks = np.arange(1.0, documents + 1.0)
    if gain == "reciprocal":
        return Drops(1.0, (ranks - 1.0) / ranks, UNIT)
    if gain == "dcg":
        values = np.log2((1.0 + ranks) / 2.0) / np.log2(1.0 + ranks)
        values[0] = 0.0
        return Drops(1.0, values, 1.01 * (2 * ELEMENTARY + UNIT))
    if hit := re.fullmatch(r"hit@([1-9][0-9]*)", gain):
        return Drops(1.0, (ranks > int(hit[1])).astype(float), 0.0)
    raise ValueError(f"gain={gain!r}: use 'reciprocal', 'dcg', 'hit@k' with k >= 1, or an array of N values")


def _given(gain: np.ndarray, documents: int) -> Drops:
    if gain.ndim != 1 or len(gain) != documents:
        raise ValueError(f"gain has shape {gain.shape}; with {documents} documents it must be ({documents},)")
    if gain.dtype.kind not in "fiu":
        raise ValueError(f"gain has dtype {gain.dtype}: use floats")
    values = gain.astype(np.float64)
    if not ((values >= 0.0) & (values <= 1.0)).all():
        worst = float(values[~((values >= 0.0) & (values <= 1.0))][0])
        raise ValueError(f"gain holds {worst!r}; every value must lie in [0, 1]")
    if (np.diff(values) > 0.0).any():
        rank = int(np.argmax(np.diff(values) > 0.0)) + 1
        raise ValueError(f"gain increases from rank {rank} to rank {rank + 1}; it must be non-increasing")
    return Drops(float(values[0]), values[0] - values, UNIT)


def gain_values(gain: Gain, documents: int) -> np.ndarray:
    """g(1), .., g(N) as floats (N,), for work that needs no enclosure."""
    if isinstance(gain, str):
        ranks = np.arange(1.0, documents + 1.0)
        if gain == "reciprocal":
            return 1.0 / ranks
        if gain == "dcg":
            return 1.0 / np.log2(1.0 + ranks)
    drops = gain_drops(gain, documents)
    return drops.top - drops.values
