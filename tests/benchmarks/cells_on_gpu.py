"""Cells a second on a GPU and on a processor: ``python -m tests.benchmarks.cells_on_gpu [cells]``. Needs CuPy.

The first cells of the full grids of the studies whose kernels run on the GPU; wall time on one process each, the
first cell of a study run once more beforehand so that compiling is not counted.
"""

import itertools
import json
import sys
import time
from types import ModuleType

import numpy as np

from simulate import studies
from simulate.cells import Cell
from simulate.device import device_name, select_namespace
from tests.benchmarks.measure import write_results

STUDIES = ("scale", "temperature", "table1")
CELLS = 4


def cells_a_second(cells: list[Cell], xp: ModuleType) -> float:
    """Cells finished a second, results included."""

    def run(cell: Cell) -> None:
        studies.study(cell.study).run(cell.stream, xp, **json.loads(cell.parameters))

    run(cells[0])
    start = time.perf_counter()
    for cell in cells:
        run(cell)
    return len(cells) / (time.perf_counter() - start)


def compared(count: int, xp: ModuleType) -> dict:
    """Rates of both devices by study, and their ratio."""
    results = {}
    for name in STUDIES:
        cells = studies.cells(name, itertools.islice(studies.study(name).grid("full"), count), seed=0)
        here, there = cells_a_second(cells, np), cells_a_second(cells, xp)
        results[name] = {"processor": here, "device": there, "times_faster": there / here}
    return {"processor": device_name(np), "cells": count, "cells_a_second": results}


if __name__ == "__main__":
    namespace = select_namespace("cuda")
    found = compared(int(sys.argv[1]) if sys.argv[1:] else CELLS, namespace)
    print(write_results("cells_on_gpu", found, device=device_name(namespace)).read_text())
