"""Massart's lemma and symmetrisation (Sec. 6.2 and 6.3) on small classes of 0/1 losses: every class, exactly.

Rad_n = 2^-n sum over signs of max_f (1/n) sum_i s_i l_f(i). For finitely many losses and queries all of it is a finite
sum, so both statements are decided class by class.
"""

from itertools import product

from theory.proof.derivation import Derivation
from theory.proof.formal import Formal, forall, integer


def rademacher(losses: list[list[Formal]]) -> Formal:
    """Rad_n of a class: one row of losses for each member, one column for each of the n queries."""
    n = len(losses[0])
    best = [
        ["max", *[["+", *[["*", sign, x] for sign, x in zip(signs, row, strict=True)]] for row in losses]]
        for signs in product((1, -1), repeat=n)
    ]
    return ["/", ["+", *best], n * 2**n]


def bits(rows: list[list[str]]) -> list[list]:
    return [integer(name, 0, 1) for row in rows for name in row]


def massart_small(members: int, queries: int, factor: Formal = 1) -> dict:
    """The statement: Rad_n <= factor sqrt(2 ln A / n) for every class of A rows of n losses in {0, 1}."""
    rows = [[f"l{f}{i}" for i in range(queries)] for f in range(members)]
    bound = ["*", factor, ["sqrt", ["/", ["*", 2, ["ln", members]], queries]]]
    return forall(*bits(rows), then=["<=", rademacher(rows), bound])


def symmetrised_small(queries: int, factor: Formal) -> dict:
    """The statement: E sup_f (E l_f - E_n l_f) <= factor E Rad_n: two members, two letters, the first of probability j/4."""
    chance = [["/", "j", 4], ["/", ["-", 4, "j"], 4]]
    members = [[f"l{f}{z}" for z in (0, 1)] for f in (0, 1)]
    mean = [["+", *[["*", p, x] for p, x in zip(chance, row, strict=True)]] for row in members]
    gap, complexity = [], []
    for sample in product((0, 1), repeat=queries):
        weight = ["*", *[chance[z] for z in sample]]
        seen = [[row[z] for z in sample] for row in members]
        off = [["-", m, ["/", ["+", *row], queries]] for m, row in zip(mean, seen, strict=True)]
        gap.append(["*", weight, ["max", *off]])
        complexity.append(["*", weight, rademacher(seen)])
    params = [*bits(members), integer("j", 0, 4)]
    return forall(*params, then=["<=", ["+", *gap], ["*", factor, ["+", *complexity]]])


def decided(statement: dict) -> Derivation:
    """All of its finitely many cases."""
    d = Derivation(statement)
    d.add("enumerate", statement["then"], "every class, exactly")
    return d
