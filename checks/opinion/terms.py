"""Terms of a derivation as SymPy's: what it does not multiply out is an unknown, of the sign that it has."""

from collections.abc import Callable
from typing import Any

import sympy

from checks.opinion.intervals import NoOpinion
from checks.opinion.steps import Expr, Place
from checks.opinion.values import COUNTS

UNDERSTOOD = ("H", "P_rank", "at")
NEVER_NEGATIVE = ("H", "P_rank", "abs", "ind", "binomial", "factorial", "card", "normal_cdf")
TWO = sympy.log(2)


class Terms:
    """Terms of one step as SymPy's, with an unknown for each part that is not arithmetic."""

    def __init__(self, place: Place):
        self.place = place
        self.unknowns: dict[str, sympy.Symbol] = {}
        self.names: dict[sympy.Symbol, sympy.Symbol] = {}  # unknowns, and what they stand for written out
        self.indices: dict[sympy.Symbol, set] = {}  # unknowns, and the indices in them
        self.limits: list[
            tuple[str, sympy.Expr]
        ] = []  # what an unknown is known to be: (relation, term) to 0
        self.understood = True  # whether what is left open could not matter

    def unknown(self, op: str, *parts: Any) -> sympy.Symbol:
        """The unknown for an operation on terms (or on names)."""
        written = ", ".join(p if isinstance(p, str) else self.named(p) for p in parts)
        name = f"{op}({written})"
        if name not in self.unknowns:
            out = self.unknowns[name] = sympy.Symbol(f"u{len(self.unknowns)}", real=True)
            self.names[out] = sympy.Symbol(name)
            self.indices[out] = {k for p in parts if not isinstance(p, str) for k in self.indices_in(p)}
            self.limits += [
                (r, out - end) for r, end in _range(op, [p for p in parts if not isinstance(p, str)])
            ]
            self.understood &= op in UNDERSTOOD
        return self.unknowns[name]

    def indices_in(self, x: sympy.Expr) -> set:
        found = set()
        for symbol in x.free_symbols:
            found |= {symbol} if symbol.name[:1] == "_" else self.indices.get(symbol, set())
        return found

    def named(self, term: sympy.Expr) -> str:
        """A term with its unknowns written out, so that equal ones have one name."""
        return str(sympy.factor(term).xreplace(self.names))

    def of(self, x: Expr, index: dict[str, sympy.Expr] | None = None) -> sympy.Expr:
        index = index or {}
        if isinstance(x, int):
            return sympy.Integer(x)
        if isinstance(x, str):
            return index.get(x) or sympy.Symbol(x, real=True)
        op, args = x[0], x[1:]
        if op in ("H", "I"):
            return self.information(op, args, index)
        if op == "sum":
            return self.sum(args, index)
        if op == "p_top1":
            return self.unknown("P_rank", sympy.Integer(1))
        if op in ("mrr", "distortion"):
            n = (self.place.world or {})["documents"]
            mean = self.of(["sum", "k_", 1, n, ["/", ["P_rank", "k_"], "k_"]])
            return mean if op == "mrr" else 1 - mean
        if op in ("prod", "maxover", "minover", "card", "ind"):
            if index:
                raise NoOpinion(f"{op} under an index")
            return self.unknown(op, repr(args))
        if op == "harmonic":
            return self.of(["sum", "k_", 1, args[0], ["/", 1, "k_"]], index)
        if op == "at":
            return self.unknown("at", args[0], *[self.of(y, index) for y in args[1:]])
        values = [self.of(y, index) for y in args]
        if op in ARITHMETIC:
            return ARITHMETIC[op](*values)
        if op in COUNTS and all(v.is_Integer and v >= 0 for v in values):
            return sympy.Rational(str(COUNTS[op](*map(int, values))))
        return self.unknown(op, *values)

    def information(self, op: str, groups: list, index: dict) -> sympy.Expr:
        a, *more = groups
        if op == "H":
            (c,) = more or [[]]
            return self.joint(a + c, index) - self.joint(c, index)
        b, c = (*more, [])[:2]
        joint = lambda names: self.joint(names, index)  # noqa: E731
        return joint(a + c) + joint(b + c) - joint(a + b + c) - joint(c)

    def joint(self, names: list, index: dict) -> sympy.Expr:
        world = self.place.world or {}
        parts: dict[str, sympy.Expr | str] = {}
        for v in names:
            if v == "X" and isinstance(world.get("modalities"), int):
                parts |= {f"X{m}": sympy.Integer(m) for m in range(1, world["modalities"] + 1)}
            elif isinstance(v, list) or (v[0] == "X" and v[1:].isdigit()):
                m = self.of(v[1], index) if isinstance(v, list) else sympy.Integer(v[1:])
                parts[f"X{self.named(m)}"] = m
            else:
                parts[v] = v
        return self.unknown("H", *[parts[k] for k in sorted(parts)]) if parts else sympy.Integer(0)

    def sum(self, args: list, index: dict) -> sympy.Expr:
        """Linear: factors without the index come out, what is left under it is an unknown."""
        name, low, high, body = args
        first, last = self.of(low, index), self.of(high, index)
        k = sympy.Symbol(f"_{len(index)}", real=True)
        inside = sympy.expand(self.of(body, {**index, name: k}))
        bound = [k, *[u for u, found in self.indices.items() if k in found]]
        total: sympy.Expr = sympy.Integer(0)
        for term in sympy.Add.make_args(inside):
            free, held = term.as_independent(*bound, as_Add=False)
            total += free * (last - first + 1 if held == 1 else self.total(first, last, held, k))
        return total

    def total(self, first: sympy.Expr, last: sympy.Expr, term: sympy.Expr, k: sympy.Symbol) -> sympy.Symbol:
        out = self.unknown("sum", first, last, term)
        self.indices[out] -= {k}
        if _never_negative(term, k, first, self.limits):
            self.limits.append((">=", out))
        return out


def _range(op: str, parts: list) -> list[tuple[str, Any]]:
    """What an operation's value is known to be: relations to ends."""
    ends = [(">=", 0)] if op in NEVER_NEGATIVE else []
    if op == "ind":
        ends.append(("<=", 1))
    if op in ("ceil", "floor"):
        ends += (
            [(">=", parts[0]), ("<", parts[0] + 1)]
            if op == "ceil"
            else [("<=", parts[0]), (">", parts[0] - 1)]
        )
    return ends


def _never_negative(term: sympy.Expr, k: sympy.Symbol, first: sympy.Expr, limits: list) -> bool:
    """Whether each factor of a sum's term is of known sign for indices from a positive first one."""
    known = {u for r, u in limits if r == ">=" and u.is_Symbol} | ({k} if first.is_positive else set())
    return all(
        f in known
        or f.is_nonnegative
        or (f.is_Pow and (f.base in known or f.exp.is_even or f.base.is_positive))
        for f in sympy.Mul.make_args(term)
    )


def logarithm(x: sympy.Expr) -> sympy.Expr:
    """Expanded over the factors of x, a sign of the whole put into one of them."""
    content, rest = sympy.factor(x).as_coeff_Mul()
    if content < 0:
        parts = list(sympy.Mul.make_args(rest))
        at = next((i for i, y in enumerate(parts) if y.is_Add), None)
        if at is None:
            return sympy.Function("log2")(x)
        parts[at] = sympy.expand(-parts[at])
        content, rest = -content, sympy.Mul(*parts)
    return sympy.expand_log(sympy.log(content * rest), force=True) / TWO


def _plog(x: sympy.Expr) -> sympy.Expr:
    if x in (0, 1):
        return sympy.Integer(0)
    return sympy.Function("plog")(sympy.factor(x))


ARITHMETIC: dict[str, Callable[..., sympy.Expr]] = {
    "+": lambda *v: sympy.Add(*v), "*": lambda *v: sympy.Mul(*v), "-": lambda a, *b: a - b[0] if b else -a,
    "/": lambda a, b: a / b, "^": lambda a, b: a**b, "sqrt": sympy.sqrt, "abs": sympy.Abs, "exp": sympy.exp,
    "max": lambda *v: sympy.Max(*v), "min": lambda *v: sympy.Min(*v), "log2": logarithm,
    "ln": lambda x: logarithm(x) * TWO, "plog": _plog, "h": lambda x: -_plog(x) - _plog(1 - x),
    "pi": lambda: sympy.pi, "e": lambda: sympy.E,
}  # fmt: skip
