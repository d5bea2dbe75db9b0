"""Two documents, no bits, ranked by the majority of n training labels: excess of order n^-1/2, over laws (Lemma 5.2).

The relevant document is the first with probability 1/2 + d. The best ranking puts it first; the majority of n = 2b + 1
labels does not with the probability of k <= b successes, and then 2d/2 = d more is lost, half a reciprocal rank:

    excess = d P(Bin(n, 1/2 + d) <= b),    d = c/(2 sqrt n):    sqrt(n) excess -> (c/2) Phi(-c)    (central limit theorem).

The limit is greatest near c = 3/4, about 0.085. Away from d = 0, for one law, the excess is exponentially small.
"""

from fractions import Fraction

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import Formal, both, forall, ge, integer, le, lt, real


def excess(lead: Formal) -> Formal:
    """d P(Bin(2a - 1, 1/2 + d) <= b), exactly."""
    n = ["+", ["*", 2, "b"], 1]
    up, down = ["+", ["/", 1, 2], lead], ["-", ["/", 1, 2], lead]
    term = ["*", ["binomial", n, "k"], ["^", up, "k"], ["^", down, ["-", n, "k"]]]
    return ["*", lead, ["sum", "k", 0, "b", term]]


NOWHERE = (Fraction(-1),)  # equality is not reached: no tangencies to look for
ROOT: Formal = ["sqrt", ["+", ["*", 2, "b"], 1]]
WORST_LEAD: Formal = ["/", 3, ["*", 8, ROOT]]  # c = 3/4


def at_worst_lead(most: int, scaled: sp.Rational) -> tuple[dict, Derivation]:
    """sqrt(n) times the excess at d = 3/(8 sqrt n) is at least a number, for each n = 3, 5, .., 2 most + 1."""
    statement = forall(integer("b", 1, most), then=ge(["*", ROOT, excess(WORST_LEAD)], scaled))
    proof = Derivation(statement)
    one = proof.add("apply", [">=", ROOT, ["sqrt", 1]])
    proof.combine([">", ["-", ["/", 1, 2], WORST_LEAD], 0], (one, ["/", 1, ["*", 2, ROOT]]))
    proof.add("enumerate", statement["then"], "balls, for each number of labels")
    return statement, proof


def over_all_laws(most: int, scaled: sp.Rational) -> tuple[dict, Derivation]:
    """sqrt(n) times the excess is at most a number at every law, for n = 1, 3, .., 2 most + 1."""
    whole = real("d", 0, sp.Rational(1, 2))
    both_occur = [lt(sp.Symbol("d"), sp.Rational(1, 2))]
    statement = forall(
        integer("b", 0, most), whole, given=both_occur, then=le(["*", ROOT, excess("d")], scaled)
    )
    proof = Derivation(statement)
    proof.boxes(statement["then"], "balls over the law, for each number of labels", touches=NOWHERE)
    return statement, proof


def limit(low: sp.Rational, high: sp.Rational) -> tuple[dict, Derivation]:
    """(c/2) Phi(-c) is at most `high` for 0 <= c <= 8, and at least `low` at c = 3/4."""
    scaled = lambda c: ["*", ["/", c, 2], ["normal_cdf", ["-", c]]]  # noqa: E731
    top = ge(scaled(["/", 3, 4]), low)
    statement = forall(real("c", 0, 8), then=both(le(scaled("c"), high), top))
    proof = Derivation(statement)
    proof.boxes(statement["then"][1], "balls", touches=NOWHERE)
    proof.evaluate(top)
    return statement, proof
