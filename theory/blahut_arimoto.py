r"""Blahut-Arimoto over all N! rankings, for small explicit sources; the check on the closed forms.

A query x has law P(x), its relevant document the law P(y|x), and a ranking pi costs it
d(x, pi) = 1 - sum_y P(y|x) g(pi(y)): the indirect rate-distortion problem with this distortion is the
classical one. At price s, in bits,

    V(s) = min_D R(D) + s D = min_q - sum_x P(x) log2 sum_pi q(pi) 2^{-s d(x, pi)},

and with c_x = sum_pi q(pi) 2^{-s d(x, pi)}, T(pi) = sum_x P(x) 2^{-s d(x, pi)} / c_x, every law q on
rankings gives

    F(q) - log2 max_pi T(pi) <= V(s) <= F(q).

The iteration q <- q T lowers F (Blahut 1972, Arimoto 1972); it stops on the gap log2 max T, never on small
steps. Two accelerations alternate: q <- q T^w with growing w drives out the rankings that the optimum does
not use, where the plain iteration is sublinear; squared extrapolation (Varadhan and Roland 2008) settles
the others.
"""

from dataclasses import dataclass
from itertools import permutations

import numpy as np

from .enclosure import Enclosure
from .gains import Gain, gain_values
from .summation import UNIT

__all__ = ["MOST_DOCUMENTS", "Solution", "blahut_arimoto", "expected_gains", "rankings"]

MOST_DOCUMENTS = 7


@dataclass(frozen=True)
class Solution:
    """What the iteration reached; ``lagrangian.width`` says how far it can be from the optimum."""

    lagrangian: Enclosure[float]
    """V(s) = min_D R(D) + s D, bits."""
    gap: float
    """The duality gap alone, bits: the enclosure without its allowance for rounding."""
    rate: float
    """Mutual information of the law reached, bits."""
    distortion: float
    """Its distortion."""
    iterations: int
    law: np.ndarray
    """(N!,) probability of each ranking, in the order of `rankings`."""


def rankings(documents: int) -> np.ndarray:
    """All rankings (N!, N): the rank 0..N-1 of each document, in lexicographic order."""
    if not 1 <= documents <= MOST_DOCUMENTS:
        raise ValueError(f"documents={documents}: all rankings are listed for 1 to {MOST_DOCUMENTS} only")
    return np.array(list(permutations(range(documents))))


def expected_gains(joint: np.ndarray, gain: Gain = "reciprocal") -> tuple[np.ndarray, np.ndarray]:
    """P(x) (Q,) and sum_y P(y|x) g(pi(y)) (Q, N!) for the queries that occur.

    Parameters
    ----------
    joint : array (Q, N)
        Non-negative weights of (query, relevant document), N <= `MOST_DOCUMENTS`; normalised inside.
    """
    joint = np.asarray(joint, dtype=float)
    if joint.ndim != 2 or not (np.isfinite(joint) & (joint >= 0.0)).all() or not joint.any():
        raise ValueError("joint must be a (queries, documents) array of finite weights >= 0, not all 0")
    joint = joint[joint.any(axis=1)] / joint.sum()
    queries = joint.sum(axis=1)
    gains = gain_values(gain, joint.shape[1])[rankings(joint.shape[1])]
    return queries, (joint / queries[:, None]) @ gains.T


def blahut_arimoto(
    joint: np.ndarray,
    slope: float,
    gain: Gain = "reciprocal",
    *,
    tolerance: float = 1e-9,
    iterations: int = 100_000,
    accelerated: bool = True,
) -> Solution:
    """The rate-distortion function of an explicit source at one price, with its certified gap.

    Parameters
    ----------
    joint : array (Q, N)
        Weights of (query, relevant document); ``np.diag(p)`` where the query names the document.
    slope : float
        s > 0, bits per unit of distortion.
    tolerance : float
        Stop when the gap is at most this many bits ...
    iterations : int
        ... or after this many evaluations of T; the gap reached is in the answer either way.
    """
    if not 0.0 < slope < np.inf:
        raise ValueError(f"slope={slope!r} must be positive and finite, in bits per unit of distortion")
    queries, gains = expected_gains(joint, gain)
    best = gains.max(axis=1)
    problem = _Problem(queries, np.exp2(slope * (gains - best[:, None])))
    state = problem.step(np.full(gains.shape[1], 1.0 / gains.shape[1]))
    used, power, reach = 1, 2.0, 4.0
    while state.gap > tolerance and used < iterations:
        if accelerated:
            state, power = _relaxed(problem, state, power)
            state, reach = _extrapolated(problem, state, reach)
        else:
            state = problem.step(state.following)
        used += 4 if accelerated else 1
    floor = slope * float(queries @ (1.0 - best))
    value = state.value + floor
    slack = UNIT * ((gains.shape[1] + 64.0) * (1.0 + abs(state.value)) + 64.0 * (slope + 1.0))
    distortion = 1.0 - float(queries @ ((problem.tilt * gains) @ state.law / (problem.tilt @ state.law)))
    return Solution(
        Enclosure(value - state.gap - slack, value + slack),
        state.gap,
        value - slope * distortion,
        distortion,
        used,
        state.law,
    )


@dataclass(frozen=True)
class _State:
    law: np.ndarray
    following: np.ndarray
    value: float
    gap: float


@dataclass(frozen=True)
class _Problem:
    queries: np.ndarray
    tilt: np.ndarray
    """(Q, N!) 2^{-s (d(x, pi) - min_pi d(x, pi))}"""

    def step(self, law: np.ndarray) -> _State:
        normalisers = self.tilt @ law
        factors = (self.queries / normalisers) @ self.tilt
        following = law * factors
        value = -float(self.queries @ np.log2(normalisers))
        return _State(law, following / following.sum(), value, max(float(np.log2(factors.max())), 0.0))


def _relaxed(problem: _Problem, state: _State, power: float) -> tuple[_State, float]:
    """q <- q T^power, kept if F does not rise; and the power to try next."""
    tiny = np.finfo(float).tiny
    factors = np.log(np.maximum(state.following, tiny)) - np.log(np.maximum(state.law, tiny))
    law = state.law * np.exp(np.minimum(power * factors, 700.0))
    jump = problem.step(law / law.sum())
    return (jump, 2.0 * power) if jump.value <= state.value else (state, max(power / 4.0, 1.0))


def _extrapolated(problem: _Problem, state: _State, reach: float) -> tuple[_State, float]:
    """Two plain steps and the squared extrapolation through them, if F falls further; and the next reach."""
    first = problem.step(state.following)
    second = problem.step(first.following)
    change = first.law - state.law
    curvature = second.law - first.law - change
    bend = np.linalg.norm(curvature)
    length = float(np.clip(np.linalg.norm(change) / max(bend, np.finfo(float).tiny), 1.0, reach))
    law = state.law + 2.0 * length * change + length**2 * curvature
    law = np.where(law > 0.0, law, 0.01 * second.law)
    jump = problem.step(law / law.sum())
    if jump.value > second.value:
        return second, max(reach / 2.0, 1.0)
    return jump, 4.0 * reach if length == reach else reach
