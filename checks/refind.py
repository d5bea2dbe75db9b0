"""`python -m checks.refind`: every refuted claim searched again from nothing, each for a few seconds.

The search (checks.falsify) knows the claim's first reading, not its certificate. Listed: found or not, in how many instances;
for an order statement how the ratio grows; or why no instance is drawn.
Exit 0: done, whatever was found. 2: bad arguments. 130: interrupted.
"""

import datetime
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from checks.collect import all_claims
from checks.falsify import positive
from checks.register import Claim
from checks.search.growth import ratios
from checks.search.hunt import hunt
from checks.verify.terms import Rejected
from simulate.commands import OneLine


def main(arguments: Sequence[str]) -> int:
    parser = OneLine(
        prog="python -m checks.refind", description="Refuted claims, searched again from nothing."
    )
    parser.add_argument("--seconds", type=positive, default=5, help="at most so long a claim (5)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="write the list as JSON")
    try:
        options = parser.parse_args(arguments)
        rows = [searched(c, options.seconds, options.seed) for c in all_claims() if c.verdict == "refuted"]
    except ValueError as error:
        print(f"refind: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nrefind: interrupted", file=sys.stderr)
        return 130
    counts = Counter(r["outcome"] for r in rows)
    print(", ".join(f"{n} {outcome}" for outcome, n in counts.most_common()))
    record = {
        "date": datetime.date.today().isoformat(),
        "seconds": options.seconds,
        "seed": options.seed,
        "claims": rows,
    }
    if options.out:
        options.out.write_text(json.dumps(record, indent=1) + "\n")
    return 0


def searched(claim: Claim, seconds: float, seed: int) -> dict[str, Any]:
    """What the search made of a claim's first reading."""
    reading = claim.readings()[0]  # type: ignore[index]
    row: dict[str, Any] = {"id": claim.id, "outcome": "", "instances": 0, "seconds": 0.0}
    try:
        if "order" in reading.formal:
            found = ratios(reading.formal, seconds=seconds)
            row["outcome"] = (
                "an order statement whose ratio grows"
                if found[-1][1] > 2 * found[0][1]
                else "an order statement"
            )
        elif "exists" in reading.formal:
            row["outcome"] = "an existence, refuted by a derivation"
        else:
            report = hunt(reading.formal, instances=10**7, seconds=seconds, seed=seed, xp=np)
            row |= {
                "instances": report.instances,
                "seconds": round(report.seconds, 2),
                "satisfying": report.satisfying,
            }
            row["outcome"] = "found again" if report.witness else "not found in time"
    except Rejected as reason:
        row |= {"outcome": "not drawn", "reason": str(reason)}
    print(f"{claim.id}: {row['outcome']}", flush=True)
    return row


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
