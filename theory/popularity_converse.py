"""Ranking under any popularity law: the dual converse, and when a code meets it.

Documents y = 1..N, most popular first, have probabilities p_y > 0; a code has codewords c = 1..K of probability w_c,
after which Y has law q_c and document y rank r_cy. A dual point is s >= 0 and weights alpha_1 >= .. >= alpha_N > 0
with sum_k alpha_k 2^(s g(k)) <= 1. Entropies in bits.
"""

from collections.abc import Callable
from functools import cache

import sympy as sp

from theory.fano_ranking import N, k, ranks, s
from theory.majorisation import falling
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    Formal,
    eq,
    every,
    forall,
    formal,
    ge,
    gt,
    integer,
    le,
    log2,
    plog,
    real,
    sequence,
    table,
)
from theory.rearrangement import rearrangement

y, l, D, c = sp.symbols("y l D c")
p, q, g, alpha = (sp.IndexedBase(name) for name in ("p", "q", "g", "alpha"))
CODEWORDS = integer("K", 1)


def over(index: str, last: str, body: Formal) -> Formal:
    """Sum of the body over index = 1..last."""
    return ["sum", index, 1, last, body]


def has_rank(rank: Formal, place: Formal = "k") -> Formal:
    """Indicator of a rank."""
    return ["ind", ["=", rank, place]]


def is_ranking(rank_of: Formal) -> list[Formal]:
    """Every document y has one rank among 1..N, and every rank k one document."""
    return [
        every("y", 1, N, ["=", over("k", "N", has_rank(rank_of)), 1]),
        every("k", 1, N, ["=", over("y", "N", has_rank(rank_of)), 1]),
    ]


def of_ranking(value: Formal, rank_of: Formal) -> Formal:
    """value(k) at the rank of document y."""
    return over("k", "N", ["*", has_rank(rank_of), value])


POSITIVE = [every("k", 1, N, gt(p[k], 0)), every("k", 1, N, gt(alpha[k], 0))]
DUAL = [falling(alpha, N), falling(g, N), le(ranks(1, alpha[k] * 2 ** (s * g[k])), 1)]
RANK = ["at", "r", "y"]


# One list -----------------------------------------------------------------------------------------------


@cache
def one_list() -> tuple[dict, Derivation]:
    """A law q of the document and a ranking r: sum_y q log2 q >= s sum_y q_y g(r_y) + sum_y q_y log2 alpha_y.

    Gibbs' inequality against alpha_y 2^(s g(r_y)), whose sum the rearrangement inequality holds to that of the
    sorted ranking.
    """
    mean = over("y", "N", ["*", formal(q[y]), of_ranking(formal(g[k]), RANK)])
    law = eq(sp.Sum(q[k], (k, 1, N)), 1)
    given = [POSITIVE[1], *DUAL, law, *is_ranking(RANK)]
    right = ["+", ["*", "s", mean], formal(ranks(1, q[k] * log2(alpha[k])))]
    statement = forall(
        integer("N", 1), real("s", 0), sequence("q", 1, N, 0), sequence("alpha", 1, N), sequence("g", 1, N),
        sequence("r", 1, N), given=given, then=ge(ranks(1, plog(q[k])), right),
    )  # fmt: skip
    d = Derivation(statement)
    fit = sorted_is_best(d, lambda document: ["at", "alpha", document])
    weight = alpha[y] * 2 ** (s * g[k])
    term, slack = q[y] * log2(weight) - plog(q[y]), (weight - q[y]) / sp.log(2)

    def at_rank(x: sp.Expr) -> Formal:
        return over("y", "N", of_ranking(formal(x), RANK))

    def tangent(i: Derivation) -> None:
        found = i.cite("log_tangent", le(term, slack), r=q[y], q=weight)
        i.combine(["<=", *[["*", has_rank(RANK), formal(x)] for x in (term, slack)]], (found, has_rank(RANK)))

    gibbs = d.termwise(
        le(at_rank(term), at_rank(slack)),
        lambda i: i.termwise(le(*[of_ranking(formal(x), RANK) for x in (term, slack)]), tangent),
        "the tangent of the logarithm, document by document",
    )

    def once(f: sp.Expr) -> int:
        return d.termwise(
            eq(at_rank(f), over("y", "N", formal(f))),
            lambda i: i.combine(
                eq(of_ranking(formal(f), RANK), f), (eq(over("k", "N", has_rank(RANK)), 1), f)
            ),
            "each document has one rank",
        )

    ones = [once(f) for f in (q[y] * log2(alpha[y]), plog(q[y]), q[y])]
    bound = over("y", "N", of_ranking(formal(weight), RANK))
    small = d.combine(le(bound, 1), fit, DUAL[2])
    d.combine(
        statement["then"],
        gibbs,
        *ones,
        (ones[2], 1 / sp.log(2)),
        (small, 1 / sp.log(2)),
        (law, 1 / sp.log(2)),
    )
    return statement, d


def sorted_is_best(d: Derivation, weight: Callable[[Formal], Formal]) -> int:
    """Step: sum_y v_y 2^(s g(r_y)) <= sum_k v_k 2^(s g(k)), for falling weights v and any ranking r."""
    value = 2 ** (s * g[k])

    def falls(i: Derivation) -> None:
        i.combine(ge(s * g[k], s * g[k + 1]), (ge(g[k], g[k + 1]), s))
        i.add("apply", ge(value, value.subs(k, k + 1)))

    d.each(every("k", 1, N - 1, ge(value, value.subs(k, k + 1))), falls, "s >= 0")
    placed = over("y", "N", ["*", weight("y"), of_ranking(formal(value), RANK)])
    return d.use(
        d.lemma(*rearrangement()), le(placed, over("k", "N", ["*", weight("k"), formal(value)])),
        "the rearrangement inequality", n="N", a=("l", weight("l")), b=("l", value.subs(k, l)),
        m=("u", "v", has_rank(["at", "r", "u"], "v")),
    )  # fmt: skip


# Any code -----------------------------------------------------------------------------------------------

w = sp.IndexedBase("w")
Q, R = ["at", "q", "c", "y"], ["at", "r", "c", "y"]
MEAN_GAIN = over("c", "K", ["*", formal(w[c]), over("y", "N", ["*", Q, of_ranking(formal(g[k]), R)])])


def information(index: sp.Symbol = y, last: sp.Expr = N) -> Formal:
    """I(Y;C) = sum_c w_c sum_y q_cy log2(q_cy / p_y); `index` and `last` name the range of y."""
    mass = ["at", "q", "c", index.name]
    inner = over(index.name, formal(last), ["-", ["plog", mass], ["*", mass, formal(log2(p[index]))]])
    return over("c", "K", ["*", ["at", "w", "c"], inner])


def code() -> list[Formal]:
    """What makes tables w, q, r a code for documents of law p: the posteriors mix to p, each codeword has a ranking."""
    return [
        every("y", 1, N, ["=", over("c", "K", ["*", ["at", "w", "c"], Q]), formal(p[y])]),
        every("c", 1, "K", ["=", over("y", "N", Q), 1]),
        *[["all", "c", 1, "K", r] for r in is_ranking(R)],
    ]


PARAMETERS = (
    integer("N", 1), CODEWORDS, real("s", 0), real("D"), sequence("p", 1, N), sequence("alpha", 1, N),
    sequence("g", 1, N), sequence("w", 1, "K", 0), table("q", "K", N, 0), table("r", "K", N),
)  # fmt: skip


def converse() -> tuple[dict, Derivation]:
    """Any code with E[g(K)] >= 1 - D, any dual point: I(Y;C) >= s(1 - D) + sum_y p_y log2(alpha_y / p_y)."""
    mixture, laws, *rankings = code()
    reached = ge(MEAN_GAIN, 1 - D)
    bound = s * (1 - D) + ranks(1, p[k] * log2(alpha[k] / p[k]))
    given = [*POSITIVE, *DUAL, mixture, laws, *rankings, reached]
    statement = forall(*PARAMETERS, given=given, then=ge(information(), bound))
    d = Derivation(statement)
    alone = d.lemma(*one_list())
    inside = over("y", "N", ["plog", Q])
    mean = over("y", "N", ["*", Q, of_ranking(formal(g[k]), R)])
    least = ["+", ["*", "s", mean], over("y", "N", ["*", Q, formal(log2(alpha[y]))])]

    def one(i: Derivation) -> None:
        row = lambda name: ("l", ["at", name, "c", "l"])  # noqa: E731
        found = i.use(
            alone, [">=", inside, least], "one list", N="N", s="s", q=row("q"), r=row("r"),
            alpha=("l", alpha[l]), g=("l", g[l]),
        )  # fmt: skip
        i.combine([">=", *[["*", ["at", "w", "c"], x] for x in (inside, least)]], (found, ["at", "w", "c"]))

    lists = d.termwise([">=", *[over("c", "K", ["*", ["at", "w", "c"], x]) for x in (inside, least)]], one)
    means = [averaged(d, f) for f in (log2(alpha[y]), log2(p[y]))]
    d.combine(statement["then"], lists, *means, (reached, s), why="averaged over the codewords")
    return statement, d


def averaged(d: Derivation, f: sp.Expr, index: sp.Symbol = y, last: sp.Expr = N) -> int:
    """Step: sum_c w_c sum_y q_cy f(y) = sum_y p_y f(y); `index` and `last` name the range of y."""
    weight, value, mass = formal(w[c]), formal(f), formal(p[index])
    joint = ["*", weight, ["at", "q", "c", index.name]]

    def law(body: Formal) -> Formal:
        return over(index.name, formal(last), body)

    turned = law(over("c", "K", ["*", joint, value]))
    swap = d.add("swap", ["=", over("c", "K", law(["*", joint, value])), turned])
    mixed = d.termwise(
        ["=", law(["*", value, over("c", "K", joint)]), law(["*", mass, value])],
        lambda i: i.combine(
            ["=", ["*", value, over("c", "K", joint)], ["*", mass, value]],
            (["=", over("c", "K", joint), mass], f),
        ),
        "the posteriors mix to p",
    )
    goal = over("c", "K", ["*", weight, law(["*", ["at", "q", "c", index.name], value])])
    return d.combine(["=", goal, law(["*", mass, value])], swap, mixed)


# Where it is met ----------------------------------------------------------------------------------------


def met() -> tuple[dict, Derivation]:
    """r_k = alpha_k 2^(s g(k)) with sum_k (r_k - p_k) log2 alpha_k = 0: H(p) - H(r) is the dual bound at 1 - D = E_r[g].

    A code of Y alone with a rank of law r, independent of its codeword, has that rate.
    """
    r = sp.IndexedBase("r")
    law = every("k", 1, N, eq(r[k], alpha[k] * 2 ** (s * g[k])))
    slack = eq(ranks(1, (r[k] - p[k]) * log2(alpha[k])), 0)
    rate = ranks(1, plog(r[k])) - ranks(1, plog(p[k]))
    goal = eq(rate, s * ranks(1, r[k] * g[k]) + ranks(1, p[k] * log2(alpha[k] / p[k])))
    statement = forall(
        integer("N", 1), real("s", 0), *[sequence(x, 1, N) for x in ("p", "alpha", "g")], sequence("r", 1, N, 0),
        given=[*POSITIVE, law, slack], then=goal,
    )  # fmt: skip
    d = Derivation(statement)
    weight, value = alpha[k] * 2 ** (s * g[k]), log2(alpha[k]) + s * g[k]

    def of_rank(i: Derivation) -> None:
        same = i.add("apply", ["=", ["plog", formal(r[k])], ["plog", formal(weight)]])
        i.combine(gt(weight, 0), (gt(alpha[k], 0), 2 ** (s * g[k])))
        written = i.basic(eq(plog(weight), weight * value))
        i.combine(eq(plog(r[k]), r[k] * value), same, written, (eq(r[k], weight), value))

    entropy = d.termwise(eq(ranks(1, plog(r[k])), ranks(1, r[k] * value)), of_rank, "the rank's entropy")
    popular = d.termwise(
        eq(ranks(1, plog(p[k])), ranks(1, p[k] * log2(p[k]))),
        lambda i: i.basic(eq(plog(p[k]), p[k] * log2(p[k]))),
    )
    d.combine(goal, entropy, popular, slack)
    return statement, d


def popularity_order() -> tuple[dict, Derivation]:
    """sum_y p_y g(r_y) <= sum_k p_k g(k): no ranking gains more than the order of popularity."""
    falls = [falling(p, N), falling(g, N)]
    left = over("y", "N", ["*", formal(p[y]), of_ranking(formal(g[k]), RANK)])
    statement = forall(
        integer("N", 1), *[sequence(x, 1, N) for x in ("p", "g", "r")],
        given=[*falls, *is_ranking(RANK)], then=le(left, ranks(1, p[k] * g[k])),
    )  # fmt: skip
    d = Derivation(statement)
    d.use(
        d.lemma(*rearrangement()), statement["then"], n="N", a=("l", p[l]), b=("l", g[l]),
        m=("u", "v", has_rank(["at", "r", "u"], "v")),
    )  # fmt: skip
    return statement, d
