"""Continuity of mutual information in the law (Sec. 5.3, step 3): what holds in place of 2 delta log|C|.

P and Q at total variation delta share a part: P = (1 - delta) M + delta A, Q = (1 - delta) M + delta B. Couple X ~ P
and X' ~ Q so that a switch S (1 with probability delta) says whether they differ, and send both through the same
encoder, C and C'. Given S = 0 the two pairs have one law, and given S = 1 each mutual information lies in
[0, log2 |C|]; so I(X;C|S) <= I(X';C'|S) + delta log2 |C|. Since S - X - C,

    I(X;C) = I(S;C) + I(X;C|S) <= h(delta) + I(X';C'|S) + delta log2 |C| <= I(X';C') + h(delta) + delta log2 |C|.
"""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import (
    Formal,
    H,
    I,
    eq,
    every,
    finite_law,
    forall,
    ge,
    h,
    integer,
    le,
    log2,
    real,
    sequence,
)  # fmt: skip

K, k, n, delta = sp.symbols("K k n delta")
P, Q = sp.IndexedBase("p"), sp.IndexedBase("q")
LAWS = (integer("K", 2), sequence("p", 1, K, 0), sequence("q", 1, K, 0))
ARE_LAWS = [eq(sp.Sum(law[k], (k, 1, K)), 1) for law in (P, Q)]
TOTAL_VARIATION = sp.Sum(sp.Abs(P[k] - Q[k]), (k, 1, K)) / 2
LARGEST = ["maxover", "k", 1, "K", ["abs", ["-", ["at", "p", "k"], ["at", "q", "k"]]]]


def entropy(law: str) -> Formal:
    """H of a law on K letters, in bits: I(X;C) for C = X."""
    return ["-", ["sum", "k", 1, "K", ["plog", ["at", law, "k"]]]]


def mutual_information_continuity() -> tuple[dict, Derivation]:
    """I(X;C) <= I(X';C') + h(delta) + delta log2 |C|, from the coupling above."""
    switch = [eq(I("S;C|X1"), 0), eq(I("S;C2|X2"), 0), le(H("S"), h(delta))]
    shared = le(I("X1;C|S"), I("X2;C2|S") + delta * log2(K))
    statement = forall(
        integer("K", 1), real("delta", 0, 1), finite_law("S", "X1", "X2", "C", "C2"),
        given=[*switch, shared],
        then=le(I("X1;C"), I("X2;C2") + h(delta) + delta * log2(K)),
    )  # fmt: skip
    d = Derivation(statement)
    up = d.shannon(le(I("X1;C"), H("S") + I("X1;C|S")), ("S", "X1", "C"), switch[0], why="chain rule")
    down = d.shannon(le(I("X2;C2|S"), I("X2;C2")), ("S", "X2", "C2"), switch[1], why="S - X' - C'")
    d.combine(statement["then"], up, down, switch[2], shared)
    return statement, d


def cell_deviation() -> tuple[dict, Derivation]:
    """Fixed cells: the largest deviation of their empirical masses has mean at most n^-1/2.

    Outcomes o = 1..T of the sample with probabilities mu_o; a_ok the deviation of cell k, z_o the largest. Given:
    z_o^2 <= sum_k a_ok^2 and E a_k^2 = p_k (1 - p_k) / n, the variance of an empirical frequency.
    """
    T, o = sp.symbols("T o")
    mu, z, square = sp.IndexedBase("mu"), sp.IndexedBase("z"), sp.IndexedBase("v")
    given = [
        ARE_LAWS[0],
        eq(sp.Sum(mu[o], (o, 1, T)), 1),
        eq(n * sp.Sum(mu[o] * square[o], (o, 1, T)), sp.Sum(P[k] * (1 - P[k]), (k, 1, K))),
        every("o", 1, T, le(z[o] ** 2, square[o])),
    ]
    goal = le(sp.Sum(mu[o] * z[o], (o, 1, T)), 1 / sp.sqrt(n))
    statement = forall(
        integer("n", 1), integer("K", 1), integer("T", 1),
        sequence("p", 1, K, 0), sequence("mu", 1, T, 0), sequence("z", 1, T, 0), sequence("v", 1, T, 0),
        given=given,
        then=goal,
    )  # fmt: skip
    d = Derivation(statement)
    root = sp.sqrt(n)
    d.add("apply", [">", ["sqrt", "n"], ["sqrt", 0]])
    bound = (n * square[o] + 1) / (2 * root)

    def one(t: Derivation) -> None:
        t.add("one_of", le(z[o] ** 2, square[o]), schema=given[3], index="o")
        t.combine(
            le(mu[o] * z[o], mu[o] * bound),
            (1, mu[o] * n / (2 * root)),
            (ge((root * z[o] - 1) ** 2, 0), mu[o] / (2 * root)),
            why="z <= (n z^2 + 1)/(2 sqrt n)",
        )

    mean = d.termwise(le(sp.Sum(mu[o] * z[o], (o, 1, T)), sp.Sum(mu[o] * bound, (o, 1, T))), one)
    squares = d.termwise(
        ge(sp.Sum(P[k] ** 2, (k, 1, K)), sp.Sum(sp.Integer(0), (k, 1, K))),
        lambda t: t.combine(ge(P[k] ** 2, 0)),
    )
    d.combine(
        goal,
        mean,
        (given[1], 1 / (2 * root)),
        (given[2], 1 / (2 * root)),
        (given[0], 1 / (2 * root)),
        (squares, 1 / (2 * root)),
    )
    return statement, d


def fixed_code_deviation() -> tuple[dict, Derivation]:
    """A code fixed before the sample: its mean loss over n queries is off by at most n^-1/2 / 2 in the mean.

    Outcomes o = 1..T of the sample with probabilities mu_o, deviations z_o >= 0; n E z^2 <= 1/4 is the variance of
    a loss in [0, 1].
    """
    T, o = sp.symbols("T o")
    mu, z = sp.IndexedBase("mu"), sp.IndexedBase("z")
    given = [eq(sp.Sum(mu[o], (o, 1, T)), 1), le(n * sp.Sum(mu[o] * z[o] ** 2, (o, 1, T)), sp.Rational(1, 4))]
    mean = sp.Sum(mu[o] * z[o], (o, 1, T))
    root = sp.sqrt(n)
    statement = forall(
        integer("n", 1), integer("T", 1), sequence("mu", 1, T, 0), sequence("z", 1, T, 0),
        given=given,
        then=le(mean, 1 / (2 * root)),
    )  # fmt: skip
    d = Derivation(statement)
    d.add("apply", [">", ["sqrt", "n"], ["sqrt", 0]])
    bound = mu[o] * (4 * n * z[o] ** 2 + 1) / (4 * root)
    square = ge((2 * root * z[o] - 1) ** 2, 0)
    above = d.termwise(
        le(mean, sp.Sum(bound, (o, 1, T))),
        lambda t: t.combine(le(mu[o] * z[o], bound), (square, mu[o] / (4 * root))),
    )
    d.combine(statement["then"], above, (given[1], 1 / root), (given[0], 1 / (4 * root)))
    return statement, d
