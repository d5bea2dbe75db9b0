from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulate.device import scratch, to_host
from simulate.ranking import _count_tile, _near_pairs, ranks


def ranks_by_fractions(queries, documents, relevant):
    """Higher and level documents of each query, by exact rational arithmetic and brute force."""
    table = [[Fraction(v) for v in row] for row in np.asarray(documents, dtype=np.float64).tolist()]
    higher, ties = [], []
    for query, true in zip(np.asarray(queries, dtype=np.float64).tolist(), relevant, strict=True):
        query = [Fraction(v) for v in query]
        scores = [sum(a * b for a, b in zip(query, row, strict=True)) for row in table]
        higher.append(sum(score > scores[true] for score in scores))
        ties.append(sum(score == scores[true] for score in scores))
    return higher, ties


def assert_exact(queries, documents, relevant, xp=np, array=np.asarray, tile=None, product=None):
    found = ranks(array(queries), array(documents), relevant, xp=xp, tile=tile, product=product)
    higher, ties = ranks_by_fractions(queries, documents, relevant)
    assert found.higher.tolist() == higher
    assert found.ties.tolist() == ties


def noisy_pairs(rng, count, documents, dimension, dtype=np.float32):
    corpus = rng.standard_normal((documents, dimension)).astype(dtype)
    relevant = rng.integers(0, documents, count)
    return (corpus[relevant] + rng.standard_normal((count, dimension))).astype(dtype), corpus, relevant


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_generic_vectors(device, dtype):
    xp, array = device
    if dtype is np.float16 and xp.__name__ == "array_api_strict":
        pytest.skip("array-api-strict has no float16")
    assert_exact(*noisy_pairs(np.random.default_rng(0), 30, 40, 9, dtype), xp, array, tile=(16, 8))


def test_whole_numbers_tie_often(device):
    xp, array = device
    rng = np.random.default_rng(1)
    queries, documents = (rng.integers(-2, 3, (n, 5)).astype(np.int8) for n in (40, 60))
    assert_exact(queries, documents, rng.integers(0, 60, 40), xp, array, tile=(16, 8))
    assert_exact(queries * np.float32(1), documents * np.float32(1), rng.integers(0, 60, 40), xp, array)


def test_fractions_tie_often(device):
    xp, array = device
    rng = np.random.default_rng(2)
    levels = np.array([-0.7, -0.1, 0.1, 0.7], dtype=np.float32)
    queries, documents = (levels[rng.integers(0, 4, (n, 6))] for n in (25, 50))
    assert_exact(queries, documents, rng.integers(0, 50, 25), xp, array, tile=(16, 8))


@pytest.mark.parametrize("tile", [None, (16, 8), (7, 3)])
def test_several_relevant_documents_are_those_of_the_query_asked_again(device, tile):
    """Queries with none, one and many; ties and near ties among them; a query's pairs split between tiles."""
    xp, array = device
    rng = np.random.default_rng(11)
    queries, documents, _ = noisy_pairs(rng, 20, 40, 9)
    documents[20:] = documents[:20]
    documents[5, 3] = np.nextafter(documents[5, 3], np.float32(np.inf))
    owners = np.sort(np.append(rng.choice([0, 3, 4, 11, 19], 40), np.zeros(6, dtype=int)))
    relevant = rng.integers(0, 40, 46)
    found = ranks(array(queries), array(documents), relevant, owners=owners, xp=xp, tile=tile)
    higher, ties = ranks_by_fractions(queries[owners], documents, relevant)
    assert found.higher.tolist() == higher
    assert found.ties.tolist() == ties
    whole = [np.rint(part) for part in (queries, documents)]
    found = ranks(*map(array, whole), relevant, owners=owners, xp=xp, tile=tile)
    assert (found.higher.tolist(), found.ties.tolist()) == ranks_by_fractions(
        whole[0][owners], whole[1], relevant
    )


def test_documents_one_unit_in_the_last_place_apart(device):
    xp, array = device
    rng = np.random.default_rng(3)
    documents = np.repeat(rng.standard_normal((6, 12)), 8, axis=0)
    documents[1::2, 3] = np.nextafter(documents[1::2, 3], np.inf)
    queries = rng.standard_normal((20, 12))
    assert_exact(queries, documents, rng.integers(0, 48, 20), xp, array)
    assert_exact(queries.astype(np.float32), documents.astype(np.float32), rng.integers(0, 48, 20), xp, array)


@pytest.mark.parametrize(
    "scales", [(1e-30, 1e-25), (1e30, 1e25), (1e-300, 1e200), (1e300, 1e300), (5e-324, 1.0)]
)
def test_any_size(scales):
    rng = np.random.default_rng(4)
    queries, documents, relevant = noisy_pairs(rng, 20, 30, 5, np.float64)
    queries = np.rint(queries * 4) * scales[0]
    documents = np.rint(documents * 4) * scales[1]
    documents[7] *= 1e-200
    assert_exact(queries, documents, relevant)


@settings(max_examples=60, deadline=None)
@given(
    arrays(np.float64, (4, 3), elements=st.floats(-1e308, 1e308, allow_nan=False)),
    arrays(np.float64, (6, 3), elements=st.floats(-1e308, 1e308, allow_nan=False)),
)
def test_any_floats(queries, documents):
    assert_exact(queries, documents, [0, 5, 2, 2], tile=(4, 3))


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60))
def test_the_tile_changes_nothing(rows, columns):
    queries, documents, relevant = noisy_pairs(np.random.default_rng(5), 50, 57, 16)
    whole, tiled = (ranks(queries, documents, relevant, xp=np, tile=t) for t in (None, (rows, columns)))
    assert np.array_equal(whole.higher, tiled.higher)
    assert np.array_equal(whole.ties, tiled.ties)


def test_progress_counts_every_document_once():
    queries, documents, relevant = noisy_pairs(np.random.default_rng(12), 9, 40, 3)
    told = []
    ranks(queries, documents, relevant, xp=np, tile=(16, 4), done=told.append)
    assert told == [16, 16, 8]


def test_more_documents_than_a_tile_holds():
    queries, documents, relevant = noisy_pairs(np.random.default_rng(6), 700, 1200, 24)
    documents[600:] = documents[:600]
    scores = queries.astype(np.float64) @ documents.T.astype(np.float64)
    true = scores[np.arange(700), relevant][:, None]
    close = np.abs(scores - true) < 1e-9
    found = ranks(queries, documents, relevant, xp=np)
    assert np.array_equal(found.ties, close.sum(axis=1))
    assert np.array_equal(found.higher, ((scores > true) & ~close).sum(axis=1))


def test_laws_of_symmetry():
    rng = np.random.default_rng(7)
    queries, documents, relevant = noisy_pairs(rng, 60, 80, 12)
    base = ranks(queries, documents, relevant, xp=np)
    order = rng.permutation(80)
    place = np.argsort(order)
    shuffled = ranks(queries, documents[order], place[relevant], xp=np)
    scaled = ranks(queries * np.float32(2.0**40), documents * np.float32(2.0**-40), relevant, xp=np)
    flipped = ranks(-queries, documents, relevant, xp=np)
    assert np.array_equal(base.higher, shuffled.higher)
    assert np.array_equal(base.higher, scaled.higher)
    assert np.array_equal(base.higher + base.ties + flipped.higher, np.full(60, 80))


def test_one_document_zero_vectors_and_memory_maps(tmp_path):
    one = ranks(np.ones((3, 2)), np.ones((1, 2)), np.zeros(3, dtype=int), xp=np)
    assert (one.higher.tolist(), one.ties.tolist()) == ([0, 0, 0], [1, 1, 1])
    zero = ranks(np.zeros((2, 4)), np.random.default_rng(8).standard_normal((9, 4)), [3, 8], xp=np)
    assert (zero.higher.tolist(), zero.ties.tolist()) == ([0, 0], [9, 9])
    queries, documents, relevant = noisy_pairs(np.random.default_rng(9), 20, 300, 8)
    np.save(tmp_path / "documents.npy", documents)
    mapped = np.load(tmp_path / "documents.npy", mmap_mode="r")
    assert np.array_equal(
        ranks(queries, mapped, relevant, xp=np).higher, ranks(queries, documents, relevant, xp=np).higher
    )


def test_a_full_memory_means_smaller_tiles_and_the_same_ranks(monkeypatch):
    import simulate.ranking as module

    queries, documents, relevant = noisy_pairs(np.random.default_rng(10), 400, 300, 8)
    expected = ranks(queries, documents, relevant, xp=np)
    count, sizes = module._count, []

    def small_memory(problem, tile, xp, done):
        sizes.append(tile)
        if tile[0] * tile[1] > 10_000:
            raise MemoryError
        return count(problem, tile, xp, done)

    monkeypatch.setattr(module, "_count", small_memory)
    found = ranks(queries, documents, relevant, xp=np)
    assert sizes == [(224, 768), (112, 384), (56, 192), (32, 96)]
    assert np.array_equal(found.higher, expected.higher)


def test_a_memory_too_small_for_the_smallest_tile_is_reported(monkeypatch):
    import simulate.ranking as module

    sizes = []

    def no_memory(problem, tile, xp, done):
        sizes.append(tile)
        raise MemoryError

    monkeypatch.setattr(module, "_count", no_memory)
    with pytest.raises(MemoryError):
        ranks(GOOD, GOOD, [0, 1, 2], xp=np, tile=(200, 50))
    assert sizes == [(200, 50), (100, 32), (50, 32), (32, 32)]


def test_scores_on_either_threshold_lie_in_the_band(device):
    """Documents -1, 0, 1, 2 and 3 units above the lower threshold of each pair, which is 2 units wide."""
    xp, array = device
    scores = array(np.repeat(np.array([[-1], [0], [1], [2], [3]], dtype=np.float32), 3, axis=1))
    lower, upper = (array(np.full(5, value, dtype=np.float32)) for value in (0, 2))
    above, not_below = _count_tile(scores, lower[2:], upper[2:], scratch(15, np.bool_, xp), xp)
    assert (to_host(above).tolist(), to_host(not_below).tolist()) == ([1, 1, 1], [4, 4, 4])
    crowded = array(np.array([True, False, True]))
    ((pairs, documents),) = _near_pairs(scores, lower, upper, crowded, 10, 2, xp)
    assert sorted(zip(pairs.tolist(), documents.tolist(), strict=True)) == [
        (pair, document) for pair in (2, 4) for document in (11, 12, 13)
    ]


GOOD = np.ones((3, 2))


@pytest.mark.parametrize(
    ("queries", "documents", "relevant", "named"),
    [
        (np.array([[np.nan, 1.0]] * 3), GOOD, [0, 1, 2], "queries must be finite"),
        (GOOD, np.array([[np.inf, 1.0]] * 3), [0, 1, 2], "documents must be finite"),
        (np.ones((0, 2)), GOOD, [], "queries must be a non-empty"),
        (GOOD, np.ones((3, 0)), [0, 1, 2], "documents must be a non-empty"),
        (np.ones(3), GOOD, [0, 1, 2], "queries must be a non-empty"),
        (GOOD, np.ones((3, 4)), [0, 1, 2], "one dimension"),
        (GOOD * 1j, GOOD, [0, 1, 2], "queries must be of type"),
        (GOOD, GOOD.astype(np.int64), [0, 1, 2], "documents must be of type"),
        (GOOD, GOOD, [0, 1], "relevant must be 3 integers"),
        (GOOD, GOOD, [0.0, 1.0, 2.0], "relevant must be 3 integers"),
        (GOOD, GOOD, [0, 1, 3], "relevant must be in"),
        (GOOD, GOOD, [0, 1, -1], "relevant must be in"),
    ],
)
def test_bad_input_is_named(queries, documents, relevant, named):
    with pytest.raises(ValueError, match=named):
        ranks(queries, documents, np.asarray(relevant), xp=np)


@pytest.mark.parametrize(
    ("owners", "named"),
    [
        ([0, 1], "relevant must be 2 integers"),
        ([0, 1, 3], r"owners must be in \[0, 3\)"),
        ([1, 0, 2], "owners must be in ascending order"),
        ([0.0, 1.0, 2.0], "owners must be 3 integers"),
        ([], "owners must be a non-empty"),
    ],
)
def test_bad_owners_are_named(owners, named):
    with pytest.raises(ValueError, match=named):
        ranks(GOOD, GOOD, [0, 1, 2], owners=np.asarray(owners), xp=np)


@pytest.mark.parametrize("tile", [(256, 10), (0, 10), (10, 0)])
def test_tiles_are_checked(tile):
    with pytest.raises(ValueError, match="tile"):
        ranks(GOOD, GOOD, [0, 1, 2], xp=np, tile=tile)
