"""Section 4.2: the proof of Theorem 4.1, line by line."""

import sympy as sp

from checks.register import Reading, claim
from checks.small_worlds import INDEPENDENT, NAMED, RANKINGS
from theory import skew
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    H,
    I,
    eq,
    finite_law,
    forall,
    ge,
    le,
    real,
)
from theory.proof.worlds import witness, world
from theory.skew import (
    IMBALANCE,
    MEAN,
    ORDERED,
    M,
    codes,
    skew_bound,
)


@claim(
    "s4-thm41-chain-rule",
    where="Sec. 4.2, proof of Thm 4.1",
    kind="step",
    verdict="proved",
    statement="I(X;C) = sum_m I(X_m;C|X_<m).",
    quote="Apply the chain rule $I(X;C) = \\sum_{m=1}^{M} I(X_m;C \\mid X_{< m})$",
)
def chain_rule():
    statement, d = skew.chain_rule()
    conditioned = forall(finite_law("X1", "X2", "C"), then=eq(I("X1,X2;C"), I("X1;C") + I("X2;C")))
    twice = world({(b, b, b): "1/2" for b in (0, 1)}, variables=["X1", "X2", "C"])
    return Reading(
        "J_m = H(X_1..X_m), K_m = H(C, X_1..X_m), any M.",
        statement,
        [d.certificate()],
        neighbour=Reading("Without the conditioning.", conditioned, [witness(W=twice)]),
    )


@claim(
    "s4-thm41-chain",
    where="Sec. 4.2, proof of Thm 4.1",
    kind="step",
    verdict="refuted",
    rests_on=("s4-thm41-chain-rule",),
    repair="ours-chain-total-correlation",
    statement="I(X;C) = sum_m I(X_m;C|X_<m) >= sum_m H_m - sum_m H(X_m|C,X_<m).",
    quote="Bounding each term by conditional entropy and summing yields",
)
def chain():
    """The inequality is the other way round; one bit in both modalities and no code: 0 >= 2 - 1."""
    then = ge(I("X1,X2;C"), H("X1") + H("X2") - H("X1|C") - H("X2|C,X1"))
    statement = forall(finite_law("X1", "X2", "C"), then=then)
    copies = world({(b, b, 0): "1/2" for b in (0, 1)}, variables=["X1", "X2", "C"])
    return Reading("M = 2, any law: false wherever the modalities depend.", statement, [witness(W=copies)])


@claim(
    "ours-chain-total-correlation",
    paper="ours",
    where="Sec. 4.2, proof of Thm 4.1, repaired",
    kind="lemma",
    verdict="proved",
    statement="I(X;C) = sum_m H_m - sum_m H(X_m|C,X_<m) - (sum_m H_m - H(X)), at most the first two terms.",
)
def chain_with_total_correlation():
    statement, d = skew.chain_with_total_correlation()
    return Reading(
        "J_m = H(X_1..X_m), K_m = H(C, X_1..X_m), J_m - J_(m-1) = H(X_m|X_<m) <= H_m.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "At least the first two terms.",
            forall(*statement["forall"], given=statement["given"], then=[">=", *statement["then"][2][1:]]),
            [witness(M=2, J=[0, 1, 1], K=[0, 1, 1], H=[1, 1])],
        ),
    )


@claim(
    "s4-thm41-concavity",
    where="Sec. 4.2, proof of Thm 4.1",
    kind="step",
    verdict="refuted",
    statement="Conditional entropy is convex (in the joint law).",
    quote="using convexity of conditional entropy and the definition (6)",
)
def convexity_of_entropy():
    """A mixture of two certain laws is uncertain; the inequality holds the other way round."""
    mixture = finite_law("B", "X1", "C")
    statement = forall(mixture, then=le(H("X1|C"), H("X1|C,B")))
    concave = forall(mixture, then=ge(H("X1|C"), H("X1|C,B")))
    d = Derivation(concave)
    d.shannon(concave["then"], ("B", "X1", "C"))
    coin = world({(b, b, 0): "1/2" for b in (0, 1)}, variables=["B", "X1", "C"])
    return Reading(
        "B says which of two laws is drawn: H of the mixture is at most the mean of the H.",
        statement,
        [witness(W=coin)],
        neighbour=Reading("Concave: at least the mean.", concave, [d.certificate()]),
    )


@claim(
    "s4-thm41-convexity",
    where="Sec. 4.2, proof of Thm 4.1",
    kind="step",
    verdict="refuted",
    rests_on=("s4-thm41-chain", "s4-thm41-concavity"),
    repair="ours-chain-total-correlation",
    statement="sum_m H(X_m|C,X_<m) is lower-bounded by M H_bal - (1-kappa) Delta H, giving I(X;C) >= R_bal(D) + kappa Delta H.",
    quote="The second sum is lower-bounded by $MH_{\\rm bal} - (1-\\kappa)\\Delta H$",
)
def convexity():
    """The sum is H(X|C), which is 0 for a code that keeps the query; the difference needs an upper bound anyway."""
    bound = M * MEAN - (1 - skew.skew()) * IMBALANCE
    three = {(b, 0, 0, b): "1/2" for b in (1, 2)}
    silent = world(three, {(b, 0, 0): "a" for b in (1, 2)}, RANKINGS)
    return [
        Reading(
            "As printed, a lower bound: two modalities, the first a bit that the code names.",
            codes(then=ge(H("X|C"), bound)),
            [witness(M=2, N=2, W=NAMED)],
        ),
        Reading(
            "The upper bound that the difference needs: three modalities, one of them a bit, a code without bits.",
            codes(then=le(H("X|C"), bound)),
            [witness(M=3, N=2, W=silent)],
        ),
    ]


@claim(
    "s4-thm41-direction",
    where="Sec. 4.2, proof of Thm 4.1",
    kind="step",
    verdict="refuted",
    statement="A lower bound of the subtracted sum gives a lower bound of the difference.",
    quote="The second sum is lower-bounded by $MH_{\\rm bal} - (1-\\kappa)\\Delta H$",
)
def direction():
    rate, total, left, bound = sp.symbols("I A S B")
    values = [real(v, 0) for v in "IASB"]
    premise = ge(rate, total - left)
    statement = forall(*values, given=[premise, ge(left, bound)], then=ge(rate, total - bound))
    other = forall(*values, given=[premise, le(left, bound)], then=ge(rate, total - bound))
    d = Derivation(other)
    d.combine(other["then"], premise, le(left, bound))
    return Reading(
        "From I >= A - S and S >= B: I >= A - B.",
        statement,
        [witness(I=0, A=1, S=1, B=0)],
        neighbour=Reading("From S <= B.", other, [d.certificate()]),
    )


@claim(
    "s4-thm41-arithmetic",
    where="Sec. 4.2, proof of Thm 4.1, last line",
    kind="step",
    verdict="refuted",
    rests_on=("s4-thm41-direction",),
    statement="sum_m H_m - (M H_bal - (1-kappa) Delta H) is at least R_bal(D) + kappa Delta H.",
    quote="using convexity of conditional entropy and the definition (6), giving $I(X;C) \\geq",
)
def arithmetic():
    """The difference is (1 - kappa) Delta H: no distortion enters, and the factor is 1 - kappa in place of kappa."""
    exact, d = skew.substitution()
    return Reading(
        "Put together as written. Two independent fair bits: 0 >= R_bal(0) = 1.",
        codes(then=ge(skew.substituted_bound(ORDERED), skew_bound())),
        [witness(M=2, N=2, W=INDEPENDENT)],
        neighbour=Reading("What the substitution gives: (1 - kappa) Delta H.", exact, [d.certificate()]),
    )
