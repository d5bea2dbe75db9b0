"""One table for real pairs of two modalities: bits against MRR and Recall@1 for every code and every decoder.

Vectors hold the two modalities side by side, query and document in the same coordinates. Codes are fitted to
training queries alone. Decoders score by inner product, modality m weighted by 1 / tau_m: "fixed" one temperature,
"adaptive" eq. (10) of Chen, "Rate-Distortion Limits for Multimodal Retrieval", from gridded entropies, "tuned" the
best ratio on the first training pairs (ties counted as won), "best" the best of all ratios on the test queries themselves, which no choice of
two temperatures beats.
"""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from simulate import temperatures
from simulate.codes.catalogue import (
    int8_code,
    paper_product_code,
    principal_code,
    sign_code,
    truncation_code,
)
from simulate.codes.code import Code, decode, encode
from simulate.codes.entropies import gridded_entropies
from simulate.codes.peers import FORMS, faiss_code
from simulate.codes.transform import Rules
from simulate.decoders import modality_temperatures
from simulate.metrics import hit, reciprocal_rank
from simulate.ranking import Ranks, ranks
from simulate.sources.pairs import Pairs
from simulate.streams import Stream, generator

RESOLUTION = 0.05
RESAMPLES = 400
PART_BITS = 4
FEW = 400

Fit = Callable[[np.ndarray, int, Stream], Code]


def code_table(
    train: Pairs, test: Pairs, widths: Sequence[int], *, bits: Sequence[int], stream: Stream
) -> dict:
    """Figures of every code, by name, bits and decoder: {"mrr": [mean, low, high], "recall": [...]}.

    The intervals (95%) resample the test queries. "uncoded" stands under its own name, without bits; codes of one
    size of their own only (int8) under that size.

    Parameters
    ----------
    train, test : Pairs
        Query i of the training pairs belongs to training document i.

    Raises
    ------
    ValueError
        For other than two modalities.
    """
    entropies = gridded_entropies(train.queries, widths, RESOLUTION)
    table: dict = {
        "entropies": entropies.tolist(),
        "uncoded": figures(train.queries, test.queries, train, test, widths, entropies, stream),
    }
    whole = int8_code(train.queries)
    every: list[tuple[str, int, Fit]] = [("int8", whole.codebook_bits, lambda *_: whole)]
    every += [(name, size, fit) for name, fit in fits(widths, entropies).items() for size in bits]
    for name, size, fit in every:
        if (code := _fitted(fit, train.queries, size, stream.child(name, size))) is not None:
            seen, fresh = (
                through(code, part.queries, stream.child(name, size, side))
                for side, part in (("train", train), ("test", test))
            )
            table.setdefault(name, {})[str(size)] = figures(
                seen, fresh, train, test, widths, entropies, stream
            )
    return table


def fits(widths: Sequence[int], entropies: np.ndarray) -> dict[str, Fit]:
    """The codes by name, each a function of training queries, bits and a stream; faiss where it is installed."""
    quantiser = partial(paper_product_code, widths=widths, entropies=entropies, as_written=False)
    found: dict[str, Fit] = {
        "paper": lambda rows, size, _: quantiser(rows, size, rules=Rules("quantile", "uniform")),
        "centroid": lambda rows, size, _: quantiser(rows, size, rules=Rules("quantile", "centroid")),
        "water": lambda rows, size, _: principal_code(rows, size),
        "pca-signs": lambda rows, size, _: principal_code(rows, size, dimensions=min(size, rows.shape[1])),
        "signs": sign_code,
        "truncation": lambda rows, size, _: truncation_code(rows, min(size // 8, rows.shape[1])),
    }
    try:
        import faiss
    except ImportError:
        return found
    faiss.omp_set_num_threads(1)
    peers = {f"faiss-{form}": partial(_peer, form=form) for form in FORMS}
    return found | peers


def figures(known, asked, train, test, widths, entropies, stream) -> dict:
    """MRR and Recall@1 under each decoder, for training and test queries as the decoder knows them."""
    tuned = _best(known[:FEW], Pairs(train.queries, train.documents[:FEW], train.relevant[:FEW]), widths)
    chosen = {
        "fixed": np.ones(len(widths)),
        "adaptive": temperatures.entropy_temperatures(entropies),
        "tuned": np.array([tuned.ratio, 1.0]),
        "best": np.array([_best(asked, test, widths).ratio, 1.0]),
    }
    draws = generator(stream.child("resampling")).integers(len(asked), size=(RESAMPLES, len(asked)))
    found = {"tau": (chosen["adaptive"] / chosen["adaptive"][-1]).tolist(), "tuned_ratio": tuned.ratio}
    for name, pair in chosen.items():
        placed = _ranked(pair, asked, test, widths)
        found[name] = {
            "mrr": _interval(reciprocal_rank(placed.higher, placed.ties), draws),
            "recall": _interval(hit(placed.higher, placed.ties, 1), draws),
        }
    return found


def through(code: Code, rows: np.ndarray, stream: Stream) -> np.ndarray:
    """The rows as the decoder knows them."""
    return decode(code, encode(code, rows, xp=np), xp=np, stream=stream)


def _fitted(fit, rows, size, stream):
    """The code, or None where it does not come in this size for these vectors."""
    try:
        return fit(rows, size, stream)
    except ValueError:
        return None


def _peer(rows, size, stream, *, form):
    return faiss_code(rows, size, form, part_bits=PART_BITS)


def _best(known, pairs, widths):
    parts = temperatures.modality_parts(pairs.documents, widths)
    path = temperatures.ratio_path(
        known, *parts, pairs.relevant, gain=partial(reciprocal_rank, rule="optimistic")
    )
    return temperatures.best_ratio(path)


def _ranked(pair, known, pairs, widths) -> Ranks:
    decoder = modality_temperatures(pair, widths)
    return ranks(known, decoder.document(pairs.documents, np), pairs.relevant, xp=np)


def _interval(values, draws):
    """Mean with the 95% interval of the means of resampled queries."""
    means = values[draws].mean(axis=1)
    return [float(values.mean()), *(float(end) for end in np.quantile(means, [0.025, 0.975]))]
