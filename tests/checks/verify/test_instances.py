"""A condition that nothing meets, parts that fail by themselves and a trivial statement that is not simpler are refused."""

import json

import pytest

from checks.verify import Rejected, judge
from checks.verify.terms import MAX_BITS, check_plain

X = ["x", "real", 0, 1]
HALF = ["/", 1, 2]
CLAIM = {"forall": [X], "then": ["<=", "x", HALF]}
AGAINST = {"kind": "witness", "values": {"x": 1}}


def absurd(*facts):
    return {"steps": [{"rel": ["<=", 1, 0], "by": "combine", "using": [[f, 1] for f in facts]}]}


def under(condition, proof, **values):
    return [AGAINST, {"kind": "conditional", "condition": condition, "proof": proof, "values": values}]


def test_an_impossible_condition_is_refused_though_all_follows_from_it():
    high = ["<=", 2, "x"]
    anything = absurd(high, ["<=", "x", 1])
    anything["steps"].append({"rel": ["<=", "x", HALF], "by": "combine", "using": []})
    for x in (0, HALF, "1/2", 1, 2):
        with pytest.raises(Rejected, match=r"is false|outside its domain"):
            judge(CLAIM, under([high], anything, x=x))


@pytest.mark.parametrize(
    "values", [{}, {"y": 0}, {"x": 0, "y": 0}, {"x": None}, {"x": [1]}, {"x": ["+"]}, None, 3]
)
def test_a_condition_needs_an_instance(values):
    certificates = under([["<=", "x", HALF]], {"steps": []}, x=0)
    assert judge(CLAIM, certificates).verdict == "conditional"
    certificates[1]["values"] = values
    with pytest.raises(Rejected):
        judge(CLAIM, certificates)
    del certificates[1]["values"]
    with pytest.raises(Rejected):
        judge(CLAIM, certificates)


def test_the_instance_meets_the_hypotheses_too():
    claim = {**CLAIM, "given": [[">=", "x", ["/", 1, 4]]]}
    proof = {"steps": []}
    assert judge(claim, under([["<=", "x", HALF]], proof, x="1/3")).verdict == "conditional"
    with pytest.raises(Rejected, match="false at the instance"):
        judge(claim, under([["<=", "x", HALF]], proof, x=0))


def clash(*parts):
    return {"exists": [["x", "real", None, None]], "then": ["and", *parts]}


def test_a_part_that_is_false_by_itself_makes_no_inconsistency():
    low, closed = ["<=", "x", 0], ["<=", 1, 0]
    proof = {"steps": []}
    for x in (0, 1, ["exp", 1]):
        with pytest.raises(Rejected, match="is false"):
            judge(
                clash(low, closed),
                [{"kind": "inconsistency", "proof": proof, "without": [{"x": x}, {"x": 0}]}],
            )


def test_a_part_that_is_not_needed_makes_no_inconsistency():
    low, high, idle = ["<=", "x", 0], ["<=", 1, "x"], ["<=", "x", 9]
    proof = absurd(low, high)
    two = [{"kind": "inconsistency", "proof": proof, "without": [{"x": 1}, {"x": 0}]}]
    assert judge(clash(low, high), two).verdict == "inconsistent"
    for x in (0, 1, 2, "1/2"):
        three = [{"kind": "inconsistency", "proof": proof, "without": [{"x": 1}, {"x": 0}, {"x": x}]}]
        with pytest.raises(Rejected, match="is false"):
            judge(clash(low, high, idle), three)


def test_an_instance_may_be_a_closed_term_that_meets_an_equation():
    half, root = ["=", ["*", 2, "x"], 1], ["=", "x", ["exp", -1]]
    statement = clash(half, root)
    steps = [{"rel": ["<", ["exp", -1], HALF], "by": "evaluate"}]
    steps += [{"rel": ["<=", 1, 0], "by": "combine", "using": [[half, ["/", 1, ["-", 1, ["*", 2, ["exp", -1]]]]], [root, ["/", -2, ["-", 1, ["*", 2, ["exp", -1]]]]]]}]  # fmt: skip
    good = [
        {"kind": "inconsistency", "proof": {"steps": steps}, "without": [{"x": ["exp", -1]}, {"x": "1/2"}]}
    ]
    assert judge(statement, good).verdict == "inconsistent"
    for term in (
        ["exp", -2],
        ["log2", 0],
        ["/", 1, 0],
        ["at", "x", 1],
        ["H", ["Y"]],
        ["exp", "x"],
        ["sum", "k", 1, 10**9, "k"],
    ):
        good[0]["without"][0]["x"] = term
        with pytest.raises(Rejected):
            judge(statement, good)


def test_a_trivial_statement_leaves_something_out_and_brings_nothing_in():
    claim = {"forall": [X, ["y", "real", 0, None]], "then": ["<=", "x", ["+", 1, "y"]]}

    def vacuous(trivial):
        return [{"kind": "vacuous", "trivial": trivial, "proof": {"steps": []}, "implies": {"steps": []}}]

    assert judge(claim, vacuous(["<=", "x", 1])).verdict == "vacuous"
    for trivial in (
        claim["then"],
        ["<=", "x", ["+", 1, ["*", 2, "y"]]],
        ["and", ["<=", "x", 1], [">=", "y", 0]],
    ):
        with pytest.raises(Rejected, match="must name less"):
            judge(claim, vacuous(trivial))


def test_a_trivial_statement_about_a_world_leaves_out_a_variable():
    claim = {"forall": [["W", "world", {"variables": ["A", "B"]}]], "then": [">=", ["I", ["A"], ["B"]], 0]}
    for trivial in ([">=", ["H", ["A", "B"]], 0], [">=", ["I", ["B"], ["A"]], 0]):
        certificate = {
            "kind": "vacuous",
            "trivial": trivial,
            "proof": {"steps": []},
            "implies": {"steps": []},
        }
        with pytest.raises(Rejected, match="must name less"):
            judge(claim, [certificate])


def test_a_trivial_statement_about_a_query_leaves_out_more_than_a_modality():
    one, both = ([">=", ["H", [["X", m] for m in range(1, n + 1)]], 0] for n in (1, 2))
    claim = {"forall": [["W", "world", {"modalities": 2}]], "then": both}
    certificate = {"kind": "vacuous", "trivial": one, "proof": {"steps": []}, "implies": {"steps": []}}
    with pytest.raises(Rejected, match="must name less"):
        judge(claim, [certificate])


def test_what_the_checker_takes_for_an_integer_a_file_can_hold():
    for n in (2**MAX_BITS - 1, 1 - 2**MAX_BITS):
        assert json.loads(json.dumps(n)) == n
        assert len(str(n)) < 4000  # as long as the rationals "p/q" of certificates
        check_plain(n)
    with pytest.raises(Rejected, match="too large"):
        check_plain(2**MAX_BITS)


def test_a_closed_term_without_arguments_is_a_value():
    statement = {"forall": [["x", "real", 0, None]], "given": [[">", "x", 2]], "then": [">", "x", 1]}
    assert judge(statement, [{"kind": "derivation", "steps": [], "values": {"x": ["e"]}}]).verdict == "proved"
