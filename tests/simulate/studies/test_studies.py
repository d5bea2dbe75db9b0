"""Every study there is: its grids fit, its cells are pure, and what is known to hold is not seen violated."""

import json

import numpy as np
import pytest

from simulate import findings, studies


def run(cell):
    return studies.study(cell.study).run(cell.stream, np, **json.loads(cell.parameters))


@pytest.mark.parametrize("name", studies.names())
@pytest.mark.parametrize("size", studies.SIZES)
def test_grids_fit(name, size):
    made = studies.cells(name, studies.study(name).grid(size), seed=0)
    assert made
    assert len({cell.key for cell in made}) == len(made)


@pytest.mark.parametrize("name", studies.names())
def test_a_cell_gives_the_same_again_and_what_holds_holds(name):
    cell = studies.cells(name, studies.study(name).grid("quick"), seed=0)[0]
    result = run(cell)
    assert run(cell) == result
    json.dumps(result, allow_nan=False)
    broken = zip(result["findings"], findings.violated(result["findings"]), strict=True)
    assert not [f for f, bad in broken if bad and f["statement"].startswith("ours-")]


@pytest.mark.parametrize("name", studies.names())
def test_titles_are_one_line(name):
    assert studies.title(name).endswith(".")


def test_unknown_studies_and_parameters_are_named():
    with pytest.raises(ValueError, match="study 'none': must be one of"):
        studies.study("none")
    with pytest.raises(ValueError, match="fano: parameters documents: must be"):
        studies.cells("fano", [{"documents": 2}], seed=0)
