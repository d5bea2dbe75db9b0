"""The exact rate-distortion function of ranking when some documents are asked for more often than others."""

import sympy as sp

from checks.neighbours import false_neighbour
from checks.register import Reading, claim
from theory import popularity_converse as pc
from theory import popularity_ends as ends
from theory.majorisation import majorised
from theory.proof.formal import eq, exists, formal, lt
from theory.proof.worlds import witness
from theory.rearrangement import rearrangement

WHERE = "in place of eq. (5), any popularity"


@claim(
    "ours-rearrangement",
    paper="ours",
    where=WHERE,
    kind="lemma",
    verdict="proved",
    statement="Sorted against sorted is best: sum_i a_i sum_k m_ik b_k <= sum_k a_k b_k for falling a, b and a doubly "
    "stochastic m; and partial sums decide, sum_k a_k c_k <= sum_k a_k b_k where those of c stay below those of b.",
)
def sorted_is_best():
    statement, d = rearrangement()
    rising = false_neighbour(
        "b in any order.",
        statement,
        without=statement["given"][1],
        n=2,
        a=[1, 0],
        b=[0, 1],
        m=[[0, 1], [1, 0]],
    )
    partial, e = majorised()
    ahead = false_neighbour(
        "Without equal totals.", partial, without=partial["given"][2], n=2, a=[-1, -1], b=[0, 1], c=[0, 0]
    )
    return [
        Reading(
            "Any length; a permutation is a doubly stochastic table.", statement, [d.certificate()], rising
        ),
        Reading("Hardy, Littlewood and Polya, by Abel's summation.", partial, [e.certificate()], ahead),
    ]


@claim(
    "ours-converse-popularity",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    rests_on=("ours-rearrangement",),
    statement="Y of law p, any code with E[g(K)] >= 1 - D, g non-increasing, s >= 0, alpha_1 >= .. >= alpha_N > 0 with "
    "sum_k alpha_k 2^(s g(k)) <= 1: I(Y;C) >= s(1 - D) + sum_y p_y log2(alpha_y / p_y).",
)
def converse():
    """Its neighbour: no bits, the less popular document last in the corpus's order, and weights that rise."""
    statement, d = pc.converse()
    unsorted = false_neighbour(
        "Weights alpha in any order.", statement, without=pc.DUAL[0],
        N=2, K=1, s=2, D="1/8", p=["1/4", "3/4"], alpha=["1/16", "3/8"], g=[1, "1/2"], w=[1], q=[["1/4", "3/4"]], r=[[2, 1]],
    )  # fmt: skip
    return Reading(
        "Every code: codewords of probability w_c, posteriors q_c that mix to p, a ranking r_c for each; "
        "any N, any number of codewords.",
        statement,
        [d.certificate()],
        unsorted,
    )


@claim(
    "ours-achieved-popularity",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    rests_on=("ours-converse-popularity", "ours-independent-rank"),
    statement="A rank of law r_k = alpha_k 2^(s g(k)) with sum_k (r_k - p_k) log2 alpha_k = 0, independent of the codeword, "
    "has the rate H(p) - H(r), which is the dual bound: the code and the dual point are both optimal.",
    note="Pooling adjacent violators gives such an alpha: constant on blocks on which r and p have the same sum. "
    "r then majorises p, so p is a mixture of permutations of r (Birkhoff's theorem with that of Hardy, Littlewood and "
    "Polya): such a code exists. That step, for every N, is cited, not derived; codes are certified on instances.",
)
def achieved():
    """Three documents of popularity (14, 1, 1)/16: the first is always on top, the other two change places."""
    statement, d = pc.met()
    loose = false_neighbour(
        "Without the matching sums.", statement, without=statement["given"][3],
        N=1, s=0, p=[1], alpha=["1/2"], g=[1], r=["1/2"],
    )  # fmt: skip
    code = pc.converse()[0]
    equal = exists(*code["forall"], given=code["given"], then=eq(*code["then"][1:]))
    some = witness(
        N=3, K=2, s=6, D=sp.Rational(5, 72), p=["7/8", "1/16", "1/16"], alpha=["7/512", "1/96", "1/96"],
        g=[1, "1/2", "1/3"], w=["1/2", "1/2"], q=[["7/8", "1/12", "1/24"], ["7/8", "1/24", "1/12"]], r=[[1, 2, 3], [1, 3, 2]],
    )  # fmt: skip
    all_change = witness(
        N=3, K=3, s=6, D=sp.Rational(5, 57), p=["10/19", "6/19", "3/19"], alpha=["1/76"] * 3, g=[1, "1/2", "1/3"],
        w=["4/7", "31/105", "2/15"], q=[["16/19", "2/19", "1/19"], ["2/19", "16/19", "1/19"], ["2/19", "1/19", "16/19"]],
        r=[[1, 2, 3], [2, 1, 3], [2, 3, 1]],
    )  # fmt: skip
    meets = "A code that meets the converse with equality, reciprocal rank, s = 6: "
    return [
        Reading("Any N, p, gain, slope.", statement, [d.certificate()], loose),
        Reading(meets + "two of three documents change places.", equal, [some]),
        Reading(
            meets + "p = (10, 6, 3)/19, all three change places; the rank has law (16, 2, 1)/19.",
            equal,
            [all_change],
        ),
    ]


@claim(
    "ours-popularity-order",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    rests_on=("ours-rearrangement",),
    statement="Whatever is known of the query, no ranking gains more than the order of the posterior: "
    "sum_y P(y) g(rank of y) <= sum_k p_(k) g(k). Without bits D >= 1 - sum_k p_k g(k), and with all of X feasible D are "
    "those from 1 - E sum_k p_(k)(X) g(k) up.",
)
def popularity_order():
    statement, d = pc.popularity_order()
    strict = false_neighbour(
        "Strictly less: the order itself attains it.", statement, lt(*statement["then"][1:]), N=2, p=["2/3", "1/3"], g=[1, 0], r=[1, 2],
    )  # fmt: skip
    return Reading(
        "One law, one ranking; averages over queries follow.", statement, [d.certificate()], strict
    )


@claim(
    "ours-zero-rate-popularity",
    paper="ours",
    where="beside Sec. 3, any popularity",
    kind="theorem",
    verdict="proved",
    rests_on=("ours-popularity-order",),
    statement="Any popularity p_1 >= .. >= p_N, gains in [0, 1]: a code that gains t >= 0 more than sum_k p_k g(k) has "
    "I(Y;C) >= t^2 / ln 2. So R*(D) = 0 exactly for D >= 1 - sum_k p_k g(k).",
)
def zero_rate():
    statement, d = ends.no_bits()
    triple = [">=", statement["then"][1], formal(3 * ends.t**2 / sp.log(2))]
    wrong = false_neighbour(
        "Three times as much.", statement, triple, N=2, K=2, t="1/10", p=["1/2", "1/2"], g=[1, 0],
        w=["1/2", "1/2"], q=[["3/5", "2/5"], ["2/5", "3/5"]], r=[[1, 2], [2, 1]],
    )  # fmt: skip
    return Reading("Any code, any N.", statement, [d.certificate()], wrong)
