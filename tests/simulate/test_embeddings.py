"""Codes on a user's vectors: what the figures mean, files of every form, and errors that name what is wrong."""

import json
import re

import numpy as np
import pytest

from simulate.bits import main
from simulate.embedding_report import as_table, draw_report, limits, report
from simulate.embeddings import load_embeddings
from simulate.outputs import check_output
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
    for name, values in (("mrr", gains), ("recall@10", shares), ("ndcg", dcgs)):
        assert uncoded[name] == pytest.approx(np.mean(values), abs=1e-12)


def test_no_code_passes_the_most_there_is_and_more_bits_come_nearer(tmp_path):
    result = report(load_embeddings(saved(tmp_path)), rates=[2, 8, 64])
    assert all(row["mrr"] <= row["most"] + 1e-12 for row in [*result["codes"], result["uncoded"]])
    water = [row["mrr"] for row in result["codes"] if row["code"] == "water"]
    assert water[0] < water[1] < water[2] <= 1
    assert result["take"]["mrr"] >= 0.99 * result["uncoded"]["mrr"]


@pytest.mark.parametrize(("relevant", "most"), [([0], 1.0), ([0, 1], 0.75), ([0, 1, 2, 2], 17 / 24)])
def test_the_limits_without_bits_are_those_of_the_best_fixed_ranking(tmp_path, relevant, most):
    found = load_embeddings(saved(tmp_path, relevant=np.array(relevant * (40 // len(relevant)))))
    fixed = np.mean(1 / np.arange(1, len(found.documents) + 1))
    assert limits(found, {0, 64}) == {
        0: pytest.approx({"frontier": fixed, "most": most}, abs=1e-12),
        64: {"frontier": 1.0, "most": 1.0},
    }


def test_queries_all_of_one_document_need_no_bit(tmp_path):
    given = arrays()
    given["relevant"][:] = 0
    asked = (given["documents"][:1] * np.ones((40, 1))).astype(np.float32)
    result = report(load_embeddings(saved(tmp_path, queries=asked, relevant=given["relevant"])), rates=[2])
    assert max(row["mrr"] for row in result["codes"]) == 1.0
    assert {row["most"] for row in result["codes"]} == {1.0}
    assert all(row["frontier"] < 0.9 for row in result["codes"] if row["bits"] == 2)


def test_there_is_no_frontier_where_queries_have_several_documents(tmp_path):
    pairs = np.stack((np.arange(80) % 40, np.arange(80) % 60), axis=1)
    result = report(load_embeddings(saved(tmp_path, relevant=pairs)), rates=[8])
    assert {row[name] for row in result["codes"] for name in ("frontier", "most")} == {None}
    assert "  -\n" in as_table(result)
    assert "frontier: not known" in as_table(result)
    assert "most: not known" in as_table(result)
    draw_report(result, tmp_path / "out.svg")
    assert "svg" in (tmp_path / "out.svg").read_text()


def test_what_a_code_reaches_does_not_depend_on_the_unit_of_the_vectors(tmp_path):
    given = {name: arrays()[name] + np.float32(0.5) for name in ("queries", "documents")}
    found = []
    for unit in (1, 64, 4096):
        same = {name: values * np.float32(unit) for name, values in given.items()}
        found.append(report(load_embeddings(saved(tmp_path, **same)), rates=[16, 64]))
    assert found[0]["codes"] == found[1]["codes"] == found[2]["codes"]


def test_advice_says_its_rule_and_where_no_code_meets_it(tmp_path):
    result = report(load_embeddings(saved(tmp_path)), rates=[2, 64])
    assert re.search(r"Take .* of the uncoded MRR; none tried has 99% with fewer bits\.$", as_table(result))
    enough = [row for row in result["codes"] if row["mrr"] >= 0.99 * result["uncoded"]["mrr"]]
    assert result["take"]["bits"] == min(row["bits"] for row in enough)
    short = [row | {"mrr": 0.5} for row in result["codes"]]
    lost = result | {"codes": short, "take": None, "uncoded": result["uncoded"] | {"mrr": 1.0}}
    assert as_table(lost).endswith("bits: 50.0% of the uncoded MRR.")
    assert "None reaches 99% of the uncoded MRR; nearest is" in as_table(lost)


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
    "queries must be finite; row 0 holds inf": {"queries": np.full((40, 16), np.inf, dtype=np.float32)},
    "documents must be finite; row 7 holds nan": {"documents": NAN},
    "must have the same number of columns, got 16 and 5": {"documents": NAN[:, 4:9]},
    r"relevant must name a document in \[0, 60\); row 0 says 60": {"relevant": np.full(40, 60)},
    "relevant must be 40 integers": {"relevant": np.zeros(39, dtype=int)},
    "query 1 has none": {"relevant": np.array([[0, 1]])},
    "training must have 16 columns": {"training": NAN[:5, 4:9]},
    "fitted to vectors that differ, got 1 training query, all the same": {"training": NAN[:1]},
    "queries must be finite; row 0 holds 1e[+]300, beyond float32": {"queries": np.full((40, 16), 1e300)},
    "training must be finite; row 2 holds -1e[+]39, beyond float32": {
        "training": np.diag([1, 1, -1e39] * 5 + [1])
    },
    "no array but queries, documents, training and relevant, got training_a": {"training_a": NAN[:5]},
    "must hold queries or queries_image, not both": {"queries_image": NAN[:40], "documents_image": NAN},
}


@pytest.mark.parametrize("message", WRONG)
def test_what_is_wrong_with_a_file_is_named_in_one_line(tmp_path, message, capsys):
    path = saved(tmp_path, **WRONG[message])
    with pytest.raises(ValueError, match=message):
        load_embeddings(path)
    assert main(["--embeddings", str(path)]) == 2
    error = capsys.readouterr().err
    assert len(error.splitlines()) == 1
    assert error.startswith(f"bits: --embeddings {path}: ")
    assert error.count(str(path)) == 1


@pytest.mark.parametrize("kept", [0, 3, 30, 400, -30])
def test_damaged_files_are_named_in_one_line(tmp_path, kept, capsys):
    for name, values in arrays().items():
        np.save(tmp_path / f"{name}.npy", values)
    whole = saved(tmp_path).read_bytes()
    cut = tmp_path / "queries.npy"
    cut.write_bytes(cut.read_bytes()[:kept])
    (tmp_path / "pairs.npz").write_bytes(whole[:kept])
    (tmp_path / "other.npz").write_bytes(whole[:400] + b"!" + whole[401:])
    for path, named in (
        (tmp_path, cut),
        *[(tmp_path / f"{n}.npz", f"{n}.npz: must") for n in ("pairs", "other")],
    ):
        assert main(["--embeddings", str(path)]) == 2
        error = capsys.readouterr().err
        assert error.startswith(f"bits: --embeddings {path}: ")
        assert str(named) in error
        assert error.count("\n") == 1


@pytest.mark.parametrize("content", [b"not an archive", b"\x93NUMPY\x01\x00\x10\x00{'descr': '''<f\n"])
def test_files_of_another_kind_are_named(tmp_path, content, capsys):
    (tmp_path / "queries.npy").write_bytes(content)
    assert main(["--embeddings", str(tmp_path)]) == 2
    assert f"{tmp_path / 'queries.npy'} must be a .npy file" in capsys.readouterr().err


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
    del two["queries_b"]
    np.savez(tmp_path / "d.npz", **two, relevant=np.arange(60))
    with pytest.raises(
        ValueError, match="but queries_a, documents_a, training_a and relevant, got documents_b"
    ):
        load_embeddings(tmp_path / "d.npz")
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
    assert f"Figures written to {out}." in shown
    assert f"Figures drawn in {tmp_path / 'out.svg'}." in shown
    assert main([*argv[:2], "--rates", "0"]) == 2
    assert main([*argv[:2], "--json", str(tmp_path / "none" / "out.json")]) == 2
    assert "there is no folder" in capsys.readouterr().err


@pytest.mark.parametrize(("flag", "name"), [("--json", "."), ("--curve", "."), ("--curve", "out.png")])
def test_outputs_are_tried_before_the_work(tmp_path, flag, name, capsys, monkeypatch):
    monkeypatch.setattr("simulate.embeddings.load_embeddings", None)
    assert main(["--embeddings", "none.npz", flag, str(tmp_path / name)]) == 2
    assert capsys.readouterr().err.startswith(f"bits: {flag} {tmp_path / name}")
    assert not list(tmp_path.iterdir())


def test_trying_an_output_leaves_what_stands_there(tmp_path):
    path = tmp_path / "out.json"
    path.write_text("kept")
    check_output("--json", path)
    assert path.read_text() == "kept"
