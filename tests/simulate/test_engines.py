"""Engines hand back every outcome once, whatever dies on the way."""

import contextlib
import os
import random
import signal
import time
from functools import partial

import pytest

from simulate import engines, studies
from simulate.cells import cell
from simulate.execution import Outcome, execute

CELLS = [cell("fano", 1, seed=0, parameters={"row": row}) for row in range(40)]


def echo(one):
    return Outcome(one.key, str(os.getpid()), "test", 0.0)


def slow_echo(one):
    time.sleep(0.02)
    return echo(one)


def deadly(one):
    if one == CELLS[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    return echo(one)


def threads(one):
    return Outcome(one.key, os.environ["OPENBLAS_NUM_THREADS"], "test", 0.0)


def never():
    return False


def keys(outcomes):
    return sorted(outcome.key for outcome in outcomes)


@pytest.mark.parametrize("workers", [1, 2])
def test_every_cell_once(workers):
    assert keys(engines.local(echo, CELLS, workers=workers, stopping=never)) == sorted(c.key for c in CELLS)


def test_no_cells_no_workers():
    assert list(engines.local(echo, [], workers=2, stopping=never)) == []


def test_numerical_libraries_get_one_thread_and_the_environment_is_left_alone(monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "7")
    (outcome,) = engines.local(threads, CELLS[:1], workers=1, stopping=never)
    assert outcome.result == "1"
    assert os.environ["OPENBLAS_NUM_THREADS"] == "7"


def test_fifty_killed_workers_lose_nothing():
    """The worker that delivered an outcome is killed a random while later: idle, or within its next cell."""
    cells = [cell("fano", 1, seed=1, parameters={"row": row}) for row in range(60)]
    moments, outcomes, kills = random.Random(0), [], 0
    for outcome in engines.local(slow_echo, cells, workers=2, stopping=never):
        outcomes.append(outcome)
        time.sleep(moments.uniform(0, 0.02))
        if kills < 50:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(outcome.result), signal.SIGKILL)
                kills += 1
    assert kills == 50
    assert keys(outcomes) == sorted(c.key for c in cells)
    assert not any(outcome.failure for outcome in outcomes)


def test_a_cell_that_kills_its_workers_is_given_up_and_the_others_finish():
    outcomes = {outcome.key: outcome for outcome in engines.local(deadly, CELLS, workers=2, stopping=never)}
    assert len(outcomes) == len(CELLS)
    assert [key for key, outcome in outcomes.items() if outcome.failure] == [CELLS[0].key]
    assert "worker died 10 times" in outcomes[CELLS[0].key].failure


def test_stopping_hands_over_what_is_finished_and_ends_the_workers():
    outcomes = []
    for outcome in engines.local(slow_echo, CELLS, workers=2, stopping=lambda: len(outcomes) >= 5):
        outcomes.append(outcome)
    assert 5 <= len(outcomes) < 10
    for worker in {int(outcome.result) for outcome in outcomes}:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)


@pytest.fixture(scope="module")
def cluster():
    """A Dask cluster of two single-threaded worker processes on this machine."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster


def test_dask_gives_every_cell_once_though_its_workers_are_killed(cluster):
    outcomes, killed = [], set()
    options = {"workers": 2, "scheduler": cluster.scheduler_address, "stopping": never}
    for outcome in engines.dask(slow_echo, CELLS, **options):
        outcomes.append(outcome)
        if len(killed) < 3 and outcome.result not in killed:
            killed.add(outcome.result)
            os.kill(int(outcome.result), signal.SIGKILL)
    assert keys(outcomes) == sorted(c.key for c in CELLS)
    assert not any(outcome.failure for outcome in outcomes)
    assert len(killed) == 3


def test_dask_and_local_results_are_the_same(cluster):
    cells = studies.cells("fano", studies.study("fano").grid("quick")[:10], seed=3)
    run = partial(execute, device="cpu")
    remote = engines.dask(run, cells, workers=2, scheduler=cluster.scheduler_address, stopping=never)
    local = engines.local(run, cells, workers=2, stopping=never)
    assert {o.key: o.result for o in remote} == {o.key: o.result for o in local}


def test_dask_stops_when_told(cluster):
    outcomes = []
    options = {"workers": 2, "scheduler": cluster.scheduler_address, "stopping": lambda: len(outcomes) >= 5}
    for outcome in engines.dask(slow_echo, CELLS, **options):
        outcomes.append(outcome)
    assert 5 <= len(outcomes) < len(CELLS)


def test_no_scheduler_at_the_address_is_said_in_one_line(monkeypatch):
    dask = pytest.importorskip("dask")
    with dask.config.set({"distributed.comm.timeouts.connect": "0.2s"}):
        outcomes = engines.dask(echo, CELLS, workers=1, scheduler="tcp://127.0.0.1:9", stopping=never)
        with pytest.raises(engines.EngineError, match=r"--scheduler tcp://127\.0\.0\.1:9") as refused:
            next(outcomes)
    assert "\n" not in str(refused.value)
