"""The steps of the supplement's last display (Sec. 10, S4): drift of bits, cells and temperatures, and their sum.

Each function returns an order statement along a sequence of instances k = 1, 2, ... and the certificate that decides
it, or a statement and its derivation.
"""

import sympy as sp

from theory.perturbation import Found, growth, k
from theory.proof.derivation import Derivation
from theory.proof.formal import both, eq, forall, formal, ge, gt, integer, le, lt, order, real, sequence


def inverse_rate() -> Found:
    """R = log2 n at n = 2^k: 1/R = 1/k against 1/n = 2^-k."""

    def prove(d: Derivation) -> None:
        goal = ge(4 * 2**k, k**2)

        def first(t: Derivation) -> None:
            t.add("apply", ["=", ["^", 2, "k"], ["^", 2, 3]])
            t.combine(goal, (1, 4), (eq(k, 3), k + 3))

        def onward(t: Derivation) -> None:
            t.add("combine", ge(8 * 2**k, (k + 1) ** 2), using=[[goal, 2]])

        d.induction(goal, "k", first, onward, "2^k doubles")
        d.combine(ge(1 / k, 2 ** (-k) * k / 4), (1, 2 ** (-k) / (4 * k)))

    return growth(3, 1 / k, 2 ** (-k), "1/4", prove)


def one_bit_of_error() -> Found:
    """Squared error 4^-R / 12 of 2^R equal cells at R = log2 n = k, and with a bit less: the change is 4^-k / 4."""
    finer, coarser = 2 ** (-2 * k) / 12, 2 ** (-2 * k + 2) / 12
    statement = order(integer("k", 1), variable="k", function=coarser - finer, is_O_of=2 ** (-k))
    d = Derivation(statement)
    d.add("apply", [">=", ["^", 2, "k"], ["^", 2, 0]])
    d.combine(le(coarser - finer, 2 ** (-k)), (1, 2 ** (-2 * k)), (ge(2 ** (-2 * k), 0), sp.Rational(3, 4)))
    return statement, {"kind": "order", "constant": 1, "from": 1, "proof": d.proof()}


def score_drift() -> Found:
    """A score 1/t at t = 1 and at t = 1 + 1/k: it falls by 1/(k + 1)."""
    change = 1 - 1 / (1 + 1 / k)
    statement = order(integer("k", 1), variable="k", function=change, is_O_of=1 / k)
    d = Derivation(statement)
    d.combine(le(change, 1 / k), (gt(1, 0), 1 / (k * (k + 1))))
    d.combine(ge(change, -1 / k), (gt(1, 0), 1 / (k + 1)), (gt(1, 0), 1 / k))
    return statement, {"kind": "order", "constant": 1, "from": 1, "proof": d.proof()}


def first_order() -> Found:
    """A change that is linear in x = 1/k, against x^2."""
    return growth(1, 1 / k, 1 / k**2, "1", lambda d: d.combine(ge(1 / k, 1 / k**2 * k)))


def jump() -> Found:
    """Scores 1/t and 1 at t = 1 + 1/k, the first document relevant: it falls to rank 2 and loses 1/2."""
    score = 1 / (1 + 1 / k)
    behind = ["ind", ["<", formal(score), 1]]

    def prove(d: Derivation) -> None:
        d.combine(behind[1], (gt(1, 0), 1 / (k + 1)))
        d.basic(["=", behind, 1])
        d.combine(
            ge(["/", behind, 2], sp.Rational(1, 2) / k**2 * k),
            (2, sp.Rational(1, 2)),
            (ge(k, 1), 1 / (2 * k)),
        )

    return growth(1, ["/", behind, 2], 1 / k**2, "1/2", prove)


def sum_of_orders() -> tuple[dict, Derivation]:
    """a/n + b/sqrt n + c/n <= (a + b + c)/sqrt n."""
    a, b, c, n = sp.symbols("a b c n")
    root = sp.sqrt(n)
    then = le(a / n + b / root + c / n, (a + b + c) / root)
    statement = forall(real("a", 0), real("b", 0), real("c", 0), integer("n", 1), then=then)
    d = Derivation(statement)
    d.add("apply", [">", ["sqrt", "n"], ["sqrt", 0]])
    one = d.add("apply", [">=", ["sqrt", "n"], ["sqrt", 1]])
    d.combine(then, (one, (a + c) / n))
    return statement, d


def cells_exchange() -> tuple[dict, Derivation]:
    """Two partitions, masses q and r: the other cells gain what the first one loses."""
    q, r, K, i = sp.IndexedBase("q"), sp.IndexedBase("r"), sp.Symbol("K"), sp.Symbol("i")
    given = [eq(sp.Sum(x[i], (i, 1, K)), 1) for x in (q, r)]
    others = [sp.Sum(x[i], (i, 2, K)) for x in (q, r)]
    params = [integer("K", 1), sequence("q", 1, K, 0), sequence("r", 1, K, 0)]
    statement = forall(*params, given=given, then=eq(others[1] - others[0], q[1] - r[1]))
    d = Derivation(statement)
    heads = [
        d.add("unroll", eq(sp.Sum(x[i], (i, 1, K)), x[1] + rest), end="first")
        for x, rest in zip((q, r), others, strict=True)
    ]
    d.combine(statement["then"], *heads, *given)
    return statement, d


def mean_from_event() -> tuple[dict, Derivation]:
    """Z <= b on an event, Z <= 1 off it, which has probability at most 1/n: E Z <= b + 1/n.

    The mean is on + off, its parts on the event and off it.
    """
    on, off, b, p, n = sp.symbols("on off b p n")
    given = [le(on, b * (1 - p)), le(off, p), le(p, 1 / n)]
    params = [real("on"), real("off"), real("b", 0), real("p", 0, 1), integer("n", 1)]
    statement = forall(*params, given=given, then=le(on + off, b + 1 / n))
    d = Derivation(statement)
    d.combine(statement["then"], *given, (ge(p, 0), b))
    return statement, d


def cells_cannot_all_shrink() -> tuple[dict, Derivation]:
    """Two partitions, masses q and r: no cell of r heavier, the first lighter; there are none."""
    q, r, K, i = sp.IndexedBase("q"), sp.IndexedBase("r"), sp.Symbol("K"), sp.Symbol("i")
    shrunk = ["all", "i", 2, "K", le(r[i], q[i])]
    given = [eq(sp.Sum(x[i], (i, 1, K)), 1) for x in (q, r)]
    params = [
        ["K", "integer", 1, None],
        ["q", "sequence", 1, "K", 0, None],
        ["r", "sequence", 1, "K", 0, None],
    ]
    statement = {"exists": params, "given": given, "then": both(lt(r[1], q[1]), shrunk)}
    d = Derivation(statement)
    heads = [
        d.add("unroll", eq(sp.Sum(x[i], (i, 1, K)), x[1] + sp.Sum(x[i], (i, 2, K))), end="first")
        for x in (q, r)
    ]
    rest = d.termwise(
        le(sp.Sum(r[i], (i, 2, K)), sp.Sum(q[i], (i, 2, K))),
        lambda t: t.add("one_of", le(r[i], q[i]), schema=shrunk, index="i"),
    )
    less = d.combine(le(q[1], r[1]), *heads, rest, *given)
    d.combine(le(1, 0), (less, 1 / (q[1] - r[1])))
    return statement, d
