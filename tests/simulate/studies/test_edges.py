"""One modality, one document, no bits: studies, decoders and codes at the ends of their ranges."""

import json

import numpy as np
import pytest

from simulate import coded_worlds, studies
from simulate.code_law import code_law
from simulate.codes.allocation import largest_remainder, proportional_ceilings
from simulate.findings import violated
from simulate.random_corpus import expected_hit, expected_reciprocal_rank
from simulate.ranking import ranks

FEW = {"queries": 50, "training": 2_000}
REAL = {"worlds": 1, "decoder": "own", "concentration": 4.0}
EDGES = [
    *(("fano", {"documents": 1, "code": code}) for code in ("random", "deterministic", "constant")),
    ("fano", {"documents": 1, "codewords": 1, "code": "curve"}),
    *(("fano", {"documents": 1, "codewords": 4, "code": code} | REAL) for code in coded_worlds.CODES),
    *(("fano", {"documents": 2, "codewords": 1, "code": code} | REAL) for code in coded_worlds.CODES),
    ("skew", {"modalities": 1, "codewords": 1}),
    ("skew", {"modalities": 1, "documents": 1}),
    ("skew", {"modalities": 2, "documents": 1}),
    ("scale", {"documents": 1, "bits": 0}),
    ("scale", {"documents": 1, "bits": 8}),
    ("temperature", {"documents": 1} | FEW),
    ("temperature", {"bits": 0} | FEW),
    ("quantiser", {"what": "allocation", "bits": 0, "modalities": 1}),
]


@pytest.mark.parametrize(("name", "changed"), EDGES)
def test_studies_at_the_ends_of_their_ranges(name, changed):
    """A result that can be stored, in which nothing of what is known to hold is violated."""
    row = studies.study(name).grid("quick")[0] | changed
    (cell,) = studies.cells(name, [row], seed=0)
    result = studies.study(name).run(cell.stream, np, **json.loads(cell.parameters))
    json.dumps(result, allow_nan=False)
    broken = zip(result["findings"], violated(result["findings"]), strict=True)
    assert not [f for f, bad in broken if bad and f["statement"].startswith("ours-")]


@pytest.mark.parametrize("what", ["codeword", "normal"])
def test_codewords_without_bits_are_refused(what):
    row = {"what": what, "bits": 0, "modalities": 1, "samples": 100}
    with pytest.raises(ValueError, match="quantiser: bits 0: must be a whole number from 1 on"):
        studies.cells("quantiser", [row], seed=0)


def test_one_document_is_always_first():
    found = ranks(np.ones((3, 2)), np.ones((1, 2)), np.zeros(3, dtype=int), xp=np)
    assert (found.higher.tolist(), found.ties.tolist()) == ([0, 0, 0], [1, 1, 1])
    chances = np.linspace(0, 1, 101)
    assert np.array_equal(np.unique(expected_reciprocal_rank(chances, 1).round(12)), [1.0])
    assert expected_reciprocal_rank(chances, 1).max() <= 1
    assert np.array_equal(expected_hit(chances, 1), np.ones(101))
    assert code_law([0, 0, 1], [0, 0, 0], documents=1).best_mean_reciprocal_rank == pytest.approx(1)


@pytest.mark.parametrize("split", [largest_remainder, proportional_ceilings])
def test_no_bits_and_one_modality(split):
    assert split([2.0], 0).tolist() == [0]
    assert split([2.0], 7).tolist() == [7]
    assert split([2.0, 1.0], 0).tolist() == [0, 0]
