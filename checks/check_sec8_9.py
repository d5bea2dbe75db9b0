"""Sections 8 and 9: what related work is said to be, and what the conclusion claims."""

import sympy as sp

from checks import check_sec6_cells
from checks.check_sec1 import over_queries
from checks.check_sec2 import over_documents
from checks.contradictions import contradiction, inconsistent
from checks.occurrences import AUTHORS, PARTS, REFERENCES, counted
from checks.register import Reading, Untestable, claim
from checks.small_worlds import NAMED, named_documents
from theory import finite_sample_rate
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    DISTORTION,
    H,
    I,
    both,
    eq,
    exists,
    forall,
    ge,
    integer,
    le,
    log2,
    lt,
    ne,
    real,
)
from theory.proof.worlds import witness
from theory.skew import IMBALANCE, codes, skew_bound

THREE = named_documents(3, 2)  # balanced and fully redundant


@claim(
    "s8-arikan",
    where="Sec. 8; references",
    kind="consistency",
    verdict="inconsistent",
    statement="Arikan's work on guessing subject to distortion is among the references.",
    quote="programme analysed list-decoding losses but not ranking metrics.",
    note="Its distortion is a function of the number of guesses, so it is near to this problem.",
)
def arikan():
    words = (
        "One of the places at which the text names Arikan, Sec. 8 alone, is among the references (part 11)."
    )
    return counted(words, PARTS["Arikan"], REFERENCES)


@claim(
    "s8-wang-41",
    where="Sec. 8; references",
    kind="consistency",
    verdict="inconsistent",
    statement="[41] is by Wang et al.",
    quote="relate multimodal InfoNCE to asymmetric matrix factorisation and derive coarse generalisation bounds [41].",
)
def wang():
    authors = AUTHORS[41]
    places = tuple(i for i, author in enumerate(authors, 1) if author == "Wang")
    return counted(f"Wang is the first of the authors of [41], {', '.join(authors)}.", places, 1)


@claim(
    "s8-prior-unimodal",
    where="Sec. 8",
    kind="consistency",
    verdict="inconsistent",
    statement="Prior contrastive-learning theory is uni-modal (Novelty); [41] is theory of multimodal InfoNCE (two paragraphs before).",
    quote="prior contrastive-learning theory is uni-modal",
)
def prior_unimodal():
    count = sp.Symbol("n")
    statement = exists(integer("n", 0), then=both(eq(count, 0), ge(count, 1)))
    return Reading(
        "The number of works of multimodal theory: none, as prior theory is uni-modal; at least [41].",
        statement,
        inconsistent(contradiction(statement), witness(n=1), witness(n=0)),
    )


@claim(
    "s8-prior-metrics",
    where="Sec. 8, Novelty",
    kind="remark",
    verdict="proved",
    rests_on=("s1-classical-inapplicable",),
    statement="Prior rate-distortion work treats additive metrics or full permutation distances; mean reciprocal rank is neither.",
    quote="distortion work treats additive metrics or full permutation distances",
    note="Which works there are is not judged here. It is no distance of permutations, since it sees one rank alone; over "
    "queries it is additive. The same sense as in s2-not-a-sum.",
)
def prior_metrics():
    return [over_documents(), over_queries()]


@claim(
    "s8-additive-prior",
    where="Sec. 8, theory of contrastive learning; Sec. 6.3",
    kind="remark",
    verdict="refuted",
    rests_on=("s8-prior-metrics",),
    statement="Earlier theory optimises additive losses, this paper a non-additive distortion.",
    quote="All these papers are uni-modal and optimise additive losses",
    note="In either sense of the word the two stand alike: over queries both are means (Theorem 6.2 rests on that), over the "
    "documents ahead neither is a sum. InfoNCE is the loss that couples a batch.",
)
def additive_prior():
    """Two negatives with the positive's score: log2 3 bits, against 1 bit for each alone."""
    powers = [["^", 2, ["-", name, "s"]] for name in ("t", "u")]
    two, each = ["log2", ["+", 1, *powers]], ["+", *[["log2", ["+", 1, power]] for power in powers]]
    scores = real("s"), real("t"), real("u")
    statement, less = forall(*scores, then=["=", two, each]), forall(*scores, then=["<", two, each])
    d = Derivation(less)
    product = ["*", *[["+", 1, power] for power in powers]]
    d.combine(["<", ["+", 1, *powers], product])
    logs = d.add("apply", ["<", two, ["log2", product]])
    d.combine(less["then"], logs)
    return [
        Reading(
            "Over negatives: the contrastive loss with two of them (scores t, u; s of the positive) is the sum of those with one.",
            statement,
            [witness(s=0, t=0, u=0)],
            neighbour=Reading("It is less.", less, [d.certificate()]),
        ),
        over_queries(),
    ]


@claim(
    "s8-complexity-both",
    where="Sec. 8; Sec. 9; Thm 6.2",
    kind="consistency",
    verdict="refuted",
    rests_on=("s6-eq11",),
    statement="Theorem 6.2 bounds a sample complexity that scales with the number of modalities and with Delta H.",
    quote="where the sample complexity scales with both modality count",
    note="With K_m = 2^H_m the term is M Hbar: it grows with M at a fixed mean entropy, and Delta H is not in it. Delta H "
    "enters in the display after Lemma 6.3 alone.",
)
def complexity_both():
    """Its term is sum_m log K_m = log K = R: one modality with the same codebook has the same bound."""
    k1, k2, whole = sp.symbols("k1 k2 k")
    two, one = log2(k1) + log2(k2), log2(whole)
    sizes = [real(v, 1) for v in ("k1", "k2", "k")]
    statement = exists(*sizes, given=[eq(k1 * k2, whole)], then=ne(two, one))
    d = Derivation(statement)
    d.add("apply", eq(log2(k1 * k2), log2(whole)))
    d.combine(eq(two, one), 1)
    d.add("absurd", lt(0, 0), of=statement["then"])
    entropies = check_sec6_cells.imbalance_no_effect.decide()
    assert isinstance(entropies, Reading)
    words = "K_m = 2^H_m: two sources of equal mean entropy have another bound (11) where Delta H differs."
    codebooks = Reading(
        "Codebooks of K_1 K_2 = K cells, in two modalities or in one: the bound (11) tells them apart.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "A bound in K_1 alone does.",
            exists(*sizes, given=[eq(k1 * k2, whole)], then=ne(log2(k1), one)),
            [witness(k1=1, k2=2, k=2)],
        ),
    )
    return [Reading(words, entropies.formal, entropies.certificates), codebooks]


@claim(
    "s8-tight",
    where="Sec. 8, Novelty (iii)",
    kind="remark",
    verdict="refuted",
    rests_on=("s5-thm51", "s5-lem52"),
    repair="ours-median-excess-order",
    statement="Finite-sample achievability holds with tight O(n^-1) excess risk.",
    quote="finite-sample achievability with tight $O(n^{-1})$ excess risk",
    note="No lower bound of any order is stated in the paper, and n^-1 fails as an upper one.",
)
def tight():
    """Two cells cut at the empirical median: excess C(n+1, (n+1)/2) / 2^(n+3), of order n^-1/2 exactly."""
    statement, certificate = finite_sample_rate.excess_beyond_inverse()
    return Reading(
        "X uniform on [-1/2, 1/2], N = 2, document 2 relevant iff X > 0, one bit: the excess is O(1/n).",
        statement,
        [certificate],
    )


@claim(
    "s9-sharp",
    where="Sec. 9",
    kind="remark",
    verdict="refuted",
    rests_on=("s4-thm41", "s4-price-exact"),
    repair="ours-achieved-uniform",
    statement="Theorem 4.1 is a sharp converse bound.",
    quote="proved a sharp converse bound (Thm. 4.1) that isolates the modality-skew coefficient",
)
def sharp():
    """Three documents, both modalities equal to Y: (7) says log2(3/2) = 0.58 bit at D = 0, the least rate is log2 3 = 1.58."""
    perfect = [eq(DISTORTION, 0), eq(H("C|Y"), 0)]
    statement = codes(*perfect, eq(IMBALANCE, 0), then=eq(I("X;C"), skew_bound()))
    return [
        Reading(
            "Balanced modalities: the code that names the document meets (7).",
            statement,
            [witness(M=2, N=3, W=THREE)],
        ),
        Reading(
            "Unbalanced ones: (7) is above that code's rate, 2 bits against 1.",
            codes(*perfect, then=le(skew_bound(), I("X;C"))),
            [witness(M=2, N=2, W=NAMED)],
        ),
    ]


@claim(
    "s9-perfect-ranking-bits",
    where="Sec. 9",
    kind="remark",
    verdict="refuted",
    rests_on=("s4-thm41", "s3-perfect-retrieval"),
    repair="ours-perfect-retrieval",
    statement="The bound gives precisely the number of bits that a query must carry before perfect ranking is possible.",
    quote="the number of bits a query must carry before perfect ranking becomes possible.",
    note="Three answers: H(X) in Sec. 3, log(N/(N-1)) + kappa Delta H by (7), and H(Y), log N where Y is uniform, in truth.",
)
def perfect_ranking_bits():
    """Too few for three documents, 0.58 against 1.58; too many beside a constant modality, 2 against 1."""
    at_zero = codes(eq(DISTORTION, 0), then=ge(I("X;C"), skew_bound()))
    enough = codes(eq(DISTORTION, 0), eq(H("C|Y"), 0), then=le(I("X;C"), skew_bound()))
    return [
        Reading("As many are necessary.", at_zero, [witness(M=2, N=2, W=NAMED)]),
        Reading("As many suffice to name the document.", enough, [witness(M=2, N=3, W=THREE)]),
    ]


@claim(
    "s9-pac-bayes",
    where="Sec. 9; Sec. 8",
    kind="consistency",
    verdict="inconsistent",
    statement="Sec. 8 sketches PAC-Bayes machinery.",
    quote="PAC-Bayes machinery sketched in Sec. 8 provides the starting point.",
)
def pac_bayes():
    return counted(
        "One of the places at which the text has PAC-Bayes, Sec. 9 alone, is Sec. 8.", PARTS["PAC"], 8
    )


@claim(
    "s9-drift-conjecture",
    where="Sec. 9, continual retrieval",
    kind="remark",
    verdict="untestable",
    statement="Under drift a bound of order R(D) + O(sqrt(log T / T)) over T tasks is conjectured.",
    quote="the conjecture is a bound of order",
)
def drift():
    return Untestable(
        "A conjecture on quantities that are not defined: what is bounded, R(D) of a source that drifts, how fast it may.",
        "A rate or a distortion that is bounded, and a class of drifts; with none no bound can vanish as T grows.",
    )


@claim(
    "s9-hallucination",
    where="Sec. 9, retrieval-augmented generation",
    kind="remark",
    verdict="untestable",
    statement="Hallucination probability may decompose into a retrieval miss-rate plus an encoder-decoder divergence.",
    quote="decomposes into a retrieval miss-rate plus an encoder",
)
def hallucination():
    return Untestable(
        "A hope for later work; neither term is defined.", "A model of generation, and both terms in it."
    )


@claim(
    "s9-graphs-and-hops",
    where="Sec. 9",
    kind="remark",
    verdict="untestable",
    statement="The skew coefficient may reveal capacity limits on graphs, R(D) a scaling law for reasoning depth.",
    quote="may emerge if we view each additional retrieval hop as adding a new source channel whose rate is governed by the",
)
def graphs_and_hops():
    return Untestable(
        "Speculation, marked as such by the paper.", "A graph source, or a law in the number of hops."
    )
