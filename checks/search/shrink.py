"""A violation made small: fewer documents, modalities, atoms and codewords, plainer masses and numbers."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

Values = dict[str, Any]
Judge = Callable[[dict, Values], bool]
ROUNDS = 400  # proposals in all


def shrunk(statement: dict, values: Values, refutes: Judge) -> Values:
    """Take the first smaller instance that the checker still accepts, until there is none."""
    tried = 0
    progress = True
    while progress and tried < ROUNDS:
        progress = False
        for smaller in proposals(statement, values):
            tried += 1
            if size(smaller) < size(values) and refutes(statement, smaller):
                values, progress = smaller, True
                break
            if tried >= ROUNDS:
                break
    return values


def size(x: Any) -> tuple[int, int, int]:
    """How much there is to read: entries, then digits, then the integers themselves."""
    if isinstance(x, dict):
        x = [x[k] for k in sorted(x)]
    if isinstance(x, list):
        parts = [size(y) for y in x]
        return sum(p[0] for p in parts) + 1, sum(p[1] for p in parts), sum(p[2] for p in parts)
    try:
        q = Fraction(x)
    except ValueError:  # a name
        return 1, 1, 0
    bits = q.numerator.bit_length() + q.denominator.bit_length() + (q < 0)
    return 1, bits, abs(q.numerator)


def proposals(statement: dict, values: Values) -> Iterator[Values]:
    """Smaller instances, the boldest first."""
    params = statement.get("forall", statement.get("exists", []))
    for name, domain, *ends in params:
        if domain == "world":
            for world, sizes in smaller_worlds(values[name]):
                yield _resized(params, ends[0], {**values, name: world}, sizes)
        elif domain == "integer":
            n = int(values[name])
            yield from ({**values, name: str(n - step)} for step in (n // 2, 8, 1) if step <= n)
        else:
            yield from ({**values, name: v} for v in plainer(values[name]))


def _resized(params: list, kind: dict, values: Values, sizes: dict[str, int]) -> Values:
    """The values with the integers that name the world's sizes set to its new ones."""
    named = {kind[k]: str(n) for k, n in sizes.items() if isinstance(kind.get(k), str)}
    return {**values, **named}


def plainer(x: Any) -> Iterator[Any]:
    """A number, or one number of a list, replaced by a plainer one near it."""
    if isinstance(x, list):
        for i, y in enumerate(x):
            yield from ([*x[:i], z, *x[i + 1 :]] for z in plainer(y))
        return
    q = Fraction(x)
    for d in (1, 2, 3, 4, 6, 8, 10, 16, 32, 100):
        if d < q.denominator:
            yield str(q.limit_denominator(d))
    yield from (str(c) for c in (0, 1, q / 2) if c != q and (q / 2).denominator <= q.denominator)


# worlds ------------------------------------------------------------------------------------------------


def smaller_worlds(world: dict) -> Iterator[tuple[dict, dict[str, int]]]:
    """Worlds with less in them, and the sizes that have changed."""
    coded = "decoder" in world
    documents = len(next(iter(world["decoder"].values()))) if coded else 0
    queries = [i for i, v in enumerate(world["variables"]) if v != "Y"]
    if coded and len(queries) > 1:
        yield _without_modality(world, queries[-1]), {"modalities": len(queries) - 1}
    for y in range(1, documents + 1) if documents > 1 else ():
        if smaller := _without_document(world, y):
            yield smaller, {"documents": documents - 1}
    law = world["law"]
    for i in range(len(law) if len(law) > 1 else 0):
        yield {**world, "law": _normalised([*law[:i], *law[i + 1 :]])}, {}
    yield {**world, "law": _normalised([[v, "1"] for v, _ in law])}, {}
    for at in range(len(world["variables"])):
        yield from ((smaller, {}) for smaller in _merged(world, at))
    if coded:
        yield from ((smaller, {}) for smaller in _plainer_code(world, documents))


def _normalised(law: list) -> list:
    total = sum(Fraction(m) for _, m in law)
    return [[v, str(Fraction(m) / total)] for v, m in law]


def _gathered(atoms: list) -> list:
    """Equal atoms added up."""
    out: dict[tuple, Fraction] = {}
    for values, mass in atoms:
        out[tuple(values)] = out.get(tuple(values), Fraction(0)) + Fraction(mass)
    return [[list(v), str(m)] for v, m in sorted(out.items())]


def _without_modality(world: dict, at: int) -> dict:
    cut = lambda v: [*v[:at], *v[at + 1 :]]  # noqa: E731
    rows = {tuple(cut(x)): [cut(x), row] for x, row in world["encoder"]}
    law = _gathered([[cut(v), m] for v, m in world["law"]])
    return {**world, "variables": cut(world["variables"]), "law": law, "encoder": list(rows.values())}


def _without_document(world: dict, y: int) -> dict | None:
    at = world["variables"].index("Y")
    move = lambda d: d - (d > y)  # noqa: E731
    law = [[[*v[:at], move(v[at]), *v[at + 1 :]], m] for v, m in world["law"] if v[at] != y]
    decoder = {c: [move(d) for d in order if d != y] for c, order in world["decoder"].items()}
    return {**world, "law": _normalised(law), "decoder": decoder} if law else None


def _merged(world: dict, at: int) -> Iterator[dict]:
    """A symbol of a variable (not Y of a retrieval world) replaced by its least one."""
    if world["variables"][at] == "Y" and "decoder" in world:
        return
    symbols = sorted({v[at] for v, _ in world["law"]})
    for s in symbols[1:]:
        swap = lambda v, s=s: [*v[:at], symbols[0] if v[at] == s else v[at], *v[at + 1 :]]  # noqa: E731
        out = {**world, "law": _gathered([[swap(v), m] for v, m in world["law"]])}
        if "encoder" in world:
            place = at - (world["variables"].index("Y") < at)
            out["encoder"] = [[x, row] for x, row in world["encoder"] if x[place] != s]
        yield out


def _plainer_code(world: dict, documents: int) -> Iterator[dict]:
    """Unused rows and codewords left out, a query sent to one codeword, even shares, lists in plain order."""
    at = world["variables"].index("Y")
    seen = {tuple(v[:at] + v[at + 1 :]) for v, _ in world["law"]}
    rows = [[x, row] for x, row in world["encoder"] if tuple(x) in seen]
    used = {c for _, row in rows for c, _ in row}
    decoder = {c: order for c, order in world["decoder"].items() if c in used}
    yield {**world, "encoder": rows, "decoder": decoder}
    everything = sorted(used)
    yield {**world, "encoder": [[x, [[everything[0], "1"]]] for x, _ in rows]}
    for i, (x, row) in enumerate(rows):
        if len(row) > 1:
            for choice in ([[row[0][0], "1"]], [[row[1][0], "1"]], [[c, f"1/{len(row)}"] for c, _ in row]):
                yield {**world, "encoder": [*rows[:i], [x, choice], *rows[i + 1 :]]}
