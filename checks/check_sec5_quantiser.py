"""Section 5.1: bits, cells and codewords of the entropy-weighted product quantiser."""

import sympy as sp

from checks.check_sec5_achievability import TWINS, TWO
from checks.check_sec10 import atoms_without_mass
from checks.contradictions import conditional, contradiction, inconsistent
from checks.neighbours import false_neighbour
from checks.register import Reading, claim
from theory import cells
from theory import quantiser as qz
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
    ge,
    gt,
    integer,
    le,
    lt,
    real,
    sequence,
    table,
)  # fmt: skip
from theory.proof.worlds import undefined, witness
from theory.quantiser import ALLOCATED, ENTROPIES, TOTAL, M, R, of_two, plug_in, product_code

k, x = sp.symbols("k x")


def allocation_statement(then: list) -> dict:
    return forall(integer("M", 1), integer("R", 0), ENTROPIES, given=[gt(TOTAL, 0)], then=then)


@claim(
    "s5-bit-allocation",
    where="Sec. 5.1",
    kind="equation",
    verdict="refuted",
    repair="ours-ceilings-range",
    statement="With R_m = ceil(R H_m / sum_j H_j), H(C) = sum_m R_m <= R.",
    quote="by construction $H(C)=\\sum_m R_m\\leq R$.",
    note="Holds only where every quota is whole; the sum lies in [R, R + M - 1].",
)
def bit_allocation():
    """One bit for two equal modalities: each gets it."""
    return Reading(
        "The allocated bits sum to at most R.",
        allocation_statement(le(ALLOCATED, R)),
        [witness(M=2, R=1, H=[1, 1])],
    )


@claim(
    "ours-ceilings-range",
    paper="ours",
    where="beside Sec. 5.1",
    kind="lemma",
    verdict="proved",
    statement="R <= sum_m ceil(R H_m / sum_j H_j) < R + M.",
)
def ceilings_range():
    statement, d = qz.ceilings_range()
    tighter = false_neighbour("Below R + M - 1.", statement, lt(ALLOCATED, R + M - 1), M=2, R=1, H=[1, 1])
    return Reading("Any entropies, not all zero.", statement, [d.certificate()], neighbour=tighter)


@claim(
    "ours-cumulative-rounding",
    paper="ours",
    where="in place of Sec. 5.1's ceilings",
    kind="lemma",
    verdict="proved",
    statement="Rounding the cumulated quotas down gives whole bits that sum to R, each within 1 of its quota.",
)
def cumulative_rounding():
    statement, d = qz.cumulative_rounding()
    *range_, off = statement["then"][3]
    half = false_neighbour(
        "Each within 1/2.", statement, [*range_, [">=", off[1], ["/", -1, 2]]], M=2, R=1, A=[0, "3/4", 1]
    )
    return Reading("Any quotas that sum to a whole R.", statement, [d.certificate()], neighbour=half)


@claim(
    "s5-allocation-domain",
    where="Sec. 5.1",
    kind="definition",
    verdict="proved",
    statement="The allocation R_m = ceil(H_m R / sum_j H_j) is defined for the training samples.",
    quote="$R_m = \\lceil (\\widehat{H}_m/\\sum_j \\widehat{H}_j) \\, R \\rceil$",
    note="Where some modality varies. A sample without variety (n = 1, or all queries equal) has the share 0/0.",
)
def allocation_domain():
    statement, d = qz.bits_of_a_modality()
    positive = false_neighbour("At least one bit.", statement, ge(qz.BITS, 1), M=2, R=1, m=2, H=[1, 0])
    h1, h2 = plug_in(1), plug_in(2)
    share = ["/", ["*", h1, "R"], ["+", h1, h2]]
    every_sample = forall(
        integer("n", 1), integer("R", 0), table("x", "n", 2), then=[">=", ["ceil", share], 0]
    )
    return [
        Reading(
            "Any entropies, not all zero: a number of bits, from 0 to R.",
            statement,
            [d.certificate()],
            neighbour=positive,
        ),
        Reading(
            "Every sample of two modalities; n = 1.", every_sample, [undefined(share, n=1, R=1, x=[[0, 0]])]
        ),
    ]


@claim(
    "s5-empirical-entropy-distinct",
    where="Sec. 5.1, used in (10), Sec. 6 and 7",
    kind="definition",
    verdict="refuted",
    repair="ours-distinct-sample",
    statement="The empirical entropies tell modalities apart, so that bits and temperatures adapt to entropy, for "
    "the continuous sources of Sec. 7.",
    quote="be the empirical entropy of modality m computed from the training queries",
    note="n distinct values have plug-in entropy log2 n, whatever the law: equal bits, every temperature 1.",
)
def empirical_entropy_distinct():
    apart = every("i", 1, "n", every("j", 1, "n", ["or", ["=", "i", "j"], distinct()]))
    statement = forall(
        integer("n", 2), table("x", "n", 2), given=[apart], then=["!=", plug_in(1), plug_in(2)]
    )
    return Reading(
        "Raw queries, all values distinct within each modality (almost sure for a continuous law).",
        statement,
        [witness(n=2, x=[[0, 0], [1, 5]])],
    )


def distinct() -> list:
    return ["and", *[["!=", ["at", "x", "i", m], ["at", "x", "j", m]] for m in (1, 2)]]


@claim(
    "ours-distinct-sample",
    paper="ours",
    where="beside Sec. 5.1",
    kind="lemma",
    verdict="proved",
    statement="n distinct training values have plug-in entropy log2 n.",
)
def distinct_sample():
    statement, d = qz.distinct_sample()
    equal = Reading(
        "Any n values.", forall(*statement["forall"], then=statement["then"]), [witness(n=2, x=[0, 0])]
    )
    return Reading(
        "Any n values that differ from one another.", statement, [d.certificate()], neighbour=equal
    )


@claim(
    "s5-code-entropy",
    where="Sec. 5.1",
    kind="equation",
    verdict="refuted",
    rests_on=("s5-bit-allocation",),
    repair="ours-code-entropy",
    statement="By construction H(C) = sum_m R_m.",
    quote="by construction $H(C)=\\sum_m R_m\\leq R$.",
    note="Read of cell indices; the entropy of codewords drawn in continuous cells is infinite.",
)
def code_entropy_claim():
    """Two equal modalities: one bit each, one bit together."""
    first, second = of_two(R)
    statement = forall(integer("N", 2), *TWO, given=product_code(R), then=eq(H("C"), first + second))
    return Reading("Every product code of two modalities.", statement, [witness(N=2, R=2, W=TWINS)])


@claim(
    "ours-code-entropy",
    paper="ours",
    where="beside Sec. 5.1",
    kind="lemma",
    verdict="proved",
    statement="Cell indices: I(X;L) = H(L) <= H(L1) + H(L2) <= R_1 + R_2.",
)
def code_entropy():
    statement, d = qz.code_entropy()
    twins = {"variables": ["X1", "L1", "L2"], "law": [[[b, b, b], "1/2"] for b in (0, 1)]}
    whole = false_neighbour(
        "The rate is R_1 + R_2.",
        statement,
        eq(I("X1;L1,L2"), sp.Symbol("R1") + sp.Symbol("R2")),
        R1=1,
        R2=1,
        W=twins,
    )
    return Reading("Two modalities, any cells.", statement, [d.certificate()], neighbour=whole)


@claim(
    "s5-stochastic-codeword",
    where="Sec. 5.1",
    kind="step",
    verdict="proved",
    statement="Sampling C_m uniformly in its cell leaves the code's rate at that of the cell index.",
    quote="sample $C_m\\sim \\mathrm{Unif}(\\mathcal{Q}_m^{(\\ell)})$ to ensure smoothness required by the BA argument below",
    note="For the rate I(X;C). H(C) grows with the draw; read so, the sentence is false.",
)
def stochastic_codeword():
    statement, d = qz.drawn_codeword()
    coin = {"variables": ["X1", "L", "C"], "law": [[[0, 0, c], "1/2"] for c in (0, 1)]}
    entropy = forall(finite_law("X1", "L", "C"), given=statement["given"], then=eq(H("C"), H("L")))
    other = Reading("Rate as H(C): one cell, two points.", entropy, [witness(W=coin)])
    return [
        Reading(
            "Rate as I(X;C): C says which cell, and given the cell nothing of X.",
            statement,
            [d.certificate()],
            neighbour=other,
        ),
        other,
    ]


@claim(
    "s5-stochastic-helps",
    where="Sec. 5.1",
    kind="remark",
    verdict="refuted",
    rests_on=("s5-stochastic-codeword",),
    repair="ours-cell-errors",
    statement="Drawing the codeword at random within its cell lowers the distortion.",
    quote="Stochastic codewords are generated within each cell",
    note="The use that we see in the draw. The use that the text names, smoothness for the Blahut-Arimoto argument, cannot be tested: "
    "no step of that argument is given. For given cells the rate is the index's either way, and some fixed codeword of each cell "
    "does no worse. Randomised encoders are another matter (s3-deterministic-additive).",
)
def stochastic_helps():
    statement, d = cells.random_beats_fixed()
    return Reading(
        "For some cell and losses a random codeword beats every fixed one (by e > 0).",
        statement,
        [d.certificate()],
    )


@claim(
    "ours-cell-errors",
    paper="ours",
    where="beside Sec. 5.1",
    kind="equation",
    verdict="proved",
    statement="Uniform cell of width w: squared error w^2/6 with a uniform codeword, w^2/12 with the midpoint.",
)
def cell_errors():
    statement, d = cells.cell_errors()
    width = sp.Symbol("w")
    same = Reading(
        "The two are equal.", forall(real("w", 0), then=eq(width**2 / 6, width**2 / 12)), [witness(w=1)]
    )
    return Reading(
        "X and C independent and uniform in the cell; C in its middle.",
        statement,
        [d.certificate()],
        neighbour=same,
    )


@claim(
    "s5-uniform-cell",
    where="Sec. 5.1; Sec. 6.1; Sec. 7.1",
    kind="definition",
    verdict="inconsistent",
    repair="ours-cell-errors",
    statement="Each cell carries a uniform law Unif(Q_m), for the sources used (Gaussian mixtures included).",
    quote="sample $C_m\\sim \\mathrm{Unif}(\\mathcal{Q}_m^{(\\ell)})$",
    note="A Gaussian coordinate fills the line: some cell of finitely many is unbounded and has no uniform law.",
)
def uniform_cell():
    """Finitely many cells of finite length cover a length L alone, and not the interval of length L + 1."""
    lengths, length = sp.IndexedBase("l"), sp.Symbol("L")
    covered = sp.Sum(lengths[k], (k, 1, M))
    statement = exists(
        integer("M", 1),
        sequence("l", 1, M, 0),
        real("L", 0),
        then=both(eq(covered, length), ge(covered, length + 1)),
    )
    return Reading(
        "Finitely many cells of finite length cover a finite length L only, so they cannot cover the line, or an interval of L + 1.",
        statement,
        inconsistent(contradiction(statement), witness(M=1, l=[1], L=0), witness(M=1, l=[1], L=1)),
    )


@claim(
    "s5-partition-exists",
    where="Sec. 5.1",
    kind="step",
    verdict="proved",
    rests_on=("s5-local-distortion", "s5-entropy-constraint"),
    statement="A partition of X_m into 2^R_m cells that minimises the criterion under the constraint exists.",
    quote="Such a partition exists by the asymptotic high-resolution theory of product quantisers [19, Sec. III].",
    note="Every partition is one, whatever the law, without any theory: see s5-local-distortion, s5-entropy-constraint. "
    "Some cells are empty where 2^R_m exceeds the letters.",
)
def partition_exists():
    """Without empty cells: a fair bit and a constant modality, R = 2; the bit gets 2 bits, 4 cells for 2 letters."""
    h1, h2 = ["log2", "A1"], ["log2", "A2"]
    bits = ["ceil", ["/", ["*", "R", h1], ["+", h1, h2]]]
    every_one, proof = cells.every_partition_serves()
    enough = forall(integer("A1", 2), integer("A2", 1), integer("R", 0), then=["<=", ["^", 2, bits], "A1"])
    filled, d = cells.no_cell_empty()
    without_empty = Reading(
        "2^R cells, none of them empty. Uniform letters, A1 and A2 of them: modality 1 has at least 2^R_1.",
        enough,
        [witness(A1=2, A2=1, R=2)],
        neighbour=Reading(
            "No more cells than letters: some partition leaves none empty.", filled, [d.certificate()]
        ),
    )
    return [
        Reading(
            "At most 2^R cells: any partition a meets the constraint, and no other, b, has a lower criterion.",
            every_one,
            [proof.certificate()],
            neighbour=without_empty,
        ),
        without_empty,
    ]


@claim(
    "s5-scalar-quantiser",
    where="Sec. 5.1; Sec. 5.3, step 1; Sec. 7.1; Sec. 10, S2",
    kind="consistency",
    verdict="conditional",
    statement="Scalar quantisation serves modalities of dimension d_m, 64 in Sec. 7.1, at the rates of Sec. 7.",
    quote="For each modality perform an entropy-constrained scalar quantisation [17]",
    note="Coordinate by coordinate, with at least a bit each, from R = 128 on; how R_m is split over coordinates is not said. At "
    "R = 64 each modality has 32 bits for its 64 coordinates.",
)
def scalar_quantiser():
    rate, size = sp.symbols("R d")
    statement = forall(integer("R", 1), then=ge(rate / 2, 64))
    condition = [ge(rate, 128)]
    d = Derivation(statement, condition)
    d.combine(statement["then"], *condition)
    idle, e = cells.idle_coordinates()
    as_one = exists(real("d"), then=both(eq(size, 1), eq(size, 64)))
    return [
        Reading(
            "Two balanced modalities of 64 coordinates, R/2 bits each: a bit for every coordinate.",
            statement,
            conditional(witness(R=64), condition, d, witness(R=128)),
            neighbour=Reading(
                "R_m whole bits on d_m coordinates leave d_m - R_m of them or more without one.",
                idle,
                [e.certificate()],
            ),
        ),
        Reading(
            "X_m itself a scalar: its dimension d is 1 and 64.",
            as_one,
            inconsistent(contradiction(as_one), witness(d=64), witness(d=1)),
        ),
    ]


@claim(
    "s5-codebook-not-finite",
    where="Sec. 5.1 and 5.3; Sec. 2 and 3",
    kind="consistency",
    verdict="inconsistent",
    rests_on=("s5-stochastic-codeword",),
    repair="ours-code-entropy",
    statement="C is one of |C| = 2^R codewords, and C_m is uniform in a cell of the line.",
    quote="Stochastic codewords are generated within each cell",
    note="Send the index and draw the codeword at the decoder.",
)
def codebook_not_finite():
    return Reading("Finitely many codewords of total mass 1, each of mass 0.", *atoms_without_mass())
