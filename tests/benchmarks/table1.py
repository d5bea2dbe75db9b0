"""Cost of Table 1: ``OMP_NUM_THREADS=1 python -m tests.benchmarks.table1``.

CPU seconds of one trial of 100,000 pairs in each reading of the experiment, all codes, decoders and rates; and what
five trials of every reading come to on one core and on two.
"""

import json
import time

import numpy as np

from simulate import studies
from tests.benchmarks.measure import write_results
from theory.reported import RATES

TRIALS = 5


def seconds(parameters: dict) -> float:
    """CPU seconds of one cell."""
    (cell,) = studies.cells("table1", [parameters], seed=0)
    start = time.process_time()
    studies.study("table1").run(cell.stream, np, **json.loads(cell.parameters))
    return time.process_time() - start


if __name__ == "__main__":
    grid = studies.study("table1").grid("paper")
    rows = [row for row in grid if row["trial"] == 1 and row["bits"] == list(RATES)]
    by_reading = {row["reading"]: seconds(row) for row in rows}
    total = TRIALS * sum(by_reading.values()) / 60
    results = {
        "pairs": rows[0]["training"] + rows[0]["queries"],
        "documents": rows[0]["documents"],
        "rates": list(RATES),
        "trial_cpu_seconds": by_reading,
        "whole_grid_cpu_minutes": total,
        "whole_grid_minutes_on_two_cores": total / 2,
    }
    print(write_results("table1", results).read_text())
