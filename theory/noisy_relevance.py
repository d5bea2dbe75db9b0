r"""When the query does not determine the relevant document: bounds that use P(x, y).

The encoder sees X only, so Y - X - C. With R* the exact function of the law of Y (`theory.rate_distortion`):

- I(Y;C) <= min(R, I(X;Y)), so D >= R*^{-1}(min(R, I(X;Y))): a cap on the mean gain at any rate;
- I(Y;C) <= eta I(X;C) with eta at most Dobrushin's coefficient, the largest total variation between two laws
  P(.|x); so R >= R*(D) / eta;
- R(D) >= sum_x P(x) log2(alpha_x / P(x)) - log2 sum_k beta_(k) 2^{-s h_k} - s E, for every s >= 0 and alpha > 0,
  beta = P^T alpha sorted to fall, E = D - (1 - g(1)): weak duality for the distortion 1 - sum_y P(y|x) g(pi(y)),
  Jensen's inequality on 2^{s sum_y P(y|x) g(pi(y))}, and the rearrangement inequality;
- for X uniform on the N documents and Y = X with probability 1 - e, else uniform, R(D) = R*((D - e D_0) / (1 - e))
  exactly, D_0 = 1 - (g(1) + .. + g(N)) / N.
"""

from fractions import Fraction

import numpy as np
from scipy.optimize import isotonic_regression

from .enclosure import Enclosure, rounded_down, rounded_up
from .gains import Gain, gain_drops
from .rate_distortion import distortion, largest_distortion, rate
from .summation import UNIT

__all__ = [
    "contracted_rate",
    "contraction_coefficient",
    "jensen_rate",
    "least_distortion",
    "least_distortion_given_information",
    "symmetric_channel_rate",
]

_ROUNDS = 60
_PRICES = 24


def least_distortion_given_information(
    bits: float, information: float, prior, gain: Gain = "reciprocal"
) -> float:
    """D at least, whatever the code: R*^{-1}(min(R, I(X;Y))), rounded down.

    Parameters
    ----------
    bits : float
        R, infinity included.
    information : float
        I(X;Y) in bits, or an upper bound on it. For a corpus of N independent documents that is the information
        between a query and its one relevant document.
    prior, gain
        As in `theory.rate_distortion.rate`; the prior is the law of Y.
    """
    return float(distortion(min(bits, information), prior, gain).lower)


def contraction_coefficient(joint: np.ndarray) -> float:
    """Dobrushin's coefficient max_{x,x'} TV(P(.|x), P(.|x')), an upper bound on the contraction of information."""
    _, channel = _queries(joint)
    distances = [0.5 * abs(channel - row).sum(axis=1).max() for row in channel]
    return min(max(distances) + 4 * channel.shape[1] * UNIT, 1.0)


def contracted_rate(target: float, joint: np.ndarray, gain: Gain = "reciprocal") -> float:
    """R >= R*(D) / eta, bits; beyond all measure where the queries say nothing and D is below D_max."""
    law = np.asarray(joint, dtype=float).sum(axis=0)
    bits = float(rate(target, law, gain).lower)
    coefficient = contraction_coefficient(joint)
    return bits / coefficient * (1.0 - 4 * UNIT) if bits else 0.0


def least_distortion(joint: np.ndarray, gain: Gain = "reciprocal") -> float:
    """1 - sum_x P(x) sum_k P_(k)(x) g(k): what unlimited bits attain; no rate attains less."""
    queries, channel = _queries(joint)
    drops = gain_drops(gain, channel.shape[1])
    return (1.0 - drops.top) + float(queries @ (-np.sort(-channel, axis=1) @ drops.values))


def jensen_rate(target: float, joint: np.ndarray, gain: Gain = "reciprocal") -> float:
    """The best found of the bounds R(D) >= line(s) - s E over a grid of prices, bits; see the module.

    Parameters
    ----------
    target : float
        D in [0, 1].
    joint : array (Q, N)
        Non-negative weights of (query, relevant document), normalised inside.
    """
    if not 0.0 <= target <= 1.0:
        raise ValueError(f"target={target!r} must be a distortion in [0, 1]")
    queries, channel = _queries(joint)
    drops = gain_drops(gain, channel.shape[1])
    excess = target - (1.0 - drops.top)
    slack = UNIT * (queries.size + 4 * channel.shape[1] + 64.0)

    def bound(price: float) -> float:
        line = _line(queries, channel, np.exp2(-price * drops.values))
        return line - price * excess - slack * (1.0 + abs(line) + price)

    prices = np.geomspace(1e-2, 1e3, _PRICES)
    best = int(np.argmax([bound(price) for price in prices]))
    fine = np.geomspace(prices[max(best - 1, 0)], prices[min(best + 1, _PRICES - 1)], _PRICES)
    return max(0.0, *(bound(price) for price in fine))


def _line(queries: np.ndarray, channel: np.ndarray, tilt: np.ndarray) -> float:
    """sum_x P(x) log2(alpha_x / P(x)) - log2 sum_k beta_(k) tilt_k, alpha by alternating maximisation.

    The dual asks for the vector v in the permutohedron of `tilt` with the largest sum_x P(x) log2 (P v)_x;
    alpha_x = P(x) / (P v)_x. Given the shares of the documents in P v, that v is an isotonic regression.
    """
    values = np.full(channel.shape[1], tilt.mean())
    for _ in range(_ROUNDS):
        alpha = queries / (channel @ values)
        beta = alpha @ channel
        order = np.argsort(-beta * values, kind="stable")
        shares = np.maximum((beta * values)[order], np.finfo(float).tiny)
        pooled = isotonic_regression(shares / tilt, weights=tilt, increasing=False).x
        values[order] = shares / pooled
    alpha = queries / (channel @ values)
    beta = np.sort(alpha @ channel)[::-1]
    return float(queries @ np.log2(alpha / queries) - np.log2(beta @ tilt))


def symmetric_channel_rate(
    target: float, documents: int, error: float, gain: Gain = "reciprocal"
) -> Enclosure[float]:
    """R(D) = R*((D - e D_0) / (1 - e)), bits: X uniform, Y = X but for an error, then uniform.

    Raises
    ------
    ValueError
        For e outside [0, 1), and for D below what unlimited bits attain.
    """
    if not 0.0 <= error < 1.0:
        raise ValueError(f"error={error!r} must lie in [0, 1)")
    if not 0.0 <= target <= 1.0:
        raise ValueError(f"target={target!r} must be a distortion in [0, 1]")
    blind, share = largest_distortion(documents, gain), Fraction(error)
    low, high = (
        (Fraction(target) - share * Fraction(end)) / (1 - share) for end in (blind.upper, blind.lower)
    )
    floor = 1 - Fraction(gain_drops(gain, documents).top)
    if high < floor:
        raise ValueError(f"target={target!r} is below what unlimited bits attain with error={error!r}")
    steep = rate(rounded_down(min(max(low, floor), Fraction(1))), documents, gain)
    flat = rate(min(rounded_up(max(high, floor)), 1.0), documents, gain)
    return Enclosure(flat.lower, steep.upper)


def _queries(joint: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """P(x) (Q,) and P(y|x) (Q, N) of the queries that occur."""
    joint = np.asarray(joint, dtype=float)
    if joint.ndim != 2 or not (np.isfinite(joint) & (joint >= 0.0)).all() or not joint.any():
        raise ValueError("joint must be a (queries, documents) array of finite weights >= 0, not all 0")
    joint = joint[joint.any(axis=1)] / joint.sum()
    queries = joint.sum(axis=1)
    return queries, joint / queries[:, None]
