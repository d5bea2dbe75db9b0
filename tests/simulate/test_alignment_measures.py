from itertools import permutations

import numpy as np
import pytest

from simulate.alignment_measures import _unbiased_hsic, debiased_cka, mutual_neighbours


def _brute_hsic(first, second):
    """The U-statistic itself: the mean over distinct i, j, q, r of K_ij (L_ij + L_qr - 2 L_iq)."""
    k, l = first @ first.T, second @ second.T
    terms = [k[i, j] * (l[i, j] + l[q, r] - 2 * l[i, q]) for i, j, q, r in permutations(range(len(k)), 4)]
    return np.mean(terms)


def test_hsic_is_the_u_statistic():
    rng = np.random.default_rng(0)
    first, second = rng.standard_normal((7, 3)), rng.standard_normal((7, 2))
    second[:, 0] += first[:, 1]
    assert _unbiased_hsic(first, second, xp=np) == pytest.approx(_brute_hsic(first, second), rel=1e-10)


def test_cka_ignores_rotation_scale_and_shift():
    rng = np.random.default_rng(1)
    first, second = rng.standard_normal((50, 4)), rng.standard_normal((50, 3))
    second[:, :2] += first[:, :2]
    rotation, _ = np.linalg.qr(rng.standard_normal((4, 4)))
    assert debiased_cka(first, 3 * first @ rotation + 5, xp=np) == pytest.approx(1)
    moved = debiased_cka(2 * first @ rotation - 1, second, xp=np)
    assert moved == pytest.approx(debiased_cka(first, second, xp=np))


def test_cka_of_independent_rows_has_mean_near_zero():
    """The biased estimator would sit near 0.5 here: 40 columns on 60 rows."""
    values = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        values.append(debiased_cka(rng.standard_normal((60, 40)), rng.standard_normal((60, 40)), xp=np))
    assert abs(np.mean(values)) < 4 * np.std(values) / np.sqrt(40)


def test_cka_without_spread_is_undefined():
    assert np.isnan(debiased_cka(np.ones((5, 2)), np.eye(5), xp=np))


def test_neighbours_agree_with_sorting_by_hand():
    rng = np.random.default_rng(2)
    first, second = rng.standard_normal((12, 3)), rng.standard_normal((12, 3))
    agreed = 0
    for i in range(12):
        near = [
            sorted((j for j in range(12) if j != i), key=lambda j, x=x, i=i: -(x[i] @ x[j]))[:4]
            for x in (first, second)
        ]
        agreed += len(set(near[0]) & set(near[1]))
    assert mutual_neighbours(first, second, count=4, xp=np) == pytest.approx(agreed / 48)
    assert mutual_neighbours(first, first, count=4, xp=np) == 1


def test_independent_neighbours_agree_by_chance():
    rng = np.random.default_rng(3)
    values = [
        mutual_neighbours(rng.standard_normal((100, 5)), rng.standard_normal((100, 5)), count=10, xp=np)
        for _ in range(20)
    ]
    assert abs(np.mean(values) - 10 / 99) < 4 * np.std(values) / np.sqrt(20)


def test_every_namespace_gives_numpys_numbers(device):
    xp, array = device
    rng = np.random.default_rng(4)
    pair = [rng.standard_normal((20, 3)).astype(np.float32) for _ in range(2)]
    given = [array(x) for x in pair]
    assert debiased_cka(*given, xp=xp) == pytest.approx(debiased_cka(*pair, xp=np), rel=1e-6)
    assert mutual_neighbours(*given, count=3, xp=xp) == mutual_neighbours(*pair, count=3, xp=np)


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="rows"):
        debiased_cka(np.ones((3, 2)), np.ones((3, 2)), xp=np)
    with pytest.raises(ValueError, match="rows"):
        mutual_neighbours(np.ones((3, 2)), np.ones((4, 2)), count=1, xp=np)
    with pytest.raises(ValueError, match="count"):
        mutual_neighbours(np.ones((3, 2)), np.ones((3, 2)), count=3, xp=np)
