"""Modalities coded apart: what each can say of the document, what a cut demands, what private entropy costs.

C_m is drawn from X_m alone. All quantities in bits; K is the rank of the relevant document Y.
"""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import H, I, both, eq, finite_law, forall, ge, le, real

R = sp.Symbol("R")

# One modality after another -----------------------------------------------------------------------------


def one_more_code() -> tuple[dict, Derivation]:
    """I(Y;C|B) <= min(H(C), H(X1), I(X1;Y|B)) for a code C of X1 alone beside codes B of other modalities.

    With B = C_1..C_{m-1} and the chain rule I(Y;C_1..C_M) = sum_m I(Y;C_m|C_{<m}) this bounds any number of them.
    """
    apart = eq(I("C;Y,B|X1"), 0)
    goals = le(I("Y;C|B"), H("C")), le(I("Y;C|B"), H("X1")), le(I("Y;C|B"), I("X1;Y|B"))
    statement = forall(finite_law("X1", "Y", "B", "C"), given=[apart], then=both(*goals))
    d = Derivation(statement)
    for goal in goals:
        d.shannon(goal, ["X1", "Y", "B", "C"], apart, why="the code sees its own modality alone")
    return statement, d


def two_codes() -> tuple[dict, Derivation]:
    """I(Y;C1,C2) <= min(R1, H(X1)) + min(R2, H(X2)), codes of at most R_m bits drawn from X_m alone."""
    given = [eq(I("C1;Y,X2,C2|X1"), 0), eq(I("C2;Y,X1,C1|X2"), 0), le(H("C1"), "R1"), le(H("C2"), "R2")]
    least = [["min", f"R{m}", ["H", [f"X{m}"]]] for m in (1, 2)]
    total = le(I("Y;C1,C2"), ["+", *least])
    law = finite_law("X1", "X2", "Y", "C1", "C2")
    statement = forall(real("R1", 0), real("R2", 0), law, given=given, then=total)
    d = Derivation(statement)
    names = ["X1", "X2", "Y", "C1", "C2"]
    bounds = {"R1": H("X1"), "R2": H("X2")}

    def pick(first: str, second: str):
        """The minimum of a rate and an entropy, once it is known which is smaller."""

        def end(i: Derivation) -> None:
            ends = [
                i.basic(eq(term, term[1] if side == "rate" else term[2]))
                for term, side in zip(least, (first, second), strict=True)
            ]
            value = [t[1] if side == "rate" else t[2] for t, side in zip(least, (first, second), strict=True)]
            known = i.shannon(
                le(I("Y;C1,C2"), ["+", *value]), names, *given, why="chain rule and data processing"
            )
            i.combine(total, known, *ends)

        return end

    def second(first: str):
        return lambda i: i.cases(total, le("R2", bounds["R2"]), pick(first, "rate"), pick(first, "entropy"))

    d.cases(total, le("R1", bounds["R1"]), second("rate"), second("entropy"), "whichever binds")
    return statement, d


# A cut --------------------------------------------------------------------------------------------------


def cut_set() -> tuple[dict, Derivation]:
    """H(CS) >= H(Y|XT) - H(K): the modalities S must say what the others, XT, leave open, up to the rank's entropy.

    CS, CT are the codes of the modalities in S and of the others; the decoder ranks by (CS, CT). H(K) is at most
    Phi(1 - D), the largest entropy of a rank whose mean gain is 1 - D.
    """
    given = [eq(I("CT;XS,Y,CS|XT"), 0), eq(H("Y|K,CS,CT"), 0)]
    goal = ge(H("CS"), H("Y|XT") - H("K"))
    statement = forall(finite_law("XS", "XT", "Y", "CS", "CT", "K"), given=given, then=goal)
    d = Derivation(statement)
    names = ["XS", "XT", "Y", "CS", "CT", "K"]
    open_ = d.shannon(ge(H("CS"), H("Y|XT") - H("Y|CS,XT")), names, why="CS tells at most its entropy")
    coarse = d.shannon(le(H("Y|CS,XT"), H("Y|CS,CT")), names, *given, why="CT is drawn from XT")
    rank = d.shannon(
        le(H("Y|CS,CT"), H("K")), names, *given, why="a codeword's ranking turns a rank into a document"
    )
    d.combine(goal, open_, coarse, rank)
    return statement, d


# Private entropy ----------------------------------------------------------------------------------------


def private_entropy() -> tuple[dict, Derivation]:
    """Y - U - V: the code drawn from U alone by P(C|U) has the same law with Y and I(U;C) <= I(U,V;C).

    U is what the query holds beside V; I(Y;C|U) = 0 says that P(C|U) with U alone makes the same law of (Y, C).
    """
    given = [eq(I("Y;V|U"), 0), eq(I("C;Y|U,V"), 0)]
    same, cheaper = eq(I("Y;C|U"), 0), le(I("U;C"), I("U,V;C"))
    statement = forall(finite_law("U", "V", "Y", "C"), given=given, then=both(same, cheaper))
    d = Derivation(statement)
    names = ["U", "V", "Y", "C"]
    d.shannon(le(I("Y;C|U"), 0), names, *given, why="V brings nothing of Y to the code")
    d.shannon(ge(I("Y;C|U"), 0), names)
    d.add("combine", same, using=[])
    d.shannon(cheaper, names, why="chain rule")
    return statement, d


def private_share() -> tuple[dict, Derivation]:
    """X2 private altogether, rates in proportion to entropies: (H1 + H2) I(Y;C1,C2) <= R H1, however large R is.

    The split is written as H(C1) (H1 + H2) <= R H1, so that it holds of constant modalities, too.
    """
    given = [
        eq(I("C1;Y,X2,C2|X1"), 0), eq(I("C2;Y,X1,C1|X2"), 0), eq(I("X2;X1,Y"), 0),
        le(H("C1") * (H("X1") + H("X2")), R * H("X1")),
    ]  # fmt: skip
    goal = le(I("Y;C1,C2") * (H("X1") + H("X2")), R * H("X1"))
    statement = forall(real("R", 0), finite_law("X1", "X2", "Y", "C1", "C2"), given=given, then=goal)
    d = Derivation(statement)
    told = le(I("Y;C1,C2"), H("C1"))
    d.shannon(told, ["X1", "X2", "Y", "C1", "C2"], *given[:3], why="the private modality says nothing of Y")
    d.combine(goal, given[3], (told, H("X1")), (told, H("X2")))
    return statement, d
