"""Entropy and mutual information of finite laws, in bits.

A law is an array of masses, one axis a variable; the masses are floats or `fractions.Fraction` (an object
array), in which case marginals and conditionals stay exact and only the final logarithms are rounded.
"""

from fractions import Fraction
from math import log2

import numpy as np


def rational_law(masses):
    """The law as an array of Fractions (floats taken as the rationals they are), checked.

    Raises
    ------
    ValueError
        When a mass is negative or they do not sum to 1 exactly.
    """
    law = np.vectorize(Fraction, otypes=[object])(np.asarray(masses, dtype=object))
    if (law < 0).any():
        raise ValueError(f"masses has the negative entry {law.min()}")
    if law.sum() != 1:
        raise ValueError(f"masses sum to {law.sum()}, need 1 exactly")
    return law


def marginal(law, axes):
    """The law of the variables `axes`, in the order of the array."""
    return np.asarray(law.sum(axis=tuple(a for a in range(law.ndim) if a not in axes)))


def entropy(law, axes):
    """H(variables `axes`) = -sum p log2 p, bits."""
    return -sum(float(p) * _log2(p) for p in marginal(law, axes).ravel() if p > 0)


def mutual_information(law, first, second, given=()):
    """I(first; second | given) = H(first, given) + H(second, given) - H(all) - H(given), bits.

    Parameters
    ----------
    law : array of masses
    first, second, given : tuples of axes; they may overlap, so that I(X; (X, Y)) can be asked for
    """
    left, right = (set(axes) | set(given) for axes in (first, second))
    return entropy(law, left) + entropy(law, right) - entropy(law, left | right) - entropy(law, set(given))


def _log2(mass):
    """log2 of a positive float or Fraction, also where numerator and denominator are huge."""
    if isinstance(mass, Fraction):
        return log2(mass.numerator) - log2(mass.denominator)
    return log2(mass)
