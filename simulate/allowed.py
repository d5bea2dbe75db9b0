"""What the parameters of a study may be: declared in the study, checked before a cell is made.

A declaration maps each parameter to the values that are allowed (a tuple, a mapping's keys, or one of the kinds
below), or to a function of the row that gives them where they depend on parameters declared before.
"""

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["FLAG", "Allowed", "Kind", "check", "number", "several", "whole"]

FLAG = (False, True)


@dataclass(frozen=True)
class Kind:
    """The values of which ``holds`` is true, and in words what they are."""

    words: str
    holds: Callable[[Any], bool]


Allowed = Kind | Collection[Any]


def whole(least: int = 0, most: int | None = None) -> Kind:
    """Whole numbers from ``least`` on, to ``most`` where it is given."""
    words = f"a whole number from {least} " + ("on" if most is None else f"to {most}")
    return Kind(words, lambda v: type(v) is int and least <= v <= (v if most is None else most))


def number(*, above: float = -math.inf, least: float = -math.inf, most: float = math.inf) -> Kind:
    """Finite numbers in a range, whose lower end is left out (``above``) or not (``least``)."""
    ends = {"above": above, "at least": least, "at most": most}
    words = " and ".join(f"{name} {end:g}" for name, end in ends.items() if math.isfinite(end))
    return Kind(
        f"a number {words}",
        lambda v: type(v) in (int, float) and math.isfinite(v) and above < v and least <= v <= most,
    )


def several(each: Allowed, *, count: int | None = None) -> Kind:
    """Lists of allowed values, of ``count`` where it is given, else of one at least."""
    words = f"a list of {count or 'values'}, each {said(each)} (in a grid write [[...]])"
    return Kind(
        words,
        lambda v: (
            isinstance(v, list | tuple)
            and len(v) == (count or max(len(v), 1))
            and all(is_allowed(one, each) for one in v)
        ),
    )


def is_allowed(value: Any, allowed: Allowed) -> bool:
    """Whether the value is allowed; among listed ones True is not 1."""
    if isinstance(allowed, Kind):
        return allowed.holds(value)
    return any(type(value) is type(one) and value == one for one in allowed)


def said(allowed: Allowed) -> str:
    """What is allowed, in words."""
    return allowed.words if isinstance(allowed, Kind) else "one of " + ", ".join(map(repr, allowed))


def check(row: Mapping[str, Any], declared: Mapping[str, Any]) -> None:
    """ValueError where the row's parameters, or the value of one of them, are not those declared."""
    if row.keys() != declared.keys():
        raise ValueError(
            f"parameters {', '.join(sorted(row)) or 'none'}: must be {', '.join(sorted(declared))}"
        )
    for name, found in declared.items():
        allowed = found(row) if callable(found) else found
        if not is_allowed(row[name], allowed):
            raise ValueError(f"{name} {row[name]!r}: must be {said(allowed)}")
