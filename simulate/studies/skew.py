"""Theorem 4.1 and its repairs over random multimodal laws, one to six modalities.

Worlds of finitely many queries X = (X_1, ..., X_M) and a uniform relevant document Y; each modality is coded
by itself, C_m = f_m(X_m) with 2^(R_m) codewords. Everything is computed exactly, in floats, and each finding
shows the world of its cell that fares worst. The statements named s4-... are of Sec. 4.2 of Chen,
"Rate-Distortion Limits for Multimodal Retrieval"; I_cross sums over ordered pairs, as printed.
"""

import itertools

import numpy as np

from simulate.allowed import number, whole
from simulate.cells import product
from simulate.findings import worst
from simulate.laws import (
    conditional_entropy,
    entropy,
    float_error,
    mutual_information,
    optimal_ranks,
    random_laws,
)
from simulate.streams import generator
from simulate.studies.fano import h
from theory.rate_distortion import curve

VERSION = 2
LARGEST_CELL = 4_000_000
STRUCTURES = ("mixed", "independent", "copies", "private", "unbalanced")
ALLOWED = {
    "modalities": whole(1, 6),
    "structure": STRUCTURES,
    "documents": whole(1),
    "concentration": number(above=0),
    "codewords": whole(1, 3),
    "worlds": whole(1),
}


def grid(size):
    worlds = {"quick": 30, "paper": 500, "full": 10_000}[size]
    documents = {"quick": [2, 4], "paper": [3, 16], "full": [2, 3, 4, 8, 16]}[size]
    sharpness = {"quick": [0.2], "paper": [0.1, 1.0], "full": [0.05, 0.2, 1.0, 5.0]}[size]
    rows = product(modalities=range(1, 7), structure=STRUCTURES, documents=documents, concentration=sharpness)
    for row in rows:
        row["worlds"] = min(worlds, LARGEST_CELL // (row["documents"] * 3 ** row["modalities"]))
    return [row | {"codewords": k} for row in rows for k in (1, 2, 3)]


def run(stream, xp, *, modalities, structure, documents, concentration, codewords, worlds):
    """Alphabets of three symbols, two to four when unbalanced; ``codewords`` a modality, 3 for lossless."""
    rng = generator(stream)
    law = world_laws(rng, modalities, structure, documents, concentration, worlds)
    codes = [
        random_code(rng, worlds, size, min(codewords, size) if codewords < 3 else size)
        for size in law.shape[2:]
    ]
    coded = coarsen(law, codes, range(modalities))
    flat = coded.reshape(worlds, documents, -1)
    ranks = optimal_ranks(flat)
    distortion = 1 - (flat / ranks).sum(axis=(1, 2))
    error = float_error(16 * law[0].size)
    every = list(range(2, law.ndim))
    rate = entropy(coded, every)
    exact_curve = curve(np.clip(distortion + error, 0, 1), documents).lower
    relevant = mutual_information(coded, [1], every)
    found = [worst("ours-rate-distortion", relevant, ">=", exact_curve, error=error)]
    entropies, cross = entropies_and_redundancy(law)
    found += separate_codes(law, codes, entropies, relevant, exact_curve, error)
    found += theorem(law, codes, entropies, cross, rate, distortion, error)
    means = {"rate": rate, "relevant": relevant, "distortion": distortion}
    return {"measured": {name: float(value.mean()) for name, value in means.items()}, "findings": found}


def theorem(law, codes, entropies, cross, rate, distortion, error):
    """Theorem 4.1, eq. (6) and two steps of the proof; none of them is defined where all entropies vanish."""
    modalities, documents = law.ndim - 2, law.shape[1]
    imbalance = np.abs(entropies - entropies.mean(axis=1, keepdims=True)).sum(axis=1)
    total = entropies.sum(axis=1)
    found = [worst("ours-price-of-equal-split", wasted(entropies), "=", imbalance / 2, error=error)]
    if modalities == 1:
        return found
    kappa = (1 - cross / total) / (modalities - 1)
    fano = np.log2(documents) - h(distortion) - (1 - distortion) * np.log2(max(documents - 1, 1))
    left = sum(remaining(law, codes, m) for m in range(modalities))
    joint = entropy(law, range(2, law.ndim))
    spread = total - entropies.max(axis=1)
    ratio = (total - joint)[spread > error] / spread[spread > error]
    found += [
        worst("s4-kappa-range", kappa, ">=", 0, error=error / total.min()),
        worst("s4-kappa-range", kappa, "<=", 1, error=error / total.min()),
        worst(
            "ours-kappa-range", cross / total, "<=", modalities - 1, error=modalities * error / total.min()
        ),
        worst("s4-thm41-chain", rate, ">=", total - left, error=error),
        worst("s4-thm41-convexity", left, ">=", total - (1 - kappa) * imbalance, error=error),
        worst("s4-thm41", rate, ">=", fano + kappa * imbalance, error=modalities * error),
    ]
    if ratio.size:
        slack = 2 * error / spread[spread > error].min()
        found.append(worst("ours-redundancy-ratio", ratio, ">=", 0, error=slack))
        found.append(worst("ours-redundancy-ratio", ratio, "<=", 1, error=slack))
    return found


def separate_codes(law, codes, entropies, relevant, exact_curve, error):
    """What separately coded modalities can do: the cap on I(Y;C) and the cut-set converse."""
    modalities, documents = law.ndim - 2, law.shape[1]
    rates = np.log2([code.shape[2] for code in codes])
    news = [
        mutual_information(coarsen(law, codes[:m], range(m)), [1], [2 + m], given=range(2, 2 + m))
        for m in range(modalities)
    ]
    found = [
        worst("ours-separate-cap", relevant, "<=", np.minimum(rates, entropies).sum(axis=1), error=error),
        worst(
            "ours-separate-chain",
            relevant,
            "<=",
            np.minimum(rates, np.stack(news, axis=1)).sum(axis=1),
            error=error,
        ),
    ]
    for known, left in relevance_given(law, tuple(range(modalities))):
        if len(known) < modalities:
            spent = rates.sum() - rates[list(known)].sum()
            needed = left - np.log2(documents) + exact_curve
            found.append(worst("ours-cut-set", spent, ">=", needed, error=error))
    return [*found[:2], max(found[2:], key=lambda f: f["bound"] - f["measured"])]


def relevance_given(law, known, start=0):
    """H(Y | X_S) (worlds,) for every set S of the known modalities, one symbol summed out after the other."""
    yield known, conditional_entropy(law, [1], range(2, law.ndim))
    for at in range(start, len(known)):
        yield from relevance_given(law.sum(axis=2 + at), known[:at] + known[at + 1 :], at)


def world_laws(rng, modalities, structure, documents, concentration, worlds):
    """Joint laws (worlds, documents, symbols of X_1, ..., symbols of X_M), Y uniform."""
    sizes = [2 + m % 3 for m in range(modalities)] if structure == "unbalanced" else [3] * modalities
    if structure in ("mixed", "unbalanced"):
        law = random_laws(rng, (worlds, documents, int(np.prod(sizes))), concentration=concentration)
        return law.reshape(worlds, documents, *sizes) / documents
    first = random_laws(rng, (worlds, documents, 3), concentration=concentration)
    if structure == "copies":
        law = first / documents
        for _ in range(modalities - 1):
            law = law[..., None] * np.eye(3)
        return law
    law = first / documents
    for _ in range(modalities - 1):
        alone = random_laws(
            rng, (worlds, documents if structure == "independent" else 1, 3), concentration=concentration
        )
        law = law[..., None] * alone.reshape(worlds, -1, *[1] * (law.ndim - 2), 3)
    return law


def random_code(rng, worlds, symbols, codewords):
    """Deterministic encoders as 0-1 matrices (worlds, symbols, codewords), the identity if lossless."""
    if codewords == symbols:
        return np.broadcast_to(np.eye(symbols), (worlds, symbols, symbols))
    return np.eye(codewords)[rng.integers(codewords, size=(worlds, symbols))]


def coarsen(law, codes, modalities):
    """The law with X_m replaced by its codeword for the given modalities (and their codes, in order)."""
    for m, code in zip(modalities, codes, strict=True):
        law = np.moveaxis(law, 2 + m, -1)
        coded = law.reshape(len(law), -1, law.shape[-1]) @ code
        law = np.moveaxis(coded.reshape(*law.shape[:-1], -1), -1, 2 + m)
    return law


def entropies_and_redundancy(law):
    """H(X_m) (worlds, M) and I_cross, the sum of I(X_m;X_m') over ordered pairs, in bits."""
    queries = law.sum(axis=1)
    axes = range(1, queries.ndim)
    entropies = np.stack([entropy(queries, [a]) for a in axes], axis=1)
    cross = sum(
        (2 * mutual_information(queries, [a], [b]) for a, b in itertools.combinations(axes, 2)),
        np.zeros(len(law)),
    )
    return entropies, cross


def remaining(law, codes, m):
    """H(X_m | C, X_<m): the earlier modalities are known, the later ones known through their codewords."""
    later = range(m, law.ndim - 2)
    coded = coarsen(law, [codes[i] for i in later[1:]], later[1:])
    both = np.stack(
        [entropy(coded, range(2, law.ndim)), entropy(coarsen(coded, [codes[m]], [m]), range(2, law.ndim))]
    )
    return both[0] - both[1]


def wasted(entropies):
    """Bits that an equal split of R = sum_m H_m leaves unused: sum_m max(0, R/M - H_m)."""
    return np.maximum(0, entropies.mean(axis=1, keepdims=True) - entropies).sum(axis=1)
