"""The second paper: what contrastive alignment keeps and leaves, and what its regulariser bounds and does."""

from checks.alignment_samples import share
from checks.check_ours_modalities import law
from checks.contradictions import conditional
from checks.neighbours import false_neighbour
from checks.register import Reading, Untestable, claim
from simulate.studies.alignment import LEFT, LESS
from theory import embedding_losses, infonce_bound, infonce_candidates, leakage
from theory.proof.derivation import Derivation
from theory.proof.formal import H, I, eq, finite_law, forall, ge, le, log2
from theory.proof.worlds import witness

WHERE = "abstract"
REPORTED = "abstract (as reported)"
HALF, QUARTER = "1/2", "1/4"


@claim(
    "ib-mi-blind-to-nuisance",
    paper="ibma",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    statement="Contrastive losses maximise the mutual information between the representations of both modalities but "
    "are not designed to remove modality-specific information.",
    quote="they are not designed to remove the modality-specific information",
)
def blind():
    """The neighbour: a nuisance that the other representation says more of once Z1 is known (exclusive or)."""
    statement, d = leakage.nuisance_unseen()
    xor = {(u, v, u ^ v): QUARTER for u in (0, 1) for v in (0, 1)}
    seen = false_neighbour(
        "A nuisance independent of each of Z1 and Z2 alone.",
        {**statement, "given": [eq(I("N;Z1"), 0), eq(I("N;Z2"), 0)]},
        eq(I("Z1,N;Z2"), I("Z1;Z2")),
        W=law(xor, "Z1", "N", "Z2"),
    )
    any_list, f = infonce_candidates.nuisances_unseen()
    told = false_neighbour(
        "A nuisance drawn from the place as well.",
        any_list,
        without=any_list["given"][0],
        W=law({(s, 0, 0, s, 0): HALF for s in (1, 2)}, "S", "L", "Z1", "N", "M"),
    )
    contrast, e = leakage.nuisance_unseen_by_infonce()
    larger = false_neighbour(
        "It falls.",
        {**contrast, "given": []},
        ["<", *contrast["then"][1:]],
        A=1, B=1, L=1, p=[[1]], w=[[1]],
    )  # fmt: skip
    return [
        Reading(
            "N independent of Z2 given Z1: with N, I(Z1;Z2) stays and the leakage becomes all of H(N).",
            statement,
            [d.certificate()],
            seen,
        ),
        Reading(
            "InfoNCE with any number of candidates, S the matched one's place in the list L: the least loss H(S|Z1,L) "
            "stays, whatever nuisances N beside Z1 and M beside the candidates.",
            any_list,
            [f.certificate()],
            told,
        ),
        Reading(
            "InfoNCE with one other candidate, its optimal critic written out; laws without zeros, N drawn from Z1.",
            contrast,
            [e.certificate()],
            larger,
        ),
        share("Trained by InfoNCE, a held-out probe still reads of the private factor.", LEFT, 0.0, 10.0),
        share("It reads less than before training: not designed to, yet it removes some.", LESS, 0.0, 10.0),
    ]


@claim(
    "ib-infonce-maximises-information",
    paper="ibma",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    statement="Some of the most widely used contrastive losses maximise the mutual information between representations "
    "of both modalities.",
    quote="some of the most widely used contrastive losses maximize the mutual information",
    note="What is maximised is a lower bound, short of I(Z1;Z2) by what the list of K candidates tells of Z1 and never "
    "above log2 K: its maximiser need not have the most information.",
)
def maximises():
    """InfoNCE prefers a shared fair bit (1/2 and 1 bit) to two shared bits that three in five rows carry (9/20 and 6/5
    bits); the witness has both nearly, without zeros."""
    exact, e = infonce_candidates.loss_and_information()
    draws = {(s, a, b): QUARTER for s in (1, 2) for a, b in ((0, 0), (0, 1), (1, 0), (1, 1))}
    pairs = {(s, f"{a}{b}", (a, b)[s - 1]): "1/8" for s, a, b in draws}
    short = false_neighbour(
        "Nothing but log2 K less the loss: two candidates, a shared fair bit.",
        exact,
        eq(I("Z1;Z2"), log2(infonce_candidates.K) - H("S|Z1,L")),
        K=2,
        W=law({(s, two, z, z): q for (s, two, z), q in pairs.items()}, "S", "L", "Z1", "Z2"),
    )
    gibbs, f = infonce_candidates.no_critic_does_better()
    worse = false_neighbour(
        "As good, whatever the scores.",
        gibbs,
        ["=", *gibbs["then"][1:]],
        R=1, K=2, p=[[2, 1]], q=[[1, 1]],
    )  # fmt: skip
    statement, d = infonce_bound.infonce_below_information()
    equal = false_neighbour(
        "Equal to it.", statement, ["=", *statement["then"][1:]], A=2, B=2, p=[[2, 1], [1, 2]]
    )
    many = 1000
    bit = [[many, many, 1, 1]] * 2 + [[1, 1, many, many]] * 2 + [[1, 1, 1, 1]]
    erased = [[3 * many if b == a else 1 for b in range(4)] for a in range(4)] + [[2 * many] * 4]
    return [
        Reading(
            "K candidates, any K, S the matched one's place in the list L: I(Z1;Z2) = log2 K - H(S|Z1,L) + I(Z1;L), the "
            "least loss H(S|Z1,L).",
            exact,
            [e.certificate()],
            short,
        ),
        Reading(
            "That loss is the least: no scores do better than the joint masses (any K; laws without zeros).",
            gibbs,
            [f.certificate()],
            worse,
        ),
        Reading(
            "InfoNCE, one other candidate, its optimal critic written out, is a lower bound on I(Z1;Z2).",
            statement,
            [d.certificate()],
            equal,
        ),
        Reading(
            "Of two laws of pairs, that with more InfoNCE has at least as much information.",
            infonce_bound.more_infonce_more_information(),
            [witness(A=5, B=4, p=bit, q=erased)],
        ),
    ]


@claim(
    "ib-specific-keeps-apart",
    paper="ibma",
    where=WHERE,
    kind="remark",
    verdict="proved",
    statement="Modality-specific information in the representations keeps them from being aligned.",
    quote="this phenomenon is caused by the presence of modality-specific information in the representation space",
    note="Aligned is read as: Z2 determines Z1. How much of either a training leaves is measured (ib-mi-blind-to-nuisance, "
    "ib-regulariser-aligns); that nothing else keeps trained representations apart is not judged.",
)
def keeps_apart():
    """Z2 depends on X2 alone, so it says nothing of what Z1 holds of X1 beyond X2."""
    encoded = eq(I("Z2;X1|X2"), 0)
    apart = forall(finite_law("X1", "X2", "Z1", "Z2"), given=[encoded], then=ge(H("Z1|Z2"), I("Z1;X1|X2")))
    d = Derivation(apart)
    d.shannon(apart["then"], ("X1", "X2", "Z1", "Z2"), encoded)
    copied = law({(v, 0, v, v): HALF for v in (0, 1)}, "X1", "X2", "Z1", "Z2")
    clean = [eq(I("Z1;X1|X2"), 0), eq(I("Z2;X2|X1"), 0)]
    only = forall(finite_law("X1", "X2", "Z1", "Z2"), given=[encoded, *clean], then=eq(H("Z1|Z2"), 0))
    other = law(
        {(2 * u + v, 2 * u + v, u, v): QUARTER for u in (0, 1) for v in (0, 1)}, "X1", "X2", "Z1", "Z2"
    )
    return [
        Reading(
            "Each bit of modality-specific information is a bit of Z1 that Z2 leaves open: H(Z1|Z2) >= I(Z1;X1|X2).",
            apart,
            [d.certificate()],
            false_neighbour("Where Z2 may depend on X1.", apart, without=encoded, W=copied),
        ),
        Reading(
            "Nothing else keeps them apart: without modality-specific information Z2 determines Z1. (X1 = X2 two fair bits; Z1 is "
            "the first, Z2 the second.)",
            only,
            [witness(W=other)],
        ),
    ]


@claim(
    "ib-not-effective",
    paper="ibma",
    where=WHERE,
    kind="remark",
    verdict="untestable",
    statement="Contrastive losses are not effective to learn an aligned representation space.",
    quote="it has been empirically observed that their use is not effective to learn an aligned representation space",
)
def not_effective():
    return Untestable(
        "An observation of others; the abstract names no measure of alignment, no data and no level that counts as aligned.",
        "All three. In the trainings of ib-mi-blind-to-nuisance a probe still reads of the private factor.",
    )


@claim(
    "ib-real-world-advantages",
    paper="ibma",
    where=WHERE,
    kind="remark",
    verdict="untestable",
    statement="The regularisation term has advantages in real-world applications.",
    quote="real-world applications the advantages of including this regularization term",
)
def real_world():
    return Untestable(
        "The abstract names no application, data, model or measure.",
        "All four. The study frontier_emoji trains with such a penalty on real pairs; its runs are reported, not judged.",
    )


@claim(
    "ib-variational-bound",
    paper="ibma",
    where=REPORTED,
    kind="step",
    verdict="refuted",
    repair="ours-variational-gap",
    statement="I(Z1;X1) <= E KL(p1(z|x1) || p2(z|x2)).",
    quote="derived by means of a variational approximation",
    note="As reported by later work; the abstract has no formula, so this may not be what the paper says. With I(Z1;X1|X2) on the "
    "left it is true.",
)
def variational():
    """X1 = X2 a fair bit, both encoders send it through the same channel: no penalty, yet Z1 tells of X1."""
    statement = leakage.encoders(le(leakage.ABOUT_FIRST, leakage.PENALTY))
    channel = [["3/4", QUARTER], [QUARTER, "3/4"]]
    same = witness(A=2, B=2, L=2, p=[[HALF, 0], [0, HALF]], u=channel, v=[[3, 1], [1, 3]], m=channel)
    exact, d = leakage.variational_gap()
    beyond = Reading(
        "With I(Z1;X1|X2) on the left: the right side exceeds it by E KL(p(z1|x2) || p2(z|x2)) >= 0.",
        exact,
        [d.certificate()],
    )
    return Reading(
        "Finite laws; p2 without zeros (else the right side may be infinite).", statement, [same], beyond
    )


@claim(
    "ib-regulariser-bounds-leakage",
    paper="ibma",
    where=REPORTED,
    kind="theorem",
    verdict="conditional",
    rests_on=("ours-variational-gap",),
    statement="The regulariser E KL(p1(z|x1) || p2(z|x2)) upper-bounds the modality-specific information I(Z1;N1).",
    quote="a regularization term in the loss function",
    note="As reported by later work; the abstract has no formula. It always bounds I(Z1;N1|X2). The condition is that X2 says "
    "nothing of N1.",
)
def bounds_leakage():
    """Without the condition: Z1 = N1 = X1 = X2 a fair bit. The penalty I(Z1;X1|X2) + g, g = 0, is nothing."""
    statement, d = leakage.leakage_bounded()
    copied = law({(v, v, v, v): HALF for v in (0, 1)}, "Z", "N", "X1", "X2")
    given, e = leakage.leakage_given_the_other()
    always = Reading("Leakage beside what X2 tells, I(Z1;N1|X2).", given, [e.certificate()])
    silent = law({(0, 0, 0, 0): 1}, "Z", "N", "X1", "X2")
    certificates = conditional(witness(g=0, W=copied), [leakage.INDEPENDENT], d, witness(g=0, W=silent))
    return Reading(
        "The penalty by its exact value I(Z1;X1|X2) + g, g >= 0 the mismatch; N1 a part of X1.",
        statement,
        certificates,
        always,
    )


@claim(
    "ib-sufficient-and-minimal",
    paper="ibma",
    where=REPORTED,
    kind="remark",
    verdict="conditional",
    repair="ours-common-part",
    statement="A representation that is both sufficient for the shared content and free of modality-specific "
    "information exists.",
    quote="through the lens of the Information Bottleneck Principle",
    note="As reported by later work; the abstract does not say it. The condition: the shared content is a function of each modality (an exact common part in the sense of Gacs "
    "and Korner), and all that they share: I(X1;X2) = H(Y).",
)
def sufficient_and_minimal():
    """Without it: X1 = Y, X2 is Y through a channel; Y says of X1 what X2 does not. Nor does another code serve."""
    statement, d = leakage.common_part_serves()
    noisy = {(y, v, y): "3/8" if y == v else "1/8" for y in (0, 1) for v in (0, 1)}
    same = {(y, y, y): HALF for y in (0, 1)}
    without, within = (witness(W=law(masses, "X1", "X2", "Y")) for masses in (noisy, same))
    certificates = conditional(without, leakage.FUNCTION, d, within)
    none, e = leakage.nothing_in_common()
    return [
        Reading(
            "Given the shared content Y, X1 and X2 are independent: Y itself serves.", statement, certificates
        ),
        Reading(
            "Any code at all, for a law with no exact common part: two bits, equal with probability 3/4.",
            none,
            [e.certificate()],
        ),
    ]


@claim(
    "ib-gaussian-regulariser",
    paper="ibma",
    where=REPORTED,
    kind="equation",
    verdict="proved",
    statement="For Gaussian encoders of equal fixed variance the KL is ||mu1 - mu2||^2/(2 sigma^2), on unit vectors "
    "(1 - cos)/sigma^2.",
    quote="a regularization term in the loss function that is derived by means of a variational approximation",
    note="As reported by later work; the abstract has no formula.",
)
def gaussian():
    """In nats. The log ratio of the two densities is affine in z, so its mean needs the mean of z alone."""
    statement, d = embedding_losses.gaussian_penalty()
    elsewhere = false_neighbour(
        "Whatever the mean of z.",
        statement,
        without=statement["given"][-1],
        D=1, K=1, sigma=1, mu1=[1], mu2=[0], q=[1], z=[[0]],
    )  # fmt: skip
    unit, e = embedding_losses.unit_vectors()
    longer = false_neighbour(
        "Vectors of any length.",
        {**unit, "given": unit["given"][:1]},
        D=1, sigma=1, mu1=[2], mu2=[0],
    )  # fmt: skip
    return [
        Reading(
            "E ln(p1/p2) over any finite law of z with mean mu1; as a limit, over N(mu1, sigma^2).",
            statement,
            [d.certificate()],
            elsewhere,
        ),
        Reading("On unit vectors.", unit, [e.certificate()], longer),
    ]
