"""Cost of encoding and of drawing: ``OMP_NUM_THREADS=1 python -m tests.benchmarks.encoding``.

Nanoseconds of CPU a value for cutting 10^5 x 128 values into cells, each column with a table of its own: ours,
numpy.searchsorted column by column (as the rows lie, and on a copy laid out by columns, the copying not counted),
and both where one table serves all columns. And for drawing standard normals, against NumPy's generator.
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
    columns, tables = values.T.copy(), boundaries.T.copy()

    def by_column():
        found = np.empty(SHAPE, np.uint8)
        for column in range(SHAPE[1]):
            found[:, column] = np.searchsorted(boundaries[:, column], values[:, column])
        return found

    def on_columns():
        return np.stack([np.searchsorted(*pair) for pair in zip(tables, columns, strict=True)])

    def ours():
        return cell_indices(values, boundaries, xp=np)

    def ours_one_table():
        return cell_indices(values, single[:, None], xp=np)

    def one_table():
        return np.searchsorted(single, values)

    ways = (ours, by_column, on_columns, ours_one_table, one_table)
    if not all(np.array_equal(ways[0](), found) for found in (by_column(), ours_one_table(), one_table())):
        raise SystemExit("the encodings differ")
    seconds = cpu_seconds(*ways, rounds=ROUNDS)
    own, by_rows, by_columns, shared, searched = (value / values.size * 1e9 for value in seconds)
    return {
        "bits": bits,
        "ours_ns": own,
        "searchsorted_by_column_ns": by_rows,
        "searchsorted_on_columns_ns": by_columns,
        "times_faster": min(by_rows, by_columns) / own,
        "one_table": {
            "ours_ns": shared,
            "searchsorted_ns": searched,
            "times_faster": searched / shared,
        },
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
