"""The excess of a cell cut at an empirical median: against integration, brute force and its closed form."""

from fractions import Fraction
from itertools import product
from math import comb

import pytest
import sympy as sp

from checks.verify.evaluate import evaluate
from checks.verify.judge import judge
from checks.verify.numbers import ball
from theory.finite_sample_rate import (
    MEDIAN_EXCESS,
    UPPER_LETTER,
    constant_is_not_inverse,
    excess_beyond_inverse,
    excess_exactly,
    excess_of_order_root,
    median_excess,
    root_is_not_inverse,
    upper_letter_excess,
)
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


ORDERS = {
    "median, 1/n": (excess_beyond_inverse, "refuted", median_excess(7), 1 / 7),
    "median, n^-1/2": (excess_of_order_root, "proved", median_excess(7), 7**-0.5),
    "upper letter, 1/n": (upper_letter_excess, "refuted", 1 / 8, 1 / 7),
    "n^-1/2, 1/n": (root_is_not_inverse, "refuted", 4**-0.5, 1 / 4),
    "5/8, 1/n": (lambda: constant_is_not_inverse(sp.Rational(5, 8), Fraction(1, 2)), "refuted", 5 / 8, 1 / 4),
}


@pytest.mark.parametrize("name", ORDERS)
def test_what_is_said_of_the_order_is_judged_so(name):
    """At a = 4, seven samples, or n = 4."""
    make, verdict, excess, scale = ORDERS[name]
    statement, certificate = make()
    assert judge(statement, [certificate]).verdict == verdict
    ((variable, kind, least, most),) = statement["forall"]
    assert (kind, least, most, statement["given"]) == ("integer", 1, None, [])
    order = statement["order"]
    assert order["variable"] == variable
    assert value(order["function"], **{variable: 4}) == pytest.approx(float(excess), rel=1e-14)
    assert value(order["is_O_of"], **{variable: 4}) == pytest.approx(scale, rel=1e-14)


def value(term, **at) -> float:
    return float(ball(evaluate(term, {name: Fraction(number) for name, number in at.items()})))


def test_the_excess_is_exactly_its_closed_form_between_its_bounds():
    statement, derivation = excess_exactly()
    assert judge(statement, [derivation.certificate()]).verdict == "proved"
    assert statement["forall"] == [["a", "integer", 1, None]]
    ends = [("=", comb(8, 4) / 4**5), (">=", 1 / 16), ("<=", 1 / (4 * 7**0.5))]
    for (relation, left, right), (expected, end) in zip(statement["then"][1:], ends, strict=True):
        assert relation == expected
        assert value(left, a=4) == pytest.approx(float(median_excess(7)), rel=1e-14)
        assert value(right, a=4) == pytest.approx(end, rel=1e-14)
