"""Gains and their drops."""

from types import SimpleNamespace

import numpy as np
import pytest
from flint import arb, ctx

from theory.gains import gain_drops, gain_values
from theory.summation import ELEMENTARY, UNIT


def exact_drop(gain, rank):
    if gain == "reciprocal":
        return 1 - arb(1) / rank
    if gain == "dcg":
        return 1 - arb(2).log() / arb(1 + rank).log()
    return arb(int(rank > int(gain.removeprefix("hit@"))))


@pytest.mark.parametrize("gain", ["reciprocal", "dcg", "hit@1", "hit@17"])
def test_drops_are_within_their_stated_error(gain):
    drops = gain_drops(gain, 3000)
    with ctx.workprec(200):
        for rank, value in enumerate(drops.values[1:].tolist(), start=2):
            exact = exact_drop(gain, rank)
            assert abs(arb(value) - exact) <= abs(exact) * drops.error
    assert drops.values[0] == 0.0
    np.testing.assert_allclose(gain_values(gain, 3000), drops.top - drops.values, rtol=0, atol=4e-16)


@pytest.mark.parametrize("sign", [-1, 1])
def test_drops_are_within_their_error_where_log2_is_as_far_off_as_it_may_be(sign, monkeypatch):
    """The numerator 4 ulp too large and the denominator 4 ulp too small, or the other way round."""
    signs = iter([sign, -sign])

    def worst(arguments):
        side = next(signs)
        exact = [arb(a).log() / arb.const_log2() for a in arguments.tolist()]
        found = np.array([float(e * (1 + side * ELEMENTARY)) for e in exact])
        over = [abs(arb(f) - e) > e * ELEMENTARY for f, e in zip(found.tolist(), exact, strict=True)]
        return np.where(over, np.nextafter(found, -side * np.inf), found)

    with ctx.workprec(200):
        monkeypatch.setattr("theory.gains.np", SimpleNamespace(arange=np.arange, log2=worst))
        drops = gain_drops("dcg", 200)
        off = [
            float(abs(arb(value) / exact_drop("dcg", rank) - 1))
            for rank, value in enumerate(drops.values[1:].tolist(), start=2)
        ]
    assert 16 * UNIT < max(off) <= drops.error


def test_given_gains_are_kept():
    gains = np.array([0.75, 0.5, 0.5, 0.0])
    drops = gain_drops(gains, 4)
    assert drops.top == 0.75
    np.testing.assert_array_equal(drops.values, [0.0, 0.25, 0.25, 0.75])
    np.testing.assert_array_equal(gain_values(gains, 4), gains)


@pytest.mark.parametrize(
    ("gain", "what"),
    [
        ("mrr", "'mrr'"),
        ("hit@0", "'hit@0'"),
        ("hit@", "'hit@'"),
        ([1.0, 0.5], "shape"),
        ([1.0, 0.5, 0.6], "rank 2 to rank 3"),
        ([1.5, 0.5, 0.2], "1.5"),
        ([1.0, float("nan"), 0.2], "nan"),
        (["a", "b", "c"], "dtype"),
    ],
)
def test_bad_gains_are_refused(gain, what):
    with pytest.raises(ValueError, match=f"gain.*{what}"):
        gain_drops(gain, 3)
