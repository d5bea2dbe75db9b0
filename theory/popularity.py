"""Popularity laws: how likely each document is to be the relevant one, parsed and sorted."""

import numbers

import numpy as np

from .summation import LONGEST

__all__ = ["Prior", "sorted_weights"]

Prior = int | np.ndarray
"""An int N for N equally likely documents, or an array (N,) of non-negative weights in any order."""


def sorted_weights(prior: Prior) -> tuple[np.ndarray, int]:
    """Weights of the documents that occur, most popular first, and the number N of all documents.

    The weights are scaled by a power of two, which is exact, so that their sum lies between 2^-28 and 1;
    normalising is left to the formulas, which divide by the sum.

    Returns
    -------
    weights : array (n,)
        Positive, non-increasing; documents of weight zero are dropped, so n <= N.
    documents : int
        N.

    Raises
    ------
    ValueError
        For anything that is not a law on 1 to 2^26 documents, or whose weights span more than floats can.
    """
    if isinstance(prior, numbers.Integral) and not isinstance(prior, bool):
        if not 1 <= prior <= LONGEST:
            raise ValueError(f"prior={prior}: the number of documents must be 1 to {LONGEST}")
        return np.full(int(prior), 0.5 ** int(prior).bit_length()), int(prior)
    weights = _checked(np.asarray(prior))
    if (weights[1:] > weights[:-1]).any():
        weights = np.sort(weights)[::-1]
    positive = weights[: np.count_nonzero(weights)]
    if not len(positive):
        raise ValueError("prior is zero everywhere; at least one weight must be positive")
    exponent = int(np.frexp(positive[0])[1]) + len(positive).bit_length()
    scaled = positive * 2.0 ** -(exponent // 2) * 2.0 ** -(exponent - exponent // 2)
    if scaled[-1] <= np.finfo(float).tiny:  # it may be rounded up from below
        raise ValueError(
            f"prior spans {float(positive[-1])!r} to {float(positive[0])!r}, more than the 300 orders of "
            "magnitude that floats hold; set the weights that are too small to 0"
        )
    return scaled, len(weights)


def _checked(weights: np.ndarray) -> np.ndarray:
    if weights.ndim != 1 or not 1 <= len(weights) <= LONGEST:
        raise ValueError(
            f"prior has shape {weights.shape}; it must be an int or a 1-D array of 1 to {LONGEST} weights"
        )
    if weights.dtype.kind not in "fiu":
        raise ValueError(f"prior has dtype {weights.dtype}: use an int or real weights")
    floats = weights.astype(np.float64, copy=False)
    sound = (floats >= 0.0) & (floats < np.inf)
    if not sound.all():
        worst = float(floats[~sound][0])
        raise ValueError(f"prior holds {worst!r}; every weight must be finite and >= 0")
    if weights.dtype != np.float64 and not (floats.astype(weights.dtype) == weights).all():
        raise ValueError("prior holds a weight that a 64-bit float cannot hold exactly")
    return floats
