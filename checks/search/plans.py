"""What to draw: the shape of a batch of instances, chosen at random, small first.

A plan fixes the integers, how each family of numbers is drawn, and for a world a Bayesian network: each variable
a free channel of some of those before it, a copy of one, their sum modulo its alphabet, or uniform by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np

from checks.search.margins import margin, value
from checks.verify.terms import BINDERS, Expr, Rejected, free_names, mentions_world

LARGEST_WORLD = 20_000
LARGEST_TERM = 3_000  # vector operations a statement may ask for, its sums written out
NUMBER_STYLES = (
    "free",
    "free",
    "sorted",
    "simplex",
    "permutation",
    "equal",
    "small integers",
    "doubled",
    "dyadic",
)


@dataclass(frozen=True)
class Node:
    """A variable of a world: its alphabet, its parents, and its channel.

    Kinds: free (a table of its own), uniform, copy (of the first parent), xor (the parents' sum modulo the size),
    shift (a cyclic shift of the parent by a free rank), tilted (the same, the rank's law given by s and g).
    """

    name: str
    size: int
    parents: tuple[str, ...] = ()
    kind: str = "free"


@dataclass(frozen=True)
class Plan:
    """The shape of a batch: integer values, styles of numbers, and the network of the world, if there is one."""

    statement: dict
    integers: dict[str, int]
    styles: dict[str, str]
    nodes: tuple[Node, ...] = ()
    documents: int | None = None
    tighten: bool = False
    shapes: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def cells(self) -> int:
        ranks = (self.documents or 1) if any(n.name == "C" for n in self.nodes) else 1
        return max(prod(n.size for n in self.nodes), ranks) + sum(prod(s) for s in self.shapes.values())


def parameters(statement: dict) -> list[list]:
    return statement.get("forall", statement.get("exists", []))


def draw_plan(statement: dict, rng: np.random.Generator, effort: int) -> Plan | None:
    """A plan for the statement; greater effort allows greater sizes. None where it came out too large."""
    env: dict[str, Any] = {}
    styles, shapes, world = {}, {}, None
    common = NUMBER_STYLES[rng.integers(len(NUMBER_STYLES))] if rng.random() < 0.3 else None
    for name, domain, *ends in parameters(statement):
        if domain == "integer":
            env[name] = _integer(ends, env, rng, effort)
            if env[name] is None:
                return None
        elif domain == "world":
            world = ends[0]
        else:
            styles[name] = common or NUMBER_STYLES[rng.integers(len(NUMBER_STYLES))]
            shapes[name] = (
                array_shape(name, statement, env) if domain == "array" else _shape(domain, ends, env)
            )
    if not all(margin(r, env, np) >= 0 for r in statement.get("given", []) if plain_integers(r, env)):
        return None
    if any(min(s, default=1) < 0 or prod(s) > 400 for s in shapes.values()):
        return None
    nodes: list[Node] = []
    documents = None
    if world is not None:
        documents = None if world.get("documents") is None else int(value(world["documents"], env, np))
        network = _retrieval if documents is not None else _network
        nodes = network(statement, world, env, rng, effort)
    plan = Plan(
        statement, env, styles, tuple(nodes), documents, tighten=bool(rng.random() < 0.6), shapes=shapes
    )
    return plan if plan.cells <= LARGEST_WORLD and cost(statement, env) <= LARGEST_TERM else None


def plain_integers(r: Expr, env: dict) -> bool:
    """Whether a relation is about the plan's integers alone."""
    return not mentions_world(r) and free_names(r) <= set(env)


def _integer(ends: list, env: dict, rng: np.random.Generator, effort: int) -> int | None:
    """An integer of the range, near its lower end at first."""
    low, high = (None if e is None else int(value(e, env, np)) for e in ends)
    start = low if low is not None else (high - 8 if high is not None else -2)
    top = start + int(rng.integers(0, 1 + 2 ** int(rng.integers(0, 1 + min(effort // 4, 10)))))
    top = top if high is None else min(top, high)
    return top if top >= start else None


def _shape(domain: str, ends: list, env: dict) -> tuple[int, ...]:
    if domain == "real":
        return ()
    first, last = (int(value(e, env, np)) for e in ends[:2])
    return (last - first + 1,) if domain == "sequence" else (first, last)


def array_shape(name: str, x: Any, env: dict) -> tuple[int, ...]:
    """As large as the statement's greatest indices into the array, its bound indices at their upper ends."""
    found = [place for place in _places(name, x, env) if place]
    if len({len(place) for place in found}) != 1:
        raise Rejected(f"{name} has no certain number of indices")
    return tuple(map(max, zip(*found, strict=True)))


def _places(name: str, x: Any, env: dict) -> Iterator[tuple[int, ...]]:
    if isinstance(x, dict):
        for r in [*x.get("given", []), x["then"]]:
            yield from _places(name, r, env)
    elif isinstance(x, list) and x and x[0] in BINDERS and len(x) == 5:
        yield from _places(name, x[4], {**env, x[1]: int(value(x[3], env, np))})
    elif isinstance(x, list) and x:
        if x[:2] == ["at", name]:
            yield tuple(int(value(i, env, np)) for i in x[2:])
        for y in x[1:]:
            yield from _places(name, y, env)


def cost(x: Any, env: dict) -> int:
    """How many operations a statement asks for at these integers (free indices count as the greatest integer)."""
    if isinstance(x, dict):
        return sum(cost(r, env) for r in [*x.get("given", []), x.get("then", 0)])
    if not isinstance(x, list):
        return 1
    if x and isinstance(x[0], str) and x[0] in BINDERS and len(x) == 5:
        known = free_names(x[2]) | free_names(x[3]) <= set(env)
        span = int(value(x[3], env, np)) - int(value(x[2], env, np)) + 1 if known else max(env.values())
        return max(span, 1) * cost(x[4], env)
    return 1 + sum(cost(y, env) for y in x[1:])


# networks --------------------------------------------------------------------------------------------


def uniform_variables(statement: dict, env: dict) -> dict[str, int]:
    """Variables that a hypothesis H(V) = log2 n makes uniform on n values."""
    out = {}
    for r in statement.get("given", []):
        if r[0] == "=" and isinstance(r[1], list) and r[1][0] == "H" and len(r[1]) == 2 and len(r[1][1]) == 1:
            size, name = r[2], r[1][1][0]
            if isinstance(size, list) and size[0] == "log2" and isinstance(name, str):
                out[name] = int(value(size[1], env, np))
    return out


def _network(statement: dict, world: dict, env: dict, rng: np.random.Generator, effort: int) -> list[Node]:
    names = list(world["variables"])
    fixed = uniform_variables(statement, env)
    free = [str(v) for v in rng.permutation([v for v in names if v not in fixed])]
    size = 2 if effort < 8 or len(names) > 6 else int(rng.integers(2, 4))
    size = max([size, *fixed.values()])
    nodes = [Node(v, n, (), "uniform") for v, n in fixed.items()]
    for name in free:
        nodes.append(_node(name, size, nodes, rng))
    return nodes


def _node(name: str, size: int, before: list[Node], rng: np.random.Generator) -> Node:
    """A variable with at most three parents among those before it."""
    count = int(rng.integers(0, min(len(before), 3) + 1))
    parents = tuple(str(p) for p in rng.permutation([n.name for n in before])[:count])
    kind = (
        str(rng.choice(["free", "free", "copy", "xor"])) if parents else str(rng.choice(["free", "uniform"]))
    )
    return Node(name, size, parents[:1] if kind == "copy" else parents, kind)


def _retrieval(statement: dict, world: dict, env: dict, rng: np.random.Generator, effort: int) -> list[Node]:
    """Y, then X1..XM, then the codeword C of all of them; or the queries before Y where Y need not be uniform."""
    count = int(value(world["documents"], env, np))
    given = world.get("modalities")
    modalities = int(value(given, env, np)) if given is not None else int(rng.integers(1, 2 + (effort > 8)))
    fixed = "Y" in uniform_variables(statement, env)
    shift = rng.random() < 0.3
    y = Node("Y", count, (), "uniform" if fixed or shift or rng.random() < 0.3 else "free")
    nodes = [y]
    for m in range(1, modalities + 1):
        roll = rng.random()
        if (shift and m == 1) or roll < 0.25:
            nodes.append(Node(f"X{m}", count, ("Y",), "copy"))
        elif roll < 0.4:
            nodes.append(Node(f"X{m}", 2, (), "free"))
        elif roll < 0.5 and m > 1:
            nodes.append(Node(f"X{m}", nodes[-1].size, (f"X{m - 1}",), "copy"))
        elif roll < 0.55:
            nodes.append(Node(f"X{m}", 1))
        else:
            nodes.append(_node(f"X{m}", int(rng.integers(2, 4)), nodes, rng))
    if not fixed and not shift and rng.random() < 0.3:
        nodes = [Node(n.name, n.size) for n in nodes[1:]]
        nodes = [*nodes, Node("Y", count, tuple(n.name for n in nodes))]
    queries = tuple(n.name for n in nodes if n.name != "Y")
    if shift:
        tilted = rng.random() < 0.5 and any(p[0] == "s" and p[1] == "real" for p in parameters(statement))
        return [*nodes, Node("C", count, ("X1",), "tilted" if tilted else "shift")]
    copies = [n for n in nodes if n.name == "X1" and n.kind == "copy"]
    if copies and rng.random() < 0.4:
        return [*nodes, Node("C", count, ("X1",), "copy")]
    return [*nodes, Node("C", int(rng.integers(1, 5)), queries)]
