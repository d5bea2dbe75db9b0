"""All fixed points of the temperature update (Sec. 5.2) for two modalities: under argsort, and under softmax ranking.

Two documents, one of each modality, temperatures tau_1, tau_2. Query i gives them the scores a_i, b_i; p_i is its
weight, negative where the second document is meant; u_i = (a_i/tau_1 - b_i/tau_2)/2. Under softmax ranking the
derivatives of -E[RR] in tau_1 and tau_2 vanish where

    sum_i p_i a_i S(u_i) = 0  and  sum_i p_i b_i S(u_i) = 0,     S(u) = 1/(e^u + e^-u)^2.

Argsort: E[RR] is a step function of tau_1/tau_2 with steps at the ratios a_i/b_i > 0; between them all is fixed.

Softmax, any number of queries: none where some temperatures would raise every query's share of its document
(`none_where_all_gain`). Two queries (1, a, b) and (q, a', b'), weights relative to the first, the complete list:

    both score vectors 0                        everything is fixed
    (a', b') not a multiple of (a, b)           nothing (`two_queries`; so too where both pull one way)
    (a', b') = r (a, b), r^2 = 1                everything if 1 + r q = 0, else nothing (`equal_scores`)
    (a', b') = r (a, b), r^2 != 1               the lines a/tau_1 - b/tau_2 = +-2u, u >= 0 the one number with
                                                S(u) = mu S(ru), mu = -r q, if there is one (`one_level`)

There is one exactly for mu >= 1 where r^2 > 1, and for 0 < mu <= 1 where r^2 < 1: S(u)/S(ru) is continuous, 1 at
u = 0, strictly monotone (`steeper`), and grows without bound in the first case, falls to 0 in the second. Scores (1, 0)
and (2, 0) with opposite relevance have r = 2, mu = 2. Multiplying the corpus vectors by a number multiplies every
fixed point by it, while eq. (10), a function of entropies, stays.
"""

import sympy as sp

from theory.bell import bell, same_bell, steeper
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    Formal,
    both,
    eq,
    every,
    forall,
    formal,
    ge,
    gt,
    integer,
    le,
    lt,
    ne,
    real,
    sequence,
)

u, v, r, p, q, a, b, c, s, t, w, z = sp.symbols("u v r p q a b c s t w z")


def fixed(*pulls: tuple[sp.Expr, sp.Expr, sp.Expr, sp.Expr]) -> list[Formal]:
    """Both derivatives vanish: pulls (p_i, a_i, b_i, S_i) of the queries."""
    return [eq(sum(weight * s * pull[of] for weight, *pull, s in pulls), 0) for of in (0, 1)]


def two_queries() -> tuple[dict, Derivation]:
    """A fixed point needs parallel score vectors, a b' = a' b, that pull in opposite directions, p q (a a' + b b') <= 0."""
    c, d_ = sp.symbols("c d")
    given = [ne(p, 0), ne(q, 0), *fixed((p, a, b, bell(u)), (q, c, d_, bell(v)))]
    opposed = le(p * q * (a * c + b * d_), 0)
    statement = forall(
        *[real(str(x)) for x in (p, q, a, b, c, d_, u, v)], given=given, then=both(eq(a * d_, c * b), opposed)
    )
    d = Derivation(statement)
    first, second = given[2:]
    d.combine(statement["then"][1], (first, d_ / (p * bell(u))), (second, -c / (p * bell(u))))
    squares = ge(q**2 * (c**2 + d_**2) * bell(v), 0)
    d.combine(squares)
    d.combine(opposed, (first, q * c / bell(u)), (second, q * d_ / bell(u)), (2, 1 / bell(u)))
    return statement, d


def equal_scores() -> tuple[dict, Derivation]:
    """(a', b') = r (a, b), r^2 = 1: the derivatives are (1 + r q) S(u) times a and b, so 0 at all temperatures or at none."""
    sides = [s * bell(u) + q * r * s * bell(r * u) for s in (a, b)]
    statement = forall(
        *[real(str(x)) for x in (q, a, b, r, u)],
        given=[eq(r**2, 1)],
        then=both(*[eq(side, s * (1 + r * q) * bell(u)) for side, s in zip(sides, (a, b), strict=True)]),
    )
    d = Derivation(statement)
    goal = eq(bell(u), bell(r * u))

    def flipped(t: Derivation) -> None:
        t.combine(eq(r, -1), (eq(r**2, 1), 1 / (r - 1)))
        t.combine(eq(-u, r * u), (1, -u))
        same_bell(t, -u, r * u)

    def straight(t: Derivation) -> None:
        t.combine(eq(u, r * u), (eq(r, 1), -u))
        same_bell(t, u, r * u)

    alike = d.cases(goal, eq(r, 1), straight, flipped)
    for part, s in zip(statement["then"][1:], (a, b), strict=True):
        d.combine(part, (alike, -q * r * s))
    return statement, d


def one_level() -> tuple[dict, Derivation]:
    """Parallel scores, (a', b') = r (a, b) not 0, r^2 != 1: any two fixed points have one (a/tau_1 - b/tau_2)^2.

    And there is none on the wrong side: (r^2 - 1)(mu - 1) >= 0 with mu = -r q, q the second weight over the first.
    """
    levels = [fixed((sp.Integer(1), a, b, bell(x)), (q, r * a, r * b, bell(r * x))) for x in (u, v)]
    given = [gt(a**2 + b**2, 0), ne(r**2, 1), *levels[0], *levels[1]]
    side = ge((r**2 - 1) * (-r * q - 1), 0)
    statement = forall(
        *[real(str(x)) for x in (q, a, b, r, u, v)], given=given, then=both(eq(u**2, v**2), side)
    )
    d = Derivation(statement)
    steep, proof = steeper()
    lemma = d.lemma(steep, proof)
    size = a**2 + b**2
    balance = [
        d.combine(eq(bell(x), -r * q * bell(r * x)), (level[0], a / size), (level[1], b / size))
        for x, level in zip((u, v), levels, strict=True)
    ]
    same = d.combine(
        eq(bell(u) * bell(r * v), bell(r * u) * bell(v)),
        (balance[0], bell(r * v)),
        (balance[1], -bell(r * u)),
    )
    apart(d, lemma, same)
    right_side(d, lemma, balance[0], side)
    return statement, d


def apart(d: Derivation, lemma: int, same: int) -> None:
    """Steps to u^2 = v^2: otherwise the bells differ, one way or the other."""
    goal, equal = eq(u**2, v**2), d.steps[same - 1]["rel"]
    gap = (r**2 - 1) * (v**2 - u**2)

    def contrary(t: Derivation, low: sp.Expr, high: sp.Expr) -> None:
        t.combine(gt((r**2 - 1) * (high**2 - low**2), 0), gt(gap, 0) if low is u else lt(gap, 0))
        t.use(lemma, lt(bell(low) * bell(r * high), bell(r * low) * bell(high)), u=low, v=high, r=r)
        t.add("absurd", lt(0, 0), of=equal)
        t.add("combine", goal, using=[])

    def level(t: Derivation) -> None:
        t.add("combine", eq(gap, 0), using=[])
        t.combine(goal, (1, -1 / (r**2 - 1)))

    d.cases(
        goal,
        gt(gap, 0),
        lambda t: contrary(t, u, v),
        lambda t: t.cases(goal, lt(gap, 0), lambda e: contrary(e, v, u), level),
    )


def right_side(d: Derivation, lemma: int, balance: int, goal: Formal) -> None:
    """Steps to (r^2 - 1)(mu - 1) >= 0: mu = S(u)/S(ru), and S(u) against S(ru) is the lemma between 0 and u."""
    ratio = eq(-r * q, bell(u) / bell(r * u))
    d.combine(ratio, (balance, -1 / bell(r * u)))
    zero = sp.Integer(0)

    def compared(t: Derivation, side: Formal, low: sp.Expr, high: sp.Expr) -> None:
        excess = r**2 - 1 if low == 0 else 1 - r**2
        square = t.combine(gt(u**2, 0), (side, u if side[0] == ">" else -u))
        more = t.combine(gt(excess, 0), gt(r**2, 1) if low == 0 else lt(r**2, 1))
        t.combine(gt((r**2 - 1) * (high**2 - low**2), 0), (more, u**2))
        steep = t.use(lemma, lt(bell(low) * bell(r * high), bell(r * low) * bell(high)), u=low, v=high, r=r)
        t.combine(goal, (ratio, r**2 - 1), (steep, 4 * excess / bell(r * u)), square)

    def level(t: Derivation) -> None:
        t.add("combine", eq(u, 0), using=[])
        t.combine(eq(u, r * u), (1, 1 - r))
        alike = same_bell(t, u, r * u)
        t.combine(goal, (ratio, r**2 - 1), (alike, (r**2 - 1) / bell(r * u)))

    def by_sign(t: Derivation, low: sp.Expr, high: sp.Expr) -> None:
        below = lambda e: e.cases(goal, lt(u, 0), lambda z: compared(z, lt(u, 0), low, high), level)  # noqa: E731
        t.cases(goal, gt(u, 0), lambda e: compared(e, gt(u, 0), low, high), below)

    def no_more(t: Derivation) -> None:
        t.cases(goal, lt(r**2, 1), lambda e: by_sign(e, u, zero), flat)

    def flat(t: Derivation) -> None:
        t.add("combine", eq(r**2, 1), using=[])
        t.combine(goal, (1, -r * q - 1))

    d.cases(goal, gt(r**2, 1), lambda t: by_sign(t, zero, u), no_more)


def none_where_all_gain() -> tuple[dict, Derivation]:
    """Any number of queries, p_i (a_i x - b_i y) >= e > 0 for each: x sum_i p_i a_i S(u_i) > y sum_i p_i b_i S(u_i)."""
    i, x, y, e, count = sp.symbols("i x y e Q")
    weight, first, second, half = (sp.IndexedBase(name) for name in "pabu")
    over = lambda term: sp.Sum(term, (i, 1, count))  # noqa: E731
    gains = every("i", 1, count, ge(weight[i] * (first[i] * x - second[i] * y), e))
    pull, other = (over(weight[i] * score[i] * bell(half[i])) for score in (first, second))
    statement = forall(
        integer("Q", 1), real("x"), real("y"), real("e", 0), *[sequence(name, 1, count) for name in "pabu"],
        given=[gt(e, 0), gains],
        then=gt(x * pull, y * other),
    )  # fmt: skip
    d = Derivation(statement)
    gain = weight[i] * (first[i] * x - second[i] * y) * bell(half[i])
    least = d.termwise(
        ge(over(gain), over(e * bell(half[i]))),
        lambda t: t.combine(
            ge(gain, e * bell(half[i])), (t.add("one_of", gains[4], schema=gains, index="i"), bell(half[i]))
        ),
    )
    some = d.combine(gt(over(bell(half[i])), 0))
    d.combine(statement["then"], least, (some, e))
    return statement, d


def steps_of_argsort() -> tuple[dict, Derivation]:
    """Scores s, t of documents of the two modalities, w < z two ratios tau_1/tau_2: where their orders differ, s/t lies
    between w and z. So E[RR] is constant between the ratios s/t of the queries."""
    given = [gt(w, 0), lt(w, z), gt(s / w, t), le(s / z, t)]
    statement = forall(
        *[real(str(x)) for x in (s, t, w, z)], given=given, then=both(gt(t, 0), lt(w, s / t), le(s / t, z))
    )
    d = Derivation(statement)
    d.combine(gt(z, 0), *given[:2])
    above, below = d.combine(gt(s, t * w), (given[2], w)), d.combine(le(s, t * z), (given[3], z))
    d.combine(gt(z - w, 0), given[1])
    d.combine(gt(t * (z - w), 0), above, below)
    d.combine(gt(t, 0), (5, 1 / (z - w)))
    d.combine(lt(w, s / t), (above, 1 / t))
    d.combine(le(s / t, z), (below, 1 / t))
    return statement, d


# Argsort near (10) -------------------------------------------------------------------------------------------

i = sp.Symbol("i")
H1, H2 = sp.symbols("H1 H2")
WEIGHT, FIRST, SECOND, WANTED = (sp.IndexedBase(name) for name in "wabv")


def ahead(first: sp.Expr, second: sp.Expr) -> Formal:
    return ["ind", gt(first, second)]


def kept(ratio: sp.Expr) -> Formal:
    """w_i times the reciprocal rank of query i at tau_1/tau_2 = ratio; v_i = 1 where its first document is relevant."""
    first, second = ahead(FIRST[i], ratio * SECOND[i]), ahead(ratio * SECOND[i], FIRST[i])
    wanted = formal(WANTED[i])
    lost = ["+", ["*", wanted, second], ["*", ["-", 1, wanted], first]]
    return ["*", formal(WEIGHT[i]), ["-", 1, ["/", lost, 2]]]


def mean_reciprocal_rank(ratio: sp.Expr) -> Formal:
    return ["sum", "i", 1, "Q", kept(ratio)]


def fixed_at_eq10() -> tuple[dict, dict]:
    """E[RR] under argsort does not change from r = tau_1/tau_2 of (10), r^2 = H_2/H_1, to a ratio u nearer than any tie.

    Vacuous: the same holds at every r, and no entropy is used.
    """
    moved, far = sp.Abs((u - r) * SECOND[i]), sp.Abs(FIRST[i] - r * SECOND[i])
    near = every("i", 1, sp.Symbol("Q"), lt(moved, far))
    is_eq10, trivial = eq(r**2 * H1, H2), ["=", mean_reciprocal_rank(u), mean_reciprocal_rank(r)]
    statement = forall(
        integer("Q", 1), sequence("w", 1, "Q", 0), sequence("a", 1, "Q"), sequence("b", 1, "Q"), sequence("v", 1, "Q", 0, 1),
        *[real(name, 0) for name in ("r", "u", "H1", "H2")],
        given=[gt(H1, 0), gt(H2, 0), is_eq10, near],
        then=both(is_eq10, trivial),
    )  # fmt: skip
    d = Derivation({**statement, "then": trivial})
    goal = ["=", kept(u), kept(r)]
    ends = ge(moved, (u - r) * SECOND[i]), ge(moved, (r - u) * SECOND[i])

    def branch(sign: int):
        def steps(e: Derivation) -> None:
            value = e.basic(eq(far, sign * (FIRST[i] - r * SECOND[i])))
            settled = []
            for ratio in (r, u):
                e.combine(gt(sign * (FIRST[i] - ratio * SECOND[i]), 0), value, near[4], *ends)
                pair = (FIRST[i], ratio * SECOND[i])[::sign]
                settled += [e.basic(["=", ahead(*pair), 1]), e.basic(["=", ahead(*pair[::-1]), 0])]
            weights = (WEIGHT[i] * (1 - WANTED[i]) / 2, WEIGHT[i] * WANTED[i] / 2)[::sign]
            e.combine(goal, *zip(settled, weights * 2, strict=True))

        return steps

    def query(t: Derivation) -> None:
        t.add("one_of", near[4], schema=near, index="i")
        for end in ends:
            t.basic(end)
        t.cases(goal, gt(FIRST[i], r * SECOND[i]), branch(1), branch(-1), "the order stays")

    d.termwise(trivial, query)
    implied = Derivation(statement, [trivial])
    return statement, {
        "kind": "vacuous",
        "trivial": trivial,
        "proof": d.proof(),
        "implies": implied.proof(),
    }
