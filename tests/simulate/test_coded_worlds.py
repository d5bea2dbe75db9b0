"""Worlds under real codes: counted laws, rank laws against enumeration, and the exact curve that none may pass."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulate.coded_worlds import CODES, QUERIES, coded_world, spread_ties
from simulate.laws import mutual_information
from simulate.streams import Stream
from theory.rate_distortion import rate

SHAPE = {"documents": 4, "bits": 3, "noise": 0.7}


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 4)), min_size=1, max_size=12))
def test_ties_are_spread_evenly_over_their_places(drawn):
    expected = np.zeros(10)
    for higher, ties in drawn:
        expected[higher : higher + ties] += 1 / ties / len(drawn)
    found = spread_ties(*np.array(drawn).T, 10)
    assert found == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("decoder", ["own", "best"])
def test_worlds_are_laws_of_so_many_codewords(code, decoder):
    world = coded_world(Stream(0), code=code, decoder=decoder, **SHAPE)
    assert world.joint.sum(axis=1) == pytest.approx(np.full(4, 1 / 4))
    assert np.array_equal(world.joint * 4 * QUERIES, np.rint(world.joint * 4 * QUERIES))
    assert 2 <= world.joint.shape[1] <= 8
    assert world.ranks.min() >= -1e-12
    assert world.ranks.sum() == pytest.approx(1)


@pytest.mark.parametrize("code", CODES)
def test_the_best_decoder_is_the_best_of_all_rankings_of_each_cell(code):
    own, best = (coded_world(Stream(1), code=code, decoder=decoder, **SHAPE) for decoder in ("own", "best"))
    assert np.array_equal(own.joint, best.joint)
    gains = [1 / np.array(order) for order in itertools.permutations(range(1, 5))]
    reached = sum(max(float(gain @ column) for gain in gains) for column in best.joint.T)
    assert best.ranks @ (1 / np.arange(1, 5)) == pytest.approx(reached)
    assert own.ranks @ (1 / np.arange(1, 5)) <= reached + 1e-12


@pytest.mark.parametrize("code", CODES)
def test_more_bits_tell_more_and_the_exact_curve_is_not_passed(code):
    worlds = [coded_world(Stream(2), code=code, decoder="own", **SHAPE | {"bits": b}) for b in (1, 4, 12)]
    told = [float(mutual_information(world.joint[None], [-2], [-1])[0]) for world in worlds]
    assert told[0] < told[1] < told[2] <= 2
    for world, relevant in zip(worlds, told, strict=True):
        distortion = 1 - float(world.ranks @ (1 / np.arange(1, 5)))
        assert relevant >= float(rate(distortion, 4).lower) - 1e-12


def test_a_codeword_without_bits_leaves_every_order_as_likely():
    world = coded_world(Stream(3), code="signs", decoder="own", **SHAPE | {"bits": 0})
    assert world.joint.shape == (4, 1)
    assert world.ranks == pytest.approx(np.full(4, 1 / 4))
