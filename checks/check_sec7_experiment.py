"""Section 7.2's experiment run again: what its source allows at any rate, and whether Table 1 comes out of it."""

import json
from collections import Counter
from fractions import Fraction
from functools import cache
from pathlib import Path

import sympy as sp

from checks.neighbours import false_neighbour
from checks.register import Reading, claim
from simulate.intent_task import INTENT, squared_correlation
from theory.information_cap import beyond_information, corpus_information, information_cap, near_best_slope
from theory.proof.formal import ge, le, log2, sampled
from theory.proof.worlds import world
from theory.reported import RATES, TABLE1, rounding

SAMPLE = Path(__file__).parent / "certificates" / "s7-table1.json"
ALPHA = "1/10000"
MEAN = sp.Symbol("mean")
NAMED = world({(1, 1): "1/2", (2, 2): "1/2"}, {(1,): "a", (2,): "b"}, {"a": [1, 2], "b": [2, 1]})


@cache
def sample() -> dict:
    return json.loads(SAMPLE.read_text())


def drawn(reading: str, ranker: str, *, up: bool) -> dict:
    """The certificate of a stored sample: how often each reciprocal rank occurred, rounded `up` or down.

    Ranks above 8 are put together in octaves, each with its end that speaks against what is to be shown: so what
    the certificate shows of the mean holds without rounding.
    """
    file, counts = sample(), Counter[str]()
    for rank, count in file["ranks"][reading][ranker]:
        octave = 1 << (rank.bit_length() - 1)
        end = rank if rank <= 8 else octave if up else 2 * octave - 1
        counts[f"1/{min(end, file['documents'])}"] += count
    about = {name: file[name] for name in ("seed", "command", "version")}
    return {"kind": "sample", "histogram": [list(row) for row in counts.items()], "alpha": ALPHA, **about}


def sampled_mrr(reading: str, ranker: str) -> float:
    rows = sample()["ranks"][reading][ranker]
    return sum(count / rank for rank, count in rows) / sum(count for _, count in rows)


def at_least(bound: Fraction) -> dict:
    return sampled(0, 1, ge(MEAN, bound))


def at_most(bound: Fraction) -> dict:
    return sampled(0, 1, le(MEAN, bound))


def printed(row: str, rate: int) -> tuple[Fraction, Fraction]:
    return rounding(TABLE1[row][RATES.index(rate)])


@claim(
    "ours-information-cap",
    paper="ours",
    where="beside Sec. 7.1",
    kind="theorem",
    verdict="proved",
    rests_on=("ours-corpus-information",),
    statement="Y uniform on N documents, any code of the query at any rate, any s >= 0: "
    "I(X;Y) >= log2 N + s MRR - log2 sum_k 2^(s/k).",
    note="So log2 N - Phi(MRR) <= I(X;Y): where queries tell little of their document, no bits help.",
)
def cap():
    statement, d = information_cap()
    more = ge(statement["then"][1], ["+", statement["then"][2], 1])
    wrong = false_neighbour(
        "A bit more: a query that names one of two documents.", statement, more, N=2, s=8, W=NAMED
    )
    return Reading("Any encoder and decoder, any number of modalities.", statement, [d.certificate()], wrong)


@claim(
    "ours-corpus-information",
    paper="ours",
    where="beside Sec. 7.1",
    kind="lemma",
    verdict="proved",
    statement="A place J independent of the corpus V, T its document, a query U that depends on both through T "
    "alone: I(J;U,V) <= I(U;T).",
    note="For finite laws; mutual information of densities is a supremum over finite partitions.",
)
def of_corpus():
    """Its neighbour: a corpus that shows the place tells it without a query."""
    statement, d = corpus_information()
    shown = world({(j, 1, j, 1): "1/2" for j in (1, 2)}, variables=["J", "U", "V", "T"])
    wrong = false_neighbour(
        "A place that the corpus shows.", statement, without=statement["given"][1], W=shown
    )
    return Reading("All finite laws.", statement, [d.certificate()], wrong)


def told(reading: str) -> sp.Expr:
    """I(query; document) in bits: 32 Gaussian pairs of the reading's correlation."""
    squared = squared_correlation(reading)
    return -sp.Rational(INTENT, 2) * log2(1 - sp.Rational(squared.numerator, squared.denominator))


def beyond(words: str, reading: str, row: str, rate: int) -> Reading:
    """A printed value that exceeds what the information of a reading allows, at any rate."""
    least, documents = printed(row, rate)[0], sample()["documents"]
    statement, d = beyond_information(least, told(reading), near_best_slope(least, documents), documents)
    return Reading(
        f"{words} Some code of any rate reaches {float(least)} ({row}, R = {rate}).",
        statement,
        [d.certificate()],
    )


@claim(
    "s7-table1-noise-ceiling",
    where="Sec. 7.1 and 7.2, Table 1",
    kind="figure",
    verdict="supported",
    rests_on=("s7-pairs-and-corpus", "s7-redundancy-control", "ours-information-cap"),
    statement="The MRR values of Table 1 do not exceed what the stated source allows at unlimited rate.",
    quote="R = 64	128	256	512",
    note="In one reading of five only: the document is the noiseless intent and the query shows both modalities.",
)
def noise_ceiling():
    """The best ranking of uncoded queries is sampled; the information of a query about its document caps it too."""
    highest = printed("bound", 512)[1]
    clear = "both, document Z"
    yet = Reading(
        f"Query X_1, document Z: the best ranking reaches {float(printed('clip', 256)[0])} (naive CLIP, R = 256).",
        at_least(printed("clip", 256)[0]),
        [drawn("X1, document Z", "best", up=True)],
    )
    return [
        Reading(
            f"Query both modalities, document Z: the best ranking reaches {float(highest)} (bound, R = 512).",
            at_least(highest),
            [drawn(clear, "best", up=False)],
            neighbour=yet,
        ),
        yet,
        beyond("Query both, document both with noise of its own.", "both, document both", "adaptive", 128),
        beyond("Query both, document one of them with noise of its own.", "both, document one", "clip", 64),
        beyond("Query X_1, document X_2.", "X1, document X2", "clip", 64),
    ]


def misfit(reading: str, ranker: str, words: str) -> tuple[float, Reading]:
    """How far a code's sampled MRRs are from the adaptive row at worst, and what is judged at that rate."""
    gaps = []
    for rate in RATES:
        name = ranker.format(rate)
        if name in sample()["ranks"][reading]:
            mean, (low, high) = sampled_mrr(reading, name), printed("adaptive", rate)
            below = mean < low
            statement, other = (at_least(low), at_most(low)) if below else (at_most(high), at_least(high))
            certificates = [drawn(reading, name, up=below)]
            outside = f"At R = {rate} its mean reciprocal rank is {f'at most {float(low)}' if below else f'at least {float(high)}'}."
            judged = Reading(words, statement, certificates, neighbour=Reading(outside, other, certificates))
            gaps.append((max(low - mean, mean - high), judged))
    return max(gaps, key=lambda gap: gap[0])


@claim(
    "s7-table1-reproduction",
    where="Sec. 7.1 and 7.2, Table 1",
    kind="figure",
    verdict="contradicted",
    rests_on=("s7-pairs-and-corpus", "s7-adaptive-equals-fixed"),
    statement="The described experiment (32-dim intent, 64-dim modalities, rho = 0.4, N = 1000, 100000 pairs, 15% "
    "test, five trials) gives the MRR values of Table 1.",
    quote="Adaptive τ (ours)	0.57	0.66	0.77	0.84",
    note="Each reading is judged at the rate where it is furthest from the adaptive row; the error probability of "
    "1/10000 a sample leaves room for that choice among 4 rates, 2 directions and 20 readings.",
)
def reproduction():
    """Entropies are equal here, so the adaptive ranking is that of one temperature: the inner product."""
    readings = []
    for reading in sample()["ranks"]:
        for codewords in ("uniform", "centroid"):
            for score in ("inner", "cosine"):
                words = f"Query {reading}; {codewords} codewords, ranked by {score.replace('inner', 'inner product')}."
                readings.append(misfit(reading, f"{codewords} {{}} {score}", words))
    return [reading for _, reading in sorted(readings, key=lambda pair: pair[0])]
