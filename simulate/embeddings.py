"""A user's own query and document vectors, with relevance: from a .npz file or a folder of .npy files.

Arrays: `queries` (Q, d) and `documents` (N, d), or for several modalities `queries_NAME` and `documents_NAME` each;
`relevant`, the documents' row for each query (Q,), or pairs (query, document) as (P, 2) where queries have several;
optionally `training` (or `training_NAME`), query vectors that codes may be fitted to. In a folder the arrays are
memory-mapped: documents are never loaded whole, whatever the number of modalities. Other arrays are refused.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulate.device import blocks
from simulate.outputs import counted
from simulate.sources.side_by_side import SideBySide
from simulate.sources.vectors import CHUNK_ROWS, check_vectors, open_arrays

SAMPLE = 20_000
NORM_ERROR = 1e-2


@dataclass(frozen=True, slots=True)
class Embeddings:
    """Query and document vectors, modalities side by side; pairs (P, 2); training rows; names and widths."""

    queries: np.ndarray
    documents: np.ndarray | SideBySide
    pairs: np.ndarray
    training: np.ndarray
    modalities: tuple[str, ...]
    widths: tuple[int, ...]
    fitted_to: str


def load_embeddings(path, *, unit_norm: bool = False) -> Embeddings:
    """The vectors, checked.

    Parameters
    ----------
    path : path of a .npz file or of a folder of .npy files
    unit_norm : bool
        Whether every vector of every modality must have norm 1 (to 1%).

    Raises
    ------
    ValueError
        Naming the array and the row: a missing array, modalities or dimensions that do not match, an array of another name,
        NaN, values beyond float32, a norm
        that is not 1 where it must be, relevance out of range, queries without a relevant document, or no two
        different vectors to fit codes to.
    """
    arrays = open_arrays(Path(path))
    names = _modalities(path, arrays)
    _check_names(path, arrays, names)
    sides = {side: [arrays[_named(side, name)] for name in names] for side in ("queries", "documents")}
    for side, parts in sides.items():
        for name, part in zip(names, parts, strict=True):
            check_vectors(_named(side, name), part, dtype=np.float32)
            if unit_norm:
                _check_norms(_named(side, name), part)
    for name, asked, held in zip(names, *sides.values(), strict=True):
        if asked.shape[1] != held.shape[1]:
            raise ValueError(
                f"{_named('queries', name)} and {_named('documents', name)} must have the same number of columns, "
                f"got {asked.shape[1]} and {held.shape[1]}"
            )
    queries = np.asarray(_joined("queries", sides["queries"])[:], dtype=np.float32)
    documents = _joined("documents", sides["documents"])
    pairs = _pairs(path, arrays, len(queries), len(documents))
    training, fitted_to = _training(arrays, names, documents)
    widths = tuple(part.shape[1] for part in sides["queries"])
    return Embeddings(queries, documents, pairs, training, names, widths, fitted_to)


def _modalities(path, arrays):
    """Names of the modalities, "" for vectors of one."""
    names = sorted(name.removeprefix("queries_") for name in arrays if name.startswith("queries_"))
    if {"queries", "documents"} <= set(arrays):
        if names:
            raise ValueError(f"{path} must hold queries or queries_{names[0]}, not both")
        return ("",)
    missing = [f"documents_{name}" for name in names if f"documents_{name}" not in arrays]
    if not names or missing:
        wanted = missing[0] if missing else "documents" if "queries" in arrays else "queries"
        raise ValueError(
            f"{path} must hold the array {wanted!r}; it holds {', '.join(sorted(arrays)) or 'none'}"
        )
    return tuple(names)


def _check_names(path, arrays, names):
    """Refuse arrays that would be passed over."""
    known = [_named(side, name) for side in ("queries", "documents", "training") for name in names]
    unknown = sorted(set(arrays) - {*known, "relevant"})
    if unknown:
        raise ValueError(
            f"{path} must hold no array but {', '.join(known)} and relevant, got {', '.join(unknown)}"
        )


def _named(side, name):
    return f"{side}_{name}" if name else side


def _joined(side, parts):
    """Modalities side by side; the array itself where there is one."""
    counts = {len(part) for part in parts}
    if len(counts) != 1:
        raise ValueError(f"{side} must have as many rows in every modality, got {sorted(counts)}")
    return parts[0] if len(parts) == 1 else SideBySide(parts)


def _pairs(path, arrays, queries, documents):
    """Relevant pairs in the order of the queries."""
    if "relevant" not in arrays:
        raise ValueError(f"{path} must hold the array 'relevant'; it holds {', '.join(sorted(arrays))}")
    given = np.asarray(arrays["relevant"])
    if given.dtype.kind not in "iu" or given.shape not in ((queries,), (len(given), 2)):
        raise ValueError(
            f"relevant must be {queries} integers or pairs of integers, got {given.dtype} of shape {given.shape}"
        )
    pairs = given if given.ndim == 2 else np.stack((np.arange(queries), given), axis=1)
    for column, name, size in ((0, "query", queries), (1, "document", documents)):
        wrong = np.flatnonzero((pairs[:, column] < 0) | (pairs[:, column] >= size))
        if len(wrong):
            raise ValueError(
                f"relevant must name a {name} in [0, {size}); row {wrong[0]} says {pairs[wrong[0], column]}"
            )
    pairs = np.unique(pairs.astype(np.int64), axis=0)
    alone = np.setdiff1d(np.arange(queries), pairs[:, 0])
    if len(alone):
        raise ValueError(f"relevant must give every query a document; query {alone[0]} has none")
    return pairs


def _training(arrays, names, documents):
    """Rows that codes are fitted to: the user's, or else evenly spaced documents."""
    wanted = [_named("training", name) for name in names]
    given = [name for name in wanted if name in arrays]
    if given:
        missing = sorted(set(wanted) - set(given))
        if missing:
            raise ValueError(f"training must be of every modality: {given[0]} is there, {missing[0]} is not")
        for name in wanted:
            check_vectors(name, arrays[name], dtype=np.float32)
        rows = np.asarray(_joined("training", [arrays[name] for name in wanted])[:], dtype=np.float32)
        if rows.shape[1] != documents.shape[1]:
            raise ValueError(f"training must have {documents.shape[1]} columns, got {rows.shape[1]}")
        fitted_to = counted(len(rows), "training query", "training queries")
    else:
        place = np.linspace(0, len(documents) - 1, min(SAMPLE, len(documents))).astype(np.int64)
        rows = np.asarray(documents[place], dtype=np.float32)
        fitted_to = f"{len(rows):,} of the documents"
    if np.all(rows == rows[0]):
        raise ValueError(f"codes must be fitted to vectors that differ, got {fitted_to}, all the same")
    return rows, fitted_to


def _check_norms(name, values):
    for rows in blocks(len(values), CHUNK_ROWS):
        norms = np.linalg.norm(np.asarray(values[rows], dtype=np.float32), axis=1)
        wrong = np.flatnonzero(np.abs(norms - 1.0) > NORM_ERROR)
        if len(wrong):
            raise ValueError(
                f"{name} must have unit norm; row {rows.start + wrong[0]} has norm {norms[wrong[0]]:.4g}"
            )
