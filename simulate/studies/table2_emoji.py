"""Table 2 of Chen, "Rate-Distortion Limits for Multimodal Retrieval", on a real set that may be passed on: emoji.

A cell is one random split of the pairs of `simulate.emoji`, 1,000 of them for testing at full size: every code and decoder of
`simulate.code_table` at every rate, on vectors of `simulate.paired_features`. The splits overlap, so intervals over
splits speak of this set of emoji, not of others.
"""

import numpy as np

from simulate.allowed import several, whole
from simulate.cells import product
from simulate.code_table import code_table
from simulate.emoji import PAIRS, load_emoji, split_emoji
from simulate.paired_features import side_by_side
from simulate.streams import generator

VERSION = 2
MODALITIES = ("image", "text")
COMPONENTS = 128
ALLOWED = {
    "split": whole(),
    "bits": several(whole(1)),
    "components": whole(1),
    "documents": whole(2, PAIRS - 1),
}


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
    parts = split_emoji(load_emoji(), test_documents=documents, rng=generator(stream.child("split")))
    modalities = [
        tuple((getattr(part, f"query_{name}"), getattr(part, f"doc_{name}")) for part in parts)
        for name in MODALITIES
    ]
    return side_by_side(modalities, tuple(np.arange(len(part)) for part in parts), components)
