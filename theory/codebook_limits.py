"""What K codewords can do at best, coded one query at a time: K ranked lists, however they are chosen.

The encoder sends query y (Y = X, N documents) to codeword c with probability e_yc; the decoder's list c gives document
y rank r_cy. Over K lists at most K documents sit at any one rank.
"""

import sympy as sp

from theory.majorisation import falling, k, l, largest_few, largest_part, total
from theory.popularity_converse import has_rank, is_ranking, over
from theory.proof.derivation import Derivation
from theory.proof.formal import Formal, eq, every, forall, formal, ge, integer, le, sequence, table

N, K, M, j, m = sp.symbols("N K M j m")
g, p, t = (sp.IndexedBase(name) for name in "gpt")
SENT, RANK = ["at", "e", "y", "c"], ["at", "r", "c", "y"]
ENCODER = every("y", 1, N, ["=", over("c", "K", SENT), 1])
CODE = (integer("K", 1), table("e", N, "K", 0), table("r", "K", N))


def placed(event: Formal) -> Formal:
    """Documents that the code places so, each counted with the chance of its codeword: sum_y sum_c e_yc [event]."""
    return over("y", "N", over("c", "K", ["*", SENT, event]))


def chance_at_most_one(d: Derivation) -> None:
    """Step: e_yc <= 1, at an index y and an index c."""
    row = over("v", "K", ["at", "e", "y", "v"])
    one = d.add("member", ["<=", SENT, row], index="c")
    d.combine(le(SENT, 1), one, ["=", row, 1])


# Every document equally likely --------------------------------------------------------------------------


def one_rank() -> Formal:
    """P[K = k] times N."""
    return placed(has_rank(RANK))


def index_rate() -> tuple[dict, Derivation]:
    """Y uniform, N = K m: E[g(K)] <= (K/N)(g(1) + .. + g(m)) for every encoder and every K lists, g falling."""
    rankings = [["all", "c", 1, "K", r] for r in is_ranking(RANK)]
    size = eq(N, K * m)
    gain = ["/", over("k", "N", ["*", formal(g[k]), one_rank()]), "N"]
    statement = forall(
        integer("N", 1), integer("m", 1), *CODE, sequence("g", 1, N),
        given=[size, falling(g, N), ENCODER, *rankings], then=le(gain, K / N * total(g[j], j, 1, m)),
    )  # fmt: skip
    d = Derivation(statement)
    top = d.lemma(*largest_part())
    d.combine(le(m, N), size, (ge(K, 1), m))
    share = ["/", one_rank(), "K"]
    d.each(every("k", 1, N, le(share, 1)), at_most_once_a_list, "over K lists at most K documents at a rank")
    everyone = all_placed(d)
    count = d.combine(["=", over("k", "N", share), "m"], (everyone, 1 / K), (size, 1 / K))
    most = ["+", formal(total(g[j], j, 1, m)), ["*", formal(g[m]), ["-", over("k", "N", share), "m"]]]
    best = d.use(
        top, ["<=", over("k", "N", ["*", share, formal(g[k])]), most],
        n="N", j="m", a=("l", g[l]), x=("k", share),
    )  # fmt: skip
    d.combine(
        statement["then"], (best, K / N), (count, K / N * g[m]), why="the best m ranks, K documents at each"
    )
    return statement, d


def at_most_once_a_list(d: Derivation) -> None:
    """Steps to sum_y sum_c e_yc [r_cy = k] <= K at a rank k."""
    event = has_rank(RANK)
    swap = d.add("swap", ["=", one_rank(), over("c", "K", over("y", "N", ["*", SENT, event]))])

    def one_document(i: Derivation) -> None:
        chance_at_most_one(i)
        i.combine(["<=", ["*", SENT, event], event], (le(SENT, 1), event))

    def one_list(i: Derivation) -> None:
        rank = every("k", 1, N, ["=", over("y", "N", event), 1])
        once = i.add("one_of", ["=", over("y", "N", event), 1], schema=rank, index="k")
        fewer = i.termwise(["<=", over("y", "N", ["*", SENT, event]), over("y", "N", event)], one_document)
        i.combine(["<=", over("y", "N", ["*", SENT, event]), 1], once, fewer)

    lists = d.termwise(
        ["<=", over("c", "K", over("y", "N", ["*", SENT, event])), over("c", "K", 1)], one_list
    )
    d.combine(le(["/", one_rank(), "K"], 1), (swap, 1 / K), (lists, 1 / K))


def all_placed(d: Derivation) -> int:
    """Steps to sum_k sum_y sum_c e_yc [r_cy = k] = N: every document has one rank, whatever its codeword."""
    event = has_rank(RANK)
    first = d.add(
        "swap",
        ["=", over("k", "N", one_rank()), over("y", "N", over("k", "N", over("c", "K", ["*", SENT, event])))],
    )

    def one_document(i: Derivation) -> None:
        second = i.add(
            "swap",
            [
                "=",
                over("k", "N", over("c", "K", ["*", SENT, event])),
                over("c", "K", over("k", "N", ["*", SENT, event])),
            ],
        )

        def one_codeword(s: Derivation) -> None:
            rank = every("y", 1, N, ["=", over("k", "N", event), 1])
            once = s.add("one_of", ["=", over("k", "N", event), 1], schema=rank, index="y")
            s.combine(["=", over("k", "N", ["*", SENT, event]), SENT], (once, SENT))

        third = i.termwise(
            ["=", over("c", "K", over("k", "N", ["*", SENT, event])), over("c", "K", SENT)], one_codeword
        )
        i.combine(
            ["=", over("k", "N", over("c", "K", ["*", SENT, event])), 1],
            second,
            third,
            ["=", over("c", "K", SENT), 1],
        )

    each = d.termwise(
        ["=", over("y", "N", over("k", "N", over("c", "K", ["*", SENT, event]))), over("y", "N", 1)],
        one_document,
    )
    return d.combine(["=", over("k", "N", one_rank()), "N"], first, each)


# Any popularity -----------------------------------------------------------------------------------------

WITHIN = ["sum", "i", 1, "j", has_rank(RANK, "i")]
REACHED = over("c", "K", ["*", SENT, WITHIN])


def index_popularity() -> tuple[dict, Derivation]:
    """Popularity p falling, gain g(k) = t_k + .. + t_N with drops t >= 0: E[g(K)] <= sum_j t_j sum_y p_y [y <= K j].

    The right side is sum_y p_y g(ceil(y/K)); the left one writes E[g(K)] as sum_j t_j P[K <= j].
    """
    rankings = [["all", "c", 1, "K", r] for r in is_ranking(RANK)]
    reach = over("y", "N", ["*", REACHED, ["at", "p", "y"]])
    most = over("y", "N", ["*", ["at", "p", "y"], ["ind", ["<=", "y", ["*", "K", "j"]]]])
    drop = ["at", "t", "j"]
    statement = forall(
        integer("N", 1), *CODE, sequence("p", 1, N, 0), sequence("t", 1, N, 0),
        given=[falling(p, N), ENCODER, *rankings],
        then=["<=", *[over("j", "N", ["*", drop, x]) for x in (reach, most)]],
    )  # fmt: skip
    d = Derivation(statement)
    few = d.lemma(*largest_few())

    def one_depth(i: Derivation) -> None:
        i.each(every("y", 1, N, le(REACHED, 1)), one_document)
        count_reached(i)
        best = i.use(few, ["<=", reach, most], n="N", m=K * j, a=("l", p[l]), x=("y", REACHED))
        i.combine(["<=", *[["*", drop, x] for x in (reach, most)]], (best, drop))

    d.termwise(
        statement["then"],
        one_depth,
        "depth by depth: K lists hold at most K j documents in their first j places",
    )
    return statement, d


def one_document(i: Derivation) -> None:
    """Steps: whatever its codeword, a document is among the first j at most once."""

    def one_codeword(s: Derivation) -> None:
        rank = every("y", 1, N, ["=", over("k", "N", has_rank(RANK)), 1])
        once = s.add("one_of", ["=", over("k", "N", has_rank(RANK)), 1], schema=rank, index="y")
        parts = ["+", WITHIN, ["sum", "i", ["+", "j", 1], "N", has_rank(RANK, "i")]]
        cut = s.add("unroll", ["=", over("i", "N", has_rank(RANK, "i")), parts], after="j")
        inside = s.combine(["<=", WITHIN, 1], once, cut)
        s.combine(["<=", ["*", SENT, WITHIN], SENT], (inside, SENT))

    fewer = i.termwise(["<=", REACHED, over("c", "K", SENT)], one_codeword)
    i.combine(le(REACHED, 1), fewer, ["=", over("c", "K", SENT), 1])


def count_reached(d: Derivation) -> int:
    """Steps to sum_y sum_c e_yc [r_cy <= j] <= K j."""
    swap = d.add("swap", ["=", over("y", "N", REACHED), over("c", "K", over("y", "N", ["*", SENT, WITHIN]))])

    def one_document(i: Derivation) -> None:
        chance_at_most_one(i)
        i.combine(["<=", ["*", SENT, WITHIN], WITHIN], (le(SENT, 1), WITHIN))

    def one_list(i: Derivation) -> None:
        fewer = i.termwise(["<=", over("y", "N", ["*", SENT, WITHIN]), over("y", "N", WITHIN)], one_document)
        turned = ["sum", "i", 1, "j", over("y", "N", has_rank(RANK, "i"))]
        places = i.add("swap", ["=", over("y", "N", WITHIN), turned])
        rank = every("k", 1, N, ["=", over("y", "N", has_rank(RANK)), 1])
        ones = i.termwise(
            ["=", turned, ["sum", "i", 1, "j", 1]],
            lambda s: s.add("one_of", ["=", over("y", "N", has_rank(RANK, "i")), 1], schema=rank, index="i"),
        )
        i.combine(["<=", over("y", "N", ["*", SENT, WITHIN]), "j"], fewer, places, ones)

    lists = d.termwise(
        ["<=", over("c", "K", over("y", "N", ["*", SENT, WITHIN])), over("c", "K", "j")], one_list
    )
    return d.combine(["<=", over("y", "N", REACHED), ["*", "K", "j"]], swap, lists)


def dealt_out() -> tuple[dict, Derivation]:
    """[ceil(y/K) <= j] = [y <= K j]: documents dealt out to K lists in turn reach the bound."""
    rank, early = ["ceil", ["/", "y", "K"]], ["<=", "y", ["*", "K", "j"]]
    goal = ["=", ["ind", ["<=", rank, "j"]], ["ind", early]]
    statement = forall(integer("K", 1), integer("y", 1), integer("j", 1), then=goal)
    d = Derivation(statement)
    low, high = [">=", rank, ["/", "y", "K"]], ["<", rank, ["+", ["/", "y", "K"], 1]]
    for bound in (low, high):
        d.basic(bound)

    def inside(i: Derivation) -> None:
        i.combine(["<", rank, ["+", "j", 1]], high, (early, 1 / K))
        i.basic([">=", "j", rank])
        i.combine(goal, i.basic(["=", goal[1], 1]), i.basic(["=", goal[2], 1]))

    def outside(i: Derivation) -> None:
        i.combine([">", rank, "j"], low, ([">", "y", ["*", "K", "j"]], 1 / K))
        i.combine(goal, i.basic(["=", goal[1], 0]), i.basic(["=", goal[2], 0]))

    d.cases(goal, early, inside, outside, "an integer below j + 1 is at most j")
    return statement, d
