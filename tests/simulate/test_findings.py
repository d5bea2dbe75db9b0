"""Exact findings decide alone, sampled ones at the level corrected for the sweep."""

import numpy as np
import pytest

from simulate import findings

HALF = {"counts": [500, 500], "values": [0.0, 1.0]}


def test_exact_findings_need_a_gap_beyond_the_error():
    assert findings.exact("s", 1.0, ">=", 1.0 + 1e-10, error=1e-9)["against"] == "-inf"
    assert findings.exact("s", 1.0, ">=", 1.0 + 1e-8, error=1e-9)["against"] == "inf"
    assert findings.exact("s", 1.0, "<=", 0.0, error=0)["against"] == "inf"
    assert findings.exact("s", 1.0, "=", 1.5, error=0.1)["against"] == "inf"


@pytest.mark.parametrize(("relation", "bound"), [("<=", 0.3), (">=", 0.7), ("=", 0.3)])
def test_a_clear_sample_decides_either_way(relation, bound):
    broken = findings.sampled("s", **HALF, relation=relation, bound=bound)
    kept = findings.sampled(
        "s", **HALF, relation=relation, bound=0.5 if relation == "=" else 1 - bound, within=0.2
    )
    (tally,) = findings.tally([("study", broken), ("study", kept)])
    assert (tally.findings, tally.violated, tally.agreed, tally.undecided) == (2, 1, 1, 0)
    assert tally.worst["bound"] == bound


def test_a_near_sample_is_undecided():
    (tally,) = findings.tally([("study", findings.sampled("s", **HALF, relation="<=", bound=0.49))])
    assert tally.undecided == 1


def test_the_level_is_corrected_for_the_number_of_sampled_findings():
    near = findings.sampled("s", **HALF, relation="<=", bound=0.43)
    assert findings.violated([near]).tolist() == [True]
    assert not findings.violated([near] * 10_000).any()
    settled = [findings.exact("s", 0.0, "<=", 1.0, error=0.0)] * 10_000
    assert findings.violated([near, *settled])[0]


def test_the_worst_world_is_shown():
    found = findings.worst("s", np.array([1.0, 2.0, 3.0]), ">=", np.array([0.0, 2.5, 2.0]), error=0)
    assert (found["measured"], found["bound"], found["against"]) == (2.0, 2.5, "inf")


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_undefined_quantities_are_no_findings(bad):
    with pytest.raises(ValueError, match="finite"):
        findings.exact("s", bad, "<=", 1.0, error=0)
    with pytest.raises(ValueError, match="relation"):
        findings.exact("s", 0.0, "<", 1.0, error=0)


def test_many_distinct_samples_leave_their_number_and_the_same_verdict():
    values = np.random.default_rng(0).uniform(0.2, 0.6, 5_000)
    many = findings.sampled("s", np.ones(5_000, dtype=int), values, "<=", 0.35)
    assert many["samples"] == 5_000
    assert "values" not in many
    few = findings.sampled("s", **HALF, relation="<=", bound=0.43)
    assert findings.violated([many, few]).tolist() == [True, True]
    assert not findings.violated([many | {"against": 10.0}] * 100).any()


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (findings.exact("s", 2.554e-14, "<=", 2.329e-14, error=1e-12), "within float error"),
        (findings.exact("s", 1.0, "<=", 2.0, error=0), ""),
        (findings.exact("s", 2.0, "<=", 1.0, error=0), "not so"),
        (findings.exact("s", 1.0 + 1e-16, "=", 1.0, error=0), ""),
        (findings.sampled("s", **HALF, relation="<=", bound=0.43), " bits against"),
        (findings.sampled("s", **HALF, relation="<=", bound=0.49), "within sampling error"),
        (findings.sampled("s", **HALF, relation="=", bound=0.501, within=0.2), "within sampling error"),
        (findings.sampled("s", **HALF, relation="<=", bound=0.9), ""),
    ],
)
def test_a_comparison_that_reads_otherwise_than_it_is_decided_says_why(found, said):
    assert findings.why(found).endswith(said)
    assert bool(findings.why(found)) == bool(said)
