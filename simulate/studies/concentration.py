"""Eqs. (12) to (16): exact laws of empirical entropies, bit splits, cells and temperatures, from n samples.

Every probability is a sum over all count vectors, so nothing is estimated. Eqs. (13) to (16) are to hold with
probability 1 - delta/3; each is shown at delta = 0.05, through an event that breaks it whatever its unnamed
constants. The statements named s10-... are of Sec. 10 of Chen, "Rate-Distortion Limits for Multimodal
Retrieval".
"""

import itertools
import math

import numpy as np
from scipy.special import gammaln

from simulate.allowed import Kind, number, several, whole
from simulate.cells import product
from simulate.findings import exact, worst
from simulate.laws import entropy

VERSION = 1
DELTA = 0.05
ERROR = 1e-10
SMALL_LAWS = ([0.5, 0.5], [0.9, 0.1], [0.99, 0.01], [1 / 3, 1 / 3, 1 / 3], [0.8, 0.15, 0.05], [0.25] * 4)
LAW = Kind(
    "a list of two or more positive numbers that sum to 1 (in a grid write [[...]])",
    lambda law: (
        several(number(above=0, most=1)).holds(law) and len(law) > 1 and abs(math.fsum(law) - 1) < ERROR
    ),
)
LAWS = {
    "entropy": LAW,
    "large alphabet": several(number(above=0, most=1), count=1),
    "allocation": LAW,
    "cells": ([1 / 3, 1 / 3, 1 / 3],),
    "temperature": LAW,
}
ALLOWED = {
    "what": LAWS,
    "law": lambda row: LAWS[row["what"]],
    "samples": lambda row: whole(1, round(1 / row["law"][0]) if row["what"] == "large alphabet" else None),
}


def grid(size):
    samples = {"quick": [2, 8, 32], "paper": [2, 4, 8, 16, 32, 48], "full": [2, 4, 8, 16, 32, 48, 64, 96]}[
        size
    ]
    large = {"quick": [10**3, 10**6], "paper": [10**3, 10**4, 10**6], "full": [10**3, 10**4, 10**6, 10**9]}[
        size
    ]
    rows = product(what=["entropy"], samples=samples, law=SMALL_LAWS)
    rows += product(what=["large alphabet"], samples=samples, law=[[1 / a] for a in large])
    rows += product(what=["allocation"], samples=samples, law=[[0.5, 0.5], [0.9, 0.1]])
    rows += product(what=["cells"], samples=[s for s in samples if s > 4], law=[[1 / 3, 1 / 3, 1 / 3]])
    rows += product(what=["temperature"], samples=samples, law=[[0.9, 0.1], [0.99, 0.01]])
    return rows


def run(stream, xp, *, what, samples, law):
    found = {
        "entropy": empirical_entropy,
        "large alphabet": large_alphabet,
        "allocation": allocation,
        "cells": cells,
        "temperature": temperature,
    }[what](samples, np.asarray(law))
    return {"measured": {}, "findings": found}


def empirical_entropy(samples, law):
    """Eq. (12) at its worst t; the deviation from the mean and the bias beside it, with their true bounds."""
    counts, masses = count_vectors(samples, law)
    entropies, truth = entropy(counts / samples, [-1]), entropy(law[None], [-1])[0]
    mean = float(masses @ entropies)
    t, tail = tails(np.abs(entropies - truth), masses)
    around, around_tail = tails(np.abs(entropies - mean), masses)
    far = width(samples) * math.log2(len(law))
    step = float(entropy(np.array([[1 / samples, 1 - 1 / samples]]), [-1])[0])
    around_bound = 2 * np.exp(-2 * around**2 / (samples * step**2))
    return [
        worst(
            "s10-eq12", tail, "<=", 2 * np.exp(-samples * t**2 / (2 * np.log2(len(law)) ** 2)), error=ERROR
        ),
        exact("s10-eq13", float(tail[t >= far].max(initial=0)), "<=", DELTA / 3, error=ERROR),
        worst("ours-entropy-deviation", around_tail, "<=", around_bound, error=ERROR),
        exact("ours-entropy-bias", truth - mean, ">=", 0.0, error=ERROR),
        exact("ours-entropy-bias", truth - mean, "<=", math.log2(1 + (len(law) - 1) / samples), error=ERROR),
        exact("ours-entropy-step", largest_step(counts, entropies), "<=", step, error=ERROR),
    ]


def large_alphabet(samples, law):
    """Uniform law on 1 / ``law`` symbols: n samples show log n bits at most, so H_n is surely far off."""
    symbols = 1 / law[0]
    t = math.log2(symbols / samples)
    bound = 2 * math.exp(-samples * t**2 / (2 * math.log2(symbols) ** 2))
    surely = 1.0 if t >= width(samples) * math.log2(symbols) else 0.0
    return [
        exact("s10-eq12", 1.0, "<=", bound, error=ERROR),
        exact("s10-eq13", surely, "<=", DELTA / 3, error=ERROR),
    ]


def allocation(samples, law):
    """Eq. (14) for R = 512 bits and two modalities of the same law, each with its own n samples."""
    bits = 512
    counts, masses = count_vectors(samples, law)
    entropies = entropy(counts / samples, [-1])
    total = entropies[:, None] + entropies
    share = np.where(total > 0, entropies[:, None] / np.where(total > 0, total, 1), 0.5)
    strays = np.abs(np.ceil(share * bits) - bits / 2) > 2
    return [exact("s10-eq14", float(masses @ strays @ masses), "<=", DELTA / 3, error=ERROR)]


def cells(samples, law):
    """Eq. (15) for the best two cells of the points -1, 0, 1, where the counts say which side 0 joins.

    The true law gives the left point 1/(4n) more than a third, so 0 belongs to the right; where the samples
    say otherwise (ties: half the time) a cell moves by 1, beyond every c eps_H as n grows.
    """
    true = law + np.array([1, 0, -1]) / (4 * samples)
    counts, masses = count_vectors(samples, true)
    wrong = np.where(counts[:, 2] > counts[:, 0], 1.0, np.where(counts[:, 2] == counts[:, 0], 0.5, 0.0))
    return [exact("s10-eq15", float(masses @ wrong), "<=", DELTA / 3, error=ERROR)]


def temperature(samples, law):
    """Eq. (16): a modality whose samples are all alike has an infinite temperature, beyond every c eps_H."""
    return [exact("s10-eq16", float((law**samples).sum()), "<=", DELTA / 3, error=ERROR)]


def width(samples):
    """eps_H of eq. (13) for one modality, before its constant: sqrt(log(6 / delta) / n)."""
    return math.sqrt(math.log(6 / DELTA) / samples)


def count_vectors(samples, law):
    """All count vectors of ``samples`` draws, (rows, symbols), and their multinomial probabilities."""
    rows: list[list[int]] = [[]]
    for _ in law[1:]:
        rows = [[*row, k] for row in rows for k in range(samples - sum(row) + 1)]
    counts = np.array([[*row, samples - sum(row)] for row in rows])
    logs = gammaln(samples + 1) - gammaln(counts + 1).sum(axis=1) + counts @ np.log(law)
    return counts, np.exp(logs)


def tails(deviations, masses):
    """Values t that the deviation takes, and P(deviation >= t)."""
    order = np.argsort(-deviations)
    t, tail = deviations[order], np.cumsum(masses[order])
    last = np.append(np.abs(np.diff(t)) > ERROR, True)
    return t[last], tail[last]


def largest_step(counts, entropies):
    """The most that H_n moves when one sample changes."""
    index = {tuple(row): i for i, row in enumerate(counts.tolist())}
    units = np.eye(counts.shape[1], dtype=int)
    moves = [one - other for one, other in itertools.permutations(units, 2)]
    pairs = [(i, index.get(tuple((row + move).tolist()))) for i, row in enumerate(counts) for move in moves]
    return max(abs(float(entropies[i] - entropies[j])) for i, j in pairs if j is not None)
