from math import inf, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from theory.nuisance_temperature import (
    best_inverse_temperature,
    best_nuisance_scale,
    effective_temperature,
    symmetric_loss,
)


def _noisy_cosines(seed, size=8, noise=0.6):
    """Cosines of noisy pairs of unit vectors."""
    rng = np.random.default_rng(seed)
    first = rng.standard_normal((size, 3))
    second = first + noise * rng.standard_normal((size, 3))
    first, second = (v / np.linalg.norm(v, axis=1, keepdims=True) for v in (first, second))
    return first @ second.T


def test_the_loss_is_its_definition():
    cosines, b = _noisy_cosines(0), 3.0
    weights = np.exp(b * cosines)
    rows, columns = (np.diag(weights) / weights.sum(axis=axis) for axis in (1, 0))
    expected = -(np.log2(rows) + np.log2(columns)).mean() / 2
    assert symmetric_loss(cosines, b) == pytest.approx(expected)
    assert symmetric_loss(cosines, 0.0) == pytest.approx(3)


@given(seed=st.integers(0, 2**32), amplitudes=st.tuples(st.floats(0, 0.95), st.floats(0, 0.95)))
@settings(max_examples=20, deadline=None)
def test_orthogonal_nuisances_only_rescale_the_temperature(seed, amplitudes):
    rng = np.random.default_rng(seed)
    size, temperature = 5, 0.3
    shared = [rng.standard_normal((size, 3)) for _ in range(2)]
    shared = [u / np.linalg.norm(u, axis=1, keepdims=True) for u in shared]
    nuisance = np.eye(2 * size)
    views = [
        np.hstack([sqrt(1 - a**2) * u, a * nuisance[m * size : (m + 1) * size]])
        for m, (u, a) in enumerate(zip(shared, amplitudes, strict=True))
    ]
    assert np.linalg.norm(views[0], axis=1) == pytest.approx(np.ones(size))
    bare = symmetric_loss(shared[0] @ shared[1].T, 1 / effective_temperature(temperature, *amplitudes))
    assert symmetric_loss(views[0] @ views[1].T, 1 / temperature) == pytest.approx(bare)


@given(seed=st.integers(0, 2**32), ends=st.tuples(st.floats(0, 20), st.floats(0, 20)))
@settings(max_examples=30, deadline=None)
def test_the_loss_is_convex_in_the_inverse_temperature(seed, ends):
    cosines = _noisy_cosines(seed)
    middle = symmetric_loss(cosines, sum(ends) / 2)
    assert middle <= sum(symmetric_loss(cosines, b) for b in ends) / 2 + 1e-12


@given(seed=st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_the_minimiser_is_what_a_search_finds(seed):
    cosines = _noisy_cosines(seed)
    best = best_inverse_temperature(cosines)
    if best < inf:
        found = minimize_scalar(
            lambda b: symmetric_loss(cosines, b), bounds=(0, 4 * best + 1), method="bounded"
        )
        assert symmetric_loss(cosines, best) <= found.fun + 1e-9
    else:
        assert symmetric_loss(cosines, 1e3) <= symmetric_loss(cosines, 1e2)


def test_low_temperatures_ask_for_nuisance_and_high_ones_for_none():
    cosines = _noisy_cosines(4)
    threshold = 1 / best_inverse_temperature(cosines)
    scales = [best_nuisance_scale(cosines, t * threshold) for t in (0.25, 0.5, 1.0, 4.0)]
    assert scales == pytest.approx([0.25, 0.5, 1, 1])
    low = 0.25 * threshold
    assert symmetric_loss(cosines, scales[0] / low) < symmetric_loss(cosines, 1 / low)


def test_separated_pairs_ask_for_none_at_any_temperature():
    assert best_inverse_temperature(np.eye(4)) == inf
    assert best_nuisance_scale(np.eye(4), 1e-3) == 1


def test_pairs_worse_than_chance_ask_for_nothing_but_nuisance():
    assert best_inverse_temperature(1 - np.eye(4)) == 0


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="second_amplitude"):
        effective_temperature(1.0, 0.5, 1.0)
    with pytest.raises(ValueError, match="square"):
        best_inverse_temperature(np.ones((2, 3)))
    with pytest.raises(ValueError, match="temperature"):
        best_nuisance_scale(np.eye(2), 0.0)
