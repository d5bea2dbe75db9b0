"""Sections 6.1 and 6.3: cells of equal mass, how many they are, and in which logarithm they are counted."""

import sympy as sp

from checks.contradictions import contradiction, inconsistent, never
from checks.register import Reading, claim
from theory.proof.derivation import Derivation
from theory.proof.formal import H as ENTROPY
from theory.proof.formal import (
    both,
    eq,
    exists,
    finite_law,
    forall,
    formal,
    ge,
    gt,
    lt,
    ne,
    real,
)  # fmt: skip
from theory.proof.worlds import witness, world
from theory.temperature_schedule import (
    MEAN,
    MODALITIES,
    H,
    M,
    m,
)  # fmt: skip

H1, H2, x = sp.symbols("H1 H2 x")
TWO = (real("H1", 0), real("H2", 0))


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
    values = {"H1": 1, "H2": 1, "R": 1}
    apart = [witness(K1=k1, K2=k2, **values) for k1, k2 in ((1, 2), (2, 1), (2, 2))]
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
        Reading(
            "Two modalities, R below H_1 + H_2.",
            statement,
            inconsistent(contradiction(statement, fill), *apart),
        ),
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
    verdict="proved",
    statement="log K_m may be H_m in bits (Sec. 6.3) where Massart's lemma (Sec. 6.2) has the natural logarithm.",
    quote="Because $K_m=2^{H_m}$ by design, $\\sum_m \\log K_m = \\sum_m H_m$.",
    note="Base 2 throughout makes Massart's bound larger, so it still holds. The base matters in Lemma 6.3, where e^-tau^2 meets "
    "2^-H.",
)
def bits_unit():
    larger = forall(real("A", 1), then=["<=", ["ln", "A"], ["log2", "A"]])
    at_least = Derivation(larger)
    at_least.add("apply", ["<=", ["log2", 1], ["log2", "A"]])
    at_least.evaluate(lt(["ln", 2], 1))
    at_least.combine(larger["then"], (1, ["-", 1, ["ln", 2]]))
    smaller = forall(real("A", 1), then=["<=", ["log2", "A"], ["ln", "A"]])
    logs = both(["=", "x", ["log2", "K"]], ["=", "x", ["ln", "K"]])
    statement = exists(real("K", 2), real("x"), then=logs)

    def fill(d: Derivation) -> None:
        d.add("apply", ["<=", ["log2", 2], ["log2", "K"]], "K >= 2")
        d.evaluate(lt(["ln", 2], 1))
        gap = ["-", 1, ["ln", 2]]
        d.combine(lt(0, 0), logs[1], logs[2], (1, gap), (2, 1))

    apart = {"values": {"K": 2, "x": ["ln", 2]}}, witness(K=2, x=1)
    return [
        Reading(
            "Base 2 throughout: ln A <= log2 A, so what is at most sqrt(2 ln A / n) is at most sqrt(2 log2 A / n).",
            larger,
            [at_least.certificate()],
            neighbour=Reading("The other way.", smaller, [witness(A=2)]),
        ),
        Reading(
            "One number is both logarithms of some K >= 2.",
            statement,
            inconsistent(contradiction(statement, fill), *apart),
        ),
    ]


@claim(
    "s6-lem63-cell-probability",
    where="Sec. 6.3, proof of Lemma 6.3; Sec. 6.1",
    kind="consistency",
    verdict="inconsistent",
    rests_on=("s6-cell-count",),
    statement="The cells have probability 2^-H_m (Sec. 6.1) and 2^-H_m e^-tau_m^2 with tau_m > 0 (Lemma 6.3).",
    quote="For each modality the quantiser cell probability is $2^{-H_m}e^{-\\tau_m^2}$",
)
def cell_probability():
    t = sp.Symbol("t")
    both_masses = both(eq(x, 2 ** (-H1)), eq(x, 2 ** (-H1) * sp.exp(-(t**2))))
    statement = exists(real("H1", 0), real("t", 0), real("x", 0), given=[gt(t, 0)], then=both_masses)

    def fill(d: Derivation) -> None:
        one, two = both_masses[1:]
        d.combine(lt(-(t**2), 0), (gt(t, 0), t))
        less = d.add("apply", ["<", ["exp", formal(-(t**2))], ["exp", 0]])
        d.combine(lt(0, 0), one, two, (less, 2 ** (-H1)))

    smaller = {"values": {"H1": 0, "t": 1, "x": ["exp", -1]}}
    apart = smaller, witness(H1=0, t=1, x=1)
    return Reading("One mass is both.", statement, inconsistent(contradiction(statement, fill), *apart))


@claim(
    "s6-sqrt-m",
    where="Sec. 6.3, graceful scaling",
    kind="remark",
    verdict="proved",
    statement="With K_m = 2^H_m and balanced modalities, sqrt(sum_m log K_m) = sqrt(M Hbar).",
    quote="behaves as $\\sqrt{M\\overline{H}} \\propto \\sqrt{M}$",
    note="Balance is not needed; in proportion to sqrt(M) only while Hbar stays fixed.",
)
def sqrt_m():
    total = ["sum", "m", 1, "M", ["log2", ["^", 2, formal(H[m])]]]
    statement = forall(*MODALITIES, then=eq(["sqrt", total], sp.sqrt(M * MEAN)))
    d = Derivation(statement)
    d.combine(ge(M * MEAN, 0))
    d.combine(eq(total, M * MEAN), why="log2 2^H = H, summed")
    d.add("apply", statement["then"])
    wrong = forall(*MODALITIES, then=eq(["sqrt", total], sp.sqrt(M)))
    return Reading(
        "Any entropies.",
        statement,
        [d.certificate()],
        Reading("sqrt(M) alone.", wrong, [witness(M=1, H=[2])]),
    )


@claim(
    "s6-imbalance-no-effect",
    where="Sec. 6.3, graceful scaling",
    kind="remark",
    verdict="refuted",
    rests_on=("s6-sqrt-m",),
    repair="s6-sqrt-m",
    statement="Imbalance worsens the first term of (11), so that temperatures must make up for it.",
    quote="In the worst–case imbalance $(\\max_m H_m \\gg \\min_m H_m)$",
)
def imbalance_no_effect():
    """The term holds the sum of the entropies alone: (2, 2) and (3, 1) give the same."""
    g1, g2 = sp.symbols("G1 G2")
    same = [eq(H1 + H2, g1 + g2)]
    logs = [["+", *[["log2", ["^", 2, name]] for name in pair]] for pair in (("H1", "H2"), ("G1", "G2"))]
    statement = exists(*TWO, real("G1", 0), real("G2", 0), given=same, then=ne(*logs))

    def fill(d: Derivation) -> None:
        d.combine(eq(*logs), same[0])
        d.add("absurd", lt(0, 0), of=statement["then"])

    return Reading("Equal mean entropy, another value of sum log K_m.", statement, never(statement, fill))


@claim(
    "s6-temperature-shrinks-cells",
    where="Sec. 6.3, graceful scaling",
    kind="remark",
    verdict="refuted",
    repair="ours-smaller-cells",
    statement="Raising tau_m of the high-entropy modalities shrinks their cell widths and so reduces log K_m.",
    quote="shrinking their cell widths and thus $reducing \\log K_m$",
)
def shrinks_cells():
    """Smaller cells of equal mass are more cells."""
    return fewer_cells()


def fewer_cells() -> Reading:
    p, q = sp.symbols("p q")
    masses = [gt(q, 0), lt(q, p)]
    fewer = forall(
        real("p", 0, 1),
        real("q", 0, 1),
        given=masses,
        then=["<", ["log2", ["/", 1, "q"]], ["log2", ["/", 1, "p"]]],
    )
    return Reading("Cells of equal mass, p before and q < p after.", fewer, [witness(p="1/2", q="1/4")])


@claim(
    "ours-smaller-cells",
    paper="ours",
    where="beside Sec. 6.3",
    kind="lemma",
    verdict="proved",
    statement="Smaller cells of equal mass are more: q < p gives log2(1/q) > log2(1/p).",
)
def smaller_cells():
    p, q = sp.symbols("p q")
    masses = [gt(q, 0), lt(q, p)]
    goal = [">", ["log2", ["/", 1, "q"]], ["log2", ["/", 1, "p"]]]
    statement = forall(real("p", 0, 1), real("q", 0, 1), given=masses, then=goal)
    d = Derivation(statement)
    d.combine(gt(p, 0), *masses)
    smaller = d.add("apply", ["<", ["log2", "q"], ["log2", "p"]])
    d.combine(goal, smaller)
    return Reading("K = 1/p equal cells.", statement, [d.certificate()], neighbour=fewer_cells())
