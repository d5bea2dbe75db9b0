"""Matrices of as many rows, read as one with their columns side by side, a few rows at a time."""

from collections.abc import Sequence

import numpy as np


class SideBySide:
    """Columns of several (N, d_m) arrays as one (N, sum of d_m) float32 array that is never put together whole.

    The arrays may be memory maps: only the rows asked for are read.
    """

    ndim = 2
    dtype = np.dtype(np.float32)

    def __init__(self, parts: Sequence[np.ndarray]):
        counts = {len(part) for part in parts}
        if len(counts) != 1:
            raise ValueError(f"parts must have as many rows each, got {sorted(counts)}")
        self.parts = tuple(parts)
        self.shape = (counts.pop(), sum(part.shape[1] for part in parts))

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, index) -> np.ndarray:
        """Rows by a slice or an array of indices, or (rows, columns)."""
        rows, columns = index if isinstance(index, tuple) else (index, slice(None))
        chosen = [np.asarray(part[rows], dtype=np.float32) for part in self.parts]
        return np.concatenate(chosen, axis=-1)[..., columns]
