"""Where words stand in the first paper, for claims about its text alone: data that a test compares with the text.

Parts are numbered: 0 the abstract, 1 to 9 the sections, 10 the supplement, 11 the references.
"""

import sympy as sp

from checks.contradictions import contradiction, inconsistent, never
from checks.register import Reading
from theory.proof.derivation import Derivation
from theory.proof.formal import both, exists, ge, integer, le
from theory.proof.worlds import witness

REFERENCES = 11
PARTS = {
    "Arikan": (8,), "PAC": (9,), "Appendix A": (6,), "Omega": (3,), "determinis": (2, 3, 4, 4, 4), "propto": (5, 6), "graph-aware": (1, 9),
    r"P_\{XY\}": (2, 2, 3, 5, 6), "entropy-adaptive": (1, 4, 9),
    "ixture": (0, 1, 7, 7, 7, 7, 7, 7, 9), "Gaussian volume": (6,),
    r"Proof\.": (3, 4, 5, 5, 6, 6, 6), "Rademacher": (6, 6, 6, 11), "FLICKR30K": (0, 7, 7, 7, 7, 7, 9),
}  # fmt: skip
"""The part of each occurrence of a word."""
MEANINGS = {
    "R": ("thereby using R bits per query", "to minimise $R=I_{"),
    "delta": (r"\delta = \sup_{A", r"Fix $\delta \in (0,1)$"),
    "Q": (r"Let $Q \subset", "|I_Q(X;C) - I_P(X;C)|", "Q_m (resp."),
    "d": (r"$$d((X,Y),\pi) = 1", r"$Q \subset \mathbb{R}^d$ be"),
}
"""The words that give a symbol its meanings, in the order of the text."""
AUTHORS = {41: ("Zhang", "Wang", "Wang")}  # the surnames of a reference, in order


def counted(words: str, places: tuple[int, ...], wanted: int, before: bool = False) -> Reading:
    """At least one of the places that a word is found at is the wanted one (or lies before it); none is."""
    statement, none = occurrences(places, wanted, "<" if before else "=")
    count, some = statement["then"][1:]

    def fill(d: Derivation) -> None:
        d.combine(le(1, 0), count, d.evaluate(none), some)

    return Reading(words, statement, inconsistent(contradiction(statement, fill), witness(n=1), witness(n=0)))


def stands(words: str, places: tuple[int, ...], wanted: int, elsewhere: int) -> Reading:
    """At least one of the places that a word is found at is the wanted one; none is the other."""
    statement, _ = occurrences(places, wanted, "=")
    beside, none = occurrences(places, elsewhere, "=")

    def fill(d: Derivation) -> None:
        d.combine(le(1, 0), beside["then"][1], d.evaluate(none), beside["then"][2])

    neighbour = Reading(f"In part {elsewhere}.", beside, never(beside, fill))
    return Reading(words, statement, [witness(n=places.count(wanted))], neighbour)


def named_between(
    words: str, places: tuple[int, ...], first: int, last: int, beside: Reading | None = None
) -> Reading:
    """A word stands in none of the parts from first to last: the number n of its places there is 0."""
    found = ["+", *[["*", ["ind", [">=", place, first]], ["ind", ["<=", place, last]]] for place in places]]
    statement = exists(integer("n", 0), then=both(["=", "n", found], le(sp.Symbol("n"), 0)))
    if not any(first <= place <= last for place in places):
        return Reading(words, statement, [witness(n=0)], beside)

    def fill(d: Derivation) -> None:
        d.combine(le(1, 0), *statement["then"][1:], d.evaluate(ge(found, 1)))

    return Reading(words, statement, never(statement, fill), beside)


def occurrences(places: tuple[int, ...], wanted: int, relation: str) -> tuple[dict, list]:
    """The number n of places in the wanted relation to a part is 1 or more; and the relation that says there are none."""
    found = ["+", *[["ind", [relation, place, wanted]] for place in places]]
    return exists(integer("n", 0), then=both(["=", "n", found], ge(sp.Symbol("n"), 1))), le(found, 0)
