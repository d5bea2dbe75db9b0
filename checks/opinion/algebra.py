"""Steps of a derivation as z3 sees them: does the relation follow from those that it uses?"""

from collections.abc import Iterator
from typing import Any

import sympy
import z3

from checks.opinion.intervals import NoOpinion
from checks.opinion.steps import Expr, Place, Step
from checks.opinion.terms import Terms, logarithm


class Formulas:
    """SymPy's terms as z3's; powers, logarithms and the like as unknowns with the sign that they have."""

    def __init__(self) -> None:
        self.unknowns: dict[Any, Any] = {}
        self.known: list[Any] = []
        self.understood = True

    def of(self, x: sympy.Expr) -> Any:
        if x.is_Rational:
            return z3.RealVal(f"{x.p}/{x.q}")
        if x.is_Symbol:
            return self.unknowns.setdefault(x, z3.Real(x.name))
        if x.is_Add or x.is_Mul:
            parts = [self.of(y) for y in x.args]
            return z3.Sum(parts) if x.is_Add else z3.Product(parts)
        if x.is_Pow and x.exp.is_Integer and abs(x.exp) <= 64:
            return self.power(self.of(x.base), int(x.exp))
        if isinstance(x, sympy.Max | sympy.Min):
            return self.extreme([self.of(y) for y in x.args], isinstance(x, sympy.Max))
        if isinstance(x, sympy.Abs):
            inside = self.of(x.args[0])
            return z3.If(inside >= 0, inside, -inside)
        return self.other(x)

    def power(self, base: Any, n: int) -> Any:
        out = z3.Product([base] * abs(n))
        if n > 0:
            return out
        self.known.append(base != 0)
        return 1 / out

    def extreme(self, values: list, greatest: bool) -> Any:
        best = values[0]
        for v in values[1:]:
            best = z3.If(v > best if greatest else v < best, v, best)
        return best

    def other(self, x: sympy.Expr) -> Any:
        if x in self.unknowns:
            return self.unknowns[x]
        out = self.unknowns[x] = z3.Real(f"v{len(self.unknowns)}")
        if x.is_Pow and x.exp.is_Rational and x.exp.q == 2 and x.exp.p == 1:
            inside = self.of(x.base)
            self.known += [out >= 0, z3.Implies(inside >= 0, out * out == inside)]
            return out
        self.understood = False
        if x.is_number:
            low, high = (sympy.Rational(str(x.evalf(30) + s * sympy.Float("1e-20"))) for s in (-1, 1))
            self.known += [out > self.of(low), out < self.of(high)]
        elif x.is_Pow or isinstance(x, sympy.exp):
            self.known.append(out > 0)
        elif x.is_Function and x.func.__name__ == "plog":
            inside, log = self.of(x.args[0]), self.of(logarithm(x.args[0]))
            self.known += [z3.Implies(inside > 0, out == inside * log), z3.Implies(inside == 0, out == 0)]
            self.known.append(z3.Implies(z3.And(inside >= 0, inside <= 1), out <= 0))
        return out


def relation(op: str, a: Any, b: Any) -> Any:
    return {"<": a < b, "<=": a <= b, "=": a == b, ">=": a >= b, ">": a > b, "!=": a != b}[op]


def shannon(r: Expr) -> bool:
    """An entropy or information of a finite world is never negative."""
    return r[0] == ">=" and r[2] == 0 and isinstance(r[1], list) and r[1][0] in ("H", "I")


def follows(step: Step, *, milliseconds: int) -> tuple[bool, str]:
    """Whether a step's relation follows from what it uses, the domains and the hypotheses; then from all before it."""
    used = list(_used(step))
    single = [r for r in step.place.facts if r[0] in ("<", "<=", "=", ">=", ">", "!=")]
    near = [*used, *[(r, 0) for r in single[: len(single) - len(step.place.numbered)]]]
    for facts in (near, [*used, *[(r, 0) for r in single]]):
        answer, reason = entailed(step.place, step.data["rel"], facts, milliseconds)
        if answer:
            return answer, reason
    if answer is None:
        raise NoOpinion(reason)
    return answer, reason


def _used(step: Step) -> Iterator[tuple[Expr, Expr]]:
    """The relations that a step names, with their multipliers."""
    for named, multiplier in step.data.get("using", []):
        r = step.place.numbered[named - 1] if isinstance(named, int) else named
        if r[0] == "all":
            continue
        if isinstance(named, int) or r in step.place.facts or shannon(r):
            yield r, multiplier
        else:
            answer, _ = entailed(step.place, r, [(f, 0) for f in step.place.facts if f[0] != "all"], 500)
            if not answer:
                raise NoOpinion("a relation that it uses is not seen to hold")
            yield r, multiplier


def entailed(
    place: Place, goal: Expr, facts: list[tuple[Expr, Expr]], milliseconds: int
) -> tuple[bool | None, str]:
    """Whether z3 finds no instance of the facts at which the goal fails; None where it cannot tell."""
    terms, formulas = Terms(place), Formulas()
    solver = z3.Solver()
    solver.set("timeout", milliseconds)
    gap = terms.of(goal[1]) - terms.of(goal[2])
    gap = sympy.cancel(gap) if not gap.has(sympy.Max, sympy.Min, sympy.Abs) else gap
    if gap == 0 and goal[0] in ("=", ">=", "<="):
        return True, "an identity (SymPy)"
    solver.add(z3.Not(relation(goal[0], formulas.of(gap), 0)))
    for r, multiplier in facts:
        left = formulas.of(terms.of(r[1]) - terms.of(r[2]))
        solver.add(relation(r[0], left, 0))
        if multiplier not in (0, 1) and r[0] != "!=":
            solver.add(_scaled(r[0], left, formulas.of(terms.of(multiplier))))
    solver.add(*[relation(r, formulas.of(t), 0) for r, t in terms.limits], *formulas.known)
    found = solver.check()
    if found == z3.unsat:
        return True, "no counterexample (z3)"
    if found == z3.unknown:
        return None, "z3 does not know"
    if terms.understood and formulas.understood and not any(r[0] == "all" for r in place.facts):
        return False, f"z3 finds {solver.model()}"
    return None, "it turns on terms that z3 does not know"


def _scaled(op: str, left: Any, multiplier: Any) -> Any:
    """What a fact says once multiplied: a tautology that spares z3 the search for it."""
    product = left * multiplier
    if op == "=":
        return product == 0
    weak = {"<": "<=", ">": ">="}.get(op, op)
    strict = z3.Implies(multiplier > 0, relation(op, product, 0))
    return z3.And(z3.Implies(multiplier >= 0, relation(weak, product, 0)), strict)
