"""The sweep's command line: what it refuses, what survives a kill, what a resumed run goes on with."""

import json
import os
import random
import shlex
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from simulate import planning, store, studies, sweep
from simulate.device import DeviceError, select_namespace
from simulate.execution import execute

ROW = {"documents": 2, "codewords": 2, "code": "random", "decoder": "best", "worlds": 1}
KILLS = 50


@pytest.fixture
def small(tmp_path):
    """Options of a sweep of tiny cells, and the file it stores them in."""
    return options(tmp_path, cells=30)


def options(folder, *, cells, name="run", worlds=1):
    grid = folder / "grid.json"
    row = ROW | {"concentration": [1 + i / cells for i in range(cells)], "worlds": worlds}
    grid.write_text(json.dumps({"fano": row}))
    return ["--grid", str(grid), "--out", str(folder / f"{name}.sqlite"), "--device", "cpu", "--workers", "1"]


def results(folder, name="run"):
    """Every stored result, as stored, by key; there is at most one a cell."""
    with store.read(folder / f"{name}.sqlite") as connection:
        return dict(connection.execute("SELECT key, result FROM results"))


def refused(capsys, arguments):
    """The one line with which the arguments are refused."""
    assert sweep.main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    return shown.err


def test_list_names_every_study(capsys):
    assert sweep.main(["--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == studies.names()


def test_a_finished_run_prints_its_table_and_nothing_on_stderr(small, capsys):
    assert sweep.main(small) == 0
    shown = capsys.readouterr()
    assert "s4-eq5" in shown.out
    assert shown.err == ""


def test_discrepancies_set_the_exit_code_only_when_asked(small):
    assert sweep.main([*small, "--fail-on-discrepancy"]) == 3
    assert sweep.main([*small, "--resume"]) == 0


def test_workers_and_seeds(tmp_path):
    for name, more in {"one": [], "two": ["--workers", "2"], "other": ["--seed", "1"]}.items():
        assert sweep.main([*options(tmp_path, cells=30, name=name), *more]) == 0
    assert results(tmp_path, "one") == results(tmp_path, "two")
    assert not set(results(tmp_path, "one")) & set(results(tmp_path, "other"))


def test_the_dask_engine_stores_what_the_local_one_does(tmp_path):
    pytest.importorskip("distributed")
    for name, more in {"local": [], "dask": ["--engine", "dask"]}.items():
        assert sweep.main([*options(tmp_path, cells=10, name=name), *more]) == 0
    assert results(tmp_path, "local") == results(tmp_path, "dask")


def test_cells_run_alone_give_the_same_numbers(small, tmp_path):
    sweep.main(small)
    whole = results(tmp_path)
    (tmp_path / "alone").mkdir()
    sweep.main(options(tmp_path / "alone", cells=1))
    alone = results(tmp_path / "alone")
    assert len(alone) == 1
    assert alone.items() <= whole.items()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["nonesuch"], "study 'nonesuch': must be one of"),
        (["--grid", "EMPTY", "fano"], "has no study 'fano'"),
        (["--scheduler", "tcp://x:1", "--engine", "local"], "--scheduler"),
        (["--resume"], "to resume"),
        (["--workers", "0"], "argument --workers: 0: must be a whole number from 1"),
        (["--seed", "-1"], "argument --seed: -1: must be a whole number from 0"),
        (["--seed", "9" * 29], "must be a whole number from 0 to 2^63 - 1"),
        (["--device", "tpu"], "argument --device: invalid choice: 'tpu'"),
        (["--quick", "--paper"], "argument --paper: not allowed with argument --quick"),
        (["--grid", "."], "--grid .: is a directory"),
        (["--grid", "NONE"], "--grid NONE: no such file or directory"),
    ],
)
def test_bad_arguments_are_refused_in_one_line(tmp_path, monkeypatch, capsys, arguments, named):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "EMPTY").write_text(json.dumps({"nonesuch": {}}))
    assert named in refused(capsys, arguments)
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("{", "Expecting property name"),
        ("[]", "must hold an object"),
        ('{"fano": 3}', "parameters of 'fano'"),
        ('{"fano": {"documents": 2}}', "parameters documents: must be"),
        ('{"none": {}}', "study 'none'"),
        ('{"fano": []}', "parameters of 'fano'"),
        ('{"fano": {}, "fano": {}}', "'fano' stands there twice"),
        ('{"fano": {"documents": 2, "documents": 3}}', "'documents' stands there twice"),
        (json.dumps({"fano": ROW | {"concentration": []}}), "fano: concentration []: holds no value"),
        (json.dumps({"fano": ROW | {"concentration": float("nan")}}), "fano: concentration nan: must be"),
        (json.dumps({"fano": ROW | {"concentration": 1, "code": "zzz"}}), "fano: code 'zzz': must be one of"),
        ("[" * 100_000, "grid.json: "),
    ],
)
def test_bad_grids_are_refused_in_one_line(tmp_path, capsys, content, named):
    (tmp_path / "grid.json").write_text(content)
    said = refused(capsys, ["--grid", str(tmp_path / "grid.json"), "--out", str(tmp_path / "run")])
    assert said.startswith(f"sweep: --grid {tmp_path / 'grid.json'}: ")
    assert named in said
    assert not (tmp_path / "run").exists()


def test_no_gpu_is_said_at_once(small, tmp_path, capsys):
    try:
        select_namespace("cuda")
    except DeviceError:
        assert "cuda" in refused(capsys, [*small, "--device", "cuda"])
        assert not (tmp_path / "run.sqlite").exists()
    else:
        pytest.skip("a GPU answers")


def test_a_store_is_not_begun_twice_nor_resumed_with_other_choices(small, capsys):
    sweep.main(small)
    capsys.readouterr()
    assert "already holds a run" in refused(capsys, small)
    assert "began with seed 0, not 5" in refused(capsys, [*small, "--resume", "--seed", "5"])
    assert sweep.main(["--resume", "--out", small[3]]) == 0


def test_the_store_to_resume_is_of_these_studies_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runs").mkdir()
    ours = ["2026-01-02-table1.sqlite", "2026-01-02-table1-2.sqlite"]
    others = ["2026-01-03-table1_peers.sqlite", "2026-01-03-table1-x.sqlite", "2026-01-03-skew-table1.sqlite"]
    for age, name in enumerate([*others, *reversed(ours)]):
        path = tmp_path / "runs" / name
        path.touch()
        os.utime(path, (10**9 - age, 10**9 - age))
    assert planning.default_path(["table1"], resume=True).name == ours[1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE results SET result = '{}'", "damaged (the result of cell "),
        ("UPDATE results SET result = '{'", "damaged (the result of cell "),
        ("UPDATE settings SET value = '' WHERE name = 'grid'", "damaged (setting 'grid' is no JSON"),
        ("DELETE FROM settings WHERE name = 'seed'", "damaged (the settings lack seed)"),
        ("DELETE FROM settings", "damaged (it has cells and no settings)"),
        ("UPDATE cells SET seed = 7", "damaged (cell "),
    ],
)
def test_a_damaged_row_is_said_in_one_line(small, tmp_path, capsys, change, said):
    assert sweep.main(small) == 0
    with sqlite3.connect(tmp_path / "run.sqlite") as connection:
        connection.execute(change)
    capsys.readouterr()
    line = refused(capsys, [*small, "--resume"])
    assert line.startswith(f"sweep: {tmp_path / 'run.sqlite'}: ")
    assert said in line


def test_a_store_in_use_is_refused(small, tmp_path, capsys):
    with store.writer(tmp_path / "run.sqlite"):
        assert "in use by another run" in refused(capsys, [*small, "--resume"])


def test_foreign_files_and_old_schemas_are_refused(small, tmp_path, capsys):
    (tmp_path / "run.sqlite").write_text("something else entirely, and not short either\n" * 100)
    assert "not a database" in refused(capsys, [*small, "--resume"])
    (tmp_path / "run.sqlite").unlink()
    sweep.main(small)
    capsys.readouterr()
    connection = sqlite3.connect(tmp_path / "run.sqlite")
    connection.execute("PRAGMA user_version = 0")
    connection.close()
    assert "has schema 0" in refused(capsys, [*small, "--resume"])


def test_another_version_of_a_study_is_not_mixed_in(small, tmp_path, capsys, monkeypatch):
    sweep.main(small)
    with store.writer(tmp_path / "run.sqlite") as connection:
        connection.execute("DELETE FROM results WHERE key IN (SELECT key FROM cells LIMIT 1)")
    capsys.readouterr()
    monkeypatch.setattr(studies.study("fano"), "VERSION", 99)
    assert "began with version 2 of fano, now 99" in refused(capsys, ["--resume", "--out", small[3]])


def test_a_failing_cell_is_named_and_the_others_are_kept(tmp_path, capsys):
    sizes = {"documents": 2, "intent": 1, "width": 1, "noise": 0.5, "reading": "view", "queries": 50}
    grid = {"scale": sizes | {"bits": [10_000, 1, 2]}}
    (tmp_path / "grid.json").write_text(json.dumps(grid))
    arguments = [
        "--grid",
        str(tmp_path / "grid.json"),
        "--out",
        str(tmp_path / "run.sqlite"),
        "--workers",
        "1",
    ]
    assert sweep.main(arguments) == 1
    first, last = capsys.readouterr().err.splitlines()
    assert '"bits":10000' in first
    assert "1 cells failed; to go on: python -m simulate.sweep --resume" in last
    assert len(results(tmp_path)) == 2


def start(arguments, **more):
    command = [sys.executable, "-m", "simulate.sweep", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def wait_for_results(folder, running, *, size):
    """Wait until the run has begun to store results; the store is locked, so its log's growth tells."""
    path = folder / "run.sqlite-wal"
    while running() and not (path.exists() and path.stat().st_size > size):
        time.sleep(0.001)


def test_interrupted_runs_say_how_to_go_on_and_do(tmp_path, capsys):
    arguments = options(tmp_path, cells=200, worlds=3000)
    process = start(arguments, start_new_session=True)
    wait_for_results(tmp_path, lambda: process.poll() is None, size=400_000)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.count("\n") == 1
    assert 0 < len(results(tmp_path)) < 200
    command = shlex.split(said.rpartition("to go on: ")[2])
    assert command[:3] == ["python", "-m", "simulate.sweep"]
    assert sweep.main(command[3:]) == 0
    assert len(results(tmp_path)) == 200


def test_a_full_disk_keeps_what_is_finished(tmp_path):
    arguments = options(tmp_path, cells=1500)
    limited = ["bash", "-c", 'ulimit -f 1000; exec "$@"', "limited", sys.executable, "-m", "simulate.sweep"]
    process = subprocess.run([*limited, *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert process.returncode == 130
    assert process.stderr.count("\n") == 2
    assert "run.sqlite: " in process.stderr
    assert 0 < len(results(tmp_path)) < 1500


FORKING_SERVER = """
import os, signal, sys
from simulate import sweep
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    if child := os.fork():
        print(child, flush=True)
    else:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(nothing, number)
        os._exit(sweep.main(line.split()))
"""


def test_killed_runs_lose_nothing_and_do_nothing_twice(tmp_path):
    """kill -9 at 50 random moments of one sweep, then the rest: the same bytes as from cells run alone.

    Every fifth kill waits until results come in, so that it falls between or within transactions.
    """
    arguments = options(tmp_path, cells=3000)
    moments = random.Random(0)
    kept = {}
    with subprocess.Popen(
        [sys.executable, "-c", FORKING_SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        for kill in range(KILLS):
            print(*arguments, "--resume", file=server.stdin, flush=True)
            run = int(server.stdout.readline())
            if kill % 5 == 0:
                wait_for_results(tmp_path, lambda run=run: os.path.exists(f"/proc/{run}"), size=60_000)
            time.sleep(moments.uniform(0.0, 0.05 if kill % 5 == 0 else 0.25))
            os.kill(run, signal.SIGKILL)
            while os.path.exists(f"/proc/{run}"):
                time.sleep(0.001)
            found = results(tmp_path) if (tmp_path / "run.sqlite").exists() else {}
            assert kept.items() <= found.items()
            kept = found
    assert 0 < len(kept) < 3000
    assert sweep.main([*arguments, "--resume"]) == 0
    with store.read(tmp_path / "run.sqlite") as connection:
        alone = [execute(row.cell, "cpu") for row in store.rows(connection)]
    assert results(tmp_path) == {outcome.key: outcome.result for outcome in alone}
    assert len(alone) == 3000
