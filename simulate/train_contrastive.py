"""Training of two encoders by InfoNCE: Adam on mini-batches.

Sources: Kingma and Ba 2015 (Adam); Radford et al. 2021 (tau = 0.07 at the start, never below 0.01).
"""

from dataclasses import dataclass, field
from itertools import chain
from math import log

import numpy as np

from simulate.contrastive import Objective, objective_gradient, with_layers
from simulate.encoders import Encoder, random_encoder

CLIP_TEMPERATURE = 0.07
LEAST_TEMPERATURE = 0.01
_FIRST_DECAY, _SECOND_DECAY, _STABILISER = 0.9, 0.999, 1e-8


@dataclass(frozen=True)
class TrainingPlan:
    """How two encoders are trained.

    Attributes
    ----------
    dimension : int, width of the embedding
    depth, width : affine layers of each encoder (1 is linear) and width of the hidden ones
    unit_norm : bool, whether embeddings are divided by their norm
    temperature : float > 0, tau, or its starting value when `learn_temperature`
    objective : Objective, penalty and embedding noise
    batch, steps : ints, rows of a mini-batch and number of them
    learning_rate : float > 0
    """

    dimension: int
    depth: int = 1
    width: int = 128
    unit_norm: bool = True
    temperature: float = CLIP_TEMPERATURE
    learn_temperature: bool = False
    objective: Objective = field(default_factory=Objective)
    batch: int = 256
    steps: int = 1000
    learning_rate: float = 1e-3

    def __post_init__(self):
        for name in ("dimension", "depth", "width", "steps"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} is {getattr(self, name)}, needs to be at least 1")
        if self.batch < 2:
            raise ValueError(f"batch is {self.batch}, needs to be at least 2: InfoNCE contrasts rows")
        for name in ("temperature", "learning_rate"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} is {getattr(self, name)}, needs to be positive")
        if not self.objective.penalty_sigma > 0:
            raise ValueError(f"penalty_sigma is {self.objective.penalty_sigma}, needs to be positive")


@dataclass(frozen=True)
class TrainedPair:
    """Two trained encoders, the last temperature, and the objective at each step (bits)."""

    first: Encoder
    second: Encoder
    temperature: float
    losses: np.ndarray


def untrained_pair(first_width, second_width, *, plan, dtype, rng, xp):
    """The two encoders that training starts from, also the control that a probe is compared with."""
    return tuple(
        random_encoder(
            inputs,
            plan.dimension,
            depth=plan.depth,
            width=plan.width,
            unit_norm=plan.unit_norm,
            dtype=dtype,
            rng=rng,
            xp=xp,
        )
        for inputs in (first_width, second_width)
    )


def train_infonce(first, second, *, plan, rng, xp=np):
    """Encoders of two modalities trained by InfoNCE on the pairs (first[i], second[i]).

    Parameters
    ----------
    first, second : (n, p1), (n, p2) arrays of `xp`, both float32 or both float64, paired by row, n >=
        plan.batch
    plan : TrainingPlan
    rng : numpy Generator; weights, batches and noise come from it, so a seed means the same on every device
    xp : array namespace

    Returns
    -------
    TrainedPair

    Raises
    ------
    ValueError
        When an input is of another type or not finite, the rows do not match or are fewer than a batch, or
        the training diverged.
    """
    rows = _checked_rows(first, second, plan, xp)
    dtype = "float64" if first.dtype == xp.float64 else "float32"
    encoders = untrained_pair(first.shape[1], second.shape[1], plan=plan, dtype=dtype, rng=rng, xp=xp)
    log_temperature = xp.asarray([log(plan.temperature)], dtype=first.dtype)
    parameters = [*chain(*encoders[0].layers), *chain(*encoders[1].layers), log_temperature]
    half = 2 * plan.depth
    moments = [(xp.zeros_like(p), xp.zeros_like(p)) for p in parameters]
    losses = []
    for step, index in zip(range(1, plan.steps + 1), _batches(rows, plan.batch, rng), strict=False):
        batch = [xp.take(x, xp.asarray(index), axis=0) for x in (first, second)]
        noise = _noise(plan, dtype, rng, xp)
        gradient = objective_gradient(encoders, log_temperature, batch, noise, plan.objective, xp=xp)
        slopes = [*chain(*gradient.first), *chain(*gradient.second), gradient.log_temperature]
        parameters, moments = _adam(parameters, slopes, moments, step, plan.learning_rate, xp=xp)
        encoders = with_layers(encoders[0], parameters[:half]), with_layers(encoders[1], parameters[half:-1])
        if plan.learn_temperature:
            log_temperature = xp.maximum(
                parameters[-1], xp.full_like(log_temperature, log(LEAST_TEMPERATURE))
            )
        parameters[-1] = log_temperature
        losses.append(gradient.loss)
    return _finished(encoders, log_temperature, losses, xp)


def _checked_rows(first, second, plan, xp):
    for name, inputs in (("first", first), ("second", second)):
        if inputs.dtype not in (xp.float32, xp.float64):
            raise ValueError(f"{name} is of type {inputs.dtype}, needs float32 or float64")
        if not xp.all(xp.isfinite(inputs)):
            raise ValueError(f"{name} holds NaN or infinity")
    if first.dtype != second.dtype:
        raise ValueError(f"first and second are of types {first.dtype} and {second.dtype}, need the same")
    if first.ndim != 2 or second.ndim != 2 or first.shape[0] != second.shape[0]:
        raise ValueError(f"first and second have shapes {first.shape} and {second.shape}, need equal rows")
    if first.shape[0] < plan.batch:
        raise ValueError(f"batch is {plan.batch}, more than the {first.shape[0]} rows of first")
    return first.shape[0]


def _batches(rows, batch, rng):
    """Index arrays of whole batches, pass after pass, each pass in a fresh order."""
    while True:
        order = rng.permutation(rows)
        for start in range(0, rows - batch + 1, batch):
            yield order[start : start + batch]


def _noise(plan, dtype, rng, xp):
    if not plan.objective.noise_sigma:
        return None
    shape = (plan.batch, plan.dimension)
    return [xp.asarray(rng.standard_normal(shape, dtype=dtype)) for _ in range(2)]


def _adam(parameters, slopes, moments, step, learning_rate, *, xp):
    """One Adam step on every array: p - rate * m_hat / (sqrt(v_hat) + eps)."""
    scale = (1 - _SECOND_DECAY**step) ** 0.5
    rate = learning_rate * scale / (1 - _FIRST_DECAY**step)
    moved, updated = [], []
    for parameter, slope, (mean, square) in zip(parameters, slopes, moments, strict=True):
        mean = _FIRST_DECAY * mean + (1 - _FIRST_DECAY) * slope
        square = _SECOND_DECAY * square + (1 - _SECOND_DECAY) * slope * slope
        moved.append(parameter - rate * mean / (xp.sqrt(square) + _STABILISER * scale))
        updated.append((mean, square))
    return moved, updated


def _finished(encoders, log_temperature, losses, xp):
    history = np.asarray([float(loss) for loss in losses])
    if not np.isfinite(history).all():
        step = int(np.argmin(np.isfinite(history))) + 1
        raise ValueError(f"training diverged at step {step}: lower learning_rate or raise temperature")
    return TrainedPair(
        first=encoders[0],
        second=encoders[1],
        temperature=float(xp.exp(log_temperature)[0]),
        losses=history,
    )
