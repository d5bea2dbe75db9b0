"""Whole bits for modalities and for coordinates."""

from collections.abc import Iterable, Sequence

import numpy as np

from theory.gaussian_bottleneck import bottleneck_bits, fill

LARGEST = 12


def proportional_ceilings(weights, bits: int) -> np.ndarray:
    """R_m = ceil(R w_m / sum_j w_j): the paper's rule, which overshoots R by up to M - 1 bits (Sec. 5.1).

    Raises
    ------
    ValueError
        For weights that are no law (an entropy below zero or not finite, all zero), or negative bits.
    """
    weights = _law(weights, bits)
    return np.ceil(weights * bits).astype(np.int64)


def largest_remainder(shares, bits: int) -> np.ndarray:
    """Whole bits that add up to R: the floors of the shares, and one more for the largest remainders.

    Parameters
    ----------
    shares : (n,) non-negative floats
        Brought to sum R first; earlier entries win equal remainders.
    """
    exact = _law(shares, bits) * bits
    whole = np.floor(exact)
    missing = bits - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1
    return whole.astype(np.int64)


def uniform_bits(count: int, bits: int) -> np.ndarray:
    """R bits dealt out evenly over `count` coordinates, the first ones getting one more: (count,), summing to R."""
    return largest_remainder(np.ones(count), bits)


def reverse_water_filling(variances, bits: int) -> np.ndarray:
    """Whole bits near R_i = max(0, 1/2 log2(v_i) + theta), the best for the squared error of Gaussians.

    No coordinate gets more than 12 where the others can take the rest; variances of zero share what is left evenly.
    """
    variances = np.asarray(variances, dtype=np.float64)
    if not variances.any():
        return uniform_bits(len(variances), bits)
    whole = _rounded(fill(bits, variances), bits)
    full = whole > LARGEST
    if full.any() and bits <= LARGEST * len(whole):
        whole[full] = LARGEST
        whole[~full] = reverse_water_filling(variances[~full], bits - LARGEST * int(full.sum()))
    return whole


def bottleneck_allocation(correlations, bits: int) -> np.ndarray:
    """Whole bits near the Gaussian information bottleneck's, for canonical directions with these correlations."""
    return _rounded(bottleneck_bits(bits, correlations), bits)


def bits_by_modality(bits: Iterable[int], widths: Sequence[int]) -> np.ndarray:
    """Each modality's bits dealt out evenly over its coordinates: (sum of widths,)."""
    return np.concatenate(
        [uniform_bits(width, int(share)) for share, width in zip(bits, widths, strict=True)]
    )


def _rounded(shares, bits):
    return largest_remainder(shares, bits) if bits else np.zeros(len(shares), dtype=np.int64)


def _law(weights, bits):
    weights = np.asarray(weights, dtype=np.float64)
    if bits < 0 or int(bits) != bits:
        raise ValueError(f"bits must be a non-negative integer, got {bits}")
    if weights.ndim != 1 or not np.all(weights >= 0) or not 0 < weights.sum() < np.inf:
        raise ValueError(f"weights must be non-negative, finite and not all zero, got {weights}")
    return weights / weights.sum()
