"""`python -m simulate.recheck RUN...`: cells of stored runs again, and whether the numbers are the stored ones.

A cell depends on its parameters and seed alone, so anyone can have its numbers again. Of each study the cells that took
least time come first, as many as the seconds allow and one at least. Rounding differs between machines and between versions of NumPy:
numbers agree that are within 1e-9 of the larger one, or of 1.
Exit 0: all agree. 3: some do not, or fail. 2: bad arguments. 130: interrupted.
"""

import argparse
import json
import math
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

from simulate import engines, planning, store
from simulate.commands import OneLine, Refused, command
from simulate.execution import execute

__all__ = ["main"]

TOLERANCE = 1e-9
OTHERWISE = math.inf


@command("recheck", store.StoreError, engines.EngineError)
def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = OneLine(prog="python -m simulate.recheck", description="Stored numbers again.")
    parser.add_argument("runs", nargs="+", type=Path, metavar="RUN", help="stores of simulate.sweep")
    parser.add_argument(
        "--seconds", type=_positive, default=10, help="of stored running time, for each study of a run (10)"
    )
    options = parser.parse_args(arguments)
    differing = sum(rechecked(path, options.seconds) for path in options.runs)
    return 3 if differing else 0


def rechecked(path: Path, seconds: float) -> int:
    """Run cells of a store again and say how they came out; returns how many came out otherwise."""
    with store.read(path) as connection:
        rows = list(store.rows(connection))
    if not rows:
        raise Refused(f"{path}: holds no finished cell")
    planning.check_versions([row.cell for row in rows], path)
    otherwise = 0
    for study in dict.fromkeys(row.cell.study for row in rows):
        ours = [row for row in rows if row.cell.study == study]
        chosen = {row.cell.key: row for row in _affordable(ours, seconds)}
        cells = [row.cell for row in chosen.values()]
        apart = []
        for outcome in engines.local(
            partial(execute, device="cpu"), cells, workers=1, stopping=lambda: False
        ):
            if outcome.failure:
                print(f"recheck: {outcome.failure}", file=sys.stderr)
            again = json.loads(outcome.result) if outcome.result else None
            apart.append(difference(again, chosen[outcome.key].result))
        equal, far = apart.count(0), sum(d > TOLERANCE for d in apart)
        worst = f", the others by {max(apart):.1e} at most" if equal < len(apart) else ""
        print(
            f"{path}: {study}: {len(apart)} of {len(ours)} cells again, {equal} bit for bit{worst}",
            flush=True,
        )
        otherwise += far
    return otherwise


def difference(one: Any, other: Any) -> float:
    """The largest difference of two results' numbers, of the larger one or of 1; infinite where else they differ."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return max((difference(one[name], other[name]) for name in one), default=0)
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return max(map(difference, one, other), default=0)
    if one == other:
        return 0
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) / max(1, abs(one), abs(other))
    return OTHERWISE


def _positive(text: str) -> float:
    with suppress(ValueError):
        if (number := float(text)) > 0:
            return number
    raise argparse.ArgumentTypeError(f"{text}: must be a number above 0")


def _affordable(rows: list[store.Row], seconds: float) -> list[store.Row]:
    """The quickest cell, and with it as many more as fit into the seconds."""
    ordered = sorted(rows, key=lambda row: row.seconds)
    spent = accumulate(row.seconds for row in ordered)
    return ordered[: max(1, sum(total <= seconds for total in spent))]


if __name__ == "__main__":
    sys.exit(main())
