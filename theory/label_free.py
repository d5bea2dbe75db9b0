"""What a code made without relevance labels can promise: over all shifts of the labels, what no bits give.

P_ij is the mass of (cell i, document j), G_ij the reciprocal rank that the ranking of cell i gives document j, with
G_i,j+N = G_ij, so that labels shifted by t have E[RR] = sum_ij P_ij G_i,j+t. A ranking gives each rank once, so
its gains sum to H_N; over the N shifts each document meets each rank.
"""

from theory.proof.derivation import Derivation
from theory.proof.formal import Formal, every, forall, integer, table

MASS = ["at", "P", "i", "j"]


def over(index: str, first: Formal, last: Formal, term: Formal) -> Formal:
    return ["sum", index, first, last, term]


def gain(document: Formal) -> Formal:
    """Reciprocal rank in cell i."""
    return ["at", "G", "i", document]


SHIFTED = ["*", MASS, gain(["+", "j", "t"])]
WHOLE = ["=", over("i", 1, "K", over("j", 1, "N", MASS)), 1]
EACH_RANK_ONCE = every("i", 1, "K", ["=", over("j", 1, "N", gain("j")), ["harmonic", "N"]])
PERIODIC = every("i", 1, "K", every("j", 1, "N", ["=", gain(["+", "j", "N"]), gain("j")]))
DISTORTION = ["-", 1, over("i", 1, "K", over("j", 1, "N", SHIFTED))]
MEAN = ["/", over("t", 0, ["-", "N", 1], DISTORTION), "N"]


def mean_over_shifts() -> tuple[dict, Derivation]:
    """The mean of E[d] over the N shifts of the labels is 1 - H_N/N: any law, any cells, any rankings."""
    statement = forall(
        integer("N", 1), integer("K", 1), table("P", "K", "N", 0), table("G", "K", ["*", 2, "N"], 0),
        given=[WHOLE, EACH_RANK_ONCE, PERIODIC],
        then=["=", MEAN, ["-", 1, ["/", ["harmonic", "N"], "N"]]],
    )  # fmt: skip
    d = Derivation(statement)
    last = ["-", "N", 1]
    within = over("t", 0, last, over("j", 1, "N", SHIFTED))
    turned = over("j", 1, "N", over("t", 0, last, SHIFTED))
    by_cell = over("i", 1, "K", within)
    whole = over("t", 0, last, over("i", 1, "K", over("j", 1, "N", SHIFTED)))
    cells = d.add("swap", ["=", whole, by_cell])
    harmonic = over("i", 1, "K", over("j", 1, "N", ["*", MASS, ["harmonic", "N"]]))

    def cell(c: Derivation) -> None:
        documents = c.add("swap", ["=", within, turned])
        ranks = c.termwise(["=", turned, harmonic[4]], meets_each_rank)
        c.combine(["=", within, harmonic[4]], documents, ranks)

    gains = d.termwise(["=", by_cell, harmonic], cell, "in each cell, document by document")
    d.combine(
        statement["then"],
        (cells, ["/", -1, "N"]),
        (gains, ["/", -1, "N"]),
        (WHOLE, ["/", ["-", ["harmonic", "N"]], "N"]),
    )
    return statement, d


def meets_each_rank(t: Derivation) -> None:
    """sum_t P_ij G_i,j+t = P_ij H_N: from j to the end, and round again up to j - 1."""
    shifts = over("t", 0, ["-", "N", 1], gain(["+", "j", "t"]))
    end = ["-", ["+", "N", "j"], 1]
    whole = over("l", 1, "N", gain("l"))
    before, after, again = (
        over("l", first, last, gain("l"))
        for first, last in ((1, ["-", "j", 1]), ("j", "N"), (["+", "N", 1], end))
    )
    moved = t.add("unroll", ["=", shifts, over("l", "j", end, gain("l"))], by_integer="j")
    cut = t.add("unroll", ["=", over("l", "j", end, gain("l")), ["+", after, again]], after="N")
    back = over("l", 1, ["-", "j", 1], gain(["+", "l", "N"]))
    round_ = t.add("unroll", ["=", again, back], by_integer=["-", "N"])
    schema = every("u", 1, "N", ["=", gain(["+", "u", "N"]), gain("u")])
    t.add("one_of", schema, schema=PERIODIC, index="i")

    def same(s: Derivation) -> None:
        s.add("one_of", ["=", gain(["+", "l", "N"]), gain("l")], schema=schema, index="l")

    begun = t.termwise(["=", back, before], same)
    parts = t.add("unroll", ["=", whole, ["+", before, after]], after=["-", "j", 1])
    once = t.add("one_of", ["=", whole, ["harmonic", "N"]], schema=EACH_RANK_ONCE, index="i")
    facts = [(f, MASS) for f in (moved, cut, round_, begun)] + [(parts, ["-", MASS]), (once, MASS)]
    t.combine(["=", over("t", 0, ["-", "N", 1], SHIFTED), ["*", MASS, ["harmonic", "N"]]], *facts)
