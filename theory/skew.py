"""The modality skew and its penalty (Secs. 4.2 to 4.4): Theorem 4.1 to where it stops following, and what is true.

Notation: modalities X_1..X_M with entropies H_m in bits, their mean Hbar, the imbalance Delta H = sum |H_m - Hbar|,
I_cross the mutual informations of pairs, rho = I_cross / sum H_m, kappa = (1 - rho)/(M - 1). The sum over m != m'
of eq. (6) counts each pair twice as printed ("ordered") and once in the kinder reading ("unordered").
"""

import sympy as sp

from theory.divergence import SILENT, at_silent, harmonic_bounds
from theory.fano_ranking import UNIFORM, N, R_rank, k, ranks
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    DISTORTION,
    H,
    I,
    P_rank,
    Quantity,
    eq,
    every,
    forall,
    formal,
    ge,
    gt,
    integer,
    le,
    log2,
    lt,
    plog,
    retrieval,
    sequence,
)
from theory.redundancy import M, entropy, kappa, kappa_range, redundancy

m, j = sp.symbols("m j")
ORDERED, UNORDERED = True, False


def entropy_of(i: sp.Expr) -> Quantity:
    """H_i = H(X_i) for an index i."""
    return Quantity(f"H(X_{i})", entropy(formal(i)))


def modalities(term: sp.Expr, index: sp.Symbol = m) -> sp.Expr:
    """Sum of a term over all modalities."""
    return sp.Sum(term, (index, 1, M))


TOTAL = modalities(entropy_of(m))
MEAN = modalities(entropy_of(j), j) / M
IMBALANCE = modalities(sp.Abs(entropy_of(m) - MEAN))
SOME_ENTROPY = gt(TOTAL, 0)


def skew(ordered: bool = True) -> Quantity:
    """kappa = (1 - rho)/(M - 1), eq. (6)."""
    return Quantity("kappa" if ordered else "kappa'", kappa(ordered))


def ratio(ordered: bool = True) -> Quantity:
    """rho = I_cross / sum_m H_m."""
    return Quantity("rho" if ordered else "rho'", redundancy(ordered))


def sources(low: int = 2, documents: int = 1) -> tuple[list, list, list]:
    """Any number of modalities from `low` on and of documents, any joint law of them."""
    return integer("N", documents), integer("M", low), retrieval("N", "M")


# The imbalance ----------------------------------------------------------------------------------------


def imbalance_range() -> tuple[dict, Derivation]:
    """0 <= Delta H <= 2(1 - 1/M) sum H_m, the upper end where one modality has all the entropy."""
    top = 2 * (1 - 1 / M) * TOTAL
    statement = forall(*sources(), then=["and", ge(IMBALANCE, 0), le(IMBALANCE, top)])
    d = Derivation(statement)
    here, away, share = entropy_of(m), sp.Abs(entropy_of(m) - MEAN), entropy_of(m) * (1 - 2 / M) + MEAN
    d.termwise(ge(IMBALANCE, modalities(sp.Integer(0))), lambda i: i.combine(ge(away, 0), ge(away, 0)))
    d.combine(ge(IMBALANCE, 0), 1)

    def above(i: Derivation) -> None:
        part = i.combine(ge(MEAN * M - here, 0), le(here, modalities(entropy_of(j), j)))
        size = i.basic(eq(away, here - MEAN))
        i.combine(le(away, share), size, (part, 2 / M))

    def below(i: Derivation) -> None:
        size = i.basic(eq(away, MEAN - here))
        i.combine(le(away, share), size, (ge(M, 2), 2 * here / M), (ge(here, 0), 2 / M))

    def one(i: Derivation) -> None:
        i.add("member", le(here, modalities(entropy_of(j), j)), index="m")
        i.cases(le(away, share), ge(here, MEAN), above, below)

    most = d.termwise(le(IMBALANCE, modalities(share)), one, "one modality has at most all the entropy")
    d.combine(le(IMBALANCE, top), most)
    return statement, d


# The proof of Theorem 4.1 -----------------------------------------------------------------------------

QUERY, JOINT, MODALITY = (sp.IndexedBase(name) for name in ("J", "K", "H"))


def entropies_by_prefix(*given: list, then: list) -> dict:
    """A statement on J_m = H(X_1..X_m) and K_m = H(C, X_1..X_m), m = 0..M, and the H_m = H(X_m)."""
    prefixes = [sequence(name, 0, M) for name in ("J", "K")]
    return forall(
        integer("M", 1), *prefixes, sequence("H", 1, M, 0), given=[eq(QUERY[0], 0), *given], then=then
    )


def telescoped(d: Derivation, of: sp.IndexedBase) -> int:
    """Step: sum_m (of_m - of_(m-1)) = of_M - of_0."""
    whole = sp.Sum(of[m], (m, 0, M))
    first = d.add("unroll", eq(whole, of[0] + sp.Sum(of[m], (m, 1, M))), end="first")
    last = d.add("unroll", eq(whole, sp.Sum(of[m], (m, 0, M - 1)) + of[M]), end="last")
    moved = d.add("unroll", eq(sp.Sum(of[m], (m, 0, M - 1)), sp.Sum(of[m - 1], (m, 1, M))), by_integer=1)
    return d.combine(eq(modalities(of[m] - of[m - 1]), of[M] - of[0]), first, last, moved)


def left_in_modalities() -> sp.Expr:
    """sum_m H(X_m | C, X_<m)."""
    return modalities(JOINT[m] - JOINT[m - 1])


INFORMATION = QUERY[M] + JOINT[0] - JOINT[M]  # I(X;C) = H(X) + H(C) - H(X, C)


def chain_rule() -> tuple[dict, Derivation]:
    """I(X;C) = sum_m I(X_m; C | X_<m), for every number of modalities."""
    term = (QUERY[m] - QUERY[m - 1]) - (JOINT[m] - JOINT[m - 1])
    statement = entropies_by_prefix(then=eq(INFORMATION, modalities(term)))
    d = Derivation(statement)
    d.combine(statement["then"], telescoped(d, QUERY), telescoped(d, JOINT), eq(QUERY[0], 0))
    return statement, d


def chain_with_total_correlation() -> tuple[dict, Derivation]:
    """I(X;C) = sum_m H_m - sum_m H(X_m|C,X_<m) - (sum_m H_m - H(X)), and so at most the first two: the paper's
    inequality, turned round. Its last bracket, the total correlation, is zero for independent modalities alone."""
    together = modalities(MODALITY[m]) - QUERY[M]
    exact = eq(INFORMATION, modalities(MODALITY[m]) - left_in_modalities() - together)
    bound = le(INFORMATION, modalities(MODALITY[m]) - left_in_modalities())
    share = every("m", 1, M, le(QUERY[m] - QUERY[m - 1], MODALITY[m]))
    statement = entropies_by_prefix(share, then=["and", exact, bound])
    d = Derivation(statement)
    query, joint = telescoped(d, QUERY), telescoped(d, JOINT)
    less = d.termwise(
        le(modalities(QUERY[m] - QUERY[m - 1]), modalities(MODALITY[m])),
        lambda i: i.add("one_of", le(QUERY[m] - QUERY[m - 1], MODALITY[m]), schema=share, index="m"),
        "conditioning reduces entropy",
    )
    d.combine(exact, joint)
    d.combine(bound, query, joint, less, eq(QUERY[0], 0))
    return statement, d


def substituted_bound(ordered: bool) -> sp.Expr:
    """sum_m H_m - (M Hbar - (1 - kappa) Delta H): what the last line of the proof puts together."""
    return TOTAL - (M * MEAN - (1 - skew(ordered)) * IMBALANCE)


def substitution(ordered: bool = True) -> tuple[dict, Derivation]:
    """That difference is (1 - kappa) Delta H: neither a distortion nor R_bal is in it, and kappa is 1 - kappa."""
    then = eq(substituted_bound(ordered), (1 - skew(ordered)) * IMBALANCE)
    statement = forall(*sources(), given=[SOME_ENTROPY], then=then)
    d = Derivation(statement)
    d.combine(then)
    return statement, d


# Theorem 4.1 ------------------------------------------------------------------------------------------


def codes(*given: list, then: list) -> dict:
    """A statement on all retrieval worlds: N >= 2 documents, Y uniform, M >= 2 modalities, some entropy."""
    worlds = integer("M", 2), integer("N", 2), retrieval("N", "M")
    return forall(*worlds, given=[UNIFORM, SOME_ENTROPY, *given], then=then)


def penalty(ordered: bool = True) -> sp.Expr:
    """kappa Delta H."""
    return skew(ordered) * IMBALANCE


def skew_bound(ordered: bool = True) -> sp.Expr:
    """The right side of (7) as printed, R_bal being (5), which holds N and D alone."""
    return R_rank(DISTORTION) + penalty(ordered)


def naming_code_refutes() -> tuple[dict, Derivation]:
    """The code that names the document and nothing else: I(X;C) <= log2 N, whatever the skew.

    So the exact converse R*(0) = log2 N plus any positive penalty is false at every source that determines Y.
    """
    named = [eq(H("C|Y"), 0), gt(penalty(), 0)]
    statement = codes(*named, then=lt(I("X;C"), log2(N) + penalty()))
    d = Derivation(statement)
    markov = d.world(eq(I("Y;C|X"), 0), "the encoder sees the query alone")
    rate = d.shannon(le(I("X;C"), H("Y")), "XYC", markov, named[0], why="C is a function of Y")
    d.combine(statement["then"], rate, UNIFORM, named[1])
    return statement, d


FIXED = every("k", 1, N, eq(P_rank(k), 1 / N))  # the rank under one ranking for all, Y uniform
SILENT_CODE = [eq(H("C"), 0), FIXED]


def distortion_in_unit(d: Derivation) -> None:
    """Steps: 0 <= E[d] <= 1."""
    total = d.world(eq(ranks(1, P_rank(k)), 1), "the ranks' probabilities sum to one")
    gain = d.termwise(
        le(ranks(1, P_rank(k) / k), ranks(1, P_rank(k))),
        lambda i: i.combine(le(P_rank(k) / k, P_rank(k)), (ge(k, 1), P_rank(k) / k)),
    )
    least = d.combine(ge(DISTORTION, 0), total, gain)
    d.combine(ge(1 - DISTORTION, 0))
    d.combine(ge(1 - (1 - DISTORTION), 0), least)


def silent_code_refutes(ordered: bool = True) -> tuple[dict, Derivation]:
    """The code that sends nothing: I(X;C) < R_rank(D) + kappa Delta H for every N and every source with
    kappa Delta H >= 0. So (7) fails at every such source; no choice of entropies saves it."""
    statement = codes(*SILENT_CODE, ge(penalty(ordered), 0), then=lt(I("X;C"), skew_bound(ordered)))
    d = Derivation(statement)
    harmonic_bounds(d)
    gain = d.termwise(
        eq(ranks(1, P_rank(k) / k), ranks(1, 1 / (k * N))),
        lambda i: (
            i.add("one_of", eq(P_rank(k), 1 / N), schema=FIXED, index="k"),
            i.combine(eq(P_rank(k) / k, 1 / (k * N)), (1, 1 / k)),
        ),
    )
    same = d.combine(eq(DISTORTION, SILENT), gain)
    positive = at_silent(d, DISTORTION, same)
    rate = d.shannon(le(I("X;C"), 0), "XC", SILENT_CODE[0])
    d.combine(statement["then"], positive, rate, ge(penalty(ordered), 0))
    return statement, d


def few_modalities_refute(ordered: bool) -> tuple[dict, Derivation]:
    """Two modalities (two or three, if each pair counts once): kappa is never negative, so (7) fails at every source."""
    few = le(M, 2 if ordered else 3)
    statement = codes(*SILENT_CODE, few, then=lt(I("X;C"), skew_bound(ordered)))
    d = Derivation(statement)
    ends, proof = kappa_range(ordered)
    low = d.use(d.lemma(ends, proof), ends["then"][1], N=N, M=M)
    kappa_sign = d.combine(ge(skew(ordered), 0), low, (few, (1 if ordered else sp.Rational(1, 2)) / (M - 1)))
    away = d.termwise(
        ge(IMBALANCE, modalities(sp.Integer(0))),
        lambda i: i.combine(ge(sp.Abs(entropy_of(m) - MEAN), 0)),
    )
    spread = d.combine(ge(IMBALANCE, 0), away)
    d.combine(ge(penalty(ordered), 0), (kappa_sign, IMBALANCE), spread)
    distortion_in_unit(d)
    d.use(d.lemma(*silent_code_refutes(ordered)), statement["then"], N=N, M=M)
    return statement, d


def negative_skew_holds() -> tuple[dict, Derivation]:
    """Where kappa Delta H <= -log2 N, (7) says nothing: its right side is not positive, since R_rank <= log2 N."""
    paid = le(penalty(), -log2(N))
    statement = codes(paid, then=ge(I("X;C"), skew_bound()))
    d = Derivation(statement)
    distortion_in_unit(d)
    entropy_terms = [d.basic(le(plog(p), 0)) for p in (DISTORTION, 1 - DISTORTION)]
    d.add("apply", ge(log2(N - 1), ["log2", 1]))
    tail = d.combine(ge(log2(N - 1), 0), len(d.steps))
    d.shannon(
        statement["then"], "XC", *entropy_terms, (tail, 1 - DISTORTION), paid, why="the rate is not negative"
    )
    return statement, d
