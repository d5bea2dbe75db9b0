"""Rankings by scores (eq. (9)), rank = 1 + number of higher scores: when they are rankings, and when they stay."""

import sympy as sp

from checks.verify.terms import substitute
from theory.proof.derivation import Derivation
from theory.proof.formal import Formal, both, forall, gt, integer, le, real, sequence

AHEAD = [">", ["at", "s", "j"], ["at", "s", "k"]]
BEHIND = [">", ["at", "s", "k"], ["at", "s", "j"]]


def above(document: Formal, of: Formal) -> Formal:
    """1 where a document scores higher than another."""
    return ["ind", [">", ["at", "s", document], ["at", "s", of]]]


def higher(document: Formal, first: Formal = 1, last: Formal = "N") -> Formal:
    """Number of documents among first..last that score higher."""
    return ["sum", "l", first, last, above("l", document)]


def rank(document: Formal) -> Formal:
    """1 + number of higher scores."""
    return ["+", 1, higher(document)]


def apart(d: Derivation, of: str, at: str) -> tuple[int, Formal, Formal]:
    """Step: the count of higher scores is that before a document, its own term, and that after it."""
    before, after = higher(of, 1, ["-", at, 1]), higher(of, ["+", at, 1], "N")
    cut = d.add("unroll", ["=", higher(of), ["+", before, higher(of, at, "N")]], after=["-", at, 1])
    head = d.add("unroll", ["=", higher(of, at, "N"), ["+", above(at, of), after]], end="first")
    return d.combine(["=", higher(of), ["+", before, above(at, of), after]], cut, head), before, after


def ranks_follow_scores() -> tuple[dict, Derivation]:
    """s_j > s_k gives rank_j < rank_k, all ranks in 1..N: where no two scores are equal the ranks are a permutation."""
    statement = forall(
        integer("N", 2), sequence("s", 1, "N"), integer("j", 1, "N"), integer("k", 1, "N"),
        given=[AHEAD],
        then=both(["<=", ["+", rank("j"), 1], rank("k")], [">=", rank("j"), 1], ["<=", rank("k"), "N"]),
    )  # fmt: skip
    d = Derivation(statement)
    later, *theirs = apart(d, "k", "j")
    earlier, *mine = apart(d, "j", "j")
    more = [d.termwise([">=", a, b], no_fewer) for a, b in zip(theirs, mine, strict=True)]
    itself, not_itself = d.basic(["=", above("j", "k"), 1]), d.basic(["=", above("j", "j"), 0])
    d.combine(statement["then"][1], later, earlier, *more, itself, not_itself)
    d.combine(statement["then"][2])
    own, *others = apart(d, "k", "k")
    ones = [d.termwise(["<=", a, [*a[:4], 1]], lambda t: t.basic(["<=", above("l", "k"), 1])) for a in others]
    d.combine(statement["then"][3], own, *ones, d.basic(["=", above("k", "k"), 0]))
    return statement, d


def distinct_ranks() -> tuple[dict, Derivation, list[Formal]]:
    """Two documents have different ranks in 1..N: the statement, its derivation where their scores differ, and that condition."""
    ranks = rank("j"), rank("k")
    inside = [r for x in ranks for r in ([">=", x, 1], ["<=", x, "N"])]
    statement = forall(
        integer("N", 2), sequence("s", 1, "N"), integer("j", 1, "N"), integer("k", 1, "N"),
        given=[["!=", "j", "k"]],
        then=both(["!=", *ranks], *inside),
    )  # fmt: skip
    condition = [["!=", ["at", "s", "j"], ["at", "s", "k"]]]
    d = Derivation(statement, condition)
    lemma = d.lemma(*ranks_follow_scores())

    known = ranks_follow_scores()[0]["then"][1:]

    def ahead(part: Formal, first: str, second: str):
        def steps(i: Derivation) -> None:
            names = {"j": first, "k": second}
            for r in known:
                i.use(lemma, substitute(r, names), N=sp.Symbol("N"), s=("l", ["at", "s", "l"]), **names)
            i.combine([">", rank(second), rank(first)] if part[0] == "!=" else part, 1, 2, 3)

        return steps

    def level(i: Derivation) -> None:
        i.add("absurd", ["<", 0, 0], of=["=", *condition[0][1:]])

    for part in statement["then"][1:]:

        def not_ahead(i: Derivation, part: Formal = part) -> None:
            i.cases(part, BEHIND, ahead(part, "k", "j"), level)

        d.cases(part, AHEAD, ahead(part, "j", "k"), not_ahead)
    return statement, d, condition


def no_fewer(t: Derivation) -> None:
    """Who scores above j scores above k."""
    goal = [">=", above("l", "k"), above("l", "j")]

    def is_above(i: Derivation) -> None:
        i.combine([">", ["at", "s", "l"], ["at", "s", "k"]], AHEAD, above("l", "j")[1])
        one, most = i.basic(["=", above("l", "k"), 1]), i.basic(["<=", above("l", "j"), 1])
        i.combine(goal, one, most)

    t.cases(goal, above("l", "j")[1], is_above, lambda i: i.combine(goal, i.basic(["=", above("l", "j"), 0])))


def margin() -> tuple[dict, Derivation]:
    """A score ahead of another by more than 2e stays ahead when each moves by at most e: ranks change at near ties alone."""
    s, t, moved_s, moved_t, e = sp.symbols("s t u v e")
    given = [gt(s - t, 2 * e), le(s - moved_s, e), le(moved_t - t, e)]
    statement = forall(
        *[real(str(z)) for z in (s, t, moved_s, moved_t, e)], given=given, then=gt(moved_s, moved_t)
    )
    d = Derivation(statement)
    d.combine(statement["then"], *given)
    return statement, d
