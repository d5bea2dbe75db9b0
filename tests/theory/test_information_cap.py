"""The cap of information on ranking: its derivations are accepted, and its slope is near the best."""

from fractions import Fraction

import pytest

from checks.verify.judge import judge
from theory.information_cap import beyond_information, corpus_information, information_cap, near_best_slope
from theory.rate_distortion import rate


@pytest.mark.parametrize("make", [information_cap, corpus_information])
def test_the_theorems_are_accepted(make):
    statement, derivation = make()
    assert judge(statement, [derivation.certificate()]).verdict == "proved"


def test_a_gain_beyond_the_information_is_refuted_and_one_within_is_not():
    mrr, slope = Fraction(1, 2), near_best_slope(Fraction(1, 2), 20)
    needed = Fraction(float(rate(0.5, 20).lower))
    statement, derivation = beyond_information(mrr, needed - Fraction(1, 100), slope, 20)
    assert judge(statement, [derivation.certificate()]).verdict == "refuted"
    with pytest.raises(ValueError, match="no tree"):
        beyond_information(mrr, needed + Fraction(1, 100), slope, 20)
