"""What a store's findings say: one line for each statement of each study."""

import sqlite3

from simulate import findings, store

__all__ = ["table", "tallies"]

COLUMNS = (
    "study",
    "statement",
    "findings",
    "agreed",
    "undecided",
    "violated",
    "measured, where it fares worst",
)


def tallies(connection: sqlite3.Connection) -> list[findings.Tally]:
    """Tallies over all finished cells of an open store, the level corrected for all of their findings."""
    found = (
        (row.cell.study, finding) for row in store.rows(connection) for finding in row.result["findings"]
    )
    return findings.tally(found)


def table(tallied: list[findings.Tally]) -> str:
    """Aligned text table of the tallies, statements that were violated last."""
    ordered = sorted(tallied, key=lambda t: t.violated > 0)
    lines = [COLUMNS] + [(*map(str, t[:-1]), _comparison(t.worst)) for t in ordered]
    widths = [max(len(line[i]) for line in lines) for i in range(len(COLUMNS))]
    return "\n".join(_aligned(line, widths) for line in lines)


def _aligned(line: tuple[str, ...], widths: list[int]) -> str:
    cells = [
        text.ljust(w) if i < 2 or i == 6 else text.rjust(w)
        for i, (text, w) in enumerate(zip(line, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()


def _comparison(finding: dict) -> str:
    why = findings.why(finding)
    return f"{finding['measured']:.6g} {finding['relation']} {finding['bound']:.6g}" + (
        f" ({why})" if why else ""
    )
