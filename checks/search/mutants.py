"""Planted errors: a statement with its conclusion a little wrong, as a slip of the pen would leave it."""

from collections.abc import Iterator
from typing import Any

from checks.verify.terms import Expr

FLIPPED = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}
STRICT = {">=": ">", "<=": "<", "=": "!="}
SWAPPED = {"min": "max", "max": "min", "minover": "maxover", "maxover": "minover"}


def mutants(statement: dict) -> Iterator[tuple[str, dict]]:
    """The statement with one planted error at a time, and what the error is.

    Each single relation of the conclusion: its right side off by 1% (the side that asks for more), its sign
    flipped, made strict; each min for max and max for min.
    """
    then = statement["then"]
    parts = then[1:] if then[0] == "and" else [then]
    for i, r in enumerate(parts):
        if r[0] in ("and", "or", "not", "implies", "all"):
            continue
        place = f" in part {i + 1}" if len(parts) > 1 else ""
        for name, wrong in _relations(r):
            yield name + place, {**statement, "then": wrong}
    for i, wrong in enumerate(_swaps(then)):
        yield f"min for max {i + 1}", {**statement, "then": wrong}


def _relations(r: Expr) -> Iterator[tuple[str, Expr]]:
    op, left, right = r
    share = ["/", 1, 100] if right == 0 else ["/", ["abs", right], 100]
    if op in (">=", ">", "="):
        yield "1% off", [op, left, ["+", right, share]]
    if op in ("<=", "<"):
        yield "1% off", [op, left, ["-", right, share]]
    if op in FLIPPED:
        yield "sign flipped", [FLIPPED[op], left, right]
    elif op == "=" and right != 0:
        yield "sign flipped", ["=", left, ["-", right]]
    if op in STRICT:
        yield "strict", [STRICT[op], left, right]


def _swaps(x: Any) -> Iterator[Any]:
    """The term with one min or max replaced by the other, wherever one stands."""
    if not isinstance(x, list):
        return
    if x and isinstance(x[0], str) and x[0] in SWAPPED:
        yield [SWAPPED[x[0]], *x[1:]]
    for i, y in enumerate(x):
        yield from ([*x[:i], z, *x[i + 1 :]] for z in _swaps(y))
