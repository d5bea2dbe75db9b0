"""A statement proved from hypotheses shows that they can be met, or is red."""

import pytest

from checks import instances
from checks.register import Reading, about
from checks.verdicts import judged_reading

X = ["x", "real", 0, 1]
HIGH, LOW = [">=", "x", ["/", 3, 4]], ["<=", "x", ["/", 1, 2]]


def reading(*given, then=("<=", "x", 0), factor=4, values=None):
    """A derivation of the conclusion: from HIGH and LOW, anything."""
    steps = [{"rel": list(then), "by": "combine", "using": [[g, factor] for g in given]}]
    certificate = {"kind": "derivation", "steps": steps} | ({} if values is None else {"values": values})
    return Reading("w", {"forall": [X], "given": list(given), "then": list(then)}, [certificate])


def wrong(reading):
    """The verdict, and what a reviewer is told."""
    told = []
    return judged_reading(reading, False, told)["verdict"], "\n".join(told)


def test_hypotheses_without_an_instance_are_red():
    verdict, told = wrong(reading(LOW, then=("<=", "x", ["/", 3, 4]), factor=1))
    assert verdict == "proved"
    assert told == "the claim: no instance shows that its hypotheses can be met"


def test_an_instance_of_the_hypotheses_makes_it_green():
    assert wrong(reading(LOW, then=("<=", "x", ["/", 3, 4]), factor=1, values={"x": "1/2"})) == ("proved", "")


def test_without_hypotheses_none_is_asked_for():
    assert wrong(reading(then=("<=", "x", 1))) == ("proved", "")


@pytest.mark.parametrize("x", [0, "1/2", "5/8", "3/4", 1, ["/", 5, 8]])
def test_from_impossible_hypotheses_anything_follows_but_no_instance_is_accepted(x):
    """x >= 3/4 and x <= 1/2, so x <= -1: a derivation that nothing else would stop."""
    nothing = reading(HIGH, LOW, then=("<=", "x", -1), factor=8)
    assert wrong(nothing)[1] == "the claim: no instance shows that its hypotheses can be met"
    verdict, told = wrong(about(nothing, {"x": x}, None))
    assert verdict is None
    assert "is false" in told
    assert instances.instance(nothing.formal, [{"x": x}]) is None


def test_a_neighbours_proof_is_asked_too():
    beside = reading(LOW, then=("<=", "x", ["/", 3, 4]), factor=1)
    against = [{"kind": "witness", "values": {"x": "1/2"}}]
    refuted = Reading("w", {"forall": [X], "given": [LOW], "then": ["<", "x", ["/", 1, 2]]}, against, beside)
    assert wrong(refuted)[1] == "the neighbour of the claim: no instance shows that its hypotheses can be met"
    assert wrong(about(refuted, None, {"x": 0})) == ("refuted", "")


def test_an_instance_is_taken_from_what_is_known_or_found():
    statement = reading(LOW, [">", "x", 0]).formal
    assert instances.instance(statement, [{"x": 1}, {"y": 0}, {"x": "1/3"}, {"x": "1/4"}]) == {"x": "1/3"}
    assert instances.accepts(statement, instances.instance(statement, []))
