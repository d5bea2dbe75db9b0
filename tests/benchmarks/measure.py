"""Side-by-side timing: CPU seconds, interleaved, best of several, so that ratios survive a busy machine."""

import datetime
import json
import pathlib
import platform
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import scipy

__all__ = ["cpu_seconds", "peak_bytes", "write_results"]


def cpu_seconds(*functions: Callable[[], object], rounds: int) -> list[float]:
    """Least CPU seconds of each function over `rounds` rounds, each of which runs every one of them once."""
    best = [float("inf")] * len(functions)
    for _ in range(rounds):
        for i, function in enumerate(functions):
            start = time.process_time()
            function()
            best[i] = min(best[i], time.process_time() - start)
    return best


def peak_bytes(function: Callable[[], object]) -> int:
    """Peak of the memory that Python and NumPy allocate while the function runs."""
    tracemalloc.start()
    try:
        function()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def write_results(name: str, results: dict, *, device: str = "cpu") -> pathlib.Path:
    """Write reports/benchmarks/<name>.json: the results with machine, device and date."""
    path = pathlib.Path(__file__).parents[2] / "reports" / "benchmarks" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    record = {
        "benchmark": name,
        "date": datetime.date.today().isoformat(),
        "device": device,
        "machine": {
            "processor": _processor(),
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
        },
        "results": results,
    }
    path.write_text(json.dumps(record, indent=1) + "\n")
    return path


def _processor() -> str:
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
