"""Figures and stored runs as pages show them."""

import re

import pytest

from checks.collect import all_claims
from reports.parts import figure, inputs, runs, shift
from reports.parts.yardsticks import YARDSTICKS
from simulate import findings, store, studies


def draw(first, second):
    first.plot([0, 1], [0, 1], color=figure.BLUE)
    figure.label_curve(second, "up", [0, 1], [0, 1], 0.9, figure.RED)


def drawn(name):
    return figure.figure(name, draw, shape=(1, 2), alt='two "lines"', caption="<b>c</b>")


def test_a_figure_follows_the_page_and_has_words():
    shown = drawn("a")
    assert 'role="img"' in shown
    assert 'aria-label="two &quot;lines&quot;"' in shown
    assert "var(--blue)" in shown
    assert "var(--red)" in shown
    assert not re.search(r"#0\d0\d0\d", shown)
    assert "http" not in shown
    assert shown.endswith("<figcaption><b>c</b></figcaption></figure>")


def test_figures_are_the_same_bytes_and_share_no_ids():
    ids = [set(re.findall(r'\bid="([^"]+)"', drawn(name))) for name in "ab"]
    assert drawn("a") == drawn("a")
    assert not ids[0] & ids[1]
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', drawn("a")))
    assert used <= ids[0]


@pytest.fixture
def stores(tmp_path, monkeypatch):
    """A folder of stored runs and a function that writes a store with one finished cell of rate_in_n."""
    monkeypatch.setattr(runs, "STORED", tmp_path / "stored")
    (tmp_path / "stored").mkdir()

    def made(place, version=None):
        (one,) = studies.cells("rate_in_n", [{"rule": "codeword", "samples": 16, "training_sets": 1}], seed=7)
        if version is not None:
            one = type(one)(one.study, version, one.seed, one.parameters)
        with store.writer(tmp_path / place) as connection:
            store.plan(
                connection, [one], {"studies": ["rate_in_n"], "size": "quick", "grid": None, "seed": 7}
            )
            store.sit(connection, "2026-01-02T00:00:00+00:00", "sweep", {"python": "3", "numpy": "2"})
            store.write(
                connection, one.key, '{"measured": {"order": 1.0}, "findings": []}', device="cpu", seconds=1.0
            )
        monkeypatch.setenv(
            inputs.RUNS, str(tmp_path / "given.sqlite") if (tmp_path / "given.sqlite").exists() else ""
        )
        return tmp_path / place

    return made


def test_without_a_run_the_page_says_so(stores):
    assert runs.run("rate_in_n") is None
    assert "No run of the study rate_in_n was at hand" in runs.source(None, "rate_in_n")


def test_a_given_run_is_used_and_a_stored_one_comes_first(stores):
    stores("given.sqlite")
    given = runs.run("rate_in_n")
    assert given.kind == "given"
    assert list(given.measured(rule="codeword")) == [(given.rows[0][0], {"order": 1.0})]
    assert list(given.measured(rule="other")) == []
    stores("stored/kept.sqlite")
    kept = runs.run("rate_in_n")
    assert kept.kind == "stored"
    assert 'class="source stored"' in runs.source(kept)
    assert "kept.sqlite: study rate_in_n, size quick, seed 7, 1 cells, 1 s on cpu, 2026-01-02" in kept.said


def test_a_run_of_an_earlier_version_of_the_study_is_not_shown(stores):
    stores("stored/old.sqlite", version=0)
    assert runs.run("rate_in_n") is None


def test_what_stored_runs_compare_with_is_a_claim_on_record_or_said_in_words():
    ids = {c.id for c in all_claims()}
    named = {
        f["statement"] for name in studies.names() for _, r in runs.run(name, []).rows for f in r["findings"]
    }
    assert {n.partition(":")[0] for n in named} - ids == set(YARDSTICKS)
    assert {claim for _, claim in YARDSTICKS.values()} - ids == {""}
    shown = runs.named([], "ours-fano-step")
    assert (
        shown
        == "H(Y|C) ≤ h(p<sub>S</sub>) + (1 − p<sub>S</sub>) log<sub>2</sub>(N − 1) (<code>ours-fano</code>)"
    )
    assert (
        runs.named([], "ours-fixed-codeword:so")
        == "the centroid errs no more than a random codeword (measured only), so"
    )


def test_a_figure_alone_has_colours_of_its_own():
    svg = figure.alone(draw, shape=(1, 2))
    assert svg == figure.alone(draw, shape=(1, 2))
    assert svg.startswith("<?xml")
    assert "#1f4e8c" in svg
    assert not re.search(r"#0\d0\d0\d|var\(", svg)


def test_bits_that_rank_as_well():
    """Twice as many throughout, or as many; what lies beyond the ends is the end."""
    sizes, plain = (8, 16, 32, 64), (0.1, 0.2, 0.3, 0.4)
    m = {
        f"mrr_{size}": {"before": {"mean": mean}, "change": {"mean": 0.1, "lower": 0.0, "upper": 9.0}}
        for size, mean in zip(sizes, plain, strict=True)
    }
    assert shift.equal_bits(m, 32) == pytest.approx({"mean": 64, "lower": 32, "upper": 64})


def test_the_picture_is_drawn_from_the_stored_runs(tmp_path, capsys):
    path = tmp_path / "shift.svg"
    assert shift.main([str(path)]) == 0
    assert path.read_text() == figure.alone(shift.drawing(*shift.rows()), **shift.SHAPE)
    assert shift.main([str(path), "more"]) == 2
    assert "usage" in capsys.readouterr().err


def test_a_comparison_is_said_with_the_error_that_decides_it():
    found = findings.exact("s", 2.554e-14, "<=", 2.329e-14, error=1e-12)
    assert runs.compared(found) == "2.554e-14 ≤ 2.329e-14 (within float error)"
    assert runs.compared(findings.exact("s", 1.0, ">=", 0.5, error=0)) == "1 ≥ 0.5"
