import numpy as np
import pytest
from scipy import stats

from simulate.decoders import (
    cosine,
    dominant_modality,
    dominant_temperatures,
    gaussian_posterior,
    inner_product,
    modality_temperatures,
    one_temperature,
    ranked,
    sample_covariances,
)
from simulate.device import to_host
from simulate.metrics import mean, reciprocal_rank, rows
from simulate.sources.gaussian import covariances, draw, intent_source
from simulate.streams import Stream

WIDTHS = (6, 5)
SOURCE = intent_source(Stream(1), intent=3, widths=WIDTHS, noise=(0.6, 2.0))
PAIRS = draw(SOURCE, Stream(2), 200, documents=60, xp=np)


def scores(decoder, xp=np, array=np.asarray):
    left = to_host(decoder.query(array(PAIRS.queries), xp)).astype(np.float64)
    return left @ to_host(decoder.document(array(PAIRS.documents), xp)).astype(np.float64).T


def test_scores_are_their_formulas(device):
    xp, array = device
    x, y = PAIRS.queries.astype(np.float64), PAIRS.documents.astype(np.float64)
    first, second = x[:, :6] @ y[:, :6].T, x[:, 6:] @ y[:, 6:].T
    longest = np.where(np.sum(y[:, :6] ** 2, axis=1) >= np.sum(y[:, 6:] ** 2, axis=1), 2.0, 0.5)
    for decoder, expected in (
        (inner_product(), x @ y.T),
        (cosine(), x @ y.T / np.linalg.norm(y, axis=1)),
        (modality_temperatures([2.0, 0.5], WIDTHS), 0.5 * (first / 2.0 + second / 0.5)),
        (dominant_temperatures([2.0, 0.5], WIDTHS), 0.5 * (x @ y.T) / longest),
    ):
        assert np.allclose(scores(decoder, xp, array), expected, rtol=1e-5, atol=1e-5)


def test_given_dominant_modalities_are_used():
    chosen = np.arange(60) % 2
    found = scores(dominant_temperatures([1.0, 4.0], WIDTHS, chosen))
    assert np.allclose(found, scores(inner_product()) / np.array([1.0, 4.0])[chosen], rtol=1e-5, atol=1e-6)
    assert dominant_modality(np.array([[1.0, 0, 0], [0, 1, 1], [1, 1, 0]]), (1, 2), xp=np).tolist() == [
        0,
        1,
        0,
    ]


def test_one_temperature_and_equal_temperatures_change_no_ranking():
    plain = rows(ranked(inner_product(), PAIRS.queries, PAIRS.documents, PAIRS.relevant, xp=np))
    for decoder in (one_temperature(0.07), modality_temperatures([0.3, 0.3], WIDTHS)):
        assert rows(ranked(decoder, PAIRS.queries, PAIRS.documents, PAIRS.relevant, xp=np)) == plain


def test_the_posterior_is_the_log_likelihood(device):
    xp, array = device
    exact = covariances(SOURCE)
    slope = exact.cross @ np.linalg.inv(exact.document)
    rest = exact.query - slope @ exact.cross.T
    density = np.array(
        [stats.multivariate_normal.logpdf(PAIRS.queries, slope @ y, rest) for y in PAIRS.documents]
    ).T
    found = scores(gaussian_posterior(exact), xp, array)
    assert np.allclose(found - found[:, :1], density - density[:, :1], rtol=1e-3, atol=1e-3)


def test_no_decoder_beats_the_posterior():
    pairs = draw(SOURCE, Stream(5), 4000, documents=200, xp=np)
    decoders = (gaussian_posterior(covariances(SOURCE)), inner_product(), cosine())
    best, *others = (
        mean(ranked(d, pairs.queries, pairs.documents, pairs.relevant, xp=np), reciprocal_rank)
        for d in decoders
    )
    training = draw(SOURCE, Stream(6), 8000, xp=np)
    fitted = gaussian_posterior(sample_covariances(training.queries, training.documents, ridge=1e-6))
    learnt = mean(ranked(fitted, pairs.queries, pairs.documents, pairs.relevant, xp=np), reciprocal_rank)
    for other in others:
        assert best.mean > other.mean + 3 * other.standard_error
    assert learnt.mean == pytest.approx(best.mean, abs=0.02)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: one_temperature(0.0), "temperatures must be positive"),
        (lambda: modality_temperatures([1.0], WIDTHS), "temperatures must be 2"),
        (lambda: dominant_temperatures([1.0, np.inf], WIDTHS), "temperatures must be positive"),
        (lambda: scores(cosine(), np, lambda x: x * 0), "documents must not be zero"),
        (
            lambda: gaussian_posterior(
                covariances(intent_source(Stream(1), intent=2, widths=(2,), noise=(0.0,)))
            ),
            "variance",
        ),
        (lambda: sample_covariances(np.ones((3, 2)), np.ones((4, 2)), ridge=1.0), "pair up"),
        (lambda: sample_covariances(np.ones((3, 2)), np.ones((3, 2)), ridge=0.0), "ridge"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=named):
        call()
