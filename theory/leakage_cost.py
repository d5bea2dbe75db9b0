"""What leakage costs a ranking code, and what a converse with a skew penalty charges for it: derivations (bits)."""

import sympy as sp

from theory import fano_ranking as fr
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    H,
    I,
    both,
    eq,
    finite_law,
    forall,
    ge,
    gt,
    integer,
    le,
    log2,
    real,
    retrieval,
    sequence,
)
from theory.ranking_converse import MEAN_GAIN, gain, partition

N, s, h = fr.N, fr.s, sp.Symbol("h")
FRONTIER = log2(N) + s * MEAN_GAIN - log2(partition())  # its supremum over s is R*(D) at 1 - D = E[g(K)]


def leakage_is_rate() -> tuple[dict, Derivation]:
    """X = (Y, V): I(X;C) = I(Y;C) + I(V;C|Y), and I(V;C|Y) >= I(V;C) for V independent of Y."""
    given = [eq(I("Y;V"), 0)]
    goals = eq(I("Y,V;C"), I("Y;C") + I("V;C|Y")), ge(I("V;C|Y"), I("V;C"))
    statement = forall(finite_law("Y", "V", "C"), given=given, then=both(*goals))
    d = Derivation(statement)
    d.combine(goals[0], why="chain rule")
    d.shannon(goals[1], ["Y", "V", "C"], *given, why="I(V;C|Y) = I(V;C,Y)")
    return statement, d


def frontier_shift() -> tuple[dict, Derivation]:
    """Y uniform, any gain g, any code, any s >= 0: I(Y;C) >= log2 N + s E[g(K)] - log2 sum_k 2^(s g(k)), and so
    I(X;C) >= that + I(X;C|Y)."""
    goals = ge(I("Y;C"), FRONTIER), ge(I("X;C"), FRONTIER + I("X;C|Y"))
    params = integer("N", 1), real("s", 0), sequence("g", 1, N), retrieval("N")
    statement = forall(*params, given=[fr.UNIFORM], then=both(*goals))
    d = Derivation(statement)
    steps = fr.relevance_is_rank(d), fr.tilted_bound(d, s, gain), fr.UNIFORM
    markov = d.world(eq(I("Y;C|X"), 0), "the encoder sees the query alone")
    d.combine(goals[0], *steps, why="a rank holds at most what the frontier leaves")
    link = d.shannon(eq(I("X;C"), I("Y;C") + I("X;C|Y")), "XYC", markov, why="two chain rules for I(X,Y;C)")
    d.combine(goals[1], goals[0], link)
    return statement, d


def aligned_code() -> tuple[dict, Derivation]:
    """C and Y determine each other, Y uniform: I(X;C) = log2 N, whatever private entropy H(X|Y) the query holds."""
    named = [fr.UNIFORM, eq(H("C|Y"), 0), eq(H("Y|C"), 0)]
    statement = forall(integer("N", 1), retrieval("N"), given=named, then=eq(I("X;C"), log2(N)))
    d = Derivation(statement)
    markov = d.world(eq(I("Y;C|X"), 0), "the encoder sees the query alone")
    for side in (ge, le):
        d.shannon(side(I("X;C"), log2(N)), "XYC", markov, *named)
    d.add("combine", statement["then"], using=[])
    return statement, d


def skew_bound_fails() -> tuple[dict, Derivation]:
    """R_bal(0) + kappa Delta H > log2 N at private entropies h with h^2 > (h + 2 log2 N) log2(N - 1).

    X1 = (Y, N1), X2 = Y: H_1 = log2 N + h, H_2 = log2 N, so Delta H = h and, I_cross being 2 log2 N over ordered
    pairs, kappa = h/(2 log2 N + h); R_bal(0) = log2 N - log2(N - 1). `theory.aligned_code` has the least such h.
    """
    more, whole = log2(N - 1), log2(N)
    bound = whole - more + h**2 / (2 * whole + h)
    above = gt(h**2, (h + 2 * whole) * more)
    statement = forall(integer("N", 2), real("h", 0), given=[above], then=gt(bound, whole))
    d = Derivation(statement)
    d.combine(statement["then"], (above, 1 / (2 * whole + h)))
    return statement, d
