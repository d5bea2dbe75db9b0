"""How much is left to gain beyond naming, in order, the J most probable documents: a limit that asks nothing of the data.

R bits name an ordered list of J documents when N!/(N-J)! <= 2^R; here p_1 >= p_2 >= .. is the posterior of one query.
"""

from functools import cache

import sympy as sp

from theory.majorisation import a, by_parts, e, falling, i, k, l, n, total
from theory.proof.derivation import Derivation
from theory.proof.formal import Formal, eq, every, forall, formal, ge, integer, le, real, sequence

J, B, L, rest = sp.symbols("J B L a")
p, g = sp.IndexedBase("p"), sp.IndexedBase("g")
BEYOND = ["ind", [">", "k", "J"]]


@cache
def ahead() -> tuple[dict, Derivation]:
    """sum_k a_k e_k >= 0 for a falling and >= 0, where no partial sum of e is negative."""
    parts = every("k", 1, n, ge(total(e[i], i, 1, k), 0))
    statement = forall(
        integer("n", 1), sequence("a", 1, n, 0), sequence("e", 1, n), given=[falling(a), parts],
        then=ge(total(a[k] * e[k]), 0),
    )  # fmt: skip
    d = Derivation(statement)
    summed = total((a[k] - a[k + 1]) * total(e[i], i, 1, k), k, 1, n - 1)
    whole = eq(total(a[k] * e[k]), a[n] * total(e[i], i, 1, n) + summed)
    abel = d.use(d.lemma(*by_parts()), whole, "by parts", n="n", a=("l", a[l]), e=("l", e[l]))
    last = d.add("one_of", ge(total(e[i], i, 1, n), 0), schema=parts, index="n")

    def rises(s: Derivation) -> None:
        s.add("one_of", ge(total(e[i], i, 1, k), 0), schema=parts, index="k")
        s.combine(ge((a[k] - a[k + 1]) * total(e[i], i, 1, k), 0), (ge(a[k], a[k + 1]), total(e[i], i, 1, k)))

    steps = d.termwise(ge(summed, total(sp.Integer(0), k, 1, n - 1)), rises)
    d.combine(statement["then"], abel, steps, (last, a[n]))
    return statement, d


def covered_to_the_end() -> Formal:
    """The bound on the gains beyond J asked for at L = N alone."""
    return le(sp.Sum(g[k] - rest, (k, J + 1, n)), B * n)


@cache
def unnamed() -> tuple[dict, Derivation]:
    """sum_{k>J} p_k (g(k) - a) <= B for any falling law p, if sum_{J<k<=L} (g(k) - a) <= B L for all L > J.

    a is what a document not named still gains, (g(J+1) + .. + g(N))/(N - J) in random order; for reciprocal rank and
    a = 0 the least such B is max_{L>J} (H_L - H_J)/L.
    """
    N = n
    lost = g[k] - rest
    covered = every("L", J + 1, N, le(sp.Sum(lost, (k, J + 1, L)), B * L))
    law = eq(total(p[k]), 1)
    statement = forall(
        integer("n", 1), integer("J", 0), real("B", 0), real("a"), sequence("p", 1, N, 0), sequence("g", 1, N),
        given=[le(J, N), falling(p), law, covered], then=le(total(p[k] * lost, k, J + 1), B),
    )  # fmt: skip
    d = Derivation(statement)
    less = d.lemma(*ahead())
    slack = ["-", "B", ["*", BEYOND, formal(lost)]]
    weighed = ["*", formal(p[k]), BEYOND, formal(lost)]
    d.each(every("L", 1, N, [">=", ["sum", "k", 1, "L", slack], 0]), partial)
    d.use(
        less,
        [">=", ["sum", "k", 1, "n", ["*", formal(p[k]), slack]], 0],
        n="n",
        a=("l", p[l]),
        e=("k", slack),
    )
    found = len(d.steps)
    head, tail = split(d, N, weighed, formal(p[k] * lost))
    d.combine(statement["then"], found, head, tail, (law, B))
    return statement, d


def split(d: Derivation, last: sp.Expr, term: Formal, value: Formal) -> tuple[int, int]:
    """Steps: a sum of what counts beyond J alone is the sum from J + 1 on."""
    whole = ["sum", "k", 1, formal(last), term]
    first, others = ["sum", "k", 1, "J", term], ["sum", "k", ["+", "J", 1], formal(last), term]
    cut = d.add("unroll", ["=", whole, ["+", first, others]], "up to J, and beyond", after="J")

    def zero(s: Derivation) -> None:
        s.combine(["=", term, 0], (s.basic(["=", BEYOND, 0]), value))

    def same(s: Derivation) -> None:
        s.combine(["=", term, value], (s.basic(["=", BEYOND, 1]), value))

    none = d.termwise(["=", first, ["sum", "k", 1, "J", 0]], zero)
    tail = d.termwise(["=", others, ["sum", "k", ["+", "J", 1], formal(last), value]], same)
    return d.combine(["=", whole, others], cut, none), tail


def partial(d: Derivation) -> None:
    """Steps to sum_{k<=L} (B - [k > J](g(k) - a)) >= 0."""
    lost = formal(g[k] - rest)
    term = ["*", BEYOND, lost]
    goal = [">=", ["sum", "k", 1, "L", ["-", "B", term]], 0]

    def named(s: Derivation) -> None:
        def zero(r: Derivation) -> None:
            r.combine(le(k, J), le(k, L), le(L, J))
            r.combine(["=", term, 0], (r.basic(["=", BEYOND, 0]), lost))

        none = s.termwise(["=", ["sum", "k", 1, "L", term], ["sum", "k", 1, "L", 0]], zero, "all are named")
        s.combine(goal, none, (ge(L, 0), B))

    def beyond(s: Derivation) -> None:
        s.basic(ge(L, J + 1))
        covered = every("L", J + 1, n, le(sp.Sum(g[k] - rest, (k, J + 1, L)), B * L))
        within = s.add("one_of", le(sp.Sum(g[k] - rest, (k, J + 1, L)), B * L), schema=covered, index="L")
        s.combine(goal, within, *split(s, L, term, lost))

    d.cases(goal, le(L, J), named, beyond, "whether L reaches beyond J")


# Reciprocal rank, six documents named -------------------------------------------------------------------


def worst_average(named: int) -> tuple[int, sp.Rational]:
    """The L that maximises (H_L - H_J)/L for J = named, and that maximum: it rises up to L, and falls from there."""

    def value(size: int) -> sp.Rational:
        return (sp.harmonic(size) - sp.harmonic(named)) / size

    size = named + 1
    while value(size + 1) > value(size):
        size += 1
    return size, value(size)


def beyond_named(named: int) -> tuple[dict, Derivation]:
    """sum_{k>J} p_k / k <= max_L (H_L - H_J)/L for J = named, any N >= J and any falling law p: what reciprocal rank
    can still gain when the J most probable documents are listed in order."""
    size, most = worst_average(named)
    law = eq(total(p[k]), 1)
    tail = sp.Sum(1 / k, (k, named + 1, L))
    statement = forall(
        integer("n", named),
        sequence("p", 1, n, 0),
        given=[falling(p), law],
        then=le(total(p[k] / k, k, named + 1), most),
    )
    d = Derivation(statement)
    short = forall(integer("L", named + 1, size), then=le(tail, most * L))
    few = Derivation(short)
    few.add("enumerate", short["then"])
    long = forall(integer("L", size), then=le(tail, most * L))
    many = Derivation(long)
    more = tail.subs(L, L + 1)
    many.induction(
        long["then"], "L",
        lambda i: first_average(i, tail, size, most),
        lambda i: i.combine(
            le(more, most * (L + 1)),
            i.add("unroll", eq(more, 1 / (L + 1) + tail), end="last"), long["then"],
            i.combine(le(1 / (L + 1), most), (ge(L, size), most / (L + 1))),
        ),
    )  # fmt: skip
    low, high = d.lemma(short, few), d.lemma(long, many)
    d.each(
        every("L", named + 1, n, le(tail, most * L)),
        lambda i: i.cases(
            le(tail, most * L), le(L, size),
            lambda r: r.use(low, le(tail, most * L), L="L"), lambda r: r.use(high, le(tail, most * L), L="L"),
        ),
    )  # fmt: skip
    d.use(d.lemma(*unnamed()), statement["then"], n="n", J=named, B=most, a=0, p=("l", p[l]), g=("l", 1 / l))
    return statement, d


def first_average(i: Derivation, tail: sp.Sum, size: int, most: sp.Rational) -> None:
    """At L = size the bound holds with equality."""
    here = i.termwise(eq(tail, tail.subs(L, size)), lambda r: None, "the same range")
    i.combine(le(tail, most * L), here, (eq(L, size), most))
