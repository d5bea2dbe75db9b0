"""The entropy-weighted product quantiser (Sec. 5.1, 5.3): bit allocation, cells, codewords, quantisation error.

Modality m gets R_m = ceil(R H_m / sum_j H_j) bits and up to 2^R_m cells. With every H_m known and the cells chosen,
the code is a deterministic map to a tuple of cell indices; the codeword is then drawn inside the cell.
"""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import (
    Formal,
    H,
    I,
    both,
    eq,
    every,
    finite_law,
    forall,
    formal,
    ge,
    gt,
    integer,
    le,
    lt,
    real,
    sequence,
)

M, R, m, i = sp.symbols("M R m i")
ENTROPY = sp.IndexedBase("H")
ENTROPIES = sequence("H", 1, M, 0)
TOTAL = sp.Sum(ENTROPY[i], (i, 1, M))


def quota(entropy: sp.Expr, total: sp.Expr, rate: sp.Expr = R) -> sp.Expr:
    """R H_m / sum_j H_j, the bits that modality m would get if they could be split."""
    return rate * entropy / total


def allocation(entropy: sp.Expr, total: sp.Expr, rate: sp.Expr = R) -> sp.Expr:
    """R_m = ceil(R H_m / sum_j H_j) (Sec. 5.1)."""
    return sp.ceiling(quota(entropy, total, rate), evaluate=False)


ALLOCATED = sp.Sum(allocation(ENTROPY[m], TOTAL), (m, 1, M))


def ceilings_range() -> tuple[dict, Derivation]:
    """R <= sum_m R_m < R + M, for every vector of entropies that is not 0."""
    statement = forall(
        integer("M", 1), integer("R", 0), ENTROPIES,
        given=[gt(TOTAL, 0)],
        then=both(ge(ALLOCATED, R), lt(ALLOCATED, R + M)),
    )  # fmt: skip
    d = Derivation(statement)
    share = quota(ENTROPY[m], TOTAL)
    bits = allocation(ENTROPY[m], TOTAL)
    quotas = sp.Sum(share, (m, 1, M))
    above = d.termwise(ge(ALLOCATED, quotas), lambda t: t.basic(ge(bits, share)), "a ceiling is not below")
    d.combine(ge(ALLOCATED, R), above)
    last, last_share = allocation(ENTROPY[M], TOTAL), quota(ENTROPY[M], TOTAL)
    before, quotas_before = sp.Sum(bits, (m, 1, M - 1)), sp.Sum(share + 1, (m, 1, M - 1))
    split = d.add("unroll", eq(ALLOCATED, last + before), end="last")
    divided = d.add("unroll", eq(quotas, last_share + sp.Sum(share, (m, 1, M - 1))), end="last")

    def one(t: Derivation) -> None:
        t.combine(le(bits, share + 1), t.basic(lt(bits, share + 1)))

    below = d.termwise(le(before, quotas_before), one, "a ceiling is less than one above")
    d.combine(lt(ALLOCATED, R + M), split, divided, below, d.basic(lt(last, last_share + 1)))
    return statement, d


BITS = allocation(ENTROPY[m], TOTAL)


def bits_of_a_modality() -> tuple[dict, Derivation]:
    """0 <= R_m <= R, wherever some modality varies."""
    statement = forall(
        integer("M", 1), integer("R", 0), ENTROPIES, integer("m", 1, M),
        given=[gt(TOTAL, 0)],
        then=both(ge(BITS, 0), le(BITS, R)),
    )  # fmt: skip
    d = Derivation(statement)
    share = quota(ENTROPY[m], TOTAL)
    most = d.combine(le(share, R), (d.add("member", le(ENTROPY[m], TOTAL), index="m"), R / TOTAL))
    d.add("combine", ge(BITS, 0), using=[[d.basic(ge(BITS, share)), 1], [ge(share, 0), 1]])
    below = d.basic(lt(BITS, share + 1))
    d.combine(gt(R - BITS + 1, 0), below, most)
    d.basic(ge(R, BITS))
    d.combine(le(BITS, R), ge(R, BITS))
    return statement, d


def cumulative_rounding() -> tuple[dict, Derivation]:
    """Whole bits that add up: with A_0 = 0, A_M = R the sums of the first quotas, floor(A_m) - floor(A_(m-1)) bits.

    They sum to R exactly, and each lies within 1 of its quota A_m - A_(m-1).
    """
    edge = sp.IndexedBase("A")
    given = eq(edge[M], R), eq(edge[0], 0)
    bits = sp.floor(edge[m]) - sp.floor(edge[m - 1])
    off = bits - (edge[m] - edge[m - 1])
    near = every("m", 1, M, lt(off, 1)), every("m", 1, M, gt(off, -1))
    total = sp.Sum(bits, (m, 1, M))
    statement = forall(
        integer("M", 1), integer("R", 0), sequence("A", 0, M, 0), given=given, then=both(eq(total, R), *near)
    )
    d = Derivation(statement)
    upper, lower = sp.Sum(sp.floor(edge[m]), (m, 1, M)), sp.Sum(sp.floor(edge[m - 1]), (m, 1, M))
    inner = sp.Sum(sp.floor(edge[m]), (m, 0, M - 1))
    moved = d.add("unroll", eq(lower, inner), by_integer=-1)
    head = d.add(
        "unroll", eq(inner, sp.floor(edge[0]) + sp.Sum(sp.floor(edge[m]), (m, 1, M - 1))), end="first"
    )
    tail = d.add(
        "unroll", eq(upper, sp.floor(edge[M]) + sp.Sum(sp.floor(edge[m]), (m, 1, M - 1))), end="last"
    )
    whole = d.add("apply", ["=", ["floor", formal(edge[M])], ["floor", "R"]])
    d.basic(["<=", ["floor", "R"], "R"])
    d.basic([">", ["floor", "R"], ["-", "R", 1]])
    d.basic([">=", ["floor", "R"], "R"])
    ends = d.add("combine", ["=", ["floor", "R"], "R"], "an integer is its own floor", using=[])
    none = d.add("apply", ["=", ["floor", formal(edge[0])], ["floor", 0]])
    d.combine(eq(total, R), moved, head, tail, whole, ends, none, *given)

    def within(t: Derivation) -> None:
        for e in (edge[m], edge[m - 1]):
            t.basic(le(sp.floor(e), e))
            t.basic(gt(sp.floor(e), e - 1))
        t.combine(lt(off, 1), 1, 4)
        t.combine(gt(off, -1), 2, 3)

    for relation in near:
        d.each(relation, within)
    return statement, d


# The code's rate, as a statement about retrieval worlds ------------------------------------------------


def of_two(rate: sp.Expr, first: str = "X1", second: str = "X2") -> tuple[sp.Expr, sp.Expr]:
    """R_1 and R_2 for two modalities of a world, from their entropies."""
    total = H(first) + H(second)
    return allocation(H(first), total, rate), allocation(H(second), total, rate)


def product_code(rate: sp.Expr) -> list[Formal]:
    """What every product code of Sec. 5.1 for two modalities satisfies.

    C is a function of the query; it says at most R_m bits of modality m, and has at most R_1 + R_2 bits.
    """
    first, second = of_two(rate)
    return [eq(H("C|X"), 0), le(I("X1;C|X2"), first), le(I("X2;C|X1"), second), le(H("C"), first + second)]


# Entropies of a sample -----------------------------------------------------------------------------------


def equals(place: Formal, value: Formal, column: Formal, table: str) -> Formal:
    return ["ind", ["=", ["at", table, place, *column], ["at", table, value, *column]]]


def plug_in(*column: int, samples: Formal = "n", table: str = "x") -> Formal:
    """Empirical entropy in bits of n training values x_i (or of a column of an n x M table of them).

    log2 n - (1/n) sum_i log2(1 + number of the other values that equal x_i).
    """
    others = [
        ["sum", "j", low, high, equals("j", "i", column, table)]
        for low, high in ((1, ["-", "i", 1]), (["+", "i", 1], samples))
    ]
    mean = ["/", ["sum", "i", 1, samples, ["log2", ["+", 1, *others]]], samples]
    return ["-", ["log2", samples], mean]


def distinct_sample() -> tuple[dict, Derivation]:
    """n distinct values have plug-in entropy log2 n."""
    differ = ["!=", ["at", "x", "j"], ["at", "x", "i"]]
    ranges = (1, ["-", "i", 1]), (["+", "i", 1], "n")
    apart = [every("i", 1, "n", every("j", low, high, differ)) for low, high in ranges]
    entropy = plug_in()
    logs = entropy[2][1]
    counts, nothing = logs[4][1], ["sum", "i", 1, "n", 0]
    statement = forall(
        integer("n", 1), sequence("x", 1, "n"), given=apart, then=["=", entropy, ["log2", "n"]]
    )
    d = Derivation(statement)

    def none(t: Derivation, schema: Formal) -> int:
        inner = schema[4]
        t.add("one_of", inner, schema=schema, index="i")
        same = equals("j", "i", (), "x")

        def one(e: Derivation) -> None:
            e.add("one_of", inner[4], schema=inner, index="j")
            e.basic(["=", same, 0])

        return t.termwise(["=", ["sum", "j", *inner[2:4], same], ["sum", "j", *inner[2:4], 0]], one)

    def term(t: Derivation) -> None:
        t.combine(["=", counts, 1], *[none(t, schema) for schema in apart], why="no other value is the same")
        t.add("apply", ["=", logs[4], ["log2", 1]])

    terms = d.termwise(["=", logs, nothing], term, "each value is alone")
    d.combine(statement["then"], (terms, ["/", -1, "n"]))
    return statement, d


# Codewords drawn inside a cell ---------------------------------------------------------------------------


def code_entropy() -> tuple[dict, Derivation]:
    """The rate of a product of deterministic cells: I(X; L1, L2) = H(L1, L2) <= H(L1) + H(L2) <= R_1 + R_2."""
    given = [eq(H("L1,L2|X1"), 0), le(H("L1"), sp.Symbol("R1")), le(H("L2"), sp.Symbol("R2"))]
    rate = I("X1;L1,L2")
    statement = forall(
        real("R1", 0), real("R2", 0), finite_law("X1", "L1", "L2"),
        given=given,
        then=both(eq(rate, H("L1,L2")), le(rate, H("L1") + H("L2")), le(rate, sp.Symbol("R1") + sp.Symbol("R2"))),
    )  # fmt: skip
    d = Derivation(statement)
    for part in statement["then"][1:]:
        d.shannon(part, ("X1", "L1", "L2"), *given)
    return statement, d


def drawn_codeword() -> tuple[dict, Derivation]:
    """A codeword drawn inside its cell leaves the information at the cell index's: I(X;C) = H(L)."""
    given = [eq(H("L|X1"), 0), eq(H("L|C"), 0), eq(I("X1;C|L"), 0)]
    statement = forall(finite_law("X1", "L", "C"), given=given, then=eq(I("X1;C"), H("L")))
    d = Derivation(statement)
    d.shannon(ge(I("X1;C"), H("L")), ("X1", "L", "C"), *given, why="C says which cell")
    d.shannon(le(I("X1;C"), H("L")), ("X1", "L", "C"), *given, why="and nothing more")
    d.add("combine", statement["then"], using=[])
    return statement, d
