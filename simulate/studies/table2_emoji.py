"""Table 2 of Chen, "Rate-Distortion Limits for Multimodal Retrieval", on a real set that may be passed on: emoji.

A cell is one random split of the pairs of `simulate.emoji`, 1,000 of them for testing at full size: every code and decoder of
`simulate.code_table` at every rate. Each modality is centred on the training queries or documents, brought to unit
norm and expressed in the leading principal components of the training rows of both sides. The splits overlap, so
intervals over splits speak of this set of emoji, not of others.
"""

import numpy as np

from simulate.cells import product
from simulate.code_table import code_table
from simulate.emoji import load_emoji, split_emoji
from simulate.sources.pairs import Pairs
from simulate.streams import generator

VERSION = 2
MODALITIES = ("image", "text")
COMPONENTS = 128


def grid(size):
    if size == "quick":
        return product(split=[0], bits=[[16]], components=[16], documents=[100])
    splits = {"paper": 5, "full": 50}[size]
    return product(
        split=range(splits), bits=[[8, 16, 32, 64, 128, 256, 512]], components=[COMPONENTS], documents=[1000]
    )


def run(stream, xp, *, split, bits, components, documents):
    """One split, ``documents`` for testing; ``components`` of each modality. The arrays are small: they stay on the host."""
    known, asked, widths = emoji_pairs(stream, documents=documents, components=components)
    return {"measured": code_table(known, asked, widths, bits=bits, stream=stream), "findings": []}


def emoji_pairs(stream, *, documents, components=COMPONENTS):
    """Training and test pairs of a random split, and the widths of their modalities."""
    train, test = split_emoji(load_emoji(), test_documents=documents, rng=generator(stream.child("split")))
    parts = [both_sides(train, test, modality, components) for modality in MODALITIES]
    known, asked = (joined([part[side] for part in parts]) for side in (0, 1))
    return known, asked, (components,) * len(MODALITIES)


def joined(parts):
    """Query and document vectors with the modalities side by side; query i belongs to document i."""
    queries, documents = (np.hstack(side) for side in zip(*parts, strict=True))
    return Pairs(queries, documents, np.arange(len(queries)))


def both_sides(train, test, modality, components):
    """(queries, documents) of the training and of the test pairs in one modality's components: float32."""
    names = [f"{side}_{modality}" for side in ("query", "doc")]
    centres = [getattr(train, name).mean(axis=0) for name in names]
    rows = [
        [unit(getattr(part, name) - centre) for name, centre in zip(names, centres, strict=True)]
        for part in (train, test)
    ]
    _, _, directions = np.linalg.svd(np.concatenate(rows[0]), full_matrices=False)
    basis = directions[:components].T
    return [[(values @ basis).astype(np.float32) for values in part] for part in rows]


def unit(rows):
    """The rows divided by their norms."""
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
