"""Section 2: the setting, the distortion and the rate."""

import sympy as sp

from checks.contradictions import conditional
from checks.register import Reading, claim
from checks.small_worlds import NAMED
from checks.verify.terms import substitute
from theory import fano_ranking, ranking_converse, skew
from theory.fano_ranking import RETRIEVAL, N, j, k, rank_law, ranks, s
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    DISTORTION,
    MRR,
    H,
    I,
    P_rank,
    array,
    eq,
    every,
    exists,
    finite_law,
    forall,
    formal,
    ge,
    gt,
    integer,
    le,
    log2,
    lt,
    ne,
    real,
    retrieval,
    sequence,
)
from theory.proof.worlds import undefined, witness, world


def one_ranking(documents: int) -> dict:
    """Y uniform, one ranking for every query."""
    law = {(1, y): f"1/{documents}" for y in range(1, documents + 1)}
    return world(law, {(1,): "a"}, {"a": list(range(1, documents + 1))})


@claim(
    "s2-eq1-mrr",
    where="Sec. 2, eq. (1)",
    kind="equation",
    verdict="proved",
    statement="With d = 1 - RR, E[d] = 1 - MRR, so minimising mean distortion is maximising MRR.",
    quote="so minimising average distortion is equivalent to maximising mean-reciprocal-rank",
)
def eq1():
    statement = forall(*RETRIEVAL, then=eq(ranks(1, P_rank(k) * (1 - 1 / k)), 1 - MRR))
    d = Derivation(statement)
    d.combine(statement["then"], rank_law(d)[0], why="the expectation is linear")
    return Reading(
        "The mean over ranks of 1 - 1/k is 1 minus the mean of 1/k.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "The mean of 1 - 1/k is the mean of 1/k.",
            forall(*RETRIEVAL, then=eq(ranks(1, P_rank(k) * (1 - 1 / k)), MRR)),
            [witness(N=2, W=one_ranking(2))],
        ),
    )


@claim(
    "s2-deterministic-rate",
    where="Sec. 2, after eq. (2)",
    kind="remark",
    verdict="proved",
    statement="For a codeword that is a deterministic function of X, I(X;C) = H(C).",
    quote="Because codewords are deterministic functions of X, I(X;C)=H(C)",
)
def deterministic_rate():
    function = eq(H("C|X1"), 0)
    statement = forall(finite_law("X1", "C"), given=[function], then=eq(I("X1;C"), H("C")))
    d = Derivation(statement)
    d.shannon(statement["then"], ("X1", "C"), function, why="I(X;C) = H(C) - H(C|X)")
    return Reading(
        "H(C|X) = 0 for a function of X.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "I(X;C) = H(X).",
            forall(finite_law("X1", "C"), given=[function], then=eq(I("X1;C"), H("X1"))),
            [witness(W=world({(0, 0): "1/2", (1, 0): "1/2"}, variables=["X1", "C"]))],
        ),
    )


@claim(
    "s2-codebook-and-information-rate",
    where="Sec. 2; Sec. 3",
    kind="consistency",
    verdict="refuted",
    rests_on=("s2-deterministic-rate",),
    repair="ours-index-rate",
    statement="A codebook of 2^R codewords (R bits per query) and the constraint I(X;C) <= R define the same R(D).",
    quote="selected from a finite codebook \\mathcal{C} of size $|\\mathcal{C}| = 2^R$ (thereby using R bits per query)",
    note="For one query at a time. For many queries coded together the two agree by the coding theorem of rate-distortion theory, "
    "which is not certified here; Sec. 3 says openly that it allows random encoders.",
)
def codebook_rate():
    """N = 2: one codeword cannot beat D = 1/4, so a codebook needs two, R = 1; information needs 0.19 bit."""
    relevance = [eq(H("Y"), 1), eq(H("Y|X"), 0), le(DISTORTION, sp.Rational(1, 8))]
    statement = forall(retrieval(2), given=relevance, then=ge(I("X;C"), 1))
    noisy = world(
        {(1, 1): "1/2", (2, 2): "1/2"},
        {(1,): {"a": "3/4", "b": "1/4"}, (2,): {"a": "1/4", "b": "3/4"}},
        {"a": [1, 2], "b": [2, 1]},
    )
    return Reading(
        "Two equally likely documents, D = 1/8: a codebook needs two codewords, so R = 1; then every code of that "
        "distortion would have I(X;C) >= 1. A noisy encoder has 1 - h(1/4) = 0.189 bit.",
        statement,
        [witness(W=noisy)],
    )


@claim(
    "s2-rank-outside-corpus",
    where="Sec. 2, retrieval model; eq. (1)",
    kind="definition",
    verdict="proved",
    statement="rank(Y) is defined for (X, Y) drawn from the relevance law P_XY on the query and document spaces.",
    quote="relevance is encoded by a latent joint law",
    note="Only with Y in the corpus, once: eq. (5) needs that too, and Y uniform on it.",
)
def rank_outside_corpus():
    inside = forall(integer("N", 1), retrieval("N"), then=eq(ranks(1, P_rank(k)), 1))
    d = Derivation(inside)
    d.world(inside["then"])
    place = ["at", "ranking", "y"]
    anywhere = forall(integer("N", 1), integer("y", 1), array("ranking", 1), then=le(place, "N"))
    return [
        Reading(
            "Y one of the N documents: the rank has a law on 1..N.",
            inside,
            [d.certificate()],
            neighbour=Reading(
                "The rank is 1.", forall(*RETRIEVAL, then=eq(P_rank(1), 1)), [witness(N=2, W=one_ranking(2))]
            ),
        ),
        Reading(
            "Y any document of the space: one that is not among the N has no rank.",
            anywhere,
            [undefined(place, N=1, y=2, ranking=[1])],
        ),
    ]


@claim(
    "s2-minimisers-exist",
    where="Sec. 2, after eq. (2); Sec. 3",
    kind="remark",
    verdict="proved",
    rests_on=("s3-compactness", "s3-support-size"),
    repair="ours-cyclic-code",
    statement="Where D can be met, some code has the least rate of all codes that meet it.",
    quote="Existence of minimisers follows from lower semi-continuity of",
    note="Certified for a uniform Y that the query determines. In general, for finite X, the support lemma and a compactness "
    "argument give it (s3-support-size, s3-compactness). Which D can be met: s2-all-distortions-feasible.",
)
def minimisers_exist():
    """The code whose rank is tilted by 2^(s/k) and independent of its codeword; ours-cyclic-code writes it out."""
    size = sp.Sum(2 ** (s / j), (j, 1, N))
    law = every("k", 1, N, eq(P_rank(k), 2 ** (s / k) / size))
    params = integer("N", 1), real("s", 0), retrieval("N")
    code = [fano_ranking.UNIFORM, eq(I("X;C|Y"), 0), eq(I("K;C"), 0), law]
    line = log2(N) + s * (1 - DISTORTION) - log2(size)
    meets = forall(*params, given=code, then=eq(I("X;C"), line))
    d = Derivation(meets)
    steps = ranking_converse.exact_rate(d, code[1:3]), fano_ranking.entropy_of_rank(d)
    total = d.world(eq(ranks(1, P_rank(k)), 1))
    tilted = ranking_converse.tilted_entropy(d, law, 1 / k, size)
    d.combine(meets["then"], *steps, tilted, code[0], (total, log2(size)))
    low, rate = sp.symbols("D0 R0")
    least = [
        fano_ranking.UNIFORM,
        eq(rate, log2(N) + s * (1 - low) - log2(size)),
        le(DISTORTION, low),
    ]
    below = forall(
        params[0], params[1], real("D0"), real("R0"), params[2], given=least, then=ge(I("X;C"), rate)
    )
    e = Derivation(below)
    exact, proof = fano_ranking.converse_uniform()
    converse = e.use(e.lemma(exact, proof), exact["then"], N=N, s=s)
    e.combine(below["then"], converse, least[1], (least[2], s))
    return [
        Reading(
            "No code below: on the line of slope -s through (D0, R0), every code of distortion at most D0 has at least R0 bits.",
            below,
            [e.certificate()],
            neighbour=Reading(
                "At least R0 and a thousandth bits.",
                {**below, "then": ge(I("X;C"), rate + sp.Rational(1, 1000))},
                [witness(N=1, s=0, D0=0, R0=0, W=world({(1, 1): 1}, {(1,): "a"}, {"a": [1]}))],
            ),
        ),
        Reading(
            "And one on it: the code whose rank has the law 2^(s/k) / sum_j 2^(s/j), independent of the codeword.",
            meets,
            [d.certificate()],
        ),
    ]


@claim(
    "s2-all-distortions-feasible",
    where="Sec. 2, eq. (2); Sec. 3, eq. (3)",
    kind="definition",
    verdict="conditional",
    repair="ours-perfect-retrieval",
    statement="For every D in [0, 1] some code has E[d] <= D.",
    quote="For a target distortion level $D \\in [0, 1]$, the fundamental limit is",
    note="The condition: each query leaves no doubt of its document. Elsewhere no code reaches D = 0, at any rate: the minimum is "
    "over no code, infinite by convention, and not the H(X) of Sec. 3.",
)
def all_feasible():
    """A query that says nothing of two equally likely documents: every code has E[d] = 1/4."""
    x, d_, queries = sp.symbols("x D Q")
    w, a = sp.IndexedBase("w"), sp.IndexedBase("a")
    doubt = sp.Min(a[x], 1 - a[x])
    lost = sp.Sum(w[x] * doubt / 2, (x, 1, queries))
    law = eq(sp.Sum(w[x], (x, 1, queries)), 1)
    params = integer("Q", 1), sequence("w", 1, queries, 0), sequence("a", 1, queries, 0, 1), real("D", 0, 1)
    statement = forall(*params, given=[law], then=le(lost, d_))
    sure = every("x", 1, queries, eq(doubt, 0))
    d = Derivation(statement, [sure])
    none = d.termwise(
        eq(lost, sp.Sum(sp.Integer(0), (x, 1, queries))),
        lambda i: (
            i.add("one_of", eq(doubt, 0), schema=sure, index="x"),
            i.combine(eq(w[x] * doubt / 2, 0), (1, w[x] / 2)),
        ),
    )
    d.combine(statement["then"], none)
    blind, told = witness(Q=1, w=[1], a=["1/2"], D=0), witness(Q=2, w=["1/2"] * 2, a=[1, 0], D=0)
    return [
        Reading(
            "Two documents; query x has probability w_x and means the first with probability a_x. Ranking the likelier one first "
            "meets every D.",
            statement,
            conditional(blind, [sure], d, told),
        ),
        blind_query(),
    ]


def blind_query() -> Reading:
    """Every code of a query that says nothing, at any rate."""
    blind = [eq(H("Y"), 1), eq(H("X"), 0)]
    statement = exists(retrieval(2), given=blind, then=eq(DISTORTION, 0))
    d = Derivation(statement)
    exact, proof = fano_ranking.converse_uniform()
    d.evaluate(eq(log2(sp.Integer(2)), 1))
    d.combine(eq(H("Y"), log2(sp.Integer(2))), blind[0])
    bound = substitute(exact["then"], {"N": 2, "s": 2})
    converse = d.use(d.lemma(exact, proof), bound, N=sp.Integer(2), s=sp.Integer(2))
    d.shannon(le(I("X;C"), H("X")), "XC")
    d.evaluate(lt(log2(sp.Integer(6)), sp.Rational(13, 5)))
    d.combine(
        le(1, 0),
        *[(i, sp.Rational(5, 2)) for i in (converse, 4, 5)],
        (blind[1], sp.Rational(5, 2)),
        (eq(DISTORTION, 0), 5),
    )
    return Reading("Any code: N = 2, a constant query, D = 0.", statement, [d.certificate()])


@claim(
    "s2-not-a-sum",
    where="Sec. 2, ranking distortion",
    kind="remark",
    verdict="proved",
    repair="s2-eq1-mrr",
    statement="d is not a sum of per-item penalties.",
    quote="depends on the entire permutation, not a sum of per-item penalties.",
    note="The same sense as in s8-prior-metrics. The other half of the sentence is s1-entire-permutation. Rate-distortion "
    "theory asks for neither: what it adds up is the distortion of the queries of a block (s1-per-sample-distance).",
)
def not_a_sum():
    """The costs of documents do not add up; but d = sum_i 1{i = Y}(1 - 1/rank_i) is linear in the permutation matrix."""
    ranking = [["r1", "integer", 1, 3], ["r2", "integer", 1, 3], ["r3", "integer", 1, 3]]
    is_y = lambda i: ["ind", ["=", "y", i]]  # noqa: E731
    rank = ["+", *[["*", is_y(i), f"r{i}"] for i in (1, 2, 3)]]
    penalties = ["+", *[["*", is_y(i), ["-", 1, ["/", 1, f"r{i}"]]] for i in (1, 2, 3)]]
    gain = ["+", *[["/", ["ind", ["=", rank, k]], k] for k in (1, 2, 3)]]
    differ = ne(["-", 1, gain], penalties)
    statement = exists(integer("y", 1, 3), *ranking, then=differ)
    d = Derivation(statement)
    d.add("enumerate", ["=", *differ[1:]], "three documents, all ranks")
    d.add("absurd", lt(0, 0), of=differ)
    return [
        over_documents(),
        Reading(
            "A penalty for the place of each item, relevant or not: three documents, some document y and ranks r_1, r_2, r_3 "
            "at which d is not the sum of 1{i = y}(1 - 1/r_i).",
            statement,
            [d.certificate()],
        ),
    ]


def over_documents() -> Reading:
    """A document that stands alone before the relevant one costs 1/2; two of them cost 2/3, not 1."""
    a, b = sp.symbols("a b")
    alone = [eq(a, 1 - sp.Rational(1, 2)), eq(b, 1 - sp.Rational(1, 2))]
    costs = real("a"), real("b")
    statement = forall(*costs, given=alone, then=ne(a + b, 1 - sp.Rational(1, 3)))
    d = Derivation(statement)
    d.combine(gt(a + b, sp.Rational(2, 3)), *alone)
    any_costs = forall(*costs, then=statement["then"])
    return Reading(
        "Over the documents ahead of the relevant one: what each costs alone, a and b, does not add up to what both cost.",
        statement,
        [d.certificate()],
        neighbour=Reading("Whatever each costs alone.", any_costs, [witness(a="1/3", b="1/3")]),
    )


@claim(
    "s2-entropy-of-continuous",
    where="Sec. 2; eqs. (6), (7), (10); Sec. 6.1; Sec. 7.1",
    kind="definition",
    verdict="ill-posed",
    statement="H_m = H(X_m) is a number for the sources used, Gaussian mixtures and embeddings included.",
    quote="These quantities will feature in the *modality-skew coefficient* introduced in Sec. 4",
    note="Entropies of cell indices would be numbers; but the cells are chosen by R_m, which is computed from H_m.",
)
def entropy_of_continuous():
    """Uniform laws on [0, 1/2] and [0, 8] have differential entropies -1 and 3 bits: (10) takes the root of -1. Their
    Shannon entropy is infinite: that of a cell index exceeds any B."""
    a, b, bound = sp.symbols("a b B")
    temperature = sp.sqrt((log2(a) + log2(b)) / (2 * log2(a)))
    differential = forall(real("a"), real("b"), given=[gt(a, 0), gt(b, 0)], then=ge(temperature, 0))
    cells = 2 ** (sp.ceiling(bound) + 1)
    unbounded = forall(real("B", 0), then=gt(log2(cells), bound))
    d = Derivation(unbounded)
    d.basic(ge(sp.ceiling(bound), bound))
    d.combine(unbounded["then"], 1)
    return [
        Reading(
            "Differential entropies of uniform laws on [0, a], [0, b], put into eq. (10).",
            differential,
            [undefined(formal(temperature), a="1/2", b=8)],
        ),
        Reading(
            "Shannon entropy: cut a uniform law into 2^(ceil(B)+1) equal cells: the index has more than B bits, for any B.",
            unbounded,
            [d.certificate()],
        ),
    ]


@claim(
    "s2-skew-governs-gap",
    where="Sec. 2, entropy imbalance and redundancy",
    kind="remark",
    verdict="refuted",
    repair="ours-naming-code-skew",
    statement="The skew coefficient governs the gap between achievable distortion and the bound (2).",
    quote="which governs the gap between achievable distortion and the bound (2).",
    note="(2) is itself the least achievable rate.",
)
def skew_governs_gap():
    """X_1 = Y a bit, X_2 constant: kappa Delta H = 1, and log2 N bits, the least there is, are achieved."""
    positive = gt(skew.penalty(), 0)
    statement = skew.codes(positive, eq(DISTORTION, 0), then=gt(I("X;C"), log2(fano_ranking.N)))
    return Reading(
        "With kappa Delta H > 0 no code reaches the least rate, log2 N at D = 0.",
        statement,
        [witness(M=2, N=2, W=NAMED)],
    )
