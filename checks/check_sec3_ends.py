"""Section 3: where R(D) begins and ends, its slope between, and whether its infimum is attained."""

import sympy as sp

from checks.contradictions import conditional, inconsistent
from checks.register import Reading, claim
from checks.small_worlds import named_documents
from theory.divergence import SILENT, at_silent, harmonic_bounds
from theory.fano_ranking import N, R_rank, k
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    DISTORTION,
    H,
    I,
    both,
    eq,
    every,
    exists,
    forall,
    formal,
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
    statement="A code with more than |X| + 1 codewords can drop one without loss.",
    quote="with support size at most $|\\mathcal{X}| + 1$ (support lemma [13])",
    note="For finite X; so |X| + 1 codewords suffice. Among |X| + 2 codewords the |X| + 1 equations in z (the posterior's total at "
    "each query, the distortion) have a solution z that is not zero; its sign is chosen so that the last hypothesis holds. "
    "That the infimum is achieved then follows from continuity on a compact set, a step that no certificate here holds.",
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
    verdict="conditional",
    repair="s3-support-size",
    statement="The feasible set of (3), all encoder-decoder pairs with finite codebooks, is compact.",
    quote="Since the feasible set in (3) is compact in the weak topology",
    note="What escapes is labels alone. With at most |X| + 1 codewords, which suffice (s3-support-size), or with codewords that "
    "are identified with their posterior and ranking, compactness is standard; no certificate here holds that step.",
)
def compactness():
    """A law p on n codewords: the code that uses codeword n alone, apart from X, has no mass on the first |X| + 1."""
    x, n, c = sp.symbols("x n c")
    p = sp.IndexedBase("p")
    sizes = integer("x", 1), integer("n", x + 1), sequence("p", 1, n, 0)
    mass = sp.Sum(p[c], (c, 1, x + 1))
    total = eq(sp.Sum(p[c], (c, 1, n)), 1)
    statement = forall(*sizes, given=[total], then=ge(mass, sp.Rational(1, 2)))
    condition = le(n, x + 1)
    d = Derivation(statement, [condition])
    rest = sp.Sum(p[c], (c, x + 2, n))
    split = d.add("unroll", eq(sp.Sum(p[c], (c, 1, n)), mass + rest), after=formal(x + 1))
    none = d.termwise(
        le(rest, sp.Sum(sp.Integer(0), (c, x + 2, n))),
        lambda i: i.combine(le(p[c], 0), (i.combine(le(1, 0), condition, ge(c, x + 2), le(c, n)), p[c])),
    )
    d.combine(statement["then"], split, none, total)
    without = witness(x=1, n=3, p=[0, 0, 1])
    return [
        Reading(
            "No mass escapes: among n codewords the first |X| + 1, x = |X|, have at least half of every law p of the codeword. So "
            "it is where there are no more than these.",
            statement,
            conditional(without, [condition], d, witness(x=1, n=2, p=["1/2", "1/2"])),
        ),
        uniform_codebooks(),
    ]


def uniform_codebooks() -> Reading:
    """Every fixed set of codewords loses its mass as n grows."""
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
        "Codes that draw one of n codewords uniformly: some fixed finite set of L codewords keeps a fixed share of the mass, L/n, as "
        "n grows; that is, 1 = O(L/n).",
        grown,
        [{"kind": "growth", "constant": 1, "from": 1, "factor": "linear", "proof": d.proof()}],
        neighbour=Reading(
            "Codes that draw one of four codewords: 1 = O(L/4).",
            bounded,
            [{"kind": "order", "constant": 4, "from": 1, "proof": e.proof()}],
        ),
    )
