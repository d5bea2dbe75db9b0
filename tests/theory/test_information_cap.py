"""The cap of information on ranking: its derivations are accepted, and its slope is near the best."""

import math
from fractions import Fraction

import pytest

from checks.verify.judge import judge
from theory.information_cap import beyond_information, corpus_information, information_cap, near_best_slope
from theory.rate_distortion import rate

THEOREMS = {
    information_cap: {
        "forall": [["N", "integer", 1, None], ["s", "real", 0, None], ["W", "world", {"documents": "N"}]],
        "given": [["=", ["H", ["Y"]], ["log2", "N"]]],
        "then": [
            ">=",
            ["I", ["X"], ["Y"]],
            [
                "+",
                ["*", -1, ["log2", ["sum", "j", 1, "N", ["^", 2, ["/", "s", "j"]]]]],
                ["*", "s", ["+", 1, ["*", -1, ["distortion"]]]],
                ["log2", "N"],
            ],
        ],
    },
    corpus_information: {
        "forall": [["W", "world", {"variables": ["J", "U", "V", "T"]}]],
        "given": [
            ["=", ["H", ["T"], ["J", "V"]], 0],
            ["=", ["I", ["J"], ["V"]], 0],
            ["=", ["I", ["U"], ["J", "V"], ["T"]], 0],
        ],
        "then": ["<=", ["I", ["J"], ["U", "V"]], ["I", ["U"], ["T"]]],
    },
}


@pytest.mark.parametrize("make", THEOREMS)
def test_the_theorems_are_these_and_are_accepted(make):
    statement, derivation = make()
    assert statement == THEOREMS[make]
    assert judge(statement, [derivation.certificate()]).verdict == "proved"


@pytest.mark.parametrize(
    ("mrr", "documents"), [("1/2", 20), ("6/100", 100), ("1/2", 100), ("2/3", 4), ("13/25", 4), ("9/10", 3)]
)
def test_the_slope_is_the_best_of_the_eighths(mrr, documents):
    def height(slope):
        return slope * float(Fraction(mrr)) - math.log2(
            sum(2 ** (slope / k) for k in range(1, documents + 1))
        )

    best = max((Fraction(eighths, 8) for eighths in range(1, 300)), key=height)
    assert near_best_slope(Fraction(mrr), documents) == best


def test_a_gain_beyond_the_information_is_refuted_and_one_within_is_not():
    mrr, slope = Fraction(1, 2), near_best_slope(Fraction(1, 2), 20)
    needed = Fraction(float(rate(0.5, 20).lower))
    statement, derivation = beyond_information(mrr, needed - Fraction(1, 100), slope, 20)
    assert judge(statement, [derivation.certificate()]).verdict == "refuted"
    with pytest.raises(ValueError, match="no tree"):
        beyond_information(mrr, needed + Fraction(1, 100), slope, 20)
