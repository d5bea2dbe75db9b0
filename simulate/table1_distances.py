"""How far each reading of Table 1's experiment is from its rows: ``python -m simulate.table1_distances STORE``.

For every reading and code of a run of the study `table1`: the mean over its trials, and for each printed row the
largest difference over the rates that ran, with its sign. The bound row is held against the best ranking of
uncoded queries.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from simulate import store
from simulate.studies.table1 import BALANCED, CODES
from theory.reported import RATES, TABLE1

__all__ = ["distances", "main"]

DECODERS = {"fixed": ("fixed", "cosine"), "adaptive": ("adaptive", "posterior")}


def distances(path: Path) -> list[tuple[str, str, str, int, float]]:
    """Rows (reading, code and decoder, printed row, trials, largest difference), nearest first."""
    values: dict[tuple[str, str, str, int], list[float]] = defaultdict(list)
    with store.read(path) as connection:
        for row in store.rows(connection):
            given = json.loads(row.cell.parameters)
            if row.cell.study == "table1" and all(given[k] == v for k, v in BALANCED.items()):
                for (label, printed, rate), mean in _means(row.result["measured"], given["bits"]).items():
                    values[given["reading"], label, printed, rate].append(mean)
    groups: dict[tuple[str, str, str], list[tuple[float, int]]] = defaultdict(list)
    for (reading, label, printed, rate), trials in values.items():
        gap = float(np.mean(trials)) - float(TABLE1[printed][RATES.index(rate)])
        groups[reading, label, printed].append((gap, len(trials)))
    found = [
        (*key, min(count for _, count in gaps), max((gap for gap, _ in gaps), key=abs))
        for key, gaps in groups.items()
    ]
    return sorted(found, key=lambda row: abs(row[-1]))


def main(arguments: list[str] | None = None) -> int:
    """Print the table; returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        if len(given) != 1:
            raise store.StoreError("usage: python -m simulate.table1_distances STORE")
        rows = distances(Path(given[0]))
    except store.StoreError as error:
        print(f"table1_distances: {error}", file=sys.stderr)
        return 2
    for reading, label, printed, trials, gap in rows:
        print(f"{reading:22} {label:24} {printed:10} {trials:3} trials {gap:+.3f}")
    return 0


def _means(measured, bits):
    """Mean reciprocal ranks by (code and decoder, printed row, rate)."""
    found = {}
    for rate in set(bits) & set(RATES):
        found["uncoded, best ranking", "bound", rate] = measured["bayes"][0]
        found["clip", "clip", rate] = measured["clip"][str(rate)]["naive"][0]
        for code in CODES:
            for printed, names in DECODERS.items():
                for name in names:
                    found[f"{code} {name}", printed, rate] = measured[code][str(rate)][name][0]
    return found


if __name__ == "__main__":
    sys.exit(main())
