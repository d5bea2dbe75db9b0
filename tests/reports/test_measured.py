"""Measured values in words."""

import pytest

from reports.parts.measured import between, change, kind_of, pooled, reached, within
from simulate.studies.table1 import BALANCED, UNBALANCED


def test_differences_have_a_sign_unless_they_vanish():
    assert change(0.0123) == "+0.0123"
    assert change(-0.0123) == "−0.0123"
    assert change(-0.00004) == "0.0000"
    assert change(0.5, 0.01, gap="<br>") == "+0.5000<br><small>±&nbsp;0.0196</small>"


def test_means_with_intervals():
    assert within(0.25, 0.01) == "0.250 <small>±&nbsp;0.020</small>"
    assert between((0.5, 0.4, 0.6)) == "0.500 <small>0.400&nbsp;to&nbsp;0.600</small>"


def test_independent_trials_are_pooled():
    assert pooled([]) is None
    assert pooled([(0.2, 0.03), (0.4, 0.04)]) == pytest.approx((0.3, 0.025))


def test_paths_that_do_not_go_so_far():
    assert reached({"a": {"b": 1}}, ("a", "b")) == 1
    assert reached({"a": 2}, ("a", "b")) is None


def test_sources_are_named_by_what_differs():
    assert kind_of(BALANCED) == "alike"
    assert [kind_of(p) for p in UNBALANCED] == [
        "32 private dimensions in X₂",
        "noise 1 and 2.5",
        "amplitudes 2 and 1",
    ]
