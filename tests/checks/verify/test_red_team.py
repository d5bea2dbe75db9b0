"""False statements, or verdicts that do not fit, each with a proof that leans on one weak spot: none is accepted."""

import pytest

from checks.verify import Rejected, judge

N = ["n", "integer", 1, None]
CODED = [["N", "integer", 1, None], ["W", "world", {"documents": "N"}]]


def proof(*steps, lemmas=None):
    out = {"kind": "derivation", "steps": list(steps)}
    return out | ({"lemmas": lemmas} if lemmas else {})


def undefined(term, **values):
    return {"kind": "undefined", "term": term, "values": values}


def captured_index():
    """A lemma's real k_ must not be caught by a sum whose index k had to be renamed: sum j^2 = -sum j."""
    then = ["=", ["sum", "k", 1, "n", ["*", "k", "k_"]], ["*", "k_", ["sum", "k", 1, "n", "k"]]]
    lemma = {"forall": [N, ["k_", "real", None, 0]], "then": then}
    goal = ["=", ["sum", "j", 1, "k", ["*", "j", "j"]], ["*", -1, ["sum", "j", 1, "k", "j"]]]
    step = {"rel": goal, "by": "lemma", "lemma": 1, "with": {"n": "k", "k_": -1}}
    lemmas = [{"formal": lemma, "proof": {"steps": []}}]
    return {"forall": [["k", "integer", 1, None]], "then": goal}, proof(step, lemmas=lemmas)


def mixed_world():
    """X both a variable by itself and all of X1, X2."""
    world = ["W", "world", {"variables": ["X", "X1", "X2"], "modalities": 2}]
    return {"forall": [world], "then": ["=", ["H", ["X"]], ["H", [["X", 1], ["X", 2]]]]}, proof()


def no_such(term, kind):
    return {"forall": [["W", "world", kind]], "then": [">=", term, 0]}, proof()


def unequal_from_an_inequality():
    """x - x <= ... : x >= 0 does not combine to x != 1."""
    rel = ["!=", "x", 1]
    step = {"rel": rel, "by": "combine", "using": [[[">=", "x", 0], 1]]}
    return {"forall": [["x", "real", 0, None]], "then": rel}, proof(step)


def index_of_another_sum():
    """The sum in a hypothesis starts at a, not at 1 as the sum in the conclusion does."""
    params = [N, ["a", "integer", None, None], ["b", "integer", "a", None], ["x", "real", None, None]]
    given = [[">", "x", -1], [">=", "x", ["sum", "j", "a", "b", "j"]]]
    then = [">=", ["sum", "k", 1, "n", ["log2", ["+", "x", "k"]]], 0]
    return {"forall": params, "given": given, "then": then}, proof()


def indicator_of_a_conjunction():
    """sum_i ind(i = 1) is 1, no multiple of its range's length."""
    one = ["ind", ["and", ["=", "i", 1]]]
    left, right = (["*", a, ["sum", "i", 1, b, one]] for a, b in (("m", "n"), ("n", "m")))
    return {"forall": [N, ["m", "integer", 1, None]], "then": ["=", left, right]}, proof()


def growth(params, given):
    order = {"variable": "n", "function": ["^", "n", 2], "is_O_of": "n"}
    certificate = {"kind": "growth", "constant": 1, "from": 1, "factor": "linear", "proof": {"steps": []}}
    return {"forall": params, "given": given, "order": order}, certificate


def too_large_to_compute(term, value):
    return {"forall": [N], "then": [">", term, 0]}, undefined(term, n=value)


def index_in_balls():
    """sqrt(2)^2 is the index 2, though balls do not show it."""
    term = ["at", "a", ["^", ["sqrt", 2], 2]]
    return {"forall": [["a", "sequence", 1, 2, None, None]], "then": [">", term, 0]}, undefined(
        term, a=[1, 1]
    )


def outside_an_end_in_balls():
    """exp(ln 2) - 1 is 1, and x lies just below it."""
    x = f"{2**70 - 1}/{2**70}"
    domain = ["x", "real", ["-", ["exp", ["ln", 2]], 1], None]
    return {"forall": [domain], "then": [">=", "x", 1]}, {"kind": "witness", "values": {"x": x}}


def two_worlds():
    rel = ["<=", ["H", ["Y"]], ["log2", 1]]
    worlds = [["V", "world", {"documents": 1}], ["W", "world", {"documents": 2}]]
    return {"forall": worlds, "then": ["<=", ["H", ["Y"]], 0]}, proof({"rel": rel, "by": "world"})


def renamed_in_a_coded_world():
    """Rank and codeword give the document, not the query."""
    lemma = {"forall": CODED, "then": ["=", ["H", ["Y"], ["K", "C"]], 0]}
    rel = ["=", ["H", ["X1"], ["K", "C"]], 0]
    step = {"rel": rel, "by": "lemma", "lemma": 1, "with": {"N": "N", "Y": ["vars", "X1"]}}
    lemmas = [{"formal": lemma, "proof": {"steps": [{"rel": lemma["then"], "by": "world"}]}}]
    return {"forall": CODED, "then": rel}, proof(step, lemmas=lemmas)


def guarded():
    term = ["/", 1, "x"]
    then = ["implies", [">", "x", 0], [">", term, 0]]
    return {"forall": [["x", "real", 0, None]], "then": then}, undefined(term, x=0)


def under_an_empty_sum():
    term = ["/", 1, "x"]
    params = [["x", "real", 0, None], ["n", "integer", 0, None]]
    return {"forall": params, "then": [">=", ["sum", "k", 1, "n", term], 0]}, undefined(term, x=0, n=0)


def towers(term):
    return {"forall": [["x", "real", None, None]], "then": [">", term, 0]}, proof()


def a_billion(size):
    """Sizes are not counted out one by one."""
    world = {
        "variables": ["X1", "Y"],
        "law": [[[0, 1], 1]],
        "encoder": [[[0], [["a", 1]]]],
        "decoder": {"a": [1]},
    }
    return {"forall": [["W", "world", {size: 10**9}]], "then": ["<", 1, 0]}, {
        "kind": "witness",
        "values": {"W": world},
    }


ROOTS = ["=", ["sqrt", 8], ["*", 2, ["sqrt", 2]]]
NOUGHT = ["-", *ROOTS[1:]]  # it is 0, and neither its form nor balls show it
E = ["exp", 1]


def claim(then, *steps, given=(), params=()):
    return {"forall": list(params), "given": list(given), "then": then}, proof(*steps)


def divided_by_nought():
    known = {"rel": ROOTS, "by": "basic"}
    return claim(["=", 1, 0], known, {"rel": ["=", 1, 0], "by": "combine", "using": [[1, ["/", 1, NOUGHT]]]})


def induction_from_a_half():
    """n is 1/2 at the start, and as an integer at least 1: anything follows there, and nothing beyond."""
    half, rel = ["/", 1, 2], ["<=", 1, 0]
    first = [
        {"rel": [">=", "n", 1], "by": "basic"},
        {"rel": rel, "by": "combine", "using": [[1, 2], [["=", "n", half], -2]]},
    ]
    step = {"rel": rel, "by": "induction", "variable": "n", "first": first, "onward": []}
    return claim(rel, step, params=[["n", "integer", half, None]])


def index_of_a_sum_up_to_a_sum():
    """As above, where the hypothesis's sum ends at a sum: j starts at a, not at 1 as k does."""
    end = ["ceil", ["sum", "i", 1, "n", ["at", "t", "i"]]]
    terms = ["t", "sequence", 1, "n", None, None]
    params = [N, ["a", "integer", None, None], terms, ["x", "real", None, None]]
    given = [[">", "x", -1], [">=", end, "a"], [">=", "x", ["sum", "j", "a", end, "j"]]]
    return claim([">=", ["sum", "k", 1, "n", ["log2", ["+", "x", "k"]]], 0], given=given, params=params)


def powers_in_balls(base, exponent):
    """e times a power of a number that is negative for k = 1."""
    return claim([">", ["sum", "k", 1, 1, ["*", E, ["^", base, exponent]]], 0])


def root_of_a_square():
    """exp(ln(x^2)/2) is |x|, not x."""
    root = ["exp", ["/", ["ln", ["^", ["-", "k", 3], 2]], 2]]
    return claim(["=", *[["sum", "k", 1, 1, ["*", E, y]] for y in (root, ["-", "k", 3])]])


def empty_sums():
    """A sum from 5 to 1 has no terms, not -3 of them."""
    left, right = ["sum", "k", 5, "i", E], ["*", ["-", "i", 4], E]
    return claim(["=", ["sum", "i", 1, 6, left], ["sum", "i", 1, 6, right]])


def renamed(end, value, given, rel):
    """A lemma on y up to an end, at a value and for B in A's place: neither is the value B's, nor the end A's."""
    world = ["W", "world", {"variables": ["A", "B"]}]
    lemma = {"forall": [world, ["y", "real", None, end]], "then": ["<=", "y", end]}
    step = {"rel": rel, "by": "lemma", "lemma": 1, "with": {"y": value, "A": ["vars", "B"]}}
    formal = {"forall": [world], "given": [given], "then": rel}
    return formal, proof(step, lemmas=[{"formal": lemma, "proof": {"steps": []}}])


def ill_posed(term):
    return {"forall": [["x", "real", 0, 1]], "then": [">=", term, "x"]}, undefined(term, x=0)


TOWER = ["^", ["^", ["^", ["^", 7, 4096], 4096], 4096], 4096]


def known_for_all_without_a_value():
    """x/x >= 1 for all k, which has no value at x = 0, from 1 >= 1 for all k."""
    each = lambda left: ["all", "k", 1, "n", [">=", left, 1]]  # noqa: E731
    params = [["x", "real", None, None], ["n", "integer", 1, None]]
    return {"forall": params, "then": each(["/", "x", "x"])}, proof(
        {"by": "each", "rel": each(1), "steps": []}
    )


CASES = {
    "known for all without a value": known_for_all_without_a_value(),
    "captured index": captured_index(),
    "mixed world": mixed_world(),
    "a modality too many": no_such(["H", ["X3"]], {"documents": 2, "modalities": 2}),
    "modality zero": no_such(["H", ["X0"]], {"documents": 2}),
    "perhaps a second modality": no_such(["H", ["X2"]], {"documents": 2}),
    "unknown variable": no_such(["H", ["Q"]], {"documents": 2}),
    "no codeword": no_such(["H", ["C"]], {"modalities": 1}),
    "no code": no_such(["P_rank", 1], {"variables": ["A"]}),
    "no query": no_such(["I", ["X"], ["A"]], {"variables": ["A"]}),
    "unequal from an inequality": unequal_from_an_inequality(),
    "index of another sum": index_of_another_sum(),
    "indicator of a conjunction": indicator_of_a_conjunction(),
    "growth up to 10": growth([["n", "integer", 1, 10]], []),
    "growth up to 10, by hypothesis": growth([N], [["<=", "n", 10]]),
    "growth for no y": growth([N, ["y", "real", 1, 0]], []),
    "a large harmonic number": too_large_to_compute(["harmonic", "n"], 20001),
    "a large factorial": too_large_to_compute(["factorial", "n"], 2001),
    "an index in balls": index_in_balls(),
    "outside an end in balls": outside_an_end_in_balls(),
    "two worlds": two_worlds(),
    "renamed in a coded world": renamed_in_a_coded_world(),
    "guarded": guarded(),
    "under an empty sum": under_an_empty_sum(),
    "a billion documents": a_billion("documents"),
    "a billion modalities": a_billion("modalities"),
    "a tower of powers": towers(TOWER),
    "divided by nought": divided_by_nought(),
    "nought to the power of nought": claim(["=", ["^", NOUGHT, 0], 1]),
    "induction from a half": induction_from_a_half(),
    "index of a sum up to a sum": index_of_a_sum_up_to_a_sum(),
    "a value is renamed": renamed(1, ["H", ["A"]], ["<=", ["H", ["A"]], 1], ["<=", ["H", ["B"]], 1]),
    "an end is not": renamed(["H", ["A"]], 1, [">=", ["H", ["A"]], 1], [">=", ["H", ["B"]], 1]),
    "a sum from zero": claim([">=", ["sum", "k", 0, "n", ["log2", ["+", ["/", 1, 2], "k"]]], 0], params=[["n", "integer", 0, None]]),
    "a cube of a negative number": claim([">", ["^", ["-", 8], ["/", 3, 1]], 0]),
    "a square of zero": claim([">", ["^", ["-", 1, 1], ["/", 2, 1]], 0]),
    "a negative base": powers_in_balls(-2, "k"),
    "a base that may be negative": powers_in_balls(["-", "k", 3], "k"),
    "an even power, or not": powers_in_balls(-2, ["/", 2, ["+", "k", 1]]),
    "root of a square": root_of_a_square(),
    "empty sums": empty_sums(),
    "to the power of an integer in balls": ill_posed(["^", -2, ["^", ["sqrt", 2], 2]]),
    "a range from no number": claim(["all", "k", ["/", 1, "x"], 5, [">=", 1, 0]], params=[["x", "real", 0, 1]]),
    "a range from a half": claim(["all", "k", ["/", 1, 2], 5, [">=", 1, 0]]),
    "a hypothesis for all of a range from a half": claim([">=", 1, 0], given=[["all", "k", ["/", 1, 2], 5, [">=", "k", 0]]]),
    "a domain without an end": claim([">=", 1, 0], params=[["y", "real", None, None], ["x", "real", ["/", 1, "y"], 5]]),
    "a large power of two": towers(["^", 2, ["+", "x", 10**9]]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_is_rejected(case):
    formal, certificate = CASES[case]
    with pytest.raises(Rejected):
        judge(formal, [certificate])


def test_what_is_defined_stays_so():
    """The same rules at work where they hold."""
    sized = [
        ["M", "integer", 2, None],
        ["N", "integer", 1, None],
        ["W", "world", {"documents": "N", "modalities": "M"}],
    ]
    for term in (
        ["H", ["X2"]],
        ["H", [["X", "M"]]],
        ["sum", "i", 1, "M", ["H", [["X", "i"]]]],
        ["P_rank", 1],
    ):
        assert judge({"forall": sized, "then": [">=", term, 0]}, [proof()]).verdict == "proved"
    renamed = [
        "=",
        ["sum", "i", 1, "n", ["ind", ["and", ["=", "i", 1]]]],
        ["sum", "j", 1, "n", ["ind", ["and", ["=", "j", 1]]]],
    ]
    assert judge({"forall": [N], "then": renamed}, [proof()]).verdict == "proved"
    division = ["/", 1, "x"]
    assert (
        judge(
            *_list(({"forall": [["x", "real", 0, 1]], "then": [">", division, 0]}, undefined(division, x=0)))
        ).verdict
        == "ill-posed"
    )


def _list(pair):
    return pair[0], [pair[1]]
