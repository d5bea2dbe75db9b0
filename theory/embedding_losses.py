"""InfoNCE on embeddings and its Gaussian penalty: the penalty in closed form, what a temperature does.

Derivations. b = 1/tau is the inverse temperature. The gaps g_rj = c_rj - c_rr of the cosines, of the rows of either
direction, give the loss E log2 sum_j exp(b g_rj); P = E ||mu1 - mu2||^2/(2 sigma^2).
"""

from functools import cache

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import (
    Quantity,
    both,
    eq,
    every,
    exists,
    forall,
    formal,
    ge,
    gt,
    integer,
    le,
    log2,
    lt,
    plog,
    real,
    sequence,
    table,
)

i, j, k, r = sp.symbols("i j k r")
D, K, R, n = sp.symbols("D K R n")
ONE = sp.Integer(1)
sigma, tau, x, y = sp.symbols("sigma tau x y")
M1, M2, Q, Z, G = (sp.IndexedBase(name) for name in ("mu1", "mu2", "q", "z", "g"))

# The Gaussian penalty ---------------------------------------------------------------------------------


def distance(first: sp.IndexedBase, second: sp.IndexedBase) -> sp.Expr:
    return sp.Sum((first[i] - second[i]) ** 2, (i, 1, D))


def log_ratio(index: sp.Symbol) -> list:
    """ln of the ratio of the densities of N(mu1, sigma^2) and N(mu2, sigma^2) at z (their common factor cancels)."""
    density = [
        ["exp", formal(-sp.Sum((Z[index, i] - m[i]) ** 2, (i, 1, D)) / (2 * sigma**2))] for m in (M1, M2)
    ]
    return ["ln", ["/", *density]]


MEANS = sequence("mu1", 1, "D"), sequence("mu2", 1, "D")


def gaussian_penalty() -> tuple[dict, Derivation]:
    """E ln(p1/p2) = ||mu1 - mu2||^2/(2 sigma^2) under any law of z with mean mu1, N(mu1, sigma^2) among them."""
    total = eq(sp.Sum(Q[k], (k, 1, K)), 1)
    mean = every("i", 1, D, eq(sp.Sum(Q[k] * Z[k, i], (k, 1, K)), M1[i]))
    mean_log = ["sum", "k", 1, "K", ["*", formal(Q[k]), log_ratio(k)]]
    goal = ["=", mean_log, formal(distance(M1, M2) / (2 * sigma**2))]
    params = (
        integer("D", 1),
        integer("K", 1),
        real("sigma"),
        *MEANS,
        sequence("q", 1, "K", 0),
        table("z", "K", "D"),
    )
    statement = forall(*params, given=[gt(sigma, 0), total, mean], then=goal)
    d = Derivation(statement)
    moved = Q[k] * Z[k, i] * (M1[i] - M2[i])
    swapped = d.add("swap", eq(sp.Sum(moved, (i, 1, D), (k, 1, K)), sp.Sum(moved, (k, 1, K), (i, 1, D))))

    def one(e: Derivation) -> None:
        here = e.add("one_of", eq(sp.Sum(Q[k] * Z[k, i], (k, 1, K)), M1[i]), schema=mean, index="i")
        e.combine(eq(sp.Sum(moved, (k, 1, K)), M1[i] * (M1[i] - M2[i])), (here, M1[i] - M2[i]))

    only_mean = d.termwise(
        eq(sp.Sum(moved, (k, 1, K), (i, 1, D)), sp.Sum(M1[i] * (M1[i] - M2[i]), (i, 1, D))),
        one,
        "the log ratio is affine in z",
    )
    rest = sp.Sum(M2[i] ** 2 - M1[i] ** 2, (i, 1, D))
    d.combine(goal, (swapped, 1 / sigma**2), (only_mean, 1 / sigma**2), (total, rest / (2 * sigma**2)))
    return statement, d


def unit_vectors() -> tuple[dict, Derivation]:
    """||mu1 - mu2||^2/(2 sigma^2) = (1 - cos)/sigma^2 on unit vectors."""
    unit = [eq(sp.Sum(m[i] ** 2, (i, 1, D)), 1) for m in (M1, M2)]
    cosine = sp.Sum(M1[i] * M2[i], (i, 1, D))
    goal = eq(distance(M1, M2) / (2 * sigma**2), (1 - cosine) / sigma**2)
    statement = forall(integer("D", 1), real("sigma"), *MEANS, given=[gt(sigma, 0), *unit], then=goal)
    d = Derivation(statement)
    d.combine(goal, *[(u, 1 / (2 * sigma**2)) for u in unit])
    return statement, d


# The loss as a function of the inverse temperature ----------------------------------------------------


def normaliser(b: sp.Expr) -> sp.Expr:
    """A_r(b) = sum_j exp(b g_rj)."""
    return sp.Sum(sp.exp(b * G[r, k]), (k, 1, n))


def loss(b: sp.Expr) -> sp.Expr:
    """sum_r log2 A_r(b): the loss in bits, times the number of rows."""
    return sp.Sum(log2(normaliser(b)), (r, 1, R))


def slope(b: sp.Expr) -> sp.Expr:
    """The derivative of `loss`: the mean gap under the softmax, summed over rows."""
    return sp.Sum(G[r, j] * sp.exp(b * G[r, j]) / normaliser(b), (j, 1, n), (r, 1, R)) / sp.log(2)


GAPS = integer("R", 1), integer("n", 1), table("g", "R", "n")


@cache
def tangent() -> tuple[dict, Derivation]:
    """loss(x) >= loss(y) + (x - y) slope(y): the loss is convex in the inverse temperature."""
    goal = ge(loss(x), loss(y) + (x - y) * slope(y))
    statement = forall(*GAPS, real("x"), real("y"), then=goal)
    d = Derivation(statement)
    here, there = (sp.exp(b * G[r, j]) / normaliser(b) for b in (y, x))
    term, excess = here * log2(there) - plog(here), (there - here) / sp.log(2)

    mean = sp.Sum(G[r, j] * here, (j, 1, n)) / sp.log(2)

    def row(e: Derivation) -> None:
        bits = eq(sp.Sum(plog(here), (j, 1, n)), sp.Sum(here * log2(here), (j, 1, n)))
        e.termwise(bits, lambda f: f.basic(eq(plog(here), here * log2(here))))
        e.termwise(
            le(sp.Sum(term, (j, 1, n)), sp.Sum(excess, (j, 1, n))),
            lambda f: f.cite("log_tangent", le(term, excess), r=here, q=there),
            "Gibbs' inequality between the two softmax laws",
        )
        e.combine(ge(log2(normaliser(x)), log2(normaliser(y)) + (x - y) * mean), 1, 2)

    below = sp.Sum(log2(normaliser(y)) + (x - y) * mean, (r, 1, R))
    rows = d.termwise(ge(loss(x), below), row, "row by row")
    d.combine(goal, rows)
    return statement, d


less, more, higher = sp.symbols("u v T")


def warmer_keeps_less() -> tuple[dict, Derivation]:
    """Scales u > v >= 0 of the cosines, v with more nuisance: where the loss at temperature tau does not prefer v, it
    does not at any T >= tau either."""
    cold, warm = 1 / tau, 1 / higher
    prefers = le(loss(less * cold), loss(more * cold))
    goal = le(loss(less * warm), loss(more * warm))
    given = [gt(tau, 0), ge(higher, tau), gt(less, more), prefers]
    reals = real("tau"), real("T"), real("u"), real("v", 0)
    statement = forall(*GAPS, *reals, given=given, then=goal)
    d = Derivation(statement)
    lemma = d.lemma(*tangent())
    d.combine(gt(higher, 0), given[1], given[0])
    d.combine(gt(less, 0), given[2], ge(more, 0))

    def line(at: sp.Expr, to: sp.Expr) -> list:
        """The tangent at one inverse temperature, at another."""
        rel = ge(loss(to), loss(at) + (to - at) * slope(at))
        d.use(lemma, rel, R=R, n=n, g=("r", "j", G[r, j]), x=to, y=at)
        return rel

    falling = le(slope(more * cold), 0)
    d.combine(
        falling,
        (line(more * cold, less * cold), tau / (less - more)),
        (prefers, tau / (less - more)),
        why="the loss falls from v to u at tau",
    )
    back, up, left = (
        line(less * warm, more * warm),
        line(less * warm, less * cold),
        line(more * cold, more * warm),
    )
    rise = slope(less * warm)
    gained = (higher - tau) / (tau * higher)

    def rising(e: Derivation) -> None:
        e.combine(goal, up, left, prefers, (gt(rise, 0), less * gained), (falling, more * gained))

    def still_falling(e: Derivation) -> None:
        e.combine(goal, back, (le(rise, 0), (less - more) * warm))

    d.cases(goal, le(rise, 0), still_falling, rising, "the slope at the warmer scale")
    return statement, d


def learnt_temperature_minds() -> tuple[dict, Derivation]:
    """Where tau can follow: some scale u < 1 makes the loss at temperature u tau larger than that at tau. There is none."""
    followed = Quantity("u/(u tau)", ["/", "u", ["*", "u", "tau"]])
    statement = exists(
        *GAPS,
        real("tau"),
        real("u"),
        given=[gt(tau, 0), gt(less, 0), lt(less, 1)],
        then=gt(loss(followed), loss(1 / tau)),
    )
    d = Derivation(statement)
    d.add("combine", le(1, 0), "the two losses are one", using=[])
    return statement, d


# Nuisances and scales -----------------------------------------------------------------------------------

S1, S2, A1, A2 = sp.symbols("s1 s2 a1 a2")
U, W, N1, N2 = (sp.IndexedBase(name) for name in ("u", "w", "n1", "n2"))


def inner(first: sp.Expr, second: sp.Expr) -> sp.Expr:
    """The inner product of two vectors, given by their i-th coordinates."""
    return sp.Sum(first * second, (i, 1, D))


def nuisance_is_temperature() -> tuple[dict, Derivation]:
    """z_m = s_m u_m + a_m n_m, the nuisances orthogonal to all else: <z1,z2>/(s1 s2 tau) = <u1,u2>/tau."""
    apart = [eq(inner(*pair), 0) for pair in ((U[i], N2[i]), (N1[i], W[i]), (N1[i], N2[i]))]
    unit = [eq(s**2 + a**2, 1) for s, a in ((S1, A1), (S2, A2))]
    above = [gt(v, 0) for v in (tau, S1, S2)]
    seen = inner(S1 * U[i] + A1 * N1[i], S2 * W[i] + A2 * N2[i])
    goal = eq(seen / (S1 * S2 * tau), inner(U[i], W[i]) / tau)
    vectors = [sequence(v, 1, "D") for v in ("u", "w", "n1", "n2")]
    reals = real("tau"), real("s1"), real("s2"), real("a1", 0), real("a2", 0)
    statement = forall(integer("D", 1), *vectors, *reals, given=[*above, *unit, *apart], then=goal)
    d = Derivation(statement)
    mixed = (apart[0], A2 / (S2 * tau)), (apart[1], A1 / (S1 * tau)), (apart[2], A1 * A2 / (S1 * S2 * tau))
    d.combine(goal, *mixed)
    return statement, d


def penalty(scale: sp.Expr) -> sp.Expr:
    """||scale u - scale w||^2 / (2 sigma^2), in nats."""
    return inner(scale * (U[i] - W[i]), scale * (U[i] - W[i])) / (2 * sigma**2)


def scale_is_free() -> tuple[dict, Derivation]:
    """Embeddings times l and temperature times l^2: the same logits, the penalty times l^2."""
    scale = sp.Symbol("l")
    logits = eq(inner(scale * U[i], scale * W[i]) / (scale**2 * tau), inner(U[i], W[i]) / tau)
    goals = logits, eq(penalty(scale), scale**2 * penalty(ONE))
    above = [gt(v, 0) for v in (tau, sigma, scale)]
    params = integer("D", 1), sequence("u", 1, "D"), sequence("w", 1, "D"), *map(real, ("tau", "sigma", "l"))
    statement = forall(*params, given=above, then=both(*goals))
    d = Derivation(statement)
    for goal in goals:
        d.combine(goal)
    return statement, d
