"""Exact decisions on pairs of scores that are closer than the rounding errors of their product (`products`).

Vectors of unusual size are first scaled by powers of two, so that nothing overflows and what underflows is a
stated absolute error.
"""

import math
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from simulate.device import Array, blocks, cast, to_host
from simulate.exact import MAX_DIMENSIONS, score_difference_sign
from simulate.products import FLOAT32, FLOAT64, Product
from simulate.sources.side_by_side import SideBySide

NUMBER_TYPES = (
    *("float16", "float32", "float64"),
    *("int8", "uint8", "int16", "uint16", "int32", "uint32"),
)
CHUNK_VALUES = 1 << 20
USUAL_EXPONENT = 10
UNDERFLOW = {"float32": 2.0**-100, "float64": 2.0**-980}


@dataclass(frozen=True, slots=True)
class Problem:
    """Vectors to rank by, the powers of two that bring them to a usual size, and what is known of them.

    `relevant` (P,) are the documents to be ranked, `owners` (P,), ascending, the queries that they are ranked for.
    `reach` bounds the norm of a scaled document; `product` makes the scores; `whole` says that it does so
    without rounding.
    """

    queries: Array
    documents: Array
    relevant: np.ndarray
    owners: np.ndarray
    query_scale: float
    document_scale: float
    reach: float
    product: Product
    whole: bool


@dataclass(frozen=True, slots=True)
class References:
    """The relevant documents (indices, scaled scores, their errors), their queries' norms, and scaled query blocks.

    `relevant`, `scores`, `errors`, `norms` are (P,) arrays. `queries` has for each block of pairs its queries,
    (d, n) float32, and the place of each pair's query among them, None where every query has one pair.
    """

    relevant: Array
    scores: Array
    errors: Array
    norms: Array
    queries: tuple[tuple[Array, Array | None], ...]


def survey(queries, documents, relevant, owners, product: Product, xp: ModuleType) -> Problem:
    """The ranking problem, its input checked: shapes, types, finite values, indices in range (ValueError)."""
    _check_vectors("queries", queries)
    _check_vectors("documents", documents)
    dimension = queries.shape[1]
    if dimension != documents.shape[1] or dimension > MAX_DIMENSIONS:
        raise ValueError(
            f"queries and documents must have one dimension, at most {MAX_DIMENSIONS}, "
            f"got {dimension} and {documents.shape[1]}"
        )
    count = queries.shape[0]
    owners = np.arange(count) if owners is None else _checked_owners(owners, count)
    relevant = _checked("relevant", relevant, len(owners), documents.shape[0])
    query_size, query_whole = _size("queries", queries, xp)
    document_size, document_whole = _size("documents", documents, xp)
    whole = query_whole and document_whole and product.adds_exactly(dimension, query_size, document_size)
    scale = _scale(document_size)
    reach = math.sqrt(dimension) * document_size * scale
    return Problem(queries, documents, relevant, owners, _scale(query_size), scale, reach, product, whole)


def reference_scores(problem: Problem, block: int, xp: ModuleType) -> References:
    """The true documents' scores in float64 with their errors, and blocks of queries ready to multiply."""
    scores, norms, columns = [], [], []
    for span in blocks(len(problem.owners), block):
        asked, shared = np.unique(problem.owners[span], return_inverse=True)
        places = xp.asarray(shared) if len(asked) < len(shared) else None
        queries = _rows(problem.queries, asked, xp)
        chosen = _rows(problem.documents, problem.relevant[span], xp)
        left = _at(doubles(queries, problem.query_scale, xp), places, xp)
        scores.append(xp.sum(left * doubles(chosen, problem.document_scale, xp), axis=1))
        single = singles(queries, problem.query_scale, xp)
        norms.append(_at(cast(_norms(single, xp), xp.float64, xp), places, xp))
        columns.append((_transposed(single, xp), places))
    scores, norms = _joined(scores, xp), _joined(norms, xp)
    errors = norms * (FLOAT64.error(problem.queries.shape[1]) * problem.reach) + UNDERFLOW["float64"]
    return References(xp.asarray(problem.relevant), scores, errors, norms, tuple(columns))


def thresholds(problem: Problem, references: References, tile, xp: ModuleType):
    """Scores below and above which a document of the tile is surely below and above the true one: float32."""
    if problem.whole:
        exact = cast(references.scores, xp.float32, xp)
        return exact, exact
    reach = float(xp.max(_norms(tile, xp))) * problem.product.error(tile.shape[1])
    slack = references.norms * reach + references.errors
    slack = slack + (xp.abs(references.scores) + slack) * (2 * FLOAT32.sums) + UNDERFLOW["float32"]
    return (cast(references.scores + sign * slack, xp.float32, xp) for sign in (-1.0, 1.0))


def settle(problem: Problem, near: list, xp: ModuleType) -> np.ndarray:
    """Near ties (pairs, documents) decided exactly: how many are higher and how many tie, (2, P) int64."""
    counts = np.zeros((2, len(problem.owners)), dtype=np.int64)
    if not near:
        return counts
    pairs, documents = (np.concatenate(part) for part in zip(*near, strict=True))
    others = documents != problem.relevant[pairs]
    pairs, documents = pairs[others], documents[others]
    for span in blocks(len(pairs), max(CHUNK_VALUES // problem.queries.shape[1], 1)):
        chosen = pairs[span]
        signs = _signs(problem, chosen, documents[span], xp)
        counts[0] += np.bincount(chosen[signs > 0], minlength=counts.shape[1])
        counts[1] += np.bincount(chosen[signs == 0], minlength=counts.shape[1])
    return counts


def doubles(values, scale: float, xp: ModuleType):
    """The values times a power of two, in float64."""
    values = cast(xp.asarray(values), xp.float64, xp)
    return values if scale == 1.0 else values * scale


def singles(values, scale: float, xp: ModuleType):
    """The values times a power of two, rounded to float32."""
    return cast(values if scale == 1.0 else doubles(values, scale, xp), xp.float32, xp)


def _signs(problem, pairs, documents, xp):
    """Sign of each score less the relevant document's: 0 for equal documents, then by float64, then exactly."""
    right = _rows(problem.documents, documents, xp)
    reference = _rows(problem.documents, problem.relevant[pairs], xp)
    different = np.flatnonzero(to_host(xp.any(right != reference, axis=1)))
    signs = np.zeros(len(pairs), dtype=np.int8)
    if len(different):
        chosen = (_rows(right, different, xp), _rows(reference, different, xp))
        asked = _rows(problem.queries, problem.owners[pairs[different]], xp)
        signs[different] = _different_signs(problem, asked, *chosen, xp)
    return signs


def _different_signs(problem, query, document, reference, xp):
    """The same for documents that are not equal: float64 where its bound decides, exact elsewhere."""
    left = doubles(query, problem.query_scale, xp)
    right, other = (doubles(rows, problem.document_scale, xp) for rows in (document, reference))
    margin = to_host(xp.sum(left * right, axis=1) - xp.sum(left * other, axis=1))
    size = to_host(_norms(left, xp)) * (2.0 * problem.reach)
    bound = FLOAT64.error(left.shape[1]) * size + UNDERFLOW["float64"]
    signs = np.sign(margin).astype(np.int8)
    unsure = np.flatnonzero(np.abs(margin) <= bound)
    if len(unsure):
        triple = (query, document, reference)
        signs[unsure] = score_difference_sign(*(to_host(rows)[unsure] for rows in triple))
    return signs


def _check_vectors(name, values):
    if values.ndim != 2 or 0 in values.shape:
        raise ValueError(f"{name} must be a non-empty 2-D array, got shape {tuple(values.shape)}")
    if str(values.dtype).rpartition(".")[2] not in NUMBER_TYPES:
        raise ValueError(f"{name} must be of type {', '.join(NUMBER_TYPES)}, got {values.dtype}")


def _checked(name, index, length, bound):
    """Index into `bound` rows, as int64."""
    index = to_host(index)
    if index.shape != (length,) or index.dtype.kind not in "iu":
        raise ValueError(f"{name} must be {length} integers, got {index.dtype} of shape {index.shape}")
    if index.min() < 0 or index.max() >= bound:
        raise ValueError(f"{name} must be in [0, {bound}), got {index.min()} to {index.max()}")
    return index.astype(np.int64)


def _checked_owners(owners, queries):
    owners = to_host(owners)
    if owners.ndim != 1 or len(owners) == 0:
        raise ValueError(f"owners must be a non-empty 1-D array, got shape {owners.shape}")
    owners = _checked("owners", owners, len(owners), queries)
    if np.any(np.diff(owners) < 0):
        raise ValueError("owners must be in ascending order")
    return owners


def _size(name, values, xp):
    """Largest entry in absolute value, and whether all entries are integers."""
    largest, whole = 0.0, True
    for span in blocks(values.shape[0], max(CHUNK_VALUES // values.shape[1], 1)):
        chunk = xp.asarray(values[span, :])
        top, bottom = float(xp.max(chunk)), float(xp.min(chunk))
        if not (math.isfinite(top) and math.isfinite(bottom)):
            raise ValueError(f"{name} must be finite, got NaN or infinity")
        largest = max(largest, top, -bottom)
        whole = whole and _whole(chunk[:1, :], xp) and _whole(chunk, xp)
    return largest, whole


def _whole(values, xp):
    return bool(xp.all(xp.floor(values) == values))


def _scale(size):
    """Power of two that brings entries to a usual size: 1 where they are, else below 1 and at least 1/2."""
    exponent = math.frexp(size)[1]
    return 1.0 if abs(exponent) <= USUAL_EXPONENT else math.ldexp(1.0, -max(exponent, -1000))


def _rows(values, index, xp):
    """Chosen rows; from a host array only these rows travel to the device."""
    if isinstance(values, np.ndarray | SideBySide):
        return xp.asarray(values[index])
    return xp.take(values, xp.asarray(index), axis=0)


def _at(values, places, xp):
    """The values at the places, all of them as they are for None."""
    return values if places is None else xp.take(values, places, axis=0)


def _norms(rows, xp):
    return xp.sqrt(xp.sum(rows * rows, axis=1))


def _transposed(rows, xp):
    """The transpose, laid out row by row."""
    columns = xp.empty((rows.shape[1], rows.shape[0]), dtype=rows.dtype)
    columns[...] = rows.T
    return columns


def _joined(parts, xp):
    """Pieces of one vector, end to end."""
    whole = xp.empty((sum(part.shape[0] for part in parts),), dtype=parts[0].dtype)
    start = 0
    for part in parts:
        whole[start : start + part.shape[0]] = part
        start += part.shape[0]
    return whole
