"""Each guard of definedness, tripped once: a term that may lack a value is refused with the reason."""

import pytest
from kinds import UNIT

from checks.verify import Rejected, judge

ANY, N = ["y", "real", None, None], ["n", "integer", 1, None]
TERMS = ["a", "sequence", 1, "n", None, None]
OVER, HALF_N = ["/", 1, "x"], ["/", "n", 2]
CODED = ["W", "world", {"documents": "n", "modalities": 2}]
NAMED = ["W", "world", {"variables": ["A", "X1"]}]
PLAIN = ["W", "world", {"modalities": 2}]

CASES = [
    ("division by zero", ["/", 1, 0]),
    (r"0\^0", ["^", 0, 0]),
    ("a denominator", ["exp", OVER]),
    ("a denominator", ["ind", [">=", OVER, 0]]),
    ("a denominator", ["sum", "k", 1, "n", ["/", 1, ["-", "k", 1]]]),
    ("a denominator", ["sum", "k", ["-", ["abs", ["floor", OVER]]], "n", 1]),
    ("not shown to be an integer", ["sum", "k", 1, ["+", 1, HALF_N], 1]),
    ("not shown to be an integer", ["sum", "k", "x", ["+", "n", 1], 1]),
    ("not shown to be an integer", ["sum", "k", ["/", 1, 2], "n", 1]),
    ("not shown to be an integer", ["sum", "k", 1, ["+", "x", "n"], 1]),
    ("the range may be empty", ["sum", "k", 2, ["-", "n", 1], 1]),
    ("the range may be empty", ["maxover", "k", 2, "n", "k"]),
    ("under a logarithm", ["log2", ["*", "y", "y"]]),
    ("under a logarithm", ["log2", ["^", "y", 2]]),
    ("under a logarithm", ["ln", "x"]),
    ("under a root", ["sqrt", "y"]),
    ("off the domain of p log p", ["plog", "y"]),
    ("off the domain of h", ["h", ["-", "x", 1]]),
    ("off the domain of h", ["h", ["*", 2, "x"]]),
    ("the base of a power", ["^", "y", "x"]),
    ("the base of a negative power", ["^", "x", -1]),
    ("the base of a negative power", ["^", "x", 0]),
    ("not shown to be an integer", ["harmonic", "x"]),
    ("a count", ["harmonic", ["-", "n", 2]]),
    ("a count", ["binomial", "n", ["-", "n", 2]]),
    ("not shown to be an integer", ["mod", "n", ["+", 1, "x"]]),
    ("a modulus", ["mod", "n", ["-", "n", 1]]),
    ("not a sequence with one index", ["at", "a", 1, 1]),
    ("not a sequence with one index", ["at", "x", 1]),
    ("not shown to be an integer", ["at", "a", ["+", HALF_N, ["/", 1, 2]]]),
    ("below its range", ["at", "a", 0]),
    ("above its range", ["at", "a", ["+", "n", 1]]),
    ("H needs a world", ["H", ["A"]]),
    ("a is not a number", ["*", "a", "a"]),
]  # fmt: skip
OF_WORLDS = [
    ("needs a world with a code", PLAIN, ["P_rank", 1]),
    ("not shown to be an integer", CODED, ["P_rank", "x"]),
    ("not shown to be an integer", CODED, ["H", [["X", ["+", 1, "x"]]]]),
    ("no such modality", CODED, ["H", [["X", "n"]]]),
    ("no such modality", CODED, ["H", [["X", 0]]]),
    ("no such modality", CODED, ["H", ["X3"]]),
    ("no variable Q", CODED, ["H", ["Q"]]),
    ("no variable C", PLAIN, ["H", ["C"]]),
    ("no variable B", NAMED, ["H", ["B"]]),
    ("no variable X2", NAMED, ["H", [["X", 2]]]),
    ("W is not a number", NAMED, ["^", "W", 2]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "params", "term"), [(r, [], t) for r, t in CASES] + [(r, [w], t) for r, w, t in OF_WORLDS]
)
def test_a_guard_of_definedness(reason, params, term):
    formal = {"forall": [UNIT, ANY, N, TERMS, *params], "then": ["=", term, term]}
    with pytest.raises(Rejected, match=reason):
        judge(formal, [{"kind": "derivation", "steps": []}])


@pytest.mark.parametrize(
    ("reason", "params", "then"),
    [
        ("not a single relation", [UNIT], ["or", [">=", "x", 0], [">=", "x", 1]]),
        ("the name index_ is in use", [["index_", "integer", 1, 2], N, TERMS], ["all", "k", 1, "n", [">=", ["at", "a", "k"], 0]]),
        ("a denominator", [N, UNIT], ["all", "k", 1, "n", [">=", OVER, 0]]),
    ],
)  # fmt: skip
def test_a_guard_of_relations(reason, params, then):
    with pytest.raises(Rejected, match=reason):
        judge(
            {"forall": params, "given": [then] if then[0] == "all" else [], "then": then},
            [{"kind": "derivation", "steps": []}],
        )


@pytest.mark.parametrize(
    "term",
    [
        ["^", "x", 1],
        ["^", "n", 0],
        ["^", "n", "x"],
        ["h", "x"],
        ["plog", "x"],
        ["sum", "k", ["/", 2, 2], "n", 1],
        ["sum", "k", 1, ["-", "n", 1], 1],
    ],
)
def test_a_term_that_has_a_value_everywhere_is_not_refused(term):
    formal = {"forall": [UNIT, N], "then": ["=", term, term]}
    assert judge(formal, [{"kind": "derivation", "steps": []}]).verdict == "proved"
