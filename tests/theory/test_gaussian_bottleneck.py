import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from theory.gaussian_bottleneck import (
    bits_at_beta,
    bottleneck_bits,
    canonical_directions,
    conditional_covariance,
    critical_betas,
    directional_code,
    entropy_proportional_bits,
    fill,
    linear_code_information,
    relevant_information,
)


def _joint(seed, p=3, q=2):
    root = np.random.default_rng(seed).standard_normal((p + q, p + q + 2))
    sigma = root @ root.T
    return sigma[:p, :p], sigma[p:, p:], sigma[:p, p:]


def _both_informations(code, blocks):
    sigma_x, sigma_y, sigma_xy = blocks
    kept = linear_code_information(code, sigma_x)
    return kept, kept - linear_code_information(code, conditional_covariance(sigma_x, sigma_y, sigma_xy))


@given(seed=st.integers(0, 2**32), rate=st.floats(0.01, 8))
@settings(max_examples=30, deadline=None)
def test_the_closed_form_is_what_the_code_does(seed, rate):
    blocks = _joint(seed)
    found = canonical_directions(*blocks)
    bits = bottleneck_bits(rate, found.correlations)
    code = directional_code(found.directions, bits, blocks[0])
    kept, relevant = _both_informations(code, blocks)
    assert kept == pytest.approx(rate, abs=1e-9)
    assert relevant == pytest.approx(relevant_information(bits, found.correlations), abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_no_other_linear_code_does_better(seed):
    """Numerical minimisation of I(T;X) - beta I(T;Y) over all 3 x 3 codes, from random starts."""
    blocks, beta = _joint(seed), 4.0
    found = canonical_directions(*blocks)
    bits = bits_at_beta(beta, found.correlations)
    best = bits.sum() - beta * relevant_information(bits, found.correlations)

    def cost(flat):
        kept, relevant = _both_informations(flat.reshape(3, 3), blocks)
        return kept - beta * relevant

    rng = np.random.default_rng(seed)
    costs = [minimize(cost, rng.standard_normal(9)).fun for _ in range(3)]
    assert min(costs) == pytest.approx(best, abs=1e-5)
    assert min(costs) >= best - 1e-9


@given(seed=st.integers(0, 2**32), beta=st.floats(1, 100))
@settings(max_examples=30, deadline=None)
def test_bits_at_beta_and_at_their_rate_agree(seed, beta):
    correlations = canonical_directions(*_joint(seed)).correlations
    bits = bits_at_beta(beta, correlations)
    assert bottleneck_bits(bits.sum(), correlations) == pytest.approx(bits, abs=1e-9)
    used, entered = bits > 0, beta > critical_betas(correlations)
    assert (used == entered).all() or np.abs(beta - critical_betas(correlations)).min() < 1e-6


def test_slope_of_the_curve_is_the_reciprocal_of_beta():
    correlations, beta, step = np.array([0.9, 0.5, 0.1]), 5.0, 1e-5
    rate = bits_at_beta(beta, correlations).sum()
    ends = [
        relevant_information(bottleneck_bits(rate + s, correlations), correlations) for s in (-step, step)
    ]
    assert (ends[1] - ends[0]) / (2 * step) == pytest.approx(1 / beta, rel=1e-6)


def test_a_private_direction_gets_nothing_unless_it_cancels_noise():
    """X = (S + N, M) with M independent, then with M a noisy view of N; Y = S + noise."""
    sigma_y, sigma_xy = np.array([[2.0]]), np.array([[1.0], [0.0]])
    alone = canonical_directions(np.diag([2.0, 5.0]), sigma_y, sigma_xy)
    assert alone.directions[0][1] == pytest.approx(0, abs=1e-12)
    helpful = canonical_directions(np.array([[2.0, 1.0], [1.0, 1.5]]), sigma_y, sigma_xy)
    assert abs(helpful.directions[0][1]) > 0.1
    assert helpful.correlations[0] > alone.correlations[0] + 0.05
    for found in (alone, helpful):
        assert bottleneck_bits(6.0, found.correlations)[1] == 0


@given(levels=st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=6), rate=st.floats(0.001, 40))
@settings(max_examples=50, deadline=None)
def test_filling_keeps_one_height(levels, rate):
    levels = np.array(levels)
    bits = fill(rate, levels)
    assert bits.sum() == pytest.approx(rate)
    height = np.log2(levels) / 2 - bits
    water = height[bits > 0].min()
    assert height[bits > 1e-9] == pytest.approx(water, abs=1e-6)
    assert (height[bits == 0] <= water + 1e-9).all()


@given(seed=st.integers(0, 2**32), rate=st.floats(0.1, 10))
@settings(max_examples=30, deadline=None)
def test_other_allocations_keep_no_more(seed, rate):
    """PCA with reverse water-filling, and entropy-proportional bits on the raw coordinates."""
    blocks = _joint(seed)
    correlations = canonical_directions(*blocks).correlations
    variances, axes = np.linalg.eigh(blocks[0])
    for directions, bits in (
        (axes.T, fill(rate, variances)),
        (np.eye(3), entropy_proportional_bits(rate, np.diag(blocks[0]), 0.5)),
    ):
        kept, relevant = _both_informations(directional_code(directions, bits, blocks[0]), blocks)
        assert kept <= rate + 1e-9
        assert relevant <= relevant_information(bottleneck_bits(rate, correlations), correlations) + 1e-9


def test_extremes():
    assert (bottleneck_bits(0.0, [0.5, 0.0]) == 0).all()
    assert relevant_information([1e9], [0.6]) == pytest.approx(-0.5 * np.log2(1 - 0.36))
    assert critical_betas([0.5, 0.0]).tolist() == [4, np.inf]


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="below 1"):
        canonical_directions(np.eye(1), np.eye(1), np.eye(1))
    with pytest.raises(ValueError, match="positive definite"):
        canonical_directions(-np.eye(1), np.eye(1), np.eye(1))
    with pytest.raises(ValueError, match="rate"):
        fill(-1.0, [1.0])
    with pytest.raises(ValueError, match="levels"):
        fill(1.0, [-1.0])
    with pytest.raises(ValueError, match="no level is positive"):
        bottleneck_bits(1.0, [0.0, 0.0])
    with pytest.raises(ValueError, match="resolution"):
        entropy_proportional_bits(1.0, [1e-9], 1.0)
