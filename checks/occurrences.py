"""Where words stand in the first paper, for claims about its text alone: data that a test compares with the text.

Parts are numbered: 0 the abstract, 1 to 9 the sections, 10 the supplement, 11 the references.
"""

import sympy as sp

from checks.contradictions import contradiction, inconsistent
from checks.register import Reading
from theory.proof.derivation import Derivation
from theory.proof.formal import both, exists, ge, integer, le
from theory.proof.worlds import witness

REFERENCES = 11
PARTS = {"Arikan": (8,), "PAC": (9,)}  # the part of each occurrence of a word
AUTHORS = {41: ("Zhang", "Wang", "Wang")}  # the surnames of a reference, in order


def counted(words: str, places: tuple[int, ...], wanted: int) -> Reading:
    """At least one of the places that a word is found at is the wanted one; none is."""
    found = ["+", *[["ind", ["=", place, wanted]] for place in places]]
    count = ["=", "n", found]
    statement = exists(integer("n", 0), then=both(count, ge(sp.Symbol("n"), 1)))

    def fill(d: Derivation) -> None:
        none = d.evaluate(le(found, 0))
        d.combine(le(1, 0), count, none, statement["then"][2])

    return Reading(words, statement, inconsistent(contradiction(statement, fill), witness(n=1), witness(n=0)))
