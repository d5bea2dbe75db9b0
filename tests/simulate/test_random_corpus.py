import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special, stats

from simulate.metrics import hit, mean, rank_histogram, reciprocal_rank
from simulate.random_corpus import expected_hit, expected_reciprocal_rank, normal_beating_probability
from simulate.ranking import ranks
from simulate.streams import Stream, normal

probabilities = st.floats(0, 1)


@given(probabilities, st.integers(1, 60))
def test_binomial_sums(p, documents):
    others = documents - 1
    law = np.array([math.comb(others, j) * p**j * (1 - p) ** (others - j) for j in range(documents)])
    assert expected_reciprocal_rank(p, documents) == pytest.approx(
        np.sum(law / np.arange(1, documents + 1)), rel=1e-11
    )
    assert expected_hit(p, documents, k=3) == pytest.approx(np.sum(law[:3]), abs=1e-13)


@settings(deadline=None)
@given(probabilities, probabilities, st.integers(1, 20))
def test_ties_are_trinomial_sums(first, second, documents):
    beaten, tied = sorted((first, second))[0], abs(first - second)
    others = documents - 1
    reciprocal, top = 0.0, 0.0
    for higher in range(documents):
        for level in range(documents - higher):
            law = stats.multinomial.pmf(
                [higher, level, others - higher - level], others, [beaten, tied, max(1 - beaten - tied, 0.0)]
            )
            reciprocal += law * reciprocal_rank(higher, level + 1)
            top += law * hit(higher, level + 1, 2)
    assert expected_reciprocal_rank(beaten, documents, tied) == pytest.approx(reciprocal, rel=1e-9)
    assert expected_hit(beaten, documents, 2, tied) == pytest.approx(top, abs=1e-9)


@pytest.mark.parametrize("documents", [10**3, 10**6, 10**9])
def test_ties_at_any_size(documents):
    low, width = 1e-7, 0.3

    def integrand(v):
        p = np.expm1(v) / documents
        return -np.expm1(documents * np.log1p(-p)) / (documents * p) * (1 + documents * p) / documents

    ends = np.log1p(documents * np.array([low, low + width]))
    reference = integrate.quad(integrand, *ends, epsabs=0, epsrel=1e-11, limit=400)[0] / width
    assert expected_reciprocal_rank(low, documents, width) == pytest.approx(reference, rel=1e-9)
    for k in (1, 10, 100):
        grid = np.linspace(ends[0], ends[1], 200_001)
        p = np.expm1(grid) / documents
        density = special.bdtr(k - 1, documents - 1, p) * (1 + documents * p) / documents
        assert expected_hit(low, documents, k, width) == pytest.approx(
            integrate.simpson(density, x=grid) / width, rel=1e-6
        )


def test_the_ranking_kernel_agrees_on_gaussian_documents():
    documents, queries, dimension = 200, 3000, 6
    scale = np.linspace(0.5, 2.0, dimension)
    rr, hits, p = [], [], []
    for corpus in range(15):
        stream = Stream(11, ("corpus", corpus))
        corpus_rows = scale * normal(
            stream.child("documents"), (documents, dimension), xp=np, dtype=np.float64
        )
        relevant = np.arange(documents)
        asked = corpus_rows + 1.5 * normal(
            stream.child("queries"), (documents, dimension), xp=np, dtype=np.float64
        )
        histogram = rank_histogram(ranks(asked, corpus_rows, relevant, xp=np), documents)
        rr.append(mean(histogram, reciprocal_rank).mean)
        hits.append(mean(histogram, hit, k=5).mean)
        p.append(normal_beating_probability(asked, np.diag(scale**2), np.sum(asked * corpus_rows, axis=1)))
    assert len(np.concatenate(p)) == queries
    for simulated, exact in (
        (rr, expected_reciprocal_rank(np.concatenate(p), documents)),
        (hits, expected_hit(np.concatenate(p), documents, k=5)),
    ):
        difference = np.array(simulated) - exact.reshape(15, documents).mean(axis=1)
        assert abs(difference.mean()) < 4 * difference.std(ddof=1) / np.sqrt(15)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="documents"):
        expected_reciprocal_rank(0.5, 0)
    with pytest.raises(ValueError, match="beaten"):
        expected_reciprocal_rank(0.7, 5, 0.7)
    with pytest.raises(ValueError, match="query"):
        normal_beating_probability(np.zeros((1, 2)), np.eye(2), [0.0])
