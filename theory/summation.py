"""Sums of many floats with a relative error that is known before they are summed.

Unit roundoff u = 2^-53. Nothing is assumed about the order in which NumPy adds within one call: every bound
below holds for any order. The elementary functions are taken to be within 4 ulp, the most that NumPy allows
its vector kernels (release notes of NumPy 1.22, which introduced them); tests/theory/test_summation.py
measures them against ball arithmetic.
"""

import numpy as np

__all__ = [
    "ELEMENTARY",
    "LONGEST",
    "RUNNING_ERROR",
    "UNDERFLOW",
    "UNIT",
    "running_total",
    "total",
    "total_error",
]

UNIT = 2.0**-53
ELEMENTARY = 8 * UNIT
"""Relative error of ``log2`` and ``exp2``: 4 ulp are at most 8 u."""
UNDERFLOW = 2.0**-1070
"""More than the absolute error of the few products that make up a term and may leave the normal range."""
LONGEST = 2**26
"""The longest array for which the bound of `running_total` has been proved."""

RUNNING_ERROR = 10.1 * UNIT
"""Relative error of `running_total`."""

_FAN_IN = 8


def total(terms: np.ndarray) -> np.ndarray:
    """Sum along the last axis, as a tree of fan-in 8.

    Parameters
    ----------
    terms : array (..., n)
        Non-negative.

    Returns
    -------
    array (...)
        Relative error at most ``total_error(n)``.
    """
    while (n := terms.shape[-1]) >= _FAN_IN:
        rows = n // _FAN_IN
        body = terms[..., : _FAN_IN * rows].reshape(*terms.shape[:-1], _FAN_IN, rows).sum(axis=-2)
        rest = terms[..., _FAN_IN * rows :]
        terms = np.concatenate([body, rest], axis=-1) if rest.shape[-1] else body
    return terms.sum(axis=-1)


def total_error(n: int) -> float:
    """Bound on the relative error of `total`: 7 additions a level, each within (1 + u)."""
    levels = 1
    while n >= _FAN_IN:
        n = n // _FAN_IN + n % _FAN_IN
        levels += 1
    return 1.01 * levels * (_FAN_IN - 1) * UNIT


def running_total(terms: np.ndarray) -> np.ndarray:
    """Running sums along the last axis, t_j = x_1 + .. + x_j: plain within groups of 8, compensated between them.

    Parameters
    ----------
    terms : array (..., n)
        Non-negative, n <= `LONGEST`.

    Returns
    -------
    array (..., n)
        Relative error at most `RUNNING_ERROR`: 7 additions in a group, 2 u for the groups before, 1 addition.
    """
    *lead, n = terms.shape
    groups = -(-n // _FAN_IN)
    sums = np.zeros((*lead, groups, _FAN_IN))
    sums.reshape(*lead, -1)[..., :n] = terms
    for place in range(1, _FAN_IN):
        sums[..., place] += sums[..., place - 1]
    if groups > 1:
        sums[..., 1:, :] += _compensated(sums[..., :-1, -1])[..., None]
    return sums.reshape(*lead, -1)[..., :n]


def _compensated(terms: np.ndarray) -> np.ndarray:
    """Running sums within 2 u.

    The rounding error of each addition is recovered exactly (Knuth's TwoSum) and the recovered errors are
    themselves accumulated. With c the plain running sums and e the recovered errors, sum_{i<=j} |e_i| <= j u
    c_j, so what is left is at most j^2 u^2 c_j, less than u c_j / 2 up to j = 2^26, and one rounding.
    """
    sums = np.cumsum(terms, axis=-1)
    before = np.zeros_like(sums)
    before[..., 1:] = sums[..., :-1]
    added = before + terms
    taken = added - before
    errors = terms - taken
    taken -= added
    taken += before
    errors += taken
    added -= sums
    errors += added
    np.cumsum(errors, axis=-1, out=errors)
    sums += errors
    return sums
