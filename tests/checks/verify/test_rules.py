"""Each guard of the rules, tripped once: the step is refused for the reason that the guard gives."""

import pytest
from kinds import UNIT

from checks.verify import Rejected, judge

N, M = ["n", "integer", 1, None], ["m", "integer", 1, None]
ANY = ["y", "real", None, None]
TERMS = ["a", "sequence", 1, "n", None, None]
OVER, NOUGHT = ["/", 1, "x"], [">=", 1, 0]  # undefined at x = 0; and what is always so
ONES, TOTAL = ["sum", "k", 1, "n", 1], ["sum", "k", 1, "n", ["at", "a", "k"]]
EACH = ["all", "k", 1, "n", [">=", ["at", "a", "k"], 0]]
CODED = [N, ["W", "world", {"documents": "n"}]]
NAMED = [["W", "world", {"variables": ["A", "B"]}]]
HALF_N = ["/", "n", 2]


def step(by, rel, params=(N, UNIT), given=(), **fields):
    """A statement whose proof is one step of that rule."""
    formal = {"forall": list(params), "given": list(given), "then": rel}
    return formal, {"kind": "derivation", "steps": [{"rel": rel, "by": by, **fields}]}


def plain(then, steps=(), params=(N, UNIT), given=(), **more):
    formal = {"forall": list(params), "given": list(given), "then": then}
    return formal, {"kind": "derivation", "steps": list(steps), **more}


def combined(rel, *using, **more):
    return step("combine", rel, using=list(using), **more)


def lemma(formal, rel, params=(N, UNIT), given=(), proof=None, **values):
    formal = {"forall": formal[0], "then": formal[-1], **({"given": formal[1]} if len(formal) > 2 else {})}
    use = {"rel": rel, "by": "lemma", "lemma": 1, "with": values}
    return plain(rel, [use], params, given, lemmas=[{"formal": formal, "proof": proof or {"steps": []}}])


def nested(depth):
    inner = {"steps": []}
    for _ in range(depth):
        inner = {"steps": [], "lemmas": [{"formal": {"forall": [], "then": NOUGHT}, "proof": inner}]}
    return {"kind": "derivation", **inner}


def induction(rel, first=(), onward=(), params=(N,), given=(), variable="n"):
    return step("induction", rel, params, given, variable=variable, first=list(first), onward=list(onward))


def cut(after, rel=("=", ONES, "n"), **more):
    return step("unroll", list(rel), after=after, **more)


REAL = [["y", "real", 0, None]]
BELOW_ONE = [["y", "real", None, 1]]
WHOLE = [["j", "integer", 0, 5]]
ROW = [["b", "sequence", 1, 2, 0, 1]]
TWO_SUMS = ["sum", "i", 1, "n", ["sum", "j", 1, "m", ["*", "i", "j"]]]

DERIVATION = [
    ("a derivation has steps", {"forall": [UNIT, N], "then": ["<=", "x", ["+", 1, "n"]]},
     {"kind": "vacuous", "trivial": ["<=", "x", 1], "proof": {"steps": [], "surplus": 1}, "implies": {"steps": []}}),
    ("too deeply nested", {"forall": [], "then": NOUGHT}, nested(5)),
    ("a denominator", *plain(NOUGHT, given=[[">=", OVER, 0]])),
    ("exactly one of forall", *plain(NOUGHT, lemmas=[{"formal": None, "proof": {"steps": []}}])),
    ("a lemma is a plain statement", *plain(NOUGHT, lemmas=[{"formal": {"exists": [UNIT], "then": NOUGHT}, "proof": {"steps": []}}])),
    ("do not end in", *plain(["and", ["<=", "x", 1], ["<=", "x", 0]])),
    ("do not end in", *plain(EACH, params=[N, TERMS])),
    ("a denominator", *plain(["=", ["*", 0, OVER], 0])),
    ("needs a list of steps", {"forall": [], "then": NOUGHT}, {"kind": "derivation", "steps": 3}),
    ("unknown name", *plain(NOUGHT, [{"rel": ["=", "z", "z"], "by": "combine"}])),
    ("a denominator", *plain(NOUGHT, [{"rel": ["=", ["-", OVER, OVER], 0], "by": "combine"}])),
    ("using: ", *combined(["<=", "x", 1], [1])),
    ("no earlier step", *combined(["<=", "x", 1], [0, 0])),
    ("no earlier step", *combined(["<=", "x", 1], [1, 0])),
    ("unknown name", *combined(NOUGHT, [["=", "z", "z"], 1])),
    ("a denominator", *combined(NOUGHT, [["=", ["*", 0, OVER], 0], 1])),
    ("unknown name", *combined(NOUGHT, [["=", "x", "x"], "z"])),
    ("a denominator", *combined(["=", "y", 0], [["=", ["*", "x", "y"], 0], OVER], params=[UNIT, ANY], given=[["=", ["*", "x", "y"], 0]])),
    ("does not combine", *combined([">", "y", 0], [["!=", "y", 0], 1], params=[ANY], given=[["!=", "y", 0]])),
    ("multiplier", *combined([">=", ["*", "y", "x"], 0], [[">=", "x", 0], "y"], params=[UNIT, ANY])),
]  # fmt: skip

CASES = [
    ("is not closed", *step("evaluate", ["<=", "x", 1])),
    ("false: ", *step("evaluate", ["<=", 1, 0])),
    ("constant ends", *step("enumerate", [">=", "n", 1])),
    ("too many cases", *step("enumerate", [">=", "j", 0], [["j", "integer", 0, 30_000]])),
    ("cannot be enumerated", *step("enumerate", ["<=", "x", 0])),
    ("false at", *step("enumerate", ["<=", "j", 4], WHOLE)),
    ("a box shows an inequality", *step("boxes", ["=", "x", 1], trees=[["ball"]])),
    ("rationals in order", *step("boxes", ["<=", "y", 0], [["y", "real", 0, ["exp", 1]]], trees=[["ball"]])),
    ("rationals in order", *step("boxes", ["<=", "y", 1], [["y", "real", 1, 0]], trees=[["ball"]])),
    ("need as many trees", *step("boxes", ["<=", "x", 0], trees=[])),
    ("a ball does not show", *step("boxes", ["<=", "x", 0], trees=[["ball"]])),
    ("each shows a relation", *step("each", ["<=", "x", 1], steps=[])),
    ("do not end in", *step("each", EACH, [N, TERMS], steps=[])),
    ("not known for all", *step("one_of", [">=", ["at", "a", 1], 0], [N, TERMS], schema=EACH, index=1)),
    ("on a single relation", *step("cases", ["<=", "x", 0], on=["and", ["<=", "x", 0]], then=[], otherwise=[])),
    ("unknown name", *step("cases", NOUGHT, on=["<=", "z", 0], then=[], otherwise=[])),
    ("a denominator", *step("cases", NOUGHT, on=[">=", OVER, 0], then=[], otherwise=[])),
    ("do not end in", *step("cases", ["<=", "x", 0], on=["<=", "n", 2], then=[], otherwise=[])),
    ("unknown name", *step("absurd", ["<", 0, 0], of=["<=", "z", 0])),
    ("a denominator", *step("absurd", ["<", 0, 0], of=["=", ["*", 0, OVER], 0])),
    ("no contradiction", *step("absurd", ["<", 0, 0], of=["<=", "x", 1])),
    ("over an integer parameter", *induction(["<=", "x", 0], params=[UNIT], variable="x")),
    ("over an integer parameter", *induction(["<=", "j", 5], params=WHOLE, variable="j")),
    ("speaks of n", *induction(["<=", "n", 2], [], [], given=[["<=", "n", 2]])),
    ("speaks of n", *induction([">=", 1, 0], params=[N, ["y", "real", 0, "n"]])),
    ("the world depends on", *induction(["<=", ["H", ["Y"]], ["log2", "n"]], [], [], CODED)),
    ("do not end in", *induction([">=", "n", 5])),
    ("do not end in", *induction(["<=", "n", 1])),
    ("compares two sums", *step("termwise", ["<", ONES, ["sum", "k", 1, "n", 2]], steps=[])),
    ("the ranges differ", *step("termwise", ["=", ONES, ["sum", "k", 1, ["+", "n", 1], 1]], steps=[])),
    ("the ranges differ", *step("termwise", ["=", ONES, ["sum", "k", 0, "n", 1]], steps=[])),
    ("do not end in", *step("termwise", ["=", ONES, ["sum", "k", 1, "n", 2]], steps=[])),
    ("unroll states", *step("unroll", ["<=", ONES, ["+", 1, ["sum", "k", 2, "n", 1]]], end="first")),
    ("the range may be empty", *step("unroll", ["=", ["sum", "k", 1, ["-", "n", 1], 1], ["-", "n", 1]], end="last")),
    ("unknown name", *cut("z")),
    ("a denominator", *cut(["ceil", OVER])),
    ("not shown to be an integer", *cut(HALF_N, params=[["n", "integer", 2, None]])),
    ("the sum cannot end there", *cut(-1)),
    ("the sum ends before", *cut(["+", "n", 1])),
    ("unknown name", *step("unroll", ["=", ONES, "n"], by_integer="z")),
    ("not shown to be an integer", *step("unroll", ["=", ONES, "n"], by_integer=HALF_N)),
    ("the right side is not", *step("unroll", ["=", ONES, ["+", "n", 1]], end="first")),
    ("swap states", *step("swap", ["<=", TWO_SUMS, TWO_SUMS], [N, M])),
    ("swap states", *step("swap", ["=", TOTAL, TOTAL], [N, TERMS])),
    ("depends on the outer", *step("swap", ["=", ["sum", "i", 1, "n", ["sum", "j", 1, "i", 0]], 0])),
    ("not the swapped sum", *step("swap", ["=", TWO_SUMS, ["*", 2, TWO_SUMS]], [N, M])),
    ("unknown name", *step("member", ["<=", 1, ONES], index="z")),
    ("not shown to be an integer", *step("member", ["<=", 1, ONES], [["n", "integer", 2, None]], index=HALF_N)),
    ("below the range", *step("member", ["<=", 1, ONES], index=0)),
    ("above the range", *step("member", ["<=", 1, ONES], index=["+", "n", 1])),
    ("not that term", *step("member", ["<=", 2, ONES], index=1)),
    ("a term of the sum", *step("member", ["<=", ["at", "a", 1], TOTAL], [N, TERMS], index=1)),
    ("apply compares", *step("apply", ["=", ["exp", "x"], "x"])),
    ("apply compares", *step("apply", ["=", ["exp", "x"], ["sqrt", "x"]])),
    ("not a known increasing function", *step("apply", ["<=", ["abs", "y"], ["abs", "x"]], [ANY, UNIT], [["<=", "y", "x"]])),
    ("not a known increasing function", *step("apply", ["<=", ["^", "x", "n"], ["^", "x", ["*", 2, "n"]]], given=[[">", "x", 0]])),
    ("not known: ", *step("apply", ["<=", ["exp", "x"], ["exp", 0]])),
    ("there is no world", *step("world", NOUGHT)),
    ("not a fact of every such world", *step("world", ["<=", ["H", ["Y"]], 0], CODED)),
    ("not a basic fact", *step("basic", ["<=", ["abs", "x"], 0])),
]  # fmt: skip

INSTANCES = [
    ("not in the list of theorems", *step("cite", NOUGHT, theorem="none", **{"with": {}})),
    ("there is no lemma", *step("lemma", NOUGHT, lemma=0)),
    ("there is no lemma", *step("lemma", NOUGHT, lemma=1)),
    ("with: names and values", *step("cite", NOUGHT, theorem="log_tangent", **{"with": []})),
    ("the theorem gives", *lemma([REAL, [">=", "y", 0]], ["<=", "x", 0], y="x")),
    ("the theorem itself names", *lemma([NAMED, [">=", ["H", ["A"]], 0]], [">=", ["H", ["A"]], 0], NAMED, C=["vars", "A"])),
    ("unknown name", *lemma([REAL, NOUGHT], NOUGHT, y="z")),
    ("a denominator", *lemma([REAL, NOUGHT], NOUGHT, y=OVER)),
    ("not shown to be an integer", *lemma([WHOLE, NOUGHT], NOUGHT, j="x")),
    ("outside the theorem's domain", *lemma([REAL, [">=", "y", 0]], [">=", "y", 0], [ANY], y="y")),
    ("outside the theorem's domain", *lemma([BELOW_ONE, ["<=", "y", 1]], ["<=", "y", 1], [ANY], y="y")),
    ("no value of domain", *lemma([REAL, NOUGHT], NOUGHT)),
    ("no variable Q", *lemma([NAMED, [[">=", ["H", ["A"]], 0]], [">=", ["H", ["B"]], 0]], [">=", ["H", ["B"]], 0], NAMED, A=["vars", "Q"])),
    ("do not end in", *lemma([REAL, [["<=", "y", 0]], ["<=", "y", 0]], ["<=", "x", 0], y="x")),
    ("worlds of another class", *lemma([NAMED, [">=", ["H", ["A"]], 0]], NOUGHT)),
    ("worlds of another class", *lemma([NAMED, NOUGHT], NOUGHT, [["W", "world", {"variables": ["A"]}]])),
    ("worlds with other documents", *lemma([[["W", "world", {"documents": 1}]], NOUGHT], NOUGHT, CODED)),
    ("a sequence is", *lemma([ROW, NOUGHT], NOUGHT, b=["fn", "x"])),
    ("bad index", *lemma([ROW, NOUGHT], NOUGHT, b=["fn", "x", "x"])),
    ("unknown name", *lemma([ROW, NOUGHT], NOUGHT, b=["fn", "k", "z"])),
    ("a denominator", *lemma([[["b", "sequence", 1, 2, None, None]], NOUGHT], NOUGHT, b=["fn", "k", OVER])),
    ("outside the theorem's domain", *lemma([ROW, NOUGHT], NOUGHT, b=["fn", "k", ["-", "x", 1]])),
    ("outside the theorem's domain", *lemma([ROW, NOUGHT], NOUGHT, b=["fn", "k", "n"])),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "formal", "certificate"), DERIVATION + CASES + INSTANCES)
def test_a_guard_of_the_rules(reason, formal, certificate):
    with pytest.raises(Rejected, match=reason):
        judge(formal, [certificate])


@pytest.mark.parametrize(
    ("reason", "index", "rel"),
    [
        (None, 1, [">=", ["at", "a", 1], 0]),
        ("unknown name", "z", NOUGHT),
        ("not shown to be an integer", HALF_N, NOUGHT),
        ("below the range", 0, NOUGHT),
        ("above the range", ["+", "n", 1], NOUGHT),
        ("not that instance", "n", [">=", ["at", "a", 1], 0]),
    ],
)
def test_what_holds_for_all_indices_is_read_off_at_one_of_the_range(reason, index, rel):
    formal, certificate = step(
        "one_of", rel, [["n", "integer", 2, None], TERMS], [EACH], schema=EACH, index=index
    )
    if reason is None:
        assert judge(formal, [certificate]).verdict == "proved"
        return
    with pytest.raises(Rejected, match=reason):
        judge(formal, [certificate])


def test_steps_keep_their_numbers_after_one_for_all_indices():
    squares = ["all", "k", 1, "n", [">=", ["^", ["at", "a", "k"], 2], 0]]
    steps = [
        {"rel": squares, "by": "each", "steps": []},
        {"rel": ["=", ["*", "n", "n"], ["^", "n", 2]], "by": "combine"},
        {
            "rel": ["=", ["*", 2, ["*", "n", "n"]], ["*", 2, ["^", "n", 2]]],
            "by": "combine",
            "using": [[2, 2]],
        },
    ]
    formal, certificate = plain(["and", squares, steps[2]["rel"]], steps, [N, TERMS])
    assert judge(formal, [certificate]).verdict == "proved"
    certificate["steps"][2]["using"] = [[4, 1]]
    with pytest.raises(Rejected, match="no earlier step"):
        judge(formal, [certificate])


def test_both_cases_are_given_what_they_assume():
    rel = [">=", ["abs", "y"], "y"]
    same = [{"rel": ["=", ["abs", "y"], "y"], "by": "basic"}]
    other = [{"rel": ["=", ["abs", "y"], ["-", "y"]], "by": "basic"}]
    formal, certificate = step("cases", rel, [ANY], on=[">=", "y", 0], then=same, otherwise=other)
    assert judge(formal, [certificate]).verdict == "proved"


def test_induction_is_given_its_start_and_what_it_assumes():
    rel, after = [">=", ["^", 2, "n"], 2], [">=", ["^", 2, ["+", "n", 1]], 2]
    start = [{"rel": ["=", ["^", 2, "n"], ["^", 2, 1]], "by": "apply"}]
    formal, certificate = induction(rel, start, [{"rel": after, "by": "combine", "using": [[rel, 1]]}])
    assert judge(formal, [certificate]).verdict == "proved"


def test_induction_stands_at_the_outer_level():
    inner = induction([">=", "n", 1])[1]["steps"]
    formal, certificate = step("cases", [">=", "n", 1], [N], on=["<=", "n", 4], then=inner, otherwise=[])
    with pytest.raises(Rejected, match="at the outer level"):
        judge(formal, [certificate])


def test_a_theorem_that_is_used_is_named():
    rel = ["<=", ["-", ["*", "x", ["log2", 1]], ["plog", "x"]], ["/", ["-", 1, "x"], ["ln", 2]]]
    formal, certificate = step("cite", rel, theorem="log_tangent", **{"with": {"r": "x", "q": 1}})
    assert judge(formal, [certificate]).axioms == ["log_tangent"]
