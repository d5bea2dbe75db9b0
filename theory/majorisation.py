"""Falling sequences: the largest part of a sum, Abel's summation, and majorisation.

Everything is for sequences a_1 >= a_2 >= ... of any length n.
"""

from functools import cache

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import (
    eq,
    every,
    forall,
    formal,
    ge,
    integer,
    le,
    sequence,
)

n, i, j, k, l, y = sp.symbols("n i j k l y")
a, b, c, e, x = (sp.IndexedBase(name) for name in "abcex")


def falling(s: sp.IndexedBase, last: sp.Expr = n) -> list:
    """s_k >= s_{k+1} for k = 1..last-1."""
    return every("k", 1, last - 1, ge(s[k], s[k + 1]))


def total(term: sp.Expr, index: sp.Symbol = k, first: sp.Expr = 1, last: sp.Expr = n) -> sp.Expr:
    return sp.Sum(term, (index, first, last))


# One step after another ---------------------------------------------------------------------------------


@cache
def earlier_is_larger() -> tuple[dict, Derivation]:
    """a_i >= a_{i+d} for a falling sequence of length i + d + r, by telescoping."""
    gap, rest = sp.symbols("d r")
    down = falling(a, i + gap + rest)
    statement = forall(
        integer("i", 1), integer("d", 0), integer("r", 0), sequence("a", 1, i + gap + rest),
        given=[down], then=ge(a[i], a[i + gap]),
    )  # fmt: skip
    d = Derivation(statement)
    whole = total(a[k], k, i, i + gap)
    first = d.add("unroll", eq(whole, a[i] + total(a[k], k, i + 1, i + gap)), "the first term", end="first")
    last = d.add(
        "unroll", eq(whole, a[i + gap] + total(a[k], k, i, i + gap - 1)), "the last term", end="last"
    )
    moved = total(a[k + 1], k, i, i + gap - 1)
    shift = d.add("unroll", eq(moved, total(a[k], k, i + 1, i + gap)), "one place on", by_integer=1)
    steps = d.termwise(
        ge(total(a[k], k, i, i + gap - 1), moved),
        lambda s: s.add("one_of", ge(a[k], a[k + 1]), schema=down, index="k"),
        "each step goes down",
    )
    d.combine(statement["then"], first, last, shift, steps)
    return statement, d


@cache
def largest_part() -> tuple[dict, Derivation]:
    """sum_k x_k a_k <= a_1 + .. + a_j + a_j (sum_k x_k - j) for a falling, 0 <= x_k <= 1, 1 <= j <= n."""
    most = every("k", 1, n, le(x[k], 1))
    bound = total(a[k], k, 1, j) + a[j] * (total(x[k]) - j)
    statement = forall(
        integer("n", 1), integer("j", 1), sequence("a", 1, n), sequence("x", 1, n, 0),
        given=[le(j, n), falling(a), most], then=le(total(x[k] * a[k]), bound),
    )  # fmt: skip
    d = Derivation(statement)
    order = d.lemma(*earlier_is_larger())
    cut = [
        d.add(
            "unroll", eq(total(f), total(f, k, 1, j) + total(f, k, j + 1)), "up to j, and beyond", after="j"
        )
        for f in (x[k] * a[k], x[k])
    ]

    def first(s: Derivation) -> None:
        above = s.use(order, ge(a[k], a[j]), i="k", d=j - k, r=n - j, a=("l", a[l]))
        less = s.combine(le(x[k], 1), s.add("one_of", le(x[k], 1), schema=most, index="k"))
        s.combine(le((x[k] - 1) * a[k], (x[k] - 1) * a[j]), (above, 1 - x[k]), less)

    def others(s: Derivation) -> None:
        below = s.use(order, ge(a[j], a[k]), i="j", d=k - j, r=n - k, a=("l", a[l]))
        s.combine(le(x[k] * a[k], x[k] * a[j]), (below, x[k]))

    head = d.termwise(le(total((x[k] - 1) * a[k], k, 1, j), total((x[k] - 1) * a[j], k, 1, j)), first)
    tail = d.termwise(le(total(x[k] * a[k], k, j + 1), total(x[k] * a[j], k, j + 1)), others)
    d.combine(statement["then"], cut[0], (cut[1], a[j]), head, tail)
    return statement, d


@cache
def largest_few() -> tuple[dict, Derivation]:
    """sum_k x_k a_k <= sum_k a_k [k <= m] for a falling and >= 0, 0 <= x_k <= 1, sum_k x_k <= m, any m >= 1."""
    m, most = sp.Symbol("m"), every("k", 1, n, le(x[k], 1))
    counted = ["sum", "k", 1, "n", ["*", formal(a[k]), ["ind", ["<=", "k", "m"]]]]
    few = le(total(x[k]), m)
    statement = forall(
        integer("n", 1), integer("m", 1), sequence("a", 1, n, 0), sequence("x", 1, n, 0),
        given=[falling(a), most, few], then=le(total(x[k] * a[k]), counted),
    )  # fmt: skip
    d = Derivation(statement)
    part = d.lemma(*largest_part())
    here = ["*", formal(a[k]), ["ind", ["<=", "k", "m"]]]

    def counts(s: Derivation) -> None:
        s.combine(["=", here, formal(a[k])], (s.basic(["=", ["ind", ["<=", "k", "m"]], 1]), a[k]))

    def some(s: Derivation) -> None:
        bound = total(a[k], k, 1, m) + a[m] * (total(x[k]) - m)
        found = s.use(part, le(total(x[k] * a[k]), bound), n="n", j="m", a=("l", a[l]), x=("l", x[l]))
        sums = ["+", ["sum", "k", 1, "m", here], ["sum", "k", ["+", "m", 1], "n", here]]
        cut = s.add("unroll", ["=", counted, sums], "up to m, and beyond", after="m")
        head = s.termwise(["=", ["sum", "k", 1, "m", here], formal(total(a[k], k, 1, m))], counts)
        s.combine(statement["then"], found, (few, a[m]), cut, head)

    def all_of_them(s: Derivation) -> None:
        def term(r: Derivation) -> None:
            r.combine(le(k, m), le(k, n), ["<", "n", "m"])
            counts(r)
            r.combine(["<=", formal(x[k] * a[k]), here], ["=", here, formal(a[k])], (le(x[k], 1), a[k]))

        s.termwise(statement["then"], term)

    d.cases(statement["then"], le(m, n), some, all_of_them, "whether m reaches past the end")
    return statement, d


# Summation by parts -------------------------------------------------------------------------------------


def nothing(d: Derivation, term: sp.Expr, index: sp.Symbol, first: int) -> int:
    """Step: a sum over first..first-1 is 0."""
    empty = total(term, index, first, first - 1)

    def absurd(s: Derivation) -> None:
        size = sp.Abs(term)
        ends = (ge(index, first), size), (le(index, first - 1), size)
        for side, bound in ((ge, -term), (le, term)):
            s.combine(side(term, 0), *ends, s.basic(ge(size, bound)))
        s.add("combine", eq(term, 0), using=[])

    return d.termwise(eq(empty, total(sp.Integer(0), index, first, first - 1)), absurd, "nothing to add")


@cache
def by_parts() -> tuple[dict, Derivation]:
    """Abel: sum_k a_k e_k = a_n E_n + sum_{k<n} (a_k - a_{k+1}) E_k, with E_k = e_1 + .. + e_k."""
    parts = total(e[i], i, 1, k)
    right = a[n] * total(e[i], i, 1, n) + total((a[k] - a[k + 1]) * parts, k, 1, n - 1)
    statement = forall(
        integer("n", 1), sequence("a", 1, n), sequence("e", 1, n), then=eq(total(a[k] * e[k]), right)
    )
    d = Derivation(statement)
    before = total(e[i], i, 1, k - 1)
    moved = total(a[k + 1] * parts, k, 1, n - 1)
    shift = d.add("unroll", eq(moved, total(a[k] * before, k, 2)), "one place on", by_integer=1)
    last = d.add(
        "unroll", eq(total(a[k] * parts), a[n] * total(e[i], i, 1, n) + total(a[k] * parts, k, 1, n - 1)),
        "the last term", end="last",
    )  # fmt: skip
    first = [
        d.add("unroll", eq(total(f), f.subs(k, 1) + total(f, k, 2)), "the first term", end="first")
        for f in (a[k] * parts, a[k] * e[k])
    ]
    one = d.add("unroll", eq(total(e[i], i, 1, 1), e[1] + total(e[i], i, 2, 1)), "a single term", end="first")

    def difference(s: Derivation) -> None:
        grown = s.add("unroll", eq(parts, e[k] + before), "one more term", end="last")
        s.combine(eq(a[k] * e[k], a[k] * parts - a[k] * before), (grown, a[k]))

    each = d.termwise(eq(total(a[k] * e[k], k, 2), total(a[k] * parts - a[k] * before, k, 2)), difference)
    d.combine(statement["then"], shift, last, *first, each, (one, a[1]), (nothing(d, e[i], i, 2), a[1]))
    return statement, d


@cache
def majorised() -> tuple[dict, Derivation]:
    """sum_k a_k c_k <= sum_k a_k b_k for a falling, where c_1 + .. + c_j <= b_1 + .. + b_j for all j, = for j = n."""
    part = lambda s, last: total(s[i], i, 1, last)  # noqa: E731
    below = every("k", 1, n - 1, le(part(c, k), part(b, k)))
    equal = eq(part(c, n), part(b, n))
    statement = forall(
        integer("n", 1), *[sequence(s, 1, n) for s in "abc"], given=[falling(a), below, equal],
        then=le(total(a[k] * c[k]), total(a[k] * b[k])),
    )  # fmt: skip
    d = Derivation(statement)
    abel = d.lemma(*by_parts())
    gap = b[i] - c[i]
    summed = total((a[k] - a[k + 1]) * total(gap, i, 1, k), k, 1, n - 1)
    whole = eq(total(a[k] * (b[k] - c[k])), a[n] * total(gap, i, 1, n) + summed)
    parts = d.use(abel, whole, "by parts", n="n", a=("l", a[l]), e=("l", gap.subs(i, l)))
    rises = d.termwise(
        ge(summed, total(sp.Integer(0), k, 1, n - 1)),
        lambda s: s.combine(
            ge((a[k] - a[k + 1]) * total(gap, i, 1, k), 0), (ge(a[k], a[k + 1]), total(gap, i, 1, k))
        ),
        "falling steps times partial sums that are ahead",
    )
    d.combine(statement["then"], parts, rises, (equal, a[n]))
    return statement, d
