"""All splits of the bits: against a code built by hand, and where the answer is known."""

import numpy as np
import pytest

from simulate.allocation_trial import RULES, allocation_ratios, fits
from simulate.code_table import through
from simulate.codes.transform import fit_transform
from simulate.sources.pairs import Pairs
from simulate.streams import Stream

WIDTHS = (6, 6)


def pairs(seed, count, noise):
    """Each modality shows the document through noise of its own size."""
    rng = np.random.default_rng(seed)
    documents = rng.standard_normal((count, sum(WIDTHS))).astype(np.float32)
    spread = np.repeat(noise, WIDTHS)
    queries = documents + spread * rng.standard_normal(documents.shape)
    return Pairs(queries.astype(np.float32), documents, np.arange(count))


def trial(noise):
    return allocation_ratios(pairs(0, 600, noise), pairs(1, 150, noise), WIDTHS, bits=[6], stream=Stream(3))


def test_a_split_is_the_code_with_so_many_bits_a_modality():
    found = trial((0.3, 0.6))["centroid"]["6"]
    assert found["splits"] == list(range(7))
    bits = np.array([1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0])
    train, test = pairs(0, 600, (0.3, 0.6)), pairs(1, 150, (0.3, 0.6))
    code = fit_transform(train.queries, bits, name="by hand", rules=RULES["centroid"], centred=False)
    scores = through(code, test.queries, Stream(0)).astype(np.float64) @ test.documents.T
    gains = [1 / (1 + np.sum(row > row[k])) for k, row in enumerate(scores)]
    assert found["fixed"]["mrr"][4] == pytest.approx(np.mean(gains), abs=1e-6)


def test_a_modality_of_noise_deserves_no_bits_but_has_the_greater_entropy():
    found = trial((0.05, 30.0))
    assert found["entropies"][1] > found["entropies"][0]
    for code in RULES:
        row = found[code]["6"]["fixed"]
        assert row["best"] == row["trained"]["split"] == 6
        assert row["proportional"]["split"] < 3
        ratio, low, high = row["proportional"]["ratio"]
        assert low <= ratio <= high < 1.0
        assert row["trained"]["ratio"] == [1.0, 1.0, 1.0]


def test_no_ratio_passes_one():
    found = trial((0.5, 0.5))
    for code in RULES:
        for decoder in ("fixed", "adaptive"):
            row = found[code]["6"][decoder]
            assert max(row[rule]["ratio"][2] for rule in ("proportional", "equal", "trained")) <= 1.0
            assert row["mrr"][row["best"]] == max(row["mrr"])


def test_splits_that_a_narrow_modality_cannot_hold_are_left_out():
    assert fits(12, 4, (1, 6))
    assert not fits(13, 3, (1, 6))
