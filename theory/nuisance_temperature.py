"""Temperature against nuisance in cosine InfoNCE: when a private part costs nothing, and when it even pays.

With b = 1/tau and cosines c_ij between the shared parts, the loss is L_0(b) = E log2 sum_j 2^(b (c_ij -
c_ii) log2 e), a convex function of b. Nuisances of constant amplitude multiply every cosine by s <= 1,
which puts s b in place of b. So at a fixed temperature the least loss has s = min(1, b* tau), b* the
minimiser of L_0: above tau* = 1/b* no nuisance is best; below, the lower the temperature, the more nuisance
the loss asks for; with tau learnable any amount is free. Perfectly separated pairs have b* infinite: no
nuisance pays at any temperature.
"""

from math import inf, log, sqrt

import numpy as np

_BISECTIONS = 200
_STEEPEST = 2.0**40


def effective_temperature(temperature, first_amplitude, second_amplitude):
    """The temperature that nuisances of constant amplitude amount to: tau/s, s = sqrt((1-a_1^2)(1-a_2^2)).

    Unit vectors z_m = sqrt(1 - a_m^2) u_m + a_m n_m with every n_m orthogonal to all other vectors in sight
    have <z_1, z_2> = s <u_1, u_2>, so L(tau, a) = L_0(tau/s): with tau learnable the nuisance costs nothing.

    Parameters
    ----------
    temperature : float > 0
    first_amplitude, second_amplitude : floats in [0, 1)

    Raises
    ------
    ValueError
        When an amplitude is not in [0, 1).
    """
    for name, amplitude in (("first_amplitude", first_amplitude), ("second_amplitude", second_amplitude)):
        if not 0 <= amplitude < 1:
            raise ValueError(f"{name} is {amplitude}, allowed are 0 to below 1")
    return temperature / sqrt((1 - first_amplitude**2) * (1 - second_amplitude**2))


def symmetric_loss(cosines, inverse_temperature):
    """L_0(b), bits: the mean over rows and columns of -log2 softmax_j(b c_ij) at j = i.

    Parameters
    ----------
    cosines : (n, n), c_ij of item i of one modality with item j of the other
    inverse_temperature : float b >= 0
    """
    return float(np.mean([_normaliser(gaps, inverse_temperature) for gaps in _gaps(cosines)]))


def best_inverse_temperature(cosines):
    """b*, the minimiser of the convex L_0; infinity where the loss falls for ever.

    The slope of L_0 at b is the mean of c_ij - c_ii under the softmax. It ends, as b grows, in the mean of
    max_j c_ij - c_ii >= 0, which is 0 only where every pair is its own best match.

    Raises
    ------
    ValueError
        When `cosines` is not square or not finite.
    """
    gaps = _gaps(cosines)
    if all((gap <= 0).all() for gap in gaps):
        return inf
    if _slope(gaps, 0.0) >= 0:
        return 0.0
    high = 1.0
    while _slope(gaps, high) < 0 and high < _STEEPEST:
        high *= 2
    low = 0.0
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if _slope(gaps, middle) < 0 else (low, middle)
    return high


def best_nuisance_scale(cosines, temperature):
    """s = min(1, b* tau): by how much nuisances shrink the cosines where the loss at this temperature is least."""
    if not temperature > 0:
        raise ValueError(f"temperature is {temperature}, needs to be positive")
    return min(1.0, best_inverse_temperature(cosines) * temperature)


def _gaps(cosines):
    """c_ij - c_ii by rows, and by columns."""
    cosines = np.asarray(cosines, dtype=float)
    if cosines.ndim != 2 or cosines.shape[0] != cosines.shape[1] or not np.isfinite(cosines).all():
        raise ValueError(f"cosines has shape {cosines.shape}, needs to be square and finite")
    matched = np.diag(cosines)[:, None]
    return cosines - matched, cosines.T - matched


def _normaliser(gaps, inverse_temperature):
    return np.mean(np.logaddexp.reduce(inverse_temperature * gaps, axis=1)) / log(2)


def _slope(both, inverse_temperature):
    """d L_0 / db up to the factor log2 e."""
    slopes = []
    for gaps in both:
        weights = np.exp(inverse_temperature * (gaps - gaps.max(axis=1, keepdims=True)))
        slopes.append(np.mean((weights * gaps).sum(axis=1) / weights.sum(axis=1)))
    return np.mean(slopes)
