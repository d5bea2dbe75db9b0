"""A real two-modality retrieval set: emoji by two artists, with keywords (query) and names (document).

Provenance, licences and attributions: `simulate/data/README.md`.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

EMOJI_FILE = Path(__file__).parent / "data" / "emoji_pairs.npz"
_WIDTHS = {"query_image": 1280, "doc_image": 1280, "query_text": 384, "doc_text": 384}
_LABELS = ("name", "keywords", "category")

PAIRS = 1735


@dataclass(frozen=True)
class EmojiPairs:
    """Aligned rows of queries and documents, both modalities; float32 features and text labels.

    Attributes
    ----------
    query_image, doc_image : (n, 1280) float32
        Picture features of the query (Twemoji) and of the document (Noto).
    query_text, doc_text : (n, 384) float32
        Sentence embeddings of the keywords (query) and of the name (document), unit norm.
    name, keywords, category : (n,) str
    """

    query_image: np.ndarray
    doc_image: np.ndarray
    query_text: np.ndarray
    doc_text: np.ndarray
    name: np.ndarray
    keywords: np.ndarray
    category: np.ndarray

    def __len__(self):
        return len(self.name)

    def rows(self, index):
        """The pairs at `index`, in that order."""
        return EmojiPairs(**{field: getattr(self, field)[index] for field in self.__dataclass_fields__})


def load_emoji(path=EMOJI_FILE):
    """All pairs of the file, checked.

    Parameters
    ----------
    path : path of an .npz file of this form; the shipped set by default

    Raises
    ------
    ValueError
        When an array is missing, has another shape, holds NaN or infinity, or a text row is not of unit norm.
    """
    with np.load(path, allow_pickle=False) as stored:
        missing = sorted({*_WIDTHS, *_LABELS} - set(stored.files))
        if missing:
            raise ValueError(f"path {path} lacks the arrays {missing}")
        arrays = {name: stored[name] for name in (*_WIDTHS, *_LABELS)}
    rows = len(arrays["name"])
    for name in _LABELS:
        if arrays[name].shape != (rows,):
            raise ValueError(f"{name} has shape {arrays[name].shape}, needs ({rows},)")
    for name, width in _WIDTHS.items():
        arrays[name] = _checked_features(arrays[name].astype(np.float32), name, (rows, width))
    return EmojiPairs(**arrays)


def _checked_features(features, name, shape):
    if features.shape != shape:
        raise ValueError(f"{name} has shape {features.shape}, needs {shape}")
    if not np.isfinite(features).all():
        raise ValueError(
            f"{name} holds NaN or infinity in row {int(np.argmin(np.isfinite(features).all(axis=1)))}"
        )
    norms = np.linalg.norm(features, axis=1)
    if (
        name.endswith("_text") and np.abs(norms - 1).max() > 1e-2
    ):  # float16 storage moves a norm by under 2^-10
        raise ValueError(f"{name} has a row of norm {norms[np.abs(norms - 1).argmax()]:.3g}, needs unit norm")
    return features


def split_emoji(pairs, *, test_documents=1000, rng):
    """A random (train, test) split: `test_documents` pairs for testing, the others for fitting.

    Parameters
    ----------
    pairs : EmojiPairs
    test_documents : int from 1 to len(pairs) - 1
    rng : numpy Generator; its seed names the split

    Raises
    ------
    ValueError
        When `test_documents` leaves either part empty.
    """
    if not 1 <= test_documents < len(pairs):
        raise ValueError(f"test_documents is {test_documents}, allowed are 1 to {len(pairs) - 1}")
    order = rng.permutation(len(pairs))
    return pairs.rows(order[test_documents:]), pairs.rows(order[:test_documents])
