"""InfoNCE against mutual information, one other candidate, under the optimal critic: derivations (bits).

A law p_ab = P_ab / sum P of pairs, from weights P_ab >= 1 (every law without zeros); the critic f_ab = p_ab/(p_a p_b).
"""

import sympy as sp

from theory.proof.derivation import Derivation, Inner
from theory.proof.formal import Formal, eq, forall, formal, ge, integer, le, log2, table

a, b, c, j, k, A, B = sp.symbols("a b c j k A B")
P, Q = sp.IndexedBase("p"), sp.IndexedBase("q")
SIZES = integer("A", 1), integer("B", 1)
COLUMNS = (b, 1, B), (c, 1, B)


class Pairs:
    """Sums over a table of weights."""

    def __init__(self, weights: sp.IndexedBase = P):
        self.weight = weights
        self.row = sp.Sum(weights[a, k], (k, 1, B))
        self.total = sp.Sum(self.column(j), (j, 1, B))

    def column(self, of: sp.Symbol) -> sp.Expr:
        return sp.Sum(self.weight[k, of], (k, 1, A))

    def critic(self, of: sp.Symbol) -> sp.Expr:
        """f at row a."""
        return self.weight[a, of] * self.total / (self.row * self.column(of))

    def odds(self) -> sp.Expr:
        """f_ac / f_ab."""
        return self.weight[a, c] * self.column(b) / (self.weight[a, b] * self.column(c))

    def information(self) -> sp.Expr:
        """I(Z1;Z2)."""
        return sp.Sum(self.weight[a, b] * log2(self.critic(b)), (b, 1, B), (a, 1, A)) / self.total

    def infonce(self) -> sp.Expr:
        """E log2(2 f_ab/(f_ab + f_ac)), b matched, c drawn apart."""
        term = self.weight[a, b] * self.column(c) * log2(2 / (1 + self.odds()))
        return sp.Sum(term, (c, 1, B), (b, 1, B), (a, 1, A)) / self.total**2


def over_columns(term: Formal) -> Formal:
    return ["sum", "b", 1, "B", ["sum", "c", 1, "B", formal(term)]]


def infonce_below_information() -> tuple[dict, Derivation]:
    """InfoNCE_2 <= I(Z1;Z2): with m = (f_ab + f_ac)/2 their difference is E log2 m >= E(1 - 1/m)/ln 2 = 0."""
    p = Pairs()
    statement = forall(*SIZES, table("p", "A", "B", 1), then=ge(p.information(), p.infonce()))
    d = Derivation(statement)
    mass, pairs = P[a, b] * p.column(c), p.column(b) * p.column(c)
    mean = p.critic(b) * (1 + p.odds()) / 2
    matched = pairs * P[a, b] * p.column(c) / (P[a, b] * p.column(c) + P[a, c] * p.column(b))
    other = matched.subs({b: c, c: b}, simultaneous=True)
    per_row = 2 * p.row / p.total
    least = ["/", ["-", formal(mass), ["*", formal(per_row), formal(matched)]], ["ln", 2]]
    logs, exchanged = (
        over_columns(mass * log2(mean)),
        ["sum", "c", 1, "B", ["sum", "b", 1, "B", formal(matched)]],
    )

    def cell(e: Derivation) -> None:
        e.cite("log_tangent", le(log2(1 / mean), (1 / mean - 1) / sp.log(2)), r=sp.Integer(1), q=1 / mean)
        e.combine(ge(mass * log2(mean), least), (1, mass))

    def row(e: Derivation) -> None:
        bound = columnwise(e, ge(logs, over_columns(least)), cell)
        swapped = e.add("swap", eq(over_columns(matched), exchanged))
        whole = eq(over_columns(matched + other), over_columns(pairs))
        halves = columnwise(e, whole, lambda f: f.combine(eq(matched + other, pairs)))
        share = per_row / (2 * sp.log(2))
        e.combine(ge(logs, 0), bound, (swapped, share), (halves, share), why="b and c change places")

    rows = d.termwise([">=", ["sum", "a", 1, "A", logs], ["sum", "a", 1, "A", 0]], row)
    d.combine(statement["then"], (rows, 1 / p.total**2))
    return statement, d


def columnwise(d: Derivation, rel: Formal, fill: Inner) -> int:
    """Compare two double sums term by term."""
    op, left, right = rel
    return d.termwise(rel, lambda e: e.termwise([op, left[4], right[4]], fill))


def more_infonce_more_information() -> dict:
    """Of two laws of pairs, that with more InfoNCE_2 has at least as much I(Z1;Z2)."""
    p, q = Pairs(P), Pairs(Q)
    laws = table("p", "A", "B", 1), table("q", "A", "B", 1)
    return forall(
        *SIZES, *laws, given=[ge(p.infonce(), q.infonce())], then=ge(p.information(), q.information())
    )
