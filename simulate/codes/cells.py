"""Cells of one coordinate: where it is cut, and which cell a value falls in.

Cell j of a coordinate with boundaries b_1 < ... < b_(K-1) holds b_j < x <= b_(j+1), so the index of x is the
number of boundaries below it.
"""

import math
from functools import cache
from types import ModuleType

import numpy as np
from scipy import special
from scipy.linalg import solve_banded

from simulate.device import as_bytes, blocks, cast, greater, on_gpu

COMPARED_CELLS = 32
BLOCK_VALUES = 1 << 17
NEWTON_STEPS = 8
ROWS_AT_ONCE = 64


def quantile_boundaries(values: np.ndarray, cells: int) -> np.ndarray:
    """Cuts of equal empirical probability: (cells - 1, coordinates), from (rows, coordinates) values."""
    return np.quantile(values, np.arange(1, cells) / cells, axis=0)


@cache
def lloyd_max_boundaries(cells: int) -> np.ndarray:
    """Cuts of the best quantiser of a standard normal for squared error: (cells - 1,).

    Each cut lies halfway between the means of its two cells; these equations are solved by Newton's method
    from the cuts of the asymptotically best density (Max, "Quantizing for minimum distortion", 1960).

    Raises
    ------
    ValueError
        For fewer than one cell.
    """
    if cells < 1:
        raise ValueError(f"cells must be at least 1, got {cells}")
    cuts = np.sqrt(3.0) * special.ndtri(np.arange(1, cells) / cells)
    for _ in range(NEWTON_STEPS if cells > 1 else 0):
        means, by_low, by_high = normal_cells(cuts)
        bands = np.zeros((3, len(cuts)))
        bands[0, 1:] = by_high[1:-1] / 2.0
        bands[1] = (by_high[:-1] + by_low[1:]) / 2.0 - 1.0
        bands[2, :-1] = by_low[1:-1] / 2.0
        cuts = cuts - solve_banded((1, 1), bands, (means[1:] + means[:-1]) / 2.0 - cuts)
    return cuts


def normal_cells(cuts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean of a standard normal in each cell, (phi(a) - phi(b)) / (Phi(b) - Phi(a)), and its slopes in a and b."""
    ends = np.concatenate(([-np.inf], cuts, [np.inf]))
    density = np.exp(-(ends**2) / 2.0) / np.sqrt(2.0 * np.pi)
    low, high = ends[:-1], ends[1:]
    mass = np.where(low > 0, special.ndtr(-low) - special.ndtr(-high), special.ndtr(high) - special.ndtr(low))
    means = (density[:-1] - density[1:]) / mass
    finite = np.where(np.isfinite(ends), ends, 0.0)
    by_low = density[:-1] * (means - finite[:-1]) / mass
    by_high = density[1:] * (finite[1:] - means) / mass
    return means, by_low, by_high


def cell_indices(values, boundaries, *, xp: ModuleType):
    """Number of boundaries below each value: (rows, coordinates) uint8 or uint16.

    Few cells are counted by comparing with every boundary, in blocks that stay in cache; many are found by
    bisection, so that b bits take b steps.

    Parameters
    ----------
    values : (rows, coordinates) float array
    boundaries : (cells - 1, coordinates) array of the same type, ascending; cells a power of two
        Or (cells - 1, 1), one table for all coordinates.
    """
    rows, coordinates = values.shape
    count = boundaries.shape[0] + 1
    indices = xp.empty((rows, coordinates), dtype=xp.uint8 if count <= 256 else xp.uint16)
    find = _compare if count <= COMPARED_CELLS else _bisect
    held = max(BLOCK_VALUES // (coordinates * ROWS_AT_ONCE), 1) * ROWS_AT_ONCE
    for block in blocks(rows, rows if on_gpu(xp) else held):
        indices[block, :] = cast(find(values[block, :], boundaries, xp), indices.dtype, xp)
    return indices


def _compare(values, boundaries, xp):
    """Index by counting; several rows are laid end to end, so that the innermost loops are long."""
    rows, coordinates = values.shape
    copies = math.gcd(rows, ROWS_AT_ONCE)
    long_rows = xp.reshape(values, (rows // copies, copies * coordinates))
    total = xp.zeros(long_rows.shape, dtype=xp.uint8)
    above = None
    for j in range(boundaries.shape[0]):
        bound = boundaries[j, :] if boundaries.shape[1] == 1 else xp.tile(boundaries[j, :], (copies,))
        above = greater(long_rows, bound, above, xp)
        total += as_bytes(above, xp)
    return xp.reshape(total, (rows, coordinates))


def _bisect(values, boundaries, xp):
    """Index by halving: after each step the cell lies in [index, index + width)."""
    coordinates = values.shape[1]
    flat = xp.reshape(xp.broadcast_to(boundaries, (boundaries.shape[0], coordinates)), (-1,))
    column = xp.arange(coordinates, dtype=xp.int32)
    index = xp.zeros(values.shape, dtype=xp.int32)
    width = boundaries.shape[0] + 1
    while width > 1:
        width //= 2
        probed = xp.reshape((index + (width - 1)) * coordinates + column, (-1,))
        above = values > xp.reshape(xp.take(flat, probed), values.shape)
        index = index + cast(above, xp.int32, xp) * width
    return index
