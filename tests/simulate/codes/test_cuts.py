import numpy as np
import pytest
from scipy import integrate, stats

from simulate.codes.cells import cell_indices, lloyd_max_boundaries, normal_cells, quantile_boundaries
from simulate.device import to_host

MAX_1960 = {2: 0.3634, 4: 0.1175, 8: 0.03454, 16: 0.009497, 32: 0.002499}


@pytest.mark.parametrize("cells", MAX_1960)
def test_lloyd_max_reaches_the_published_errors(cells):
    cuts = lloyd_max_boundaries(cells)
    means = normal_cells(cuts)[0]
    probabilities = np.diff(stats.norm.cdf(np.concatenate(([-np.inf], cuts, [np.inf]))))
    assert 1 - np.sum(probabilities * means**2) == pytest.approx(MAX_1960[cells], rel=3e-3)


@pytest.mark.parametrize("cells", [1, 2, 3, 8, 256, 4096])
def test_lloyd_max_is_a_fixed_point(cells):
    cuts = lloyd_max_boundaries(cells)
    assert len(cuts) == cells - 1
    assert np.all(np.diff(cuts) > 0)
    means = normal_cells(cuts)[0]
    assert np.allclose(cuts, (means[1:] + means[:-1]) / 2, atol=1e-10)
    assert np.allclose(cuts, -cuts[::-1], atol=1e-10)


def test_cell_means_are_integrals():
    cuts = np.array([-1.0, 0.2, 3.0])
    ends = [-np.inf, *cuts, np.inf]
    for mean, low, high in zip(normal_cells(cuts)[0], ends[:-1], ends[1:], strict=True):
        mass = integrate.quad(stats.norm.pdf, low, high)[0]
        assert mean == pytest.approx(integrate.quad(lambda x: x * stats.norm.pdf(x), low, high)[0] / mass)


@pytest.mark.parametrize("bits", [1, 2, 3, 4, 5, 8, 9])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_indices_are_those_of_a_sorted_search(device, bits, dtype):
    xp, array = device
    rng = np.random.default_rng(bits)
    values = rng.standard_normal((999, 7)).astype(dtype)
    boundaries = quantile_boundaries(rng.standard_normal((300, 7)), 1 << bits).astype(dtype)
    values[:5] = boundaries[:5] if bits > 2 else values[:5]
    found = to_host(cell_indices(array(values), array(boundaries), xp=xp))
    for column in range(7):
        assert np.array_equal(found[:, column], np.searchsorted(boundaries[:, column], values[:, column]))


@pytest.mark.parametrize("bits", [1, 3, 6])
def test_one_table_for_all_coordinates(device, bits):
    xp, array = device
    values = np.random.default_rng(bits).standard_normal((200, 5))
    table = lloyd_max_boundaries(1 << bits)
    found = to_host(cell_indices(array(values), array(table[:, None]), xp=xp))
    assert np.array_equal(found, np.searchsorted(table, values))


def test_quantile_cells_are_equally_likely():
    values = np.random.default_rng(0).exponential(size=(4096, 3))
    found = cell_indices(values, quantile_boundaries(values, 16), xp=np)
    for column in found.T:
        assert np.all(np.abs(np.bincount(column, minlength=16) - 256) <= 1)


def test_no_cells_are_named():
    with pytest.raises(ValueError, match="cells"):
        lloyd_max_boundaries(0)
