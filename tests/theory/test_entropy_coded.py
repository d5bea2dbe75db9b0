"""The entropy-coded curve lies between the two limits and its vertices are codes."""

from itertools import product

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
