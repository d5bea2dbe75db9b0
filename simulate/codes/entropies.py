"""Entropies of modalities as estimated from training queries, at a stated resolution."""

from collections.abc import Sequence

import numpy as np

from simulate.device import to_host
from simulate.sources.pairs import modality_slices


def gridded_entropies(values, widths: Sequence[int], resolution: float) -> np.ndarray:
    """Sum over a modality's coordinates of the plug-in entropy on a grid of cells `resolution` wide: (M,) bits.

    An upper estimate of the modality's entropy at that resolution: dependence between coordinates is ignored.
    (The entropy of a continuous modality itself is infinite; a plug-in estimate of whole vectors is log n.)

    Raises
    ------
    ValueError
        For a resolution that is not positive, or widths that do not add up to the columns.
    """
    values = _checked(values, widths, resolution)
    cells = np.floor(values / resolution).astype(np.int64)
    single = np.array([plug_in_entropy(column) for column in cells.T])
    return np.array([single[block].sum() for block in modality_slices(widths)])


def gaussian_entropies(values, widths: Sequence[int], resolution: float) -> np.ndarray:
    """Entropy of a Gaussian with each modality's covariance, in cells `resolution` wide: (M,) bits, at least 0.

    H_m = max(0, 1/2 log2 det(2 pi e S_m / resolution^2)), the high-resolution formula.
    """
    values = _checked(values, widths, resolution)
    centred = values - values.mean(axis=0)
    found = []
    for block in modality_slices(widths):
        covariance = np.atleast_2d(np.cov(centred[:, block], rowvar=False)) * (
            2 * np.pi * np.e / resolution**2
        )
        sign, log_determinant = np.linalg.slogdet(covariance)
        found.append(max(0.0, 0.5 * log_determinant / np.log(2.0)) if sign > 0 else 0.0)
    return np.array(found)


def plug_in_entropy(symbols: np.ndarray) -> float:
    """Entropy of the empirical law of the symbols (or of the rows), in bits; at most log2 of their number."""
    _, counts = np.unique(symbols, axis=0, return_counts=True)
    shares = counts / counts.sum()
    return float(-np.sum(shares * np.log2(shares))) + 0.0


def _checked(values, widths, resolution):
    values = np.asarray(to_host(values), dtype=np.float64)
    if not resolution > 0:
        raise ValueError(f"resolution must be positive, got {resolution}")
    if values.ndim != 2 or values.shape[1] != sum(widths):
        raise ValueError(f"values must be 2-D with {sum(widths)} columns, got shape {values.shape}")
    return values
