"""Section 4.2: entropies, imbalance, redundancy, and the skew coefficient kappa of eq. (6)."""

import sympy as sp

from checks.contradictions import conditional, contradiction, inconsistent
from checks.register import Reading, claim
from checks.small_worlds import INDEPENDENT, copies, named_documents, source
from theory import redundancy, skew
from theory.fano_ranking import N
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    I,
    eq,
    exists,
    forall,
    ge,
    integer,
    le,
    real,
    retrieval,
)
from theory.proof.worlds import undefined, witness
from theory.skew import (
    IMBALANCE,
    MEAN,
    ORDERED,
    SOME_ENTROPY,
    TOTAL,
    UNORDERED,
    M,
    sources,
)


@claim(
    "s4-hbal",
    where="Sec. 4.2",
    kind="definition",
    verdict="proved",
    statement="H_bal is the mean of the marginal entropies: M H_bal = sum_m H_m.",
    quote="whose marginal entropies are equal to $H_{\\mathrm{bal}} = \\frac{1}{M} \\sum_{m=1}^{M} H_m$",
)
def hbal():
    statement = forall(*sources(1), then=eq(M * MEAN, TOTAL))
    d = Derivation(statement)
    d.combine(statement["then"])
    return Reading(
        "Any number of modalities.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "H_bal is the sum.",
            forall(*sources(1), then=eq(MEAN, TOTAL)),
            [witness(N=1, M=2, W=source((0, 0), (1, 0)))],
        ),
    )


@claim(
    "s4-delta-h",
    where="Sec. 4.2",
    kind="definition",
    verdict="proved",
    statement="Delta H = sum_m |H_m - Hbar| measures imbalance: it is never negative, and bounded by the entropies.",
    quote="Write $\\overline{H}=H_{\\rm bal}$ and $\\Delta H=\\sum_{m=1}^{M}|H_m-\\overline{H}|$",
)
def delta_h():
    statement, d = skew.imbalance_range()
    tighter = forall(*sources(), then=le(IMBALANCE, TOTAL / 2))
    return Reading(
        "0 <= Delta H <= 2(1 - 1/M) sum H_m; the upper end where one modality has all the entropy.",
        statement,
        [d.certificate()],
        neighbour=Reading("At most half the total.", tighter, [witness(N=1, M=2, W=source((0, 0), (1, 0)))]),
    )


@claim(
    "s4-icross-pairs",
    where="Sec. 2; Sec. 4.2, eq. (6)",
    kind="consistency",
    verdict="inconsistent",
    rests_on=("ours-kappa-ends",),
    repair="ours-kappa-ends",
    statement="One way to count pairs in I_cross gives rho = 1 to fully redundant modalities at every M.",
    quote="$I_{\\mathrm{cross}} = \\sum_{m \\neq m'} I(X_m; X_{m'})$ for total cross-modal redundancy.",
)
def icross_pairs():
    """A fair bit in every modality has rho = w(M - 1): 1 at M = 2 asks for w = 1, at M = 3 for w = 1/2."""
    w = sp.Symbol("w")
    at_two, at_three = eq(w * (2 - 1), 1), eq(w * (3 - 1), 1)
    statement = exists(real("w", 0), then=["and", at_two, at_three])
    return Reading(
        "A weight w of each ordered pair (1 as printed, 1/2 if a pair counts once) that serves M = 2 and M = 3.",
        statement,
        inconsistent(contradiction(statement), witness(w="1/2"), witness(w=1)),
    )


@claim(
    "s4-redundancy-ratio",
    where="Sec. 4.2",
    kind="definition",
    verdict="conditional",
    rests_on=("s4-icross-pairs",),
    repair="ours-total-correlation-ratio",
    statement="The redundancy ratio rho = I_cross / sum_m H_m is a ratio: between 0 and 1.",
    quote="The cross-modal redundancy ratio is $\\varrho=I_{\\rm cross}/\\sum_m H_m$",
)
def redundancy_ratio():
    """Up to M - 1 over ordered pairs, (M - 1)/2 over unordered ones, both reached by copies; 0/0 without entropy."""
    ratio = skew.ratio()
    return [
        within_unit(skew.ratio(UNORDERED), M - 1, UNORDERED),
        within_unit(ratio, M - 1, ORDERED),
        Reading(
            "Constant modalities: 0/0.",
            forall(*sources(), then=le(ratio, 1)),
            [undefined(ratio.formal, N=1, M=2, W=source((0, 0)))],
        ),
    ]


def within_unit(quantity: sp.Expr, scale: sp.Expr, ordered: bool) -> Reading:
    """0 <= quantity <= 1, from the exact range of kappa: true up to some M, false at copies of a bit from there on.

    A unit of kappa is `scale` units of the quantity.
    """
    fails_at = 3 if ordered else 4
    both = ["and", ge(quantity, 0), le(quantity, 1)]
    statement = forall(*sources(), given=[SOME_ENTROPY], then=both)
    condition = le(M, fails_at - 1)
    d = Derivation(statement, [condition])
    low, high = ends_of_kappa(d, ordered)
    facts = (low, scale), (high, scale), (condition, scale / (M - 1)), (ge(M, 2), 1 / (M - 1))
    for goal in both[1:]:
        d.combine(goal, *facts)
    words = "As printed, m != m'" if ordered else "Each pair counted once"
    return Reading(
        f"{words}: true up to M = {fails_at - 1}, false from M = {fails_at} on.",
        statement,
        conditional(of_copies(fails_at), [condition], d, of_copies(fails_at - 1)),
    )


def ends_of_kappa(d: Derivation, ordered: bool) -> tuple[int, int]:
    """Steps: the ends of kappa."""
    statement, proof = redundancy.kappa_range(ordered)
    lemma = d.lemma(statement, proof)
    low, high = (d.use(lemma, part, N=N, M=M) for part in statement["then"][1:])
    return low, high


@claim(
    "s4-kappa-range",
    where="Sec. 4.2, eq. (6)",
    kind="equation",
    verdict="conditional",
    rests_on=("s4-redundancy-ratio",),
    repair="ours-kappa-range",
    statement="kappa = (1 - rho)/(M - 1) lies in [0, 1], rho = I_cross / sum_m H_m, I_cross = sum_{m != m'} I(X_m;X_m').",
    quote="$$\\kappa = \\frac{1 - \\varrho}{M - 1}, \\qquad \\kappa \\in [0, 1]. \\tag{6}$$",
)
def kappa_range():
    """Copies of a bit: kappa = -1/6 at M = 4 (each pair once), -1/2 at M = 3 (as printed), and undefined at M = 1."""
    kappa = skew.skew()
    single = forall(*sources(1), given=[SOME_ENTROPY], then=le(kappa, 1))
    return [
        within_unit(skew.skew(UNORDERED), 1, UNORDERED),
        within_unit(kappa, 1, ORDERED),
        Reading(
            "One modality: kappa divides by zero.", single, [undefined(kappa.formal, N=1, M=1, W=copies(1))]
        ),
    ]


@claim(
    "s4-kappa-independent",
    where="Sec. 4.2",
    kind="remark",
    verdict="conditional",
    rests_on=("s4-redundancy-ratio",),
    statement="If the modalities are conditionally independent given the query intent, then rho = 0 and kappa = 1/(M-1).",
    quote="When modalities are conditionally independent given the query intent",
    note="The condition is rho = 0, which the paper has in brackets: it says so of the modalities themselves, not given an intent.",
)
def kappa_independent():
    """X_1 = X_2 = Y: constants given the intent Y, and as redundant as can be."""
    two = integer("N", 1), integer("M", 2, 2), retrieval("N", "M")
    zero = eq(skew.ratio(), 0)
    given = [SOME_ENTROPY, eq(I("X1;X2|Y"), 0)]
    statement = forall(*two, given=given, then=eq(skew.skew(), 1 / (M - 1)))
    d = Derivation(statement, [zero])
    d.combine(statement["then"], (zero, 1 / (M - 1)))
    alike, apart = (witness(N=2, M=2, W=w) for w in (named_documents(2, 2), INDEPENDENT))
    inverse = forall(*sources(), given=[SOME_ENTROPY, zero], then=statement["then"])
    e = Derivation(inverse)
    e.combine(inverse["then"], (zero, 1 / (M - 1)))
    intent = {**statement, "then": zero}
    return [
        Reading(
            "M = 2, the intent is Y: independent given the intent, hence kappa = 1/(M - 1). So it is where rho = 0.",
            statement,
            conditional(alike, [zero], d, apart),
        ),
        Reading(
            "Independence given the intent alone: rho = 0.",
            intent,
            [alike],
            neighbour=Reading("From rho = 0, any M: kappa = 1/(M - 1).", inverse, [e.certificate()]),
        ),
    ]


@claim(
    "s4-kappa-redundant",
    where="Sec. 4.2",
    kind="remark",
    verdict="conditional",
    rests_on=("s4-redundancy-ratio",),
    repair="ours-kappa-ends",
    statement="If the modalities are fully redundant then rho = 1 and kappa = 0.",
    quote="when they are fully redundant ($\\varrho=1$), $\\kappa=0$",
)
def kappa_redundant():
    """Modalities that determine one another have rho = w(M - 1): 1 at M = 2 as printed, at M = 3 if pairs count once."""
    return [
        fully_redundant(ORDERED, 2, 3, "As printed, m != m': only at M = 2."),
        fully_redundant(UNORDERED, 3, 2, "Each pair counted once: only at M = 3."),
    ]


def fully_redundant(ordered: bool, holds_at: int, fails_at: int, words: str) -> Reading:
    alike, lemma = redundancy.kappa_of_copies(ordered)
    statement = forall(*sources(), given=alike["given"], then=eq(skew.skew(ordered), 0))
    condition = eq(M, holds_at)
    d = Derivation(statement, [condition])
    value = d.use(d.lemma(alike, lemma), alike["then"], N=N, M=M)
    d.combine(statement["then"], value, (condition, 1 / (M - 1)))
    certificates = conditional(of_copies(fails_at), [condition], d, of_copies(holds_at))
    return Reading(words, statement, certificates)


def of_copies(count: int) -> dict:
    return witness(N=1, M=count, W=copies(count))
