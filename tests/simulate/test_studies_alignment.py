import json

import numpy as np
import pytest

from simulate import studies
from simulate.streams import Stream
from simulate.studies import alignment, frontier_emoji, frontier_shift

MODULES = (alignment, frontier_shift, frontier_emoji)


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("size", studies.SIZES)
def test_rows_are_json_and_differ(module, size):
    rows = [json.dumps(row, sort_keys=True) for row in module.grid(size)]
    assert len(set(rows)) == len(rows) > 0
    name = module.__name__.rsplit(".", 1)[1]
    assert len(studies.cells(name, module.grid(size), seed=0)) == len(rows)


def _small(module, **changes):
    row = module.grid("quick")[0] | {"trials": 2} | changes
    return module.run(Stream(0, ("cell",)), np, **row)


@pytest.mark.parametrize("module", [alignment, frontier_shift])
def test_a_cell_is_a_pure_function_that_json_can_hold(module):
    first, again = (_small(module, steps=10) for _ in range(2))
    assert json.dumps(first, allow_nan=False) == json.dumps(again, allow_nan=False)


def test_directions_are_judged_where_a_statement_gives_one():
    statements = {
        vary: {
            finding["statement"]
            for finding in _small(alignment, vary=vary, before=before, after=after, steps=10)["findings"]
        }
        for vary, before, after in (
            ("temperature", 0.03, 0.3),
            ("penalty_weight", 0.0, 1.0),
            ("dimension", 8, 12),
        )
    }
    assert statements == {
        "temperature": {"ib-temperature-removes-nuisance"},
        "penalty_weight": {
            *(f"ib-regulariser-aligns:{how}" for how in ("CKA", "mutual neighbours", "leakage")),
            alignment.LEFT,
            alignment.LESS,
        },
        "dimension": {"ib-hyperparameters-matter:dimension"},
    }


def test_no_code_passes_the_shifted_frontier():
    found = _small(frontier_shift, steps=10)
    assert len(found["findings"]) == 2 * 2 * 3
    assert all(finding["against"] == "-inf" for finding in found["findings"])
    for size in (3, 6, 9):
        assert found["measured"][f"cost_of_leakage_{size}"]["before"]["mean"] > 0
        assert found["measured"][f"shortfall_{size}"]["before"]["mean"] > 0


def test_the_emoji_cell_runs():
    found = _small(frontier_emoji, steps=40)
    assert found["measured"]["cka"]["change"]["mean"] > 0
    assert found["findings"] == []
