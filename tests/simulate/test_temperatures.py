import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulate.decoders import dominant_temperatures, modality_temperatures, ranked
from simulate.metrics import hit, mean, reciprocal_rank
from simulate.temperatures import (
    best_ratio,
    dominant_parts,
    entropy_temperatures,
    imbalance_temperatures,
    modality_parts,
    ratio_path,
)

WIDTHS = (3, 2)


def problem(seed, queries=30, documents=12, levels=None):
    rng = np.random.default_rng(seed)
    corpus = rng.standard_normal((documents, 5))
    relevant = rng.integers(0, documents, queries)
    asked = corpus[relevant] + rng.standard_normal((queries, 5)) * [0.5, 0.5, 0.5, 3, 3]
    if levels:
        asked, corpus = np.rint(asked * levels), np.rint(corpus * levels)
    return asked.astype(np.float32), corpus.astype(np.float32), relevant


def by_ranking(asked, corpus, relevant, ratio, decoder, metric):
    return mean(ranked(decoder([ratio, 1.0], WIDTHS), asked, corpus, relevant, xp=np), metric).mean


READINGS = [(modality_parts, modality_temperatures), (dominant_parts, dominant_temperatures)]


@pytest.mark.parametrize(("parts", "decoder"), READINGS)
@pytest.mark.parametrize("levels", [None, 1])
@pytest.mark.parametrize("metric", [reciprocal_rank, lambda g, t: hit(g, t, 2)])
def test_no_ratio_of_a_fine_grid_beats_the_best(parts, decoder, levels, metric):
    asked, corpus, relevant = problem(0, levels=levels)
    path = ratio_path(asked, *parts(corpus, WIDTHS), relevant, gain=metric)
    found = best_ratio(path)
    assert found.low < found.ratio < found.high
    assert by_ranking(asked, corpus, relevant, found.ratio, decoder, metric) == pytest.approx(
        found.gain, abs=1e-12
    )
    grid = np.geomspace(1e-3, 1e3, 400) * 1.0000123
    assert max(by_ranking(asked, corpus, relevant, r, decoder, metric) for r in grid) <= found.gain + 1e-12


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(-3, 3))
def test_the_path_gives_every_ratio_its_gain(seed, exponent):
    asked, corpus, relevant = problem(seed, queries=8)
    ratio = 10.0**exponent
    path = ratio_path(asked, *modality_parts(corpus, WIDTHS), relevant)
    passed = path.ratios < ratio
    gains = path.start.copy()
    np.add.at(gains, path.queries[passed], path.changes[passed])
    expected = by_ranking(asked, corpus, relevant, ratio, modality_temperatures, reciprocal_rank)
    assert gains.mean() == pytest.approx(expected, abs=1e-12)


def test_weights_choose_their_own_ratio(monkeypatch):
    asked, corpus, relevant = problem(3)
    path = ratio_path(asked, *modality_parts(corpus, WIDTHS), relevant)
    signs = np.random.default_rng(4).choice([-1.0, 1.0], 30)
    found = best_ratio(path, signs)
    values = []
    for ratio in np.geomspace(1e-3, 1e3, 300):
        gains = path.start.copy()
        passed = path.ratios < ratio
        np.add.at(gains, path.queries[passed], path.changes[passed])
        values.append(np.mean(signs * gains))
    assert max(values) <= found.gain + 1e-12
    monkeypatch.setattr("simulate.temperatures.BLOCK_SCORES", 12)
    assert best_ratio(ratio_path(asked, *modality_parts(corpus, WIDTHS), relevant), signs) == found


def test_the_papers_schedules():
    assert entropy_temperatures([1.0, 4.0]) == pytest.approx(np.sqrt([5 / 2, 5 / 8]))
    assert imbalance_temperatures([1.0, 4.0, 1.0], scale=2.0, floor=0.25) == pytest.approx(
        2 * np.sqrt(np.array([1, 2, 1]) + 0.25)
    )
    assert entropy_temperatures([3.0, 3.0]).tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: entropy_temperatures([0.0, 1.0]), "entropies"),
        (lambda: imbalance_temperatures([1.0], scale=0.0, floor=1.0), "scale"),
        (lambda: modality_parts(np.ones((2, 3)), (1, 1, 1)), "widths"),
        (lambda: dominant_parts(np.ones((2, 3)), (3,)), "widths"),
        (lambda: ratio_path(np.ones((2, 3)), np.ones((4, 3)), np.ones((4, 3)), [0]), "must match"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=named):
        call()
