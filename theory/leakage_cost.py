"""What leakage costs a ranking code, and what a converse with a skew penalty charges for it: derivations (bits)."""

import sympy as sp

from theory import fano_ranking as fr
from theory.proof.derivation import Derivation, Item
from theory.proof.formal import (
    DISTORTION,
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
from theory.proof.formal import h as binary_entropy
from theory.ranking_converse import MEAN_GAIN, gain, partition

N, s = fr.N, fr.s
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


def skew_bound_on_aligned_code() -> tuple[dict, Derivation]:
    """X1 = (Y, N1), X2 = Y, any law of the private part, C the name of Y: I(X;C) = log2 N, D = 0, while

    R_bal(D) + kappa Delta H is larger once h = H(X1|Y) has h^2 > (h + 2 log2 N) log2(N - 1) (`theory.aligned_code` has
    the least such h). Two modalities: Delta H = |H1 - H2| and kappa = 1 - 2 I(X1;X2)/(H1 + H2), each pair counted twice
    as printed; R_bal by eq. (5).
    """
    private, more, whole = H("X1|Y"), log2(N - 1), log2(N)
    shared = [eq(H("Y|X1"), 0), eq(H("Y|X2"), 0), eq(H("X2|Y"), 0), eq(H("C|Y"), 0), eq(H("Y|C"), 0)]
    above = gt(private**2, (private + 2 * whole) * more)
    first, second = H("X1"), H("X2")
    kappa = 1 - 2 * I("X1;X2") / (first + second)
    asked = fr.R_rank(DISTORTION) + kappa * sp.Abs(first - second)
    given = [fr.UNIFORM, *shared, eq(DISTORTION, 0), above]
    goals = eq(I("X1,X2;C"), whole), gt(asked, I("X1,X2;C"))
    statement = forall(integer("N", 2), retrieval("N", 2), given=given, then=both(*goals))
    d = Derivation(statement)
    markov = d.world(eq(I("Y;C|X1,X2"), 0), "the encoder sees the query alone")
    rate = same(d, *goals[0][1:], markov, fr.UNIFORM, *shared)
    d.add("apply", ge(whole, log2(2)))
    positive = d.combine(ge(whole, 1), ge(whole, log2(2)))
    pair = same(d, I("X1;X2"), whole, fr.UNIFORM, *shared)
    total = same(d, first + second, 2 * whole + private, fr.UNIFORM, *shared)
    apart = same(d, first - second, private, *shared)
    d.combine(gt(first + second, 0), total, positive, ge(private, 0))
    d.combine(ge(first - second, 0), apart, ge(private, 0))
    imbalance = d.basic(eq(sp.Abs(first - second), first - second))
    skew = d.combine(
        eq(kappa, private / (first + second)), (total, 1 / (first + second)), (pair, 2 / (first + second))
    )
    d.add("apply", eq(binary_entropy(DISTORTION), binary_entropy(0)))
    sure = d.evaluate(eq(binary_entropy(0), 0))
    d.combine(
        goals[1], rate, eq(binary_entropy(DISTORTION), binary_entropy(0)), sure, (eq(DISTORTION, 0), more), (above, 1 / (first + second)),
        (total, more / (first + second)), (imbalance, kappa), (apart, kappa), (skew, private),
    )  # fmt: skip
    return statement, d


def same(d: Derivation, left: sp.Expr, right: sp.Expr, *facts: Item) -> int:
    """Step: two quantities of X1, X2, Y and C are equal, by Shannon's inequalities both ways."""
    for side in (ge, le):
        d.shannon(side(left, right), ["X1", "X2", "Y", "C"], *facts)
    return d.add("combine", eq(left, right), using=[])
