import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulate.code_law import centroids, code_law


@given(seed=st.integers(0, 2**32), documents=st.integers(1, 6), codewords=st.integers(1, 5))
@settings(max_examples=40, deadline=None)
def test_the_two_terms_of_the_rate_are_their_definitions(seed, documents, codewords):
    rng = np.random.default_rng(seed)
    document, code = rng.integers(0, documents, 50), 7 * rng.integers(0, codewords, 50)
    law = code_law(code, document, documents=documents)
    joint = np.zeros((documents, codewords))
    np.add.at(joint, (document, code // 7), 1 / 50)
    marginals = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    held = joint > 0
    information = (joint[held] * np.log2(joint[held] / marginals[held])).sum()
    assert law.relevant == pytest.approx(information, abs=1e-12)
    assert law.rate == pytest.approx(law.relevant + law.spent_elsewhere, abs=1e-12)
    assert min(law.relevant, law.spent_elsewhere) > -1e-12
    gain = sum(p / k for column in joint.T for k, p in enumerate(sorted(column, reverse=True), start=1))
    assert law.best_mean_reciprocal_rank == pytest.approx(gain)


def test_a_code_of_the_document_and_one_of_the_nuisance():
    document, nuisance = np.repeat(np.arange(8), 4), np.tile(np.arange(4), 8)
    named = code_law(document, document, documents=8)
    assert (named.rate, named.relevant, named.spent_elsewhere) == pytest.approx((3, 3, 0))
    assert named.best_mean_reciprocal_rank == 1
    wasted = code_law(nuisance, document, documents=8)
    assert (wasted.rate, wasted.relevant, wasted.spent_elsewhere) == pytest.approx((2, 0, 2))
    assert wasted.best_mean_reciprocal_rank == pytest.approx(np.mean(1 / np.arange(1, 9)))


def test_centroids_are_the_means_of_the_cells():
    embeddings = np.array([[1.0, 0], [3, 2], [5, 5]])
    assert centroids(embeddings, np.array([9, 9, 4])).tolist() == [[2, 1], [2, 1], [5, 5]]


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="shape"):
        code_law([1, 2], [0], documents=2)
    with pytest.raises(ValueError, match="document holds"):
        code_law([1, 2], [0, 2], documents=2)
