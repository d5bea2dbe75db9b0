"""One table for pairs of one or two modalities: bits against MRR and Recall@1 for every code and every decoder.

Vectors hold the modalities side by side, query and document in the same coordinates. Codes are fitted to training
queries alone. Decoders score by inner product, modality m weighted by 1 / tau_m: "fixed" one temperature, and for two
modalities "adaptive" eq. (10) of Chen, "Rate-Distortion Limits for Multimodal Retrieval", from gridded entropies,
"tuned" the best ratio on the first training pairs (ties counted as won), "best" the best of all ratios on the test
queries themselves, which no choice of two temperatures beats.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np

from simulate import temperatures
from simulate.codes.code import Code, decode, encode
from simulate.codes.entropies import gridded_entropies
from simulate.codes.families import every_code, families, peers
from simulate.decoders import modality_temperatures
from simulate.metrics import hit, reciprocal_rank
from simulate.ranking import Ranks, ranks
from simulate.sources.pairs import Pairs
from simulate.streams import Stream, generator

RESOLUTION = 0.05
RESAMPLES = 400
FEW = 400


def code_table(
    train: Pairs, test: Pairs, widths: Sequence[int], *, bits: Sequence[int], stream: Stream
) -> dict:
    """Figures of every code, by name, bits and decoder: {"mrr": [mean, low, high], "recall": [...]}.

    The intervals (95%) resample the test documents with their queries. "uncoded" stands under its own name, without
    bits; codes of one size of their own only (int8) under that size.

    Parameters
    ----------
    train, test : Pairs
        The documents of the first training queries are among as many first training documents.

    Raises
    ------
    ValueError
        For other than one or two modalities.
    """
    if len(widths) not in (1, 2):
        raise ValueError(f"widths must be of one or two modalities, got {tuple(widths)}")
    entropies = gridded_entropies(train.queries, widths, RESOLUTION)
    table: dict = {
        "entropies": entropies.tolist(),
        "uncoded": figures(train.queries, test.queries, train, test, widths, entropies, stream),
    }
    found = families(widths, entropies) | peers(sum(widths))
    for name, size, fit in every_code(found, sum(widths), bits):
        code = fit(train.queries, size, stream.child(name, size))
        seen, fresh = (
            through(code, part.queries, stream.child(name, size, side))
            for side, part in (("train", train), ("test", test))
        )
        row = figures(seen, fresh, train, test, widths, entropies, stream)
        table.setdefault(name, {})[str(size)] = row
    return table


def figures(known, asked, train, test, widths, entropies, stream) -> dict:
    """MRR and Recall@1 under each decoder, for training and test queries as the decoder knows them."""
    found: dict = {}
    chosen = {"fixed": np.ones(len(widths))}
    if len(widths) == 2:
        few = Pairs(train.queries, train.documents[:FEW], train.relevant[:FEW])
        tuned = _best(known[:FEW], few, widths)
        chosen |= {
            "adaptive": temperatures.entropy_temperatures(entropies),
            "tuned": np.array([tuned.ratio, 1.0]),
            "best": np.array([_best(asked, test, widths).ratio, 1.0]),
        }
        found = {"tau": (chosen["adaptive"] / chosen["adaptive"][-1]).tolist(), "tuned_ratio": tuned.ratio}
    owners = np.unique(test.relevant, return_inverse=True)[1]
    draws = generator(stream.child("resampling")).integers(
        owners.max() + 1, size=(RESAMPLES, owners.max() + 1)
    )
    interval = partial(_interval, owners=owners, draws=draws)
    for name, pair in chosen.items():
        placed = _ranked(pair, asked, test, widths)
        found[name] = {
            "mrr": interval(reciprocal_rank(placed.higher, placed.ties)),
            "recall": interval(hit(placed.higher, placed.ties, 1)),
        }
    return found


def through(code: Code, rows: np.ndarray, stream: Stream) -> np.ndarray:
    """The rows as the decoder knows them."""
    return decode(code, encode(code, rows, xp=np), xp=np, stream=stream)


def _best(known, pairs, widths):
    parts = temperatures.modality_parts(pairs.documents, widths)
    path = temperatures.ratio_path(
        known, *parts, pairs.relevant, gain=partial(reciprocal_rank, rule="optimistic")
    )
    return temperatures.best_ratio(path)


def _ranked(pair, known, pairs, widths) -> Ranks:
    decoder = modality_temperatures(pair, widths)
    return ranks(known, decoder.document(pairs.documents, np), pairs.relevant, xp=np)


def _interval(values, owners, draws):
    """Mean with the 95% interval of the means of resampled documents, each with all its queries."""
    sums, counts = np.bincount(owners, values), np.bincount(owners)
    means = sums[draws].sum(axis=1) / counts[draws].sum(axis=1)
    return [float(values.mean()), *(float(end) for end in np.quantile(means, [0.025, 0.975]))]
