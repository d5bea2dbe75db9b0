"""Popularity laws: how likely each document is to be the relevant one."""

import numpy as np


def uniform_popularity(documents: int) -> np.ndarray:
    """p_k = 1/N for N documents: (N,), summing to 1."""
    return np.full(_positive(documents), 1.0 / documents)


def zipf_popularity(documents: int, exponent: float = 1.0) -> np.ndarray:
    """p_k proportional to k^-s for documents k = 1..N: (N,), summing to 1, the most popular first.

    Raises
    ------
    ValueError
        For fewer than one document, or an exponent that is negative or not finite.
    """
    if not (np.isfinite(exponent) and exponent >= 0):
        raise ValueError(f"exponent must be finite and non-negative, got {exponent}")
    weights = np.arange(1, _positive(documents) + 1, dtype=np.float64) ** -exponent
    return weights / weights.sum()


def _positive(documents):
    if documents < 1:
        raise ValueError(f"documents must be at least 1, got {documents}")
    return documents
