"""The intent task in two systems of coordinates."""

import numpy as np
import pytest

from simulate.intent_task import READINGS, intent_task, same_coordinates
from simulate.sources.gaussian import draw
from simulate.streams import Stream


@pytest.mark.parametrize("reading", READINGS)
def test_scores_are_the_same_in_vector_and_intent_coordinates(reading):
    task = intent_task(Stream(1), reading, intent=4, width=8, private=2)
    drawn = draw(task.source, Stream(2), 20, documents=10, xp=np)
    whole, parts = (same_coordinates(task, drawn, name) for name in ("vector", "intent"))
    assert whole.queries.shape[1] == whole.documents.shape[1] == 8 * len(task.query_frames)
    assert parts.queries.shape[1] == 4 * len(task.query_frames)
    scores = [pairs.queries @ pairs.documents.T for pairs in (whole, parts)]
    assert np.allclose(*scores, atol=1e-4)
    assert np.array_equal(whole.relevant, drawn.relevant)
