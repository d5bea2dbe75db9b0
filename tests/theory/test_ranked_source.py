"""Ranking sources against exact fractions and balls, with every float as far off as its stated error allows."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from flint import arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from theory.ranked_source import ranked_source
from theory.summation import ELEMENTARY, RUNNING_ERROR, UNIT, total_error

FALLING = st.lists(st.floats(0.0, 1.0), min_size=2, max_size=9).map(lambda g: np.sort(g)[::-1])
WEIGHTS = st.lists(st.floats(1e-300, 1.0), min_size=9, max_size=9)
SIGNS = list(product((-1, 1), repeat=2))


@pytest.fixture(autouse=True)
def _precision():
    with ctx.workprec(256):
        yield


def log2(x) -> arb:
    return arb(x).log() / arb.const_log2()


def exact(value: float) -> Fraction:
    return Fraction(float(value))


def ball(value: Fraction) -> arb:
    return arb(fmpq(value.numerator, value.denominator))


@given(FALLING, WEIGHTS)
def test_the_largest_excess_encloses_the_fraction(gain, weights):
    """Also where weights and drops multiply to subnormal floats."""
    gain = gain * 1e-15
    weights = sorted(weights[: len(gain)], reverse=True)
    source = ranked_source(np.array(weights), gain)
    lost = sum(exact(w) * (exact(gain[0]) - exact(g)) for w, g in zip(weights, gain, strict=True))
    truth = lost / sum(map(exact, weights))
    assert exact(source.largest_excess.lower) <= truth <= exact(source.largest_excess.upper)
    assert source.largest_excess.lower >= 0.0


@pytest.mark.parametrize("signs", SIGNS)
@pytest.mark.parametrize("gain", ["reciprocal", "dcg"])
@pytest.mark.parametrize("size", [2, 300])
def test_the_largest_excess_allows_for_the_errors_of_its_sums(size, gain, signs):
    source = ranked_source(np.arange(1.0, size + 1.0) ** -0.8, gain)
    drops = [1 - 1 / log2(1 + k) if gain == "dcg" else 1 - arb(1) / k for k in range(1, size + 1)]
    weights = [arb(w) for w in source.weights.tolist()]
    truth = sum(w * h for w, h in zip(weights, drops, strict=True)) / sum(weights)
    source.__dict__["drop"] = source.drop * (1 + signs[0] * (total_error(size) + UNIT + source.drops.error))
    source.__dict__["tails"] = source.tails * (1 + signs[1] * RUNNING_ERROR)
    assert arb(source.largest_excess.lower) <= truth <= arb(source.largest_excess.upper)
    assert source.largest_excess.width <= 1e-13 * float(truth)


@pytest.mark.parametrize("signs", SIGNS)
@pytest.mark.parametrize("law", ["uniform", "zipf", "steep", "many", "one"])
def test_the_entropy_allows_for_the_errors_of_its_sums(law, signs):
    prior = {
        "uniform": np.ones(1000),
        "zipf": np.arange(1.0, 300.0) ** -1.3,
        "steep": 2.0 ** -(np.arange(30.0) ** 2),
        "many": np.random.default_rng(3).random(5000),
        "one": np.array([0.7]),
    }[law]
    source = ranked_source(prior, "reciprocal")
    weights = [arb(w) for w in source.weights.tolist()]
    mass = sum(weights)
    surprise = -sum(w * log2(w) for w in weights)
    truth = log2(mass) + surprise / mass
    off = total_error(source.size) + ELEMENTARY + UNIT
    worst = float(surprise * (1 + signs[0] * off)), float(mass * (1 + signs[1] * RUNNING_ERROR))
    found = source.entropy_of(*worst, float(log2(worst[1]) * (1 - signs[1] * ELEMENTARY)))
    for enclosure in (found, source.entropy):
        assert not arb(enclosure.lower) > truth
        assert not arb(enclosure.upper) < truth
    assert source.entropy.lower >= 0.0
    assert source.entropy.width <= 1e-13 * (1 + source.entropy.upper) * (1 + np.log2(source.size))


@given(st.lists(st.integers(1, 2**20), min_size=2, max_size=6))
@settings(max_examples=30)
def test_the_entropy_of_subnormal_weights_allows_for_underflow(units):
    source = ranked_source(len(units), "reciprocal")
    weights = np.array(units) * 2.0**-1074
    mass = float(weights.sum())
    found = source.entropy_of(float((weights * -np.log2(weights)).sum()), mass, float(np.log2(mass)))
    shares = [arb(fmpq(unit, sum(units))) for unit in units]
    truth = -sum(share * log2(share) for share in shares)
    assert arb(found.lower) <= truth <= arb(found.upper)


@settings(max_examples=50)
@given(FALLING, st.floats(0.0, 1.0))
def test_excess_is_exact(gain, distortion):
    source = ranked_source(len(gain), gain)
    least = 1 - exact(gain[0])
    if distortion != float(least) and exact(distortion) < least:
        with pytest.raises(ValueError, match="below 1 - g"):
            source.excess(distortion)
    else:
        truth = exact(distortion) - least if distortion != float(least) else Fraction(0)
        assert source.excess(distortion) == truth


@pytest.mark.parametrize("top", [1.0, 0.7, 0.1, 0.3])
def test_both_ends_of_the_distortions_have_an_excess(top):
    source = ranked_source(2, np.array([top, 0.0]))
    assert source.excess(1.0) == exact(top)
    assert source.excess(float(1 - exact(top))) == 0


@pytest.mark.parametrize("distortion", [-1e-300, np.nextafter(1.0, 2.0), np.nan, np.inf])
def test_what_is_no_distortion_has_no_excess(distortion):
    with pytest.raises(ValueError, match="must lie in"):
        ranked_source(2, "reciprocal").excess(distortion)


def test_the_parts_of_a_small_source():
    source = ranked_source(np.array([1.0, 0.0, 4.0, 2.0]), "reciprocal")
    assert source.weights.tolist() == [1 / 8, 1 / 16, 1 / 32]
    assert (source.size, source.documents, source.leaders) == (3, 4, 1)
    assert source.tails.tolist() == [7 / 32, 3 / 32, 1 / 32]
    assert source.total == 7 / 32
    assert source.surprise == 3 / 8 + 4 / 16 + 5 / 32
    assert source.drop == pytest.approx(1 / 16 / 2 + 1 / 32 * 2 / 3, rel=1e-15)
    assert source.least_slope == pytest.approx(min(1 / (1 / 2), 1 / (1 / 6)), rel=1e-15)
    assert ranked_source(np.array([4.0, 2.0]), "hit@2").least_slope == np.inf
