"""`python -m reports.build [--verdicts FILE] [--run STORE]... [--out DIR] [--check]`: the pages that reviewers read.

Runs the jupytext sources of this folder and writes self-contained HTML, the paired notebooks, verdicts.json, one
certificate file a claim and, where a browser is installed, a PDF of the pages without the claims' entries. The same verdicts and stores give the
same bytes, printed by the same browser. Exit 1: a page's own code fails; 2: bad
arguments; 3: the checker rejects a certificate; 130: interrupted. Then nothing is written. With `--check` nothing is
built: 4 and their names if pages of the folder do not show these verdicts and runs.
"""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config

from checks.collect import all_claims
from checks.verdicts import Record, as_json, by_verdict, computed
from checks.verify.__main__ import NotAVerdictFile, read, why_rejected
from reports.parts import built, index, inputs, printed, sheet
from simulate import store
from simulate.commands import OneLine, Refused, command

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
STALE = 4
PDF = "rankrate.pdf"


@command("reports.build")
def main(arguments: Sequence[str] | None = None) -> int:
    parser = OneLine(prog="reports.build", description="Write the pages that reviewers read.")
    parser.add_argument(
        "--verdicts", type=Path, metavar="FILE", help="verdicts to show (default: computed now)"
    )
    parser.add_argument(
        "--run", type=Path, metavar="STORE", action="append", default=[], help="a stored run to show"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", default=HERE / "site", help="folder of the pages")
    parser.add_argument(
        "--check", action="store_true", help="build nothing: name the pages that are out of date"
    )
    given = parser.parse_args(arguments)
    usable(given.out, given.run)
    records = verdicts(given.verdicts)
    if given.check:
        return checked(given.out, records, given.run)
    rejected = [(r["id"], reason) for r in records if (reason := why_rejected(r))]
    for id, reason in rejected:
        print(f"reports.build: rejected {id}: {reason}", file=sys.stderr)
    if rejected:
        return 3
    try:
        lines = build(records, given.run, given.out)
    except CellExecutionError as error:
        print(f"reports.build: a page fails: {error.ename}: {error.evalue}", file=sys.stderr)
        return 1
    told = ", ".join(f"{len(group)} {verdict}" for verdict, group in by_verdict(records).items())
    print(f"{len(records)} claims: {told}")
    print("\n".join([*lines, *built.origins(given.out), f"open {given.out / 'index.html'}"]))
    return 0


def checked(out: Path, records: list[Record], runs: list[Path]) -> int:
    """Name the pages of a folder that are out of date; 4 if there are any."""
    if not (out / "verdicts.json").is_file():
        raise Refused(f"--check --out {out}: holds no pages")
    late = list(built.stale(out, verdicts(out / "verdicts.json"), records, sources(), runs))
    for name, reason in late:
        print(f"stale: {out / name}: {reason}")
    if not runs and (shown := built.given(out)):
        print(f"not compared, for want of --run: {', '.join(shown)}")
    if not late:
        print(f"{out}: every page is up to date")
    return STALE if late else 0


def usable(out: Path, runs: list[Path]) -> None:
    """An output folder is new, empty, or an earlier build; stores can be read to their ends."""
    for run in runs:
        try:
            with store.read(run) as connection:
                store.settings(connection)
                for _ in store.rows(connection):
                    pass
        except store.StoreError as error:
            raise Refused(f"--run {error}") from None
    if out.exists() and not out.is_dir():
        raise Refused(f"--out {out}: is not a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / "verdicts.json").is_file():
        raise Refused(f"--out {out}: holds other files; name a new folder or one of an earlier build")


def verdicts(path: Path | None) -> list[Record]:
    """The claims of a verdict file, or all claims judged now."""
    if path is None:
        say("judging the claims")
        return computed(all_claims())
    try:
        return read(path)
    except NotAVerdictFile as error:
        raise Refused(f"--verdicts {path}: not a verdict file: {error}") from None
    except OSError as error:
        raise Refused(f"--verdicts {path}: {(error.strerror or str(error)).lower()}") from None


def build(records: list[Record], runs: list[Path], out: Path) -> list[str]:
    """Write everything beside the output folder, then put it in its place; what was made, in lines."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as folder:
        made = Path(folder) / "site"
        (made / "certificates").mkdir(parents=True)
        (made / "verdicts.json").write_text(as_json(records), encoding="utf-8")
        for r in records:
            (made / "certificates" / f"{r['id']}.json").write_text(as_json([r]), encoding="utf-8")
        lines = write_pages(made, runs, records)
        if out.exists():
            os.rename(out, Path(folder) / "old")
        shutil.move(made, out)
    return lines


def write_pages(made: Path, runs: list[Path], records: list[Record]) -> list[str]:
    """Run the sources, two at a time, and write their pages and notebooks; then the PDF and the index."""
    paths, running = sources(), list[NotebookClient]()
    with ThreadPoolExecutor(2) as pool:
        ready = pool.map(lambda path: executed(path, made / "verdicts.json", runs, running), paths)
        try:
            notebooks = dict(zip([path.stem for path in paths], ready, strict=True))
        except KeyboardInterrupt:
            stop(running)
            raise
    nav = [("index.html", "Overview")] + [(f"{stem}.html", sheet.title(nb)) for stem, nb in notebooks.items()]
    foot = "Made by <code>python -m reports.build</code> from <a href='verdicts.json'>verdicts.json</a>."
    bodies: dict[str, str] = {}
    for stem, notebook in notebooks.items():
        for name, (title, body) in sheet.bodies(notebook, f"{stem}.html").items():
            (made / name).write_text(sheet.page(title, body, nav=nav, foot=foot), encoding="utf-8")
            bodies |= {name: body} if name == f"{stem}.html" else {}
        nbformat.write(notebook, made / f"{stem}.ipynb")
    say("printing")
    told = printed.pdf(index.TITLE, bodies, made / PDF)
    body = index.body(records, notebooks, PDF if (made / PDF).is_file() else "")
    (made / "index.html").write_text(sheet.page(index.TITLE, body, foot=foot), encoding="utf-8")
    names = ["index.html", *[f"{stem}.html" for stem in notebooks]]
    return [f"wrote {', '.join(names)} and {len(records)} certificates", told]


def sources() -> list[Path]:
    """The jupytext sources of this folder, in their pages' order."""
    found = [path for path in HERE.glob("*.py") if path.read_text(encoding="utf-8").startswith("# ---\n")]
    return sorted(found, key=lambda path: jupytext.read(path).metadata["rankrate"]["order"])


def stop(running: list[NotebookClient]) -> None:
    """End the kernels, for which the threads of their clients wait."""
    for client in list(running):
        if pid := getattr(client.km and client.km.provisioner, "pid", None):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def executed(path: Path, verdict_file: Path, runs: list[Path], running: list[NotebookClient]) -> Any:
    """A source's notebook, run from the project's folder with the given inputs; its client joins those running."""
    say(f"running {path.stem}")
    notebook = jupytext.read(path)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"{path.stem}-{number}"
    names = {
        inputs.VERDICTS: str(verdict_file.resolve()),
        inputs.RUNS: os.pathsep.join(str(run.resolve()) for run in runs),
        "SOURCE_DATE_EPOCH": "0",
        "PYTHONHASHSEED": "0",
    }
    with (
        tempfile.TemporaryDirectory() as folder
    ):  # its sockets: kernels that run at a time must not share them
        sockets = Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/k"}})
        client = NotebookClient(notebook, config=sockets, timeout=600, startup_timeout=300, kernel_name="python3", record_timing=False,
                                resources={"metadata": {"path": str(ROOT)}})  # fmt: skip
        running.append(client)
        try:
            asyncio.run(client.async_execute(env={**os.environ, **names}))
        finally:
            running.remove(client)
    return notebook


def say(words: str) -> None:
    """Progress, on a terminal only."""
    if sys.stderr.isatty():
        print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
