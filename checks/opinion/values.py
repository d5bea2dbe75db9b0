"""Formal statements at an instance, evaluated again in a number system: intervals, or the terms of a solver."""

import operator
from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from math import comb, factorial
from typing import Any

from checks.opinion.intervals import EXACT, FUNCTIONS, NoOpinion, NoValue

LONGEST = 20_000  # terms of a sum
WORLD = ("H", "I", "card", "P_rank", "p_top1", "mrr", "distortion")
Env = dict[str, Any]  # names to fractions, to lists of them by index, "@world" to a World
COUNTS: dict[str, Callable[..., Any]] = {
    "binomial": comb, "factorial": factorial, "mod": operator.mod,
    "harmonic": lambda n: sum((Fraction(1, k) for k in range(1, n + 1)), Fraction(0)),
}  # fmt: skip


def whole(x: Any, env: Env) -> int:
    """An integer that a term must be: an end of a range, an index."""
    q = value(x, env, EXACT)
    if not isinstance(q, Fraction):
        raise NoOpinion("an integer that is not a plain fraction")
    if q.denominator != 1:
        raise NoValue(f"{q} is not an integer")
    return q.numerator


def value(x: Any, env: Env, on: Any) -> Any:
    """The value of a term in the number system `on`."""
    if isinstance(x, int | str):
        return on.number(Fraction(x) if isinstance(x, int) else env[x])
    op, args = x[0], x[1:]
    if op in ("sum", "prod", "maxover", "minover"):
        terms = [value(args[3], inner, on) for inner in under(args, env)]
        return (
            on.extreme(terms, 1 if op == "maxover" else -1) if op[-4:] == "over" else _folded(op, terms, on)
        )
    if op in WORLD:
        return on.of_world(op, _groups(op, args, env), env["@world"])
    if op == "at":
        return on.number(entry(args, env))
    if op == "ind":
        return on.indicator(truth(args[0], env, on))
    if op in COUNTS:
        return on.number(_counted(op, [whole(y, env) for y in args]))
    values = [value(y, env, on) for y in args]
    if op in ("+", "*", "-"):
        return _folded(op, values, on)
    if op in ("/", "^"):
        return (on.divide if op == "/" else on.power)(*values)
    if op in ("max", "min"):
        return on.extreme(values, 1 if op == "max" else -1)
    if op == "abs":
        return on.extreme([values[0], -values[0]], 1)
    if op not in FUNCTIONS:
        raise NoOpinion(f"no second tool for {op}")
    return on.function(op, values[0] if values else None)


def under(args: list, env: Env) -> list[Env]:
    """The environment at each index of a range."""
    first, last = whole(args[1], env), whole(args[2], env)
    if last - first >= LONGEST:
        raise NoOpinion("too many terms")
    return [{**env, args[0]: Fraction(k)} for k in range(first, last + 1)]


def _folded(op: str, values: list, on: Any) -> Any:
    if op == "-":
        return -values[0] if len(values) == 1 else on.join(operator.sub, *values)
    start = on.number(Fraction(int(op in ("*", "prod"))))
    step = operator.add if op in ("+", "sum") else operator.mul
    return reduce(lambda a, b: on.join(step, a, b), values, start)


def _groups(op: str, args: list, env: Env) -> list:
    if op == "P_rank":
        return [whole(args[0], env)]
    return [[f"X{whole(v[1], env)}" if isinstance(v, list) else v for v in g] for g in args]


def _counted(op: str, values: list[int]) -> Fraction:
    if min(values) < 0 or (op == "mod" and values[1] == 0):
        raise NoValue(f"{op} of {values}")
    return Fraction(COUNTS[op](*values))


def entry(args: list, env: Env) -> Fraction:
    table = env[args[0]]
    for e in args[1:]:
        i = whole(e, env)
        if not isinstance(table, dict) or i not in table:
            raise NoValue(f"no entry {i} of {args[0]}")
        table = table[i]
    if isinstance(table, dict):
        raise NoValue(f"{args[0]} at {args[1:]} is a list")
    return table


def truth(r: Any, env: Env, on: Any) -> Any:
    """The truth of a relation in the number system `on`."""
    op = r[0]
    if op == "and":
        return on.every([truth(y, env, on) for y in r[1:]])
    if op == "or":
        return on.negation(on.every([on.negation(truth(y, env, on)) for y in r[1:]]))
    if op == "not":
        return on.negation(truth(r[1], env, on))
    if op == "implies":
        return truth(["or", ["not", r[1]], r[2]], env, on)
    if op == "all":
        return on.every([truth(r[4], inner, on) for inner in under(r[1:], env)])
    return on.compare(op, value(r[1], env, on), value(r[2], env, on))
