"""The symmetric InfoNCE loss between two modalities and its variational penalty, with gradients by hand.

L = 1/2 E[-log2 softmax_j(<z1_i, z2_j>/tau)]_i + 1/2 E[the same with the modalities exchanged]   (bits)
P = E ||mu1 - mu2||^2 / (2 sigma^2 ln 2), on unit vectors E(1 - cos) / (sigma^2 ln 2)             (bits)

P is E KL(N(mu1, sigma^2 I) || N(mu2, sigma^2 I)). Sources: van den Oord, Li, Vinyals 2018 (InfoNCE);
Radford et al. 2021 (symmetric form, learnable temperature); Almudevar et al. 2025 (a penalty derived by a
variational approximation).
"""

from dataclasses import dataclass
from math import log
from typing import Any

from simulate.encoders import Encoder, backward, forward

NATS_TO_BITS = 1 / log(2)


@dataclass(frozen=True)
class Objective:
    """What is minimised: InfoNCE + penalty_weight * P, on embeddings z = mu + noise_sigma * N(0, I).

    Attributes
    ----------
    penalty_weight : float >= 0
    penalty_sigma : float > 0, standard deviation in P
    noise_sigma : float >= 0, standard deviation of the noise on each embedding coordinate; 0 is deterministic
    """

    penalty_weight: float = 0.0
    penalty_sigma: float = 1.0
    noise_sigma: float = 0.0


@dataclass(frozen=True)
class Gradient:
    """A loss in bits and its gradients with respect to both encoders' layers and to log tau."""

    loss: Any
    first: list[tuple[Any, Any]]
    second: list[tuple[Any, Any]]
    log_temperature: Any


def infonce(first, second, log_temperature, *, xp):
    """The symmetric InfoNCE loss of a batch (bits) and its slopes.

    Parameters
    ----------
    first, second : (n, d) embeddings of the two modalities; row i of one belongs to row i of the other
    log_temperature : (1,) array, ln tau

    Returns
    -------
    loss : 0-d array, bits
    first_slope, second_slope : (n, d)
    log_temperature_slope : (1,)
    """
    size = first.shape[0]
    inverse = xp.exp(-log_temperature)
    scores = (first @ second.T) * inverse
    matched = xp.sum(first * second, axis=1) * inverse
    row_law, row_log = _softmax(scores, axis=1, xp=xp)
    column_law, column_log = _softmax(scores, axis=0, xp=xp)
    unit = NATS_TO_BITS / (2 * size)
    loss = unit * (xp.sum(row_log) + xp.sum(column_log) - 2 * xp.sum(matched))
    law = (row_law + column_law) * unit  # the matched pairs' share -2 unit I is added apart
    first_slope = (law @ second - 2 * unit * second) * inverse
    second_slope = (law.T @ first - 2 * unit * first) * inverse
    temperature_slope = 2 * unit * xp.sum(matched) - xp.sum(law * scores)
    return loss, first_slope, second_slope, xp.reshape(temperature_slope, (1,))


def _softmax(scores, *, axis, xp):
    """Softmax along `axis` and the logarithm of its normaliser (nats)."""
    top = xp.max(scores, axis=axis, keepdims=True)
    weights = xp.exp(scores - top)
    total = xp.sum(weights, axis=axis, keepdims=True)
    return weights / total, top + xp.log(total)


def variational_penalty(first, second, sigma, *, xp):
    """E ||mu1 - mu2||^2 / (2 sigma^2 ln 2) of a batch (bits), and its slope.

    The slope is the one in `first`; the one in `second` is its negative.

    Parameters
    ----------
    first, second : (n, d) mean embeddings
    sigma : float > 0, common standard deviation of the two Gaussian encoders
    """
    difference = first - second
    unit = NATS_TO_BITS / (sigma**2 * first.shape[0])
    return unit / 2 * xp.sum(difference * difference), unit * difference


def objective_gradient(encoders, log_temperature, inputs, noise, objective, *, xp):
    """The objective on one batch and its gradients.

    Parameters
    ----------
    encoders : pair of Encoder
    log_temperature : (1,) array, ln tau
    inputs : pair of (n, p_m) arrays
    noise : pair of (n, d) standard normal arrays, or None when `objective.noise_sigma` is 0
    objective : Objective

    Returns
    -------
    Gradient
    """
    seen = [forward(encoder, x, xp=xp) for encoder, x in zip(encoders, inputs, strict=True)]
    means = [mean for mean, _ in seen]
    noisy = means
    if noise is not None:
        noisy = [mean + objective.noise_sigma * draw for mean, draw in zip(means, noise, strict=True)]
    loss, *slopes, temperature_slope = infonce(noisy[0], noisy[1], log_temperature, xp=xp)
    if objective.penalty_weight:
        penalty, slope = variational_penalty(means[0], means[1], objective.penalty_sigma, xp=xp)
        loss = loss + objective.penalty_weight * penalty
        slopes = [slopes[0] + objective.penalty_weight * slope, slopes[1] - objective.penalty_weight * slope]
    first, second = (
        backward(encoder, mean, trace, slope, xp=xp)
        for encoder, (mean, trace), slope in zip(encoders, seen, slopes, strict=True)
    )
    return Gradient(loss=loss, first=first, second=second, log_temperature=temperature_slope)


def with_layers(encoder, parameters):
    """The encoder with its layers' arrays replaced by the flat list `parameters`."""
    layers = tuple(zip(parameters[::2], parameters[1::2], strict=True))
    return Encoder(layers=layers, unit_norm=encoder.unit_norm)
