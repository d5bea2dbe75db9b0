"""R_rank against the Kullback-Leibler divergence, summed directly, and its sign at the fixed ranking."""

import math
from fractions import Fraction

import numpy as np
import pytest

from checks.verify.evaluate import evaluate
from checks.verify.judge import judge
from checks.verify.numbers import ball
from theory.divergence import (
    SILENT,
    D,
    N,
    at_silent,
    harmonic_bounds,
    is_divergence,
    positive_divergence,
    positive_off_one_point,
    silent_code_contradicts,
)
from theory.fano_ranking import R_rank
from theory.proof.derivation import Derivation
from theory.proof.formal import eq, forall, gt, h, integer, log2, real


def value(expression, **at) -> float:
    numbers = {"N": N, "D": D}
    filled = expression.subs({numbers[name]: number for name, number in at.items()})
    entropy = lambda p: -p * math.log2(p) - (1 - p) * math.log2(1 - p)  # noqa: E731
    filled = filled.replace(h, lambda p: entropy(float(p))).replace(log2, lambda x: math.log2(float(x)))
    return float(filled)


@pytest.mark.parametrize("documents", [2, 3, 5, 100])
@pytest.mark.parametrize("distortion", [0.1, 0.3, 0.77])
def test_rrank_is_a_divergence(documents, distortion):
    p, q = np.array([distortion, 1 - distortion]), np.array([1 / documents, 1 - 1 / documents])
    assert value(R_rank(D), N=documents, D=distortion) == pytest.approx(float(p @ np.log2(p / q)), abs=1e-9)


def test_the_fixed_ranking_is_denied_for_every_corpus_up_to_a_thousand():
    harmonic = np.cumsum(1 / np.arange(1, 1001))[1:]
    documents = np.arange(2, 1001)
    lost = 1 - harmonic / documents
    p = np.stack([lost, 1 - lost])
    q = np.stack([1 / documents, 1 - 1 / documents])
    rates = (p * np.log2(p / q)).sum(axis=0)
    assert (rates > 0).all()
    assert rates[0] == pytest.approx(1 - 0.25 * 2 - 0.75 * math.log2(4 / 3), abs=1e-12)
    assert float(SILENT.subs(N, 1000)) == pytest.approx(lost[-1])


def kl(p, q):
    return p * math.log2(p / q) + (1 - p) * math.log2((1 - p) / (1 - q))


AT = {"N": Fraction(5), "D": Fraction(3, 10), "a": Fraction(3, 10), "b": Fraction(2, 3)}
INSIDE = [[">", "D", 0], ["<", "D", 1]]
REALS = [["a", "real", None, None], ["b", "real", None, None]]
WORLD = [["N", "integer", 2, None], ["D", "real", None, None]]
THEOREMS = {
    positive_divergence: (REALS, ">", kl(0.3, 2 / 3), 0.0),
    is_divergence: (WORLD, "=", kl(0.3, 0.2), kl(0.3, 0.2)),
    positive_off_one_point: (WORLD, ">", kl(0.3, 0.2), 0.0),
    silent_code_contradicts: ([["N", "integer", 2, None]], ">", kl(1 - 137 / 300, 0.2), 0.0),
}
GIVEN = {
    positive_divergence: [
        [">", "a", 0], ["<", "a", 1], [">", "b", 0], ["<", "b", 1], [">", ["^", ["+", "a", ["*", -1, "b"]], 2], 0],
    ],
    is_divergence: INSIDE,
    positive_off_one_point: [*INSIDE, [">", ["^", ["+", "D", ["/", -1, "N"]], 2], 0]],
    silent_code_contradicts: [],
}  # fmt: skip


@pytest.mark.parametrize("make", THEOREMS)
def test_the_theorems_are_these_and_are_accepted(make):
    statement, derivation = make()
    domain, sign, *sides = THEOREMS[make]
    assert judge(statement, [derivation.certificate()]).verdict == "proved"
    assert (statement["forall"], statement["given"], statement["then"][0]) == (domain, GIVEN[make], sign)
    for side, number in zip(statement["then"][1:], sides, strict=True):
        assert float(ball(evaluate(side, AT))) == pytest.approx(number, abs=1e-14)


def test_a_distortion_that_is_that_of_the_fixed_ranking_is_denied_too():
    silent = eq(D, SILENT)
    statement = forall(integer("N", 2), real("D"), given=[silent], then=gt(R_rank(D), 0))
    derivation = Derivation(statement)
    harmonic_bounds(derivation)
    at_silent(derivation, D, derivation.combine(silent, silent))
    assert judge(statement, [derivation.certificate()]).verdict == "proved"
