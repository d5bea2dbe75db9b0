"""Section 5.2: the decoder (9), its softmax and its objective: what is defined, and what temperatures can do."""

import sympy as sp

from checks.contradictions import conditional, inconsistent
from checks.neighbours import false_neighbour
from checks.register import Reading, claim
from theory import score_ranks
from theory.proof.derivation import Derivation
from theory.proof.formal import array, both, eq, exists, forall, ge, gt, integer, le, lt, real, sequence
from theory.proof.worlds import undefined, witness

j, k, s, t = sp.symbols("j k s t")


@claim(
    "s5-eq9-negative-scores",
    where="Sec. 5.2, eq. (9)",
    kind="remark",
    verdict="conditional",
    statement="A larger temperature demotes the documents of its modality.",
    quote="are per–modality temperatures",
    note="What we take a temperature to do; the text does not say it. True of positive scores; a negative score rises when divided "
    "by more.",
)
def negative_scores():
    u = sp.Symbol("u")
    reals = [real("s"), real("t"), real("tau", 0), real("u", 0)]
    tau = sp.Symbol("tau")
    given = [gt(tau, 0), gt(u, tau), gt(t, s / tau)]
    statement = forall(*reals, given=given, then=gt(t, s / u))
    d = Derivation(statement, [ge(s, 0)])
    d.combine(lt(0, u), *given[:2])
    d.combine(statement["then"], given[2], (given[1], s / (u * tau)))
    nearer = forall(*reals, given=given[:2], then=le((s / u) ** 2, (s / tau) ** 2))
    towards = Derivation(nearer)
    towards.combine(lt(0, u), *given[:2])
    towards.combine(nearer["then"], (given[1], s**2 * (tau + u) / (tau**2 * u**2)))
    return Reading(
        "Behind another document at temperature tau, it stays behind at a higher one.",
        statement,
        conditional(witness(s=-1, t="-3/4", tau=1, u=2), [ge(s, 0)], d, witness(s=1, t=2, tau=1, u=2)),
        neighbour=Reading(
            "A higher temperature brings a score nearer to 0.", nearer, [towards.certificate()]
        ),
    )


@claim(
    "s5-dominant-modality",
    where="Sec. 5.2, after eq. (9); Sec. 7.1",
    kind="definition",
    verdict="proved",
    statement="Each document has a dominant modality m(k), through which the temperatures act on the rankings.",
    quote="where m(k) is the dominant modality of",
    note="No rule for m(k) is given, and any map will do where it takes two values. Where all documents are of one kind, as "
    "image-caption pairs are, one temperature divides all scores and changes nothing.",
)
def dominant_modality():
    u, tau, other = sp.symbols("u tau v")
    reals = real("s"), real("t"), real("tau", 0), real("u", 0)
    given = [gt(tau, 0), gt(u, 0)]
    apart = exists(
        *reals,
        real("v", 0),
        given=[*given, gt(other, 0)],
        then=both(gt(s / tau, t / other), le(s / u, t / other)),
    )
    alike = exists(*reals, given=given, then=both(gt(s / tau, t / tau), le(s / u, t / u)))
    d = Derivation(alike)
    ahead, behind = alike["then"][1:]
    d.combine(gt(s, t), (ahead, tau))
    order = d.combine(le(s, t), (behind, u))
    d.combine(le(1, 0), (order, 1 / (s - t)))
    one_kind = Reading(
        "All documents of one kind: some change of its temperature exchanges two documents.",
        alike,
        [d.certificate()],
    )
    return [
        Reading(
            "Two documents of different modalities: some change of one temperature, from tau to u, exchanges them.",
            apart,
            [witness(s=1, t="3/4", tau=1, u=2, v=1)],
            neighbour=one_kind,
        ),
        one_kind,
    ]


@claim(
    "s5-eq9-argsort",
    where="Sec. 5.2, eq. (9)",
    kind="definition",
    verdict="conditional",
    statement="(9) defines a ranking: the order of the scores gives each document one rank.",
    quote="\\underset{\\iota}{\\operatorname{arg sort}} \\langle C, E(Y^{(k)}) \\rangle / \\tau_{m(k)},",
    conversion="the index under arg sort, which is not the document's",
    note="Where no scores are equal. Ties are common for coarse codes; a program's arg sort breaks them by some rule, by the "
    "index say, or the mean over their orders may be taken: no rule is stated.",
)
def eq9_argsort():
    """Two documents with equal scores have no document ahead of either: both have rank 1."""
    statement, d, condition = score_ranks.distinct_ranks()
    two = {"N": 2, "j": 1, "k": 2}
    falling = Reading(
        "Best score first, rank = 1 + number of higher scores: two documents have different ranks, both in 1..N; true where their "
        "scores differ.",
        statement,
        conditional(witness(s=[0, 0], **two), condition, d, witness(s=[0, 1], **two)),
        neighbour=Reading("A higher score has a lower rank, all ranks in 1..N.", *without_ties()),
    )
    return [falling, rising()]


def rising() -> Reading:
    """Two documents with scores 0 and 1: the lower one comes first."""
    lower = ["sum", "l", 1, "N", score_ranks.above("k", "l")]
    best = ["all", "l", 1, "N", [">=", ["at", "s", "k"], ["at", "s", "l"]]]
    statement = forall(
        integer("N", 1),
        sequence("s", 1, "N"),
        integer("k", 1, "N"),
        given=[best],
        then=["=", ["+", 1, lower], 1],
    )
    return Reading(
        "Rising order, as sorting usually has it: the best score has rank 1.",
        statement,
        [witness(N=2, s=[0, 1], k=2)],
    )


def without_ties() -> tuple[dict, list[dict]]:
    statement, d = score_ranks.ranks_follow_scores()
    return statement, [d.certificate()]


@claim(
    "s5-inner-product",
    where="Sec. 5.1 and 5.2, eq. (9); Sec. 7.1",
    kind="definition",
    verdict="proved",
    statement="The score <C, E(Y)> of the joint codeword C = (C_1, .., C_M) and an embedding is defined.",
    quote="Fix the corpus embeddings $\\{E(Y^{(k)})\\}\\subset \\mathbb{R}^d$.",
    note="Where d is the sum of the modalities' dimensions; then it is the sum of their scores. If the d = 512 of Sec. 7.1 is that of "
    "each encoder, it is not.",
)
def inner_product():
    score = lambda first, last: ["sum", "i", first, last, ["*", ["at", "c", "i"], ["at", "e", "i"]]]  # noqa: E731
    whole = ["+", "d1", "d2"]
    params = integer("d1", 1), integer("d2", 1), sequence("c", 1, whole)
    parts = score(1, "d1"), score(["+", "d1", 1], whole)
    statement = forall(*params, sequence("e", 1, whole), then=["=", score(1, whole), ["+", *parts]])
    d = Derivation(statement)
    d.add("unroll", statement["then"], after="d1")
    alone = forall(*statement["forall"], then=["=", score(1, whole), parts[0]])
    any_size = forall(*params, array("e"), then=["=", score(1, whole), ["+", *parts]])
    return [
        Reading(
            "Two modalities of dimensions d1 and d2, an embedding of dimension d1 + d2.",
            statement,
            [d.certificate()],
            neighbour=Reading(
                "It is the first modality's score.", alone, [witness(d1=1, d2=1, c=[0, 1], e=[0, 1])]
            ),
        ),
        Reading(
            "An embedding of any dimension; here that of one modality.",
            any_size,
            [undefined(score(1, whole), d1=1, d2=1, c=[1, 1], e=[1])],
        ),
    ]


@claim(
    "s5-partition-function",
    where="Sec. 5.2",
    kind="definition",
    verdict="proved",
    statement="q_k(tau) is a law over the documents.",
    quote="with Z the partition function",
)
def partition_function():
    weights = sp.IndexedBase("s")
    z = sp.Sum(sp.exp(weights[j]), (j, 1, sp.Symbol("N")))
    statement = forall(
        integer("N", 1),
        sequence("s", 1, "N"),
        then=eq(sp.Sum(sp.exp(weights[k]) / z, (k, 1, sp.Symbol("N"))), 1),
    )
    d = Derivation(statement)
    d.combine(statement["then"])
    alone = false_neighbour(
        "Each share is 1.", {**statement, "given": []}, eq(sp.exp(weights[1]) / z, 1), N=2, s=[0, 0]
    )
    return Reading(
        "Any tempered scores; each share is positive.", statement, [d.certificate()], neighbour=alone
    )


@claim(
    "s5-objective-symbol",
    where="Sec. 5.2; Sec. 5.3, step 2",
    kind="consistency",
    verdict="proved",
    statement="R = I(X;C) - lambda E[RR] (5.2) and I(X;C) = R (5.3) can both be meant.",
    quote="to minimise $R=I_{\\widehat{P}}(X;C)-\\lambda\\,\\mathbb{E}_{\\widehat{P}}[\\mathrm{RR}]$",
    note="With R the objective in the one and the rate in the other; not with one R.",
)
def objective_symbol():
    """E[RR] >= 1/N > 0 and lambda > 0."""
    rate, info, lam, mrr, n = sp.symbols("R I lambda r N")
    parts = eq(rate, info - lam * mrr), eq(info, rate)
    statement = exists(
        integer("N", 1), real("R"), real("I", 0), real("lambda", 0), real("r", 0),
        given=[gt(lam, 0), ge(mrr, 1 / n)],
        then=both(*parts),
    )  # fmt: skip
    d = Derivation(statement)
    d.combine(gt(mrr, 0), (ge(mrr, 1 / n), 1), (gt(1, 0), 1 / n))
    d.combine(le(1, 0), *[(p, 1 / (lam * mrr)) for p in parts])
    numbers = {"N": 1, "I": 1, "lambda": 1, "r": 1}
    two = exists(
        *statement["exists"],
        real("J"),
        given=statement["given"],
        then=both(eq(sp.Symbol("J"), info - lam * mrr), parts[1]),
    )
    one = Reading("One number R meets both.", statement, [{**d.certificate(), "kind": "derivation"}])
    return [
        Reading(
            "A letter used twice: an objective J and a rate R.",
            two,
            [witness(R=1, J=0, **numbers)],
            neighbour=one,
        ),
        Reading(one.words, statement, inconsistent(d, witness(R=1, **numbers), witness(R=0, **numbers))),
    ]
