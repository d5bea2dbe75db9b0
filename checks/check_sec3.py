"""Section 3: what R(D) is, and its first properties."""

import sympy as sp

from checks.contradictions import conditional, inconsistent
from checks.register import Reading, claim
from checks.small_worlds import named_documents
from theory.divergence import SILENT, at_silent, harmonic_bounds
from theory.fano_ranking import R_rank
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    DISTORTION,
    H,
    I,
    both,
    eq,
    every,
    exists,
    finite_law,
    forall,
    ge,
    h,
    integer,
    le,
    lt,
    ne,
    order,
    plog,
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
        neighbour=Reading(
            "What is feasible at D2 is feasible at D1 <= D2.",
            forall(*statement["forall"], given=[le(a, b), le(DISTORTION, b)], then=le(DISTORTION, a)),
            [witness(N=1, D1=-1, D2=0, W=world({(1, 1): 1}, {(1,): "a"}, {"a": [1]}))],
        ),
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
    independent = eq(I("X1;Q"), 0)
    law, then = finite_law("X1", "Q", "C"), eq(I("X1;C,Q"), I("X1;C|Q"))
    statement = forall(law, given=[independent], then=then)
    d = Derivation(statement)
    d.shannon(
        statement["then"],
        ("X1", "Q", "C"),
        independent,
        why="chain rule; the branch says nothing of the query",
    )
    return Reading(
        "Time sharing: the rate of the shared code is the average of the two rates (I(X;C|Q) is that average), "
        "the distortion the average of the distortions.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "A branch that depends on the query.",
            forall(law, then=then),
            [witness(W=world({(0, 0, 0): "1/2", (1, 1, 0): "1/2"}, variables=["X1", "Q", "C"]))],
        ),
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
            neighbour=Reading(
                "No random encoder goes below 1 - 4D.",
                forall(retrieval(2), given=sure, then=ge(I("X;C"), 1 - 4 * DISTORTION)),
                [witness(W=coin)],
            ),
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
        neighbour=Reading(
            "I(X;C) >= 1 - 3D.",
            forall(*statement["forall"], then=ge(rate, ["-", 1, ["*", 3, lost]])),
            [witness(f1=1, f2=1, t1=1, t2=1)],
        ),
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
        neighbour=Reading(
            "Strictly more.",
            forall(*statement["forall"], given=[falling, total], then=[">", *statement["then"][1:]]),
            [witness(N=2, p=["1/2", "1/2"])],
        ),
    )


@claim(
    "s3-perfect-retrieval",
    where="Sec. 3, large-alphabet asymptotics",
    kind="remark",
    verdict="conditional",
    repair="ours-perfect-retrieval",
    statement="R(0) = H(X): perfect retrieval demands full information.",
    quote="for D=0 (perfect retrieval demands full information)",
    note="True where the document determines the query. In general R(0) is at least H(Y), and H(X) may be larger.",
)
def perfect_retrieval():
    """What the query holds beside the document costs nothing: H(X) = 2 bits, one is enough."""
    perfect = [eq(DISTORTION, 0), eq(H("K"), 0)]
    statement = forall(integer("N", 1), retrieval(), given=perfect, then=ge(I("X;C"), H("X")))
    condition = eq(H("X|Y"), 0)
    d = Derivation(statement, [condition])
    markov = d.world(eq(I("Y;C|X"), 0), "the encoder sees the query alone")
    back = d.world(eq(H("Y|K,C"), 0), "the codeword's ranking turns a rank into a document")
    d.shannon(statement["then"], "XYCK", perfect[1], condition, markov, back)
    quarters = {(10 * y + u, y): "1/4" for y in (1, 2) for u in (0, 1)}
    encoder = {(x,): "a" if y == 1 else "b" for x, y in quarters}
    return Reading(
        "Every code without distortion (the rank is always 1) has I(X;C) >= H(X); true where H(X|Y) = 0.",
        statement,
        conditional(
            witness(N=2, W=world(quarters, encoder, {"a": [1, 2], "b": [2, 1]})),
            [condition],
            d,
            witness(N=2, W=named_documents(2)),
        ),
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
    return Reading(
        "A rank that never varies, under every codeword.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "Whatever the rank.",
            forall(*statement["forall"], then=statement["then"]),
            [witness(N=2, W=world({(1, 1): "1/2", (1, 2): "1/2"}, {(1,): "a"}, {"a": [1, 2]}))],
        ),
    )


@claim(
    "s3-support-size",
    where="Sec. 3",
    kind="remark",
    verdict="proved",
    statement="The infimum in (3) is achieved by a P(C|X) with support size at most |X| + 1.",
    quote="with support size at most $|\\mathcal{X}| + 1$ (support lemma [13])",
    note="For finite X. Among |X| + 2 codewords the |X| + 1 equations in z (the posterior's total at each query, the "
    "distortion) have a solution z that is not zero; its sign is chosen so that the last hypothesis holds.",
)
def support_size():
    """The step that drops a codeword: weights w - t z keep the law of X and the distortion, and do not raise the rate."""
    w, z, p, d_, u = (sp.IndexedBase(name) for name in ("w", "z", "p", "d", "u"))
    size, t, j, c = sp.symbols("K t j c")
    total = lambda term: sp.Sum(term, (c, 1, size))  # noqa: E731
    left = w[c] - t * z[c]
    nonnegative, used_up = every("c", 1, size, ge(left, 0)), eq(w[j] - t * z[j], 0)
    kept = [eq(total(z[c]), 0), eq(total(z[c] * p[c]), 0), eq(total(z[c] * d_[c]), 0)]
    given = [nonnegative, used_up, *kept, le(total(z[c] * u[c]), 0)]
    goals = [eq(total(left * v), total(w[c] * v)) for v in (1, p[c], d_[c])]
    rate = ge(total(left * u[c]), total(w[c] * u[c]))
    tables = [
        sequence(name, 1, size, low) for name, low in (("w", 0), ("z", None), ("p", 0), ("d", 0), ("u", 0))
    ]
    statement = forall(
        integer("K", 1), integer("j", 1, size), real("t", 0), *tables, given=given, then=both(*goals, rate)
    )
    d = Derivation(statement)
    for goal, fact in zip(goals, kept, strict=True):
        d.combine(goal, (fact, t))
    d.combine(rate, (given[-1], t))
    stays = forall(*statement["forall"], given=given, then=ge(w[j], 1))
    return Reading(
        "K codewords with weights w_c, posterior p_c of a query, distortion d_c, and posterior entropy u_c = H(X|C=c); "
        "codeword j is used up; H(X) - sum w_c u_c does not rise.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "Codeword j keeps its weight.", stays, [witness(K=1, j=1, t=0, w=[0], z=[0], p=[0], d=[0], u=[0])]
        ),
    )


@claim(
    "s3-two-definitions",
    where="Sec. 2, eq. (2); Sec. 3, eq. (3)",
    kind="consistency",
    verdict="refuted",
    rests_on=("ours-deterministic-two-documents",),
    repair="s3-deterministic-additive",
    statement="(2), with codewords that are deterministic functions of X, and (3), with stochastic encoders, define one R(D).",
    quote="Section 3 elaborates (2) and derives its properties.",
)
def two_definitions():
    """At D = 1/8 (2) has a constant codeword, too much distortion, or a bit; (3) has 1 - h(1/4) = 0.19 bit."""
    sure = [eq(H("Y"), 1), eq(H("Y|X"), 0), eq(DISTORTION, sp.Rational(1, 8))]
    statement = forall(retrieval(2), given=sure, then=ge(I("X;C"), 1))
    coin = world(
        {(1, 1): "1/2", (2, 2): "1/2"},
        {(1,): {"a": "3/4", "b": "1/4"}, (2,): {"a": "1/4", "b": "3/4"}},
        {"a": [1, 2], "b": [2, 1]},
    )
    return Reading(
        "Two documents, Y = X: no code has less than the one bit that deterministic codes need for D = 1/8.",
        statement,
        [witness(W=coin)],
    )


@claim(
    "s3-rate-constraint-empty",
    where="Sec. 3, encoders and decoders",
    kind="definition",
    verdict="vacuous",
    statement="I(X;C) <= R is required of the codes with codebook {1, .., 2^R}.",
    quote="and require $I(X;C) \\leq R$ bits.",
    note="It always holds: the codebook's size is the constraint.",
)
def rate_constraint():
    size, rate = ["card", ["C"]], sp.Symbol("R")
    few = ["<=", size, ["^", 2, "R"]]
    statement = forall(finite_law("X1", "C"), real("R", 0), given=[few], then=le(I("X1;C"), rate))
    trivial = le(H("C"), rate)
    d, implied = Derivation(statement), Derivation(statement, [trivial])
    most = d.basic(le(H("C"), ["log2", size]))
    grows = d.add("apply", ["<=", ["log2", size], ["log2", ["^", 2, "R"]]])
    d.combine(trivial, most, grows)
    implied.shannon(statement["then"], ("X1", "C"), trivial)
    vacuous = {"kind": "vacuous", "trivial": trivial, "proof": d.proof(), "implies": implied.proof()}
    half = forall(finite_law("X1", "C"), real("R", 0), given=[few], then=le(I("X1;C"), rate / 2))
    bit = world({(b, b): "1/2" for b in (0, 1)}, variables=["X1", "C"])
    return Reading(
        "At most 2^R codewords.",
        statement,
        [vacuous],
        neighbour=Reading("Half of R.", half, [witness(W=bit, R=1)]),
    )


@claim(
    "s3-separability",
    where="Sec. 3, distortion measure revisited",
    kind="remark",
    verdict="refuted",
    statement="Shannon's theorem needs d((x,y1),(x',y2)) = d1(x,x') + d2(y1,y2), which ranking fails; so new arguments are needed.",
    quote="exploited in the classical proof of Shannon's direct coding theorem [33]; novel arguments will therefore be required in",
    note="The classical theorem takes any bounded distortion between a source letter and a reproduction letter; what is "
    "additive is the distortion of a block of letters.",
)
def separability():
    """Hamming distortion on pairs of bits, a standard case of the theorem: d1 + d2 would have to be 0, 1, 1 and 1."""
    a0, a1, b0, b1 = sp.symbols("a0 a1 b0 b1")
    parts = both(eq(a0 + b0, 0), eq(a0 + b1, 1), eq(a1 + b0, 1), eq(a1 + b1, 1))
    statement = exists(*[real(v) for v in ("a0", "a1", "b0", "b1")], then=parts)
    d = Derivation(statement)
    d.combine(le(1, 0), (parts[1], 1), (parts[2], -1), (parts[3], -1), (parts[4], 1))
    return Reading(
        "Every distortion that the classical theorem covers is separable: a_i = d1(0, i), b_j = d2(0, j) for the error of a "
        "pair of bits.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "The number of wrong bits, 0, 1, 1 and 2, is separable.",
            exists(*statement["exists"], then=both(*parts[1:4], eq(a1 + b1, 2))),
            [witness(a0=0, a1=1, b0=0, b1=1)],
        ),
    )


@claim(
    "s3-randomisation-for-convexity",
    where="Sec. 3, after eq. (3)",
    kind="remark",
    verdict="proved",
    rests_on=("ours-deterministic-two-documents",),
    statement="Randomised codes are necessary for convexity: without them the least rate is not convex in D.",
    quote="randomised codes are necessary for convexity (Lemma 3.1).",
)
def randomisation_for_convexity():
    """Two documents: 1 bit at D = 0, none at D = 1/4, and still 1 bit at D = 1/8, above the mean 1/2."""
    names = ("f1", "f2", "t1", "t2")
    top = {y: ["+", *[["*", ["ind", ["=", f"f{y}", c]], f"t{c}"] for c in (1, 2)]] for y in (1, 2)}
    lost = ["/", ["+", *[["ind", ["!=", top[y], y]] for y in (1, 2)]], 4]
    rate = ["ind", ["!=", "f1", "f2"]]
    codes = [integer(n, 1, 2) for n in names]
    few_bits = [le(rate, sp.Rational(1, 2))]
    statement = forall(*codes, given=few_bits, then=ge(lost, sp.Rational(1, 4)))
    d = Derivation(statement)
    d.add("enumerate", statement["then"], "all 16 codes")
    silent = exists(*codes, given=[le(lost, sp.Rational(1, 4))], then=eq(rate, 0))
    named = exists(*codes, given=[eq(lost, 0)], then=eq(rate, 1))
    any_code = forall(*codes, then=statement["then"])
    return [
        Reading(
            "Every deterministic code with half a bit or less has D >= 1/4, twice the 1/8 that convexity would give it.",
            statement,
            [d.certificate()],
            neighbour=Reading("Whatever its rate.", any_code, [witness(f1=1, f2=2, t1=1, t2=2)]),
        ),
        Reading("One has D = 1/4 and no bits.", silent, [witness(f1=1, f2=1, t1=1, t2=1)]),
        Reading("One has D = 0 and one bit.", named, [witness(f1=1, f2=2, t1=1, t2=2)]),
    ]


@claim(
    "s3-timeshare-rate",
    where="Sec. 3, proof of Lemma 3.1",
    kind="step",
    verdict="proved",
    statement="The rate of the time-shared code, the branch bit included, is at most lambda R_1 + (1 - lambda) R_2 + 1.",
    quote="the rate does not exceed $\\lambda R_1 + (1-\\lambda)R_2 + 1$",
    note="The + 1 is not needed: see s3-convex.",
)
def timeshare_rate():
    independent = eq(I("X1;B"), 0)
    then = le(I("X1;B,C"), I("X1;C|B") + 1)
    statement = forall(finite_law("X1", "B", "C"), given=[independent], then=then)
    d = Derivation(statement)
    d.shannon(then, ("X1", "B", "C"), independent, ge(1, 0))
    any_branch = forall(finite_law("X1", "B", "C"), then=then)
    four = world({(b, b, 0): "1/4" for b in range(4)}, variables=["X1", "B", "C"])
    return Reading(
        "A branch B drawn apart from the query; I(X;C|B) is the mean of the two rates.",
        statement,
        [d.certificate()],
        neighbour=Reading("A branch that depends on the query.", any_branch, [witness(W=four)]),
    )


@claim(
    "s3-slope",
    where="Sec. 3; Sec. 7.4",
    kind="remark",
    verdict="refuted",
    repair="ours-converse-uniform",
    statement="The slope of R(D) between its ends is governed by redundancy and marginal entropies, through the skew coefficient.",
    quote="the slope of R(D) is governed by cross-modal redundancy and marginal entropies",
    note="Where the query determines the document and all are equally likely it is governed by N and D (-s, s the multiplier of "
    "the mean gain); otherwise by what the query says of the document.",
)
def slope():
    """X_1 a fair bit, X_2 constant, Y = X_1 with probability 1 - e, else a fair bit of its own: H = (1, 0) and no redundancy,
    whatever e. Between D = 1/8 and 1/4 R falls by 1 - h(1/4) = 0.19 at e = 0, by 1 at e = 1/2."""
    e, f, low, high = sp.symbols("e f D1 D2")
    curve = lambda noise, at: 1 - h(2 * (at - noise / 4) / (1 - noise))  # noqa: E731
    half, quarter = sp.Rational(1, 2), sp.Rational(1, 4)
    params = real("e", 0, half), real("f", 0, half), real("D1", 0, quarter), real("D2", 0, quarter)
    given = [lt(low, high), ge(low, e / 4), ge(low, f / 4)]
    falls = [curve(noise, low) - curve(noise, high) for noise in (e, f)]
    ends = forall(params[0], then=both(eq(curve(e, e / 4), 1), eq(curve(e, quarter), 0)))
    d = Derivation(ends)
    middle = 2 * (quarter - e / 4) / (1 - e)
    for x in (middle, 1 - middle):
        d.combine(eq(x, half))
    same = [d.add("apply", eq(plog(x), plog(half))) for x in (middle, 1 - middle)]
    d.combine(ends["then"][1])
    d.combine(ends["then"][2], *same)
    return [
        Reading(
            "The fall of R(D) = R*((D - e/4)/(1 - e)), R*(D) = 1 - h(2D) (ours-symmetric-noise), from D1 to D2 is that of "
            "another source with the same entropies and redundancy.",
            forall(*params, given=given, then=eq(*falls)),
            [witness(e=0, f="1/2", D1="1/8", D2="1/4")],
            neighbour=Reading(
                "From one end to the other it is: one bit, for every e.", ends, [d.certificate()]
            ),
        ),
        slope_of_the_bound(),
    ]


def slope_of_the_bound() -> Reading:
    """kappa Delta H is added at every D alike, so no difference of (7) between two distortions holds it."""
    params = [real(v) for v in ("r1", "r2", "p", "q")]
    first, second = (["-", ["+", "r1", v], ["+", "r2", v]] for v in ("p", "q"))
    given = [lt("p", "q")]
    statement = forall(*params, given=given, then=ne(first, second))
    same = forall(*params, given=given, then=eq(first, second))
    d = Derivation(same)
    d.combine(same["then"])
    return Reading(
        "Two sources with penalties p < q and the same R_bal (values r1, r2 at two distortions): the bound (7) falls "
        "differently between these distortions.",
        statement,
        [witness(r1=1, r2=0, p=0, q=1)],
        neighbour=Reading("It falls alike, always.", same, [d.certificate()]),
    )


@claim(
    "s3-zero-rate-against-eq5",
    where="Sec. 3; Sec. 4.1, eq. (5)",
    kind="consistency",
    verdict="inconsistent",
    rests_on=("s3-zero-rate", "s4-eq5"),
    repair="ours-ranking-fano",
    statement="R(D) = 0 from D = 1 - MRR_Rand on (Sec. 3), and R(D) >= R_rank(D) (eq. (5)).",
    quote="Trivially R(D)=0 for $D\\geq 1-{\\rm MRR_{Rand}}$ where the decoder returns a uniform permutation",
)
def zero_rate_against_eq5():
    """R_rank(1 - H_N/N) > 0 for every N: 0.19 at N = 2, 9.83 at N = 1000."""
    rate, distortion = sp.symbols("R D")
    params, silent = [integer("N", 2), real("R", 0), real("D", 0, 1)], eq(distortion, SILENT)
    parts = both(eq(rate, 0), ge(rate, R_rank(distortion)))
    statement = exists(*params, given=[silent], then=parts)
    d = Derivation(statement)
    harmonic_bounds(d)
    positive = at_silent(d, distortion, d.combine(silent, silent))
    d.combine(le(R_rank(distortion), 0), *parts[1:])
    d.add("absurd", lt(0, 0), of=d.steps[positive - 1]["rel"])
    apart = witness(N=2, R=1, D="1/4"), witness(N=2, R=0, D="1/4")
    return Reading("N documents, Y uniform, D = 1 - H_N/N.", statement, inconsistent(d, *apart))


@claim(
    "s3-compactness",
    where="Sec. 3, existence of optimal random codes",
    kind="step",
    verdict="refuted",
    repair="s3-support-size",
    statement="The feasible set of (3), all encoder-decoder pairs with finite codebooks, is compact.",
    quote="Since the feasible set in (3) is compact in the weak topology",
    note="With a codebook of fixed size it is; s3-support-size says which size suffices.",
)
def compactness():
    """The code that draws one of n codewords, apart from X: every fixed set of codewords loses its mass as n grows."""
    n = sp.Symbol("n")
    grown = order(integer("n", 1), variable="n", function=1, is_O_of=1 / n)
    d = Derivation(forall(integer("n", 1), then=ge(1, n / n)))
    goal = [">=", 1, ["*", ["/", 1, "n"], "n"]]
    d.add("combine", goal, using=[])
    bounded = order(integer("n", 1), variable="n", function=1, is_O_of=["/", 1, 4])
    e = Derivation(forall(integer("n", 1), then=ge(1, 1)))
    for relation in ("<=", ">="):
        e.add("evaluate", [relation, 1, ["*", 4, ["/", 1, 4]] if relation == "<=" else -1])
    return Reading(
        "Some number L of codewords holds all the mass of uniform codebooks of n codewords, up to a factor: 1 <= L/n.",
        grown,
        [{"kind": "growth", "constant": 1, "from": 1, "factor": "linear", "proof": d.proof()}],
        neighbour=Reading(
            "Of codebooks of four codewords.",
            bounded,
            [{"kind": "order", "constant": 4, "from": 1, "proof": e.proof()}],
        ),
    )
