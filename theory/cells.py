"""Cells and codewords of one modality (Secs. 5.1, 5.3): which partitions there are, and their error."""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import Formal, both, eq, every, forall, ge, gt, integer, le, real, sequence, table

K, c, i, w = sp.symbols("K c i w")


def random_beats_fixed() -> tuple[dict, Derivation]:
    """A random codeword of a cell that beats each fixed one by e > 0, and why there is none.

    losses l_c of the codewords c = 1..K for the cell's queries, mu the law of the random one: its loss is
    sum_c mu_c l_c, an average of the fixed ones.
    """
    mu, loss = sp.IndexedBase("mu"), sp.IndexedBase("l")
    e = sp.Symbol("e")
    mean = sp.Sum(mu[c] * loss[c], (c, 1, K))
    beaten = every("c", 1, K, le(sp.Sum(mu[i] * loss[i], (i, 1, K)) + e, loss[c]))
    given = [eq(sp.Sum(mu[c], (c, 1, K)), 1), gt(e, 0)]
    statement = {
        "exists": [integer("K", 1), sequence("mu", 1, K, 0), sequence("l", 1, K), real("e", 0)],
        "given": given,
        "then": beaten,
    }
    d = Derivation(statement)
    worse = d.termwise(
        ge(mean, sp.Sum(mu[c] * (sp.Sum(mu[i] * loss[i], (i, 1, K)) + e), (c, 1, K))),
        lambda t: t.combine(
            ge(mu[c] * loss[c], mu[c] * (sp.Sum(mu[i] * loss[i], (i, 1, K)) + e)),
            (t.add("one_of", beaten[4], schema=beaten, index="c"), mu[c]),
        ),
        "weighted by mu, each fixed codeword is worse by e",
    )
    d.combine(le(1, 0), (worse, 1 / e), (given[0], (mean + e) / e))
    return statement, d


def cell_errors() -> tuple[dict, Derivation]:
    """Uniform law on a cell of width w: w^2/6 with a uniform codeword, w^2/12 with the midpoint.

    With X and C independent and uniform on [0, w]: E(X - C)^2 = E X^2 - 2 E X E C + E C^2, and E X = w/2,
    E X^2 = w^2/3 (X = w U, U uniform).
    """
    first, second = w / 2, w**2 / 3
    drawn, midpoint = 2 * second - 2 * first**2, second - first**2
    statement = forall(
        real("w", 0), then=both(eq(drawn, w**2 / 6), eq(midpoint, w**2 / 12), ge(drawn, midpoint))
    )
    d = Derivation(statement)
    for part in statement["then"][1:]:
        d.combine(part)
    return statement, d


def total_error(widths: sp.Expr, cells: sp.Expr) -> sp.Expr:
    """Squared error of cells of [0, 1] with uniform codewords: sum_k w_k w_k^2 / 6."""
    k = sp.Symbol("k")
    return sp.Sum(widths[k] ** 3 / 6, (k, 1, cells))


def no_cell_empty() -> tuple[dict, Derivation]:
    """A letters, K <= A cells: letter a in cell min(a, K) leaves none of them empty."""
    inside = ["ind", ["=", ["min", "a", "K"], "k"]]
    filled = every("k", 1, "K", [">=", ["sum", "a", 1, "A", inside], 1])
    statement = forall(integer("A", 1), integer("K", 1, "A"), then=filled)
    d = Derivation(statement)

    def own_letter(t: Derivation) -> None:
        here = ["ind", ["=", ["min", "k", "K"], "k"]]
        t.basic(["=", ["min", "k", "K"], "k"])
        one = t.basic(["=", here, 1])
        t.combine(filled[4], t.add("member", ["<=", here, ["sum", "a", 1, "A", inside]], index="k"), one)

    d.each(filled, own_letter)
    return statement, d


def idle_coordinates() -> tuple[dict, Derivation]:
    """B whole bits for d coordinates: at least d - B coordinates have none."""
    bits = ["at", "b", "i"]
    none, total = ["ind", ["<=", bits, 0]], ["sum", "i", 1, "d", bits]
    whole = every("i", 1, "d", [">=", bits, ["ind", [">", bits, 0]]])
    statement = forall(
        integer("d", 1), real("B", 0), sequence("b", 1, "d", 0),
        given=[whole, ["=", total, "B"]],
        then=[">=", ["sum", "i", 1, "d", none], ["-", "d", "B"]],
    )  # fmt: skip
    d = Derivation(statement)
    goal = [">=", none, ["-", 1, bits]]

    def some(t: Derivation) -> None:
        one = t.add("one_of", whole[4], schema=whole, index="i")
        t.combine(goal, t.basic(["=", whole[4][2], 1]), one, [">=", none, 0])

    terms = d.termwise(
        [">=", statement["then"][1], ["sum", "i", 1, "d", goal[2]]],
        lambda t: t.cases(goal, [">", bits, 0], some, lambda i: i.combine(goal, i.basic(["=", none, 1]))),
    )
    d.combine(statement["then"], terms, statement["given"][1])
    return statement, d


def deviation_of_distortion() -> tuple[dict, Derivation]:
    """Two laws P, Q of (cell i, document j): E_P[d] - E_Q[d] <= (1 - 1/N) times their total variation.

    The distortion lies between 0 and 1 - 1/N; the sets (cell x document) are those of the total variation.
    """
    document, cell = ("j", 1, "N"), ("i", 1, "K")
    over = lambda body: ["sum", *cell, ["sum", *document, body]]  # noqa: E731
    p, q, lost = (["at", name, "i", "j"] for name in ("P", "Q", "d"))
    gap = ["abs", ["-", p, q]]
    top = ["-", 1, ["/", 1, "N"]]
    loss = ["-", over(["*", p, lost]), over(["*", q, lost])]
    bound = ["*", ["/", top, 2], over(gap)]
    small = every(*cell, every(*document, ["<=", lost, top]))
    given = [["=", over(p), 1], ["=", over(q), 1], small]
    statement = forall(
        integer("K", 1), integer("N", 1), *[table(name, "K", "N", 0) for name in ("P", "Q", "d")],
        given=given,
        then=["<=", loss, bound],
    )  # fmt: skip
    d = Derivation(statement)
    centred = ["*", ["-", p, q], ["-", lost, ["/", top, 2]]]
    share = ["/", ["*", top, gap], 2]

    def one(t: Derivation) -> None:
        t.add("one_of", ["<=", lost, top], schema=every(*document, ["<=", lost, top]), index="j")
        up, down = t.basic([">=", gap, ["-", p, q]]), t.basic([">=", gap, ["-", q, p]])
        t.combine(["<=", centred, share], (up, ["/", lost, 1]), (down, ["-", top, lost]), (1, gap))

    def row(t: Derivation) -> None:
        t.add("one_of", small[4], schema=small, index="i")
        t.termwise(["<=", ["sum", *document, centred], ["sum", *document, share]], one)

    rows = d.termwise(["<=", over(centred), over(share)], row)
    half = ["/", top, 2]
    d.combine(statement["then"], rows, (given[0], half), (given[1], half))
    return statement, d


# Partitions and their criterion ---------------------------------------------------------------------------


def misplaced(cells: str) -> Formal:
    """E[1 - 1{X in its own cell}] for letters k of mass p_k in cells a_k (Sec. 5.1)."""
    own = ["ind", ["=", ["at", cells, "k"], ["at", cells, "k"]]]
    return ["sum", "k", 1, "K", ["*", ["at", "p", "k"], ["-", 1, own]]]


def none_misplaced(d: Derivation, cells: str) -> int:
    """Step: the criterion is 0."""
    term = misplaced(cells)[4]

    def one(t: Derivation) -> None:
        t.combine(["=", term, 0], (t.basic(["=", term[2][2], 1]), ["-", ["at", "p", "k"]]))

    zero = d.termwise(["=", misplaced(cells), ["sum", "k", 1, "K", 0]], one)
    return d.combine(["=", misplaced(cells), 0], zero)


def every_partition_serves() -> tuple[dict, Derivation]:
    """Any partition a into L <= 2^R cells has a criterion no higher than another's, b, and entropy at most R."""
    inside = ["ind", ["=", ["at", "a", "k"], "l"]]
    mass = ["sum", "k", 1, "K", ["*", ["at", "p", "k"], inside]]
    entropy = ["-", ["sum", "l", 1, "L", ["plog", mass]]]
    one_cell = every("k", 1, "K", ["=", ["sum", "l", 1, "L", inside], 1])
    law = ["=", ["sum", "k", 1, "K", ["at", "p", "k"]], 1]
    statement = forall(
        integer("K", 1), integer("L", 1), integer("R", 0), sequence("p", 1, "K", 0), sequence("a", 1, "K"), sequence("b", 1, "K"),
        given=[law, one_cell, ["<=", "L", ["^", 2, "R"]]],
        then=["and", ["<=", misplaced("a"), misplaced("b")], ["<=", entropy, "R"]],
    )  # fmt: skip
    d = Derivation(statement)
    d.combine(statement["then"][1], none_misplaced(d, "a"), none_misplaced(d, "b"))
    share = ["/", 1, "L"]
    term, slack = ["-", ["*", mass, ["log2", share]], ["plog", mass]], ["/", ["-", share, mass], ["ln", 2]]
    gibbs = d.termwise(
        ["<=", ["sum", "l", 1, "L", term], ["sum", "l", 1, "L", slack]],
        lambda t: t.cite("log_tangent", ["<=", term, slack], r=mass, q=share),
        "against equal masses",
    )
    by_letter = ["sum", "k", 1, "K", ["sum", "l", 1, "L", ["*", ["at", "p", "k"], inside]]]
    turned = d.add("swap", ["=", ["sum", "l", 1, "L", mass], by_letter])

    def letter(t: Derivation) -> None:
        once = t.add("one_of", one_cell[4], schema=one_cell, index="k")
        t.combine(["=", by_letter[4], ["at", "p", "k"]], (once, ["at", "p", "k"]))

    letters = d.termwise(["=", by_letter, law[1]], letter)
    cells = d.add("apply", ["<=", ["log2", "L"], ["log2", ["^", 2, "R"]]])
    size = ["-", ["/", 1, ["ln", 2]], ["log2", "L"]]
    d.combine(["<=", entropy, "R"], gibbs, cells, *[(i, size) for i in (turned, letters, law)])
    return statement, d
