"""Decoders: every one scores document y for codeword c by an inner product <f(c), h(y)> and ranks by it.

Weights and temperatures go into h (or f), so that one ranking kernel serves all decoders. Ranks are exact for
the vectors f(c) and h(y) as they come out, in float32.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType

import numpy as np
from scipy import linalg

from simulate.device import blocks, cast
from simulate.metrics import RankHistogram, rank_histogram
from simulate.ranking import ranks
from simulate.sources.gaussian import Covariances
from simulate.sources.pairs import modality_slices

SINGULAR = 1e-10
BLOCK_ROWS = 1 << 14


@dataclass(frozen=True, slots=True)
class Decoder:
    """A score <f(c), h(y)>: `query` is f and `document` is h, each from (array, xp) to an array of rows."""

    name: str
    query: Callable
    document: Callable


def ranked(decoder: Decoder, codewords, documents, relevant, *, xp: ModuleType) -> RankHistogram:
    """Histogram of the exact ranks of the true documents under a decoder."""
    found = ranks(decoder.query(codewords, xp), decoder.document(documents, xp), relevant, xp=xp)
    return rank_histogram(found, documents.shape[0])


def inner_product() -> Decoder:
    """Score <c, y>."""
    return Decoder("inner product", _same, _same)


def cosine() -> Decoder:
    """Score <c, y> / |y|: cosine similarity, the codeword's own length changing no ranking.

    Applied to a document of length 0 it raises ValueError.
    """
    return Decoder("cosine", _same, _unit)


def one_temperature(temperature: float) -> Decoder:
    """Score <c, y> / tau: the ranking is that of the inner product, whatever tau.

    Raises
    ------
    ValueError
        For a temperature that is not positive and finite.
    """
    _checked_temperatures([temperature], 1)
    return Decoder("one temperature", _same, _same)


def modality_temperatures(temperatures: Sequence[float] | np.ndarray, widths: Sequence[int]) -> Decoder:
    """Score sum_m <c_m, y_m> / tau_m: each modality's part of the inner product has its own temperature.

    Only the ratios of temperatures matter; the largest weight is made 1, so equal temperatures leave the
    vectors as they are.

    Parameters
    ----------
    temperatures : (M,) positive floats
    widths : (M,) ints
        Dimensions of the modalities, side by side in the vectors.

    Raises
    ------
    ValueError
        For temperatures that are not positive and finite, or not one for each width.
    """
    weights = np.repeat(_weights(temperatures, len(widths)), widths)
    return Decoder(
        "temperature a modality",
        _same,
        lambda documents, xp: cast(documents, xp.float32, xp) * cast(weights, xp.float32, xp),
    )


def dominant_temperatures(
    temperatures: Sequence[float], widths: Sequence[int], dominant: np.ndarray | None = None
) -> Decoder:
    """Score <c, y_k> / tau_m(k): each document has the temperature of its dominant modality, eq. (9).

    Parameters
    ----------
    dominant : (N,) ints, optional
        m(k) for each document; by default the modality in which the document's vector is longest.

    Raises
    ------
    ValueError
        For temperatures that are not positive and finite, or not one for each width.
    """
    weights = _weights(temperatures, len(widths))

    def document(documents, xp):
        chosen = dominant_modality(documents, widths, xp=xp) if dominant is None else xp.asarray(dominant)
        weight = xp.take(cast(weights, xp.float32, xp), chosen)
        return cast(documents, xp.float32, xp) * xp.reshape(weight, (-1, 1))

    return Decoder("temperature of the dominant modality", _same, document)


def dominant_modality(documents, widths: Sequence[int], *, xp: ModuleType):
    """Modality in which each document's vector is longest, the first of equals: (N,) integers."""
    parts = [xp.sum(documents[:, block] ** 2, axis=1) for block in modality_slices(widths)]
    return xp.argmax(xp.stack(parts, axis=1), axis=1)


def gaussian_posterior(covariances: Covariances) -> Decoder:
    """Score log p(c | y) up to terms in c alone: the best ranking of equally likely Gaussian documents.

    With c | y ~ N(B y, S), B = S_cy S_y^+ and S = S_c - B S_yc, the score is c' W y - y' B' W y / 2,
    W = S^-1 B: an inner product with one coordinate more. `covariances` are those of codeword and document,
    of the source where the query itself is seen, or of a training sample (`sample_covariances`).

    Raises
    ------
    ValueError
        Where the codeword, given the document, has a direction without variance.
    """
    slope = covariances.cross @ linalg.pinvh(covariances.document)
    rest = covariances.query - slope @ covariances.cross.T
    if np.linalg.eigvalsh(rest)[0] <= SINGULAR * np.linalg.eigvalsh(covariances.query)[-1]:
        raise ValueError("covariances leave the codeword no variance given the document, in some direction")
    weight = np.linalg.solve(rest, slope)
    quadratic = slope.T @ weight / 2.0
    return Decoder(
        "Gaussian posterior",
        lambda codewords, xp: _extended(codewords, xp.ones((codewords.shape[0],), dtype=xp.float32), xp),
        lambda documents, xp: _posterior_documents(documents, weight, quadratic, xp),
    )


def sample_covariances(codewords, documents, *, ridge: float) -> Covariances:
    """Second moments of training pairs about their means, `ridge` times the mean variance added to the diagonals.

    A code leaves some coordinates without variance, and a small sample leaves directions unseen; the ridge
    (above 0) keeps the inverse finite.

    Raises
    ------
    ValueError
        For a ridge that is not positive, or rows that do not pair up.
    """
    if not ridge > 0:
        raise ValueError(f"ridge must be positive, got {ridge}")
    if len(codewords) != len(documents) or len(codewords) < 2:
        raise ValueError(
            f"codewords and documents must pair up, got {len(codewords)} and {len(documents)} rows"
        )
    left, right = (np.asarray(part, dtype=np.float64) for part in (codewords, documents))
    left, right = left - left.mean(axis=0), right - right.mean(axis=0)
    count = len(left)
    own, other = left.T @ left / count, right.T @ right / count
    return Covariances(_ridged(own, ridge), _ridged(other, ridge), left.T @ right / count)


def _same(values, xp):
    return values


def _unit(documents, xp):
    squares = xp.sum(cast(documents, xp.float64, xp) ** 2, axis=1)
    if bool(xp.any(squares == 0)):
        raise ValueError("documents must not be zero where they are compared by cosine")
    return cast(documents / xp.reshape(xp.sqrt(squares), (-1, 1)), xp.float32, xp)


def _posterior_documents(documents, weight, quadratic, xp):
    """(W y, -y' B' W y / 2) for each document, in blocks."""
    mapped = xp.empty((documents.shape[0], weight.shape[0] + 1), dtype=xp.float32)
    weight, quadratic = xp.asarray(weight.T.copy()), xp.asarray(quadratic)
    for rows in blocks(documents.shape[0], BLOCK_ROWS):
        wide = cast(xp.asarray(documents[rows, :]), xp.float64, xp)
        curved = -xp.sum(xp.matmul(wide, quadratic) * wide, axis=1)
        mapped[rows, :] = _extended(xp.matmul(wide, weight), curved, xp)
    return mapped


def _extended(rows, column, xp):
    """Rows with one more column, in float32."""
    whole = xp.empty((rows.shape[0], rows.shape[1] + 1), dtype=xp.float32)
    whole[:, : rows.shape[1]] = cast(rows, xp.float32, xp)
    whole[:, rows.shape[1]] = cast(column, xp.float32, xp)
    return whole


def _ridged(covariance, ridge):
    size = len(covariance)
    return covariance + np.eye(size) * (ridge * np.trace(covariance) / size)


def _weights(temperatures, modalities):
    """Inverse temperatures, the largest brought to 1."""
    values = _checked_temperatures(temperatures, modalities)
    return values.min() / values


def _checked_temperatures(temperatures, modalities):
    values = np.asarray(temperatures, dtype=np.float64)
    if values.shape != (modalities,):
        raise ValueError(f"temperatures must be {modalities}, one a modality, got shape {values.shape}")
    if not (np.all(values > 0) and np.all(np.isfinite(values))):
        raise ValueError(f"temperatures must be positive and finite, got {values}")
    return values
