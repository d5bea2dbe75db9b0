"""The best ratio against a fine grid, and the posterior's decoder against densities written out."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from simulate.sources.gaussian import covariances, draw, intent_source
from simulate.streams import Stream
from simulate.studies import temperature


def test_the_best_ratio_is_that_of_all_midpoints_between_breakpoints():
    rng = np.random.default_rng(0)
    first, second = rng.normal(size=(2, 6, 5))
    relevant = rng.integers(5, size=6)
    a, b = (score[np.arange(6), relevant][:, None] - score for score in (first, second))
    cuts = np.sort(np.concatenate([[0], (-a[a * b < 0] / b[a * b < 0]), [1e9]]))
    best = max((1 / (1 + (a + r * b < 0).sum(axis=1))).mean() for r in (cuts[1:] + cuts[:-1]) / 2)
    assert temperature.best_ratio_gain(first, second, relevant) == pytest.approx(best, abs=1e-12)


def test_the_posterior_decoder_ranks_by_the_density_of_the_query():
    source = intent_source(Stream(0), intent=2, widths=[2, 2], noise=[0.5, 1.0])
    pairs = draw(source, Stream(1), 40, documents=9, xp=np)
    known = covariances(source)
    regression = known.cross @ np.linalg.inv(known.document)
    noise = known.query - regression @ known.cross.T
    density = np.array(
        [multivariate_normal.logpdf(pairs.queries, regression @ y, noise) for y in pairs.documents]
    ).T
    higher = (density > density[np.arange(40), pairs.relevant][:, None]).sum(axis=1)
    assert temperature.posterior_gain(source, pairs, np) == pytest.approx(1 / (1 + higher))


def test_a_common_factor_of_the_temperatures_changes_no_rank():
    source = intent_source(Stream(0), intent=2, widths=[3, 3], noise=[0.5, 1.0])
    pairs = draw(source, Stream(2), 50, documents=20, xp=np)
    one, other = (
        temperature.gain(pairs.queries, pairs, scale * np.array([1.0, 3.0]), np) for scale in (1.0, 0.07)
    )
    assert (one == other).all()
