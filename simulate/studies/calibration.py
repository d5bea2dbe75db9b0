"""False alarms and detections of the sweep's own statistics, on true nulls and on planted violations.

A cell imitates a sweep of 10^4 comparisons. Each draws ranks from its own random law, whose mean reciprocal
rank is the bound (a true null, the hardest kind) or exceeds it by a planted amount, and is looked at after
every doubling of its samples; the evidence is the largest over the looks. A normal interval is treated alike.
"""

import numpy as np
from scipy.special import ndtri

from simulate.allowed import number, whole
from simulate.cells import product
from simulate.findings import LEVEL, sampled
from simulate.laws import random_laws
from simulate.statistics import e_benjamini_hochberg, e_bonferroni, evidence_above
from simulate.streams import generator

VERSION = 1
COMPARISONS = 10_000
RANKS = (1, 2, 3, 5, 10, 100)
FIRST, LOOKS = 50, 10
ONE_TEST = 0.05
ALLOWED = {
    "planted": number(least=0, most=1),
    "concentration": number(above=0),
    "trial": whole(),
}


def grid(size):
    trials = {"quick": 1, "paper": 10, "full": 100}[size]
    return product(planted=[0.0, 0.005, 0.01, 0.02], concentration=[0.5, 2.0], trial=range(trials))


def run(stream, xp, *, planted, concentration, trial):
    """``planted``: how far the mean exceeds the bound, 0 for true nulls; ``trial`` numbers repetitions."""
    rng = generator(stream)
    values = 1 / np.array(RANKS)
    laws = random_laws(rng, (COMPARISONS, len(RANKS)), concentration=concentration)
    bounds = np.maximum(laws @ values - planted, 0)
    peaks, last, normal = look_on(rng, laws, values, bounds)
    alarms = {
        "alone": int((peaks >= np.log2(1 / ONE_TEST)).sum()),
        "normal_interval": int((normal >= -ndtri(ONE_TEST)).sum()),
        "bonferroni": int(e_bonferroni(peaks, level=LEVEL).sum()),
        "benjamini_hochberg": int(e_benjamini_hochberg(last, level=LEVEL).sum()),
    }
    found = []
    if planted == 0:
        counts = [COMPARISONS - alarms["alone"], alarms["alone"]]
        found.append(sampled("ours-false-alarms", counts, [0.0, 1.0], "<=", ONE_TEST))
        swept = int(alarms["bonferroni"] > 0)
        found.append(sampled("ours-false-alarms-sweep", [1 - swept, swept], [0.0, 1.0], "<=", LEVEL))
    return {
        "measured": {"comparisons": COMPARISONS, "samples": FIRST * 2 ** (LOOKS - 1), **alarms},
        "findings": found,
    }


def look_on(rng, laws, values, bounds):
    """Largest evidence and largest normal score over the looks, and the evidence at the last one."""
    counts = np.zeros(laws.shape, dtype=np.int64)
    peaks, normal = np.full(len(laws), -np.inf), np.full(len(laws), -np.inf)
    for look in range(LOOKS):
        counts += rng.multinomial(FIRST * 2 ** max(look - 1, 0), laws)
        evidence = evidence_above(counts, values, bounds)
        peaks = np.maximum(peaks, evidence)
        normal = np.maximum(normal, scores(counts, values, bounds))
    return peaks, evidence, normal


def scores(counts, values, bounds):
    """Standardised excess of the sample mean over the bound, 0 for samples that are all alike."""
    total = counts.sum(axis=1)
    mean = counts @ values / total
    spread = np.sqrt(np.maximum(counts @ values**2 / total - mean**2, 0) / total)
    return np.divide(mean - bounds, spread, out=np.zeros(len(mean)), where=spread > 1e-12)
