"""The verdict on a claim, computed from its certificates, and the file that verdicts are kept in."""

import inspect
import json
import os
import tempfile
import time
import traceback
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from checks.register import VERDICTS, Claim, Reading, Untestable
from checks.verify import Rejected, judge

Record = dict[str, Any]
HOLDS = ("proved", "supported")
FALLEN = ("refuted", "inconsistent", "ill-posed", "contradicted")
OPPOSITE = {
    "proved": ("refuted",),
    "refuted": ("proved",),
    "conditional": ("proved", "refuted"),
    "vacuous": ("refuted",),
    "supported": ("contradicted",),
    "contradicted": ("supported",),
}
STANDS_ALONE = ("proved", "vacuous", "conditional")  # these bring a derivation of their own


def judged(claim: Claim) -> tuple[Record, list[str]]:
    """Run a claim: its record for the verdict file, and what a reviewer must be told (empty: all is well)."""
    started = time.perf_counter()
    readings, untestable, wrong = decided(claim)
    first = readings[0] if readings else {"formal": None, "certificates": [], "axioms": [], "verdict": None}
    verdict = "untestable" if untestable else first["verdict"]
    if verdict is not None and verdict != claim.verdict:
        wrong.insert(0, f"recorded as {claim.verdict}, but the checker computes {verdict}")
    shown = [{k: r[k] for k in ("words", "formal", "verdict", "certificates", "neighbour")} for r in readings]
    seconds = round(time.perf_counter() - started, 4)
    return {
        "id": claim.id, "paper": claim.paper, "where": claim.where, "kind": claim.kind, "statement": claim.statement,
        "quote": claim.quote, "explanation": inspect.cleandoc(claim.decide.__doc__ or ""), "formal": first["formal"], "verdict": verdict, "certificates": first["certificates"],
        "axioms": first["axioms"], "readings": shown, "untestable": untestable, "rests_on": list(claim.rests_on),
        "unsupported": False, "repair": claim.repair, "note": claim.note, "conversion": claim.conversion,
        "source": claim.source, "seconds": seconds,
    }, wrong  # fmt: skip


def decided(claim: Claim) -> tuple[list[Record], Record | None, list[str]]:
    """A claim's judged readings, or why it is untestable, and what is wrong with either."""
    try:
        outcome = claim.readings()
    except Exception as error:
        trace = "".join(traceback.format_exception(error))
        return [], None, [f"its function fails: {type(error).__name__}: {error}\n{trace}"]
    if isinstance(outcome, Untestable):
        said = outcome.reason.strip() and outcome.would_need.strip()
        wrong = [] if said else ["untestable, but it does not say why and what would make it testable"]
        return [], {"reason": outcome.reason, "would_need": outcome.would_need}, wrong
    if not outcome or not all(isinstance(r, Reading) for r in outcome):
        return [], None, ["its function returns no Reading with certificates, nor Untestable"]
    wrong = []
    return [judged_reading(r, len(outcome) > 1, wrong) for r in outcome], None, wrong


def judged_reading(reading: Reading, several: bool, wrong: list[str]) -> Record:
    """A reading with the checker's verdict and its neighbour's, which must be the opposite one."""
    which = f'the reading "{reading.words}"' if several else "the claim"
    out = accepted(reading, which, wrong)
    beside = accepted(reading.neighbour, f"the neighbour of {which}", wrong) if reading.neighbour else None
    if beside and beside["verdict"] not in (None, *OPPOSITE.get(out["verdict"], ())):
        wrong.append(
            f"{which} is {out['verdict']} and so is not told from its neighbour: {beside['verdict']}"
        )
    shown = beside and {k: v for k, v in beside.items() if k != "axioms"}
    return {**out, "neighbour": shown}


def accepted(reading: Reading, which: str, wrong: list[str]) -> Record:
    """A statement with the checker's verdict; where it is rejected there is none, and the reason joins `wrong`."""
    certificates = list(reading.certificates)
    verdict, axioms = None, []
    try:
        found = judge(reading.formal, certificates)
        verdict, axioms = found.verdict, found.axioms
        if verdict in STANDS_ALONE and reading.formal.get("given") and "values" not in certificates[0]:
            wrong.append(f"{which}: no instance shows that its hypotheses can be met")
    except Rejected as reason:
        wrong.append(
            f"{which}: the certificate is rejected: {reason}"
            if certificates
            else f"{which} has no certificate"
        )
    return {
        "words": reading.words, "formal": reading.formal, "verdict": verdict, "certificates": certificates, "axioms": axioms,
    }  # fmt: skip


def computed(claims: Sequence[Claim]) -> list[Record]:
    """The records of all claims; a claim whose certificate is rejected has no verdict."""
    records = [judged(c)[0] for c in claims]
    mark_unsupported(records, claims)
    return records


def mark_unsupported(records: Sequence[Record], claims: Sequence[Claim]) -> None:
    """Set `unsupported`: no proof of its own, and something that it rests on has fallen or is unsupported.

    A claim that was not judged in this run counts with its recorded verdict.
    """
    verdicts = {c.id: c.verdict for c in claims} | {r["id"]: r["verdict"] for r in records}
    hanging: set[str] = set()
    while fresh := {
        c.id
        for c in claims
        if c.id not in hanging
        and verdicts[c.id] not in STANDS_ALONE
        and any(verdicts.get(i) in FALLEN or i in hanging for i in c.rests_on)
    }:
        hanging |= fresh
    for r in records:
        r["unsupported"] = r["id"] in hanging


def in_order(records: Iterable[Record], claims: Sequence[Claim]) -> list[Record]:
    """Records as the register lists their claims."""
    place = {(c.source, c.id): k for k, c in enumerate(claims)}
    return sorted(records, key=lambda r: place[r["source"], r["id"]])


def by_verdict(records: Iterable[Record]) -> dict[str, list[Record]]:
    """Records grouped by verdict, in the order of VERDICTS; those without one under "none"."""
    groups: dict[str, list[Record]] = {v: [] for v in (*VERDICTS, "none")}
    for r in records:
        groups[r["verdict"] or "none"].append(r)
    return {verdict: group for verdict, group in groups.items() if group}


def as_json(records: Iterable[Record]) -> str:
    """The verdict file: one claim a line."""
    lines = ",\n".join(json.dumps(r, ensure_ascii=False) for r in records)
    return f'{{"schema": 1, "claims": [\n{lines}\n]}}\n'


def write(path: Path, records: Iterable[Record]) -> None:
    """Write the verdict file whole or not at all."""
    text = as_json(records)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def cannot_write(path: Path) -> str:
    """Why a file cannot be written at a path; empty where it can."""
    if path.is_dir():
        return "it is a folder"
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent):
            return ""
    except OSError as error:
        return (error.strerror or str(error)).lower()
