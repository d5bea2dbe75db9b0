"""Table 1 of Chen, "Rate-Distortion Limits for Multimodal Retrieval", in every reading of its experiment.

The text leaves open what query and document are (`simulate.intent_task.READINGS`) and how vectors become bits; both
are enumerated. A cell draws one trial of one reading and runs every code at every rate:

- "paper": the product quantiser of Secs. 5.1 and 6.1 on the coordinates of X, equal-probability cells, codewords
  uniform on the cell, bits split by entropies with largest remainders; "paper-intent": the same on A_m^T X_m;
- "centroid": "paper-intent" with each cell's mean as codeword; "water": principal components of X, bits by reverse
  water-filling; "bottleneck": bits by information about the document (Gaussian information bottleneck);
- "clip": two linear encoders trained by InfoNCE at temperature 0.07, the query's embedding cut as in "centroid".

No coordinate gets more than 12 bits: a code with few coordinates stops at 12 times their number.

Decoders: "fixed" is one temperature, which cross-validation cannot tell from another since none changes a ranking
(nor does Sec. 6.1's schedule for two modalities); "cosine" the same with documents of unit norm; "adaptive" is
eq. (10); "tuned" the best ratio of temperatures on training queries; "best_of_few" the best of all ratios on the
first test queries themselves, beside "fixed_of_few"; "posterior" ranks by a Gaussian law of codeword and document fitted to training pairs. With private dimensions, or
unequal noise or gains, the entropies of the modalities differ and the paper's idea should show.
"""

from functools import partial

import numpy as np

from simulate import temperatures
from simulate.allowed import number, several, whole
from simulate.ceiling import information_cap
from simulate.cells import product
from simulate.codes.allocation import LARGEST, uniform_bits
from simulate.codes.catalogue import bottleneck_code, paper_product_code, principal_code
from simulate.codes.entropies import gridded_entropies
from simulate.codes.transform import Rules, decode, encode, fit_transform
from simulate.decoders import (
    cosine,
    gaussian_posterior,
    inner_product,
    modality_temperatures,
    sample_covariances,
)
from simulate.device import to_host
from simulate.encoders import embed
from simulate.findings import sampled
from simulate.intent_task import INTENT, READINGS, WIDTH, document_parts, intent_task, query_parts
from simulate.metrics import reciprocal_rank
from simulate.ranking import ranks
from simulate.sources.gaussian import covariances, draw, information
from simulate.streams import generator
from simulate.train_contrastive import TrainingPlan, train_infonce
from theory.reported import RATES

VERSION = 1
RESOLUTION = 0.5
RIDGE = 1e-3
FEW, FITTED = 1_000, 10_000
FINEST = INTENT * LARGEST
SMALL_RATES = (1, 2, 4, 8, 16, 32)
UNIFORM, CENTROID = Rules("quantile", "uniform"), Rules("quantile", "centroid")
NOISE = [2.5**0.5, 2.5**0.5]
BALANCED = {"noise": NOISE, "gains": [1.0, 1.0], "private": 0}
UNBALANCED = (
    BALANCED | {"private": 32},
    BALANCED | {"noise": [1.0, 2.5]},
    BALANCED | {"gains": [2.0, 1.0]},
)
SOURCE = {
    "noise": several(number(above=0), count=2),
    "gains": several(number(above=0), count=2),
    "private": whole(0, WIDTH - INTENT),
}
ALLOWED = {
    "reading": READINGS,
    **SOURCE,
    "documents": whole(2),
    "queries": whole(2),
    "training": lambda row: whole(min(FEW, row["documents"])),
    "steps": whole(1),
    "bits": several(whole(1, 2 * INTENT * LARGEST)),
    "trial": whole(),
}


def grid(size):
    clean = "both, document Z"
    if size == "quick":
        sizes = {"documents": 100, "queries": 500, "training": 1_000, "steps": 30}
        rows = product(reading=[clean], trial=[0])
        return [row | kind | sizes | {"bits": [8, 64]} for row in rows for kind in (BALANCED, UNBALANCED[0])]
    sizes = {"documents": 1000, "queries": 15_000, "training": 85_000, "steps": 1000}
    trials = {"paper": 5, "full": 50}[size]
    rows = [
        row | BALANCED | {"bits": list(RATES)}
        for row in product(reading=list(READINGS)[::-1], trial=range(trials))
    ]
    small = [{"reading": reading, "trial": 0, "bits": list(SMALL_RATES)} for reading in list(READINGS)[::-1]]
    every = {"reading": clean, "trial": 0, "bits": [*SMALL_RATES, *RATES]}
    rows[trials:trials] = [every | kind for kind in UNBALANCED] + [row | BALANCED for row in small]
    return [row | sizes for row in rows]


def run(
    stream, xp, *, reading, noise, gains, private, documents, queries, training, steps, bits, trial
):  # fmt: skip
    """One trial: standard deviations and amplitudes of the modalities; `private` dimensions in the second alone."""
    task = intent_task(stream.child("source"), reading, noise=noise, gains=gains, private=private)
    seen = draw(task.source, stream.child("training"), training, xp=xp)
    test = draw(task.source, stream.child("test"), queries, documents=documents, xp=xp)
    shared = information(task.source)
    posterior = gaussian_posterior(covariances(task.source))
    uncoded = gain(posterior, test.queries, test.documents, test.relevant, xp)
    measured = {"information": shared, "cap": information_cap(shared, documents), "bayes": shown(uncoded)}
    for name, (coordinates, fit) in CODES.items():
        measured[name] = coded(stream.child(name), task, seen, test, coordinates, fit, bits, xp)
    measured["clip"] = clip(stream.child("clip"), seen, test, bits, steps, xp)
    below = sampled(
        "ours-information-cap", np.ones(queries, dtype=np.int64), uncoded, "<=", min(measured["cap"], 1.0)
    )
    return {"measured": measured, "findings": [below]}


def coded(stream, task, seen, test, coordinates, fit, bits, xp):
    """Every decoder at every rate, for a code of the coordinates of X or of the estimates of the intent."""
    onto = partial(query_parts, task, xp=xp)
    before, after = (onto, _same) if coordinates == "intent" else (_same, onto)
    vectors, asked = before(seen.queries[:FITTED]), before(test.queries)
    modalities = len(task.query_frames)
    widths = (INTENT,) * modalities if coordinates == "intent" else task.source.widths
    entropies = gridded_entropies(vectors, widths, RESOLUTION)
    measured: dict = {"entropies": entropies.tolist()}
    pairs = [document_parts(task, part, xp=xp) for part in (seen.documents[:FITTED], test.documents)]
    for rate in bits:
        code = fit(vectors, min(rate, LARGEST * sum(widths)), widths, entropies, task)
        known = [
            after(through(code, values, stream.child(side, rate), xp))
            for side, values in (("training", vectors), ("test", asked))
        ]
        measured[str(rate)] = decoded(known, pairs, test.relevant, entropies, xp)
    return measured


def decoded(known, documents, relevant, entropies, xp):
    """Mean reciprocal ranks under each decoder; `known` and `documents` hold training and test rows."""
    corpus, few = documents[1], len(documents[1])
    rank_by = partial(gain, queries=known[1], documents=corpus, relevant=relevant, xp=xp)
    fitted = gaussian_posterior(sample_covariances(*map(to_host, (known[0], documents[0])), ridge=RIDGE))
    found = {"posterior": rank_by(fitted), "cosine": rank_by(cosine())}
    widths = (INTENT,) * len(entropies)
    pairs = {"fixed": np.ones(len(entropies)), "adaptive": temperatures.entropy_temperatures(entropies)}
    measured = {"temperatures": pairs["adaptive"].tolist()}
    if len(entropies) == 2:
        tuned = best(known[0], documents[0][:few], np.arange(min(FEW, few)), widths)
        tested = best(known[1], corpus, relevant[:FEW], widths)
        pairs["tuned"] = np.array([tuned.ratio, 1.0])
        measured |= {"tuned_ratio": tuned.ratio, "best_of_few": tested.gain}
    found |= {name: rank_by(modality_temperatures(pair, widths)) for name, pair in pairs.items()}
    measured["fixed_of_few"] = float(found["fixed"][:FEW].mean())
    measured["adaptive_less_fixed"] = shown(found["adaptive"] - found["fixed"])
    return measured | {name: shown(values) for name, values in found.items()}


def clip(stream, seen, test, bits, steps, xp):
    """Linear encoders trained by InfoNCE, the query's embedding cut evenly; uncoded under "whole"."""
    plan = TrainingPlan(dimension=2 * INTENT, steps=steps, batch=min(256, len(seen.queries)))
    trained = train_infonce(seen.queries, seen.documents, plan=plan, rng=generator(stream), xp=xp)
    corpus = embed(trained.second, test.documents, xp=xp)
    fitted, asked = (embed(trained.first, part, xp=xp) for part in (seen.queries[:FITTED], test.queries))
    rank_by = partial(gain, inner_product(), documents=corpus, relevant=test.relevant, xp=xp)
    measured = {"whole": shown(rank_by(queries=asked)), "loss": float(trained.losses[-50:].mean())}
    for rate in bits:
        code = fit_transform(fitted, uniform_bits(2 * INTENT, rate), name="clip", rules=CENTROID)
        measured[str(rate)] = {"naive": shown(rank_by(queries=through(code, asked, stream, xp)))}
    return measured


def gain(decoder, queries, documents, relevant, xp):
    """Reciprocal rank of each query."""
    found = ranks(decoder.query(queries, xp), decoder.document(documents, xp), relevant, xp=xp)
    return reciprocal_rank(found.higher, found.ties)


def best(queries, documents, relevant, widths):
    """The best ratio of two temperatures for the first queries."""
    parts = temperatures.modality_parts(to_host(documents), widths)
    path = temperatures.ratio_path(to_host(queries[: len(relevant)]), *parts, relevant)
    return temperatures.best_ratio(path)


def through(code, values, stream, xp):
    """The vectors as the decoder knows them."""
    return decode(code, encode(code, values, xp=xp), xp=xp, stream=stream)


def shown(values):
    """Mean and standard error."""
    return [float(values.mean()), float(values.std(ddof=1) / len(values) ** 0.5)]


def _same(values):
    return values


def _quantiser(rules):
    def fit(vectors, bits, widths, entropies, task):
        return paper_product_code(vectors, bits, widths, entropies, as_written=False, rules=rules)

    return fit


def _principal(vectors, bits, widths, entropies, task):
    return principal_code(vectors, bits)


def _bottleneck(vectors, bits, widths, entropies, task):
    return bottleneck_code(vectors, min(bits, FINEST), covariances(task.source))


CODES = {
    "paper": ("vector", _quantiser(UNIFORM)),
    "paper-intent": ("intent", _quantiser(UNIFORM)),
    "centroid": ("intent", _quantiser(CENTROID)),
    "water": ("vector", _principal),
    "bottleneck": ("vector", _bottleneck),
}
