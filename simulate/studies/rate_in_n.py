"""Theorem 5.1 and Lemma 5.2: how the excess distortion of fitted rules falls with n, by exact sums.

Four rules of the paper's construction with N = 2 documents or one cell, so that every expectation over
training sets is a binomial sum or a beta integral. An order is read off between n and 4n, as log4 of the
ratio of excesses; the claim is order 1, the alternative order 1/2, and 3/4 lies between. The statements named
s5-... are of Sec. 5 of Chen, "Rate-Distortion Limits for Multimodal Retrieval".
"""

import math

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import bdtr, ndtr

from simulate.allowed import Kind, whole
from simulate.cells import product
from simulate.findings import LEVEL, exact, sampled
from simulate.statistics import sample_until
from simulate.streams import generator

VERSION = 1
ERROR = 1e-9
RULES = ("majority, hardest law", "majority, fixed law", "cell boundary", "codeword")
FIXED_LAW = 0.7
LOSSES = (0.0, 0.5)
WITHIN = 0.02
LARGEST_SIMULATED = 1024
SAMPLES = {
    "majority, hardest law": whole(1),
    "majority, fixed law": whole(1, LARGEST_SIMULATED),
    "cell boundary": Kind("an even number from 2 on", lambda n: whole(2).holds(n) and n % 2 == 0),
    "codeword": whole(1),
}
ALLOWED = {"rule": SAMPLES, "samples": lambda row: SAMPLES[row["rule"]], "training_sets": whole(1)}


def grid(size):
    """Rules and sample sizes; the fixed law's excess, exponentially small, is below every float from 4096 queries on."""
    samples = {
        "quick": [16, 64, 256, 1024],
        "paper": [4**k for k in range(2, 8)],
        "full": [4**k for k in range(2, 10)],
    }
    sets = {"quick": 10_000, "paper": 20_000, "full": 20_000}[size]
    rows = product(rule=RULES, samples=samples[size], training_sets=[sets])
    return [
        row for row in rows if row["rule"] != "majority, fixed law" or row["samples"] <= LARGEST_SIMULATED
    ]


def run(stream, xp, *, rule, samples, training_sets):
    rng = generator(stream)
    excess = {
        "majority, hardest law": hardest_majority,
        "majority, fixed law": lambda n: majority(n, FIXED_LAW),
        "cell boundary": cell_boundary,
        "codeword": lambda n: FIXED_LAW * (1 - FIXED_LAW) / n,
    }[rule]
    now, later = excess(samples), excess(4 * samples)
    order = math.log(now / later, 4)
    measured = {
        "excess": now,
        "times_sqrt_n": now * math.sqrt(samples),
        "times_n": now * samples,
        "order": order,
    }
    found = [exact("s5-lem52", order, ">=", 0.75, error=ERROR)]
    if rule == "majority, hardest law":
        found.append(
            exact("ours-majority-limit", now * math.sqrt(samples), ">=", majority_limit(), error=ERROR)
        )
    wrong, least = {
        "cell boundary": (wrong_side, 0.0),
        "majority, fixed law": (wrong_majority, (1 - FIXED_LAW) / 2),
    }.get(rule, (None, 0.0))
    if wrong and samples <= LARGEST_SIMULATED:
        counts = simulated(lambda sets: wrong(rng, samples, sets), training_sets)
        found.append(sampled("ours-excess-formula", counts, LOSSES, "=", now + least, within=WITHIN))
    return {"measured": measured, "findings": found}


def simulated(count_wrong, training_sets):
    """Histogram of the losses of one fresh query a training set, drawn until its mean is known well enough."""

    def draw(sets):
        wrong = count_wrong(sets)
        return np.array([sets - wrong, wrong])

    return sample_until(draw, LOSSES, width=WITHIN, level=LEVEL, first=500, most=training_sets)


def majority(samples, law):
    """N = 2, no bits: rank first what was seen more often; excess (law - 1/2) P(wrong majority)."""
    wrong = bdtr((samples - 1) // 2, samples, law)
    if samples % 2 == 0:
        wrong += (bdtr(samples // 2, samples, law) - wrong) / 2
    return float((law - 0.5) * wrong)


def hardest_majority(samples):
    """The largest excess over all laws of Y, attained at order n^-1/2 from a tie; never overstated."""
    best = minimize_scalar(
        lambda c: -majority(samples, 0.5 + c / (2 * math.sqrt(samples))), bounds=(0.1, 2.0)
    )
    return -float(best.fun)


def majority_limit():
    """max_c (c/2) Phi(-c), the limit of sqrt(n) times the largest excess."""
    return -float(minimize_scalar(lambda c: -c / 2 * ndtr(-c), bounds=(0.1, 2.0)).fun)


def cell_boundary(samples):
    """X uniform, Y = 1{X > 1/2}, two cells whose boundary is an empirical median of n + 1 draws (n even).

    The best boundary errs never; the median B is Beta(a, a), a = n/2 + 1, and costs E|B - 1/2| / 2, which is
    4^-a / (2 a B(a, a)).
    """
    a = samples / 2 + 1
    log_beta = 2 * math.lgamma(a) - math.lgamma(2 * a)
    return math.exp(-a * math.log(4) - log_beta) / (2 * a)


def wrong_side(rng, samples, training_sets):
    """How many fresh queries fall on the wrong side of a boundary fitted from draws."""
    boundary = np.median(rng.random((training_sets, samples + 1)), axis=1)
    query = rng.random(training_sets)
    return int(((query > boundary) != (query > 0.5)).sum())


def wrong_majority(rng, samples, training_sets):
    """How many fresh queries have the document that their training set saw less often, ties at random."""
    seen = rng.binomial(samples, FIXED_LAW, size=training_sets)
    first = np.where(2 * seen == samples, rng.random(training_sets) < 0.5, 2 * seen > samples)
    return int((first != (rng.random(training_sets) < FIXED_LAW)).sum())
