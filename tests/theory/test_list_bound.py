"""Bits beyond naming documents, against the worst law found by search and against integers."""

import math

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
