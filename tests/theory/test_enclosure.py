"""Enclosures and their rounding, against fractions."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from theory.enclosure import Enclosure, rounded_down, rounded_up


@given(st.fractions() | st.floats(-1e308, 1e308).map(Fraction))
def test_rounding_gives_the_nearest_floats_on_either_side(value):
    down, up = rounded_down(value), rounded_up(value)
    assert Fraction(down) <= value <= Fraction(up)
    assert value < Fraction(math.nextafter(down, math.inf))
    assert value > Fraction(math.nextafter(up, -math.inf))


def test_width_midpoint_and_what_lies_inside():
    found = Enclosure(1.0, 4.0)
    assert (found.width, found.midpoint, float(found)) == (3.0, 2.5, 2.5)
    assert all(value in found for value in (1.0, 2.0, 4.0))
    assert not any(value in found for value in (math.nextafter(1.0, 0.0), math.nextafter(4.0, 5.0), math.nan))


def test_bounds_may_be_arrays():
    found = Enclosure(np.array([0.0, 1.0]), np.array([1.0, 1.5]))
    assert found.width.tolist() == [1.0, 0.5]
    assert found.midpoint.tolist() == [0.5, 1.25]


def test_an_enclosure_is_not_changed():
    with pytest.raises(AttributeError):
        Enclosure(0.0, 1.0).lower = 0.5
