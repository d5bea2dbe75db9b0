"""Certified evaluations against balls: any price and any multipliers, good or bad."""

import numpy as np
import pytest
from flint import arb, ctx

from theory.rank_law import multipliers
from theory.ranked_source import ranked_source
from theory.short_source import ShortSource, certify_at, multipliers_at, short_source
from theory.summation import ELEMENTARY, UNIT, total_error
from theory.supporting_line import Sums, bounds, certify


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
            assert arb(float(found.excess[0])) <= excess + arb("1e-12")
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
            assert arb(found.excess) <= excess + arb("1e-12")
            assert arb(found.rate) <= rate + arb("1e-12")


def heaviest(ranks, law):
    """max_j (v_j + .. + v_n) / (w_j + .. + w_n)."""
    tail_v, tail_w, most = arb(0), arb(0), arb(0)
    for v, w in zip(ranks[::-1], law[::-1], strict=True):
        tail_v, tail_w = tail_v + v, tail_w + w
        most = most.max(tail_v / tail_w)
    return most


def far_off(source, ranks, alphas, drops, *, mass):
    """Sums with the errors that they may have, in the direction that raises the line and lowers the point."""
    law = balls(np.array(source.weights))
    added = UNIT if isinstance(source, ShortSource) else total_error(source.size)
    logs = added + ELEMENTARY + UNIT
    source.__dict__["surprise"] = float(-sum(w * log2(w) for w in law) * (1 + logs))
    return Sums(
        cross=float(-sum(w * log2(a) for w, a in zip(law, alphas, strict=True)) * (1 - logs)),
        mass=float(mass),
        mass_in_bits=float(log2(mass) * (1 + ELEMENTARY * (-1 if mass < 1 else 1))),
        drop=float(product(ranks, drops) * (1 - added - UNIT - source.drops.error)),
        surprise=float(-sum(v * log2(v) for v in ranks if v > 0) * (1 + logs)),
        overweight=float(heaviest(ranks, law) * (1 - 2 * source.running_error)),
        below_top=True,
    )


def product(left, right):
    return sum(a * b for a, b in zip(left, right, strict=True))


@pytest.mark.parametrize("heavy", [0.3, 1.0, 1.9])
@pytest.mark.parametrize("gain", ["reciprocal", "dcg"])
@pytest.mark.parametrize("slope", [1e-3, 6.0, 300.0])
@pytest.mark.parametrize("make", [ranked_source, short_source])
def test_both_sides_allow_for_the_errors_of_their_sums(make, gain, slope, heavy):
    """With multipliers too heavy and too light, so that their normaliser is far from 1 on either side."""
    for weights in (np.ones(2), np.ones(60), np.arange(1.0, 41.0) ** -1.3, 2.0 ** -np.arange(30.0)):
        source = make(weights, gain)
        alphas = np.minimum(heavy * multipliers(ranked_source(weights, gain), np.array([slope]))[0], 1.0)
        law, h, total, tails = (
            balls(np.array(source.weights)),
            drops(gain, source.size),
            source.total,
            source.tails,
        )
        true = [a * (-arb(slope) * d * arb.const_log2()).exp() for a, d in zip(balls(alphas), h, strict=True)]
        ranks = balls(alphas * np.exp2(-slope * np.array(source.drops.values)))
        mass, share = sum(ranks), [w / sum(law) for w in law]
        entropy = -sum(p * log2(p) for p in share)
        line = entropy + product(share, [log2(a / sum(true)) for a in balls(alphas)])
        kept = sum(-v * log2(v / mass) for v in ranks if v > 0) / (heaviest(ranks, law) * sum(law))
        light = sum(true) * (1 - 9 * UNIT) - (UNIT + source.drops.error) * slope * product(true, h)
        for change in (1 - source.running_error, 1 + source.running_error):
            source.__dict__["tails"] = [total * change, *tails[1:]]
            found = far_off(source, true, alphas.tolist(), h, mass=light * (1 - source.running_error))
            assert arb(bounds(source, slope, found).line) <= line
            found = far_off(source, ranks, alphas.tolist(), h, mass=mass * (1 + source.running_error))
            assert arb(bounds(source, slope, found).excess) >= product(ranks, h) / mass
            assert arb(bounds(source, slope, found).rate) >= entropy - kept


@pytest.mark.parametrize("gain", ["reciprocal", "hit@2"])
def test_rows_are_certified_apart(gain):
    source = ranked_source(np.array([5.0, 4.0, 2.0, 1.0, 1.0]), gain)
    slopes = np.array([0.5, 3.0, 2000.0])
    alphas = multipliers(source, slopes)
    alphas[1, 2] *= 1.5  # no longer falling: the other rows stay as they are
    together = certify(source, slopes, alphas)
    for row in range(3):
        alone = certify(source, slopes[row : row + 1], alphas[row : row + 1])
        for name in ("slopes", "line", "excess", "rate"):
            assert getattr(together, name).shape == (3,)
            assert getattr(together, name)[row] == getattr(alone, name)[0]
    assert (together.excess == 0.0).tolist() == [False, False, gain == "hit@2"]


def test_increasing_multipliers_do_not_loosen_the_bound_into_falsehood():
    source = ranked_source(np.array([0.5, 0.3, 0.2]), "reciprocal")
    found = certify(source, np.array([2.0]), np.array([[0.1, 0.2, 0.4]]))
    flat = certify(source, np.array([2.0]), np.array([[0.1, 0.1, 0.1]]))
    assert found.line[0] == flat.line[0]
    assert found.line[0] <= flat.rate[0] + 2.0 * flat.excess[0]
