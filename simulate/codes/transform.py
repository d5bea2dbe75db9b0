"""Transform codes: a vector is expressed in a basis and each coordinate is cut into cells.

Every code of `catalogue` is one of these; what differs is the basis, the bits of each coordinate, the cuts and
the codewords.
"""

from dataclasses import dataclass
from types import ModuleType

import numpy as np

from simulate.codes.allocation import LARGEST
from simulate.codes.cells import cell_indices, lloyd_max_boundaries, quantile_boundaries
from simulate.codes.code import Code, decode, encode
from simulate.device import cast, to_host
from simulate.streams import Stream, uniform

CUTS = ("quantile", "lloyd-max", "even")
CODEWORDS = ("centroid", "midpoint", "uniform", "uniform-fixed")


@dataclass(frozen=True, slots=True)
class Rules:
    """How coordinates are cut and what stands for a cell.

    `cuts`: "quantile" (equal empirical probability), "lloyd-max" (the best for a normal of the coordinate's
    mean and spread) or "even" (equal width). `codewords`: "centroid" (the cell's empirical mean), "midpoint",
    "uniform" (drawn uniformly from the cell for each vector) or "uniform-fixed" (drawn so once).
    """

    cuts: str = "lloyd-max"
    codewords: str = "centroid"


BEST_RULES = Rules()


@dataclass(frozen=True, slots=True)
class Group:
    """Coordinates with equally many cells: columns (n,), boundaries (cells - 1, n or 1), outer ends (2, n).

    `table` (cells, n) holds the codewords; it is None where they are drawn anew for each vector.
    """

    columns: np.ndarray
    boundaries: np.ndarray
    table: np.ndarray | None
    ends: np.ndarray


@dataclass(frozen=True, slots=True)
class TransformCode(Code):
    """A fitted code: x goes to the cells of (x - mean) @ analysis, and back by codewords @ synthesis + mean.

    `mean` (d,), `analysis` (d, k), `synthesis` (k, d): float32; `bits` (k,): log2 of each coordinate's cells.
    """

    mean: np.ndarray
    analysis: np.ndarray
    synthesis: np.ndarray
    bits: np.ndarray
    groups: tuple[Group, ...]


def fit_transform(
    training,
    bits,
    *,
    name: str,
    rules: Rules = BEST_RULES,
    basis: np.ndarray | None = None,
    centred: bool = True,
    bounded: bool = True,
    stream: Stream | None = None,
) -> TransformCode:
    """A transform code fitted to training vectors.

    Parameters
    ----------
    training : (n, d) array
    bits : (k,) integers, at most 12 each
        log2 of the cells of each coordinate of the basis.
    basis : (d, k) orthonormal columns, optional
        The coordinates themselves by default.
    centred : bool
        Whether the training mean is taken off first.
    bounded : bool
        Whether the outer cells end at the training data's extremes. Unbounded cells have no middle and no
        uniform law.
    stream : Stream, optional
        Needed for "uniform-fixed".

    Raises
    ------
    ValueError
        For unknown rules, bits out of range, and codewords that the cells do not allow.
    """
    training = np.asarray(to_host(training), dtype=np.float64)
    _check(training, rules, bounded, stream)
    mean = training.mean(axis=0) if centred else np.zeros(training.shape[1])
    analysis = np.eye(training.shape[1]) if basis is None else np.asarray(basis, dtype=np.float64)
    bits = _checked_bits(bits, analysis.shape[1])
    values = (training - mean) @ analysis
    groups = tuple(
        _fit_group(values, np.flatnonzero(bits == size), 1 << int(size), rules, stream)
        for size in np.unique(bits[bits > 0])
    )
    mean, analysis = mean.astype(np.float32), analysis.astype(np.float32)
    return TransformCode(name, int(bits.sum()), mean, analysis, analysis.T, bits, groups)


@encode.register
def _(code: TransformCode, values, *, xp: ModuleType):
    """Cell of each coordinate that has bits, group after group: (rows, coordinates) uint8 or uint16."""
    centred = cast(values, xp.float32, xp) - cast(code.mean, xp.float32, xp)
    width = sum(len(group.columns) for group in code.groups)
    largest = max(code.bits, default=0)
    indices = xp.empty((centred.shape[0], width), dtype=xp.uint8 if largest <= 8 else xp.uint16)
    for group, span in _spans(code):
        projected = xp.matmul(centred, cast(code.analysis[:, group.columns], xp.float32, xp))
        found = cell_indices(projected, cast(group.boundaries, xp.float32, xp), xp=xp)
        indices[:, span] = cast(found, indices.dtype, xp)
    return indices


def codewords(code: TransformCode, indices, *, xp: ModuleType, stream: Stream | None = None):
    """Codewords in the code's basis, columns as `encode` orders them: (rows, coordinates) float32.

    Raises
    ------
    ValueError
        Where codewords are drawn anew for each vector and no stream is given.
    """
    values = xp.empty(indices.shape, dtype=xp.float32)
    for group, span in _spans(code):
        if group.table is None and stream is None:
            raise ValueError(f"stream must be given: code {code.name!r} draws its codewords anew")
        values[:, span] = _looked_up(group, indices[:, span], stream, xp)
    return values


@decode.register
def _(code: TransformCode, indices, *, xp: ModuleType, stream: Stream | None = None):
    """Reconstructed vectors: codewords @ synthesis + mean, (rows, d) float32."""
    values = codewords(code, indices, xp=xp, stream=stream)
    order = np.concatenate([group.columns for group in code.groups] or [np.empty(0, dtype=np.int64)])
    rebuilt = xp.matmul(values, cast(code.synthesis[order], xp.float32, xp))
    return rebuilt + cast(code.mean, xp.float32, xp)


def _spans(code):
    """The code's groups with their columns among the indices."""
    start = 0
    for group in code.groups:
        yield group, slice(start, start + len(group.columns))
        start += len(group.columns)


def _looked_up(group, indices, stream, xp):
    """Codewords of a group's cells, from its table or drawn uniformly from the cells."""
    column = xp.arange(len(group.columns), dtype=xp.int64)
    place = xp.reshape(cast(indices, xp.int64, xp) * len(group.columns) + column, (-1,))
    if group.table is not None:
        values = xp.take(xp.reshape(cast(group.table, xp.float32, xp), (-1,)), place)
        return xp.reshape(values, indices.shape)
    edges = np.concatenate((group.ends[:1], group.boundaries, group.ends[1:]))
    low, high = (
        xp.reshape(xp.take(xp.asarray(edge.ravel()), place), indices.shape)
        for edge in (edges[:-1], edges[1:])
    )
    share = uniform(stream.child("codeword", len(group.boundaries)), indices.shape, xp=xp)
    return cast(low + (high - low) * share, xp.float32, xp)


def _fit_group(values, columns, cells, rules, stream):
    """Cuts and codewords of the coordinates that have the same number of cells."""
    chosen = values[:, columns]
    ends = np.stack((chosen.min(axis=0), chosen.max(axis=0)))
    boundaries = _boundaries(chosen, ends, cells, rules.cuts)
    edges = np.concatenate((ends[:1], boundaries, ends[1:]))
    table = None
    if rules.codewords == "uniform-fixed":
        share = uniform(stream.child("fixed codeword", cells), (cells, len(columns)), xp=np)
        table = edges[:-1] + np.diff(edges, axis=0) * share
    elif rules.codewords != "uniform":
        table = (edges[1:] + edges[:-1]) / 2.0
    if rules.codewords == "centroid":
        table = _centroids(chosen, boundaries, table)
    return Group(columns, boundaries, table, ends)


def _boundaries(values, ends, cells, cuts):
    if cuts == "quantile":
        return quantile_boundaries(values, cells)
    if cuts == "even":
        return ends[0] + (ends[1] - ends[0]) * (np.arange(1, cells) / cells)[:, None]
    return values.mean(axis=0) + values.std(axis=0) * lloyd_max_boundaries(cells)[:, None]


def _centroids(values, boundaries, fallback):
    """Mean of each cell's values, the fallback where a cell is empty: (cells, coordinates)."""
    cells, width = fallback.shape
    place = (cell_indices(values, boundaries, xp=np).astype(np.int64) * width + np.arange(width)).ravel()
    count = np.bincount(place, minlength=cells * width).reshape(cells, width)
    total = np.bincount(place, weights=values.ravel(), minlength=cells * width).reshape(cells, width)
    return np.where(count > 0, total / np.maximum(count, 1), fallback)


def _checked_bits(bits, coordinates):
    bits = np.asarray(bits)
    if bits.shape != (coordinates,) or bits.dtype.kind not in "iu":
        raise ValueError(f"bits must be {coordinates} integers, got {bits.dtype} of shape {bits.shape}")
    if bits.min() < 0 or bits.max() > LARGEST:
        raise ValueError(f"bits must be 0 to {LARGEST} a coordinate, got {bits.min()} to {bits.max()}")
    return bits.astype(np.int64)


def _check(training, rules, bounded, stream):
    if training.ndim != 2 or 0 in training.shape or not np.isfinite(training).all():
        raise ValueError(
            f"training must be a non-empty 2-D array of finite values, got shape {training.shape}"
        )
    if rules.cuts not in CUTS:
        raise ValueError(f"cuts must be one of {', '.join(CUTS)}, got {rules.cuts!r}")
    if rules.codewords not in CODEWORDS:
        raise ValueError(f"codewords must be one of {', '.join(CODEWORDS)}, got {rules.codewords!r}")
    if rules.codewords != "centroid" and not bounded:
        raise ValueError(
            f"codewords {rules.codewords!r} cannot be had: the outer cells of a coordinate on the whole line are "
            "unbounded, so they have no middle and no uniform law; bound them (bounded=True) or take centroids"
        )
    if rules.codewords == "uniform-fixed" and stream is None:
        raise ValueError("stream must be given: the codewords are drawn once, when the code is fitted")
