"""Stored runs as pages use them: a study's finished cells, and in words where they come from."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from reports.parts import inputs
from reports.parts.html import Html, table, tag
from reports.parts.mathml import typed
from reports.parts.overview import cite
from reports.parts.yardsticks import YARDSTICKS
from simulate import store, studies
from simulate.findings import Tally, tally, why

STORED = Path(__file__).resolve().parents[1] / "runs"


@dataclass(frozen=True)
class Run:
    """A study's finished cells: parameters and results, in the order of the plan."""

    study: str
    rows: tuple[tuple[dict[str, Any], dict[str, Any]], ...]
    kind: str
    """"stored" for a run that the project keeps, "given" for one that the builder was told of."""
    said: str

    def measured(self, **wanted: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Parameters and measured values of the cells whose parameters agree with those wanted."""
        for parameters, result in self.rows:
            if wanted.items() <= parameters.items():
                yield parameters, result["measured"]

    @property
    def stamp(self) -> str:
        """Sixteen digits that are others where anything of the run is."""
        return sha256(json.dumps([self.said, self.rows], sort_keys=True).encode()).hexdigest()[:16]

    def tallies(self) -> list[Tally]:
        """How the study's findings came out, the level corrected for all of them."""
        return tally((self.study, f) for _, result in self.rows for f in result["findings"])


def run(study: str, given: Sequence[Path] | None = None) -> Run | None:
    """The study's cells from the stored runs, else from those given; None where there are none of this version."""
    places = [(path, "stored") for path in sorted(STORED.glob("*.sqlite"))]
    places += [(path, "given") for path in (inputs.runs() if given is None else given)]
    found = [one for path, kind in places if (one := _in(path, study, kind))]
    return max(found, key=lambda one: (one.kind == "stored", len(one.rows)), default=None)


def _in(path: Path, study: str, kind: str) -> Run | None:
    version = studies.study(study).VERSION
    with store.read(path) as connection:
        cells = [r for r in store.rows(connection) if (r.cell.study, r.cell.version) == (study, version)]
        if not cells:
            return None
        settings = store.settings(connection)
        sitting = connection.execute("SELECT started, environment FROM sittings ORDER BY started").fetchone()
    rows = tuple((json.loads(r.cell.parameters), r.result) for r in cells)
    return Run(study, rows, kind, _described(path, study, kind, cells, settings, sitting))


def _described(path: Path, study: str, kind: str, cells: list, settings: dict, sitting: tuple | None) -> str:
    size = settings.get("size") or "own grid"
    devices = ", ".join(sorted({r.device for r in cells}))
    words = f"{'Stored run' if kind == 'stored' else 'Run given to the builder'} {path.name}: study {study}, size {size}, seed {settings.get('seed')}"
    words += f", {len(cells)} cells, {sum(r.seconds for r in cells):.0f} s on {devices}"
    if sitting:
        versions = json.loads(sitting[1])
        words += f", {sitting[0][:10]}, Python {versions.get('python')}, NumPy {versions.get('numpy')}"
    size_flag = "" if settings.get("grid") else f" --{size}"
    again = f"python -m simulate.sweep {study}{size_flag} --seed {settings.get('seed')}"
    return f"{escape(words)}. Again: {tag('code', escape(again))}"


def source(one: Run | None, study: str = "") -> Html:
    """The line below a table or figure that says where its numbers come from."""
    if one is None:
        again = tag("code", f"python -m simulate.sweep {study} --quick --out FILE")
        return tag("p", f"No run of the study {study} was at hand when this page was built: {again}, then give the file to {tag('code', 'python -m reports.build --run FILE')}.", class_="source none", data_study=study, data_run="")  # fmt: skip
    return tag("p", one.said, class_=f"source {one.kind}", data_study=one.study, data_run=one.stamp)


def tallies(one: Run | None, records: Sequence[dict[str, Any]]) -> Html:
    """How each statement fared in a run: comparisons, those decided for it and against it, and the worst one."""
    if one is None:
        return Html("")
    rows = [
        [named(records, t.statement), str(t.findings), str(t.agreed), str(t.undecided), str(t.violated), compared(t.worst)]
        for t in one.tallies()
    ]  # fmt: skip
    head = ("statement", "in all", "for", "open", "against", "worst: measured, bound")
    return table(head, rows, "", "plain numbers tallies")


def named(records: Sequence[dict[str, Any]], statement: str) -> str:
    """A statement as a link to its claim, or in words where it has a name of its study's own; after a colon, how it was measured."""
    id, _, how = statement.partition(":")
    words, claim = YARDSTICKS.get(id, ("", id))
    cited = cite(records, claim) if claim else "measured only"
    return (f"{typed(words)} ({cited})" if words else cited) + (f", {escape(how)}" if how else "")


def compared(finding: dict[str, Any]) -> str:
    """A finding's comparison, and why it is decided otherwise than it reads."""
    signs = {"<=": "≤", ">=": "≥", "=": "="}
    said = f"{finding['measured']:.4g} {signs[finding['relation']]} {finding['bound']:.4g}"
    return said + (f" ({reason})" if (reason := why(finding)) else "")
