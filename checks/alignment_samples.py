"""`python -m checks.alignment_samples STORE`: the counts of a finished run behind the second paper's statistical claims.

STORE is a run of the study alignment (`python -m simulate.sweep alignment --full --out STORE`). For each contrast and
statement: in how many trainings the measure went the way of the statement (1), the other way (0), or neither (1/2).
"""

import json
import sys
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from checks.register import Reading
from simulate import store
from simulate.studies.alignment import VERSION
from theory.proof.formal import sampled

FILE = Path(__file__).parent / "certificates" / "alignment.json"
ALPHA, HALF = "1/1000", ["/", 1, 2]


def counted(path: Path) -> dict[str, Any]:
    """The study's cells of a store, with what draws them again.

    Raises
    ------
    ValueError
        For a store without finished cells of the present study.
    """
    with store.read(path) as connection:
        settings = store.settings(connection)
        rows = [r for r in store.rows(connection) if (r.cell.study, r.cell.version) == ("alignment", VERSION)]
    if not rows:
        raise ValueError(f"store {path} has no finished cell of the study alignment, version {VERSION}")
    cells = [
        {"parameters": json.loads(row.cell.parameters), "samples": {f["statement"]: histogram(f) for f in row.result["findings"]}}
        for row in rows
    ]  # fmt: skip
    seed, size = settings["seed"], settings["size"]
    command = f"python -m simulate.sweep alignment --{size} --seed {seed}"
    return {"version": VERSION, "seed": seed, "command": command, "cells": cells}


def histogram(finding: dict[str, Any]) -> list[list]:
    """[value, count] rows of a sampled finding, values as exact words."""
    return [[str(Fraction(v)), n] for v, n in zip(finding["values"], finding["counts"], strict=True)]


@cache
def stored() -> dict[str, Any]:
    """The counts that the claims use."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def certificate(statement: str, before: Any, after: Any, **changed: Any) -> dict[str, Any]:
    """The sample of one statement under one contrast of the base setting, or of a changed one."""
    base = {"amplitude": 1.0, "learn_temperature": False, "before": before, "after": after}
    wanted = (base | changed).items()
    (cell,) = [
        c for c in stored()["cells"] if wanted <= c["parameters"].items() and statement in c["samples"]
    ]
    redraw = {name: stored()[name] for name in ("seed", "command", "version")}
    return {"kind": "sample", "histogram": cell["samples"][statement], "alpha": ALPHA, **redraw}


def share(words: str, statement: str, before: Any, after: Any, **changed: Any) -> Reading:
    """How often a measure goes the way of a statement (a tie counts for half): in at least half of such trainings."""
    drawn = [certificate(statement, before, after, **changed)]
    formal, other = (sampled(0, 1, [r, "mean", HALF]) for r in (">=", "<="))
    return Reading(words, formal, drawn, Reading("The other way.", other, drawn))


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        print("usage: python -m checks.alignment_samples STORE", file=sys.stderr)
        return 2
    try:
        drawn = counted(Path(arguments[0]))
    except (store.StoreError, ValueError) as error:
        print(f"alignment_samples: {error}", file=sys.stderr)
        return 2
    FILE.write_text(json.dumps(drawn, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
