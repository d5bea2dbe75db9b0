"""`python -m checks.instances`: for each proof from hypotheses, an instance at which all of them are true.

From hypotheses that nothing meets anything follows, so the checker is shown an instance of those of each proved
statement. It is looked for among the values on record, the witnesses of the same claim, the theorem's tight instances,
and then at random; all but the first are untrusted. The values on record are in certificates/instances.json.
Exit 0: each has one. 2: arguments. 3: none was found for the statements named. 130: interrupted.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from checks.collect import all_claims
from checks.register import INSTANCES, Reading, Untestable, instances
from checks.search.hunt import hunt
from checks.search.planted import tight
from checks.verify.judge import possible
from checks.verify.terms import Rejected

SECONDS = 10
ALWAYS_FALSE = ["<", 1, 0]  # a conclusion that every instance of the hypotheses refutes
Values = dict[str, Any]


def main(arguments: Sequence[str]) -> int:
    if arguments:
        print(f"instances: takes no arguments, got {' '.join(arguments)}", file=sys.stderr)
        return 2
    found: dict[str, dict[str, dict[str, Values]]] = {}
    missing = []
    try:
        for id, number, which, statement, known in wanted():
            values = instance(statement, known)
            if values is None:
                missing.append(f"{id}, reading {number}, {which}")
            else:
                found.setdefault(id, {}).setdefault(number, {})[which] = values
    except KeyboardInterrupt:
        print("\ninstances: interrupted", file=sys.stderr)
        return 130
    lines = ",\n".join(f" {json.dumps(id)}: {json.dumps(of)}" for id, of in found.items())
    part = INSTANCES.with_suffix(".part")
    part.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    part.replace(INSTANCES)
    print(
        "\n".join([*missing, f"{sum(map(len, found.values()))} readings; {len(missing)} statements without"])
    )
    return 3 if missing else 0


def wanted() -> Iterator[tuple[str, str, str, dict, list[Values]]]:
    """Claim, reading, "values" or "neighbour", the statement proved from hypotheses, and instances that may do."""
    for claim in all_claims():
        readings = claim.readings()
        for k, r in enumerate([] if isinstance(readings, Untestable) else readings):
            for which, x in (("values", r), ("neighbour", r.neighbour)):
                if x is not None and from_hypotheses(x):
                    own = instances().get(claim.id, {}).get(str(k), {}).get(which)
                    near = [
                        c["values"] for y in (r.neighbour, r) if y for c in y.certificates if "values" in c
                    ]
                    yield (
                        claim.id,
                        str(k),
                        which,
                        x.formal,
                        [*([own] if own else []), *near, *tight(claim.id)],
                    )


def from_hypotheses(reading: Reading) -> bool:
    """Whether the statement has hypotheses and holds by a derivation."""
    by = reading.certificates[0]["kind"] in ("derivation", "vacuous", "order")
    return by and bool(reading.formal.get("given")) and "forall" in reading.formal


def instance(statement: dict, known: list[Values]) -> Values | None:
    """The first of the known instances that the checker accepts, or one found at random, made small."""
    for values in json.loads(json.dumps(known)):
        if accepts(statement, values):
            return values
    try:
        goal = {"forall": statement["forall"], "given": statement["given"], "then": ALWAYS_FALSE}
        return hunt(goal, instances=10**6, seconds=SECONDS, seed=0, xp=np).witness
    except Rejected:
        return None


def accepts(statement: dict, values: Values) -> bool:
    try:
        possible(statement, [], values)
    except (Rejected, ArithmeticError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
