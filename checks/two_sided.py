"""`python -m checks.two_sided [FILE]`: for every claim, the statement beside it that goes the other way.

A proved claim has a false neighbour, a refuted one a neighbour or a repair that is proved: so the procedure that
decides the claim is seen to decide otherwise where it should. FILE is a verdict file; without one all claims are judged
now. Listed: each claim with its counterpart, then those whose counterpart goes the same way, and those without one.
Exit 0: none goes the same way. 3: one does. 2: bad arguments.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from checks.collect import all_claims
from checks.verdicts import HOLDS, OPPOSITE, Record, computed
from checks.verify.__main__ import NotAVerdictFile, read


def main(arguments: Sequence[str]) -> int:
    if len(arguments) > 1:
        print("usage: python -m checks.two_sided [FILE]", file=sys.stderr)
        return 2
    try:
        records = read(Path(arguments[0])) if arguments else computed(all_claims())
    except (NotAVerdictFile, OSError) as error:
        print(f"two_sided: {arguments[0]}: {error}", file=sys.stderr)
        return 2
    rows = [counterpart(r, records) for r in records if r["verdict"] in OPPOSITE]
    for id, verdict, beside, goes in rows:
        print(f"{id}: {verdict}; {beside}" + ("" if goes or beside == "none" else "; NOT the other way"))
    without = [id for id, _, beside, _ in rows if beside == "none"]
    same = [id for id, _, beside, goes in rows if not goes and beside != "none"]
    print(f"{len(rows)} claims; {len(same)} whose counterpart goes the same way: {' '.join(same) or 'none'}")
    print(f"{len(without)} without a counterpart: {' '.join(without) or 'none'}")
    return 3 if same else 0


def counterpart(record: Record, records: Sequence[Record]) -> tuple[str, str, str, bool]:
    """A claim's id and verdict, what stands beside it, and whether that goes the other way."""
    verdict, found = record["verdict"], []
    for r in record["readings"]:
        if r["neighbour"]:
            goes = r["neighbour"]["verdict"] in OPPOSITE.get(r["verdict"], ())
            found.append((f"neighbour {r['neighbour']['verdict']}", goes))
    repair = next((r for r in records if r["id"] == record["repair"]), None)
    if repair is not None:
        found.append((f"repair {repair['id']} {repair['verdict']}", repair["verdict"] in HOLDS))
    return (
        record["id"],
        verdict,
        ", ".join(name for name, _ in found) or "none",
        bool(found) and all(g for _, g in found),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
