"""Sections 6 and 6.1: which class is bounded, what is drawn when, and where the text sends the reader."""

import sympy as sp

from checks.check_sec5_excess import within_inverse
from checks.contradictions import contradiction, inconsistent
from checks.neighbours import false_neighbour
from checks.occurrences import PARTS, counted
from checks.register import Reading, Untestable, claim
from theory import finite_sample_rate as rate
from theory.proof.derivation import Derivation
from theory.proof.formal import H, both, eq, exists, finite_law, forall, ge, integer, le, log2, order, real
from theory.proof.worlds import witness

n = sp.Symbol("n")


@claim(
    "s6-appendix-a",
    where="Sec. 6, opening",
    kind="consistency",
    verdict="inconsistent",
    statement="There is an Appendix A with ancillary lemmas.",
    quote="consult Appendix A for ancillary lemmas",
    note="The supplement is one section, 10: the proof of Lemma 5.2. It has no lemma of Rademacher complexities.",
)
def appendix_a():
    supplement = "The supplement, which is the only appendix, has the word Rademacher, which occurs in Sec. 6 and in a reference."
    itself = "One of the places at which the text names Appendix A, Sec. 6 alone, is behind the sections (part 10)."
    return [counted(supplement, PARTS["Rademacher"], 10), counted(itself, PARTS["Appendix A"], 10)]


@claim(
    "s6-two-orders",
    where="Sec. 6.3, Thm 6.2; Lemma 5.2",
    kind="consistency",
    verdict="proved",
    statement="Lemma 5.2 and Theorem 6.2, both called finite-sample excess distortion, give the orders n^-1 and n^-1/2; the two agree.",
    quote="Theorem 6.2 (Finite–Sample Excess Distortion).",
    note="As upper bounds, the second being the weaker. With Sec. 8's 'tight' n^-1 they do not.",
)
def two_orders():
    statement = order(integer("n", 1), variable="n", function=1 / n, is_O_of=1 / sp.sqrt(n))
    d = Derivation(statement)
    d.add("apply", [">=", ["sqrt", "n"], ["sqrt", 1]])
    d.add("combine", le(1 / n, 1 / sp.sqrt(n)), using=[[1, ["/", 1, "n"]]])
    d.combine(ge(1 / n, 0))
    slower, too_slow = rate.root_is_not_inverse()
    return Reading(
        "What is O(n^-1) is O(n^-1/2).",
        statement,
        [{"kind": "order", "constant": 1, "from": 1, "proof": d.proof()}],
        neighbour=Reading("What is of the order n^-1/2 is O(n^-1).", slower, [too_slow]),
    )


@claim(
    "s6-fit-in-class",
    where="Sec. 6.1; Thm 6.2",
    kind="step",
    verdict="proved",
    statement="Theorem 6.2 applies to the fitted model, whether it minimises the empirical distortion (Sec. 6.3) or is built from "
    "empirical entropies (Secs. 5 and 6.1).",
    quote="although the fitted model",
    note="The bound holds for every member of the class at once, so for either; not for a model outside it. The two differ: the "
    "construction of Sec. 5 looks at no relevant document.",
)
def fit_in_class():
    names = ("E", "En", "F", "B")
    mean, sample, sup, bound = sp.symbols(names)
    given = [le(mean - sample, sup), le(sup, bound)]
    statement = forall(*[real(x) for x in names], given=given, then=le(mean, sample + bound))
    d = Derivation(statement)
    d.combine(statement["then"], *given)
    outside = false_neighbour("A model outside the class.", statement, without=given[0], E=1, En=0, F=0, B=0)
    return Reading(
        "F the largest gap in the class, at most B; the model a member.",
        statement,
        [d.certificate()],
        outside,
    )


@claim(
    "s6-codeword-drawn-once",
    where="Sec. 6.1; Sec. 5.1",
    kind="consistency",
    verdict="inconsistent",
    statement="A cell's codeword is drawn once (6.1), and drawn anew for each query (5.1).",
    quote="For each cell we draw a codeword $c_{\\mathbf{k}}\\sim \\mathrm{Unif}(B^{(\\mathbf{k})})$",
    note="Drawn once, the encoder is a function of the query; so only with 6.1 does a cell have one ranking.",
)
def codeword_drawn_once():
    size, same = sp.symbols("s q")
    parts = both(eq(same, 1), eq(same, 1 / size))
    statement = exists(integer("s", 2), real("q", 0, 1), then=parts)

    def fill(d: Derivation) -> None:
        d.combine(le(1, 0), (parts[1], -size), (parts[2], size), ge(size, 2))

    apart = witness(s=2, q="1/2"), witness(s=2, q=1)
    return Reading(
        "The chance q that two queries of a cell with s >= 2 points get the same codeword: 1, and 1/s.",
        statement,
        inconsistent(contradiction(statement, fill), *apart),
    )


@claim(
    "s6-quantile-cells",
    where="Sec. 6.1, footnote 1",
    kind="definition",
    verdict="proved",
    rests_on=("s6-cell-count",),
    statement="Cells bounded by empirical quantiles have the stated masses, up to order n^-1/2 in the mean.",
    quote="¹Cell boundaries are chosen via the empirical cumulative distribution.",
    note="Not exactly, and not up to O(1/n). It speaks of scalars: a vector modality has no quantiles.",
)
def quantile_cells():
    """The cell below the median of n = 2a - 1 uniform queries misses the mass 1/2 by 2 e_n in the mean (e_n as in Theorem 5.1)."""
    statement, certificate = rate.excess_of_order_root()
    return Reading(
        "X uniform, two cells cut at the empirical median: half the mean error of a cell's mass is O(n^-1/2).",
        statement,
        [certificate],
        neighbour=within_inverse(),
    )


@claim(
    "s6-substitution",
    where="Sec. 6.3, eq. (11)",
    kind="step",
    verdict="proved",
    rests_on=("s6-thm62-constants", "s6-lem61"),
    statement="Theorem 6.2 and Lemma 6.1 give (11).",
    quote="Substituting Lem. 6.1 gives",
    note="The substitution is right; what is substituted is not.",
)
def substitution():
    names = ("E", "En", "Rad", "B", "t")
    mean, sample, complexity, bound, tail = sp.symbols(names)
    given = [le(mean, sample + 4 * complexity + 3 * tail), le(complexity, bound)]
    statement = forall(*[real(x) for x in names], given=given, then=le(mean, sample + 4 * bound + 3 * tail))
    d = Derivation(statement)
    d.combine(statement["then"], given[0], (given[1], 4))
    once = le(mean, sample + bound + 3 * tail)
    wrong = false_neighbour("With the bound once.", statement, once, E=4, En=0, Rad=1, B=1, t=0)
    return Reading("B the bound of Lemma 6.1.", statement, [d.certificate()], neighbour=wrong)


@claim(
    "s6-lem61-steps",
    where="Sec. 6.2, proof of Lemma 6.1, steps 1 and 2",
    kind="step",
    verdict="proved",
    statement="A code's ranking depends on the query through its cell alone, so it has at most K rankings; its loss takes one of the "
    "D_max values 1 - 1/k.",
    quote="therefore there are at most K distinct encoder outputs",
    note="Both are about one code. The next step counts the codes of the class (s6-lem61-cardinality).",
)
def lem61_steps():
    cells, documents, rank = sp.symbols("K D k")
    count = ["card", ["L"]]
    given = [eq(H("G|L"), 0), ["<=", count, "K"]]
    loss = 1 - 1 / rank
    statement = forall(
        integer("K", 1), integer("D", 1), integer("k", 1, "D"), finite_law("L", "G"),
        given=given,
        then=both(le(H("G"), log2(cells)), ge(loss, 0), le(loss, 1 - 1 / documents)),
    )  # fmt: skip
    d = Derivation(statement)
    few = d.shannon(le(H("G"), H("L")), ("L", "G"), given[0])
    most = d.basic(["<=", ["H", ["L"]], ["log2", count]])
    logs = d.add("apply", ["<=", ["log2", count], ["log2", "K"]])
    d.combine(statement["then"][1], few, most, logs)
    d.combine(ge(loss, 0), (ge(rank, 1), 1 / rank))
    d.combine(le(loss, 1 - 1 / documents), (le(rank, documents), 1 / (rank * documents)))
    two = {"variables": ["L", "G"], "law": [[[0, g], "1/2"] for g in (0, 1)]}
    free = false_neighbour(
        "Rankings that do not follow the cells.", statement, without=given[0], K=1, D=1, k=1, W=two
    )
    return Reading(
        "L the cell, one of at most K, G the ranking, a function of L: at most log2 K bits. Rank k <= D: a loss from 0 to 1 - 1/D.",
        statement,
        [d.certificate()],
        free,
    )


@claim(
    "s6-lem63-citation",
    where="Sec. 6.3, proof of Lemma 6.3",
    kind="step",
    verdict="untestable",
    statement="The cell probability is a Gaussian volume approximation, eq. (27.25) of [12].",
    quote="by Gaussian volume approximation [12, Eq. (27.25)]",
)
def lem63_citation():
    return Untestable(
        "What a book says; that the probability meets Sec. 6.1's no more is judged (s6-lem63-cell-probability).",
        "the cited edition",
    )


@claim(
    "s6-proof-citations",
    where="Sec. 6.3, proof of Thm 6.2",
    kind="step",
    verdict="untestable",
    statement="Theorems 4.1 and 4.2 of [4] are the symmetrisation inequality and the concentration term.",
    quote="Combine the bounded–difference symmetrisation inequality [4, Thm. 4.1] with Lemma 6.1",
)
def proof_citations():
    return Untestable(
        "What another paper says; the inequality that they are to give is derived (s6-thm62-constants).",
        "the text of the cited theorems",
    )
