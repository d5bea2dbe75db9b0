"""What naming the first J documents leaves, against all laws that are uniform on a few documents."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from theory.list_limits import worst_average


@pytest.mark.parametrize("named", [1, 2, 5, 6, 9])
def test_the_worst_average_is_the_largest_of_all(named):
    terms, largest = Fraction(0), Fraction(0)
    for size in range(named + 1, 40 * named):
        terms += Fraction(1, size)
        largest = max(largest, terms / size)
    size, most = worst_average(named)
    assert Fraction(int(most.p), int(most.q)) == largest
    assert sum(Fraction(1, k) for k in range(named + 1, size + 1)) / size == largest


@given(st.integers(1, 6), st.lists(st.integers(0, 50), min_size=1, max_size=30).filter(any))
def test_no_falling_law_loses_more(named, weights):
    ordered = sorted(weights, reverse=True)
    lost = sum(
        Fraction(weight, sum(ordered) * rank) for rank, weight in enumerate(ordered, 1) if rank > named
    )
    most = worst_average(named)[1]
    assert lost <= Fraction(int(most.p), int(most.q))
