"""Finite laws in floats, many at once: the last axes hold a law, the first ones number the worlds.

For exact verdicts the proof engines use rationals; these functions are for simulation, and `float_error` says
how far their answers may be off.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "conditional_entropy",
    "entropy",
    "float_error",
    "mutual_information",
    "optimal_ranks",
    "random_laws",
]


def entropy(law: NDArray, axes: Sequence[int]) -> NDArray:
    """H of the variables on ``axes`` (negative numbers), in bits; the other variables are summed out.

    ``law`` has shape (worlds, variable, variable, ...), non-negative, each world summing to 1.
    """
    rest = tuple(set(range(1, law.ndim)) - {axis % law.ndim for axis in axes})
    marginal = law.sum(axis=rest).reshape(len(law), -1)
    with np.errstate(divide="ignore"):
        logs = np.where(marginal > 0, np.log2(marginal), 0.0)
    return -np.einsum("wk,wk->w", marginal, logs) + 0.0


def conditional_entropy(law: NDArray, axes: Sequence[int], given: Sequence[int]) -> NDArray:
    """H(axes | given) in bits, one value a world."""
    return entropy(law, [*axes, *given]) - entropy(law, given)


def mutual_information(
    law: NDArray, left: Sequence[int], right: Sequence[int], given: Sequence[int] = ()
) -> NDArray:
    """I(left; right | given) in bits, one value a world."""
    return conditional_entropy(law, left, given) - conditional_entropy(law, left, [*right, *given])


def random_laws(rng: np.random.Generator, shape: tuple[int, ...], *, concentration: float) -> NDArray:
    """Laws from the symmetric Dirichlet law along the last axis; a small concentration makes them sharp.

    Raises ValueError for a concentration that is not positive.
    """
    if not concentration > 0:
        raise ValueError(f"concentration = {concentration}: must be positive")
    weights = rng.standard_gamma(concentration, size=shape)
    empty = weights.sum(axis=-1) <= 0  # underflow at tiny concentrations: the law sits on one value
    weights[empty, rng.integers(shape[-1], size=int(empty.sum()))] = 1.0
    return weights / weights.sum(axis=-1, keepdims=True)


def optimal_ranks(joint: NDArray) -> NDArray:
    """Rank (1..N) that the best decoder gives each document: ``joint`` is (worlds, documents, codewords)."""
    order = np.argsort(-joint, axis=1, kind="stable")
    return np.argsort(order, axis=1, kind="stable") + 1


def float_error(terms: int) -> float:
    """Bound on the float error of a sum of a few entropies (bits) over ``terms`` masses that sum to 1.

    Each term -p log2 p is off by a few units in the last place, and so is each partial sum, of log2(terms) at
    most (Higham, "Accuracy and Stability of Numerical Algorithms", Sec. 4.2); 64 covers a dozen entropies.
    """
    return 64 * np.finfo(np.float64).eps * (terms + 2) * max(1.0, np.log2(terms))
