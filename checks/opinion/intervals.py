"""A number system for a second opinion: fractions as far as they go, then mpmath's intervals.

Numbers closer than 2^-200 count as equal: a second opinion may do what the checker may not.
"""

import operator
from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor
from typing import Any

from mpmath import iv
from mpmath.libmp import to_int

from checks.opinion.worlds import World

PRECISIONS = (256, 2048)  # bits
EQUAL = 200  # bits to which equal numbers agree


class NoOpinion(Exception):
    """The tools at hand say nothing; the message says why."""


class NoValue(Exception):
    """A term has no value at the instance."""


class Intervals:
    """Fractions where both sides are, else intervals; truth values are True, False or None."""

    def number(self, q: Any) -> Any:
        return q

    def join(self, f: Callable, a: Any, b: Any) -> Any:
        exact = isinstance(a, Fraction) and isinstance(b, Fraction)
        return f(a, b) if exact else f(enclosed(a), enclosed(b))

    def sign(self, v: Any) -> int | None:
        if isinstance(v, Fraction):
            return (v > 0) - (v < 0)
        if v.a > 0 or v.b < 0:
            return 1 if v.a > 0 else -1
        return 0 if v.delta < iv.mpf(2) ** -EQUAL else None

    def divide(self, a: Any, b: Any) -> Any:
        sign = self.sign(b)
        if sign == 0:
            raise NoValue("division by zero")
        if sign is None:
            raise NoOpinion("a denominator too close to zero")
        return self.join(operator.truediv, a, b)

    def power(self, a: Any, b: Any) -> Any:
        if isinstance(b, Fraction) and b.denominator == 1:
            n = int(b)
            if n <= 0 and self.sign(a) == 0:
                raise NoValue(f"0^{n}")
            return a**n
        return iv.exp(enclosed(b) * iv.log(self.positive(a)))

    def positive(self, v: Any) -> Any:
        sign = self.sign(v)
        if sign is None:
            raise NoOpinion("a number too close to zero")
        if sign < 1:
            raise NoValue("a logarithm or power off its domain")
        return enclosed(v)

    def extreme(self, values: list, side: int) -> Any:
        if not values:
            raise NoValue("an extreme of nothing")
        best = values[0]
        for v in values[1:]:
            if self.sign(self.join(operator.sub, v, best)) == side:
                best = v
        return best

    def indicator(self, truth: bool | None) -> Fraction:
        if truth is None:
            raise NoOpinion("an indicator too close to call")
        return Fraction(truth)

    def compare(self, op: str, a: Any, b: Any) -> bool | None:
        sign = self.sign(self.join(operator.sub, a, b))
        if sign is None:
            return None
        return {
            "<": sign < 0,
            "<=": sign <= 0,
            "=": sign == 0,
            ">=": sign >= 0,
            ">": sign > 0,
            "!=": sign != 0,
        }[op]

    def every(self, truths: list) -> bool | None:
        return False if False in truths else None if None in truths else True

    def negation(self, truth: bool | None) -> bool | None:
        return None if truth is None else not truth

    def function(self, op: str, v: Any) -> Any:
        return FUNCTIONS[op](self, v)

    def of_world(self, op: str, groups: list, world: World) -> Any:
        return world.quantity(op, groups)


def enclosed(v: Any) -> Any:
    return iv.mpf(v.numerator) / v.denominator if isinstance(v, Fraction) else v


def _log2(on: Intervals, v: Any) -> Any:
    return iv.log(on.positive(v)) / iv.log(2)


def _plog(on: Intervals, v: Any) -> Any:
    """p log2 p; over an interval from 0 up to 1 it lies between -0.54 (its least is -log2(e)/e) and 0."""
    if on.sign(v) is None and v.a >= 0 and v.b <= 1:
        return iv.mpf(["-0.54", 0])
    return Fraction(0) if on.sign(v) == 0 else enclosed(v) * _log2(on, v)


def _root(on: Intervals, v: Any) -> Any:
    if on.sign(v) == 0:
        return Fraction(0)
    return iv.sqrt(on.positive(v))


def _entropy(on: Intervals, v: Any) -> Any:
    return -(enclosed(_plog(on, v)) + enclosed(_plog(on, on.join(operator.sub, Fraction(1), v))))


def _whole_part(on: Intervals, v: Any, up: bool) -> Fraction:
    if isinstance(v, Fraction):
        return Fraction(ceil(v) if up else floor(v))
    low, high = (to_int(end, "c" if up else "f") for end in v._mpi_)
    near = Fraction(to_int(v.mid._mpi_[0], "n"))
    if low != high and on.sign(v - enclosed(near)) == 0:
        return near
    if low != high:
        raise NoOpinion("a number too close to an integer to round")
    return Fraction(low)


FUNCTIONS: dict[str, Callable[[Intervals, Any], Any]] = {
    "log2": _log2, "ln": lambda on, v: iv.log(on.positive(v)), "exp": lambda on, v: iv.exp(enclosed(v)), "sqrt": _root,
    "plog": _plog, "h": _entropy, "ceil": lambda on, v: _whole_part(on, v, True),
    "floor": lambda on, v: _whole_part(on, v, False), "pi": lambda on, v: iv.pi + 0, "e": lambda on, v: iv.e + 0,
}  # fmt: skip


EXACT = Intervals()
