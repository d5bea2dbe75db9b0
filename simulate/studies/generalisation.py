"""Lemma 6.1, Theorem 6.2 and eq. (11): exact Rademacher complexities, and gaps over many training sets.

Two documents, so that a ranking of a cell is one sign and complexities are moments of random walks (the last
family has twenty):

- fixed cells: K of them, queries uniform over the cells, a free ranking in each;
- free cells: all partitions of the queries into two cells, which fit any sample of distinct queries;
- interval cells: K intervals of a line with free ends, complexity by dynamic programming over random signs;
- temperatures: two modalities, their ratio of temperatures free, complexity by its breakpoints over random signs.

Logarithms of Lemma 6.1 are read in bits, which makes it weaker. The statements named s6-... are of Sec. 6 of
Chen, "Rate-Distortion Limits for Multimodal Retrieval".
"""

import math

import numpy as np
from scipy.special import gammaln

from simulate.allowed import whole
from simulate.cells import product
from simulate.findings import exact, sampled
from simulate.sources.gaussian import draw, intent_source
from simulate.streams import generator
from simulate.temperatures import best_ratio, modality_parts, ratio_path

VERSION = 1
ERROR = 1e-10
DELTA = 0.05
DOCUMENTS, CORPUS = 2, 20
CELLS = {"fixed": whole(1), "free": (2,), "interval": whole(1), "temperatures": (1,)}
ALLOWED = {
    "family": CELLS,
    "samples": whole(1),
    "cells": lambda row: CELLS[row["family"]],
    "training_sets": whole(1),
}


def grid(size):
    sets = {"quick": 1_000, "paper": 10_000, "full": 10_000}[size]
    samples = {
        "quick": [64, 1024, 16384],
        "paper": [4**k for k in range(2, 8)],
        "full": [4**k for k in range(2, 10)],
    }
    cells = {"quick": [2, 64, 1024], "paper": [2, 16, 256, 1024, 4096], "full": [2, 16, 256, 1024, 4096]}[
        size
    ]
    rows = product(family=["fixed"], samples=samples[size], cells=cells)
    rows += product(family=["free"], samples=samples[size], cells=[2])
    rows += product(family=["interval"], samples=[n for n in samples[size] if n <= 1024], cells=[2, 8])
    rows += product(family=["temperatures"], samples=[n for n in samples[size] if n <= 1024], cells=[1])
    return [row | {"training_sets": sets} for row in rows]


def run(stream, xp, *, family, samples, cells, training_sets):
    if family == "temperatures":
        measured, found = free_temperatures(stream, samples, training_sets)
    else:
        study = {"fixed": fixed_cells, "free": free_cells, "interval": interval_cells}[family]
        measured, found = study(generator(stream), samples, cells, training_sets)
    return {"measured": measured, "findings": found}


def lemma61(samples, cells):
    """Lemma 6.1's bound, logarithms in bits."""
    return math.sqrt(2 / samples) * (math.sqrt(math.log2(cells)) + math.sqrt(math.log2(DOCUMENTS)))


def fixed_cell_bound(samples, cells):
    """sqrt((1 - 1/N)(sum 1/k^2 - H_N^2/N) K / n): what is so for K fixed cells."""
    gains = 1 / np.arange(1, DOCUMENTS + 1)
    return math.sqrt(
        (1 - 1 / DOCUMENTS) * float((gains**2).sum() - gains.sum() ** 2 / DOCUMENTS) * cells / samples
    )


def confidence_term(samples):
    return 3 * math.sqrt(math.log(2 / DELTA) / (2 * samples))


def fixed_cells(rng, samples, cells, training_sets):
    """Gaps of the empirical minimiser over fresh training sets; in each cell Y is a biased coin."""
    bias = rng.uniform(0.3, 0.7, size=cells)
    walk = mean_walk(samples)
    broken, complexities = np.zeros(3, dtype=int), []
    for _ in range(training_sets):
        seen = rng.multinomial(samples, np.full(cells, 1 / cells))
        first = rng.binomial(seen, bias)
        complexity = walk[seen].sum() / (4 * samples)
        choice = 2 * first >= seen
        risk = np.where(choice, 1 - bias, bias).mean() / 2
        gap = risk - np.minimum(first, seen - first).sum() / (2 * samples) - confidence_term(samples)
        broken += gap > np.array([2 * complexity, 4 * complexity, 4 * lemma61(samples, cells)])
        complexities.append(complexity)
    mean = float(np.mean(complexities))
    found = [
        exact("s6-lem61", max(complexities), "<=", lemma61(samples, cells), error=ERROR),
        exact("ours-fixed-cells", max(complexities), "<=", fixed_cell_bound(samples, cells), error=ERROR),
    ]
    for statement, count in zip(
        ("ours-uniform-bound", "s6-thm62-constants", "s6-eq11"), broken.tolist(), strict=True
    ):
        found.append(sampled(statement, [training_sets - count, count], [0.0, 1.0], "<=", DELTA))
    return {"complexity": mean, "times_sqrt_n_over_k": mean * math.sqrt(samples / cells)}, found


def free_cells(rng, samples, cells, training_sets):
    """All sign patterns occur on distinct queries, so the complexity is 1/4, and the fitted rule memorises.

    Fresh queries are new, Y is a fair coin: the empirical distortion is 0, the true one 1/4, on every sample.
    """
    complexity, risk = 0.25, 0.25
    bound = 4 * lemma61(samples, cells) + confidence_term(samples)
    found = [
        exact("s6-lem61", complexity, "<=", lemma61(samples, cells), error=ERROR),
        exact("s6-eq11", float(risk > bound), "<=", DELTA, error=ERROR),
        exact(
            "s6-thm62-constants",
            float(risk > 4 * complexity + confidence_term(samples)),
            "<=",
            DELTA,
            error=ERROR,
        ),
        exact(
            "ours-uniform-bound",
            float(risk > 2 * complexity + confidence_term(samples)),
            "<=",
            DELTA,
            error=ERROR,
        ),
    ]
    return {"complexity": complexity, "gap": risk}, found


def interval_cells(rng, samples, cells, training_sets):
    """Complexity over K intervals with free ends, on n ordered queries of random relevance.

    With both rankings free in each interval the supremum is (sum of signs + the largest sum of K absolute
    block sums) / (4 n); signs absorb the relevance.
    """
    signs = rng.integers(2, size=(training_sets, samples)) * 2 - 1
    relevance = rng.integers(2, size=samples) * 2 - 1
    best = largest_block_sums(signs * relevance, cells)
    values, counts = np.unique((signs.sum(axis=1) + best + samples) / (4 * samples), return_counts=True)
    ends = gammaln(samples + cells) - gammaln(cells) - gammaln(samples + 1)
    bound = fixed_cell_bound(samples, cells) + math.sqrt(2 * ends / samples) / 2
    found = [
        sampled("ours-interval-cells", counts, values, "<=", bound + 0.25),
        sampled("s6-lem61", counts, values, "<=", lemma61(samples, cells) + 0.25),
    ]
    return {"complexity": float(counts @ values / training_sets) - 0.25}, found


def largest_block_sums(steps, blocks):
    """Largest sum of |block sums| over partitions of each row into at most ``blocks`` runs, (rows,).

    Dynamic programming over positions: one state for each (runs so far, sign of the current run).
    """
    state = np.full((len(steps), blocks, 2), -np.inf)
    state[:, 0, :] = 0
    for step in steps.T:
        entered = state.copy()
        entered[:, 1:, :] = np.maximum(state[:, 1:, :], state[:, :-1, ::-1])
        state = entered + step[:, None, None] * np.array([1, -1])
    return state.max(axis=(1, 2))


def free_temperatures(stream, samples, training_sets):
    """Complexity over the ratio of two temperatures on n queries of a Gaussian source, signs drawn afresh.

    At most n (N - 1) breakpoints, so at most 2 e n N sign patterns and sqrt(2 log(2 e n N) / n) by Massart's
    lemma. Half the supremum about 1/2 is what is averaged.
    """
    source = intent_source(stream.child("source"), intent=4, widths=(6, 6), noise=(0.5, 1.0))
    pairs = draw(source, stream.child("pairs"), samples, documents=CORPUS, xp=np)
    path = ratio_path(pairs.queries, *modality_parts(pairs.documents, (6, 6)), pairs.relevant)
    signs = generator(stream.child("signs")).integers(2, size=(training_sets, samples)) * 2 - 1
    halves = np.array([0.5 + best_ratio(path, row).gain / 2 for row in signs])
    bound = math.sqrt(2 * math.log(2 * math.e * samples * CORPUS) / samples)
    ones = np.ones(training_sets, dtype=np.int64)
    return {"complexity": float(2 * halves.mean() - 1)}, [
        sampled("ours-temperatures", ones, halves, "<=", 0.5 + bound / 2)
    ]


def mean_walk(samples):
    """E|S_m| of the simple random walk, m = 0..``samples``: 2 ceil(m/2) C(m, ceil(m/2)) / 2^m."""
    m = np.arange(samples + 1)
    half = (m + 1) // 2
    return 2 * half * np.exp(gammaln(m + 1) - gammaln(half + 1) - gammaln(m - half + 1) - m * math.log(2))
