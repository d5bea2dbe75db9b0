"""Exact comparison of two scores: the sign of <q, y> - <q, z> for floating-point vectors, without rounding.

Every float is an integer times a power of two, so the difference is a rational number. Vectors are cut into
limbs of 22 bits whose products and sums are exact in 64-bit integers; vectors that spread over more bits than
the limbs hold go to Python's own integers.
"""

import numpy as np

LIMB_BITS = 22
LIMBS = 4
CHUNK = 2048
MAX_DIMENSIONS = 1 << 15
SPREAD = 900


def score_difference_sign(queries, documents, references) -> np.ndarray:
    """Sign of <query, document> - <query, reference> row by row, exactly.

    Parameters
    ----------
    queries, documents, references : (pairs, dimensions) arrays of finite floats or integers
        At most `MAX_DIMENSIONS` dimensions, so that no sum of limbs leaves 62 bits.

    Returns
    -------
    (pairs,) int8 array of -1, 0, 1

    Raises
    ------
    ValueError
        Where the shapes differ or the dimensions are too many.
    """
    queries, documents, references = (
        np.asarray(x, dtype=np.float64) for x in (queries, documents, references)
    )
    if not queries.shape == documents.shape == references.shape or queries.ndim != 2:
        raise ValueError(
            f"queries, documents and references must be 2-D of one shape, "
            f"got {queries.shape}, {documents.shape} and {references.shape}"
        )
    if queries.shape[1] > MAX_DIMENSIONS:
        raise ValueError(f"dimensions must be at most {MAX_DIMENSIONS}, got {queries.shape[1]}")
    signs = np.zeros(len(queries), dtype=np.int8)
    different = np.flatnonzero(np.any(documents != references, axis=1))
    for start in range(0, len(different), CHUNK):
        rows = different[start : start + CHUNK]
        left = np.concatenate((queries[rows], queries[rows]), axis=1)
        right = np.concatenate((documents[rows], -references[rows]), axis=1)
        signs[rows] = _dot_sign(left, right)
    return signs


def _dot_sign(left, right):
    """Sign of each row's dot product."""
    left_limbs, left_held = _split(left)
    right_limbs, right_held = _split(right)
    totals = np.zeros((2 * LIMBS - 1, len(left)), dtype=np.int64)
    for i, left_limb in enumerate(left_limbs):
        for j, right_limb in enumerate(right_limbs):
            totals[i + j] += np.einsum("pd,pd->p", left_limb, right_limb)
    signs = _carried_sign(totals)
    for row in np.flatnonzero(~(left_held & right_held)):
        signs[row] = _integer_dot_sign(left[row], right[row])
    return signs


def _split(rows):
    """Limbs of each row on its own power-of-two scale, most significant first, and whether that is all."""
    _, exponents = np.frexp(np.max(np.abs(rows), axis=1, keepdims=True))
    mantissas, own = np.frexp(rows)
    rest = np.ldexp(mantissas, np.maximum(own - exponents, -SPREAD))
    limbs = []
    for _ in range(LIMBS):
        rest = np.ldexp(rest, LIMB_BITS)
        limb = np.trunc(rest)
        limbs.append(limb.astype(np.int64))
        rest = rest - limb
    return limbs, np.all(rest == 0, axis=1)


def _carried_sign(totals):
    """Sign of sum_r totals[r] 2^(-22 r), by carrying from the least significant limb up."""
    any_lower = np.zeros(totals.shape[1], dtype=bool)
    carry = np.zeros(totals.shape[1], dtype=np.int64)
    for total in totals[:0:-1]:
        total = total + carry
        carry = total >> LIMB_BITS
        any_lower |= (total & ((1 << LIMB_BITS) - 1)) != 0
    top = totals[0] + carry
    return np.where(top < 0, -1, np.where((top > 0) | any_lower, 1, 0)).astype(np.int8)


def _integer_dot_sign(left, right):
    """Sign of one dot product by Python's integers."""
    ratios = [
        (x.as_integer_ratio(), y.as_integer_ratio())
        for x, y in zip(left.tolist(), right.tolist(), strict=True)
    ]
    common = max(x[1] * y[1] for x, y in ratios)
    total = sum(x[0] * y[0] * (common // (x[1] * y[1])) for x, y in ratios)
    return (total > 0) - (total < 0)
