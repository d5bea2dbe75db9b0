"""What naming the first J documents leaves, against all laws that are uniform on a few documents."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.verify.judge import judge
from theory.list_limits import ahead, beyond_named, covered_to_the_end, unnamed, worst_average

P, G, E = (["at", name, "k"] for name in "pge")
FALLING = lambda name: ["all", "k", 1, ["+", -1, "n"], [">=", ["at", name, "k"], ["at", name, ["+", 1, "k"]]]]  # noqa: E731
LAW = ["=", ["sum", "k", 1, "n", P], 1]
LOST = ["+", ["*", -1, "a"], G]
FIRST = ["+", 1, "J"]
THEOREMS = {
    ahead: {
        "forall": [["n", "integer", 1, None], ["a", "sequence", 1, "n", 0, None], ["e", "sequence", 1, "n", None, None]],
        "given": [FALLING("a"), ["all", "k", 1, "n", [">=", ["sum", "i", 1, "k", ["at", "e", "i"]], 0]]],
        "then": [">=", ["sum", "k", 1, "n", ["*", ["at", "a", "k"], E]], 0],
    },
    unnamed: {
        "forall": [
            ["n", "integer", 1, None], ["J", "integer", 0, None], ["B", "real", 0, None], ["a", "real", None, None],
            ["p", "sequence", 1, "n", 0, None], ["g", "sequence", 1, "n", None, None],
        ],
        "given": [
            ["<=", "J", "n"], FALLING("p"), LAW,
            ["all", "L", FIRST, "n", ["<=", ["sum", "k", FIRST, "L", LOST], ["*", "B", "L"]]],
        ],
        "then": ["<=", ["sum", "k", FIRST, "n", ["*", LOST, P]], "B"],
    },
    lambda: beyond_named(1): {
        "forall": [["n", "integer", 1, None], ["p", "sequence", 1, "n", 0, None]],
        "given": [FALLING("p"), LAW],
        "then": ["<=", ["sum", "k", 2, "n", ["/", P, "k"]], ["/", 5, 18]],
    },
}  # fmt: skip


@pytest.mark.parametrize("make", THEOREMS)
def test_the_theorems_are_these_and_are_accepted(make):
    statement, derivation = make()
    assert statement == THEOREMS[make]
    assert judge(statement, [derivation.certificate()]).verdict == "proved"


def test_to_the_end_the_last_of_the_hypotheses_is_asked_for_alone():
    assert covered_to_the_end() == ["<=", ["sum", "k", FIRST, "n", LOST], ["*", "B", "n"]]


@pytest.mark.parametrize("named", [1, 2, 5, 6, 9])
def test_the_worst_average_is_the_largest_of_all(named):
    terms, largest = Fraction(0), Fraction(0)
    for size in range(named + 1, 40 * named):
        terms += Fraction(1, size)
        largest = max(largest, terms / size)
    size, most = worst_average(named)
    assert Fraction(int(most.p), int(most.q)) == largest
    assert sum(Fraction(1, k) for k in range(named + 1, size + 1)) / size == largest


@given(st.integers(1, 6), st.lists(st.integers(0, 50), min_size=1, max_size=30).filter(any))
def test_no_falling_law_loses_more(named, weights):
    ordered = sorted(weights, reverse=True)
    lost = sum(
        Fraction(weight, sum(ordered) * rank) for rank, weight in enumerate(ordered, 1) if rank > named
    )
    most = worst_average(named)[1]
    assert lost <= Fraction(int(most.p), int(most.q))
