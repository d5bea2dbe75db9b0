"""Blahut-Arimoto over all rankings against the closed form; and where it has a closed form of its own."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theory.blahut_arimoto import blahut_arimoto, expected_gains, rankings
from theory.rate_distortion import tangent

SLOPES = (0.01, 0.3, 1.5, 3.0, 10.0, 50.0, 200.0)


@pytest.mark.parametrize("documents", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("law", ["uniform", "zipf", "random"])
@pytest.mark.parametrize("gain", ["reciprocal", "dcg", "hit@2", "given"])
def test_the_closed_form_agrees_with_all_rankings(documents, law, gain):
    rng = np.random.default_rng(documents)
    prior = {
        "uniform": np.ones(documents),
        "zipf": np.arange(1, documents + 1) ** -1.2,
        "random": rng.random(documents),
    }
    gain = np.sort(rng.random(documents))[::-1] if gain == "given" else gain
    for slope in SLOPES:
        found = blahut_arimoto(np.diag(prior[law]), slope, gain, iterations=20_000)
        exact = tangent(slope, prior[law], gain)
        assert found.lagrangian.width <= 1.1e-9
        assert exact.lagrangian.width <= 1e-11
        assert exact.lagrangian.lower <= found.lagrangian.upper
        assert found.lagrangian.lower <= exact.lagrangian.upper


def test_seven_documents():
    prior = np.arange(1, 8) ** -0.8
    found = blahut_arimoto(np.diag(prior), 4.0, iterations=4_000)
    assert found.lagrangian.lower <= float(tangent(4.0, prior).lagrangian) <= found.lagrangian.upper
    assert found.lagrangian.width <= 1e-6


def test_gap_is_honest_when_stopped_early():
    prior = np.arange(1, 7) ** -1.0
    short = blahut_arimoto(np.diag(prior), 2.5, iterations=20, accelerated=False)
    assert short.iterations == 20
    assert short.lagrangian.width > 1e-4
    exact = tangent(2.5, prior).lagrangian
    assert short.lagrangian.lower <= exact.upper
    assert exact.lower <= short.lagrangian.upper


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=4), st.floats(1e-3, 1e12))
@settings(max_examples=100, deadline=None)
def test_one_query_needs_no_bits_whatever_the_price(weights, slope):
    """V(s) = s (1 - sum_k p_(k) / k), exactly."""
    gain = sum(Fraction(w, k) for k, w in enumerate(sorted(weights, reverse=True), 1)) / sum(weights)
    found = blahut_arimoto(np.array([weights], dtype=float), slope)
    assert (
        Fraction(found.lagrangian.lower) <= Fraction(slope) * (1 - gain) <= Fraction(found.lagrangian.upper)
    )
    assert found.lagrangian.width <= 1e-8 + 1e-12 * slope
    assert found.distortion == pytest.approx(float(1 - gain), abs=1e-8 + 1e-7 / slope)


def test_rate_and_distortion_lie_on_the_line():
    found = blahut_arimoto(np.array([[3.0, 1.0, 0.0], [0.0, 1.0, 1.0], [0.0, 0.0, 0.0]]), 6.0)
    assert found.rate + 6.0 * found.distortion == pytest.approx(float(found.lagrangian), abs=1e-8)
    assert found.law.sum() == pytest.approx(1.0, abs=1e-12)
    assert 0.0 <= found.rate <= 1.0


def test_rankings_and_expected_gains():
    assert rankings(3).shape == (6, 3)
    queries, gains = expected_gains(np.array([[1.0, 1.0], [0.0, 2.0]]))
    np.testing.assert_allclose(queries, [0.5, 0.5])
    np.testing.assert_allclose(gains, [[0.75, 0.75], [0.5, 1.0]])


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="documents=8"):
        blahut_arimoto(np.eye(8), 1.0)
    with pytest.raises(ValueError, match="slope="):
        blahut_arimoto(np.eye(2), 0.0)
    with pytest.raises(ValueError, match="joint"):
        blahut_arimoto(np.array([1.0, 2.0]), 1.0)
    with pytest.raises(ValueError, match="joint"):
        blahut_arimoto(np.array([[1.0, -2.0]]), 1.0)
