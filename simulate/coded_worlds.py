"""Worlds of finitely many query vectors under real codes: their exact rates, equivocations and rank laws.

A world holds N documents, noiseless views of a Gaussian intent in two modalities, and as many noisy queries of each.
The query is uniform on these vectors, so the law of (Y, C) is counted and nothing about it is estimated. Codes are
fitted to other queries of the same source, and are deterministic once fitted.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulate.code_law import joint_law
from simulate.codes.catalogue import paper_product_code, principal_code, sign_code
from simulate.codes.code import Code, decode, encode
from simulate.codes.entropies import gridded_entropies
from simulate.codes.transform import Rules
from simulate.encoders import embed
from simulate.laws import optimal_ranks
from simulate.ranking import ranks
from simulate.sources.gaussian import GaussianSource, draw, intent_source
from simulate.streams import Stream, generator, normal
from simulate.train_contrastive import TrainingPlan, train_infonce

INTENT, WIDTHS = 8, (8, 8)
QUERIES = 32
TRAINING = 2_000
RESOLUTION = 0.5
PLAN = TrainingPlan(dimension=INTENT, temperature=0.1, steps=200, learning_rate=1e-2)


@dataclass(frozen=True, slots=True)
class CodedWorld:
    """The law of document and codeword (N, codewords), and that of the true document's rank (N,), ties broken at random."""

    joint: np.ndarray
    ranks: np.ndarray


@dataclass(frozen=True, slots=True)
class Fitted:
    """A code with what it is applied to: maps of queries and of documents into one space."""

    code: Code
    query: Callable[[np.ndarray], np.ndarray]
    document: Callable[[np.ndarray], np.ndarray]


def coded_world(
    stream: Stream, *, documents: int, bits: int, noise: float, code: str, decoder: str
) -> CodedWorld:
    """One world under a code of `CODES`.

    Parameters
    ----------
    bits : int
        log2 of the codebook.
    noise : float
        Standard deviation of a query about its document, whose coordinates have variance 1.
    decoder : {"own", "best"}
        The code's own, by inner product of codeword and document; or the one that ranks by P(Y | C).
    """
    source = intent_source(
        stream.child("source"), intent=INTENT, widths=WIDTHS, noise=(noise, noise), reading="clean"
    )
    corpus = draw(source, stream.child("corpus"), documents, xp=np).documents
    relevant = np.repeat(np.arange(documents), QUERIES)
    spread = np.float32(noise) * normal(stream.child("noise"), (len(relevant), sum(WIDTHS)), xp=np)
    fitted = CODES[code](source, bits, stream.child("code"))
    indices = encode(fitted.code, fitted.query(corpus[relevant] + spread), xp=np)
    joint = joint_law(
        np.unique(indices, axis=0, return_inverse=True)[1].ravel(), relevant, documents=documents
    )
    if decoder == "best":
        placed = optimal_ranks(joint[None])[0]
        return CodedWorld(joint, np.bincount(placed.ravel() - 1, joint.ravel(), minlength=documents))
    found = ranks(decode(fitted.code, indices, xp=np), fitted.document(corpus), relevant, xp=np)
    return CodedWorld(joint, spread_ties(found.higher, found.ties, documents))


def spread_ties(higher, ties, documents):
    """Law of the rank of rows of equal mass, each uniform on places higher + 1 to higher + ties: (documents,)."""
    starts, ends = (
        np.bincount(place, 1 / ties, minlength=documents + 1) for place in (higher, higher + ties)
    )
    return np.cumsum(starts - ends)[:documents] / len(higher)


def _fit(make):
    """A code of the vectors as they are, fitted to fresh queries of the source."""

    def fitted(source: GaussianSource, bits: int, stream: Stream) -> Fitted:
        rows = draw(source, stream.child("training"), TRAINING, xp=np).queries
        return Fitted(make(rows, bits, stream), _same, _same)

    return fitted


def _paper(rules):
    """The paper's quantiser, repaired, with these codewords."""

    def make(rows, bits, stream):
        entropies = gridded_entropies(rows, WIDTHS, RESOLUTION)
        return paper_product_code(rows, bits, WIDTHS, entropies, as_written=False, rules=rules, stream=stream)

    return make


def _trained(source: GaussianSource, bits: int, stream: Stream) -> Fitted:
    """Linear encoders of queries and documents trained by InfoNCE, principal components of the query's quantised."""
    pairs = draw(source, stream.child("training"), TRAINING, xp=np)
    rng = generator(stream.child("encoders"))
    trained = train_infonce(pairs.queries, pairs.documents, plan=PLAN, rng=rng, xp=np)
    seen = embed(trained.first, pairs.queries, xp=np)
    return Fitted(
        principal_code(seen, bits),
        lambda rows: embed(trained.first, rows, xp=np),
        lambda rows: embed(trained.second, rows, xp=np),
    )


def _same(rows):
    return rows


CODES: dict[str, Callable[[GaussianSource, int, Stream], Fitted]] = {
    "paper": _fit(_paper(Rules("quantile", "uniform-fixed"))),
    "paper, centroids": _fit(_paper(Rules("quantile", "centroid"))),
    "pca": _fit(lambda rows, bits, stream: principal_code(rows, bits)),
    "signs": _fit(sign_code),
    "trained": _trained,
}
"""Real codes by name: the paper's quantiser with codewords drawn once or centroids, principal components, signs of
random projections, and trained encoders."""
