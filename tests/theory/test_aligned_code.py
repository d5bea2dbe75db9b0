from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from theory.aligned_code import DOCUMENTS, PRIVATE_ENTROPY, refuting_private_entropy, skew_bound_excess
from theory.information import entropy, mutual_information


def _excess_of_a_law(documents, private, *, ordered_pairs):
    """The same excess from an explicit law of (Y, N_1), N_1 uniform: every entropy measured on it."""
    law = np.full((documents, private), Fraction(1, documents * private), dtype=object)
    first, second, cross = entropy(law, (0, 1)), entropy(law, (0,)), mutual_information(law, (0, 1), (0,))
    mean = (first + second) / 2
    imbalance = abs(first - mean) + abs(second - mean)
    skew = 1 - (2 if ordered_pairs else 1) * cross / (first + second)
    fano = np.log2(documents) - np.log2(documents - 1)
    return fano + skew * imbalance - entropy(law, (0,))


@pytest.mark.parametrize("ordered_pairs", [True, False])
@pytest.mark.parametrize(("documents", "private"), [(2, 2), (4, 2), (4, 16), (5, 3)])
def test_the_excess_is_that_of_an_explicit_law(documents, private, ordered_pairs):
    found = skew_bound_excess(ordered_pairs=ordered_pairs).subs(
        {DOCUMENTS: documents, PRIVATE_ENTROPY: sp.log(private, 2)}
    )
    expected = _excess_of_a_law(documents, private, ordered_pairs=ordered_pairs)
    assert float(found) == pytest.approx(expected, abs=1e-12)


def test_two_documents_and_one_private_bit_refute_the_bound():
    excess = skew_bound_excess().subs({DOCUMENTS: 2, PRIVATE_ENTROPY: 1})
    assert sp.simplify(excess) == sp.Rational(1, 3)


def test_the_threshold_is_the_root():
    excess = skew_bound_excess().subs(PRIVATE_ENTROPY, refuting_private_entropy())
    for documents in (3, 4, 1000):
        assert float(excess.subs(DOCUMENTS, documents)) == pytest.approx(0, abs=1e-9)
        more = skew_bound_excess().subs(PRIVATE_ENTROPY, refuting_private_entropy() + sp.Rational(1, 100))
        assert float(more.subs(DOCUMENTS, documents)) > 0


def test_every_further_private_bit_is_charged_in_full():
    slope = sp.limit(skew_bound_excess().subs(DOCUMENTS, 8) / PRIVATE_ENTROPY, PRIVATE_ENTROPY, sp.oo)
    assert slope == 1
