"""Section 4.3: what the converse is said to imply for contrastive objectives; the volume bound and eq. (8)."""

import sympy as sp

from checks.contradictions import conditional, inconsistent
from checks.register import Reading, claim
from checks.small_worlds import NAMED, RANKINGS, named_documents
from theory import skew
from theory import unit_norm_codes as unc
from theory.fano_ranking import D, R_rank
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
    plog,
    real,
    retrieval,
)
from theory.proof.worlds import witness, world
from theory.skew import codes, penalty, skew_bound
from theory.unit_norm_codes import VOLUME_BITS, d

DETERMINISTIC = eq(H("C|X"), 0)
ALIKE = named_documents(2, 2)
UNIT_VECTORS = [
    "or",
    le(["card", ["C"]], 2),
    ge(d, 2),
]  # R^1 has two unit vectors, R^2 and up as many as one likes


@claim(
    "s4-deterministic-entropy",
    where="Sec. 4.3",
    kind="step",
    verdict="proved",
    statement="For a deterministic encoder I(X;C) = H(C).",
    quote="is now a deterministic function, I(X;C) = H(C).",
)
def deterministic_entropy():
    function = eq(H("C|X1"), 0)
    statement = forall(finite_law("X1", "C"), given=[function], then=eq(I("X1;C"), H("C")))
    proof = Derivation(statement)
    proof.shannon(statement["then"], ("X1", "C"), function)
    noise = world({(0, 0): "1/2", (0, 1): "1/2"}, variables=["X1", "C"])
    return Reading(
        "A finite codebook.",
        statement,
        [proof.certificate()],
        neighbour=Reading(
            "Any encoder.", forall(finite_law("X1", "C"), then=eq(I("X1;C"), H("C"))), [witness(W=noise)]
        ),
    )


@claim(
    "s4-softmax-is-no-permutation",
    where="Sec. 4.3; Secs. 2 and 3",
    kind="consistency",
    verdict="proved",
    rests_on=("s4-softmax-order",),
    statement="The softmax g_tau(C) is a decoder of Sec. 2, which outputs a permutation (so that (1) and (7) apply to it).",
    quote="employ deterministic encoders followed by a temperature-scaled softmax decoder",
    note="Read as ranking by its components; as written its value is a list of probabilities.",
)
def softmax():
    """Every component of a softmax lies strictly between 0 and 1; a rank is an integer from 1 on."""
    a, b, r, p = sp.symbols("a b r p")
    share = sp.exp(a) / (sp.exp(a) + sp.exp(b))
    statement = exists(real("a"), real("b"), real("p"), integer("r", 1), then=both(eq(p, share), eq(p, r)))
    proof = Derivation(statement)
    total = sp.exp(a) + sp.exp(b)
    excess = (r - 1) * sp.exp(a) + r * sp.exp(b)
    proof.combine(gt(excess, 0), (ge(r, 1), total))
    zero = proof.combine(eq(excess, 0), (eq(p, share), -total), (eq(p, r), total))
    proof.combine(le(1, 0), (zero, 1 / excess))
    return [
        softmax_order.decide(),
        Reading(
            "As written, N = 2, scores a and b: a component that is the softmax of the scores, and a rank r.",
            statement,
            inconsistent(proof, witness(a=0, b=0, p=1, r=1), witness(a=0, b=0, p="1/2", r=1)),
        ),
    ]


@claim(
    "s4-softmax-order",
    where="Sec. 4.3",
    kind="definition",
    verdict="proved",
    statement="Read as ranking by the softmax scores, g_tau is a decoder; its order is that of the scores, at every tau > 0.",
    quote="where $E(\\cdot)$ is a document embedding and $\\tau > 0$ is fixed [27, 36]",
)
def softmax_order():
    a, b, tau, z = sp.symbols("a b tau z")
    weight = lambda score: sp.exp(score / tau) / z  # noqa: E731
    params = real("a"), real("b"), real("tau"), real("z")
    positive = [gt(tau, 0), gt(z, 0)]
    statement = forall(*params, given=[*positive, gt(a, b)], then=gt(weight(a), weight(b)))
    proof = Derivation(statement)
    proof.combine(gt(a / tau, b / tau), (gt(a, b), 1 / tau))
    proof.add("apply", gt(sp.exp(a / tau), sp.exp(b / tau)))
    proof.combine(statement["then"], (2, 1 / z))
    own = forall(
        *params,
        real("s"),
        given=[*positive, gt(sp.Symbol("s"), 0), gt(a, b)],
        then=gt(a / tau, b / sp.Symbol("s")),
    )
    return Reading(
        "Two documents with scores a > b, z the partition function.",
        statement,
        [proof.certificate()],
        neighbour=Reading(
            "With a temperature of its own for each document.", own, [witness(a=2, b=1, tau=4, z=1, s=1)]
        ),
    )


@claim(
    "s4-global-temperature",
    where="Sec. 4.3; Sec. 7.1",
    kind="remark",
    verdict="refuted",
    repair="s4-softmax-order",
    statement="For the quantiser with one shared tau, tau is chosen by cross-validation: its value bears on the ranking.",
    quote="our quantiser but with a shared",
    note="Of a decoder's temperature. That of a loss in training, as the 0.07 of the naive baseline, is another matter.",
)
def global_temperature():
    a, b, tau, other = sp.symbols("a b tau sigma")
    statement = exists(
        *[real(v) for v in ("a", "b", "tau", "sigma")],
        given=[gt(tau, 0), gt(other, 0)],
        then=both(gt(a / tau, b / tau), le(a / other, b / other)),
    )
    proof = Derivation(statement)
    proof.combine(gt(a - b, 0), (gt(a / tau, b / tau), tau))
    proof.combine(le(a - b, 0), (le(a / other, b / other), other))
    proof.add("absurd", lt(0, 0), of=gt(a - b, 0))
    return Reading(
        "Two documents change places between two shared temperatures.", statement, [proof.certificate()]
    )


@claim(
    "s4-volume-bound",
    where="Sec. 4.3, before eq. (8)",
    kind="step",
    verdict="refuted",
    repair="ours-circle-codes",
    statement="For a unit-norm codebook in R^d, H(C) <= d log sqrt(e pi).",
    quote="Any such encoder satisfies $H(C) \\leq d\\log(\\sqrt{e\\pi})$ by the volume bound [12].",
)
def volume_bound():
    """Nine unit vectors of the plane, equally likely: log2 9 = 3.17 > log2(e pi) = 3.09. It holds at d = 1 (two unit
    vectors) and for up to eight in the plane; false from d = 2, nine codewords, on. What a volume bounds is a
    differential entropy, and I(X;C) = H(C) needs the other kind."""
    params, given = unc.codebooks()
    statement = forall(*params, given=given, then=le(unc.entropy_of_code(), VOLUME_BITS))
    area = forall(integer("k", 1, 1), then=le(log2(sp.pi), log2(sp.pi * sp.E)))
    proof = Derivation(area)
    proof.evaluate(area["then"])
    return [
        Reading(
            "L distinct unit vectors of R^d, any law on them.",
            statement,
            [witness(d=2, L=9, c=unc.rational_circle(9), p=["1/9"] * 9)],
        ),
        Reading(
            "d = 2: the logarithm of the unit disc's area, the most that a differential entropy on it can be, is below the "
            "printed log2(e pi).",
            area,
            [proof.certificate()],
        ),
    ]


@claim(
    "ours-circle-codes",
    paper="ours",
    where="in place of the volume bound",
    kind="theorem",
    verdict="proved",
    statement="The unit vectors u(t) = ((1-t^2)/(1+t^2), 2t/(1+t^2)) of the plane score <u(s),u(t)> < 1 = <u(t),u(t)> for "
    "s != t: C = u(Y) ranks N documents u(1), .., u(N) without error at any temperature, with H(C) = H(Y), for every N.",
)
def circle_codes():
    statement, proof = unc.circle_names_everything()
    (a, b), (p, q) = unc.vector(unc.s), unc.vector(unc.t)
    apart = forall(*statement["forall"], given=statement["given"], then=lt(a * p + b * q, 0))
    return Reading(
        "So no bound on H(C), on N or on the ranking holds in d alone from d = 2 on; H(C) <= log2 of the codebook's size.",
        statement,
        [proof.certificate()],
        neighbour=Reading("Any two at right angles or more.", apart, [witness(s=0, t="1/2")]),
    )


@claim(
    "s4-eq8",
    where="Sec. 4.3, eq. (8)",
    kind="equation",
    verdict="refuted",
    rests_on=("s4-thm41", "s4-volume-bound"),
    repair="ours-circle-codes",
    statement="d log sqrt(e pi) >= R_bal(D) + kappa Delta H for every deterministic unit-norm encoder.",
    quote="$$d\\log(\\sqrt{e\\pi}) \\ge R_{\\text{bal}}(D) + \\kappa \\Delta H.$$",
)
def eq8():
    """The two unit numbers -1, 1 name a bit: 1.55 bits of volume against R_bal(0) + kappa Delta H = 2. With the true
    converse and no penalty: nine documents on the circle, 3.09 against log2 9 = 3.17."""
    bound = codes(DETERMINISTIC, UNIT_VECTORS, then=ge(VOLUME_BITS, skew_bound()))
    bound["forall"].insert(0, integer("d", 1))
    nine = {(y, y): "1/9" for y in range(1, 10)}
    rankings = {f"c{y}": [y, *[x for x in range(1, 10) if x != y]] for y in range(1, 10)}
    exact = forall(
        integer("d", 2),
        integer("N", 2),
        retrieval("N"),
        given=[eq(H("Y"), log2(sp.Symbol("N"))), DETERMINISTIC, eq(DISTORTION, 0)],
        then=ge(VOLUME_BITS, log2(sp.Symbol("N"))),
    )
    return [
        Reading("As printed, M >= 2.", bound, [witness(d=1, M=2, N=2, W=NAMED)]),
        Reading(
            "With the exact converse R*(0) = log2 N and no penalty, d >= 2.",
            exact,
            [witness(d=2, N=9, W=world(nine, {(y,): f"c{y}" for y, _ in nine}, rankings))],
        ),
    ]


@claim(
    "s4-eq8-combination",
    where="Sec. 4.3, before eq. (8)",
    kind="step",
    verdict="proved",
    statement="(8) follows from I(X;C) = H(C), the volume bound and (7).",
    quote="Combining with (7) gives",
    note="A valid step from two premises that are both false.",
)
def combination():
    rate, entropy, volume, bound = sp.symbols("I H V B")
    params = [real(v) for v in "IHVB"]
    premises = [eq(rate, entropy), le(entropy, volume), ge(rate, bound)]
    statement = forall(*params, given=premises, then=ge(volume, bound))
    proof = Derivation(statement)
    proof.combine(statement["then"], *premises)
    strict = forall(*params, given=premises, then=gt(volume, bound))
    return Reading(
        "Chaining.",
        statement,
        [proof.certificate()],
        neighbour=Reading("Strictly.", strict, [witness(I=0, H=0, V=0, B=0)]),
    )


@claim(
    "s4-gap-can-vanish",
    where="Sec. 4.3",
    kind="remark",
    verdict="proved",
    statement="At kappa = 0 the gap between a deterministic encoder and the converse bound can vanish.",
    quote="the gap can vanish and (8) is tight",
    note="At D = 0, with two documents; R_bal(0) = log2 2 there, which is also the exact least rate. Whether (8) is tight and "
    "such encoders optimal: s4-optimal-at-zero-kappa.",
)
def gap_can_vanish():
    """X_1 = X_2 = Y a fair bit, C = Y: I(X;C) = 1 = R_bal(0)."""
    perfect = [eq(skew.skew(), 0), DETERMINISTIC, eq(H("K"), 0), eq(DISTORTION, 0)]
    statement = codes(*perfect, then=eq(I("X;C"), skew_bound()))
    statement["exists"] = statement.pop("forall")
    below = {**statement, "then": lt(I("X;C"), log2(sp.Symbol("N")))}
    proof = Derivation(below)
    markov = proof.world(eq(I("Y;C|X"), 0), "the encoder sees the query alone")
    back = proof.world(eq(H("Y|K,C"), 0), "the codeword's ranking turns a rank into a document")
    rate = proof.shannon(ge(I("X;C"), H("Y")), "XYCK", perfect[2], markov, back)
    proof.combine(ge(I("X;C"), log2(sp.Symbol("N"))), rate, below["given"][0])
    proof.add("absurd", lt(0, 0), of=below["then"])
    return Reading(
        "Some source with kappa = 0 and deterministic code without distortion meet (7), I(X;C) = R_bal(0) + kappa Delta H.",
        statement,
        [witness(M=2, N=2, W=ALIKE)],
        neighbour=Reading("They do with less than log2 N bits.", below, [proof.certificate()]),
    )


@claim(
    "s4-optimal-at-zero-kappa",
    where="Sec. 4.3",
    kind="remark",
    verdict="refuted",
    rests_on=("s4-eq8",),
    repair="s4-gap-can-vanish",
    statement="At kappa = 0 (8) is tight, and deterministic contrastive encoders are optimal, at every D.",
    quote="(8) is tight; the deterministic contrastive objective is information-theoretically optimal.",
    note="At D = 0 they can be: s4-gap-can-vanish. As an equation between numbers (8) can hold, for d = 1 and N = 3 at a D near "
    "1; but three documents have D <= 2/3.",
)
def optimal_at_zero_kappa():
    """Two documents, X_1 = X_2 = Y: deterministic codes have I >= 1 - 4D, 1/2 at D = 1/8; a noisy one sends 0.19 bit."""
    alike = [eq(H("Y"), 1), eq(H("X1|X2"), 0), eq(H("X2|X1"), 0), eq(H("Y|X"), 0)]
    optimal = forall(retrieval(2, 2), given=alike, then=ge(I("X;C"), 1 - 4 * DISTORTION))
    coin = {(1, 1): {"a": "3/4", "b": "1/4"}, (2, 2): {"a": "1/4", "b": "3/4"}}
    noisy = world({(1, 1, 1): "1/2", (2, 2, 2): "1/2"}, coin, RANKINGS)
    return [
        Reading(
            "kappa = 0 (both modalities are Y): no code has a lower rate than the least of deterministic ones, 1 - 4D.",
            optimal,
            [witness(W=noisy)],
        ),
        Reading("(8) is an equality at some D, d = 512 and N = 1000 as in Sec. 7.", *no_equality()),
    ]


def no_equality() -> tuple[dict, list[dict]]:
    """R_rank <= log2 1000 < 10, and 512 log2 sqrt(e pi) > 768."""
    volume, rate = VOLUME_BITS.subs(d, 512), R_rank(D, sp.Integer(1000))
    statement = exists(real("D", 0, 1), then=eq(volume, rate))
    proof = Derivation(statement)
    proof.evaluate(lt(log2(sp.Integer(1000)), 10))
    proof.evaluate(gt(volume, 768))
    proof.basic(le(plog(D), 0))
    proof.basic(le(plog(1 - D), 0))
    proof.evaluate(gt(log2(sp.Integer(999)), 0))
    proof.combine(le(1, 0), 1, 2, 3, 4, eq(volume, rate), (5, 1 - D))
    return statement, [proof.certificate()]


@claim(
    "s4-eq8-strict",
    where="Sec. 4.3",
    kind="step",
    verdict="conditional",
    rests_on=("s4-eq8",),
    repair="ours-circle-codes",
    statement="kappa > 0 makes (8) strict, kappa = 0 does not.",
    quote="For any $\\kappa>0$ the inequality is strict",
    note="The condition is Delta H > 0: with Delta H = 0 it is the same inequality as at kappa = 0.",
)
def eq8_strict():
    """A step from (8), which is false itself; and where the penalty is positive (8) may be false."""
    volume, bound, kappa, imbalance = sp.symbols("V B kappa Delta")
    params = [real(v, 0) for v in ("V", "B", "kappa", "Delta")]
    given = [ge(volume, bound + kappa * imbalance), gt(kappa, 0)]
    step = forall(*params, given=given, then=gt(volume, bound))
    condition = gt(imbalance, 0)
    proof = Derivation(step, [condition])
    proof.combine(gt(kappa * imbalance, 0), (condition, kappa))
    proof.combine(step["then"], given[0], 1)
    worlds = codes(DETERMINISTIC, UNIT_VECTORS, gt(skew.skew(), 0), then=gt(VOLUME_BITS, skew_bound()))
    worlds["forall"].insert(0, integer("d", 1))
    return [
        Reading(
            "From (8), with kappa > 0: the left side V exceeds R_bal = B. So it does where Delta H > 0.",
            step,
            conditional(
                witness(V=1, B=1, kappa=1, Delta=0), [condition], proof, witness(V=2, B=1, kappa=1, Delta=1)
            ),
        ),
        Reading("As a statement on encoders.", worlds, [witness(d=1, M=2, N=2, W=NAMED)]),
    ]


@claim(
    "s4-infonce-suboptimal",
    where="Sec. 4.3",
    kind="remark",
    verdict="refuted",
    rests_on=("s4-eq8", "s4-eq8-strict"),
    repair="ours-circle-codes",
    statement="For kappa > 0 inequality (8) is strict, so fixed-temperature InfoNCE cannot reach the converse bound.",
    quote="proving that fixed-temperature InfoNCE cannot reach the converse bound.",
    note="The left side of (8) bounds H(C) from above: slack there says nothing of H(C), and nothing of a temperature.",
)
def infonce_suboptimal():
    """C = Y = -1 or 1, documents at -1 and 1, any temperature: no distortion, and H(C) = 1 = log2 2, the least possible."""
    unequal = [DETERMINISTIC, gt(penalty(), 0), eq(DISTORTION, 0)]
    return [
        Reading(
            "kappa Delta H > 0: a deterministic code without distortion exceeds the exact converse log2 N.",
            codes(*unequal, then=gt(H("C"), log2(sp.Symbol("N")))),
            [witness(M=2, N=2, W=NAMED)],
        ),
        Reading(
            "It exceeds the bound (7), R_bal(0) + kappa Delta H = 2.",
            codes(*unequal, then=gt(H("C"), skew_bound())),
            [witness(M=2, N=2, W=NAMED)],
        ),
    ]
