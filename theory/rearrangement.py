"""The rearrangement inequality: sorted against sorted is best, for permutations and their mixtures."""

from functools import cache

from theory.majorisation import a, b, falling, i, k, l, largest_part, majorised, n, total, y
from theory.proof.derivation import Derivation
from theory.proof.formal import Formal, every, forall, formal, integer, le, sequence, table


def rows(index: str, last: Formal, body: Formal) -> Formal:
    """Sum of the body over index = 1..last."""
    return ["sum", index, 1, last, body]


def entry(row: Formal, column: Formal) -> Formal:
    """The entry of the table m."""
    return ["at", "m", row, column]


ENTRY = entry("i", "k")
ROWS = every("i", 1, n, ["=", rows("k", "n", ENTRY), 1])
COLUMNS = every("k", 1, n, ["=", rows("i", "n", ENTRY), 1])
WEIGHED = ["*", ENTRY, ["at", "b", "k"]]
MIXED = rows("k", "n", WEIGHED)


@cache
def rearrangement() -> tuple[dict, Derivation]:
    """sum_i a_i sum_k m_ik b_k <= sum_k a_k b_k for a, b falling and m doubly stochastic (a permutation, say)."""
    statement = forall(
        integer("n", 1), sequence("a", 1, n), sequence("b", 1, n), table("m", n, n, 0),
        given=[falling(a), falling(b), ROWS, COLUMNS],
        then=le(rows("i", "n", ["*", ["at", "a", "i"], MIXED]), total(a[k] * b[k])),
    )  # fmt: skip
    d = Derivation(statement)
    top, compare = d.lemma(*largest_part()), d.lemma(*majorised())
    d.each(
        every("y", 1, n - 1, le(rows("i", "y", MIXED), total(b[i], i, 1, y))),
        lambda s: at_most_the_largest(s, top),
        "the first y places hold at most the y largest terms of b",
    )
    swap = d.add("swap", ["=", rows("i", "n", MIXED), rows("k", "n", rows("i", "n", WEIGHED))])
    column = ["*", rows("i", "n", ENTRY), ["at", "b", "k"]]
    whole = d.termwise(
        ["=", rows("k", "n", column), formal(total(b[k]))],
        lambda s: s.combine(["=", column, ["at", "b", "k"]], (["=", rows("i", "n", ENTRY), 1], b[k])),
        "each column sums to one",
    )
    d.combine(["=", rows("i", "n", MIXED), formal(total(b[k]))], swap, whole)
    row = rows("v", "n", ["*", entry("l", "v"), ["at", "b", "v"]])
    d.use(compare, statement["then"], n="n", a=("l", a[l]), b=("l", b[l]), c=("l", row))
    return statement, d


def at_most_the_largest(s: Derivation, top: int) -> None:
    """Steps to sum_{i<=y} sum_k m_ik b_k <= b_1 + .. + b_y: what the first y rows take of each column is at most 1."""
    taken = rows("i", "y", ENTRY)
    s.each(every("k", 1, n, le(taken, 1)), at_most_one)
    swap = s.add("swap", ["=", rows("k", "n", taken), rows("i", "y", rows("k", "n", ENTRY))])
    ones = s.termwise(
        ["=", rows("i", "y", rows("k", "n", ENTRY)), rows("i", "y", 1)],
        lambda r: r.add("one_of", ["=", rows("k", "n", ENTRY), 1], schema=ROWS, index="i"),
        "each row sums to one",
    )
    count = s.combine(["=", rows("k", "n", taken), "y"], swap, ones)
    over = ["*", ["at", "b", "y"], ["-", rows("k", "n", taken), "y"]]
    best = s.use(
        top, le(rows("k", "n", ["*", taken, ["at", "b", "k"]]), ["+", formal(total(b[i], i, 1, y)), over]),
        n="n", j="y", a=("l", b[l]), x=("k", taken),
    )  # fmt: skip
    back = s.add("swap", ["=", rows("i", "y", MIXED), rows("k", "n", rows("i", "y", WEIGHED))])
    s.combine(le(rows("i", "y", MIXED), total(b[i], i, 1, y)), best, back, (count, b[y]))


def at_most_one(s: Derivation) -> None:
    """Step: the first y entries of a column sum to at most 1."""
    parts = ["+", rows("i", "y", ENTRY), ["sum", "i", ["+", "y", 1], "n", ENTRY]]
    cut = s.add("unroll", ["=", rows("i", "n", ENTRY), parts], after="y")
    s.combine(le(rows("i", "y", ENTRY), 1), ["=", rows("i", "n", ENTRY), 1], cut)
