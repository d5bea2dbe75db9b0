"""One instance of a batch in rationals: rounded to a denominator, its equations solved anew, and judged."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from checks.search.draws import Genes, shift_ranks, symbols
from checks.search.pins import Pin, pin_exactly, texts
from checks.search.plans import Node, Plan, parameters
from checks.verify.evaluate import evaluate
from checks.verify.judge import at_witness
from checks.verify.numbers import whole
from checks.verify.terms import Rejected
from simulate.device import to_host

DENOMINATORS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 64, 100, 256, 1000, 4096, 10**5)
Values = dict[str, Any]


def refutes(statement: dict, values: Values) -> bool:
    """Whether the checker accepts the instance against a statement for all (for an existence: in its favour)."""
    try:
        at_witness(statement, {"values": values}, refute="forall" in statement)
    except (Rejected, ArithmeticError, ValueError, KeyError, TypeError):
        return False
    return True


def certified(plan: Plan, genes: Genes, at: int, pins: list[Pin]) -> Values | None:
    """The instance with the smallest common denominator that the checker accepts; None if rounding kills it."""
    own = {name: to_host(gene[at]) for name, gene in genes.items()}
    for values in roundings(plan, own, pins):
        if refutes(plan.statement, values):
            return values
    return None


def roundings(
    plan: Plan, own: dict[str, np.ndarray], pins: list[Pin], denominators: Sequence[int] = DENOMINATORS
) -> Iterator[Values]:
    """The instance at growing denominators."""
    seen: list[Values] = []
    for q in denominators:
        try:
            values = rounded(plan, own, q)
            values = pin_exactly(plan.statement, values, pins) if pins else values
        except (Rejected, ArithmeticError, ValueError):
            continue
        if values not in seen:
            seen.append(values)
            yield values


def rounded(plan: Plan, own: dict[str, np.ndarray], q: int) -> Values:
    """Values of the statement's parameters with denominator q."""
    values: Values = {}
    env: dict[str, Any] = {}
    for name, domain, *ends in parameters(plan.statement):
        if domain == "integer":
            values[name], env[name] = str(plan.integers[name]), Fraction(plan.integers[name])
        elif domain == "world":
            values[name] = world_data(plan, own, q, env)
        else:
            low, high = (None if e is None else evaluate(e, env) for e in ends[-2:])
            numbers = _fractions(own[name], q, low, high)
            values[name] = texts(numbers)
            env[name] = numbers
            if domain == "sequence":
                env[name] = (whole(evaluate(ends[0], env), "an end"), numbers)
    return values


def _fractions(numbers: np.ndarray, q: int, low: Any, high: Any) -> Any:
    """Multiples of 1/q inside [low, high], folded as floats are."""
    if numbers.ndim:
        return [_fractions(x, q, low, high) for x in numbers]
    x = Fraction(round(float(numbers) * q), q)
    if low is not None and high is not None:
        return low + (high - low) * abs((x + 1) % 2 - 1)
    if low is not None and x < low:
        return low + abs(x - low) * (abs(x) > Fraction(1, 2))
    return high - abs(x - high) if high is not None and x > high else x


# worlds ----------------------------------------------------------------------------------------------


def shares(weights: Any, q: int) -> list[Fraction]:
    """A law with denominator q nearest to the weights (largest remainders)."""
    scaled = np.asarray(weights, dtype=float) / max(float(np.sum(weights)), 1e-300) * q
    whole = np.floor(scaled + 1e-9).astype(int)
    order = np.argsort(whole - scaled, kind="stable")
    whole[order[: max(0, q - int(whole.sum()))]] += 1
    return [Fraction(int(k), int(whole.sum())) for k in whole]


def row(
    node: Node, sizes: list[int], parents: tuple[int, ...], own: dict, q: int, env: dict
) -> list[Fraction]:
    """The channel of a variable at its parents' values."""
    at = int(np.ravel_multi_index(parents, sizes)) if sizes else 0
    if node.kind == "uniform":
        return [Fraction(1, node.size)] * node.size
    if node.kind in ("copy", "xor"):
        return [Fraction(int(s == symbols(node, sizes)[at])) for s in range(node.size)]
    if node.kind == "free":
        return shares(own["law of " + node.name][at], q)
    rank = tilted(node.size, env) if node.kind == "tilted" else shares(own["law of " + node.name][0], q)
    return [rank[k - 1] for k in shift_ranks(node.size)[at]]


def tilted(documents: int, env: dict) -> list[Fraction]:
    """2^(s g(k)) / Z, or s/k in place of s g(k), where that is rational."""
    slope = env["s"]
    exponents = [slope * env["g"][1][k] if "g" in env else slope / (k + 1) for k in range(documents)]
    if any(e.denominator != 1 or abs(e) > 64 for e in exponents):
        raise Rejected("the tilted law is not rational here")
    weights = [Fraction(2) ** int(e) for e in exponents]
    return [w / sum(weights) for w in weights]


def world_data(plan: Plan, own: dict, q: int, env: dict) -> dict:
    """The world as the checker reads it."""
    source = [n for n in plan.nodes if plan.documents is None or n.name != "C"]
    names = [n.name for n in source]
    law: dict[tuple[int, ...], Fraction] = {(): Fraction(1)}
    for i, node in enumerate(source):
        law = {
            (*atom, s): mass * p
            for atom, mass in law.items()
            for s, p in enumerate(_row_at(node, names[:i], atom, plan, own, q, env))
            if p
        }
    wanted = _order(plan, names)
    first = {v: int(v == "Y" and plan.documents is not None) for v in names}
    atoms = [[[a[names.index(v)] + first[v] for v in wanted], str(m)] for a, m in law.items()]
    data: dict[str, Any] = {"variables": wanted, "law": sorted(atoms)}
    return data if plan.documents is None else data | coded(plan, own, q, env, wanted, law, names)


def _row_at(
    node: Node, known: list[str], atom: tuple, plan: Plan, own: dict, q: int, env: dict
) -> list[Fraction]:
    sizes = [next(n.size for n in plan.nodes if n.name == p) for p in node.parents]
    return row(node, sizes, tuple(atom[known.index(p)] for p in node.parents), own, q, env)


def _order(plan: Plan, names: list[str]) -> list[str]:
    kind = next(p[2] for p in parameters(plan.statement) if p[1] == "world")
    return kind.get("variables") or [*(f"X{m}" for m in range(1, len(names))), "Y"]


def coded(
    plan: Plan, own: dict, q: int, env: dict, wanted: list[str], law: dict, names: list[str]
) -> dict[str, Any]:
    """Encoder and decoder: a law of codewords for each query with mass, a list of documents for each codeword."""
    node = plan.nodes[-1]
    queries = [v for v in wanted if v != "Y"]
    encoder, used = [], set()
    for x in sorted({tuple(a[names.index(v)] for v in queries) for a in law}):
        masses = _row_at(node, queries, x, plan, own, q, env)
        used |= {c for c, p in enumerate(masses) if p}
        encoder.append([list(x), [[str(c), str(p)] for c, p in enumerate(masses) if p]])
    ranks = own["ranks"] if "ranks" in own else shift_ranks(node.size)
    decoder = {str(c): [int(y) + 1 for y in np.argsort(ranks[:, c], kind="stable")] for c in sorted(used)}
    return {"encoder": encoder, "decoder": decoder}
