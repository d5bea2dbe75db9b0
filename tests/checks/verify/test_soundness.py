"""What the checker takes as known is true: random terms in random contexts against exact evaluation."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.verify.context import Context
from checks.verify.evaluate import evaluate, holds
from checks.verify.normal import Normal, plus
from checks.verify.numbers import CannotTell
from checks.verify.terms import Rejected

LOWER = st.sampled_from([None, -2, 0, 1, 2, 4, ["/", 1, 2]])
RELATION = st.sampled_from(["<", "<=", "=", ">=", ">", "!="])
NAMES = st.sampled_from(["N", "x", "y"])


def terms(names: st.SearchStrategy) -> st.SearchStrategy:
    leaves = (
        names | st.integers(-4, 4) | st.tuples(st.just("/"), st.integers(-3, 3), st.integers(1, 4)).map(list)
    )

    def grow(inner: st.SearchStrategy) -> st.SearchStrategy:
        unary = st.tuples(
            st.sampled_from(["log2", "ln", "sqrt", "abs", "exp", "plog", "h", "ceil", "-"]), inner
        ).map(list)
        binary = st.tuples(st.sampled_from(["+", "-", "*", "/", "max", "min"]), inner, inner).map(list)
        power = st.tuples(st.just("^"), inner, st.integers(-3, 3)).map(list)
        exp2 = st.tuples(st.just("^"), st.just(2), inner).map(list)
        total = st.tuples(st.just("sum"), st.just("k"), st.integers(0, 2), st.just("N"), inner).map(list)
        return unary | binary | power | exp2 | total

    return st.recursive(leaves, grow, max_leaves=6)


def instance(bounds: dict, data) -> dict:
    env = {}
    for name, low in bounds.items():
        start = Fraction(0) if low is None else evaluate(low, {})
        if name == "N":
            env[name] = Fraction(-(-start.numerator // start.denominator) + data.draw(st.integers(0, 3)))
        else:
            env[name] = start + data.draw(
                st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1), Fraction(5, 2)])
            )
    return env


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_known_relations_hold_at_instances(data):
    bounds = {"N": data.draw(st.sampled_from([0, 1, 2, 4])), "x": data.draw(LOWER), "y": data.draw(LOWER)}
    params = [
        ["N", "integer", bounds["N"], None],
        ["x", "real", bounds["x"], None],
        ["y", "real", bounds["y"], None],
    ]
    context = Context(params, Normal(None, None))
    assumed = []
    for r in data.draw(st.lists(st.tuples(RELATION, terms(NAMES), terms(NAMES)).map(list), max_size=2)):
        try:
            context.defined_relation(r)
            context.assume(r)
            assumed.append(r)
        except Rejected:
            continue
    goal = data.draw(st.tuples(RELATION, terms(NAMES), terms(NAMES)).map(list))
    try:
        context.defined_relation(goal)
        known = context.shown_relation(goal)
    except Rejected:
        return
    env = instance(bounds, data)
    try:
        if not all(holds(r, env) for r in assumed):
            return
        if known:
            assert holds(goal, env), (goal, env)
        else:
            holds(goal, env)  # shown to be defined: must have a value
    except CannotTell:
        return


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(a=terms(NAMES), b=terms(NAMES), data=st.data())
def test_equal_normal_forms_have_equal_values(a, b, data):
    normal = Normal(None, None)
    env = instance({"N": 1, "x": ["/", 1, 2], "y": 1}, data)
    try:
        same = normal.is_zero(plus(normal.of(a), normal.of(b), Fraction(-1)))
        if same:
            assert holds(["=", a, b], env)
        round_trip = ["-", ["+", a, b], b]
        assert normal.is_zero(plus(normal.of(round_trip), normal.of(a), Fraction(-1)))
    except Rejected:  # undefined here, or too large
        return


@pytest.mark.parametrize(
    ("params", "relation"),
    [
        ([["N", "integer", 4, None]], [">", ["-", "N", 4], 0]),
        ([["x", "real", 0, 1]], ["<", "x", 1]),
        ([["x", "real", None, None]], [">=", "x", 0]),
        ([["x", "real", 0, None], ["y", "real", 0, None]], [">=", ["-", "x", "y"], 0]),
        ([["N", "integer", 1, None]], [">", ["sum", "k", 1, ["-", "N", 1], 1], 0]),
        ([["x", "real", 1, None]], [">", ["log2", "x"], 0]),
        ([["x", "real", 0, None]], [">", ["*", "x", "x"], 0]),
    ],
)
def test_edges_are_not_taken_for_known(params, relation):
    context = Context(params, Normal(None, None))
    context.defined_relation(relation)
    assert not context.shown_relation(relation)


LN_X, LN_Y = ["ln", "x"], ["ln", "y"]


@pytest.mark.parametrize(
    ("exponent", "value"),
    [
        (LN_X, "x"),
        (["-", ["*", 2, LN_X]], ["/", 1, ["^", "x", 2]]),
        (["+", LN_X, LN_Y, "N"], ["*", "x", "y", ["exp", "N"]]),
        (["ln", ["+", "x", 1]], ["+", "x", 1]),
        (["ln", 12], 12),
        (["*", ["log2", "x"], ["ln", 2]], "x"),
    ],
)
def test_an_exponential_undoes_a_logarithm(exponent, value):
    normal = Normal(None, None)
    assert normal.is_zero(normal.of(["-", ["exp", exponent], value]))


@pytest.mark.parametrize(
    "exponent",
    [["log2", "x"], ["/", LN_X, 2], ["*", "N", LN_X], ["*", LN_X, LN_Y], ["/", ["^", LN_X, 2], ["ln", 2]], ["^", ["ln", 2], 2]],
)  # fmt: skip
def test_and_of_nothing_but_a_logarithm(exponent):
    normal = Normal(None, None)
    assert all(
        not normal.is_zero(normal.of(["-", ["exp", exponent], y])) for y in ("x", "y", 2, ["^", "x", "N"])
    )


def test_nor_where_there_may_be_none():
    context = Context([["x", "real", 0, None]], Normal(None, None))
    with pytest.raises(Rejected, match="under a logarithm"):
        context.defined_relation(["=", ["exp", LN_X], "x"])
