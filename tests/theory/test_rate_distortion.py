"""The certified curve against multiprecision, against its own laws, and at its extremes."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.theory.exact_oracle import exact_point, exact_rate
from theory.enclosure import Enclosure, rounded_down, rounded_up
from theory.ranked_source import ranked_source
from theory.rate_distortion import (
    _excess_by_convexity,
    _lifted,
    _rates_from,
    _slope_by_concavity,
    curve,
    distortion,
    largest_distortion,
    rate,
    slope,
    tangent,
)
from theory.supporting_line import Certificate

GAINS = ["reciprocal", "dcg", "hit@1", "hit@3"]
weights = st.lists(st.floats(1e-3, 1.0), min_size=2, max_size=7)


@pytest.fixture(autouse=True)
def _precision():
    with mpmath.workdps(40):
        yield


@pytest.mark.parametrize("gain", [*GAINS, "given"])
@pytest.mark.parametrize("law", ["uniform", "zipf", "random", "ties"])
def test_rate_encloses_the_truth(gain, law):
    rng = np.random.default_rng(len(law))
    prior = {
        "uniform": np.ones(6),
        "zipf": 1 / np.arange(1, 7),
        "random": rng.random(6),
        "ties": [3, 1, 1, 3, 2, 0],
    }[law]
    gain = np.sort(rng.random(6))[::-1] if gain == "given" else gain
    top = float(largest_distortion(prior, gain).lower)
    least = 1.0 if isinstance(gain, str) else float(gain[0])
    for share in (1e-6, 0.2, 0.7, 0.999):
        target = (1.0 - least) + share * (top - (1.0 - least))
        truth = exact_rate(mpmath.mpf(target), prior, gain)
        many = curve(np.array([target, target]), prior, gain)
        for found in (rate(target, prior, gain), Enclosure(*map(float, (many.lower[1], many.upper[1])))):
            assert found.lower <= truth <= found.upper
            assert found.width <= 1e-12


@given(weights, st.sampled_from(GAINS), st.floats(0.01, 200.0))
@settings(max_examples=60, deadline=None)
def test_tangent_encloses_the_truth(prior, gain, price):
    with mpmath.workdps(40):
        at, bits = exact_point(price, prior, gain)
        found = tangent(price, np.array(prior), gain)
        assert found.lagrangian.lower <= bits + price * at <= found.lagrangian.upper
        assert found.lagrangian.width <= 1e-11


@given(weights, st.floats(0.1, 1.0), st.floats(0.01, 200.0))
@settings(max_examples=30, deadline=None)
def test_tangent_touches_where_it_says_also_for_gains_below_one(prior, top, price):
    gain = top * np.linspace(1.0, 0.0, len(prior))
    with mpmath.workdps(40):
        at, bits = exact_point(price, prior, gain)
        found = tangent(price, np.array(prior), gain)
        assert found.lagrangian.lower <= bits + price * at <= found.lagrangian.upper
        assert found.distortion >= 1.0 - gain[0]
        assert found.lagrangian.width <= 1e-11
        assert bits + price * at <= found.rate + mpmath.mpf(price) * found.distortion
        assert found.rate + price * found.distortion <= bits + price * at + 1e-11


@given(weights, st.sampled_from(GAINS), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
@settings(max_examples=60, deadline=None)
def test_curve_falls_and_is_convex(prior, gain, first, second):
    prior = np.array(prior)
    points = np.array([min(first, second), (first + second) / 2, max(first, second)])
    found = curve(points, prior, gain)
    assert found.lower[1] <= found.upper[0]
    assert found.lower[2] <= found.upper[1]
    assert found.lower[1] <= (found.upper[0] + found.upper[2]) / 2 + 1e-15


@pytest.mark.parametrize("law", [40, np.arange(1, 41) ** -1.0, np.arange(40) % 3])
def test_many_points_at_once_are_the_single_points(law):
    points = np.concatenate([np.linspace(0.0, 1.0, 90), np.full(10, 0.4)])
    together = curve(points, law)
    for i, point in enumerate(points.tolist()):
        alone = rate(point, law)
        assert together.lower[i] <= alone.upper
        assert alone.lower <= together.upper[i]
    assert together.width.max() <= 1e-12
    repeated = curve(np.full(100, 0.3), law)
    assert repeated.width.max() <= 1e-12


@given(weights, st.floats(0.0, 0.5), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_order_scale_and_documents_that_never_occur_do_not_matter(prior, target, random):
    shuffled = [w * 2.0**-40 for w in prior] + [0.0, 0.0]
    random.shuffle(shuffled)
    assert rate(target, np.array(prior)) == rate(target, np.array(shuffled))


@given(weights, st.sampled_from(GAINS), st.floats(1e-3, 0.999))
@settings(max_examples=60, deadline=None)
def test_distortion_inverts_rate(prior, gain, share):
    prior = np.array(prior)
    target = share * float(largest_distortion(prior, gain).lower)
    assume(target > 0.0)
    bits = rate(target, prior, gain)
    found = distortion(float(bits), prior, gain)
    steepness = -slope(target, prior, gain).upper
    assert found.lower - 1e-15 <= target + (bits.width + 1e-15) / max(steepness, 1e-12)
    assert found.upper >= target - (bits.width + 1e-15) / max(steepness, 1e-12)
    assert rate(found.upper, prior, gain).lower <= bits.upper


@pytest.mark.parametrize("size", [2, 6, 64, 65, 1000])
@pytest.mark.parametrize("law", ["uniform", "zipf", "random", "three hundred orders"])
@pytest.mark.parametrize("gain", [*GAINS, "linear"])
def test_width_up_to_a_thousand_documents(law, gain, size):
    prior = {
        "uniform": np.ones(size),
        "zipf": np.arange(1, size + 1) ** -1.1,
        "random": np.random.default_rng(1).random(size),
        "three hundred orders": np.logspace(0, -300, size),
    }[law]
    gain = np.linspace(1, 0, size) if gain == "linear" else gain
    top = float(largest_distortion(prior, gain).upper)
    points = top * np.concatenate([[0.0, 1e-12, 1e-6], np.linspace(0.001, 0.999, 30), [1 - 1e-9, 1.0]])
    assert curve(points, prior, gain).width.max() <= 1e-12
    if size < 100:
        assert max(rate(point, prior, gain).width for point in points.tolist()) <= 1e-12
        assert all(distortion(bits, prior, gain).width <= 1e-12 for bits in (0.3, 0.9 * np.log2(size)))


@pytest.mark.parametrize("gain", ["reciprocal", "hit@10"])
def test_many_points_of_a_long_source_are_the_single_points(gain):
    prior = np.random.default_rng(2).random(20_000) ** 2
    top = float(largest_distortion(prior, gain).lower)
    points = top * np.array([1e-9, 0.02, 0.5, 0.97, 1 - 1e-6])
    together = curve(points, prior, gain)
    assert together.width.max() <= 1e-9
    for i, point in enumerate(points.tolist()):
        alone = rate(point, prior, gain)
        assert together.lower[i] <= alone.upper
        assert alone.lower <= together.upper[i]


@pytest.mark.parametrize("gain", ["reciprocal", "dcg", "hit@10"])
def test_a_long_source_found_by_its_distortion_is_the_one_found_by_its_price(gain):
    prior = np.random.default_rng(2).random(20_000) ** 2
    for price in (2.0, 9.0, 17.0):
        met = tangent(price, prior, gain)
        found = rate(met.distortion, prior, gain)
        assert found.lower <= met.rate
        assert found.upper >= met.lagrangian.lower - price * met.distortion - 1e-13
        assert met.rate - found.lower <= 1e-9


@pytest.mark.parametrize("law", ["uniform", "zipf", "random"])
def test_width_at_a_million_documents(law):
    size = 10**6
    prior = {
        "uniform": size,
        "zipf": np.arange(1.0, size + 1) ** -1.1,
        "random": np.random.default_rng(1).random(size),
    }[law]
    assert rate(0.2, prior).width <= 1e-9
    assert distortion(5.0, prior).width <= 1e-9


UNITS = st.integers(-2, 2).map(lambda k: 1 + k * Fraction(1, 2**53))
NUMBERS = st.floats(1e-6, 1.0)


@given(NUMBERS, NUMBERS, st.floats(0.5, 60.0), st.sampled_from([1.0, 0.999, 1e-3, 1.0 - 2.0**-50]), UNITS)
@settings(max_examples=100)
def test_a_line_and_a_point_bound_the_rate_in_exact_arithmetic(reached, at, price, share, unit):
    """The line lies below the curve, and the chord from (0, H) to the point above; 2 u of the excess are not known."""
    source = ranked_source(16, "reciprocal")
    truth, most = Fraction(at) * unit, Fraction(4)
    for line in (price * at * (1.0 + 2.0**-50), price * at / share, 9.0):
        found = _rates_from(source, Certificate(price, line, reached, share), at)
        assert Fraction(float(found.lower)) <= max(Fraction(line) - Fraction(price) * truth, 0)
        short = max(1 - truth / Fraction(reached), 0)
        chord = Fraction(share) + short * (most - Fraction(share))
        assert min(chord, most) <= Fraction(float(found.upper)) <= chord + Fraction(1, 10**12)


@given(NUMBERS, st.floats(0.1, 4.0), NUMBERS, st.floats(0.5, 60.0))
@settings(max_examples=100)
def test_a_line_and_a_point_bound_the_distortion_in_exact_arithmetic(reached, bits, share, price):
    source = ranked_source(16, "reciprocal")
    largest = Fraction(15, 16) - sum(Fraction(1, 16 * k) for k in range(2, 17))
    rate = bits * share
    for line in (rate, np.nextafter(rate, 9.0), rate + share, 5.0):
        found = _excess_by_convexity(source, Certificate(price, float(line), reached, bits), rate)
        assert Fraction(found.lower) <= max(Fraction(float(line)) - Fraction(rate), 0) / Fraction(price)
        chord = Fraction(reached) + (1 - Fraction(rate) / Fraction(bits)) * max(
            largest - Fraction(reached), 0
        )
        assert min(chord, largest) <= Fraction(found.upper) <= chord + Fraction(1, 10**12)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), NUMBERS)
def test_the_excess_is_lifted_in_exact_arithmetic(lower, upper, top):
    source = ranked_source(2, np.array([top, 0.0]))
    found = _lifted(source, Enclosure(lower, upper))
    least = 1 - Fraction(top)
    assert Fraction(found.lower) <= least + Fraction(lower) < Fraction(np.nextafter(found.lower, 9.0))
    most = min(least + Fraction(upper), Fraction(1))
    assert Fraction(np.nextafter(found.upper, -9.0)) < most <= Fraction(found.upper)


def test_slope_is_enclosed_and_has_a_corner_at_zero_rate():
    prior = np.array([8.0, 4.0, 2.0, 1.0])
    corner = largest_distortion(prior)
    steepest = 1 / (1 - 1 / 2)
    below = slope(float(corner.lower) - 1e-6, prior)
    assert below.lower <= -steepest <= below.upper + 1e-3
    for price in (3.0, 7.0, 20.0):
        at, _ = exact_point(price, prior, "reciprocal")
        found = slope(float(at), prior)
        assert found.lower <= -price + 1e-9
        assert found.upper >= -price - 1e-9
        assert found.width <= 1e-4 * price
    assert slope(1.0, prior) == slope(float(corner.upper) + 1e-12, prior)


@pytest.mark.parametrize("size", [40, 200])
@pytest.mark.parametrize("gain", ["reciprocal", "dcg"])
def test_slope_is_the_price_of_the_tangent(size, gain):
    prior = np.arange(1.0, size + 1) ** -0.8
    for price in (4.0, 9.0, 20.0):
        found = slope(tangent(price, prior, gain).distortion, prior, gain)
        assert found.lower - 1e-5 <= -price <= found.upper + 1e-5
        assert found.width <= 1e-3
    corner = float(largest_distortion(prior, gain))
    assert slope(corner, prior, gain).upper == 0.0
    assert slope(corner, prior, gain).lower == pytest.approx(
        -ranked_source(prior, gain).least_slope, rel=1e-4
    )


@given(
    st.floats(0.1, 0.9),
    st.floats(0.5, 20.0),
    st.lists(st.integers(-40, 40), min_size=2, max_size=12, unique=True),
    st.sampled_from([1e-9, 1e-12]),
)
@settings(max_examples=150)
def test_slope_is_not_told_by_rounding(share, curvature, steps, apart):
    """R(E) = c (M - E)^2, M = 1/2, at prices so near that rounding alone says which line is the highest."""
    c, most = Fraction(curvature), Fraction(1, 2)
    excess = 0.5 * share
    truth = 2 * c * (most - Fraction(excess))

    def touching(_, price):
        s = Fraction(price)
        at = most - s / (2 * c)
        return Certificate(
            price, rounded_down(s * most - s**2 / (4 * c)), rounded_up(at), rounded_up(c * (most - at) ** 2)
        )

    prices = np.array([float(truth) * (1.0 + step * apart) for step in sorted(steps)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("theory.rate_distortion._touching", touching)
        found = _slope_by_concavity(None, prices, excess)
    assert math.isinf(found.lower) or Fraction(found.lower) <= -truth
    assert -truth <= Fraction(found.upper)


@pytest.mark.parametrize("prior", [8, 100, np.arange(1.0, 7.0) ** -1, np.arange(1.0, 90.0) ** -1])
@pytest.mark.parametrize("gain", ["reciprocal", "hit@1"])
def test_from_the_largest_distortion_on_no_bit_is_needed(prior, gain):
    end = ranked_source(prior, gain).largest_excess.upper
    for point in (end, float(np.nextafter(end, 1.0)), 1.0):
        assert rate(point, prior, gain) == Enclosure(0.0, 0.0)
        assert curve(np.array([point]), prior, gain).upper[0] == 0.0
    assert curve(np.array([end - 1e-3]), prior, gain).lower[0] > 0.0


def test_ends_of_the_curve():
    assert rate(0.0, 8).lower <= 3.0 <= rate(0.0, 8).upper
    assert rate(1e-300, 8).lower <= 3.0 <= rate(1e-300, 8).upper
    assert rate(1.0, 8).upper == 0.0
    two_at_the_top = rate(0.0, 8, "hit@2")
    assert two_at_the_top.lower <= 2.0 <= two_at_the_top.upper
    for bits in (3.001, 64.0, math.inf):
        assert distortion(bits, 8).upper == 0.0
    for prior in (1, 2, 8, 100, np.arange(1.0, 50.0) ** -0.3):
        assert distortion(0.0, prior) == largest_distortion(prior)
    no_bits = distortion(0.0, 8)
    assert no_bits.lower <= 1 - sum(1 / k for k in range(1, 9)) / 8 <= no_bits.upper


@pytest.mark.parametrize("bits", [5e-324, 1e-30, 1e-13])
@pytest.mark.parametrize("prior", [6, 1000, np.arange(1.0, 7.0) ** -1])
def test_next_to_no_bits_buy_next_to_nothing(bits, prior):
    found, fixed = distortion(bits, prior), largest_distortion(prior)
    assert fixed.lower - 1e-5 <= found.lower <= found.upper <= fixed.upper


@pytest.mark.parametrize("prior", [1, np.array([0.0, 3.0, 0.0])])
def test_one_document_needs_no_bits(prior):
    assert rate(0.0, prior).upper == 0.0
    assert distortion(0.0, prior).upper == 0.0
    assert largest_distortion(prior).upper == 0.0


def test_gain_that_does_not_reach_one():
    gain = np.array([0.7, 0.2, 0.0])
    assert distortion(10.0, 3, gain).lower == 1.0 - 0.7 == distortion(10.0, 3, gain).upper
    full = rate(1.0 - 0.7, 3, gain)
    assert full.lower <= math.log2(3) <= full.upper
    with pytest.raises(ValueError, match="below 1 - g"):
        rate(0.29, 3, gain)


@pytest.mark.parametrize("value", [-0.1, 1.1, math.nan, math.inf])
def test_bad_distortions_are_refused(value):
    with pytest.raises(ValueError, match="distortion="):
        rate(value, 5)


@pytest.mark.parametrize("value", [-1.0, math.nan])
def test_bad_rates_are_refused(value):
    with pytest.raises(ValueError, match="rate="):
        distortion(value, 5)


@pytest.mark.parametrize("value", [0.0, -2.0, math.nan, math.inf])
def test_bad_prices_are_refused(value):
    with pytest.raises(ValueError, match="price="):
        tangent(value, 5)


def test_slope_has_no_value_at_the_end():
    with pytest.raises(ValueError, match="no finite slope"):
        slope(0.0, 5)
