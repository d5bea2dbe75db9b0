"""Engines: they run cells somewhere and hand back outcomes as they finish, in any order.

Both engines take the function to run and the cells, and yield one outcome a cell; neither changes a result.
A worker that dies takes nothing with it: its cell goes to another. A cell whose worker died ``DEATHS`` times
is given up and reported as failed, so that one that always runs out of memory cannot stop the sweep.
"""

import contextlib
import logging
import multiprocessing
import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Sequence
from multiprocessing import connection, forkserver
from multiprocessing.process import BaseProcess
from typing import NamedTuple, cast

from simulate.cells import Cell
from simulate.execution import Outcome

__all__ = ["DEATHS", "EngineError", "dask", "local"]

DEATHS = 10
POLL_SECONDS = 0.1
THREAD_LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class _Worker(NamedTuple):
    process: BaseProcess
    pipe: connection.Connection


class EngineError(Exception):
    """An engine that cannot start or go on, in one line."""


def local(
    run: Callable[[Cell], Outcome], cells: Sequence[Cell], *, workers: int, stopping: Callable[[], bool]
) -> Generator[Outcome]:
    """Run the cells in ``workers`` processes of this machine, numerical libraries on one thread each.

    When ``stopping()`` turns true, no cell is begun, outcomes already sent are handed over, and the rest is
    abandoned. Closing the iterator ends the workers.
    """
    queue, deaths = deque(cells), Counter[Cell]()
    finished: list[Outcome] = []
    idle: list[_Worker] = []
    busy: dict[connection.Connection, tuple[_Worker, Cell]] = {}
    context = _one_thread_each()
    try:
        while (queue or busy) and not stopping():
            while queue and len(busy) < workers:
                worker = idle.pop() if idle else _hire(context, run)
                busy[worker.pipe] = (worker, cell := queue.popleft())
                with contextlib.suppress(OSError):  # the worker died idle: its pipe says so below
                    worker.pipe.send(cell)
            yield from finished  # only now, so that the workers are busy while these are written
            finished = []
            for pipe in _speaking(busy, POLL_SECONDS):
                worker, cell = busy.pop(pipe)
                try:
                    finished.append(pipe.recv())
                    idle.append(worker)
                except (EOFError, OSError):
                    _dismiss(worker)
                    deaths[cell] += 1
                    if deaths[cell] < DEATHS:
                        queue.appendleft(cell)
                    else:
                        finished.append(_given_up(cell))
        yield from finished
        for pipe in _speaking(busy, 0):
            with contextlib.suppress(EOFError, OSError):
                yield pipe.recv()
    finally:
        for worker in [*idle, *(worker for worker, _ in busy.values())]:
            _dismiss(worker)


def dask(
    run: Callable[[Cell], Outcome],
    cells: Sequence[Cell],
    *,
    workers: int,
    scheduler: str | None,
    stopping: Callable[[], bool],
) -> Generator[Outcome]:
    """Run the cells on the Dask cluster at address ``scheduler``, or on a local one of ``workers`` processes.

    A bounded number of cells is in flight, so that the scheduler's memory does not grow with the sweep;
    workers may join and leave. ``stopping()`` is heeded as by `local`. Raises EngineError where there is no
    cluster to be had.
    """
    try:
        import dask
        import distributed
    except ImportError as error:
        raise EngineError(
            "--engine dask needs the extra 'dask' (the packages dask and distributed)"
        ) from error
    dask.config.set({"distributed.scheduler.allowed-failures": DEATHS})
    queue, deaths = deque(cells), Counter[Cell]()
    flying: dict[distributed.Future, Cell] = {}
    with _cluster(distributed, workers, scheduler) as client:
        while (queue or flying) and not stopping():
            while queue and len(flying) < 4 * max(1, sum(client.nthreads().values())):
                cell = queue.popleft()
                flying[client.submit(run, cell, key=f"{cell.key}-{deaths[cell]}", pure=False)] = cell
            with contextlib.suppress(TimeoutError):
                distributed.wait(list(flying), timeout=POLL_SECONDS, return_when="FIRST_COMPLETED")
            for future in [future for future in flying if future.done()]:
                cell = flying.pop(future)
                if future.status == "finished":
                    yield future.result()
                    continue
                deaths[cell] += 1
                if deaths[cell] < DEATHS:
                    queue.append(cell)
                else:
                    yield _given_up(cell)


@contextlib.contextmanager
def _cluster(distributed, workers: int, scheduler: str | None):
    """A client of the cluster, which is closed with it if it was made here; EngineError where there is none."""
    with contextlib.ExitStack() as stack:
        try:
            address = scheduler or stack.enter_context(_local_cluster(distributed, workers))
            client = stack.enter_context(distributed.Client(address))
        except (OSError, RuntimeError) as error:
            place = f"--scheduler {scheduler}" if scheduler else "--engine dask"
            raise EngineError(f"{place}: {' '.join(str(error).split())}") from error
        yield client


def _local_cluster(distributed, workers: int):
    """Worker processes on this machine; they are begun with Ctrl-C ignored, which is for the run to answer."""
    answer = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
        )
    finally:
        signal.signal(signal.SIGINT, answer)


def _given_up(cell: Cell) -> Outcome:
    return Outcome(cell.key, None, "", 0.0, f"its worker died {DEATHS} times")


def _one_thread_each():
    """Multiprocessing context whose server was started with every numerical library limited to one thread."""
    before = {name: os.environ.get(name) for name in THREAD_LIMITS}
    os.environ.update(dict.fromkeys(THREAD_LIMITS, "1"))
    try:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["simulate.execution"])
        forkserver.ensure_running()
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
    return context


def _speaking(pipes: Iterable[connection.Connection], seconds: float) -> list[connection.Connection]:
    """The pipes that hold an outcome or have lost their worker, waited for until there is one."""
    return cast(list[connection.Connection], connection.wait(list(pipes), timeout=seconds))


def _hire(context, run: Callable[[Cell], Outcome]) -> _Worker:
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, run), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _dismiss(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()


def _work(pipe, run: Callable[[Cell], Outcome]) -> None:
    """Body of a worker: cells in, outcomes out, until the run that hired it closes the pipe or dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, OSError):
        while True:
            pipe.send(run(pipe.recv()))


def _die_with_parent() -> None:
    if run := multiprocessing.parent_process():
        run.join()
        os._exit(1)
