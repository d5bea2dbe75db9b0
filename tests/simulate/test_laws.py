"""Batched entropies against sums by hand, and the laws of information."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulate import laws

WEIGHTS = arrays(np.float64, (2, 2, 3, 2), elements=st.sampled_from([0.0, 0.1, 0.5, 1.0, 3.0]))
LAWS = WEIGHTS.filter(lambda w: w.sum(axis=(1, 2, 3)).min() > 0).map(
    lambda w: w / w.sum(axis=(1, 2, 3), keepdims=True)
)


def by_hand(masses):
    return -math.fsum(p * math.log2(p) for p in masses.ravel() if p > 0)


@given(law=LAWS)
def test_entropies_of_margins_by_hand(law):
    for world in range(2):
        assert laws.entropy(law, [1, 2, 3])[world] == pytest.approx(by_hand(law[world]), abs=1e-12)
        assert laws.entropy(law, [-1])[world] == pytest.approx(
            by_hand(law[world].sum(axis=(0, 1))), abs=1e-12
        )
    assert laws.entropy(law, []) == pytest.approx(0, abs=1e-12)


@given(law=LAWS)
def test_information_is_symmetric_non_negative_and_obeys_the_chain_rule(law):
    error = laws.float_error(12)
    whole = laws.mutual_information(law, [1], [2, 3])
    parts = laws.mutual_information(law, [1], [2]) + laws.mutual_information(law, [1], [3], given=[2])
    assert whole == pytest.approx(parts, abs=error)
    assert whole == pytest.approx(laws.mutual_information(law, [2, 3], [1]), abs=error)
    assert laws.mutual_information(law, [1], [3], given=[2]).min() >= -error


@given(seed=st.integers(0, 100), concentration=st.sampled_from([1e-4, 0.1, 1.0, 50.0]))
def test_random_laws_are_laws(seed, concentration):
    drawn = laws.random_laws(np.random.default_rng(seed), (5, 4), concentration=concentration)
    assert drawn.min() >= 0
    assert drawn.sum(axis=1) == pytest.approx(1)


def test_the_best_decoder_ranks_by_the_posterior():
    joint = np.array([[[0.1, 0.3], [0.2, 0.0], [0.05, 0.35]]])
    assert laws.optimal_ranks(joint)[0].T.tolist() == [[2, 1, 3], [2, 3, 1]]


def test_bad_concentration_is_refused():
    with pytest.raises(ValueError, match=r"concentration = 0: must be positive"):
        laws.random_laws(np.random.default_rng(0), (2, 2), concentration=0)
