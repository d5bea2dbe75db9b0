"""Section 5.3: Theorem 5.1, its D*(R), and the three steps of its proof."""

from fractions import Fraction

import sympy as sp

from checks.contradictions import never
from checks.neighbours import false_neighbour
from checks.register import Reading, claim
from checks.verify.terms import substitute
from theory import finite_sample_rate as rate
from theory import label_free
from theory.fano_ranking import R_rank
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
    gt,
    integer,
    le,
    log2,
    lt,
    order,
    real,
    retrieval,
)  # fmt: skip
from theory.proof.worlds import witness, world
from theory.quantiser import allocation, product_code

D, N, R, n, p, q, k, K = sp.symbols("D N R n p q k K")
RATES = (64, 128, 256, 512)
FOUR = {(u, v, 1 + u): "1/4" for u in (0, 1) for v in (0, 1)}
POINTS = {(u, v): f"{u}{v}" for u in (0, 1) for v in (0, 1)}
NAMED = world(FOUR, POINTS, {c: [1, 2] if c[0] == "0" else [2, 1] for c in POINTS.values()})
TWINS = world(
    {(0, 0, 1): "1/2", (1, 1, 2): "1/2"}, {(0, 0): "a", (1, 1): "b"}, {"a": [1, 2], "b": [2, 1]}
)  # fmt: skip
TWO = [integer("R", 1), retrieval("N", 2)]


def five_documents() -> dict:
    """Y = X1 uniform on 5, X2 uniform on 20 and independent; one bit for X1 (documents 1-3, 4-5), two for X2."""
    law = {(y, x, y): "1/100" for y in range(1, 6) for x in range(20)}
    cells = {(y, x): f"{'ab'[y > 3]}{x // 5}" for y, x, _ in law}
    lists = {"a": [1, 2, 3, 4, 5], "b": [4, 5, 1, 2, 3]}
    return world(law, cells, {c: lists[c[0]] for c in cells.values()})


@claim(
    "s5-thm51",
    where="Sec. 5.3, Thm 5.1",
    kind="theorem",
    verdict="refuted",
    rests_on=(
        "s5-dstar-defined",
        "s5-mse-to-rank",
        "s5-kkt",
        "s5-divide-by-n",
        "s5-bit-allocation",
        "ours-index-popularity",
    ),
    repair="ours-median-excess-order",
    statement="E[d] <= D*(R) + O(n^-1) with I(X;C) <= R, for the true law.",
    quote="$$\\mathbb{E}[d] \\leq D^{\\star}(R) + O(n^{-1}), \\qquad I(X;C) \\leq R,$$",
    note="Five documents: the share of the irrelevant modality leaves the relevant one two cells, with which E[d] >= 1/3 "
    "(ours-index-popularity), for every n. D*(2) = 1/5 comes from (5), which is false; the true limit is lower: four cells reach 1/10. "
    "The rate half fails too.",
)
def theorem51():
    """The law does not depend on n, so for n -> infinity the theorem says E[d] <= D*(R)."""
    spare = forall(integer("N", 2), *TWO, given=product_code(R), then=le(I("X;C"), R))
    return [
        in_the_limit(sp.Integer(0), "Distortion"),
        beside_the_best_index(sp.Integer(0), "At most D0"),
        Reading(
            "Rate: independent fair bits, R = 1, one bit each by the ceilings.",
            spare,
            [witness(N=2, R=1, W=NAMED)],
        ),
    ]


def in_the_limit(slack: sp.Expr, words: str) -> Reading:
    """E[d] <= D*(R) + slack for every product code of independent modalities, in the limit of many queries."""
    independent = [eq(I("X1;X2"), 0), eq(H("Y"), log2(N)), *product_code(R)]
    root = eq(R_rank(D) + sp.Abs(H("X1") - H("X2")), R)
    statement = forall(
        integer("N", 2), *TWO, real("D", 0, 1), given=[*independent, root], then=le(DISTORTION, D + slack)
    )  # fmt: skip
    return Reading(
        f"{words}, independent modalities (kappa = 1), in the limit of many queries, any product code; the witness has two cells for "
        "five documents and their best lists (ours-index-popularity: 1/3 at least). D*(2) = 1/5 is the only root.",
        statement,
        [witness(N=5, R=2, D="1/5", W=five_documents())],
    )


def beside_the_best_index(slack: sp.Expr, words: str) -> Reading:
    """An index of four entries finds four of five documents first and one second: E[d] = 1/10."""
    low, i = sp.symbols("D0 i")
    best = eq(low, 1 - sp.Sum(1 / sp.ceiling(i / 2**R), (i, 1, N)) / N)
    params = integer("N", 2), integer("R", 1), retrieval("N", 2), real("D0", 0, 1)
    given = [eq(I("X1;X2"), 0), eq(H("Y"), log2(N)), *product_code(R), best]
    statement = forall(*params, given=given, then=le(DISTORTION, low + slack))
    return Reading(
        f"{words}, the least distortion of an index of 2^R entries (ours-index-popularity), same source and code.",
        statement,
        [witness(N=5, R=2, D0="1/10", W=five_documents())],
    )


@claim(
    "s5-dstar-defined",
    where="Sec. 5.3, Thm 5.1",
    kind="definition",
    verdict="refuted",
    rests_on=("s4-eq5", "s4-thm41", "s4-rbal-depends-on-source"),
    repair="ours-converse-uniform",
    statement="D*(R), the solution of R_bal(D*) + kappa Delta H = R, exists and is unique at the rates used in Sec. 7 "
    "(R = 64 to 512, N = 1000).",
    quote="where $D^{\\star}(R)$ is the distortion satisfying $R_{\\rm bal}(D^{\\star}) + \\kappa \\Delta H = R$",
    note="R_bal(D) lies between 0 and log2 1000 = 9.97 bits; the rates lie 64 bits or more apart.",
)
def dstar_defined():
    """Whatever the penalty, one source cannot meet two of the rates; balanced sources meet none."""
    penalty = sp.Symbol("penalty")
    names = {rate: sp.Symbol(f"D{rate}") for rate in RATES}
    reals = [real(str(d), 0, 1) for d in names.values()]
    bits = {rate: R_rank(d, 1000) for rate, d in names.items()}
    meets = both(*[eq(bits[rate] + penalty, rate) for rate in RATES])
    some = exists(real("penalty", 0), *reals, then=meets)
    d = Derivation(some)
    low = d.boxes(ge(bits[64], -2))
    high = d.boxes(le(bits[128], 12))
    d.combine(le(1, 0), low, high, *meets[1:], why="64 bits apart")
    balanced = exists(real("D", 0, 1), then=eq(R_rank(D, 1000), 64))
    none = Derivation(balanced)
    none.combine(le(1, 0), none.boxes(le(R_rank(D, 1000), 12)), balanced["then"])
    a, b = sp.symbols("a b")
    unique = forall(
        integer("N", 2), real("a", 0, 1), real("b", 0, 1), given=[eq(R_rank(a), R_rank(b))], then=eq(a, b)
    )
    return [
        Reading("Some penalty kappa Delta H makes D* exist at all four rates.", some, [d.certificate()]),
        Reading(
            "Without a penalty (Sec. 7.1 is balanced) it exists at R = 64.", balanced, [none.certificate()]
        ),
        Reading("Where it exists it is unique.", unique, [witness(N=2, a="1/4", b="3/4")]),
    ]


@claim(
    "s5-dstar-increasing",
    where="Sec. 5.3, Thm 5.1; Sec. 7.2",
    kind="remark",
    verdict="refuted",
    rests_on=("s5-dstar-defined", "s4-eq5-monotone"),
    repair="ours-converse-uniform",
    statement="D*(R) falls as the rate R grows.",
    quote="where $D^{\\star}(R)$ is the distortion satisfying",
    note="What a distortion at a rate must do; the text does not say it of D*.",
)
def dstar_increasing():
    """Four documents: the only solution at 1 bit or more grows to D* = 1 at 2 bits, and that at 0 bits is 1/4."""
    a, b = sp.symbols("a b")
    above = [gt(R_rank(a), log2(N) - log2(N - 1)), lt(R_rank(a), R_rank(b))]
    falls = forall(integer("N", 4), real("a", 0, 1), real("b", 0, 1), given=above, then=lt(b, a))
    return Reading(
        "Rates above R_rank(0), where D* is unique: the distortion at the higher rate is lower.",
        falls,
        [witness(N=4, a="3/4", b=1)],
    )


@claim(
    "s5-thm51-no-relevance",
    where="Sec. 5.1 to 5.4",
    kind="remark",
    verdict="refuted",
    rests_on=("s5-thm51",),
    repair="ours-labels-needed",
    statement="The construction, which uses no relevance labels, comes within O(1/n) of D*(R) for every P_XY.",
    quote="Then, for the true distribution [...] both the quantiser and the decoder depend only on",
    note="Codes and corpus vectors that suit Y = X serve Y = 1 - X with E[d] = 1/2.",
)
def no_relevance():
    """A fair bit X, two documents, one bit: P_X, and so the fitted code, is the same for Y = X and for Y = 1 - X.

    g_x is the chance that the code ranks document X first where X = x: the two distortions add up to 1/2."""
    own = [sp.Symbol("g0"), sp.Symbol("g1")]
    same, other = (sum(1 - g for g in own) / 4, sum(own) / 4)
    ends = [real(str(g), 0, 1) for g in own]
    two_laws = exists(*ends, then=both(le(same, 0), le(other, 0)))
    one_law = exists(*ends, then=le(same, 0))
    swapped = world({(0, 1): "1/2", (1, 2): "1/2"}, {(0,): "a", (1,): "b"}, {"a": [2, 1], "b": [1, 2]})
    given = [eq(H("Y"), log2(N)), eq(H("C|X"), 0), eq(H("C"), R), eq(R_rank(D), R), le(D, 1 / N)]
    statement = forall(
        integer("N", 2), integer("R", 1), retrieval("N"), real("D", 0, 1), given=given, then=le(DISTORTION, D)
    )
    return [
        Reading(
            "X a fair bit, N = 2, D*(1) = 0: one code, made from queries alone, loses nothing under Y = X and under Y = 1 - X.",
            two_laws,
            never(two_laws),
            neighbour=Reading("Under Y = X.", one_law, [witness(g0=1, g1=1)]),
        ),
        Reading(
            "One modality, R bits, in the limit of many queries, D* the lower root, any decoder, since the paper puts no condition on "
            "the corpus vectors; N = 2, labels exchanged.",
            statement,
            [witness(N=2, R=1, D=0, W=swapped)],
        ),
    ]


@claim(
    "ours-labels-needed",
    paper="ours",
    where="beside Thm 5.1",
    kind="theorem",
    verdict="proved",
    statement="Cells and rankings made without labels: over the N shifts of the documents' labels the mean of E[d] is 1 - H_N/N, "
    "what a code without bits has. Labels that suit the code are paid for by others.",
)
def labels_needed():
    statement, d = label_free.mean_over_shifts()
    first = false_neighbour(
        "For the labels as they are.", statement, ["=", substitute(label_free.DISTORTION, {"t": 0}), statement["then"][2]],
        N=2, K=1, P=[[1, 0]], G=[[1, "1/2", 1, "1/2"]],
    )  # fmt: skip
    return Reading(
        "Any number of cells, any rankings of them (G the reciprocal ranks), any law of cell and document.",
        statement,
        [d.certificate()],
        neighbour=first,
    )


@claim(
    "s5-mse-to-rank",
    where="Sec. 5.3, step 1",
    kind="step",
    verdict="refuted",
    rests_on=("s5-high-resolution", "s5-dstar-defined"),
    repair="ours-margin",
    statement="Hence the joint code attains E[d] = D*(R) + O(2^-R_min).",
    quote="hence the joint code attains $\\mathbb{E}[d] = D^{\\star}(R) + O(2^{-R_{\\min}})$",
    note="Squared error says nothing of ranks without a margin between scores.",
)
def mse_to_rank():
    """No quantisation error at all, corpus vectors of the wrong sign: E[d] = 1/2 where D* = 0."""
    wrong_sign = world({(0, 1): "1/2", (1, 2): "1/2"}, {(0,): "a", (1,): "b"}, {"a": [2, 1], "b": [1, 2]})
    exact = [eq(H("Y"), log2(N)), eq(H("X|C"), 0), eq(R_rank(D), H("C")), le(D, 1 / N)]
    statement = forall(integer("N", 2), retrieval("N"), real("D", 0, 1), given=exact, then=le(DISTORTION, D))
    return Reading(
        "C determines X, so that the squared error vanishes; D* the lower root at R = H(C); any decoder, since the paper puts no "
        "condition on the corpus vectors.",
        statement,
        [witness(N=2, D=0, W=wrong_sign)],
    )


@claim(
    "s5-step1-constant-in-n",
    where="Sec. 5.3, steps 1 and 3",
    kind="step",
    verdict="refuted",
    rests_on=("s5-mse-to-rank",),
    statement="Step 1's D* + O(2^-R_min), at a fixed rate, combines with step 3 to D* + O(1/n).",
    quote="Combining with Step 1 proves the stated $O(n^{-1})$ gap",
    note="It would need R_min >= log2 n - O(1): under log|C| = c log n and M equal shares, c >= M.",
)
def step1_constant():
    statement, certificate = rate.constant_is_not_inverse(sp.Rational(1, 2), Fraction(1, 2))
    bits = sp.ceiling(log2(n))
    grown = order(integer("n", 1), variable="n", function=2 ** (-bits), is_O_of=1 / n)
    d = Derivation(grown)
    d.basic(ge(bits, log2(n)))
    d.add("apply", ge(2**bits, 2 ** log2(n)))
    d.combine(le(2 ** (-bits), 1 / n), (2, 2 ** (-bits) / n))
    d.combine(ge(2 ** (-bits), -1 / n), (ge(1, 0), 1 / n))
    return Reading(
        "R_min = 1: the term 2^-R_min = 1/2 is O(1/n).",
        statement,
        [certificate],
        neighbour=Reading(
            "R_min = ceil(log2 n).", grown, [{"kind": "order", "constant": 1, "from": 1, "proof": d.proof()}]
        ),
    )


@claim(
    "s5-kkt",
    where="Sec. 5.3, step 2",
    kind="step",
    verdict="refuted",
    rests_on=("s5-eq10-fixed-point", "s5-ba-direction"),
    repair="ours-perfect-retrieval",
    statement="Because (10) satisfies the KKT conditions of the dual objective, (f*, g_tau*) minimises I(X;C) for the "
    "attained distortion under the empirical law, and I(X;C) = R under it.",
    quote="minimises I(X; C) for the attained distortion under the empirical law",
    note="The quantiser keeps bits of modalities that do not matter. Sending Y alone takes one bit here, not two.",
)
def kkt():
    """Four queries, all pairs of two bits, Y the first: C = X has no distortion and 2 bits."""
    perfect = [eq(DISTORTION, 0), eq(H("Y|X"), 0), *product_code(R)]
    least = forall(integer("N", 2), *TWO, given=perfect, then=le(I("X;C"), H("Y")))
    return [
        Reading(
            "No distortion: sending Y takes H(Y) bits, so a minimiser takes no more.",
            least,
            [witness(N=2, R=2, W=NAMED)],
        ),
        Reading("I(X;C) = R.", full_rate(), [witness(N=2, R=2, W=TWINS)]),
    ]


def full_rate() -> dict:
    return forall(integer("N", 2), *TWO, given=product_code(R), then=eq(I("X;C"), R))


@claim(
    "s5-empirical-rate",
    where="Sec. 5.3, step 2",
    kind="step",
    verdict="refuted",
    rests_on=("s5-kkt", "s5-code-entropy"),
    repair="ours-code-entropy",
    statement="The empirical mutual information of the code is R exactly.",
    quote="Thus $I_{\\widehat{P}}(X; C) = R$.",
)
def empirical_rate():
    """Two equal modalities: R = 2, one bit of information. With independent ones R = 1 gives two."""
    return Reading("Every product code.", full_rate(), [witness(N=2, R=2, W=TWINS)])


@claim(
    "s5-step3-rate",
    where="Sec. 5.3, step 3",
    kind="step",
    verdict="refuted",
    rests_on=("s5-empirical-rate", "s5-mi-lipschitz", "s5-vc-deviation"),
    repair="ours-mi-continuity",
    statement="The true rate is within O(n^-1/2) of R.",
    quote="Since $|\\mathcal{C}| = 2^R$, $|I_P(X;C) - R| = O(n^{-1/2})$",
)
def step3_rate():
    """The premise I = R fails by one bit for two equal modalities, at every n."""
    return Reading("In the limit of many queries I_P(X;C) = R.", full_rate(), [witness(N=2, R=2, W=TWINS)])


@claim(
    "s5-two-sided-rate",
    where="Sec. 5.3, Thm 5.1 and step 3",
    kind="step",
    verdict="refuted",
    rests_on=("s5-step3-rate",),
    repair="ours-code-entropy",
    statement="|I_P(X;C) - R| = O(n^-1/2) gives I(X;C) <= R.",
    quote="$|I_P(X;C) - R| = O(n^{-1/2})$",
)
def two_sided_rate():
    rate_of, c = sp.symbols("I c")
    near = [le(rate_of - R, c / n), le(R - rate_of, c / n)]
    statement = forall(
        integer("n", 1), integer("R", 1), real("I", 0), real("c", 0), given=near, then=le(rate_of, R)
    )
    return Reading(
        "Even within c/n of R, the rate may lie above it.", statement, [witness(n=1, R=1, I=2, c=1)]
    )


@claim(
    "s5-codebook-size",
    where="Sec. 5.3, step 3; Sec. 5.1",
    kind="consistency",
    verdict="refuted",
    rests_on=("s5-bit-allocation",),
    repair="ours-cumulative-rounding",
    statement="The product code has |C| = 2^R codewords.",
    quote="Since $|\\mathcal{C}| = 2^R$",
)
def codebook_size():
    """R = 1 and two equal entropies: two cells each, four codewords."""
    h1, h2 = sp.symbols("H1 H2")
    cells = 2 ** allocation(h1, h1 + h2) * 2 ** allocation(h2, h1 + h2)
    statement = forall(
        integer("R", 1), real("H1", 0), real("H2", 0), given=[gt(h1 + h2, 0)], then=eq(cells, 2**R)
    )
    return Reading("Cell indices, two modalities.", statement, [witness(R=1, H1=1, H2=1)])
