"""Findings: what a cell says about a statement, and the verdict of a whole sweep on it.

A finding compares a measured quantity with a bound. From an exact evaluation (finite laws) the comparison is
decided once the gap exceeds the stated float error. From samples it carries evidence in bits (log2 of an
e-value, valid at any stopping time) against the statement and in its support, and it is decided only at a
level corrected for the number of findings of the sweep.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from simulate.statistics import e_bonferroni, evidence_above, evidence_below, evidence_unequal

__all__ = ["LEVEL", "Tally", "exact", "sampled", "tally", "violated", "why", "worst"]

LEVEL = 0.01
FIELDS = {"statement", "measured", "relation", "bound", "against", "support"}
RELATIONS = ("<=", ">=", "=")
LARGEST_HISTOGRAM = 100


def exact(statement: str, measured: float, relation: str, bound: float, *, error: float) -> dict:
    """Finding from an exact evaluation in floats whose gap ``measured - bound`` is off by at most ``error``.

    ``statement`` is the claim's id, or the study's name for what should be so instead. Raises ValueError for a NaN: an undefined quantity is no finding.
    """
    _valid(relation, measured, bound)
    excess = {"<=": measured - bound, ">=": bound - measured, "=": abs(measured - bound)}[relation]
    against = np.inf if excess > error else -np.inf
    return _finding(statement, measured, relation, bound, against, -against)


def worst(statement: str, measured: ArrayLike, relation: str, bound: ArrayLike, *, error: float) -> dict:
    """The exact finding of the world that fares worst among many (broadcast arrays, one entry a world)."""
    measured, bound = np.broadcast_arrays(np.ravel(measured), np.ravel(bound))
    gaps = measured - bound
    at = int(np.argmax({"<=": gaps, ">=": -gaps, "=": np.abs(gaps)}[relation]))
    return exact(statement, float(measured[at]), relation, float(bound[at]), error=error)


def sampled(
    statement: str, counts: ArrayLike, values: ArrayLike, relation: str, bound: float, *, within: float = 0.0
) -> dict:
    """Finding on the mean of independent samples of a law on ``values`` in [0, 1], seen ``counts`` times.

    The sufficient statistics (the histogram of the values seen) travel with it where they are small, else the
    number of samples alone: the cell's seed gives the rest again. An equality is supported when the mean is shown
    to lie within ``within`` of the bound.
    """
    values, place = np.unique(np.asarray(values, dtype=np.float64), return_inverse=True)
    counts = np.bincount(place, weights=counts).astype(np.int64)
    counts, values = counts[counts > 0], values[counts > 0]
    measured = float(counts @ values / counts.sum())
    _valid(relation, measured, bound)
    if relation == "=":
        against = evidence_unequal(counts, values, bound)
        support = min(
            evidence_below(counts, values, bound + within), evidence_above(counts, values, bound - within)
        )
    else:
        above, below = evidence_above(counts, values, bound), evidence_below(counts, values, bound)
        against, support = (above, below) if relation == "<=" else (below, above)
    finding = _finding(statement, measured, relation, bound, float(against), float(support))
    if len(values) > LARGEST_HISTOGRAM:
        return finding | {"samples": int(counts.sum())}
    return finding | {"counts": counts.tolist(), "values": values.tolist()}


class Tally(NamedTuple):
    """How the findings on one statement of a study came out; ``worst`` speaks most against it."""

    study: str
    statement: str
    findings: int
    agreed: int
    undecided: int
    violated: int
    worst: dict


def violated(findings: Iterable[Mapping], level: float = LEVEL) -> np.ndarray:
    """Which findings contradict their statement: exact ones alone, sampled ones at the corrected level."""
    return _decided(list(findings), "against", level)


def tally(found: Iterable[tuple[str, Mapping]], level: float = LEVEL) -> list[Tally]:
    """Tallies by study and statement, in order of appearance, of a whole sweep's (study, finding) pairs."""
    found = list(found)
    against = violated([f for _, f in found], level)
    support = _decided([f for _, f in found], "support", level)
    groups: dict[tuple[str, str], list[int]] = {}
    for i, (study, finding) in enumerate(found):
        groups.setdefault((study, finding["statement"]), []).append(i)
    tallies = []
    for (study, statement), members in groups.items():
        broken, kept = int(against[members].sum()), int((support & ~against)[members].sum())
        worst = max((found[i][1] for i in members), key=lambda f: (number(f["against"]), _excess(f)))
        tallies.append(
            Tally(study, statement, len(members), kept, len(members) - kept - broken, broken, dict(worst))
        )
    return tallies


def why(finding: Mapping) -> str:
    """What must be known to read a finding's comparison as its tally does: an error, the evidence, or nothing ("")."""
    against = number(finding["against"])
    if 0 < against < np.inf:
        return f"{against:.1f} bits against"
    if _excess(finding) <= 0:
        return ""
    if against == np.inf:
        return "not so"
    return "within float error" if against == -np.inf else "within sampling error"


def number(stored: float | str) -> float:
    """The number behind its stored form: JSON has no infinities, so they are kept as words."""
    return float(stored)


def _decided(findings: list[Mapping], side: str, level: float) -> np.ndarray:
    evidence = np.array([number(f[side]) for f in findings], dtype=np.float64)
    from_samples = np.array(["counts" in f or "samples" in f for f in findings], dtype=bool)
    decided = evidence == np.inf
    decided[from_samples] = e_bonferroni(evidence[from_samples], level=level)
    return decided


def _excess(finding: Mapping) -> float:
    gap = finding["measured"] - finding["bound"]
    return {"<=": gap, ">=": -gap, "=": abs(gap)}[finding["relation"]]


def _finding(
    statement: str, measured: float, relation: str, bound: float, against: float, support: float
) -> dict:
    evidence = {"against": against, "support": support}
    return {
        "statement": statement,
        "measured": float(measured),
        "relation": relation,
        "bound": float(bound),
    } | {side: value if np.isfinite(value) else str(value) for side, value in evidence.items()}


def _valid(relation: str, measured: float, bound: float) -> None:
    if relation not in RELATIONS:
        raise ValueError(f"relation = {relation!r}: must be one of {', '.join(RELATIONS)}")
    if not (np.isfinite(measured) and np.isfinite(bound)):
        raise ValueError(f"measured = {measured}, bound = {bound}: both must be finite numbers")
