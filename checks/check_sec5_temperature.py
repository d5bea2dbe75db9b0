"""Section 5.2: the adaptive-temperature decoder, its update and its fixed point."""

import sympy as sp

from checks.check_sec5_achievability import NAMED, TWO
from checks.neighbours import false_neighbour
from checks.register import Reading, Untestable, claim
from theory import adaptive_temperature as at
from theory import blahut_arimoto_steps as ba
from theory import temperature_fixed_point as tf
from theory.adaptive_temperature import schedule
from theory.all_fixed_points import fixed_at_eq10
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    DISTORTION,
    MRR,
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
    lt,
    real,
    table,
)
from theory.proof.worlds import undefined, witness
from theory.quantiser import ENTROPIES, ENTROPY, TOTAL, M, R, plug_in, product_code
from theory.temperature_fixed_point import DATA, RIGHT, TEMPERATURES

TAU = ("tau1", "tau2")
POSITIVE = [["<", 0, "tau1"], ["<", 0, "tau2"]]
LAW = [tf.IS_LAW]
j, k, s, t = sp.symbols("j k s t")


@claim(
    "s5-ba-direction",
    where="Sec. 5.2",
    kind="step",
    verdict="refuted",
    rests_on=("s5-tau-free-rate",),
    repair="ours-update-ascends",
    statement="The update tau <- tau exp(dR/dtau) minimises R = I(X;C) - lambda E[RR].",
    quote="$\\tau_m^{(t+1)}=\\tau_m^{(t)}\\exp(\\partial R/\\partial \\tau_m^{(t)})$",
    note="It moves along the gradient, not against it. Under argsort the derivative is 0 or undefined, and it stays.",
)
def ba_direction():
    return never_rises()


def never_rises() -> Reading:
    """Each query scores its document 1 and the other 0; tau = (1, 1) moves to 1.050, and J rises."""
    statement = forall(
        *DATA,
        *TEMPERATURES,
        given=[*LAW, *POSITIVE],
        then=["<=", tf.soft_objective(tf.updated(TAU)), tf.soft_objective(TAU)],
    )
    return Reading(
        "Softmax ranking, two documents: one step at lambda = 1 does not raise the objective.",
        statement,
        [witness(**RIGHT, tau1=1, tau2=1)],
    )


@claim(
    "ours-update-ascends",
    paper="ours",
    where="beside Sec. 5.2",
    kind="lemma",
    verdict="proved",
    statement="To first order in its step the update changes its objective by the sum of tau_m g_m^2 >= 0, g the gradient.",
)
def update_ascends():
    statement, d = tf.ascent()
    strict = false_neighbour(
        "It always rises.", statement, [">", *statement["then"][1:]], M=1, h=1, tau=[1], g=[0]
    )
    return Reading("Any gradient, any temperatures.", statement, [d.certificate()], neighbour=strict)


@claim(
    "s5-update-units",
    where="Sec. 5.2",
    kind="equation",
    verdict="refuted",
    statement="The iteration does not depend on the units of scores and temperatures.",
    quote="$\\tau_m^{(t+1)}=\\tau_m^{(t)}\\exp(\\partial R/\\partial \\tau_m^{(t)})$",
    note="A property that we ask of it; the text does not claim it. The exponent has the unit of 1/tau; its fixed points do not suffer.",
)
def update_units():
    """Scores and temperatures doubled: factor 1.025 in place of 1.050."""
    doubled = {**RIGHT, "E": [[2, 0], [0, 2]]}
    first = real("u1", 0), real("u2", 0), table("F", 2, 2)
    twice = [["=", ["at", "F", k, l], ["*", 2, ["at", "E", k, l]]] for k in (1, 2) for l in (1, 2)]
    moved = [["=", f"u{p}", ["*", 2, f"tau{p}"]] for p in (1, 2)]
    rescaled = tf.renamed(tf.updated(("u1", "u2"))[0], "E", "F")
    statement = forall(
        *DATA,
        *TEMPERATURES,
        *first,
        given=[*LAW, *POSITIVE, *twice, *moved],
        then=["=", rescaled, ["*", 2, tf.updated(TAU)[0]]],
    )
    return Reading(
        "Twice the scores at twice the temperatures: twice the new temperature.",
        statement,
        [witness(**RIGHT, tau1=1, tau2=1, u1=2, u2=2, F=doubled["E"])],
        neighbour=Reading(
            "With tau_m dJ/dtau_m, the derivative in log tau_m, in the exponent: any scores and weights.",
            *unit_free(),
        ),
    )


def unit_free() -> tuple[dict, list[dict]]:
    statement, d = tf.unit_free_update()
    return statement, [d.certificate()]


@claim(
    "s5-eq10-fixed-point",
    where="Sec. 5.2, eq. (10)",
    kind="theorem",
    verdict="vacuous",
    rests_on=("s5-ba-direction", "s5-tau-free-rate"),
    repair="ours-golden-fixed-point",
    statement="tau*_m = sqrt(sum_j H_j / (M H_m)) is a fixed point of that update (with the argsort decoder (9); with the softmax "
    "q_k in its place).",
    quote="A fixed point is attained at",
    note="With (9) it is one off the ties, as all other temperatures are (ours-argsort-fixed-points): nothing there leads to (10). "
    "With the softmax, whose derivative the update needs, it is none: (10) sees entropies alone, and scaling the corpus vectors "
    "scales every fixed point and leaves (10) where it is.",
)
def eq10_fixed_point():
    """Softmax: equal entropies, so (10) = (1, 1), where dJ/dtau_1 = s(1)(1 - s(1))/4 = 0.049; this world has no fixed point.

    Argsort: both modalities the same bit, corpus vectors (1, 0) and (0, 1), a tie at (1, 1)."""
    argsort, vacuous = fixed_at_eq10()
    star = tf.eq10()
    soft = forall(*DATA, given=LAW, then=["=", tf.soft_gradient(1, star), 0])
    tied = {**RIGHT, "c": [[1, 1], [2, 2]], "y": [1, 1]}
    more = (["*", star[0], ["+", 1, "e"]], star[1])
    flat = forall(
        *DATA,
        real("e", 0),
        given=[*LAW, ["<", 0, "e"]],
        then=["=", tf.hard_objective(more), tf.hard_objective(star)],
    )
    softmax = Reading("Softmax ranking: the derivative in tau_1 vanishes at (10).", soft, [witness(**RIGHT)])
    return [
        Reading(
            "Argsort off the ties, two documents of two modalities with scores a_i, b_i: E[RR] is the same at the ratio r of (10)'s "
            "temperatures, r^2 = H_2/H_1, and at every ratio u nearer to it than a tie; so it is at every r.",
            argsort,
            [vacuous],
            neighbour=softmax,
        ),
        softmax,
        Reading(
            "Argsort, ties included: E[RR] does not change as tau_1 leaves (10) by a factor 1 + e; it jumps where (10) is a tie.",
            flat,
            [witness(**tied, e="1/10")],
        ),
    ]


@claim(
    "ours-golden-fixed-point",
    paper="ours",
    where="beside eq. (10)",
    kind="lemma",
    verdict="proved",
    statement="Two documents, scores (1, 0) and (2, 0) with opposite relevance: the fixed point of softmax ranking has "
    "cosh(1/tau_1) = (1 + sqrt 5)/2, whatever the entropies.",
)
def golden_fixed_point():
    statement, d = tf.golden_fixed_point()
    anywhere = false_neighbour("At any temperature.", statement, without=statement["given"][0], b=1)
    return Reading(
        "sigma'(b) = 2 sigma'(2b) where cosh^2 b = cosh b + 1.",
        statement,
        [d.certificate()],
        neighbour=anywhere,
    )


@claim(
    "s5-eq10-unique",
    where="Sec. 5.4, takeaway",
    kind="remark",
    verdict="refuted",
    rests_on=("s5-eq10-fixed-point",),
    repair="ours-all-fixed-points",
    statement="The adaptive temperature (10) is the unique Blahut-Arimoto fixed point.",
    quote="the adaptive temperature (10) emerges as the unique BA fixed point",
    note="Under argsort all temperatures off the ties are fixed points; under softmax none, one or two lines, or all (for two "
    "queries: ours-all-fixed-points).",
)
def eq10_unique():
    """Argsort: (2, 1) ranks as (1, 1) does. Softmax: scores that are 0 leave every temperature fixed."""
    star = tf.eq10()
    same = both(*[["=", TAU[p], star[p]] for p in (0, 1)])
    hard = forall(*DATA, *TEMPERATURES, given=[*LAW, *POSITIVE, tf.no_ties(TAU)], then=same)
    still = [["=", tf.soft_gradient(p, TAU), 0] for p in (1, 2)]
    soft = forall(*DATA, *TEMPERATURES, given=[*LAW, *POSITIVE, *still], then=same)
    return [
        Reading(
            "Argsort: temperatures without a tie, around which E[RR] is constant, equal (10).",
            hard,
            [witness(**RIGHT, tau1=2, tau2=1)],
        ),
        Reading(
            "Softmax: where both derivatives vanish, the temperatures equal (10).",
            soft,
            [witness(**{**RIGHT, "E": [[0, 0], [0, 0]]}, tau1=2, tau2=1)],
        ),
    ]


@claim(
    "s5-tau-free-rate",
    where="Sec. 5.2",
    kind="step",
    verdict="refuted",
    statement="Through tau the objective I(X;C) - lambda E[RR] trades rate against reciprocal rank: lambda matters.",
    quote="for dual parameter $\\lambda>0$",
    note="The law of (X, C) is the quantiser's; tau enters the decoder alone, and lambda drops out of every condition on it.",
)
def tau_free_rate():
    """Two temperatures at the same code: the order of their objectives is that of E[RR], for every lambda > 0."""
    info, a, b, lam = sp.symbols("I a b lambda")
    mu = sp.Symbol("mu")
    reals = [real("I", 0), real("a", 0, 1), real("b", 0, 1), real("lambda", 0), real("mu", 0)]
    statement = exists(
        *reals,
        given=[gt(lam, 0), gt(mu, 0)],
        then=both(lt(info - lam * a, info - lam * b), ge(info - mu * a, info - mu * b)),
    )
    d = Derivation(statement)
    first, second = statement["then"][1:]
    d.combine(gt(a, b), (first, 1 / lam))
    worse = d.combine(ge(b, a), (second, 1 / mu))
    d.combine(le(1, 0), (worse, 1 / (a - b)), why="a > b and b >= a")
    agreed = forall(*reals[:4], given=[gt(lam, 0), gt(a, b)], then=lt(info - lam * a, info - lam * b))
    e = Derivation(agreed)
    e.combine(agreed["then"], (gt(a, b), lam))
    return Reading(
        "For two temperatures with mean reciprocal ranks a and b, some lambda prefers the one and some mu the other.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "Every lambda prefers the one with the higher reciprocal rank.", agreed, [e.certificate()]
        ),
    )


@claim(
    "s5-ba-is-not-ba",
    where="Sec. 5.2; abstract",
    kind="remark",
    verdict="refuted",
    rests_on=("s5-tau-free-rate",),
    repair="ours-blahut-arimoto-descends",
    statement="The multiplicative update of tau is the Blahut-Arimoto algorithm.",
    quote="The BA algorithm [3, 6] iterates",
    note="Blahut-Arimoto alternates P(c|x) and the law of c, and its objective never rises; this update, with either sign, changes "
    "neither, so that what it ends in keeps every bit the quantiser spends.",
)
def ba_is_not_ba():
    """Two independent bits, Y the first, C both: 2 - 1 against 1 - 1 at lambda = 1. With the sign as printed the objective rises."""
    rate, lam = I("X;C") - sp.Symbol("lambda") * MRR, sp.Symbol("lambda")
    settled = [eq(DISTORTION, 0), eq(H("Y|X"), 0), *product_code(R)]
    statement = forall(integer("N", 2), *TWO, real("lambda", 0), given=settled, then=le(rate, H("Y") - lam))
    return [
        Reading(
            "With the sign exchanged, so that it descends: where no temperature raises E[RR] any more, the objective is at most that of "
            "sending Y alone, which Blahut-Arimoto's limit never exceeds.",
            statement,
            [witness(N=2, R=2, **{"lambda": 1}, W=NAMED)],
        ),
        never_rises(),
    ]


@claim(
    "ours-blahut-arimoto-descends",
    paper="ours",
    where="beside Sec. 5.2",
    kind="lemma",
    verdict="proved",
    statement="The Blahut-Arimoto half-steps, p(c|x) proportional to q(c) 2^(-s d(x,c)) and q the law of the codewords, never "
    "raise I(X;C) + s E[d].",
)
def blahut_arimoto_descends():
    statement, d = ba.half_steps()
    lower = ["<", *statement["then"][1][1:]]
    one = {"T": 1, "K": 1, "s": 0, "w": [1], "p": [[1]], "l": [0], "d": [[0]]}
    strict = false_neighbour("The first always lowers it.", statement, lower, **one)
    return Reading(
        "Any encoder p, any law q_c = 2^(-l_c), any distortions: first the encoder, then sum_c m_c log2 m_c >= sum_c m_c log2 q_c.",
        statement,
        [d.certificate()],
        neighbour=strict,
    )


@claim(
    "s5-eq10-domain",
    where="Sec. 5.2, eq. (10)",
    kind="definition",
    verdict="proved",
    statement="(10) is defined for every modality.",
    quote="\\sqrt{\\frac{\\sum_j \\widehat{H}_j}{M \\, \\widehat{H}_m}}",
    note="Where every modality varies in the sample. One that does not, the most unbalanced case of all, divides by zero.",
)
def eq10_domain():
    statement, d = at.defined_where_all_vary()
    one = false_neighbour("At least 1.", statement, [">=", statement["then"][1], 1], M=2, m=1, H=[3, 1])
    h1, h2 = plug_in(1), plug_in(2)
    ratio = ["/", ["+", h1, h2], ["*", 2, h1]]
    every_sample = forall(integer("n", 1), table("x", "n", 2), then=[">=", ["sqrt", ratio], 0])
    return [
        Reading(
            "All entropies positive: a number, at least M^(-1/2).",
            statement,
            [d.certificate()],
            neighbour=one,
        ),
        Reading(
            "Every sample of two modalities; n = 2, the first constant.",
            every_sample,
            [undefined(ratio, n=2, x=[[0, 0], [0, 1]])],
        ),
    ]


@claim(
    "s5-eq10-normalisation",
    where="Sec. 5.2, eq. (10)",
    kind="equation",
    verdict="proved",
    statement="(10) is normalised: the mean of 1/tau*_m^2 is 1; with equal entropies every tau*_m is 1.",
    quote="A fixed point is attained at",
    note="So on a balanced source the adaptive decoder is the fixed one.",
)
def eq10_normalisation():
    statement, d = at.mean_square()
    all_one = forall(
        integer("M", 1), ENTROPIES, given=[gt(ENTROPY[1], 0)], then=eq(schedule(ENTROPY[1], TOTAL), 1)
    )
    return Reading(
        "1/tau_m^2 = M H_m / sum_j H_j.",
        statement,
        [d.certificate()],
        neighbour=Reading("Each is 1 on its own.", all_one, [witness(M=2, H=[1, 3])]),
    )


@claim(
    "s5-eq10-proportional",
    where="Sec. 5.2, after eq. (10)",
    kind="remark",
    verdict="refuted",
    repair="ours-eq10-falls",
    statement="tau*_m is proportional to Delta H_m.",
    quote="hence $\\tau_m^\\star \\propto \\Delta \\widehat{H}_m$ as advertised",
    note="Delta H_m is not defined in the text, and no earlier place states the proportionality.",
)
def eq10_proportional():
    """H = (3, 1): both deviations are 1, the temperatures sqrt(2/3) and sqrt 2."""
    a, b = sp.symbols("a b")
    away = [sp.Abs(h - (a + b) / 2) for h in (a, b)]
    taus = [schedule(h, a + b, sp.Integer(2)) for h in (a, b)]
    positive = [gt(a, 0), gt(b, 0)]
    ratio = forall(real("a", 0), real("b", 0), given=positive, then=eq(taus[0] * away[1], taus[1] * away[0]))
    scalar = forall(real("a", 0), real("b", 0), given=positive, then=eq(taus[0], taus[1]))
    return [
        Reading("Delta H_m = |H_m - mean|: equal ratios, two modalities.", ratio, [witness(a=3, b=1)]),
        Reading("One Delta H for all: equal temperatures.", scalar, [witness(a=3, b=1)]),
    ]


@claim(
    "ours-eq10-falls",
    paper="ours",
    where="beside eq. (10)",
    kind="lemma",
    verdict="proved",
    statement="(10) falls with the modality's entropy, as H_m^(-1/2).",
)
def eq10_falls():
    statement, d = at.falls_with_entropy()
    rising = false_neighbour("It rises.", statement, [">", *statement["then"][1:]], M=1, a=1, b=2, T=1)
    return Reading("For a given total of entropies.", statement, [d.certificate()], neighbour=rising)


@claim(
    "s5-supported-in-practice",
    where="Sec. 5.4, takeaway",
    kind="remark",
    verdict="untestable",
    rests_on=("s5-eq10-unique",),
    statement="Practice scales temperatures by modality entropy, and (10) justifies it.",
    quote="heuristic of scaling temperatures by modality entropy observed in practice",
)
def supported_in_practice():
    return Untestable(
        "No practice is cited; whether (10) rises or falls with entropy is judged where Sec. 6.1 is compared with it.",
        "a named system and the schedule that it uses",
    )


@claim(
    "s5-tau-two-schedules",
    where="Sec. 5.2, eq. (10); Secs. 6.1 and 6.3",
    kind="consistency",
    verdict="refuted",
    rests_on=("s5-eq10-proportional",),
    repair="ours-eq10-falls",
    statement="The schedules tau_m = sqrt(sum_j H_j/(M H_m)) and tau_m = gamma sqrt(|H_m - Hbar| + eps) order the "
    "modalities alike.",
    quote="$\\tau_m=\\gamma\\sqrt{|H_m-\\overline{H}|+\\epsilon}$ [...] vindicating the adaptive-temperature rule derived in Sec. 5",
    note="So what Sec. 6 says of its own schedule vindicates another rule than (10). For two modalities Sec. 6.1's temperatures are always equal, (10)'s only at equal entropies; from M = 3 on the "
    "orders can be opposite.",
)
def two_schedules():
    """H = (4, 1, 1): the first modality has the largest of Sec. 6.1's temperatures and the smallest of (10)'s."""
    gamma, eps = sp.symbols("gamma eps")
    mean = TOTAL / M
    ours = [schedule(ENTROPY[i], TOTAL) for i in (1, 2)]
    theirs = [gamma * sp.sqrt(sp.Abs(ENTROPY[i] - mean) + eps) for i in (1, 2)]
    positive = [gt(ENTROPY[1], 0), gt(ENTROPY[2], 0), gt(gamma, 0)]
    params = (integer("M", 2), ENTROPIES, real("gamma", 0), real("eps", 0))
    same = forall(*params, given=positive, then=ge((ours[0] - ours[1]) * (theirs[0] - theirs[1]), 0))
    equal = forall(*params, given=positive, then=["implies", eq(theirs[0], theirs[1]), eq(ours[0], ours[1])])
    return [
        Reading("No two modalities in opposite order.", same, [witness(M=3, H=[4, 1, 1], gamma=1, eps=1)]),
        Reading("Equal in the one, equal in the other.", equal, [witness(M=2, H=[3, 1], gamma=1, eps=3)]),
    ]
