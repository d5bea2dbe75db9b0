"""A proof as an ordered list of steps; each is found here and checked by the checker as it is added."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

from checks.verify.boxes import Box
from checks.verify.context import Context
from checks.verify.evaluate import evaluate
from checks.verify.normal import times
from checks.verify.rules import Derivation as Checker
from checks.verify.rules import finite_cases
from checks.verify.terms import Expr, Rejected, substitute
from theory.proof import multipliers
from theory.proof.formal import formal
from theory.proof.subdivision import tree

Item = Any  # a step's number, a relation known or Shannon-type, or a pair (one of these, multiplier)
Inner = Callable[["Derivation"], Any]


class Derivation:
    """Steps towards the conclusion of a formal statement. Each method adds a step and returns its number.

    Raises ValueError, naming the step and the reason, as soon as the checker rejects one.
    """

    def __init__(
        self, statement: dict, more: Sequence[Expr] = (), *, outer: "tuple[Checker, Context] | None" = None
    ):
        given = [*statement.get("given", []), *more]
        if statement.get("exists") is not None and "then" in statement:
            given.append(statement["then"])
        self.statement = statement
        self.steps: list[dict] = []
        self.lemmas: list[dict] = []
        if outer is None:
            params = statement.get("forall", statement.get("exists"))
            self.checker = Checker({"forall": params, "given": given}, {"steps": []}, set())
            self.context = self.checker.context
        else:
            self.checker, self.context = outer
        self.base = len(self.context.facts)

    def add(self, by: str, rel: Expr, why: str = "", **fields: Any) -> int:
        """A step by any rule of the checker."""
        step = {"rel": rel, "by": by, **fields, **({"why": why} if why else {})}
        try:
            self.checker.take(step, self.context, self.base)
        except Rejected as e:
            raise ValueError(f"step {len(self.steps) + 1} ({by}) {rel}: {e}") from None
        self.steps.append(step)
        return len(self.steps)

    def certificate(self) -> dict:
        """The derivation as plain data."""
        out: dict[str, Any] = {"kind": "derivation", "steps": self.steps}
        return {**out, "lemmas": self.lemmas} if self.lemmas else out

    def proof(self) -> dict:
        """The derivation without its kind, as other certificates hold it."""
        return {k: v for k, v in self.certificate().items() if k != "kind"}

    # combinations ----------------------------------------------------------------------------------

    def combine(self, rel: Expr, *items: Item, why: str = "") -> int:
        """The goal as a combination of facts; scalar multipliers are found, polynomial ones are given."""
        return self.add("combine", rel, why, using=self.multipliers(rel, items, self.ends()))

    def shannon(self, rel: Expr, variables: Sequence[Expr], *items: Item, why: str = "") -> int:
        """The goal from the basic inequalities of entropies of the named variables, and further facts."""
        return self.add("combine", rel, why, using=self.multipliers(rel, [*items, *elemental(variables)], []))

    def ends(self) -> list[Expr]:
        """The ends of the parameters, as relations."""
        out: list[Expr] = []
        for name, domain, *bounds in self.context.params.values():
            if domain in ("integer", "real"):
                out += [[">=", name, bounds[0]]] if bounds[0] is not None else []
                out += [["<=", name, bounds[1]]] if bounds[1] is not None else []
        return out

    def multipliers(self, rel: Expr, items: Sequence[Item], extra: list[Expr]) -> list:
        c = self.context
        op, goal = c.fact(rel)
        entries = []
        for item in [*items, *extra]:
            ref, factor = item if isinstance(item, tuple) else (item, 1)
            kind, p = c.facts[self.base + ref - 1] if isinstance(ref, int) else c.fact(ref)
            factor = formal(factor)
            if kind == "!=" or (op == "=" and kind != "="):
                continue
            entries.append((ref, factor, kind, times(p, c.poly(factor))))
        candidates = [(kind == "=", p) for _, _, kind, p in entries]
        found = None
        if op == ">":  # strictness comes from a strict fact, or else from what is left over
            strict = [i for i, (_, _, kind, _) in enumerate(entries) if kind == ">"]
            found = multipliers.find(goal, candidates, c, False, strict) if strict else None
        if found is None:
            found = multipliers.find(goal, candidates, c, op == "=")
        if found is None:
            raise ValueError(f"no combination of the given facts yields {rel}")
        pairs = zip(found, entries, strict=True)
        return [[ref, _scaled(scalar, factor)] for scalar, (ref, factor, _, _) in pairs if scalar]

    # the other rules -------------------------------------------------------------------------------

    def evaluate(self, rel: Expr, why: str = "") -> int:
        return self.add("evaluate", rel, why)

    def world(self, rel: Expr, why: str = "") -> int:
        return self.add("world", rel, why)

    def basic(self, rel: Expr, why: str = "") -> int:
        return self.add("basic", rel, why)

    def cite(self, theorem: str, rel: Expr, why: str = "", **values: Any) -> int:
        """A theorem of the closed list at the given values (a sequence is ("k", term), a table ("i", "j", term))."""
        filled = {k: _value(v) for k, v in values.items()}
        return self.add("cite", rel, why, theorem=theorem, **{"with": filled})

    def boxes(self, rel: Expr, why: str = "", **options: Any) -> int:
        """Balls over the box of the real parameters, for each value of the integer ones."""
        cases, reals = finite_cases(rel, self.context)
        x = ["-", rel[1], rel[2]] if rel[0] in (">", ">=") else ["-", rel[2], rel[1]]
        box: Box = {v: tuple(evaluate(b, {}) for b in self.context.params[v][2:]) for v in reals}  # type: ignore[misc]
        trees = [
            tree(substitute(x, dict(point)), box, strict=rel[0] in ("<", ">"), **options) for point in cases
        ]
        return self.add("boxes", rel, why, trees=trees)

    def lemma(self, statement: dict, proof: "Derivation") -> int:
        """Record a proved statement for later use; returns its number."""
        entry = {"formal": statement, "proof": proof.proof()}
        self.lemmas.append(entry)
        self.checker.lemmas.append(statement)
        return len(self.lemmas)

    def use(self, lemma: int, rel: Expr, why: str = "", **values: Any) -> int:
        """A lemma at the given values."""
        return self.add("lemma", rel, why, lemma=lemma, **{"with": {k: _value(v) for k, v in values.items()}})

    # steps that hold derivations of their own --------------------------------------------------------

    def inner(self, fill: Inner, context: Context) -> list[dict]:
        nested = Derivation(self.statement, outer=(self.checker, context))
        fill(nested)
        return nested.steps

    def _knowing(self, *relations: Expr) -> Context:
        context = self.context.child()
        for r in relations:
            context.assume(r)
        return context

    def termwise(self, rel: Expr, fill: Inner, why: str = "") -> int:
        """Compare two sums term by term; `fill` derives the inequality of the terms."""
        _, index, low, high, _ = rel[1]
        steps = self.inner(fill, self.context.under(index, low, high))
        return self.add("termwise", rel, why, steps=steps)

    def each(self, rel: Expr, fill: Inner, why: str = "") -> int:
        """A relation for all indices of a range."""
        return self.add("each", rel, why, steps=self.inner(fill, self.context.under(*rel[1:4])))

    def cases(self, rel: Expr, on: Expr, then: Inner, otherwise: Inner, why: str = "") -> int:
        """Whether `on` holds or not, the goal follows."""
        negated = {"<": ">=", "<=": ">", "=": "!=", "!=": "=", ">=": "<", ">": "<="}[on[0]]
        first = self.inner(then, self._knowing(on))
        second = self.inner(otherwise, self._knowing([negated, *on[1:]]))
        return self.add("cases", rel, why, on=on, then=first, otherwise=second)

    def induction(self, rel: Expr, variable: str, first: Inner, onward: Inner, why: str = "") -> int:
        """From the variable's lower end (there the equation is known) onwards (there the goal is known)."""
        low = self.context.params[variable][2]
        start = self.inner(first, self._knowing(["=", variable, low]))
        step = self.inner(onward, self._knowing(rel))
        return self.add("induction", rel, why, variable=variable, first=start, onward=step)


def _scaled(scalar: Fraction, factor: Expr) -> Expr:
    number = formal(scalar)
    return number if factor == 1 else factor if scalar == 1 else ["*", number, factor]


def _value(v: Any) -> Any:
    return ["fn", *v[:-1], formal(v[-1])] if isinstance(v, tuple) else formal(v)


def elemental(variables: Sequence[Expr]) -> list[Expr]:
    """The basic Shannon inequalities over the variables: H(v|rest) >= 0 and I(u;v|S) >= 0."""
    out: list[Expr] = [[">=", ["H", [v], [u for u in variables if u != v]], 0] for v in variables]
    for u, v in combinations(variables, 2):
        rest = [w for w in variables if w not in (u, v)]
        for size in range(len(rest) + 1):
            out += [[">=", ["I", [u], [v], list(s)], 0] for s in combinations(rest, size)]
    return out
