import numpy as np
import pytest

from simulate.device import to_host
from simulate.sources.gaussian import READINGS, covariances, draw, information, intent_source
from simulate.streams import Stream

PAPER = {"intent": 4, "widths": (8, 8), "noise": (0.4**-0.5,) * 2}


def sample_covariance(source, count=60_000):
    pairs = draw(source, Stream(3), count, xp=np)
    both = np.concatenate((pairs.queries, pairs.documents), axis=1).astype(np.float64)
    return both.T @ both / count


@pytest.mark.parametrize("reading", READINGS)
def test_draws_have_the_stated_covariances(reading):
    source = intent_source(
        Stream(1),
        intent=3,
        widths=(5, 6),
        noise=(0.5, 1.5),
        private=(0, 2),
        private_scale=2.0,
        reading=reading,
    )
    exact = covariances(source)
    whole = np.block([[exact.query, exact.cross], [exact.cross.T, exact.document]])
    errors = np.sqrt((np.outer(np.diag(whole), np.diag(whole)) + whole**2) / 60_000)
    assert np.all(np.abs(sample_covariance(source) - whole) <= 5 * errors + 1e-9)


@pytest.mark.parametrize("reading", ["view", "clean", "intent"])
def test_information_of_the_papers_mixture(reading):
    source = intent_source(Stream(1), **PAPER, reading=reading)
    query, document = 0.8, (0.8 if reading == "view" else np.inf)
    share = query / (1 + query) * (1 if document == np.inf else document / (1 + document))
    assert information(source) == pytest.approx(-0.5 * 4 * np.log2(1 - share), rel=1e-9)


def test_information_is_infinite_where_the_document_is_the_query():
    assert information(intent_source(Stream(1), **PAPER, reading="same")) == np.inf


def test_private_blocks_and_gains_shape_what_is_shared():
    private = intent_source(Stream(1), intent=2, widths=(5, 5), noise=(1.0, 1.0), private=(3, 0))
    assert np.all(private.document_loading[:, 2:] == 0)
    assert np.trace(covariances(private).query) == pytest.approx(10 + 2 * 2 + 3)
    blind = intent_source(
        Stream(1), intent=2, widths=(3, 3), noise=(1.0, 1.0), gains=[[1, 0], [0, 1]], reading="cross"
    )
    assert information(blind) == pytest.approx(0.0, abs=1e-12)


def test_a_fixed_corpus_shares_intents_and_redraws_what_is_private(device):
    xp, _ = device
    source = intent_source(
        Stream(1), intent=2, widths=(4,), noise=(1e-4,), private=(1,), private_scale=1.0, reading="view"
    )
    pairs = draw(source, Stream(2), 400, documents=5, popularity=[0, 1, 1, 1, 1], xp=xp)
    queries, documents = to_host(pairs.queries), to_host(pairs.documents)
    assert documents.shape == (5, 4)
    assert set(pairs.relevant.tolist()) == {1, 2, 3, 4}
    shared, own = source.query_loading[:, :2], source.query_loading[:, 2]
    assert np.allclose((queries - documents[pairs.relevant]) @ shared, 0, atol=1e-2)
    assert np.var(queries @ own) == pytest.approx(1.0, abs=4 * np.sqrt(2 / 400))


def test_draws_depend_on_the_stream_alone():
    source = intent_source(Stream(1), **PAPER)
    first, second = (draw(source, Stream(5, ("cell",)), 10, documents=4, xp=np) for _ in range(2))
    assert np.array_equal(first.queries, second.queries)
    assert np.array_equal(first.relevant, second.relevant)
    assert not np.array_equal(first.queries, draw(source, Stream(6), 10, documents=4, xp=np).queries)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"reading": "picture"}, "reading"),
        ({"widths": (3, 8)}, "widths"),
        ({"noise": (1.0,)}, "noise"),
        ({"noise": (1.0, -1.0)}, "noise"),
        ({"private": (1, -1)}, "private"),
        ({"intent": 0}, "gains|intent"),
        ({"widths": (8,), "noise": (1.0,), "reading": "cross"}, "cross"),
    ],
)
def test_bad_sources_are_named(change, named):
    with pytest.raises(ValueError, match=named):
        intent_source(Stream(1), **(PAPER | change))


def test_bad_draws_are_named():
    source = intent_source(Stream(1), **PAPER)
    with pytest.raises(ValueError, match="queries"):
        draw(source, Stream(1), 0, xp=np)
    with pytest.raises(ValueError, match="popularity"):
        draw(source, Stream(1), 3, popularity=[1.0], xp=np)
