"""What is true in place of Section 4.1: distortion and success, Fano's inequality, the exact converse and the code that meets it."""

import sympy as sp

from checks.register import Reading, claim
from checks.small_worlds import BLIND
from theory import fano_ranking as fr
from theory.fano_ranking import RETRIEVAL, UNIFORM, N, R_rank, k, ranks
from theory.proof.derivation import Derivation
from theory.proof.formal import (
    DISTORTION,
    TOP1,
    H,
    I,
    P_rank,
    eq,
    finite_law,
    forall,
    ge,
    h,
    integer,
    le,
    log2,
)  # fmt: skip
from theory.proof.worlds import witness, world


@claim(
    "ours-distortion-decomposition",
    paper="ours",
    where="Sec. 4.1, repaired",
    kind="lemma",
    verdict="proved",
    statement="E[d] = 1 - p_S - sum_{k>=2} P[rank = k]/k.",
)
def true_decomposition():
    statement = forall(*RETRIEVAL, then=eq(DISTORTION, 1 - TOP1 - ranks(2, P_rank(k) / k)))
    d = Derivation(statement)
    d.combine(statement["then"], fr.rank_law(d)[2])
    return Reading(
        "Rank 1 taken out of the mean reciprocal rank.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "Without the other ranks.",
            forall(*RETRIEVAL, then=eq(DISTORTION, 1 - TOP1)),
            [witness(N=2, W=BLIND)],
        ),
    )


@claim(
    "ours-distortion-from-success",
    paper="ours",
    where="Sec. 4.1, repaired",
    kind="lemma",
    verdict="proved",
    statement="(1 - p_S)/2 <= D <= (1 - p_S)(1 - 1/N): what mean reciprocal rank says of success at rank 1.",
)
def distortion_from_success():
    statement, d = fr.distortion_from_success()
    return Reading(
        "Any code, any N >= 2.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "1 - p_S <= D.", forall(*RETRIEVAL, then=le(1 - TOP1, DISTORTION)), [witness(N=2, W=BLIND)]
        ),
    )


@claim(
    "ours-fano",
    paper="ours",
    where="Sec. 4.1, repaired",
    kind="lemma",
    verdict="proved",
    statement="H(Y|C) <= h(p_S) + (1 - p_S) log2(N - 1).",
)
def fano():
    statement, d = fr.fano()
    return Reading(
        "Any code, any N >= 2, any law of Y.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "Without the second term.",
            forall(*RETRIEVAL, then=le(H("Y|C"), h(TOP1))),
            [witness(N=3, W=world({(1, 1): "1/2", (1, 2): "1/2"}, {(1,): "a"}, {"a": [3, 1, 2]}))],
        ),
    )


@claim(
    "ours-rrank-zero",
    paper="ours",
    where="beside eq. (5)",
    kind="equation",
    verdict="proved",
    statement="R_rank vanishes at D = 1/N: at N = 4, 2 - h(1/4) - (3/4) log2 3 = 0 exactly.",
)
def rrank_zero():
    statement = forall(integer("N", 2), then=eq(R_rank(1 / N), 0))
    d = Derivation(statement)
    share = d.basic(eq(fr.plog(1 / N), log2(1 / N) / N))
    rest = d.basic(eq(fr.plog(1 - 1 / N), (1 - 1 / N) * log2(1 - 1 / N)))
    d.combine(eq((N - 1) / N, 1 - 1 / N))
    same = d.add("apply", eq(log2((N - 1) / N), log2(1 - 1 / N)))
    d.combine(statement["then"], share, rest, (same, 1 - 1 / N), why="Fano's function peaks at 1 - 1/N")
    return Reading(
        "Every N >= 2.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "At D = 1/(N + 1).", forall(integer("N", 2), then=eq(R_rank(1 / (N + 1)), 0)), [witness(N=2)]
        ),
    )


@claim(
    "ours-ranking-fano",
    paper="ours",
    where="Sec. 4.1, repaired",
    kind="theorem",
    verdict="proved",
    rests_on=("ours-distortion-from-success",),
    statement="Y uniform, 0 < 2D <= 1 - 1/N: I(X;C) >= log2 N - h(2D) - 2D log2(N - 1).",
)
def ranking_fano():
    statement, d = fr.fano_rate_holds()
    return Reading(
        "Any code with mean distortion D.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "With D in place of 2D.",
            forall(*RETRIEVAL, given=statement["given"], then=ge(I("X;C"), fr.fano_rate(DISTORTION / 2))),
            [witness(N=2, W=BLIND)],
        ),
    )


@claim(
    "ours-converse-uniform",
    paper="ours",
    where="in place of eq. (5)",
    kind="theorem",
    verdict="proved",
    statement="Y uniform, every code, every s >= 0: I(X;C) >= log2 N + s(1 - D) - log2 sum_k 2^(s/k).",
)
def converse_uniform():
    statement, d = fr.converse_uniform()
    return Reading(
        "Its supremum over s is the exact rate-distortion function R*(D).",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "A hundredth of a bit more.",
            forall(
                *statement["forall"],
                given=[UNIFORM],
                then=ge(
                    I("X;C"),
                    sp.Rational(1, 100) + log2(N) + fr.s * (1 - DISTORTION) - log2(ranks(1, 2 ** (fr.s / k))),
                ),
            ),
            [witness(N=2, s=0, W=BLIND)],
        ),
    )


@claim(
    "ours-achieved-uniform",
    paper="ours",
    where="in place of eq. (5)",
    kind="theorem",
    verdict="proved",
    statement="Y uniform on N documents, K any rank law drawn apart from Y, C = Y - K mod N: I(Y;C) = log2 N - H(K).",
)
def achieved_uniform():
    """The code that meets the converse: K with p_k proportional to 2^(s/k), the codeword a cyclic shift."""
    law = [
        UNIFORM,
        eq(I("Y;K"), 0),
        eq(H("C|Y,K"), 0),
        eq(H("Y|C,K"), 0),
        eq(H("K|Y,C"), 0),
        le(H("C"), log2(N)),
    ]
    statement = forall(
        integer("N", 1), finite_law("Y", "K", "C"), given=law, then=eq(I("Y;C"), log2(N) - H("K"))
    )
    d = Derivation(statement)
    d.shannon(ge(I("Y;C"), log2(N) - H("K")), "YKC", *law, why="Y is known but for the shift")
    d.shannon(
        le(I("Y;C"), log2(N) - H("K")), "YKC", *law, why="C has log2 N values, and K is independent of Y"
    )
    d.add("combine", statement["then"], using=[])
    return Reading(
        "Given Y uniform and K independent of it, C = Y - K modulo N.",
        statement,
        [d.certificate()],
        neighbour=Reading(
            "With codewords as many as one likes.",
            forall(*statement["forall"], given=law[:-1], then=statement["then"]),
            [
                witness(
                    N=2,
                    W=world(
                        {(y, r, 2 * y + r): "1/4" for y in (0, 1) for r in (0, 1)}, variables=["Y", "K", "C"]
                    ),
                )
            ],
        ),
    )
