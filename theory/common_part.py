"""The Gacs-Korner common part of two variables, and what it allows a representation to be.

A code Z_1 of X_1 that carries no modality-specific information, I(Z_1;X_1|X_2) = 0, depends on the common
part J alone (Z_1 - X_1 - X_2 and Z_1 - X_2 - X_1 force Z_1 - J - X_1). So I(Z_1;X_2) <= H(J), and Z_1 can
be sufficient for X_2 as well only where I(X_1;X_2) = H(J), that is where X_1 and X_2 are independent given J.

Sources: Gacs and Korner 1973; Witsenhausen 1975 (maximal correlation 1 iff H(J) > 0).
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from theory.information import entropy, rational_law


@dataclass(frozen=True)
class CommonPart:
    """J as a function of either variable.

    Attributes
    ----------
    first, second : (|X_1|,), (|X_2|,) int labels of J; -1 where the value has mass zero
    law : (|J|,) Fractions
    """

    first: np.ndarray
    second: np.ndarray
    law: Any

    @property
    def bits(self):
        """H(J): the most I(Z_1;X_2) that a code without modality-specific information can have."""
        return entropy(self.law, (0,))


def common_part(law):
    """The common part of X_1 and X_2: connected components of the graph x_1 ~ x_2 iff p(x_1, x_2) > 0.

    Parameters
    ----------
    law : (|X_1|, |X_2|) masses

    Returns
    -------
    CommonPart
    """
    law = rational_law(law)
    first, second = (np.full(size, -1) for size in law.shape)
    parts = 0
    for start in range(len(first)):
        if first[start] < 0 and law[start].any():
            _spread(law, start, parts, first, second)
            parts += 1
    masses = np.array([law[first == part].sum() for part in range(parts)], dtype=object)
    return CommonPart(first=first, second=second, law=masses)


def _spread(law, start, part, first, second):
    """Label everything connected with row `start`."""
    waiting = [start]
    first[start] = part
    while waiting:
        row = waiting.pop()
        for column in np.flatnonzero(law[row]):
            if second[column] < 0:
                second[column] = part
                fresh = [r for r in np.flatnonzero(law[:, column]) if first[r] < 0]
                first[fresh] = part
                waiting.extend(fresh)


def sufficient_and_minimal_exists(law):
    """Whether a code of X_1 can be sufficient for X_2 and free of modality-specific information, exactly.

    It is so iff X_1 and X_2 are independent given J: p(x_1, x_2) p(j) = p(x_1) p(x_2) inside each component.
    An exact common part alone does not suffice.
    """
    law = rational_law(law)
    part = common_part(law)
    rows, columns = law.sum(axis=1), law.sum(axis=0)
    return all(
        law[i, j] * part.law[part.first[i]] == rows[i] * columns[j]
        for i, j in np.ndindex(law.shape)
        if part.first[i] >= 0 and part.first[i] == part.second[j]
    )


def maximal_correlation(law):
    """Largest correlation of f(X_1) with g(X_2): the second singular value of p(x_1,x_2)/sqrt(p(x_1)p(x_2)).

    Returns
    -------
    float in [0, 1]; 1 iff there is a common part, 0 iff the variables are independent
    """
    law = rational_law(law).astype(float)
    law = law[law.sum(axis=1) > 0][:, law.sum(axis=0) > 0]
    rows, columns = law.sum(axis=1), law.sum(axis=0)
    centred = (law - np.outer(rows, columns)) / np.sqrt(np.outer(rows, columns))
    return float(min(1.0, np.linalg.svd(centred, compute_uv=False)[0]))


def one_time_pad(size):
    """The law of (N, Y, Z) with Y, N independent and uniform on `size` values and Z = Y + N mod size.

    Z is independent of N and of Y, each alone, and determines either with the other: a probe
    of N finds nothing in Z although I(Z; (Y,N) | Y) = log2(size).
    """
    law = np.full((size, size, size), Fraction(0), dtype=object)
    for nuisance, shared in np.ndindex(size, size):
        law[nuisance, shared, (shared + nuisance) % size] = Fraction(1, size**2)
    return law
