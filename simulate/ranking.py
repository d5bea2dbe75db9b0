"""Exact ranks of the true documents, from cheap scores, without sorting and without the matrix of scores.

The score of document y for query q is <q, y>. With g documents scoring higher than the true one and t scoring
the same (itself included), its rank lies between g + 1 and g + t. Scores are computed in float32 or less, in tiles
of documents by queries that stay in cache; a document is counted at once where its score is further from the
true one's than the product's rounding reaches (`products`), and is settled in float64 or exactly where it is not
(`near_ties`). So the ranks are those of exact arithmetic on the vectors given. Vectors of integers small enough
that the product adds them without rounding need no settling.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from simulate.cuda import count_band
from simulate.device import (
    as_bytes,
    blocks,
    cast,
    greater,
    memory_errors,
    on_gpu,
    scratch,
    shaped,
    to_host,
)
from simulate.near_ties import Problem, reference_scores, settle, singles, survey, thresholds
from simulate.products import Product, float32_product

CPU_TILE = (224, 768)
GPU_TILE = (8192, 16384)
SMALLEST_TILE = 32
LONGEST_COUNT = 255


@dataclass(frozen=True, slots=True)
class Ranks:
    """Documents above each pair's relevant one, and level with it (itself included): two (P,) int64 arrays."""

    higher: np.ndarray
    ties: np.ndarray


def ranks(
    queries,
    documents,
    relevant,
    *,
    xp: ModuleType,
    owners=None,
    tile: tuple[int, int] | None = None,
    product: Product | None = None,
    done: Callable[[int], object] = lambda documents: None,
) -> Ranks:
    """Exact number of documents that score higher than, and the same as, each query's relevant document.

    Parameters
    ----------
    queries : (Q, d) array of floats, or of integers of at most 32 bits
        Weights and temperatures are folded in by the decoder.
    documents : (N, d) array, likewise
        May be a memory map, or several (`SideBySide`): it is read a tile at a time.
    relevant : (P,) integer array
        Documents to be ranked: without `owners` one for each query, in their order, P = Q.
    xp : module
        numpy, cupy or array_api_strict.
    owners : (P,) integer array, ascending, optional
        The query that each of `relevant` is ranked for, where queries have several or none. A query is multiplied
        with the documents once, however many of them are relevant to it.
    tile : (documents, queries), optional
        Size of a tile; at most 255 documents off the GPU. It changes memory and speed, never a rank.
    product : Product, optional
        What multiplies tiles, by default the namespace's float32 product. A product of less precision leaves more
        pairs to settle and changes no rank either.
    done : function
        Told after each tile how many documents it held.

    Raises
    ------
    ValueError
        Wrong shapes or types, no rows, values that are not finite, indices or tiles out of range.
    """
    problem = survey(queries, documents, relevant, owners, product or float32_product(xp), xp)
    rows, columns = tile or (GPU_TILE if on_gpu(xp) else CPU_TILE)
    if min(rows, columns) < 1 or (rows > LONGEST_COUNT and not on_gpu(xp)):
        raise ValueError(f"tile must have 1 to {LONGEST_COUNT} documents and at least 1 query, got {tile}")
    while True:
        try:
            return _count(problem, (rows, columns), xp, done)
        except memory_errors(xp):
            if max(rows, columns) <= SMALLEST_TILE:
                raise
            rows, columns = max(rows // 2, SMALLEST_TILE), max(columns // 2, SMALLEST_TILE)


def _count(problem: Problem, tile: tuple[int, int], xp, done) -> Ranks:
    """Ranks from tiles of documents by queries."""
    count = len(problem.owners)
    references = reference_scores(problem, tile[1], xp)
    higher, level = xp.zeros((count,), dtype=xp.int64), xp.zeros((count,), dtype=xp.int64)
    settled = np.zeros((2, count), dtype=np.int64)
    size = tile[0] * min(tile[1], count)
    buffer, mask = scratch(size, np.float32, xp), scratch(size, np.bool_, xp)
    for rows in blocks(problem.documents.shape[0], tile[0]):
        documents = singles(problem.documents[rows, :], problem.document_scale, xp)
        lower, upper = thresholds(problem, references, documents, xp)
        own = cast((references.relevant >= rows.start) & (references.relevant < rows.stop), xp.int64, xp)
        near = []
        for pairs, (queries, places) in zip(blocks(count, tile[1]), references.queries, strict=True):
            scores = problem.product.multiply(documents, queries, buffer, xp)
            if places is not None:
                scores = xp.take(scores, places, axis=1)
            above, not_below = _count_tile(scores, lower[pairs], upper[pairs], mask, xp)
            higher[pairs] += above
            band = not_below - above
            if problem.whole:
                level[pairs] += band
            else:
                crowded = band > own[pairs]
                near += _near_pairs(scores, lower, upper, crowded, rows.start, pairs.start, xp)
        settled += settle(problem, near, xp)
        done(documents.shape[0])
    if not problem.whole:
        settled[1] += 1
    return Ranks(to_host(higher) + settled[0], to_host(level) + settled[1])


def _count_tile(scores, lower, upper, mask, xp):
    """Documents above `upper`, and at or above `lower`, by pair: two (pairs,) int64 arrays."""
    if on_gpu(xp):
        return count_band(scores, lower, upper, xp)
    mask = shaped(mask, scores.shape)
    above, below = (
        xp.sum(as_bytes(greater(left, right, mask, xp), xp), axis=0, dtype=xp.uint8)
        for left, right in ((scores, upper), (lower, scores))
    )
    return cast(above, xp.int64, xp), scores.shape[0] - cast(below, xp.int64, xp)


def _near_pairs(scores, lower, upper, crowded, first_document, first_pair, xp):
    """Near ties (pairs, documents) whose scores lie in the band, from columns that hold more than their own."""
    columns = xp.nonzero(crowded)[0]
    if columns.shape[0] == 0:
        return []
    pairs, held = columns + first_pair, xp.take(scores, columns, axis=1)
    inside = (held >= xp.take(lower, pairs)) & (held <= xp.take(upper, pairs))
    rows, picked = xp.nonzero(inside)
    return [(to_host(xp.take(pairs, picked)), to_host(rows) + first_document)]
