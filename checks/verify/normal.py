"""Normal forms: an expression as a polynomial with rational coefficients over atoms (what is not + - * /)."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from flint import fmpz

from checks.verify.evaluate import evaluate
from checks.verify.numbers import Log, coprime_terms
from checks.verify.terms import RELATIONS, WORLD_ATOMS, Expr, Rejected, closed

Monomial = tuple[tuple[int, int], ...]  # (atom, exponent), sorted
Poly = dict[Monomial, Fraction]
MAX_MONOMIALS = 20_000
ARITHMETIC = ("+", "*", "-", "/", "^")
ONE = Fraction(1)


def constant(q: Fraction | int) -> Poly:
    return {(): Fraction(q)} if q else {}


def plus(a: Poly, b: Poly, factor: Fraction = ONE) -> Poly:
    out = dict(a)
    for m, c in b.items():
        term = c if factor is ONE else factor * c
        out[m] = out[m] + term if m in out else term
        if not out[m]:
            del out[m]
    return out


def times(a: Poly, b: Poly) -> Poly:
    if len(a) * len(b) > 50 * MAX_MONOMIALS:
        raise Rejected("a polynomial grows too large")
    out: Poly = {}
    for m, c in a.items():
        for n, d in b.items():
            exponents = dict(m)
            for atom, e in n:
                exponents[atom] = exponents.get(atom, 0) + e
            key = tuple(sorted((atom, e) for atom, e in exponents.items() if e))
            out[key] = out[key] + c * d if key in out else c * d
    out = {m: c for m, c in out.items() if c}
    if len(out) > MAX_MONOMIALS:
        raise Rejected("a polynomial grows too large")
    return out


def to_power(a: Poly, n: int) -> Poly:
    if not 0 <= n <= 64:
        raise Rejected(f"exponent {n} is too large here")
    out = constant(1)
    for _ in range(n):
        out = times(out, a)
    return out


def key(p: Poly) -> tuple:
    return ("poly", tuple(sorted(p.items())))


class Normal:
    """Atoms of one derivation, numbered as they appear, and the way from expressions to polynomials over them."""

    def __init__(self, world: dict | None, documents: Expr):
        self.world, self.documents = world, documents
        self.numbers: dict[tuple, int] = {}
        self.contents: list[tuple] = []
        self.fresh = 0

    def atom(self, *content: Any) -> Poly:
        if content not in self.numbers:
            self.numbers[content] = len(self.contents)
            self.contents.append(content)
        return {((self.numbers[content], 1),): Fraction(1)}

    def inverse(self, p: Poly) -> Poly:
        """1/p: a monomial is inverted, anything else becomes an atom (p scaled to lead with 1)."""
        if not p:
            raise Rejected("division by zero")
        lead = p[min(p)]
        if len(p) == 1:
            (m,) = p
            return {tuple((a, -e) for a, e in m): 1 / lead}
        return times(constant(1 / lead), self.atom("inv", key(plus({}, p, 1 / lead))))

    def of(self, x: Expr, index: dict[str, Poly] | None = None) -> Poly:
        """The normal form; `index` maps bound names to their atoms."""
        index = index or {}
        if isinstance(x, str):
            return index.get(x) or self.atom("par", x)
        if isinstance(x, int):
            return constant(x)
        op, args = x[0], x[1:]
        if op in ARITHMETIC:
            return self.arithmetic(op, args, index)
        if op in WORLD_ATOMS:
            return self.of_world(op, args, index)
        if op == "at":
            return self.atom("at", args[0], *[key(self.of(y, index)) for y in args[1:]])
        if closed(x):
            value = evaluate(x, {})
            if isinstance(value, Fraction):
                return constant(value)
            if isinstance(value, Log):
                return self.logarithms(value)
        if op in RULES:
            return RULES[op](self, args, index)
        if op in ("prod", "maxover", "minover"):
            body, place = self.under_index(args[0], args[3], index)
            return self.atom(
                op, key(self.of(args[1], index)), key(self.of(args[2], index)), key(self.close(body, place))
            )
        if op == "ind":
            return self.atom("ind", *self.truth(args[0], index))
        return self.atom(op, *[key(self.of(y, index)) for y in args])

    def truth(self, r: Expr, index: dict) -> tuple:
        """What an indicator's relation says, over the atoms of its terms."""
        if r[0] in RELATIONS:
            return (r[0], key(self.of(["-", r[1], r[2]], index)))
        if r[0] == "all":
            raise Rejected("an indicator of a relation for all indices has no normal form")
        return (r[0], *[self.truth(part, index) for part in r[1:]])

    def arithmetic(self, op: str, args: list, index: dict) -> Poly:
        if op == "^" and not isinstance(args[1], int):
            return self.exponential(args[0], args[1], index)
        first = self.of(args[0], index)
        if op == "^":
            return (
                self.reduce(to_power(first, args[1]))
                if args[1] >= 0
                else self.inverse(to_power(first, -args[1]))
            )
        if op == "-":
            return (
                plus({}, first, Fraction(-1))
                if len(args) == 1
                else plus(first, self.of(args[1], index), Fraction(-1))
            )
        if op == "/":
            return times(first, self.inverse(self.of(args[1], index)))
        for y in args[1:]:
            first = plus(first, self.of(y, index)) if op == "+" else times(first, self.of(y, index))
        return self.reduce(first)

    def reduce(self, p: Poly) -> Poly:
        """sqrt(u)^2 = u."""
        for m, c in p.items():
            for a, e in m:
                if self.contents[a][0] == "sqrt" and e >= 2:
                    rest = {tuple(t for t in m if t[0] != a) + (((a, e % 2),) if e % 2 else ()): c}
                    rest = {tuple(sorted(k)): v for k, v in rest.items()}
                    inside = to_power(dict(self.contents[a][1][1]), e // 2)
                    return self.reduce(plus(plus(p, {m: -c}), times(rest, inside)))
        return p

    def exponential(self, base: Expr, exponent: Expr, index: dict) -> Poly:
        """base^exponent for a positive base: a product over the terms of the exponent, 2^log2(u) = u, exp(ln u) = u."""
        if isinstance(exponent, list) and exponent[0] == "log2" and base == 2:
            return self.of(exponent[1], index)
        name = ("pow", key(self.of(base, index))) if base != ["e"] else ("exp",)
        out = constant(1)
        for m, c in self.of(exponent, index).items():
            if not m and c.denominator == 1 and isinstance(base, int):
                if abs(c.numerator) > 4096:
                    raise Rejected(f"exponent {c} is too large")
                out = times(out, constant(Fraction(base) ** c.numerator))
                continue
            if base == ["e"] and c.denominator == 1 and (u := self.of_which_log(m)):
                power = to_power(u, abs(c.numerator))
                out = times(out, power if c > 0 else self.inverse(power))
                continue
            ((mono, one),) = self.atom(*name, key({m: Fraction(1, c.denominator)})).items()
            out = times(out, {((mono[0][0], c.numerator),): one})
        return self.reduce(out)

    def of_which_log(self, m: Monomial) -> Poly | None:
        """u, where the monomial is ln u; None where it is something else."""
        named = {self.contents[a][0]: self.contents[a] for a, e in m if e == 1}
        if len(named) < len(m) or "ln2" not in named or not set(named) <= {"ln2", "log2"}:
            return None
        return dict(named["log2"][1][1]) if "log2" in named else constant(2)

    def logarithm(self, x: Expr, index: dict) -> Poly:
        """log2 x, expanded over the factors of x (the caller has shown each to be positive)."""
        if isinstance(x, list) and x[0] == "*":
            out: Poly = {}
            for y in x[1:]:
                out = plus(out, self.logarithm(y, index))
            return out
        if isinstance(x, list) and x[0] == "/":
            return plus(self.logarithm(x[1], index), self.logarithm(x[2], index), Fraction(-1))
        if isinstance(x, list) and x[0] == "^":
            return times(self.of(x[2], index), self.logarithm(x[1], index))
        if isinstance(x, list) and x[0] == "sqrt":
            return plus({}, self.logarithm(x[1], index), Fraction(1, 2))
        if isinstance(x, list) and x[0] in ("exp", "e"):
            exponent = self.of(x[1], index) if x[0] == "exp" else constant(1)
            return times(exponent, self.inverse(self.atom("ln2")))
        if closed(x):
            value = evaluate(["log2", x], {})
            if not isinstance(value, Log | Fraction):
                return self.atom("log2", key(self.of(x, index)))
            return constant(value) if isinstance(value, Fraction) else self.logarithms(value)
        return self.atom("log2", key(self.of(x, index)))

    def logarithms(self, value: Log) -> Poly:
        out: Poly = {}
        for b, c in coprime_terms(value.terms).items():
            for prime, e in fmpz(b).factor() if b < 2**64 else [(b, 1)]:
                log = constant(1) if prime == 2 else self.atom("log2", key(constant(int(prime))))
                out = plus(out, log, c * e)
        return out

    def of_world(self, op: str, args: list, index: dict) -> Poly:
        if self.world is None:
            raise Rejected(f"{op} needs a world")
        if op == "H":
            return plus(
                self.joint([v for group in args for v in group], index),
                self.joint(args[1] if len(args) > 1 else [], index),
                Fraction(-1),
            )
        if op == "I":
            a, b, c = (*args, [])[:3]
            out = plus(self.joint(a + c, index), self.joint(b + c, index))
            return plus(
                plus(out, self.joint(a + b + c, index), Fraction(-1)), self.joint(c, index), Fraction(-1)
            )
        if op == "card":
            return self.atom("card", self.variables(args[0], index))
        if op == "P_rank":
            return self.atom("P_rank", key(self.of(args[0], index)))
        if op == "p_top1":
            return self.atom("P_rank", key(constant(1)))
        total = self.of(["sum", "k_", 1, self.documents, ["/", ["P_rank", "k_"], "k_"]])
        return total if op == "mrr" else plus(constant(1), total, Fraction(-1))

    def variables(self, names: list, index: dict) -> tuple:
        """A set of the world's variables; X is X1..XM where M is a number, else one variable."""
        assert self.world is not None
        out: set[tuple] = set()
        for v in names:
            modalities = self.world.get("modalities")
            if v == "X" and isinstance(modalities, int):
                out |= {("X", key(constant(m))) for m in range(1, modalities + 1)}
            elif isinstance(v, list):
                out.add(("X", key(self.of(v[1], index))))
            elif v[0] == "X" and v[1:].isdigit() and "variables" not in self.world:
                out.add(("X", key(constant(int(v[1:])))))
            else:
                out.add((v,))
        return tuple(sorted(out, key=repr))

    def joint(self, names: list, index: dict) -> Poly:
        group = self.variables(names, index)
        return self.atom("H", group) if group else {}

    def under_index(self, name: str, body: Expr, index: dict) -> tuple[Poly, int]:
        """The body over a fresh atom for the index, and that atom."""
        self.fresh += 1
        place = self.atom("tmp", self.fresh)
        return self.of(body, {**index, name: place}), next(iter(place))[0][0]

    def summation(self, args: list, index: dict) -> Poly:
        """A sum, linear: what does not depend on the index comes out, each term becomes an atom."""
        name, lo, hi, body = args
        low, high = self.of(lo, index), self.of(hi, index)
        inner, place = self.under_index(name, body, index)
        out: Poly = {}
        for m, c in inner.items():
            bound = tuple(t for t in m if self.depends(t[0], place))
            free = {tuple(t for t in m if t not in bound): c}
            count = plus(plus(high, low, Fraction(-1)), constant(1))
            one = (
                self.atom("sum", key(low), key(high), key(self.close({bound: Fraction(1)}, place)))
                if bound
                else count
            )
            out = plus(out, times(free, one))
        return out

    def depends(self, atom: int, place: int) -> bool:
        return atom == place or any(self.depends(a, place) for a in self.inside(atom))

    def inside(self, atom: int) -> set[int]:
        """Atoms that occur directly inside an atom."""
        found: set[int] = set()
        todo = list(self.contents[atom])
        while todo:
            item = todo.pop()
            if isinstance(item, tuple) and item and item[0] == "poly":
                found |= {a for m, _ in item[1] for a, _ in m}
            elif isinstance(item, tuple):
                todo += item
        return found

    def height(self, atom: int) -> int:
        below = max((self.height(a) for a in self.inside(atom)), default=0)
        return below + (self.contents[atom][0] in ("sum", "prod", "maxover", "minover"))

    def close(self, body: Poly, place: int) -> Poly:
        """Name the index by its nesting height, so that sums that differ in the name alone are one atom."""
        return self.renamed(body, place, next(iter(self.atom("idx", self.index_height(body))))[0][0])

    def index_height(self, body: Poly) -> int:
        return 1 + max((self.height(a) for m in body for a, _ in m), default=0)

    def renamed(self, p: Poly, old: int, new: int) -> Poly:
        out: Poly = {}
        for m, c in p.items():
            term = constant(c)
            for a, e in m:
                b = new if a == old else self.renamed_atom(a, old, new)
                term = times(term, {((b, e),): Fraction(1)})
            out = plus(out, term)
        return out

    def renamed_atom(self, atom: int, old: int, new: int) -> int:
        if not self.depends(atom, old):
            return atom

        def walk(item: Any) -> Any:
            if isinstance(item, tuple) and item and item[0] == "poly":
                return key(self.renamed(dict(item[1]), old, new))
            return tuple(walk(y) for y in item) if isinstance(item, tuple) else item

        content = walk(self.contents[atom])
        if content[0] in ("H", "card"):  # a set of variables, kept in order
            content = (content[0], tuple(sorted(set(content[1]), key=repr)))
        return next(iter(self.atom(*content)))[0][0]

    def is_zero(self, p: Poly) -> bool:
        """Whether p vanishes once the denominators (known not to) are multiplied away."""
        for _ in range(40):
            clear = next(((a, e) for m in p for a, e in m if e < 0 or self.contents[a][0] == "inv"), None)
            if clear is None or not p:
                return not self.reduce(p)
            atom = clear[0]
            if self.contents[atom][0] == "inv":
                p = self.without_inverse(p, atom)
            else:
                lowest = min(dict(m).get(atom, 0) for m in p)
                p = times(p, {((atom, -lowest),): Fraction(1)})
        raise Rejected("too many denominators")

    def without_inverse(self, p: Poly, atom: int, top: int | None = None) -> Poly:
        """p times the power of q that clears the atom 1/q (the highest power in p, or `top`)."""
        inside = dict(self.contents[atom][1][1])
        out: Poly = {}
        top = max(dict(m).get(atom, 0) for m in p) if top is None else top
        for m, c in p.items():
            rest = {tuple(t for t in m if t[0] != atom): c}
            out = plus(out, times(rest, to_power(inside, top - dict(m).get(atom, 0))))
        return out


Rule = Callable[[Normal, list, dict], Poly]
RULES: dict[str, Rule] = {
    "log2": lambda n, a, i: n.logarithm(a[0], i),
    "ln": lambda n, a, i: times(n.logarithm(a[0], i), n.atom("ln2")),
    "exp": lambda n, a, i: n.exponential(["e"], a[0], i),
    "e": lambda n, a, i: n.exponential(["e"], 1, i),
    "h": lambda n, a, i: plus(
        {}, plus(n.of(["plog", a[0]], i), n.of(["plog", ["-", 1, a[0]]], i)), Fraction(-1)
    ),
    "harmonic": lambda n, a, i: n.of(["sum", "k_", 1, a[0], ["/", 1, "k_"]], i),
    "sum": lambda n, a, i: n.summation(a, i),
}
