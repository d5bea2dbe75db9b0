"""Parsing of popularity laws."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from theory.popularity import sorted_weights


@given(
    st.lists(st.floats(0.0, 1e300, allow_subnormal=False).map(lambda w: w if w > 1e-3 else 0.0), min_size=1)
)
def test_weights_are_sorted_and_scaled_exactly(weights):
    if not any(weights):
        return
    found, documents = sorted_weights(np.array(weights))
    kept = sorted((Fraction(w) for w in weights if w), reverse=True)
    assert documents == len(weights)
    assert [Fraction(w) / Fraction(float(found[0])) for w in found.tolist()] == [w / kept[0] for w in kept]
    assert 2.0**-28 < found.sum() < 1.0


@pytest.mark.parametrize("documents", [1, 2, 3, 1000, 2**20])
def test_uniform(documents):
    weights, number = sorted_weights(documents)
    assert number == len(weights) == documents
    assert 0.5 <= weights.sum() < 1.0


@pytest.mark.parametrize(
    ("prior", "what"),
    [
        (0, "=0: the number"),
        (10**9, "=1000000000: the number"),
        (True, "shape"),
        (2.5, "shape"),
        ([], "shape"),
        ([[1.0]], "shape"),
        ([0.0, 0.0], "zero everywhere"),
        ([1.0, -0.5], "-0.5"),
        ([1.0, float("inf")], "inf"),
        ([1.0, float("nan")], "nan"),
        ([1e300, 1e-300], "300 orders"),
        ([1.0, 2.0**-1019], "300 orders"),
        (["a"], "dtype"),
        ([2**53 + 1, 1], "exactly"),
    ],
)
def test_bad_priors_are_refused(prior, what):
    with pytest.raises(ValueError, match=f"prior.*{what}"):
        sorted_weights(prior if isinstance(prior, int | float) else np.array(prior))


def test_three_hundred_orders_of_magnitude_are_kept():
    weights, _ = sorted_weights(np.logspace(-300, 0, 301))
    assert len(weights) == 301
    assert weights[-1] > 0.0


@pytest.mark.parametrize("dtype", [np.int64, np.uint8, np.float32, np.float64])
def test_weights_of_any_real_type_are_taken_as_they_are(dtype):
    weights, documents = sorted_weights(np.array([1, 0, 4, 2], dtype=dtype))
    assert weights.dtype == np.float64
    assert (weights / weights[-1]).tolist() == [4.0, 2.0, 1.0]
    assert documents == 4


@pytest.mark.parametrize("prior", [5, np.ones(5)])
def test_the_longest_law_is_taken_and_a_longer_one_is_not(prior, monkeypatch):
    monkeypatch.setattr("theory.popularity.LONGEST", 5)
    assert sorted_weights(prior)[1] == 5
    with pytest.raises(ValueError, match="1 to 5"):
        sorted_weights(prior + 1 if isinstance(prior, int) else np.ones(6))
