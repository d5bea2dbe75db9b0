"""Beside the second paper: the penalty's exact gap, the common part, and what leakage costs a ranking code."""

from checks.check_ours_modalities import law
from checks.neighbours import false_neighbour
from checks.register import Reading, claim
from theory import leakage
from theory.proof.formal import eq

WHERE = "beside the second paper"
HALF, QUARTER = "1/2", "1/4"


@claim(
    "ours-variational-gap",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    statement="E KL(p1(z|x1)||p2(z|x2)) = I(Z1;X1|X2) + E KL(p(z1|x2)||p2(z|x2)) >= I(Z1;X1|X2).",
)
def variational_gap():
    statement, d = leakage.variational_gap()
    tight = false_neighbour(
        "The penalty is I(Z1;X1|X2): two encoders of nothing that send different laws.",
        statement,
        eq(leakage.PENALTY, leakage.SPECIFIC),
        A=1, B=1, L=2, p=[[1]], u=[[HALF, HALF]], v=[[1, 3]], m=[[HALF, HALF]],
    )  # fmt: skip
    words = "Any finite law and first encoder, any second encoder without zeros; m is p(z1|x2)."
    return Reading(words, statement, [d.certificate()], tight)


@claim(
    "ours-common-part",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    statement="J a function of either modality: a code of J alone that is sufficient for X2 needs I(X1;X2) = H(J).",
    note="A code free of modality-specific information depends on the common part alone: I(Z1;X1|X2) = 0 makes "
    "Z1 - J - X1 (the double Markov property; Gacs and Korner 1973).",
)
def common_part():
    """The neighbour: an exact common part alone does not suffice; X1 and X2 share more than a bit, in part."""
    statement, d = leakage.common_part_needed()
    more = {
        (j, 2 * j + u, 2 * j + v, j): "3/16" if u == v else "1/16"
        for j in (0, 1)
        for u in (0, 1)
        for v in (0, 1)
    }
    loose = false_neighbour(
        "Without sufficiency: equal bits, and beside them two bits that agree with probability 3/4.",
        statement,
        without=statement["given"][3],
        W=law({(*atom[1:], atom[0]): q for atom, q in more.items()}, "X1", "X2", "J", "Z"),
    )
    return Reading("Any finite law.", statement, [d.certificate()], loose)
