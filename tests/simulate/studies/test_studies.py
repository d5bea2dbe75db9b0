"""Every study there is: its grids fit, its cells are pure, and what is known to hold is not seen violated."""

import inspect
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


@pytest.mark.parametrize("name", studies.names())
def test_declared_parameters_are_those_of_run(name):
    module = studies.study(name)
    assert module.ALLOWED.keys() == set(inspect.signature(module.run).parameters) - {"stream", "xp"}


@pytest.mark.parametrize(
    ("name", "changed", "named"),
    [
        ("fano", {"code": "nonesuch"}, "code 'nonesuch': must be one of 'paper', 'paper, centroids'"),
        ("fano", {"decoder": "zzz"}, "decoder 'zzz': must be one of 'best', 'random'"),
        ("fano", {"code": "signs", "decoder": "own", "codewords": 3}, "codewords 3: must be a power of 2"),
        ("fano", {"documents": -4}, "documents -4: must be a whole number from 1 on"),
        ("fano", {"documents": "x"}, "documents 'x': must be a whole number"),
        ("fano", {"documents": True}, "documents True: must be a whole number"),
        ("fano", {"concentration": float("nan")}, "concentration nan: must be a number above 0"),
        ("fano", {"code": "curve", "codewords": 1, "documents": 9}, "documents 9: .* from 1 to 8"),
        ("alignment", {"vary": "depth", "before": 0.5}, "before 0.5: must be a whole number from 1 on"),
        ("alignment", {"learn_temperature": 1}, "learn_temperature 1: must be one of False, True"),
        ("allocation", {"bits": 8}, r"bits 8: must be a list .*in a grid write \[\[...\]\]"),
        ("allocation", {"noise": [1.0, 1.0]}, "noise"),
        ("concentration", {"law": [0.5, 0.6]}, "law .*sum to 1"),
        ("rate_in_n", {"rule": "cell boundary", "samples": 3}, "samples 3: must be an even number"),
        ("table1", {"noise": [1.0]}, "noise .*a list of 2"),
    ],
)
def test_what_a_study_does_not_allow_is_refused(name, changed, named):
    row = studies.study(name).grid("quick")[0] | changed
    with pytest.raises(ValueError, match=f"^{name}: {named}"):
        studies.cells(name, [row], seed=0)
