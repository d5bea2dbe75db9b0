"""What is known at a point of a derivation: parameters, facts, signs that follow, definedness of terms."""

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from typing import Any

from checks.verify.evaluate import evaluate, holds
from checks.verify.normal import ARITHMETIC, Normal, Poly, constant, plus, times, to_power
from checks.verify.numbers import Log
from checks.verify.terms import (
    BINDERS,
    OF_WORLDS,
    RELATIONS,
    WORLD_ATOMS,
    Expr,
    Rejected,
    closed,
    show,
    substitute,
)

POSITIVE = {"exp", "pow", "ln2", "pi", "e", "normal_cdf", "factorial", "card"}
NONNEGATIVE = {"above", "H", "P_rank", "abs", "sqrt", "ind", "binomial"}
Fact = tuple[str, Poly]  # (op, p): p op 0, with op one of = >= > !=


class Context:
    """Parameters with their domains, and the facts established so far (each holds at every instance)."""

    def __init__(self, params: list[list], normal: Normal):
        self.normal = normal
        self.params: dict[str, list] = {}
        self.facts: list[Fact] = []
        self.schemas: list[Expr] = []  # relations ["all", index, low, high, relation]
        self.pending: set[tuple] = set()  # questions being asked, so that none waits on itself
        self.index_from: dict[int, Fraction] = {}  # lower ends of sums being looked into, by index height
        for p in params:
            self.declare(p)

    def child(self) -> "Context":
        out = Context([], self.normal)
        out.params, out.facts, out.schemas = dict(self.params), list(self.facts), list(self.schemas)
        return out

    def declare(self, p: list) -> None:
        """Add a parameter; its bounds become facts."""
        if p[0] in self.params:
            raise Rejected(f"the name {p[0]} is in use")
        self.params[p[0]] = p
        if p[1] in ("integer", "real"):
            if p[2] is not None:
                self.assume([">=", p[0], p[2]])
            if p[3] is not None:
                self.assume(["<=", p[0], p[3]])

    def fact(self, r: Expr) -> Fact:
        """A relation as a sign of a polynomial."""
        if not (isinstance(r, list) and len(r) == 3 and r[0] in RELATIONS):
            raise Rejected(f"not a single relation: {show(r)}")
        a, b = (r[2], r[1]) if r[0] in ("<", "<=") else (r[1], r[2])
        op = {"<": ">", "<=": ">="}.get(r[0]) or r[0]
        return op, plus(self.normal.of(a), self.normal.of(b), Fraction(-1))

    def assume(self, r: Expr) -> None:
        """Take a relation as true (a conjunction as its parts); other combinations are not used as facts."""
        if r[0] == "and":
            for part in r[1:]:
                self.assume(part)
        elif r[0] == "all":
            self.schemas.append(r)
        elif r[0] in RELATIONS:
            self.facts.append(self.fact(r))

    # signs -----------------------------------------------------------------------------------------

    def known(self, op: str, p: Poly) -> bool:
        """Whether p op 0 follows from a fact, or from a fact plus a sum of terms of known sign."""
        query = (op, frozenset(p.items()))
        if query in self.pending:
            return False
        self.pending.add(query)
        try:
            return self.follows(op, p)
        finally:
            self.pending.discard(query)

    def follows(self, op: str, p: Poly) -> bool:
        if self.normal.is_zero(p):
            return op in ("=", ">=") or (">", {}) in self.facts
        if (">", {}) in self.facts:  # 0 > 0: the hypotheses contradict each other
            return True
        if op == "!=":
            return self.known(">", p) or self.known(">", plus({}, p, Fraction(-1))) or self.matches({"!="}, p)
        if op == "=":
            return self.matches({"="}, p) or (
                self.known(">=", p) and self.known(">=", plus({}, p, Fraction(-1)))
            )
        if self.matches({"=", ">=", ">"} if op == ">=" else {">"}, p) or self.sign(p, op == ">", clear=True):
            return True
        simple = self.linear(p)
        return any(
            kind != "!="
            and (not simple or self.linear(q))
            and self.sign(plus(p, q, Fraction(-1)), op == ">" and kind != ">")
            for kind, q in self.facts
        )

    def matches(self, kinds: set[str], p: Poly) -> bool:
        """Whether p is a multiple of a fact's polynomial (a positive one, where the sign matters)."""
        for kind, q in self.facts:
            if kind not in kinds or not q:
                continue
            m, c = next(iter(q.items()))
            if m not in p:
                continue
            ratio = p[m] / c
            if (ratio > 0 or kind in ("=", "!=")) and self.normal.is_zero(plus(p, q, -ratio)):
                return True
        return False

    def sign(self, p: Poly, strict: bool, clear: bool = False) -> bool:
        """Every term is >= 0 (one of them > 0 if strict), as written or with parameters counted from their ends."""
        if self.as_written(p, strict):
            return True
        over = self.cleared(p) if clear else p
        return (over is not p and self.as_written(over, strict)) or self.as_written(
            self.shifted(over), strict
        )

    def as_written(self, p: Poly, strict: bool) -> bool:
        """Every term is >= 0 (one of them > 0 if strict) by what it is."""
        nonnegative = all(c > 0 and self.term(m, False) for m, c in p.items())
        return nonnegative and (not strict or any(self.term(m, True) for m in p))

    def cleared(self, p: Poly) -> Poly:
        """p times denominators that are known to be positive; as far as that goes."""
        contents = self.normal.contents
        for _ in range(20):
            below = {a for m in p for a, e in m if (e < 0 or contents[a][0] == "inv") and self.atom(a, True)}
            if not below:
                break
            atom = min(below)
            if contents[atom][0] == "inv":
                p = self.normal.without_inverse(p, atom)
            else:
                lowest = min(dict(m).get(atom, 0) for m in p)
                p = times(p, {((atom, -lowest),): Fraction(1)})
        return p

    def shifted(self, p: Poly) -> Poly:
        """p with each parameter x written as its constant lower end plus something >= 0."""
        for atom in {a for m in p for a, _ in m}:
            low = self.lower_end(atom)
            if not low or any(e < 0 for m in p for a, e in m if a == atom):
                continue
            step = plus(constant(low), self.normal.atom("above", atom))
            out: Poly = {}
            for m, c in p.items():
                rest = {tuple(t for t in m if t[0] != atom): c}
                out = plus(out, times(rest, to_power(step, dict(m).get(atom, 0))))
            p = out
        return p

    def lower_end(self, atom: int) -> Fraction | None:
        """The constant from which a parameter (or a sum's index) counts upwards, if it has one."""
        content = self.normal.contents[atom]
        if content[0] == "idx":
            return self.index_from.get(content[1])
        if content[0] != "par":
            return None
        decl = self.params.get(content[1])
        if decl is None or decl[1] not in ("integer", "real") or decl[2] is None or not closed(decl[2]):
            return None
        value = evaluate(decl[2], {})
        return value if isinstance(value, Fraction) else None

    def term(self, m: Any, strict: bool) -> bool:
        """Whether a monomial is >= 0 (> 0 if strict)."""
        return all((e % 2 == 0 and e > 0 and not strict) or self.atom(a, strict or e < 0) for a, e in m)

    def atom(self, atom: int, strict: bool) -> bool:
        """Whether an atom is >= 0 (> 0 if strict) by what it is."""
        content = self.normal.contents[atom]
        name = content[0]
        if name in POSITIVE:
            return True
        if name in NONNEGATIVE:
            return not strict or self.matches({">"}, {((atom, 1),): Fraction(1)})
        if name in ("par", "idx"):
            low = self.lower_end(atom)
            return (low is not None and (low > 0 or (low == 0 and not strict))) or self.matches(
                {">"} if strict else {">", ">="}, {((atom, 1),): Fraction(1)}
            )
        if name == "at":
            return self.sequence_sign(content[1], strict)
        inside = dict(content[-1][1]) if len(content) > 1 and content[-1][:1] == ("poly",) else {}
        if name == "log2":
            return self.known(">" if strict else ">=", plus(inside, constant(-1)))
        if name == "inv":
            return self.known(">", inside)
        if name == "sum":
            filled = not strict or self.known(
                ">=", plus(dict(content[2][1]), dict(content[1][1]), Fraction(-1))
            )
            return filled and self.under_index(atom, inside, strict)
        if name == "prod":
            return self.under_index(atom, inside, strict)
        return False

    def under_index(self, atom: int, body: Poly, strict: bool) -> bool:
        """The sign of a sum's or product's body, its index known to start at the lower end."""
        start, height = dict(self.normal.contents[atom][1][1]), self.normal.index_height(body)
        outside = self.index_from
        self.index_from = {h: low for h, low in outside.items() if h != height}
        if set(start) <= {()}:
            self.index_from[height] = start.get((), Fraction(0))
        try:
            return self.sign(body, strict)
        finally:
            self.index_from = outside

    def sequence_sign(self, name: str, strict: bool) -> bool:
        decl = self.params.get(name)
        low = decl[4] if decl and decl[1] in ("sequence", "table") else None
        if low is None or not closed(low):
            return False
        value = evaluate(low, {})
        return isinstance(value, Fraction) and (value > 0 or (value == 0 and not strict))

    # definedness -----------------------------------------------------------------------------------

    def poly(self, x: Expr) -> Poly:
        return self.normal.of(x)

    def shown(self, op: str, x: Expr) -> bool:
        """Whether x op 0 is known, or follows from the signs of the parts of a product, quotient, sum or power."""
        if self.known(op, self.poly(x)):
            return True
        if not isinstance(x, list) or op not in (">", ">="):
            return False
        if x[0] == "-" and len(x) == 3 and x[2] == 0:
            return self.shown(op, x[1])
        if x[0] in ("*", "+"):
            return all(self.shown(op, y) for y in x[1:])
        if x[0] == "/":
            return self.shown(op, x[1]) and self.shown(">", x[2])
        return x[0] == "^" and isinstance(x[2], int) and x[2] > 0 and x[2] % 2 == 0 and op == ">="

    def shown_relation(self, r: Expr) -> bool:
        """Whether a single relation is known."""
        if self.known(*self.fact(r)):
            return True
        sides = {">": (r[1], r[2]), ">=": (r[1], r[2]), "<": (r[2], r[1]), "<=": (r[2], r[1])}.get(r[0])
        op = {"<": ">", "<=": ">="}.get(r[0]) or r[0]
        return sides is not None and self.shown(op, ["-", *sides])

    def need(self, op: str, x: Expr, why: str) -> None:
        if not (self.shown(op, x) or self.chained(op, x) or (closed(x) and holds([op, x, 0], {}))):
            raise Rejected(f"not shown: {show(x)} {op} 0, {why}")

    def chained(self, op: str, x: Expr) -> bool:
        """Whether x op 0, linear in the parameters, follows from two linear facts and what is of known sign."""
        p = self.poly(x)
        if op not in (">", ">=") or not self.linear(p):
            return False
        facts = [q for kind, q in self.facts if kind != "!=" and self.linear(q)]
        rests = (plus(plus(p, q, Fraction(-1)), r, Fraction(-1)) for q, r in combinations(facts, 2))
        return any(self.sign(rest, op == ">") for rest in rests)

    def linear(self, p: Poly) -> bool:
        """Whether p is a linear form of parameters."""
        return all(
            len(m) <= 1 and all(e == 1 and self.normal.contents[a][0] == "par" for a, e in m) for m in p
        )

    def integer(self, x: Expr) -> bool:
        """Whether a term is an integer by its form."""
        if isinstance(x, str):
            return self.params.get(x, [x, ""])[1] == "integer"
        if isinstance(x, int):
            return True
        if closed(x):
            value = evaluate(x, {})
            return isinstance(value, Fraction) and value.denominator == 1
        return x[0] in ("ceil", "floor") or (
            x[0] in ("+", "-", "*", "max", "min") and all(map(self.integer, x[1:]))
        )

    def need_integer(self, x: Expr) -> None:
        if not self.integer(x):
            raise Rejected(f"not shown to be an integer: {show(x)}")

    def defined_relation(self, r: Expr) -> None:
        if r[0] == "all":
            self.defined_ends(*r[2:4])
            self.under(*r[1:4]).defined_relation(r[4])
            return
        for y in r[1:]:
            self.defined(y) if r[0] in RELATIONS else self.defined_relation(y)

    def defined(self, x: Expr) -> None:
        """Reject a term that is not shown to have a value at every instance."""
        if isinstance(x, str) and self.params.get(x, [x, ""])[1] not in ("integer", "real"):
            raise Rejected(f"{x} is not a number")
        if not isinstance(x, list):
            return
        op, args = x[0], x[1:]
        if closed(x) and isinstance(evaluate(x, {}), Fraction | Log) and op not in ARITHMETIC:
            return  # its normal form is this number
        if op in BINDERS:
            self.defined_under_index(op, *args)
            return
        if op in WORLD_ATOMS:
            self.defined_in_world(op, args)
        if op in OF_WORLDS:
            return
        if op == "ind":
            self.defined_relation(args[0])
            return
        for y in args[1:] if op == "at" else args:
            self.defined(y)
        if op in DEFINED:
            DEFINED[op](self, args)

    def defined_in_world(self, op: str, args: list) -> None:
        """The world has the variables that a term names, and a code where it speaks of ranks."""
        world = self.normal.world
        if world is None or (op not in OF_WORLDS and world.get("documents") is None):
            raise Rejected(f"{op} needs a world" + (" with a code" if world else ""))
        for v in [v for g in args for v in g] if op in OF_WORLDS else []:
            if isinstance(v, list):
                self.need_integer(v[1])
                self.modality(v[1], world)
            elif "variables" in world:
                queries = [u for u in world["variables"] if u[0] == "X" and u[1:].isdigit()]
                if v not in world["variables"] and not (v == "X" and queries):
                    raise Rejected(f"this world has no variable {show(v)}")
            elif v[0] == "X" and v[1:].isdigit() and v[1] != "0":
                self.modality(int(v[1:]), world)
            elif v not in ("X", "Y") and not (v in ("C", "K") and world.get("documents") is not None):
                raise Rejected(f"this world has no variable {show(v)}")

    def modality(self, m: Expr, world: dict) -> None:
        """There is an X_m: each world of queries has an X1, others are within the stated number."""
        if "variables" in world:
            if not isinstance(m, int) or f"X{m}" not in world["variables"]:
                raise Rejected(f"this world has no variable X{show(m)}")
        elif m != 1 or world.get("modalities") is not None:
            self.need(">=", ["-", m, 1], "there is no such modality")
            self.need(">=", ["-", world.get("modalities") or 1, m], "there is no such modality")

    def defined_under_index(self, op: str, index: str, lo: Expr, hi: Expr, body: Expr) -> None:
        self.defined_ends(lo, hi)
        self.need(">=", ["+", ["-", hi, lo], 1 if op in ("sum", "prod") else 0], "so the range may be empty")
        self.under(index, lo, hi).defined(body)

    def defined_ends(self, *ends: Expr) -> None:
        for y in ends:
            self.defined(y)
            self.need_integer(y)

    def under(self, index: str, lo: Expr, hi: Expr) -> "Context":
        """What is known with an index that runs from lo to hi; what holds for all of that range holds at it."""
        inner = self.child()
        inner.declare([index, "integer", lo, hi])
        for _, i, low, high, r in self.schemas:
            if all(self.normal.is_zero(self.poly(["-", x, y])) for x, y in ((low, lo), (high, hi))):
                inner.assume(substitute(r, {i: index}))
        return inner

    def positive_factors(self, x: Expr) -> None:
        """Each factor of a logarithm's argument is positive (so that the logarithm expands)."""
        if isinstance(x, list) and x[0] in ("*", "/", "sqrt"):
            for y in x[1:]:
                self.positive_factors(y)
        elif isinstance(x, list) and x[0] == "^":
            self.positive_factors(x[1])
        else:
            self.need(">", x, "under a logarithm")

    def defined_at(self, args: list) -> None:
        decl = self.params.get(args[0], ["", "", None, None])
        ranges = {"sequence": [decl[2:4]], "table": [[1, decl[2]], [1, decl[3]]]}.get(decl[1], [])
        if len(args) != 1 + len(ranges) or not ranges:
            raise Rejected(f"{show(args[0])} is not a sequence with one index, nor a table with two")
        for index, (low, high) in zip(args[1:], ranges, strict=True):
            self.need_integer(index)
            self.need(">=", ["-", index, low], "an index below its range")
            self.need(">=", ["-", high, index], "an index above its range")

    def defined_power(self, args: list) -> None:
        base, exponent = args
        if not isinstance(exponent, int):
            self.need(">", base, "the base of a power")
        elif exponent <= 0:
            self.need("!=", base, "the base of a negative power")


def _unit(c: Context, args: list) -> None:
    c.need(">=", args[0], "off the domain of h")
    c.need(">=", ["-", 1, args[0]], "off the domain of h")


def _count(c: Context, args: list) -> None:
    for x in args:
        c.need_integer(x)
        c.need(">=", x, "a count")


def _modulus(c: Context, args: list) -> None:
    for x in args:
        c.need_integer(x)
    c.need("!=", args[1], "a modulus")


DEFINED: dict[str, Callable[[Context, list], None]] = {
    "/": lambda c, a: c.need("!=", a[1], "a denominator"),
    "^": Context.defined_power,
    "log2": lambda c, a: c.positive_factors(a[0]),
    "ln": lambda c, a: c.positive_factors(a[0]),
    "sqrt": lambda c, a: c.need(">=", a[0], "under a root"),
    "plog": lambda c, a: c.need(">=", a[0], "off the domain of p log p"),
    "h": _unit,
    "harmonic": _count,
    "factorial": _count,
    "binomial": _count,
    "mod": _modulus,
    "P_rank": lambda c, a: c.need_integer(a[0]),
    "at": Context.defined_at,
}
