"""Equations among the hypotheses, met by solving each for a number in which it is affine."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from checks.search.margins import TOLERANCE, value
from checks.search.plans import Plan, parameters
from checks.verify.evaluate import evaluate
from checks.verify.judge import instance
from checks.verify.terms import BINDERS, Expr, free_names

TRIES = 24  # numbers of an equation that are tried for one in which it is affine


class Pin(NamedTuple):
    """left = right is solved for a number: a parameter's name, and its place in a sequence or table."""

    gap: Expr
    indices: dict[str, int]
    name: str
    place: tuple[int, ...]


def equations(plan: Plan) -> Iterator[tuple[Expr, dict[str, int], bool]]:
    """Equations of the hypotheses with their indices, and inequalities that the plan tightens to equations."""
    for r in plan.statement.get("given", []):
        for single, indices in _singles(r, {}, plan.integers):
            exact = single[0] == "="
            if exact or (plan.tighten and single[0] in ("<=", ">=")):
                yield ["-", single[1], single[2]], indices, exact


def _singles(r: Expr, indices: dict[str, int], env: dict) -> Iterator[tuple[Expr, dict[str, int]]]:
    if r[0] == "and":
        for part in r[1:]:
            yield from _singles(part, indices, env)
    elif r[0] == "all":
        low, high = (int(value(e, {**env, **indices}, np)) for e in r[2:4])
        for k in range(low, high + 1):
            yield from _singles(r[4], {**indices, r[1]: k}, env)
    elif r[0] not in ("or", "not", "implies"):
        yield r, indices


def coordinates(x: Expr, env: dict, domains: dict[str, str]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Numbers that a term mentions: real parameters, and entries of sequences and tables."""
    if isinstance(x, str) and domains.get(x) == "real":
        yield x, ()
    if not isinstance(x, list):
        return
    if x[0] == "at" and any(free_names(i) - set(env) for i in x[2:]):
        return  # which entry this is differs from instance to instance
    if x[0] == "at":
        yield x[1], tuple(int(value(i, env, np)) for i in x[2:])
    elif x[0] in BINDERS:
        low, high = (int(value(e, env, np)) for e in x[2:4])
        for k in range(high, low - 1, -1):
            yield from coordinates(x[4], {**env, x[1]: k}, domains)
    elif x[0] not in ("H", "I", "card"):
        for y in x[1:]:
            yield from coordinates(y, env, domains)


def find_pins(plan: Plan, env: dict[str, Any], xp: Any) -> list[Pin]:
    """A number for each equation that can be solved; the batch in `env` is changed to satisfy them."""
    domains = {p[0]: p[1] for p in parameters(plan.statement)}
    rank = {name: i for i, name in enumerate(domains)}
    out: list[Pin] = []
    for gap, indices, exact in equations(plan):
        if exact and bool(xp.all(abs(value(gap, {**env, **indices}, xp)) < TOLERANCE)):
            continue
        here = {**plan.integers, **indices}
        found = dict.fromkeys(islice(coordinates(gap, here, domains), 200))
        ordered = sorted(found, key=lambda c: (-rank[c[0]], [-i for i in c[1]]))
        for name, place in ordered[:TRIES]:
            pin = Pin(gap, indices, name, place)
            if any(p.name == name and p.place == place for p in out) or (not exact and place):
                continue
            if solve(pin, env, xp):
                out.append(pin)
                break
    return out


def solve(pin: Pin, env: dict[str, Any], xp: Any) -> bool:
    """Set the number so that the equation holds; False where it is not affine in it."""
    numbers, place = _entry(pin, env)
    if not all(0 <= i < size for i, size in zip(place, numbers.shape[1:], strict=True)):
        return False
    before = numbers[(slice(None), *place)] + 0.0
    at = []
    for v in (0.0, 1.0, 2.0):
        _set(pin, env, xp.zeros_like(before) + v)
        at.append(value(pin.gap, {**env, **pin.indices}, xp) + 0.0 * before)
    slope = at[1] - at[0]
    good = (abs(slope) > 1e-6) & (abs(at[2] - 2 * at[1] + at[0]) < 1e-8 * (1 + abs(slope)))
    _set(pin, env, xp.where(good, -at[0] / xp.where(good, slope, 1.0), before))
    return float(xp.mean(good * 1.0)) > 0.5


def _set(pin: Pin, env: dict[str, Any], v: Any) -> None:
    numbers, place = _entry(pin, env)
    numbers[(slice(None), *place)] = v


def _entry(pin: Pin, env: dict[str, Any]) -> tuple[Any, tuple[int, ...]]:
    first, numbers = env[pin.name] if isinstance(env[pin.name], tuple) else (1, env[pin.name])
    return numbers, tuple(i - first for i in pin.place)


def pin_exactly(statement: dict, values: dict, pins: list[Pin]) -> dict:
    """The values with each pinned number solved for in rationals."""
    env = instance(statement, values)
    out = dict(values)
    for pin in pins:
        indices = {k: Fraction(v) for k, v in pin.indices.items()}
        at = [evaluate(pin.gap, {**env, **indices, **_with(pin, env, Fraction(v))}) for v in (0, 1)]
        if not all(isinstance(v, Fraction) for v in at) or at[0] == at[1]:
            continue
        env |= _with(pin, env, -at[0] / (at[1] - at[0]))  # type: ignore[operator, arg-type]
        numbers = env[pin.name][1] if isinstance(env[pin.name], tuple) else env[pin.name]
        out[pin.name] = texts(numbers)
    return out


def _with(pin: Pin, env: dict[str, Any], v: Fraction) -> dict[str, Any]:
    """The pinned parameter with one number changed."""
    old = env[pin.name]
    if isinstance(old, tuple):
        first, items = old
        items = list(items)
        items[pin.place[0] - first] = v
        return {pin.name: (first, items)}
    if not pin.place:
        return {pin.name: v}
    if len(pin.place) == 1:
        items = list(old)
        items[pin.place[0] - 1] = v
        return {pin.name: items}
    rows = [list(r) for r in old]
    rows[pin.place[0] - 1][pin.place[1] - 1] = v
    return {pin.name: rows}


def texts(numbers: Any) -> Any:
    """Rationals, or nested lists of them, as a certificate writes them."""
    return [texts(x) for x in numbers] if isinstance(numbers, list) else str(numbers)
