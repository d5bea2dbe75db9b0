"""Bits split between two modalities in every way: what the entropy-proportional split reaches of the best one.

The code is the product quantiser of Chen, "Rate-Distortion Limits for Multimodal Retrieval", Secs. 5.1 and 6.1, at a
given total of bits; only the share of the first modality differs. The best split is found by trying all of them on
the test queries, so no rule can do better there and the ratio is at most 1; "trained" is the best one on training
queries, as a rule that may look at data would choose it.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np

from simulate import temperatures
from simulate.code_table import RESOLUTION, through
from simulate.codes.allocation import LARGEST, largest_remainder
from simulate.codes.catalogue import paper_product_code
from simulate.codes.entropies import gridded_entropies
from simulate.codes.transform import Rules
from simulate.decoders import modality_temperatures
from simulate.metrics import reciprocal_rank
from simulate.ranking import ranks
from simulate.sources.pairs import Pairs
from simulate.streams import Stream, generator

RESAMPLES = 1000
SEEN = 1000
RULES = {"paper": Rules("quantile", "uniform"), "centroid": Rules("quantile", "centroid")}


def allocation_ratios(
    train: Pairs, test: Pairs, widths: Sequence[int], *, bits: Sequence[int], stream: Stream
) -> dict:
    """By code, bits and decoder ("fixed", "adaptive"): mean reciprocal ranks of all splits, and ratios to the best.

    "mrr" has an entry for each number of bits of the first modality in "splits". "proportional", "equal" and
    "trained" are {"split": bits of the first modality, "ratio": [ratio, low, high]}: the MRR of that split over the
    best one's, with the 95% interval over resampled test queries, the best split chosen anew in each resample.
    """
    entropies = gridded_entropies(train.queries, widths, RESOLUTION)
    pairs = {"fixed": np.ones(2), "adaptive": temperatures.entropy_temperatures(entropies)}
    draws = generator(stream.child("resampling")).integers(
        len(test.queries), size=(RESAMPLES, len(test.queries))
    )
    found: dict = {"entropies": entropies.tolist(), "temperatures": pairs["adaptive"].tolist()}
    seen = Pairs(train.queries, train.documents[:SEEN], train.relevant[:SEEN])
    for name, rules in RULES.items():
        for size in bits:
            shares = [k for k in range(size + 1) if fits(k, size - k, widths)]
            gains = [
                split_gains((k, size - k), rules, seen, test, widths, pairs, stream.child(name, size))
                for k in shares
            ]
            rules_of = {"proportional": int(largest_remainder(entropies, size)[0]), "equal": size // 2}
            found.setdefault(name, {})[str(size)] = {"splits": shares} | {
                decoder: ratios(shares, [gain[decoder] for gain in gains], rules_of, draws)
                for decoder in pairs
            }
    return found


def fits(first: int, second: int, widths: Sequence[int]) -> bool:
    """Whether the modalities have coordinates enough for their bits."""
    return first <= LARGEST * widths[0] and second <= LARGEST * widths[1]


def split_gains(split, rules, seen, test, widths, pairs, stream) -> dict:
    """By decoder the reciprocal ranks of the first training queries and of the test queries under one split."""
    code = paper_product_code(seen.queries, sum(split), widths, split, as_written=False, rules=rules)
    known = through(code, seen.queries[: len(seen.relevant)], stream.child("train"))
    asked = through(code, test.queries, stream.child("test"))
    return {
        name: [
            gain(modality_temperatures(pair, widths), rows, part.documents, part.relevant)
            for rows, part in ((known, seen), (asked, test))
        ]
        for name, pair in pairs.items()
    }


def gain(decoder, queries, documents, relevant) -> np.ndarray:
    """Reciprocal rank of each query."""
    placed = ranks(queries, decoder.document(documents, np), relevant, xp=np)
    return reciprocal_rank(placed.higher, placed.ties)


def ratios(shares, gains, rules, draws) -> dict:
    """Means of all splits on the test queries, and each rule's ratio to the best."""
    trained = shares[int(np.argmax([seen.mean() for seen, _ in gains]))]
    tested = np.stack([fresh for _, fresh in gains])
    means = np.stack([values[draws].mean(axis=1) for values in tested])
    whole, best = tested.mean(axis=1), means.max(axis=0)
    measured = {"mrr": whole.tolist(), "best": shares[int(np.argmax(whole))]}
    interval = partial(np.quantile, q=[0.025, 0.975])
    for name, split in (rules | {"trained": trained}).items():
        place = shares.index(split)
        ends = interval(means[place] / best)
        measured[name] = {
            "split": split,
            "ratio": [float(whole[place] / whole.max()), *(float(end) for end in ends)],
        }
    return measured
