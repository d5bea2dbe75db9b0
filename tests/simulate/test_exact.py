from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulate.exact import score_difference_sign


def sign_by_fractions(query, document, reference):
    total = sum(
        Fraction(q) * (Fraction(y) - Fraction(z))
        for q, y, z in zip(query.tolist(), document.tolist(), reference.tolist(), strict=True)
    )
    return (total > 0) - (total < 0)


def agree(queries, documents, references):
    expected = [sign_by_fractions(*row) for row in zip(queries, documents, references, strict=True)]
    assert score_difference_sign(queries, documents, references).tolist() == expected


finite = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 4).flatmap(lambda d: arrays(np.float64, (3, 2, d), elements=finite)))
def test_any_floats(rows):
    agree(*rows)


@settings(max_examples=100, deadline=None)
@given(arrays(np.float64, (3, 4, 6), elements=st.sampled_from([0.1, 0.2, 0.3, -0.1, 0.7, 1e-9, 3.0, 0.0])))
def test_sums_that_nearly_cancel(rows):
    agree(*rows)


def test_permuted_terms_tie_and_the_last_bit_decides():
    rng = np.random.default_rng(0)
    values = rng.standard_normal((50, 64)).astype(np.float32).astype(np.float64)
    queries = np.concatenate((values, values), axis=1)
    documents = rng.standard_normal((50, 128)).astype(np.float32).astype(np.float64)
    swapped = np.roll(documents, 64, axis=1)
    assert not score_difference_sign(queries, documents, swapped).any()
    nudged = swapped.copy()
    nudged[:, 5] = np.nextafter(nudged[:, 5], np.inf)
    assert np.array_equal(score_difference_sign(queries, nudged, documents), np.sign(queries[:, 5]))
    agree(queries[:5], nudged[:5], documents[:5])


def test_shapes_are_checked():
    with pytest.raises(ValueError, match="one shape"):
        score_difference_sign(np.ones((2, 3)), np.ones((2, 3)), np.ones((2, 2)))
