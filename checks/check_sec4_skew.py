"""Section 4.2: Theorem 4.1, where it fails, and where it says nothing."""

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
    ORDERED,
    SOME_ENTROPY,
    UNORDERED,
    codes,
    skew_bound,
    sources,
)

s = sp.Symbol("s")


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
    kind="remark",
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
    note="A consequence drawn by us: as a lower bound on R(D), which is at most R_max, (7) would be at most R_max too.",
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
