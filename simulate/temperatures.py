"""Temperatures: the paper's schedules, and the ratio of two that ranks best, found exactly.

One temperature changes no ranking, and several act through their ratios only. For two, a document's place
against the true one changes at most once as the ratio grows, so the mean gain is a step function of the ratio
whose steps can be listed and sorted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from simulate.decoders import dominant_modality
from simulate.device import blocks
from simulate.metrics import reciprocal_rank
from simulate.sources.pairs import modality_slices

BLOCK_SCORES = 1 << 21


@dataclass(frozen=True, slots=True)
class RatioPath:
    """Each query's gain as a step function of the ratio of two temperatures.

    `start` (Q,): gains for ratios near 0. At `ratios` (E,), ascending, the gain of query `queries` (E,)
    changes by `changes` (E,).
    """

    start: np.ndarray
    ratios: np.ndarray
    queries: np.ndarray
    changes: np.ndarray


@dataclass(frozen=True, slots=True)
class BestRatio:
    """Ratios strictly between `low` and `high` (infinite where nothing bounds them) reach the mean gain `gain`."""

    low: float
    high: float
    gain: float

    @property
    def ratio(self) -> float:
        """A ratio inside the interval."""
        return self.low + 1.0 if np.isinf(self.high) else (self.low + self.high) / 2.0


def entropy_temperatures(entropies: Sequence[float] | np.ndarray) -> np.ndarray:
    """tau_m = sqrt(sum_j H_j / (M H_m)), eq. (10).

    Raises
    ------
    ValueError
        For an entropy that is not positive and finite: the schedule divides by it.
    """
    values = np.asarray(entropies, dtype=np.float64)
    if not (np.all(values > 0) and np.all(np.isfinite(values))):
        raise ValueError(f"entropies must be positive and finite, got {values}")
    return np.sqrt(values.mean() / values)


def imbalance_temperatures(entropies: Sequence[float], *, scale: float, floor: float) -> np.ndarray:
    """tau_m = gamma sqrt(|H_m - mean H| + epsilon), Sec. 6.1, gamma = `scale` and epsilon = `floor`.

    Raises
    ------
    ValueError
        For a scale or floor that is not positive, or entropies that are not finite.
    """
    values = np.asarray(entropies, dtype=np.float64)
    if not (scale > 0 and floor > 0 and np.all(np.isfinite(values))):
        raise ValueError(
            f"scale and floor must be positive and entropies finite, got {scale}, {floor}, {values}"
        )
    return scale * np.sqrt(np.abs(values - values.mean()) + floor)


def ratio_path(
    queries, first, second, relevant, *, gain: Callable[..., np.ndarray] = reciprocal_rank
) -> RatioPath:
    """Gains of the scores <q, first_k> + ratio <q, second_k> for every ratio tau_1 / tau_2 > 0.

    Scores are float64; ratios at which two documents change places are as exact as these. At a step itself the
    documents tie, which this path leaves out: it speaks of the open intervals between steps.

    Parameters
    ----------
    queries : (Q, d) array
    first, second : (N, d) arrays
        The parts of the documents under either temperature: `modality_parts` or `dominant_parts`.
    relevant : (Q,) integers
    gain : function of (documents higher, documents level)

    Raises
    ------
    ValueError
        For shapes that do not match.
    """
    queries, first, second = (np.asarray(part, dtype=np.float64) for part in (queries, first, second))
    relevant = np.asarray(relevant)
    if (
        first.shape != second.shape
        or queries.shape[1:] != first.shape[1:]
        or relevant.shape != queries.shape[:1]
    ):
        raise ValueError(
            f"queries, first, second and relevant must match, got shapes {queries.shape}, {first.shape}, "
            f"{second.shape} and {relevant.shape}"
        )
    parts = []
    for rows in blocks(len(queries), max(BLOCK_SCORES // len(first), 1)):
        asked, true = queries[rows], relevant[rows]
        lead = asked @ first.T, asked @ second.T
        base, slope = (score - score[np.arange(len(true)), true][:, None] for score in lead)
        parts.append((*_steps(base, slope, gain), rows.start))
    start = np.concatenate([part[0] for part in parts])
    ratios = np.concatenate([part[1] for part in parts])
    owners = np.concatenate([part[2] + part[4] for part in parts])
    changes = np.concatenate([part[3] for part in parts])
    order = np.argsort(ratios, kind="stable")
    return RatioPath(start, ratios[order], owners[order], changes[order])


def best_ratio(path: RatioPath, weights: np.ndarray | None = None) -> BestRatio:
    """The ratio with the largest weighted mean gain, (1/Q) sum_i w_i gain_i(ratio), exactly over all ratios.

    Weights of random signs give the supremum in the empirical Rademacher complexity of the two temperatures.
    Of several best intervals the first is returned.
    """
    weights = np.ones(len(path.start)) if weights is None else np.asarray(weights, dtype=np.float64)
    base = float(np.dot(weights, path.start))
    values = base + np.concatenate(([0.0], np.cumsum(weights[path.queries] * path.changes)))
    edges = np.concatenate(([0.0], path.ratios, [np.inf]))
    open_intervals = np.flatnonzero(edges[1:] > edges[:-1])
    best = open_intervals[np.argmax(values[open_intervals])]
    return BestRatio(float(edges[best]), float(edges[best + 1]), float(values[best]) / len(path.start))


def modality_parts(documents, widths: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """The documents' two modalities apart, zeros elsewhere: for scores sum_m <c_m, y_m> / tau_m.

    Raises
    ------
    ValueError
        For other than two modalities.
    """
    first, second = _two(widths)
    parts = np.zeros((2, *np.shape(documents)))
    parts[0][:, first], parts[1][:, second] = documents[:, first], documents[:, second]
    return parts[0], parts[1]


def dominant_parts(documents, widths: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """The documents whose dominant modality is the first and the second, zeros elsewhere: for scores of eq. (9).

    Raises
    ------
    ValueError
        For other than two modalities.
    """
    _two(widths)
    chosen = dominant_modality(documents, widths, xp=np)[:, None]
    return np.where(chosen == 0, documents, 0.0), np.where(chosen == 1, documents, 0.0)


def _two(widths):
    if len(widths) != 2:
        raise ValueError(f"widths must be of two modalities, got {tuple(widths)}")
    return modality_slices(widths)


def _steps(base, slope, gain):
    """Start gains, and each step's ratio, query and change, for score differences base + ratio slope."""
    higher = np.sum((base > 0) | ((base == 0) & (slope > 0)), axis=1)
    level = np.sum((base == 0) & (slope == 0), axis=1)
    crossing = base * np.sign(slope) < 0
    rows, columns = np.nonzero(crossing)
    ratios = -base[rows, columns] / slope[rows, columns]
    order = np.lexsort((ratios, rows))
    rows, ratios = rows[order], ratios[order]
    moves = np.sign(slope[rows, columns[order]]).astype(np.int64)
    offset = np.cumsum(moves) - moves
    offset -= offset[np.searchsorted(rows, rows)]
    before = higher[rows] + offset
    changes = gain(before + moves, level[rows]) - gain(before, level[rows])
    return gain(higher, level), ratios, rows, changes
