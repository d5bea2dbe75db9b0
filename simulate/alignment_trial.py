"""One trial of contrastive alignment: train on a source of known factors, then measure what the embedding
holds.

Everything is measured on the first modality, the query's side; documents are the second modality's view of
each shared value, with one private value each.
"""

from dataclasses import dataclass

import numpy as np

from simulate.alignment_measures import debiased_cka, mutual_neighbours
from simulate.code_law import centroids, code_law
from simulate.codes.catalogue import principal_code
from simulate.codes.transform import encode
from simulate.contrastive import Objective
from simulate.device import to_host
from simulate.encoders import embed
from simulate.metrics import reciprocal_rank
from simulate.probes import logistic_probe
from simulate.ranking import ranks
from simulate.shared_private import all_factors, draw_pairs, enumerate_views, observe, shared_private_source
from simulate.train_contrastive import TrainingPlan, train_infonce, untrained_pair

OBSERVED = 32
TRAINING_PAIRS = 20_000
HELD_OUT = 2_000


@dataclass(frozen=True)
class Setting:
    """Source and training of a trial; the names are those of `shared_private_source` and `TrainingPlan`."""

    shared_bits: int = 6
    private_bits: int = 4
    amplitude: float = 1.0
    mismatch: float = 0.0
    dimension: int = 16
    depth: int = 2
    temperature: float = 0.1
    learn_temperature: bool = False
    penalty_weight: float = 0.0
    noise_sigma: float = 0.0
    steps: int = 400

    def plan(self):
        """The training plan."""
        return TrainingPlan(
            dimension=self.dimension,
            depth=self.depth,
            width=64,
            temperature=self.temperature,
            learn_temperature=self.learn_temperature,
            objective=Objective(penalty_weight=self.penalty_weight, noise_sigma=self.noise_sigma),
            steps=self.steps,
            learning_rate=3e-3,
        )


def trial(setting, *, bits, source_rng, rng, xp):
    """Train once and measure.

    Parameters
    ----------
    setting : Setting
    bits : list of ints, sizes of the codes to measure, each at most `setting.dimension`
    source_rng : numpy Generator of the source and the pairs (shared by the arms of a comparison)
    rng : numpy Generator of training, noise and the probes' halves

    Returns
    -------
    dict of floats
        `leakage`: bits of N_1 that a linear probe reads off Z_1, held out, and `leakage_untrained` for the
        encoder before training; `shared`: bits of Y likewise; `cka` on held-out pairs; `neighbours`: mutual
        ones among the documents, as many as the shared bits; `mrr`: full precision; `temperature`; and for
        each code size b, exactly: `rate_b`, `relevant_b`, `spent_elsewhere_b`, `best_mrr_b`, and `mrr_b` by
        inner product with the codeword's centroid.
    """
    source = shared_private_source(
        setting.shared_bits,
        setting.private_bits,
        amplitude=setting.amplitude,
        observed=OBSERVED,
        rng=source_rng,
    )
    pairs = draw_pairs(source, TRAINING_PAIRS, mismatch=setting.mismatch, rng=source_rng)
    held = draw_pairs(source, HELD_OUT, rng=source_rng)
    twins, documents = (_one_a_document(source, modality, source_rng) for modality in (0, 1))
    views = [xp.asarray(v) for v in (pairs.first, pairs.second)]
    trained = train_infonce(*views, plan=setting.plan(), rng=rng, xp=xp)
    before = untrained_pair(OBSERVED, OBSERVED, plan=setting.plan(), dtype="float32", rng=rng, xp=xp)

    def seen(encoder, inputs):
        return to_host(embed(encoder, xp.asarray(inputs), xp=xp))

    embedded = seen(trained.first, held.first), seen(trained.second, held.second)
    corpus = seen(trained.second, documents)
    return {
        "temperature": trained.temperature,
        "cka": debiased_cka(*embedded, xp=np),
        "neighbours": mutual_neighbours(seen(trained.first, twins), corpus, count=setting.shared_bits, xp=np),
        **_leakage(embedded[0], seen(before[0], held.first), held, setting.noise_sigma, rng),
        **_codes(source, lambda x: seen(trained.first, x), corpus, bits, xp),
    }


def _one_a_document(source, modality, rng):
    """A modality's view of every shared value, each with a private value of its own."""
    shared = all_factors(source.shared_bits)
    private = 2.0 * rng.integers(0, 2, (len(shared), source.private_bits)) - 1
    return observe(source, shared, private, modality=modality)


def _leakage(embedded, untrained, held, noise_sigma, rng):
    """Probes of the representation as the objective defines it, its noise included."""
    noisy, control = (z + noise_sigma * rng.standard_normal(z.shape) for z in (embedded, untrained))
    shared = logistic_probe(noisy, held.shared, rng=rng).bits
    if not held.private_first.shape[1]:
        return {"leakage": 0.0, "leakage_untrained": 0.0, "shared": shared}
    return {
        "leakage": logistic_probe(noisy, held.private_first, rng=rng).bits,
        "leakage_untrained": logistic_probe(control, held.private_first, rng=rng).bits,
        "shared": shared,
    }


def _codes(source, embed_first, corpus, bits, xp):
    """Full precision, and principal components with bits by reverse water-filling, on every value of X_1."""
    views, document, _ = enumerate_views(source, modality=0)
    embedded = embed_first(views)
    measured = {"mrr": _mrr(embedded, corpus, document, xp)}
    for size in bits:
        cells = encode(principal_code(embedded, size), embedded, xp=np)
        codewords = np.unique(cells, axis=0, return_inverse=True)[1]
        law = code_law(codewords, document, documents=len(corpus))
        measured |= {
            f"rate_{size}": law.rate,
            f"relevant_{size}": law.relevant,
            f"spent_elsewhere_{size}": law.spent_elsewhere,
            f"best_mrr_{size}": law.best_mean_reciprocal_rank,
            f"mrr_{size}": _mrr(centroids(embedded, codewords), corpus, document, xp),
        }
    return measured


def _mrr(queries, corpus, document, xp):
    found = ranks(xp.asarray(queries), xp.asarray(corpus), xp.asarray(document), xp=xp)
    return float(reciprocal_rank(found.higher, found.ties).mean())
