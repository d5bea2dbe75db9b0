"""One sign bit for each leading principal direction, and the reconstruction that goes with it."""

from dataclasses import dataclass

import numpy as np

MOST_BITS = 62


@dataclass(frozen=True)
class SignCode:
    """The code fitted to reference embeddings.

    Attributes
    ----------
    centre : (d,)
    directions : (d, bits), orthonormal columns, leading first
    sizes : (bits,), mean absolute value along each direction
    """

    centre: np.ndarray
    directions: np.ndarray
    sizes: np.ndarray


def fit_sign_code(reference, bits):
    """The code of `bits` signs fitted to `reference` (n, d).

    Raises
    ------
    ValueError
        When `bits` is not from 1 to min(d, 62).
    """
    most = min(reference.shape[1], MOST_BITS)
    if not 1 <= bits <= most:
        raise ValueError(f"bits is {bits}, allowed are 1 to {most}")
    centre = reference.mean(axis=0)
    moved = reference - centre
    directions = np.linalg.eigh(moved.T @ moved)[1][:, ::-1][:, :bits]
    return SignCode(centre, directions, np.abs(moved @ directions).mean(axis=0))


def sign_codewords(code, embeddings):
    """Codewords (n,) int64 of embeddings (n, d): bit j is the sign along direction j."""
    return _signs(code, embeddings) @ (np.int64(1) << np.arange(len(code.sizes)))


def sign_reconstruction(code, embeddings):
    """What the decoder knows of the embeddings: (n, d), each sign at the mean size of its direction."""
    return code.centre + np.where(_signs(code, embeddings), code.sizes, -code.sizes) @ code.directions.T


def sign_directions(code, embeddings):
    """The signs alone as vectors, (n, d): each direction at size 1, the usual decoder of a sign code."""
    return np.where(_signs(code, embeddings), 1.0, -1.0) @ code.directions.T


def _signs(code, embeddings):
    return (embeddings - code.centre) @ code.directions > 0
