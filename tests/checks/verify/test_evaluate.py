"""Each guard of evaluation, tripped once: a term without a value, or one too large to compute, says so."""

from fractions import Fraction

import pytest

from checks.verify.evaluate import evaluate, holds
from checks.verify.numbers import CannotTell
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
