"""How far each reading of Table 1's experiment is from its rows: ``python -m simulate.table1_distances STORE``.

For every reading and code of a run of the study `table1`: the mean over its trials, and for each printed row the
largest difference over the rates that ran, with its sign and standard error. The bound row is held against the best
ranking of uncoded queries.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulate import store
from simulate.studies.table1 import BALANCED, CODES
from theory.reported import RATES, TABLE1

__all__ = ["Distance", "distances", "main"]

DECODERS = {"fixed": ("fixed", "cosine"), "adaptive": ("adaptive", "posterior")}


@dataclass(frozen=True, slots=True)
class Distance:
    """Measured less printed, at the rate where it is largest, of a code and decoder in a reading.

    `error` is the standard error of the mean over queries and trials; trials share nothing but the reading.
    """

    reading: str
    code: str
    printed: str
    trials: int
    rate: int
    gap: float
    error: float


def distances(cells: Iterable[tuple[Mapping, Mapping]]) -> list[Distance]:
    """The distances of a run's cells (parameters, measured values), nearest first; other sources are left out."""
    values: dict[tuple[str, str, str, int], list[list[float]]] = defaultdict(list)
    for given, measured in cells:
        if all(given[k] == v for k, v in BALANCED.items()):
            for key, pair in _means(measured, given["bits"]).items():
                values[given["reading"], *key].append(pair)
    groups: dict[tuple[str, str, str], list[Distance]] = defaultdict(list)
    for (reading, code, printed, rate), pairs in values.items():
        means, errors = np.array(pairs).T
        gap = float(means.mean()) - float(TABLE1[printed][RATES.index(rate)])
        error = float(np.sqrt(np.sum(errors**2)) / len(errors))
        found = Distance(reading, code, printed, len(pairs), rate, gap, error)
        groups[reading, code, printed].append(found)
    worst = [max(found, key=lambda one: abs(one.gap)) for found in groups.values()]
    return sorted(worst, key=lambda one: abs(one.gap))


def main(arguments: list[str] | None = None) -> int:
    """Print the table; returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        if len(given) != 1:
            raise store.StoreError("usage: python -m simulate.table1_distances STORE")
        with store.read(Path(given[0])) as connection:
            cells = [
                (json.loads(row.cell.parameters), row.result["measured"])
                for row in store.rows(connection)
                if row.cell.study == "table1"
            ]
    except store.StoreError as error:
        print(f"table1_distances: {error}", file=sys.stderr)
        return 2
    for one in distances(cells):
        print(
            f"{one.reading:22} {one.code:24} {one.printed:10} {one.trials:3} trials {one.gap:+.3f} ± {one.error:.3f}"
        )
    return 0


def _means(measured, bits):
    """(mean, standard error) of reciprocal ranks by (code and decoder, printed row, rate)."""
    found = {}
    for rate in set(bits) & set(RATES):
        found["uncoded, best ranking", "bound", rate] = measured["bayes"]
        found["clip", "clip", rate] = measured["clip"][str(rate)]["naive"]
        for code in CODES:
            for printed, names in DECODERS.items():
                for name in names:
                    found[f"{code} {name}", printed, rate] = measured[code][str(rate)][name]
    return found


if __name__ == "__main__":
    sys.exit(main())
