"""How a claim is written down: one decorated function that returns what decides it.

    @claim("s4-eq4", where="Sec. 4.1, eq. (4)", kind="equation", verdict="vacuous",
           statement="p_S <= 2(1-D)(N-1)/(N-3).", quote="...verbatim words of the paper...",
           rests_on=("s4-solve-for-success",), repair="ours-top1-range")
    def eq4():
        return Reading("words of this reading", formal, [certificate])

The verdict written in the decorator is an expectation; the checker computes the verdict from the certificates.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

PAPERS = ("rdmr", "ibma", "ours")
KINDS = ("definition", "equation", "lemma", "theorem", "step", "remark", "figure", "consistency")
VERDICTS = (
    "proved", "refuted", "conditional", "vacuous", "inconsistent", "ill-posed", "supported", "contradicted", "untestable",
)  # fmt: skip
INSTANCES = Path(__file__).parent / "certificates" / "instances.json"


@dataclass(frozen=True)
class Reading:
    """One way to read a claim: its words, its formal statement, and the certificates that decide it.

    `neighbour` is a false statement next to a proved one (or a true one next to a refuted one, where no repair
    of its own does that service), decided by the same procedure: it shows that the check can fail.
    """

    words: str
    formal: dict[str, Any]
    certificates: Sequence[dict[str, Any]]
    neighbour: "Reading | None" = None


@dataclass(frozen=True)
class Untestable:
    """No mechanical check decides the claim: why, and what would make it testable."""

    reason: str
    would_need: str


Outcome = Reading | Sequence[Reading] | Untestable


@dataclass(frozen=True)
class Claim:
    """A claim of a paper (or of ours) with its place, its words and the function that decides it."""

    id: str
    where: str
    kind: str
    statement: str
    verdict: str
    decide: Callable[[], Outcome]
    paper: str = "rdmr"
    quote: str = ""
    rests_on: tuple[str, ...] = ()
    repair: str = ""
    note: str = ""
    conversion: str = ""  # what the PDF conversion may have spoiled
    source: str = field(default="", compare=False)

    def readings(self) -> list[Reading] | Untestable:
        """The readings, most charitable first; proofs with the instances at which their hypotheses are true."""
        outcome = self.decide()
        if isinstance(outcome, Untestable):
            return outcome
        found = [outcome] if isinstance(outcome, Reading) else list(outcome)
        for number, beside in instances().get(self.id, {}).items():
            if int(number) < len(found):
                found[int(number)] = about(found[int(number)], beside.get("values"), beside.get("neighbour"))
        return found


def about(reading: Reading, values: dict | None, neighbour: dict | None) -> Reading:
    """The reading, its proof and its neighbour's each with an instance that meets the hypotheses."""
    beside = reading.neighbour and about(reading.neighbour, neighbour, None)
    own = reading.certificates if values is None else [{**reading.certificates[0], "values": values}]
    return replace(reading, certificates=own, neighbour=beside)


@cache
def instances() -> dict[str, dict[str, dict[str, dict]]]:
    """Claim and number of a reading to the values at which the hypotheses of a proof, or its neighbour's, are true."""
    return json.loads(INSTANCES.read_text(encoding="utf-8"))


def claim(id: str, **fields: Any) -> Callable[[Callable[[], Outcome]], Claim]:
    """Turn a function into a Claim of its module; bad fields are errors at import."""
    if fields.get("verdict") not in VERDICTS or fields.get("kind") not in KINDS:
        raise ValueError(
            f"claim {id}: verdict {fields.get('verdict')!r} or kind {fields.get('kind')!r} is unknown"
        )
    if fields.get("paper", "rdmr") not in PAPERS or (fields.get("paper") == "ours") != id.startswith("ours-"):
        raise ValueError(f"claim {id}: paper {fields.get('paper')!r} does not fit; ours-... is paper 'ours'")

    def made(decide: Callable[[], Outcome]) -> Claim:
        return Claim(id=id, decide=decide, source=f"{decide.__module__}:{decide.__name__}", **fields)

    return made
