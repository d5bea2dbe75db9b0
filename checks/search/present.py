"""A certified violation as a person reads it: the certificate, tables to check by hand, a test case."""

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from checks.search.exact import Values
from checks.verify.evaluate import Env, evaluate, holds
from checks.verify.judge import instance
from checks.verify.numbers import Log, Value, ball
from checks.verify.terms import RELATIONS, WORLD_ATOMS, Expr, free_names

QUANTITIES = 24  # quantities of the world that a table lists at most


def tables(statement: dict, values: Values) -> list[str]:
    """The instance: numbers, law, encoder, decoder, quantities, and the two sides that disagree."""
    lines: list[str] = []
    for name, data in values.items():
        lines += world_lines(data) if isinstance(data, dict) else [f"{name} = {_list(data)}"]
    env = instance(statement, values)
    listed = dict.fromkeys(json.dumps(q) for q in quantities(statement.get("then")))
    if "@world" in env and listed:
        lines.append("Quantities of this world:")
    for text in [*listed][:QUANTITIES]:
        term = json.loads(text)
        if not free_names(term) - set(env):
            lines.append(f"  {plain(term)} = {shown(evaluate(term, env))}")
    lines.append("The conclusion:")
    lines += [f"  {line}" for line in sides(statement["then"], env)]
    return lines


def world_lines(world: dict) -> list[str]:
    rows = [[*map(str, v), m] for v, m in world["law"]]
    lines = ["Law:", *_columns([[*world["variables"], "probability"], *rows])]
    if "encoder" in world:
        queries = [v for v in world["variables"] if v != "Y"]
        coded = [
            [*map(str, x), "  ".join(f"{c} with {p}" if p != "1" else c for c, p in r)]
            for x, r in world["encoder"]
        ]
        lines += ["Encoder:", *_columns([[*queries, "codeword"], *coded])]
        lines += ["Decoder (documents, best first):"]
        lines += [f"  {c}: {' '.join(map(str, order))}" for c, order in world["decoder"].items()]
    return lines


def _columns(rows: list[list[str]]) -> list[str]:
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    return ["  " + "  ".join(f"{x:<{w}}" for x, w in zip(r, widths, strict=True)).rstrip() for r in rows]


def _list(data: Any) -> str:
    return "[" + ", ".join(map(_list, data)) + "]" if isinstance(data, list) else str(data)


def quantities(x: Any) -> Iterator[Expr]:
    """Terms of the world that a relation mentions."""
    if isinstance(x, list) and x and isinstance(x[0], str) and x[0] in WORLD_ATOMS:
        yield x
    elif isinstance(x, list):
        for y in x:
            yield from quantities(y)


def sides(r: Expr, env: Env) -> Iterator[str]:
    """Each single relation of the conclusion with the values of its sides and its truth."""
    if r[0] in RELATIONS:
        left, right = (shown(evaluate(y, env)) for y in r[1:])
        yield f"left side {left}, right side {right}; asked: left {r[0]} right; {_truth(r, env)}"
    elif r[0] in ("and", "or"):
        for part in r[1:]:
            yield from sides(part, env)
    else:
        yield f"{r[0]} ...: {_truth(r, env)}"


def _truth(r: Expr, env: Env) -> str:
    return "true" if holds(r, env) else "false"


def shown(v: Value) -> str:
    """A value exactly where it is rational, else with six decimals."""
    if isinstance(v, Fraction):
        return str(v)
    decimals = f"{float(ball(v).mid()):.6f}"
    if isinstance(v, Log) and len(v.terms) <= 3:
        terms = [f"{c}" if b == 2 else f"{c} log2 {b}" for b, c in sorted(v.terms.items())]
        return f"{' + '.join(terms).replace('+ -', '- ')} = {decimals}"
    return decimals


def plain(term: Expr) -> str:
    """H(Y|C) and the like."""
    groups = [
        ",".join(v if isinstance(v, str) else f"X{v[1]}" for v in g) for g in term[1:] if isinstance(g, list)
    ]
    if term[0] == "I":
        return f"I({groups[0]};{groups[1]}" + (f"|{groups[2]})" if len(groups) > 2 else ")")
    if term[0] in ("H", "card"):
        return f"{term[0]}({'|'.join(groups)})"
    names = {"p_top1": "P(K = 1)", "mrr": "MRR", "distortion": "E[d]"}
    return names.get(term[0]) or f"P(K = {term[1]})"


def as_test(claim: str, statement: dict, values: Values) -> str:
    """A test that hands the instance to the checker again."""
    verdict = "refuted" if "forall" in statement else "proved"
    name = claim.replace("-", "_")
    return "\n".join(
        [
            "from checks.collect import all_claims",
            "from checks.verify import judge",
            "",
            "",
            f"def test_{name}_at_an_instance():",
            f'    statement = next(c for c in all_claims() if c.id == "{claim}").readings()[0].formal',
            f"    values = {values!r}",
            f'    assert judge(statement, [{{"kind": "witness", "values": values}}]).verdict == "{verdict}"',
        ]
    )
