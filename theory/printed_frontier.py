"""What a table of frontiers may say of one source, whatever the source is: the codes that name documents in order.

p_1 >= p_2 >= .. are the chances that the most likely document of a query, the next, .. is the relevant one, in the mean
over queries. No code's mean reciprocal rank exceeds sum_k p_k/k; the code that lists the J most likely documents reaches
sum_{k<=J} p_k/k; and the rest is at most max_L (H_L - H_J)/L.
"""

import sympy as sp

from theory.list_limits import beyond_named
from theory.majorisation import falling, k, n, total
from theory.proof.derivation import Derivation
from theory.proof.formal import Formal, both, eq, exists, forall, formal, integer, le, sequence

p = sp.IndexedBase("p")
REACHED = total(p[k] / k)


def named(documents: int) -> sp.Expr:
    """What the code that lists so many documents reaches."""
    return sp.Sum(p[k] / k, (k, 1, documents))


LAW = [falling(p), eq(total(p[k]), 1)]


def falls_short(d: Derivation, documents: int) -> tuple[int, Formal]:
    """Step: sum_k p_k/k <= sum_{k<=J} p_k/k + max_L (H_L - H_J)/L, and that relation."""
    limit, proof = beyond_named(documents)
    rest = d.use(d.lemma(limit, proof), limit["then"], n="n", p=("l", p[sp.Symbol("l")]))
    whole = eq(REACHED, named(documents) + total(p[k] / k, k, documents + 1))
    parts = d.add("unroll", whole, after=documents)
    goal = ["<=", ["-", formal(REACHED), limit["then"][2]], formal(named(documents))]
    return d.combine(goal, parts, rest), goal


def source(documents: int) -> list[list]:
    """Parameters: more documents than are named, and their chances."""
    return [integer("n", documents + 1), sequence("p", 1, n, 0)]


def named_falls_short(documents: int) -> tuple[dict, Derivation]:
    """No code is further above the one that lists J documents than max_L (H_L - H_J)/L."""
    d = Derivation(forall(*source(documents), given=LAW, then=le(0, 0)))
    _, goal = falls_short(d, documents)
    return forall(*source(documents), given=LAW, then=goal), d


def bound_against_row(documents: int, bound: list, row: list) -> tuple[dict, Derivation]:
    """A printed bound on all codes with bits for so many documents, and a printed value of a code at any rate.

    Parameters
    ----------
    bound, row : list
        Real parameters that range over the rounding intervals.
    """
    parts = le(named(documents), sp.Symbol(bound[0])), le(sp.Symbol(row[0]), REACHED)
    statement = exists(*source(documents), bound, row, given=LAW, then=both(*parts))
    d = Derivation(statement)
    d.combine(le(1, 0), falls_short(d, documents)[0], *parts)
    return statement, d
