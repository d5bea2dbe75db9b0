"""Which directions of a query get bits: the Gaussian information bottleneck, and what other rules give a private one."""

from checks.check_ours_alignment import HALF, QUARTER, WHERE
from checks.check_ours_modalities import law
from checks.neighbours import false_neighbour
from checks.register import Reading, claim
from theory import bit_allocation, bottleneck_threshold
from theory.proof.formal import eq


@claim(
    "ours-bottleneck-threshold",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    statement="The Gaussian information bottleneck gives a direction of correlation rho no bits up to beta = 1/rho^2, so "
    "none ever to a private one that is independent of the others.",
    note="A private direction that is correlated with the noise of a shared one does get bits: it cancels noise.",
)
def threshold():
    statement, d = bottleneck_threshold.no_bits()
    beyond = false_neighbour(
        "At any beta: one bit pays at rho^2 = 1/2, beta = 4.",
        statement,
        without=statement["given"][-1],
        u=QUARTER, q=HALF, beta=4,
    )  # fmt: skip
    row, e = bottleneck_threshold.private_row()
    for_free = false_neighbour(
        "At no loss.",
        row,
        eq(bottleneck_threshold.relevant(0), bottleneck_threshold.relevant(bottleneck_threshold.b**2)),
        a=1, b=1, q=HALF,
    )  # fmt: skip
    apart, f = bottleneck_threshold.private_part()
    noise = false_neighbour(
        "Independent of Y alone: N is the noise of U, and cancels it.",
        apart,
        without=apart["given"][0],
        W=law({(y ^ v, v, y): QUARTER for y in (0, 1) for v in (0, 1)}, "U", "N", "Y"),
    )
    return [
        Reading("u = 4^-R, q = rho^2: R - beta I is least at R = 0.", statement, [d.certificate()], beyond),
        Reading("A private direction mixed into a row of a linear code.", row, [e.certificate()], for_free),
        Reading(
            "Any finite law: a private part N independent of Y and the rest U together.",
            apart,
            [f.certificate()],
            noise,
        ),
    ]


@claim(
    "ours-bottleneck-allocation",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    rests_on=("ours-bottleneck-threshold",),
    statement="Directions of squared correlations q_i: of all allocations of as many bits or fewer, R_i = max(0, 1/2 "
    "log2((beta - 1) q_i/(1 - q_i))) keeps most of Y. So a direction gets bits exactly where beta q_i > 1.",
)
def allocation():
    """The neighbour: with one more bit than the closed form spends, more is kept."""
    statement, d = bit_allocation.best_allocation()
    spent = statement["given"][-1]
    richer = false_neighbour(
        "However many bits are spent: q = 1/2, beta = 3, half a bit against one and a half.",
        statement,
        without=spent,
        n=1, beta=3, u=["1/8"], w=[HALF], q=[HALF],
    )  # fmt: skip
    return Reading("u_i = 4^-R_i, w_i the closed form's.", statement, [d.certificate()], richer)


@claim(
    "ours-squared-error-codes-noise",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    rests_on=("ours-bottleneck-allocation",),
    statement="A shared direction of variance 1 and a private one of variance s: principal components with bits for least "
    "squared error give all R bits to the private one once s >= 4^R, and keep nothing of Y.",
    note="The bottleneck gives all of them to the shared one, whatever s is: units do not enter it.",
)
def squared_error():
    statement, d = bit_allocation.squared_error_prefers_noise()
    error = statement["then"][1]
    quiet = false_neighbour(
        "At any variance: equal variances, one bit, half of it for either.",
        statement,
        error,
        without=statement["given"][2],
        t=QUARTER, a=HALF, s=1, q=HALF,
    )  # fmt: skip
    words = "t = 4^-R, a = 4^-(bits of the shared one); bits are real numbers, the error that of Gaussians."
    return Reading(words, statement, [d.certificate()], quiet)


@claim(
    "ours-entropy-shares-code-noise",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    rests_on=("ours-bottleneck-allocation", "ours-private-entropy"),
    statement="Bits in proportion to entropies, H1 of a shared direction and H2 of a private one: at most R H1/(H1 + H2) "
    "bits of Y are kept, where all R on the shared direction keep -1/2 log2(1 - q + q 4^-R).",
    note="So the share goes to 0 as the private entropy grows; the bottleneck's does not move.",
)
def entropy_shares():
    statement, d = bit_allocation.shares_code_noise()
    free = false_neighbour(
        "As much is kept: one bit of two, an equal private entropy.",
        statement,
        eq(bit_allocation.kept(bit_allocation.w), bit_allocation.kept(bit_allocation.u)),
        u="1/16", w=QUARTER, q=HALF, H1=1, H2=1,
    )  # fmt: skip
    words = "u = 4^-R, w = 4^-R1, R1 = R H1/(H1 + H2)."
    return Reading(words, statement, [d.certificate()], free)
