"""Each guard of evaluation, tripped once: a term without a value, or one too large to compute, says so."""

import math
from fractions import Fraction

import pytest
from flint import arb

from checks.verify.evaluate import evaluate, holds, plog_on_box
from checks.verify.numbers import CannotTell, rational_ball
from checks.verify.terms import Rejected, Undefined

ENV = {"a": (1, [Fraction(1), [Fraction(1)]]), "big": Fraction(2**1000)}
E, ROOT = ["exp", 1], ["sqrt", 2]

CASES = [
    (Undefined, "division by zero", ["/", 1, 0]),
    (Rejected, "exponent 5000 is too large", ["^", 1, 5000]),
    (Rejected, "exponent -5000 is too large", ["^", 1, -5000]),
    (Undefined, r"0\^0", ["^", 0, 0]),
    (Undefined, r"0\^-1", ["^", 0, -1]),
    (Rejected, "grows too large", ["^", "big", 1001]),
    (Rejected, "grows too large", ["^", ["/", 1, "big"], 1001]),
    (Undefined, "not positive", ["^", -2, ["/", 1, 2]]),
    (Undefined, "square root of a negative", ["sqrt", -1]),
    (Undefined, "square root of a negative", ["sqrt", ["-", E]]),
    (Undefined, "over nothing", ["maxover", "k", 1, 0, "k"]),
    (CannotTell, "too close to an integer", ["ceil", ["^", ROOT, 2]]),
    (Undefined, r"harmonic\(-1\)", ["harmonic", -1]),
    (Rejected, "is not computed", ["harmonic", 20_001]),
    (Undefined, "out of range", ["factorial", -1]),
    (Rejected, "too large", ["factorial", 2001]),
    (Rejected, "has no number", "z"),
    (Rejected, "has no number", "a"),
    (Rejected, "too many terms", ["sum", "k", 1, 200_002, 0]),
    (Undefined, "out of range", ["at", "a", 3]),
    (Undefined, "out of range", ["at", "a", 0]),
    (Undefined, "out of range", ["at", "big", 1]),
    (Undefined, "is not a number", ["at", "a", 2]),
    (Undefined, "mod 0", ["mod", 1, 0]),
    (Rejected, "needs a world", ["H", ["A"]]),
    (Undefined, "not positive", ["log2", ["-", E]]),
    (Undefined, "log2 of 0", ["log2", 0]),
    (Undefined, "log2 of -1", ["log2", -1]),
    (Rejected, "grows too large", ["*", *[["^", 2, 4096]] * 300]),
    (CannotTell, "not known to be an integer", ["harmonic", E]),
    (Undefined, "is not an integer", ["harmonic", ["/", 1, 2]]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "reason", "term"), CASES)
def test_a_guard_of_evaluation(kind, reason, term):
    with pytest.raises(kind, match=reason):
        evaluate(term, ENV)


def test_a_relation_is_not_asked_of_a_long_range():
    with pytest.raises(Rejected, match="too many cases"):
        holds(["all", "k", 1, 200_002, ["=", 0, 0]], {})


def test_nothing_is_raised_to_zero_where_it_may_be_zero():
    nought = ["-", ["sqrt", 8], ["*", 2, ROOT]]
    for exponent in (0, -1):
        with pytest.raises(CannotTell, match="do not decide"):
            holds([">", ["^", nought, exponent], ["/", 1, 2]], {})


def between(low, x, high, unit=1000):
    return ["and", ["<", ["/", low, unit], x], ["<", x, ["/", high, unit]]]


HALF, MINUS = ["/", 1, 2], ["-", ["/", 1, 2]]
PARABOLA = ["*", "k", ["-", 4, "k"]]
WHAT_THEY_ARE = [
    ["=", ["exp", 0], 1], between(2718, ["exp", 1], 2719), between(367, ["exp", -1], 368), between(2718, ["e"], 2719),
    between(3141, ["pi"], 3142), ["=", ["ln", 1], 0], between(693, ["ln", 2], 694), between(-694, ["ln", HALF], -693),
    ["=", ["log2", 8], 3], ["=", ["log2", ["/", 1, 4]], -2], ["=", ["log2", ["/", 12, 7]], ["+", 2, ["log2", 3], ["-", ["log2", 7]]]],
    between(1442, ["log2", E], 1443), ["=", ["sqrt", ["/", 9, 4]], ["/", 3, 2]], ["=", ["sqrt", 0], 0], between(1414, ROOT, 1415),
    between(1648, ["sqrt", E], 1649), ["=", ["plog", 0], 0], ["=", ["plog", HALF], MINUS], ["=", ["plog", 2], 2],
    ["=", ["h", HALF], 1], ["=", ["h", 0], 0], ["=", ["h", 1], 0], ["=", ["h", ["/", 1, 4]], ["-", 2, ["*", ["/", 3, 4], ["log2", 3]]]],
    ["=", ["harmonic", 0], 0], ["=", ["harmonic", 3], ["/", 11, 6]], ["=", ["ceil", ["/", 3, 2]], 2], ["=", ["ceil", 2], 2],
    ["=", ["floor", MINUS], -1], ["=", ["floor", 2], 2], ["=", ["ceil", ROOT], 2], ["=", ["floor", ROOT], 1],
    ["=", ["abs", -3], 3], ["=", ["abs", ["log2", ["/", 1, 3]]], ["log2", 3]], between(1414, ["abs", ["-", ROOT]], 1415),
    ["=", ["normal_cdf", 0], HALF], between(841, ["normal_cdf", 1], 842), between(158, ["normal_cdf", -1], 159),
    between(841, ["normal_cdf", ["log2", 2]], 842), ["=", ["factorial", 0], 1], ["=", ["factorial", 4], 24],
    ["=", ["binomial", 5, 2], 10], ["=", ["binomial", 2, 5], 0], ["=", ["mod", 7, 3], 1], ["=", ["mod", -7, 3], 2],
    ["=", ["max", 1, 3, 2], 3], ["=", ["min", 3, 1, 2], 1], ["=", ["max", ["log2", 3], ["log2", 5]], ["log2", 5]],
    ["=", ["min", ["log2", 5], ["log2", 3]], ["log2", 3]], between(1414, ["max", 1, ROOT], 1415), ["=", ["min", 1, ROOT], 1],
    ["=", ["maxover", "k", 1, 3, PARABOLA], 4], ["=", ["minover", "k", 1, 3, PARABOLA], 3], ["=", ["sum", "k", 1, 3, PARABOLA], 10],
    ["=", ["prod", "k", 1, 3, PARABOLA], 36], ["=", ["sum", "k", 1, 0, "k"], 0], ["=", ["prod", "k", 1, 0, "k"], 1],
    ["=", ["+", 1, 2, 3], 6], ["=", ["*", 2, 3, 4], 24], ["=", ["-", 2, 5], -3], ["=", ["-", 2], -2], ["=", ["/", 3, 6], HALF],
    ["=", ["/", ["log2", 3], 2], ["*", HALF, ["log2", 3]]], between(707, ["/", 1, ROOT], 708), ["=", ["^", 2, -2], ["/", 1, 4]],
    ["=", ["^", 0, 2], 0], ["=", ["^", -2, 3], -8], between(1414, ["^", 2, HALF], 1415), between(7389, ["^", E, 2], 7390),
    ["=", ["ind", ["<", 1, 2]], 1], ["=", ["ind", ["<", 2, 1]], 0], ["=", ["at", "a", 1], 1], ["=", ["*", 0, E], 0],
    ["=", ["log2", 9], ["*", 2, ["log2", 3]]], ["!=", ["log2", 9], ["*", 3, ["log2", 3]]], [">", ["^", 2, ["log2", 3]], ["/", 29, 10]],
]  # fmt: skip


@pytest.mark.parametrize("relation", WHAT_THEY_ARE)
def test_what_a_term_is(relation):
    assert holds(relation, ENV)


@pytest.mark.parametrize("a", [1, ["log2", 3], ROOT])
@pytest.mark.parametrize("b", [2, ["log2", 5], E])
def test_what_a_relation_says(a, b):
    orders = {"<": (a, b), "<=": (a, b), "!=": (a, b), ">": (b, a), ">=": (b, a)}
    for op, (x, y) in orders.items():
        assert holds([op, x, y], {})
        assert holds([op, y, x], {}) == (op == "!=")
    assert not holds(["=", a, b], {})


@pytest.mark.parametrize("a", [2, ["log2", 5]])
def test_what_a_relation_says_of_equals(a):
    for op, truth in TRUE_OF_EQUALS.items():
        assert holds([op, a, a], {}) is truth


TRUE_OF_EQUALS = {"<": False, "<=": True, "=": True, ">=": True, ">": False, "!=": False}
TRUE, FALSE = ["=", 1, 1], ["=", 1, 0]


@pytest.mark.parametrize(
    ("relation", "truth"),
    [
        (["and", TRUE, FALSE], False), (["and", TRUE, TRUE], True), (["or", TRUE, FALSE], True), (["or", FALSE, FALSE], False),
        (["not", TRUE], False), (["not", FALSE], True), (["implies", FALSE, FALSE], True), (["implies", TRUE, FALSE], False),
        (["implies", TRUE, TRUE], True), (["all", "k", 1, 3, ["<=", "k", 3]], True), (["all", "k", 1, 3, ["<", "k", 3]], False),
        (["all", "k", 1, 3, [">", "k", 1]], False), (["all", "k", 1, 0, FALSE], True),
    ],
)  # fmt: skip
def test_what_a_connective_says(relation, truth):
    assert holds(relation, {}) is truth


@pytest.mark.parametrize("top", [Fraction(n, 32) for n in (1, 4, 8, 11, 12, 16, 32, 64)])
def test_p_log_p_over_a_box_that_touches_zero(top):
    """On [0, u]: from the value at u, or at 1/e where that lies within, to the greater of 0 and the value at u."""
    box = plog_on_box(rational_ball(Fraction(0)).union(rational_ball(top)))
    at = float(top) * math.log2(top)
    low = at if top < 1 / math.e else -math.log2(math.e) / math.e
    assert float(box.lower()) == pytest.approx(
        low, abs=1e-6 if not Fraction(9, 25) < top < Fraction(3, 8) else 1e-3
    )
    assert float(box.upper()) == pytest.approx(max(at, 0), abs=1e-6)
    assert box.contains(arb(at))
