"""The studies' own arithmetic against brute force on cases small enough to count."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta, multinomial

from simulate.studies import calibration, concentration, fano, generalisation, rate_in_n


@pytest.mark.parametrize("code", fano.CODES)
@pytest.mark.parametrize("decoder", ["best", "random"])
def test_random_codes_are_laws_with_rankings(code, decoder):
    rate, joint, ranks = fano.random_code(np.random.default_rng(1), 3, 2, 0.5, code, decoder, 50)
    assert joint.sum(axis=2) == pytest.approx(1 / 3)
    assert (np.sort(ranks, axis=1) == np.array([1, 2, 3])[:, None]).all()
    assert rate.min() >= -1e-12
    if decoder == "best":
        others = [(joint / np.array(p)[:, None]).sum(axis=1) for p in itertools.permutations([1, 2, 3])]
        assert (joint / ranks).sum(axis=1) == pytest.approx(np.max(others, axis=0))


@given(samples=st.integers(1, 6), weights=st.lists(st.integers(1, 5), min_size=2, max_size=3))
def test_count_vectors_are_the_multinomial_law(samples, weights):
    law = np.array(weights) / sum(weights)
    counts, masses = concentration.count_vectors(samples, law)
    assert len({tuple(row) for row in counts.tolist()}) == math.comb(samples + len(law) - 1, len(law) - 1)
    assert masses == pytest.approx(multinomial.pmf(counts, samples, law))


def test_tails_by_hand():
    t, tail = concentration.tails(np.array([1.0, 0.5, 1.0, 0.0]), np.array([0.1, 0.2, 0.3, 0.4]))
    assert t.tolist() == [1.0, 0.5, 0.0]
    assert tail == pytest.approx([0.4, 0.6, 1.0])


@pytest.mark.parametrize("samples", [2, 7, 8, 21])
def test_majority_by_counting_training_sets(samples):
    law = 0.6
    wrong = sum(
        math.comb(samples, k) * law**k * (1 - law) ** (samples - k) * (0.5 if 2 * k == samples else 1.0)
        for k in range(samples // 2 + 1)
    )
    assert rate_in_n.majority(samples, law) == pytest.approx((law - 0.5) * wrong)


def test_the_hardest_law_is_near_a_tie_and_the_limit_is_reached():
    assert rate_in_n.majority_limit() == pytest.approx(0.0850, abs=5e-5)
    assert rate_in_n.hardest_majority(10**6) * 1e3 == pytest.approx(rate_in_n.majority_limit(), rel=1e-3)


@pytest.mark.parametrize("samples", [2, 16, 100])
def test_the_boundary_costs_what_the_median_law_says(samples):
    a = samples / 2 + 1
    expected = quad(lambda b: abs(b - 0.5) / 2 * beta.pdf(b, a, a), 0, 1, points=[0.5])[0]
    assert rate_in_n.cell_boundary(samples) == pytest.approx(expected, rel=1e-8)


@given(steps=st.lists(st.sampled_from([-1, 1]), min_size=1, max_size=8), blocks=st.integers(1, 4))
def test_block_sums_by_all_partitions(steps, blocks):
    best = 0
    for count in range(min(blocks, len(steps))):
        for cuts in itertools.combinations(range(1, len(steps)), count):
            ends = [0, *cuts, len(steps)]
            best = max(best, sum(abs(sum(steps[a:b])) for a, b in itertools.pairwise(ends)))
    assert generalisation.largest_block_sums(np.array([steps]), blocks)[0] == best


def test_mean_walk_by_all_walks():
    expected = [np.mean([abs(sum(s)) for s in itertools.product((1, -1), repeat=m)]) for m in range(9)]
    assert generalisation.mean_walk(8) == pytest.approx(expected)


def test_false_alarms_stay_below_their_level_and_planted_violations_are_found():
    """On 10^4 true nulls with ten looks each; at the same looks the normal interval fails one in five."""
    from simulate.cells import cell

    def measured(planted):
        one = cell("calibration", calibration.VERSION, seed=0, parameters={"planted": planted})
        return calibration.run(one.stream, np, planted=planted, concentration=0.5, trial=0)["measured"]

    nulls, planted = measured(0.0), measured(0.02)
    assert nulls["comparisons"] == 10_000
    assert nulls["alone"] < 0.05 * 10_000
    assert nulls["bonferroni"] == nulls["benjamini_hochberg"] == 0
    assert nulls["normal_interval"] > 0.2 * 10_000
    assert planted["bonferroni"] > 0.95 * 10_000
    assert planted["benjamini_hochberg"] >= planted["bonferroni"]
