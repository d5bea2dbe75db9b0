"""Fano bounds for ranking as numbers: the formulas of `theory.fano_ranking`, evaluated on arrays.

For N equally likely documents and reciprocal rank, (1 - p)/2 <= D <= (1 - p)(1 - 1/N) where p is the probability
of rank 1; so I(X;C) >= log2 N - h(2D) - 2D log2(N-1) as long as 2D <= 1 - 1/N.
"""

import numpy as np
import sympy as sp

from .fano_ranking import D, N, R_rank, fano_rate

__all__ = ["fano_bound", "printed_bound"]


def _binary_entropy(p: np.ndarray) -> np.ndarray:
    p = np.asarray(p, dtype=float)
    inner = np.where((p > 0.0) & (p < 1.0), p, 0.5)
    return np.where(inner == p, -inner * np.log2(inner) - (1.0 - inner) * np.log2(1.0 - inner), 0.0)


def _numeric(expression: sp.Expr):
    return sp.lambdify((D, N), expression, modules=[{"h": _binary_entropy, "log2": np.log2}, "numpy"])


def fano_bound(distortion: np.ndarray, documents: int, *, entropy: float | None = None) -> np.ndarray:
    """max(0, H(Y) - h(2D) - 2D log2(N-1)) bits up to 2D = 1 - 1/N, 0 beyond.

    Parameters
    ----------
    distortion : array
        D = 1 - MRR, in [0, 1].
    documents : int
        N >= 2.
    entropy : float, optional
        H(Y) in bits; log2 N, equally likely documents, where it is not given.
    """
    distortion = np.asarray(distortion, dtype=float)
    useful = 2.0 * distortion <= 1.0 - 1.0 / _checked(documents)
    bound = _numeric(fano_rate())(np.where(useful, distortion, 0.0), documents)
    if entropy is not None:
        bound = bound + (entropy - np.log2(documents))
    return np.where(useful, np.maximum(bound, 0.0), 0.0)


def printed_bound(distortion: np.ndarray, documents: int) -> np.ndarray:
    """The paper's eq. (5) as printed, bits: log2 N - h(D) - (1-D) log2(N-1); not a bound on anything."""
    return _numeric(R_rank())(np.asarray(distortion, dtype=float), _checked(documents))


def _checked(documents: int) -> int:
    if not documents >= 2:
        raise ValueError(f"documents={documents!r} must be at least 2")
    return documents
