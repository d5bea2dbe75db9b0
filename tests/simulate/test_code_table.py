"""The table of codes: sizes that exist, figures against sorting, intervals, and errors that are not swallowed."""

import numpy as np
import pytest

from simulate.code_table import code_table
from simulate.codes.families import Family, every_code, families, peers
from simulate.sources.pairs import Pairs
from simulate.streams import Stream

WIDTHS = (8, 4)
BITS = (8, 12, 16, 40)


def pairs(seed, count, copies=1):
    rng = np.random.default_rng(seed)
    documents = rng.standard_normal((count, sum(WIDTHS))).astype(np.float32)
    relevant = np.repeat(np.arange(count), copies)
    noise = np.repeat(rng.standard_normal(documents.shape), copies, axis=0)
    return Pairs((documents[relevant] + 0.4 * noise).astype(np.float32), documents, relevant)


TRAIN, TEST = pairs(0, 700), pairs(1, 50)


@pytest.fixture(scope="module")
def table():
    return code_table(TRAIN, TEST, WIDTHS, bits=BITS, stream=Stream(2))


def test_every_code_has_the_size_that_it_stands_under():
    found = families(WIDTHS, np.array([9.0, 4.0])) | peers(sum(WIDTHS))
    made = list(every_code(found, sum(WIDTHS), BITS))
    for name, size, fit in made:
        assert fit(TRAIN.queries, size, Stream(1, (name,))).codebook_bits == size
    sizes = {name: [size for other, size, _ in made if other == name] for name, _, _ in made}
    assert sizes["int8"] == [96]
    assert sizes["truncation"] == [8, 16, 40]
    assert sizes["pca-signs"] == [8, 12]
    assert sizes["signs"] == sizes["water"] == list(BITS)


def test_a_modality_with_too_few_coordinates_for_its_bits_has_no_code():
    found = families((8, 1), np.array([1.0, 1.0]))
    assert found["centroid"].comes_in(24)
    assert not found["centroid"].comes_in(26)
    assert not found["water"].comes_in(12 * 9 + 1)


def test_sizes_that_do_not_exist_are_left_out(table):
    assert set(table["pca-signs"]) == {"8", "12"}
    assert set(table["int8"]) == {"96"}
    assert set(table["paper"]) == {str(size) for size in BITS}


def test_faiss_stands_beside_them(table):
    pytest.importorskip("faiss", reason="the extra 'peers' is not installed")
    assert set(table["faiss-pq"]) == {"8", "12", "16"}
    assert set(table["faiss-rq"]) == {str(size) for size in BITS}


def test_uncoded_figures_are_those_of_sorting(table):
    scores = TEST.queries.astype(np.float64) @ TEST.documents.T.astype(np.float64)
    places = 1 + np.sum(scores > np.diagonal(scores)[:, None], axis=1)
    found = table["uncoded"]["fixed"]
    assert found["mrr"][0] == pytest.approx(np.mean(1 / places), abs=1e-12)
    assert found["recall"][0] == pytest.approx(np.mean(places == 1), abs=1e-12)


def test_no_choice_of_temperatures_beats_the_best(table):
    found = table["uncoded"]
    assert all(found["best"]["mrr"][0] >= found[name]["mrr"][0] for name in ("fixed", "adaptive", "tuned"))


def test_intervals_hold_their_mean(table):
    for name, rows in table.items():
        if isinstance(rows, dict) and name != "uncoded":
            for row in rows.values():
                mean, low, high = row["fixed"]["mrr"]
                assert 0 <= low <= mean <= high <= 1


def test_several_queries_of_one_document_are_resampled_together():
    """Copies of each query widen nothing and narrow nothing."""
    once, thrice = (
        code_table(TRAIN, pairs(1, 50, copies), WIDTHS, bits=(), stream=Stream(2))["uncoded"]["fixed"]["mrr"]
        for copies in (1, 3)
    )
    assert thrice == pytest.approx(once)


def test_an_error_of_a_code_is_not_taken_for_a_size_that_does_not_fit(monkeypatch):
    def fails(rows, bits, stream):
        raise ValueError(f"{bits} bits of trouble")

    monkeypatch.setattr("simulate.code_table.families", lambda *_: {"broken": Family(lambda _: True, fails)})
    with pytest.raises(ValueError, match="8 bits of trouble"):
        code_table(TRAIN, TEST, WIDTHS, bits=(8,), stream=Stream(2))


def test_one_modality_has_one_temperature():
    found = code_table(TRAIN, TEST, (12,), bits=(8,), stream=Stream(2))
    assert set(found["water"]["8"]) == {"fixed"}


def test_three_modalities_are_refused():
    with pytest.raises(ValueError, match="one or two modalities"):
        code_table(TRAIN, TEST, (4, 4, 4), bits=(8,), stream=Stream(2))
