"""Section 2: the setting, the distortion and the rate."""

import sympy as sp

from checks.register import Reading, claim
from theory.fano_ranking import RETRIEVAL, k, rank_law, ranks
from theory.proof.derivation import Derivation
from theory.proof.formal import DISTORTION, MRR, H, I, P_rank, eq, finite_law, forall, ge, le, retrieval
from theory.proof.worlds import witness, world


@claim(
    "s2-eq1-mrr",
    where="Sec. 2, eq. (1)",
    kind="equation",
    verdict="proved",
    statement="With d = 1 - RR, E[d] = 1 - MRR, so minimising mean distortion is maximising MRR.",
    quote="so minimising average distortion is equivalent to maximising mean-reciprocal-rank",
)
def eq1():
    statement = forall(*RETRIEVAL, then=eq(ranks(1, P_rank(k) * (1 - 1 / k)), 1 - MRR))
    d = Derivation(statement)
    d.combine(statement["then"], rank_law(d)[0], why="the expectation is linear")
    return Reading("The mean over ranks of 1 - 1/k is 1 minus the mean of 1/k.", statement, [d.certificate()])


@claim(
    "s2-deterministic-rate",
    where="Sec. 2, after eq. (2)",
    kind="remark",
    verdict="proved",
    statement="For a codeword that is a deterministic function of X, I(X;C) = H(C).",
    quote="Because codewords are deterministic functions of X, I(X;C)=H(C)",
)
def deterministic_rate():
    function = eq(H("C|X"), 0)
    statement = forall(finite_law("X", "C"), given=[function], then=eq(I("X;C"), H("C")))
    d = Derivation(statement)
    d.shannon(statement["then"], "XC", function, why="I(X;C) = H(C) - H(C|X)")
    return Reading("H(C|X) = 0 for a function of X.", statement, [d.certificate()])


@claim(
    "s2-codebook-and-information-rate",
    where="Sec. 2; Sec. 3",
    kind="consistency",
    verdict="refuted",
    rests_on=("s2-deterministic-rate",),
    repair="ours-index-rate",
    statement="A codebook of 2^R codewords (R bits per query) and the constraint I(X;C) <= R define the same R(D).",
    quote="selected from a finite codebook \\mathcal{C} of size $|\\mathcal{C}| = 2^R$ (thereby using R bits per query)",
)
def codebook_rate():
    """N = 2: one codeword cannot beat D = 1/4, so a codebook needs two, R = 1; information needs 0.19 bit."""
    relevance = [eq(H("Y"), 1), eq(H("Y|X"), 0), le(DISTORTION, sp.Rational(1, 8))]
    statement = forall(retrieval(2), given=relevance, then=ge(I("X;C"), 1))
    noisy = world(
        {(1, 1): "1/2", (2, 2): "1/2"},
        {(1,): {"a": "3/4", "b": "1/4"}, (2,): {"a": "1/4", "b": "3/4"}},
        {"a": [1, 2], "b": [2, 1]},
    )
    return Reading(
        "Two equally likely documents, D = 1/8: a codebook needs two codewords, so R = 1; then every code of that "
        "distortion would have I(X;C) >= 1. A noisy encoder has 1 - h(1/4) = 0.189 bit.",
        statement,
        [witness(W=noisy)],
    )
