"""Collapse of a contrastive objective with a Gaussian penalty: a lower bound on any batch, in nats.

x_r, y_r are the embeddings of row r = 1..B of the two modalities, of D coordinates and any norm. Jensen's inequality
gives InfoNCE >= ln B - Cov/tau, Cov the batch's covariance summed over coordinates, and the penalty is at least
(V1 + V2 - 2 Cov)/(2 sigma^2). Over random batches Cov is (1 - 1/B) times its expectation under the law.
"""

import sympy as sp

from theory.embedding_losses import tangent
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    Formal,
    eq,
    forall,
    formal,
    ge,
    gt,
    integer,
    le,
    log2,
    lt,
    real,
    sequence,
    table,
)

i, j, k, r, B, D = sp.symbols("i j k r B D")
tau, sigma, beta, rho = sp.symbols("tau sigma beta rho")
X, Y = sp.IndexedBase("x"), sp.IndexedBase("y")
ROWS, COORDINATES = (r, 1, B), (i, 1, D)


def total(of: sp.IndexedBase) -> sp.Expr:
    """Sum of a coordinate over the batch."""
    return sp.Sum(of[k, i], (k, 1, B))


def centred(of: sp.IndexedBase) -> sp.Expr:
    """A coordinate less its mean over the batch."""
    return of[r, i] - total(of) / B


def mean(term: sp.Expr) -> sp.Expr:
    """Mean over rows, summed over coordinates."""
    return sp.Sum(term, ROWS, COORDINATES) / B


SPREAD = mean(centred(X) ** 2) + mean(centred(Y) ** 2)  # V1 + V2
COVARIANCE = mean(centred(X) * centred(Y))


def gap(row: sp.Symbol) -> sp.Expr:
    """<x_r, y_row> - <x_r, y_r>."""
    return sp.Sum(X[r, i] * (Y[row, i] - Y[r, i]), COORDINATES)


INFONCE = sp.Sum(sp.log(sp.Sum(sp.exp(gap(j) / tau), (j, 1, B))), ROWS) / B
PENALTY = mean((X[r, i] - Y[r, i]) ** 2) / (2 * sigma**2)
OBJECTIVE = INFONCE + beta * PENALTY
SIZES = integer("B", 1), integer("D", 1)
REALS = real("tau"), real("sigma"), real("beta", 0)
POSITIVE = gt(tau, 0), gt(sigma, 0)


def collapse_is_least() -> tuple[dict, Derivation]:
    """2 Cov <= rho (V1 + V2) and beta (1 - rho)/sigma^2 >= rho/tau: InfoNCE + beta P >= ln B."""
    correlated = le(2 * COVARIANCE, rho * SPREAD)
    heavy = ge(beta * (1 - rho) / sigma**2, rho / tau)
    params = *SIZES, table("x", "B", "D"), table("y", "B", "D"), *REALS, real("rho", 0)
    given = [*POSITIVE, lt(rho, 1), correlated, heavy]
    statement = forall(*params, given=given, then=ge(OBJECTIVE, sp.log(B)))
    d = Derivation(statement)
    contrast = infonce_from_below(d)
    spread = [squares(d, centred(v), ROWS, COORDINATES) for v in (X, Y)]
    d.combine(ge(SPREAD, 0), *[(s, 1 / B) for s in spread])
    means = squares(d, total(X) - total(Y), COORDINATES)
    apart = d.combine(ge(mean((X[r, i] - Y[r, i]) ** 2), SPREAD - 2 * COVARIANCE), (means, 1 / B**2))
    weight = beta / (2 * sigma**2)
    items = contrast, (apart, weight), (correlated, weight + 1 / (2 * tau)), (heavy, SPREAD / 2)
    d.combine(statement["then"], *items, why="what the contrast gains, the penalty costs")
    return statement, d


def collapse_is_least_on_average() -> tuple[dict, Derivation]:
    """Over random batches of B: E InfoNCE + beta E P >= ln B from the weight (1 - 1/B) sigma^2 rho/(tau (1 - rho)) on.

    C and V are the law's covariance and V1 + V2, of which a batch's covariance has 1 - 1/B on average, so that L = E
    InfoNCE >= ln B - (1 - 1/B) C/tau; and E P >= (V - 2 C)/(2 sigma^2). These two are hypotheses here.
    """
    contrast, covariance, spread, missed = sp.symbols("L C V P")
    share = 1 - 1 / B
    averaged = (
        ge(contrast, sp.log(B) - share * covariance / tau),
        ge(missed, (spread - 2 * covariance) / (2 * sigma**2)),
    )
    correlated = le(2 * covariance, rho * spread)
    heavy = ge(beta * (1 - rho) / sigma**2, share * rho / tau)
    params = *(real(name) for name in "LCP"), real("V", 0), *REALS, real("rho", 0)
    given = [*POSITIVE, lt(rho, 1), *averaged, correlated, heavy]
    statement = forall(integer("B", 1), *params, given=given, then=ge(contrast + beta * missed, sp.log(B)))
    d = Derivation(statement)
    d.combine(ge(share, 0), (ge(B, 1), 1 / B))
    weight = beta / (2 * sigma**2)
    items = averaged[0], (averaged[1], beta), (correlated, weight + share / (2 * tau)), (heavy, spread / 2)
    d.combine(statement["then"], *items)
    return statement, d


def infonce_from_below(d: Derivation) -> int:
    """Step: InfoNCE >= ln B - Cov/tau, from the tangent at inverse temperature 0."""
    bits = sp.Sum(log2(sp.Sum(sp.exp(gap(k) / tau), (k, 1, B))), ROWS)
    least = sp.Sum(log2(B), ROWS) + sp.Sum(gap(j), (j, 1, B), ROWS) / (tau * B * sp.log(2))
    values = {"R": B, "n": B, "g": ("r", "j", gap(j)), "x": 1 / tau, "y": 0}
    line = d.use(d.lemma(*tangent()), ge(bits, least), "the loss lies above its tangent", **values)
    across, own = X[r, i] * Y[j, i], X[r, i] * Y[r, i]
    columns, summed = (j, 1, B), X[r, i] * sp.Sum(Y[j, i], (j, 1, B))
    within = swap(across, COORDINATES, columns)
    each_row = d.termwise(
        eq(sp.Sum(across, COORDINATES, columns, ROWS), sp.Sum(across, columns, COORDINATES, ROWS)),
        lambda e: e.add("swap", within),
    )
    swaps = each_row, *[d.add("swap", swap(x, COORDINATES, ROWS)) for x in (summed, own)]
    weights = 1 / (tau * B**2), 1 / (tau * B**2), 1 / (tau * B)
    goal = ge(INFONCE, sp.log(B) - COVARIANCE / tau)
    return d.combine(goal, (line, sp.log(2) / B), *zip(swaps, weights, strict=True))


def swap(term: sp.Expr, first: tuple, second: tuple) -> Formal:
    return eq(sp.Sum(term, first, second), sp.Sum(term, second, first))


def squares(d: Derivation, root: sp.Expr, *ranges: tuple) -> int:
    """Step: a sum of squares is not negative."""
    if not ranges:
        goal = ge(root**2, 0)
        return d.combine(goal, goal)
    *rest, (index, low, high) = ranges
    nothing = ["sum", index.name, formal(low), formal(high), 0]
    return d.termwise(ge(sp.Sum(root**2, *ranges), nothing), lambda e: squares(e, root, *rest))


def at_collapse() -> sp.Expr:
    """The objective where every embedding is the same vector e."""
    point = sp.IndexedBase("e")
    return OBJECTIVE.xreplace({X[r, i]: point[i], Y[r, i]: point[i], Y[j, i]: point[i]})


def value_at_collapse() -> tuple[dict, Derivation]:
    """It is ln B there."""
    goal = eq(at_collapse(), sp.log(B))
    statement = forall(*SIZES, sequence("e", 1, "D"), *REALS, given=[*POSITIVE], then=goal)
    d = Derivation(statement)
    d.combine(goal)
    return statement, d
