"""What Sections 1 to 5 say of the text itself: its outline, its cross-references, its symbols."""

import sympy as sp

from checks.contradictions import contradiction, inconsistent
from checks.occurrences import MEANINGS, PARTS, counted, stands
from checks.register import Reading, Untestable, claim
from theory.proof.formal import both, eq, exists, integer, le
from theory.proof.worlds import witness


@claim(
    "s1-roadmap",
    where="Sec. 1, end",
    kind="consistency",
    verdict="proved",
    statement="The outline is kept: proofs in Secs. 4 and 5, finite data in Sec. 6, Flickr30k in Sec. 7, graph-aware corpora at the end.",
    quote="develop the converse and achievability proofs; Section 6 extends the theory to finite data",
    note="What the proofs are worth, and whether Sec. 7 illustrates constants, is judged apart.",
)
def roadmap():
    return [
        stands("A proof in Sec. 4.", PARTS[r"Proof\."], 4, 2),
        stands("A proof in Sec. 5.", PARTS[r"Proof\."], 5, 2),
        stands("Rademacher complexity in Sec. 6.", PARTS["Rademacher"], 6, 5),
        stands("Flickr30k in Sec. 7.", PARTS["FLICKR30K"], 7, 6),
        stands("Graph-aware corpora in Sec. 9.", PARTS["graph-aware"], 9, 8),
    ]


@claim(
    "s2-symbols",
    where="Secs. 2 to 6, and 10",
    kind="consistency",
    verdict="inconsistent",
    statement="Each symbol has one meaning.",
    quote="(thereby using R bits per query)",
    note="The paper does not promise it, and letters are reused in most papers; this is a list for the reader. R: the rate, and "
    "I(X;C) - lambda E[RR]; delta: a deviation of laws, and a confidence; Q: a codebook, a law, a quantiser; d: the distortion, "
    "and a dimension. Harmless but for R, whose two meanings stand in one argument (s5-objective-symbol).",
)
def symbols():
    """The text gives R, delta, Q and d their meanings at nine places."""
    n = sp.Symbol("n")
    meanings = sum(len(places) for places in MEANINGS.values())
    statement = exists(integer("n", 0), then=both(eq(n, meanings), le(n, len(MEANINGS))))
    return Reading(
        "The meanings of R, delta, Q and d are as many as these symbols.",
        statement,
        inconsistent(contradiction(statement), witness(n=0), witness(n=meanings)),
    )


@claim(
    "s2-cite-mrr",
    where="Sec. 2, ranking distortion",
    kind="remark",
    verdict="untestable",
    statement="[22] is a source on mean reciprocal rank.",
    quote="a standard retrieval metric [22]",
)
def cite_mrr():
    return Untestable(
        "What another paper says; its title, 'Cumulated gain-based evaluation of IR techniques', names another measure.",
        "the text of the cited paper",
    )


@claim(
    "s3-probability-space",
    where="Sec. 3, opening; Sec. 2",
    kind="consistency",
    verdict="proved",
    statement="The probability space (Omega, F, P_XY) is defined in Sec. 2.",
    quote="defined in Sec. 2 is fixed",
    note="Of the three Sec. 2 has P_XY, all that is used.",
)
def probability_space():
    return [
        stands("The law P_XY is named in Sec. 2.", PARTS[r"P_\{XY\}"], 2, 9),
        counted("One of the places at which the text has Omega, Sec. 3 alone, is Sec. 2.", PARTS["Omega"], 2),
    ]


@claim(
    "s3-reference-to-section-6",
    where="Sec. 3, end of the paragraph on optimal codes; Sec. 6",
    kind="consistency",
    verdict="inconsistent",
    rests_on=("s3-deterministic-additive",),
    statement="Sec. 6 discusses why randomness is indispensable.",
    quote="here, randomness is indispensable (see discussion in Sec. 6)",
    note="Sec. 6.1 mentions one randomised encoder, without discussion; its codewords are drawn once and then kept: after the draw "
    "it is a function of X.",
)
def reference_to_section_6():
    return counted(
        "Random encoders are compared with deterministic ones there: one of the places that speak of deterministic ones, Secs. 2, "
        "3 and 4, is Sec. 6.",
        PARTS["determinis"],
        6,
    )


@claim(
    "s4-proofs-inline",
    where="Sec. 4, opening",
    kind="consistency",
    verdict="proved",
    rests_on=("s4-thm41",),
    statement="The proof of Sec. 4's result stands in Sec. 4.",
    quote="All proofs appear inline to keep the exposition self-contained.",
    note="What it proves is judged step by step.",
)
def proofs_inline():
    return stands("A proof in Sec. 4.", PARTS[r"Proof\."], 4, 10)


@claim(
    "s5-as-advertised",
    where="Sec. 5.2, after eq. (10); Secs. 1 to 4",
    kind="consistency",
    verdict="proved",
    rests_on=("s5-eq10-proportional",),
    statement="That temperatures depend on the modalities' entropies, as in (10), was announced in an earlier section.",
    quote="as advertised",
    note="Secs. 1 and 4.4 announce a schedule that adapts to entropy, without a formula: that tau*_m is proportional to Delta H_m is "
    "said in Sec. 5 first.",
)
def as_advertised():
    return [
        stands("An entropy-adaptive temperature is announced in Sec. 1.", PARTS["entropy-adaptive"], 1, 3),
        counted(
            "One of the proportionalities stated, in Secs. 5 and 6, is before Sec. 5.",
            PARTS["propto"],
            5,
            before=True,
        ),
    ]
