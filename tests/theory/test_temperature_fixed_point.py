"""The objective of Sec. 5.2 and its gradient, as formulas of the checker, against SymPy and differences."""

import math
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.verify.evaluate import evaluate, holds
from checks.verify.judge import judge
from checks.verify.numbers import ball
from theory.temperature_fixed_point import (
    DATA,
    IS_LAW,
    RIGHT,
    TEMPERATURES,
    ascent,
    entropy,
    eq10,
    golden_fixed_point,
    hard_objective,
    no_ties,
    soft_gradient,
    soft_objective,
    unit_free_update,
    updated,
)

TAU = ("tau1", "tau2")
SMALL = st.integers(-4, 4).map(lambda v: Fraction(v, 2))


def instance(c, e, y, kind, tau) -> dict:
    queries = len(c)
    return {
        "Q": Fraction(queries), "c": c, "w": (1, [Fraction(1, queries)] * queries), "y": (1, y), "E": e,
        "kind": (1, kind), "tau1": tau[0], "tau2": tau[1],
    }  # fmt: skip


def symbolic(c, e, y, kind, modality, tau):
    """The derivative of J by SymPy, at lambda = 1."""
    taus = sp.symbols("t1 t2", positive=True)
    loss = 0
    for i, query in enumerate(c):
        scores = [sum(a * b for a, b in zip(query, row, strict=True)) for row in e]
        weights = [sp.exp(sp.Rational(str(s)) / taus[int(m) - 1]) for s, m in zip(scores, kind, strict=True)]
        loss -= (1 + weights[int(y[i]) - 1] / sum(weights)) / 2 / len(c)
    slope = sp.diff(loss, taus[modality - 1])
    return float(slope.subs(dict(zip(taus, map(sp.Rational, map(str, tau)), strict=True))))


@settings(max_examples=25, deadline=None)
@given(
    c=st.lists(st.tuples(SMALL, SMALL).map(list), min_size=1, max_size=2),
    e=st.lists(st.tuples(SMALL, SMALL).map(list), min_size=2, max_size=2),
    kind=st.lists(st.sampled_from([Fraction(1), Fraction(2)]), min_size=2, max_size=2),
    modality=st.sampled_from([1, 2]),
    data=st.data(),
)
def test_the_gradient_is_the_derivative_of_the_objective(c, e, kind, modality, data):
    y = [data.draw(st.sampled_from([Fraction(1), Fraction(2)])) for _ in c]
    tau = [data.draw(st.sampled_from([Fraction(1, 2), Fraction(1), Fraction(3)])) for _ in TAU]
    found = float(ball(evaluate(soft_gradient(modality, TAU), instance(c, e, y, kind, tau))))
    assert abs(found - symbolic(c, e, y, kind, modality, tau)) < 1e-12


def test_both_objectives_of_the_smallest_world():
    table = {k: RIGHT[k] for k in ("c", "E")}
    env = instance(
        *[[[Fraction(v) for v in row] for row in table[k]] for k in ("c", "E")],
        [Fraction(v) for v in RIGHT["y"]], [Fraction(v) for v in RIGHT["kind"]], [Fraction(1), Fraction(1)],
    )  # fmt: skip
    assert evaluate(hard_objective(TAU), env) == -1
    q = sp.exp(1) / (1 + sp.exp(1))
    assert abs(float(ball(evaluate(soft_objective(TAU), env))) + float((1 + q) / 2)) < 1e-15


EXAMPLE = instance(
    [[Fraction(2), Fraction(1)], [Fraction(1), Fraction(0)], [Fraction(2), Fraction(0)]],
    [[Fraction(1), Fraction(-1)], [Fraction(1, 2), Fraction(2)]],
    [Fraction(1), Fraction(2), Fraction(2)],
    [Fraction(2), Fraction(1)],
    [Fraction(3, 2), Fraction(1, 2)],
)


def number(term) -> float:
    return float(ball(evaluate(term, EXAMPLE)))


def test_the_update_and_eq_10_are_the_printed_ones():
    for modality, found in enumerate(updated(TAU), 1):
        tau = EXAMPLE[TAU[modality - 1]]
        slope = symbolic(
            EXAMPLE["c"],
            EXAMPLE["E"],
            EXAMPLE["y"][1],
            EXAMPLE["kind"][1],
            modality,
            [EXAMPLE[t] for t in TAU],
        )
        assert abs(number(found) - float(tau) * math.exp(slope)) < 1e-12
    entropies = math.log2(3) - 2 / 3, math.log2(3) - 2 / 3  # coordinates 2, 1, 2 and 1, 0, 0
    assert [number(entropy(part)) for part in (1, 2)] == pytest.approx(entropies, abs=1e-12)
    assert [number(best) for best in eq10()] == pytest.approx([1.0, 1.0], abs=1e-12)


def test_worlds_are_of_any_queries_and_of_two_documents_of_two_modalities():
    assert DATA == (
        ["Q", "integer", 1, None], ["c", "table", "Q", 2, None, None], ["w", "sequence", 1, "Q", 0, None],
        ["y", "sequence", 1, "Q", 1, 2], ["E", "table", 2, 2, None, None], ["kind", "sequence", 1, 2, 1, 2],
    )  # fmt: skip
    assert TEMPERATURES == (["tau1", "real", 0, None], ["tau2", "real", 0, None])
    assert holds(IS_LAW, EXAMPLE)
    assert not holds(IS_LAW, {**EXAMPLE, "w": (1, [Fraction(1, 3), Fraction(1, 3), Fraction(1, 4)])})


def test_ties_are_found_where_scores_over_temperatures_agree():
    _, index, first, last, relation = no_ties(TAU)
    assert (index, first, last) == ("i", 1, "Q")
    assert relation[0] == "!="
    scores = [[number(at_query(side, q)) for side in relation[1:]] for q in (1, 2, 3)]
    assert scores == [[2.0, 2.0], [2.0, 1 / 3], [4.0, 2 / 3]]


def at_query(term, query):
    """The term with the index i of the query filled in."""
    return (
        [at_query(part, query) for part in term] if isinstance(term, list) else query if term == "i" else term
    )


def test_what_is_proved_of_it_is_accepted():
    for make in (golden_fixed_point, ascent, unit_free_update):
        statement, derivation = make()
        assert judge(statement, [derivation.certificate()]).verdict == "proved"
    assert golden_fixed_point()[0]["forall"] == [["b", "real", 0, None]]
    b = math.acosh((1 + math.sqrt(5)) / 2)
    for relation in (*golden_fixed_point()[0]["given"], golden_fixed_point()[0]["then"]):
        left, right = (float(ball(evaluate(side, {"b": Fraction(b)}))) for side in relation[1:])
        assert relation[0] == "="
        assert left == pytest.approx(right, rel=1e-12)
        assert 0.1 < left < 100.0
    slope = ["*", "h", ["^", ["at", "g", "m"], 2], ["at", "tau", "m"]]
    assert ascent()[0] == {
        "forall": [
            ["M", "integer", 1, None], ["h", "real", 0, None],
            ["tau", "sequence", 1, "M", 0, None], ["g", "sequence", 1, "M", None, None],
        ],
        "given": [],
        "then": [">=", ["sum", "m", 1, "M", slope], 0],
    }  # fmt: skip


def test_the_unit_free_update_follows_the_gradient():
    """tau_1 exp(tau_1 dJ/dtau_1), against SymPy's derivative: two queries that score a document of each modality."""
    statement = unit_free_update()[0]
    assert statement["forall"] == [
        ["Q", "integer", 1, None], *[[name, "real", 0, None] for name in ("tau1", "tau2", "r")],
        ["w", "sequence", 1, "Q", 0, None], ["v", "sequence", 1, "Q", -1, 1],
        ["a", "sequence", 1, "Q", None, None], ["b", "sequence", 1, "Q", None, None],
    ]  # fmt: skip
    assert statement["given"] == [["<", 0, name] for name in ("tau1", "tau2", "r")]
    scaled, plain = (side for side in statement["then"][1:])
    queries = [[Fraction(2), Fraction(1, 2)], [Fraction(-1), Fraction(1)]]
    tau = Fraction(3, 2), Fraction(1, 2)
    slope = symbolic(queries, [[1, 0], [0, 1]], [1, 2], [1, 2], 1, tau)
    env = {
        "Q": Fraction(2), "tau1": tau[0], "tau2": tau[1], "r": Fraction(3), "w": (1, [Fraction(1, 2)] * 2),
        "v": (1, [Fraction(1), Fraction(-1)]), "a": (1, [q[0] for q in queries]), "b": (1, [q[1] for q in queries]),
    }  # fmt: skip
    for side in (scaled, plain):
        assert float(ball(evaluate(side, env))) == pytest.approx(3 * 1.5 * math.exp(1.5 * slope), rel=1e-12)
