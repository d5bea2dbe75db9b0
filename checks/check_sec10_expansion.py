"""Supplement, S4: the expansion of the distortion and its last display."""

from fractions import Fraction
from itertools import pairwise

import sympy as sp

from checks.check_sec5_achievability import TWO, five_documents
from checks.check_sec5_excess import within_inverse
from checks.contradictions import conditional
from checks.register import Reading, claim
from theory import expansion_steps as es
from theory import finite_sample_rate as rate
from theory import perturbation as pt
from theory.fano_ranking import R_rank
from theory.proof.derivation import Derivation
from theory.proof.formal import DISTORTION, H, I, eq, forall, ge, gt, integer, le, log2, real
from theory.proof.worlds import witness
from theory.quantiser import product_code

D, N, R, n = sp.symbols("D N R n")


@claim(
    "s10-decomposition",
    where="Sec. 10, S4",
    kind="equation",
    verdict="proved",
    statement="E d(C^) = E d(C) + Delta_alloc + Delta_quant + Delta_tau.",
    quote="\\underbrace{\\Delta_{\\text{alloc}}}_{\\text{bit drift}}",
    note="As differences along a path of four codes. It is no Taylor expansion: d is piecewise constant.",
)
def decomposition():
    a = sp.symbols("a0 a1 a2 a3")
    steps = sum(y - x for x, y in pairwise(a))
    statement = forall(*[real(str(x)) for x in a], then=eq(a[3], a[0] + steps))
    d = Derivation(statement)
    d.combine(statement["then"])
    short = forall(*[real(str(x)) for x in a], then=eq(a[3], a[0] + (a[1] - a[0]) + (a[3] - a[2])))
    other = Reading("Without the middle step.", short, [witness(a0=0, a1=0, a2=1, a3=1)])
    return Reading(
        "One ingredient exchanged at a time: bits, cells, temperatures.",
        statement,
        [d.certificate()],
        neighbour=other,
    )


@claim(
    "s10-ideal-is-dstar",
    where="Sec. 10, S4",
    kind="step",
    verdict="refuted",
    rests_on=("s5-thm51", "s5-dstar-defined"),
    repair="ours-converse-uniform",
    statement="The ideal code, with exact (R_m, Q_m, tau*(0)), has E_P[d] = D*(R).",
    quote="be the codebook induced by the ideal $(R_m, Q_m, \\tau^{\\star (0)})$ triplet",
)
def ideal_is_dstar():
    """Five documents: 1/3 against 1/5."""
    given = [eq(I("X1;X2"), 0), eq(H("Y"), log2(N)), *product_code(R)]
    root = eq(R_rank(D) + sp.Abs(H("X1") - H("X2")), R)
    statement = forall(integer("N", 2), *TWO, real("D", 0, 1), given=[*given, root], then=eq(DISTORTION, D))
    return Reading(
        "Independent modalities, the population's bits, the best two cells of the relevant modality.",
        statement,
        [witness(N=5, R=2, D="1/5", W=five_documents())],
    )


@claim(
    "s10-bit-drift",
    where="Sec. 10, S4, bit drift; Lemma 5.2",
    kind="step",
    verdict="refuted",
    rests_on=("s10-eq14",),
    statement="|Delta_alloc| <= c4 / R = O(1/n), where log|C| = R = O(log n).",
    quote="$|\\Delta_{\\rm alloc}| \\le c_4 R^{-1} = O(n^{-1})$",
    note="It would need R of order n; the lemma has R of order log n at most.",
)
def bit_drift():
    """n = 2^k, R = k: n/R = 2^k / k."""
    statement, certificate = es.inverse_rate()
    squared, small = es.one_bit_of_error()
    return Reading(
        "R = log2 n along n = 2^k: 1/R = O(1/n).",
        statement,
        [certificate],
        neighbour=Reading(
            "A bit less changes the squared error of 2^R equal cells by O(1/n), R = log2 n.", squared, [small]
        ),
    )


@claim(
    "s10-halves-error",
    where="Sec. 10, S4, bit drift",
    kind="step",
    verdict="refuted",
    rests_on=("s5-high-resolution",),
    repair="ours-bit-quarters-error",
    statement="Each extra bit halves the squared error of high-resolution quantisation.",
    quote="each extra bit halves squared error in high–resolution quantisation [19]",
    note="True in two dimensions alone; Step 1 of Theorem 5.1 says 2^(-2/d_m) itself.",
)
def halves_error():
    return halved()


ERROR, FINER = 2 ** (-2 * R) / 12, 2 ** (-2 * R - 2) / 12


def halved() -> Reading:
    statement = forall(integer("R", 0), then=eq(FINER, ERROR / 2))
    return Reading("Uniform law on [0, 1], 2^R equal cells, midpoints.", statement, [witness(R=0)])


@claim(
    "ours-bit-quarters-error",
    paper="ours",
    where="in place of Sec. 10, S4",
    kind="equation",
    verdict="proved",
    statement="Each extra bit quarters the squared error of a scalar quantiser with equal cells.",
)
def quarters_error():
    statement = forall(integer("R", 0), then=eq(FINER, ERROR / 4))
    d = Derivation(statement)
    d.combine(statement["then"])
    return Reading(
        "Uniform law on [0, 1], 2^R equal cells.",
        statement,
        [d.certificate()],
        neighbour=halved(),
    )


@claim(
    "s10-lipschitz-distortion",
    where="Sec. 10, S4, cell shift",
    kind="step",
    verdict="refuted",
    repair="ours-margin",
    statement="d(c; x, y) is 1-Lipschitz in c.",
    quote="is 1–Lipschitz in c under the embedding norm because a shift in c perturbs all inner products",
    note="d jumps where two scores cross, by up to 1 - 1/N; no constant serves.",
)
def lipschitz_distortion():
    """Corpus 1 and -1 on a line, the first relevant: c = 1/8 loses nothing, c = -1/8 loses 1/2."""
    losses = [["/", ["ind", ["<", ["*", x, "E1"], ["*", x, "E2"]]], 2] for x in ("c", "moved")]
    statement = forall(
        *[real(x) for x in ("c", "moved")], *[real(x, -1, 1) for x in ("E1", "E2")],
        then=["<=", ["abs", ["-", *losses]], ["abs", ["-", "c", "moved"]]],
    )  # fmt: skip
    return Reading(
        "Two documents on a line, the first relevant.",
        statement,
        [witness(c="1/8", moved="-1/8", E1=1, E2=-1)],
    )


@claim(
    "s10-inner-product-shift",
    where="Sec. 10, S4, cell shift",
    kind="step",
    verdict="conditional",
    rests_on=("s5-eq10-normalisation",),
    statement="A shift of c moves every score in (9) by at most its length.",
    quote="a shift in c perturbs all inner products in (9) by at most that amount",
    note="Needs ||E|| <= tau_m. By (10) some tau_m is below 1 unless all entropies are equal.",
)
def inner_product_shift():
    """A corpus vector of length 2, or a temperature 1/2, doubles the shift."""
    vector, tau, shift = sp.symbols("E tau s")
    given = [gt(tau, 0), ge(shift, 0)]
    statement = forall(
        real("E", 0), real("tau", 0), real("s", 0), given=given, then=le(shift * vector / tau, shift)
    )
    condition = [le(vector, tau)]
    d = Derivation(statement, condition)
    d.combine(statement["then"], (condition[0], shift / tau))
    return Reading(
        "One dimension, a shift s along the corpus vector.",
        statement,
        conditional(witness(E=2, tau=1, s=1), condition, d, witness(E=1, tau=1, s=1)),
        neighbour=Reading(
            "True where ||E|| <= 2 tau_m.",
            {**statement, "given": [*given, le(vector, 2 * tau)]},
            [witness(E=2, tau=1, s=1)],
        ),
    )


@claim(
    "s10-cell-shift",
    where="Sec. 10, S4, cell shift",
    kind="step",
    verdict="refuted",
    rests_on=("s10-eq15", "s10-lipschitz-distortion"),
    repair="ours-median-excess-order",
    statement="|Delta_quant| <= c5 eps_H = O(n^-1/2).",
    quote="combining with (15) gives $|\\Delta_{\\text{quant}}| \\leq c_5 \\varepsilon_H = O(n^{-1/2})$",
    note="Right for cells at quantiles of a smooth law; optimal cells of a law with two optima shift by a constant.",
)
def cell_shift():
    """-1, 0, 1 equally likely, document 1 relevant for -1 and 0: {-1, 0}, {1} loses nothing, {-1}, {0, 1} loses 1/6."""
    statement, certificate = pt.cells_jump(sp.Rational(1, 6))
    return Reading(
        "X uniform on -1, 0, 1, N = 2, one document relevant for -1 and 0: masses off by 1/(3k) put 0 with 1.",
        statement,
        [certificate],
    )


@claim(
    "s10-temperature-drift",
    where="Sec. 10, S4, temperature drift",
    kind="step",
    verdict="refuted",
    rests_on=("s10-eq16", "s5-eq10-fixed-point"),
    statement="A first-order Taylor expansion of the softmax score in tau with (16) gives |Delta_tau| <= c6 eps_H^2.",
    quote="A first-order Taylor expansion of the softmax score in τ and (16) yields",
    note="It would need a vanishing derivative at (10), which is not a stationary point; under (9)'s argsort d jumps.",
)
def temperature_drift():
    linear, certificate = es.first_order()
    jump, too_large = es.jump()
    scores, first_order = es.score_drift()
    moved = Reading("A score of 1 at the temperatures 1 and 1 + eps moves by O(eps).", scores, [first_order])
    return [
        Reading("Softmax: a change linear in eps = 1/k is O(eps^2).", linear, [certificate], moved),
        Reading(
            "Argsort, scores 1/t and 1, the first relevant, t = 1 + 1/k: the loss of 1/2 is O(eps^2).",
            jump,
            [too_large],
        ),
    ]


@claim(
    "s10-sum-order",
    where="Sec. 10, S4",
    kind="step",
    verdict="proved",
    statement="c4 n^-1 + c5 n^-1/2 + c6 n^-1 = O(n^-1/2).",
    quote="c_{4}n^{-1} + c_{5}n^{-1/2} + c_{6}n^{-1} = O(n^{-1/2})",
    note="All that the steps would give, were they true: the order of Sec. 1, not of Lemma 5.2.",
)
def sum_order():
    statement, d = es.sum_of_orders()
    faster, too_fast = rate.root_is_not_inverse()
    return Reading(
        "With constant c4 + c5 + c6, from n = 1 on.",
        statement,
        [d.certificate()],
        neighbour=Reading("The middle term is O(1/n).", faster, [too_fast]),
    )


@claim(
    "s10-one-sided",
    where="Sec. 10, S4",
    kind="step",
    verdict="refuted",
    rests_on=("s10-cell-shift", "s10-cells-shrink"),
    repair="ours-median-excess-order",
    statement="The n^-1/2 term is one-sided, so taking expectation cancels it and leaves O(n^-1).",
    quote="Taking expectation therefore cancels the linear ε_H term and leaves only",
    note="A one-sided term has mean +- its mean size; terms of mean zero cancel.",
)
def one_sided():
    """|m|/2 in the median law is one-sided, and its mean is of order n^-1/2."""
    statement, certificate = rate.root_is_not_inverse()
    return [
        within_inverse(),
        Reading("The term n^-1/2 itself, one-sided, is O(1/n) in the mean.", statement, [certificate]),
    ]


@claim(
    "s10-cells-shrink",
    where="Sec. 10, S4",
    kind="step",
    verdict="refuted",
    rests_on=("s10-eq15",),
    statement="On the event of (15) the quantiser's cells shrink, all of them, which reduces distortion.",
    quote="the quantiser cells shrink, reducing distortion",
    note="The masses of a partition sum to 1. And Q is optimal under p, so no other partition lowers its squared error.",
)
def cells_shrink():
    statement, d = es.cells_cannot_all_shrink()
    exchange, e = es.cells_exchange()
    return Reading(
        "A partition no cell of which is heavier than the old one's, and the first is lighter.",
        statement,
        [d.certificate()],
        neighbour=Reading("What the first cell loses the others gain.", exchange, [e.certificate()]),
    )


@claim(
    "s10-probability-to-expectation",
    where="Sec. 10, S4",
    kind="step",
    verdict="refuted",
    rests_on=("s10-eq13-display", "s10-eq15"),
    statement="Bounds on an event of probability 1 - 2 delta/3, delta fixed, pass to the expectation.",
    quote="on events where (15) holds the quantiser cells shrink",
    note="delta = 1/n would do, at the price of a factor log n under the root; a third of delta is never spent.",
)
def probability_to_expectation():
    statement, certificate = rate.constant_is_not_inverse(sp.Rational(1, 6), Fraction(1, 6))
    bounded, d = es.mean_from_event()
    return Reading(
        "A deviation of 1 off an event of probability 5/6, and 0 on it: its mean is O(1/n).",
        statement,
        [certificate],
        neighbour=Reading(
            "A deviation of at most 1, of at most b on an event of probability 1 - 1/n: its mean is at most b + 1/n.",
            bounded,
            [d.certificate()],
        ),
    )


@claim(
    "s10-conclusion",
    where="Sec. 10, S4, end",
    kind="step",
    verdict="refuted",
    rests_on=(
        "s10-one-sided",
        "s10-probability-to-expectation",
        "s10-ideal-is-dstar",
        "s10-bit-drift",
        "s10-temperature-drift",
    ),
    repair="ours-median-excess-order",
    statement="Only O(eps_H^2) = O(1/n) remains, which proves Lemma 5.2.",
    quote="This proves Lemma 5.2.",
    note="The display just before it says O(n^-1/2).",
)
def conclusion():
    return within_inverse()
