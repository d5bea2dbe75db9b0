"""How shares, cells and temperatures move when entropies do (Sec. 10, S2 and S3), with explicit constants.

Each function returns an order statement along a sequence of instances k = 1, 2, ... and the certificate that the
claimed order fails, or the true bound and its derivation. eps is the largest error of an entropy (or mass).
"""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import both, forall, formal, ge, gt, integer, le, lt, order, real
from theory.proof.worlds import rational

k, R, eps, alpha, moved = sp.symbols("k R eps alpha moved")
Found = tuple[dict, dict]


def growth(first: int, function: object, is_O_of: sp.Expr, constant: str, prove) -> Found:  # type: ignore[no-untyped-def]
    """An order statement in k, and the certificate that the function is at least constant * is_O_of * k."""
    statement = order(integer("k", first), variable="k", function=function, is_O_of=is_O_of)
    d = Derivation(statement)
    prove(d)
    certificate = {"kind": "growth", "constant": rational(constant), "from": first, "factor": "linear"}
    return statement, {**certificate, "proof": d.proof()}


# S2: shares, bits and cells -------------------------------------------------------------------------------


def share_moves() -> Found:
    """Entropies (1/k, 1/k) against (0, 1/k): eps = 1/k, the share moves by 1/2."""
    small = 1 / k
    apart = ["abs", ["-", ["/", 0, formal(small)], ["/", formal(small), formal(small + small)]]]

    def prove(d: Derivation) -> None:
        d.combine(ge(apart, sp.Rational(1, 2)), d.basic([">=", apart, ["-", apart[1]]]))
        d.combine(ge(apart, sp.Rational(1, 2) * small * k), 2)

    return growth(1, apart, small, "1/2", prove)


def bits_moved() -> tuple[dict, Derivation, list]:
    """|ceil(R (alpha + error)) - R alpha| <= 2 where the share's error e has R e <= 1."""
    error = sp.Symbol("e")
    drift = sp.ceiling(R * moved) - R * alpha
    given = [le(moved - alpha, error), le(alpha - moved, error)]
    statement = forall(
        integer("R", 0), real("alpha", 0, 1), real("moved", 0, 1), real("e", 0),
        given=given,
        then=both(le(drift, 2), ge(drift, -2)),
    )  # fmt: skip
    condition = [le(R * error, 1)]
    d = Derivation(statement, condition)
    above, below = (
        d.basic(ge(sp.ceiling(R * moved), R * moved)),
        d.basic(lt(sp.ceiling(R * moved), R * moved + 1)),
    )
    d.combine(le(drift, 2), below, (given[0], R), condition[0])
    d.combine(ge(drift, -2), above, (given[1], R), condition[0])
    return statement, d, condition


def either_allocation() -> tuple[dict, Derivation]:
    """The empirical bits ceil(R (alpha + error)) and the ideal ones ceil(R alpha) are both within 2 of R alpha."""
    statement, known, condition = bits_moved()
    ideal = sp.ceiling(R * alpha) - R * alpha
    given = [*statement["given"], *condition]
    both_within = {
        **statement,
        "given": given,
        "then": both(*statement["then"][1:], le(ideal, 2), ge(ideal, -2)),
    }
    d = Derivation(both_within)
    lemma = d.lemma({**statement, "given": given}, known)
    for part in statement["then"][1:]:
        d.use(lemma, part, R=R, alpha=alpha, moved=moved, e=sp.Symbol("e"))
    d.combine(le(ideal, 2), d.basic(lt(sp.ceiling(R * alpha), R * alpha + 1)))
    d.combine(ge(ideal, -2), d.basic(ge(sp.ceiling(R * alpha), R * alpha)))
    return both_within, d


def merge_cost(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """Squared error of one cell holding two neighbouring integers with masses a and b."""
    return a * b / (a + b)


def cells_jump(loss: sp.Expr) -> Found:
    """X on -1, 0, 1, uniform: both two-cell quantisers have squared error 1/6; take {-1, 0}, {1}.

    Masses (1/3 + 1/(3k), 1/3, 1/3 - 1/(3k)), eps = 1/(3k), have the optimum {-1}, {0, 1}: 0 moves from the first
    cell to the second, by the distance 1. The function is the loss times the indicator that it moves.
    """
    low, middle, high = (k + 1) / (3 * k), sp.Rational(1, 3), (k - 1) / (3 * k)
    dearer = ["ind", [">", formal(merge_cost(low, middle)), formal(merge_cost(middle, high))]]
    function = ["*", formal(loss), dearer]

    def prove(d: Derivation) -> None:
        d.combine(dearer[1], (gt(k, 0), 2 / (3 * (2 * k + 1) * (2 * k - 1))))
        d.basic(["=", dearer, 1])
        d.combine(ge(function, loss / (3 * k) * k), (2, loss), (ge(1, 0), sp.Rational(2, 3) * loss))

    return growth(2, function, 1 / (3 * k), str(loss), prove)


def share_lipschitz() -> tuple[dict, Derivation]:
    """Two modalities, entropies a, b estimated as u, v with errors at most e: the share moves by at most e/(u + v)."""
    a, b, u, v, e = sp.symbols("a b u v e")
    off = [(u, a), (a, u), (v, b), (b, v)]
    given = [gt(a + b, 0), gt(u + v, 0), *[le(x - y, e) for x, y in off]]
    change = u / (u + v) - a / (a + b)
    bound = e / (u + v)
    statement = forall(
        *[real(str(x), 0) for x in (a, b, u, v, e)],
        given=given,
        then=both(le(change, bound), ge(change, -bound)),
    )
    d = Derivation(statement)
    weight = {x: ["/", ["/", str(x), formal(u + v)], formal(a + b)] for x in (a, b)}
    d.add("combine", le(change, bound), using=[[given[2], weight[b]], [given[5], weight[a]]])
    d.add("combine", ge(change, -bound), using=[[given[3], weight[b]], [given[4], weight[a]]])
    return statement, d


# S3: temperatures ------------------------------------------------------------------------------------------


def temperature_jumps() -> Found:
    """Entropies summing to 1, H_1 = 1/(2k) against 1/(2k + 2): tau_1 = sqrt(1/(2 H_1)) = sqrt k against sqrt(k + 1).

    eps = 1/(2k(k + 1)), while the temperature moves by more than k eps.
    """
    after, before = sp.sqrt(k + 1), sp.sqrt(k)
    error = 1 / (2 * k) - 1 / (2 * (k + 1))

    def prove(d: Derivation) -> None:
        for larger, smaller in ((after, before), (after, sp.Integer(1)), (before, sp.Integer(0))):
            d.add("apply", [">=", formal(larger), ["sqrt", formal(smaller**2)]])
        d.combine(le(after, k + 1), (ge(after, 1), after))
        room = d.combine(ge(1, (after + before) / (2 * (k + 1))), (4, 1 / (k + 1)), (1, 1 / (2 * (k + 1))))
        d.combine(gt(after + before, 0), 2, 3)
        d.add("combine", ge(after - before, error * k), using=[[room, formal(1 / (after + before))]])

    return growth(1, after - before, error, "1", prove)
