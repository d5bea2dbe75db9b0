"""Measured values in words: means with intervals, and what tells one source from another."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from simulate.studies.table1 import BALANCED


def within(mean: float, error: float) -> str:
    """A mean with its 95% interval, from its standard error."""
    return f"{mean:.3f} <small>±&nbsp;{1.96 * error:.3f}</small>"


def change(mean: float, error: float | None = None, gap: str = " ") -> str:
    """A difference to four places with its sign, and its 95% interval where the standard error is known."""
    words = f"{mean:+.4f}".replace("-", "−")
    words = words[1:] if float(f"{mean:.4f}") == 0.0 else words
    return words if error is None else f"{words}{gap}<small>±&nbsp;{1.96 * error:.4f}</small>"


def between(values: Sequence[float]) -> str:
    """A mean with the ends of its interval, (mean, low, high)."""
    mean, low, high = values
    return f"{mean:.3f} {span(low, high)}"


def span(low: float, high: float, places: int = 3) -> str:
    """From a lowest to a highest value, on one line."""
    return f"<small>{low:.{places}f}&nbsp;to&nbsp;{high:.{places}f}</small>"


def reached(measured: Any, path: Sequence[str]) -> Any:
    """What a nested dictionary holds at a path, None where it does not go so far."""
    for key in path:
        measured = measured.get(key) if isinstance(measured, dict) else None
    return measured


def pooled(pairs: Sequence[Sequence[float]]) -> tuple[float, float] | None:
    """Mean of independent (mean, standard error) pairs, and its standard error; None for no pair."""
    if not pairs:
        return None
    means, errors = np.array(pairs).T
    return float(means.mean()), float(np.sqrt(np.sum(errors**2)) / len(errors))


def is_balanced(p: Mapping[str, Any]) -> bool:
    """Whether parameters are those of the paper's source, whose modalities are alike."""
    return all(p[name] == value for name, value in BALANCED.items())


def kind_of(p: Mapping[str, Any]) -> str:
    """What makes the modalities of a synthetic source differ."""
    if is_balanced(p):
        return "alike"
    if p["private"]:
        return f"{p['private']} private dimensions in X₂"
    if p["gains"][0] != p["gains"][1]:
        return f"amplitudes {p['gains'][0]:g} and {p['gains'][1]:g}"
    return f"noise {p['noise'][0]:g} and {p['noise'][1]:g}"
