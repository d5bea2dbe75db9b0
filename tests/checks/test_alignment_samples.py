"""The counts that the claims use are those of the stored run, and that run is what its seed draws."""

import json
import os
import subprocess
import sys
from pathlib import Path

from checks import alignment_samples
from checks.verify import judge
from simulate import store
from simulate.engines import THREAD_LIMITS
from theory.proof.formal import sampled

RUN = Path(__file__).resolve().parents[2] / "reports" / "runs" / "alignment.sqlite"
AGAIN = """
import json, sys
import numpy as np
from simulate.cells import Cell
from simulate.studies import alignment
description = json.load(sys.stdin)
one = Cell(*description)
few = json.loads(one.parameters) | {"trials": 2}
print(json.dumps(alignment.run(one.stream, np, **few)["measured"]["each"]))
"""


def test_the_counts_are_those_of_the_stored_run():
    assert alignment_samples.counted(RUN) == alignment_samples.stored()


def test_the_stored_run_is_what_its_seed_draws():
    """Two trials of the first cell: which way each measure goes."""
    with store.read(RUN) as connection:
        first = next(store.rows(connection))
    single = {**os.environ, **dict.fromkeys(THREAD_LIMITS, "1")}  # small products: more threads only wait
    done = subprocess.run(
        [sys.executable, "-c", AGAIN], env=single, input=json.dumps(list(vars(first.cell).values())),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    drawn, kept = json.loads(done.stdout), first.result["measured"]["each"]
    rose = lambda pairs: [after > before for before, after in pairs[:2]]  # noqa: E731
    assert {name: rose(pairs) for name, pairs in drawn.items()} == {n: rose(p) for n, p in kept.items()}


def test_a_store_without_the_study_is_refused(capsys, tmp_path):
    assert alignment_samples.main([str(RUN.with_name("table1.sqlite"))]) == 2
    assert "has no finished cell of the study alignment" in capsys.readouterr().err
    assert alignment_samples.main([]) == 2
    assert alignment_samples.main([str(tmp_path / "none.sqlite")]) == 2


def test_a_sample_supports_one_direction_and_contradicts_the_other():
    sample = [alignment_samples.certificate("ib-temperature-removes-nuisance", 0.03, 0.3)]
    formal = lambda relation: sampled(0, 1, [relation, "mean", ["/", 1, 2]])  # noqa: E731
    assert judge(formal(">="), sample).verdict == "supported"
    assert judge(formal("<="), sample).verdict == "contradicted"
