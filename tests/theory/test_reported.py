"""Rounding intervals of printed numbers."""

from fractions import Fraction

import pytest

from theory.reported import RATES, TABLE1, TABLE2, rounding


def test_rounding_is_half_a_unit_in_the_last_place():
    assert rounding("0.81") == (Fraction(805, 1000), Fraction(815, 1000))
    assert rounding("60.0") == (Fraction(5995, 100), Fraction(6005, 100))
    assert rounding("7") == (Fraction(13, 2), Fraction(15, 2))


@pytest.mark.parametrize("bad", ["", "-1", "1e3", "0.5%", "1.2.3", "٣"])
def test_what_is_not_a_decimal_is_named(bad):
    with pytest.raises(ValueError, match="decimal is"):
        rounding(bad)


def test_the_tables_are_whole():
    assert all(len(row) == len(RATES) for row in TABLE1.values())
    assert all(set(row) == {256, 512} for row in TABLE2.values())
