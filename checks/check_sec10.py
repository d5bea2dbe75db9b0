"""Supplement, S1: concentration of the empirical entropies."""

import sympy as sp

from checks.contradictions import conditional, inconsistent
from checks.neighbours import false_neighbour
from checks.register import Reading, Untestable, claim
from theory import entropy_concentration as ec
from theory.entropy_concentration import K, M, binary_tail, bounded_difference, n, tail_bound
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    both,
    eq,
    every,
    exists,
    forall,
    formal,
    ge,
    gt,
    integer,
    le,
    log2,
    order,
    real,
    sequence,
)  # fmt: skip
from theory.proof.worlds import witness

k, t, p = sp.symbols("k t p")
a, a_hat = sp.symbols("alpha moved")


@claim(
    "s10-eq12",
    where="Sec. 10, S1, eq. (12)",
    kind="equation",
    verdict="refuted",
    repair="ours-entropy-difference",
    statement="Pr[|H_n - H| >= t] <= 2 exp(-n t^2 / (2 log^2 |A|)) for all t > 0.",
    quote="\\Pr[|\\widehat{H}_m - H_m| \\ge t] \\le 2\\exp(-\\frac{nt^2}{2\\log^2|\\mathcal{A}_m|}) \\quad \\forall t > 0.",
    note="One letter of probability 3/4 fills all n places too often, from n = 17 on; and the plug-in entropy is biased.",
)
def eq12():
    """Two letters, (1/4, 3/4), n = 17: H_n = 0, off by h(1/4) = 0.811, with probability (3/4)^17 = 0.00752 > 0.00747.

    64 equally likely letters, n = 2: H_n <= 1 bit, off by 5 bits for certain, against 0.9987."""
    binary = forall(
        integer("n", 1), real("p", 0, 1), real("t", 0),
        given=[gt(t, 0)],
        then=["<=", binary_tail(), formal(tail_bound(n, t, sp.Integer(2)))],
    )  # fmt: skip
    certain = ["ind", [">=", ["-", ["log2", "K"], ["log2", "n"]], "t"]]
    biased = forall(
        integer("n", 1), integer("K", 2), real("t", 0),
        given=[gt(t, 0)],
        then=["<=", certain, formal(tail_bound(n, t, K))],
    )  # fmt: skip
    return [
        Reading(
            "Two letters, the exact binomial probability.", binary, [witness(n=17, p="1/4", t="811/1000")]
        ),
        Reading(
            "K equally likely letters: H_n is at most log2 n, so it is off by t for certain where log2(K/n) >= t.",
            biased,
            [witness(n=2, K=64, t=5)],
        ),
    ]


@claim(
    "ours-entropy-difference",
    paper="ours",
    where="in place of eq. (12)",
    kind="lemma",
    verdict="proved",
    statement="One changed sample of n moves the plug-in entropy by at most h(1/n) = log2 n - (1 - 1/n) log2 (n - 1).",
    note="With McDiarmid's inequality: P(|H_n - E H_n| >= t) <= 2 exp(-2 t^2 / (n h(1/n)^2)), about the mean, not about H.",
)
def entropy_difference():
    statement, d = bounded_difference()
    i, j = sp.symbols("i j")
    change = ec.plog(i) - ec.plog(i - 1) - ec.plog(j + 1) + ec.plog(j)
    smaller = forall(*statement["forall"], then=le(change, 1))
    return Reading(
        "From a letter counted i to one counted j, in units of 1/n.",
        statement,
        [d.certificate()],
        neighbour=Reading("By at most 1/n bit.", smaller, [witness(n=2, i=2, j=0)]),
    )


@claim(
    "s10-eq12-citation",
    where="Sec. 10, S1",
    kind="step",
    verdict="untestable",
    rests_on=("s10-eq12",),
    statement="(12) is a Bernstein inequality of [28, Thm. 3].",
    quote="By Paninski's Bernstein inequality for discrete entropy estimation [28, Thm. 3]",
)
def eq12_citation():
    return Untestable(
        "What another paper says; (12) itself is judged, and holds no variance, as a Bernstein inequality would.",
        "the text of the cited theorem",
    )


@claim(
    "s10-eq13-display",
    where="Sec. 10, S1, eq. (13)",
    kind="equation",
    verdict="conditional",
    rests_on=("s10-eq12",),
    statement="Granted (12): with probability 1 - delta/3 every |H_n - H| is at most c sqrt(log(6M/delta)/n).",
    quote="union bounding over $m = 1, \\dots, M$ yields with probability at least $1 - \\delta/3$",
    note="Where c >= sqrt(2) log|A| for the largest alphabet. (12) itself is false (s10-eq12), and c no universal constant "
    "(s10-eq13-constant); only the printed t is too small by a factor (s10-eq13).",
)
def eq13_display():
    """At the deviation c sqrt(log(6M/delta)/n) the bounds (12) of M modalities sum to 2M exp(-c^2 log(6M/delta)/(2a^2))."""
    statement, d, condition = ec.union_bound()
    at = {"M": 1, "delta": "1/2", "a": 1}
    printed = {**statement, "given": [*statement["given"], eq(sp.Symbol("c"), sp.Symbol("a"))]}
    return Reading(
        "The right sides of (12) sum to at most delta/3, a = log|A|; true where c^2 >= 2 a^2.",
        statement,
        conditional(witness(**at, c=1), condition, d, witness(**at, c=2)),
        neighbour=false_neighbour("At c = a, as in the printed t.", printed, **at, c=1),
    )


@claim(
    "s10-eq13",
    where="Sec. 10, S1, before eq. (13)",
    kind="step",
    verdict="refuted",
    rests_on=("s10-eq12",),
    repair="ours-eq13",
    statement="With the printed t = sqrt(log(6M/delta)/n) log|A_m|, a union bound over M modalities gives probability at least 1 - delta/3.",
    quote="Setting $t = \\sqrt{(\\log(6M/\\delta))/(n)} \\log |\\mathcal{A}_m|$",
    note="2M exp(-log(6M/delta)/2) = sqrt(2M delta/3), above delta/3 for every delta < 1; t lacks a factor sqrt 2, for which the "
    "free c of (13) has room (s10-eq13-display).",
)
def eq13():
    return [undercounted(sp.log), undercounted(log2)]


def undercounted(log: type) -> Reading:
    """The union bound over (12) at the printed t, with a natural or a binary logarithm in it."""
    failure = sp.Symbol("delta")
    total = 2 * M * sp.exp(-log(6 * M / failure) / 2)
    statement = forall(
        integer("M", 1), real("delta", 0, 1), given=[gt(failure, 0)], then=le(total, failure / 3)
    )
    base = "natural logarithm" if log is sp.log else "logarithm to base 2"
    return Reading(
        f"(12) granted, M modalities fail with probability at most delta/3; {base}.",
        statement,
        [witness(M=1, delta="1/2")],
    )


@claim(
    "ours-eq13",
    paper="ours",
    where="in place of eq. (13)",
    kind="equation",
    verdict="proved",
    statement="With t = sqrt(2 log(6M/delta)/n) log|A_m| the union bound over (12) gives delta/3.",
)
def eq13_repaired():
    statement, d = ec.repaired_union_bound()
    return Reading("L = log(6M/delta).", statement, [d.certificate()], neighbour=undercounted(sp.log))


def entropy_error_grows() -> Reading:
    """One sample of 2^k equally likely letters is off by k bits for certain; (13) allows c sqrt(log(6M/delta))."""
    statement = order(
        integer("k", 1), variable="k", function=["log2", ["^", 2, "k"]], is_O_of=1
    )  # fmt: skip
    d = Derivation(statement)
    d.combine([">=", ["log2", ["^", 2, "k"]], "k"])
    certificate = {"kind": "growth", "constant": 1, "from": 1, "factor": "linear", "proof": d.proof()}
    return Reading(
        "One c for all alphabets: n = 1, M and delta fixed, 2^k equally likely letters.",
        statement,
        [certificate],
        neighbour=entropy_error_with_alphabet(),
    )


def entropy_error_with_alphabet() -> Reading:
    statement = order(integer("k", 1), variable="k", function=["log2", ["^", 2, "k"]], is_O_of="k")
    d = Derivation(statement)
    d.combine(["<=", ["log2", ["^", 2, "k"]], "k"])
    certificate = {"kind": "order", "constant": 1, "from": 1, "proof": d.proof()}
    return Reading("With a c of the order of log|A|, k bits here.", statement, [certificate])


@claim(
    "s10-eq13-constant",
    where="Sec. 10, S1, eq. (13)",
    kind="equation",
    verdict="refuted",
    rests_on=("s10-eq13-display",),
    repair="ours-entropy-difference",
    statement="The c in (13) is a universal constant.",
    quote="\\underbrace{c\\sqrt{\\frac{\\log(6M/\\delta)}{n}}}_{:=\\varepsilon_H} \\quad \\forall m.",
    note="t holds log|A_m|, which c must absorb: it grows with the alphabet.",
)
def eq13_constant():
    return entropy_error_grows()


@claim(
    "s10-universal-constants",
    where="Sec. 10, opening",
    kind="definition",
    verdict="refuted",
    rests_on=("s10-eq13-constant", "s10-alpha-lipschitz", "s10-eq16"),
    statement="c, c_1, c_2, ... are universal constants.",
    quote="denote universal constants.",
    note="c grows with log|A_m|; c_1 and c_3 without bound as entropies vanish.",
)
def universal_constants():
    return entropy_error_grows()


@claim(
    "s10-eps-definition",
    where="Sec. 10, S1 and S4",
    kind="definition",
    verdict="proved",
    rests_on=("s10-eq13-display",),
    statement="eps_H = c sqrt(log(6M/delta)/n) is O(n^-1/2).",
    quote="recalling that $\\varepsilon_H = O(n^{-1/2})$",
    note="At a fixed delta, which passes no bound to expectations (s10-probability-to-expectation); with delta = 1/n it is of "
    "the order sqrt(log n / n).",
)
def eps_definition():
    level = sp.Symbol("L")
    fixed = order(integer("n", 1), real("L", 0, 1), variable="n", function=level / n, is_O_of=1 / n)
    d = Derivation(fixed)
    d.combine(le(level / n, 1 / n), (le(level, 1), 1 / n))
    d.combine(ge(level / n, -1 / n), (ge(level, 0), 1 / n))
    falling = order(
        integer("k", 1), variable="k", function=["/", ["log2", ["*", 6, ["^", 2, "k"]]], ["^", 2, "k"]], is_O_of=2 ** (-k)
    )  # fmt: skip
    e = Derivation(falling)
    positive = e.evaluate(["<=", 0, ["log2", 6]])
    e.combine(["<=", ["*", ["^", 2, ["-", "k"]], "k"], falling["order"]["function"]], (positive, 2 ** (-k)))
    growth = {"kind": "growth", "constant": 1, "from": 1, "factor": "linear", "proof": e.proof()}
    return Reading(
        "eps^2 = c^2 L / n at a fixed L = log(6M/delta), in units of it, is O(1/n).",
        fixed,
        [{"kind": "order", "constant": 1, "from": 1, "proof": d.proof()}],
        neighbour=Reading("With M = 1 and delta = 1/n, n = 2^k.", falling, [growth]),
    )


@claim(
    "s10-finite-alphabet",
    where="Sec. 10, S1; Sec. 5.1; Sec. 7.1",
    kind="consistency",
    verdict="proved",
    statement="One modality has a finite alphabet (S1) and a continuous law, as the Gaussian sources of Sec. 7.1 have.",
    quote="be the true marginal pmf of modality m over a finite alphabet",
    note="With the letters read as cells of a grid, laid before the quantiser. The grid is nowhere chosen, and the entropies "
    "that bits and temperatures come from are its own: about a bit more for each halving.",
)
def finite_alphabet():
    """X uniform on [0, 1], cut into two cells at 1/2: two letters of mass 1/2."""
    ends, mass, K = sp.IndexedBase("b"), sp.IndexedBase("p"), sp.Symbol("K")
    cut = both(
        eq(ends[0], 0), eq(ends[K], 1), every("k", 1, K, eq(mass[k], ends[k] - ends[k - 1])), eq(sp.Sum(mass[k], (k, 1, K)), 1)
    )  # fmt: skip
    cells = exists(integer("K", 2), sequence("b", 0, K, 0, 1), sequence("p", 1, K, 0), then=cut)
    pointwise, certificates = atoms_without_mass()
    one = forall(integer("g", 1), integer("f", 1), then=["=", *[["log2", ["^", 2, g]] for g in "gf"]])
    return [
        Reading(
            "The letters are the cells of a grid: those of a uniform law on [0, 1] are finitely many, of total mass 1.",
            cells,
            [witness(K=2, b=[0, "1/2", 1], p=["1/2", "1/2"])],
            neighbour=Reading(
                "Finitely many letters of total mass 1, each of mass 0 as a point has.",
                pointwise,
                [{"kind": "derivation", **certificates[0]["proof"]}],
            ),
        ),
        Reading("The letters are the values.", pointwise, certificates),
        Reading("The entropy of 2^g equal cells is that of 2^f.", one, [witness(g=1, f=2)]),
    ]


def atoms_without_mass() -> tuple[dict, list]:
    mass = sp.IndexedBase("p")
    none = ["all", "k", 1, "K", eq(mass[k], 0)]
    statement = exists(
        integer("K", 1), sequence("p", 1, K, 0), then=both(eq(sp.Sum(mass[k], (k, 1, K)), 1), none)
    )
    d = Derivation(statement)
    empty = d.termwise(
        eq(sp.Sum(mass[k], (k, 1, K)), sp.Sum(sp.Integer(0), (k, 1, K))),
        lambda i: i.add("one_of", eq(mass[k], 0), schema=none, index="k"),
    )
    d.combine(le(1, 0), empty, statement["then"][1])
    return statement, inconsistent(d, witness(K=1, p=[0]), witness(K=1, p=[1]))
