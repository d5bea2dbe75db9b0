"""The Gaussian information bottleneck: which directions of X get bits when only Y matters (closed form).

X and Y are jointly Gaussian with canonical correlations rho_i along canonical directions of X. The noisy
linear code T of rate I(T;X) = R that keeps most about Y spends, on direction i,

    R_i = max(0, 1/2 log2(rho_i^2 / (1 - rho_i^2)) + theta),   sum R_i = R,   theta = 1/2 log2(beta - 1),

and keeps I(T_i;Y) = -1/2 log2(1 - rho_i^2 (1 - 4^-R_i)). All information is in bits.
A direction enters at the critical beta_i = 1/rho_i^2; a coordinate of X that is independent of Y and of the
other coordinates never does. Source: Chechik, Globerson, Tishby, Weiss 2005.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cholesky, solve_triangular


@dataclass(frozen=True)
class CanonicalDirections:
    """Canonical analysis of X about Y.

    Attributes
    ----------
    directions : (k, p), rows w_i with w_i' Sigma_x w_j = delta_ij
    correlations : (k,), rho_i in [0, 1), decreasing; k is the dimension of X (rho is 0 beyond that of Y)
    """

    directions: np.ndarray
    correlations: np.ndarray


def canonical_directions(sigma_x, sigma_y, sigma_xy):
    """Canonical directions of X and their correlations with Y.

    Parameters
    ----------
    sigma_x, sigma_y : (p, p), (q, q) positive definite covariances
    sigma_xy : (p, q) cross-covariance

    Raises
    ------
    ValueError
        When the joint covariance is not positive definite (a correlation reaches 1: no finite rate is
        enough).
    """
    sigma_x, sigma_y, sigma_xy = (np.asarray(s, dtype=float) for s in (sigma_x, sigma_y, sigma_xy))
    try:
        root_x, root_y = cholesky(sigma_x, lower=True), cholesky(sigma_y, lower=True)
    except np.linalg.LinAlgError as error:
        raise ValueError("sigma_x and sigma_y must be positive definite") from error
    whitened = solve_triangular(root_x, sigma_xy, lower=True)
    whitened = solve_triangular(root_y, whitened.T, lower=True).T
    left, values, _ = np.linalg.svd(whitened)
    if values[0] >= 1:
        raise ValueError(f"sigma_xy gives a correlation of {values[0]:.6g}, needs to be below 1")
    correlations = np.zeros(len(sigma_x))
    correlations[: len(values)] = values
    return CanonicalDirections(solve_triangular(root_x.T, left).T, correlations)


def critical_betas(correlations):
    """beta_i = 1/rho_i^2, below which direction i gets no bits; infinite where rho_i = 0."""
    with np.errstate(divide="ignore"):
        return 1 / np.asarray(correlations, dtype=float) ** 2


def fill(rate, levels):
    """Bits R_i = max(0, 1/2 log2(level_i) + theta) with sum R_i = rate: water-filling, exact by sorting.

    With levels rho^2/(1 - rho^2) this is the bottleneck's allocation, with variances the one for least
    squared error (reverse water-filling).

    Parameters
    ----------
    rate : float >= 0, bits
    levels : (k,) non-negative floats; a level of 0 gets no bits

    Raises
    ------
    ValueError
        When `rate` or a level is negative or not finite, or no level is positive while the rate is.
    """
    levels = np.asarray(levels, dtype=float)
    if not (np.isfinite(levels).all() and (levels >= 0).all()):
        raise ValueError(f"levels is {levels}, needs finite non-negative entries")
    if not (np.isfinite(rate) and rate >= 0):
        raise ValueError(f"rate is {rate}, needs to be finite and non-negative")
    bits = np.zeros(len(levels))
    positive = np.flatnonzero(levels)
    if not rate:
        return bits
    if not len(positive):
        raise ValueError(f"rate is {rate}, but no level is positive")
    order = positive[np.argsort(-levels[positive], kind="stable")]
    heights = 0.5 * np.log2(levels[order])
    needed = (
        np.cumsum(heights) - np.arange(1, len(order) + 1) * heights
    )  # rate at which entry i starts to fill
    used = int(np.searchsorted(needed, rate, side="left"))
    bits[order[:used]] = heights[:used] + (rate - heights[:used].sum()) / used
    return bits


def bottleneck_bits(rate, correlations):
    """Bits per canonical direction of the best code of rate I(T;X) = `rate`."""
    squares = np.asarray(correlations, dtype=float) ** 2
    return fill(rate, squares / (1 - squares))


def bits_at_beta(beta, correlations):
    """Bits per canonical direction of the code that minimises I(T;X) - beta I(T;Y), for beta > 0."""
    squares = np.asarray(correlations, dtype=float) ** 2
    gains = np.maximum((beta - 1) * squares / (1 - squares), 1)
    return 0.5 * np.log2(gains)


def relevant_information(bits, correlations):
    """What given bits per canonical direction keep: I(T;Y) = -1/2 sum log2(1 - rho_i^2 (1 - 4^-R_i))."""
    squares = np.asarray(correlations, dtype=float) ** 2
    return float(-0.5 * np.log2(1 - squares * (1 - 4.0 ** -np.asarray(bits, dtype=float))).sum())


def directional_code(directions, bits, sigma_x):
    """The linear code T = A X + N(0, I) that spends `bits[i]` on the scalar <directions[i], X>.

    Row i of A is directions[i] sqrt((4^R_i - 1) / var): each scalar alone has I(T_i; <d_i, X>) = R_i; where
    the scalars are dependent, I(T;X) is less than sum R_i.
    """
    directions = np.asarray(directions, dtype=float)
    variances = np.einsum("ij,jk,ik->i", directions, sigma_x, directions)
    return directions * np.sqrt((4.0 ** np.asarray(bits, dtype=float) - 1) / variances)[:, None]


def linear_code_information(code, covariance):
    """1/2 log2 det(I + A Sigma A'): I(T;X) for Sigma the covariance of X, I(T;X|Y) for that of X given Y."""
    code = np.asarray(code, dtype=float)
    return float(0.5 * np.linalg.slogdet(np.eye(len(code)) + code @ covariance @ code.T)[1] / np.log(2))


def conditional_covariance(sigma_x, sigma_y, sigma_xy):
    """Covariance of X given Y: Sigma_x - Sigma_xy Sigma_y^-1 Sigma_yx."""
    return sigma_x - sigma_xy @ np.linalg.solve(sigma_y, np.transpose(sigma_xy))


def entropy_proportional_bits(rate, variances, resolution):
    """Bits in proportion to each Gaussian scalar's entropy at a common cell width: R H_i / sum_j H_j.

    H_i = max(0, 1/2 log2(2 pi e var_i / resolution^2)).

    Raises
    ------
    ValueError
        When every entropy is zero: the proportion is undefined.
    """
    entropies = np.maximum(0, 0.5 * np.log2(2 * np.pi * np.e * np.asarray(variances) / resolution**2))
    if not entropies.sum() > 0:
        raise ValueError(
            f"resolution is {resolution}: every entropy is zero, their proportions are undefined"
        )
    return rate * entropies / entropies.sum()
