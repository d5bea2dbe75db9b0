"""Sections 5.3 and 5.4: the lemmas that the proofs lean on: quantisation error, deviations, continuity, expansions."""

from fractions import Fraction

import sympy as sp

from checks.contradictions import conditional
from checks.neighbours import false_neighbour
from checks.register import Reading, claim
from theory import cells, score_ranks
from theory import finite_sample_rate as rate
from theory import information_continuity as ic
from theory.information_continuity import ARE_LAWS, LARGEST, LAWS, TOTAL_VARIATION, K, entropy
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    H,
    I,
    eq,
    every,
    exists,
    finite_law,
    forall,
    formal,
    ge,
    gt,
    integer,
    le,
    log2,
    order,
    sequence,
    table,
)  # fmt: skip
from theory.proof.worlds import witness

D, N, R, n, k, c = sp.symbols("D N R n k c")


@claim(
    "s5-high-resolution",
    where="Sec. 5.3, step 1",
    kind="step",
    verdict="conditional",
    rests_on=("s5-local-distortion",),
    repair="ours-cell-errors",
    statement="E||X_m - C_m||^2 = O(2^(-2 R_m / d_m)).",
    quote="gives $\\mathbb{E}[\\|X_m - C_m\\|^2] = O(2^{-2R_m/d_m})$",
    note="True of equal cells of a bounded interval. Sec. 5.1's criterion accepts every partition, one cell of width 1/2 "
    "included. d_m is not defined in the text.",
)
def high_resolution():
    """X uniform on [0, 1], K = 2^R cells: widths 3/4 and 1/4 have error 7/96 against 4/96."""
    width = sp.IndexedBase("w")
    filled = [eq(sp.Sum(width[k], (k, 1, K)), 1)]
    bound = le(cells.total_error(width, K), 1 / (6 * K**2))
    statement = forall(integer("K", 1), sequence("w", 1, K, 0), given=filled, then=bound)
    alike = every("k", 1, K, eq(width[k], 1 / K))
    d = Derivation(statement, [alike])

    def cube(t: Derivation) -> None:
        one = t.add("one_of", eq(width[k], 1 / K), schema=alike, index="k")
        t.combine(eq(width[k] ** 3 / 6, 1 / (6 * K**3)), (one, (width[k] ** 2 + width[k] / K + 1 / K**2) / 6))

    terms = d.termwise(
        eq(cells.total_error(width, K), sp.Sum(1 / (6 * K**3), (k, 1, K))),
        cube,
        "each cell has the same error",
    )
    d.combine(bound, terms)
    half, growth = half_cell()
    return [
        Reading(
            "Uniform law on [0, 1], K = 2^R cells, uniform codewords: error at most K^-2 / 6; true of equal cells.",
            statement,
            conditional(witness(K=2, w=["3/4", "1/4"]), [alike], d, witness(K=2, w=["1/2", "1/2"])),
        ),
        Reading("Any constant: one cell of width 1/2, the other K - 1 equal, is O(K^-2).", half, [growth]),
    ]


def half_cell() -> tuple[dict, dict]:
    """The wide cell alone has error 1/48, whatever K is."""
    error = sp.Rational(1, 48) + (K - 1) * (1 / (2 * (K - 1))) ** 3 / 6
    statement = order(integer("K", 2), variable="K", function=error, is_O_of=1 / K**2)
    d = Derivation(statement)
    d.combine(ge(error, 1 / (48 * K)), (ge(K, 1), 1 / (48 * K)), (ge(1, 0), 1 / (48 * (K - 1) ** 2)))
    return statement, {
        "kind": "growth",
        "constant": "1/48",
        "from": 2,
        "factor": "linear",
        "proof": d.proof(),
    }


@claim(
    "s5-local-distortion",
    where="Sec. 5.1",
    kind="definition",
    verdict="vacuous",
    statement="The partition minimises the expected local distortion E[1 - 1{X_m in Q_m^(l*)}].",
    quote="minimising the expected local distortion $\\mathbb{E}[1-\\mathbf{1}\\{X_m\\in\\mathcal{Q}_m^{(\\ell^*)}\\}]$",
    note="l* is not defined. As the cell of X_m it makes the criterion 0 for every partition; as one fixed cell, the "
    "likeliest, it puts all queries into that cell. Squared error or E[d] would choose a partition.",
)
def local_distortion():
    """X_m lies in its own cell."""
    lost = {name: cells.misplaced(name) for name in "ab"}
    law = eq(sp.Sum(sp.IndexedBase("p")[k], (k, 1, K)), 1)
    statement = forall(
        integer("K", 1), sequence("p", 1, K, 0), sequence("a", 1, K), sequence("b", 1, K),
        given=[law],
        then=["<=", lost["a"], lost["b"]],
    )  # fmt: skip
    trivial = ["=", lost["a"], 0]
    d, implied = Derivation({**statement, "then": trivial}), Derivation(statement, [trivial])
    d.combine(trivial, cells.none_misplaced(d, "a"))
    implied.combine(statement["then"], trivial, cells.none_misplaced(implied, "b"))
    vacuous = {"kind": "vacuous", "trivial": trivial, "proof": d.proof(), "implies": implied.proof()}
    return [
        Reading(
            "Any partition a of the alphabet against any other, b; l* the cell of X_m.",
            statement,
            [vacuous],
            neighbour=squared_error_tells_apart(),
        ),
        one_cell_for_all(),
    ]


def squared_error_tells_apart() -> Reading:
    """Two cells of [0, 1]: widths 3/4 and 1/4 lose more than 1/2 and 1/2."""
    first, second = sp.IndexedBase("a"), sp.IndexedBase("b")
    given = [eq(sp.Sum(w[k], (k, 1, K)), 1) for w in (first, second)]
    statement = forall(
        integer("K", 1), sequence("a", 1, K, 0), sequence("b", 1, K, 0),
        given=given,
        then=le(cells.total_error(first, K), cells.total_error(second, K)),
    )  # fmt: skip
    return Reading(
        "Squared error in its place: X uniform on [0, 1], cells of widths a against b.",
        statement,
        [witness(K=2, a=["3/4", "1/4"], b=["1/2", "1/2"])],
    )


def one_cell_for_all() -> Reading:
    """Masses q_1 .. q_L of the cells, l* = 1: the criterion 1 - q_1 is 0 at best, and then no other cell has mass."""
    mass, c = sp.IndexedBase("q"), sp.Symbol("c")
    statement = exists(
        integer("L", 2), sequence("q", 1, "L", 0), integer("c", 2, "L"),
        given=[eq(sp.Sum(mass[k], (k, 1, sp.Symbol("L"))), 1), eq(1 - mass[1], 0)],
        then=gt(mass[c], 0),
    )  # fmt: skip
    d = Derivation(statement)
    rest = sp.Sum(mass[k], (k, 2, sp.Symbol("L")))
    first = d.add("unroll", eq(sp.Sum(mass[k], (k, 1, sp.Symbol("L"))), mass[1] + rest), end="first")
    one = d.add("member", le(mass[c], rest), index="c")
    none = d.combine(le(mass[c], 0), first, one, *statement["given"])
    d.combine(le(1, 0), (none, 1 / mass[c]))
    return Reading(
        "l* one fixed cell: some minimiser has mass in another cell, so that its index says anything.",
        statement,
        [d.certificate()],
    )


@claim(
    "s5-entropy-constraint",
    where="Sec. 5.1",
    kind="definition",
    verdict="vacuous",
    statement="The constraint H(C_m) <= R_m restricts partitions into 2^R_m cells.",
    quote="subject to the entropy constraint $H(\\widehat{C}_m)\\leq R_m$",
)
def entropy_constraint():
    """2^R values hold at most R bits."""
    count = ["card", ["C"]]
    statement = forall(
        integer("R", 0), finite_law("C"), given=[["<=", count, ["^", 2, "R"]]], then=le(H("C"), R)
    )
    trivial = ["<=", ["H", ["C"]], ["log2", count]]
    d = Derivation({**statement, "then": trivial})
    d.basic(trivial)
    implied = Derivation(statement, [trivial])
    logs = implied.add("apply", ["<=", ["log2", count], ["log2", ["^", 2, "R"]]])
    implied.combine(statement["then"], trivial, logs)
    vacuous = {"kind": "vacuous", "trivial": trivial, "proof": d.proof(), "implies": implied.proof()}
    unbounded = forall(*statement["forall"], then=le(H("C"), R))
    bit = {"variables": ["C"], "law": [[[b], "1/2"] for b in (0, 1)]}
    return Reading(
        "Any cell index with at most 2^R values.",
        statement,
        [vacuous],
        neighbour=Reading("With any number of cells.", unbounded, [witness(R=0, W=bit)]),
    )


@claim(
    "s5-vc-class",
    where="Sec. 5.3, step 3",
    kind="step",
    verdict="refuted",
    repair="ours-distortion-deviation",
    statement="The deviation delta over the sets (quantiser cell x Y) controls the deviation of E[d].",
    quote="$\\mathcal{A} = \\{\\text{quantiser cells} \\times \\mathcal{Y}\\}$",
    note="Our consequence of 'a parallel argument': the text says only that it shows the deviation of E[d]. The sets do not look at "
    "Y.",
)
def vc_class():
    """One cell, all mass on document 1 under P, on document 2 under Q: delta = 0, E[d] = 0 and 1/2."""
    deviations = every("i", 1, "K", eq(row("P"), row("Q")))
    statement = forall(
        *TWO_LAWS, given=[deviations, *ranked()], then=["=", loss("P"), loss("Q")]
    )  # fmt: skip
    return Reading(
        "delta = 0: the two laws give each cell the same mass; then E[d] agrees.",
        statement,
        [witness(K=1, N=2, P=[[1, 0]], Q=[[0, 1]], r=[[1, 2]])],
    )


@claim(
    "ours-distortion-deviation",
    paper="ours",
    where="in place of Sec. 5.3, step 3",
    kind="lemma",
    verdict="proved",
    statement="Over the sets (cell x document) it does: for a fixed code |E_P[d] - E_Q[d]| <= (1 - 1/N) delta, delta the total "
    "variation of the laws of (cell, document).",
)
def distortion_deviation():
    statement, d = cells.deviation_of_distortion()
    half = ["/", statement["then"][2], 2]
    first, second = [[1, 0]], [[0, 1]]
    smaller = false_neighbour(
        "Half of that.",
        statement,
        le(statement["then"][1], half),
        K=1,
        N=2,
        P=second,
        Q=first,
        d=[[0, "1/2"]],
    )
    return Reading(
        "One direction (the other exchanges P and Q), losses between 0 and 1 - 1/N.",
        statement,
        [d.certificate()],
        neighbour=smaller,
    )


TWO_LAWS = (
    integer("K", 1), integer("N", 1), table("P", "K", "N", 0), table("Q", "K", "N", 0), table("r", "K", "N", 1),
)  # fmt: skip


def row(law: str) -> list:
    return ["sum", "j", 1, "N", ["at", law, "i", "j"]]


def loss(law: str) -> list:
    """E[d] of the rankings r under a law of (cell, document)."""
    kept = ["*", ["at", law, "i", "j"], ["-", 1, ["/", 1, ["at", "r", "i", "j"]]]]
    return ["sum", "i", 1, "K", ["sum", "j", 1, "N", kept]]


def ranked() -> list:
    return [every("i", 1, "K", every("j", 1, "N", le(["at", "r", "i", "j"], "N")))]


@claim(
    "s5-vc-deviation",
    where="Sec. 5.3, step 3",
    kind="step",
    verdict="proved",
    rests_on=("ours-memorised-sample",),
    statement="E[sup_A |P_n(A) - P(A)|] = O(n^-1/2) over quantiser cells x Y.",
    quote="By the Vapnik–Chervonenkis inequality [7, Ch. 2], $\\mathbb{E}[\\delta] = O(n^{-1/2})$.",
    note="For cells fixed before the sample, with constant 1. Cells of any shape fitted to the sample can deviate by 1.",
)
def vc_deviation():
    statement, d = ic.cell_deviation()
    memorised, growth = rate.constant_is_not_inverse(sp.Integer(1), Fraction(1))
    faster, too_fast = rate.root_is_not_inverse()
    return [
        Reading(
            "Fixed cells: mean of the largest deviation <= n^-1/2 (the variance of a frequency is p(1 - p)/n).",
            statement,
            [d.certificate()],
            neighbour=Reading("The bound n^-1/2 is O(1/n).", faster, [too_fast]),
        ),
        Reading(
            "Cells that may be any measurable sets: for a continuous law the sample itself deviates by 1 (ours-memorised-sample); "
            "with m = n^2 queries, m^-1/2 = 1/n.",
            memorised,
            [growth],
        ),
    ]


@claim(
    "s5-mi-lipschitz",
    where="Sec. 5.3, step 3",
    kind="step",
    verdict="refuted",
    repair="ours-mi-continuity",
    statement="|I_Q(X;C) - I_P(X;C)| <= 2 delta log|C|, delta the sup deviation between Q and P.",
    quote="$|I_Q(X;C) - I_P(X;C)| \\leq 2\\delta \\log |\\mathcal{C}|$ [29, Lem. 2]",
    note="No bound linear in delta exists: h(delta)/delta grows without end. The cited paper is on k-means.",
)
def mi_lipschitz():
    """C = X on two letters, P = (1, 0), Q = (3/4, 1/4): h(1/4) = 0.811 against 2/4."""
    gap = ["abs", ["-", entropy("q"), entropy("p")]]
    variation, single = (
        forall(*LAWS, given=ARE_LAWS, then=["<=", gap, ["*", 2, deviation, ["log2", "K"]]])
        for deviation in (formal(TOTAL_VARIATION), LARGEST)
    )
    flat, half = ["1/16"] * 16, ["1/8"] * 8 + [0] * 8
    return [
        Reading("C = X, delta the total variation.", variation, [witness(K=2, p=[1, 0], q=["3/4", "1/4"])]),
        Reading(
            "C = X, delta the largest deviation of a single cell: 16 cells, half of them emptied, one bit lost.",
            single,
            [witness(K=16, p=flat, q=half)],
        ),
    ]


@claim(
    "ours-mi-continuity",
    paper="ours",
    where="in place of Sec. 5.3, step 3",
    kind="lemma",
    verdict="proved",
    statement="A fixed encoder, laws at total variation delta: |I_P(X;C) - I_Q(X;C)| <= h(delta) + delta log2 |C|.",
    note="Half of the usual 2 delta log2 |C| in the linear term.",
)
def mi_continuity():
    statement, d = ic.mutual_information_continuity()
    return Reading(
        "One direction (the other is the same with P and Q exchanged), from the coupling of P and Q.",
        statement,
        [d.certificate()],
        neighbour=false_neighbour(
            "Without h(delta).",
            statement,
            le(I("X1;C"), I("X2;C2") + sp.Symbol("delta") * log2(K)),
            K=2,
            delta="1/4",
            W={
                "variables": ["S", "X1", "X2", "C", "C2"],
                "law": [[[0, 0, 0, 0, 0], "3/4"], [[1, 1, 0, 1, 0], "1/4"]],
            },
        ),
    )


@claim(
    "ours-margin",
    paper="ours",
    where="in place of Sec. 5.3, step 1, and Sec. 10, S4",
    kind="lemma",
    verdict="proved",
    statement="Scores that each move by at most e keep the order of documents more than 2e apart.",
)
def margin():
    statement, d = score_ranks.margin()
    near = false_neighbour(
        "At any distance.", statement, without=statement["given"][0], s=1, t=0, u=0, v=1, e=1
    )
    return Reading(
        "Two documents; so E[d] moves by at most the probability of a near tie.",
        statement,
        [d.certificate()],
        neighbour=near,
    )
