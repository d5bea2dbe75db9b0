"""Fano bounds as numbers: below the exact curve, and the printed formula is not."""

import numpy as np
import pytest

from theory.fano import fano_bound, printed_bound
from theory.rate_distortion import curve


@pytest.mark.parametrize("documents", [2, 3, 10, 1000])
def test_exact_curve_dominates_the_fano_bound(documents):
    distortions = np.linspace(0.0, 1.0, 101)
    bound = fano_bound(distortions, documents)
    assert (curve(distortions, documents).upper >= bound - 1e-13).all()
    assert bound[0] == pytest.approx(np.log2(documents))
    assert bound[-1] == 0.0


@pytest.mark.parametrize("documents", [2, 9])
def test_the_bound_of_any_law_is_its_formula_below_its_curve(documents):
    prior = np.arange(1.0, documents + 1) ** -0.5
    law = prior / prior.sum()
    entropy = -float(law @ np.log2(law))
    for distortion in (0.0, 0.01, 0.1, 0.2, 0.5, 0.9):
        p = 2 * distortion
        lost = 0.0 if p in (0.0, 1.0) else -p * np.log2(p) - (1 - p) * np.log2(max(1 - p, 1e-300))
        formula = entropy - lost - p * np.log2(documents - 1) if p <= 1 - 1 / documents else 0.0
        found = fano_bound(distortion, documents, entropy=entropy)
        assert found == pytest.approx(max(formula, 0.0), abs=1e-12)
        assert found <= curve(np.array([distortion]), prior).upper[0] + 1e-12


def test_printed_formula_exceeds_what_is_attained():
    distortions = np.array([0.9])
    assert printed_bound(distortions, 1000)[0] > curve(distortions, 1000).upper[0] + 8.0
    ends = printed_bound(np.array([0.0, 1.0]), 1000)
    assert ends == pytest.approx([np.log2(1000 / 999), np.log2(1000)])


def test_bad_documents_are_refused():
    with pytest.raises(ValueError, match="documents="):
        fano_bound(0.1, 1)
