"""Stored runs again: the kept ones come out as they are stored, one with a changed number does not."""

import math
import shutil
import sqlite3
from pathlib import Path

import pytest

from simulate import recheck

KEPT = Path("reports/runs")


@pytest.mark.parametrize("run", ["fano", "finite_samples", "quantiser", "scale", "skew"])
def test_kept_runs_come_out_again(run, capsys):
    assert recheck.main([str(KEPT / f"{run}.sqlite"), "--seconds", "0.3"]) == 0
    assert " 0 of " not in capsys.readouterr().out


def test_a_changed_number_is_noticed(tmp_path, capsys):
    path = tmp_path / "run.sqlite"
    shutil.copy(KEPT / "quantiser.sqlite", path)
    with sqlite3.connect(path) as connection:
        key, result = connection.execute("SELECT key, result FROM results ORDER BY seconds").fetchone()
        changed = result.replace('"measured":{"', '"measured":{"added":1,"', 1)
        assert changed != result
        connection.execute("UPDATE results SET result = ? WHERE key = ?", (changed, key))
    assert recheck.main([str(path), "--seconds", "0.2"]) == 3
    assert "the others by inf" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ({"a": [1, 2.0]}, {"a": [1, 2.5]}, 0.2),
        (1e-13, 0, 1e-13),
        ({"a": 1}, {"b": 1}, math.inf),
        ([1], [1, 2], math.inf),
        ("x", "y", math.inf),
        (None, {"a": 1}, math.inf),
        ([None, True], [None, True], 0),
        ([], [], 0),
    ],
)
def test_difference_of_results(one, other, apart):
    assert recheck.difference(one, other) == apart == recheck.difference(other, one)


def test_one_cell_of_a_study_runs_however_few_the_seconds(capsys):
    assert recheck.main([str(KEPT / "quantiser.sqlite"), "--seconds", "0.0000001"]) == 0
    assert " 1 of " in capsys.readouterr().out


def test_a_run_without_a_finished_cell_is_no_all_clear(tmp_path, capsys):
    path = tmp_path / "run.sqlite"
    shutil.copy(KEPT / "quantiser.sqlite", path)
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM results")
    assert recheck.main([str(path)]) == 2
    assert "holds no finished cell" in capsys.readouterr().err


def test_a_damaged_result_is_named(tmp_path, capsys):
    path = tmp_path / "run.sqlite"
    shutil.copy(KEPT / "quantiser.sqlite", path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE results SET result = '{\"a\":' WHERE rowid = 3")
        (key,) = connection.execute("SELECT key FROM results WHERE rowid = 3").fetchone()
    assert recheck.main([str(path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"recheck: {path}: damaged (the result of cell {key} is no JSON")
    assert said.count("\n") == 1


@pytest.mark.parametrize("arguments", [["no.sqlite"], ["README.md"]])
def test_what_is_no_run_is_refused_in_one_line(arguments, capsys):
    assert recheck.main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "soon"])
def test_seconds_are_positive(seconds, capsys):
    assert recheck.main(["run.sqlite", "--seconds", seconds]) == 2
    said = f"recheck: argument --seconds: {seconds}: must be a number above 0\n"
    assert capsys.readouterr().err == said
