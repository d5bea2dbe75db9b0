"""Bounds under noisy relevance against Blahut-Arimoto over all rankings."""

from fractions import Fraction

import numpy as np
import pytest

from theory.blahut_arimoto import blahut_arimoto
from theory.information import mutual_information
from theory.noisy_relevance import (
    contracted_rate,
    contraction_coefficient,
    jensen_rate,
    least_distortion,
    least_distortion_given_information,
    symmetric_channel_rate,
)
from theory.rate_distortion import rate, tangent

PRICES = (1.0, 4.0, 12.0, 40.0)


def sources():
    rng = np.random.default_rng(4)
    return [
        rng.dirichlet(np.full(n, c), size=q) * rng.random((q, 1)) for n, q, c in ((3, 5, 0.4), (4, 6, 0.2))
    ]


@pytest.mark.parametrize("joint", sources())
@pytest.mark.parametrize("gain", ["reciprocal", "dcg", "hit@1"])
def test_bounds_hold_at_the_exact_points(joint, gain):
    law = joint.sum(axis=0)
    information = mutual_information(joint / joint.sum(), (0,), (1,))
    for price in PRICES:
        exact = blahut_arimoto(joint, price, gain, tolerance=1e-9)
        assert exact.lagrangian.width < 1e-8
        bits, at = exact.rate + 1e-7, exact.distortion
        assert contracted_rate(at, joint, gain) <= bits
        assert jensen_rate(at, joint, gain) <= bits
        assert at >= least_distortion(joint, gain) - 1e-12
        assert at >= least_distortion_given_information(bits, information, law, gain)


@pytest.mark.parametrize("gain", ["reciprocal", "dcg"])
def test_jensen_bound_is_tight_without_noise(gain):
    prior = np.array([0.5, 0.2, 0.2, 0.1])
    for target in (0.05, 0.15, 0.25):
        exact = float(rate(target, prior, gain))
        assert exact - 1e-4 <= jensen_rate(target, np.diag(prior), gain) <= exact


@pytest.mark.parametrize("size", [2, 300])
def test_jensen_bound_is_no_higher_than_the_curve_where_they_touch(size):
    """At the distortions where a price of its finer grid touches the curve nothing but rounding is between them."""
    prior, coarse = np.arange(1.0, size + 1) ** -0.7, np.geomspace(1e-2, 1e3, 24)
    for place in (10, 12, 19):
        price = np.geomspace(coarse[place - 1], coarse[place + 1], 24)[11]
        target = tangent(price, prior).distortion
        exact = rate(target, prior)
        assert exact.lower - 1e-9 <= jensen_rate(target, np.diag(prior)) <= exact.upper


def test_jensen_bound_at_both_ends_and_for_gains_below_one():
    prior = np.array([0.5, 0.25, 0.125, 0.125])
    assert 1.75 - 1e-4 <= jensen_rate(0.0, np.diag(prior)) <= 1.75
    assert jensen_rate(1.0, np.diag(prior)) == 0.0
    gain = np.array([0.75, 0.5, 0.125, 0.0])
    exact = float(rate(0.375, prior, gain))
    assert exact - 1e-3 <= jensen_rate(0.375, np.diag(prior), gain) <= exact
    assert least_distortion(np.diag(prior), gain) == 0.25
    nearly_flat = np.array([1.0, 0.999, 0.998, 0.997])  # the steepest price of the grid is the best
    assert 0.0 < jensen_rate(0.0, np.diag(prior), nearly_flat) <= 1.75


def test_what_loses_nothing_is_not_rounded_up():
    prior = np.array([0.5, 0.2, 0.2, 0.1])
    for target in (0.05, 0.15, 0.25):
        assert contracted_rate(target, np.diag(prior)) <= rate(target, prior).lower
        half = np.vstack([np.diag(prior), np.diag(prior)])[:, [0, 1, 2, 3]]
        assert contracted_rate(target, half) == contracted_rate(target, np.diag(prior))
    assert contracted_rate(0.9, np.diag(prior)) == 0.0


@pytest.mark.parametrize("error", [0.0, 0.25, 0.6])
@pytest.mark.parametrize("gain", ["reciprocal", "hit@2"])
def test_symmetric_channel_is_exact(error, gain):
    documents = 4
    joint = np.eye(documents) * (1 - error) + error / documents
    for price in PRICES:
        exact = blahut_arimoto(joint, price, gain, tolerance=1e-11)
        found = symmetric_channel_rate(exact.distortion, documents, error, gain)
        assert exact.lagrangian.lower <= found.upper + price * exact.distortion
        assert found.lower + price * exact.distortion <= exact.lagrangian.upper + 1e-12
        assert found.width <= 1e-11
    assert symmetric_channel_rate(1.0, documents, error, gain).upper == 0.0
    best = least_distortion(joint, gain)
    assert symmetric_channel_rate(best + 1e-12, documents, error, gain).upper <= 2.0 + 1e-12
    if error:
        with pytest.raises(ValueError, match="unlimited bits"):
            symmetric_channel_rate(best - 1e-6, documents, error, gain)


def test_contraction_coefficient():
    assert contraction_coefficient(np.eye(3)) == 1.0
    assert contraction_coefficient(np.ones((3, 4))) < 1e-14
    assert contraction_coefficient(np.array([[3.0, 1.0], [1.0, 3.0]])) == pytest.approx(0.5)
    rows = np.array([[3, 1, 0, 0], [0, 1, 3, 0], [1, 1, 1, 1], [2, 1, 1, 0]])
    exact = max(
        sum(abs(Fraction(int(a - b), 4)) for a, b in zip(r, t, strict=True)) / 2 for r in rows for t in rows
    )
    assert exact <= Fraction(contraction_coefficient(rows)) <= exact + Fraction(1, 10**14)


def test_without_errors_the_symmetric_channel_is_the_source():
    found = symmetric_channel_rate(0.0, 4, 0.0)
    assert found.lower <= 2.0 <= found.upper
    assert found.width <= 1e-12


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="target="):
        jensen_rate(1.5, np.eye(2))
    with pytest.raises(ValueError, match="error="):
        symmetric_channel_rate(0.5, 4, 1.0)
    for target in (-0.5, 1.5):
        with pytest.raises(ValueError, match=r"target=.* must be a distortion"):
            symmetric_channel_rate(target, 4, 0.5)
    with pytest.raises(ValueError, match="joint"):
        least_distortion(np.zeros((2, 2)))
