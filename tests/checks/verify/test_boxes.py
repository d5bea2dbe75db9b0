"""Each guard of positivity over boxes, tripped once: a tree that does not show it is refused with the reason."""

from fractions import Fraction

import flint
import pytest

from checks.verify.boxes import at_point, derivative, positive_on_box
from checks.verify.evaluate import evaluate
from checks.verify.numbers import CannotTell, ball, rational_ball
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


LOG = ["log2", ["+", "x", 1]]
TERMS = [
    "x", "y", 3, ["+", "x", "y", "x"], ["-", "x"], ["-", "y", "x"], ["*", "x", "y", "x"], ["/", "x", ["+", "x", 2]],
    ["/", "y", ["*", 3, "x"]], ["^", "x", 3], ["^", "x", -2], ["^", "x", 1], ["^", "x", 0], ["^", ["+", "x", 2], "y"], ["^", 2, "x"],
    ["^", "x", "x"], LOG, ["ln", ["*", 3, "x"]], ["exp", ["*", -2, "x"]], ["sqrt", ["+", "x", "y"]], ["h", ["/", "x", 2]],
    ["plog", ["*", 2, "x"]], ["sum", "k", 1, 3, ["*", "k", ["^", "x", "k"]]], ["sum", "k", 1, 3, ["/", "y", "k"]],
    ["*", LOG, ["h", "x"], ["exp", "y"]], ["max", "y", 2], ["abs", "y"], ["harmonic", 4],
]  # fmt: skip


@pytest.mark.parametrize("term", TERMS)
def test_a_derivative_is_what_differences_tend_to(term):
    at = lambda x: {"x": x, "y": Fraction(2, 5)}  # noqa: E731
    with flint.ctx.workprec(256):
        for x in (Fraction(1, 3), Fraction(2, 3)):
            step = Fraction(1, 10**12)
            difference = ball(evaluate(term, at(x + step))) - ball(evaluate(term, at(x - step)))
            slope = ball(evaluate(derivative(term, "x"), at(x)))
            assert abs(difference / (2 * rational_ball(step)) - slope) < 1e-15


@pytest.mark.parametrize(
    "term", [["max", "x", 2], ["abs", "x"], ["ceil", "x"], ["sum", "x", 1, 3, "x"], ["prod", "k", 1, 2, "x"]]
)
def test_what_has_no_derivative_here(term):
    with pytest.raises(Rejected, match="no derivative"):
        derivative(term, "x")


@pytest.mark.parametrize(
    ("term", "tree"),
    [
        (["-", 1, "x"], ["slope", "x", -1, BALL]),
        (["*", "x", ["-", 1, "x"]], ["concave", "x", BALL, BALL]),
        (["^", "x", 2], ["tangent", "x", 0]),
        (["^", ["-", "x", 1], 2], ["tangent", "x", 1]),
        (["+", "x", ["/", 1, 8]], ["split", "x", "1/2", BALL, BALL]),
    ],
)  # fmt: skip
def test_a_tree_shows_what_it_is_for(term, tree):
    positive_on_box(term, BOX, tree, False, {})
