"""A corpus in memory-mapped files: ``python -m tests.benchmarks.embeddings [--documents N] [--dimensions D]``.

Makes unit vectors in clusters, with queries near their document, and measures `simulate.bits --embeddings` on them as
a user runs it: seconds, CPU seconds, their ratio to the float32 products alone, and peak memory
without the pages of the mapped files, which the system takes back when it needs them. Linux alone tells these apart.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tests.benchmarks.measure import cpu_seconds, write_results

ROWS = 50_000
CLUSTERS = 2_000
SPREAD, NOISE = 0.7, 0.6
"""Of a document about its cluster, in the cluster's own units; of a query about its document, in norm."""


def write_corpus(folder: Path, documents: int, dimensions: int, queries: int) -> None:
    """`documents.npy`, `queries.npy`, `relevant.npy`: coordinate i has standard deviation i^-1/2 before scaling."""
    rng = np.random.default_rng(7)
    shape = (documents, dimensions)
    held = np.lib.format.open_memmap(folder / "documents.npy", mode="w+", dtype=np.float32, shape=shape)
    deviations = (np.arange(1.0, dimensions + 1) ** -0.5).astype(np.float32)
    centres = rng.standard_normal((CLUSTERS, dimensions), dtype=np.float32) * deviations
    for start in range(0, documents, ROWS):
        rows = held[start : start + ROWS]
        around = rng.standard_normal(rows.shape, dtype=np.float32) * deviations
        rows[:] = _unit(centres[rng.integers(CLUSTERS, size=len(rows))] + SPREAD * around)
    relevant = np.sort(rng.choice(documents, queries, replace=False))
    noise = rng.standard_normal((queries, dimensions)) * NOISE / dimensions**0.5
    np.save(folder / "queries.npy", _unit(held[relevant] + noise).astype(np.float32))
    np.save(folder / "relevant.npy", relevant)


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def run(folder: Path) -> dict:
    """The command in a process of its own: what it took, and the figures that it gave."""
    figures = folder / "figures.json"
    command = [sys.executable, "-m", "simulate.bits", "--embeddings", str(folder), "--json", str(figures)]
    start = time.perf_counter()
    with (folder / "printed").open("w") as printed:
        process = subprocess.Popen(command, stdout=printed)
        anonymous = 0
        while process.poll() is None:
            anonymous = max(anonymous, _anonymous_bytes(process.pid))
            time.sleep(0.1)
    if process.returncode:
        raise RuntimeError(f"simulate.bits ended with exit code {process.returncode}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = json.loads(figures.read_text())
    return {
        "seconds": round(time.perf_counter() - start, 1),
        "CPU seconds": round(used.ru_utime + used.ru_stime, 1),
        "codes": len(found["codes"]),
        "peak memory without mapped files, MB": round(anonymous / 1e6),
        "taken": {name: found["take"][name] for name in ("code", "bits", "mrr")},
    }


def _anonymous_bytes(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("RssAnon")), 0)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=10**6)
    parser.add_argument("--dimensions", type=int, default=768)
    parser.add_argument("--queries", type=int, default=1000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpus(folder, given.documents, given.dimensions, given.queries)
        asked = np.load(folder / "queries.npy")
        held = np.load(folder / "documents.npy", mmap_mode="r")[:ROWS]
        (product,) = cpu_seconds(lambda: asked @ held.T, rounds=3)
        measured = run(folder)
    rankings = 1 + measured["codes"]
    floor = product * given.documents / len(held) * rankings
    size = {"documents": given.documents, "dimensions": given.dimensions, "queries": given.queries}
    ratio = {"CPU seconds over those of the products alone": round(measured["CPU seconds"] / floor, 2)}
    print(write_results("embeddings", size | measured | ratio))


if __name__ == "__main__":
    main()
