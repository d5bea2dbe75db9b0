"""Cost of encoding and of drawing: ``OMP_NUM_THREADS=1 python -m tests.benchmarks.encoding``.

Nanoseconds of CPU a value for cutting 10^5 x 128 values into cells, against a sorted search column by column
(each column has a table of its own, as ours do) and of one table for all; and for drawing standard normals,
against NumPy's generator.
"""

import numpy as np

from simulate.codes.cells import cell_indices, lloyd_max_boundaries
from simulate.streams import Stream, generator, normal, words
from tests.benchmarks.measure import cpu_seconds, write_results

SHAPE = (100_000, 128)
DRAWS = 5_000_000
ROUNDS = 5


def cut(bits: int) -> dict:
    """Nanoseconds a value, ours and numpy.searchsorted's, for 2^bits cells."""
    values = np.random.default_rng(0).standard_normal(SHAPE, dtype=np.float32)
    single = lloyd_max_boundaries(1 << bits).astype(np.float32)
    boundaries = np.repeat(single[:, None], SHAPE[1], axis=1)

    def by_column():
        found = np.empty(SHAPE, np.uint8)
        for column in range(SHAPE[1]):
            found[:, column] = np.searchsorted(boundaries[:, column], values[:, column])
        return found

    def ours():
        return cell_indices(values, boundaries, xp=np)

    if not np.array_equal(ours(), by_column()):
        raise SystemExit("the two encodings differ")
    seconds = cpu_seconds(ours, by_column, lambda: np.searchsorted(single, values), rounds=ROUNDS)
    own, column, shared = (value / values.size * 1e9 for value in seconds)
    return {
        "bits": bits,
        "ours_ns": own,
        "searchsorted_by_column_ns": column,
        "searchsorted_one_table_ns": shared,
        "times_faster_than_by_column": column / own,
        "times_faster_than_one_table": shared / own,
    }


def drawn() -> dict:
    """Nanoseconds a draw."""
    stream = Stream(1)
    names = ("words", "normal_float32", "numpy_normal_float64", "numpy_normal_float32")
    seconds = cpu_seconds(
        lambda: words(stream, DRAWS, xp=np),
        lambda: normal(stream, (DRAWS,), xp=np),
        lambda: generator(stream).standard_normal(DRAWS),
        lambda: generator(stream).standard_normal(DRAWS, dtype=np.float32),
        rounds=ROUNDS,
    )
    return {f"{name}_ns": value / DRAWS * 1e9 for name, value in zip(names, seconds, strict=True)}


if __name__ == "__main__":
    results = {"cells": [cut(bits) for bits in (1, 2, 3, 4, 8)], "draws": drawn()}
    print(write_results("encoding", results).read_text())
