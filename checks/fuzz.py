"""`python -m checks.fuzz`: corrupted certificates of the register, by the hundred thousand, given to the checker.

One place of a certificate (or, in one of eight, of its statement) is put wrong at a time. The checker must reject it with a
reason, or find it still valid with the verdict that it had; it must neither raise anything else nor take long.
Exit 0: so it was. 3: not always (the inputs are printed). 2: bad arguments. 130: interrupted.
"""

import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from checks.collect import all_claims
from checks.falsify import positive
from checks.register import Untestable
from checks.search.corrupt import corrupted
from checks.verify import Rejected, judge
from checks.verify.__main__ import TooSlow, deadline
from simulate.commands import OneLine

SLOW = 10  # seconds that no input may take
QUICK, SHORT = 0.002, 2_000  # seconds and characters that an original may take
Original = tuple[str, dict, list[dict], str]


def main(arguments: Sequence[str]) -> int:
    parser = OneLine(
        prog="python -m checks.fuzz", description="Corrupted certificates, given to the checker."
    )
    parser.add_argument("--inputs", type=positive, default=10**5, help="how many (100000)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="write the counts as JSON")
    try:
        options = parser.parse_args(arguments)
        record = fuzzed(originals(), options.inputs, options.seed)
    except ValueError as error:
        print(f"fuzz: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nfuzz: interrupted", file=sys.stderr)
        return 130
    print(json.dumps(record, indent=1))
    if options.out:
        options.out.write_text(json.dumps(record, indent=1) + "\n")
    return 3 if record["wrong"] else 0


def originals() -> list[Original]:
    """Statements with accepted certificates, readings and neighbours, that the checker judges quickly."""
    out = []
    for claim in all_claims():
        readings = claim.readings()
        for r in [] if isinstance(readings, Untestable) else readings:
            for reading in (r, r.neighbour) if r.neighbour else (r,):
                formal, certificates = json.loads(json.dumps([reading.formal, list(reading.certificates)]))
                if len(json.dumps(certificates)) > SHORT:
                    continue
                start = time.process_time()
                verdict = judge(formal, certificates).verdict
                if time.process_time() - start < QUICK:
                    out.append((claim.id, formal, certificates, verdict))
    return out


def fuzzed(sources: Sequence[Original], inputs: int, seed: int) -> dict[str, Any]:
    """Counts by kind of certificate and outcome; the inputs that went wrong; the slowest and the memory used."""
    random, counts, wrong, slowest = Random(seed), Counter[str](), [], 0.0
    for _ in range(inputs):
        id, formal, certificates, verdict = random.choice(sources)
        of_formal = random.random() < 1 / 8
        bad, how = corrupted(formal if of_formal else certificates, random)
        start = time.perf_counter()
        free = of_formal or "sample" in certificates[0]["kind"]  # another sample may say another thing
        outcome = judged(
            bad if of_formal else formal, certificates if of_formal else bad, None if free else verdict
        )
        slowest = max(slowest, time.perf_counter() - start)
        kind = "statement" if of_formal else "+".join(str(c["kind"]) for c in certificates)
        counts[f"{kind}, {how}: {outcome}"] += 1
        if outcome.startswith("wrong"):
            wrong.append(
                {
                    "claim": id,
                    "outcome": outcome,
                    "of": "formal" if of_formal else "certificates",
                    "input": _printed(bad),
                }
            )
    totals = Counter[str]()
    for name, n in counts.items():
        totals[name.rpartition(": ")[2]] += n
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "inputs": inputs, "seed": seed, "originals": len(sources), "outcomes": dict(sorted(totals.items())),
        "slowest, seconds": round(slowest, 3), "peak memory, MiB": peak, "counts": dict(sorted(counts.items())), "wrong": wrong,
    }  # fmt: skip


def _printed(x: Any) -> str:
    try:
        return repr(x)[:2000]
    except ValueError:  # an integer longer than Python prints
        return "too long to print"


def judged(formal: Any, certificates: Any, verdict: str | None) -> str:
    """rejected, still valid, or what went wrong. A changed statement or sample may have any verdict (None)."""
    try:
        with deadline(SLOW):
            found = judge(formal, certificates).verdict
    except Rejected as reason:
        return "rejected" if str(reason) else "wrong: no reason"
    except TooSlow:
        return "wrong: too slow"
    except Exception as error:
        return f"wrong: {type(error).__name__}"
    weaker = (verdict, found) == (
        "conditional",
        "refuted",
    )  # the derivation dropped, the witness still refutes
    return "still valid" if weaker or verdict in (None, found) else f"wrong: {found} in place of {verdict}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
