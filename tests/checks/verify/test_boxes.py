"""Each guard of positivity over boxes, tripped once: a tree that does not show it is refused with the reason."""

from fractions import Fraction

import pytest

from checks.verify.boxes import at_point, derivative, positive_on_box
from checks.verify.numbers import CannotTell
from checks.verify.terms import Rejected

HALF = ["/", 1, 2]
SQUARE = ["^", ["-", "x", HALF], 2]
BALL = ["ball"]
BOX = {"x": (Fraction(0), Fraction(1))}

CASES = [
    ("bad tree", "x", 3),
    ("bad tree", "x", []),
    ("bad tree", "x", ["split"]),
    ("bad tree", "x", ["ball", "y", 1, BALL]),
    ("bad tree", "x", ["slope", "y", 1, BALL]),
    ("bad tree", "x", ["slope", "x", 2, BALL]),
    ("bad tree", "x", ["none", "x", 1, BALL]),
    ("a ball does not show", ["-", "x", HALF], BALL),
    ("does not split", ["+", "x", 1], ["split", "x", 2, BALL, BALL]),
    ("does not split", ["+", "x", 1], ["split", "x", 0, BALL, BALL]),
    ("a ball does not show", ["-", "x", ["/", 1, 4]], ["split", "x", "1/2", BALL, BALL]),
    ("a ball does not show", ["-", ["/", 3, 4], "x"], ["split", "x", "1/2", BALL, BALL]),
    ("keeps no sign", ["+", SQUARE, 1], ["slope", "x", 1, BALL]),
    ("keeps no sign", ["-", 2, "x"], ["slope", "x", 1, BALL]),
    ("is not positive", ["-", "x", HALF], ["slope", "x", 1, BALL]),
    ("is not positive", ["-", HALF, "x"], ["slope", "x", -1, BALL]),
    ("not concave", ["-", SQUARE, ["/", 1, 8]], ["concave", "x", BALL, BALL]),
    ("is not positive", ["-", "x", HALF], ["concave", "x", BALL, BALL]),
    ("is not positive", ["-", HALF, "x"], ["concave", "x", BALL, BALL]),
    ("no tangency", ["-", SQUARE, 1], ["tangent", "x", "1/2"]),
    ("no tangency", ["+", SQUARE, 1], ["tangent", "x", "1/4"]),
    ("no tangency", ["^", ["-", "x", 2], 2], ["tangent", "x", 2]),
    ("not convex", ["*", ["^", "x", 2], ["-", HALF, "x"]], ["tangent", "x", 0]),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "term", "tree"), CASES)
def test_a_guard_of_boxes(reason, term, tree):
    with pytest.raises(Rejected, match=reason):
        positive_on_box(term, BOX, tree, False, {})


def test_what_is_zero_at_a_point_is_not_above_it():
    tree, touching = ["slope", "x", 1, BALL], ["+", ["-", ["*", "x", "x"], "x"], ["/", 1, 4]]
    positive_on_box("x", BOX, tree, False, {})
    with pytest.raises(Rejected, match="is not positive"):
        positive_on_box("x", BOX, tree, True, {})
    with pytest.raises(Rejected, match="bad tree"):
        positive_on_box(touching, BOX, ["tangent", "x", "1/2"], True, {})
    positive_on_box(touching, BOX, ["tangent", "x", "1/2"], False, {})
    positive_on_box(["+", ["*", "n", "x"], 1], BOX, BALL, False, {"n": 2})


def test_a_sum_has_no_slope_in_its_own_length():
    for bounds in ((1, "x"), ("x", 9)):
        with pytest.raises(Rejected, match="the range of a sum"):
            derivative(["sum", "k", *bounds, "k"], "x")


def test_a_sign_that_balls_do_not_tell_is_no_sign():
    with pytest.raises(CannotTell):
        at_point(["-", ["exp", ["ln", 2]], ["*", 2, "x"]], {"x": (Fraction(1), Fraction(1))}, {})
