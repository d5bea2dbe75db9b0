"""LaTeX of the formal language: read back by an independent reader it has the same value; every operator prints."""

import re
from fractions import Fraction

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from latex2mathml.converter import convert

from checks.verify.evaluate import evaluate
from checks.verify.rules import axioms
from checks.verify.terms import ARITY, Undefined
from theory.proof.latex import latex, parameter

TOKEN = re.compile(r"\s*(\\,|\\cdot|\\frac|\\left|\\right|\\sum|\\[a-z]+|\d+|[A-Za-z]|.)")


class Reader:
    """Recursive descent over printed arithmetic: sums, products by \\cdot or \\, or side by side, fractions, powers."""

    def __init__(self, text: str, values: dict[str, Fraction]):
        self.tokens, self.values = TOKEN.findall(text), values

    def take(self, *wanted: str) -> str:
        token = self.tokens.pop(0)
        assert not wanted or token in wanted, (token, wanted)
        return token

    def sum(self) -> Fraction:
        total = -self.product() if self.tokens[0] == "-" and self.take() else self.product()
        while self.tokens and self.tokens[0] in "+-":
            total = total + self.product() if self.take() == "+" else total - self.product()
        return total

    def product(self) -> Fraction:
        total = self.power()
        while self.tokens and self.tokens[0] not in ("+", "-", "}", r"\right"):
            if self.tokens[0] in (r"\,", r"\cdot"):
                self.take()
            total *= self.power()
        return total

    def power(self) -> Fraction:
        base = self.atom()
        if self.tokens and self.tokens[0] == "^":
            self.take()
            base **= int(self.group())
        return base

    def group(self) -> Fraction:
        self.take("{")
        value = self.sum()
        self.take("}")
        return value

    def atom(self) -> Fraction:
        token = self.take()
        if token == r"\frac":
            return self.group() / self.group()
        if token == r"\left":
            self.take("(")
            value = self.sum()
            self.take(r"\right")
            self.take(")")
            return value
        return Fraction(int(token)) if token.isdigit() else self.values[token]


def nested(inner):
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.builds(lambda op, ys: [op, *ys], st.sampled_from("+*"), several),
        st.builds(lambda y: ["-", y], inner),
        st.builds(lambda op, y, z: [op, y, z], st.sampled_from("-/"), inner, inner),
        st.builds(lambda y, n: ["^", y, n], inner, st.integers(-2, 3)),
    )


arithmetic = st.recursive(st.integers(-3, 12) | st.sampled_from(["x", "N"]), nested, max_leaves=7)


@settings(max_examples=400)
@given(arithmetic)
@example(["*", -1, ["+", 2, "x"]])
@example(["/", ["*", -1, ["+", 2, "x"]], ["-", "x"]])
def test_printed_arithmetic_reads_back_to_the_same_value(x):
    values = {"x": Fraction(3, 7), "N": Fraction(5)}
    try:
        value = evaluate(x, values)
    except Undefined:
        assume(False)
    reader = Reader(latex(x), values)
    assert reader.sum() == value
    assert reader.tokens == []


@pytest.mark.parametrize(
    ("x", "printed"),
    [
        (["-", ["log2", "N"], ["h", "D"]], r"\log_2 N - h\left(D\right)"),
        (["*", ["log2", "N"], "D"], r"\log_2\left(N\right)\,D"),
        (
            ["*", ["-", 1, "D"], ["log2", ["-", "N", 1]]],
            r"\left(1 - D\right)\,\log_2\left(N - 1\right)",
        ),
        (["I", ["X"], ["C"], ["Y", ["X", ["-", "m", 1]]]], r"I\left(X ; C \mid Y, X_{m - 1}\right)"),
        (["sum", "k", 1, "N", ["+", ["at", "r", "k"], 1]], r"\sum_{k=1}^{N} \left(r_{k} + 1\right)"),
        (["^", ["at", "r", "k"], 2], r"r_{k}^{2}"),
        (["at", "p1", "i"], "p_{1, i}"),
        (["at", "p_a_", "i", ["+", "j", 1]], "p'_{a, i, j + 1}"),
        (["<=", "p_S", ["/", 1, 2]], r"p_{S} \le \frac{1}{2}"),
        (
            ["all", "k", 1, "N", [">", ["at", "q", "k"], 0]],
            r"q_{k} > 0 \quad \left(1 \le k \le N\right)",
        ),
        (["+", "a", ["*", -2, "b"], -1], r"a - 2\,b - 1"),
        (["*", -1, ["+", "a", "b"]], r"-\left(a + b\right)"),
        (["+", 1, ["/", ["*", -1, "x"], "N"]], r"1 - \frac{x}{N}"),
        (["^", ["/", -1, 2], 2], r"\left(-\frac{1}{2}\right)^{2}"),
        (["+", -1, "N"], "N - 1"),
        (["+", 1, "k"], "k + 1"),
        (["/", ["*", -1, ["-", 1, "p"]], "N"], r"-\frac{1 - p}{N}"),
        (["-", 1, ["sum", "k", 1, 2, "k"]], r"1 - \sum_{k=1}^{2} k"),
        ("Delta_H", r"\Delta_{H}"),
        ("X12", "X_{12}"),
        ("k_", "k'"),
    ],
)
def test_print_as_a_mathematician_writes(x, printed):
    assert latex(x) == printed


def test_statement_names_parameters_hypotheses_and_conclusion():
    formal = {
        "forall": [["N", "integer", 4, None], ["D", "real", 0, 1]],
        "given": [["<", "D", ["/", 1, 2]]],
        "then": [">=", "N", 0],
    }
    assert latex(formal) == (
        r"\forall\, N \in \mathbb{Z},\ N \ge 4;\ D \in \left[0, 1\right],\ D < \frac{1}{2}:\quad N \ge 0"
    )
    order = {"variable": "N", "function": "N", "is_O_of": ["^", "N", 2]}
    assert r"N = O\left(N^{2}\right)" in latex({"forall": [["N", "integer", 4, None]], "order": order})


SAMPLES = {
    "sum": ["k", 1, "N", "k"], "prod": ["k", 1, "N", "k"], "maxover": ["k", 1, "N", "k"], "minover": ["k", 1, "N", "k"],
    "at": ["r", "k"], "H": [["X"], ["Y"]], "I": [["X"], ["Y"], ["C"]], "card": [["X"]], "ind": [["<", "N", 1]],
}  # fmt: skip


@pytest.mark.parametrize("op", ARITY)
def test_every_operator_becomes_mathml(op):
    shown = convert(latex([op, *SAMPLES.get(op, ["N"] * ARITY[op][0])]))
    assert shown.startswith("<math")
    assert "\\" not in shown


@pytest.mark.parametrize(
    "p",
    [
        ["N", "integer", 4, None], ["n", "integer", None, None], ["k", "integer", 1, "N"], ["D", "real", 0, 1],
        ["x", "real", None, 3], ["p", "array", 0, 1], ["r", "sequence", 1, "N", 0, None], ["mu1", "sequence", 1, "N", 0, None], ["W2", "table", "n", 2, 0, None],
        ["w", "world", {"variables": ["A", "B"]}], ["w", "world", {}], ["w", "world", {"modalities": 1, "documents": "N"}],
        ["w", "world", {"modalities": "M", "documents": 4}],
    ],
)  # fmt: skip
def test_every_domain_becomes_mathml(p):
    assert "\\" not in convert(parameter(p))


def test_the_listed_theorems_print():
    for theorem in axioms().values():
        assert "\\" not in convert(latex(theorem["formal"]))


@pytest.mark.parametrize("x", [1.5, True, None, ["frob", 1], [], ["and", ["frob", 1]]])
def test_what_is_no_term_is_named(x):
    with pytest.raises(ValueError, match="x has"):
        latex(x)


def test_a_name_with_an_index_of_its_own_takes_one_subscript():
    assert latex(["at", "p_1", "k"]) == "p_{1, k}"
    convert(latex(["sum", "k", 1, 4, ["at", "p_1", "k"]]))
