from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theory.common_part import common_part, maximal_correlation, one_time_pad, sufficient_and_minimal_exists
from theory.information import mutual_information

QUARTER = Fraction(1, 4)


def _sparse_law(seed, shape):
    weights = np.maximum(np.random.default_rng(seed).integers(-6, 4, shape), 0)
    weights.flat[0] += 1
    return np.array([Fraction(int(w), int(weights.sum())) for w in weights.flat], dtype=object).reshape(shape)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_the_common_part_is_common_and_finest(seed):
    law = _sparse_law(seed, (4, 5))
    part = common_part(law)
    for i, j in np.argwhere(law):
        assert part.first[i] == part.second[j] >= 0
    reach = (law > 0).astype(int)
    joined = np.linalg.matrix_power(reach @ reach.T, 5) > 0  # rows joined by any path
    for i, k in np.ndindex(4, 4):
        if law[i].any() and law[k].any():
            assert (part.first[i] == part.first[k]) == joined[i, k]
    assert part.bits <= mutual_information(law, (0,), (1,)) + 1e-12


@given(seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_sufficiency_with_minimality_is_equality_of_two_informations(seed):
    law = _sparse_law(seed, (3, 4))
    equal = abs(common_part(law).bits - mutual_information(law, (0,), (1,))) < 1e-9
    assert sufficient_and_minimal_exists(law) == equal


@given(seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_correlation_one_means_a_common_part(seed):
    law = _sparse_law(seed, (4, 4))
    assert (maximal_correlation(law) > 1 - 1e-9) == (len(common_part(law).law) > 1)


def test_copies_have_all_in_common_and_noisy_copies_nothing():
    copy = np.diag([QUARTER] * 4)
    assert common_part(copy).bits == 2
    assert sufficient_and_minimal_exists(copy)
    noisy = np.array([[3, 1], [1, 3]]) * Fraction(1, 8)
    assert common_part(noisy).bits == 0
    assert not sufficient_and_minimal_exists(noisy)
    assert maximal_correlation(noisy) == pytest.approx(0.5)


def test_a_common_part_alone_is_not_enough():
    """A shared bit beside a noisy one: H(J) = 1 > 0, yet no code is sufficient and minimal."""
    noisy = np.array([[3, 1], [1, 3]]) * Fraction(1, 8)
    law = np.block([[noisy / 2, 0 * noisy], [0 * noisy, noisy / 2]])
    assert common_part(law).bits == 1
    assert not sufficient_and_minimal_exists(law)


def test_the_pad_hides_its_message_from_every_probe():
    for size in (2, 3):
        law = one_time_pad(size)
        assert mutual_information(law, (0,), (2,)) == pytest.approx(0, abs=1e-12)
        assert mutual_information(law, (1,), (2,)) == pytest.approx(0, abs=1e-12)
        assert mutual_information(law, (0, 1), (2,), (1,)) == pytest.approx(np.log2(size))
