"""One trial of contrastive alignment on the emoji pairs: train on a split's pairs, measure on its other half.

A side is one or both modalities of queries or documents, each reduced to its leading principal components
on the training pairs and scaled to unit spread along the first.
"""

import numpy as np

from simulate.alignment_measures import debiased_cka, mutual_neighbours
from simulate.codes.catalogue import principal_code
from simulate.codes.transform import decode, encode
from simulate.contrastive import Objective
from simulate.device import to_host
from simulate.emoji import load_emoji, split_emoji
from simulate.encoders import embed
from simulate.metrics import reciprocal_rank
from simulate.probes import ridge_probe
from simulate.ranking import ranks
from simulate.train_contrastive import TrainingPlan, train_infonce, untrained_pair

COMPONENTS = 128
DIMENSION = 64
PRIVATE_COMPONENTS = 8
NEIGHBOURS = 10


def emoji_trial(
    queries, documents, *, penalty_weights, temperature, steps, bits, split_rng, training_rngs, xp
):
    """Train once for each penalty weight on one split and measure.

    Parameters
    ----------
    queries, documents : lists of field names of `simulate.emoji.EmojiPairs`, the two sides
    penalty_weights : list of floats
    temperature, steps : float, int, of the training
    bits : list of ints up to 64, sizes of the codes
    split_rng : numpy Generator of the split
    training_rngs : list of numpy Generators, one a weight, of training and the probe's halves

    Returns
    -------
    list of dicts of floats, one a weight
        `mrr` among the test documents, full precision; with the query's principal components in b bits `mrr_b`
        (bits by reverse water-filling, centroids) and `mrr_signs_b` (a sign for each of the b leading ones, all
        of one size); `cka`, `neighbours`; `leakage`: held-out R^2
        with which Z_1 tells the leading principal components of what X_1 has and a linear map of X_2 has not,
        and `leakage_untrained` likewise before training.
    """
    train, test = split_emoji(load_emoji(), rng=split_rng)
    first, second = (_side(train, test, fields) for fields in (queries, documents))
    private = _private_part(first, second)
    results = []
    for weight, rng in zip(penalty_weights, training_rngs, strict=True):
        plan = TrainingPlan(
            dimension=DIMENSION,
            temperature=temperature,
            objective=Objective(penalty_weight=weight),
            steps=steps,
        )
        results.append(_measured(plan, first, second, private, bits, rng, xp))
    return results


def _measured(plan, first, second, private, bits, rng, xp):
    views = [xp.asarray(side[0]) for side in (first, second)]
    trained = train_infonce(*views, plan=plan, rng=rng, xp=xp)
    widths = [side[0].shape[1] for side in (first, second)]
    before = untrained_pair(*widths, plan=plan, dtype="float32", rng=rng, xp=xp)[0]
    fitted, queries = (to_host(embed(trained.first, xp.asarray(x), xp=xp)) for x in first)
    documents = to_host(embed(trained.second, xp.asarray(second[1]), xp=xp))
    control = to_host(embed(before, xp.asarray(first[1]), xp=xp))
    rebuilt = {}
    for size in bits:
        code = principal_code(fitted, size)
        rebuilt[f"mrr_{size}"] = decode(code, encode(code, queries, xp=np), xp=np)
        rebuilt[f"mrr_signs_{size}"] = _signs(principal_code(fitted, size, dimensions=size), queries)
    return {
        "mrr": _mrr(queries, documents, xp),
        **{name: _mrr(known, documents, xp) for name, known in rebuilt.items()},
        "cka": debiased_cka(queries, documents, xp=np),
        "neighbours": mutual_neighbours(queries, documents, count=NEIGHBOURS, xp=np),
        "leakage": ridge_probe(queries, private, rng=rng).score,
        "leakage_untrained": ridge_probe(control, private, rng=rng).score,
    }


def _signs(code, queries):
    """The signs of leading components alone, each direction at the same size: the usual reading of a sign code."""
    return (2.0 * encode(code, queries, xp=np) - 1) @ code.synthesis


def _mrr(queries, documents, xp):
    rows = xp.arange(len(documents))
    found = ranks(xp.asarray(queries, dtype=xp.float32), xp.asarray(documents), rows, xp=xp)
    return float(reciprocal_rank(found.higher, found.ties).mean())


def _side(train, test, fields):
    """Training and test rows of one side."""
    parts = [_reduced(getattr(train, field), getattr(test, field)) for field in fields]
    return [np.hstack(rows) for rows in zip(*parts, strict=True)]


def _reduced(fitted, held):
    """Leading principal components of `fitted`, of both, in units of the first one's spread."""
    centre = fitted.mean(axis=0)
    _, values, directions = np.linalg.svd(fitted - centre, full_matrices=False)
    scale = values[0] / len(fitted) ** 0.5
    return [
        ((rows - centre) @ directions[:COMPONENTS].T / scale).astype(np.float32) for rows in (fitted, held)
    ]


def _private_part(first, second):
    """Leading principal components of what a ridge map of X_2 leaves of X_1 on the test rows."""
    fitted, held = (side[0] for side in (second, first))
    gram = fitted.T @ fitted + np.eye(fitted.shape[1])
    left = first[1] - second[1] @ np.linalg.solve(gram, fitted.T @ held)
    modes, sizes, _ = np.linalg.svd(left - left.mean(axis=0), full_matrices=False)
    return modes[:, :PRIVATE_COMPONENTS] * sizes[:PRIVATE_COMPONENTS]
