import numpy as np
import pytest
from scipy.stats import binomtest, ttest_1samp

from simulate.intervals import mean_interval


def test_interval_is_students():
    values = np.array([0.1, 0.4, 0.2, 0.7])
    found = mean_interval(values)
    expected = ttest_1samp(values, 0).confidence_interval(0.95)
    assert (found["lower"], found["upper"]) == pytest.approx((expected.low, expected.high))
    assert (found["mean"], found["trials"]) == (pytest.approx(0.35), 4)


def test_interval_covers_as_it_says():
    rng = np.random.default_rng(0)
    covered = 0
    for _ in range(400):
        found = mean_interval(rng.standard_normal(5))
        covered += found["lower"] <= 0 <= found["upper"]
    assert binomtest(covered, 400, 0.95).pvalue > 1e-3


def test_one_value_has_no_interval():
    with pytest.raises(ValueError, match="n >= 2"):
        mean_interval([1.0])
