"""Sums and elementary functions against exact rationals and balls."""

import math
from fractions import Fraction

import numpy as np
import pytest
from flint import arb, ctx
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from theory.summation import ELEMENTARY, RUNNING_ERROR, UNIT, running_total, total, total_error

positive = st.floats(0.0, 1e10, allow_subnormal=False)


@given(arrays(float, st.integers(1, 200), elements=positive))
def test_total_is_within_its_bound(terms):
    exact = sum(map(Fraction, terms.tolist()))
    assert abs(Fraction(float(total(terms))) - exact) <= Fraction(total_error(len(terms))) * exact


@given(arrays(float, st.integers(1, 200), elements=positive))
def test_running_total_is_within_its_bound(terms):
    exact = Fraction(0)
    for term, sum_so_far in zip(terms.tolist(), running_total(terms).tolist(), strict=True):
        exact += Fraction(term)
        assert abs(Fraction(sum_so_far) - exact) <= Fraction(RUNNING_ERROR) * exact


def test_long_running_total_is_within_its_bound():
    rng = np.random.default_rng(5)
    terms = rng.exponential(size=200_000) ** 8
    exact = np.cumsum([Fraction(t) for t in terms.tolist()])
    found = running_total(terms)
    plain = np.cumsum(terms)
    for j in range(0, len(terms), 997):
        assert abs(Fraction(float(found[j])) - exact[j]) <= Fraction(RUNNING_ERROR) * exact[j]
    assert abs(Fraction(float(plain[-1])) - exact[-1]) > Fraction(RUNNING_ERROR) * exact[-1]


@pytest.mark.parametrize("levels", [1, 2, 4, 5])
def test_the_bound_holds_where_every_level_loses_all_that_it_adds(levels):
    """1 + u is rounded to 1: each level of the tree adds u to the first term, seven times, and the last level six."""
    terms = np.zeros(7 * 8**levels)
    terms[0] = 1.0
    for level in range(levels):
        terms[7 * 8**level * np.arange(1, 8)] = UNIT
    terms[1:7] = UNIT
    exact = sum(map(Fraction, terms[terms > 0.0].tolist()))
    lost = exact - Fraction(float(total(terms)))
    assert lost == (7 * levels + 6) * Fraction(UNIT)
    assert lost <= Fraction(total_error(len(terms))) * exact
    assert total_error(len(terms)) <= 1.02 * (levels + 1) * 7 * UNIT


def test_rows_are_summed_apart():
    terms = np.random.default_rng(0).random((3, 77))
    np.testing.assert_array_equal(total(terms), [total(row) for row in terms])
    np.testing.assert_array_equal(running_total(terms), [running_total(row) for row in terms])


@pytest.mark.parametrize("function", ["log2", "exp2"])
def test_elementary_functions_are_within_four_ulp(function):
    rng = np.random.default_rng(11)
    if function == "log2":
        arguments = np.concatenate(
            [np.exp2(rng.uniform(-1022, 0, 3000)), 1 - np.exp2(rng.uniform(-52, -1, 1000))]
        )
        exact = [arb(a).log() / arb.const_log2() for a in arguments.tolist()]
    else:
        arguments = -np.concatenate([rng.uniform(0, 1020, 3000), np.exp2(rng.uniform(-60, 0, 1000))])
        exact = [arb(2) ** arb(a) for a in arguments.tolist()]
    plain = [getattr(math, function)(a) for a in arguments.tolist()]
    for found in (plain, getattr(np, function)(arguments).tolist()):
        for f, e in zip(found, exact, strict=True):
            assert abs(arb(f) - e) <= abs(e) * ELEMENTARY


@pytest.fixture(autouse=True)
def _precision():
    with ctx.workprec(200):
        yield
