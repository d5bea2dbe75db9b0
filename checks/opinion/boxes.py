"""Relations without a world, decided again by mpmath's intervals: closed ones, cases, and boxes cut in halves."""

from fractions import Fraction
from itertools import product
from typing import Any

from mpmath import iv

from checks.opinion.intervals import EXACT, PRECISIONS, NoOpinion
from checks.opinion.steps import Step
from checks.opinion.values import WORLD, Env, truth, value, whole

MOST_BOXES, MOST_CASES = 4_000, 20_000
Box = dict[str, tuple[Fraction, Fraction]]


def closed(step: Step) -> tuple[bool, str]:
    """A relation without parameters."""
    return decided(step.data["rel"], {}), "intervals"


def decided(r: Any, env: Env) -> bool:
    """A relation's truth at a point."""
    for bits in PRECISIONS:
        iv.prec = bits
        found = truth(r, env, EXACT)
        if found is not None:
            return found
    raise NoOpinion("intervals do not decide")


def cases(step: Step) -> list[Env]:
    """Every value of the integer parameters that the hypotheses on them allow."""
    rel, params = step.data["rel"], step.place.params
    integers = {n: p for n, p in params.items() if p[1] == "integer" and n in names(rel)}
    ranges = [range(whole(p[2], {}), whole(p[3], {}) + 1) for p in integers.values()]
    given = [r for r in step.place.facts if names(r) and names(r) <= set(integers) and not of_world(r)]
    points = [dict(zip(integers, map(Fraction, point), strict=True)) for point in product(*ranges)]
    if len(points) > MOST_CASES:
        raise NoOpinion("too many cases")
    return [p for p in points if all(decided(r, dict(p)) for r in given)]


def names(x: Any) -> set[str]:
    """Words of a relation other than its operators."""
    if isinstance(x, str):
        return {x}
    return set().union(*map(names, x[1:])) if isinstance(x, list) else set()


def of_world(x: Any) -> bool:
    return isinstance(x, list) and (x[0] in WORLD or any(map(of_world, x[1:])))


def enumerated(step: Step) -> tuple[bool, str]:
    """Every value of finitely many integers."""
    wrong = [p for p in cases(step) if not decided(step.data["rel"], dict(p))]
    return not wrong, f"false at {wrong[0]}" if wrong else "every case"


def boxed(step: Step) -> tuple[bool, str]:
    """A box of the real parameters, cut in halves until each piece is decided, at each value of the integers."""
    rel, params = step.data["rel"], step.place.params
    reals = {n: p for n, p in params.items() if p[1] == "real" and n in names(rel)}
    box = {n: (_end(p[2]), _end(p[3])) for n, p in reals.items()}
    iv.prec = PRECISIONS[0]
    wrong = [p for p in cases(step) if not on_box(rel, box, p)]
    return not wrong, "a piece on which it is false" if wrong else "every piece"


def _end(x: Any) -> Fraction:
    q = value(x, {}, EXACT)
    if not isinstance(q, Fraction):
        raise NoOpinion("an end that is not rational")
    return q


def on_box(r: Any, box: Box, env: Env) -> bool:
    """Whether the relation holds on each piece; False as soon as it fails on one."""
    todo, looked = [box], 0
    while todo:
        looked += 1
        if looked > MOST_BOXES:
            raise NoOpinion("pieces too small")
        piece = todo.pop()
        ends = {v: iv.mpf([iv.mpf(lo.numerator) / lo.denominator, iv.mpf(hi.numerator) / hi.denominator])
                for v, (lo, hi) in piece.items()}  # fmt: skip
        found = truth(r, {**env, **ends}, EXACT)
        if found is False:
            return False
        if found is None:
            v = max(piece, key=lambda u: piece[u][1] - piece[u][0])
            lo, hi = piece[v]
            todo += [{**piece, v: (lo, (lo + hi) / 2)}, {**piece, v: ((lo + hi) / 2, hi)}]
    return True
