"""Leakage probes: how much of a factor can be read off an embedding, on rows the probe has not seen.

A probe that finds nothing says so: its held-out score is compared with the constant predictor's, its interval
may hold chance, and the same probe on an untrained encoder is the control. The information reported is what a
linear predictor can use, a lower bound (in expectation) on the mutual information (Xu et al. 2020); factors
hidden from every linear predictor, such as a one-time pad, give no usable bits.
"""

from dataclasses import dataclass
from math import log

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit
from scipy.stats import norm

_PRIOR_PRECISION = 1.0  # weights on standardised features ~ N(0, 1)


@dataclass(frozen=True)
class ProbeResult:
    """A held-out score with a 95% interval, beside chance.

    Attributes
    ----------
    score, lower, upper : accuracy in [0, 1] (logistic) or R^2 <= 1 (ridge)
    chance : score of the best constant: the held-out rate of the training majority (logistic), 0 (ridge)
    bits : usable information summed over targets, bits; negative where the probe does worse than a constant
    """

    score: float
    lower: float
    upper: float
    chance: float
    bits: float

    @property
    def finds_something(self):
        """Whether the interval lies above chance."""
        return self.lower > self.chance


def logistic_probe(features, labels, *, rng):
    """Accuracy and usable information of logistic regressions for binary targets, on a held-out half.

    Parameters
    ----------
    features : (n, d) array
    labels : (n, t) array of two values, one positive and the other not
    rng : numpy Generator; draws the halves

    Returns
    -------
    ProbeResult
        Wilson's interval with the held-out rows as the sample size (targets of a row may be dependent).

    Raises
    ------
    ValueError
        When rows do not match, are fewer than 4, or a feature is not finite.
    """
    labels = np.asarray(labels) > 0
    fit, held = _halves(features, labels, rng)
    inputs, tests = _standardised(features[fit], features[held])
    weights = _fit_logistic(inputs, labels[fit])
    logits = tests @ weights
    truth = labels[held]
    score = float(np.mean((logits > 0) == truth))
    rates = (labels[fit].sum(axis=0) + 1) / (len(fit) + 2)
    chance = float(np.mean((rates > 0.5) == truth))
    constant = -np.where(truth, np.log2(rates), np.log2(1 - rates)).mean(axis=0).sum()
    spent = np.logaddexp(0, np.where(truth, -logits, logits)).mean(axis=0).sum() / log(2)
    lower, upper = _wilson(score, len(held))
    return ProbeResult(score=score, lower=lower, upper=upper, chance=chance, bits=float(constant - spent))


def ridge_probe(features, targets, *, rng):
    """Held-out R^2 of ridge regression, its strength chosen by leave-one-out error on the fitting half.

    Parameters
    ----------
    features : (n, d) array
    targets : (n, t) array of real numbers
    rng : numpy Generator; draws the halves

    Returns
    -------
    ProbeResult
        Normal interval of the ratio of mean squared errors (delta method); `bits` is that of a Gaussian with
        these error ratios, 1/2 log2 of (constant's error / probe's), summed over targets.

    Raises
    ------
    ValueError
        As for `logistic_probe`, or when a target is constant.
    """
    targets = np.asarray(targets, dtype=float)
    fit, held = _halves(features, targets, rng)
    inputs, tests = _standardised(features[fit], features[held])
    weights = _fit_ridge(inputs, targets[fit])
    errors = (targets[held] - tests @ weights) ** 2
    spread = (targets[held] - targets[fit].mean(axis=0)) ** 2
    if not (spread.mean(axis=0) > 0).all():
        raise ValueError("targets has a constant column: there is nothing to predict")
    error, total = errors.sum(axis=1), spread.sum(axis=1)
    ratio = error.mean() / total.mean()
    deviation = np.std(error - ratio * total, ddof=1) / (total.mean() * len(held) ** 0.5)
    reach = norm.ppf(0.975) * deviation
    bits = 0.5 * np.log2(spread.mean(axis=0) / errors.mean(axis=0)).sum()
    return ProbeResult(
        score=1 - ratio, lower=1 - ratio - reach, upper=1 - ratio + reach, chance=0.0, bits=float(bits)
    )


def _halves(features, targets, rng):
    rows = len(features)
    if np.ndim(features) != 2 or np.ndim(targets) != 2 or len(targets) != rows or rows < 4:
        raise ValueError(
            f"features and targets have shapes {np.shape(features)} and {np.shape(targets)}, "
            "need (n, d) and (n, t) with the same n >= 4"
        )
    if not (np.isfinite(features).all() and np.isfinite(targets).all()):
        raise ValueError("features or targets hold NaN or infinity")
    order = rng.permutation(rows)
    return order[: rows // 2], order[rows // 2 :]


def _standardised(fitted, held):
    """Both parts centred and scaled by the fitting part, with a column of ones; constant columns become 0."""
    centre, scale = fitted.mean(axis=0), fitted.std(axis=0)
    scale = np.where(scale > 0, scale, 1)
    return [
        np.column_stack([(np.asarray(part, dtype=float) - centre) / scale, np.ones(len(part))])
        for part in (fitted, held)
    ]


def _fit_logistic(inputs, labels):
    """Weights (d + 1, t) of independent logistic regressions with a normal prior, the intercept free."""
    shape = inputs.shape[1], labels.shape[1]
    precision = np.full((shape[0], 1), _PRIOR_PRECISION)
    precision[-1] = 0

    def loss(flat):
        weights = flat.reshape(shape)
        logits = inputs @ weights
        value = np.logaddexp(0, np.where(labels, -logits, logits)).sum() + (precision * weights**2).sum() / 2
        return value, (inputs.T @ (expit(logits) - labels) + precision * weights).ravel()

    return minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B").x.reshape(shape)


def _fit_ridge(inputs, targets):
    """Weights (d + 1, t); the strength, from 10^-3 to 10^6, has the least leave-one-out squared error."""
    slopes, centre = inputs[:, :-1], targets.mean(axis=0)
    left, values, right = np.linalg.svd(slopes, full_matrices=False)
    projected, centred = left.T @ (targets - centre), targets - centre
    best = np.inf, 0.0
    for strength in 10.0 ** np.arange(-3, 7):
        shrink = values**2 / (values**2 + strength)
        leverage = (left**2) @ shrink + 1 / len(slopes)
        missed = (centred - left @ (shrink[:, None] * projected)) / np.maximum(1 - leverage, 1e-9)[:, None]
        best = min(best, (float((missed**2).sum()), strength))
    gain = values / (values**2 + best[1])
    return np.vstack([right.T @ (gain[:, None] * projected), centre])


def _wilson(rate, count):
    """Wilson's 95% interval for a rate seen in `count` trials."""
    z = norm.ppf(0.975)
    middle = (rate + z**2 / (2 * count)) / (1 + z**2 / count)
    reach = z / (1 + z**2 / count) * (rate * (1 - rate) / count + z**2 / (4 * count**2)) ** 0.5
    return float(middle - reach), float(middle + reach)
