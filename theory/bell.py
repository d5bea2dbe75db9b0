"""The slope of the logistic function, S(u) = 1/(e^u + e^-u)^2 at 2u: even, and steeper the further its argument is stretched."""

from collections.abc import Callable
from functools import cache

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import eq, forall, gt, lt, real

u, v, r = sp.symbols("u v r")


def spread(x: sp.Expr) -> sp.Expr:
    """e^x + e^-x."""
    return sp.exp(x) + sp.exp(-x)


def bell(x: sp.Expr) -> sp.Expr:
    """S(x) = 1/(e^x + e^-x)^2, the slope of the logistic function at 2x."""
    return 1 / spread(x) ** 2


def spread_grows() -> tuple[dict, Derivation]:
    """x^2 > y^2 gives e^x + e^-x > e^y + e^-y: the difference is (e^x - e^y)(1 - e^(-x-y))."""
    x, y = sp.symbols("x y")
    larger = gt(x**2, y**2)
    statement = forall(real("x"), real("y"), given=[larger], then=gt(spread(x), spread(y)))
    d = Derivation(statement)

    def both_signs(t: Derivation, op: Callable) -> None:
        """The two factors of the difference have one sign: that of x - y, and of x + y."""
        side = 1 if op is gt else -1
        t.combine(op(x + y, 0), (larger, 1 / (side * (x - y))))
        first = t.add("apply", op(sp.exp(x), sp.exp(y)))
        second = t.add("apply", op(sp.exp(x + y), ["exp", 0]))
        factor = side * (1 - sp.exp(-x - y))
        t.combine(gt(factor, 0), (second, sp.exp(-x - y)))
        t.combine(statement["then"], (first, factor))

    def not_above(t: Derivation) -> None:
        t.cases(statement["then"], lt(x, y), lambda e: both_signs(e, lt), equal)

    def equal(t: Derivation) -> None:
        t.add("combine", eq(x, y), using=[])
        t.combine(eq(x**2, y**2), (1, x + y))
        t.add("absurd", lt(0, 0), of=larger)
        t.add("combine", statement["then"], using=[])

    d.cases(statement["then"], gt(x, y), lambda t: both_signs(t, gt), not_above)
    return statement, d


@cache
def steeper() -> tuple[dict, Derivation]:
    """(r^2 - 1)(v^2 - u^2) > 0 gives S(u) S(rv) < S(ru) S(v).

    (e^u + e^-u)(e^rv + e^-rv) is the sum of the spreads of rv + u and rv - u; the squares of these exceed those of
    ru + v and ru - v by (r^2 - 1)(v^2 - u^2) each.
    """
    given = gt((r**2 - 1) * (v**2 - u**2), 0)
    goal = lt(bell(u) * bell(r * v), bell(r * u) * bell(v))
    statement = forall(*[real(str(x)) for x in (u, v, r)], given=[given], then=goal)
    d = Derivation(statement)
    grows, proof = spread_grows()
    lemma = d.lemma(grows, proof)
    parts = []
    for sign in (1, -1):
        large, small = r * v + sign * u, r * u + sign * v
        d.combine(gt(large**2, small**2), given)
        parts.append(d.use(lemma, gt(spread(large), spread(small)), x=large, y=small))
    left, right = spread(u) * spread(r * v), spread(r * u) * spread(v)
    more = d.combine(gt(left, right), *parts)
    below = d.combine(lt(1 / left, 1 / right), (more, 1 / (left * right)))
    d.combine(goal, (below, 1 / left + 1 / right))
    return statement, d


def same_bell(t: Derivation, x: sp.Expr, y: sp.Expr) -> int:
    """Steps from x = y, which is known, to S(x) = S(y)."""
    exps = [t.add("apply", eq(sp.exp(sign * x), sp.exp(sign * y))) for sign in (1, -1)]
    sums = t.combine(eq(spread(x), spread(y)), *exps)
    t.combine(eq(spread(x) ** 2, spread(y) ** 2), (sums, spread(x) + spread(y)))
    return t.add("apply", eq(bell(x), bell(y)))
