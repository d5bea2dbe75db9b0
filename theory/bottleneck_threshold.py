"""When a direction gets bits from the Gaussian information bottleneck: derivations (bits).

A direction of correlation rho with Y, coded with R bits, keeps -1/2 log2(1 - rho^2 (1 - 4^-R)) of Y (Chechik,
Globerson, Tishby, Weiss 2005); u = 4^-R in (0, 1], and q = rho^2. The bottleneck minimises R - beta I.
"""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import I, both, eq, finite_law, forall, ge, gt, le, log2, lt, real

u, q, beta, a, b = sp.symbols("u q beta a b")
LEFT = (
    1 - q + q * u
)  # the variance of the direction given its code and Y, over that given Y: 1 - rho^2 (1 - 4^-R)
OBJECTIVE = -log2(u) / 2 + beta * log2(LEFT) / 2
INSIDE = [gt(u, 0)]
DIRECTION = real("u", 0, 1), real("q", 0, 1), real("beta", 0)


def no_bits() -> tuple[dict, Derivation]:
    """beta rho^2 <= 1: R - beta I >= 0 for every R, so that no bits are best. A private direction has rho = 0."""
    below, goal = le(beta * q, 1), ge(OBJECTIVE, 0)
    statement = forall(*DIRECTION, given=[*INSIDE, below], then=goal)
    d = Derivation(statement)
    left_positive(d)
    one = sp.Integer(1)
    far = d.cite("log_tangent", le(log2(u / LEFT), (u / LEFT - 1) / sp.log(2)), r=one, q=u / LEFT)
    near = d.cite("log_tangent", le(log2(1 / LEFT), (1 / LEFT - 1) / sp.log(2)), r=one, q=1 / LEFT)
    concave = d.combine(ge(log2(LEFT), q * log2(u)), (far, q), (near, 1 - q), why="the logarithm is concave")
    d.add("apply", le(log2(u), log2(1)))
    falls = d.combine(ge(-log2(u), 0), le(log2(u), log2(1)))
    d.combine(goal, (concave, beta / 2), (falls, (1 - beta * q) / 2))
    return statement, d


def left_positive(d: Derivation) -> None:
    """Step: 1 - q + q u > 0."""
    goal, (inside,) = gt(LEFT, 0), INSIDE
    d.cases(
        goal,
        lt(q, 1),
        lambda e: e.combine(goal, lt(q, 1), (inside, q)),
        lambda e: e.combine(goal, (ge(q, 1), u), le(q, 1), inside),
    )


def rate(private: sp.Expr) -> sp.Expr:
    """I(T;U,V) of T = a U + b V + noise, unit variances, where b^2 = private."""
    return log2(1 + a**2 + private) / 2


def relevant(private: sp.Expr) -> sp.Expr:
    """I(T;Y), V independent of U and Y, corr(U, Y)^2 = q."""
    return rate(private) - log2(1 + private + (1 - q) * a**2) / 2


def private_row() -> tuple[dict, Derivation]:
    """A private direction V in a linear code: without it the rate is no larger and the relevance no smaller."""
    goals = le(rate(sp.Integer(0)), rate(b**2)), ge(relevant(sp.Integer(0)), relevant(b**2))
    statement = forall(real("a"), real("b"), real("q", 0, 1), then=both(*goals))
    d = Derivation(statement)
    positive = [d.combine(ge(x**2, 0), ge(x**2, 0)) for x in (a, b)]
    product = d.combine(ge(a**2 * b**2, 0), (positive[0], b**2))
    shared, noisy = 1 + a**2, 1 + (1 - q) * a**2
    d.combine(gt(noisy, 0), (positive[0], 1 - q))
    d.combine(le(shared, shared + b**2), positive[1])
    d.combine(le((shared + b**2) * noisy, shared * (noisy + b**2)), (product, q))
    for x in (shared, shared + b**2, noisy + b**2):
        d.combine(gt(x, 0), *positive, gt(noisy, 0))
    cheaper = d.add("apply", le(log2(shared), log2(shared + b**2)))
    better = d.add("apply", le(log2((shared + b**2) * noisy), log2(shared * (noisy + b**2))))
    d.combine(goals[0], cheaper)
    d.combine(goals[1], better)
    return statement, d


def private_part() -> tuple[dict, Derivation]:
    """N independent of (U, Y) together: beside U it tells nothing of Y. Independent of Y alone it may (as noise of U)."""
    alone, goal = eq(I("N;U,Y"), 0), eq(I("U,N;Y"), I("U;Y"))
    statement = forall(finite_law("U", "N", "Y"), given=[alone], then=goal)
    d = Derivation(statement)
    for side in (le, ge):
        d.shannon(side(*goal[1:]), ["U", "N", "Y"], alone)
    d.add("combine", goal, using=[])
    return statement, d
