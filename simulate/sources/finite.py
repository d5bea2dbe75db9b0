"""Sources with finitely many queries: a joint law of the relevant document and of the query's modalities."""

from types import ModuleType

import numpy as np

from simulate.device import to_host
from simulate.streams import Stream, categories


def draw_finite(joint, count: int, stream: Stream, *, xp: ModuleType):
    """Relevant documents and queries drawn from a finite law.

    Parameters
    ----------
    joint : (N, K_1, ..., K_M) array of non-negative weights
        Law of document and of each modality's symbol, normalised inside.
    count : int
        Number of draws.

    Returns
    -------
    relevant : (count,) int64
    symbols : (count, M) int64

    Raises
    ------
    ValueError
        For a law without a document axis, or weights that are no law.
    """
    joint = np.asarray(to_host(joint), dtype=np.float64)
    if joint.ndim < 1:
        raise ValueError(f"joint must have an axis of documents, got shape {joint.shape}")
    cells = to_host(categories(stream, count, joint.ravel(), xp=xp))
    relevant, *symbols = np.unravel_index(cells, joint.shape)
    table = np.stack(symbols, axis=1) if symbols else np.empty((count, 0), dtype=np.int64)
    return xp.asarray(relevant), xp.asarray(table)
