import numpy as np
import pytest
from scipy.stats import binom

from simulate.shared_private import all_factors, draw_pairs, enumerate_views, observe, shared_private_source


@pytest.fixture
def source():
    return shared_private_source(3, 2, amplitude=0.7, observed=8, rng=np.random.default_rng(0))


def test_factors_are_every_sign_pattern_once():
    values = all_factors(4)
    assert values.shape == (16, 4)
    assert len({tuple(row) for row in values}) == 16
    assert set(values.ravel()) == {-1.0, 1.0}
    assert all_factors(0).shape == (1, 0)


def test_views_are_injective_in_the_factors(source):
    views, document, private = enumerate_views(source, modality=0)
    assert len(np.unique(views, axis=0)) == 2**5
    assert len(set(zip(document.tolist(), private.tolist(), strict=True))) == 2**5


def test_enumeration_agrees_with_observation(source):
    views, document, private = enumerate_views(source, modality=1)
    row = 13
    expected = observe(
        source, all_factors(3)[document[row : row + 1]], all_factors(2)[private[row : row + 1]], modality=1
    )
    assert (views[row] == expected[0]).all()


def test_pairs_share_what_they_should(source):
    drawn = draw_pairs(source, 4000, rng=np.random.default_rng(1))
    assert (drawn.first == observe(source, drawn.shared, drawn.private_first, modality=0)).all()
    assert (drawn.second == observe(source, drawn.shared, drawn.private_second, modality=1)).all()
    factors = np.hstack([drawn.shared, drawn.private_first, drawn.private_second])
    correlation = np.corrcoef(factors.T)[np.triu_indices(7, 1)]
    assert np.abs(correlation).max() < 5 / np.sqrt(4000)


def test_mismatch_is_the_share_of_broken_pairs(source):
    drawn = draw_pairs(source, 2000, mismatch=0.25, rng=np.random.default_rng(2))
    clean = observe(source, drawn.shared, drawn.private_second, modality=1)
    broken = int((drawn.second != clean).any(axis=1).sum())
    lower, upper = binom.interval(1 - 1e-6, 2000, 0.25 * 7 / 8)  # one other Y in eight is the same
    assert lower <= broken <= upper


def test_amplitude_zero_hides_the_private_factor():
    source = shared_private_source(2, 3, amplitude=0.0, observed=6, rng=np.random.default_rng(0))
    assert len(np.unique(enumerate_views(source, modality=0)[0], axis=0)) == 4


@pytest.mark.parametrize(
    ("sizes", "change", "message"),
    [
        ((0, 2), {}, "shared_bits"),
        ((2, -1), {}, "private_bits"),
        ((2, 2), {"amplitude": -1.0}, "amplitude"),
        ((2, 2), {"observed": 3}, "observed"),
    ],
)
def test_bad_sizes_are_refused(sizes, change, message):
    settings = {"amplitude": 1.0, "observed": 8, "rng": np.random.default_rng(0)} | change
    with pytest.raises(ValueError, match=message):
        shared_private_source(*sizes, **settings)


def test_bad_draws_are_refused(source):
    with pytest.raises(ValueError, match="mismatch"):
        draw_pairs(source, 3, mismatch=1.5, rng=np.random.default_rng(0))
    large = shared_private_source(12, 12, amplitude=1.0, observed=24, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="at most 20"):
        enumerate_views(large, modality=0)
