"""`python -m checks.trial [CLAIM...]`: the project's own theorems on trial, and errors planted in each of them.

Every proved statement for all instances (ours-..., or those named) is searched for violations: the least slack seen and
where. Then each planted error (checks.search.mutants) is searched for a certified violation, at the theorem's tight
instances and its neighbour's first: how many instances it took. An error that is a theorem still, or that holds at no
instance, is left out where that has a proof (checks.search.planted).
Exit 0: no theorem violated, every other planted error found. 3: otherwise. 2: bad arguments. 130: interrupted.
"""

import argparse
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from checks.collect import all_claims, unknown
from checks.falsify import positive
from checks.register import Reading, Untestable
from checks.search.exact import refutes
from checks.search.hunt import hunt
from checks.search.mutants import mutants
from checks.search.planted import account, tight
from checks.verify.terms import Rejected
from simulate.commands import OneLine
from simulate.device import DeviceError, device_name, on_gpu, select_namespace

LONGEST = 600  # characters of an instance that the record keeps


def main(arguments: Sequence[str]) -> int:
    rows: list[dict[str, Any]] = []
    try:
        options = parsed(arguments)
        xp = select_namespace(options.device)
        device = device_name(xp) if on_gpu(xp) else "cpu"
        for id, reading in theorems(options.claims):
            rows.append(tried(id, reading, options, xp))
            if options.out:
                merge(options.out, {"device": device, "seed": options.seed, "theorems": rows[-1:]})
    except (ValueError, DeviceError) as error:
        print(f"trial: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\ntrial: interrupted; with --out, what is done is kept", file=sys.stderr)
        return 130
    bad = [r for r in rows if r["violation"] is not None or any(map(survives, r["mutants"]))]
    worlds = sum(r["instances"] for r in rows)
    print(f"{len(rows)} theorems, {worlds} instances; {len(bad)} with a violation or a surviving error")
    return 3 if bad else 0


def survives(mutant: dict[str, Any]) -> bool:
    """Whether a planted error has neither been found nor accounted for."""
    return not mutant["found"] and mutant["account"] is None


def merge(out: Path, record: dict[str, Any]) -> None:
    """Write the record; theorems of an earlier one at that place that were not tried now are kept."""
    earlier = json.loads(out.read_text())["theorems"] if out.exists() else []
    rows = {r["id"]: r for r in [*earlier, *record["theorems"]]}
    part = out.with_name(out.name + ".part")
    part.write_text(json.dumps({**record, "theorems": list(rows.values())}, indent=1) + "\n")
    part.replace(out)


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = OneLine(prog="python -m checks.trial", description="Our own theorems on trial.")
    parser.add_argument("claims", nargs="*", metavar="CLAIM", help="ids of the register (all that are ours)")
    parser.add_argument("--instances", type=positive, default=10**5, help="for each theorem (100000)")
    parser.add_argument(
        "--seconds", type=positive, default=20, help="at most so long for each planted error (20)"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--out", type=Path, help="add each theorem's results to this JSON file")
    return parser.parse_args(arguments)


def theorems(ids: Sequence[str]) -> list[tuple[str, Reading]]:
    """The proved statements for all instances of the named claims, or of all that are ours."""
    known = {c.id: c for c in all_claims()}
    for id in ids:
        if id not in known:
            raise ValueError(unknown(id, known))
        if known[id].verdict != "proved":
            raise ValueError(f"{id} is {known[id].verdict}; only what is proved is tried")
    out = []
    for id in ids or [i for i, c in known.items() if c.paper == "ours" and c.verdict == "proved"]:
        readings = known[id].readings()
        if isinstance(readings, Untestable):
            continue
        statement = readings[0].formal
        if "forall" in statement and "then" in statement:
            out.append((id, readings[0]))
        elif ids:
            raise ValueError(f"{id} is no plain statement for all instances")
    return out


def tried(id: str, reading: Reading, options: argparse.Namespace, xp: Any) -> dict[str, Any]:
    """The record of one theorem: its least slack, and each planted error with the instances it took."""
    statement = reading.formal
    search = {"seconds": options.seconds, "seed": options.seed, "xp": xp}
    try:
        report = hunt(statement, instances=options.instances, **{**search, "seconds": 6 * options.seconds})
    except Rejected as error:
        return {"id": id, "instances": 0, "violation": None, "not drawn": str(error), "mutants": []}
    row: dict[str, Any] = {
        "id": id, "instances": report.instances, "satisfying": report.satisfying, "least slack": finite(report.least),
        "where": shortened(report.where), "violation": report.witness, "mutants": [],
    }  # fmt: skip
    for name, wrong in mutants(statement):
        row["mutants"].append(
            {"error": name, **sought(id, reading, name, wrong, 20 * options.instances, search)}
        )
    took = ", ".join(
        f"{m['error']} {m['account'] or (m['instances'] if m['found'] else 'SURVIVES')}"
        for m in row["mutants"]
    )
    print(f"{id}: {report.instances} instances, least slack {report.least:.2g}; {took}", flush=True)
    return row


def sought(
    id: str, reading: Reading, error: str, wrong: dict, instances: int, search: dict[str, Any]
) -> dict[str, Any]:
    """What became of one planted error: found at an instance, accounted for, or neither."""
    first = [*tight(id), *beside(reading)]
    at = next((k for k, values in enumerate(first, 1) if refutes(wrong, values)), None)
    if at is not None:
        return {"instances": at, "least slack": None, "found": True, "account": None}
    told = account(id, error, reading.formal, reading.certificates, wrong)
    if told is not None:
        return {"instances": len(first), "least slack": None, "found": False, "account": told}
    found = hunt(wrong, instances=instances, **search)
    return {
        "instances": found.instances, "least slack": finite(found.least), "found": found.witness is not None, "account": None,
    }  # fmt: skip


def beside(reading: Reading) -> list[dict]:
    """The instances that the neighbour's certificates bring."""
    certificates = reading.neighbour.certificates if reading.neighbour else ()
    return [c["values"] for c in certificates if c["kind"] == "witness"]


def finite(x: float) -> float | None:
    """A number as JSON has it; None where no instance satisfied the hypotheses."""
    return x if math.isfinite(x) else None


def shortened(values: Any) -> Any:
    return values if len(json.dumps(values)) <= LONGEST else "too large to show"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
