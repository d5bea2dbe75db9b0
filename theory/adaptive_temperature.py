"""The adaptive temperatures of eq. (10), tau*_m = sqrt(sum_j H_j / (M H_m)), whatever they are a fixed point of."""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import both, eq, every, forall, formal, ge, gt, integer, le, lt, real, sequence
from theory.quantiser import ENTROPY, M, i, m


def schedule(entropy_of: sp.Expr, total_entropy: sp.Expr, count: sp.Expr = M) -> sp.Expr:
    """Eq. (10) for one modality."""
    return sp.sqrt(total_entropy / (count * entropy_of))


def falls_with_entropy() -> tuple[dict, Derivation]:
    """Eq. (10) falls with the modality's entropy: 0 < a < b give tau(a) > tau(b)."""
    a, b, t = sp.symbols("a b T")
    given = [lt(0, a), lt(a, b), lt(0, t)]
    statement = forall(
        integer("M", 1), real("a", 0), real("b", 0), real("T", 0),
        given=given,
        then=["<", formal(schedule(b, t)), formal(schedule(a, t))],
    )  # fmt: skip
    d = Derivation(statement)
    d.combine(lt(0, b), *given[:2])
    d.combine(lt(t / (M * b), t / (M * a)), (lt(a, b), t / (M * a * b)))
    d.add("apply", statement["then"])
    return statement, d


def mean_square() -> tuple[dict, Derivation]:
    """tau_m^2 H_m = sum_j H_j / M for every m, so that the mean of 1/tau_m^2 is 1."""
    whole = sp.Sum(ENTROPY[i], (i, 1, M))
    inverse_square = M * ENTROPY[m] / whole
    positive = lt(0, whole)
    statement = forall(
        integer("M", 1),
        sequence("H", 1, M, 0),
        given=[positive],
        then=eq(sp.Sum(inverse_square, (m, 1, M)) / M, 1),
    )
    d = Derivation(statement)
    d.combine(statement["then"])
    return statement, d


def defined_where_all_vary() -> tuple[dict, Derivation]:
    """H_1, .., H_M > 0: (10) is a number, at least M^(-1/2) (reached by a modality that has all the entropy)."""
    whole = sp.Sum(ENTROPY[i], (i, 1, M))
    varies = every("i", 1, M, gt(ENTROPY[i], 0))
    tau, least = schedule(ENTROPY[m], whole), ["sqrt", ["/", 1, "M"]]
    statement = forall(
        integer("M", 1),
        sequence("H", 1, M, 0),
        integer("m", 1, M),
        given=[varies],
        then=ge(tau, least),
    )
    d = Derivation(statement)
    d.add("one_of", gt(ENTROPY[m], 0), schema=varies, index="m")
    share = d.add("member", le(ENTROPY[m], whole), index="m")
    d.combine(ge(whole / (M * ENTROPY[m]), 1 / M), (share, 1 / (M * ENTROPY[m])))
    d.add("apply", ge(tau, least))
    return statement, d


def residual(s: sp.Expr, t: sp.Expr) -> sp.Expr:
    """What x^(-1/2) is beyond first order at x = s^2, seen from t^2."""
    return 1 / s - 1 / t + (s**2 - t**2) / (2 * t**3)


def second_order() -> tuple[dict, Derivation]:
    """Eq. (10) is x^(-1/2) in the share x = M H_m / sum_j H_j: what is beyond first order at x, seen from y.

    With x = s^2, y = t^2 it is 1/s - 1/t + (s^2 - t^2)/(2 t^3) = (s - t)^2 (s + 2t)/(2 s t^3): never negative, and at
    most (3/8) b^-5 (x - y)^2 for shares of at least b^2, half of the second derivative there.
    """
    s, t, b = sp.symbols("s t b")
    beyond = residual(s, t)
    bound = sp.Rational(3, 8) / b**5 * (s**2 - t**2) ** 2
    given = [gt(b, 0), ge(s, b), ge(t, b)]
    statement = forall(*[real(v, 0) for v in "stb"], given=given, then=both(ge(beyond, 0), le(beyond, bound)))
    d = Derivation(statement)
    for root in (s, t):
        d.combine(gt(root, 0), *given)
    square = ge((s - t) ** 2, 0)
    d.combine(ge(beyond, 0), (square, (s + 2 * t) / (2 * s * t**3)))
    from_s, from_t = given[1], given[2]
    powers = [
        d.combine(
            ge(s**2 * t**3, b**5),
            (from_s, s * t**3),
            (from_s, b * t**3),
            *[(from_t, b ** (4 - e) * t**e) for e in range(3)],
        ),
        d.combine(ge(s * t**4, b**5), (from_s, t**4), *[(from_t, b ** (4 - e) * t**e) for e in range(4)]),
    ]
    room = d.combine(
        ge(3 * s * t**3 * (s + t) ** 2, 4 * b**5 * (s + 2 * t)), *[(f, v) for f in powers for v in (s, t)]
    )
    d.add("combine", le(beyond, bound), using=[[room, formal((s - t) ** 2 / (8 * s * t**3 * b**5))]])
    return statement, d
