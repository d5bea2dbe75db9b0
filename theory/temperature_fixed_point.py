"""Per-modality temperatures (Sec. 5.2): the update, its objective with hard and with softmax ranking, its fixed points.

Two documents, two modalities. Query i, a codeword c_i, scores document k by s_ik = <c_i, E_k> and ranks by
s_ik / tau_m(k), m(k) the document's modality. The paper's objective is J = I(X;C) - lambda E[RR]; I(X;C) is the
quantiser's and does not contain tau. Softmax ranking draws a ranking by q_k = exp(s_ik / tau_m(k)) / Z, which for
two documents has mean reciprocal rank (1 + q_Y) / 2. Then

    dJ/dtau_m = lambda / (2 tau_m^2) E[ q_Y (1{m(Y) = m} s_Y - sum_{k: m(k) = m} q_k s_k) ].

Under hard ranking J is constant between the ties, which in M = 2 lie at finitely many ratios tau_1 / tau_2: every
temperature off the ties is a fixed point. Under softmax fixed points are the zeros of the gradient. For m(k) = k,
queries with scores (s_i, 0) and b = 1/tau_1 they solve sum_i +- w_i s_i sigma'(s_i b) = 0: none where every query
scores its document higher (b = infinity is best), all b > 0 where scores cancel, and a single one for
s = (1, 2), opposite relevance: cosh b = (1 + sqrt 5) / 2.
"""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import (
    Formal,
    eq,
    forall,
    formal,
    ge,
    integer,
    le,
    lt,
    real,
    sequence,
    table,
)  # fmt: skip
from theory.quantiser import ENTROPY, M, i, m

DATA = (
    integer("Q", 1),
    table("c", "Q", 2),
    sequence("w", 1, "Q", 0),
    sequence("y", 1, "Q", 1, 2),
    table("E", 2, 2),
    sequence("kind", 1, 2, 1, 2),
)  # queries: codewords, weights, relevant documents; documents: vectors, modalities
TEMPERATURES = (real("tau1", 0), real("tau2", 0))
RIGHT = {
    "Q": 2,
    "c": [[1, 0], [0, 1]],
    "w": ["1/2", "1/2"],
    "y": [1, 2],
    "E": [[1, 0], [0, 1]],
    "kind": [1, 2],
}


def total(*terms: Formal) -> Formal:
    return ["+", *terms]


def weighted(body: Formal) -> Formal:
    """Mean over the queries."""
    return ["sum", "i", 1, "Q", ["*", ["at", "w", "i"], body]]


def renamed(x: Formal, old: str, new: str) -> Formal:
    """A term with one name in place of another; an inner mean over queries needs an index of its own."""
    return [renamed(y, old, new) for y in x] if isinstance(x, list) else new if x == old else x


def score(k: Formal) -> Formal:
    """<c_i, E_k>."""
    return total(*[["*", ["at", "c", "i", part], ["at", "E", k, part]] for part in (1, 2)])


def is_of(k: Formal, modality: int) -> Formal:
    return ["ind", ["=", ["at", "kind", k], modality]]


def temperature(k: Formal, tau: tuple[Formal, Formal]) -> Formal:
    """tau of the document's modality."""
    return total(*[["*", is_of(k, part + 1), tau[part]] for part in (0, 1)])


def tempered(k: Formal, tau: tuple[Formal, Formal]) -> Formal:
    """s_ik / tau_m(k), as eq. (9) ranks by."""
    return ["/", score(k), temperature(k, tau)]


RELEVANT = ["at", "y", "i"]
OTHER = ["-", 3, RELEVANT]


def share(k: Formal, tau: tuple[Formal, Formal]) -> Formal:
    """q_k = exp(s_ik / tau_m(k)) / Z."""
    return ["/", ["exp", tempered(k, tau)], total(*[["exp", tempered(j, tau)] for j in (1, 2)])]


def soft_objective(tau: tuple[Formal, Formal]) -> Formal:
    """-E[(1 + q_Y) / 2], J without its constant I(X;C), at lambda = 1."""
    return ["-", ["/", weighted(total(1, share(RELEVANT, tau))), 2]]


def hard_objective(tau: tuple[Formal, Formal]) -> Formal:
    """-E[RR] under eq. (9)'s ranking, RR = 1 - 1{the other document scores higher} / 2."""
    beaten = ["ind", [">", tempered(OTHER, tau), tempered(RELEVANT, tau)]]
    return ["-", weighted(["-", 1, ["/", beaten, 2]])]


def soft_gradient(modality: int, tau: tuple[Formal, Formal]) -> Formal:
    """dJ/dtau_m at lambda = 1, in closed form."""
    mine = ["*", is_of(RELEVANT, modality), score(RELEVANT)]
    mean = total(*[["*", is_of(k, modality), share(k, tau), score(k)] for k in (1, 2)])
    pull = weighted(["*", share(RELEVANT, tau), ["-", mine, mean]])
    return ["/", pull, ["*", 2, ["^", tau[modality - 1], 2]]]


def updated(tau: tuple[Formal, Formal]) -> tuple[Formal, Formal]:
    """The paper's update tau_m exp(dJ/dtau_m)."""
    gradients = (renamed(soft_gradient(part, tau), "i", "g") for part in (1, 2))
    first, second = (["*", t, ["exp", g]] for t, g in zip(tau, gradients, strict=True))
    return first, second


def entropy(modality: int) -> Formal:
    """H_m of the queries' symbols, the codewords' coordinates (lossless cells)."""
    same = ["ind", ["=", ["at", "c", "b", modality], ["at", "c", "a", modality]]]
    mass = ["sum", "b", 1, "Q", ["*", ["at", "w", "b"], same]]
    return ["-", renamed(weighted(["log2", mass]), "i", "a")]


def eq10() -> tuple[Formal, Formal]:
    """tau*_m = sqrt(sum_j H_j / (M H_m)) (eq. (10)), M = 2."""
    both = total(entropy(1), entropy(2))
    first, second = (["sqrt", ["/", both, ["*", 2, entropy(part)]]] for part in (1, 2))
    return first, second


def no_ties(tau: tuple[Formal, Formal]) -> Formal:
    """The two documents never tie: then hard ranking does not change nearby, and its derivative is 0."""
    return ["all", "i", 1, "Q", ["!=", tempered(1, tau), tempered(2, tau)]]


# What eq. (10) is, whatever it is a fixed point of --------------------------------------------------------


def schedule(entropy_of: sp.Expr, total_entropy: sp.Expr, count: sp.Expr = M) -> sp.Expr:
    """Eq. (10) for one modality."""
    return sp.sqrt(total_entropy / (count * entropy_of))


def falls_with_entropy() -> tuple[dict, Derivation]:
    """Eq. (10) falls with the modality's entropy: 0 < a < b give tau(a) > tau(b)."""
    a, b, t = sp.symbols("a b T")
    given = [lt(0, a), lt(a, b), lt(0, t)]
    statement = forall(
        integer("M", 1), real("a", 0), real("b", 0), real("T", 0),
        given=given,
        then=["<", formal(schedule(b, t)), formal(schedule(a, t))],
    )  # fmt: skip
    d = Derivation(statement)
    d.combine(lt(0, b), *given[:2])
    d.combine(lt(t / (M * b), t / (M * a)), (lt(a, b), t / (M * a * b)))
    d.add("apply", statement["then"])
    return statement, d


def mean_square() -> tuple[dict, Derivation]:
    """tau_m^2 H_m = sum_j H_j / M for every m, so that the mean of 1/tau_m^2 is 1."""
    whole = sp.Sum(ENTROPY[i], (i, 1, M))
    inverse_square = M * ENTROPY[m] / whole
    positive = lt(0, whole)
    statement = forall(
        integer("M", 1),
        sequence("H", 1, M, 0),
        given=[positive],
        then=eq(sp.Sum(inverse_square, (m, 1, M)) / M, 1),
    )
    d = Derivation(statement)
    d.combine(statement["then"])
    return statement, d


def golden_fixed_point() -> tuple[dict, Derivation]:
    """Scores (1, 0) with document 1 relevant and (2, 0) with document 2: dJ/dtau_1 = 0 where cosh b = (1 + sqrt 5)/2.

    The condition, sigma'(b) = 2 sigma'(2b), with e = exp(b) and cosh^2 b = cosh b + 1.
    """
    b = sp.Symbol("b")
    e = sp.exp(b)
    golden = eq((1 + e**2) ** 2, 2 * e * (1 + e**2) + 4 * e**2)
    one, two = e / (1 + e) ** 2, e**2 / (1 + e**2) ** 2
    statement = forall(real("b", 0), given=[golden], then=eq(one, 2 * two))
    d = Derivation(statement)
    d.combine(statement["then"], (golden, e / ((1 + e) ** 2 * (1 + e**2) ** 2)))
    return statement, d


def ascent() -> tuple[dict, Derivation]:
    """To first order in a step h the update changes J by h sum_m tau_m g_m^2 >= 0, g its gradient: J does not fall."""
    tau, g, step = sp.IndexedBase("tau"), sp.IndexedBase("g"), sp.Symbol("h")
    change = sp.Sum(g[m] * (step * tau[m] * g[m]), (m, 1, M))
    statement = forall(
        integer("M", 1), real("h", 0), sequence("tau", 1, M, 0), sequence("g", 1, M), then=ge(change, 0)
    )
    d = Derivation(statement)
    d.combine(statement["then"])
    return statement, d


def second_order() -> tuple[dict, Derivation, list]:
    """Eq. (10) is x^(-1/2) in the share x = M H_m / sum_j H_j: its residual beyond first order at x against y.

    With x = s^2, y = t^2 it is 1/s - 1/t + (s^2 - t^2)/(2 t^3) = (s - t)^2 (s + 2t)/(2 s t^3), at most (x - y)^2 where
    both shares are at least 1; in general the constant is b^(-5/2) for shares at least b.
    """
    s, t = sp.symbols("s t")
    residual = 1 / s - 1 / t + (s**2 - t**2) / (2 * t**3)
    statement = forall(
        real("s", 0), real("t", 0), given=[lt(0, s), lt(0, t)], then=le(residual, (s**2 - t**2) ** 2)
    )
    condition = [ge(s, 1), ge(t, 1)]
    d = Derivation(statement, condition)
    both = (s + t) ** 2
    room = d.combine(
        ge(2 * s * t**3 * both, s + 2 * t),
        (condition[1], 2 * s * t**2 * both), (condition[1], 2 * s * t * both), (condition[1], 2 * s * both),
        (condition[0], 2 * both), (condition[0], 2 * (s + t)),
    )  # fmt: skip
    d.add("combine", statement["then"], using=[[room, formal((s - t) ** 2 / (2 * s * t**3))]])
    return statement, d, condition
