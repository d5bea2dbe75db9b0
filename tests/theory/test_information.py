from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theory.information import entropy, mutual_information, rational_law


def _random_law(seed, shape):
    weights = np.random.default_rng(seed).integers(0, 5, shape)
    weights.flat[0] += 1
    return rational_law(
        np.vectorize(lambda w: Fraction(int(w), int(weights.sum())), otypes=[object])(weights)
    )


@given(seed=st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_chain_rules_and_signs(seed):
    law = _random_law(seed, (2, 3, 2))
    assert mutual_information(law, (0,), (1, 2)) == pytest.approx(
        mutual_information(law, (0,), (2,)) + mutual_information(law, (0,), (1,), (2,)), abs=1e-12
    )
    assert mutual_information(law, (0,), (1,), (2,)) >= -1e-12
    assert mutual_information(law, (0,), (0,)) == pytest.approx(entropy(law, (0,)), abs=1e-12)


def test_conditional_information_is_its_definition():
    law = _random_law(3, (2, 2, 3))
    expected = 0.0
    for a, b, c in np.ndindex(law.shape):
        if law[a, b, c]:
            given_c = law[:, :, c].sum()
            ratio = law[a, b, c] * given_c / (law[a, :, c].sum() * law[:, b, c].sum())
            expected += float(law[a, b, c]) * np.log2(float(ratio))
    assert mutual_information(law, (0,), (1,), (2,)) == pytest.approx(expected)


def test_entropy_of_uniform_laws_and_extreme_masses():
    assert entropy(np.full((4, 8), 1 / 32), (0, 1)) == 5
    tiny = Fraction(1, 2**2000)
    assert entropy(np.array([tiny, 1 - tiny], dtype=object), (0,)) >= 0


@pytest.mark.parametrize(("masses", "message"), [([0.5, 0.6], "sum"), ([1.5, -0.5], "negative")])
def test_what_is_no_law_is_refused(masses, message):
    with pytest.raises(ValueError, match=message):
        rational_law(masses)
