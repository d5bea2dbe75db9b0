"""What alignment by mutual information sees of a representation, and what it leaves in it: derivations.

Z is computed from X1 alone (Z - X1 - X2); N is a private part of X1, Y what both modalities hold. All in bits.
"""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import (
    H,
    I,
    both,
    eq,
    every,
    exists,
    finite_law,
    forall,
    formal,
    ge,
    integer,
    le,
    log2,
    plog,
    real,
    sequence,
    table,
)

a, b, c, i, j, k, n, t, z = sp.symbols("a b c i j k n t z")
ONE = sp.Integer(1)
A, B, L = sp.symbols("A B L")
P, U, V, Mix, W = (sp.IndexedBase(name) for name in "puvmw")

# A nuisance beside the representation ----------------------------------------------------------------


def nuisance_unseen() -> tuple[dict, Derivation]:
    """I(Z1,N;Z2) = I(Z1;Z2) and I(Z1,N;N) = H(N), for N independent of Z2 given Z1."""
    apart = eq(I("N;Z2|Z1"), 0)
    goals = eq(I("Z1,N;Z2"), I("Z1;Z2")), eq(I("Z1,N;N"), H("N"))
    statement = forall(finite_law("Z1", "N", "Z2"), given=[apart], then=both(*goals))
    d = Derivation(statement)
    for goal in goals:
        d.combine(goal, apart, why="chain rule")
    return statement, d


def law(first: sp.Symbol, second: sp.Symbol) -> sp.Expr:
    """p_ab = P_ab / sum P, from weights P_ab >= 1: every law without zeros."""
    return P[first, second] / sp.Sum(P[i, j], (j, 1, B), (i, 1, A))


def channel(symbol: sp.Symbol) -> sp.Expr:
    """w_an = W_an / sum_n W_an: the nuisance's law given a."""
    return W[a, symbol] / sp.Sum(W[a, j], (j, 1, L))


def critic(second: sp.Symbol, weight: sp.Expr) -> list:
    """The optimal critic p(z1,z2)/(p(z1) p(z2)) at z1 = a beside a nuisance of probability `weight` given a."""
    row, column = sp.Sum(law(a, z) * weight, (z, 1, B)), sp.Sum(law(k, second), (k, 1, A))
    return ["/", formal(law(a, second) * weight), ["*", formal(row), formal(column)]]


def contrast(weight: sp.Expr = ONE) -> list:
    """The part of a in E log2(2 f_ab/(f_ab + f_ac)): b is matched, c is drawn apart."""
    posterior = ["/", 1, ["+", 1, ["/", critic(c, weight), critic(b, weight)]]]
    mass = formal(law(a, b) * weight * sp.Sum(law(k, c), (k, 1, A)))
    return ["sum", "b", 1, "B", ["sum", "c", 1, "B", ["*", mass, ["log2", ["*", 2, posterior]]]]]


def nuisance_unseen_by_infonce() -> tuple[dict, Derivation]:
    """InfoNCE_2 of ((a, n), b), the nuisance n drawn from a alone, is that of (a, b), under the optimal critics."""
    beside = ["sum", "n", 1, "L", contrast(channel(n))]
    both_sides = ["=", ["sum", "a", 1, "A", beside], ["sum", "a", 1, "A", contrast()]]
    sizes = integer("A", 1), integer("B", 1), integer("L", 1)
    weights = table("p", "A", "B", 1), table("w", "A", "L", 1)
    statement = forall(*sizes, *weights, then=both_sides)
    d = Derivation(statement)
    d.combine(both_sides, why="the critic does not depend on the nuisance, whose masses sum to 1")
    return statement, d


# The variational penalty ------------------------------------------------------------------------------

PAIRS = sp.Sum(P[a, b], (a, 1, A))  # p(x2 = b)
SECOND = V[b, z] / sp.Sum(V[b, j], (j, 1, L))  # p2(z|b), without zeros: elsewhere the penalty may be infinite
SEEN = sp.Sum(P[a, b] * U[a, z], (a, 1, A))  # p(b, z)
PENALTY = sp.Sum(P[a, b] * (plog(U[a, z]) - U[a, z] * log2(SECOND)), (a, 1, A), (z, 1, L), (b, 1, B))
SPECIFIC = sp.Sum(sp.Sum(P[a, b] * plog(U[a, z]), (a, 1, A)) - PAIRS * plog(Mix[b, z]), (z, 1, L), (b, 1, B))
MISMATCH = sp.Sum(PAIRS * (plog(Mix[b, z]) - Mix[b, z] * log2(SECOND)), (z, 1, L), (b, 1, B))
ABOUT_FIRST = sp.Sum(
    sp.Sum(P[a, b] * plog(U[a, z]), (b, 1, B), (a, 1, A)) - plog(sp.Sum(SEEN, (b, 1, B))), (z, 1, L)
)
UNIT = every("b", 1, B, eq(sp.Sum(Mix[b, z], (z, 1, L)), 1))
MIXED = every("b", 1, B, every("z", 1, L, eq(PAIRS * Mix[b, z], SEEN)))


def encoders(then: list, *more: list) -> dict:
    """A statement on laws p of (x1, x2), encoders u = p1(z|x1) and p2(z|x2), and m = p(z1 = z|x2)."""
    sizes = integer("A", 1), integer("B", 1), integer("L", 1)
    tables = (
        table("p", "A", "B", 0),
        table("u", "A", "L", 0),
        table("v", "B", "L", 1),
        table("m", "B", "L", 0),
    )
    laws = [
        eq(sp.Sum(P[a, b], (a, 1, A), (b, 1, B)), 1),
        every("a", 1, A, eq(sp.Sum(U[a, z], (z, 1, L)), 1)),
        UNIT,
        MIXED,
    ]
    return forall(*sizes, *tables, given=[*laws, *more], then=then)


def variational_gap() -> tuple[dict, Derivation]:
    """E KL(p1||p2) = I(Z1;X1|X2) + E KL(p(z1|x2)||p2), and the last term is not negative."""
    equal, positive = eq(PENALTY, SPECIFIC + MISMATCH), ge(MISMATCH, 0)
    statement = encoders(both(equal, positive))
    d = Derivation(statement)
    taken = PAIRS * Mix[b, z] * log2(SECOND)

    def at(e: Derivation) -> int:
        row = every("t", 1, L, eq(PAIRS * Mix[b, t], SEEN.subs(z, t)))
        e.add("one_of", row, schema=MIXED, index="b")
        same = e.add("one_of", eq(PAIRS * Mix[b, z], SEEN), schema=row, index="z")
        return e.combine(eq(SEEN * log2(SECOND), taken), (same, log2(SECOND)))

    left, right = (sp.Sum(x, (z, 1, L), (b, 1, B)) for x in (SEEN * log2(SECOND), taken))
    inner = eq(sp.Sum(SEEN * log2(SECOND), (z, 1, L)), sp.Sum(taken, (z, 1, L)))
    cross = d.termwise(eq(left, right), lambda e: e.termwise(inner, at), "both have the law p(x2, z1)")
    d.combine(equal, cross, why="log u/v = log u/m + log m/v")
    gibbs(d, positive)
    return statement, d


def gibbs(d: Derivation, goal: list) -> None:
    """Step: MISMATCH >= 0."""
    term = Mix[b, z] * log2(SECOND) - plog(Mix[b, z])
    excess = (SECOND - Mix[b, z]) / sp.log(2)

    def one(e: Derivation) -> None:
        unit = e.add("one_of", eq(sp.Sum(Mix[b, z], (z, 1, L)), 1), schema=UNIT, index="b")
        tangent = e.termwise(
            le(sp.Sum(term, (z, 1, L)), sp.Sum(excess, (z, 1, L))),
            lambda f: f.cite("log_tangent", le(term, excess), r=Mix[b, z], q=SECOND),
        )
        least = e.combine(le(sp.Sum(term, (z, 1, L)), 0), tangent, (unit, 1 / sp.log(2)))
        e.combine(le(sp.Sum(PAIRS * term, (z, 1, L)), 0), (least, PAIRS))

    weighed = sp.Sum(PAIRS * term, (z, 1, L), (b, 1, B))
    zero = d.termwise(le(weighed, sp.Sum(0, (b, 1, B))), one, "the tangent of the logarithm")
    d.combine(goal, zero)


# Private information ----------------------------------------------------------------------------------

CHAIN = eq(I("Z;N,X2|X1"), 0), eq(H("N|X1"), 0)  # Z is computed from X1 alone, and N is a part of X1
INDEPENDENT = eq(I("N;X2"), 0)


def leakage_bounded() -> tuple[dict, Derivation]:
    """I(Z;N) <= I(Z;X1|X2) + g, the exact value of the penalty, for N independent of X2."""
    goal = le(I("Z;N"), I("Z;X1|X2") + sp.Symbol("g"))
    names = ["Z", "N", "X1", "X2"]
    statement = forall(real("g", 0), finite_law(*names), given=CHAIN, then=goal)
    d = Derivation(statement, [INDEPENDENT])
    bound = d.shannon(
        le(I("Z;N"), I("Z;X1|X2")), names, *CHAIN, INDEPENDENT, why="I(Z;N) <= I(Z;N|X2) <= I(Z;X1|X2)"
    )
    d.combine(goal, bound)
    return statement, d


def leakage_given_the_other() -> tuple[dict, Derivation]:
    """I(Z;N|X2) <= I(Z;X1|X2) + g, whatever N and X2 share."""
    goal = le(I("Z;N|X2"), I("Z;X1|X2") + sp.Symbol("g"))
    names = ["Z", "N", "X1", "X2"]
    statement = forall(real("g", 0), finite_law(*names), given=CHAIN, then=goal)
    d = Derivation(statement)
    d.combine(goal, d.shannon(le(I("Z;N|X2"), I("Z;X1|X2")), names, *CHAIN, why="N is a part of X1"))
    return statement, d


# Sufficient and free of modality-specific information ---------------------------------------------------

SHARED = eq(I("X1;X2|Y"), 0)
FUNCTION = eq(H("Y|X1"), 0), eq(H("Y|X2"), 0)


def common_part_serves() -> tuple[dict, Derivation]:
    """Y, which X1 and X2 are independent given, is itself a code of X1, sufficient for X2 and of nothing else in X1."""
    goals = eq(I("Y;X2|X1"), 0), eq(I("Y;X2"), I("X1;X2")), eq(I("Y;X1|X2"), 0)
    statement = forall(finite_law("X1", "X2", "Y"), given=[SHARED], then=both(*goals))
    d = Derivation(statement, FUNCTION)
    for _, left, right in goals:
        for side in (le, ge):
            d.shannon(side(left, right), ["X1", "X2", "Y"], SHARED, *FUNCTION)
        d.add("combine", eq(left, right), using=[])
    return statement, d


def common_part_needed() -> tuple[dict, Derivation]:
    """J a function of X1 and of X2; a code Z of X1 that depends on J alone and is sufficient: I(X1;X2) = H(J)."""
    given = [eq(H("J|X1"), 0), eq(H("J|X2"), 0), eq(I("Z;X1,X2|J"), 0), eq(I("Z;X2"), I("X1;X2"))]
    statement = forall(finite_law("X1", "X2", "J", "Z"), given=given, then=eq(I("X1;X2"), H("J")))
    d = Derivation(statement)
    for side in (le, ge):
        d.shannon(side(I("X1;X2"), H("J")), ["X1", "X2", "J", "Z"], *given)
    d.add("combine", statement["then"], using=[])
    return statement, d


def nothing_in_common() -> tuple[dict, Derivation]:
    """X1, X2 two bits, equal with probability 3/4: no code u of X1 with X1 - X2 - Z and X1 - Z - X2.

    Freedom puts p(z|x1) = p(z|x2) at every pair, so p(z|x1) is one law; it is not sufficient then.
    """
    first, second = sp.IndexedBase("s"), sp.IndexedBase("t")
    sizes = integer("L", 1), sequence("s", 1, L, 0), sequence("t", 1, L, 0)
    unit = [eq(sp.Sum(x[z], (z, 1, L)), 1) for x in (first, second)]
    seen = (3 * first[z] + second[z]) / 4, (first[z] + 3 * second[z]) / 4  # p(z|x2)
    free = [every("z", 1, L, eq(x[z], m)) for x in (first, second) for m in seen]
    together, alone = 3 * first[z] / 8, first[z] / 2  # p(x1 = x2 = 0, z), p(x1 = 0, z); p(z) = (s + t)/2
    sufficient = every("z", 1, L, eq(together * (first[z] + second[z]) / 2, alone * seen[0] / 2))
    statement = exists(*sizes, given=unit, then=both(*free, sufficient))
    d = Derivation(statement)

    def positive(e: Derivation) -> None:
        same = e.add("one_of", eq(first[z], seen[0]), schema=free[0], index="z")
        apart = e.add("one_of", sufficient[4], schema=sufficient, index="z")
        square = e.combine(eq(first[z] ** 2, 0), (same, first[z]), apart)
        e.combine(le(first[z], 0), (square, 1 / first[z]))

    def none(e: Derivation) -> None:
        goal = le(first[z], 0)
        e.cases(goal, goal, lambda f: f.combine(goal, goal), positive)

    empty = d.termwise(
        le(sp.Sum(first[z], (z, 1, L)), sp.Sum(0, (z, 1, L))), none, "no symbol is sent at x1 = 0"
    )
    d.combine(le(1, 0), empty, unit[0])
    return statement, d
