from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulate.metrics import (
    discounted_gain,
    from_rows,
    harmonic_difference,
    hit,
    mean,
    merged,
    rank_histogram,
    reciprocal_rank,
    rows,
)
from simulate.ranking import Ranks

pairs = st.tuples(st.integers(0, 40), st.integers(1, 40))


@given(pairs)
def test_expected_gains_average_over_the_tie(pair):
    higher, ties = pair
    places = np.arange(higher + 1, higher + ties + 1)
    assert reciprocal_rank(higher, ties) == pytest.approx(np.mean(1 / places), rel=1e-14)
    assert discounted_gain(higher, ties) == pytest.approx(np.mean(1 / np.log2(1 + places)), rel=1e-12)
    assert hit(higher, ties, k=5) == pytest.approx(np.mean(places <= 5), abs=1e-15)


@given(pairs)
def test_optimistic_and_pessimistic_enclose_expected(pair):
    for metric in (reciprocal_rank, discounted_gain, lambda g, t, rule: hit(g, t, 7, rule)):
        low, middle, high = (metric(*pair, rule=rule) for rule in ("pessimistic", "expected", "optimistic"))
        assert low <= middle * (1 + 1e-12)
        assert middle <= high * (1 + 1e-12)


@pytest.mark.parametrize("higher", [0, 1, 31, 1000, 10**6, 10**9])
@pytest.mark.parametrize("ties", [1, 2, 31, 32, 33, 34, 1000])
def test_harmonic_differences_to_the_last_places(higher, ties):
    exact = sum(Fraction(1, k) for k in range(higher + 1, higher + ties + 1))
    assert abs(Fraction(float(harmonic_difference(higher, ties))) - exact) <= exact * Fraction(1, 10**14)


@given(st.lists(pairs, min_size=1, max_size=30), st.randoms())
def test_merging_is_exact_and_order_does_not_matter(drawn, random):
    table = np.array(drawn)
    whole = rank_histogram(Ranks(table[:, 0], table[:, 1]), 100)
    random.shuffle(drawn)
    parts = [rank_histogram(Ranks(np.array([g]), np.array([t])), 100) for g, t in drawn]
    assert rows(merged(parts)) == rows(whole) == rows(from_rows(100, rows(whole)))
    assert whole.queries == len(table)


def test_the_mean_and_its_error_are_those_of_the_queries():
    rng = np.random.default_rng(0)
    higher, ties = rng.integers(0, 50, 400), rng.integers(1, 5, 400)
    values = reciprocal_rank(higher, ties)
    estimate = mean(rank_histogram(Ranks(higher, ties), 60), reciprocal_rank)
    assert estimate.mean == pytest.approx(values.mean(), rel=1e-13)
    assert estimate.standard_error == pytest.approx(values.std(ddof=1) / 20, rel=1e-12)
    assert estimate.queries == 400
    assert mean(rank_histogram(Ranks(higher, ties), 60), hit, k=1).mean == pytest.approx(
        np.mean(np.where(higher == 0, 1 / ties, 0))
    )


def test_bad_input_is_named():
    one = rank_histogram(Ranks(np.array([0]), np.array([1])), 5)
    with pytest.raises(ValueError, match="rule"):
        reciprocal_rank(0, 1, "kind")
    with pytest.raises(ValueError, match="number of documents"):
        merged([one, rank_histogram(Ranks(np.array([0]), np.array([1])), 6)])
    with pytest.raises(ValueError, match="rows"):
        from_rows(5, [(5, 1, 1)])
