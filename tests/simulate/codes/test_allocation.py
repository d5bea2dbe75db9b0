import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulate.codes.allocation import (
    bits_by_modality,
    bottleneck_allocation,
    largest_remainder,
    proportional_ceilings,
    reverse_water_filling,
    uniform_bits,
)

weights = st.lists(st.floats(0, 100), min_size=1, max_size=6).filter(lambda w: sum(w) > 1e-3)


@given(weights, st.integers(0, 600))
def test_remainders_add_up_and_ceilings_overshoot(shares, bits):
    exact = np.array(shares) / np.sum(shares) * bits
    whole, ceilings = largest_remainder(shares, bits), proportional_ceilings(shares, bits)
    assert whole.sum() == bits
    assert np.all(np.abs(whole - exact) < 1 + 1e-9)
    assert 0 <= ceilings.sum() - bits <= len(shares)


def test_the_papers_ceilings_by_hand():
    assert proportional_ceilings([1.0, 1.0, 1.0], 64).tolist() == [22, 22, 22]
    assert largest_remainder([1.0, 1.0, 1.0], 64).tolist() == [22, 21, 21]
    assert bits_by_modality([3, 1], [2, 3]).tolist() == [2, 1, 1, 0, 0]
    assert uniform_bits(4, 6).tolist() == [2, 2, 1, 1]


def test_fillings_prefer_what_is_large():
    assert reverse_water_filling([16.0, 1.0, 1e-6], 4).tolist() == [3, 1, 0]
    assert bottleneck_allocation([0.9, 0.5, 0.0], 3)[2] == 0
    assert reverse_water_filling([1.0, 2.0], 0).tolist() == [0, 0]


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=8), st.integers(0, 40))
def test_water_filling_is_near_its_formula(variances, bits):
    whole = reverse_water_filling(variances, bits)
    assert whole.sum() == bits
    order = np.argsort(variances)
    assert np.all(np.diff(whole[order]) >= -1)


@given(st.lists(st.sampled_from([0.0, 1e-9, 1.0, 1e9]), min_size=1, max_size=6), st.integers(0, 72))
def test_no_coordinate_is_filled_beyond_twelve_bits(variances, bits):
    whole = reverse_water_filling(variances, bits)
    assert whole.sum() == bits
    if bits <= 12 * len(variances):
        assert 0 <= whole.min() <= whole.max() <= 12


def test_bits_that_one_direction_cannot_hold_go_to_the_next():
    assert reverse_water_filling([1e12, 1.0, 1e-3], 20).tolist() == [12, 6, 2]


@pytest.mark.parametrize("bad", [[-1.0, 2.0], [0.0, 0.0], [np.nan, 1.0], [np.inf, 1.0], []])
def test_bad_weights_are_named(bad):
    with pytest.raises(ValueError, match="weights"):
        largest_remainder(bad, 4)
    with pytest.raises(ValueError, match="weights"):
        proportional_ceilings(bad, 4)
    with pytest.raises(ValueError, match="bits"):
        largest_remainder([1.0], -1)
