"""Bisection trees that show an expression positive over a box: balls, slopes, concavity, tangencies."""

from fractions import Fraction
from typing import Any

import flint

from checks.verify.boxes import Box, check_positive, derivative, over
from checks.verify.evaluate import evaluate
from checks.verify.numbers import ball
from checks.verify.terms import Expr, Rejected


def tree(
    x: Expr, box: Box, *, strict: bool = False, depth: int = 24, touches: tuple[Fraction, ...] = ()
) -> Any:
    """A tree that the checker follows to x >= 0 (> 0) on the box.

    `touches` are points where x vanishes (tried as tangencies and as places to split). Raises ValueError
    naming the box where no tree was found.
    """
    saved, flint.ctx.prec = flint.ctx.prec, 128
    try:
        return _tree(x, box, strict, depth, touches)
    finally:
        flint.ctx.prec = saved


def _accepted(x: Expr, box: Box, candidate: Any, strict: bool) -> bool:
    try:
        check_positive(x, box, candidate, strict, {})
    except Rejected:
        return False
    return True


def _leaves(x: Expr, box: Box, strict: bool, touches: tuple[Fraction, ...]) -> Any:
    yield ["ball"]
    for v, (lo, hi) in box.items():
        if lo == hi:
            continue
        for direction in (1, -1):
            yield ["slope", v, direction, ["ball"]]
        yield ["concave", v, ["ball"], ["ball"]]
        if len(box) == 1 and not strict:
            inside = [p for p in touches if lo <= p <= hi] + (
                [] if touches else [simple_minimum(x, v, lo, hi)]
            )
            for p in inside:
                yield ["tangent", v, f"{p.numerator}/{p.denominator}"]


def _tree(x: Expr, box: Box, strict: bool, depth: int, touches: tuple[Fraction, ...]) -> Any:
    for leaf in _leaves(x, box, strict, touches):
        if _accepted(x, box, leaf, strict):
            return leaf
    wide = {v: hi - lo for v, (lo, hi) in box.items() if lo < hi}
    if depth == 0 or not wide:
        raise ValueError(f"no tree shows the inequality on {box}")
    v = max(wide, key=lambda name: wide[name])
    lo, hi = box[v]
    middle = _middle(lo, hi, touches)
    left = _tree(x, {**box, v: (lo, middle)}, strict, depth - 1, touches)
    right = _tree(x, {**box, v: (middle, hi)}, strict, depth - 1, touches)
    return ["split", v, f"{middle.numerator}/{middle.denominator}", left, right]


def _middle(lo: Fraction, hi: Fraction, touches: tuple[Fraction, ...]) -> Fraction:
    """The midpoint, or near it and off the touching points, which should stay inside a box."""
    middle = (lo + hi) / 2
    return middle if middle not in touches else lo + (hi - lo) * Fraction(3, 7)


def simple_minimum(x: Expr, v: str, lo: Fraction, hi: Fraction) -> Fraction:
    """A simple fraction near the minimum of x over [lo, hi], by bisection on the sign of the slope."""
    slope = derivative(x, v)
    a, b = lo, hi
    for _ in range(60):
        middle = (a + b) / 2
        value = ball(evaluate(slope, {v: middle}))
        a, b = (middle, b) if value < 0 else (a, middle)
    return ((a + b) / 2).limit_denominator(1000)


__all__ = ["over", "simple_minimum", "tree"]
