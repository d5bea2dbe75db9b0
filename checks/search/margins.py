"""Formal statements over batches of instances, in floats: values, and margins (how far a relation is from false).

Integers and indices are the same in the whole batch; reals, sequences and worlds differ from instance to
instance. Where a term has no value (division by zero, a logarithm off its domain) the result is NaN.
"""

import math
from collections.abc import Callable
from types import ModuleType
from typing import Any

from checks.search.batch import Worlds
from checks.verify.terms import Expr

TOLERANCE = 1e-10  # a margin below -TOLERANCE counts as a violation; the exact checker has the last word
STRICT = 2 * TOLERANCE
Env = dict[
    str, Any
]  # names to an int or (batch,); a sequence to (first, (batch, length)); a table to (batch, n, m)


def value(x: Expr, env: Env, xp: ModuleType) -> Any:
    """The value of a term at each instance: a number, or an array (batch,)."""
    if isinstance(x, int):
        return x
    if isinstance(x, str):
        return env[x]
    op, args = x[0], x[1:]
    if op in ("sum", "prod", "maxover", "minover"):
        return _over_range(op, args, env, xp)
    if op in OF_WORLD:
        return OF_WORLD[op](args, env, xp)
    if op == "at":
        return _entry(args, env, xp)
    if op == "ind":
        return (margin(args[0], env, xp) >= -TOLERANCE) * 1.0
    return OPS[op](xp, *[value(y, env, xp) for y in args])


def _over_range(op: str, args: list, env: Env, xp: ModuleType) -> Any:
    index, low, high, body = args
    first, last = (int(value(e, env, xp)) for e in (low, high))
    terms = [value(body, {**env, index: k}, xp) for k in range(first, last + 1)]
    if op in ("maxover", "minover"):
        return OPS["max" if op == "maxover" else "min"](xp, *terms) if terms else math.nan
    total: Any = 0 if op == "sum" else 1
    for term in terms:
        total = total + term if op == "sum" else total * term
    return total


def _entry(args: list, env: Env, xp: ModuleType) -> Any:
    table = env[args[0]]
    first, values = table if isinstance(table, tuple) else (1, table)
    places = [value(i, env, xp) for i in args[1:]]
    if not all(isinstance(p, int | float) for p in places):
        return _gathered(places, first, values, xp)
    places = [int(p) - first for p in places]
    inside = all(0 <= p < size for p, size in zip(places, values.shape[1:], strict=True))
    return values[(slice(None), *places)] if inside else math.nan


def _gathered(places: list, first: int, values: Any, xp: ModuleType) -> Any:
    """Entries at indices that differ from instance to instance; NaN where one is no integer of its range."""
    good, at = xp.ones(len(values), dtype=bool), []
    for place, size in zip(places, values.shape[1:], strict=True):
        whole = xp.round(xp.asarray(place) + xp.zeros(len(values)))
        good &= (abs(place - whole) < TOLERANCE) & (whole >= first) & (whole < first + size)
        at.append(xp.where(good, whole - first, 0).astype(int))
    return xp.where(good, values[(xp.arange(len(values)), *at)], math.nan)


def margin(r: Expr, env: Env, xp: ModuleType) -> Any:
    """How far a relation is from false: negative where it is false (by more than the tolerance if surely so).

    left - right, in shares of the greater side where that exceeds 1.
    """
    op = r[0]
    if op in ("and", "or"):
        return OPS["min" if op == "and" else "max"](xp, *[margin(y, env, xp) for y in r[1:]])
    if op == "not":
        return -margin(r[1], env, xp)
    if op == "implies":
        return OPS["max"](xp, -margin(r[1], env, xp), margin(r[2], env, xp))
    if op == "all":
        first, last = (int(value(e, env, xp)) for e in r[2:4])
        parts = [margin(r[4], {**env, r[1]: k}, xp) for k in range(first, last + 1)]
        return OPS["min"](xp, *parts) if parts else math.inf
    left, right = (value(y, env, xp) for y in r[1:])
    scale = OPS["max"](xp, 1.0, abs(left), abs(right))
    gap = (left - right) / scale
    return {
        ">=": lambda: gap, "<=": lambda: -gap, "=": lambda: -abs(gap),
        ">": lambda: gap - STRICT, "<": lambda: -gap - STRICT, "!=": lambda: abs(gap) - STRICT,
    }[op]()  # fmt: skip


# operations ------------------------------------------------------------------------------------------


def _where(xp: ModuleType, good: Any, f: Callable, v: Any) -> Any:
    """f(v) where it is defined, NaN elsewhere."""
    if isinstance(v, int | float):
        return float(f(xp.asarray(float(v)))) if good else math.nan
    return xp.where(good, f(xp.where(good, v, 1.0)), math.nan)


def _plog(xp: ModuleType, v: Any) -> Any:
    if isinstance(v, int | float):
        return v * math.log2(v) if v > 0 else 0.0 if v == 0 else math.nan
    logs = xp.where(v > 0, v, 1.0)
    return xp.where(v >= 0, logs * xp.log2(logs), math.nan)


def _entropy(xp: ModuleType, v: Any) -> Any:
    """Binary entropy; floats a hair outside [0, 1] count as its ends."""
    v = xp.asarray(v * 1.0)
    v = xp.where(abs(v) < 1e-12, 0.0, xp.where(abs(v - 1) < 1e-12, 1.0, v))
    return -_plog(xp, v) - _plog(xp, 1 - v)


def _power(xp: ModuleType, a: Any, b: Any) -> Any:
    if isinstance(a, int) and isinstance(b, int):
        return float(a) ** b if a or b > 0 else math.nan
    if isinstance(b, int):
        return _where(xp, a != 0, lambda u: u ** float(b), a) if b <= 0 else a**b
    return _where(xp, xp.asarray(a) > 0, lambda u: u**b, a * xp.ones_like(b))


def _divide(xp: ModuleType, a: Any, b: Any) -> Any:
    if isinstance(b, int | float):
        return a / b if b else math.nan
    return a * _where(xp, b != 0, lambda u: 1 / u, b)


def _fold(pick: Callable) -> Callable:
    def fold(xp: ModuleType, *terms: Any) -> Any:
        out = terms[0]
        for term in terms[1:]:
            out = pick(xp)(xp.asarray(out), xp.asarray(term))
        return out

    return fold


def _times(xp: ModuleType, *factors: Any) -> Any:
    return math.prod(factors)


def _normal_cdf(xp: ModuleType, v: Any) -> Any:
    v = xp.asarray(v * 1.0)
    t = 1 / (1 + 0.5 * abs(v) / math.sqrt(2))
    series = (
        -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277,
    )  # fmt: skip
    poly = 0.0 * t
    for c in reversed(series):
        poly = poly * t + c
    tail = (
        t * xp.exp(-v * v / 2 + poly) / 2
    )  # Numerical Recipes in C, 2nd ed., Sec. 6.2; off by 1.2e-7 at most
    return xp.where(v >= 0, 1 - tail, tail)


def _counts(f: Callable[..., int]) -> Callable:
    return lambda xp, *n: float(f(*(int(v) for v in n))) if all(v >= 0 for v in n) else math.nan


OPS: dict[str, Callable] = {
    "+": lambda xp, *terms: sum(terms), "*": _times, "/": _divide, "^": _power,
    "-": lambda xp, a, *b: a - b[0] if b else -a,
    "sqrt": lambda xp, v: _where(xp, v >= 0, xp.sqrt, v), "exp": lambda xp, v: xp.exp(xp.asarray(v * 1.0)),
    "log2": lambda xp, v: _where(xp, v > 0, xp.log2, v), "ln": lambda xp, v: _where(xp, v > 0, xp.log, v),
    "h": _entropy, "plog": _plog, "abs": lambda xp, v: abs(v), "ceil": lambda xp, v: xp.ceil(xp.asarray(v * 1.0)),
    "floor": lambda xp, v: xp.floor(xp.asarray(v * 1.0)), "mod": lambda xp, a, b: a % b if b else math.nan,
    "max": _fold(lambda xp: xp.maximum), "min": _fold(lambda xp: xp.minimum), "normal_cdf": _normal_cdf,
    "pi": lambda xp: math.pi, "e": lambda xp: math.e, "binomial": _counts(math.comb), "factorial": _counts(math.factorial),
    "harmonic": lambda xp, n: sum(1 / k for k in range(1, int(n) + 1)),
}  # fmt: skip


def _groups(args: list, env: Env, xp: ModuleType) -> list[list]:
    return [[["X", value(v[1], env, xp)] if isinstance(v, list) else v for v in g] for g in args]


def _information(args: list, env: Env, xp: ModuleType) -> Any:
    a, b, c = (*_groups(args, env, xp), [])[:3]
    worlds: Worlds = env["@world"]
    return worlds.conditional(a, c) - worlds.conditional(a, b + c)


def _at_rank(args: list, env: Env, xp: ModuleType) -> Any:
    k, law = int(value(args[0], env, xp)), env["@world"].rank_law()
    return law[:, k - 1] if 1 <= k <= law.shape[1] else 0.0


def _reciprocal(args: list, env: Env, xp: ModuleType) -> Any:
    law = env["@world"].rank_law()
    return (law / xp.arange(1, law.shape[1] + 1)).sum(axis=1)


OF_WORLD: dict[str, Callable[[list, Env, ModuleType], Any]] = {
    "H": lambda a, env, xp: env["@world"].conditional(*(*_groups(a, env, xp), [])[:2]),
    "I": _information, "P_rank": _at_rank, "p_top1": lambda a, env, xp: _at_rank([1], env, xp), "mrr": _reciprocal,
    "distortion": lambda a, env, xp: 1 - _reciprocal(a, env, xp),
    "card": lambda a, env, xp: env["@world"].support(_groups(a, env, xp)[0]),
}  # fmt: skip
