"""Evidence against an independent computation, the laws of e-values, and coverage measured at many looks."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulate import statistics

VALUES = np.array([0.0, 0.2, 0.5, 1.0])
COUNTS = st.lists(st.integers(0, 50), min_size=4, max_size=4).map(np.array)
BOUNDS = st.floats(0.01, 0.99)


def mixture_by_hand(samples, bound):
    products = [
        math.prod(1 + 0.5**j * (x / bound - 1) for x in samples) for j in range(len(statistics.STAKES))
    ]
    return sum(products) / len(products)


@given(samples=st.lists(st.sampled_from(list(VALUES)), max_size=12), bound=BOUNDS)
def test_evidence_is_the_mixture_of_bets_whatever_the_order(samples, bound):
    counts = np.array([samples.count(v) for v in VALUES])
    by_hand = mixture_by_hand(samples, bound)
    assert 2.0 ** statistics.evidence_above(counts, VALUES, bound) == pytest.approx(by_hand, rel=1e-9)


@pytest.mark.parametrize("law", [(0.5, 0.0, 0.0, 0.5), (0.1, 0.5, 0.3, 0.1), (0.0, 1.0, 0.0, 0.0)])
def test_expected_e_value_is_one_when_the_mean_is_the_bound(law):
    mean = float(np.dot(law, VALUES))
    total = 0.0
    for samples in itertools.product(range(4), repeat=4):
        counts = np.bincount(samples, minlength=4)
        total += math.prod(law[i] for i in samples) * 2.0 ** statistics.evidence_above(counts, VALUES, mean)
    assert total == pytest.approx(1, rel=1e-12)


@given(counts=COUNTS, low=BOUNDS, high=BOUNDS)
def test_evidence_falls_as_the_bound_rises(counts, low, high):
    low, high = sorted((low, high))
    above = statistics.evidence_above(counts, VALUES, np.array([low, high]))
    assert above[0] >= above[1] - 1e-9
    below = statistics.evidence_below(counts, VALUES, np.array([low, high]))
    assert below[0] <= below[1] + 1e-9


@given(counts=COUNTS.filter(lambda c: c.sum() > 0), level=st.sampled_from([0.3, 0.05, 1e-4]))
def test_interval_holds_the_sample_mean_and_shrinks_with_the_level(counts, level):
    lower, upper = statistics.confidence_sequence(counts, VALUES, level=level)
    assert 0 <= lower <= counts @ VALUES / counts.sum() <= upper <= 1
    wider = statistics.confidence_sequence(counts, VALUES, level=level / 10)
    assert wider[0] <= lower
    assert upper <= wider[1]


def test_no_samples_no_evidence():
    nothing = np.zeros(4, dtype=np.int64)
    assert statistics.evidence_above(nothing, VALUES, 0.5) == pytest.approx(0)
    assert statistics.confidence_sequence(nothing, VALUES, level=0.05) == (0.0, 1.0)


def test_cells_are_judged_apart():
    rng = np.random.default_rng(3)
    counts, bounds = rng.integers(0, 20, (2, 3, 4)), rng.uniform(0.1, 0.9, (2, 3))
    for evidence in (statistics.evidence_above, statistics.evidence_below, statistics.evidence_unequal):
        together = evidence(counts, VALUES, bounds)
        assert together.shape == (2, 3)
        for cell in np.ndindex(2, 3):
            assert together[cell] == pytest.approx(evidence(counts[cell], VALUES, bounds[cell]), rel=1e-12)


@pytest.mark.parametrize("correct", [statistics.e_bonferroni, statistics.e_benjamini_hochberg])
def test_a_single_null_needs_no_correction(correct):
    assert correct([np.log2(1 / 0.05)], level=0.05).tolist() == [True]
    assert correct([np.log2(1 / 0.05) - 1e-9], level=0.05).tolist() == [False]


def test_bounds_outside_the_range_are_certain():
    counts = np.array([3, 1, 4, 1])
    assert statistics.evidence_above(counts, VALUES, -0.1) == math.inf
    assert statistics.evidence_above(counts, VALUES, 0.0) == math.inf
    assert statistics.evidence_above(np.array([9, 0, 0, 0]), VALUES, 0.0) == pytest.approx(0)
    assert statistics.evidence_above(counts, VALUES, 1.5) < 0
    assert statistics.evidence_below(counts, VALUES, 1.5) == math.inf


def test_width_beside_the_normal_interval():
    """At level 5e-5 the interval is a third wider than the normal one at most, from 10^3 to 10^6 samples."""
    rng, values = np.random.default_rng(1), 1 / np.arange(1, 101)
    law = values / values.sum()
    for samples in (10**3, 10**4, 10**5, 10**6):
        counts = rng.multinomial(samples, law)
        lower, upper = statistics.confidence_sequence(counts, values, level=5e-5)
        spread = math.sqrt(counts @ values**2 / samples - (counts @ values / samples) ** 2)
        assert upper - lower < 1.35 * 2 * 4.0556 * spread / math.sqrt(samples)  # 4.0556: normal quantile


def test_sampling_stops_at_the_width_or_at_the_limit():
    rng = np.random.default_rng(2)

    def draw(n):
        return rng.multinomial(n, [0.25] * 4)

    options = {"level": 0.01, "first": 100}
    counts = statistics.sample_until(draw, VALUES, width=0.05, most=10**6, **options)
    lower, upper = statistics.confidence_sequence(counts, VALUES, level=0.01)
    assert upper - lower <= 0.05
    assert 100 < counts.sum() < 10**6
    assert statistics.sample_until(draw, VALUES, width=0, most=777, **options).sum() == 777


def test_corrections_by_hand():
    evidence = np.log2([1000.0, 90.0, 70.0, 1.0])
    assert statistics.e_bonferroni(evidence, level=0.05).tolist() == [True, True, False, False]
    assert statistics.e_benjamini_hochberg(evidence, level=0.05).tolist() == [True, True, True, False]
    for correction in (statistics.e_bonferroni, statistics.e_benjamini_hochberg):
        assert correction([], level=0.05).tolist() == []


@given(evidence=st.lists(st.floats(-50, 50), min_size=1, max_size=30), level=st.sampled_from([0.2, 0.01]))
def test_the_false_discovery_correction_rejects_whatever_bonferroni_does(evidence, level):
    strict = statistics.e_bonferroni(evidence, level=level)
    assert not np.any(strict & ~statistics.e_benjamini_hochberg(evidence, level=level))


@pytest.mark.parametrize(
    ("counts", "values", "named"),
    [
        ([1.5, 2.0], [0.0, 1.0], "counts of type float64"),
        ([-1, 2], [0.0, 1.0], "counts"),
        ([1, 2], [0.0, 1.5], "values from 0.0 to 1.5"),
        ([1, 2], [0.0, math.nan], "values"),
        ([1, 2, 3], [0.0, 1.0], "values of shape"),
    ],
)
def test_bad_histograms_are_refused(counts, values, named):
    with pytest.raises(ValueError, match=named):
        statistics.evidence_above(counts, values, 0.5)


def test_bad_bounds_and_levels_are_refused():
    with pytest.raises(ValueError, match="bound = nan"):
        statistics.evidence_above([1, 2], [0.0, 1.0], math.nan)
    for level in (0, 1, 1.5, -0.1):
        with pytest.raises(ValueError, match=f"level = {level}"):
            statistics.confidence_sequence([1, 2], [0.0, 1.0], level=level)
