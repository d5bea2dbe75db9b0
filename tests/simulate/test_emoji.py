import numpy as np
import pytest

from simulate.emoji import EMOJI_FILE, PAIRS, load_emoji, split_emoji


@pytest.fixture(scope="module")
def pairs():
    return load_emoji()


@pytest.fixture
def stored():
    with np.load(EMOJI_FILE, allow_pickle=False) as file:
        return {name: file[name][:5] for name in file.files}


def test_shapes_types_and_alignment(pairs):
    assert len(pairs) == PAIRS == 1735
    assert pairs.query_image.shape == pairs.doc_image.shape == (1735, 1280)
    assert pairs.query_text.shape == pairs.doc_text.shape == (1735, 384)
    assert pairs.query_text.dtype == np.float32
    assert len(set(pairs.name)) == 1735


def test_a_query_is_nearer_to_its_own_document_than_to_others(pairs):
    """Rows belong together: the paired cosine beats the mean over all documents in both modalities."""
    for query, doc in ((pairs.query_text, pairs.doc_text), (pairs.query_image, pairs.doc_image)):
        query, doc = query - query.mean(axis=0), doc - doc.mean(axis=0)
        own = np.mean(np.sum(query * doc, axis=1))
        spread = np.std(query @ doc.T) / np.sqrt(len(pairs))
        assert own > 10 * spread


def test_keywords_do_not_give_the_name_away(pairs):
    """No keyword is a whole word of the name that it goes with."""
    told = [
        set(words.split()) & set(name.split()) for name, words in zip(pairs.name, pairs.keywords, strict=True)
    ]
    assert not any(told)


def test_split_is_a_partition_named_by_its_seed(pairs):
    train, test = split_emoji(pairs, rng=np.random.default_rng(3))
    again, _ = split_emoji(pairs, rng=np.random.default_rng(3))
    other, _ = split_emoji(pairs, rng=np.random.default_rng(4))
    assert (len(train), len(test)) == (735, 1000)
    assert set(train.name) | set(test.name) == set(pairs.name)
    assert (train.name == again.name).all()
    assert (train.name != other.name).any()
    row = int(np.flatnonzero(pairs.name == test.name[0])[0])
    assert (pairs.doc_image[row] == test.doc_image[0]).all()


@pytest.mark.parametrize("size", [0, 1735, -1])
def test_split_refuses_an_empty_part(pairs, size):
    with pytest.raises(ValueError, match="test_documents"):
        split_emoji(pairs, test_documents=size, rng=np.random.default_rng(0))


def _without(arrays, name):
    return {key: value for key, value in arrays.items() if key != name}


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda a: _without(a, "doc_text"), "lacks"),
        (lambda a: a | {"doc_text": a["doc_text"][:4]}, "doc_text has shape"),
        (lambda a: a | {"keywords": a["keywords"][:4]}, "keywords has shape"),
        (lambda a: a | {"query_image": np.full_like(a["query_image"], np.nan)}, "NaN"),
        (lambda a: a | {"query_text": 2 * a["query_text"]}, "unit norm"),
    ],
)
def test_a_damaged_file_is_refused(tmp_path, stored, damage, message):
    path = tmp_path / "damaged.npz"
    np.savez(path, **damage(stored))
    with pytest.raises(ValueError, match=message):
        load_emoji(path)
