import numpy as np
import pytest
from scipy import stats

from simulate.sources.finite import draw_finite
from simulate.sources.pairs import modality_slices
from simulate.sources.popularity import uniform_popularity, zipf_popularity
from simulate.sources.vectors import load_pairs
from simulate.streams import Stream


def test_finite_draws_follow_their_law():
    law = np.random.default_rng(0).random((3, 2, 4))
    law[1, 0, 2] = 0
    relevant, symbols = draw_finite(law, 50_000, Stream(1), xp=np)
    assert symbols.shape == (50_000, 2)
    counts = np.zeros_like(law)
    np.add.at(counts, (relevant, symbols[:, 0], symbols[:, 1]), 1)
    assert counts[1, 0, 2] == 0
    assert stats.chisquare(counts[law > 0], 50_000 * law[law > 0] / law.sum()).pvalue > 1e-3
    with pytest.raises(ValueError, match="joint"):
        draw_finite(1.0, 5, Stream(1), xp=np)


def test_popularity_laws():
    assert uniform_popularity(4).tolist() == [0.25] * 4
    assert zipf_popularity(3, 1.0) == pytest.approx(np.array([6, 3, 2]) / 11)
    assert zipf_popularity(3, 0.0) == pytest.approx(uniform_popularity(3))
    with pytest.raises(ValueError, match="documents"):
        uniform_popularity(0)
    with pytest.raises(ValueError, match="exponent"):
        zipf_popularity(3, -1.0)


def test_modalities_lie_side_by_side():
    assert modality_slices((2, 3)) == (slice(0, 2), slice(2, 5))
    with pytest.raises(ValueError, match="widths"):
        modality_slices((2, 0))


def good():
    return {
        "queries": np.ones((3, 2), np.float32),
        "documents": np.ones((5, 4)),
        "relevant": np.array([0, 4, 2]),
    }


def test_vectors_from_files(tmp_path):
    np.savez(tmp_path / "pairs.npz", **good())
    for name, values in good().items():
        np.save(tmp_path / f"{name}.npy", values)
    packed, mapped = load_pairs(tmp_path / "pairs.npz"), load_pairs(tmp_path)
    assert isinstance(mapped.documents, np.memmap)
    assert np.array_equal(packed.documents, mapped.documents)
    assert packed.relevant.tolist() == [0, 4, 2]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"queries": None}, "must hold the array 'queries'"),
        ({"queries": np.ones(3)}, "queries must be a non-empty 2-D"),
        ({"documents": np.full((5, 4), np.nan)}, "documents must be finite; row 0"),
        ({"documents": np.ones((5, 4), int)}, "documents must be a non-empty 2-D array of floats"),
        ({"relevant": np.array([0, 5, 1])}, "relevant must be in"),
        ({"relevant": np.array([0, 1])}, "relevant must hold 3 integers"),
    ],
)
def test_bad_files_are_named(tmp_path, change, named):
    arrays = {name: values for name, values in (good() | change).items() if values is not None}
    np.savez(tmp_path / "pairs.npz", **arrays)
    with pytest.raises(ValueError, match=named):
        load_pairs(tmp_path / "pairs.npz")


def test_foreign_files_are_named(tmp_path):
    (tmp_path / "notes.npz").write_text("not an archive")
    with pytest.raises(ValueError, match="must be a"):
        load_pairs(tmp_path / "notes.npz")
    with pytest.raises(ValueError, match="must be a"):
        load_pairs(tmp_path / "absent.npz")
