"""The value of an expression and the truth of a relation at an instance: exact where it can be, else balls."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import comb, factorial
from typing import Any

import flint
from flint import arb

from checks.verify.numbers import PRECISIONS, CannotTell, Log, Value, add, ball, log2, multiply, sign, whole
from checks.verify.terms import MAX_GROWN, Expr, Rejected, Undefined, show
from checks.verify.worlds import World

Env = dict[str, Any]  # names to values; "@world" to the world
MAX_TERMS = 200_000
ZERO, ONE = Fraction(0), Fraction(1)


def divide(a: Value, b: Value) -> Value:
    if sign(b) == 0:
        raise Undefined("division by zero")
    if isinstance(b, Fraction):
        return multiply(a, 1 / b)
    return ball(a) / ball(b)


def power(a: Value, b: Value) -> Value:
    """a^b: b an integer, or a > 0; 0^0 is undefined."""
    if isinstance(b, Fraction) and b.denominator == 1:
        if abs(b) > 4096:
            raise Rejected(f"exponent {b} is too large")
        if b <= 0 and sign(a) == 0:
            raise Undefined(f"0^{b}")
        if b <= 0 and sign(a) is None:
            return arb.nan()
        if isinstance(a, Fraction) and abs(int(b)) * a.numerator.bit_length() > MAX_GROWN:
            raise Rejected("a number grows too large")
        if isinstance(a, Fraction) and abs(int(b)) * a.denominator.bit_length() > MAX_GROWN:
            raise Rejected("a number grows too large")
        return a**b.numerator if isinstance(a, Fraction) else ball(a) ** int(b)
    if sign(a) is None:
        return arb.nan()
    if sign(a) != 1 and not isinstance(b, Fraction):
        raise CannotTell("a power of a number that is not positive, to what may be an integer")
    if sign(a) != 1:
        raise Undefined("a power of a number that is not positive")
    return (ball(b) * ball(a).log()).exp()


def square_root(a: Value) -> Value:
    if isinstance(a, Fraction):
        if a < 0:
            raise Undefined("square root of a negative number")
        p, q = flint.fmpz(a.numerator), flint.fmpz(a.denominator)
        if p.isqrt() ** 2 == p and q.isqrt() ** 2 == q:
            return Fraction(int(p.isqrt()), int(q.isqrt()))
    b = ball(a)
    if b < 0:
        raise Undefined("square root of a negative number")
    return b.sqrt()


def plog(p: Value) -> Value:
    """p log2 p, and 0 at 0."""
    return ZERO if sign(p) == 0 else multiply(p, log2(p))


def plog_on_box(p: Value) -> Value:
    """p log2 p over a box on which it is known to be defined, p >= 0; the box may touch 0."""
    if not isinstance(p, arb) or p > 0 or not p.is_finite():
        return plog(p)
    top = p.upper() * p.upper().log_base(2)
    least = top if p.upper() < arb("0.36") else -(arb(-1).exp() / arb(2).log())
    return least.union(top.max(arb(0)))


def binary_entropy(p: Value) -> Value:
    return add(multiply(Fraction(-1), plog(p)), plog(add(ONE, p, -1)), -1)


def extreme(values: Iterator[Value], side: int) -> Value:
    """The greatest (side 1) or least (side -1) value."""
    best: Value | None = None
    for v in values:
        if best is None:
            best = v
        elif isinstance(v, arb) or isinstance(best, arb):
            best = ball(best).max(ball(v)) if side == 1 else ball(best).min(ball(v))
        elif sign(add(v, best, -1)) == side:
            best = v
    if best is None:
        raise Undefined("maximum or minimum over nothing")
    return best


def rounded(a: Value, up: bool) -> Value:
    if isinstance(a, Fraction):
        return Fraction(-(-a.numerator // a.denominator) if up else a.numerator // a.denominator)
    out = (ball(a).ceil() if up else ball(a).floor()).unique_fmpz()
    if out is None:
        raise CannotTell("ceiling or floor of a number too close to an integer")
    return Fraction(int(out))


def harmonic(n: Value) -> Value:
    count = whole(n, "harmonic's argument")
    if count < 0:
        raise Undefined(f"harmonic({count})")
    if count > 20_000:
        raise Rejected(f"harmonic({count}) is not computed")
    return sum((Fraction(1, k) for k in range(1, count + 1)), ZERO)


def natural_log(v: Value) -> Value:
    return ZERO if v == 1 else ball(log2(v)) * arb(2).log()


def magnitude(v: Value) -> Value:
    if isinstance(v, Log):
        return multiply(Fraction(-1), v) if sign(v) == -1 else v
    return abs(v)  # type: ignore[return-value]


UNARY: dict[str, Callable[[Value], Value]] = {
    "log2": log2, "ln": natural_log, "sqrt": square_root, "plog": plog, "h": binary_entropy, "harmonic": harmonic,
    "exp": lambda v: ONE if v == 0 and isinstance(v, Fraction) else ball(v).exp(),
    "ceil": lambda v: rounded(v, True), "floor": lambda v: rounded(v, False),
    "abs": magnitude,
    "normal_cdf": lambda v: Fraction(1, 2) if v == 0 and isinstance(v, Fraction) else ((ball(v) / arb(2).sqrt()).erf() + 1) / 2,
    "factorial": lambda v: Fraction(factorial(_small(v))),
}  # fmt: skip


def _small(v: Value) -> int:
    n = whole(v, "an argument")
    if n < 0:
        raise Undefined(f"argument {n} out of range")
    if n > 2000:
        raise Rejected(f"argument {n} is too large")
    return n


def evaluate(x: Expr, env: Env) -> Value:
    """The value at an instance. Raises Undefined where there is none."""
    if isinstance(x, int):
        return Fraction(x)
    if isinstance(x, str):
        if x not in env or not isinstance(env[x], Value):
            raise Rejected(f"{x} has no number as value")
        return env[x]
    op, args = x[0], x[1:]
    if op in ("plog", "h") and "@box" in env:
        p = evaluate(args[0], env)
        one_side = plog_on_box(p)
        return one_side if op == "plog" else -ball(add(one_side, plog_on_box(add(ONE, p, -1))))
    if op in UNARY:
        return UNARY[op](evaluate(args[0], env))
    if op in ("sum", "prod", "maxover", "minover"):
        return over_range(op, args, env)
    if op in OTHER:
        return OTHER[op](args, env)
    return of_world(op, args, env)


def over_range(op: str, args: list, env: Env) -> Value:
    index, lo, hi, body = args
    first, last = (whole(evaluate(e, env), "a bound") for e in (lo, hi))
    if last - first > MAX_TERMS:
        raise Rejected("too many terms")
    values = (evaluate(body, {**env, index: Fraction(k)}) for k in range(first, last + 1))
    if op in ("maxover", "minover"):
        return extreme(values, 1 if op == "maxover" else -1)
    total: Value = ZERO if op == "sum" else ONE
    for v in values:
        total = add(total, v) if op == "sum" else multiply(total, v)
    return total


def _sum(args: list, env: Env) -> Value:
    total: Value = ZERO
    for y in args:
        total = add(total, evaluate(y, env))
    return total


def _product(args: list, env: Env) -> Value:
    total: Value = ONE
    for y in args:
        total = multiply(total, evaluate(y, env))
    return total


def _minus(args: list, env: Env) -> Value:
    first = evaluate(args[0], env)
    return multiply(Fraction(-1), first) if len(args) == 1 else add(first, evaluate(args[1], env), -1)


def _at(args: list, env: Env) -> Value:
    value = env.get(args[0]) if isinstance(args[0], str) else None
    for e in args[1:]:
        i = whole(evaluate(e, env), "an index")
        first, items = value if isinstance(value, tuple) else (1, value)
        if not isinstance(items, list) or not 0 <= i - first < len(items):
            raise Undefined(f"index {i} of {show(args[0])} is out of range")
        value = items[i - first]
    if not isinstance(value, Value):
        raise Undefined(f"{show(args)} is not a number")
    return value


def _mod(args: list, env: Env) -> Value:
    a, b = (whole(evaluate(y, env), "mod's argument") for y in args)
    if b == 0:
        raise Undefined("mod 0")
    return Fraction(a % b)


OTHER: dict[str, Callable[[list, Env], Value]] = {
    "+": _sum, "*": _product, "-": _minus, "at": _at, "mod": _mod,
    "/": lambda a, env: divide(evaluate(a[0], env), evaluate(a[1], env)),
    "^": lambda a, env: power(evaluate(a[0], env), evaluate(a[1], env)),
    "max": lambda a, env: extreme((evaluate(y, env) for y in a), 1),
    "min": lambda a, env: extreme((evaluate(y, env) for y in a), -1),
    "binomial": lambda a, env: Fraction(comb(*(_small(evaluate(y, env)) for y in a))),
    "ind": lambda a, env: Fraction(holds(a[0], env)),
    "pi": lambda a, env: arb.pi(), "e": lambda a, env: arb(1).exp(),
}  # fmt: skip


def of_world(op: str, args: list, env: Env) -> Value:
    world = env.get("@world")
    if not isinstance(world, World):
        raise Rejected(f"{op} needs a world")
    groups = [[["X", whole(evaluate(v[1], env), "X's index")] if isinstance(v, list) else v for v in g] for g in args] \
        if op in ("H", "I", "card") else []  # fmt: skip
    if op == "H":
        return world.conditional(groups[0], groups[1]) if len(groups) == 2 else world.entropy(groups[0])
    if op == "I":
        a, b, c = (*groups, [])[:3]
        return add(world.conditional(a, c), world.conditional(a, b + c), -1)
    if op == "card":
        return Fraction(len(world.marginal(world.columns(groups[0]))))
    if op == "P_rank":
        return world.rank_law.get(whole(evaluate(args[0], env), "a rank"), ZERO)
    if op == "p_top1":
        return world.rank_law.get(1, ZERO)
    if op in ("mrr", "distortion"):
        mrr = sum((p / k for k, p in world.rank_law.items()), ZERO)
        return mrr if op == "mrr" else 1 - mrr
    raise Rejected(f"{op} has no value here")


TRUE_SIGNS = {"<": (-1,), "<=": (-1, 0), "=": (0,), ">=": (0, 1), ">": (1,), "!=": (-1, 1)}


def holds(r: Expr, env: Env) -> bool:
    """The truth of a relation at an instance; CannotTell where balls do not decide."""
    if r[0] in ("and", "or"):
        truths = [holds(y, env) for y in r[1:]]  # every part must have a value
        return all(truths) if r[0] == "and" else any(truths)
    if r[0] == "all":
        first, last = (whole(evaluate(e, env), "a bound") for e in r[2:4])
        if last - first > MAX_TERMS:
            raise Rejected("too many cases")
        truths = [holds(r[4], {**env, r[1]: Fraction(k)}) for k in range(first, last + 1)]
        return all(truths)
    if r[0] == "not":
        return not holds(r[1], env)
    if r[0] == "implies":
        return holds(r[2], env) if holds(r[1], env) else True
    saved = flint.ctx.prec
    try:
        for bits in PRECISIONS:
            flint.ctx.prec = bits
            difference = add(evaluate(r[1], env), evaluate(r[2], env), -1)
            s = sign(difference)
            if s is not None:
                return s in TRUE_SIGNS[r[0]]
            if (
                isinstance(difference, arb)
                and r[0] in (">=", "<=")
                and (difference >= 0 if r[0] == ">=" else difference <= 0)
            ):
                return True
    finally:
        flint.ctx.prec = saved
    raise CannotTell(f"balls do not decide {show(r)}")
