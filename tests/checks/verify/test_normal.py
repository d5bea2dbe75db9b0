"""Each guard of normal forms, tripped once; and what a group of a world's variables is."""

from fractions import Fraction

import pytest

from checks.verify.normal import Normal, constant, times, to_power
from checks.verify.terms import Rejected

WORLD = {"modalities": "M", "documents": "N"}


def over(atoms, powers=(1,)):
    return {((a, e),) if e else (): Fraction(1) for a in atoms for e in powers}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (over([0], range(1001)), over([0], range(1001))),  # many products, few of them different
        (over(range(200)), over(range(200, 400))),  # few products, all of them different
    ],
)
def test_a_large_product_is_not_taken(a, b):
    with pytest.raises(Rejected, match="grows too large"):
        times(a, b)


def test_a_product_of_which_little_is_left_is_taken():
    assert len(times(over([0], range(200)), over([0], range(200)))) == 399


def test_a_large_power_is_not_taken():
    assert to_power(constant(1), 64) == constant(1)
    with pytest.raises(Rejected, match="exponent 65"):
        to_power(constant(1), 65)


@pytest.mark.parametrize(
    ("reason", "term"),
    [
        ("division by zero", ["/", 1, ["-", "x", "x"]]),
        ("for all indices has no normal form", ["ind", ["all", "k", 1, "n", [">=", "k", 1]]]),
        ("exponent 5000 is too large", ["^", 2, ["+", "x", 5000]]),
        ("needs a world", ["H", ["A"]]),
    ],
)
def test_a_guard_of_normal_forms(reason, term):
    with pytest.raises(Rejected, match=reason):
        Normal(None, None).of(term)


def test_groups_of_variables_are_the_same_where_they_hold_the_same():
    normal = Normal(WORLD, "N")
    forms = [normal.of(["H", [v]]) for v in ("Y", "X1", "X2", ["X", "i"], ["X", "j"], "X")]
    assert all(forms)
    assert all(a != b for k, a in enumerate(forms) for b in forms[:k])
    assert normal.of(["H", [["X", 1]]]) == forms[1]
    assert normal.of(["H", ["X1", "Y"]]) == normal.of(["H", ["Y", ["X", 1]]])
    assert Normal({"modalities": 2}, None).of(["-", ["H", ["X"]], ["H", ["X2", "X1"]]]) == {}


def test_a_denominator_is_cleared():
    normal, more = Normal(None, None), ["+", "x", 1]
    assert normal.is_zero(normal.of(["-", ["*", ["/", "y", more], more], "y"]))
    assert not normal.is_zero(normal.of(["-", ["*", ["/", "y", more], more], 1]))


def test_the_number_of_documents_is_no_index():
    normal = Normal({"documents": "N"}, "N")
    sums = [["sum", "N", 1, 2, ["mrr"]], ["*", 2, ["mrr"]]]
    assert normal.of(sums[0]) == normal.of(sums[1])
