"""Witnesses judged again: by intervals and fractions, and by z3 where the statement is algebraic."""

from fractions import Fraction
from typing import Any

from mpmath import iv

from checks.opinion.intervals import EXACT, PRECISIONS, NoOpinion, NoValue
from checks.opinion.values import Env, truth, value, whole
from checks.opinion.worlds import World


class Outside(Exception):
    """A value lies outside its parameter's domain."""


def environment(formal: dict, values: dict) -> Env:
    """The certificate's values, each inside its domain."""
    env: Env = {}
    for name, domain, *ends in formal.get("forall", formal.get("exists", [])):
        data = values[name]
        if domain == "world":
            _of_class(ends[0], data, env)
            env["@world"] = World(data)
            continue
        bounds = [None if e is None else value(e, env, EXACT) for e in ends[-2:]]
        if domain in ("integer", "real") and isinstance(data, list):  # a closed term in place of a number
            env[name] = _inside(value(data, {}, EXACT), bounds)
            continue
        first = whole(ends[0], env) if domain == "sequence" else 1
        env[name] = _read(data, first, bounds)
        if domain == "integer" and env[name].denominator != 1:
            raise Outside(f"{name} = {data} is no integer")
        shape = {"sequence": [[first, ends[1]]], "table": [[1, ends[0]], [1, ends[1]]]}.get(domain, [])
        _shaped(env[name], [(low, whole(high, env)) for low, high in shape], name)
    return env


def _read(data: Any, first: int, bounds: list) -> Any:
    if isinstance(data, list):
        return {k: _read(y, 1, bounds) for k, y in enumerate(data, first)}
    return _inside(Fraction(data), bounds)


def _inside(q: Any, bounds: list) -> Any:
    for end, side in zip(bounds, (1, -1), strict=True):
        if end is not None and EXACT.sign(EXACT.join(lambda a, b: a - b, q, end)) == -side:
            raise Outside(f"{q} lies outside its domain")
    return q


def _shaped(table: Any, ranges: list[tuple[int, int]], name: str) -> None:
    if ranges:
        if set(table) != set(range(ranges[0][0], ranges[0][1] + 1)):
            raise Outside(f"{name} has not the indices {ranges[0]}")
        for row in table.values():
            _shaped(row, ranges[1:], name)


def _of_class(kind: dict, data: dict, env: Env) -> None:
    """A law, and a code for the class's number of documents."""
    masses = [Fraction(mass) for _, mass in data["law"]]
    if sum(masses) != 1 or min(masses) <= 0:
        raise Outside("the masses are no law")
    if kind.get("documents") is not None:
        n = whole(kind["documents"], env)
        orders = [sorted(map(int, order)) for order in data["decoder"].values()]
        if any(order != list(range(1, n + 1)) for order in orders):
            raise Outside(f"a list is no permutation of {n} documents")
    if kind.get("modalities") is not None and len(data["variables"]) != 1 + whole(kind["modalities"], env):
        raise Outside("the number of modalities is another one")


def by_intervals(formal: dict, certificate: dict, env: Env) -> tuple[bool, str]:
    """Whether the hypotheses hold and the conclusion does not (for an existence: does; for `undefined`: has no value)."""
    for bits in PRECISIONS:
        iv.prec = bits
        given = EXACT.every([truth(r, env, EXACT) for r in formal.get("given", [])])
        if given is False:
            return False, "a hypothesis is false"
        if certificate["kind"] == "undefined":
            return _undefined(certificate["term"], env)
        found = truth(formal["then"], env, EXACT)
        if given is not None and found is not None:
            return found is ("exists" in formal), f"the conclusion is {str(found).lower()}"
    raise NoOpinion("intervals do not decide")


def _undefined(term: Any, env: Env) -> tuple[bool, str]:
    try:
        value(term, env, EXACT)
    except NoValue as reason:
        return True, str(reason)
    return False, "the term has a value"
