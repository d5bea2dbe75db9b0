"""Two cells drawn around a sample (Secs. 5.3 and 6): what a code that may choose its cells freely makes of n queries.

Two documents; distinct training queries x_1 .. x_n with labels y_j, 1 where the first document is relevant and 0 where the
second is. One cell holds the queries labelled 1 and ranks the first document first, the other holds everything else and
ranks the second first. The cell of a query z is

    cell(z) = sum_j 1{x_j = z} y_j,

1 for the first cell, 0 for the other: y_i at x_i, and 0 at a query not in the sample. The loss is |cell - label| / 2.
"""

from theory.proof.derivation import Derivation
from theory.proof.formal import Formal, both, every, forall, integer, real, sequence

LAST = ["-", "i", 1]
RANGES = (1, LAST), (["+", "i", 1], "n")
APART = [
    every("i", 1, "n", every("j", low, high, ["!=", ["at", "x", "j"], ["at", "x", "i"]]))
    for low, high in RANGES
]
FRESH = every("j", 1, "n", ["!=", ["at", "x", "j"], "z"])
OWN = ["at", "x", "i"]
SAMPLE = [integer("n", 1), sequence("x", 1, "n"), sequence("y", 1, "n", 0, 1)]


def labelled(query: Formal, low: Formal = 1, high: Formal = "n", labels: bool = True) -> Formal:
    """sum_j 1{x_j = query} y_j over part of the sample, or the number of sample points there."""
    same = ["ind", ["=", ["at", "x", "j"], query]]
    return ["sum", "j", low, high, ["*", same, ["at", "y", "j"]] if labels else same]


def lost(query: Formal, label: Formal) -> Formal:
    return ["/", ["abs", ["-", labelled(query), label]], 2]


def memorised() -> tuple[dict, Derivation]:
    """No loss on the sample; outside of it 1/4 for a label that is a fair coin; the sample points are a cell of frequency 1."""
    coin = ["/", ["+", lost("z", 0), lost("z", 1)], 2]
    inside = every("i", 1, "n", ["=", lost(OWN, ["at", "y", "i"]), 0])
    counted = every("i", 1, "n", ["=", labelled(OWN, labels=False), 1])
    none = ["=", labelled("z", labels=False), 0]
    statement = forall(
        *SAMPLE, real("z"), given=[*APART, FRESH], then=both(inside, ["=", coin, ["/", 1, 4]], counted, none)
    )
    d = Derivation(statement)

    def query(t: Derivation) -> None:
        cell = itself(t, labels=True)
        gap = ["-", labelled(OWN), ["at", "y", "i"]]
        t.combine([">=", gap, 0], cell)
        t.combine(["=", lost(OWN, ["at", "y", "i"]), 0], t.basic(["=", ["abs", gap], gap]), cell)

    d.each(inside, query)
    cell = nowhere(d, labels=True)
    d.combine(["<=", labelled("z"), 1], cell)
    low = d.basic(["=", ["abs", ["-", labelled("z"), 0]], labelled("z")])
    high = d.basic(["=", ["abs", ["-", labelled("z"), 1]], ["-", 1, labelled("z")]])
    d.combine(["=", coin, ["/", 1, 4]], low, high, cell)
    d.each(counted, lambda t: itself(t, labels=False))
    nowhere(d, labels=False)
    return statement, d


def nowhere(d: Derivation, labels: bool) -> int:
    """Step: a query outside the sample meets no sample point."""
    whole = labelled("z", labels=labels)

    def one(t: Derivation) -> None:
        t.add("one_of", FRESH[4], schema=FRESH, index="j")
        none = t.basic(["=", ["ind", ["=", ["at", "x", "j"], "z"]], 0])
        t.combine(["=", whole[4], 0], (none, ["at", "y", "j"]) if labels else none)

    zero = d.termwise(["=", whole, ["sum", "j", 1, "n", 0]], one)
    return d.combine(["=", whole, 0], zero)


def itself(t: Derivation, labels: bool) -> int:
    """Step: a sample point meets itself alone."""
    parts = []
    for schema in APART:
        row = schema[4]
        t.add("one_of", row, schema=schema, index="i")
        whole = labelled(OWN, row[2], row[3], labels=labels)

        def one(e: Derivation, row=row, whole=whole) -> None:
            e.add("one_of", row[4], schema=row, index="j")
            none = e.basic(["=", ["ind", ["=", ["at", "x", "j"], OWN]], 0])
            e.combine(["=", whole[4], 0], (none, ["at", "y", "j"]) if labels else none)

        parts.append(t.termwise(["=", whole, ["sum", "j", *row[2:4], 0]], one))
    here = ["ind", ["=", OWN, OWN]]
    own = ["*", here, ["at", "y", "i"]] if labels else here
    before, after, onward = (labelled(OWN, a, b, labels=labels) for a, b in (*RANGES, ("i", "n")))
    whole = labelled(OWN, labels=labels)
    cut = t.add("unroll", ["=", whole, ["+", before, onward]], after=LAST)
    head = t.add("unroll", ["=", onward, ["+", own, after]], end="first")
    met = t.basic(["=", here, 1])
    label = ["at", "y", "i"]
    return t.combine(["=", whole, label if labels else 1], cut, head, *parts, (met, label) if labels else met)
