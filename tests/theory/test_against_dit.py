"""dit's Blahut-Arimoto over all rankings, where it can be had: never below the certified curve.

On skewed laws it stops when it has stopped moving, up to 5e-2 bit above the optimum.
"""

import warnings

import numpy as np
import pytest

from theory.blahut_arimoto import expected_gains
from theory.rate_distortion import tangent


@pytest.fixture(scope="module")
def dit_lagrangian():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = pytest.importorskip("dit.rate_distortion.blahut_arimoto")

    def reached(prior, price, gain):
        queries, gains = expected_gains(np.diag(prior), gain)
        start = np.full(gains.shape, 1.0 / gains.shape[1])
        found, _ = peer._blahut_arimoto(queries, price, start, lambda *_: 1.0 - gains, max_iters=20_000)
        return found.rate + price * found.distortion

    return reached


@pytest.mark.parametrize("gain", ["reciprocal", "dcg", "hit@2"])
@pytest.mark.parametrize("documents", [2, 3, 4, 5])
def test_dit_agrees_where_it_converges(dit_lagrangian, documents, gain):
    for price in (0.5, 2.0, 8.0, 40.0):
        exact = tangent(price, documents, gain).lagrangian
        assert exact.lower - 1e-12 <= dit_lagrangian(np.ones(documents), price, gain) <= exact.upper + 1e-9


@pytest.mark.parametrize("gain", ["reciprocal", "dcg"])
def test_dit_is_never_below_and_ends_close(dit_lagrangian, gain):
    prior = np.array([0.5, 0.25, 0.15, 0.1])
    for price in (0.5, 2.0, 8.0, 40.0):
        exact = tangent(price, prior, gain).lagrangian
        assert exact.lower - 1e-12 <= dit_lagrangian(prior, price, gain) <= exact.upper + 0.05
