"""Rational unit vectors: on the circle, distinct, and ranked without error by inner products."""

from fractions import Fraction

import numpy as np
import pytest

from checks.verify.evaluate import evaluate, holds
from checks.verify.judge import judge
from checks.verify.numbers import ball
from theory.proof.formal import formal
from theory.unit_norm_codes import (
    VOLUME_BITS,
    circle_names_everything,
    codebooks,
    entropy_of_code,
    rational_circle,
)


@pytest.mark.parametrize("count", [1, 2, 9, 50])
def test_unit_vectors_are_distinct_and_of_length_one(count):
    points = rational_circle(count)
    assert all(x**2 + y**2 == 1 for x, y in points)
    assert len({tuple(p) for p in points}) == count


def test_inner_products_rank_each_vector_first():
    vectors = np.array(rational_circle(50), dtype=float)
    scores = vectors @ vectors.T
    assert (scores.argmax(axis=1) == np.arange(50)).all()


def test_the_circle_names_everything():
    statement, derivation = circle_names_everything()
    assert judge(statement, [derivation.certificate()]).verdict == "proved"
    assert statement["forall"] == [["s", "real", None, None], ["t", "real", None, None]]
    assert statement["given"] == [[">", ["^", ["+", "s", ["*", -1, "t"]], 2], 0]]
    at = {"s": Fraction(2), "t": Fraction(3)}
    (equal, norm, one), (below, inner, top) = statement["then"][1:]
    assert (equal, evaluate(norm, at), one) == ("=", 1, 1)
    assert (below, evaluate(inner, at), top) == ("<", Fraction(24, 25), 1)


@pytest.mark.parametrize(
    ("second", "is_one"), [((0, 1), True), ((-1, 0), True), ((1, 0), False), ((1, 1), False)]
)
def test_codebooks_are_of_distinct_unit_vectors(second, is_one):
    params, (norms, apart, law) = codebooks()
    assert params == [
        ["d", "integer", 1, None], ["L", "integer", 2, None], ["c", "array", -1, 1], ["p", "array", 0, 1],
    ]  # fmt: skip
    vectors = [[Fraction(1), Fraction(0)], [Fraction(x) for x in second]]
    at = {"d": Fraction(2), "L": Fraction(2), "c": vectors, "p": (1, [Fraction(1, 4), Fraction(3, 4)])}
    assert all(holds(hypothesis, at) for hypothesis in (norms, apart, law)) == is_one
    bits = 0.25 * 2 - 0.75 * np.log2(0.75)
    assert float(ball(evaluate(formal(entropy_of_code()), at))) == pytest.approx(bits)
    assert float(ball(evaluate(formal(VOLUME_BITS), at))) == pytest.approx(np.log2(np.pi * np.e))
