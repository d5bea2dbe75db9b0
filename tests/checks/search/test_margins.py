"""Values in floats, many instances at once, against the exact checker at the same instances."""

from fractions import Fraction

import numpy as np
import pytest

from checks.collect import all_claims
from checks.search.batch import Worlds
from checks.search.draws import draw
from checks.search.exact import roundings
from checks.search.hunt import slacks, target
from checks.search.margins import margin, value
from checks.search.plans import draw_plan
from checks.verify.evaluate import evaluate, holds
from checks.verify.judge import instance
from checks.verify.numbers import ball
from checks.verify.terms import Rejected
from simulate.streams import Stream, generator

IDS = ("s4-eq5", "s4-thm41", "ours-kappa-range", "ours-separate-codes", "ours-feasible-pair", "ours-top-gain",
       "ours-log-cells", "ours-rearrangement", "s4-fano-step", "s6-lem63", "ours-private-entropy")  # fmt: skip
CLAIMS = {c.id: c for c in all_claims()}


def exact_margin(r, env):
    """The float margin's definition, from exact values."""
    if r[0] in ("and", "or"):
        return (min if r[0] == "and" else max)(exact_margin(y, env) for y in r[1:])
    left, right = (float(ball(evaluate(y, env)).mid()) for y in r[1:])
    gap = (left - right) / max(1, abs(left), abs(right))
    return {">=": gap, ">": gap, "<=": -gap, "<": -gap, "=": -abs(gap), "!=": abs(gap)}[r[0]]


@pytest.mark.parametrize("id", IDS)
def test_slacks_agree_with_the_exact_checker(id):
    statement, rng, compared = CLAIMS[id].readings()[0].formal, np.random.default_rng(1), 0
    for k in range(40):
        plan = draw_plan(statement, rng, k)
        if plan is None or plan.cells > 64:
            continue
        genes = draw(plan, 3, Stream(k), rng, np)
        slack, pins, good = slacks(plan, genes, target(statement), np)
        own = {name: gene[0] for name, gene in genes.items()}
        for values in roundings(plan, own, pins, [10**9]):
            try:
                env = instance(statement, values)
            except Rejected:  # an equation's solution outside the domain
                continue
            if good[0] and all(holds(g, env) for g in statement.get("given", [])):
                assert slack[0] == pytest.approx(exact_margin(statement["then"], env), abs=1e-5)
                compared += 1
    assert compared >= 5


@pytest.mark.parametrize(
    "term",
    [
        ["/", ["+", 1, "x"], ["-", "x", 2]], ["^", "x", 3], ["^", 2, "x"], ["^", "x", -1], ["sqrt", "x"], ["exp", "x"],
        ["log2", "x"], ["ln", "x"], ["h", ["/", "x", 8]], ["plog", "x"], ["abs", ["-", "x", 2]], ["ceil", "x"],
        ["floor", "x"], ["min", "x", 1], ["max", "x", 1, ["-", 3, "x"]], ["ind", [">", "x", 1]], ["normal_cdf", "x"],
        ["sum", "k", 1, 4, ["/", "x", "k"]], ["prod", "k", 1, 3, ["+", "k", "x"]], ["maxover", "k", 1, 3, ["*", "k", "x"]],
        ["harmonic", 5], ["binomial", 5, 2], ["factorial", 4], ["mod", 7, 3], ["pi"], ["e"],
        ["minover", "k", 1, 3, ["at", "a", "k"]],
    ],
)  # fmt: skip
def test_terms_have_the_exact_values(term):
    points = [Fraction(1, 3), Fraction(1), Fraction(5, 2)]
    rows = [[Fraction(j, 3) + p for j in (2, 1, 4)] for p in points]
    env = {"x": np.array([float(p) for p in points]), "a": (1, np.array(rows, dtype=float))}
    found = np.broadcast_to(value(term, env, np), 3)
    for i, p in enumerate(points):
        exact = float(ball(evaluate(term, {"x": p, "a": (1, rows[i])})).mid())
        assert found[i] == pytest.approx(exact, abs=2e-7 if term[0] == "normal_cdf" else 1e-12)


@pytest.mark.parametrize(
    "term", [["/", 1, "x"], ["log2", "x"], ["sqrt", ["-", "x", 1]], ["^", "x", -1], ["at", "a", 4]]
)
def test_what_has_no_value_is_nan(term):
    env = {"x": np.array([0.0, 0.0]), "a": (1, np.ones((2, 3)))}
    assert np.isnan(np.broadcast_to(value(term, env, np), 2)).all()


def test_strict_relations_fail_at_equality_and_others_do_not():
    env = {"x": np.array([1.0, 2.0, 0.0])}
    for op, signs in ((">", "-+-"), (">=", "0+-"), ("<", "--+"), ("=", "0--"), ("!=", "-++")):
        found = margin([op, "x", 1], env, np)
        assert "".join("0" if m == 0 else "+" if m > 0 else "-" for m in found) == signs
    both = ["and", [">=", "x", 0], ["not", ["<=", "x", 1]]]
    assert list(margin(both, env, np) > 0) == [False, True, False]


def test_entropies_and_ranks_of_a_world_known_by_hand():
    law = np.zeros((1, 2, 2, 2))  # X1, Y, C
    law[0, 0, 0, 0] = law[0, 1, 1, 0] = 0.5
    worlds = Worlds(["X1", "Y", "C"], law, np.array([[[1, 2], [2, 1]]]), np)
    env = {"@world": worlds}
    for term, wanted in (
        (["H", ["X"]], 1), (["I", ["X"], ["Y"]], 1), (["I", ["X"], ["C"]], 0), (["H", ["K"]], 1), (["card", ["C"]], 1),
        (["H", ["K"], ["Y", "C"]], 0), (["distortion"], 0.25), (["mrr"], 0.75), (["P_rank", 2], 0.5), (["p_top1"], 0.5),
        (["I", [["X", 1]], ["K"], ["C"]], 1),
    ):  # fmt: skip
        assert value(term, env, np)[0] == pytest.approx(wanted, abs=1e-15), term


def test_an_index_may_differ_from_instance_to_instance():
    env = {"y": (1, np.array([[1.0, 2.0], [2.0, 0.0], [2.0, 1.5]])), "c": np.array([[3.0, 4.0]] * 3)}
    found = value(["at", "c", ["at", "y", 2]], env, np)
    assert found[0] == 4
    assert np.isnan(found[1:]).all()


def test_an_array_without_a_certain_number_of_indices_is_not_drawn():
    statement = {"forall": [["p", "array", 0, 1]], "then": ["<=", ["at", "p", 1], ["at", "p", 1, 2]]}
    with pytest.raises(Rejected, match="no certain number"):
        draw_plan(statement, generator(Stream(0)), 0)
