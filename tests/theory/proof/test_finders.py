"""The finders: what they find is accepted by the checker, and they find nothing where there is nothing."""

from fractions import Fraction

import pytest
import sympy as sp

from checks.verify import judge
from theory.fano_ranking import RETRIEVAL, UNIFORM, R_rank
from theory.proof import smt
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    DISTORTION,
    TOP1,
    H,
    I,
    eq,
    finite_law,
    forall,
    formal,
    ge,
    h,
    integer,
    le,
    log2,
    lt,
    real,
    retrieval,
    table,
)  # fmt: skip
from theory.proof.search import counterexample

D, N, x, y = sp.symbols("D N x y")


def refuted(statement: dict, certificate: dict | None) -> bool:
    return certificate is not None and judge(statement, [certificate]).verdict == "refuted"


def test_the_search_refutes_the_printed_fano_bound():
    statement = forall(*RETRIEVAL, given=[UNIFORM], then=ge(I("X;C"), R_rank(DISTORTION)))
    assert refuted(statement, counterexample(statement))


def test_the_search_shrinks_to_few_documents():
    statement = forall(*RETRIEVAL, then=le(H("Y|C"), h(TOP1) + TOP1 * log2(N - 1)))
    found = counterexample(statement)
    assert refuted(statement, found)
    assert found["values"]["N"] == 3


@pytest.mark.parametrize("eps", ["1/100000", "1/10000000", "1/1000000000"])
def test_no_tolerance_subadditivity_plus_eps_is_refuted(eps):
    slack = formal(Fraction(eps))
    statement = forall(
        finite_law("A", "B"), then=[">=", ["+", ["H", ["A"]], ["H", ["B"]]], ["+", ["H", ["A", "B"]], slack]]
    )
    assert refuted(statement, counterexample(statement))


def test_no_tolerance_subadditivity_itself_is_proved():
    statement = forall(finite_law("A", "B"), then=ge(H("A") + H("B"), H("A,B")))
    assert counterexample(statement, examples=200) is None
    d = Derivation(statement)
    d.shannon(statement["then"], "AB")
    assert judge(statement, [d.certificate()]).verdict == "proved"


def test_the_search_draws_tables():
    row = ["sum", "j", 1, "n", ["at", "t", 2, "j"]]
    statement = forall(integer("n", 1, 3), table("t", 2, "n", 0, 1), then=["<=", row, 1])
    found = counterexample(statement)
    assert refuted(statement, found)


def test_the_search_finds_nothing_against_a_theorem():
    statement = forall(integer("N", 2, 4), retrieval(), then=le((1 - TOP1) / 2, DISTORTION))
    assert counterexample(statement, examples=300) is None


def test_smt_refutes_and_respects_denominators():
    pytest.importorskip("z3")
    false = forall(real("x", 0, 1), real("y", 0, 1), then=le(x, x * y))
    assert refuted(false, smt.counterexample(false))
    true = forall(real("x", 0, 1), given=[lt(0, x)], then=eq(x / x, 1))
    assert smt.counterexample(true) is None


def test_smt_names_what_it_does_not_take():
    pytest.importorskip("z3")
    with pytest.raises(ValueError, match="not algebraic"):
        smt.counterexample(forall(real("x", 1, 2), then=ge(log2(x), 0)))


def test_boxes_close_a_tangency_and_refuse_a_gap():
    true = forall(real("D", 0, 1), then=le(h(D), 1))
    d = Derivation(true)
    d.boxes(true["then"])
    assert judge(true, [d.certificate()]).verdict == "proved"
    almost = le(h(D), 1 - sp.Rational(1, 10**9))
    with pytest.raises(ValueError, match="no tree"):
        Derivation(forall(real("D", 0, 1), then=almost)).boxes(almost, depth=6)


def test_a_combination_that_does_not_exist_is_an_error():
    statement = forall(real("x", 0), then=ge(x, 1))
    with pytest.raises(ValueError, match="no combination"):
        Derivation(statement).combine(statement["then"])


def test_shannon_refuses_what_is_not_an_inequality_of_entropies():
    statement = forall(finite_law("A", "B", "C"), then=le(I("A;B"), I("A;B|C")))
    with pytest.raises(ValueError, match="no combination"):
        Derivation(statement).shannon(statement["then"], "ABC")
    assert refuted(statement, counterexample(statement))


def test_floats_are_refused():
    with pytest.raises(ValueError, match="exact"):
        ge(0.5, 0)
