"""Redundancy coefficients: how far kappa of eq. (6) reaches for M modalities, and a ratio that stays in [0, 1].

Worlds with M modalities X_1..X_M. As I(X_i;X_i) = H(X_i), the sum over ordered pairs i != j is the sum over
all i, j less sum_i H(X_i); over pairs i < j it is half of that.
"""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import both, eq, every, finite_law, forall, ge, gt, integer, le, lt, retrieval

M = sp.Symbol("M")


def entropy(index: str | int) -> list:
    return ["H", [["X", index]]]


def information(first: str, second: str) -> list:
    return ["I", [["X", first]], [["X", second]]]


ENTROPIES = ["sum", "i", 1, "M", entropy("i")]
WITH_ALL = ["sum", "j", 1, "M", information("i", "j")]
SKEW_WORLDS = (integer("N", 1), integer("M", 2), retrieval("N", "M"))


def redundancy(ordered: bool) -> list:
    """rho = I_cross / sum_m H_m, with I_cross over ordered pairs or over pairs i < j."""
    crossed = ["-", ["sum", "i", 1, "M", WITH_ALL], ENTROPIES]
    return ["/", crossed if ordered else ["/", crossed, 2], ENTROPIES]


def kappa(ordered: bool) -> list:
    """kappa = (1 - rho) / (M - 1)."""
    return ["/", ["-", 1, redundancy(ordered)], ["-", "M", 1]]


def weight(ordered: bool) -> list:
    """What one unit of the double sum of I(X_i;X_j) takes from kappa."""
    return ["/", 1 if ordered else ["/", 1, 2], ["*", ENTROPIES, ["-", "M", 1]]]


def kappa_ends(ordered: bool) -> tuple[sp.Expr, sp.Expr]:
    """The least and the greatest kappa for M modalities."""
    return (2 - M if ordered else (3 - M) / 2) / (M - 1), 1 / (M - 1)


def kappa_range(ordered: bool) -> tuple[dict, Derivation]:
    """(2 - M)/(M - 1) <= kappa <= 1/(M - 1) for ordered pairs; (3 - M)/(2(M - 1)) <= kappa for pairs i < j."""
    low, high = kappa_ends(ordered)
    least, most = ge(kappa(ordered), low), le(kappa(ordered), high)
    positive = gt(ENTROPIES, 0)
    statement = forall(*SKEW_WORLDS, given=[positive], then=both(least, most))
    d = Derivation(statement)
    own = d.termwise(
        ge(["sum", "i", 1, "M", WITH_ALL], ENTROPIES),
        lambda i: i.add("member", le(entropy("i"), WITH_ALL), index="i"),
        "I(X_i;X_i) = H(X_i) is one of the terms",
    )
    halves = ["/", ["+", entropy("i"), entropy("j")], 2]
    shared = d.termwise(
        le(["sum", "i", 1, "M", WITH_ALL], ["sum", "i", 1, "M", ["sum", "j", 1, "M", halves]]),
        lambda i: i.termwise(
            le(WITH_ALL, ["sum", "j", 1, "M", halves]),
            lambda e: e.shannon(le(information("i", "j"), halves), [["X", "i"], ["X", "j"]]),
        ),
        "I(X_i;X_j) is at most either entropy",
    )
    share = weight(ordered)
    d.combine(least, (shared, share), why="each entropy is met M times in the double sum")
    d.combine(most, (own, share))
    return statement, d


def kappa_of_copies(ordered: bool) -> tuple[dict, Derivation]:
    """Modalities that determine each other attain the least kappa."""
    same = every("i", 1, M, eq(["H", [["X", "i"]], [["X", 1]]], 0))
    back = every("i", 1, M, eq(["H", [["X", 1]], [["X", "i"]]], 0))
    given = [gt(ENTROPIES, 0), same, back]
    statement = forall(*SKEW_WORLDS, given=given, then=eq(kappa(ordered), kappa_ends(ordered)[0]))
    d = Derivation(statement)
    first = entropy(1)

    def copied(i: Derivation, index: str) -> list[list]:
        facts = [
            [
                r[4][0],
                [r[4][1][0], *[[["X", index if v == ["X", "i"] else 1] for v in g] for g in r[4][1][1:]]],
                0,
            ]
            for r in (same, back)
        ]
        for schema, fact in zip((same, back), facts, strict=True):
            i.add("one_of", fact, schema=schema, index=index)
        return facts

    names = [["X", 1], ["X", "i"], ["X", "j"]]

    def equal(i: Derivation, left, right, variables, facts) -> None:
        i.shannon(le(left, right), variables, *facts)
        i.shannon(ge(left, right), variables, *facts)
        i.add("combine", eq(left, right), using=[])

    each = d.termwise(
        eq(ENTROPIES, ["sum", "i", 1, "M", first]),
        lambda i: equal(i, entropy("i"), first, names[:2], copied(i, "i")),
    )
    crossed = d.termwise(
        eq(["sum", "i", 1, "M", WITH_ALL], ["sum", "i", 1, "M", ["sum", "j", 1, "M", first]]),
        lambda i: i.termwise(
            eq(WITH_ALL, ["sum", "j", 1, "M", first]),
            lambda e: equal(e, information("i", "j"), first, names, copied(e, "i") + copied(e, "j")),
        ),
    )
    share = weight(ordered)
    d.combine(statement["then"], (crossed, share), (each, ["*", "M", share]))
    return statement, d


def kappa_of_independent(ordered: bool) -> tuple[dict, Derivation]:
    """Pairwise independent modalities attain the greatest kappa."""
    apart = every("i", 1, M, eq(WITH_ALL, entropy("i")))
    given = [gt(ENTROPIES, 0), apart]
    statement = forall(*SKEW_WORLDS, given=given, then=eq(kappa(ordered), kappa_ends(ordered)[1]))
    d = Derivation(statement)
    none = d.termwise(
        eq(["sum", "i", 1, "M", WITH_ALL], ENTROPIES),
        lambda i: i.add("one_of", eq(WITH_ALL, entropy("i")), schema=apart, index="i"),
        "nothing is shared, so that I(X_i;X_i) = H(X_i) is all",
    )
    d.combine(statement["then"], (none, ["-", weight(ordered)]))
    return statement, d


def total_correlation_ratio(count: int) -> tuple[dict, Derivation]:
    """0 <= (sum_m H_m - H(X)) / (sum_m H_m - max_m H_m) <= 1, wherever it is defined (two entropies positive)."""
    names = [f"X{i}" for i in range(1, count + 1)]
    each, joint = [["H", [v]] for v in names], ["H", names]
    shared, room = ["-", ["+", *each], joint], ["-", ["+", *each], ["max", *each]]
    ratio, positive = ["/", shared, room], gt(room, 0)
    statement = forall(finite_law(*names), given=[positive], then=both(ge(ratio, 0), le(ratio, 1)))
    d = Derivation(statement)
    d.combine(ge(ratio, 0), (d.shannon(ge(shared, 0), names, why="entropy is subadditive"), ["/", 1, room]))
    largest = joint_exceeds_each(d, each, joint, names)
    d.combine(
        le(ratio, 1), (largest, ["/", 1, room]), why="the whole has at least the entropy of its largest part"
    )
    return statement, d


def joint_exceeds_each(d: Derivation, each: list, joint: list, names: list[str]) -> int:
    """Step: H(X) >= max_m H_m, by which one is the largest so far."""
    goal, top = ge(joint, ["max", *each]), ["max", *each]

    def among(i: Derivation, best: int, rest: list[int]) -> int:
        """The largest is `best` of those compared; compare it with the next."""
        if not rest:
            found = i.basic(eq(top, each[best]))
            return i.shannon(goal, names, found)
        beaten = ge(each[best], each[rest[0]])
        return i.cases(
            goal,
            beaten,
            lambda e: among(e, best, rest[1:]),
            lambda e: overtaken(e, best, rest),
            "which is larger",
        )

    def overtaken(e: Derivation, best: int, rest: list[int]) -> None:
        for old in range(rest[0]):
            e.combine(
                ge(each[rest[0]], each[old]),
                lt(each[best], each[rest[0]]),
                *([] if old == best else [ge(each[best], each[old])]),
            )
        among(e, rest[0], rest[1:])

    return among(d, 0, list(range(1, len(each))))
