"""Sources in plain floats against the same sources in arrays."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theory.rank_law import solve_for_distortion, solve_for_rate
from theory.ranked_source import ranked_source
from theory.short_source import LONGEST_SHORT, price_for_distortion, price_for_rate, short_source

weights = st.lists(st.floats(1e-3, 1.0) | st.just(0.0), min_size=2, max_size=LONGEST_SHORT).filter(any)
gains = st.sampled_from(["reciprocal", "dcg", "hit@1", "hit@3"])


@given(weights, gains)
@settings(max_examples=30, deadline=None)
def test_the_same_source(prior, gain):
    short, arrays = short_source(np.array(prior), gain), ranked_source(np.array(prior), gain)
    assert short.weights == arrays.weights.tolist()
    assert short.drops.values == arrays.drops.values.tolist()
    assert (short.size, short.leaders, short.documents) == (arrays.size, arrays.leaders, arrays.documents)
    assert short.least_slope == pytest.approx(arrays.least_slope, rel=1e-12)
    for name in ("entropy", "largest_excess"):
        one, other = getattr(short, name), getattr(arrays, name)
        assert one.lower <= other.upper
        assert other.lower <= one.upper


@given(weights, gains, st.floats(0.01, 0.99))
@settings(max_examples=30, deadline=None)
def test_the_same_prices(prior, gain, share):
    prior = np.array(prior)
    short, arrays = short_source(prior, gain), ranked_source(prior, gain)
    if not short.largest_excess.lower:
        return
    excess = share * short.largest_excess.lower
    price = price_for_distortion(short, excess)
    assert price == pytest.approx(solve_for_distortion(arrays, np.array([excess]))[0][0], rel=1e-9)
    largest = short.entropy.lower - np.log2(short.leaders) if gain == "hit@3" else short.entropy.lower
    bits = share * max(largest, 0.01)
    if bits < largest:
        price = price_for_rate(short, bits, largest)
        assert price == pytest.approx(solve_for_rate(arrays, np.array([bits]), largest)[0][0], rel=1e-6)


@pytest.mark.parametrize(
    "prior", [True, 0, -1, LONGEST_SHORT + 1, np.ones(LONGEST_SHORT + 1), np.ones((2, 2))]
)
@pytest.mark.parametrize("gain", ["reciprocal", "mrr"])
def test_what_is_long_or_to_be_refused_is_left_to_the_arrays(prior, gain):
    assert short_source(prior, gain) is None


@pytest.mark.parametrize(
    "bad", [[0.0, 0.0], [1.0, -1.0], [3.0, 0.0, -1.0], [1.0, np.nan], [1.0, np.inf], [1e300, 1e-300], []]
)
def test_bad_weights_are_left_to_the_arrays(bad):
    assert short_source(np.array(bad), "reciprocal") is None


def test_the_longest_short_sources_are_short():
    assert short_source(LONGEST_SHORT, "reciprocal").size == LONGEST_SHORT
    assert short_source(np.ones(LONGEST_SHORT), "reciprocal").size == LONGEST_SHORT


@pytest.mark.parametrize("units", [1, 3])
def test_weights_are_scaled_as_far_as_floats_go_and_no_further(units):
    """Below 2^-1022 scaling would round, and a weight just below may be rounded up to it."""
    end = 2.0**-1022 * 2 * 2 ** (units + 1).bit_length()
    least = np.array([1.0] * units + [np.nextafter(end, 1.0)])
    source = short_source(least, "reciprocal")
    assert source.weights == ranked_source(least, "reciprocal").weights.tolist()
    assert source.weights[0] / source.weights[-1] == 1.0 / least[-1]
    for below in (end, np.nextafter(end, 0.0), end / 2):
        assert short_source(np.array([1.0] * units + [below]), "reciprocal") is None
        with pytest.raises(ValueError, match="300 orders"):
            ranked_source(np.array([1.0] * units + [below]), "reciprocal")


def test_bad_gains_are_refused():
    with pytest.raises(ValueError, match="gain='mrr'"):
        short_source(3, "mrr")
    with pytest.raises(ValueError, match="gain has shape"):
        short_source(3, np.array([1.0, 0.5]))
