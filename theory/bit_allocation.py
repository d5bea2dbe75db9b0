"""Which directions of a Gaussian source get bits: by the information bottleneck, by squared error, by entropy shares.

Derivations, in bits. A direction of squared correlation q with Y, coded with R bits, keeps -1/2 log2(1 - q + q u) of Y,
u = 4^-R in (0, 1] (Chechik, Globerson, Tishby, Weiss 2005; `theory.gaussian_bottleneck` computes with it). Canonical
directions are independent, so that rates add up and so does what is kept.
"""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import Formal, both, eq, every, forall, ge, gt, integer, le, log2, lt, real, sequence

i, n = sp.symbols("i n")
u, w, q, beta = sp.symbols("u w q beta")
U, W, Q = (sp.IndexedBase(name) for name in "uwq")
ONE = sp.Integer(1)


def rate(left: sp.Expr) -> sp.Expr:
    """R, where u = 4^-R."""
    return -log2(left) / 2


def variance(left: sp.Expr, square: sp.Expr = q) -> sp.Expr:
    """The direction's variance given its code and Y, over that given Y."""
    return 1 - square + square * left


def kept(left: sp.Expr, square: sp.Expr = q) -> sp.Expr:
    """I(T;Y) of one direction."""
    return -log2(variance(left, square)) / 2


# The information bottleneck ---------------------------------------------------------------------------


def filled(left: sp.Expr, square: sp.Expr) -> list[Formal]:
    """w = min(1, (1 - q)/((beta - 1) q)): bits max(0, 1/2 log2((beta - 1) q/(1 - q))), so some where beta q > 1 alone."""
    level, most = left * square * (beta - 1), 1 - square
    return [gt(left, 0), le(left, 1), le(level, most), eq((1 - left) * (most - level), 0)]


def best_bits() -> tuple[dict, Derivation]:
    """The closed form is the least of R - beta I, over every rate."""
    inside, known = [gt(u, 0), lt(q, 1), gt(beta, 1)], filled(w, q)
    price = [rate(x) - beta * kept(x) for x in (u, w)]
    goal = ge(*price)
    reals = real("u", 0, 1), real("w", 0), real("q", 0), real("beta")
    statement = forall(*reals, given=[*inside, *known], then=goal)
    d = Derivation(statement)
    left, best = variance(u), variance(w)
    for x in (u, w):
        d.combine(gt(variance(x), 0), (gt(x, 0), q), lt(q, 1))
    d.combine(gt(w * left, 0), (gt(left, 0), w))
    ratios = u * best / (w * left), best / left
    far, near = (d.cite("log_tangent", le(log2(x), (x - 1) / sp.log(2)), r=ONE, q=x) for x in ratios)
    share = q * w / best
    d.combine(ge(1 - share, 0), (lt(q, 1), 1 / best))
    rise = ge(log2(left) - log2(best), share * (log2(u) - log2(w)))
    d.combine(rise, (far, share), (near, 1 - share), why="the logarithm is concave")

    def some(e: Derivation) -> None:
        """w < 1, where beta share = 1."""
        level = e.combine(eq(w * q * (beta - 1), 1 - q), (known[3], 1 / (1 - w)))
        whole = e.combine(eq(beta * share, 1), (level, 1 / best))
        e.combine(goal, (rise, beta / 2), (whole, (log2(u) - log2(w)) / 2))

    def none(e: Derivation) -> None:
        """w = 1, where beta share = beta q <= 1."""
        one = e.add("combine", eq(w, 1), using=[])
        nothing = e.add("apply", eq(log2(w), log2(1)))
        e.add("apply", le(log2(u), log2(1)))
        e.combine(ge(-log2(u), 0), le(log2(u), log2(1)))
        same = e.combine(eq(share, q), (one, q * (1 - q) / best))
        few = e.combine(le(beta * q, 1), known[2], (one, q * (beta - 1)))
        e.combine(
            goal, (rise, beta / 2), (same, beta * (log2(u) - log2(w)) / 2), (nothing, (1 - beta * q) / 2), (few, -log2(u) / 2)
        )  # fmt: skip

    d.cases(goal, lt(w, 1), some, none)
    return statement, d


def over(term: sp.Expr) -> sp.Expr:
    """Sum over the directions."""
    return sp.Sum(term, (i, 1, n))


def best_allocation() -> tuple[dict, Derivation]:
    """Of all allocations of as many bits or fewer, the closed form at some beta > 1 keeps most of Y."""
    known = [every("i", 1, n, r) for r in (gt(U[i], 0), le(U[i], 1), lt(Q[i], 1), *filled(W[i], Q[i]))]
    spent = le(over(rate(U[i])), over(rate(W[i])))
    keeps = [over(kept(x[i], Q[i])) for x in (U, W)]
    numbers = [sequence(name, 1, n, 0) for name in "uwq"]
    given = [gt(beta, 1), *known, spent]
    statement = forall(integer("n", 1), real("beta"), *numbers, given=given, then=le(*keeps))
    d = Derivation(statement)
    one = d.lemma(*best_bits())
    price = [rate(x[i]) - beta * kept(x[i], Q[i]) for x in (U, W)]

    def direction(e: Derivation) -> None:
        for schema in known:
            e.add("one_of", schema[4], schema=schema, index="i")
        for x in (U, W):
            e.combine(gt(variance(x[i], Q[i]), 0), (gt(x[i], 0), Q[i]), lt(Q[i], 1))
        e.use(one, ge(*price), u=U[i], w=W[i], q=Q[i], beta=beta)

    least = d.termwise(ge(*map(over, price)), direction)
    d.combine(statement["then"], (least, 1 / beta), (spent, 1 / beta))
    return statement, d


# Other rules ------------------------------------------------------------------------------------------

a, s, t, H1, H2 = sp.symbols("a s t H1 H2")


def squared_error_prefers_noise() -> tuple[dict, Derivation]:
    """Least squared error of a shared direction of variance 1 and a private one of variance s, with R bits in all.

    t = 4^-R, and a = 4^-(bits of the shared one) from t to 1: the error a + s t/a is least at a = 1, all bits on the
    private direction, wherever s >= 4^R; nothing is kept of Y, while R bits on the shared one keep something.
    """
    given = [gt(t, 0), ge(a, t), ge(s, 1 / t)]
    most = ge(a + s * t / a, 1 + s * t)
    lost, gained = eq(kept(ONE), 0), gt(kept(t), 0)
    more = [lt(t, 1), gt(q, 0)]
    reals = real("t", 0, 1), real("a", 0, 1), real("s"), real("q", 0, 1)
    statement = forall(*reals, given=[*given, *more], then=both(most, lost, gained))
    d = Derivation(statement)
    d.combine(gt(a, 0), gt(t, 0), ge(a, t))
    large = d.combine(ge(s * t, 1), (given[2], t))
    d.combine(ge(s * t / a - 1, 0), (large, 1 / a), (le(a, 1), 1 / a))
    d.combine(most, (ge(s * t / a - 1, 0), 1 - a), why="a + st/a - 1 - st = (1 - a)(st/a - 1)")
    d.combine(lost)
    d.combine(gt(variance(t), 0), (gt(t, 0), q), (le(q, 1), 1 - t))
    d.combine(lt(variance(t), 1), (lt(t, 1), q))
    d.add("apply", lt(log2(variance(t)), log2(1)))
    d.combine(gained, lt(log2(variance(t)), log2(1)))
    return statement, d


def shares_code_noise() -> tuple[dict, Derivation]:
    """R bits shared out by entropy, H1 of a shared direction and H2 of a private one: at most R H1/(H1 + H2) bits of Y
    are kept, and fewer than with all R on the shared one. u = 4^-R; w = 4^-R1 with R1 = R H1/(H1 + H2)."""
    part = eq((H1 + H2) * rate(w), H1 * rate(u))
    given = [gt(u, 0), gt(w, 0), gt(H1, 0), part]
    goals = le(kept(w), H1 / (H1 + H2) * rate(u)), le(kept(w), kept(u))
    reals = real("u", 0, 1), real("w", 0, 1), real("q", 0, 1), real("H1"), real("H2", 0)
    statement = forall(*reals, given=given, then=both(*goals))
    d = Derivation(statement)
    d.add("apply", le(log2(u), log2(1)))
    d.combine(ge(rate(u), 0), le(log2(u), log2(1)))
    for x in (u, w):
        d.combine(ge(variance(x), x), (le(q, 1), 1 - x))
        d.combine(gt(variance(x), 0), ge(variance(x), x), gt(x, 0))
    d.add("apply", ge(log2(variance(w)), log2(w)))
    d.combine(gt(H1 + H2, 0), gt(H1, 0))
    share = d.combine(eq(rate(w), H1 / (H1 + H2) * rate(u)), (part, 1 / (H1 + H2)))
    d.combine(goals[0], ge(log2(variance(w)), log2(w)), share)
    fewer = le(rate(w), rate(u))
    d.combine(fewer, share, (ge(rate(u), 0), H2 / (H1 + H2)))

    def more(e: Derivation) -> None:
        e.combine(ge(variance(w), variance(u)), (ge(w, u), q))
        e.add("apply", ge(log2(variance(w)), log2(variance(u))))
        e.combine(goals[1], ge(log2(variance(w)), log2(variance(u))))

    def less(e: Derivation) -> None:
        """Nor can that be: w < u spends more."""
        e.add("apply", lt(log2(w), log2(u)))
        never = e.add("combine", eq(rate(w), rate(u)), using=[])
        e.combine(goals[1], (never, (kept(u) - kept(w)) / (rate(u) - rate(w))))

    d.cases(goals[1], ge(w, u), more, less)
    return statement, d
