"""The task's readings and the ceiling of each: against the source's exact information and against real rankings."""

from fractions import Fraction

import numpy as np
import pytest

from simulate.ceiling import ceiling, information_cap, main, sampled_gains
from simulate.decoders import gaussian_posterior
from simulate.intent_task import READINGS, document_parts, intent_task, query_parts, squared_correlation
from simulate.metrics import reciprocal_rank
from simulate.ranking import ranks
from simulate.sources.gaussian import covariances, draw, information
from simulate.streams import Stream
from simulate.table1_sample import rank_counts

SEED = Stream(5, ("test ceiling",))


@pytest.mark.parametrize("reading", READINGS)
def test_the_squared_correlation_gives_the_sources_information(reading):
    squared = float(squared_correlation(reading))
    task = intent_task(SEED, reading)
    assert information(task.source) == pytest.approx(-16 * np.log2(1 - squared), rel=1e-9)


@pytest.mark.parametrize("reading", READINGS)
def test_the_ceiling_is_what_the_best_ranking_of_the_task_reaches(reading):
    task = intent_task(SEED.child("source"), reading, intent=4, width=6)
    rows = []
    decoder = gaussian_posterior(covariances(task.source))
    for corpus in range(60):
        pairs = draw(task.source, SEED.child(reading, corpus), 50, xp=np)
        found = ranks(
            decoder.query(pairs.queries, np), decoder.document(pairs.documents, np), pairs.relevant, xp=np
        )
        rows.append(reciprocal_rank(found.higher, found.ties).mean())
    gains = sampled_gains(
        SEED, float(squared_correlation(reading)) ** 0.5, dimensions=4, documents=50, queries=4000
    )
    error = (np.var(rows, ddof=1) / len(rows) + np.var(gains) / len(gains)) ** 0.5
    assert abs(np.mean(rows) - gains.mean()) < 4 * error


@pytest.mark.parametrize("reading", READINGS)
def test_parts_estimate_the_intent(reading):
    """Without noise every part of a query and of its document is the intent itself."""
    task = intent_task(SEED, reading, intent=3, width=5, noise=(0.0, 0.0), gains=(1.0, 1.0))
    pairs = draw(task.source, SEED.child("parts"), 7, xp=np)
    asked, held = query_parts(task, pairs.queries, xp=np), document_parts(task, pairs.documents, xp=np)
    assert asked.shape == held.shape == (7, 3 * len(task.query_frames))
    assert np.allclose(asked, held, atol=1e-5)


def test_ceilings_lie_below_their_caps_and_fall_with_the_corpus():
    found = [ceiling(SEED, 0.2, dimensions=8, documents=n, queries=2000) for n in (1, 10, 1000)]
    assert found[0].mean == 1.0
    assert found[0].mean > found[1].mean > found[2].mean
    assert all(one.lower <= one.mean <= one.upper and one.lower <= one.cap for one in found)
    with pytest.raises(ValueError, match="squared must lie in"):
        ceiling(SEED, 1.0, dimensions=8, documents=10, queries=10)


def test_caps_and_correlations_at_the_papers_numbers():
    assert squared_correlation("both, document Z") == Fraction(4, 9)
    assert information_cap(-16 * np.log2(45 / 49), 1000) == pytest.approx(0.2912, abs=5e-5)
    with pytest.raises(ValueError, match="reading must be one of"):
        squared_correlation("none")


def test_ranks_of_the_sample_count_every_query():
    found = rank_counts(SEED, "X1, document X2", documents=20, queries=150, training=300)
    assert {"best", "uniform 64 inner", "centroid 256 cosine"} <= set(found)
    assert "uniform 512 inner" not in found
    for rows in found.values():
        assert sum(count for _, count in rows) == 150
        assert all(1 <= rank <= 20 for rank, _ in rows)


def test_commands(capsys):
    assert main(["--documents", "10", "--queries", "50"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1 + len(READINGS)
    assert main(["--documents", "0"]) == 2
    assert capsys.readouterr().err.startswith("ceiling: ")
