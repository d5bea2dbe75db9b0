"""Section 3: what R(D) is, and its first properties."""

import sympy as sp

from checks.register import Reading, claim
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    DISTORTION,
    H,
    I,
    eq,
    every,
    exists,
    finite_law,
    forall,
    ge,
    integer,
    le,
    lt,
    real,
    retrieval,
    sequence,
)  # fmt: skip
from theory.proof.worlds import witness, world

N, k = sp.symbols("N k")


@claim(
    "s3-monotone",
    where="Sec. 3, Lemma 3.1",
    kind="lemma",
    verdict="proved",
    statement="R(D) is non-increasing in D.",
    quote="Monotonicity holds since enlarging the feasible set by relaxing the constraint",
)
def monotone():
    a, b = sp.symbols("D1 D2")
    nested = [le(a, b), le(DISTORTION, a)]
    statement = forall(
        integer("N", 1), real("D1"), real("D2"), retrieval(), given=nested, then=le(DISTORTION, b)
    )
    d = Derivation(statement)
    d.combine(statement["then"], *nested, why="what is feasible at D1 is feasible at D2")
    return Reading(
        "Every code that meets D1 meets every D2 >= D1: the infimum is over more codes.",
        statement,
        [d.certificate()],
    )


@claim(
    "s3-convex",
    where="Sec. 3, Lemma 3.1",
    kind="lemma",
    verdict="proved",
    statement="R(D) is convex in D.",
    quote="R(D) is non-increasing and convex in D.",
    note="True, by another proof: the branch costs nothing, because it is independent of the query.",
)
def convex():
    """A branch Q drawn independently of X and sent with the codeword: I(X; C, Q) = I(X; C | Q) exactly."""
    independent = eq(I("X;Q"), 0)
    statement = forall(finite_law("X", "Q", "C"), given=[independent], then=eq(I("X;C,Q"), I("X;C|Q")))
    d = Derivation(statement)
    d.shannon(statement["then"], "XQC", independent, why="chain rule; the branch says nothing of the query")
    return Reading(
        "Time sharing: the rate of the shared code is the average of the two rates (I(X;C|Q) is that average), "
        "the distortion the average of the distortions.",
        statement,
        [d.certificate()],
    )


@claim(
    "s3-branch-bit",
    where="Sec. 3, proof of Lemma 3.1",
    kind="step",
    verdict="refuted",
    repair="s3-convex",
    statement="The appended branch bit costs one bit of rate, which vanishes as R -> infinity, so convexity follows.",
    quote="Sending the appended bit to zero length as $R \\to \\infty$ yields",
)
def branch_bit():
    """R stays below log2 N at every D, so nothing sends it to infinity; the slack of one bit stays."""
    low, mid, high = sp.symbols("f0 f1 f2")
    curve = [ge(low, mid), ge(mid, high), le(mid, (low + high) / 2 + 1)]
    values = [real(name, 0, 1) for name in ("f0", "f1", "f2")]
    statement = forall(*values, given=curve, then=le(mid, (low + high) / 2))
    return Reading(
        "From values in [0, log2 N] that fall with D and meet the inequality with the extra bit, convexity at the "
        "midpoint (N = 2, rates at D = 0, 1/8, 1/4).",
        statement,
        [witness(f0=1, f1=1, f2=0)],
    )


@claim(
    "s3-deterministic-additive",
    where="Sec. 3; Sec. 6",
    kind="remark",
    verdict="proved",
    statement="Deterministic encoders suffice only when the distortion measure is additive; here randomness is indispensable.",
    quote="Deterministic encoders suffice only when the distortion measure is additive; here, randomness is indispensable",
    rests_on=("ours-deterministic-two-documents",),
    note="For I(X;C) per query, at some D. It fails at D = 0, and coding many queries together needs no randomness.",
)
def deterministic_additive():
    sure = [eq(H("Y"), 1), eq(H("Y|X"), 0)]
    coin = world(
        {(1, 1): "1/2", (2, 2): "1/2"},
        {(1,): {"a": "3/4", "b": "1/4"}, (2,): {"a": "1/4", "b": "3/4"}},
        {"a": [1, 2], "b": [2, 1]},
    )
    better = exists(retrieval(2), given=sure, then=lt(I("X;C"), 1 - 4 * DISTORTION))
    perfect = [*sure, eq(DISTORTION, 0)]
    random_only = forall(retrieval(2), given=perfect, then=["!=", ["H", ["C"], ["X"]], 0])
    identity = world({(1, 1): "1/2", (2, 2): "1/2"}, {(1,): "a", (2,): "b"}, {"a": [1, 2], "b": [2, 1]})
    return [
        Reading(
            "At some D a random encoder has a rate that no deterministic one reaches: for two documents every "
            "deterministic code has I(X;C) >= 1 - 4D; at D = 1/8 a noisy one sends 0.189 bit, below 1/2.",
            better,
            [witness(W=coin)],
        ),
        Reading(
            "At every D only random encoders do: at D = 0 the identity serves.",
            random_only,
            [witness(W=identity)],
        ),
    ]


@claim(
    "ours-deterministic-two-documents",
    paper="ours",
    where="beside Sec. 3",
    kind="lemma",
    verdict="proved",
    statement="Two equally likely documents, Y = X: every deterministic code has I(X;C) >= 1 - 4D.",
)
def deterministic_two_documents():
    """All codes: f1, f2 the codewords of the two queries, t1, t2 the document that each codeword ranks first."""
    names = ("f1", "f2", "t1", "t2")
    top = {y: ["+", *[["*", ["ind", ["=", f"f{y}", c]], f"t{c}"] for c in (1, 2)]] for y in (1, 2)}
    lost = ["/", ["+", *[["ind", ["!=", top[y], y]] for y in (1, 2)]], 4]
    rate = ["ind", ["!=", "f1", "f2"]]
    statement = forall(*[integer(n, 1, 2) for n in names], then=ge(rate, ["-", 1, ["*", 4, lost]]))
    d = Derivation(statement)
    d.add("enumerate", statement["then"], "all 16 codes")
    return Reading(
        "D is a quarter per misranked document; I(X;C) is 1 when the codewords differ.",
        statement,
        [d.certificate()],
    )


@claim(
    "s3-zero-rate",
    where="Sec. 3, large-alphabet asymptotics",
    kind="remark",
    verdict="proved",
    statement="R(D) = 0 for D >= 1 - MRR_Rand, where MRR_Rand is that of a uniform permutation.",
    quote="Trivially R(D)=0 for $D\\geq 1-{\\rm MRR_{Rand}}$ where the decoder returns a uniform permutation",
)
def zero_rate():
    """The fixed ranking by popularity needs no bits and gains at least what a uniform permutation does."""
    p = sp.IndexedBase("p")
    falling = every("k", 1, N - 1, ge(p[k], p[k + 1]))
    total = eq(sp.Sum(p[k], (k, 1, N)), 1)
    statement = forall(
        integer("N", 2),
        sequence("p", 1, N, 0),
        given=[falling, total],
        then=ge(sp.Sum(p[k] / k, (k, 1, N)), sp.harmonic(N) / N),
    )
    d = Derivation(statement)
    d.each(
        every("k", 1, N - 1, ge(1 / k, 1 / (k + 1))),
        lambda i: i.combine(ge(1 / k, 1 / (k + 1)), (ge(1, 0), 1 / (k * (k + 1)))),
    )
    chebyshev = d.cite(
        "chebyshev_sum",
        ge(N * sp.Sum(p[k] / k, (k, 1, N)), sp.Sum(p[k], (k, 1, N)) * sp.harmonic(N)),
        "popular documents first: two falling sequences",
        n=N,
        a=("k", p[k]),
        b=("k", 1 / k),
    )
    d.combine(statement["then"], (chebyshev, 1 / N), (total, sp.harmonic(N) / N))
    return Reading(
        "Any popularity p: ranking by popularity, no bits at all, has MRR >= H_N / N.",
        statement,
        [d.certificate()],
    )


@claim(
    "s3-perfect-retrieval",
    where="Sec. 3, large-alphabet asymptotics",
    kind="remark",
    verdict="refuted",
    repair="ours-perfect-retrieval",
    statement="R(0) = H(X): perfect retrieval demands full information.",
    quote="for D=0 (perfect retrieval demands full information)",
)
def perfect_retrieval():
    """What the query holds beside the document costs nothing: H(X) = 2 bits, one is enough."""
    statement = forall(retrieval(2), given=[eq(DISTORTION, 0)], then=ge(I("X;C"), H("X")))
    quarters = {(10 * y + u, y): "1/4" for y in (1, 2) for u in (0, 1)}
    encoder = {(x,): "a" if y == 1 else "b" for x, y in quarters}
    return Reading(
        "Every code without distortion has I(X;C) >= H(X).",
        statement,
        [witness(W=world(quarters, encoder, {"a": [1, 2], "b": [2, 1]}))],
    )


@claim(
    "ours-perfect-retrieval",
    paper="ours",
    where="beside Sec. 3",
    kind="lemma",
    verdict="proved",
    statement="Perfect retrieval (the rank is constant) demands H(Y) bits: I(X;C) >= H(Y), whatever else X holds.",
)
def perfect_needs_relevance():
    sure = eq(H("K"), 0)
    statement = forall(integer("N", 1), retrieval(), given=[sure], then=ge(I("X;C"), H("Y")))
    d = Derivation(statement)
    markov = d.world(eq(I("Y;C|X"), 0), "the encoder sees the query alone")
    back = d.world(eq(H("Y|K,C"), 0), "the codeword's ranking turns a rank into a document")
    d.shannon(statement["then"], "XYCK", sure, markov, back)
    return Reading("A rank that never varies, under every codeword.", statement, [d.certificate()])
