"""Query and document vectors from a .npz file, or from .npy files in a folder, which are memory-mapped."""

import zlib
from collections.abc import Mapping
from pathlib import Path
from tokenize import TokenError
from zipfile import BadZipFile

import numpy as np

from simulate.device import blocks
from simulate.sources.pairs import Pairs

CHUNK_ROWS = 1 << 14
DAMAGED = (OSError, ValueError, EOFError, RuntimeError, BadZipFile, TokenError, zlib.error)
"""What reading a file raises that is cut, overwritten or of another kind."""


def load_pairs(
    path, *, relevant: str = "relevant", queries: str = "queries", documents: str = "documents"
) -> Pairs:
    """Vectors and relevance from arrays of the given names.

    Parameters
    ----------
    path : path
        A .npz file, or a folder of .npy files (each `name.npy`), whose documents stay on disk.
    relevant, queries, documents : str
        Names of the arrays: (Q,) integers, (Q, D) and (N, E) floats.

    Raises
    ------
    ValueError
        For a missing file or array, shapes that do not match, indices out of range, NaN or infinity.
    """
    arrays = open_arrays(Path(path))
    missing = [name for name in (queries, documents, relevant) if name not in arrays]
    if missing:
        raise ValueError(
            f"{path} must hold the array {missing[0]!r}; it holds {', '.join(sorted(arrays)) or 'none'}"
        )
    found = Pairs(arrays[queries], arrays[documents], np.asarray(arrays[relevant]))
    check_vectors(queries, found.queries)
    check_vectors(documents, found.documents)
    _check_relevant(relevant, found)
    return found


def open_arrays(path: Path) -> Mapping[str, np.ndarray]:
    """The arrays of a .npz file, or memory maps of a folder's .npy files, by name; ValueError for neither."""
    if path.is_dir():
        return {file.stem: _mapped(file) for file in sorted(path.glob("*.npy"))}
    try:
        with path.open("rb") as file, np.load(file) as archive:
            return dict(archive)
    except (*DAMAGED, AttributeError, TypeError) as error:
        raise ValueError(f"{path} must be a .npz file or a folder of .npy files: {error}") from error


def _mapped(file):
    try:
        return np.load(file, mmap_mode="r")
    except DAMAGED as error:
        raise ValueError(f"{file} must be a .npy file: {error}") from error


def check_vectors(name: str, values, *, dtype=None) -> None:
    """Raise ValueError, naming the array and the row, unless it holds finite floats in two dimensions.

    Parameters
    ----------
    dtype : dtype, optional
        The floats in which they must be finite, by default their own.
    """
    if values.ndim != 2 or 0 in values.shape or values.dtype.kind != "f":
        raise ValueError(
            f"{name} must be a non-empty 2-D array of floats, got {values.dtype} of shape {values.shape}"
        )
    for rows in blocks(len(values), CHUNK_ROWS):
        with np.errstate(over="ignore"):
            finite = np.isfinite(np.asarray(values[rows], dtype=dtype))
        wrong = np.argwhere(~finite)
        if len(wrong):
            worst = values[rows][tuple(wrong[0])]
            beyond = f", beyond {np.dtype(dtype)}" if np.isfinite(worst) else ""
            raise ValueError(f"{name} must be finite; row {rows.start + wrong[0, 0]} holds {worst}{beyond}")


def _check_relevant(name, pairs):
    values, count, size = pairs.relevant, len(pairs.queries), len(pairs.documents)
    if values.shape != (count,) or values.dtype.kind not in "iu":
        raise ValueError(f"{name} must hold {count} integers, got {values.dtype} of shape {values.shape}")
    if values.min() < 0 or values.max() >= size:
        raise ValueError(f"{name} must be in [0, {size}), got {values.min()} to {values.max()}")
