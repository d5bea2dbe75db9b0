"""Codes of separate modalities against joint tables written out, and the code that attains the exact curve."""

import numpy as np
import pytest

from simulate import laws
from simulate.studies import fano, skew
from theory.rate_distortion import rate


def test_the_curve_code_attains_the_exact_curve():
    spent, joint, ranks = fano.curve_code(np.random.default_rng(0), 4, 20)
    distortions = 1 - (joint / ranks).sum(axis=(1, 2))
    for bits, distortion in zip(spent, distortions, strict=True):
        assert bits == pytest.approx(rate(float(distortion), 4).lower, abs=1e-9)


def test_coarsening_merges_the_symbols_of_a_codeword():
    rng = np.random.default_rng(2)
    law = laws.random_laws(rng, (5, 12), concentration=1.0).reshape(5, 2, 3, 2)
    code = np.eye(2)[rng.integers(2, size=(5, 3))]
    merged = skew.coarsen(law, [code], [0])
    for world, y, c, x in np.ndindex(5, 2, 2, 2):
        assert merged[world, y, c, x] == pytest.approx(law[world, y, code[world, :, c] == 1, x].sum())


def test_what_remains_of_a_modality_by_the_joint_law_of_all():
    """H(X_2 | C, X_1), with C = (C_1, C_2, C_3) written out beside X in one table."""
    rng = np.random.default_rng(3)
    law = laws.random_laws(rng, (4, 16), concentration=0.5).reshape(4, 2, 2, 2, 2)
    codes = [np.eye(2)[rng.integers(2, size=(4, 2))] for _ in range(3)]
    table = np.einsum("wyabc,wad,wbe,wcf->wyabcdef", law, *codes)
    expected = laws.conditional_entropy(table, [3], [2, 5, 6, 7])
    assert skew.remaining(law, codes, 1) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("structure", skew.STRUCTURES)
def test_worlds_have_a_uniform_document(structure):
    law = skew.world_laws(np.random.default_rng(4), 3, structure, 4, 0.3, 10)
    assert law.sum(axis=(2, 3, 4)) == pytest.approx(1 / 4)


def test_what_each_set_of_modalities_leaves_of_the_document():
    law = skew.world_laws(np.random.default_rng(5), 3, "mixed", 4, 0.3, 10)
    found = dict(skew.relevance_given(law, (0, 1, 2)))
    assert len(found) == 8
    for known, left in found.items():
        expected = laws.conditional_entropy(law, [1], [2 + m for m in known])
        assert left == pytest.approx(expected, abs=1e-12)
