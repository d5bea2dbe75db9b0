"""Empirical Rademacher complexity of ranking codes (Sec. 6), in nats as printed: Rad_n = E max_f (1/n) sum_i s_i l_f(i).

Two documents, one codeword cell per loss: a code that may put any query in either cell has every pattern of
losses {0, 1/2} on distinct queries, and then Rad_n = 1/4 whatever n is.
"""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import Formal, eq, forall, formal, ge, gt, integer, le, real

n, N, a, b, s, R = sp.symbols("n N a b s R")
K, D = sp.symbols("K D")

# Rad_n when every query's loss is free in {0, 1/2}: the best loss is 1/2 where the sign is +1, 0 where it is -1.
FREE_PATTERNS: Formal = [
    "/", ["sum", "i", 1, "n", ["/", ["+", ["max", 0, ["/", 1, 2]], ["max", 0, ["/", -1, 2]]], 2]], "n",
]  # fmt: skip


def lemma61(cells: sp.Expr, documents: sp.Expr) -> sp.Expr:
    """The bound of Lemma 6.1: sqrt(2/n) (sqrt(log K) + sqrt(log D_max)), K the product of the K_m."""
    return sp.sqrt(2 / n) * (sp.sqrt(sp.log(cells)) + sp.sqrt(sp.log(documents)))


def free_patterns_quarter() -> tuple[dict, Derivation]:
    """Rad_n = 1/4 for every n where every pattern of losses {0, 1/2} occurs."""
    statement = forall(integer("n", 1), then=eq(FREE_PATTERNS, sp.Rational(1, 4)))
    d = Derivation(statement)
    d.combine(statement["then"], why="each sign's best loss has mean 1/4")
    return statement, d


ROOT: Formal = ["sqrt", ["/", 2, "n"]]


def falls_below(first: int, factor: Formal) -> tuple[dict, Derivation]:
    """From n = first on, factor * sqrt(2/n) < 1/4: it falls with n and is below 1/4 at the first n."""
    start = ["sqrt", ["/", 2, first]]
    statement = forall(integer("n", first), then=gt(sp.Rational(1, 4), ["*", factor, ROOT]))
    d = Derivation(statement)
    d.combine(le(2 / n, sp.Rational(2, first)), (ge(n, first), 2 / (first * n)))
    root = d.add("apply", le(ROOT, start), "the square root rises")
    below = d.evaluate(gt(sp.Rational(1, 4), ["*", factor, start]), "at the first n")
    d.evaluate(ge(factor, 0))
    d.combine(statement["then"], below, (root, factor))
    return statement, d


def split_root() -> tuple[dict, Derivation]:
    """sqrt(a + b) <= sqrt(a) + sqrt(b) for a, b >= 0."""
    statement = forall(real("a", 0), real("b", 0), then=le(sp.sqrt(a + b), sp.sqrt(a) + sp.sqrt(b)))
    d = Derivation(statement)
    total = formal(sp.sqrt(a) + sp.sqrt(b))
    square = ["*", total, total]
    d.combine(le(a + b, square), why="the square has the term 2 sqrt(ab) beside a + b")
    rises = d.add("apply", le(["sqrt", formal(a + b)], ["sqrt", square]))
    root = d.basic(["=", ["sqrt", square], total])
    d.combine(statement["then"], rises, root)
    return statement, d


def deviation_chain(factor: int) -> tuple[dict, Derivation]:
    """E <= E_n + factor Rad_n + 3 t from its three classical parts (factor 2 is the sharp one, 4 the printed).

    With F = sup_f (E l_f - E_n l_f), t = sqrt(log(2/delta)/(2n)): McDiarmid's inequality gives F <= EF + t and
    ERad <= Rad + t, each with probability 1 - delta/2; symmetrisation gives EF <= 2 ERad.
    """
    names = ("E", "En", "F", "EF", "Rad", "ERad", "t")
    mean, sample, sup, sup_mean, rad, rad_mean, t = sp.symbols(names)
    parts = [le(mean, sample + sup), le(sup, sup_mean + t), le(sup_mean, 2 * rad_mean), le(rad_mean, rad + t)]
    params = [real(x, 0) if x in ("Rad", "t") else real(x) for x in names]
    statement = forall(*params, given=parts, then=le(mean, sample + factor * rad + 3 * t))
    d = Derivation(statement)
    d.combine(statement["then"], *parts, why="one after the other; Rad_n >= 0 covers a larger factor")
    return statement, d


def two_sided_chain() -> tuple[dict, Derivation]:
    """|E - E_n| <= 4 Rad_n + 3 t, t = sqrt(log(3/delta)/(2n)), from the same parts for F = sup_f (E l_f - E_n l_f) and for
    G = sup_f (E_n l_f - E l_f): McDiarmid's inequality three times, each with probability 1 - delta/3."""
    names = ("E", "En", "F", "EF", "G", "EG", "Rad", "ERad", "t")
    mean, sample, up, up_mean, down, down_mean, rad, rad_mean, t = sp.symbols(names)
    above = [le(mean, sample + up), le(up, up_mean + t), le(up_mean, 2 * rad_mean)]
    below = [le(sample, mean + down), le(down, down_mean + t), le(down_mean, 2 * rad_mean)]
    common = le(rad_mean, rad + t)
    params = [real(x, 0) if x in ("Rad", "t") else real(x) for x in names]
    gap = sp.Abs(mean - sample)
    statement = forall(*params, given=[*above, *below, common], then=le(gap, 4 * rad + 3 * t))
    d = Derivation(statement)

    def side(sign: int, parts: list[Formal]):
        def steps(i: Derivation) -> None:
            i.combine(statement["then"], i.basic(eq(gap, sign * (mean - sample))), *parts, common)

        return steps

    d.cases(statement["then"], ge(mean - sample, 0), side(1, above), side(-1, below), "whichever is larger")
    return statement, d


def massart() -> tuple[dict, Derivation]:
    """E/n <= sqrt(2 L/n) from exp(sE) <= exp(L) exp(s^2 n/2) at s = sqrt(2 L/n): Massart's lemma, L = log A."""
    best, count = sp.symbols("E L")
    moment = le(sp.exp(s * best), ["*", ["exp", "L"], ["exp", formal(s**2 * n / 2)]])
    given = [eq(s**2 * n, 2 * count), gt(s, 0), moment]
    params = [integer("n", 1), real("L", 0), real("s", 0), real("E")]
    statement = forall(*params, given=given, then=le(best / n, s))
    d = Derivation(statement)
    logs = d.add("apply", ["<=", ["ln", moment[1]], ["ln", moment[2]]], "logarithms of both sides")
    line = d.combine(le(s * best, s**2 * n), logs, given[0])
    d.combine(statement["then"], (line, 1 / (s * n)))
    return statement, d
