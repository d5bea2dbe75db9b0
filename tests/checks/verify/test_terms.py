"""Each guard of the formal language, tripped once: what is no statement is refused with the reason."""

import pytest
from kinds import UNIT

from checks.verify.terms import MAX_BITS, Rejected, check_formal, substitute

N, TRUE = ["n", "integer", 1, None], [">=", 1, 0]
ORDER = {"variable": "n", "function": "n", "is_O_of": "n"}


def deep(levels):
    return ["-", deep(levels - 1)] if levels else 1


def about(term):
    return {"forall": [UNIT], "then": [">=", term, 0]}


def world(kind):
    return {"forall": [["W", "world", kind]], "then": TRUE}


TERMS = [
    ("too deep or too large", deep(70)),
    ("too deep or too large", ["+", *[["+", *[1] * 9000]] * 50]),
    ("an integer is too large", 2**MAX_BITS),
    ("not exact plain data", 0.5),
    ("unknown name", "z"),
    ("not an expression", ["none", 1]),
    ("not an expression", None),
    ("takes 2 to 2 arguments", ["/", 1]),
    ("takes 1 to 1 arguments", ["exp", 1, 2]),
    ("bad index x", ["sum", "x", 1, 2, 1]),
    ("bad index", ["sum", "k k", 1, 2, 1]),
    ("unknown name z", ["sum", "k", "z", 2, 1]),
    ("unknown name k", ["sum", "k", 1, "k", 1]),
    ("unknown name z", ["sum", "k", 1, 2, "z"]),
    ("unknown name z", ["ind", [">=", "z", 0]]),
    ("not a relation", ["ind", "x"]),
    ("unknown name z", ["H", [["X", "z"]]]),
    ("bad variable", ["H", [3]]),
    ("an index is of a named table", ["at", ["exp", 1], 2]),
]  # fmt: skip
FORMAL = [
    ("unknown name z", {"forall": [UNIT], "then": [">=", "z", 0]}),
    ("unknown name z", {"forall": [UNIT], "then": [">=", 0, "z"]}),
    ("unknown name z", {"forall": [UNIT], "then": ["all", "k", "z", 1, TRUE]}),
    ("bad index x", {"forall": [UNIT], "then": ["all", "x", 1, 2, TRUE]}),
    ("unknown name z", {"forall": [UNIT], "then": ["all", "k", 1, 2, [">=", "z", 0]]}),
    ("unknown name z", {"forall": [UNIT], "then": ["and", TRUE, [">=", "z", 0]]}),
    ("not a relation", {"forall": [UNIT], "then": ["not", TRUE, TRUE]}),
    ("must be a list", {"forall": {}, "then": TRUE}),
    ("one world at most", {"forall": [["V", "world", {}], ["W", "world", {}]], "then": TRUE}),
    ("bad parameter", {"forall": [UNIT, UNIT], "then": TRUE}),
    ("bad parameter", {"forall": [["x", "real", 0]], "then": TRUE}),
    ("bad parameter", {"forall": [["x x", "real", 0, 1]], "then": TRUE}),
    ("bad parameter", {"forall": [["x", "complex", 0, 1]], "then": TRUE}),
    ("unknown name y", {"forall": [["x", "real", 0, "y"], ["y", "real", 0, 1]], "then": TRUE}),
    ("bad world", world({"size": 2})),
    ("unknown name z", world({"documents": "z"})),
    ("unknown name z", world({"modalities": "z"})),
    ("named variables, or", world({"variables": ["A"], "documents": 2})),
    ("bad variables", world({"variables": ["A", 3]})),
    ("exactly one of forall", {"then": TRUE}),
    ("exactly one of forall", {"forall": [], "exists": [], "then": TRUE}),
    ("unknown fields", {"forall": [], "then": TRUE, "if": TRUE}),
    ("given must be a list", {"forall": [], "given": {}, "then": TRUE}),
    ("unknown name z", {"forall": [], "given": [[">=", "z", 0]], "then": TRUE}),
    ("not a relation", {"forall": []}),
    ("order needs", {"forall": [N], "order": ORDER, "then": TRUE}),
    ("order needs", {"forall": [N], "order": {"variable": "n", "function": "n"}}),
    ("unknown name z", {"forall": [N], "order": {**ORDER, "function": "z"}}),
    ("unknown name z", {"forall": [N], "order": {**ORDER, "is_O_of": "z"}}),
    ("an integer parameter", {"forall": [UNIT, N], "order": {**ORDER, "variable": "x"}}),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "formal"), [(reason, about(term)) for reason, term in TERMS] + FORMAL)
def test_a_guard_of_the_language(reason, formal):
    with pytest.raises(Rejected, match=reason):
        check_formal(formal)


@pytest.mark.parametrize("fn", [["fn", "i", "j", 1], ["nf", "i", 1], []])
def test_a_sequence_is_replaced_by_an_index_and_a_term(fn):
    with pytest.raises(Rejected, match="not a sequence or table of that kind"):
        substitute(["at", "a", 1], {"a": fn})
