"""Why the Blahut-Arimoto algorithm descends: each of its two half-steps lowers its objective, or leaves it.

Queries x = 1..T of weight w_x, codewords c = 1..K, encoder p_xc, distortion d_xc, slope s, and a positive law of the
codewords, written q_c = 2^(-l_c) with the lengths l_c of an ideal code:

    J(p, q) = sum_x w_x sum_c p_xc (log2 p_xc + l_c + s d_xc),

which is I(X;C) + s E[d] where q is the law m_c = sum_x w_x p_xc of the codewords. The half-steps are
p_xc <- q_c 2^(-s d_xc) / Z_x and q <- m; both are Gibbs' inequality.
"""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import both, eq, every, forall, ge, integer, le, log2, plog, real, sequence, table

K, T, c, s, x, y = sp.symbols("K T c s x y")
WEIGHT, ENCODER, LENGTH, LOSS = (sp.IndexedBase(name) for name in "wpld")
IS_LAW = eq(sp.Sum(2 ** (-LENGTH[c]), (c, 1, K)), 1)
WEIGHTS = eq(sp.Sum(WEIGHT[x], (x, 1, T)), 1)
ROW = eq(sp.Sum(ENCODER[x, c], (c, 1, K)), 1)
ROWS = every("x", 1, T, ROW)
COST = LENGTH[c] + s * LOSS[x, c]
PARTITION = sp.Sum(2 ** (-LENGTH[y] - s * LOSS[x, y]), (y, 1, K))
TILTED = 2 ** (-COST) / PARTITION
MARGINAL = sp.Sum(WEIGHT[x] * ENCODER[x, c], (x, 1, T))
NATS = 1 / sp.log(2)


def codewords(term: sp.Expr) -> sp.Expr:
    return sp.Sum(term, (c, 1, K))


def queries(term: sp.Expr) -> sp.Expr:
    return sp.Sum(WEIGHT[x] * term, (x, 1, T))


ANY = codewords(plog(ENCODER[x, c]) + ENCODER[x, c] * COST)
BEST = codewords(TILTED * (log2(TILTED) + COST))


def half_steps() -> tuple[dict, Derivation]:
    """J(p', q) <= J(p, q) for the tilted encoder p', and J(p, m) <= J(p, q) for the codewords' own law m."""
    own, ideal = codewords(plog(MARGINAL)), codewords(-MARGINAL * LENGTH[c])
    statement = forall(
        integer("T", 1), integer("K", 1), real("s", 0),
        sequence("w", 1, T, 0), table("p", T, K, 0), sequence("l", 1, K), table("d", T, K),
        given=[IS_LAW, WEIGHTS, ROWS],
        then=both(le(queries(BEST), queries(ANY)), ge(own, ideal)),
    )  # fmt: skip
    d = Derivation(statement)
    d.termwise(statement["then"][1], encoder_step, "query by query")
    gibbs = against(d, MARGINAL, 2 ** (-LENGTH[c]))
    turned = d.add("swap", eq(codewords(MARGINAL), queries(codewords(ENCODER[x, c]))))
    rows = d.termwise(
        eq(queries(codewords(ENCODER[x, c])), queries(sp.Integer(1))),
        lambda t: t.combine(eq(WEIGHT[x] * codewords(ENCODER[x, c]), WEIGHT[x]), (whole(t), WEIGHT[x])),
    )
    d.combine(ge(own, ideal), gibbs, *[(i, NATS) for i in (turned, rows, IS_LAW, WEIGHTS)])
    return statement, d


def whole(t: Derivation) -> int:
    """Step: a query's codewords have total probability 1."""
    return t.add("one_of", ROW, schema=ROWS, index="x")


def against(d: Derivation, mass: sp.Expr, other: sp.Expr) -> int:
    """Step: sum_c (r_c log2 q_c - r_c log2 r_c) <= sum_c (q_c - r_c) / ln 2, the tangent of the logarithm."""
    term, slack = mass * log2(other) - plog(mass), (other - mass) * NATS
    return d.termwise(
        le(codewords(term), codewords(slack)),
        lambda i: i.cite("log_tangent", le(term, slack), r=mass, q=other),
    )


def encoder_step(t: Derivation) -> None:
    """-log2 Z_x, the value at the tilted encoder, is the least."""
    total, gibbs, free = whole(t), against(t, ENCODER[x, c], TILTED), log2(PARTITION)
    least = t.combine(ge(ANY, -free), gibbs, (total, free), (total, NATS))
    there = t.combine(eq(BEST, -free))
    t.combine(le(WEIGHT[x] * BEST, WEIGHT[x] * ANY), (least, WEIGHT[x]), (there, WEIGHT[x]))
