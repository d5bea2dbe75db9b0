"""The variational penalty on jointly Gaussian modalities with linear Gaussian encoders, in closed form
(bits).

Z_1 = A X_1 + N(0, sigma^2 I), and the second encoder's law of z given x_2 is N(B x_2, sigma^2 I). With S_12
the covariance of X_1 given X_2,

    penalty = E |A X_1 - B X_2|^2 / (2 sigma^2 ln 2) >= I(Z_1;X_1|X_2) = 1/2 log2 det(I + A S_12 A'/sigma^2),

equal only where both are 0. The best B predicts A X_1 from X_2 and still leaves the penalty at
tr(A S_12 A') / (2 sigma^2 ln 2), because a law of fixed variance cannot be the mixture p(z_1|x_2). Where
S_12 is positive definite, that is where no part of X_1 is a function of X_2, both vanish only at A = 0:
sufficiency for X_2 and freedom from modality-specific information exclude each other unless X_1 and X_2 are
independent.
"""

from dataclasses import dataclass
from math import log

import numpy as np

from theory.gaussian_bottleneck import conditional_covariance, linear_code_information


@dataclass(frozen=True)
class GaussianPenalty:
    """penalty >= least_penalty >= modality_specific, all in bits and non-negative.

    Attributes
    ----------
    penalty : E KL(N(A X_1, sigma^2 I) || N(B X_2, sigma^2 I))
    least_penalty : the same at the best B
    modality_specific : I(Z_1; X_1 | X_2)
    relevant : I(Z_1; X_2)
    """

    penalty: float
    least_penalty: float
    modality_specific: float
    relevant: float


def gaussian_penalty(first, second, covariances, *, sigma):
    """The penalty of two linear encoders, what it could be at best, and what it bounds.

    Parameters
    ----------
    first, second : (d, p), (d, q), the matrices A and B
    covariances : (Sigma_1 (p, p), Sigma_2 (q, q), Sigma_12 (p, q)), the joint covariance positive definite
    sigma : float > 0

    Raises
    ------
    ValueError
        When `sigma` is not positive.
    """
    if not sigma > 0:
        raise ValueError(f"sigma is {sigma}, needs to be positive")
    first, second = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    sigma_1, sigma_2, sigma_12 = (np.asarray(s, dtype=float) for s in covariances)
    left = conditional_covariance(sigma_1, sigma_2, sigma_12)
    unit = 1 / (2 * sigma**2 * log(2))
    missed = first @ sigma_1 @ first.T - 2 * first @ sigma_12 @ second.T + second @ sigma_2 @ second.T
    specific = linear_code_information(first / sigma, left)
    return GaussianPenalty(
        penalty=float(unit * np.trace(missed)),
        least_penalty=float(unit * np.trace(first @ left @ first.T)),
        modality_specific=specific,
        relevant=linear_code_information(first / sigma, sigma_1) - specific,
    )
