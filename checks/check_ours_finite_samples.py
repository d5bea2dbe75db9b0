"""Ours, beside Sections 5.4, 6 and 10: what finitely many samples cost, exactly where that is finite."""

import sympy as sp

from checks.neighbours import false_neighbour
from checks.register import Reading, claim
from theory import entropy_bias, majority_decoder
from theory.memorised_sample import FRESH, memorised
from theory.proof.formal import ge, le, log2
from theory.proof.worlds import witness
from theory.small_classes import decided, massart_small, symmetrised_small


@claim(
    "ours-plug-in-bias",
    paper="ours",
    where="beside Sec. 10, eq. (12)",
    kind="theorem",
    verdict="proved",
    statement="The plug-in entropy of n independent samples of K letters has mean H - b with 0 <= b <= log2(1 + (K - 1)/n).",
    note="Paninski's bound. (12) is about H and has no room for b: with fewer samples than letters b dominates.",
)
def plug_in_bias():
    """Two draws of a fair bit: H - E H_n = 1/2, against log2(3/2) = 0.58."""
    statement, d = entropy_bias.plug_in_bias()
    bias = entropy_bias.ENTROPY - entropy_bias.PLUG_IN_MEAN
    half = false_neighbour(
        "At most half of that.",
        statement,
        le(bias, log2(entropy_bias.SPREAD) / 2),
        n=2, K=2, S=3, w=["1/4", "1/2", "1/4"], p=["1/2", "1/2"], q=[[1, 0], ["1/2", "1/2"], [0, 1]],
    )  # fmt: skip
    return Reading(
        "All samples s with their probabilities w_s and frequencies q_sk, of which the mean p_k and the second moment "
        "p_k^2 + p_k (1 - p_k)/n of independent draws are used.",
        statement,
        [d.certificate()],
        neighbour=half,
    )


@claim(
    "ours-majority-decoder",
    paper="ours",
    where="beside Lemma 5.2 and Sec. 10",
    kind="theorem",
    verdict="proved",
    rests_on=("ours-majority-limit",),
    statement="N = 2, no bits, ranked by the majority of n training labels, n odd: for each n from 3 to 51 some law of Y has an "
    "excess of at least 0.073 n^-1/2, and for n up to 9 none has more than 0.086 n^-1/2.",
    note="So no O(1/n) holds uniformly over laws in this range; for each law with unequal documents the excess falls "
    "exponentially. The median law (ours-median-excess-order) has the order n^-1/2 at every n.",
)
def majority():
    """The first document has probability 1/2 + d; d = 3/(8 sqrt n) is nearly the worst."""
    low, d = majority_decoder.at_worst_lead(25, sp.Rational(73, 1000))
    high, e = majority_decoder.over_all_laws(4, sp.Rational(86, 1000))
    more = ge(low["then"][1], sp.Rational(86, 1000))
    less = le(high["then"][1], sp.Rational(73, 1000))
    return [
        Reading(
            "At d = 3/(8 sqrt n): at least 0.073 for n = 3, 5, .., 51.",
            low,
            [d.certificate()],
            neighbour=false_neighbour("At least 0.086.", low, more, b=1),
        ),
        Reading(
            "At every d in [0, 1/2): at most 0.086 for n = 1, 3, .., 9.",
            high,
            [e.certificate()],
            neighbour=false_neighbour("At most 0.073.", high, less, b=4, d="1/8"),
        ),
    ]


@claim(
    "ours-majority-limit",
    paper="ours",
    where="beside Lemma 5.2 and Sec. 10",
    kind="lemma",
    verdict="proved",
    statement="(c/2) Phi(-c), the limit of sqrt(n) times that excess at d = c/(2 sqrt n), has a maximum between 0.08498 and 0.0851.",
    note="That it is the limit is the central limit theorem, which is not derived here. For c > 8 it is below c exp(-c^2/2)/4.",
)
def majority_limit():
    statement, d = majority_decoder.limit(sp.Rational(8498, 100000), sp.Rational(851, 10000))
    less = le(statement["then"][1][1], sp.Rational(8, 100))
    return Reading(
        "0 <= c <= 8, and c = 3/4.",
        statement,
        [d.certificate()],
        neighbour=false_neighbour("At most 0.08.", statement, less, c="3/4"),
    )


@claim(
    "ours-memorised-sample",
    paper="ours",
    where="beside Secs. 5.3 and 6",
    kind="lemma",
    verdict="proved",
    statement="Two documents, distinct queries, one cell for the queries of document 1 and one for all others: no loss on the sample, "
    "1/4 at a query outside of it whose document is a fair coin; the sample's own set has frequency 1 and no point elsewhere.",
    note="For a continuous law the sample has mass 0, and may be divided between two cells of any masses.",
)
def memorised_sample():
    """cell(z) = sum_j 1{x_j = z} y_j with labels y_j in {0, 1}, loss |cell - label|/2."""
    statement, d = memorised()
    seen = false_neighbour("At a query of the sample too.", statement, without=FRESH, n=1, x=[0], y=[1], z=0)
    return Reading(
        "Any n distinct queries with any labels, and a query z that is none of them.",
        statement,
        [d.certificate()],
        neighbour=seen,
    )


@claim(
    "ours-massart-small",
    paper="ours",
    where="beside Lemma 6.1",
    kind="lemma",
    verdict="proved",
    statement="Massart's lemma holds for each class of two members with losses in {0, 1} on three queries.",
    note="Instances of s6-massart without its hypothesis, the moment bound.",
)
def massart():
    statement = massart_small(2, 3)
    third = massart_small(2, 1, ["/", 1, 3])
    return Reading(
        "Rad_3 <= sqrt(2 ln 2 / 3), all 64 classes.",
        statement,
        [decided(statement).certificate()],
        neighbour=Reading("A third of the bound, two losses, one query.", third, [witness(l00=0, l10=1)]),
    )


@claim(
    "ours-symmetrisation-small",
    paper="ours",
    where="beside Theorem 6.2",
    kind="lemma",
    verdict="proved",
    statement="Symmetrisation, E sup_f (E l_f - E_n l_f) <= 2 E Rad_n, holds for each class of two losses in {0, 1} on two "
    "letters, and two samples.",
    note="Instances of what s6-thm62-constants takes as a hypothesis. The factor 2 is reached in the limit of rare letters.",
)
def symmetrisation():
    statement, once = symmetrised_small(2, 2), symmetrised_small(1, 1)
    rare = witness(l00=0, l01=0, l10=0, l11=1, j=3)
    return Reading(
        "The first letter of probability 0, 1/4, .., 1.",
        statement,
        [decided(statement).certificate()],
        neighbour=Reading("With the factor 1, one sample.", once, [rare]),
    )
