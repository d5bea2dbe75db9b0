"""Beside the second paper: the penalty's exact gap, the common part, and what leakage costs a ranking code."""

from checks.check_ours_modalities import law
from checks.neighbours import false_neighbour
from checks.register import Reading, claim
from theory import collapse, embedding_losses, leakage, leakage_cost
from theory.proof.formal import I, eq, ge, gt, le
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
    """Two documents: any private entropy is charged, none costs nothing."""
    named, d = leakage_cost.aligned_code()
    fails, e = leakage_cost.skew_bound_on_aligned_code()
    rows = {(y, v, y): QUARTER for y in (1, 2) for v in (0, 1)}
    leaky = world(
        rows, {(y, v): f"{y}{v}" for y, v, _ in rows}, {f"{y}{v}": [y, 3 - y] for y in (1, 2) for v in (0, 1)}
    )
    spends = false_neighbour(
        "A code from which Y can be told.", named, without=named["given"][1], N=2, W=leaky
    )
    bare = world(
        {(y, y, y): HALF for y in (1, 2)}, {(y, y): f"{y}" for y in (1, 2)}, {"1": [1, 2], "2": [2, 1]}
    )
    charged = false_neighbour("Without a private part too.", fails, without=fails["given"][-1], N=2, W=bare)
    return [
        Reading("The rate of the code, any query that determines Y.", named, [d.certificate()], spends),
        Reading(
            "Two modalities, any law of the private part, h = H(X1|Y): the rate, and what the bound asks at D = 0.",
            fails,
            [e.certificate()],
            charged,
        ),
    ]


# Embeddings -------------------------------------------------------------------------------------------


@claim(
    "ours-nuisance-is-temperature",
    paper="ours",
    where=WHERE,
    kind="equation",
    verdict="proved",
    statement="Nuisances of constant amplitudes a_1, a_2 on unit vectors, orthogonal to all else, at temperature s tau are "
    "no nuisances at temperature tau, s = sqrt((1 - a_1^2)(1 - a_2^2)): under a learnable temperature they are free.",
)
def nuisance_is_temperature():
    """The neighbour: one nuisance vector in both modalities is no nuisance but an offset of every cosine."""
    statement, d = embedding_losses.nuisance_is_temperature()
    shared = {
        "u": [1, 0], "w": [1, 0], "n1": [0, 1], "n2": [0, 1],
        "s1": "3/5", "a1": "4/5", "s2": "3/5", "a2": "4/5", "tau": 1, "D": 2,
    }  # fmt: skip
    offset = false_neighbour("Nuisances that meet.", statement, without=statement["given"][-1], **shared)
    return Reading("Every logit, and so every InfoNCE.", statement, [d.certificate()], offset)


@claim(
    "ours-scale-is-free",
    paper="ours",
    where=WHERE,
    kind="equation",
    verdict="proved",
    statement="Embeddings of free norm, temperature learnable: scaling both by l and tau by l^2 keeps every logit and "
    "multiplies the penalty by l^2, so l -> 0 removes the penalty and no leakage.",
)
def scale_is_free():
    statement, d = embedding_losses.scale_is_free()
    penalty = statement["then"][2]
    paid = false_neighbour(
        "The penalty stays.",
        statement,
        eq(penalty[1], embedding_losses.penalty(embedding_losses.ONE)),
        D=1, u=[1], w=[0], tau=1, sigma=1, l="1/2",
    )  # fmt: skip
    return Reading("Every pair of embeddings, no noise added to them.", statement, [d.certificate()], paid)


@claim(
    "ours-warmer-keeps-less",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    rests_on=("ours-nuisance-is-temperature",),
    statement="Cosines of any gaps, scaled by u > v >= 0 (v: more nuisance): where InfoNCE at temperature tau does not "
    "prefer v to u, it does not at any higher temperature. So the best amount of nuisance never rises with tau.",
)
def warmer():
    """The neighbour: one row whose own pair is not its best match; cold, the loss asks for nuisance, warm it does not."""
    statement, d = embedding_losses.warmer_keeps_less()
    tau, higher = embedding_losses.tau, embedding_losses.higher
    colder = [le(higher, tau) if r == ge(higher, tau) else r for r in statement["given"]] + [gt(higher, 0)]
    gaps = {"R": 1, "n": 3, "g": [[0, "1/2", "-6/5"]]}
    asked = false_neighbour(
        "At lower temperatures.", {**statement, "given": colder}, **gaps, tau=1, T="1/4", u=1, v=0
    )
    words = "Fixed temperature; both directions' rows of gaps c_ij - c_ii, any number."
    return Reading(words, statement, [d.certificate()], asked)


@claim(
    "ours-collapse",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    statement="A batch with 2 Cov <= rho (V1 + V2) and beta >= sigma^2 rho/(tau (1 - rho)): InfoNCE + beta P >= ln B, the "
    "value at collapse. So a heavy penalty makes collapse the least of all, unless an exact common part makes rho 1.",
    note="Over random batches a factor 1 - 1/B enters, and rho is at most the largest correlation of functions of the two "
    "views: from the weight on from which collapse is a local minimum, it is a global one.",
)
def collapsed():
    """The neighbour: no penalty, two rows; x = (1, -1), y = x/2."""
    statement, d = collapse.collapse_is_least()
    light = false_neighbour(
        "At any weight.",
        statement,
        without=statement["given"][-1],
        B=2, D=1, x=[[1], [-1]], y=[["1/2"], ["-1/2"]], tau=1, sigma=1, beta=0, rho="4/5",
    )  # fmt: skip
    value, e = collapse.value_at_collapse()
    nothing = false_neighbour(
        "Collapse costs nothing.",
        value,
        eq(collapse.at_collapse(), 0),
        B=2, D=1, e=[1], tau=1, sigma=1, beta=0,
    )  # fmt: skip
    average, f = collapse.collapse_is_least_on_average()
    lighter = false_neighbour(
        "At any weight.",
        average,
        without=average["given"][-1],
        B=2, L="1/5", C=1, V=3, P=HALF, tau=1, sigma=1, beta=0, rho="2/3",
    )  # fmt: skip
    words = (
        "Embeddings of any norm and dimension, InfoNCE from rows to columns; the other direction by exchange."
    )
    return [
        Reading(words, statement, [d.certificate()], light),
        Reading("The value at collapse.", value, [e.certificate()], nothing),
        Reading(
            "Over random batches, L and P the expectations: what a batch's covariance is on average is a hypothesis.",
            average,
            [f.certificate()],
            lighter,
        ),
    ]
