"""Whether the alignment penalty buys mean reciprocal rank at fixed bits on a real two-modality set.

Emoji pairs (`simulate.emoji`): a cell compares no penalty with one of a given weight on the same splits
into 735 pairs for training and 1,000 for testing. The splits overlap, so the t intervals over splits speak
of this set of emoji, not of others.
"""

import numpy as np

from simulate.allowed import number, whole
from simulate.cells import product
from simulate.emoji_trial import emoji_trial
from simulate.paired_trials import paired_summary
from simulate.streams import generator

VERSION = 2
BITS = (8, 16, 32, 64)
SIDES = {
    "picture to name": (["query_image"], ["doc_text"]),
    "words to picture": (["query_text"], ["doc_image"]),
    "both to both": (["query_image", "query_text"], ["doc_image", "doc_text"]),
}
ALLOWED = {
    "sides": SIDES,
    "temperature": number(above=0),
    "penalty_weight": number(least=0),
    "steps": whole(1),
    "trials": whole(2),
}


def grid(size):
    """Rows: which sides are aligned, temperature, weight of the penalty."""
    if size == "quick":
        rows = product(sides=["picture to name"], temperature=[0.07], penalty_weight=[10.0])
        return [row | {"steps": 400, "trials": 2} for row in rows]
    rows = product(sides=list(SIDES), temperature=[0.07], penalty_weight=[1.0, 10.0, 100.0])
    rows += product(sides=list(SIDES), temperature=[0.3], penalty_weight=[10.0])
    return [row | {"steps": 400, "trials": {"paper": 5, "full": 10}[size]} for row in rows]


def run(stream, xp, *, sides, temperature, penalty_weight, steps, trials):
    """Both weights on `trials` splits."""
    queries, documents = SIDES[sides]
    results = [
        emoji_trial(
            queries,
            documents,
            penalty_weights=[0.0, penalty_weight],
            temperature=temperature,
            steps=steps,
            bits=BITS,
            split_rng=generator(stream.child("split", number)),
            training_rngs=[generator(stream.child("training", number)) for _ in range(2)],
            xp=xp,
        )
        for number in range(trials)
    ]
    columns = {name: np.array([[one[name] for one in pair] for pair in results]) for name in results[0][0]}
    return {"measured": paired_summary(columns), "findings": []}
