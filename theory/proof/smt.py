"""z3 as an optional finder of rational counterexamples to algebraic statements (extra `find`)."""

from fractions import Fraction
from typing import Any

from theory.proof.worlds import rational

ALGEBRA = {"+", "-", "*", "/", "^", "max", "min", "abs"}


def counterexample(statement: dict, *, milliseconds: int = 5000) -> dict | None:
    """A witness that refutes a statement in + - * / max min |.| over integers and reals; None if z3 finds none.

    Division by zero is a free value in SMT, so every denominator is required to differ from zero here; the
    checker has the last word. Raises ValueError where z3 is missing or the statement is not algebraic.
    """
    try:
        import z3
    except ImportError:
        raise ValueError("the SMT finder needs z3: pip install 'rankrate[find]'") from None
    names: dict[str, Any] = {}
    solver = z3.Solver()
    solver.set("timeout", milliseconds)
    translate = _translator(z3, names, solver)
    for name, domain, *ends in statement["forall"]:
        if domain not in ("integer", "real"):
            raise ValueError(f"parameter {name} has domain {domain!r}; the SMT finder takes integer and real")
        names[name] = z3.Int(name) if domain == "integer" else z3.Real(name)
        solver.add(*[names[name] >= translate(e) for e in ends[:1] if e is not None])
        solver.add(*[names[name] <= translate(e) for e in ends[1:] if e is not None])
    solver.add(*[translate(g) for g in statement.get("given", [])], z3.Not(translate(statement["then"])))
    if solver.check() != z3.sat:
        return None
    model = solver.model()
    values = {name: model.eval(v, model_completion=True) for name, v in names.items()}
    if not all(z3.is_rational_value(v) or z3.is_int_value(v) for v in values.values()):
        return None
    return {
        "kind": "witness",
        "values": {
            k: rational(Fraction(v.as_fraction() if z3.is_rational_value(v) else v.as_long()))
            for k, v in values.items()
        },
    }


def _translator(z3: Any, names: dict, solver: Any) -> Any:
    def translate(x: Any) -> Any:
        if isinstance(x, int):
            return z3.RealVal(x)
        if isinstance(x, str):
            return names[x]
        op, args = x[0], x[1:]
        if op in ("and", "or", "not", "implies"):
            return {"and": z3.And, "or": z3.Or, "not": z3.Not, "implies": z3.Implies}[op](
                *map(translate, args)
            )
        if op not in ALGEBRA | {"<", "<=", "=", ">=", ">", "!="}:
            raise ValueError(f"{op!r} is not algebraic; the SMT finder takes {sorted(ALGEBRA)}")
        if op == "^" and not isinstance(args[1], int):
            raise ValueError("the SMT finder takes integer exponents")
        a = [translate(y) for y in args]
        if op == "/":
            solver.add(a[1] != 0)
        return _apply(z3, op, a, args)

    return translate


def _apply(z3: Any, op: str, a: list, args: list) -> Any:
    if op in ("max", "min"):
        best = a[0]
        for y in a[1:]:
            best = z3.If(y > best if op == "max" else y < best, y, best)
        return best
    if op in ("+", "*"):
        total = a[0]
        for y in a[1:]:
            total = total + y if op == "+" else total * y
        return total
    simple = {
        "-": lambda: -a[0] if len(a) == 1 else a[0] - a[1],
        "/": lambda: a[0] / a[1],
        "^": lambda: a[0] ** args[1],
        "abs": lambda: z3.If(a[0] >= 0, a[0], -a[0]),
        "<": lambda: a[0] < a[1], "<=": lambda: a[0] <= a[1], "=": lambda: a[0] == a[1],
        ">=": lambda: a[0] >= a[1], ">": lambda: a[0] > a[1], "!=": lambda: a[0] != a[1],
    }  # fmt: skip
    return simple[op]()
