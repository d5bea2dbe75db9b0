"""Beside the second paper: the penalty's exact gap, the common part, and what leakage costs a ranking code."""

from checks.check_ours_modalities import law
from checks.neighbours import false_neighbour
from checks.register import Reading, claim
from theory import leakage, leakage_cost
from theory.proof.formal import I, eq, ge
from theory.proof.worlds import world

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


# What leakage costs -----------------------------------------------------------------------------------


@claim(
    "ours-leakage-is-rate",
    paper="ours",
    where=WHERE,
    kind="lemma",
    verdict="proved",
    rests_on=("s4-chain-rule",),
    statement="X = (Y, N1): I(X;C) = I(Y;C) + I(N1;C|Y), and I(N1;C|Y) >= I(N1;C) for N1 independent of Y.",
)
def leakage_is_rate():
    """The neighbour: a one-time pad C = Y + N1 says nothing of N1, and spends a bit on it."""
    statement, d = leakage_cost.leakage_is_rate()
    pad = {(y, v, y ^ v): QUARTER for y in (0, 1) for v in (0, 1)}
    lost = false_neighbour(
        "A probe of N1 in C finds all of it.",
        statement,
        eq(I("V;C|Y"), I("V;C")),
        W=law(pad, "Y", "V", "C"),
    )
    words = "What the step I(X;C) >= I(Y;C) gives away is the modality-specific information of the code."
    return Reading(words, statement, [d.certificate()], lost)


@claim(
    "ours-frontier-shift",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    rests_on=("ours-converse-gain", "ours-leakage-is-rate"),
    statement="Y uniform, any code: I(Y;C) >= R*(1 - MRR), so I(X;C) >= R*(1 - MRR) + I(X;C|Y): what a code spends "
    "elsewhere moves its frontier by that many bits.",
)
def frontier_shift():
    """The neighbour charges the private bit twice: a code of two bits, one of them private."""
    statement, d = leakage_cost.frontier_shift()
    frontier = leakage_cost.FRONTIER
    rows = {(y, v, y): QUARTER for y in (1, 2) for v in (0, 1)}
    words = {f"{y}{v}": [y, 3 - y] for y in (1, 2) for v in (0, 1)}
    whole = world(rows, {(y, v): f"{y}{v}" for y, v, _ in rows}, words)
    twice = false_neighbour(
        "Twice as many.", statement, ge(I("X;C"), frontier + 2 * I("X;C|Y")), N=2, s=4, g=[1, 0], W=whole
    )
    return Reading("Any gain of the rank; R* is the supremum over s.", statement, [d.certificate()], twice)


@claim(
    "ours-aligned-code",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    statement="X1 = (Y, N1), X2 = Y: the code that names Y has rate log2 N whatever h = H(N1), while the converse "
    "R_bal(D) + kappa Delta H asks for more once h^2 > (h + 2 log2 N) log2(N - 1).",
)
def aligned_code():
    """Two documents: any private entropy is charged. Eight documents: h = 5 bits is not enough."""
    named, d = leakage_cost.aligned_code()
    fails, e = leakage_cost.skew_bound_fails()
    rows = {(y, v, y): QUARTER for y in (1, 2) for v in (0, 1)}
    leaky = world(
        rows, {(y, v): f"{y}{v}" for y, v, _ in rows}, {f"{y}{v}": [y, 3 - y] for y in (1, 2) for v in (0, 1)}
    )
    spends = false_neighbour(
        "A code from which Y can be told.", named, without=named["given"][1], N=2, W=leaky
    )
    charged = false_neighbour("At any private entropy.", fails, without=fails["given"][0], N=8, h=5)
    return [
        Reading("The rate of the code, any query that determines Y.", named, [d.certificate()], spends),
        Reading(
            "What the bound asks at D = 0, the pairs counted as printed.", fails, [e.certificate()], charged
        ),
    ]
