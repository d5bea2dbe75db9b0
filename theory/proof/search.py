"""Search for rational counterexamples: Hypothesis draws instances of a statement and shrinks what it finds."""

from fractions import Fraction
from itertools import permutations
from typing import Any

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from checks.verify import Rejected
from checks.verify.evaluate import evaluate
from checks.verify.judge import at_witness
from checks.verify.numbers import whole
from theory.proof.worlds import rational

WIDTH = 4  # parameters without an end are drawn this far from the other end


def counterexample(statement: dict, *, examples: int = 2000, seed: int = 0) -> dict | None:
    """A witness certificate that refutes a statement for all its parameters, shrunk; None if none was drawn.

    Small integers, denominators and worlds come first, so what is found is small.
    """

    def refutes(values: dict) -> bool:
        try:
            at_witness(statement, {"values": values}, refute=True)
        except Rejected:
            return False
        return True

    quiet = settings(
        max_examples=examples,
        database=None,
        derandomize=seed == 0,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    try:
        return {"kind": "witness", "values": find(instances(statement), refutes, settings=quiet)}
    except NoSuchExample:
        return None


@st.composite
def instances(draw: Any, statement: dict) -> dict:
    """Values for the parameters of a statement, in order, each inside its domain where that is easy."""
    values: dict[str, Any] = {}
    env: dict[str, Any] = {}
    for name, domain, *ends in statement.get("forall", statement.get("exists", [])):
        if domain == "world":
            values[name] = draw(
                worlds(_size(ends[0].get("documents"), env), _size(ends[0].get("modalities"), env), ends[0])
            )
        elif domain == "sequence":
            first, last = (whole(evaluate(e, env), "an end") for e in ends[:2])
            values[name] = [draw(numbers(ends[2], ends[3], env)) for _ in range(first, last + 1)]
            env[name] = (first, [Fraction(v) for v in values[name]])
        elif domain == "table":
            rows, columns = (whole(evaluate(e, env), "a size") for e in ends[:2])
            values[name] = [
                [draw(numbers(ends[2], ends[3], env)) for _ in range(columns)] for _ in range(rows)
            ]
            env[name] = [[Fraction(v) for v in row] for row in values[name]]
        elif domain in ("integer", "real"):
            values[name] = draw((integers if domain == "integer" else numbers)(ends[0], ends[1], env))
            env[name] = Fraction(values[name])
        else:
            raise ValueError(
                f"no instances are drawn of domain {domain!r}; allowed: integer, real, sequence, table, world"
            )
    return values


def _size(expression: Any, env: dict) -> int | None:
    return None if expression is None else whole(evaluate(expression, env), "a size")


def _ends(low: Any, high: Any, env: dict) -> tuple[Fraction, Fraction]:
    a, b = (None if e is None else evaluate(e, env) for e in (low, high))
    if not all(v is None or isinstance(v, Fraction) for v in (a, b)):
        raise ValueError("the ends of a parameter must be rational for a search")
    a = a if a is not None else (b - WIDTH if b is not None else Fraction(-WIDTH))  # type: ignore[operator, assignment]
    return a, b if b is not None else a + WIDTH  # type: ignore[operator, return-value]


def integers(low: Any, high: Any, env: dict) -> st.SearchStrategy:
    a, b = _ends(low, high, env)
    return st.integers(-(-a.numerator // a.denominator), b.numerator // b.denominator)


def numbers(low: Any, high: Any, env: dict) -> st.SearchStrategy:
    """Rationals between the ends, as text, small denominators first."""
    a, b = _ends(low, high, env)
    parts = st.tuples(st.integers(1, 16), st.integers(0, 16)).filter(lambda t: t[1] <= t[0])
    return parts.map(lambda t: rational(a + (b - a) * Fraction(t[1], t[0])))


@st.composite
def worlds(draw: Any, documents: int | None, modalities: int | None, kind: dict) -> dict:
    """A world of the class: a law over few atoms with small integer weights, a code if there are documents."""
    names = kind.get("variables") or [f"X{m}" for m in range(1, (modalities or 1) + 1)] + ["Y"]
    value = {v: st.integers(1, documents) if v == "Y" and documents else st.integers(0, 1) for v in names}
    atoms = draw(st.lists(st.tuples(*[value[v] for v in names]), min_size=1, max_size=6, unique=True))
    out = {"variables": names, "law": _masses(draw, [list(a) for a in atoms])}
    if documents is None:
        return out
    codewords = ["a", "b", "c"][: draw(st.integers(1, 3))]
    query = [i for i, v in enumerate(names) if v[0] == "X"]
    rows = sorted({tuple(a[i] for i in query) for a in atoms})
    out["encoder"] = [
        [list(x), _masses(draw, draw(st.lists(st.sampled_from(codewords), min_size=1, unique=True)))]
        for x in rows
    ]
    order = (
        st.sampled_from(list(permutations(range(1, documents + 1))))
        if documents <= 6
        else st.permutations(range(1, documents + 1))
    )
    out["decoder"] = {c: list(draw(order)) for c in codewords}
    return out


def _masses(draw: Any, items: list) -> list:
    weights = [draw(st.integers(1, 4)) for _ in items]
    return [[x, rational(Fraction(w, sum(weights)))] for x, w in zip(items, weights, strict=True)]
