"""What the builder says of a folder of pages: where figures come from, and which pages are out of date."""

import json
from dataclasses import replace

import pytest

from reports.build import main, sources
from reports.parts import benchmarks, built, runs


def changed(verdict_file, tmp_path, change):
    """The verdict file with its claims changed."""
    data = json.loads(verdict_file.read_text())
    change(data["claims"])
    path = tmp_path / "now.json"
    path.write_text(json.dumps(data))
    return path


def late(capsys, site, file):
    """Exit code of the check and the names of the pages found stale."""
    code = main(["--check", "--verdicts", str(file), "--out", str(site)])
    lines = capsys.readouterr().out.splitlines()
    return code, {line.split(": ")[1].rsplit("/")[-1] for line in lines if line.startswith("stale: ")}


def test_pages_just_built_are_up_to_date_whatever_time_the_claims_took(site, verdict_file, capsys, tmp_path):
    slower = changed(verdict_file, tmp_path, lambda claims: [c.update(seconds=9) for c in claims])
    assert late(capsys, site, slower) == (0, set())


def test_a_changed_claim_makes_the_pages_that_name_it_stale_and_those_made_from_all(site, verdict_file, capsys, tmp_path):  # fmt: skip
    file = changed(verdict_file, tmp_path, lambda claims: claims[1].update(note="another"))
    code, names = late(capsys, site, file)
    assert code == 4
    assert {"audit.html", "audit-s2.html", "glance.html", "trust.html"} <= names
    assert not names & {"limits.html", "samples.html"}


def test_a_claim_that_came_or_went_is_noticed(site, verdict_file, capsys, tmp_path):
    code, names = late(capsys, site, changed(verdict_file, tmp_path, lambda claims: claims.pop()))
    assert code == 4
    assert "audit-s10.html" in names
    assert "limits.html" not in names


def test_a_changed_source_makes_its_page_stale(site, records, tmp_path):
    source = tmp_path / "limits.py"
    source.write_text("# ---\n# jupyter:\n#   rankrate:\n#     order: 3\n# ---\n\n# %%\n1\n")
    assert list(built.stale(site, records, records, [source])) == [("limits.html", "its source has changed")]


def test_another_run_makes_the_pages_that_show_it_stale(site, records, monkeypatch, tmp_path):
    def late(files=()):
        return dict(built.stale(site, records, records, [], files))

    assert late() == {}
    assert built.given(site) == []
    rate = runs.run("rate_in_n")
    changed = replace(rate, rows=rate.rows[1:])
    monkeypatch.setattr(runs, "run", lambda study, files: changed if study == "rate_in_n" else None)
    found = late()
    assert found["samples.html"].startswith("another run now: rate_in_n, ")
    assert "glance.html" not in found


def test_another_measurement_makes_the_pages_that_show_it_stale(site, records, monkeypatch):
    before = benchmarks.stamp
    assert before("ranking") != before("encoding") != before("none") == ""
    monkeypatch.setattr(benchmarks, "stamp", lambda name: "other" if name == "ranking" else before(name))
    assert list(built.stale(site, records, records, [])) == [("trust.html", "measured again: ranking")]
    assert 'data-benchmark="embeddings"' in (site / "real_data.html").read_text()
    assert benchmarks.benchmark("none") is None
    monkeypatch.setattr(benchmarks, "stamp", before)
    assert list(built.stale(site, records, records, sources())) == []
    monkeypatch.setattr(benchmarks, "names", lambda: ["ranking", "new"])
    assert list(built.stale(site, records, records, sources())) == [("trust.html", "measured again: new")]


def test_runs_given_are_compared_where_they_are_at_hand(monkeypatch):
    page = '<p class="source given" data-study="x" data-run="0">'
    monkeypatch.setattr(runs, "run", lambda study, files: None)
    assert built.moved_runs(page, []) == []
    assert built.moved_runs(page, ["file"]) == ["x"]


def test_a_folder_without_pages_cannot_be_checked(verdict_file, capsys, tmp_path):
    assert main(["--check", "--verdicts", str(verdict_file), "--out", str(tmp_path / "none")]) == 2
    assert "holds no pages" in capsys.readouterr().err


def test_the_builder_says_which_studies_come_from_where(site):
    lines = built.origins(site)
    (alignment,) = [line for line in lines if line.startswith("alignment.html: ")]
    assert "stored runs: frontier_shift, frontier_emoji, alignment" in alignment
    (samples,) = [line for line in lines if line.startswith("samples.html: ")]
    assert "stored runs: rate_in_n" in samples


@pytest.mark.parametrize("kind", ["stored", "given", "none"])
def test_every_kind_of_source_has_words(kind, tmp_path):
    (tmp_path / "a.html").write_text(f'<p class="source {kind}" data-study="x" data-run="">')
    assert built.origins(tmp_path) == [f"a.html: {built.ORIGINS[kind]}: x"]
