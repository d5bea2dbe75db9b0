"""The synthetic source of Table 1 run through the table of real pairs: peers at equal bits, with tuned temperatures.

A cell is one trial of the reading "both, document Z" of `simulate.intent_task`: every code and decoder of
`simulate.code_table` at every rate, on the query's vectors themselves or on the estimates of the intent that they
hold. Private dimensions, unequal noise or gains make the modalities differ.
"""

import numpy as np

from simulate.allowed import several, whole
from simulate.cells import product
from simulate.code_table import code_table
from simulate.intent_task import intent_task, same_coordinates
from simulate.sources.gaussian import draw
from simulate.studies.table1 import BALANCED, SOURCE, UNBALANCED

VERSION = 1
READING = "both, document Z"
ALLOWED = {
    "coordinates": ("vector", "intent"),
    **SOURCE,
    "trial": whole(),
    "bits": several(whole(1)),
    "documents": whole(2),
    "queries": whole(2),
    "training": whole(2),
}


def grid(size):
    if size == "quick":
        sizes = {"bits": [16], "documents": 100, "queries": 200, "training": 700}
        return [BALANCED | sizes | {"trial": 0, "coordinates": "intent"}]
    sizes = {"bits": [8, 16, 32, 64, 128, 256], "documents": 1000, "queries": 2000, "training": 5000}
    trials = {"paper": 2, "full": 50}[size]
    rows = [row | BALANCED for row in product(trial=range(trials), coordinates=["vector", "intent"])] + [
        kind | {"trial": 0, "coordinates": "vector"} for kind in UNBALANCED
    ]
    return [row | sizes for row in rows]


def run(stream, xp, *, coordinates, noise, gains, private, trial, bits, documents, queries, training):
    """One trial. The arrays are small: they stay on the host."""
    known, asked, widths = intent_pairs(
        stream,
        coordinates,
        {"noise": noise, "gains": gains, "private": private},
        documents=documents,
        queries=queries,
        training=training,
    )
    return {"measured": code_table(known, asked, widths, bits=bits, stream=stream), "findings": []}


def intent_pairs(stream, coordinates, kind, *, documents, queries, training):
    """Training and test pairs of the source in one system of coordinates, and the modalities' widths in it."""
    task = intent_task(stream.child("source"), READING, **kind)
    seen = draw(task.source, stream.child("training"), training, xp=np)
    test = draw(task.source, stream.child("test"), queries, documents=documents, xp=np)
    known, asked = (same_coordinates(task, part, coordinates) for part in (seen, test))
    return known, asked, (known.queries.shape[1] // 2,) * 2
