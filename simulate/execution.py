"""Running one cell, the same on every engine: on a worker, a cell goes in and an outcome comes out."""

import json
import time
import traceback
from typing import NamedTuple

from simulate import studies
from simulate.cells import Cell, canonical
from simulate.device import device_name, select_namespace

__all__ = ["Outcome", "execute"]


class Outcome(NamedTuple):
    """What became of a cell: its result as canonical JSON, or in one line why there is none."""

    key: str
    result: str | None
    device: str
    seconds: float
    failure: str | None = None


def execute(cell: Cell, device: str) -> Outcome:
    """Run one cell on ``device``; an exception inside it becomes the outcome's ``failure``."""
    started = time.perf_counter()
    try:
        xp = select_namespace(device)
        result = studies.study(cell.study).run(cell.stream, xp, **json.loads(cell.parameters))
        return Outcome(cell.key, canonical(result), device_name(xp), time.perf_counter() - started)
    except Exception as error:
        reason = f"{cell.study} {cell.parameters}: {_in_one_line(error)}"
        return Outcome(cell.key, None, device, time.perf_counter() - started, reason)


def _in_one_line(error: BaseException) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {' '.join(str(error).split())} ({place.filename}:{place.lineno})"
