"""Cost of exact ranks on a GPU: ``python -m tests.benchmarks.ranking_on_gpu [queries documents]``. Needs CuPy.

Seconds of the ranks of 100,000 queries among 1,000,000 documents of 128 dimensions over those of the float32
matrix product alone in the same tiles, best of several; and the device memory that the run held.
"""

import sys
import time

from simulate.device import blocks, device_name, select_namespace
from simulate.ranking import GPU_TILE, ranks
from simulate.streams import Stream, integers, normal
from tests.benchmarks.measure import write_results

DIMENSION = 128
ROUNDS = 3


def seconds(function, xp) -> float:
    """Least wall time of several runs, the device idle before and after each."""
    best = float("inf")
    for _ in range(ROUNDS):
        xp.cuda.Device().synchronize()
        start = time.perf_counter()
        function()
        xp.cuda.Device().synchronize()
        best = min(best, time.perf_counter() - start)
    return best


def compared(queries: int, documents: int, xp) -> dict:
    """Ratio of the ranks to the product alone, and memory, at one size."""
    stream = Stream(1)
    rows = normal(stream.child("documents"), (documents, DIMENSION), xp=xp)
    relevant = integers(stream.child("relevant"), (queries,), documents, xp=xp)
    noise = normal(stream.child("noise"), (queries, DIMENSION), xp=xp)
    asked = xp.take(rows, relevant, axis=0) + 3.0 * noise

    def product():
        for span in blocks(documents, GPU_TILE[0]):
            for columns in blocks(queries, GPU_TILE[1]):
                xp.matmul(rows[span], asked[columns].T)

    floor, exact = seconds(product, xp), seconds(lambda: ranks(asked, rows, relevant, xp=xp), xp)
    return {
        "queries": queries,
        "documents": documents,
        "dimension": DIMENSION,
        "product_seconds": floor,
        "ratio_exact_ranks_with_ties": exact / floor,
        "memory_mib": xp.get_default_memory_pool().total_bytes() / 2**20,
    }


if __name__ == "__main__":
    namespace = select_namespace("cuda")
    size = [int(word) for word in sys.argv[1:3]] or [100_000, 1_000_000]
    results = compared(*size, namespace)
    print(write_results("ranking_on_gpu", results, device=device_name(namespace)).read_text())
