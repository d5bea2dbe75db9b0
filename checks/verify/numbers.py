"""Exact numbers: rationals, rational combinations of log2 of integers, and balls where neither suffices."""

from fractions import Fraction
from math import gcd
from typing import Any

import flint
from flint import arb, fmpq

from checks.verify.terms import MAX_GROWN, Rejected, Undefined

PRECISIONS = (64, 256, 1024, 4096)


class CannotTell(Rejected):
    """Balls at the highest precision do not decide; never read as an answer."""


class Log:
    """sum of c_b log2(b) over integers b >= 2 with rational c_b; a rational q is q log2(2)."""

    def __init__(self, terms: dict[int, Fraction]):
        self.terms = {b: c for b, c in terms.items() if c}

    def plus(self, other: "Log", factor: Fraction = Fraction(1)) -> "Log":
        terms = dict(self.terms)
        for b, c in other.terms.items():
            terms[b] = terms.get(b, Fraction(0)) + factor * c
        return Log(terms)

    def ball(self) -> arb:
        return sum((rational_ball(c) * arb(b).log_base(2) for b, c in self.terms.items()), arb(0))

    def is_zero(self) -> bool:
        """Exactly: logarithms of pairwise coprime integers are independent over the rationals."""
        return not coprime_terms(self.terms)


def coprime_terms(terms: dict[int, Fraction]) -> dict[int, Fraction]:
    """The same number over pairwise coprime bases, refined by gcds alone (nothing is factored)."""
    done: dict[int, Fraction] = {}
    todo = list(terms.items())
    while todo:
        b, c = todo.pop()
        if b == 1 or not c:
            continue
        a = next((a for a in done if gcd(a, b) > 1), None)
        if a is None:
            done[b] = c
            continue
        g, old = gcd(a, b), done.pop(a)
        todo += [(a // g, old), (g, old + c), (b // g, c)]
    return done


Value = Fraction | Log | arb


def rational_ball(q: Fraction) -> arb:
    return arb(fmpq(q.numerator, q.denominator))


def ball(v: Value) -> arb:
    return v if isinstance(v, arb) else v.ball() if isinstance(v, Log) else rational_ball(v)


def simplest(v: Log) -> Value:
    """A rational where only log2(2) is left."""
    return Fraction(v.terms.get(2, 0)) if set(v.terms) <= {2} else v


def as_log(v: Fraction | Log) -> Log:
    return v if isinstance(v, Log) else Log({2: v})


def log2(v: Value) -> Value:
    if not isinstance(v, Fraction):
        b = ball(v)
        if b <= 0:
            raise Undefined("log2 of a number that is not positive")
        return b.log_base(2) if b > 0 else arb.nan()
    if v <= 0:
        raise Undefined(f"log2 of {v}")
    out = Log({})
    for n, side in ((v.numerator, 1), (v.denominator, -1)):
        twos = (n & -n).bit_length() - 1
        out = out.plus(Log({2: Fraction(twos)}), Fraction(side))
        if n >> twos > 1:
            out = out.plus(Log({n >> twos: Fraction(side)}))
    return simplest(out)


def add(a: Value, b: Value, factor: int = 1) -> Value:
    if isinstance(a, arb) or isinstance(b, arb):
        return ball(a) + factor * ball(b)
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return limited(a + factor * b)
    return simplest(as_log(a).plus(as_log(b), Fraction(factor)))


def multiply(a: Value, b: Value) -> Value:
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return limited(a * b)
    for p, q in ((a, b), (b, a)):
        if isinstance(p, Fraction) and p == 0 and not (isinstance(q, arb) and not q.is_finite()):
            return p
        if isinstance(p, Fraction) and isinstance(q, Log):
            return simplest(Log({}).plus(q, p))
    return ball(a) * ball(b)


def limited(q: Fraction) -> Fraction:
    if q.numerator.bit_length() + q.denominator.bit_length() > MAX_GROWN:
        raise Rejected("a number grows too large")
    return q


def sign(v: Value) -> int | None:
    """-1, 0 or 1; None where a ball does not tell."""
    if isinstance(v, Fraction):
        return (v > 0) - (v < 0)
    if isinstance(v, arb):
        return 1 if v > 0 else -1 if v < 0 else 0 if v == 0 else None
    if v.is_zero():
        return 0
    saved = flint.ctx.prec
    try:
        for bits in (*PRECISIONS, 16_384, 65_536):
            flint.ctx.prec = bits
            if v.ball() > 0 or v.ball() < 0:
                return 1 if v.ball() > 0 else -1
    finally:
        flint.ctx.prec = saved
    raise CannotTell("a sum of logarithms is too close to zero")


def whole(v: Value, what: str) -> int:
    """The value as an integer; another rational is undefined, of anything else it is not asked."""
    if not isinstance(v, Fraction):
        raise CannotTell(f"{what} is not known to be an integer")
    if v.denominator != 1:
        raise Undefined(f"{what} is not an integer")
    return v.numerator


def parse_rational(x: Any) -> Fraction:
    """An integer, or a string "p/q", of a certificate."""
    if isinstance(x, int) and not isinstance(x, bool):
        return Fraction(x)
    if isinstance(x, str) and len(x) < 4000:
        p, slash, q = x.partition("/")
        if p.removeprefix("-").isdecimal() and p.isascii() and q.isascii():
            if not slash:
                return Fraction(int(p))
            if q.isdecimal() and int(q) > 0:
                return Fraction(int(p), int(q))
    raise Rejected(f"not a rational: {str(x)[:80]}")
