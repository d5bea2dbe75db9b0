"""All fixed points of the temperature update of Sec. 5.2: two modalities, two documents, one of each."""

from checks.neighbours import false_neighbour
from checks.register import Reading, claim
from theory import all_fixed_points as af
from theory.bell import steeper
from theory.proof.formal import eq, le

WHERE = "in place of eq. (10)"


@claim(
    "ours-argsort-fixed-points",
    paper="ours",
    where=WHERE,
    kind="lemma",
    verdict="proved",
    statement="Argsort: the order of two documents changes where tau_1/tau_2 passes the ratio of their scores and nowhere else, "
    "so between finitely many ratios E[RR] is constant and every pair of temperatures is a fixed point.",
)
def argsort_fixed_points():
    statement, d = af.steps_of_argsort()
    at_most_one = le(af.s / af.t, 1)
    below = false_neighbour("The scores' ratio is at most 1.", statement, at_most_one, s=2, t=1, w=1, z=2)
    return Reading(
        "A document that is ahead at the ratio w and not at z > w: w < s/t <= z, s and t its score and the other's.",
        statement,
        [d.certificate()],
        neighbour=below,
    )


@claim(
    "ours-no-fixed-point",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    statement="Softmax ranking has no fixed point if one direction of change of (1/tau_1, 1/tau_2) raises the score of the relevant "
    "document over the other, for every query.",
    note="So there is none where some temperatures rank every query right.",
)
def no_fixed_point():
    """p_i is the query's weight, negative where the second document is meant, a_i and b_i are the scores; at a fixed point both
    sums, sum p_i a_i S(u_i) and sum p_i b_i S(u_i), are 0."""
    statement, d = af.none_where_all_gain()
    opposed = {"Q": 2, "x": 1, "y": 0, "e": 1, "p": [1, -1], "a": [1, 1], "b": [0, 0], "u": [0, 0]}
    some = false_neighbour("Whatever the scores.", statement, without=statement["given"][1], **opposed)
    return Reading(
        "x sum_i p_i a_i S(u_i) exceeds y sum_i p_i b_i S(u_i), for any u_i.",
        statement,
        [d.certificate()],
        neighbour=some,
    )


@claim(
    "ours-all-fixed-points",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    rests_on=("ours-bell-steeper",),
    statement="Softmax ranking, two queries, all fixed points: none unless their scores are parallel, (a', b') = r (a, b), and pull "
    "in opposite directions; for r^2 = 1 all temperatures or none; else the lines a/tau_1 - b/tau_2 = +-2u for one u >= 0.",
    note="u solves S(u) = mu S(ru), S(u) = 1/(e^u + e^-u)^2, mu = -r q with q the second weight over the first, negative where the "
    "queries mean different documents. No entropy occurs; eq. (10) lies on the lines by accident.",
)
def all_fixed_points():
    """Where r^2 > 1 there is such a u for mu >= 1 and no other mu > 0, where r^2 < 1 for mu <= 1: S(u)/S(ru) is continuous,
    1 at u = 0, and monotone."""
    parallel, d = af.two_queries()
    unequal = {"p": 1, "q": -2, "a": 2, "b": 0, "c": 1, "d": 0, "u": 0, "v": 0}
    same = false_neighbour("The scores are equal.", parallel, eq(af.a, af.c), **unequal)
    alike, e = af.equal_scores()
    stretched = false_neighbour("For any r.", alike, without=alike["given"][0], q=1, a=1, b=0, r=2, u=1)
    level, f = af.one_level()
    strictly = [">", *level["then"][2][1:]]
    tie = {"q": "-1/2", "a": 1, "b": 0, "r": 2, "u": 0, "v": 0}
    return [
        Reading(
            "Where both derivatives vanish, a b' = a' b and p q (a a' + b b') <= 0.",
            parallel,
            [d.certificate()],
            neighbour=same,
        ),
        Reading(
            "r^2 = 1: the derivatives are (1 + r q) S(u) times a and b.",
            alike,
            [e.certificate()],
            neighbour=stretched,
        ),
        Reading(
            "r^2 != 1: two fixed points, at u and v, have u^2 = v^2; and (r^2 - 1)(mu - 1) >= 0.",
            level,
            [f.certificate()],
            neighbour=false_neighbour("mu is not 1.", level, strictly, **tie),
        ),
    ]


@claim(
    "ours-bell-steeper",
    paper="ours",
    where=WHERE,
    kind="lemma",
    verdict="proved",
    statement="(r^2 - 1)(v^2 - u^2) > 0 gives S(u) S(rv) < S(ru) S(v): S(u)/S(ru) grows with |u| where r^2 > 1, falls where r^2 < 1.",
)
def bell_steeper():
    statement, d = steeper()
    weak = false_neighbour(
        "By a factor 2.",
        statement,
        [">", ["/", statement["then"][2], 2], statement["then"][1]],
        u=0,
        v="1/10",
        r=2,
    )
    return Reading("Any u, v, r.", statement, [d.certificate()], neighbour=weak)
