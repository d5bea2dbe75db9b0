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
    ge,
    integer,
    real,
    sequence,
    table,
)  # fmt: skip
from theory.quantiser import M, m

DATA = (
    integer("Q", 1),
    table("c", "Q", 2),
    sequence("w", 1, "Q", 0),
    sequence("y", 1, "Q", 1, 2),
    table("E", 2, 2),
    sequence("kind", 1, 2, 1, 2),
)  # queries: codewords, weights, relevant documents; documents: vectors, modalities
IS_LAW = ["=", ["sum", "i", 1, "Q", ["at", "w", "i"]], 1]
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


# What is proved of it ---------------------------------------------------------------------------------------


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


def unit_free_update() -> tuple[dict, Derivation]:
    """The update with tau_m dJ/dtau_m in its exponent: scores and temperatures times r give temperatures times r.

    Queries i of weight w_i with scores a_i, b_i of a document of modality 1 and one of modality 2; v_i = 1 where the
    first is relevant, -1 where the second is. tau_1 dJ/dtau_1 = sum_i w_i v_i (a_i / tau_1) q_i (1 - q_i) / 2.
    """

    def step(scale: Formal) -> Formal:
        tau, other = ["*", scale, "tau1"], ["*", scale, "tau2"]
        shares = [["/", ["*", scale, ["at", name, "i"]], t] for name, t in (("a", tau), ("b", other))]
        up, down = (["exp", x] for x in shares)
        spread = ["/", ["*", up, down], ["^", total(up, down), 2]]
        pull = ["sum", "i", 1, "Q", ["*", ["at", "w", "i"], ["at", "v", "i"], shares[0], spread]]
        return ["*", tau, ["exp", ["/", pull, 2]]]

    scales = real("tau1", 0), real("tau2", 0), real("r", 0)
    sequences = (
        sequence("w", 1, "Q", 0),
        sequence("v", 1, "Q", -1, 1),
        sequence("a", 1, "Q"),
        sequence("b", 1, "Q"),
    )
    statement = forall(
        integer("Q", 1), *scales, *sequences,
        given=[["<", 0, scale[0]] for scale in scales],
        then=["=", step("r"), ["*", "r", step(1)]],
    )  # fmt: skip
    d = Derivation(statement)
    d.combine(statement["then"])
    return statement, d
