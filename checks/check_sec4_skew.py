"""Section 4.2: Theorem 4.1 and its proof, line by line; where it fails, and where it says nothing."""

import sympy as sp

from checks.contradictions import inconsistent
from checks.register import Reading, claim
from checks.small_worlds import INDEPENDENT, NAMED, RANKINGS, SILENT
from theory import divergence, skew
from theory.fano_ranking import D, N, R_rank, k
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    DISTORTION,
    H,
    I,
    eq,
    exists,
    finite_law,
    forall,
    ge,
    gt,
    integer,
    le,
    log2,
    lt,
    real,
    retrieval,
)
from theory.proof.worlds import witness, world
from theory.skew import (
    IMBALANCE,
    MEAN,
    ORDERED,
    SOME_ENTROPY,
    UNORDERED,
    M,
    codes,
    skew_bound,
    sources,
)

s = sp.Symbol("s")


# The proof of Theorem 4.1 -----------------------------------------------------------------------------


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


# Theorem 4.1 ------------------------------------------------------------------------------------------


@claim(
    "s4-thm41",
    where="Sec. 4.2, Thm 4.1, eq. (7)",
    kind="theorem",
    verdict="refuted",
    rests_on=(
        "s4-eq5",
        "s4-rbal-depends-on-source",
        "s4-thm41-chain",
        "s4-thm41-convexity",
        "s4-thm41-arithmetic",
    ),
    repair="ours-converse-uniform",
    statement="Converse with skew penalty: I(X;C) > R_bal(D) + kappa Delta H for any encoder-decoder pair with expected distortion D.",
    quote="$$I(X;C) > R_{\\text{bal}}(D) + \\kappa \\Delta H.$$",
    conversion="the relation may have been >= before the conversion; it is read so",
    note="Smallest witness: N = 2, M = 2, X_1 = Y a fair bit, X_2 constant, C = Y: 1 bit, no distortion, against 2. "
    "Where it fails: at every N >= 2 and every source with Y uniform and kappa Delta H >= 0, so at every source of two "
    "modalities (ours-skew-fails-everywhere); where kappa Delta H <= -log2 N it says nothing (ours-skew-says-nothing).",
)
def theorem():
    """The penalty charges for what no code needs to send."""
    true_bound = log2(N) + s * (1 - DISTORTION) - log2(sp.Sum(2 ** (s / k), (k, 1, N)))
    exact = codes(then=ge(I("X;C"), true_bound + skew.penalty()))
    exact["forall"].insert(0, real("s", 0))
    full, names = uneven_source()
    return [
        Reading(
            ">=, each pair of modalities counted once.",
            codes(then=ge(I("X;C"), skew_bound(UNORDERED))),
            [witness(M=2, N=2, W=NAMED)],
        ),
        Reading(">=, ordered pairs.", codes(then=ge(I("X;C"), skew_bound())), [witness(M=2, N=2, W=NAMED)]),
        Reading(
            "The exact converse in place of R_bal, plus the penalty (s = 2).",
            exact,
            [witness(s=2, M=2, N=2, W=NAMED)],
        ),
        Reading(
            "The penalty alone: a code without bits on the same source, 0 >= 1.",
            codes(then=ge(I("X;C"), skew.penalty())),
            [witness(M=2, N=2, W=SILENT)],
        ),
        Reading(
            "On a source for which a balanced source exists (independent, H = 7/4 and 9/4, twenty queries): 1 >= 3/2.",
            codes(*full, then=ge(I("X;C"), skew_bound())),
            [witness(M=2, N=2, W=names)],
        ),
    ]


def uneven_source() -> tuple[list, dict]:
    """X_1 on 4 letters with H = 7/4, X_2 independent on 5 with H = 9/4; Y says whether X_1 is its first letter."""
    first = {1: "1/2", 2: "1/4", 3: "1/8", 4: "1/8"}
    second = {1: "1/4", 2: "1/4", 3: "1/4", 4: "1/8", 5: "1/8"}
    law = {
        (x, z, 1 if x == 1 else 2): str(sp.Rational(p) * sp.Rational(q))
        for x, p in first.items()
        for z, q in second.items()
    }
    given = [eq(H("X1"), sp.Rational(7, 4)), eq(H("X2"), sp.Rational(9, 4)), eq(I("X1;X2"), 0)]
    return given, world(law, {(x, z): "ab"[y - 1] for x, z, y in law}, RANKINGS)


@claim(
    "ours-silent-code",
    paper="ours",
    where="beside eq. (5)",
    kind="theorem",
    verdict="proved",
    statement="R_rank(1 - H_N/N) > 0 for every N >= 2: (5) denies the code that sends nothing.",
)
def silent_code():
    statement, d = divergence.silent_code_contradicts()
    return Reading(
        "1 - H_N/N is the mean distortion of one fixed ranking when Y is uniform; its rate is 0.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "At least a bit.", forall(integer("N", 2), then=ge(R_rank(divergence.SILENT), 1)), [witness(N=2)]
        ),
    )


@claim(
    "ours-rrank-divergence",
    paper="ours",
    where="beside eq. (5)",
    kind="equation",
    verdict="proved",
    statement="R_rank(D) = D log2(DN) + (1-D) log2((1-D)N/(N-1)): zero at D = 1/N, positive at every other D in (0, 1).",
)
def rrank_divergence():
    identity, d = divergence.is_divergence()
    positive, e = divergence.positive_off_one_point()
    return [
        Reading(
            "The divergence of (D, 1 - D) from (1/N, 1 - 1/N).",
            identity,
            [d.certificate()],
            neighbour=Reading(
                "Of (1 - D, D).",
                forall(
                    *identity["forall"],
                    given=identity["given"],
                    then=eq(R_rank(D), divergence.divergence(1 - D, 1 / N)),
                ),
                [witness(N=3, D="1/4")],
            ),
        ),
        Reading("Positive off D = 1/N.", positive, [e.certificate()]),
    ]


@claim(
    "ours-silent-code-skew",
    paper="ours",
    where="beside Thm 4.1",
    kind="theorem",
    verdict="proved",
    rests_on=("ours-silent-code",),
    statement="Y uniform, kappa Delta H >= 0, any N and M >= 2: the code that sends nothing has "
    "I(X;C) < R_bal(D) + kappa Delta H, so (7) fails at every such source.",
)
def silent_code_skew():
    statement, d = skew.silent_code_refutes()
    return Reading(
        "C constant, so the rank is uniform: P[K = k] = 1/N.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "Any code.",
            codes(ge(skew.penalty(), 0), then=statement["then"]),
            [witness(M=2, N=2, W=INDEPENDENT)],
        ),
    )


@claim(
    "ours-skew-fails-everywhere",
    paper="ours",
    where="beside Thm 4.1",
    kind="theorem",
    verdict="proved",
    rests_on=("ours-silent-code-skew", "ours-kappa-range"),
    statement="Two modalities, not both constant, Y uniform on any N >= 2 documents: the code that sends nothing "
    "contradicts (7), at every such source. With each pair counted once in I_cross, three modalities too.",
)
def skew_fails_everywhere():
    """Three modalities, ordered pairs: X_1 = X_2 two bits, X_3 one of them, kappa Delta H = -2/5; there (7) survives it."""
    kept = {((b, c), (b, c), b) for b in (0, 1) for c in (0, 1)}
    flat = {(2 * b + c, 2 * b + c, b): b + 1 for (b, c), _, _ in kept}
    code = world({(*x, y): "1/4" for x, y in flat.items()}, dict.fromkeys(flat, "a"), RANKINGS)
    anything = codes(*skew.SILENT_CODE, then=lt(I("X;C"), skew_bound()))
    return [
        Reading(
            "M = 2, as printed.",
            *proof_of(skew.few_modalities_refute(ORDERED)),
            neighbour=Reading("Any number of modalities.", anything, [witness(M=3, N=2, W=code)]),
        ),
        Reading("M = 2 or 3, each pair counted once.", *proof_of(skew.few_modalities_refute(UNORDERED))),
    ]


def proof_of(derived: tuple[dict, Derivation]) -> tuple[dict, list[dict]]:
    statement, d = derived
    return statement, [d.certificate()]


@claim(
    "ours-skew-says-nothing",
    paper="ours",
    where="beside Thm 4.1",
    kind="lemma",
    verdict="proved",
    statement="Where kappa Delta H <= -log2 N, (7) holds of every code because its right side is not positive.",
)
def skew_says_nothing():
    copies_of_y = world({(y, y, y): "1/2" for y in (1, 2)}, {(y, y): "a" for y in (1, 2)}, RANKINGS)
    not_positive = codes(le(skew.penalty(), 0), then=ge(I("X;C"), skew_bound()))
    return Reading(
        "R_rank <= log2 N at every distortion.",
        *proof_of(skew.negative_skew_holds()),
        neighbour=Reading("kappa Delta H <= 0.", not_positive, [witness(M=2, N=2, W=copies_of_y)]),
    )


@claim(
    "ours-naming-code-skew",
    paper="ours",
    where="beside Thm 4.1",
    kind="theorem",
    verdict="proved",
    statement="Y uniform: a code that is a function of Y has I(X;C) <= log2 N, below log2 N + kappa Delta H whenever the "
    "penalty is positive. So the exact converse plus the penalty fails at every source that determines Y.",
)
def naming_code_skew():
    statement, d = skew.naming_code_refutes()
    return Reading(
        "H(C|Y) = 0 and kappa Delta H > 0.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "Below log2 N itself.",
            codes(*statement["given"][2:], then=lt(I("X;C"), log2(N))),
            [witness(M=2, N=2, W=NAMED)],
        ),
    )


@claim(
    "s4-thm41-any-code-quantifier",
    where="Sec. 4.2, Thm 4.1",
    kind="theorem",
    verdict="refuted",
    rests_on=("s4-eq5",),
    repair="ours-perfect-retrieval",
    statement="(7) needs no hypothesis on the law of Y.",
    quote="pair achieving expected distortion D,",
)
def any_law():
    """One document is always meant: no bits, no distortion, and R_bal(0) = 1 at N = 2."""
    worlds = integer("M", 2), integer("N", 2), retrieval("N", "M")
    statement = forall(*worlds, given=[eq(IMBALANCE, 0)], then=ge(I("X;C"), R_rank(DISTORTION)))
    sure = world(
        {(x, z, 1): "1/4" for x in (1, 2) for z in (0, 1)},
        {(x, z): "a" for x in (1, 2) for z in (0, 1)},
        RANKINGS,
    )
    return Reading(
        "A balanced source, any popularity of the documents.", statement, [witness(M=2, N=2, W=sure)]
    )


@claim(
    "s4-thm41-source-entropy",
    where="Sec. 4.2, Thm 4.1; Sec. 3",
    kind="consistency",
    verdict="refuted",
    rests_on=("s4-thm41",),
    repair="ours-naming-code-skew",
    statement="The bound (7) stays below R_max = H(X), the rate of sending the whole query.",
    quote="Write $R_{\\rm max}=H(X)$.",
)
def above_source_entropy():
    """X_1 = Y a bit, X_2 constant: 2 bits asked, H(X) = 1."""
    statement = codes(eq(DISTORTION, 0), then=le(skew_bound(), H("X")))
    return Reading("At D = 0, where Sec. 3 says H(X).", statement, [witness(M=2, N=2, W=NAMED)])


@claim(
    "s4-thm41-strictness",
    where="Sec. 4.2, eq. (7) and its proof; Sec. 4.3",
    kind="consistency",
    verdict="proved",
    statement="(7), the >= at the end of its proof and the tightness of (8) at kappa = 0 in Sec. 4.3 agree.",
    quote="(perfect redundancy or single-modal), the gap can vanish and (8) is tight",
    conversion="the > of (7) may have been >= before the conversion; it is read so",
    note="With > as printed no code could make it tight. Whether they hold is judged elsewhere.",
)
def strictness():
    rate, bound = sp.symbols("I B")
    both = ["and", gt(rate, bound), eq(rate, bound)]
    statement = exists(real("I", 0), real("B", 0), then=both)
    d = Derivation(statement)
    d.combine(le(1, 0), (eq(rate, bound), 1 / (rate - bound)))
    strict = Reading(
        "With > in (7): the rate exceeds the bound, and equals it.",
        statement,
        inconsistent(d, witness(I=0, B=0), witness(I=1, B=0)),
    )
    weak = exists(*statement["exists"], then=["and", ge(rate, bound), eq(rate, bound)])
    always = forall(*statement["exists"], given=[ge(rate, bound)], then=eq(rate, bound))
    return [
        Reading(
            "With >= in (7): at kappa = 0 the rate I is at least the bound B, and may equal it.",
            weak,
            [witness(I=1, B=1)],
            neighbour=Reading("It always equals the bound.", always, [witness(I=1, B=0)]),
        ),
        strict,
    ]


@claim(
    "s4-redundancy-weighted-penalty",
    where="Sec. 4, opening; abstract",
    kind="remark",
    verdict="refuted",
    rests_on=("s4-rbal-depends-on-source",),
    statement="The Fano rate term is decomposed into a modality-balanced component plus the skew penalty.",
    quote="then decompose the resulting rate term into a modality",
    note="R_bal being R_rank, the penalty is added to the rate term; nothing is decomposed.",
)
def decomposed():
    statement = codes(then=eq(R_rank(DISTORTION), skew_bound()))
    balanced = forall(*sources(), given=[SOME_ENTROPY, eq(IMBALANCE, 0)], then=eq(skew.penalty(), 0))
    d = Derivation(balanced)
    d.combine(balanced["then"], (eq(IMBALANCE, 0), skew.skew()))
    return Reading(
        "R_rank = R_bal + kappa Delta H.",
        statement,
        [witness(M=2, N=2, W=NAMED)],
        neighbour=Reading("The penalty is zero for balanced modalities.", balanced, [d.certificate()]),
    )
