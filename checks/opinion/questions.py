"""What is asked of which tool about the certificates of one statement."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from checks.opinion.algebra import follows
from checks.opinion.boxes import boxed, closed, enumerated
from checks.opinion.instances import by_intervals, environment
from checks.opinion.intervals import NoOpinion
from checks.opinion.samples import by_hoeffding
from checks.opinion.solver import by_z3
from checks.opinion.steps import every_step, proofs

MILLISECONDS = 500  # that z3 may take for one step or instance
Answer = tuple[bool, str]
OF_STEPS: dict[str, tuple[str, Callable[..., Answer]]] = {
    "evaluate": ("mpmath", closed), "enumerate": ("mpmath", enumerated), "boxes": ("mpmath", boxed),
    **{rule: ("z3", lambda step: follows(step, milliseconds=MILLISECONDS)) for rule in ("combine", "basic", "absurd")},
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """Is what the checker accepted so? True or False with a reason, or NoOpinion."""

    kind: str
    tool: str
    answer: Callable[[], Answer]


def questions(formal: dict, certificates: list[dict], verdict: str) -> Iterator[Question]:
    """All questions about a statement's certificates."""
    for c in certificates:
        if c["kind"] in ("witness", "undefined"):
            yield from about_instance(formal, c)
        elif c["kind"] in ("conditional", "inconsistency"):
            for wanted, values in possible(formal, c):
                yield from about_instance(wanted, {"kind": "witness", "values": values})
        elif c["kind"] == "sample":
            yield Question("sample", "mpmath", partial(by_hoeffding, formal, c, verdict))
        for place, proof in proofs(formal, c):
            for step in every_step(place, proof):
                if step.data["by"] in OF_STEPS and step.data["rel"][0] != "all":
                    tool, answer = OF_STEPS[step.data["by"]]
                    yield Question(f"step: {step.data['by']}", tool, partial(answer, step))


def possible(formal: dict, certificate: dict) -> Iterator[tuple[dict, dict]]:
    """What must be possible: a conditional's condition and conclusion, an inconsistency's parts but one."""
    params, given = formal.get("forall", formal.get("exists")), formal.get("given", [])
    if certificate["kind"] == "conditional":
        cases = [([*certificate["condition"], formal["then"]], certificate["values"])]
    else:
        parts = formal["then"][1:]
        cases = [([*parts[:i], *parts[i + 1 :]], values) for i, values in enumerate(certificate["without"])]
    for relations, values in cases:
        yield {"exists": params, "given": given, "then": ["and", *relations]}, values


def about_instance(formal: dict, certificate: dict) -> Iterator[Question]:
    env = cache(lambda: environment(formal, certificate["values"]))
    kind = "instance" if certificate["kind"] == "witness" else "instance without a value"
    yield Question(kind, "mpmath", lambda: by_intervals(formal, certificate, env()))
    if certificate["kind"] == "witness":
        yield Question(kind, "z3", lambda: by_z3(formal, env(), milliseconds=4 * MILLISECONDS))
    if any(isinstance(v, dict) for v in certificate["values"].values()):
        yield Question("information quantities of a world", "dit", lambda: _by_dit(env()))


def _by_dit(env: dict[str, Any]) -> Answer:
    asked, wrong = env["@world"].against_dit()
    if not asked:
        raise NoOpinion("no information quantity, or too large a world")
    return not wrong, "; ".join(wrong) or f"{asked} quantities"
