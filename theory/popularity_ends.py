"""No bits, any popularity: a code that gains more than the order of popularity pays for it.

Notation of `theory.popularity_converse`: documents most popular first, codewords c of probability w_c, posteriors q_c
that mix to the law p, rankings r_c. Entropies in bits.
"""

from functools import cache

import sympy as sp

from theory.fano_ranking import N, k, ranks
from theory.majorisation import falling
from theory.popularity_converse import (
    CODEWORDS,
    MEAN_GAIN,
    POSITIVE,
    Q,
    R,
    averaged,
    code,
    g,
    information,
    of_ranking,
    over,
    p,
    popularity_order,
    q,
)
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    eq,
    every,
    forall,
    formal,
    ge,
    integer,
    le,
    log2,
    plog,
    real,
    sequence,
    table,
)

a = sp.IndexedBase("a")
t, l = sp.symbols("t l")
AT_MOST_ONE = every("k", 1, N, le(g[k], 1))
UNIT = eq(ranks(1, p[k]), 1)


def surplus(law: sp.Indexed, base: sp.Indexed) -> sp.Expr:
    """A term of the divergence: q log2(q/p)."""
    return plog(law) - law * log2(base)


@cache
def divergence() -> tuple[dict, Derivation]:
    """sum_k q_k log2(q_k/p_k) >= (2 t sum_k (q_k - p_k) a_k - t^2) / ln 2 for 0 <= a <= 1 and any t.

    From ln(p/q) <= 2(sqrt(p/q) - 1), and (sqrt q - sqrt p - t (sqrt q + sqrt p)(a - 1/2))^2 >= 0.
    """
    most, unit = every("k", 1, N, le(a[k], 1)), eq(ranks(1, q[k]), 1)
    statement = forall(
        integer("N", 1), real("t"), sequence("q", 1, N, 0), sequence("p", 1, N), sequence("a", 1, N, 0),
        given=[POSITIVE[0], most, unit, UNIT],
        then=ge(ranks(1, surplus(q[k], p[k])), (2 * t * ranks(1, (q[k] - p[k]) * a[k]) - t**2) / sp.log(2)),
    )  # fmt: skip
    d = Derivation(statement)
    root_q, root_p = sp.sqrt(q[k]), sp.sqrt(p[k])
    least = 2 * (q[k] - root_q * root_p) / sp.log(2)

    def tangent(i: Derivation) -> None:
        i.cases(ge(surplus(q[k], p[k]), least), le(q[k], 0), never, sometimes)

    def never(i: Derivation) -> None:
        zero = i.add("combine", eq(q[k], 0), using=[])
        i.add("apply", ["=", ["plog", formal(q[k])], ["plog", 0]])
        i.add("apply", ["=", ["sqrt", formal(q[k])], ["sqrt", 0]])
        i.combine(
            ge(surplus(q[k], p[k]), least), (zero, log2(p[k])), (zero, 1 / sp.log(2)), zero + 1,
            (zero + 2, root_p / sp.log(2)),
        )  # fmt: skip

    def sometimes(i: Derivation) -> None:
        for x in (q[k], p[k]):
            i.add("apply", [">", ["sqrt", formal(x)], ["sqrt", 0]])
        written = i.basic(eq(plog(q[k]), q[k] * log2(q[k])))
        mean = root_q * root_p
        half = i.cite(
            "log_tangent", le(q[k] * log2(mean) - plog(q[k]), (mean - q[k]) / sp.log(2)), r=q[k], q=mean
        )
        i.combine(ge(surplus(q[k], p[k]), least), half, written)

    apart = d.termwise(
        ge(ranks(1, surplus(q[k], p[k])), ranks(1, least)), tangent, "the tangent at the geometric mean"
    )
    left = 2 * t * (q[k] - p[k]) * (a[k] - sp.Rational(1, 2))
    right = (root_q - root_p) ** 2 + t**2 * (q[k] + p[k]) / 2

    def squares(i: Derivation) -> None:
        below = i.add("one_of", le(a[k], 1), schema=most, index="k")
        square = ge((root_q - root_p - t * (root_q + root_p) * (a[k] - sp.Rational(1, 2))) ** 2, 0)
        rest = ge((t * (root_q - root_p)) ** 2, 0)
        i.combine(le(left, right), square, rest, (below, t**2 * (root_q + root_p) ** 2 * a[k]))

    each = d.termwise(le(ranks(1, left), ranks(1, right)), squares, "a square is not negative")
    sums = [(x, c) for x in (unit, UNIT) for c in (t / sp.log(2), t**2 / sp.log(2), 1 / sp.log(2))]
    d.combine(statement["then"], apart, (each, 1 / sp.log(2)), *sums)
    return statement, d


def no_bits() -> tuple[dict, Derivation]:
    """Any code that gains t >= 0 more than sum_k p_k g(k): I(Y;C) >= t^2 / ln 2, gains in [0, 1]."""
    reached = [">=", MEAN_GAIN, formal(ranks(1, p[k] * g[k]) + t)]
    statement = forall(
        integer("N", 1), CODEWORDS, real("t", 0), sequence("p", 1, N), sequence("g", 1, N, 0),
        sequence("w", 1, "K", 0), table("q", "K", N, 0), table("r", "K", N),
        given=[POSITIVE[0], UNIT, falling(p, N), falling(g, N), AT_MOST_ONE, *code(), reached],
        then=[">=", information(), formal(t**2 / sp.log(2))],
    )  # fmt: skip
    d = Derivation(statement)
    apart, order = d.lemma(*divergence()), d.lemma(*popularity_order())
    w = ["at", "w", "c"]
    inside = over("y", "N", ["-", ["plog", Q], ["*", Q, formal(log2(p[sp.Symbol("y")]))]])
    placed = of_ranking(formal(g[k]), R)
    gain, fixed = over("y", "N", ["*", Q, placed]), formal(ranks(1, p[k] * g[k]))
    least = ["/", ["-", ["*", 2, "t", ["-", gain, fixed]], ["^", "t", 2]], ["ln", 2]]

    def bounded(i: Derivation) -> None:
        once = i.add(
            "one_of", ["=", over("k", "N", ["ind", ["=", R, "k"]]), 1], schema=code()[2][4], index="y"
        )
        below = i.termwise(
            ["<=", placed, over("k", "N", ["ind", ["=", R, "k"]])],
            lambda s: s.combine(
                ["<=", ["*", ["ind", ["=", R, "k"]], formal(g[k])], ["ind", ["=", R, "k"]]],
                (s.add("one_of", le(g[k], 1), schema=AT_MOST_ONE, index="k"), ["ind", ["=", R, "k"]]),
            ),
        )
        i.combine(["<=", placed, 1], once, below)

    def one(i: Derivation) -> None:
        row = lambda name: ("l", ["at", name, "c", "l"])  # noqa: E731
        i.each(["all", "y", 1, "N", ["<=", placed, 1]], bounded, "one gain for each document")
        fit = i.use(
            order, ["<=", over("y", "N", ["*", ["at", "p", "y"], placed]), fixed], "no bits, this ranking",
            N="N", p=("l", p[l]), g=("l", g[l]), r=row("r"),
        )  # fmt: skip
        found = i.use(
            apart,
            [">=", inside, ["/", ["-", ["*", 2, "t", over("y", "N", ["*", ["-", Q, ["at", "p", "y"]], placed])], ["^", "t", 2]], ["ln", 2]]],
            N="N", t="t", q=row("q"), p=("l", p[l]), a=("y", placed),
        )  # fmt: skip
        i.combine([">=", inside, least], found, (fit, 2 * t / sp.log(2)))
        i.combine([">=", ["*", w, inside], ["*", w, least]], ([">=", inside, least], w))

    lists = d.termwise([">=", over("c", "K", ["*", w, inside]), over("c", "K", ["*", w, least])], one)
    whole = averaged(d, sp.Integer(1))
    total = d.termwise(
        ["=", over("c", "K", ["*", w, over("y", "N", Q)]), over("c", "K", w)],
        lambda i: i.combine(["=", ["*", w, over("y", "N", Q)], w], (["=", over("y", "N", Q), 1], w)),
    )
    mass = d.combine(["=", over("c", "K", w), 1], whole, total, UNIT)
    d.combine(
        statement["then"], lists, (reached, 2 * t / sp.log(2)), (mass, t**2 / sp.log(2)),
        (mass, formal(t * ranks(1, p[k] * g[k]) / sp.log(2))),
    )  # fmt: skip
    return statement, d
