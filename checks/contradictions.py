"""Certificates of what cannot hold together, and of what holds under a condition, each with the instances it needs."""

from collections.abc import Callable, Sequence
from typing import Any

from theory.proof.derivation import Derivation
from theory.proof.formal import Formal, le, lt


def linear(d: Derivation) -> None:
    """The statement's linear relations have no common solution."""
    parts = [r for part in _parts(d.statement["then"]) for r in _parts(part)]
    known = [*d.statement.get("given", []), *parts]
    strict = any(r[0] in ("<", ">") for r in known)
    d.combine(lt(0, 0) if strict else le(1, 0), *known, why="no values satisfy all of these")


def contradiction(statement: dict, fill: Callable[[Derivation], Any] = linear) -> Derivation:
    """A derivation from an existence to what is false, its steps added by `fill`."""
    d = Derivation(statement)
    fill(d)
    return d


def never(statement: dict, fill: Callable[[Derivation], Any] = linear) -> list[dict]:
    """The refutation of an existence."""
    return [contradiction(statement, fill).certificate()]


def inconsistent(proof: Derivation, *without: dict) -> list[dict]:
    """No values satisfy all parts of a conjunction; for each part in turn, a witness at which the others hold."""
    return [{"kind": "inconsistency", "proof": proof.proof(), "without": [w["values"] for w in without]}]


def conditional(without: dict, condition: Sequence[Formal], proof: Derivation, within: dict) -> list[dict]:
    """A witness against the statement; its derivation under the condition, and a witness at which that holds."""
    values = within["values"]
    proved = {"kind": "conditional", "condition": [*condition], "proof": proof.proof(), "values": values}
    return [without, proved]


def _parts(r: Formal) -> list[Formal]:
    return r[1:] if r[0] == "and" else [r]
