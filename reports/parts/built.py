"""What a folder of built pages holds: where its figures come from, and which pages are out of date."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import jupytext
import nbformat

from checks.verdicts import Record
from reports.parts import benchmarks, runs

SOURCE = re.compile(r'<p class="source (stored|given|none)" data-study="([^"]*)" data-run="([^"]*)"')
MEASURED = re.compile(r'<code data-benchmark="([^"]*)" data-stamp="([^"]*)"')
ORIGINS = {"stored": "stored runs", "given": "runs given", "none": "no run at hand"}


def origins(out: Path) -> list[str]:
    """One line a page that shows runs: which studies come from a stored run, which from one given, which from none."""
    lines = []
    for page in sorted(out.glob("*.html")):
        found = SOURCE.findall(page.read_text(encoding="utf-8"))
        said = [
            f"{words}: {', '.join(dict.fromkeys(study for k, study, _ in found if k == kind))}"
            for kind, words in ORIGINS.items()
            if any(k == kind for k, *_ in found)
        ]
        if said:
            lines.append(f"{page.name}: {'; '.join(said)}")
    return lines


def given(out: Path) -> list[str]:
    """The studies that pages show from a run that the builder was told of."""
    found = [
        one for page in sorted(out.glob("*.html")) for one in SOURCE.findall(page.read_text(encoding="utf-8"))
    ]
    return list(dict.fromkeys(study for kind, study, _ in found if kind == "given"))


def moved_runs(html: str, files: Sequence[Path]) -> list[str]:
    """The studies of a page of which another run would be shown now; runs given are compared where files are."""
    out = []
    for kind, study, stamp in dict.fromkeys(SOURCE.findall(html)):
        now = runs.run(study, files)
        if (now.stamp if now else "") != stamp and (files or kind != "given" or now):
            out.append(study)
    return out


def moved_benchmarks(html: str, all_kept: bool) -> list[str]:
    """The measurements of a page that are others now, or gone, or come where the page shows all there are."""
    shown = dict(MEASURED.findall(html))
    new = [name for name in benchmarks.names() if name not in shown] if all_kept else []
    return [name for name, stamp in shown.items() if benchmarks.stamp(name) != stamp] + new


def stale(
    out: Path,
    old: Sequence[Record],
    new: Sequence[Record],
    sources: Sequence[Path],
    files: Sequence[Path] = (),
) -> Iterator[tuple[str, str]]:
    """Pages of a folder that no longer show what is so, each with the reason.

    A page is out of date where a claim that it names has another record now (the time it took apart), where claims
    came or went and it is made from all of them, where a run or a measurement that it shows is another one now, or
    where its own source has changed.
    """
    before, now = by_id(old), by_id(new)
    changed = {i for i in before.keys() & now.keys() if before[i] != now[i]}
    moved = before.keys() ^ now.keys()
    read = {path.stem: jupytext.read(path) for path in sources}
    whole, measured = (
        {stem for stem, nb in read.items() if nb.metadata["rankrate"].get(what) == "all"}
        for what in ("claims", "benchmarks")
    )
    texts = {stem: [c.source for c in nb.cells] for stem, nb in read.items()}
    for page in sorted(out.glob("*.html")):
        html = page.read_text(encoding="utf-8")
        named = sorted(i for i in changed | moved if f'#{i}"' in html or f'id="{i}"' in html)
        if named:
            more = f" and {len(named) - 3} more" if len(named) > 3 else ""
            yield page.name, f"changed: {', '.join(named[:3])}{more}"
        elif page.stem in whole and (changed or moved):
            yield page.name, f"{len(changed)} claims changed, {len(moved)} came or went"
        elif studies := moved_runs(html, files):
            yield page.name, f"another run now: {', '.join(studies)}"
        elif names := moved_benchmarks(html, page.stem in measured):
            yield page.name, f"measured again: {', '.join(names)}"
        elif page.stem in texts and texts[page.stem] != shown(out / f"{page.stem}.ipynb"):
            yield page.name, "its source has changed"


def shown(notebook: Path) -> list[str]:
    """The sources of a notebook's cells."""
    return [cell.source for cell in nbformat.read(notebook, as_version=4).cells]


def by_id(records: Sequence[Record]) -> dict[str, Record]:
    return {r["id"]: {k: v for k, v in r.items() if k != "seconds"} for r in records}
