"""Bits beyond naming documents, against the worst law found by search and against integers."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from theory.list_bound import documents_named, headroom


@given(st.integers(1, 60), st.integers(0, 300))
def test_documents_named_at_whole_bits(documents, bits):
    named = documents_named(bits, documents)
    assert math.perm(documents, named) <= 2**bits
    assert named == documents or math.perm(documents, named + 1) > 2**bits


@given(st.integers(1, 30), st.floats(0.0, 120.0))
def test_documents_named_at_any_bits(documents, bits):
    named = documents_named(bits, documents)
    with mpmath.workdps(60):
        limit = mpmath.power(2, bits)
        assert math.perm(documents, named) <= limit
        assert named == documents or math.perm(documents, named + 1) > limit * (1 - 2.0**-40)


@given(st.lists(st.floats(0.0, 1.0), min_size=2, max_size=40), st.integers(0, 60))
def test_the_headroom_is_the_largest_mean_loss_rounded_up(values, bits):
    gain = np.sort(values)[::-1]
    named = documents_named(bits, len(gain))
    rest = [Fraction(float(g)) for g in gain[named:]]
    mean, lost, most = sum(rest) / max(len(rest), 1), Fraction(0), Fraction(0)
    for place, value in enumerate(rest, named + 1):
        lost += value - mean
        most = max(most, lost / place)
    assert most <= Fraction(headroom(bits, len(gain), gain)) <= most + Fraction(1, 10**13)


def test_fractions_of_a_bit_and_infinity():
    assert documents_named(2.0, 4) == 1
    assert documents_named(math.log2(5) - 1e-9, 5) == 0
    assert documents_named(math.log2(5) + 1e-9, 5) == 1
    assert documents_named(math.inf, 1000) == 1000
    assert headroom(math.inf, 1000) == 0.0


@pytest.mark.parametrize("gain", ["reciprocal", "dcg", "hit@4"])
@pytest.mark.parametrize("bits", [0, 3, 7, 20])
def test_no_law_of_a_query_loses_more(gain, bits):
    documents = 12
    gains = {
        "reciprocal": 1 / np.arange(1, 13),
        "dcg": 1 / np.log2(np.arange(2, 14)),
        "hit@4": (np.arange(12) < 4).astype(float),
    }[gain]
    named = documents_named(bits, documents)
    bound = headroom(bits, documents, gain)
    rng = np.random.default_rng(bits)
    laws = [np.sort(rng.dirichlet(np.full(documents, c)))[::-1] for c in rng.uniform(0.05, 3, 400)]
    laws += [np.repeat([1 / k, 0.0], [k, documents - k]) for k in range(1, documents + 1)]
    losses = [
        law @ gains - law[:named] @ gains[:named] - law[named:].sum() * gains[named:].mean() for law in laws
    ]
    assert max(losses) <= bound
    assert bound <= max(losses) + 1e-12


def test_a_thousand_documents_at_sixty_four_bits():
    harmonic = np.cumsum(1 / np.arange(1, 1001))
    lengths = np.arange(7, 1001)
    coarser = ((harmonic[6:] - harmonic[5]) / lengths).max()
    assert headroom(64, 1000) < coarser < 0.0585
    assert headroom(64, 1000) == pytest.approx(0.0550, abs=5e-5)


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="bits="):
        headroom(-1.0, 5)
    with pytest.raises(ValueError, match="documents="):
        headroom(1.0, 0)
