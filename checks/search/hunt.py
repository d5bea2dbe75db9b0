"""The hunt: batch after batch, small plans first, the best varied; the least slack kept, violations certified."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from checks.search.draws import Genes, draw, express, vary
from checks.search.exact import Values, certified, refutes, roundings
from checks.search.margins import TOLERANCE, margin
from checks.search.pins import Pin, find_pins
from checks.search.plans import Plan, draw_plan, parameters
from checks.search.shrink import shrunk
from checks.verify.terms import Rejected
from simulate.device import to_host
from simulate.streams import Stream, generator

BATCH_CELLS = 1_500_000
LARGEST_BATCH = 4096
ASCENTS = 3  # times that the best of a batch are varied
CLEAR = 1e-6  # a strict hypothesis must hold by this much, or floats cannot tell what lies beyond it
CANDIDATES = 3  # of a batch: the worst, and as many violations at random, are rounded


@dataclass
class Report:
    """What a hunt saw: instances, those that satisfy the hypotheses, the least slack among them and where."""

    instances: int = 0
    satisfying: int = 0
    undefined: int = 0
    least: float = float("inf")
    where: Values | None = None
    killed: int = 0  # violations that rounding to rationals removed
    needed: int = 0  # instances until the certified one
    witness: Values | None = None
    seconds: float = 0.0


def target(statement: dict) -> Any:
    """The relation whose falsehood is sought: the conclusion, or for an existence its negation."""
    if "order" in statement:
        raise Rejected("an order statement is not decided at single instances")
    return statement["then"] if "forall" in statement else ["not", statement["then"]]


def hunt(
    statement: dict,
    *,
    instances: int,
    seconds: float,
    seed: int,
    xp: ModuleType,
    told: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Search until a violation is certified, or the instances or the seconds are used up."""
    report, stream = Report(), Stream(seed, ("falsify",))
    rng, started, goal = generator(stream), time.monotonic(), target(statement)
    round_ = 0
    while report.witness is None and report.instances < instances and report.seconds < seconds:
        round_ += 1
        plan = draw_plan(statement, rng, round_)
        if plan is not None:
            one_plan(plan, goal, report, stream.child(round_), rng, xp, instances)
        report.seconds = time.monotonic() - started
        told(report)
        if plan is None and round_ > 200 and not report.instances:
            raise Rejected("every instance drawn is too large")
    if report.witness is not None:
        report.needed = report.instances
        report.witness = shrunk(statement, report.witness, refutes)
        report.seconds = time.monotonic() - started
    return report


def one_plan(
    plan: Plan, goal: Any, report: Report, stream: Stream, rng: Any, xp: ModuleType, most: int
) -> None:
    """A batch of the plan and its ascents."""
    still = not plan.shapes and not plan.nodes
    batch = 1 if still else max(8, min(LARGEST_BATCH, BATCH_CELLS // plan.cells, most - report.instances))
    genes = draw(plan, batch, stream, rng, xp)
    for ascent in range(1 if still else 1 + ASCENTS):
        slack, pins, good = slacks(plan, genes, goal, xp)
        report.instances += batch
        report.satisfying += int(good.sum())
        report.undefined += int((good & np.isnan(slack)).sum())
        slack = np.where(good & ~np.isnan(slack), slack, np.inf)
        best = np.argsort(slack)[:CANDIDATES]
        remember(plan, genes, best[0], slack, pins, report)
        others = rng.permutation(np.flatnonzero(slack < -TOLERANCE))[:CANDIDATES]
        for at in [*best, *others]:
            if slack[at] < -TOLERANCE:
                report.witness = certified(plan, genes, int(at), pins)
                if report.witness is not None:
                    return
                report.killed += 1
        if report.instances >= most or not np.isfinite(slack[best[0]]) or ascent == ASCENTS or still:
            return
        chosen = best[np.isfinite(slack[best])]
        genes = vary(genes, chosen, batch, stream.child("ascent", ascent), 0.5 * 0.5**ascent, xp)


def slacks(plan: Plan, genes: Genes, goal: Any, xp: ModuleType) -> tuple[np.ndarray, list[Pin], np.ndarray]:
    """The goal's margin at each instance, the pins used, and which instances satisfy the hypotheses."""
    with np.errstate(all="ignore"):
        env = express(plan, genes, xp)
        pins = find_pins(plan, env, xp) if plan.shapes and plan.statement.get("given") else []
        batch = len(next(iter(genes.values()))) if genes else 1
        good = np.ones(batch, dtype=bool)
        for r in [*domains(plan.statement), *plan.statement.get("given", [])]:
            least = CLEAR if r[0] in ("<", ">", "!=") else -TOLERANCE
            good &= np.broadcast_to(to_host(margin(r, env, xp)) >= least, good.shape)
            if not good.any():
                return np.full(batch, np.inf), pins, good
        slack = np.array(np.broadcast_to(to_host(margin(goal, env, xp)), good.shape), dtype=float)
    return np.where(np.isfinite(slack), slack, np.nan), pins, good


def domains(statement: dict) -> list:
    """The ends of the real parameters as relations (solving an equation may have left them)."""
    out = []
    for name, domain, *ends in parameters(statement):
        if domain in ("real", "sequence", "table"):
            entry = {"real": name, "sequence": ["at", name, "i_"], "table": ["at", name, "i_", "j_"]}[domain]
            for op, end in zip((">=", "<="), ends[-2:], strict=True):
                if end is not None:
                    r = [op, entry, end]
                    r = ["all", "j_", 1, ends[1], r] if domain == "table" else r
                    first = ends[0] if domain == "sequence" else 1
                    last = ends[1] if domain == "sequence" else ends[0]
                    out.append(r if domain == "real" else ["all", "i_", first, last, r])
    return out


def remember(plan: Plan, genes: Genes, at: int, slack: np.ndarray, pins: list, report: Report) -> None:
    """Keep the instance of least slack, rounded so that it can be shown."""
    if slack[at] < report.least:
        report.least = float(slack[at])
        own = {name: to_host(gene[at]) for name, gene in genes.items()}
        report.where = next(roundings(plan, own, pins, (10**6,)), report.where)
