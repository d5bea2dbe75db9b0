"""Certified evaluations against balls: any price and any multipliers, good or bad."""

import numpy as np
import pytest
from flint import arb, ctx

from theory.rank_law import multipliers
from theory.ranked_source import ranked_source
from theory.short_source import certify_at, multipliers_at, short_source
from theory.supporting_line import certify


@pytest.fixture(autouse=True)
def _precision():
    with ctx.workprec(256):
        yield


def log2(x):
    return arb(x).log() / arb.const_log2()


def balls(values):
    return [arb(v) for v in values.tolist()]


def drops(gain, size):
    if gain == "dcg":
        return [1 - 1 / log2(1 + k) for k in range(1, size + 1)]
    return [1 - arb(1) / k for k in range(1, size + 1)]


def exact_sides(source, gain, slope, alphas):
    """The line, and the excess and rate of the majorising law, as balls."""
    law, h, alphas = balls(np.array(source.weights)), drops(gain, source.size), balls(alphas)
    mass = sum(law)
    law = [w / mass for w in law]
    ranks = [a * (-arb(slope) * d * arb.const_log2()).exp() for a, d in zip(alphas, h, strict=True)]
    normaliser = sum(ranks)
    line = sum(p * log2(a / p) for p, a in zip(law, alphas, strict=True)) - log2(normaliser)
    ranks = [r / normaliser for r in ranks]
    heaviest, tail_r, tail_p = arb(1), arb(0), arb(0)
    for r, p in zip(ranks[:0:-1], law[:0:-1], strict=True):
        tail_r, tail_p = tail_r + r, tail_p + p
        heaviest = heaviest.max(tail_r / tail_p)
    ranks = [r / heaviest for r in ranks]
    ranks[0] += 1 - sum(ranks)
    rate = sum(p * log2(p) for p in law) * -1 - sum(-r * log2(r) for r in ranks)
    return line, sum(r * d for r, d in zip(ranks, h, strict=True)), rate


@pytest.mark.parametrize("gain", ["reciprocal", "dcg"])
@pytest.mark.parametrize("slope", [1e-3, 0.7, 6.0, 40.0])
@pytest.mark.parametrize("spoiled", [False, True])
def test_both_sides_hold_for_any_multipliers(gain, slope, spoiled):
    rng = np.random.default_rng(int(slope * 1000))
    for weights in (rng.random(50), 1.0 / np.arange(1, 201) ** 1.3, np.ones(17)):
        source = ranked_source(weights, gain)
        alphas = multipliers(source, np.array([slope]))
        if spoiled:
            alphas = np.minimum.accumulate(alphas * rng.uniform(0.2, 1.0, alphas.shape), axis=1)
        found = certify(source, np.array([slope]), alphas)
        line, excess, rate = exact_sides(source, gain, slope, np.minimum.accumulate(alphas, axis=1)[0])
        assert arb(float(found.line[0])) <= line
        assert arb(float(found.excess[0])) >= excess
        assert arb(float(found.rate[0])) >= rate
        if not spoiled:
            assert arb(float(found.line[0])) >= line - arb("1e-12")
            assert arb(float(found.rate[0])) <= rate + arb("1e-12")


@pytest.mark.parametrize("gain", ["reciprocal", "dcg"])
@pytest.mark.parametrize("slope", [1e-3, 0.7, 6.0, 40.0])
@pytest.mark.parametrize("spoiled", [False, True])
def test_both_sides_hold_in_plain_floats(gain, slope, spoiled):
    rng = np.random.default_rng(int(slope * 1000))
    for weights in (
        rng.random(6),
        rng.random(64),
        1.0 / np.arange(1, 33) ** 1.3,
        np.logspace(0, -290, 30),
        np.ones(17),
    ):
        source = short_source(weights, gain)
        alphas = np.array(multipliers_at(source, slope))
        np.testing.assert_allclose(
            alphas, multipliers(ranked_source(weights, gain), np.array([slope]))[0], rtol=1e-13
        )
        if spoiled:
            alphas = np.minimum.accumulate(alphas * rng.uniform(0.2, 1.0, alphas.shape))
        found = certify_at(source, slope, alphas.tolist())
        line, excess, rate = exact_sides(source, gain, slope, alphas)
        assert arb(found.line) <= line
        assert arb(found.excess) >= excess
        assert arb(found.rate) >= rate
        if not spoiled:
            assert arb(found.line) >= line - arb("1e-12")
            assert arb(found.rate) <= rate + arb("1e-12")


def test_increasing_multipliers_do_not_loosen_the_bound_into_falsehood():
    source = ranked_source(np.array([0.5, 0.3, 0.2]), "reciprocal")
    found = certify(source, np.array([2.0]), np.array([[0.1, 0.2, 0.4]]))
    flat = certify(source, np.array([2.0]), np.array([[0.1, 0.1, 0.1]]))
    assert found.line[0] == flat.line[0]
    assert found.line[0] <= flat.rate[0] + 2.0 * flat.excess[0]
