"""Steps of a derivation with what stands before each: parameters, hypotheses, and the steps that may be used."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

Expr = Any
NEGATED = {"<": ">=", "<=": ">", "=": "!=", "!=": "=", ">=": "<", ">": "<="}


@dataclass(frozen=True)
class Place:
    """What is known where a step stands."""

    params: dict[str, list]
    facts: tuple[Expr, ...]  # single relations, and ["all", index, low, high, relation]
    numbered: tuple[Expr, ...] = ()  # the earlier steps of the same list
    world: dict | None = None

    def knowing(self, *relations: Expr) -> "Place":
        return replace(self, facts=(*self.facts, *relations), numbered=())

    def under(self, index: str, low: Expr, high: Expr) -> "Place":
        """With an index of a range; what holds for all of that very range holds at it."""
        params = {**self.params, index: [index, "integer", low, high]}
        at = [renamed(r[4], r[1], index) for r in self.facts if r[0] == "all" and r[2:4] == [low, high]]
        return replace(self, params=params, facts=(*self.facts, *bounds(params[index]), *at), numbered=())


@dataclass(frozen=True)
class Step:
    """One step of a derivation where it stands."""

    place: Place
    data: dict[str, Any] = field(repr=False)


def bounds(param: list) -> list[Expr]:
    """A number's domain as relations."""
    name, domain, *ends = param
    if domain not in ("integer", "real"):
        return []
    return [[op, name, e] for op, e in zip((">=", "<="), ends, strict=True) if e is not None]


def flat(relations: list[Expr]) -> list[Expr]:
    return [part for r in relations for part in (flat(r[1:]) if r[0] == "and" else [r])]


def start(formal: dict, more: list[Expr]) -> Place:
    """What is known before the first step."""
    params = {p[0]: p for p in formal.get("forall", formal.get("exists", [])) if p[1] != "world"}
    worlds = [p[2] for p in formal.get("forall", formal.get("exists", [])) if p[1] == "world"]
    facts = [r for p in params.values() for r in bounds(p)] + flat([*formal.get("given", []), *more])
    return Place(params, tuple(facts), (), worlds[0] if worlds else None)


def proofs(formal: dict, certificate: dict) -> Iterator[tuple[Place, dict]]:
    """The derivations in a certificate, each with what it may assume."""
    kind, proof = certificate["kind"], certificate.get("proof", {})
    if kind == "derivation":
        yield start(formal, [] if "forall" in formal else [formal["then"]]), certificate
    elif kind == "inconsistency":
        yield start(formal, [formal["then"]]), proof
    elif kind == "conditional":
        yield start(formal, certificate["condition"]), proof
    elif kind == "vacuous":
        yield start(formal, []), proof
        yield start(formal, [certificate["trivial"]]), certificate["implies"]
    elif kind in ("order", "growth"):
        variable = formal["order"]["variable"]
        params = [[*p[:2], certificate["from"], p[3]] if p[0] == variable else p for p in formal["forall"]]
        yield start({**formal, "forall": params}, []), proof


def every_step(place: Place, proof: dict) -> Iterator[Step]:
    """All steps of a derivation, those inside others and those of its lemmas."""
    for lemma in proof.get("lemmas", []):
        yield from every_step(start(lemma["formal"], []), lemma["proof"])
    yield from _in_order(place, proof["steps"])


def _in_order(place: Place, steps: list[dict]) -> Iterator[Step]:
    place = replace(place, numbered=())
    for step in steps:
        yield Step(place, step)
        for inner, below in _inside(place, step):
            yield from _in_order(inner, below)
        rel = step["rel"]
        place = replace(place, facts=(*place.facts, rel), numbered=(*place.numbered, rel))


def _inside(place: Place, step: dict) -> Iterator[tuple[Place, list[dict]]]:
    by, rel = step["by"], step["rel"]
    if by == "cases":
        yield place.knowing(step["on"]), step["then"]
        yield place.knowing([NEGATED[step["on"][0]], *step["on"][1:]]), step["otherwise"]
    elif by == "each":
        yield place.under(*rel[1:4]), step["steps"]
    elif by == "termwise":
        yield place.under(*rel[1][1:4]), step["steps"]
    elif by == "induction":
        name = step["variable"]
        yield place.knowing(["=", name, place.params[name][2]]), step["first"]
        yield place.knowing(rel), step["onward"]


def renamed(x: Expr, old: str, new: str) -> Expr:
    """A relation with a free name put in another's place (worlds' variables and operators are no names)."""
    if isinstance(x, str):
        return new if x == old else x
    if not isinstance(x, list) or x[0] in ("H", "I", "card"):
        return x
    return [x[0], *[renamed(y, old, new) for y in x[1:]]]
