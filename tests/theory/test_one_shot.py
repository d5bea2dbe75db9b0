"""The one-shot frontier against exhaustive search over all codes."""

from fractions import Fraction
from functools import cache
from itertools import permutations, product

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theory.gains import Drops
from theory.one_shot import codewords_needed, one_shot_excess, one_shot_frontier, one_shot_gain
from theory.ranked_source import RankedSource, ranked_source
from theory.rate_distortion import distortion
from theory.summation import RUNNING_ERROR, total_error


def best_of_all_codes(weights, gains, codewords):
    """Maximum over every encoder [N] -> [K], up to the names of codewords, and every ranking for each."""
    documents = range(len(weights))

    @cache
    def best_list(members):
        return max(
            sum(weights[y] * gains[ranks[y]] for y in members) for ranks in permutations(range(len(weights)))
        )

    codes = (code for code in product(range(codewords), repeat=len(weights)) if named_in_order(code))
    cells = ([frozenset(y for y in documents if code[y] == c) for c in range(codewords)] for code in codes)
    return max(sum(best_list(cell) for cell in code) for code in cells) / sum(weights)


def named_in_order(code):
    return all(c <= max(code[:i], default=-1) + 1 for i, c in enumerate(code))


@pytest.mark.parametrize("documents", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("law", ["uniform", "skewed", "ties"])
def test_no_code_beats_the_frontier(documents, law):
    weights = {"uniform": [1] * 5, "skewed": [1, 16, 4, 2, 8], "ties": [3, 1, 3, 1, 0]}[law][:documents]
    gains = {
        "reciprocal": [Fraction(1, k) for k in range(1, documents + 1)],
        "hit@2": [Fraction(k <= 2) for k in range(1, documents + 1)],
        "given": [Fraction(7, 8), Fraction(3, 4), Fraction(3, 4), Fraction(1, 8), Fraction(0)][:documents],
    }
    for name, values in gains.items():
        for codewords in range(1, documents + 1):
            gain = np.array([float(g) for g in values]) if name == "given" else name
            found = one_shot_gain(codewords, np.array(weights), gain)
            assert found.lower <= best_of_all_codes(tuple(weights), values, codewords) <= found.upper
            assert found.width <= 1e-14


@pytest.mark.parametrize("codewords", [1, 3, 7])
def test_products_that_underflow_are_allowed_for(codewords):
    """A thousand documents whose weights and drops multiply to less than the least float."""
    weights, gain = np.array([1.0] + [2.0**-1010] * 1000), np.full(1001, 2.0**-10)
    gain[1:] -= 2.0**-63
    source = ranked_source(weights, gain)
    truth = Fraction(1, 2**63) * (1001 - codewords) / (2**1010 + 1000)
    assert (source.weights * source.drops.values).sum() == 0.0
    for found in (one_shot_excess(source, codewords), *([source.largest_excess] * (codewords == 1))):
        assert found.lower == 0.0
        assert truth <= Fraction(found.upper) <= Fraction(1, 2**1000)


@pytest.mark.parametrize("signs", list(product((-1, 1), repeat=2)))
@pytest.mark.parametrize("gain", ["reciprocal", "dcg"])
@pytest.mark.parametrize("size", [3, 400])
def test_the_errors_of_the_drops_and_of_the_total_are_allowed_for(size, gain, signs):
    source = ranked_source(np.arange(1.0, size + 1) ** -0.9, gain)
    with mpmath.workprec(200):
        drops = [
            1 - (mpmath.log(2) / mpmath.log(1 + k) if gain == "dcg" else mpmath.mpf(1) / k)
            for k in range(1, size + 1)
        ]
        weights = [mpmath.mpf(w) for w in source.weights.tolist()]
        truth = mpmath.fsum(w * drops[i // 2] for i, w in enumerate(weights)) / mpmath.fsum(weights)
        off = 1 + signs[0] * (source.drops.error + total_error(size))
        values = np.array([float(d * off) for d in drops])
        source = RankedSource(source.weights, Drops(1.0, values, source.drops.error), size)
        source.__dict__["tails"] = source.tails * (1 + signs[1] * RUNNING_ERROR)
        found = one_shot_excess(source, 2)
        assert found.lower <= truth <= found.upper


def test_uniform_closed_form():
    harmonic = sum(Fraction(1, j) for j in range(1, 251))
    found = one_shot_gain(4, 1000)
    assert found.lower <= Fraction(4, 1000) * harmonic <= found.upper


@given(st.lists(st.floats(1e-3, 1.0), min_size=1, max_size=40), st.integers(1, 50))
@settings(max_examples=40, deadline=None)
def test_one_shot_codes_are_no_better_than_coding_many_queries_together(weights, codewords):
    prior = np.array(weights)
    assert one_shot_gain(codewords, prior).lower <= 1.0 - distortion(np.log2(codewords), prior).lower + 1e-15


def test_frontier_rises_to_one():
    frontier = one_shot_frontier(range(1, 101), 100)
    assert (np.diff(frontier.lower) >= 0).all()
    assert frontier.lower[-1] == frontier.upper[-1] == 1.0
    assert one_shot_gain(10**30, 100).lower == 1.0


@pytest.mark.parametrize("prior", [37, np.arange(1, 38) ** -0.7])
def test_codewords_needed_is_the_least(prior):
    for target in (0.0, 0.2, 0.5, 0.77, 0.99, 1.0):
        codewords = codewords_needed(target, prior)
        assert one_shot_gain(codewords, prior).upper >= target
        assert codewords == 1 or one_shot_gain(codewords - 1, prior).lower < target
    with pytest.raises(ValueError, match="target="):
        codewords_needed(1.1, prior)


def test_a_target_written_in_decimals_is_the_fraction_that_it_means():
    """K >= N/2 codewords have MRR (N + K) / 2N on N documents: 0.9 for 800 of 1,000."""
    for codewords in range(500, 1000, 7):
        assert codewords_needed((1000 + codewords) / 2000, 1000) == codewords
    assert codewords_needed(0.9, 1000) == 800


@pytest.mark.parametrize("codewords", [0, -1, 2.0, True, None])
def test_bad_codewords_are_refused(codewords):
    with pytest.raises(ValueError, match="codewords="):
        one_shot_gain(codewords, 5)
