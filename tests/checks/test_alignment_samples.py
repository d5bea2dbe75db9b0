"""The stored samples are what their command draws."""

import json
import os
import subprocess
import sys

import pytest

from checks import alignment_samples
from checks.verify import judge
from simulate.engines import THREAD_LIMITS
from simulate.studies.alignment import VERSION
from theory.proof.formal import forall, real


def test_a_stored_sample_is_the_one_its_seed_draws():
    call = 'import json; from checks.alignment_samples import draw; print(json.dumps(draw("warmer", 1)))'
    single = {**os.environ, **dict.fromkeys(THREAD_LIMITS, "1")}  # small products: more threads only wait
    done = subprocess.run(
        [sys.executable, "-c", call], env=single, capture_output=True, text=True, check=True
    )
    drawn = json.loads(done.stdout)
    kept = alignment_samples.stored()["rose"]["warmer"]
    assert drawn == {measure: signs[:1] for measure, signs in kept.items()}


def test_the_stored_samples_are_of_the_present_study():
    assert alignment_samples.stored()["version"] == VERSION


@pytest.mark.parametrize(("before", "after", "rose"), [(0.0, 1.0, "1"), (1.0, 0.0, "0"), (0.5, 0.5, "1/2")])
def test_a_trial_counts_as_rise_fall_or_tie(before, after, rose):
    assert alignment_samples.sign(before, after) == rose


def test_a_sample_supports_one_direction_and_contradicts_the_other():
    sample = [alignment_samples.certificate("warmer", "leakage")]
    statement = lambda relation: forall(real("mean", 0, 1), then=[relation, "mean", ["/", 1, 2]])  # noqa: E731
    assert judge(statement("<="), sample).verdict == "supported"
    assert judge(statement(">="), sample).verdict == "contradicted"
