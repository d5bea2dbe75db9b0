"""An instance of a statement in numbers that can be checked by hand, and what both sides come to there."""

from collections.abc import Iterator
from html import escape
from typing import Any

from checks.verify.evaluate import Env, evaluate, holds
from checks.verify.judge import instance
from checks.verify.terms import RELATIONS, WORLD_ATOMS, Undefined, closed, free_names, mentions_world
from reports.parts.html import Html, table, tag
from reports.parts.mathml import formula
from reports.parts.numbers import brief, shown
from theory.proof.latex import SIGNS, latex, name, relation

LONG = 600  # characters of a relation's markup that are not printed twice


def witness(formal: dict[str, Any], values: dict[str, Any]) -> Html:
    """The instance, the hypotheses at it, and the conclusion at it."""
    env = instance(formal, values)
    given = [r for g in formal.get("given", []) for r in leaves(g)]
    out = setting(formal, values) + (hypotheses(given, env) if given else "")
    return Html(out + conclusion(list(leaves(formal["then"])), env))


def undefined(formal: dict[str, Any], values: dict[str, Any], term: Any) -> Html:
    """The instance, and the term that has no value at it."""
    env = instance(formal, values)
    rows = [row(x, env) for x in distinct(list(terms(term))) if free_names(x) <= set(env)]
    return Html(setting(formal, values) + table(("The term there", ""), rows, class_="values"))


def setting(formal: dict[str, Any], values: dict[str, Any]) -> str:
    """The values of the parameters; a world as its tables."""
    kinds = {p[0]: p[1] for p in formal.get("forall", formal.get("exists", []))}
    plain = [formula(f"{name(k)} = {listed(v)}") for k, v in values.items() if kinds[k] not in ("world",)]
    out = tag("p", "Take " + ", ".join(plain) + ".") if plain else ""
    return out + "".join(world(v) for k, v in values.items() if kinds[k] == "world")


def listed(v: Any) -> str:
    if isinstance(v, list):
        return rf"\left({', '.join(map(listed, v))}\right)"
    p, slash, q = str(v).partition("/")
    return rf"\frac{{{p}}}{{{q}}}" if slash else p


def world(data: dict[str, Any]) -> str:
    """The law of the variables, the code and the rankings."""
    head = [formula(name(v)) for v in data["variables"]]
    coded = {tuple(query): row for query, row in data.get("encoder", [])}
    queries = [k for k, v in enumerate(data["variables"]) if v[:1] == "X" and v[1:].isdigit()]
    rows = []
    for atom, mass in data["law"]:
        cells = [*map(escape, map(str, atom)), formula(listed(mass))]
        if coded:
            cells.append(codewords(coded[tuple(atom[k] for k in queries)]))
        rows.append(cells)
    law = table([*head, "probability", *(["codeword"] if coded else [])], rows, "The law")
    lists = [[escape(c), ", ".join(map(str, order))] for c, order in data.get("decoder", {}).items()]
    code = table(["codeword", "documents, first to last"], lists, "The rankings") if lists else ""
    return tag("div", law + code, class_="side")


def codewords(row: list) -> str:
    if len(row) == 1:
        return escape(str(row[0][0]))
    return ", ".join(f"{escape(str(c))} with {formula(listed(mass))}" for c, mass in row)


def leaves(r: Any) -> Iterator[Any]:
    """The plain relations of a relation, and those over a range whole."""
    if r[0] in RELATIONS or r[0] == "all":
        yield r
    else:
        for y in r[1:]:
            yield from leaves(y)


def hypotheses(relations: list[Any], env: Env) -> str:
    """Each hypothesis with its two sides' values."""
    return table(("The hypotheses there", ""), [sides(r, env) for r in relations], class_="values")


def conclusion(relations: list[Any], env: Env) -> str:
    """The quantities that go into the conclusion, its sides, and whether it is true."""
    rows: list[list[str]] = []
    for r in relations:
        if r[0] != "all":
            atoms = [x for side in r[1:] for x in terms(side) if isinstance(x, list) and x[0] in WORLD_ATOMS]
            wanted = [*atoms, *[x for x in r[1:] if isinstance(x, list) and not closed(x)]]
            rows += [row(x, env) for x in distinct(wanted) if free_names(x) <= set(env)]
        claimed, found = sides(r, env)
        rows.append(["the claim" if len(claimed) > LONG else claimed, found])
    return table(("The conclusion there", ""), distinct(rows), class_="values")


def sides(r: Any, env: Env) -> list[str]:
    """A relation, what its sides come to, and whether it is true."""
    truth = "true" if holds(r, env) else "false"
    values = "" if r[0] == "all" else formula(f" {SIGNS[r[0]]} ".join(brief(evaluate(x, env)) for x in r[1:]))
    return [formula(relation(r), display=True), f"{values} {tag('strong', truth)}"]


def distinct(items: list[Any]) -> list[Any]:
    return list({repr(x): x for x in items}.values())


def terms(x: Any) -> Iterator[Any]:
    """A term's subterms that have a value of their own, innermost first."""
    if isinstance(x, list) and x[0] not in WORLD_ATOMS:
        for y in x[1:]:
            if isinstance(y, list) and y:
                yield from terms(y)
    if isinstance(x, list) and (mentions_world(x) or free_names(x)):
        yield x


def row(x: Any, env: Env) -> list[str]:
    try:
        return [formula(latex(x), display=True), formula(shown(evaluate(x, env)))]
    except Undefined as reason:
        return [formula(latex(x), display=True), f"no value: {escape(str(reason))}"]
