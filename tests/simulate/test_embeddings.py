"""Codes on a user's vectors: what the figures mean, files of every form, and errors that name what is wrong."""

import json

import numpy as np
import pytest

from simulate.bits import main
from simulate.embedding_report import report
from simulate.embeddings import load_embeddings
from simulate.ranking import ranks
from tests.benchmarks.measure import peak_bytes


def arrays(seed=0, queries=40, documents=60, width=16):
    rng = np.random.default_rng(seed)
    held = rng.standard_normal((documents, width)).astype(np.float32)
    relevant = rng.integers(documents, size=queries)
    asked = (held[relevant] + 0.3 * rng.standard_normal((queries, width))).astype(np.float32)
    return {"queries": asked, "documents": held, "relevant": relevant}


def saved(tmp_path, **changed):
    np.savez(tmp_path / "pairs.npz", **(arrays() | changed))
    return tmp_path / "pairs.npz"


def test_the_figures_of_uncoded_vectors_are_those_of_sorting(tmp_path):
    given = arrays()
    extra = np.array([[0, 1], [0, 2], [3, 5]])
    pairs = np.concatenate((np.stack((np.arange(40), given["relevant"]), axis=1), extra))
    found = load_embeddings(saved(tmp_path, relevant=pairs))
    uncoded = report(found, rates=[8])["uncoded"]
    gains, shares, dcgs = [], [], []
    for query, scores in enumerate(
        given["queries"].astype(np.float64) @ given["documents"].T.astype(np.float64)
    ):
        order = np.argsort(-scores)
        places = np.flatnonzero(np.isin(order, pairs[pairs[:, 0] == query, 1])) + 1
        gains.append(1 / places[0])
        shares.append(np.mean(places <= 10))
        dcgs.append(sum(1 / np.log2(1 + places)) / sum(1 / np.log2(1 + np.arange(1, len(places) + 1))))
    for name, values in (("mrr", gains), ("recall@10", shares), ("dcg", dcgs)):
        assert uncoded[name] == pytest.approx(np.mean(values), abs=1e-12)


def test_no_code_passes_the_frontier_and_more_bits_come_nearer(tmp_path):
    result = report(load_embeddings(saved(tmp_path)), rates=[2, 8, 64])
    assert all(row["mrr"] <= row["frontier"] + 0.15 for row in result["codes"] if row["bits"] >= 8)
    water = [row["mrr"] for row in result["codes"] if row["code"] == "water"]
    assert water[0] < water[1] < water[2] <= 1
    assert result["take"]["mrr"] >= 0.99 * result["uncoded"]["mrr"]


def test_folders_are_memory_mapped_and_modalities_are_put_side_by_side(tmp_path):
    given = arrays()
    for name, values in given.items():
        np.save(tmp_path / f"{name}.npy", values)
    mapped = load_embeddings(tmp_path)
    assert isinstance(mapped.documents, np.memmap)
    split = {
        f"{side}_{name}": given[side][:, columns]
        for side in ("queries", "documents")
        for name, columns in (("image", slice(0, 10)), ("text", slice(10, 16)))
    }
    np.savez(tmp_path / "two.npz", relevant=given["relevant"], **split)
    two = load_embeddings(tmp_path / "two.npz")
    assert (two.modalities, two.widths) == (("image", "text"), (10, 6))
    assert np.array_equal(two.documents, mapped.documents)
    first, second = (report(one, rates=[8]) for one in (mapped, two))
    assert first["uncoded"] == second["uncoded"]
    assert {"paper", "centroid"} <= {row["code"] for row in second["codes"]}


def mapped_modalities(folder, rows=40_000, width=128):
    """A folder of two modalities, and the bytes of their documents."""
    rng = np.random.default_rng(3)
    for name in ("image", "text"):
        held = rng.standard_normal((rows, width), dtype=np.float32)
        np.save(folder / f"documents_{name}.npy", held)
        np.save(folder / f"queries_{name}.npy", held[::2000] + np.float32(0.5))
        np.save(folder / f"training_{name}.npy", held[:500])
    np.save(folder / "relevant.npy", np.arange(0, rows, 2000))
    return 2 * rows * width * 4


def test_documents_of_several_modalities_are_never_loaded_whole(tmp_path):
    size = mapped_modalities(tmp_path)
    assert peak_bytes(lambda: load_embeddings(tmp_path)) < size / 4
    found = load_embeddings(tmp_path)
    report(found, rates=[8])  # what is made once and kept
    assert peak_bytes(lambda: report(found, rates=[8])) < size / 4
    whole = np.hstack([np.load(tmp_path / f"documents_{name}.npy") for name in ("image", "text")])
    assert found.documents.shape == whole.shape
    assert np.array_equal(found.documents[5:9], whole[5:9])
    assert np.array_equal(found.documents[np.array([7, 1]), :], whole[[7, 1]])
    joined = ranks(found.queries, whole, found.pairs[:, 1], xp=np)
    apart = ranks(found.queries, found.documents, found.pairs[:, 1], xp=np)
    assert np.array_equal(joined.higher, apart.higher)
    assert np.array_equal(joined.ties, apart.ties)


def test_codes_ranked_in_several_passes_have_the_same_figures(tmp_path, monkeypatch):
    found = load_embeddings(saved(tmp_path))
    once = report(found, rates=[8, 16])
    monkeypatch.setattr("simulate.embedding_report.QUERY_VALUES", 2 * found.queries.size)
    assert report(found, rates=[8, 16]) == once


NAN = arrays()["documents"].copy()
NAN[7, 3] = np.nan
WRONG = {
    "queries must be finite; row": {"queries": np.full((40, 16), np.inf, dtype=np.float32)},
    "documents must be finite; row 7 holds NaN": {"documents": NAN},
    "must have one dimension, got 16 and 5": {"documents": NAN[:, 4:9]},
    r"relevant must name a document in \[0, 60\); row 0 says 60": {"relevant": np.full(40, 60)},
    "relevant must be 40 integers": {"relevant": np.zeros(39, dtype=int)},
    "query 1 has none": {"relevant": np.array([[0, 1]])},
    "training must have 16 columns": {"training": NAN[:5, 4:9]},
    "fitted to vectors that differ; 1 training queries do not": {"training": NAN[:1]},
    "must hold queries or queries_image, not both": {"queries_image": NAN[:40], "documents_image": NAN},
}


@pytest.mark.parametrize("message", WRONG)
def test_what_is_wrong_with_a_file_is_named_in_one_line(tmp_path, message, capsys):
    path = saved(tmp_path, **WRONG[message])
    with pytest.raises(ValueError, match=message):
        load_embeddings(path)
    assert main(["--embeddings", str(path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_missing_arrays_and_norms(tmp_path):
    np.savez(tmp_path / "a.npz", queries=NAN)
    with pytest.raises(ValueError, match="must hold the array 'documents'"):
        load_embeddings(tmp_path / "a.npz")
    np.savez(tmp_path / "b.npz", queries_x=NAN, documents_y=NAN)
    with pytest.raises(ValueError, match="must hold the array 'documents_x'"):
        load_embeddings(tmp_path / "b.npz")
    two = {f"{side}_{name}": arrays()["documents"] for side in ("queries", "documents") for name in "ab"}
    np.savez(tmp_path / "c.npz", **two, relevant=np.arange(60), training_a=arrays()["queries"])
    with pytest.raises(ValueError, match="training_a is there, training_b is not"):
        load_embeddings(tmp_path / "c.npz")
    with pytest.raises(ValueError, match="queries must have unit norm; row 0 has norm"):
        load_embeddings(saved(tmp_path), unit_norm=True)


def test_the_command_prints_a_table_and_writes_json_and_a_picture(tmp_path, capsys):
    out = tmp_path / "out.json"
    argv = ["--embeddings", str(saved(tmp_path)), "--rates", "8", "16", "--json", str(out)]
    assert main([*argv, "--curve", str(tmp_path / "out.svg")]) == 0
    shown = capsys.readouterr().out
    assert "40 queries, 60 documents, 40 relevant pairs" in shown
    assert "Take " in shown
    assert json.loads(out.read_text())["uncoded"]["code"] == "uncoded"
    assert (tmp_path / "out.svg").read_text().startswith("<?xml")
    assert main([*argv[:2], "--rates", "0"]) == 2
    assert main([*argv[:2], "--json", str(tmp_path / "none" / "out.json")]) == 2
    assert "there is no folder" in capsys.readouterr().err
