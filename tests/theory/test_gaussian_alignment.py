import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theory.gaussian_alignment import gaussian_penalty
from theory.gaussian_bottleneck import canonical_directions


def _problem(seed, d=2, p=3, q=2):
    rng = np.random.default_rng(seed)
    root = rng.standard_normal((p + q, p + q + 2))
    joint = root @ root.T
    blocks = joint[:p, :p], joint[p:, p:], joint[:p, p:]
    return rng.standard_normal((d, p)), rng.standard_normal((d, q)), blocks


@given(seed=st.integers(0, 2**32), sigma=st.floats(0.2, 5))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_three(seed, sigma):
    found = gaussian_penalty(*_problem(seed), sigma=sigma)
    assert found.penalty >= found.least_penalty - 1e-9 * found.penalty
    assert found.least_penalty > found.modality_specific > 0
    assert found.relevant >= 0


def test_the_best_second_encoder_is_the_regression():
    first, _, blocks = _problem(1)
    best = first @ blocks[2] @ np.linalg.inv(blocks[1])
    found = gaussian_penalty(first, best, blocks, sigma=0.7)
    assert found.penalty == pytest.approx(found.least_penalty)


def test_the_terms_are_those_of_a_grid():
    """Scalars: KL by its definition on a grid of x_1, x_2, and I(Z_1;X_1|X_2) from variances."""
    a, b, rho, sigma = 1.3, 0.4, 0.6, 0.5
    found = gaussian_penalty([[a]], [[b]], ([[1.0]], [[1.0]], [[rho]]), sigma=sigma)
    grid = np.linspace(-8, 8, 801)
    x, y = np.meshgrid(grid, grid, indexing="ij")
    density = np.exp(-(x**2 - 2 * rho * x * y + y**2) / (2 * (1 - rho**2)))
    density /= density.sum()
    assert found.penalty == pytest.approx((density * (a * x - b * y) ** 2).sum() / (2 * sigma**2 * np.log(2)))
    signal = a**2 * (1 - rho**2)
    assert found.modality_specific == pytest.approx(0.5 * np.log2((signal + sigma**2) / sigma**2))
    through = 1 - (a * rho) ** 2 / (a**2 + sigma**2)  # of Z_1 and X_2: 1 - correlation^2
    assert found.relevant == pytest.approx(-0.5 * np.log2(through))


def test_noise_that_drowns_the_signal_closes_the_gap():
    """penalty / I -> 1 as sigma grows: x against ln(1 + x)."""
    first, _, blocks = _problem(2)
    ratios = [
        found.least_penalty / found.modality_specific
        for found in (gaussian_penalty(first, first[:, :2], blocks, sigma=s) for s in (1.0, 10.0, 1e3))
    ]
    assert ratios[0] > ratios[1] > ratios[2] == pytest.approx(1, abs=1e-4)


def test_even_the_most_correlated_direction_leaks():
    _, _, blocks = _problem(3)
    leading = canonical_directions(*blocks).directions[:1]
    found = gaussian_penalty(leading, np.zeros((1, 2)), blocks, sigma=1.0)
    rho = canonical_directions(*blocks).correlations[0]
    assert found.modality_specific == pytest.approx(0.5 * np.log2(2 - rho**2))


def test_a_bad_sigma_is_refused():
    with pytest.raises(ValueError, match="sigma"):
        gaussian_penalty([[1.0]], [[1.0]], ([[1.0]], [[1.0]], [[0.5]]), sigma=0.0)
