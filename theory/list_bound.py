r"""Bits beyond naming documents: how much a frontier can still rise, for any source whatever.

R bits name the ordered top J documents of a query, J = max {J : N! / (N-J)! <= 2^R}. Rank these as the best
ranking of that query does and the others in the best order that depends on the named ones alone, which gains at
least their mean. What is lost against unlimited bits is at most sum_{k>J} p_(k) (g(k) - mean_{j>J} g(j)), with
p_(1) >= p_(2) >= .. the query's own law; such laws mix the uniform ones on 1..L, so

    G(infinity) - G(R) <= max_{L>J} (1/L) sum_{J<k<=L} (g(k) - mean_{j>J} g(j)).

Nothing is assumed about the data, only that the encoder knows the corpus. It speaks of the best code at each rate on
one source, not of two methods.
"""

import numpy as np

from .gains import Gain, gain_values
from .summation import UNIT

__all__ = ["documents_named", "headroom"]


def documents_named(bits: float, documents: int) -> int:
    """J = max {J <= N : N (N-1) .. (N-J+1) <= 2^R}, decided in integers.

    For a whole number w, w <= 2^R if and only if w <= floor(2^R).
    """
    _check(bits, documents)
    if bits >= documents * float(np.log2(documents + 1.0)) + 1.0:
        return documents
    lists, named, limit = 1, 0, _floor_of_power(bits)
    while named < documents and lists * (documents - named) <= limit:
        lists *= documents - named
        named += 1
    return named


def _floor_of_power(bits: float) -> int:
    """An integer that is at most 2^bits, and is 2^bits where `bits` is whole; else within 2^-40 of it, relatively."""
    whole = int(bits)
    if bits == whole:
        return 1 << whole
    mantissa = int(np.exp2(bits - whole) * (1.0 - 2.0**-44) * 2.0**52)
    return (mantissa << whole) >> 52


def headroom(bits: float, documents: int, gain: Gain = "reciprocal") -> float:
    """The most that bits beyond R can still add to the mean gain, rounded up; 0 where all documents are named.

    Parameters
    ----------
    bits : float
        R >= 0.
    documents : int
        N >= 1.
    """
    named = documents_named(bits, documents)
    rest = gain_values(gain, documents)[named:]
    if not len(rest):
        return 0.0
    lengths = np.arange(named + 1.0, documents + 1.0)
    loss = np.cumsum(rest - rest.mean()) / lengths
    return float(max(loss.max(), 0.0) + 4.0 * documents * UNIT)


def _check(bits: float, documents: int) -> None:
    if not bits >= 0.0:
        raise ValueError(f"bits={bits!r} must be a number >= 0")
    if not documents >= 1:
        raise ValueError(f"documents={documents!r} must be at least 1")
