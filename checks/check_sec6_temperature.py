"""Section 6.1 and 6.3: cells, cell counts, and what the temperature schedule does to them."""

import sympy as sp

from checks.register import Reading, claim
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    both,
    eq,
    exists,
    finite_law,
    forall,
    le,
    lt,
    real,
)  # fmt: skip
from theory.proof.worlds import witness, world

H1, H2, x, y = sp.symbols("H1 H2 x y")
TWO = (real("H1", 0), real("H2", 0))
HALF = sp.Rational(1, 2)


def never(statement: dict, fill) -> list[dict]:
    """The refutation of an existence, its steps added by `fill`."""
    d = Derivation(statement)
    fill(d)
    return [d.certificate()]


def inconsistent(statement: dict, fill) -> list[dict]:
    d = Derivation(statement)
    fill(d)
    return [{"kind": "inconsistency", "proof": d.proof()}]


@claim(
    "s6-cell-count",
    where="Sec. 6.1; Sec. 5.1",
    kind="definition",
    verdict="inconsistent",
    statement="Cells with P(B) = 2^-H_m, K_m of them with K_m = 2^H_m, and K = prod_m K_m = 2^R hold together with "
    "Sec. 5.1's free R and R_m = ceil(R H_m / sum H_j).",
    quote="Fix integers K_m $(m=1,\\ldots,M)$ and set $K=\\prod_m K_m=2^R$.",
)
def cell_count():
    """Cells of mass 2^-H_m that fill the space number 2^H_m, so R = H_1 + .. + H_M: R is not free."""
    k1, k2, rate = sp.symbols("K1 K2 R")
    cells = [eq(k1 / 2**H1, 1), eq(k2 / 2**H2, 1), eq(k1 * k2, 2**rate)]
    ranges = (*TWO, real("K1", 0), real("K2", 0), real("R", 0))
    statement = exists(*ranges, given=[lt(rate, H1 + H2)], then=both(*cells))

    def fill(d: Derivation) -> None:
        less = d.add("apply", lt(2**rate, 2 ** (H1 + H2)), "a rate below the sum of the entropies")
        one = d.combine(eq(k1, 2**H1), (cells[0], 2**H1))
        two = d.combine(eq(k2, 2**H2), (cells[1], 2**H2))
        product = d.combine(eq(k1 * k2, 2 ** (H1 + H2)), (one, k2), (two, 2**H1), why="the cells' number")
        d.combine(lt(0, 0), less, cells[2], product, why="2^R is both equal to it and below it")

    one_law = forall(finite_law("X1"), then=eq(["floor", ["^", 2, ["H", ["X1"]]]], ["^", 2, ["H", ["X1"]]]))
    third = witness(W=world({(0,): "1/3", (1,): "2/3"}, variables=["X1"]))
    return [
        Reading("Two modalities, R below H_1 + H_2.", statement, inconsistent(statement, fill)),
        Reading("2^H_m is a whole number of cells for every law.", one_law, [third]),
    ]


@claim(
    "s6-lossless",
    where="Sec. 6.1",
    kind="remark",
    verdict="proved",
    statement="Where cells with P(B) = 2^-H_m exist (then H(cell) = H_m), the quantiser loses nothing: H(X_m | cell) = 0.",
    quote="so that $P_{X_m}(B_m^{(k)})=2^{-H_m}$ $\\forall k$ when entropies are measured in bits",
)
def lossless():
    cell = [eq(ENTROPY("L|X"), 0), eq(ENTROPY("L"), ENTROPY("X"))]
    statement = forall(finite_law("X", "L"), given=cell, then=eq(ENTROPY("X|L"), 0))
    d = Derivation(statement)
    d.shannon(statement["then"], "XL", *cell, why="a function of X with all of X's entropy determines X")
    coarse = forall(finite_law("X", "L"), given=cell[:1], then=eq(ENTROPY("X|L"), 0))
    blind = witness(W=world({(0, 0): "1/2", (1, 0): "1/2"}, variables=["X", "L"]))
    neighbour = Reading("For any function of X.", coarse, [blind])
    return Reading("2^H_m cells of mass 2^-H_m have entropy H_m.", statement, [d.certificate()], neighbour)


@claim(
    "s6-bits-unit",
    where="Sec. 6.1 to 6.3",
    kind="consistency",
    verdict="inconsistent",
    statement="log K_m is H_m in bits (Sec. 6.3) and the natural logarithm of Massart's lemma (Sec. 6.2).",
    quote="Because $K_m=2^{H_m}$ by design, $\\sum_m \\log K_m = \\sum_m H_m$.",
    note="Harmless for an upper bound; it matters in Lemma 6.3, where e^-tau^2 meets 2^-H.",
)
def bits_unit():
    k = sp.Symbol("K")
    logs = both(["=", "x", ["log2", "K"]], ["=", "x", ["ln", "K"]])
    statement = exists(real("K", 2), real("x"), then=logs)

    def fill(d: Derivation) -> None:
        d.add("apply", ["<=", ["log2", 2], ["log2", "K"]], "K >= 2")
        d.evaluate(lt(["ln", 2], 1))
        gap = ["-", 1, ["ln", 2]]
        d.combine(lt(0, 0), logs[1], logs[2], (1, gap), (2, 1))

    del k
    return Reading("One number is both logarithms of some K >= 2.", statement, inconsistent(statement, fill))


@claim(
    "s6-positive-temperature",
    where="Sec. 6.1",
    kind="definition",
    verdict="proved",
    statement="tau_m = gamma sqrt(|H_m - Hbar| + epsilon) is positive for gamma, epsilon > 0.",
    quote="for tuning constant γ and $\\epsilon>0$ to avoid zero temperature",
    note="gamma > 0 is not said; gamma <= 1/sqrt(2) in Lemma 6.3 allows negative ones.",
)
def positive_temperature():
    inside = ["+", ["abs", "x"], "epsilon"]
    ranges = real("x"), real("gamma", 0), real("epsilon", 0)
    statement = forall(*ranges, given=[gt(gamma, 0), gt(eps, 0)], then=gt(["*", "gamma", ["sqrt", inside]], 0))
    d = Derivation(statement)
    root = d.add("apply", ["<", ["sqrt", 0], ["sqrt", inside]], "what is under the root is at least epsilon")
    d.combine(statement["then"], (root, gamma))
    signless = forall(real("x"), real("gamma"), real("epsilon", 0), given=[gt(eps, 0)], then=statement["then"])
    neighbour = Reading("For any gamma.", signless, [witness(x=0, gamma=-1, epsilon=1)])
    return Reading("For gamma > 0.", statement, [d.certificate()], neighbour)


@claim(
    "s6-schedule-m2",
    where="Sec. 6.1; Sec. 7",
    kind="remark",
    verdict="refuted",
    repair="ours-schedule-three",
    statement="The schedule gives each of two modalities its own temperature.",
    quote="$\\tau_m=\\gamma\\sqrt{|H_m-\\overline{H}|+\\epsilon}$",
    note="Both testbeds of Sec. 7 have two modalities: the schedule is one shared temperature there, for every source.",
)
def schedule_two():
    """Two numbers lie equally far from their mean."""
    mean = (H1 + H2) / 2
    left, right = schedule_squared(H1, mean), schedule_squared(H2, mean)
    statement = exists(*TWO, real("gamma", 0), real("epsilon", 0), then=ne(left, right))

    def fill(d: Derivation) -> None:
        a, b = sp.Abs(H1 - mean), sp.Abs(H2 - mean)

        def ordered(first: sp.Expr, second: sp.Expr, sign: int):
            def steps(i: Derivation) -> None:
                i.basic(eq(first, sign * (H1 - mean)))
                i.basic(eq(second, -sign * (H2 - mean)))
                i.combine(eq(a, b), 1, 2)

            return steps

        d.cases(eq(a, b), ge(H1, H2), ordered(a, b, 1), ordered(a, b, -1), "the mean is halfway")
        d.combine(eq(left, right), (1, gamma**2))
        d.add("combine", lt(0, 0), using=[]) if False else d.cases(le(1, 0), eq(left, right), lambda i: None, lambda i: None) if False else None

    return Reading("Some entropies give different temperatures.", statement, never(statement, fill))
