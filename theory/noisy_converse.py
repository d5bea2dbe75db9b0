"""A lower bound for any finite source, relevance uncertain given the query: the dual converse with P(y|x) in it.

Queries x = 1..n have probabilities p_x > 0, documents y = 1..N are relevant to x with probability P_xy. A dual point is
s >= 0 and alpha_x > 0 with sum_k beta_k 2^(s g(k)) <= 1, beta_y = sum_x alpha_x P_xy, documents ordered so that beta
falls. Not tight in general: Jensen's inequality on 2^(s E[g]) is given away.
"""

from functools import cache

import sympy as sp

from theory.fano_ranking import N, k, s
from theory.majorisation import falling, l
from theory.popularity_converse import (
    CODEWORDS,
    RANK,
    D,
    R,
    alpha,
    averaged,
    c,
    g,
    has_rank,
    information,
    is_ranking,
    of_ranking,
    over,
    p,
    q,
    sorted_is_best,
    w,
)
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    Formal,
    eq,
    every,
    forall,
    formal,
    gt,
    integer,
    le,
    log2,
    plog,
    real,
    sequence,
    table,
)

n, x = sp.symbols("n x")
RELEVANT = ["at", "P", "x", "y"]


def beta(document: Formal) -> Formal:
    """beta_y = sum_x alpha_x P_xy."""
    return over("x", "n", ["*", formal(alpha[x]), ["at", "P", "x", document]])


SOURCE = (
    integer("n", 1),
    integer("N", 1),
    real("s", 0),
    sequence("alpha", 1, n),
    sequence("g", 1, N),
    table("P", n, N, 0),
)
ROWS = every("x", 1, n, ["=", over("y", "N", RELEVANT), 1])
DUAL = [
    every("x", 1, n, gt(alpha[x], 0)),
    ROWS,
    every("k", 1, N - 1, [">=", beta("k"), beta(["+", "k", 1])]),
    falling(g, N),
    ["<=", over("k", "N", ["*", beta("k"), formal(2 ** (s * g[k]))]), 1],
]


def gained(rank_of: Formal) -> Formal:
    """The gain expected of a query under a ranking: sum_y P_xy g(rank of y)."""
    return over("y", "N", ["*", RELEVANT, of_ranking(formal(g[k]), rank_of)])


@cache
def one_list() -> tuple[dict, Derivation]:
    """A law q of the query, a ranking r: sum_x q log2 q >= s sum_x q_x sum_y P_xy g(r_y) + sum_x q_x log2 alpha_x."""
    law = eq(sp.Sum(q[x], (x, 1, n)), 1)
    right = [
        "+",
        ["*", "s", over("x", "n", ["*", formal(q[x]), gained(RANK)])],
        over("x", "n", formal(q[x] * log2(alpha[x]))),
    ]
    statement = forall(
        *SOURCE, sequence("q", 1, n, 0), sequence("r", 1, N), given=[*DUAL, law, *is_ranking(RANK)],
        then=[">=", over("x", "n", formal(plog(q[x]))), right],
    )  # fmt: skip
    d = Derivation(statement)
    fit = sorted_is_best(d, beta)
    weight = alpha[x] * 2 ** (s * g[k])
    term, slack = q[x] * log2(weight) - plog(q[x]), (weight - q[x]) / sp.log(2)

    def placed(value: sp.Expr) -> Formal:
        return over("y", "N", ["*", RELEVANT, of_ranking(formal(value), RANK)])

    def tangent(i: Derivation) -> None:
        found = i.cite("log_tangent", le(term, slack), r=q[x], q=weight)
        i.combine(
            ["<=", *[["*", RELEVANT, has_rank(RANK), formal(v)] for v in (term, slack)]],
            (found, ["*", RELEVANT, has_rank(RANK)]),
        )

    def document(i: Derivation) -> None:
        sides = [over("k", "N", ["*", RELEVANT, has_rank(RANK), formal(v)]) for v in (term, slack)]
        i.combine(
            ["<=", *[["*", RELEVANT, of_ranking(formal(v), RANK)] for v in (term, slack)]],
            i.termwise(["<=", *sides], tangent),
        )

    gibbs = d.termwise(
        ["<=", *[over("x", "n", placed(v)) for v in (term, slack)]],
        lambda i: i.termwise(["<=", *map(placed, (term, slack))], document),
        "the tangent of the logarithm, query by query and document by document",
    )

    def once(value: sp.Expr) -> int:
        """Every query has one relevant document, every document one rank."""
        ranked = ["*", RELEVANT, of_ranking(formal(value), RANK)]

        def query(i: Derivation) -> None:
            each = i.termwise(
                ["=", placed(value), over("y", "N", ["*", RELEVANT, formal(value)])],
                lambda e: e.combine(
                    ["=", ranked, ["*", RELEVANT, formal(value)]],
                    (eq(over("k", "N", has_rank(RANK)), 1), ["*", RELEVANT, formal(value)]),
                ),
            )
            i.combine(["=", placed(value), formal(value)], each, (["=", over("y", "N", RELEVANT), 1], value))

        return d.termwise(["=", over("x", "n", placed(value)), over("x", "n", formal(value))], query)

    ones = [once(v) for v in (q[x] * log2(alpha[x]), plog(q[x]), q[x])]
    turned = over("y", "N", ["*", beta("y"), of_ranking(formal(2 ** (s * g[k])), RANK)])
    swap = d.add("swap", ["=", over("x", "n", placed(weight)), turned])
    small = d.combine(["<=", over("x", "n", placed(weight)), 1], swap, fit, DUAL[4])
    d.combine(statement["then"], gibbs, *ones, *[(step, 1 / sp.log(2)) for step in (ones[2], small, law)])
    return statement, d


def converse() -> tuple[dict, Derivation]:
    """Any code of the query with E[g(K)] >= 1 - D: I(X;C) >= s(1 - D) + sum_x p_x log2(alpha_x / p_x)."""
    here = ["at", "q", "c", "x"]
    mixture = every("x", 1, n, ["=", over("c", "K", ["*", formal(w[c]), here]), formal(p[x])])
    laws = every("c", 1, "K", ["=", over("x", "n", here), 1])
    reached = [
        ">=",
        over("c", "K", ["*", formal(w[c]), over("x", "n", ["*", here, gained(R)])]),
        formal(1 - D),
    ]
    bound = ["+", formal(s * (1 - D)), over("x", "n", formal(p[x] * log2(alpha[x] / p[x])))]
    statement = forall(
        *SOURCE, CODEWORDS, real("D"), sequence("p", 1, n), sequence("w", 1, "K", 0), table("q", "K", n, 0), table("r", "K", N),
        given=[every("x", 1, n, gt(p[x], 0)), *DUAL, mixture, laws, *[["all", "c", 1, "K", r] for r in is_ranking(R)], reached],
        then=[">=", information(x, n), bound],
    )  # fmt: skip
    d = Derivation(statement)
    alone = d.lemma(*one_list())
    inside = over("x", "n", ["plog", here])
    least = [
        "+",
        ["*", "s", over("x", "n", ["*", here, gained(R)])],
        over("x", "n", ["*", here, formal(log2(alpha[x]))]),
    ]

    def one(i: Derivation) -> None:
        row = lambda name: ("l", ["at", name, "c", "l"])  # noqa: E731
        found = i.use(
            alone, [">=", inside, least], "one list", n="n", N="N", s="s", q=row("q"), r=row("r"),
            alpha=("l", alpha[l]), g=("l", g[l]), P=("u", "v", ["at", "P", "u", "v"]),
        )  # fmt: skip
        i.combine([">=", *[["*", formal(w[c]), v] for v in (inside, least)]], (found, w[c]))

    lists = d.termwise([">=", *[over("c", "K", ["*", formal(w[c]), v]) for v in (inside, least)]], one)
    means = [averaged(d, f, x, n) for f in (log2(alpha[x]), log2(p[x]))]
    d.combine(statement["then"], lists, *means, (reached, s), why="averaged over the codewords")
    return statement, d
