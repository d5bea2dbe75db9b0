"""Finite worlds: a law over named variables, an encoder, a decoder; what follows from them, exactly."""

from fractions import Fraction
from functools import cached_property
from typing import Any

from checks.verify.numbers import Log, Value, add, log2, multiply, parse_rational, simplest
from checks.verify.terms import Rejected, Undefined, show

MAX_ATOMS = 20_000


class World:
    """A joint law with rational masses over named variables; with a code, C is its codeword, K the rank of Y."""

    def __init__(self, variables: list[str], law: dict[tuple, Fraction], documents: int | None):
        self.variables, self.law, self.documents = variables, law, documents
        self.entropies: dict[frozenset[str], Value] = {}

    def columns(self, names: list[Any]) -> list[int]:
        """Positions of the variables; "X" stands for all of X1, X2, ..."""
        out: set[int] = set()
        for v in names:
            name = f"X{v[1]}" if isinstance(v, list) else v
            whole_query = name == "X" and "X" not in self.variables
            parts = [u for u in self.variables if u[0] == "X" and u[1:].isdigit()] if whole_query else [name]
            if not parts or not set(parts) <= set(self.variables):
                raise Undefined(f"this world has no variable {show(name)}")
            out |= {self.variables.index(u) for u in parts}
        return sorted(out)

    def marginal(self, columns: list[int]) -> dict[tuple, Fraction]:
        out: dict[tuple, Fraction] = {}
        for values, mass in self.law.items():
            key = tuple(values[i] for i in columns)
            out[key] = out.get(key, Fraction(0)) + mass
        return out

    def entropy(self, names: list[Any]) -> Value:
        """H of the named variables in bits, exactly."""
        columns = self.columns(names)
        key = frozenset(self.variables[i] for i in columns)
        if key not in self.entropies:
            total: Value = Log({})
            for mass in self.marginal(columns).values():
                total = add(total, multiply(mass, log2(mass)), -1)
            self.entropies[key] = simplest(total) if isinstance(total, Log) else total
        return self.entropies[key]

    def conditional(self, names: list[Any], given: list[Any]) -> Value:
        return add(self.entropy(names + given), self.entropy(given), -1)

    @cached_property
    def rank_law(self) -> dict[int, Fraction]:
        if "K" not in self.variables:
            raise Undefined("this world has no code")
        return {k[0]: p for k, p in self.marginal(self.columns(["K"])).items()}


def distribution(rows: Any, what: str) -> dict[Any, Fraction]:
    """[[value, mass], ...] with distinct values and positive masses that sum to one."""
    if not (isinstance(rows, list) and 0 < len(rows) <= MAX_ATOMS):
        raise Rejected(f"{what} is not a list of [value, mass]")
    out: dict[Any, Fraction] = {}
    for row in rows:
        if not (isinstance(row, list) and len(row) == 2):
            raise Rejected(f"{what}: bad row {show(row)}")
        value = tuple(row[0]) if isinstance(row[0], list) else row[0]
        if not all(isinstance(v, int | str) for v in (value if isinstance(value, tuple) else (value,))):
            raise Rejected(f"{what}: bad value {show(value)}")
        mass = parse_rational(row[1])
        if mass <= 0 or value in out:
            raise Rejected(f"{what}: a mass that is not positive, or a value given twice: {show(row)}")
        out[value] = mass
    if sum(out.values()) != 1:
        raise Rejected(f"{what}: the masses sum to {sum(out.values())}")
    return out


def read_world(data: Any, kind: dict, modalities: int | None, documents: int | None) -> World:
    """A world of the stated class from a certificate; anything outside the class is rejected."""
    if not (isinstance(data, dict) and set(data) <= {"variables", "law", "encoder", "decoder"}):
        raise Rejected("a world has variables, law, and perhaps encoder and decoder")
    if any(n is not None and n > MAX_ATOMS for n in (modalities, documents)):
        raise Rejected(f"more than {MAX_ATOMS} modalities or documents are not read")
    names = data.get("variables")
    if not (isinstance(names, list) and len(set(map(str, names))) == len(names)):
        raise Rejected("a world lists its variables, each once")
    wanted = kind.get("variables")
    if wanted is None:
        count = len(names) - 1 if modalities is None else modalities
        wanted = [f"X{m}" for m in range(1, count + 1)] + ["Y"]
    if names != wanted:
        raise Rejected(f"the world's variables are {show(names)}, the class asks for {show(wanted)}")
    law = distribution(data.get("law"), "law")
    if not all(isinstance(v, tuple) and len(v) == len(names) for v in law):
        raise Rejected("each atom of the law gives every variable a value")
    if documents is None:
        return World(names, law, None)
    place = names.index("Y") if "Y" in names else -1
    if place < 0 or not all(type(v[place]) is int and 1 <= v[place] <= documents for v in law):
        raise Rejected(f"Y must be a document 1..{documents}")
    return add_code(World(names, law, documents), data, documents)


def add_code(world: World, data: dict, documents: int) -> World:
    """Append C, drawn by the encoder from the query alone, and K, the decoder's rank of Y."""
    query = world.columns(["X"])
    rows, lists = data.get("encoder"), data.get("decoder")
    if not isinstance(rows, list) or not isinstance(lists, dict):
        raise Rejected("the class asks for an encoder and a decoder")
    encoder = {}
    for row in rows:
        if not (isinstance(row, list) and len(row) == 2 and isinstance(row[0], list)):
            raise Rejected(f"encoder: bad row {show(row)}")
        encoder[tuple(row[0])] = distribution(row[1], "encoder")
    for c, order in lists.items():
        if not isinstance(order, list) or sorted(map(str, order)) != sorted(
            map(str, range(1, documents + 1))
        ):
            raise Rejected(f"decoder of {show(c)} is not a permutation of the documents")
    law: dict[tuple, Fraction] = {}
    y = world.variables.index("Y")
    for values, mass in world.law.items():
        x = tuple(values[i] for i in query)
        if x not in encoder:
            raise Rejected(f"the encoder says nothing of the query {show(x)}")
        for c, q in encoder[x].items():
            if str(c) not in lists:
                raise Rejected(f"the decoder says nothing of the codeword {show(c)}")
            rank = [str(d) for d in lists[str(c)]].index(str(values[y])) + 1
            law[(*values, str(c), rank)] = law.get((*values, str(c), rank), Fraction(0)) + mass * q
    return World([*world.variables, "C", "K"], law, documents)
