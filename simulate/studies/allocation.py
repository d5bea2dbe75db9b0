"""Entropy-proportional against the best split of bits between two modalities, on synthetic pairs and on emoji.

A cell tries every split of 8, 16 and 32 bits on one trial of the synthetic source of Table 1 (`simulate.intent_task`, reading
"both, document Z") or on one random train/test split of the emoji: see `simulate.allocation_trial`.
"""

from simulate.allocation_trial import allocation_ratios
from simulate.allowed import several, whole
from simulate.emoji import PAIRS
from simulate.studies.table1 import BALANCED, SOURCE, UNBALANCED
from simulate.studies.table1_peers import intent_pairs
from simulate.studies.table2_emoji import emoji_pairs

VERSION = 1
EMOJI = {"noise": [], "gains": [], "private": 0}
ALLOWED = {
    "data": ("vector", "intent", "emoji"),
    "noise": lambda row: ([],) if row["data"] == "emoji" else SOURCE["noise"],
    "gains": lambda row: ([],) if row["data"] == "emoji" else SOURCE["gains"],
    "private": lambda row: (0,) if row["data"] == "emoji" else SOURCE["private"],
    "trial": whole(),
    "bits": several(whole(1)),
    "documents": lambda row: whole(2, PAIRS - 1 if row["data"] == "emoji" else None),
    "queries": whole(2),
    "training": whole(2),
}


def grid(size):
    trials = {"quick": 1, "paper": 2, "full": 50}[size]
    if size == "quick":
        sizes = {"bits": [8], "documents": 100, "queries": 200, "training": 500}
        kinds = [UNBALANCED[0]]
    else:
        sizes = {"bits": [8, 16, 32], "documents": 1000, "queries": 2000, "training": 5000}
        kinds = [BALANCED, *UNBALANCED]
    made = [kind | {"data": data} for data in ("vector", "intent") for kind in kinds]
    rows = [EMOJI | {"data": "emoji", "trial": split} for split in range(2 * trials)]
    rows += [row | {"trial": trial} for trial in range(trials) for row in made]
    return [row | sizes for row in rows]


def run(stream, xp, *, data, noise, gains, private, trial, bits, documents, queries, training):
    """One trial; `data` is "emoji", or the coordinates of the synthetic source. The arrays stay on the host."""
    if data == "emoji":
        known, asked, widths = emoji_pairs(stream, documents=documents)
    else:
        kind = {"noise": noise, "gains": gains, "private": private}
        sizes = {"documents": documents, "queries": queries, "training": training}
        known, asked, widths = intent_pairs(stream, data, kind, **sizes)
    return {"measured": allocation_ratios(known, asked, widths, bits=bits, stream=stream), "findings": []}
