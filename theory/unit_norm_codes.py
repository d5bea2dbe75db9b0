"""Unit-norm codebooks (Sec. 4.3): what the dimension bounds (a volume) and what it does not (an entropy, a rank).

On the circle the vectors u(t) = ((1 - t^2)/(1 + t^2), 2t/(1 + t^2)), t = 0, 1, 2, ..., are as many distinct unit
vectors as one likes, all rational.
"""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import both, eq, every, forall, gt, integer, log2, lt, plog, real

d, L, i, l, s, t = sp.symbols("d L i l s t")
CODE, LAW = sp.IndexedBase("c"), sp.IndexedBase("p")
VOLUME_BITS = d * log2(sp.pi * sp.E) / 2  # d log2 sqrt(e pi)


def codebooks() -> tuple[list, list]:
    """Parameters and hypotheses: L distinct unit vectors c_1..c_L of R^d, drawn with probabilities p_1..p_L."""
    other = sp.Symbol("k")
    norm = sp.Sum(CODE[l, i] ** 2, (i, 1, d))
    apart = sp.Sum((CODE[l, i] - CODE[other, i]) ** 2, (i, 1, d))
    given = [
        every("l", 1, L, eq(norm, 1)),
        every("l", 2, L, every("k", 1, l - 1, gt(apart, 0))),
        eq(sp.Sum(LAW[l], (l, 1, L)), 1),
    ]
    params = [integer("d", 1), integer("L", 2), ["c", "array", -1, 1], ["p", "array", 0, 1]]
    return params, given


def entropy_of_code() -> sp.Expr:
    """H(C) of the codebook, in bits."""
    return -sp.Sum(plog(LAW[l]), (l, 1, L))


def rational_circle(count: int) -> list[list[sp.Rational]]:
    """The unit vectors u(0), .., u(count - 1) of the plane."""
    return [list(vector(sp.Integer(n))) for n in range(count)]


def vector(n: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """u(n)."""
    return (1 - n**2) / (1 + n**2), 2 * n / (1 + n**2)


def circle_names_everything() -> tuple[dict, Derivation]:
    """|u(t)| = 1 and <u(s), u(t)> < 1 = <u(t), u(t)> for s != t: the code C = u(Y), scored against document vectors
    u(1), .., u(N) with any temperature, puts the relevant document first, for every N, in two dimensions."""
    (a, b), (p, q) = vector(s), vector(t)
    inner = a * p + b * q
    statement = forall(
        real("s"),
        real("t"),
        given=[gt((s - t) ** 2, 0)],
        then=both(eq(p**2 + q**2, 1), lt(inner, 1)),
    )
    proof = Derivation(statement)
    scale = 2 / ((1 + s**2) * (1 + t**2))
    proof.combine(
        lt(inner, 1), (gt((s - t) ** 2, 0), scale), why="1 - <u(s), u(t)> = 2(s - t)^2 / ((1+s^2)(1+t^2))"
    )
    return statement, proof
