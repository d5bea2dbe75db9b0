"""Products of little precision, imitated bit by bit: their scores stay within the stated error, ranks stay exact."""

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulate.device import to_host
from simulate.products import BFLOAT16, FLOAT32, TF32, float32_product
from simulate.ranking import ranks
from tests.simulate.test_ranking import assert_exact, noisy_pairs

FLOAT32_BITS = 24


def truncated(values, bits):
    """Float32 values with all but the leading `bits` of their significands dropped."""
    words = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)
    return (words & np.uint32(0xFFFFFFFF << (FLOAT32_BITS - bits) & 0xFFFFFFFF)).view(np.float32)


def rounded(values, bits):
    """Float32 values to the nearest of `bits` bits, by adding half a unit before the rest is dropped."""
    words = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)
    return truncated((words + np.uint32(1 << (FLOAT32_BITS - bits - 1))).view(np.float32), bits)


def summed(left, right):
    """Matrix product whose every addition drops the bits beyond float32, as tensor cores do."""
    total = np.zeros((left.shape[0], right.shape[1]), dtype=np.float32)
    for column, row in zip(left.T.astype(np.float64), right.astype(np.float64), strict=True):
        exact = total + np.outer(column, row)
        total = exact.astype(np.float32)
        over = np.abs(total) > np.abs(exact)
        total[over] = np.nextafter(total[over], np.float32(0))
    return total


def imitation(product, bits, shorten):
    """The product on tensor cores: inputs cut to so many bits, sums truncated; on any namespace, by the host."""

    def multiply(left, right, buffer, xp):
        return xp.asarray(summed(*(shorten(to_host(part), bits) for part in (left, right))))

    return replace(product, multiply=multiply)


PRODUCTS = {
    "bfloat16, truncated": imitation(BFLOAT16, 8, truncated),
    "bfloat16, to nearest": imitation(BFLOAT16, 8, rounded),
    "tf32, truncated": imitation(TF32, 11, truncated),
    "tf32, to nearest": imitation(TF32, 11, rounded),
}


@pytest.mark.parametrize("name", PRODUCTS)
def test_ranks_are_exact_whatever_the_product(device, name):
    """The scores alone would rank wrongly, and the same scores with float32's error taken for theirs do."""
    xp, array = device
    queries, documents, relevant = noisy_pairs(np.random.default_rng(0), 25, 120, 8)
    queries, documents = 0.01 * queries + 1, 0.01 * documents + 1
    assert_exact(queries, documents, relevant, xp, array, tile=(32, 16), product=PRODUCTS[name])
    given = array(queries), array(documents), relevant
    claimed = replace(FLOAT32, multiply=PRODUCTS[name].multiply)
    true, wrong = (ranks(*given, xp=xp, product=product) for product in (PRODUCTS[name], claimed))
    assert np.mean(true.higher != wrong.higher) > 0.2


@pytest.mark.parametrize("name", PRODUCTS)
def test_whole_numbers_that_the_inputs_cannot_hold(device, name):
    xp, array = device
    rng = np.random.default_rng(1)
    queries = rng.integers(-5000, 5001, (30, 6)).astype(np.float32)
    documents = rng.choice([-1.0, 1.0], (40, 6)).astype(np.float32)
    assert_exact(queries, documents, rng.integers(0, 40, 30), xp, array, product=PRODUCTS[name])


@pytest.mark.parametrize("name", PRODUCTS)
def test_whole_numbers_that_the_inputs_can_hold_need_no_settling(name):
    product = PRODUCTS[name]
    largest = 2.0 / product.inputs
    assert product.adds_exactly(8, largest, 1.0)
    assert not product.adds_exactly(8, largest + 1, 1.0)
    rng = np.random.default_rng(2)
    queries = rng.integers(-int(largest), int(largest) + 1, (50, 8)).astype(np.float32)
    documents = rng.integers(-1, 2, (30, 8)).astype(np.float32)
    assert np.array_equal(product.multiply(documents, queries.T, None, np), documents @ queries.T)


@given(
    arrays(np.float32, (2, 7), elements=st.floats(-4, 4, width=32).filter(lambda x: x == 0 or abs(x) > 1e-6)),
    st.sampled_from(sorted(PRODUCTS)),
)
def test_scores_stay_within_the_stated_error(pair, name):
    product, (left, right) = PRODUCTS[name], pair
    found = Fraction(float(product.multiply(left[None], right[:, None], None, np)[0, 0]))
    exact = sum(Fraction(float(a)) * Fraction(float(b)) for a, b in zip(left, right, strict=True))
    norms = np.linalg.norm(left.astype(np.float64)) * np.linalg.norm(right.astype(np.float64))
    assert abs(found - exact) <= product.error(7) * norms


@pytest.mark.parametrize("name", ["bfloat16, truncated", "tf32, truncated"])
def test_the_stated_error_is_nearly_reached(name):
    product = PRODUCTS[name]
    row = np.full((1, 4), 1.0 + product.inputs * (1 - 2.0**-8), dtype=np.float32)
    exact = 4 * float(row[0, 0]) ** 2
    assert exact - float(product.multiply(row, row.T, None, np)[0, 0]) > 0.95 * product.error(4) * exact


@pytest.mark.parametrize(("number", "product"), [(1, FLOAT32), (4, FLOAT32), (6, BFLOAT16), (7, TF32)])
def test_a_gpu_multiplies_as_cupy_was_told(number, product):
    core = SimpleNamespace(get_compute_type=lambda dtype: number)
    cupy = SimpleNamespace(__name__="cupy", float32=np.float32, _core=core)
    assert float32_product(cupy) is product


def test_float16_is_refused():
    core = SimpleNamespace(get_compute_type=lambda dtype: 3)
    with pytest.raises(ValueError, match="float16"):
        float32_product(SimpleNamespace(__name__="cupy", float32=np.float32, _core=core))
    assert float32_product(np) is FLOAT32
