"""Jointly Gaussian queries and documents: linear views of latent factors, with noise.

X = L_x Z + s_x * n_x for the query, Y = L_y Z + s_y * n_y for its document, with Z, n_x, n_y standard normal.
Modalities lie side by side. A factor that only the query loads is private to it; noise and gains that differ
between modalities unbalance their entropies.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from simulate.device import cast, to_host
from simulate.sources.pairs import Pairs, modality_slices
from simulate.streams import Stream, categories, normal
from theory.gaussian_bottleneck import canonical_directions

READINGS = ("view", "clean", "intent", "same", "cross")
SINGULAR = 1e-12


@dataclass(frozen=True, slots=True)
class GaussianSource:
    """A linear Gaussian model of a query and its document.

    `query_loading` (D, k), `query_noise` (D,), `document_loading` (E, k), `document_noise` (E,): float64;
    `widths` and `document_widths` are the dimensions of the modalities, adding up to D and E.
    """

    query_loading: np.ndarray
    query_noise: np.ndarray
    document_loading: np.ndarray
    document_noise: np.ndarray
    widths: tuple[int, ...]
    document_widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Covariances:
    """Covariances of a query (D, D), of a document (E, E), and between a query and its document (D, E)."""

    query: np.ndarray
    document: np.ndarray
    cross: np.ndarray


def intent_source(
    stream: Stream,
    *,
    intent: int,
    widths: Sequence[int],
    noise: Sequence[float],
    private: Sequence[int] | None = None,
    private_scale: float = 1.0,
    gains: Sequence[Sequence[float]] | np.ndarray | None = None,
    reading: str = "view",
) -> GaussianSource:
    """Modalities X_m = A_m G_m Z + b B_m P_m + s_m n_m of an intent Z, with (A_m, B_m) orthonormal columns.

    Parameters
    ----------
    stream : Stream
        The columns are drawn from it.
    intent : int
        Dimension of Z.
    widths : (M,) ints
        Dimension of each modality, at least that of Z and its private block.
    noise : (M,) floats
        s_m; the paper's redundancy rho is s^-2.
    private : (M,) ints, optional
        Dimensions of P_m, which the document does not share.
    private_scale : float
        b.
    gains : (M, intent) floats, optional
        Diagonals of G_m: how much of each intent coordinate a modality shows.
    reading : {"view", "clean", "intent", "same", "cross"}
        The document: another noisy view of the same intent; the view without noise; the intent itself; the
        query itself; or, with the first modality as the query, the query's other modalities.

    Raises
    ------
    ValueError
        Numbers out of range or of different lengths, or an unknown reading.
    """
    private = (0,) * len(widths) if private is None else tuple(private)
    diagonals = np.ones((len(widths), intent)) if gains is None else np.asarray(gains, dtype=np.float64)
    _check(intent, widths, noise, private, diagonals, reading)
    shared = np.zeros((sum(widths), intent))
    own = np.zeros((sum(widths), sum(private)))
    ends = np.cumsum(private)
    for m, block in enumerate(modality_slices(widths)):
        columns = _orthonormal(stream.child("modality", m), widths[m], intent + private[m])
        shared[block] = columns[:, :intent] * diagonals[m]
        own[block, ends[m] - private[m] : ends[m]] = private_scale * columns[:, intent:]
    spread = np.repeat(np.asarray(noise, dtype=np.float64), widths)
    return _as_read(reading, shared, own, spread, tuple(widths))


def covariances(source: GaussianSource) -> Covariances:
    """Exact covariances of the source's query and document."""
    query, document = source.query_loading, source.document_loading
    return Covariances(
        query @ query.T + np.diag(source.query_noise**2),
        document @ document.T + np.diag(source.document_noise**2),
        query @ document.T,
    )


def information(source: GaussianSource) -> float:
    """I(X;Y) = -1/2 sum_i log2(1 - rho_i^2) over the canonical correlations, in bits; infinite where one is 1."""
    exact = covariances(source)
    left, right = _range(exact.query), _range(exact.document)
    try:
        correlations = canonical_directions(
            left.T @ exact.query @ left, right.T @ exact.document @ right, left.T @ exact.cross @ right
        ).correlations
    except ValueError:
        return float("inf")
    return float(-0.5 * np.sum(np.log2(1.0 - correlations**2)))


def draw(
    source: GaussianSource,
    stream: Stream,
    queries: int,
    *,
    documents: int | None = None,
    popularity=None,
    xp: ModuleType,
) -> Pairs:
    """Queries with their documents: float32 vectors.

    Parameters
    ----------
    queries : int
        Number of queries.
    documents : int, optional
        Size of a fixed corpus, from which each query's true document is drawn; factors that no document
        loads are drawn anew for each query. Without it every query has a document of its own.
    popularity : (documents,) weights, optional
        Law of the true document; uniform by default.

    Raises
    ------
    ValueError
        For numbers below 1, or a popularity without a corpus or of another length.
    """
    size = queries if documents is None else documents
    if queries < 1 or size < 1:
        raise ValueError(f"queries and documents must be at least 1, got {queries} and {documents}")
    if popularity is not None and np.shape(popularity) != (documents,):
        raise ValueError(f"popularity must hold {documents} weights, got shape {np.shape(popularity)}")
    factors = normal(stream.child("factors"), (size, source.query_loading.shape[1]), xp=xp)
    corpus = _view(factors, source.document_loading, source.document_noise, stream.child("document"), xp)
    relevant = np.arange(queries, dtype=np.int64)
    if documents is not None:
        law = np.ones(documents) if popularity is None else popularity
        relevant = to_host(categories(stream.child("relevant"), queries, law, xp=xp))
        shown = cast(np.any(source.document_loading != 0, axis=0), xp.float32, xp)
        fresh = normal(stream.child("fresh"), (queries, factors.shape[1]), xp=xp)
        factors = xp.take(factors, xp.asarray(relevant), axis=0) * shown + fresh * (1.0 - shown)
    return Pairs(
        _view(factors, source.query_loading, source.query_noise, stream.child("query"), xp), corpus, relevant
    )


def _view(factors, loading, noise, stream, xp):
    """L Z + s * n for each row of factors."""
    values = xp.matmul(factors, cast(loading.T, xp.float32, xp))
    if np.any(noise):
        values = values + normal(stream, values.shape, xp=xp) * cast(noise, xp.float32, xp)
    return values


def _as_read(reading, shared, own, spread, widths):
    """The source whose document is read as asked."""
    loading = np.concatenate((shared, own), axis=1)
    visible = np.concatenate((shared, np.zeros_like(own)), axis=1)
    none, intent = np.zeros_like(spread), shared.shape[1]
    if reading == "view":
        return GaussianSource(loading, spread, visible, spread, widths, widths)
    if reading == "clean":
        return GaussianSource(loading, spread, visible, none, widths, widths)
    if reading == "intent":
        identity = np.eye(intent, loading.shape[1])
        return GaussianSource(loading, spread, identity, np.zeros(intent), widths, (intent,))
    if reading == "same":
        whole = np.concatenate((loading, np.diag(spread)), axis=1)
        return GaussianSource(whole, none, whole, none, widths, widths)
    first = slice(0, widths[0])
    rest = slice(widths[0], None)
    return GaussianSource(loading[first], spread[first], loading[rest], spread[rest], widths[:1], widths[1:])


def _orthonormal(stream, rows, columns):
    """A uniformly random orthonormal frame, its signs fixed by a positive diagonal."""
    frame, upper = np.linalg.qr(normal(stream, (rows, columns), xp=np, dtype=np.float64))
    return frame * np.sign(np.diag(upper))


def _range(covariance):
    """Orthonormal basis of the directions in which a covariance does not vanish."""
    values, vectors = np.linalg.eigh(covariance)
    return vectors[:, values > SINGULAR * values[-1]]


def _check(intent, widths, noise, private, gains, reading):
    if reading not in READINGS:
        raise ValueError(f"reading must be one of {', '.join(READINGS)}, got {reading!r}")
    if not len(widths) == len(noise) == len(private) or gains.shape != (len(widths), intent):
        raise ValueError(
            f"widths, noise, private and gains must speak of the same modalities, "
            f"got {len(widths)}, {len(noise)}, {len(private)} and shape {gains.shape}"
        )
    if intent < 1 or min(private, default=-1) < 0 or not all(0 <= s < np.inf for s in noise):
        raise ValueError(f"intent, private and noise must be non-negative, got {intent}, {private}, {noise}")
    if any(width < intent + size for width, size in zip(widths, private, strict=True)):
        raise ValueError(f"widths must hold the intent and the private block, got {tuple(widths)}")
    if reading == "cross" and len(widths) < 2:
        raise ValueError("reading 'cross' must have at least two modalities")
