"""Sections 5.3 and 5.4: what is estimated, from what, and to which order."""

from fractions import Fraction

import sympy as sp

from checks.check_sec5_achievability import NAMED, TWO
from checks.check_sec10 import entropy_error_grows
from checks.contradictions import conditional
from checks.neighbours import false_neighbour
from checks.register import Reading, Untestable, claim
from checks.verify.terms import substitute
from theory import adaptive_temperature as at
from theory import expansion_steps as es
from theory import finite_sample_rate as rate
from theory import information_continuity as ic
from theory.entropy_error import plug_in_error
from theory.fano_ranking import R_rank
from theory.proof.derivation import Derivation
from theory.proof.formal import DISTORTION, H, I, eq, exists, forall, ge, gt, h, integer, le, log2, plog, real
from theory.proof.worlds import witness
from theory.quantiser import R, product_code

D = sp.Symbol("D")


@claim(
    "s5-parallel-argument",
    where="Sec. 5.3, step 3",
    kind="step",
    verdict="proved",
    rests_on=("s5-vc-class", "ours-memorised-sample"),
    statement="|E_P[d] - E_P^[d]| = O(n^-1/2).",
    quote="A parallel argument shows",
    note="For a code fixed before the sample. One fitted with cells of any shape keeps a gap of 1/4.",
)
def parallel_argument():
    """N = 2, a continuous X, Y a fair bit apart from X, two cells drawn around the sample: 0 in sample, 1/4 outside."""
    statement, d = ic.fixed_code_deviation()
    memorised, growth = rate.constant_is_not_inverse(sp.Rational(1, 4), Fraction(1, 4))
    faster, too_fast = rate.root_is_not_inverse()
    return [
        Reading(
            "A fixed code: the mean deviation is at most n^-1/2 / 2.",
            statement,
            [d.certificate()],
            neighbour=Reading("The bound n^-1/2 is O(1/n).", faster, [too_fast]),
        ),
        Reading(
            "Cells free to follow the sample (ours-memorised-sample): the gap is 1/4; with m = n^2 queries, m^-1/2 = 1/n.",
            memorised,
            [growth],
        ),
    ]


@claim(
    "s5-lem52-assumption",
    where="Sec. 5.4, Lemma 5.2",
    kind="lemma",
    verdict="refuted",
    rests_on=("s5-dstar-defined",),
    repair="ours-converse-uniform",
    statement="D*(R) is defined along log|C| = R of order log n.",
    quote="*Under the same setup and assuming* $\\log |\\mathcal{C}| = O(\\log n)$",
)
def lemma52_assumption():
    """N = 1000: R_rank reaches log2 1000 = 9.97 bits at most; n = 1024 has R = log2 n = 10."""
    statement = exists(real("D", 0, 1), then=eq(R_rank(D, 1000), 10))
    d = Derivation(statement)
    bound = d.boxes(le(R_rank(D, 1000), sp.Rational(999, 100)))
    d.combine(le(1, 0), (bound, 100), (statement["then"], 100))
    reached = exists(real("D", 0, 1), then=eq(R_rank(D, 1024), 10))
    return Reading(
        "Balanced modalities, N = 1000, n = 1024, R = log2 n.",
        statement,
        [d.certificate()],
        neighbour=Reading("N = 1024: at D = 1.", reached, [witness(D=1)]),
    )


@claim(
    "s5-entropy-subgaussian",
    where="Sec. 5.4, proof of Lemma 5.2",
    kind="step",
    verdict="proved",
    rests_on=("s10-eq12",),
    statement="The empirical law of X and the empirical entropies each have sub-Gaussian estimation error O(n^-1/2).",
    quote="each of which admits sub–Gaussian estimation error $O(n^{-1/2})$",
    note="For one law of finitely many letters, with a constant of that law; no constant serves all laws, as Sec. 10 has it. That "
    "frequencies have sub-Gaussian tails (Hoeffding's inequality) is not derived; with it the bound of each sample gives the "
    "entropy's. For a continuous law the empirical law is at total variation 1 and the empirical entropy is log n, for every n.",
)
def entropy_subgaussian():
    """p log2 p has a slope at each p > 0, and a frequency of mean p has the variance p (1 - p)/n."""
    statement, d = plug_in_error()
    grows = entropy_error_grows()
    return [
        Reading(
            "One law p_1 .. p_K > 0, samples s of probability w_s with frequencies q_sk: in each sample the entropy is off by "
            "at most sum_k c_k |q_sk - p_k|, c_k = log2(1/p_k) + 3/p_k; in the mean a frequency is off by at most n^-1/2 / 2, "
            "the entropy by n^-1/2 sum_k c_k / 2.",
            statement,
            [d.certificate()],
            neighbour=grows,
        ),
        grows,
    ]


@claim(
    "s5-taylor-residual",
    where="Sec. 5.4, proof of Lemma 5.2",
    kind="step",
    verdict="conditional",
    rests_on=("s5-entropy-subgaussian",),
    repair="ours-taylor-residual",
    statement="A Taylor expansion of (10) around H_m leaves a second-order residual O(n^-1).",
    quote="yields a second–order residual $O(n^{-1})$",
    note="Where the shares of entropy stay away from 0; the constant grows as their (-5/2)th power.",
)
def taylor_residual():
    s, t = sp.symbols("s t")
    statement = forall(
        real("s", 0), real("t", 0), given=[gt(s, 0), gt(t, 0)], then=le(at.residual(s, t), (s**2 - t**2) ** 2)
    )
    condition = [ge(s, 1), ge(t, 1)]
    d = Derivation(statement, condition)
    general, proof = at.second_order()
    bound = substitute(general["then"][2], {"b": 1})
    d.combine(
        statement["then"],
        d.use(d.lemma(general, proof), bound, s=s, t=t, b=sp.Integer(1)),
        ge((s**2 - t**2) ** 2, 0),
    )
    return Reading(
        "(10) is 1/s at the share s^2: residual at most the squared change of the share; true for shares >= 1.",
        statement,
        conditional(witness(s="1/8", t="1/4"), condition, d, witness(s=1, t=1)),
    )


@claim(
    "ours-taylor-residual",
    paper="ours",
    where="beside Sec. 5.4",
    kind="lemma",
    verdict="proved",
    statement="(10) as a function of the share x of entropy: beyond first order at y it is between 0 and (3/8) b^-5 (x - y)^2 "
    "where both shares are at least b^2.",
)
def taylor_residual_bound():
    statement, d = at.second_order()
    high = statement["then"][2]
    smaller = ["<=", high[1], ["*", ["/", 9, 10], high[2]]]
    tight = false_neighbour("At most nine tenths of that.", statement, smaller, s="101/100", t=1, b=1)
    return Reading("x = s^2, y = t^2.", statement, [d.certificate()], neighbour=tight)


@claim(
    "s5-taylor-first-order",
    where="Sec. 5.4, proof of Lemma 5.2",
    kind="step",
    verdict="refuted",
    rests_on=("s5-taylor-residual",),
    repair="ours-median-excess-order",
    statement="The second-order residual O(n^-1) of (10) establishes an excess distortion of O(n^-1).",
    quote="yields a second–order residual $O(n^{-1})$, establishing the claim",
    note="The first-order term of (10) does not vanish, and the excess is not a function of the temperatures alone.",
)
def taylor_first_order():
    statement, certificate = es.first_order()
    return Reading(
        "A change of first order in an error 1/k is of second order (k = sqrt n).", statement, [certificate]
    )


@claim(
    "s5-depends-only-on",
    where="Sec. 5.4, proof of Lemma 5.2; Sec. 6.3, Thm 6.2",
    kind="consistency",
    verdict="refuted",
    repair="ours-rearrangement",
    statement="The fitted pair depends on the sample through P^_X and H^_m alone (5.4), and minimises empirical distortion (6.3).",
    quote="both the quantiser and the decoder depend only on",
    note="The minimiser needs the labels Y_i: in each cell it sorts the documents by how often they are relevant there.",
)
def depends_only_on():
    """One query, two documents, no bits: the minimiser ranks the query's document first."""
    labels = [integer(x, 1, 2) for x in ("y", "y2", "top", "top2")]
    fitted = [["=", "top", "y"], ["=", "top2", "y2"]]
    statement = forall(*labels, given=fitted, then=["=", "top", "top2"])
    return Reading(
        "Samples (x, y) and (x, y2), n = 1: the minimisers agree, as the queries do.",
        statement,
        [witness(y=1, y2=2, top=1, top2=2)],
    )


@claim(
    "s5-order-optimal",
    where="Sec. 5.4, takeaway",
    kind="remark",
    verdict="refuted",
    rests_on=("s5-thm51", "s5-lem52", "s5-kkt"),
    repair="ours-median-excess-order",
    statement="The explicit construction attains the converse rate up to O(n^-1) and is order-optimal.",
    quote="The explicit construction attains the converse rate up to a vanishing $O(n^{-1})$ term",
    note="A bit is spent on a modality that does not matter, for every n. No lower bound for other schemes is argued.",
)
def order_optimal():
    """Two independent bits, Y the first: 2 bits and no distortion; one bit does."""
    given = [eq(DISTORTION, 0), eq(H("Y|X"), 0), *product_code(R)]
    statement = forall(integer("N", 2), *TWO, given=given, then=le(I("X;C"), log2(sp.Symbol("N"))))
    return Reading(
        "In the limit: without distortion, at most the log2 N bits that always suffice.",
        statement,
        [witness(N=2, R=2, W=NAMED)],
    )


@claim(
    "s5-rate-or-distortion",
    where="Sec. 5, opening; Thm 5.1; Sec. 5.4",
    kind="consistency",
    verdict="conditional",
    rests_on=("s5-thm51",),
    statement="O(n^-1) from the converse rate (opening, takeaway) and O(n^-1) from the distortion D* (Thm 5.1, Lemma 5.2) are "
    "the same statement.",
    quote="whose rate approaches the converse bound of Thm. 4.1 to within $O(n^{-1})$",
    note="Where the converse curve has a finite slope. At D* = 0, as in the witness of Lemma 5.2, it has none.",
)
def rate_or_distortion():
    """Two documents, R*(D) = 1 - h(2D): at D = 1/8 its slope is -2 log2 3; at D = 0, e = 1/16 costs h(1/8) = 0.54 bit."""
    e, eighth, quarter = sp.Symbol("e"), sp.Rational(1, 8), sp.Rational(1, 4)
    near, far = 2 * D, 2 * D + 2 * e
    goal = le(h(far) - h(near), 2 * log2(sp.Integer(3)) * e)
    statement = forall(real("D", 0, quarter), real("e", 0, quarter), given=[le(D + e, quarter)], then=goal)
    condition = [ge(D, eighth)]
    d = Derivation(statement, condition)
    tangents = []
    for there, here in ((far, near), (1 - far, 1 - near)):
        d.combine(gt(here, 0), *condition, le(D + e, quarter))
        d.combine(ge(there, 0), *condition, le(D + e, quarter))
        tangent = le(there * log2(here) - plog(there), (here - there) / sp.log(2))
        tangents += [
            d.cite("log_tangent", tangent, r=there, q=here),
            d.basic(eq(plog(here), here * log2(here))),
        ]
    d.combine(le(1 - near, 3 * near), *condition)
    steepest = d.add("apply", le(log2(1 - near), log2(3 * near)))
    d.combine(goal, *tangents, (steepest, 2 * e))
    return Reading(
        "Two documents: e more distortion is worth at most 2 log2(3) e bits; true from D* = 1/8 on.",
        statement,
        conditional(witness(D=0, e="1/16"), condition, d, witness(D="1/8", e=0)),
        neighbour=Reading(
            "At D* = 0 it is worth no more either.",
            forall(real("e", 0, quarter), then=le(h(2 * e), 4 * e)),
            [witness(e="1/16")],
        ),
    )


@claim(
    "s5-cite-lipschitz",
    where="Sec. 5.3, step 3",
    kind="remark",
    verdict="untestable",
    rests_on=("s5-mi-lipschitz",),
    statement="[29, Lem. 2] supplies the Lipschitz bound for mutual information.",
    quote="\\leq 2\\delta \\log |\\mathcal{C}|$ [29, Lem. 2]",
)
def cite_lipschitz():
    return Untestable(
        "What another paper says: by its title it treats quantisation and k-means. The inequality itself is judged.",
        "the text of the cited lemma",
    )
