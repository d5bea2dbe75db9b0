"""Supplement, S2 and S3: stability of bits, cells and temperatures."""

from collections.abc import Sequence

import sympy as sp

from checks.contradictions import conditional, inconsistent
from checks.neighbours import false_neighbour
from checks.register import Reading, claim
from theory import perturbation as pt
from theory.proof.derivation import Derivation
from theory.proof.formal import both, eq, exists, forall, formal, ge, gt, integer, le, real, sequence, table
from theory.proof.worlds import undefined, witness
from theory.quantiser import R, plug_in

a, a_hat = sp.symbols("alpha moved")


@claim(
    "s10-alpha-definition",
    where="Sec. 10, S2",
    kind="definition",
    verdict="ill-posed",
    rests_on=("s5-allocation-domain",),
    statement="The empirical shares are defined.",
    quote="$\\widehat{\\alpha}_m = \\widehat{H}_m/(\\sum_j \\widehat{H}_j)$",
)
def alpha_definition():
    share = ["/", plug_in(1), ["+", plug_in(1), plug_in(2)]]
    statement = forall(integer("n", 1), table("x", "n", 2), then=[">=", share, 0])
    return Reading("Every sample of two modalities; n = 1.", statement, [undefined(share, n=1, x=[[0, 0]])])


@claim(
    "s10-alpha-lipschitz",
    where="Sec. 10, S2, eq. (14), first half",
    kind="equation",
    verdict="refuted",
    statement="|H^_m - H_m| <= eps for all m gives |alpha^_m - alpha_m| <= c_1 eps with a universal c_1.",
    quote="By (13) and a standard delta–method calculation,",
    repair="ours-share-lipschitz",
    note="c_1 is of the order of 1 / sum_j H_j.",
)
def alpha_lipschitz():
    statement, certificate = pt.share_moves()
    return Reading(
        "Two modalities, H = (1/k, 1/k) against (0, 1/k): the share moves by 1/2, eps = 1/k.",
        statement,
        [certificate],
    )


@claim(
    "ours-share-lipschitz",
    paper="ours",
    where="in place of eq. (14), first half",
    kind="lemma",
    verdict="proved",
    statement="Two modalities whose entropies are known to within e: a share moves by at most e / (H^_1 + H^_2).",
)
def share_lipschitz():
    statement, d = pt.share_lipschitz()
    e, u, v, a_, b_ = sp.symbols("e u v a b")
    half = false_neighbour(
        "By half of that.",
        statement,
        le(u / (u + v) - a_ / (a_ + b_), e / (2 * (u + v))),
        a=1,
        b=1,
        u=2,
        v=0,
        e=1,
    )
    return Reading("Both directions.", statement, [d.certificate()], neighbour=half)


@claim(
    "s10-eq14",
    where="Sec. 10, S2, eq. (14)",
    kind="equation",
    verdict="conditional",
    rests_on=("s10-alpha-lipschitz", "s10-eq13-display"),
    statement="|alpha_n - alpha| <= c1 eps_H implies |R_m - R alpha_m| <= 2.",
    quote="\\left| \\widehat{\\alpha}_m - \\alpha_m \\right| \\le c_1 \\varepsilon_H \\implies \\left| R_m - R\\alpha_m \\right| \\le 2.",
    note="The share's error is multiplied by R: true where R c_1 eps_H <= 1, which no bound on eps_H alone gives.",
)
def eq14():
    """R = 17, share 1/2, estimated as 3/5: 11 bits against 8.5."""
    statement, d, condition = pt.bits_moved()
    wider = {**statement, "given": [*statement["given"], le(R * sp.Symbol("e"), sp.Rational(11, 10))]}
    return Reading(
        "Error of the share at most e; true where R e <= 1.",
        statement,
        conditional(
            witness(R=17, alpha="1/2", moved="3/5", e="1/10"),
            condition,
            d,
            witness(R=10, alpha="1/2", moved="3/5", e="1/10"),
        ),
        neighbour=Reading(
            "True where R e <= 1.1.", wider, [witness(R=10, alpha="19/200", moved="41/200", e="11/100")]
        ),
    )


@claim(
    "s10-rm-notation",
    where="Sec. 10, S2 and S4",
    kind="consistency",
    verdict="proved",
    statement="R_m may stand for the empirical allocation (S2, Sec. 5.1) and for the ideal one (S4).",
    quote="the codebook produced from the empirical triplet $(\\widehat{R}_m, \\widehat{Q}_m, \\tau_m^{\\star})$",
    note="What is said of R_m, (14), holds of both where it holds of one. They are two numbers; S4 writes a hat on the first.",
)
def rm_notation():
    """R = 4, share 1/2, estimated as 3/5: 2 bits and 3."""
    statement, d = pt.either_allocation()
    ceilings = [sp.ceiling(R * x, evaluate=False) for x in (a, a_hat)]
    one = forall(*statement["forall"], given=statement["given"], then=eq(*ceilings))
    same = Reading("One number for both.", one, [witness(R=4, alpha="1/2", moved="3/5", e="1/10")])
    return [
        Reading(
            "(14) in either meaning, for shares known to within e with R e <= 1.",
            statement,
            [d.certificate()],
            neighbour=same,
        ),
        same,
    ]


@claim(
    "s10-cells-count",
    where="Sec. 10, S2; Sec. 5.1",
    kind="consistency",
    verdict="inconsistent",
    statement="The quantiser of modality m has R_m cells (S2) and 2^R_m cells (5.1).",
    quote="subject to R_m cells",
)
def cells_count():
    r, cells = sp.symbols("r cells")
    power = forall(integer("r", 0), then=ge(2**r, r + 1))
    proof = Derivation(power)
    goal = power["then"]

    def first(d: Derivation) -> None:
        d.add("apply", ["=", ["^", 2, "r"], ["^", 2, 0]])
        d.combine(goal, 1, eq(r, 0))

    proof.induction(goal, "r", first, lambda d: d.combine(ge(2 * 2**r, r + 2), (goal, 2)))
    statement = exists(integer("r", 0), integer("cells", 1), then=both(eq(cells, r), eq(cells, 2**r)))
    d = Derivation(statement)
    d.combine(le(1, 0), d.use(d.lemma(power, proof), goal, r=r), *statement["then"][1:])
    apart = witness(r=1, cells=2), witness(r=1, cells=1)
    return Reading("One number of cells.", statement, inconsistent(d, *apart))


@claim(
    "s10-three-quantisers",
    where="Sec. 10, S2; Sec. 5.1; Sec. 6.1",
    kind="consistency",
    verdict="refuted",
    statement="The quantiser of least squared error (S2) is the one of equal masses (Sec. 6.1).",
    quote="be the optimal scalar quantiser minimising expected squared error under",
)
def three_quantisers():
    """0, 1, 2, 10 equally likely, two cells: {0,1,2},{10} has squared error 2, {0,1},{2,10} has 65/2."""
    x = sp.IndexedBase("x")
    rising = [gt(x[i + 1], x[i]) for i in (1, 2, 3)]
    halves, *uneven = (sum(map(spread, cells)) for cells in two_cells([x[i] for i in range(1, 5)]))
    least = both(*[le(halves, other) for other in uneven])
    statement = forall(sequence("x", 1, 4), given=rising, then=least)
    return Reading(
        "Four equally likely values in order: halving them has the least squared error.",
        statement,
        [witness(x=[0, 1, 2, 10])],
        neighbour=evenly_spaced(),
    )


def evenly_spaced() -> Reading:
    u, h = sp.symbols("u h")
    halves, *uneven = (sum(map(spread, cells)) for cells in two_cells([u + i * h for i in range(4)]))
    statement = forall(real("u"), real("h"), then=both(*[le(halves, other) for other in uneven]))
    d = Derivation(statement)
    for part in statement["then"][1:]:
        d.combine(part)
    return Reading(
        "Four evenly spaced values: halving them has the least squared error.", statement, [d.certificate()]
    )


def two_cells(x: Sequence) -> list[tuple[Sequence, Sequence]]:
    """The partitions of four values into two intervals, the halves first."""
    return [(x[:cut], x[cut:]) for cut in (2, 1, 3)]


def spread(cell: Sequence) -> sp.Expr:
    """Sum of squared distances from the mean."""
    mean = sum(cell) / sp.Integer(len(cell))
    return sp.expand(sum((v - mean) ** 2 for v in cell))


@claim(
    "s10-eq15",
    where="Sec. 10, S2, eq. (15)",
    kind="equation",
    verdict="refuted",
    rests_on=("s10-eq13-display",),
    repair="ours-median-excess-order",
    statement="Cell displacement is at most c2 eps_H with probability 1 - delta/3, by Lipschitz continuity of the Lloyd fixed "
    "point.",
    quote="By the Lipschitz continuity of the Lloyd fixed point, the per–cell displacement satisfies",
    note="Optimal cells jump between two optima of equal error; near such a law the probability of the jump nears 1/2.",
)
def eq15():
    """Three equally likely values: which end takes the middle one depends on the sign of an error of any size."""
    statement, certificate = pt.cells_jump(sp.Integer(1))
    return Reading(
        "X uniform on -1, 0, 1, two cells; masses off by 1/(3k) move 0 by a distance 1 to the other cell.",
        statement,
        [certificate],
    )


@claim(
    "s10-labels",
    where="Sec. 10, S2, eq. (15)",
    kind="definition",
    verdict="ill-posed",
    statement="The distance from a point to the empirical cell of the same label is defined.",
    quote="\\operatorname{dist}\\left(x, \\widehat{\\mathcal{Q}}_{m}^{(k)}\\right)",
    note="An empty cell has no distance; and exchanged labels displace identical cells.",
)
def labels():
    """One query, two cells: one of them is empty."""
    distance = ["minover", "i", 1, "size", ["abs", ["-", "x", ["at", "cell", "i"]]]]
    statement = forall(integer("size", 0), real("x"), sequence("cell", 1, "size"), then=[">=", distance, 0])
    return Reading(
        "Any cell of the fitted quantiser.", statement, [undefined(distance, size=0, x=0, cell=[])]
    )


@claim(
    "s10-eq16",
    where="Sec. 10, S3, eq. (16)",
    kind="equation",
    verdict="refuted",
    rests_on=("s10-eq13-display",),
    repair="ours-temperature-lipschitz",
    statement="|tau*_m - tau*_m(0)| <= c3 eps_H with c3 universal.",
    quote="A first-order expansion around",
    note="The slope of H^(-1/2) has no bound near H = 0.",
)
def eq16():
    statement, certificate = pt.temperature_jumps()
    return Reading(
        "Entropies summing to 1, H_1 = 1/(2k) against 1/(2k + 2): the temperature moves by more than k eps.",
        statement,
        [certificate],
    )


@claim(
    "ours-temperature-lipschitz",
    paper="ours",
    where="in place of eq. (16)",
    kind="lemma",
    verdict="proved",
    statement="In terms of u = sum_j H_j / (M H_m), (10) is sqrt u, and |sqrt u - sqrt v| <= |u - v| / sqrt v for u >= v.",
)
def temperature_lipschitz():
    u, v = sp.symbols("u v")
    roots = sp.sqrt(u), sp.sqrt(v)
    given = [gt(v, 0), ge(u, v)]
    statement = forall(
        real("u", 0), real("v", 0), given=given, then=le(roots[0] - roots[1], (u - v) / roots[1])
    )  # fmt: skip
    d = Derivation(statement)
    d.add("apply", [">", formal(roots[1]), ["sqrt", 0]])
    larger = d.add("apply", ge(*roots))
    d.combine(statement["then"], (larger, roots[0] / roots[1]))
    tighter = false_neighbour(
        "With half of it over sqrt u.", statement, le(roots[0] - roots[1], (u - v) / (2 * roots[0])), u=4, v=1
    )
    return Reading(
        "u, v the values of sum_j H_j / (M H_m), u the larger.",
        statement,
        [d.certificate()],
        neighbour=tighter,
    )
