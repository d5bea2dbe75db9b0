"""The retrieval task of the Gaussian intent source in each reading of query and document.

Chen, "Rate-Distortion Limits for Multimodal Retrieval", Sec. 7.1: X_m = A_m Z + eta_m, A_m (64, 32) with orthonormal
columns, eta_m of variance 5/2. The text does not say what of this is the query and what the document; a reading
does. A_m^T X_m = Z + noise is all that X_m tells of Z, so a reading comes down to 32 independent pairs of one
correlation r: that of the mean of the query's views and the mean of the document's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import ModuleType

import numpy as np

from simulate.device import cast
from simulate.sources.gaussian import GaussianSource, intent_source
from simulate.sources.pairs import Pairs, modality_slices
from simulate.streams import Stream

INTENT, WIDTH = 32, 64
NOISE_VARIANCE = Fraction(5, 2)
READINGS = {
    "X1, document X2": (1, "other"),
    "both, document both": (2, "both"),
    "both, document one": (2, "one"),
    "X1, document Z": (1, "intent"),
    "both, document Z": (2, "intent"),
}
"""Views in the query, and what the document is: views of the same intent with noise of their own, or the intent."""


@dataclass(frozen=True, slots=True)
class Task:
    """A source and what turns its vectors into estimates of the intent, one for each modality of the query.

    `query_frames`: A_m of the query's modalities, (width, k) each; `document_frames`: for each of them the map
    (E, k) of the document to what that modality is compared with.
    """

    source: GaussianSource
    query_frames: tuple[np.ndarray, ...]
    document_frames: tuple[np.ndarray, ...]


def intent_task(
    stream: Stream,
    reading: str,
    *,
    intent: int = INTENT,
    width: int = WIDTH,
    noise: Sequence[float] = (float(NOISE_VARIANCE) ** 0.5,) * 2,
    gains: Sequence[float] = (1.0, 1.0),
    private: int = 0,
) -> Task:
    """The task of a reading, with modalities X_m = g_m A_m Z + noise.

    `private` dimensions of the second modality tell nothing of the document.

    Raises
    ------
    ValueError
        For an unknown reading, or numbers that `intent_source` refuses.
    """
    views, document = _of(reading)
    both = intent_source(
        stream,
        intent=intent,
        widths=(width, width),
        noise=noise,
        private=(0, private),
        gains=np.outer(gains, np.ones(intent)),
        reading="view",
    )
    blocks = modality_slices(both.widths)
    frames = [both.query_loading[block, :intent] / scale for block, scale in zip(blocks, gains, strict=True)]
    if views == 1:
        both = replace(
            both,
            query_loading=both.query_loading[blocks[0]],
            query_noise=both.query_noise[blocks[0]],
            widths=(width,),
        )
    if document == "intent":
        loading, spread = np.eye(intent, both.document_loading.shape[1]), np.zeros(intent)
        maps = [np.eye(intent)] * views
    elif document == "both":
        loading, spread = both.document_loading, both.document_noise
        maps = [_padded(frame, block, 2 * width) for frame, block in zip(frames, blocks, strict=True)]
    else:
        block = blocks[1 if document == "other" else 0]
        loading, spread = both.document_loading[block], both.document_noise[block]
        maps = [frames[1 if document == "other" else 0]] * views
    widths = (width, width) if document == "both" else (len(loading),)
    source = replace(both, document_loading=loading, document_noise=spread, document_widths=widths)
    return Task(source, tuple(frames[:views]), tuple(maps))


def squared_correlation(reading: str, variance: Fraction = NOISE_VARIANCE) -> Fraction:
    """r^2 = 1 / ((1 + a)(1 + b)), a and b the noise variances of the query's and the document's mean view."""
    views, document = _of(reading)
    noise = {"other": variance, "one": variance, "both": variance / 2, "intent": Fraction(0)}[document]
    return 1 / ((1 + variance / views) * (1 + noise))


def query_parts(task: Task, queries, *, xp: ModuleType):
    """Estimates of the intent from each modality of the queries, side by side: (Q, M k) float32."""
    blocks = modality_slices(task.source.widths)
    parts = [
        xp.matmul(queries[:, block], cast(frame, xp.float32, xp))
        for block, frame in zip(blocks, task.query_frames, strict=True)
    ]
    return xp.concat(parts, axis=1)


def document_parts(task: Task, documents, *, xp: ModuleType):
    """What each part of a query is compared with, side by side: (N, M k) float32."""
    maps = cast(np.concatenate(task.document_frames, axis=1), xp.float32, xp)
    return xp.matmul(documents, maps)


def same_coordinates(task: Task, pairs: Pairs, coordinates: str) -> Pairs:
    """Host pairs whose inner products compare the query's estimates of the intent with the document's.

    In "intent" coordinates both are estimates, side by side; in "vector" coordinates the query is the vector itself
    and the document what its estimates would look like there: <A' x, z> = <x, A z>.
    """
    documents = document_parts(task, pairs.documents, xp=np)
    if coordinates == "intent":
        return Pairs(query_parts(task, pairs.queries, xp=np), documents, pairs.relevant)
    parts = np.split(documents, len(task.query_frames), axis=1)
    seen = [part @ frame.T for part, frame in zip(parts, task.query_frames, strict=True)]
    return Pairs(pairs.queries, np.hstack(seen).astype(np.float32), pairs.relevant)


def _of(reading):
    if reading not in READINGS:
        raise ValueError(f"reading must be one of {'; '.join(READINGS)}; got {reading!r}")
    return READINGS[reading]


def _padded(frame, block, rows):
    whole = np.zeros((rows, frame.shape[1]))
    whole[block] = frame
    return whole
