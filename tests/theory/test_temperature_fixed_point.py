"""The objective of Sec. 5.2 and its gradient, as formulas of the checker, against SymPy and differences."""

from fractions import Fraction

import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.verify.evaluate import evaluate
from checks.verify.numbers import ball
from theory.temperature_fixed_point import RIGHT, hard_objective, soft_gradient, soft_objective

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
