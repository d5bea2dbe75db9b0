"""The entropy-coded curve lies between the two limits and its vertices are codes."""

from itertools import product

import mpmath
import numpy as np
import pytest

from theory.entropy_coded import entropy_coded_curve
from theory.one_shot import one_shot_frontier
from theory.rate_distortion import curve

PRIORS = {
    "uniform": np.ones(60),
    "zipf": np.arange(1, 61) ** -1.0,
    "random": np.random.default_rng(2).random(60),
    "one": np.ones(1),
    "certain": np.array([1.0, 0.0]),
}


@pytest.mark.parametrize("law", PRIORS)
@pytest.mark.parametrize("gain", ["reciprocal", "dcg", "hit@3"])
def test_curve_lies_between_the_limits(law, gain):
    prior = PRIORS[law]
    rates, distortions = entropy_coded_curve(prior, gain)
    assert (np.diff(rates) > 0).all()
    assert (np.diff(distortions) < 0).all()
    assert (rates >= curve(np.clip(distortions, 0, 1), prior, gain).lower).all()
    codewords = np.unique(np.round(np.geomspace(1, len(prior), 8)).astype(int))
    one_shot = 1.0 - one_shot_frontier(codewords.tolist(), prior, gain).upper
    reached = np.interp(np.log2(codewords) + 1e-12, rates, distortions)
    if len(prior) <= 32:
        assert (reached <= one_shot + 1e-12).all()
    assert reached[-1] <= one_shot[-1] + 1e-12


def test_vertices_of_a_small_source_are_codes():
    weights = np.array([8.0, 4.0, 2.0, 1.0])
    rates, distortions = entropy_coded_curve(weights)
    codes = []
    for code in product(range(4), repeat=4):
        masses = np.bincount(code, weights, minlength=4) / 15
        gain = sum(w / 15 / (1 + code[:i].count(code[i])) for i, w in enumerate(weights))
        codes.append((-(masses[masses > 0] * np.log2(masses[masses > 0])).sum(), 1 - gain))
    codes = np.array(codes)
    for rate, distortion in zip(rates, distortions, strict=True):
        assert (abs(codes - (rate, distortion)).max(axis=1) <= 1e-12).any()


def codes(weights, gain):
    """(rate, distortion) of every code of the family, as balls' midpoints: m documents named, the others on K lists."""
    order, total = sorted(weights, reverse=True), sum(weights)
    for named in range(len(order)):
        for lists in range(1, len(order) - named + 1):
            masses = [*order[:named], *(sum(order[named + j :: lists]) for j in range(lists))]
            kept = sum(w * gain(1) for w in order[:named])
            kept += sum(w * gain(1 + i // lists) for i, w in enumerate(order[named:]))
            yield -mpmath.fsum(m / total * mpmath.log(m / total, 2) for m in masses), 1 - kept / total


@pytest.mark.parametrize("size", [1, 2, 3, 9, 32])
@pytest.mark.parametrize("law", ["uniform", "zipf", "random", "steep"])
def test_the_curve_is_the_hull_of_all_codes_rounded_up(size, law):
    prior = {
        "uniform": np.ones(size),
        "zipf": np.arange(1.0, size + 1) ** -1.2,
        "random": np.random.default_rng(size).random(size),
        "steep": 2.0 ** -np.arange(size),
    }[law]
    with mpmath.workdps(30):
        points = list(codes([mpmath.mpf(w) for w in prior.tolist()], lambda k: mpmath.mpf(1) / k))
    rates, distortions = entropy_coded_curve(prior)
    slopes = np.diff(distortions) / np.diff(rates)
    assert (np.diff(slopes) > 0.0).all()
    for rate, distortion in zip(rates.tolist(), distortions.tolist(), strict=True):
        near = [(r, d) for r, d in points if abs(r - rate) < 1e-11 and abs(d - distortion) < 1e-11]
        assert any(r <= rate and d <= distortion for r, d in near)
    assert rates[0] <= min(rate for rate, _ in points) + 1e-11
    for rate, distortion in points:
        assert np.interp(float(rate) + 1e-11, rates, distortions) <= distortion + 1e-11
