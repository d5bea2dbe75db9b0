import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulate.metrics import (
    discounted_gain,
    first_relevant,
    from_rows,
    harmonic_difference,
    hit,
    interval,
    mean,
    merged,
    normalised_gain,
    rank_histogram,
    recall,
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


def test_intervals_of_means_hold_as_often_as_they_say():
    """200 samples of ranks uniform on 1..10, 100 queries each; a normal interval at 10% would miss twenty."""
    rng = np.random.default_rng(3)
    truth, missed, widths = np.mean(1 / np.arange(1, 11)), 0, []
    for _ in range(200):
        low, high = interval(reciprocal_rank(rng.integers(0, 10, 100), 1), level=0.1)
        missed += not low <= truth <= high
        widths.append(high - low)
    assert missed <= 20
    assert 0.1 < np.mean(widths) < 0.3


LEVELS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=2).filter(
    lambda found: any(relevant for _, relevant in found)
)


def all_orders(levels):
    """Places of the relevant documents in every order of each tie. Levels: (irrelevant, relevant), best first."""
    each = [itertools.combinations(range(others + own), own) for others, own in levels]
    starts = np.cumsum([0] + [others + own for others, own in levels])
    return [
        np.concatenate([start + np.array(one, int) for start, one in zip(starts[:-1], order, strict=True)])
        + 1
        for order in itertools.product(*each)
    ]


def placed(queries):
    """Ranks and owners of the relevant documents of queries given by their levels."""
    rows = []
    for owner, levels in enumerate(queries):
        above = 0
        for others, own in levels:
            rows += [(owner, above, others + own)] * own
            above += others + own
    owners, higher, ties = np.array(rows).T
    return Ranks(higher, ties), owners


@settings(deadline=None)
@given(st.lists(LEVELS, min_size=1, max_size=3), st.integers(1, 6))
def test_several_relevant_documents_by_enumerating_the_orders_of_ties(queries, k):
    ranks, owners = placed(queries)
    first, share, gain = [], [], []
    for levels in queries:
        places = all_orders(levels)
        first.append([1 / found[0] for found in places])
        share.append(np.mean([np.mean(found <= k) for found in places]))
        ideal = sum(1 / np.log2(1 + np.arange(1, len(places[0]) + 1)))
        gain.append(np.mean([sum(1 / np.log2(1 + found)) / ideal for found in places]))
    assert first_relevant(ranks, owners) == pytest.approx([np.mean(each) for each in first], rel=1e-12)
    assert first_relevant(ranks, owners, "optimistic") == pytest.approx([max(each) for each in first])
    assert first_relevant(ranks, owners, "pessimistic") == pytest.approx([min(each) for each in first])
    assert recall(ranks, owners, k) == pytest.approx(share)
    assert normalised_gain(ranks, owners) == pytest.approx(gain)


@given(st.lists(pairs, min_size=1, max_size=20))
def test_one_relevant_document_a_query_is_the_plain_metric(drawn):
    higher, ties = np.array(drawn).T
    ranks, owners = Ranks(higher, ties), np.arange(len(drawn))
    for rule in ("expected", "optimistic", "pessimistic"):
        assert np.array_equal(first_relevant(ranks, owners, rule), reciprocal_rank(higher, ties, rule))
        assert np.array_equal(recall(ranks, owners, 3, rule), hit(higher, ties, 3, rule))
        assert np.array_equal(normalised_gain(ranks, owners, rule), discounted_gain(higher, ties, rule))


def test_the_first_of_many_level_documents():
    """All t level, r of them relevant: by the exact hypergeometric law of the first one's place."""
    ties, relevant = 3000, 7
    ranks = Ranks(np.full(relevant, 5), np.full(relevant, ties))
    total = Fraction(0)
    chance = Fraction(relevant, ties)
    for place in range(1, ties - relevant + 2):
        total += chance / (5 + place)
        chance *= Fraction(ties - place - relevant + 1, ties - place)
    assert first_relevant(ranks, np.zeros(relevant, dtype=int)) == pytest.approx([float(total)], rel=1e-12)


@pytest.mark.parametrize("owners", [[1, 1], [0, 2], [1, 0]])
def test_owners_are_checked(owners):
    with pytest.raises(ValueError, match="owners"):
        first_relevant(Ranks(np.array([0, 1]), np.array([1, 1])), np.array(owners))


def test_bad_input_is_named():
    one = rank_histogram(Ranks(np.array([0]), np.array([1])), 5)
    with pytest.raises(ValueError, match="rule"):
        reciprocal_rank(0, 1, "kind")
    with pytest.raises(ValueError, match="number of documents"):
        merged([one, rank_histogram(Ranks(np.array([0]), np.array([1])), 6)])
    with pytest.raises(ValueError, match="rows"):
        from_rows(5, [(5, 1, 1)])
