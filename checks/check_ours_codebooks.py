"""What K codewords can do at best, and how little is lost beyond naming a few documents."""

from checks.neighbours import false_neighbour
from checks.register import Reading, claim
from theory import codebook_limits as cl
from theory import list_limits as ll
from theory.proof.derivation import Derivation
from theory.proof.formal import eq, exists, forall, integer, le
from theory.proof.worlds import witness

WHERE = "beside Sec. 2"


def dealt(documents: int, codewords: int) -> dict:
    """Documents dealt out in turn to the lists: document y on list (y - 1) mod K, at rank ceil(y/K)."""
    lists = []
    for c in range(codewords):
        mine = [y for y in range(documents) if y % codewords == c]
        order = mine + [y for y in range(documents) if y % codewords != c]
        lists.append([order.index(y) + 1 for y in range(documents)])
    sent = [[int(y % codewords == c) for c in range(codewords)] for y in range(documents)]
    return {"N": documents, "K": codewords, "e": sent, "r": lists}


@claim(
    "ours-index-rate",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    rests_on=("ours-rearrangement",),
    statement="N documents equally likely, K codewords (log2 K bits, one query at a time), K | N, g non-increasing: "
    "E[g(K)] <= (K/N)(g(1) + .. + g(N/K)) for every encoder and decoder; for reciprocal rank MRR <= (K/N) H_{N/K}.",
    note="Attained by dealing the documents out to K lists.",
)
def index_rate():
    statement, d = cl.index_rate()
    gain, bound = statement["then"][1:]
    reciprocal = {"g": [1, "1/2", "1/3", "1/4"]}
    top_only = false_neighbour(
        "K codewords find K documents and no more.",
        statement,
        le(gain, cl.K / cl.N * cl.g[1]),
        **dealt(2, 1),
        m=2,
        g=[1, "1/2"],
    )
    reached = exists(*statement["forall"], given=statement["given"], then=eq(gain, bound))
    return [
        Reading("Encoders may be random; any number of lists.", statement, [d.certificate()], top_only),
        Reading(
            "Four documents on two lists: MRR = 3/4.", reached, [witness(**dealt(4, 2), m=2, **reciprocal)]
        ),
    ]


@claim(
    "ours-index-popularity",
    paper="ours",
    where=WHERE,
    kind="theorem",
    verdict="proved",
    rests_on=("ours-index-rate",),
    statement="Any popularity p_1 >= .. >= p_N, K codewords, g non-increasing and >= 0: "
    "E[g(K)] <= sum_y p_y g(ceil(y/K)), attained.",
)
def index_popularity():
    """Two documents, two codewords: both are found, though one list finds one at a time."""
    statement, d = cl.index_popularity()
    gain, bound = statement["then"][1:]
    alone = ["ind", ["<=", "y", "j"]]
    one_list = cl.over("j", "N", ["*", ["at", "t", "j"], cl.over("y", "N", ["*", ["at", "p", "y"], alone])])
    fewer = false_neighbour(
        "No more than one list.", statement, le(gain, one_list), **dealt(2, 2), p=["2/3", "1/3"], t=[1, 0]
    )
    reached = exists(*statement["forall"], given=statement["given"], then=eq(gain, bound))
    instance = witness(**dealt(3, 2), p=["1/2", "1/3", "1/6"], t=["1/2", "1/6", "1/3"])
    return [
        Reading(
            "g(k) = t_k + .. + t_N with drops t_k >= 0, so that E[g(K)] = sum_j t_j P[K <= j] and "
            "sum_y p_y g(ceil(y/K)) = sum_j t_j sum_y p_y [y <= K j].",
            statement,
            [d.certificate()],
            fewer,
        ),
        Reading("Three documents on two lists, reciprocal rank: 11/12.", reached, [instance]),
    ]


@claim(
    "ours-dealt-out",
    paper="ours",
    where=WHERE,
    kind="lemma",
    verdict="proved",
    statement="Documents dealt out to K lists in turn, y at rank ceil(y/K): it is among the first j exactly if y <= K j.",
)
def dealt_out():
    statement, d = cl.dealt_out()
    early = ["ind", ["<", "y", ["*", "K", "j"]]]
    strict = false_neighbour("y < K j.", statement, ["=", statement["then"][1], early], K=1, y=1, j=1)
    return Reading("Any K, y, j.", statement, [d.certificate()], strict)


@claim(
    "ours-beyond-naming",
    paper="ours",
    where="beside Sec. 7",
    kind="theorem",
    verdict="proved",
    rests_on=("ours-popularity-order",),
    statement="R bits name, in order, the J most probable documents, N!/(N-J)! <= 2^R. The rest lose, against all of the "
    "query, at most max_{L>J} (G_L - G_J - a(L - J))/L, G_L = g(1) + .. + g(L), a the mean gain of the ranks below J.",
    note="With a = 0, for reciprocal rank, max_{L>J} (H_L - H_J)/L; the term in a is what listing the others in random "
    "order still gains. It limits the best code at each rate on one source, not one method's rows.",
)
def beyond_naming():
    """Six documents named, as 64 bits do among 1000: at most (H_17 - H_6)/17 = 0.0582, met by 17 equal chances."""
    statement, d = ll.unnamed()
    end = ll.covered_to_the_end()
    tail_only = false_neighbour(
        "With the average over all N documents in place of the worst.",
        {**statement, "given": [*statement["given"][:3], end]},
        n=10, J=1, B="1929/10000", a=0, p=["1/2", "1/2", *[0] * 8], g=[f"1/{rank}" for rank in range(1, 11)],
    )  # fmt: skip
    six, e = ll.beyond_named(6)
    size, most = ll.worst_average(6)
    lower = false_neighbour(
        "Any less.", six, le(six["then"][1], most - ll.sp.Rational(1, 10**6)), n=size, p=[f"1/{size}"] * size
    )
    bits = forall(
        integer("N", 1000, 1000),
        then=[
            "and",
            *[
                [op, ["/", ["factorial", "N"], ["factorial", ["-", "N", j]]], ["^", 2, 64]]
                for op, j in (("<=", 6), (">", 7))
            ],
        ],
    )
    count = Derivation(bits)
    for part in bits["then"][1:]:
        count.add("enumerate", part)
    return [
        Reading("One query, any falling posterior, any gain.", statement, [d.certificate()], tail_only),
        Reading("Reciprocal rank, J = 6, any N.", six, [e.certificate()], lower),
        Reading("64 bits name six of 1000 documents in order, not seven.", bits, [count.certificate()]),
    ]
