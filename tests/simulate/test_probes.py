import numpy as np
import pytest
from scipy.stats import binomtest, norm

from simulate.probes import _fit_ridge, _wilson, logistic_probe, ridge_probe


def _signs(rng, rows, columns):
    return 2.0 * rng.integers(0, 2, (rows, columns)) - 1


def test_logistic_probe_reads_a_linear_factor():
    rng = np.random.default_rng(0)
    labels = _signs(rng, 2000, 2)
    result = logistic_probe(labels @ rng.standard_normal((2, 5)), labels, rng=rng)
    assert result.score == 1
    assert result.finds_something
    assert 1.9 < result.bits <= 2.01  # two fair bits; the constant's cost is estimated to about 0.001


def test_logistic_probe_knows_a_noisy_bit():
    """z = y + N(0, 1): the best rule is the sign of z, right with probability Phi(1); bits by quadrature."""
    covered, bits = 0, []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        labels = _signs(rng, 4000, 1)
        result = logistic_probe(labels + rng.standard_normal(labels.shape), labels, rng=rng)
        covered += result.lower <= norm.cdf(1) <= result.upper
        bits.append(result.bits)
    assert binomtest(covered, 60, 0.95, alternative="less").pvalue > 1e-3
    grid = np.linspace(-9, 11, 4001)
    lost = np.log2(1 + np.exp(-2 * grid))
    information = 1 - np.sum(norm.pdf(grid - 1) * lost) * (grid[1] - grid[0])
    assert abs(np.mean(bits) - information) < 4 * np.std(bits) / 60**0.5


def test_probes_find_nothing_where_there_is_nothing():
    """Independent labels: on 60 draws, a 95% interval lies above chance about 2.5% of the time."""
    found = [0, 0]
    for seed in range(60):
        rng = np.random.default_rng(seed)
        features, labels = rng.standard_normal((400, 6)), _signs(rng, 400, 1)
        found[0] += logistic_probe(features, labels, rng=rng).finds_something
        found[1] += ridge_probe(features, rng.standard_normal((400, 2)), rng=rng).finds_something
    for count in found:
        assert binomtest(count, 60, 0.05, alternative="greater").pvalue > 1e-3


def test_logistic_probe_does_not_see_a_one_time_pad():
    rng = np.random.default_rng(3)
    key, message = _signs(rng, 4000, 1), _signs(rng, 4000, 1)
    result = logistic_probe(np.hstack([key, key * message]), message, rng=rng)
    assert abs(result.bits) < 0.01


def test_chance_is_the_majority_rate():
    rng = np.random.default_rng(4)
    labels = np.where(rng.random((5000, 1)) < 0.9, 1.0, -1.0)
    result = logistic_probe(rng.standard_normal((5000, 2)), labels, rng=rng)
    assert result.chance == pytest.approx(0.9, abs=0.03)
    assert not result.finds_something


def test_ridge_probe_knows_a_gaussian_channel():
    rng = np.random.default_rng(5)
    signal = rng.standard_normal((20000, 1))
    result = ridge_probe(signal + 0.5 * rng.standard_normal(signal.shape), signal, rng=rng)
    assert result.lower <= 0.8 <= result.upper
    assert result.bits == pytest.approx(0.5 * np.log2(5), abs=0.03)


def test_ridge_choice_is_the_least_leave_one_out_error():
    """Against refitting with each row left out."""
    rng = np.random.default_rng(6)
    inputs = rng.standard_normal((30, 8))
    inputs -= inputs.mean(axis=0)
    targets = inputs[:, :1] + 2 * rng.standard_normal((30, 1))

    def refitted(strength):
        missed = 0.0
        for row in range(30):
            kept = np.arange(30) != row
            slope, centre = inputs[kept], inputs[kept].mean(axis=0)
            ones = np.column_stack([slope, np.ones(29)])
            penalty = np.diag([strength] * 8 + [0.0])
            weights = np.linalg.solve(ones.T @ ones + penalty, ones.T @ targets[kept])
            missed += float((targets[row] - np.append(inputs[row], 1) @ weights).item() ** 2)
        return missed, centre

    strengths = 10.0 ** np.arange(-3, 7)
    best = min(strengths, key=lambda strength: refitted(strength)[0])
    expected = np.linalg.solve(inputs.T @ inputs + best * np.eye(8), inputs.T @ (targets - targets.mean()))
    found = _fit_ridge(np.column_stack([inputs, np.ones(30)]), targets)
    assert found[:-1] == pytest.approx(expected, rel=1e-9)
    assert found[-1] == pytest.approx(targets.mean())


def test_wilson_interval_is_scipys():
    expected = binomtest(37, 50).proportion_ci(method="wilson")
    assert _wilson(37 / 50, 50) == pytest.approx((expected.low, expected.high), rel=1e-12)


@pytest.mark.parametrize("probe", [logistic_probe, ridge_probe])
def test_bad_input_is_refused(probe):
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="shapes"):
        probe(np.ones((5, 2)), np.ones((4, 1)), rng=rng)
    with pytest.raises(ValueError, match="NaN"):
        probe(np.full((5, 2), np.nan), np.ones((5, 1)), rng=rng)
    with pytest.raises(ValueError, match="constant"):
        ridge_probe(rng.standard_normal((8, 2)), np.ones((8, 1)), rng=rng)
