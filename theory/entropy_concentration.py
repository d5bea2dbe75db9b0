"""Plug-in entropies of n samples (Sec. 10, S1): eq. (12) and (13) as printed, and what holds in their place.

Counts c_1 .. c_K of n samples have plug-in entropy H_n = log2 n - (1/n) sum_k c_k log2 c_k. One changed sample
takes one from a count i and adds one to another, j: n H_n changes by

    i log2 i - (i - 1) log2 (i - 1) - (j + 1) log2 (j + 1) + j log2 j <= n log2 n - (n - 1) log2 (n - 1) = n h(1/n),

since x log2 x is convex: its differences grow. So one sample moves H_n by at most h(1/n), and by McDiarmid's
inequality P(|H_n - E H_n| >= t) <= 2 exp(-2 t^2 / (n h(1/n)^2)): about the mean, which lies below H by up to
log2(1 + (K - 1)/n), and with log n / sqrt n in place of eq. (12)'s 1/sqrt n.
"""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import (
    Formal,
    both,
    eq,
    forall,
    formal,
    ge,
    gt,
    h,
    integer,
    le,
    log2,
    plog,
    real,
)  # fmt: skip

n, i, j, k, K, M = sp.symbols("n i j k K M")


def tail_bound(samples: sp.Expr, deviation: sp.Expr, letters: sp.Expr) -> sp.Expr:
    """The right side of eq. (12), 2 exp(-n t^2 / (2 log^2 |A|)); the unit of t and log is the same."""
    return 2 * sp.exp(-samples * deviation**2 / (2 * log2(letters) ** 2))


def binary_tail() -> Formal:
    """P(|H_n - H| >= t) exactly, for n samples of two letters with law (p, 1 - p)."""
    chance = ["*", ["binomial", "n", "k"], ["^", "p", "k"], ["^", ["-", 1, "p"], ["-", "n", "k"]]]
    away = ["abs", ["-", ["h", ["/", "k", "n"]], ["h", "p"]]]
    return ["sum", "k", 0, "n", ["*", chance, ["ind", [">=", away, "t"]]]]


# One changed sample -------------------------------------------------------------------------------------


def second_difference(d: Derivation, x: sp.Expr) -> int:
    """Step: (x + 1) log2(x + 1) + (x - 1) log2(x - 1) >= 2 x log2 x."""
    up, down = ((x + 1) * log2(x) - plog(x + 1), -1), ((x - 1) * log2(x) - plog(x - 1), 1)
    steps = [
        d.cite("log_tangent", le(left, slope / sp.log(2)), r=x - slope, q=x) for left, slope in (up, down)
    ]
    here = d.basic(eq(plog(x), x * log2(x)))
    return d.combine(ge(plog(x + 1) + plog(x - 1), 2 * plog(x)), *steps, (here, 2))


def growing_differences() -> tuple[dict, Derivation]:
    """i log2 i - (i - 1) log2 (i - 1) <= n log2 n - (n - 1) log2 (n - 1) for 1 <= i <= n."""
    goal = le(plog(i) - plog(i - 1), plog(n) - plog(n - 1))
    statement = forall(integer("i", 1), integer("n", i), then=goal)
    d = Derivation(statement)

    def first(t: Derivation) -> None:
        for shift in (0, 1):
            t.combine(eq(n - shift, i - shift), eq(n, i))
            t.add("apply", eq(plog(n - shift), plog(i - shift)))
        t.combine(goal, 2, 4)

    def onward(t: Derivation) -> None:
        t.combine(gt(n, 0), ge(n, i), ge(i, 1))
        t.combine(ge(n - 1, 0), ge(n, i), ge(i, 1))
        convex = second_difference(t, n)
        t.combine(le(plog(i) - plog(i - 1), plog(n + 1) - plog(n)), convex, goal)

    d.induction(goal, "n", first, onward, "the differences of x log2 x grow")
    return statement, d


def bounded_difference() -> tuple[dict, Derivation]:
    """One changed sample, from a letter counted i to one counted j, changes n H_n by at most n h(1/n)."""
    change = plog(i) - plog(i - 1) - plog(j + 1) + plog(j)
    whole = plog(n) - plog(n - 1)
    statement = forall(
        integer("n", 2), integer("i", 1, n), integer("j", 0, n - i),
        then=both(le(change, whole), eq(whole, n * h(1 / n))),
    )  # fmt: skip
    d = Derivation(statement)
    lemma = d.lemma(*growing_differences())
    from_one = d.use(lemma, le(plog(i) - plog(i - 1), whole), i=i, n=n)
    d.combine(le(1, j + 1))
    to_other = d.use(
        lemma, le(plog(sp.Integer(1)) - plog(sp.Integer(0)), plog(j + 1) - plog(j)), i=1, n=j + 1
    )
    d.combine(le(change, whole), from_one, to_other)
    share = d.basic(eq(plog(1 / n), log2(1 / n) / n))
    d.combine(gt(1 - 1 / n, 0), (ge(n, 2), 1 / n), (gt(1, 0), 1 / n))
    rest = d.basic(eq(plog(1 - 1 / n), (1 - 1 / n) * log2(1 - 1 / n)))
    d.combine(eq((n - 1) / n, 1 - 1 / n))
    same = d.add("apply", eq(log2((n - 1) / n), log2(1 - 1 / n)))
    top, below = d.basic(eq(plog(n), n * log2(n))), d.basic(eq(plog(n - 1), (n - 1) * log2(n - 1)))
    d.combine(eq(whole, n * h(1 / n)), (share, n), (rest, n), (same, n - 1), top, below)
    return statement, d


# The union bound ----------------------------------------------------------------------------------------


def union_bound() -> tuple[dict, Derivation, list[Formal]]:
    """Eq. (12) at the deviation c sqrt(log(6M/delta) / n) fails for M modalities with probability delta/3 at most where c^2 >= 2 a^2.

    a stands for log|A|. The statement, its derivation, and the condition.
    """
    failure, c, a = sp.symbols("delta c a")
    level = sp.log(6 * M / failure)
    statement = forall(
        integer("M", 1), real("delta", 0, 1), real("c", 0), real("a", 0),
        given=[gt(failure, 0), gt(a, 0)],
        then=le(2 * M * sp.exp(-(c**2) * level / (2 * a**2)), failure / 3),
    )  # fmt: skip
    condition = [ge(c**2, 2 * a**2)]
    d = Derivation(statement, condition)
    d.combine(ge(6 * M / failure, 1), (ge(1, failure), 1 / failure), (ge(M, 1), 6 / failure))
    d.combine(ge(level, 0), d.add("apply", ["<=", ["ln", 1], formal(level)]))
    d.combine(ge(c**2 * level / (2 * a**2), level), (condition[0], level / (2 * a**2)))
    less = d.add("apply", le(sp.exp(-(c**2) * level / (2 * a**2)), ["exp", formal(-level)]))
    same = d.combine(["=", ["exp", formal(-level)], formal(failure / (6 * M))])
    d.combine(statement["then"], (less, 2 * M), (same, 2 * M))
    return statement, d, condition


def repaired_union_bound() -> tuple[dict, Derivation]:
    """Eq. (12) at t = sqrt(2 log(6M/delta) / n) log|A_m| fails for M modalities with probability delta/3 at most.

    L stands for log(6M/delta): 2M exp(-L) = delta/3.
    """
    failure, L = sp.symbols("delta L")
    power = eq(sp.exp(L), 6 * M / failure)
    statement = forall(
        integer("M", 1), real("delta", 0, 1), real("L", 0),
        given=[gt(failure, 0), power],
        then=le(2 * M * sp.exp(-L), failure / 3),
    )  # fmt: skip
    d = Derivation(statement)
    d.combine(statement["then"], (power, sp.exp(-L) * failure / 3))
    return statement, d
