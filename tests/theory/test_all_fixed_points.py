"""The list of fixed points against the gradient of the objective, and against a scan of all temperatures."""

from fractions import Fraction
from itertools import pairwise
from math import acosh, cosh, isclose, sqrt

from hypothesis import assume, given
from hypothesis import strategies as st

from checks.verify.evaluate import evaluate
from checks.verify.numbers import ball
from theory.temperature_fixed_point import soft_gradient

SCORE = st.integers(-4, 4).map(lambda v: Fraction(v, 2))
TAU = ("tau1", "tau2")


def bell(u: float) -> float:
    return 1 / (4 * cosh(u) ** 2)


def worlds(scores: list, relevant: list[int], taus: tuple) -> dict:
    """Two documents, vectors (1, 0) and (0, 1), one of each modality, so that a query's scores are its codeword."""
    unit = [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)]]
    weights = [Fraction(1, len(scores))] * len(scores)
    return {
        "Q": Fraction(len(scores)), "c": scores, "w": (1, weights), "y": (1, [Fraction(y) for y in relevant]), "E": unit,
        "kind": (1, [Fraction(1), Fraction(2)]), "tau1": taus[0], "tau2": taus[1],
    }  # fmt: skip


@given(
    scores=st.lists(st.tuples(SCORE, SCORE).map(list), min_size=1, max_size=3),
    taus=st.tuples(*[st.sampled_from([Fraction(1, 2), Fraction(1), Fraction(3)])] * 2),
    data=st.data(),
)
def test_the_two_sums_are_the_gradient(scores, taus, data):
    relevant = [data.draw(st.sampled_from([1, 2])) for _ in scores]
    env = worlds(scores, relevant, taus)
    signs = [1 if y == 1 else -1 for y in relevant]
    halves = [float(a / taus[0] - b / taus[1]) / 2 for a, b in scores]
    for part, side in ((0, 1), (1, -1)):
        mean = sum(v * float(s[part]) * bell(u) for v, s, u in zip(signs, scores, halves, strict=True)) / len(
            scores
        )
        expected = side * mean / (2 * float(taus[part]) ** 2)
        # -E[(1 + q_Y)/2] falls where the share of Y grows with 1/tau_1
        found = float(ball(evaluate(soft_gradient(part + 1, TAU), env)))
        assert isclose(found, expected, rel_tol=1e-12, abs_tol=1e-15)


@given(r=st.floats(-3, 3), mu=st.floats(1 / 8, 8))
def test_at_most_one_level_and_none_on_the_wrong_side(r, mu):
    assume(abs(r * r - 1) > 0.01 and abs(r) > 0.01)
    grid = [k / 50 for k in range(1, 1000)]
    signs = [bell(u) - mu * bell(r * u) > 0 for u in grid]
    changes = sum(one != other for one, other in pairwise(signs))
    assert changes <= 1
    if (r * r - 1) * (mu - 1) < 0:
        assert changes == 0


def test_the_golden_fixed_point_is_on_the_list():
    """r = 2, mu = 2: u with cosh 2u = (1 + sqrt 5)/2."""
    u = acosh((1 + sqrt(5)) / 2) / 2
    assert isclose(bell(u), 2 * bell(2 * u), rel_tol=1e-14)
