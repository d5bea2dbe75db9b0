"""Features of queries and documents, modality by modality, as vectors in the same coordinates.

Each modality is centred on the training queries or documents, brought to unit norm and expressed in the leading
principal components of the training rows of both sides.
"""

from collections.abc import Sequence

import numpy as np

from simulate.sources.pairs import Pairs

Sides = tuple[np.ndarray, np.ndarray]
"""Rows of the queries, and of the documents."""


def side_by_side(
    modalities: Sequence[Sequence[Sides]], relevant: Sequence[np.ndarray], components: int
) -> tuple[Pairs, Pairs, tuple[int, ...]]:
    """Training pairs, test pairs and the modalities' widths.

    Parameters
    ----------
    modalities : for each its (queries, documents) for training and for testing, all of one dimension
    relevant : document of each training query, and of each test query
    components : int
        Principal components of each modality, at most; a modality of fewer dimensions has all of its own.
    """
    parts = [in_components(known, asked, components) for known, asked in modalities]
    widths = tuple(known[0].shape[1] for known, _ in parts)
    queries, documents = ([np.hstack([part[k][side] for part in parts]) for k in (0, 1)] for side in (0, 1))
    train, test = (Pairs(queries[k], documents[k], relevant[k]) for k in (0, 1))
    return train, test, widths


def in_components(known: Sides, asked: Sides, components: int) -> tuple[Sides, Sides]:
    """Training and test sides of one modality in its leading components: float32."""
    centres = [side.mean(axis=0) for side in known]
    rows = [
        [unit(side - centre) for side, centre in zip(part, centres, strict=True)] for part in (known, asked)
    ]
    _, _, directions = np.linalg.svd(np.concatenate(rows[0]), full_matrices=False)
    basis = directions[:components].T
    first, second = ([(side @ basis).astype(np.float32) for side in part] for part in rows)
    return (first[0], first[1]), (second[0], second[1])


def unit(rows: np.ndarray) -> np.ndarray:
    """The rows divided by their norms; a row of zeros stays as it is."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(norms > 0, norms, 1.0)
