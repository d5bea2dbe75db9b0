"""Section 4.4: the unimodal corollary, and what is made of the price of imbalance."""

import sympy as sp

from checks.register import Reading, Untestable, claim
from checks.small_worlds import BLIND, NAMED, RANKINGS, copies, named_documents, source
from theory import redundancy, skew
from theory import temperature_fixed_point as tf
from theory.fano_ranking import UNIFORM, D, N, R_rank
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    DISTORTION,
    TOP1,
    H,
    I,
    both,
    eq,
    exists,
    forall,
    ge,
    gt,
    h,
    integer,
    le,
    log2,
    lt,
    plog,
    real,
    retrieval,
)
from theory.proof.worlds import undefined, witness, world
from theory.skew import IMBALANCE, MEAN, SOME_ENTROPY, TOTAL, M, codes, m, penalty, skew_bound, sources


@claim(
    "s4-unimodal-kappa",
    where="Sec. 4.4",
    kind="remark",
    verdict="ill-posed",
    rests_on=("s4-kappa-range",),
    statement="For M = 1 and I_cross = 0, kappa = 0 and Delta H = 0.",
    quote="Then $\\kappa=0,\\ \\Delta H=0,$",
    note="Delta H = 0 holds. As M falls to 1 at I_cross = 0, kappa = 1/(M-1) grows without bound; it does not vanish.",
)
def unimodal_kappa():
    """(1 - 0)/(1 - 1); a constant query makes rho 0/0 too."""
    single = integer("N", 1), integer("M", 1, 1), retrieval("N", "M")
    kappa = skew.skew()
    zero = forall(*single, given=[SOME_ENTROPY], then=both(eq(kappa, 0), eq(IMBALANCE, 0)))
    return [
        Reading(
            "A query with some entropy: kappa divides by M - 1 = 0.",
            zero,
            [undefined(kappa.formal, N=1, M=1, W=copies(1))],
        ),
        Reading(
            "Any query: rho is 0/0 besides where the query is constant.",
            forall(*single, then=eq(skew.ratio(), 0)),
            [undefined(skew.ratio().formal, N=1, M=1, W=source((0,)))],
        ),
    ]


@claim(
    "s4-kappa0-single-modal",
    where="Sec. 4.3",
    kind="remark",
    verdict="ill-posed",
    rests_on=("s4-unimodal-kappa", "s4-kappa-redundant"),
    statement="kappa = 0 covers the single-modal case.",
    quote="(perfect redundancy or single-modal)",
)
def single_modal():
    kappa = skew.skew()
    single = forall(
        integer("N", 1), integer("M", 1, 1), retrieval("N", "M"), given=[SOME_ENTROPY], then=eq(kappa, 0)
    )
    return Reading("M = 1.", single, [undefined(kappa.formal, N=1, M=1, W=copies(1))])


@claim(
    "s4-unimodal-reduction",
    where="Sec. 4.4",
    kind="remark",
    verdict="proved",
    rests_on=("s4-unimodal-kappa", "s4-eq5"),
    repair="ours-converse-uniform",
    statement="At M = 1 Theorem 4.1 reduces to R(D) >= R_rank(D).",
    quote="and Theorem 4.1 reduces to $R(D)\\geq R_{\\rm rank}(D)$",
    note="A valid step between two bounds that are both false, by a penalty that (6) does not define at M = 1.",
)
def unimodal_reduction():
    """With the penalty set to 0 the reduction is an identity, and what it leads to is false: 0 >= 1 - h(1/4)."""
    price = sp.Symbol("p")
    params = integer("N", 2), real("p"), real("D", 0, 1), retrieval("N", 1)
    theorem = [UNIFORM, eq(DISTORTION, D), ge(I("X;C"), R_rank(D) + price)]
    reduced = ge(I("X;C"), R_rank(D))
    step = forall(*params, given=[*theorem, eq(price, 0)], then=reduced)
    proof = Derivation(step)
    proof.combine(reduced, *step["given"][2:])
    statement = forall(
        integer("N", 2), retrieval("N", 1), given=[UNIFORM], then=ge(I("X;C"), R_rank(DISTORTION))
    )
    printed = forall(
        integer("N", 2),
        integer("M", 1, 1),
        retrieval("N", "M"),
        given=[UNIFORM],
        then=ge(I("X;C"), skew_bound()),
    )
    return [
        Reading(
            "From (7) with a penalty p = 0: (5), D the mean distortion.",
            step,
            [proof.certificate()],
            neighbour=Reading(
                "Whatever p.",
                forall(*params, given=theorem, then=reduced),
                [witness(N=2, p=-1, D="1/4", W=BLIND)],
            ),
        ),
        Reading("What it leads to, the penalty taken as 0 at M = 1.", statement, [witness(N=2, W=BLIND)]),
        Reading("With kappa as (6) defines it.", printed, [undefined(skew.skew().formal, N=2, M=1, W=BLIND)]),
    ]


@claim(
    "s4-classical-fano",
    where="Sec. 4.4",
    kind="remark",
    verdict="refuted",
    rests_on=("s4-eq5",),
    repair="ours-ranking-fano",
    statement="(5) is the classical ranking Fano bound.",
    quote="i.e. the classical ranking Fano bound (5).",
)
def classical_fano():
    """At N = 3 a code that names Y has Fano's bound log2 3, and (5) gives log2(3/2). At N = 2 they agree there."""
    error = 1 - TOP1
    fano = log2(N) - h(error) - error * log2(N - 1)
    statement = forall(integer("N", 2), retrieval("N"), given=[UNIFORM], then=eq(R_rank(DISTORTION), fano))
    return Reading(
        "Fano's bound for the top document, at its error probability.",
        statement,
        [witness(N=3, W=named_documents(3))],
    )


@claim(
    "s4-generalises-known",
    where="Sec. 4.4",
    kind="remark",
    verdict="untestable",
    rests_on=("s4-thm41",),
    statement="The theory strictly generalises known single-modal limits [11].",
    quote="Hence our theory strictly generalises known single-modal limits [11].",
)
def generalises_known():
    return Untestable(
        "No statement of [11], on multiterminal coding under logarithmic loss, is named or derived, and the bound "
        "that is said to generalise it is false.",
        "A statement of [11] and the choice of N, M and distortion that turns (7) into it.",
    )


@claim(
    "s4-balanced-reduction",
    where="Sec. 4.4",
    kind="remark",
    verdict="proved",
    statement="With independent and balanced modalities the penalty vanishes for M > 1, recovering the unimodal result.",
    quote="and the penalty term vanishes even for M>1, again recovering the unimodal result.",
    note="Independence is not needed; and what is recovered is (5).",
)
def balanced_reduction():
    alike = eq(IMBALANCE, 0)
    statement = forall(*sources(), given=[SOME_ENTROPY, alike], then=eq(penalty(), 0))
    proof = Derivation(statement)
    proof.combine(statement["then"], (alike, skew.skew()))
    independent = forall(*sources(), given=[SOME_ENTROPY, eq(skew.ratio(), 0)], then=eq(penalty(), 0))
    return Reading(
        "Delta H = 0.",
        statement,
        [proof.certificate()],
        neighbour=Reading("Independent, unbalanced.", independent, [witness(N=2, M=2, W=NAMED)]),
    )


@claim(
    "s4-price-of-imbalance",
    where="Sec. 4.4, discussion",
    kind="remark",
    verdict="refuted",
    rests_on=("s4-thm41",),
    repair="ours-equal-split",
    statement="Every additional bit of entropy disparity costs kappa bits of retrieval rate.",
    quote="every additional bit of entropy disparity costs",
    note="ours-naming-code-skew: wherever X determines a uniform Y, log2 N bits do, whatever Delta H.",
)
def price():
    """X_1 = Y a bit, X_2 a second bit or a constant: Delta H goes from 0 to 1 at kappa = 1, the rate stays at 1."""
    named = [eq(DISTORTION, 0), eq(H("Y|X"), 0)]
    balanced = {(x, z, x): "1/4" for x in (1, 2) for z in (0, 1)}
    second = world(balanced, {(x, z): "ab"[x - 1] for x, z, _ in balanced}, RANKINGS)
    private = {(2 * u + y, 0, y): "1/4" for y in (1, 2) for u in (0, 1)}
    noisy = world(private, {(x, 0): "ab"[y - 1] for x, _, y in private}, RANKINGS)
    never_more = codes(*named, eq(IMBALANCE, 0), then=gt(I("X;C"), log2(N)))
    return [
        Reading(
            "No distortion: log2 N bits for balanced modalities, kappa more for each bit of disparity.",
            codes(*named, then=ge(I("X;C"), log2(N) + penalty())),
            [witness(M=2, N=2, W=NAMED)],
        ),
        Reading(
            "Disparity from a private part of X_1, two bits against none: 1 >= 1 + 2.",
            codes(*named, eq(H("X2"), 0), gt(H("X1"), 1), then=ge(I("X;C"), log2(N) + penalty())),
            [witness(M=2, N=2, W=noisy)],
        ),
        Reading(
            "Already for balanced modalities, zero distortion needs more than log2 N bits.",
            never_more,
            [witness(M=2, N=2, W=second)],
        ),
    ]


@claim(
    "s4-price-exact",
    where="Sec. 4.4, discussion",
    kind="remark",
    verdict="refuted",
    rests_on=("s4-price-of-imbalance",),
    repair="ours-equal-split",
    statement="kappa Delta H is the exact price of imbalance: some code has the rate that (7) states.",
    quote="identifies $\\kappa \\Delta H$ as the exact *price of imbalance*",
)
def price_exact():
    """X_1 = Y a bit, X_2 constant: (7) states 2 bits at D = 0, and no code of a query with one bit can send them."""
    two = integer("N", 2, 2), integer("M", 2, 2), retrieval("N", "M")
    given = [SOME_ENTROPY, eq(penalty(), 1), le(H("X"), 1), eq(DISTORTION, 0)]
    statement = exists(*two, given=given, then=eq(I("X;C"), skew_bound()))
    proof = Derivation(statement)
    rate = proof.shannon(le(I("X;C"), H("X")), "XC")
    proof.combine(eq(1 - DISTORTION, 1), given[3])
    proof.combine(ge(DISTORTION, 0), given[3])
    none = proof.add("apply", eq(plog(DISTORTION), plog(sp.Integer(0))))
    all_ = proof.add("apply", eq(plog(1 - DISTORTION), plog(sp.Integer(1))))
    proof.add("combine", eq(N - 1, 1), using=[])
    proof.add("combine", eq(N, 2), using=[])
    zero = proof.add("apply", eq(log2(N - 1), log2(sp.Integer(1))))
    one = proof.add("apply", eq(log2(N), log2(sp.Integer(2))))
    proof.combine(
        le(1, 0), rate, given[2], statement["then"], none, all_, one, given[1], zero, (zero, DISTORTION)
    )
    return Reading(
        "A source with kappa Delta H = 1 and H(X) = 1, N = 2: some code without distortion meets (7).",
        statement,
        [proof.certificate()],
        neighbour=Reading(
            "Such sources exist.",
            exists(*two, given=given, then=le(I("X;C"), 1)),
            [witness(N=2, M=2, W=NAMED)],
        ),
    )


@claim(
    "s4-price-exception",
    where="Sec. 4.4, discussion",
    kind="remark",
    verdict="vacuous",
    rests_on=("s4-kappa-redundant",),
    statement="The price is not paid where redundancy makes the modalities effectively identical.",
    quote="unless redundancy makes the modalities effectively identical.",
    note="Identical modalities have Delta H = 0, whatever kappa: redundancy is not what removes the term.",
)
def price_exception():
    alike, _ = redundancy.kappa_of_copies(True)
    kappa = sp.Symbol("kappa")
    given = [*alike["given"], eq(kappa, skew.skew())]
    statement = forall(*sources(), real("kappa"), given=given, then=eq(kappa * IMBALANCE, 0))
    trivial = eq(IMBALANCE, 0)
    proof, implied = Derivation(statement), Derivation(statement, [trivial])
    equal_entropies(proof, alike["given"][1:])
    implied.combine(statement["then"], (trivial, kappa))
    certificate = {"kind": "vacuous", "trivial": trivial, "proof": proof.proof(), "implies": implied.proof()}
    half = forall(*sources(), given=[SOME_ENTROPY, gt(skew.ratio(), 0)], then=eq(penalty(), 0))
    shared = {(a, b, a, 1): "1/4" for a in (0, 1) for b in (0, 1)}
    pair = world(
        {((2 * a + b), a, 1): q for (a, b, _, _), q in shared.items()},
        {(2 * a + b, a): "a" for a in (0, 1) for b in (0, 1)},
        {"a": [1]},
    )
    return Reading(
        "Modalities that determine one another.",
        statement,
        [certificate],
        neighbour=Reading("Modalities that share something.", half, [witness(N=1, M=2, W=pair)]),
    )


def equal_entropies(d: Derivation, schemas: list) -> None:
    """Steps: each H_m is H_1, so each deviation from the mean is 0."""
    first, here = skew.entropy_of(sp.Integer(1)), skew.entropy_of(m)

    def as_first(i: Derivation) -> None:
        facts = [
            [
                s[4][0],
                [s[4][1][0], *[[["X", "m"] if v == ["X", "i"] else v for v in g] for g in s[4][1][1:]]],
                0,
            ]
            for s in schemas
        ]
        for schema, fact in zip(schemas, facts, strict=True):
            i.add("one_of", fact, schema=schema, index="m")
        for relation in (le, ge):
            i.shannon(relation(here, first), [["X", "m"], ["X", 1]], *facts)
        i.add("combine", eq(here, first), using=[])

    total = d.termwise(eq(TOTAL, skew.modalities(first)), as_first)
    mean = d.combine(eq(MEAN, first), (total, 1 / M))
    relation = d.steps[mean - 1]["rel"]
    away = sp.Abs(here - MEAN)

    def no_deviation(i: Derivation) -> None:
        as_first(i)
        at = len(i.steps)
        i.combine(ge(here - MEAN, 0), at, relation)
        size = i.basic(eq(away, here - MEAN))
        i.combine(eq(away, 0), size, at, relation)

    none = d.termwise(eq(IMBALANCE, skew.modalities(sp.Integer(0))), no_deviation)
    d.combine(eq(IMBALANCE, 0), none)


@claim(
    "s4-schedule-justified",
    where="Sec. 4.4, discussion",
    kind="remark",
    verdict="refuted",
    rests_on=("s4-thm41",),
    statement="The price of imbalance justifies a temperature schedule that depends on the modalities' entropies.",
    quote="This provides a theoretical justification for the entropy-adaptive temperature schedule",
    note="Neither side of (7) holds a temperature; which ratio of temperatures is right, the scores say and not the entropies.",
)
def schedule_justified():
    """Documents (1, 0) and (0, 1), one of each modality; equally likely queries (4, 5), (2, 1), (3, 1), H_1 = log2 3 and
    H_2 = h(1/3). At equal temperatures document 2 is first for the first query, at (10)'s document 1 is."""
    uneven = ["!=", tf.entropy(1), tf.entropy(2)]
    star, shared = tf.hard_objective(tf.eq10()), tf.hard_objective((1, 1))
    queries = {**tf.RIGHT, "Q": 3, "c": [[4, 5], [2, 1], [3, 1]], "w": ["1/3"] * 3}
    no_worse = forall(*tf.DATA, given=[tf.IS_LAW, uneven], then=["<=", star, shared])
    some = exists(*tf.DATA, given=[tf.IS_LAW, uneven], then=["<", star, shared])
    return [
        Reading(
            "Where the entropies differ, (10) ranks no worse than equal temperatures (-E[RR] is no larger).",
            no_worse,
            [witness(**{**queries, "y": [2, 1, 1]})],
            neighbour=Reading(
                "For some queries and labels it ranks better; the same queries with document 1 meant by all.",
                some,
                [witness(**{**queries, "y": [1, 1, 1]})],
            ),
        ),
        one_ratio(),
    ]


def one_ratio() -> Reading:
    """Two documents, one of each modality; queries with scores (2, 1) and (1, 3/2), which mean the first and the second
    document. Right for both: 2/3 < t < 2, t the ratio of the temperatures. With the first document's vector four
    times as long, and every entropy as before: 8/3 < t < 8."""
    t, scale = sp.symbols("t r")
    right = lambda r: both(gt(2 * r / t, 1), lt(r / t, sp.Rational(3, 2)))  # noqa: E731
    statement = exists(real("t"), given=[gt(t, 0)], then=both(right(sp.Integer(1)), right(sp.Integer(4))))
    proof = Derivation(statement)
    proof.combine(lt(t, 2), (gt(2 / t, 1), t))
    proof.combine(gt(t, sp.Rational(8, 3)), (lt(4 / t, sp.Rational(3, 2)), 2 * t / 3))
    proof.combine(le(1, 0), 1, 2)
    own = forall(
        real("r"),
        given=[gt(scale, 0)],
        then=both(gt(2 * scale / scale, 1), lt(scale / scale, sp.Rational(3, 2))),
    )
    scaled = Derivation(own)
    for part in own["then"][1:]:
        scaled.combine(part)
    return Reading(
        "One ratio of temperatures, set by the entropies, ranks both sources without error.",
        statement,
        [proof.certificate()],
        neighbour=Reading(
            "A ratio that grows with the length r of the first document's vector does.",
            own,
            [scaled.certificate()],
        ),
    )


@claim(
    "s4-length-mismatch",
    where="Sec. 4.4, discussion",
    kind="remark",
    verdict="untestable",
    rests_on=("s4-thm41",),
    statement="kappa Delta H explains why CLIP encoders degrade under audio-visual length mismatch [20].",
    quote="degrade under severe audio-visual length mismatch [20]",
)
def length_mismatch():
    return Untestable(
        "No length, no entropy and no measured loss is given; (7) holds none of them, and CLIP encodes no audio.",
        "Entropies of the modalities, rate and mean reciprocal rank before and after the mismatch.",
    )
