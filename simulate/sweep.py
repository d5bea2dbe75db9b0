"""Sweeps: ``python -m simulate.sweep [STUDY...]`` runs studies, says what agreed and what not.

Beyond one machine, start a Dask scheduler and workers and give its address; see simulate/README.md.
"""

import argparse
import os
import shlex
import signal
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event

from tqdm import tqdm

from simulate import engines, planning, store, studies, summary
from simulate.cells import Cell
from simulate.commands import INTERRUPTED, OneLine, Refused, command, natural, positive
from simulate.device import DeviceError, on_gpu, select_namespace
from simulate.execution import Outcome, execute

__all__ = ["main"]

DONE, FAILED, DISCREPANCY = 0, 1, 3


@command("sweep", ValueError, store.StoreError, engines.EngineError)
def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    options = _parser().parse_args(arguments)
    if options.list:
        print("\n".join(f"{name:16} {studies.title(name)}" for name in studies.names()))
        return DONE
    return _sweep(options)


def _parser() -> argparse.ArgumentParser:
    parser = OneLine(prog="python -m simulate.sweep", description="Run studies; all of them by default.")
    parser.add_argument("studies", nargs="*", metavar="STUDY", help="studies to run (--list names them)")
    parser.add_argument("--list", action="store_true", help="name the studies and stop")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--engine", choices=("local", "dask"), help="default local, or dask with --scheduler")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--workers", type=positive, help="worker processes (default: one a core; one on a GPU)"
    )
    where.add_argument("--scheduler", metavar="ADDR", help="address of a Dask scheduler")
    parser.add_argument("--seed", type=natural, help="seed of the run (default 0)")
    size = parser.add_mutually_exclusive_group()
    size.add_argument(
        "--grid",
        type=Path,
        metavar="FILE",
        help="JSON: {study: {parameter: value or list}, or a list of such}",
    )
    for name, text in (
        ("quick", "a minute or so (the default)"),
        ("paper", "the paper's sizes"),
        ("full", "for a GPU"),
    ):
        size.add_argument(f"--{name}", dest="size", action="store_const", const=name, help=text)
    parser.add_argument(
        "--out", type=Path, metavar="RUN", help="store (default runs/<date>-<studies>.sqlite)"
    )
    parser.add_argument("--resume", action="store_true", help="go on with the store RUN where it stopped")
    parser.add_argument(
        "--fail-on-discrepancy", action="store_true", help="exit 3 when a statement was violated"
    )
    return parser


def _sweep(options: argparse.Namespace) -> int:
    cells, chosen = planning.planned(options)
    _check_engine(options)
    path = options.out or planning.default_path(chosen["studies"], resume=options.resume)
    with store.writer(path) as connection:
        earlier = store.settings(connection)
        if not earlier:
            store.plan(connection, cells, chosen)
        elif not options.resume:
            raise Refused(f"{path}: already holds a run; add --resume to go on, or choose another --out")
        planning.check_agreement(options, chosen, earlier or chosen, path)
        left = store.pending(connection)
        planning.check_versions(left, path)
        store.sit(
            connection,
            planning.now().isoformat(timespec="seconds"),
            shlex.join(["python", "-m", "simulate.sweep", *sys.argv[1:]]),
            planning.environment(),
        )
        code = _run(left, connection, options, path)
        if code in (DONE, FAILED):
            tallied = summary.tallies(connection)
            print(summary.table(tallied))
            print(f"\nstore: {path}")
            if code == DONE and options.fail_on_discrepancy and any(t.violated for t in tallied):
                return DISCREPANCY
        return code


def _check_engine(options: argparse.Namespace) -> None:
    if options.scheduler and options.engine == "local":
        raise Refused("--scheduler ADDR: goes with --engine dask, not local")
    if not options.scheduler:
        try:
            select_namespace(options.device)
        except DeviceError as error:
            raise Refused(f"--device: {error}") from None


def _run(cells: list[Cell], connection, options: argparse.Namespace, path: Path) -> int:
    """Run the cells and write each as it finishes; returns the exit code, having said what went wrong."""
    failed = 0
    with _stop_on_signals() as stopping:
        outcomes = _outcomes(cells, options, stopping)
        try:
            for outcome in tqdm(outcomes, total=len(cells), unit="cell", file=sys.stderr, disable=None):
                if outcome.failure is None:
                    store.write(
                        connection,
                        outcome.key,
                        outcome.result,
                        device=outcome.device,
                        seconds=outcome.seconds,
                    )
                else:
                    failed += 1
                    tqdm.write(f"sweep: cell {outcome.key}: {outcome.failure}", file=sys.stderr)
        except store.StoreError as error:
            print(f"sweep: {error}", file=sys.stderr)
            stopping.set()
        except engines.EngineError:
            if not stopping.is_set():
                raise
        finally:
            outcomes.close()
    again = f"to go on: {_resume_command(options, path)}"
    if stopping.is_set():
        print(f"sweep: interrupted; every finished cell is kept; {again}", file=sys.stderr)
        return INTERRUPTED
    if failed:
        print(f"sweep: {failed} cells failed; {again}", file=sys.stderr)
        return FAILED
    return DONE


def _outcomes(cells: list[Cell], options: argparse.Namespace, stopping: Event) -> Generator[Outcome]:
    work, workers = partial(execute, device=options.device), options.workers or _workers(options.device)
    if options.engine == "dask" or options.scheduler:
        return engines.dask(
            work, cells, workers=workers, scheduler=options.scheduler, stopping=stopping.is_set
        )
    return engines.local(work, cells, workers=workers, stopping=stopping.is_set)


def _workers(device: str) -> int:
    """One for the GPU, one for each core without it."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return 1 if on_gpu(select_namespace(device)) else cores


@contextmanager
def _stop_on_signals() -> Iterator[Event]:
    """An event that the first SIGINT or SIGTERM sets; a second one acts as usual."""
    stopping = Event()
    before = {int(number): signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(received: int, _frame) -> None:
        stopping.set()
        signal.signal(received, before[received])

    for number in before:
        signal.signal(number, stop)
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _resume_command(options: argparse.Namespace, path: Path) -> str:
    flags = {
        "--device": options.device,
        "--engine": options.engine,
        "--workers": options.workers,
        "--scheduler": options.scheduler,
    }
    given = [
        str(part) for flag, value in flags.items() if value not in (None, "auto") for part in (flag, value)
    ]
    return shlex.join(["python", "-m", "simulate.sweep", "--resume", "--out", str(path), *given])


if __name__ == "__main__":
    sys.exit(main())
