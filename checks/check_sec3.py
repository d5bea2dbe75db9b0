"""Section 3: encoders and decoders, monotonicity and convexity of R(D), and what randomisation does."""

import sympy as sp

from checks.register import Reading, claim
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
    integer,
    le,
    lt,
    real,
    retrieval,
)  # fmt: skip
from theory.proof.worlds import witness, world


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
    note="True, by another proof: the branch costs nothing, because it is independent of the query. The certificate is of the rate; "
    "the distortion of the shared code is the average of the two distortions, an expectation being linear.",
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
        "Time sharing: the rate of the shared code, branch included, is the average of the two rates (I(X;C|Q) is that average).",
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
    statement="Here, for ranking distortion, randomness is indispensable: deterministic encoders do not suffice.",
    quote="Deterministic encoders suffice only when the distortion measure is additive; here, randomness is indispensable",
    rests_on=("ours-deterministic-two-documents",),
    note="For I(X;C) per query, at some D. It fails at D = 0, and coding many queries together needs no randomness. The first half "
    "of the sentence, that an additive distortion is the only one for which they suffice, is not judged: at D = 0 they "
    "suffice for this one.",
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
    "s3-two-definitions",
    where="Sec. 2, eq. (2); Sec. 3, eq. (3)",
    kind="consistency",
    verdict="refuted",
    rests_on=("ours-deterministic-two-documents",),
    repair="s3-deterministic-additive",
    statement="(2), with codewords that are deterministic functions of X, and (3), with stochastic encoders, define one R(D).",
    quote="Section 3 elaborates (2) and derives its properties.",
    note="Sec. 3 announces the change ('we allow randomisation explicitly'). For many queries coded together the two rates agree "
    "by the coding theorem of rate-distortion theory, which is not certified here.",
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
