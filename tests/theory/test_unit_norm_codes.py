"""Rational unit vectors: on the circle, distinct, and ranked without error by inner products."""

import numpy as np
import pytest

from theory.unit_norm_codes import rational_circle


@pytest.mark.parametrize("count", [1, 2, 9, 50])
def test_unit_vectors_are_distinct_and_of_length_one(count):
    points = rational_circle(count)
    assert all(x**2 + y**2 == 1 for x, y in points)
    assert len({tuple(p) for p in points}) == count


def test_inner_products_rank_each_vector_first():
    vectors = np.array(rational_circle(50), dtype=float)
    scores = vectors @ vectors.T
    assert (scores.argmax(axis=1) == np.arange(50)).all()
