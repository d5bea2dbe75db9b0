"""The excess of a cell cut at an empirical median: against integration, brute force and its closed form."""

from fractions import Fraction
from itertools import product
from math import comb

import pytest
import sympy as sp

from checks.verify.evaluate import evaluate
from theory.finite_sample_rate import MEDIAN_EXCESS, UPPER_LETTER, median_excess
from theory.proof.formal import formal


@pytest.mark.parametrize("samples", [1, 3, 5, 7])
def test_the_sum_is_the_integral_over_the_median(samples):
    u, half = sp.Symbol("u"), (samples - 1) // 2
    density = sp.factorial(samples) / sp.factorial(half) ** 2 * (u * (1 - u)) ** half
    loss = 2 * sp.integrate(density * (u - sp.Rational(1, 2)) / 2, (u, sp.Rational(1, 2), 1))
    assert median_excess(samples) == Fraction(loss.p, loss.q)


@pytest.mark.parametrize("a", [1, 2, 3, 10, 40])
def test_the_formal_sum_has_the_same_value_and_the_closed_form(a):
    value = evaluate(formal(MEDIAN_EXCESS), {"a": Fraction(a)})
    assert value == median_excess(2 * a - 1) == Fraction(comb(2 * a, a), 4 ** (a + 1))


@pytest.mark.parametrize("a", [1, 2, 3])
def test_a_fair_bit_loses_an_eighth_for_every_sample_size(a):
    n = 2 * a - 1
    losses = [Fraction(sorted(sample)[a - 1] - 1, 4) for sample in product((1, 2), repeat=n)]
    assert sum(losses) / 2**n == evaluate(formal(UPPER_LETTER), {"a": Fraction(a)}) == Fraction(1, 8)


@pytest.mark.parametrize("samples", [0, 2, -1])
def test_an_even_or_empty_sample_is_refused(samples):
    with pytest.raises(ValueError, match=f"got {samples}"):
        median_excess(samples)
