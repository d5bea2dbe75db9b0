"""What every source of vectors draws: queries, a corpus, and each query's true document."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from simulate.device import Array


@dataclass(frozen=True, slots=True)
class Pairs:
    """Queries (Q, D), a corpus (N, E), and the index of each query's true document: (Q,) int64 on the host."""

    queries: Array
    documents: Array
    relevant: np.ndarray


def modality_slices(widths: Sequence[int]) -> tuple[slice, ...]:
    """Columns of each modality in vectors that hold the modalities side by side.

    Raises
    ------
    ValueError
        For a width below 1, or none.
    """
    if not widths or min(widths) < 1:
        raise ValueError(f"widths must be positive integers, at least one, got {tuple(widths)}")
    return tuple(slice(start, stop) for start, stop in pairwise(accumulate(widths, initial=0)))
