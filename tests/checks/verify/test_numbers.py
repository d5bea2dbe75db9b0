"""Exact numbers: rationals as certificates write them, logarithms over coprime bases, signs however close to zero."""

import math
from fractions import Fraction
from itertools import combinations

import flint
import pytest
from flint import arb

from checks.verify.numbers import (
    CannotTell,
    Log,
    add,
    ball,
    coprime_terms,
    limited,
    log2,
    multiply,
    parse_rational,
    sign,
    simplest,
    whole,
)
from checks.verify.terms import MAX_GROWN, Rejected, Undefined

NAN, EITHER_WAY = arb.nan(), arb(0, 1)


@pytest.mark.parametrize(
    ("x", "value"), [(3, 3), (-3, -3), ("3", 3), ("-3/4", Fraction(-3, 4)), ("0", 0), ("6/4", Fraction(3, 2))]
)
def test_a_rational_is_read(x, value):
    assert parse_rational(x) == value


@pytest.mark.parametrize(
    "x",
    ["3/0", "3/-4", "+3", "3.5", " 3", "", "-", "--3", "1/2/3", "1/", "/2", "²", "١", "1/٢", "1" * 4000, True, None, 1.5, [1]],
)  # fmt: skip
def test_and_nothing_else_is(x):
    with pytest.raises(Rejected, match="not a rational"):
        parse_rational(x)


def test_a_rational_is_short():
    assert parse_rational("1" * 3999) == int("1" * 3999)


@pytest.mark.parametrize(
    "terms", [{12: 1, 18: -1}, {4: 1, 2: 3}, {6: 1, 10: 1, 15: 1}, {7: 2, 49: 1, 5: -1}, {36: 1, 1: 5, 8: 0}]
)
def test_logarithms_over_coprime_bases(terms):
    refined = coprime_terms({b: Fraction(c) for b, c in terms.items()})
    assert all(math.gcd(a, b) == 1 for a, b in combinations(refined, 2))
    assert all(b > 1 and c for b, c in refined.items())
    raised = lambda of: math.prod(Fraction(b) ** int(c) for b, c in of.items())  # noqa: E731
    assert raised(refined) == raised(terms)


@pytest.mark.parametrize("terms", [{4: 1, 2: -2}, {6: 1, 2: -1, 3: -1}, {9: 1, 3: -2}, {}])
def test_nothing_is_left_of_a_logarithm(terms):
    log = Log({b: Fraction(c) for b, c in terms.items()})
    assert log.is_zero()
    assert sign(log) == 0
    assert not Log({**log.terms, 5: Fraction(1)}).is_zero()


@pytest.mark.parametrize("digits", [1, 10, 40, 400])
def test_a_sign_close_to_zero(digits):
    """q log2 3 lies between the whole numbers around it."""
    q = 10**digits
    with flint.ctx.workprec(8 * digits + 64):
        below = int((q * arb(3).log_base(2)).floor().unique_fmpz())
    assert sign(Log({3: Fraction(q), 2: Fraction(-below)})) == 1
    assert sign(Log({3: Fraction(q), 2: Fraction(-below - 1)})) == -1


def test_the_sign_of_a_ball():
    assert [sign(v) for v in (arb(1), arb(-1), arb(0), EITHER_WAY, NAN)] == [1, -1, 0, None, None]
    assert [sign(Fraction(v)) for v in (3, -3, 0)] == [1, -1, 0]


LOG3 = Log({3: Fraction(1)})


def same(a, b):
    return (a.terms if isinstance(a, Log) else a) == (b.terms if isinstance(b, Log) else b)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (log2(Fraction(3, 4)), Log({3: Fraction(1), 2: Fraction(-2)})),
        (log2(Fraction(12, 7)), Log({2: Fraction(2), 3: Fraction(1), 7: Fraction(-1)})),
        (log2(Fraction(8)), Fraction(3)),
        (log2(Fraction(1, 8)), Fraction(-3)),
        (log2(Fraction(1)), Fraction(0)),
        (simplest(Log({2: Fraction(3)})), Fraction(3)),
        (add(Fraction(1), LOG3), Log({2: Fraction(1), 3: Fraction(1)})),
        (add(LOG3, LOG3, -1), Fraction(0)),
        (add(LOG3, LOG3), Log({3: Fraction(2)})),
        (add(Fraction(1), Fraction(2), -1), Fraction(-1)),
        (multiply(Fraction(2), LOG3), Log({3: Fraction(2)})),
        (multiply(LOG3, Fraction(-1)), Log({3: Fraction(-1)})),
        (multiply(Fraction(0), LOG3), Fraction(0)),
        (multiply(arb(3), Fraction(0)), Fraction(0)),
        (multiply(Fraction(2), Fraction(3)), Fraction(6)),
    ],
)
def test_what_stays_exact(value, expected):
    assert type(value) is type(expected)
    assert same(value, expected)


@pytest.mark.parametrize(
    ("value", "near"),
    [
        (ball(LOG3), math.log2(3)),
        (ball(Fraction(3, 4)), 0.75),
        (multiply(LOG3, LOG3), math.log2(3) ** 2),
        (add(arb(2), LOG3, -1), 2 - math.log2(3)),
        (add(LOG3, arb(2)), 2 + math.log2(3)),
        (log2(arb(8)), 3),
        (log2(LOG3), math.log2(math.log2(3))),
    ],
)
def test_what_becomes_a_ball(value, near):
    assert isinstance(value, arb)
    assert abs(value - near) < 1e-12


def test_nought_times_what_has_no_value_has_none():
    for v in (NAN, log2(EITHER_WAY), 1 / EITHER_WAY):
        assert not multiply(Fraction(0), v).is_finite()
        assert not multiply(v, Fraction(0)).is_finite()


@pytest.mark.parametrize("v", [Fraction(0), Fraction(-1), arb(-1), arb(0)])
def test_what_has_no_logarithm(v):
    with pytest.raises(Undefined, match="log2 of"):
        log2(v)


def test_a_whole_number_is_asked_of_a_rational():
    assert whole(Fraction(4, 2), "it") == 2
    with pytest.raises(Undefined, match="it is not an integer"):
        whole(Fraction(1, 2), "it")
    with pytest.raises(CannotTell, match="it is not known"):
        whole(arb(2), "it")


def test_a_number_does_not_grow_for_ever():
    half = MAX_GROWN // 2
    q = Fraction(2**half - 1, 2 ** (MAX_GROWN - half - 1))
    assert limited(q) == q
    with pytest.raises(Rejected, match="grows too large"):
        limited(Fraction(2**half + 1, q.denominator))
