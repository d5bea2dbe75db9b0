"""Codes that meet the converse, built in the open: N lists, each the one before moved on by a place, equally likely.

Document y has rank k in list c where k + y + c is N + 2 or 2N + 2: a Latin square. A rank drawn from any law rho apart
from Y picks the list, so that given list c document y has probability rho at its rank. Then the N documents are equally
likely and the rank has law rho whatever the list: every rank law is met, for every N, and no theorem on doubly
stochastic matrices is needed.
"""

from collections.abc import Callable
from functools import cache

import sympy as sp

from theory.fano_ranking import N, k, ranks
from theory.popularity_converse import over
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    Formal,
    both,
    eq,
    forall,
    formal,
    ge,
    integer,
    le,
    log2,
    plog,
    sequence,
)

m, u, v, l = sp.symbols("m u v l")
f, g, rho = (sp.IndexedBase(name) for name in ("f", "g", "rho"))


def place(first: Formal, second: Formal, third: Formal) -> Formal:
    """1 where a rank, a document and a list belong together, else 0."""
    total = ["+", first, second, third]
    return ["+", *[["ind", ["=", total, ["+", ["*", turns, "N"], 2]]] for turns in (1, 2)]]


@cache
def alone() -> tuple[dict, Derivation]:
    """sum_k [k = m] f_k = f_m for 1 <= m <= N."""
    here = ["ind", ["=", "k", "m"]]
    term = ["*", here, formal(f[k])]
    statement = forall(
        integer("N", 1), integer("m", 1), sequence("f", 1, N), given=[le(m, N)],
        then=["=", over("k", "N", term), formal(f[m])],
    )  # fmt: skip
    d = Derivation(statement)

    def apart(low: Formal, high: Formal) -> int:
        def off(e: Derivation) -> None:
            e.combine(["=", term, 0], (e.basic(["=", here, 0]), f[k]))

        return d.termwise(["=", ["sum", "k", low, high, term], ["sum", "k", low, high, 0]], off)

    below, above = formal(m - 1), formal(m + 1)
    onward, after = ["sum", "k", "m", "N", term], ["sum", "k", above, "N", term]
    parts = ["+", ["sum", "k", 1, below, term], onward]
    cut = d.add("unroll", ["=", over("k", "N", term), parts], "before m, and from m on", after=below)
    itself = ["ind", ["=", "m", "m"]]
    first = d.add("unroll", ["=", onward, ["+", ["*", itself, formal(f[m])], after]], end="first")
    one = d.basic(["=", itself, 1])
    d.combine(statement["then"], cut, first, (one, f[m]), apart(1, below), apart(above, "N"))
    return statement, d


@cache
def found(turns: int) -> tuple[dict, Derivation]:
    """sum_k [k, u, v belong together] f_k = f_{turns N + 2 - u - v}, where that is a rank (turns is 1 or 2)."""
    rank = turns * N + 2 - u - v
    side = le(u + v, N + 1) if turns == 1 else ge(u + v, N + 2)
    statement = forall(
        integer("N", 1), integer("u", 1, N), integer("v", 1, N), sequence("f", 1, N), given=[side],
        then=["=", over("k", "N", ["*", place("k", "u", "v"), formal(f[k])]), formal(f[rank])],
    )  # fmt: skip
    d = Derivation(statement)
    here, other = place("k", "u", "v")[turns], place("k", "u", "v")[3 - turns]
    hit = d.use(
        d.lemma(*alone()), ["=", over("k", "N", ["*", here, formal(f[k])]), formal(f[rank])],
        N="N", m=rank, f=("l", f[l]),
    )  # fmt: skip
    term = ["*", other, formal(f[k])]

    def never(e: Derivation) -> None:
        far = ["<" if turns == 1 else ">", *other[1][1:]]
        e.combine(far, side, le(k, N), ge(k, 1))
        e.combine(["=", term, 0], (e.basic(["=", other, 0]), f[k]))

    miss = d.termwise(["=", over("k", "N", term), over("k", "N", 0)], never, "out of range")
    d.combine(statement["then"], hit, miss)
    return statement, d


# The code -----------------------------------------------------------------------------------------------

RANKED = place("k", "y", "c")
GIVEN_LIST = over("k", "N", ["*", RANKED, formal(rho[k])])
"""The probability of document y given list c: that of its rank."""


def of_rank(value: sp.Expr) -> Formal:
    """The value at the rank of document y in list c."""
    return over("k", "N", ["*", RANKED, formal(value)])


def split(d: Derivation, goal: Formal, known: str, index: str, values: list[sp.Expr], end: Callable) -> None:
    """Step: the goal, whichever turn the known pair ("yc", say) is in; `end` gets the index that belongs to the pair,
    and the steps that say what the sums of the values over it are."""
    first, second = known[0], known[1]
    total = sp.Symbol(first) + sp.Symbol(second)

    def side(turns: int) -> Callable[[Derivation], None]:
        third = turns * N + 2 - total

        def fill(i: Derivation) -> None:
            if turns == 2:
                i.basic(ge(total, N + 2))
            steps = []
            for x in values:
                row = over(index, "N", ["*", place(index, *known), formal(x)])
                there = formal(x.subs(sp.Symbol(index), third))
                term = (index, x)
                steps.append(i.use(turns, ["=", row, there], N="N", u=first, v=second, f=term))
            end(i, third, steps)

        return fill

    d.cases(goal, le(total, N + 1), side(1), side(2), "which turn")


def once(known: str, index: str) -> Formal:
    """Two of rank, document and list determine the third."""
    return ["=", over(index, "N", place(index, *known)), 1]


ONE_DOCUMENT = ["all", "k", 1, "N", once("kc", "y")]


def belongs(d: Derivation, known: str, index: str) -> None:
    split(d, once(known, index), known, index, [sp.Integer(1)], lambda i, third, steps: None)


def spread(d: Derivation, value: sp.Expr) -> int:
    """Steps: over the documents of list c, the values at their ranks add up as over the ranks."""
    d.each(ONE_DOCUMENT, lambda i: belongs(i, "kc", "y"))
    swap = d.add(
        "swap",
        ["=", over("y", "N", of_rank(value)), over("k", "N", over("y", "N", ["*", RANKED, formal(value)]))],
    )
    whole = d.termwise(
        ["=", over("k", "N", ["*", formal(value), over("y", "N", RANKED)]), formal(ranks(1, value))],
        lambda i: i.combine(
            ["=", ["*", formal(value), over("y", "N", RANKED)], formal(value)],
            (
                i.add("one_of", once("kc", "y"), schema=ONE_DOCUMENT, index="k"),
                value,
            ),
        ),
    )
    return d.combine(["=", over("y", "N", of_rank(value)), formal(ranks(1, value))], swap, whole)


def alike(d: Derivation) -> None:
    """Steps: over the lists, the probabilities of document y add up to 1."""
    one = ["all", "k", 1, "N", once("ky", "c")]
    d.each(one, lambda i: belongs(i, "ky", "c"))
    column = over("k", "N", over("c", "N", ["*", RANKED, formal(rho[k])]))
    swap = d.add("swap", ["=", over("c", "N", GIVEN_LIST), column])
    each_rank = d.termwise(
        ["=", over("k", "N", ["*", formal(rho[k]), over("c", "N", RANKED)]), formal(ranks(1, rho[k]))],
        lambda i: i.combine(
            ["=", ["*", formal(rho[k]), over("c", "N", RANKED)], formal(rho[k])],
            (i.add("one_of", once("ky", "c"), schema=one, index="k"), rho[k]),
        ),
    )
    d.combine(["=", average(GIVEN_LIST), formal(1 / N)], *[(x, 1 / N) for x in (swap, each_rank, UNIT)])


def gains(d: Derivation) -> None:
    """Steps: in list c the mean gain is that of the rank law."""
    here = ["=", ["*", GIVEN_LIST, of_rank(g[k])], of_rank(rho[k] * g[k])]

    def end(e: Derivation, rank: sp.Expr, steps: list[int]) -> None:
        e.combine(here, (steps[0], of_rank(g[k])), (steps[1], rho[rank]), steps[2])

    values = [rho[k], g[k], rho[k] * g[k]]
    ranked = d.termwise(
        ["=", *[over("y", "N", x) for x in here[1:]]], lambda e: split(e, here, "yc", "k", values, end)
    )
    d.combine(["=", *LIST_GAIN], ranked, spread(d, rho[k] * g[k]))


def surprises(d: Derivation) -> None:
    """Steps: list c tells log2 N - H(rho) bits of the document."""
    here = ["=", ["plog", GIVEN_LIST], of_rank(plog(rho[k]))]

    def end(e: Derivation, rank: sp.Expr, steps: list[int]) -> None:
        same = e.add("apply", ["=", ["plog", GIVEN_LIST], ["plog", formal(rho[rank])]])
        e.combine(here, same, steps[1])

    ranked = d.termwise(
        ["=", *[over("y", "N", x) for x in here[1:]]],
        lambda e: split(e, here, "yc", "k", [rho[k], plog(rho[k])], end),
    )
    d.combine(["=", *LIST_TELLS], ranked, spread(d, plog(rho[k])), (LAW[4], log2(1 / N)))


UNIT = eq(ranks(1, rho[k]), 1)
LAW = ["all", "c", 1, "N", ["=", over("y", "N", GIVEN_LIST), 1]]
LIST_GAIN = over("y", "N", ["*", GIVEN_LIST, of_rank(g[k])]), formal(ranks(1, rho[k] * g[k]))
LIST_TELLS = (
    over("y", "N", ["-", ["plog", GIVEN_LIST], ["*", GIVEN_LIST, formal(log2(1 / N))]]),
    formal(log2(N) + ranks(1, plog(rho[k]))),
)


def average(value: Formal) -> Formal:
    """Over the lists, equally likely."""
    return over("c", "N", ["*", formal(1 / N), value])


def achieved() -> tuple[dict, Derivation]:
    """Rank law rho, N equally likely documents: the code has I(Y;C) = log2 N - H(rho) and E[g(K)] = sum_k rho_k g(k).

    In turn: each list is a ranking, the documents are equally likely, each list leaves a law, gain, information.
    """
    square = [
        ["all", "c", 1, "N", ["all", "y", 1, "N", once("yc", "k")]],
        ["all", "c", 1, "N", ONE_DOCUMENT],
    ]
    uniform = ["all", "y", 1, "N", ["=", average(GIVEN_LIST), formal(1 / N)]]
    goals = [["=", average(left), right] for left, right in (LIST_GAIN, LIST_TELLS)]
    statement = forall(
        integer("N", 1), sequence("rho", 1, N, 0), sequence("g", 1, N),
        given=[UNIT], then=both(*square, uniform, LAW, *goals),
    )  # fmt: skip
    d = Derivation(statement)
    for turns in (1, 2):
        d.lemma(*found(turns))
    d.each(LAW, lambda i: i.combine(LAW[4], spread(i, rho[k]), UNIT), "a law of the document, given the list")
    d.each(uniform, alike, "every document is as likely")
    for goal, (left, right), fill in zip(goals, (LIST_GAIN, LIST_TELLS), (gains, surprises), strict=True):

        def one_list(i: Derivation, a: Formal = left, b: Formal = right, steps: Callable = fill) -> None:
            steps(i)
            i.combine(["=", ["*", formal(1 / N), a], ["*", formal(1 / N), b]], (["=", a, b], 1 / N))

        d.combine(goal, d.termwise(["=", average(left), average(right)], one_list))
    for rows, ends in zip(square, (("yc", "k"), ("kc", "y")), strict=True):
        d.each(rows, lambda i, r=rows, e=ends: i.each(r[4], lambda s: belongs(s, *e)))  # type: ignore[misc]
    return statement, d
