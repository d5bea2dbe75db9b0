"""Distances to the printed rows, on a store made here."""

import json

import numpy as np
import pytest

from simulate import store, studies
from simulate.studies import table1
from simulate.table1_distances import distances, main
from theory.reported import TABLE1


def test_distances_of_a_small_run(tmp_path, capsys):
    sizes = {"documents": 20, "queries": 60, "training": 400, "steps": 3, "bits": [64], "trial": 0}
    cell = studies.cells("table1", [table1.BALANCED | sizes | {"reading": "X1, document Z"}], seed=0)[0]
    result = table1.run(cell.stream, np, **json.loads(cell.parameters))
    path = tmp_path / "run.sqlite"
    with store.writer(path) as connection:
        store.plan(connection, [cell], {})
        store.write(connection, cell.key, json.dumps(result), device="none", seconds=0.0)
    rows = {
        (one.code, one.printed): one for one in distances([(json.loads(cell.parameters), result["measured"])])
    }
    mean, error = result["measured"]["centroid"]["64"]["cosine"]
    assert rows["centroid cosine", "fixed"].gap == pytest.approx(mean - float(TABLE1["fixed"][0]))
    assert rows["centroid cosine", "fixed"].error == pytest.approx(error)
    assert {printed for _, printed in rows} == set(TABLE1)
    assert main([str(path)]) == 0
    assert "X1, document Z" in capsys.readouterr().out
    assert main([str(tmp_path / "none")]) == 2
