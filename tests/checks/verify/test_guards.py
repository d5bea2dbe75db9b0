"""Each guard of the judge, tripped once: what would be accepted without it is rejected for the reason that it gives."""

import pytest
from kinds import CLASH, FAR, UNIT

from checks.verify import Rejected, judge

N = ["n", "integer", 1, None]
ORDER = {"variable": "n", "function": ["+", "n", 1], "is_O_of": "n"}
NOTHING = {"steps": []}
TWICE, ONE = ["=", ["*", 2, "n"], 1], [">=", "n", 1]
SAME = ["<", ["+", ["exp", 1], "x"], ["+", ["sqrt", ["exp", 2]], "x"]]  # false, but balls do not tell
SUM = ["sum", "k", 0, 2, ["/", 1, "k"]]


def inconsistency(params, parts, using, *without):
    proof = {"steps": [{"rel": ["<=", 1, 0], "by": "combine", "using": using}]}
    certificate = {"kind": "inconsistency", "proof": proof, "without": list(without)}
    return {"exists": params, "then": ["and", *parts]}, certificate


CASES = [
    ("only a statement for all", {"exists": [UNIT, N], "then": ["<=", "x", ["+", 1, "n"]]},
     {"kind": "vacuous", "trivial": ["<=", "x", 1], "proof": NOTHING, "implies": NOTHING}),
    ("one instance does not decide", {"forall": [N], "order": ORDER}, {"kind": "witness", "values": {"n": 1}}),
    ("index of its own", {"forall": [UNIT], "then": [">=", SUM, "x"]},
     {"kind": "undefined", "values": {"x": 0}, "term": SUM[4]}),
    ("not an expression", {"forall": [["W", "world", {"variables": ["A"]}]], "then": [">=", ["H", ["A"]], 0]},
     {"kind": "undefined", "values": {"W": {"variables": ["A"], "law": [[[0], 1]]}}, "term": ["A"]}),
    ("is not an integer", *inconsistency([["n", "integer", 0, None]], [TWICE, ONE], [[TWICE, -1], [ONE, 2]], {"n": 1}, {"n": ["/", 1, 2]})),
    ("is false", *inconsistency([UNIT], [["and", FAR[0], ["<=", "x", 1]], FAR[1]], CLASH["using"], {"x": 0}, {"x": ["exp", -1]})),
    ("between the parts of a conjunction", {"forall": [UNIT], "then": ["and", *FAR]},
     inconsistency([UNIT], FAR, CLASH["using"], {"x": 0}, {"x": 1})[1]),
    ("do not end in", *inconsistency([UNIT], [SAME, ["<=", "x", 1]], [], {"x": 0}, {"x": ["exp", 0]})),
    ("must be integer", {"forall": [N], "then": ["!=", ["*", 2, "n"], 3]}, {"kind": "witness", "values": {"n": "3/2"}}),
    ("hypothesis .* is false", {"forall": [UNIT], "given": [[">", "x", 0]], "then": [">=", ["/", 1, "x"], 1]},
     {"kind": "undefined", "values": {"x": 0}, "term": ["/", 1, "x"]}),
    ("not an order statement", {"forall": [N], "then": [">=", "n", 1]}, {"kind": "order", "constant": 1, "from": 1, "proof": NOTHING}),
    ("needs a constant and a threshold", {"forall": [N], "order": ORDER}, {"kind": "derivation", "steps": []}),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "formal", "certificate"), CASES)
def test_a_guard_of_the_judge(reason, formal, certificate):
    with pytest.raises(Rejected, match=reason):
        judge(formal, [certificate])


def test_an_order_statement_may_be_ill_posed():
    term = ["/", 1, ["-", "n", 1]]
    certificate = {"kind": "undefined", "values": {"n": 1}, "term": term}
    assert judge({"forall": [N], "order": {**ORDER, "function": term}}, [certificate]).verdict == "ill-posed"


def test_terms_in_place_of_numbers_may_meet_a_conjunction():
    parts = [["and", FAR[0], ["<=", "x", 1]], FAR[1]]
    formal, certificate = inconsistency([UNIT], parts, CLASH["using"], {"x": 0}, {"x": ["exp", 0]})
    assert judge(formal, [certificate]).verdict == "inconsistent"


def test_no_certificate_is_no_verdict():
    with pytest.raises(Rejected, match="there is no certificate"):
        judge({"forall": [UNIT], "then": [">=", "x", 0]}, [])


def test_two_certificates_make_no_verdict():
    proof = {"kind": "derivation", "steps": []}
    statement = {"forall": [UNIT], "then": [">=", "x", 0]}
    assert judge(statement, [proof]).verdict == "proved"
    with pytest.raises(Rejected, match="do not make one verdict"):
        judge(statement, [proof, proof])


def test_a_condition_is_a_relation_of_the_statement():
    first = {"kind": "witness", "values": {"x": 1}}
    second = {"kind": "conditional", "condition": [["<", "x", "y"]], "proof": NOTHING, "values": {"x": "1/2"}}
    with pytest.raises(Rejected, match="unknown name y"):
        judge({"forall": [UNIT], "then": ["<", "x", 1]}, [first, second])


def test_a_lemma_is_used_only_where_its_hypothesis_is_known():
    nothing = ["<=", "x", 0]
    lemma = {"formal": {"forall": [UNIT], "given": [nothing], "then": nothing}, "proof": NOTHING}
    step = {"rel": nothing, "by": "lemma", "lemma": 1, "with": {"x": "x"}}
    proof = {"kind": "derivation", "lemmas": [lemma], "steps": [step]}
    with pytest.raises(Rejected, match="do not end in"):
        judge({"forall": [UNIT], "then": nothing}, [proof])
    assert judge({"forall": [UNIT], "given": [nothing], "then": nothing}, [proof]).verdict == "proved"


@pytest.mark.parametrize(
    "rel",
    [
        ["=", 1, ["sum", "k", 1, "n", 1]],
        [">=", 1, ["sum", "k", 1, "n", 1]],
        ["<=", ["/", 1, 2], ["prod", "k", 1, "n", ["/", 1, 2]]],
    ],
)
def test_a_member_is_at_most_a_sum_and_nothing_else(rel):
    proof = {"kind": "derivation", "steps": [{"rel": rel, "by": "member", "index": 1}]}
    with pytest.raises(Rejected, match="member states"):
        judge({"forall": [N], "then": rel}, [proof])


def test_a_function_is_not_applied_under_an_index():
    rel = ["=", ["sum", "k", 1, "n", "k"], ["sum", "k", 1, "n", ["*", 1, "k"]]]
    with pytest.raises(Rejected, match="does not reach under indices"):
        judge({"forall": [N], "then": rel}, [{"kind": "derivation", "steps": [{"rel": rel, "by": "apply"}]}])


def test_a_sequence_is_given_by_its_index_and_a_term():
    lemma = {
        "formal": {"forall": [["g", "sequence", 1, 2, 0, None]], "then": [">=", ["at", "g", 1], 0]},
        "proof": NOTHING,
    }
    step = {"rel": [">=", "x", 0], "by": "lemma", "lemma": 1, "with": {"g": ["fx", "k", "x"]}}
    proof = {"kind": "derivation", "lemmas": [lemma], "steps": [step]}
    with pytest.raises(Rejected, match="a sequence is"):
        judge({"forall": [UNIT], "then": [">=", "x", 0]}, [proof])
