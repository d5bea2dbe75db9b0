"""The bias of the plug-in entropy (Sec. 10, S1): 0 <= H - E H_n <= log2(1 + (K - 1)/n) bits, K letters, n samples.

The samples that can occur are numbered s = 1..S, with probability w_s and relative frequencies q_sk of the letters. Used
of them is that they have the mean p_k and the second moment p_k^2 + p_k (1 - p_k)/n of counts of n independent draws. By the
tangent of the logarithm, for each letter (then summed over the samples with weights w_s),

    q log2(p/q) <= (p - q)/ln 2,    q log2(q/(p c)) <= (q^2/(p c) - q)/ln 2,    c = 1 + (K - 1)/n,

and the sums of the right sides over letters and samples are 0. The upper bound is Paninski's (Neural Computation 15, 2003).
"""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import (
    Formal,
    both,
    eq,
    every,
    forall,
    formal,
    ge,
    gt,
    integer,
    le,
    log2,
    plog,
    sequence,
    table,
)

n, K, S, k, s = sp.symbols("n K S k s")
w, p, q = (sp.IndexedBase(name) for name in "wpq")
PLUG_IN_MEAN = -sp.Sum(w[s] * plog(q[s, k]), (k, 1, K), (s, 1, S))
ENTROPY = -sp.Sum(plog(p[k]), (k, 1, K))
SPREAD = 1 + (K - 1) / n


def over_samples(term: sp.Expr) -> sp.Expr:
    return sp.Sum(w[s] * term, (s, 1, S))


POSITIVE = every("k", 1, K, gt(p[k], 0))
MEAN = every("k", 1, K, eq(over_samples(q[s, k]), p[k]))
SECOND = every("k", 1, K, eq(over_samples(q[s, k] ** 2), p[k] ** 2 + p[k] * (1 - p[k]) / n))
GIVEN = [eq(sp.Sum(w[s], (s, 1, S)), 1), eq(sp.Sum(p[k], (k, 1, K)), 1), POSITIVE, MEAN, SECOND]
PARAMETERS = (
    integer("n", 1), integer("K", 1), integer("S", 1),
    sequence("w", 1, S, 0), sequence("p", 1, K, 0), table("q", S, K, 0),
)  # fmt: skip


def plug_in_bias() -> tuple[dict, Derivation]:
    """0 <= H - E H_n <= log2(1 + (K - 1)/n)."""
    bias = ENTROPY - PLUG_IN_MEAN
    statement = forall(*PARAMETERS, given=GIVEN, then=both(ge(bias, 0), le(bias, log2(SPREAD))))
    d = Derivation(statement)
    d.combine(gt(SPREAD, 0), (ge(K, 1), 1 / n))
    by_letter = sp.Sum(over_samples(plog(q[s, k])), (k, 1, K))
    swapped = d.add("swap", eq(sp.Sum(w[s] * plog(q[s, k]), (k, 1, K), (s, 1, S)), by_letter))
    low = d.termwise(le(sp.Sum(plog(p[k]), (k, 1, K)), by_letter), below, "Jensen, letter by letter")
    d.combine(ge(bias, 0), swapped, low)
    rest = ((p[k] + (1 - p[k]) / n) / SPREAD - p[k]) / sp.log(2)
    gap = over_samples(plog(q[s, k])) - plog(p[k]) - p[k] * log2(SPREAD)
    high = d.termwise(le(sp.Sum(gap, (k, 1, K)), sp.Sum(rest, (k, 1, K))), above, "the tangent at p c")
    d.combine(
        le(bias, log2(SPREAD)), swapped, high,
        (GIVEN[1], log2(SPREAD)), (GIVEN[1], ((1 - 1 / n) / SPREAD - 1) / sp.log(2)),
    )  # fmt: skip
    return statement, d


def letter(t: Derivation) -> tuple[int, int, int]:
    """Steps: the mean, the second moment, and p log2 p, of one letter."""
    t.add("one_of", gt(p[k], 0), schema=POSITIVE, index="k")
    mean, second = (t.add("one_of", schema[4], schema=schema, index="k") for schema in (MEAN, SECOND))
    return mean, second, t.basic(eq(plog(p[k]), p[k] * log2(p[k])))


def below(t: Derivation) -> None:
    """p log2 p <= sum_s w_s q_s log2 q_s."""
    mean, _, entropy = letter(t)
    left, right = q[s, k] * log2(p[k]) - plog(q[s, k]), (p[k] - q[s, k]) / sp.log(2)

    def sample(e: Derivation) -> None:
        tangent = e.cite("log_tangent", le(left, right), r=q[s, k], q=p[k])
        e.combine(le(w[s] * left, w[s] * right), (tangent, w[s]))

    tangents = t.termwise(le(over_samples(left), over_samples(right)), sample)
    t.combine(
        le(plog(p[k]), over_samples(plog(q[s, k]))),
        tangents, entropy, (mean, log2(p[k])), (mean, 1 / sp.log(2)), (GIVEN[0], p[k] / sp.log(2)),
    )  # fmt: skip


def above(t: Derivation) -> None:
    """sum_s w_s q_s log2 q_s - p log2 p - p log2 c is at most what the second moment says."""
    mean, second, entropy = letter(t)
    scaled = p[k] * SPREAD
    t.combine(gt(scaled, 0), (gt(SPREAD, 0), p[k]))
    left = plog(q[s, k]) - q[s, k] * (log2(p[k]) + log2(SPREAD))
    right = (q[s, k] ** 2 / scaled - q[s, k]) / sp.log(2)

    def positive(e: Derivation) -> None:
        tangent = e.cite("log_tangent", tangent_at(q[s, k], scaled), r=scaled, q=q[s, k])
        own = e.basic(eq(plog(q[s, k]), q[s, k] * log2(q[s, k])))
        there = e.basic(eq(plog(scaled), scaled * log2(scaled)))
        e.combine(le(left, right), (tangent, q[s, k] / scaled), own, (there, q[s, k] / scaled))

    def none(e: Derivation) -> None:
        zero = e.add("combine", eq(q[s, k], 0), using=[])
        own = e.add("apply", eq(plog(q[s, k]), plog(sp.Integer(0))))
        factor = log2(p[k]) + log2(SPREAD) - 1 / sp.log(2)
        e.combine(le(left, right), own, (zero, factor), (zero, in_bits(q[s, k] / scaled)))

    def sample(e: Derivation) -> None:
        one = e.cases(
            le(left, right), gt(q[s, k], 0), positive, none, "a letter that does not occur adds nothing"
        )
        e.combine(le(w[s] * left, w[s] * right), (one, w[s]))

    tangents = t.termwise(le(over_samples(left), over_samples(right)), sample)
    t.combine(
        le(over_samples(plog(q[s, k])) - plog(p[k]) - p[k] * log2(SPREAD), ((p[k] + (1 - p[k]) / n) / SPREAD - p[k]) / sp.log(2)),
        tangents, entropy, (mean, log2(p[k])), (mean, log2(SPREAD)), (mean, 1 / sp.log(2)), (second, in_bits(1 / scaled)),
    )  # fmt: skip


def tangent_at(at: sp.Expr, point: sp.Expr) -> Formal:
    """point log2(at) - point log2(point) <= (at - point)/ln 2."""
    return le(point * log2(at) - plog(point), (at - point) / sp.log(2))


def in_bits(nats: sp.Expr) -> Formal:
    return ["/", formal(nats), ["ln", 2]]
