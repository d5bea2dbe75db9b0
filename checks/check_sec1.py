"""Abstract and introduction."""

from fractions import Fraction

import sympy as sp

from checks import small_worlds
from checks.check_sec5_achievability import beside_the_best_index, in_the_limit
from checks.check_sec5_excess import within_inverse
from checks.contradictions import conditional, contradiction, inconsistent
from checks.register import Reading, Untestable, claim
from checks.small_worlds import named_documents, source
from theory import fano_ranking as fr
from theory import skew
from theory.fano_ranking import UNIFORM, N, k
from theory.finite_sample_rate import excess_of_order_root, positive_root
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    DISTORTION,
    H,
    I,
    both,
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
    ne,
    order,
    real,
    retrieval,
)
from theory.proof.worlds import witness, world
from theory.skew import IMBALANCE, SOME_ENTROPY, M, sources

n, s = sp.symbols("n s")
NAMED = named_documents(2)
NOISY = world(
    {(1, 1): "1/2", (2, 2): "1/2"},
    {(1,): {"a": "3/4", "b": "1/4"}, (2,): {"a": "1/4", "b": "3/4"}},
    small_worlds.RANKINGS,
)


@claim(
    "s1-classical-inapplicable",
    where="Sec. 1; Sec. 2; Sec. 3",
    kind="remark",
    verdict="refuted",
    repair="ours-cyclic-code",
    rests_on=("s1-entire-permutation", "s1-per-sample-distance", "s2-not-a-sum", "s3-separability"),
    statement="Ranking error is non-additive and order-dependent, so the classical single-letter rate-distortion formulas "
    "do not apply to it.",
    quote="Consequently, the celebrated single-letter formulas of Shannon and Berger do not directly apply.",
    note="Shannon's formula takes any source letter (here the document), any reproduction letter (a ranking) and any bounded "
    "distortion of the two, averaged over letters. For equally likely documents it is the exact R*(D): "
    "ours-converse-uniform, met by ours-cyclic-code.",
)
def classical_inapplicable():
    """Two independent queries coded together: the rate is at least the sum of the two rates, as for any source."""
    apart = eq(I("Y1;Y2"), 0)
    less = lt(I("Y1,Y2;C"), I("Y1;C") + I("Y2;C"))
    statement = exists(finite_law("Y1", "Y2", "C"), given=[apart], then=less)
    d = Derivation(statement)
    split = d.shannon(ge(I("Y1,Y2;C"), I("Y1;C") + I("Y2;C")), ("Y1", "Y2", "C"), apart)
    d.add("absurd", lt(0, 0), of=d.steps[split - 1]["rel"])
    return [
        below_the_formula(),
        Reading(
            "What makes the formula a single letter fails: some code of two independent queries has a rate below the sum of "
            "the rates for each.",
            statement,
            [d.certificate()],
        ),
    ]


def below_the_formula() -> Reading:
    """Shannon's formula with rankings as reproductions lies on lines of slope -s; a code that beats it is below one."""
    line = log2(N) + s * (1 - DISTORTION) - log2(sp.Sum(2 ** (s / k), (k, 1, N)))
    params = integer("N", 1), real("s", 0), retrieval("N")
    statement = exists(*params, given=[UNIFORM], then=lt(I("X;C"), line))
    d = Derivation(statement)
    exact, proof = fr.converse_uniform()
    d.use(d.lemma(exact, proof), exact["then"], N=N, s=s)
    d.add("absurd", lt(0, 0), of=statement["then"])
    close = exists(*params, given=[UNIFORM, gt(N, 1)], then=lt(I("X;C"), line + sp.Rational(1, 1000)))
    return Reading(
        "The converse of the formula fails, rankings as reproductions: for equally likely documents some code has a rate "
        "below log2 N + s(1 - D) - log2 sum_k 2^(s/k), for some slope s.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "A thousandth of a bit above it there is one: two documents, D = 1/8, 1 - h(1/4) bits.",
            close,
            [witness(N=2, s="19/6", W=NOISY)],
        ),
    )


@claim(
    "s1-entire-permutation",
    where="Sec. 1; Sec. 2, ranking distortion",
    kind="remark",
    verdict="proved",
    repair="s2-eq1-mrr",
    statement="Ranking distortion depends on the entire permutation.",
    quote="it depends on the entire permutation a retrieval engine produces, not on a per-sample distance.",
    note="In the mean over what a codeword leaves open. For one query and its document it depends on one rank. The other half "
    "of the sentence is s1-per-sample-distance.",
)
def entire_permutation():
    """Given a codeword document y is meant with probability P(y|c): the mean is sum_y P(y|c)(1 - 1/pi(y))."""
    p, q, first, second = sp.symbols("p q r t")
    mean = lambda one, other: p * (1 - 1 / one) + q * (1 - 1 / other)  # noqa: E731
    params = real("p", 0, 1), real("q", 0, 1), integer("r", 1), integer("t", 1)
    given = [gt(p, q), lt(first, second)]
    moved = ne(mean(first, second), mean(second, first))
    statement = forall(*params, given=given, then=moved)
    d = Derivation(statement)
    d.combine(gt((p - q) * (second - first), 0), (given[0], second - first))
    d.combine(lt(mean(first, second), mean(second, first)), (1, 1 / (first * second)))
    alike = forall(*params, given=given[1:], then=moved)
    return [
        Reading(
            "Two documents of probabilities p > q given the codeword, at ranks r < t: to exchange them changes the mean "
            "distortion. So every place matters where no two documents are equally likely.",
            statement,
            [d.certificate()],
            neighbour=Reading("Whatever their probabilities.", alike, [witness(p="1/2", q="1/2", r=1, t=2)]),
        ),
        one_rank_alone(),
    ]


def one_rank_alone() -> Reading:
    """By (1), d = 1 - 1/rank: one number of the permutation."""
    first, second = sp.symbols("r q")
    differ = ne(1 - 1 / first, 1 - 1 / second)
    statement = exists(integer("r", 1), integer("q", 1), given=[eq(first, second)], then=differ)
    d = Derivation(statement)
    d.add("apply", ["=", ["/", 1, "r"], ["/", 1, "q"]])
    d.combine(eq(1 - 1 / first, 1 - 1 / second), 1)
    d.add("absurd", lt(0, 0), of=differ)
    return Reading(
        "One query and its document: two permutations that give the document one rank, r = q, have different distortion.",
        statement,
        [d.certificate()],
    )


@claim(
    "s1-per-sample-distance",
    where="Sec. 1",
    kind="remark",
    verdict="refuted",
    repair="s2-eq1-mrr",
    statement="Ranking error does not depend on a per-sample distance.",
    quote="not on a per-sample distance.",
    note="It is no distance between like objects, as squared error is. But (1) is a number for each query, its document and its "
    "ranking, and E[d] is the mean of these numbers: all that rate-distortion theory asks of a distortion.",
)
def per_sample_distance():
    return over_queries()


def mean_of_ranks(rank: str, other: str) -> tuple[list, list]:
    """1 - MRR of two queries, and the mean of the two distortions."""
    whole = ["-", 1, ["/", ["+", ["/", 1, rank], ["/", 1, other]], 2]]
    return whole, ["/", ["+", ["-", 1, ["/", 1, rank]], ["-", 1, ["/", 1, other]]], 2]


def over_queries() -> Reading:
    whole, mean = mean_of_ranks("r", "q")
    ranks = integer("r", 1), integer("q", 1)
    statement, same = forall(*ranks, then=ne(whole, mean)), forall(*ranks, then=eq(whole, mean))
    d = Derivation(same)
    d.combine(same["then"])
    return Reading(
        "Over queries: 1 - MRR of two, of ranks r and q, is not the mean of their distortions.",
        statement,
        [witness(r=1, q=1)],
        neighbour=Reading("It is, always.", same, [d.certificate()]),
    )


@claim(
    "s1-coefficient-equals-one",
    where="Sec. 1; Sec. 4.3",
    kind="consistency",
    verdict="inconsistent",
    rests_on=("s4-gap-can-vanish", "s4-infonce-suboptimal"),
    statement="Contrastive objectives reach the bound only if the skew coefficient equals one (Sec. 1); they can at kappa = 0 "
    "and cannot for kappa > 0 (Sec. 4.3).",
    quote="objectives hit the bound only when this coefficient equals one; otherwise they are information",
)
def coefficient_equals_one():
    kappa = sp.Symbol("kappa")
    parts = both(eq(kappa, 1), le(kappa, 0))
    statement = exists(real("kappa"), then=parts)
    return Reading(
        "The kappa of an objective that reaches the bound: 1 by Sec. 1, not above 0 by Sec. 4.3.",
        statement,
        inconsistent(contradiction(statement), witness(kappa=0), witness(kappa=1)),
    )


@claim(
    "s1-redundancy-inflates",
    where="abstract; Sec. 1; Sec. 9",
    kind="consistency",
    verdict="refuted",
    rests_on=("s4-kappa-range", "s4-thm41"),
    statement="Cross-modal redundancy inflates the rate required, through the skew penalty.",
    quote="quantifies how entropy imbalance and cross-modal redundancy inflate the rate required for a given distortion.",
)
def redundancy_inflates():
    """Two fair bits against one, kappa Delta H: 1 if independent, 1/3 if the second modality repeats a bit of the first."""
    total, less, more, imbalance = sp.symbols("S I1 I2 Delta")
    term = lambda cross: (1 - cross / total) / (M - 1) * imbalance  # noqa: E731
    params = integer("M", 2), real("S", 0), real("I1", 0), real("I2", 0), real("Delta", 0)
    given = [gt(total, 0), lt(less, more)]
    statement = forall(*params, given=given, then=le(term(less), term(more)))
    falls = forall(*params, given=given, then=ge(term(less), term(more)))
    d = Derivation(falls)
    d.combine(falls["then"], (given[1], imbalance / (total * (M - 1))))
    return Reading(
        "kappa Delta H does not fall as I_cross grows, the entropies held fixed.",
        statement,
        [witness(M=2, S=3, I1=0, I2=2, Delta=1)],
        neighbour=Reading("By (6) it does not rise.", falls, [d.certificate()]),
    )


@claim(
    "s1-kappa-blind-to-imbalance",
    where="Sec. 1; Sec. 9",
    kind="remark",
    verdict="refuted",
    rests_on=("s4-thm41",),
    repair="ours-naming-code-skew",
    statement="The modality-skew coefficient quantifies how entropy imbalance inflates the rate required for a given distortion.",
    quote="The analysis reveals a new modality-skew coefficient that quantifies how entropy imbalance",
    note="kappa holds the sum of the entropies and I_cross; imbalance enters (7) through Delta H, and what (7) says of it is "
    "s4-thm41.",
)
def blind_to_imbalance():
    """kappa = 1 for two independent fair bits, Delta H = 0, and for one bit beside a constant, Delta H = 1. In both one
    bit is enough to name one of two documents."""
    one = eq(skew.skew(), 1)
    inflated = skew.codes(one, gt(IMBALANCE, 0), eq(DISTORTION, 0), then=gt(I("X;C"), log2(N)))
    statement = forall(*sources(), given=[SOME_ENTROPY, eq(skew.skew(), 1)], then=eq(IMBALANCE, 0))
    bit, square = source((0, 0), (1, 0)), source((0, 0), (0, 1), (1, 0), (1, 1))
    also = exists(*sources(), given=[SOME_ENTROPY, eq(skew.skew(), 1)], then=eq(IMBALANCE, 0))
    return [
        Reading(
            "If kappa = 1 and Delta H > 0, every code with zero distortion needs more than log2 N bits.",
            inflated,
            [witness(M=2, N=2, W=small_worlds.NAMED)],
        ),
        Reading(
            "The coefficient alone: where kappa = 1, as for two independent fair bits, Delta H = 0.",
            statement,
            [witness(N=1, M=2, W=bit)],
            neighbour=Reading(
                "Two independent fair bits: kappa = 1 and Delta H = 0.", also, [witness(N=1, M=2, W=square)]
            ),
        ),
    ]


@claim(
    "s1-distortion-of-a-rate",
    where="abstract; Sec. 9",
    kind="remark",
    verdict="refuted",
    rests_on=("s5-thm51", "s5-lem52"),
    repair="ours-median-excess-order",
    statement="The achieved distortion is within O(n^-1) of R(D).",
    quote="shows this scheme achieves distortion within $O(n^{-1})$ of R(D) using n training triples.",
    note="A distortion is a number in [0, 1), R(D) a number of bits; the distance is read between distortions, as in "
    "Theorem 5.1 and Lemma 5.2.",
)
def distortion_of_a_rate():
    """The best code of two equally likely documents at D = 0: E[d] = 0 and R(0) = 1, whatever n."""
    gap = sp.Abs(DISTORTION - I("X;C"))
    given = [UNIFORM, eq(H("C|Y"), 0), eq(DISTORTION, 0)]
    statement = forall(integer("N", 2), integer("n", 2), retrieval("N"), given=given, then=le(gap, 1 / n))
    return [
        within_inverse(),
        Reading(
            "As written: |E[d] - R(E[d])| <= 1/n for the code that attains R at D = 0.",
            statement,
            [witness(N=2, n=2, W=NAMED)],
        ),
    ]


@claim(
    "s1-triples-or-pairs",
    where="abstract; Sec. 5; Sec. 6; Sec. 10",
    kind="consistency",
    verdict="conditional",
    statement="The training sample is of triples (abstract, Sec. 5), of pairs (X_i, Y_i) with M modalities (Sec. 6).",
    quote="is estimated from n i.i.d. training triples.",
    note="The components of a triple are not named. With a relevance label or a negative document for the third, the "
    "pairs of Sec. 6 leave it out.",
)
def triples_or_pairs():
    """A query of M modalities and its document are M + 1 components: three at M = 2 alone."""
    statement = forall(integer("M", 2), then=eq(M + 1, 3))
    condition = eq(M, 2)
    d = Derivation(statement, [condition])
    d.combine(statement["then"], condition)
    return Reading(
        "One example has three components, for every number of modalities of the theorems.",
        statement,
        conditional(witness(M=3), [condition], d, witness(M=2)),
        neighbour=third_component(),
    )


def third_component() -> Reading:
    """I(X,Z;C) = I(X;C) + I(Z;C|X), and the encoder sees X alone."""
    encoded = eq(I("Z,Y;C|X1"), 0)
    statement = forall(finite_law("X1", "Y", "Z", "C"), given=[encoded], then=eq(I("X1,Z;C"), I("X1;C")))
    d = Derivation(statement)
    d.shannon(ge(I("X1,Z;C"), I("X1;C")), ("X1", "Y", "Z", "C"))
    d.shannon(le(I("X1,Z;C"), I("X1;C")), ("X1", "Y", "Z", "C"), encoded)
    d.add("combine", statement["then"], using=[])
    return Reading(
        "Pairs are enough: a third component Z of an example adds nothing to the rate of a code of X.",
        statement,
        [d.certificate()],
    )


@claim(
    "s1-lower-bounds-distortion",
    where="Sec. 1",
    kind="remark",
    verdict="proved",
    statement="R(D) lower-bounds the achievable expected ranking distortion at embedding rate R.",
    quote="lower-bounds the achievable expected ranking distortion at embedding rate R.",
    note="Its inverse does. The bounds that the paper derives for it, (5) and (7), do not.",
)
def lower_bounds_distortion():
    """On the line of slope -s that touches the exact R*(D): a code of rate at most R lies at or above the D with that R."""
    rate, low = sp.symbols("R D0")
    line = log2(N) + s * (1 - low) - log2(sp.Sum(2 ** (s / k), (k, 1, N)))
    given = [UNIFORM, gt(s, 0), le(I("X;C"), rate), ge(line, rate)]
    params = integer("N", 1), real("s", 0), real("R"), real("D0"), retrieval("N")
    statement = forall(*params, given=given, then=ge(DISTORTION, low))
    d = Derivation(statement)
    exact, proof = fr.converse_uniform()
    converse = d.use(d.lemma(exact, proof), exact["then"], N=N, s=s)
    d.combine(statement["then"], (converse, 1 / s), (given[2], 1 / s), (given[3], 1 / s))
    literal = forall(
        integer("N", 2), retrieval("N"), given=[UNIFORM, eq(H("C|Y"), 0)], then=le(I("X;C"), DISTORTION)
    )
    return [
        Reading(
            "Y uniform: with at most R bits the distortion is at least that at which the exact R* has R bits.",
            statement,
            [d.certificate()],
            neighbour=Reading(
                "By a quarter more.",
                forall(*params, given=given, then=ge(DISTORTION, low + sp.Rational(1, 4))),
                [witness(N=2, s=10, R=1, D0="-1/100", W=NAMED)],
            ),
        ),
        Reading(
            "As written, R(D) <= E[d]: at D = 0, N = 2, one bit against 0.", literal, [witness(N=2, W=NAMED)]
        ),
    ]


@claim(
    "s1-two-points",
    where="abstract; Sec. 9; Sec. 7.2",
    kind="consistency",
    verdict="inconsistent",
    statement="The codes sit within two percentage points of the frontier (abstract, Sec. 9), 0.028 from it at R = 64 (Sec. 7.2).",
    quote="sit within two percentage points of the theoretical frontier",
)
def two_points():
    gap = sp.Symbol("g")
    parts = both(ge(gap, sp.Rational(275, 10000)), le(gap, sp.Rational(25, 1000)))
    statement = exists(real("g"), then=parts)
    return Reading(
        "The distance g at R = 64: it rounds to 0.028, so at least 0.0275; and to two points or less, so at most 0.025.",
        statement,
        inconsistent(contradiction(statement), witness(g=0), witness(g=1)),
    )


@claim(
    "s1-firsts",
    where="abstract; Sec. 1; Sec. 8; Sec. 9",
    kind="remark",
    verdict="untestable",
    statement="These are the first information-theoretic limits, the first R(D) for ranking, the first such excess-risk bound.",
    quote="We establish the first information",
)
def firsts():
    return Untestable("A statement on all that was published before.", "A closed collection of prior work.")


@claim(
    "s1-near-optimal",
    where="Sec. 1; Sec. 6, opening",
    kind="remark",
    verdict="refuted",
    rests_on=("s5-thm51",),
    repair="ours-achieved-uniform",
    statement="The construction is near-optimal in the asymptotic regime.",
    quote="establishing near-optimality in both asymptotic and practical regimes",
    note="Sec. 6 has it without 'near': 'the preceding sections establish asymptotic optimality'. D*(R) comes from (5), which is "
    "false; for this source it is kinder than the true limit. That two lists of five documents have E[d] >= 1/3, and four 1/10, is "
    "ours-index-popularity.",
)
def near_optimal():
    """Five documents, independent modalities: the scheme loses 1/3 with the best lists, D*(2) = 1/5, however many queries."""
    return [
        in_the_limit(sp.Rational(1, 10), "Within a tenth of D*(R)"),
        beside_the_best_index(sp.Rational(1, 10), "Within a tenth of D0"),
    ]


@claim(
    "s1-attains-root-n",
    where="Sec. 1",
    kind="remark",
    verdict="refuted",
    rests_on=("s5-thm51",),
    repair="ours-median-excess-order",
    statement="The construction attains distortion within O(n^-1/2) of the bound in finite samples.",
    quote="attains distortion within $O(n^{-1/2})$ of the bound in finite samples, establishing near-optimality",
    note="For the law of ours-median-excess-order it does. Whether the places that state an order agree is s1-finite-sample-order.",
)
def attains_root_n():
    """The source of s1-near-optimal: the relevant modality gets one bit of two at every n, E[d] >= 1/3."""
    lost = 1 - (sp.harmonic(3) + sp.harmonic(2)) / 5
    some, bounded = excess_of_order_root()
    words = "Five documents, two bits, the best two cells and lists: the distance of E[d] = 1/3 from {} is O(n^-1/2)."
    return [
        Reading(
            words.format("D*(2) = 1/5"),
            *constant_is_not_root(lost - sp.Rational(1, 5), Fraction(2, 15)),
            neighbour=Reading("The median law: its excess is O(n^-1/2).", some, [bounded]),
        ),
        Reading(
            words.format("1/10, what an index of four entries reaches,"),
            *constant_is_not_root(lost - sp.Rational(1, 10), Fraction(7, 30)),
        ),
    ]


def constant_is_not_root(gap: sp.Expr, value: Fraction) -> tuple[dict, list[dict]]:
    """A gap that does not depend on n, and the certificate that it is not O(n^-1/2)."""
    root = sp.sqrt(n)
    statement = order(integer("n", 1), variable="n", function=gap, is_O_of=1 / root)
    d = Derivation(statement)
    positive_root(d, n)
    d.evaluate(ge(gap, value))
    d.combine(ge(gap, sp.Rational(value) * root / root), 2)
    growth = {"kind": "growth", "constant": str(value), "from": 1, "factor": "sqrt", "proof": d.proof()}
    return statement, [growth]


@claim(
    "s1-temperature-rules",
    where="Sec. 1",
    kind="remark",
    verdict="untestable",
    rests_on=("s4-schedule-justified",),
    statement="The results justify entropy-adaptive temperature rules that practice has taken up.",
    quote="they justify entropy-adaptive temperature tuning rules now gaining empirical traction.",
)
def temperature_rules():
    return Untestable("No rule in use is named.", "A named system and its rule; the paper's own is judged.")


@claim(
    "s1-design-guidance",
    where="abstract; Sec. 1",
    kind="remark",
    verdict="untestable",
    rests_on=("s4-thm41", "s5-thm51"),
    statement="The results guide the design of objectives, retrievers and generators.",
    quote="provide design guidance for entropyaware contrastive objectives",
)
def design_guidance():
    return Untestable(
        "No objective, retriever or generator is designed by them.", "A design, and a measure to judge it by."
    )


@claim(
    "s1-source-channel",
    where="Sec. 1",
    kind="definition",
    verdict="untestable",
    statement="Retrieval is recast as a two-way lossy source-channel coding problem.",
    quote="We recast multimodal retrieval as a two-way lossy source-channel coding problem",
)
def source_channel():
    return Untestable(
        "Words for a model that Secs. 2 and 3 then define otherwise: one noiseless index, one direction.",
        "A channel and a second direction in the model.",
    )


@claim(
    "s1-single-letter",
    where="abstract; Sec. 1; Sec. 8; Sec. 9",
    kind="remark",
    verdict="proved",
    repair="ours-converse-uniform",
    statement="The rate-distortion function R(D) is single-letter: a minimum over codes of one query.",
    quote="derive a single-letter rate-distortion function R(D) for reciprocal-rank distortion",
    note="(3) defines it so; this is not derived in the text, and of its values the text derives the bound R_rank alone.",
)
def single_letter():
    """Queries coded together need no less for each. As for values, three documents without distortion: log2 3 = 1.58
    bits are needed and enough; R_rank(0) = log2(3/2) = 0.58."""
    block = finite_law("X1", "X2", "C")
    apart = eq(I("X1;X2"), 0)
    together = ge(I("X1,X2;C"), I("X1;C") + I("X2;C"))
    letters = forall(block, given=[apart], then=together)
    d = Derivation(letters)
    d.shannon(together, ("X1", "X2", "C"), apart)
    twice = world({(b, b, b): "1/2" for b in (0, 1)}, variables=["X1", "X2", "C"])
    statement = forall(
        integer("N", 2),
        retrieval("N"),
        given=[UNIFORM, eq(H("C|Y"), 0), eq(DISTORTION, 0)],
        then=eq(I("X;C"), fr.R_rank(DISTORTION)),
    )
    return [
        Reading(
            "Two independent queries coded together: the rate is at least the sum of the rates for each.",
            letters,
            [d.certificate()],
            neighbour=Reading("Queries that depend.", forall(block, then=together), [witness(W=twice)]),
        ),
        Reading(
            "The formula that is derived, R_rank, is R(D): at D = 0, the rate of the code that names the document.",
            statement,
            [witness(N=3, W=named_documents(3))],
        ),
    ]


@claim(
    "s1-how-many-bits",
    where="abstract; Sec. 1",
    kind="remark",
    verdict="refuted",
    rests_on=("s4-thm41",),
    repair="ours-converse-uniform",
    statement="The results answer how many bits per query are necessary.",
    quote="our results give a principled answer to",
)
def how_many_bits():
    """The answer of (7) for two documents, one modality a bit and one constant, is 2 bits; 1 is enough."""
    statement = skew.codes(eq(DISTORTION, 0), then=ge(I("X;C"), skew.skew_bound()))
    return Reading(
        "R_bal(0) + kappa Delta H bits are necessary.", statement, [witness(M=2, N=2, W=small_worlds.NAMED)]
    )


@claim(
    "s1-baselines-lag",
    where="abstract; Sec. 9; Tables 1 and 2",
    kind="figure",
    verdict="proved",
    statement="Fixed-temperature and naive CLIP baselines lag significantly (in the reported numbers).",
    quote="baselines lag significantly.",
)
def baselines_lag():
    """At least 3 points for the fixed temperature and 8 for CLIP in every column, whatever the rounding hid; the
    reported standard error is below 0.6 points."""
    columns = [(57, 51, 46), (66, 61, 56), (77, 72, 67), (84, 80, 75), (75, 70, 65), (81, 76, 71)]
    params, parts, tighter = [], [], []
    for i, row in enumerate(columns):
        params += [real(f"{name}{i}", *rounded(v)) for name, v in zip("afc", row, strict=True)]
        adaptive, fixed, clip = (sp.Symbol(f"{name}{i}") for name in "afc")
        parts += [ge(adaptive - fixed, sp.Rational(3, 100)), ge(adaptive - clip, sp.Rational(8, 100))]
        tighter += [ge(adaptive - fixed, sp.Rational(4, 100))]
    statement = forall(*params, then=both(*parts))
    d = Derivation(statement)
    for part in parts:
        d.combine(part)
    least = {p[0]: str(sp.Rational(v, 1000)) for p, v in zip(params, worst(columns), strict=True)}
    return Reading(
        "Every value inside the rounding: adaptive - fixed >= 0.03, adaptive - CLIP >= 0.08, both tables.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "adaptive - fixed >= 0.04.", forall(*params, then=both(*tighter)), [witness(**least)]
        ),
    )


def rounded(hundredths: int) -> tuple[sp.Rational, sp.Rational]:
    """The values that print as this many hundredths."""
    return sp.Rational(2 * hundredths - 1, 200), sp.Rational(2 * hundredths + 1, 200)


def worst(columns: list[tuple[int, int, int]]) -> list[int]:
    """Thousandths: the adaptive values at their lower ends, the others at their upper ones."""
    return [10 * v + (-5 if place == 0 else 5) for row in columns for place, v in enumerate(row)]
