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


@pytest.mark.parametrize("arguments", [["no.sqlite"], ["README.md"]])
def test_what_is_no_run_is_refused_in_one_line(arguments, capsys):
    assert recheck.main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "soon"])
def test_seconds_are_positive(seconds):
    with pytest.raises(SystemExit) as stopped:
        recheck.main(["run.sqlite", "--seconds", seconds])
    assert stopped.value.code == 2
