"""Instances as z3 sees them: every number a rational constant, every relation a formula."""

from fractions import Fraction
from typing import Any

import z3

from checks.opinion.intervals import NoOpinion
from checks.opinion.values import Env, truth
from checks.opinion.worlds import World


class Terms:
    """z3's reals; roots by their defining equation, what is not algebraic refused."""

    def __init__(self) -> None:
        self.known: list[Any] = []

    def number(self, q: Any) -> Any:
        if not isinstance(q, Fraction):
            raise NoOpinion("a number that is not rational")
        return z3.RealVal(f"{q.numerator}/{q.denominator}")

    def join(self, f: Any, a: Any, b: Any) -> Any:
        return f(a, b)

    def divide(self, a: Any, b: Any) -> Any:
        self.known.append(b != 0)
        return a / b

    def power(self, a: Any, b: Any) -> Any:
        exponent = z3.simplify(b)
        if not z3.is_int_value(exponent) and not (
            z3.is_rational_value(exponent) and exponent.denominator_as_long() == 1
        ):
            raise NoOpinion("a power that is not algebraic")
        n = exponent.numerator_as_long()
        if abs(n) > 64:
            raise NoOpinion("a high power")
        out = z3.RealVal(1)
        for _ in range(abs(n)):
            out = out * a
        return out if n > 0 else self.divide(z3.RealVal(1), out)

    def extreme(self, values: list, side: int) -> Any:
        best = values[0]
        for v in values[1:]:
            best = z3.If(v > best if side > 0 else v < best, v, best)
        return best

    def indicator(self, formula: Any) -> Any:
        return z3.If(formula, z3.RealVal(1), z3.RealVal(0))

    def compare(self, op: str, a: Any, b: Any) -> Any:
        return {"<": a < b, "<=": a <= b, "=": a == b, ">=": a >= b, ">": a > b, "!=": a != b}[op]

    def every(self, formulas: list) -> Any:
        return z3.And(formulas)

    def negation(self, formula: Any) -> Any:
        return z3.Not(formula)

    def function(self, op: str, v: Any) -> Any:
        if op in ("floor", "ceil"):
            return z3.ToReal(z3.ToInt(v)) if op == "floor" else -z3.ToReal(z3.ToInt(-v))
        if op != "sqrt":
            raise NoOpinion(f"{op} is not algebraic")
        root = z3.FreshReal("root")
        self.known += [root >= 0, root * root == v]
        return root

    def of_world(self, op: str, groups: list, world: World) -> Any:
        if op in ("H", "I"):
            raise NoOpinion("an entropy is not algebraic")
        return self.number(world.quantity(op, groups))


def by_z3(formal: dict, env: Env, *, milliseconds: int) -> tuple[bool, str]:
    """Whether the hypotheses hold and the conclusion does not (for an existence: does)."""
    on = Terms()
    given = [truth(r, env, on) for r in formal.get("given", [])]
    then = truth(formal["then"], env, on)
    solver = z3.Solver()
    solver.set("timeout", milliseconds)
    solver.add(*given, *on.known, then if "exists" in formal else z3.Not(then))
    found = solver.check()
    if found == z3.unknown:
        raise NoOpinion("z3 does not know")
    return (
        found == z3.sat,
        "the hypotheses hold, the conclusion does not" if found == z3.sat else "no instance",
    )
