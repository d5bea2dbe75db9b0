"""The rules of a derivation: each turns facts already established into one more relation, or rejects."""

import json
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from checks.verify.boxes import Box, positive_on_box
from checks.verify.context import Context, Fact
from checks.verify.evaluate import evaluate, holds
from checks.verify.normal import Normal, plus, times
from checks.verify.numbers import whole
from checks.verify.terms import (
    RELATIONS,
    Expr,
    Rejected,
    check_expr,
    check_formal,
    check_relation,
    closed,
    free_names,
    mentions_world,
    show,
    substitute,
)

MAX_CASES = 20_000
NEGATED = {"<": ">=", "<=": ">", "=": "!=", "!=": "=", ">=": "<", ">": "<="}


@cache
def axioms() -> dict[str, Any]:
    """The closed list of classical theorems that a derivation may cite."""
    return json.loads((Path(__file__).parent / "axioms.json").read_text())


class Derivation:
    """Checks the steps of one derivation in order; `cited` collects the theorems it leans on."""

    def __init__(self, formal: dict, data: Any, cited: set[str], depth: int = 0):
        if not (isinstance(data, dict) and set(data) <= {"kind", "steps", "lemmas"}) or depth > 4:
            raise Rejected("a derivation has steps and perhaps lemmas, not too deeply nested")
        self.formal, self.data, self.cited = formal, data, cited
        params = formal.get("forall", formal.get("exists", []))
        worlds = [p[2] for p in params if p[1] == "world"]
        self.world = worlds[0] if worlds else None
        self.normal = Normal(self.world, (self.world or {}).get("documents"))
        self.context = Context([], self.normal)
        for p in (p for p in params if p[1] != "world"):
            for bound in (b for b in p[2:] if b is not None):
                self.context.defined(bound)
            self.context.declare(p)
        for r in formal.get("given", []):
            self.context.defined_relation(r)
            self.context.assume(r)
        self.lemmas = []
        for lemma in data.get("lemmas", []):
            check_formal(lemma.get("formal") if isinstance(lemma, dict) else None)
            if "forall" not in lemma["formal"] or "order" in lemma["formal"]:
                raise Rejected("a lemma is a plain statement for all its parameters")
            inner = Derivation(lemma["formal"], lemma.get("proof"), cited, depth + 1)
            inner.prove(lemma["formal"]["then"])
            self.lemmas.append(lemma["formal"])

    def prove(self, goal: Expr) -> None:
        """Run the steps; then every part of the goal must be among what is known."""
        self.run(self.data.get("steps"), self.context)
        self.concludes(goal, self.context)

    def concludes(self, goal: Expr, c: Context) -> None:
        if goal[0] == "and":
            for part in goal[1:]:
                self.concludes(part, c)
            return
        if goal[0] == "all":
            c.defined_relation(goal)
            if not any(_same_schema(goal, s, c) for s in c.schemas):
                self.concludes(goal[4], c.under(*goal[1:4]))
            return
        c.defined_relation(goal)
        if not c.shown_relation(goal):
            raise Rejected(f"the steps do not end in {show(goal)}")

    def run(self, steps: Any, c: Context) -> None:
        if not isinstance(steps, list) or len(steps) > 5000:
            raise Rejected("a derivation needs a list of steps")
        base = len(c.facts)
        for number, step in enumerate(steps):
            try:
                self.take(step, c, base)
            except Rejected as e:
                name = step.get("by") if isinstance(step, dict) else step
                raise type(e)(f"step {number + 1} ({show(name)}): {e}") from None

    def take(self, step: Any, c: Context, base: int) -> None:
        """Check one step and add its relation to what is known; steps are numbered from `base`."""
        if not isinstance(step, dict) or step.get("by") not in (*RULES, "each"):
            raise Rejected(f"no such rule: {show(step)}")
        check_relation(step.get("rel"), frozenset(c.params))
        c.defined_relation(step["rel"])
        if step["by"] == "each" or (step["by"] == "one_of" and step["rel"][0] == "all"):
            each(self, step, c) if step["by"] == "each" else one_of(self, step, c, ("=", {}), base)
            c.schemas.append(step["rel"])
            c.facts.append(("=", {}))  # keeps the numbering of steps
            return
        fact = c.fact(step["rel"])
        RULES[step["by"]](self, step, c, fact, base)
        c.facts.append(fact)

    def sub(self, steps: Any, c: Context, goal: Expr) -> None:
        self.run(steps, c)
        self.concludes(goal, c)


def _using(step: dict, c: Context, base: int) -> list[tuple[Fact, Any]]:
    """Entries [step number or relation already known, multiplier] as facts with multipliers."""
    out = []
    for entry in step.get("using", []):
        if not (isinstance(entry, list) and len(entry) == 2):
            raise Rejected(f"using: [step or relation, multiplier], not {show(entry)}")
        ref, multiplier = entry
        if isinstance(ref, int):
            if not 1 <= ref <= len(c.facts) - base:
                raise Rejected(f"there is no earlier step {ref}")
            fact = c.facts[base + ref - 1]
        else:
            check_relation(ref, frozenset(c.params))
            c.defined_relation(ref)
            fact = c.fact(ref)
            if not (c.shown_relation(ref) or _shannon(ref)):
                raise Rejected(f"not known: {show(ref)}")
        check_expr(multiplier, frozenset(c.params))
        c.defined(multiplier)
        out.append((fact, multiplier))
    return out


def _shannon(r: Expr) -> bool:
    """Entropies and mutual informations, conditional or not, of a finite world are >= 0."""
    return r[0] == ">=" and r[2] == 0 and isinstance(r[1], list) and r[1][0] in ("H", "I")


def combine(d: Derivation, step: dict, c: Context, fact: Fact, base: int) -> None:
    """goal = sum of multipliers times known facts + something of known sign.

    A fact p >= 0 takes a multiplier >= 0, an equation any multiplier. With no facts at all this is a plain
    identity, or positivity of a polynomial after counting parameters from their ends.
    """
    op, rest = fact
    strict_from_facts = False
    for (kind, p), multiplier in _using(step, c, base):
        if kind == "!=" or (op in ("=", "!=") and kind != "="):
            raise Rejected(f"a fact of kind {kind} does not combine to {op}")
        if kind != "=" and not c.shown(">=", multiplier):
            raise Rejected(f"the multiplier {show(multiplier)} is not shown to be >= 0")
        strict_from_facts |= kind == ">" and c.shown(">", multiplier)
        rest = plus(rest, times(p, c.poly(multiplier)), Fraction(-1))
    if not c.known(">=" if op == ">" and strict_from_facts else op, c.normal.reduce(rest)):
        raise Rejected(f"what is left over is not shown to be {op} 0")


def evaluated(d: Derivation, step: dict, c: Context, fact: Fact, base: int) -> None:
    """A closed relation, decided exactly or by balls."""
    if not all(closed(y) for y in step["rel"][1:]):
        raise Rejected("the relation is not closed")
    if not holds(step["rel"], {}):
        raise Rejected(f"false: {show(step['rel'])}")


def finite_cases(r: Expr, c: Context) -> tuple[list[dict[str, int]], list[str]]:
    """All values of the integer parameters of a relation, and its real parameters."""
    names = sorted(free_names(r) & set(c.params))
    integers = [n for n in names if c.params[n][1] == "integer"]
    reals = [n for n in names if c.params[n][1] == "real"]
    if len(integers) + len(reals) < len(names) or not all(closed(b) for n in names for b in c.params[n][2:]):
        raise Rejected("box and enumeration rules need parameters with constant ends")
    ranges = []
    for n in integers:
        lo, hi = (whole(evaluate(b, {}), f"an end of {n}") for b in c.params[n][2:])
        ranges.append(range(lo, hi + 1))
    total = 1
    for values in ranges:
        total *= max(len(values), 0)
    if total > MAX_CASES:
        raise Rejected("too many cases")
    return [dict(zip(integers, point, strict=True)) for point in product(*ranges)], reals


def enumerated(d: Derivation, step: dict, c: Context, fact: Fact, base: int) -> None:
    """Every value of the finitely many integer parameters, each decided exactly."""
    cases, reals = finite_cases(step["rel"], c)
    if reals:
        raise Rejected("a real parameter cannot be enumerated")
    for point in cases:
        if not excluded(d, point) and not holds(substitute(step["rel"], dict(point)), {}):
            raise Rejected(f"false at {show(point)}")


def excluded(d: Derivation, point: dict[str, int]) -> bool:
    """Whether a hypothesis of the statement is false at a point."""
    given = [substitute(q, dict(point)) for q in d.formal.get("given", []) if free_names(q) <= set(point)]
    return not all(holds(q, {}) for q in given if not mentions_world(q))


def boxed(d: Derivation, step: dict, c: Context, fact: Fact, base: int) -> None:
    """Balls over the box of the real parameters, for each value of the integer ones."""
    r = step["rel"]
    cases, reals = finite_cases(r, c)
    if r[0] not in ("<", "<=", ">", ">="):
        raise Rejected("a box shows an inequality")
    x = ["-", r[1], r[2]] if r[0] in (">", ">=") else ["-", r[2], r[1]]
    box: Box = {}
    for v in reals:
        ends = [evaluate(b, {}) for b in c.params[v][2:]]
        if not all(isinstance(e, Fraction) for e in ends) or ends[0] > ends[1]:  # type: ignore[operator]
            raise Rejected(f"the ends of {v} are not rationals in order")
        box[v] = (ends[0], ends[1])  # type: ignore[assignment]
    trees = step.get("trees", [])
    if not isinstance(trees, list) or len(trees) != len(cases):
        raise Rejected(f"{len(cases)} cases need as many trees")
    for point, tree in zip(cases, trees, strict=True):
        positive_on_box(x, box, tree, r[0] in ("<", ">"), point)


def each(d: Derivation, step: dict, c: Context) -> None:
    """["all", index, low, high, relation]: the relation, derived for an index of the range."""
    r = step["rel"]
    if r[0] != "all":
        raise Rejected("each shows a relation for all indices of a range")
    d.sub(step.get("steps"), c.under(*r[1:4]), r[4])


def one_of(d: Derivation, step: dict, c: Context, fact: Fact, base: int) -> None:
    """A relation that holds for all indices of a range, at one of them."""
    schema: Any = step.get("schema")
    i = step.get("index")
    if not any(_same_schema(schema, s, c) for s in c.schemas):
        raise Rejected(f"not known for all indices: {show(schema)}")
    check_expr(i, frozenset(c.params))
    c.need_integer(i)
    c.need(">=", ["-", i, schema[2]], "the index lies below the range")
    c.need(">=", ["-", schema[3], i], "the index lies above the range")
    one = substitute(schema[4], {schema[1]: i})
    if not (_same_schema(step["rel"], one, c) if step["rel"][0] == "all" else _same(c, one, step["rel"])):
        raise Rejected("the relation is not that instance")


def _same_schema(a: Any, b: Expr, c: Context) -> bool:
    """Whether b says a: the same range, and at an index of it a relation at least as strong."""
    if not all(isinstance(x, list) and len(x) == 5 and x[0] == "all" for x in (a, b)):
        return False
    if not all(c.normal.is_zero(c.poly(["-", x, y])) for x, y in zip(a[2:4], b[2:4], strict=True)):
        return False
    inner = c.under("index_", *a[2:4])
    have, want = (substitute(r[4], {r[1]: "index_"}) for r in (b, a))
    return have == want or (have[0] in RELATIONS and want[0] in RELATIONS and _same(inner, have, want))


def by_cases(d: Derivation, step: dict, c: Context, fact: Fact, base: int) -> None:
    """Either `on` holds or its negation does; the goal follows in both."""
    on: Any = step.get("on")
    check_relation(on, frozenset(c.params))
    c.defined_relation(on)
    if on[0] not in NEGATED:
        raise Rejected("a case distinction is on a single relation")
    for r, steps in ((on, step.get("then")), (_negation(on), step.get("otherwise"))):
        inner = c.child()
        inner.assume(r)
        d.sub(steps, inner, step["rel"])


def absurd(d: Derivation, step: dict, c: Context, fact: Fact, base: int) -> None:
    """A relation and its negation are both known: 0 < 0, and then anything."""
    r: Any = step.get("of")
    check_relation(r, frozenset(c.params))
    c.defined_relation(r)
    if (
        fact != (">", {})
        or r[0] not in NEGATED
        or not (c.shown_relation(r) and c.shown_relation(_negation(r)))
    ):
        raise Rejected(f"no contradiction: {show(r)}")


def induction(d: Derivation, step: dict, c: Context, fact: Fact, base: int) -> None:
    """From n's lower end upwards; hypotheses other than that end must not speak of n."""
    n: Any = step.get("variable")
    decl = c.params.get(n, ["", ""]) if isinstance(n, str) else ["", ""]
    if decl[1] != "integer" or decl[2] is None or decl[3] is not None:
        raise Rejected("induction is over an integer parameter with a lower end and no upper one")
    others = [free_names(q) for q in d.formal.get("given", [])] + [
        free_names(b) for p in c.params.values() for b in p[2:] if b is not None
    ]
    if any(n in names for names in others):
        raise Rejected(f"a hypothesis speaks of {n}")
    if _sizes_speak_of(d.world, n):
        raise Rejected(f"the world depends on {n}")
    if c is not d.context:
        raise Rejected("induction stands at the outer level of a derivation")
    c.need_integer(decl[2])
    first = c.child()
    first.assume(["=", n, decl[2]])
    d.sub(step.get("first"), first, step["rel"])
    onward = c.child()
    onward.assume(step["rel"])
    d.sub(step.get("onward"), onward, substitute(step["rel"], {n: ["+", n, 1]}))


def _sizes_speak_of(world: dict | None, name: str) -> bool:
    return any(name in free_names((world or {}).get(size)) for size in ("documents", "modalities"))


def termwise(d: Derivation, step: dict, c: Context, fact: Fact, base: int) -> None:
    """Compare two sums over the same range term by term."""
    op, left, right = step["rel"]
    if op not in ("<=", ">=", "=") or any(not isinstance(s, list) or s[0] != "sum" for s in (left, right)):
        raise Rejected("termwise compares two sums")
    (_, k, lo, hi, a), (_, k2, lo2, hi2, b) = left, right
    if not (c.known("=", c.poly(["-", lo, lo2])) and c.known("=", c.poly(["-", hi, hi2]))):
        raise Rejected("the ranges differ")
    d.sub(step.get("steps"), c.under(k, lo, hi), [op, a, substitute(b, {k2: k})])


def unrolled(d: Derivation, step: dict, c: Context, fact: Fact, base: int) -> None:
    """A sum equals its first (or last) term and the rest; its parts up to an index and beyond; or itself, its
    index moved by an integer."""
    op, left, right = step["rel"]
    if op != "=" or not isinstance(left, list) or left[0] != "sum":
        raise Rejected("unroll states: sum = ...")
    _, k, lo, hi, body = left
    end, moved, middle = step.get("end"), step.get("by_integer"), step.get("after")
    if end in ("first", "last"):
        c.need(">=", ["-", hi, lo], "the range may be empty")
        rest = ["sum", k, ["+", lo, 1], hi, body] if end == "first" else ["sum", k, lo, ["-", hi, 1], body]
        expected = ["+", substitute(body, {k: lo if end == "first" else hi}), rest]
    elif middle is not None:
        check_expr(middle, frozenset(c.params))
        c.defined(middle)
        c.need_integer(middle)
        c.need(">=", ["+", ["-", middle, lo], 1], "the sum cannot end there")
        c.need(">=", ["-", hi, middle], "the sum ends before")
        expected = ["+", ["sum", k, lo, middle, body], ["sum", k, ["+", middle, 1], hi, body]]
    else:
        check_expr(moved, frozenset(c.params))
        c.need_integer(moved)
        expected = ["sum", k, ["+", lo, moved], ["+", hi, moved], substitute(body, {k: ["-", k, moved]})]
    if not c.normal.is_zero(c.poly(["-", right, expected])):
        raise Rejected(f"the right side is not {show(expected)}")


def swapped(d: Derivation, step: dict, c: Context, fact: Fact, base: int) -> None:
    """Two finite sums change places (the inner range must not depend on the outer index)."""
    op, left, _ = step["rel"]
    if op != "=" or not isinstance(left, list) or left[0] != "sum" or left[4][0] != "sum":
        raise Rejected("swap states: sum of sums = ...")
    _, k, lo, hi, (_, j, lo2, hi2, body) = left
    if k in free_names(lo2) | free_names(hi2) or j in free_names(lo) | free_names(hi):
        raise Rejected("the inner range depends on the outer index")
    if not c.normal.is_zero(c.poly(["-", ["sum", j, lo2, hi2, ["sum", k, lo, hi, body]], step["rel"][2]])):
        raise Rejected("the right side is not the swapped sum")


def member(d: Derivation, step: dict, c: Context, fact: Fact, base: int) -> None:
    """One term is at most the sum, where no term is negative."""
    op, left, right = step["rel"]
    if op != "<=" or not isinstance(right, list) or right[0] != "sum":
        raise Rejected("member states: term <= sum")
    _, k, lo, hi, body = right
    index = step.get("index")
    check_expr(index, frozenset(c.params))
    c.need_integer(index)
    c.need(">=", ["-", index, lo], "the index lies below the range")
    c.need(">=", ["-", hi, index], "the index lies above the range")
    if not c.normal.is_zero(c.poly(["-", left, substitute(body, {k: index})])):
        raise Rejected("the left side is not that term")
    if not _shannon([">=", body, 0]):
        c.under(k, lo, hi).need(">=", body, "a term of the sum")


def applied(d: Derivation, step: dict, c: Context, fact: Fact, base: int) -> None:
    """f(a) op f(b) from a op b, for an increasing f (any f, if the relation is =)."""
    op, left, right = step["rel"]
    if not all(isinstance(s, list) and len(s) >= 2 for s in (left, right)) or left[0] != right[0]:
        raise Rejected("apply compares f(a) with f(b)")
    f, a, b = left[0], left[1:], right[1:]
    if (
        f == "^"
        and op != "="
        and c.known(">", c.poly(["-", a[0], 1]))
        and c.known("=", c.poly(["-", a[0], b[0]]))
    ):
        a, b = a[1:], b[1:]
    elif op != "=" and (f not in ("log2", "ln", "exp", "sqrt") or len(a) != 1):
        raise Rejected(f"{f} is not a known increasing function")
    if len(a) != len(b) or f in ("sum", "prod", "H", "I", "card", "ind", "maxover", "minover"):
        raise Rejected("apply does not reach under indices")
    for y, z in zip(a, b, strict=True):
        if not c.shown_relation([op, y, z]):
            raise Rejected(f"not known: {show([op, y, z])}")


def of_world(d: Derivation, step: dict, c: Context, fact: Fact, base: int) -> None:
    """What holds in every world of the class by its making: a closed list of relations."""
    world = d.world
    if world is None:
        raise Rejected("there is no world")
    n = world.get("documents")
    listed: list[Expr] = []
    if n is not None:
        listed += [
            ["=", ["I", ["Y"], ["C"], ["X"]], 0],
            ["=", ["H", ["K"], ["Y", "C"]], 0],
            ["=", ["H", ["Y"], ["K", "C"]], 0],
            ["<=", ["H", ["Y"]], ["log2", n]],
            ["<=", ["H", ["K"]], ["log2", n]],
            ["=", ["sum", "k", 1, n, ["P_rank", "k"]], 1],
            ["=", ["H", ["K"]], ["-", ["sum", "k", 1, n, ["plog", ["P_rank", "k"]]]]],
        ]
    if not any(_same(c, r, step["rel"]) for r in listed):
        raise Rejected(f"not a fact of every such world: {show(step['rel'])}")


def _same(c: Context, r: Expr, s: Expr) -> bool:
    """Whether r says s, in the same normal form (an equation up to sign) or more strongly."""
    (op, p), (other, q) = c.fact(r), c.fact(s)
    if op != other and not (op in ("=", ">") and other == ">="):
        return False
    return c.normal.is_zero(plus(p, q, Fraction(-1))) or (op == "=" and c.normal.is_zero(plus(p, q)))


def basic(d: Derivation, step: dict, c: Context, fact: Fact, base: int) -> None:
    """Closed list: what abs, max, min, ceil, floor, sqrt, ind, plog, a cardinality are by definition; integer steps."""
    op, a, b = step["rel"]
    name = a[0] if isinstance(a, list) else ""
    args = a[1:] if name else []
    same = lambda x, y: c.normal.is_zero(c.poly(["-", x, y]))  # noqa: E731
    good = (
        (name == "abs" and op == ">=" and (same(args[0], b) or same(["-", args[0]], b)))
        or (name == "abs" and op == "=" and same(args[0], b) and c.known(">=", c.poly(args[0])))
        or (name == "abs" and op == "=" and same(["-", args[0]], b) and c.known(">=", c.poly(["-", args[0]])))
        or (name == "max" and op == ">=" and any(same(y, b) for y in args))
        or (name == "min" and op == "<=" and any(same(y, b) for y in args))
        or (name in ("max", "min") and op == "=" and _attained(name, args, b, c))
        or (
            name == "ceil"
            and ((op == ">=" and same(args[0], b)) or (op == "<" and same(["+", args[0], 1], b)))
        )
        or (
            name == "floor"
            and ((op == "<=" and same(args[0], b)) or (op == ">" and same(["-", args[0], 1], b)))
        )
        or (
            name == "plog"
            and op == "="
            and c.known(">", c.poly(args[0]))
            and same(b, ["*", args[0], ["log2", args[0]]])
        )
        or (name == "plog" and op == "<=" and b == 0 and c.known(">=", c.poly(["-", 1, args[0]])))
        or (name == "ind" and op == "<=" and b == 1)
        or (name == "ind" and op == "=" and b == 1 and args[0][0] in NEGATED and c.shown_relation(args[0]))
        or (
            name == "ind"
            and op == "="
            and b == 0
            and args[0][0] in NEGATED
            and c.shown_relation(_negation(args[0]))
        )
        or (name == "sqrt" and op == "=" and same(args[0], ["*", b, b]) and c.shown(">=", b))
        or (name == "H" and op == "<=" and len(args) == 1 and b == ["log2", ["card", args[0]]])
        or (op == ">=" and c.integer(a) and c.integer(b) and c.known(">", c.poly(["+", ["-", a, b], 1])))
    )
    if not good:
        raise Rejected(f"not a basic fact: {show(step['rel'])}")


def _negation(r: Expr) -> Expr:
    return [NEGATED[r[0]], *r[1:]]


def _attained(name: str, args: list, b: Expr, c: Context) -> bool:
    """max (min) equals b when b is one of the arguments and known to be on the right side of the others."""
    side = (lambda y: ["-", b, y]) if name == "max" else (lambda y: ["-", y, b])
    return any(c.normal.is_zero(c.poly(["-", y, b])) for y in args) and all(
        c.known(">=", c.poly(side(y))) for y in args
    )


def instance(d: Derivation, step: dict, c: Context, fact: Fact, base: int) -> None:
    """A lemma proved above, or a theorem of the closed list, at given values; its hypotheses must be known."""
    if step["by"] == "cite":
        if step.get("theorem") not in axioms():
            raise Rejected(f"not in the list of theorems: {show(step.get('theorem'))}")
        formal = axioms()[step["theorem"]]["formal"]
    else:
        number = step.get("lemma")
        if not isinstance(number, int) or not 1 <= number <= len(d.lemmas):
            raise Rejected(f"there is no lemma {show(number)}")
        formal = d.lemmas[number - 1]
    values = step.get("with", {})
    if not isinstance(values, dict):
        raise Rejected("with: names and values")
    filled = instantiate(formal, values, d, c)
    conclusions = filled[1:] if filled[0] == "and" else [filled]
    if not any(_same(c, r, step["rel"]) for r in conclusions):
        raise Rejected(f"the theorem gives {show(filled)}")
    if step["by"] == "cite":
        d.cited.add(step["theorem"])


def instantiate(formal: dict, values: dict, d: Derivation, c: Context) -> Expr:
    """The conclusion at the given values, once domains and hypotheses are known to hold there."""
    done: dict[str, Expr] = {}
    groups = {k: v for k, v in values.items() if isinstance(v, list) and v and v[0] == "vars"}
    place = lambda x: substitute(rename_variables(x, groups), done)  # noqa: E731
    named = [v for p in formal["forall"] if p[1] == "world" for v in p[2].get("variables", [])]
    if not set(groups) <= set(named):
        raise Rejected("only variables that the theorem itself names are replaced")
    for name, domain, *ends in formal["forall"]:
        if domain == "world":
            same_world(ends[0], done, d, c)
            continue
        value = values.get(name)
        if domain in ("sequence", "table"):
            lo, hi, low, high = map(place, ends)
            terms_in_domain(value, [(lo, hi)] if domain == "sequence" else [(1, lo), (1, hi)], low, high, c)
        elif domain in ("integer", "real") and value is not None:
            check_expr(value, frozenset(c.params))
            c.defined(value)
            if domain == "integer":
                c.need_integer(value)
            low, high = map(place, ends)
            if low is not None:
                c.need(">=", ["-", value, low], "outside the theorem's domain")
            if high is not None:
                c.need(">=", ["-", high, value], "outside the theorem's domain")
        else:
            raise Rejected(f"no value of domain {domain} for {name}")
        done[name] = value
    for r in formal.get("given", []):
        hypothesis = place(r)
        c.defined_relation(hypothesis)
        d.concludes(hypothesis, c)
    return place(formal["then"])


def same_world(kind: dict, done: dict, d: Derivation, c: Context) -> None:
    """A theorem about worlds speaks of the derivation's own; what it asks of their class must be so here."""
    if d.world is None or (
        kind.get("variables") is not None and kind["variables"] != d.world.get("variables")
    ):
        raise Rejected("the theorem speaks of worlds of another class")
    for part in ("documents", "modalities"):
        if kind.get(part) is not None:
            mine = d.world.get(part)
            if mine is None or not c.normal.is_zero(c.poly(["-", substitute(kind[part], done), mine])):
                raise Rejected(f"the theorem speaks of worlds with other {part}")


def terms_in_domain(fn: Any, ranges: list[tuple], low: Expr, high: Expr, c: Context) -> None:
    """["fn", index, body], or with two indices: every term lies between the bounds."""
    if not (isinstance(fn, list) and len(fn) == 2 + len(ranges) and fn[0] == "fn"):
        raise Rejected(f"a sequence is ['fn', index, body], a table has two indices; not {show(fn)}")
    inner, body = c, fn[-1]
    for index, (lo, hi) in zip(fn[1:-1], ranges, strict=True):
        check_expr(["sum", index, lo, hi, 0], frozenset(inner.params))
        inner = inner.under(index, lo, hi)
    check_expr(body, frozenset(inner.params))
    inner.defined(body)
    if low is not None:
        inner.need(">=", ["-", body, low], "outside the theorem's domain")
    if high is not None:
        inner.need(">=", ["-", high, body], "outside the theorem's domain")


def rename_variables(x: Expr, groups: dict[str, list]) -> Expr:
    """Put the given variables for a theorem's own, in entropies and mutual informations."""
    if not isinstance(x, list):
        return x
    if x[0] in ("H", "I", "card"):
        spliced = [[u for v in g for u in (groups[str(v)][1:] if str(v) in groups else [v])] for g in x[1:]]
        return [x[0], *spliced]
    return [x[0], *[rename_variables(y, groups) for y in x[1:]]]


Rule = Callable[[Derivation, dict, Context, Fact, int], None]
RULES: dict[str, Rule] = {
    "combine": combine, "evaluate": evaluated, "enumerate": enumerated, "boxes": boxed, "cases": by_cases,
    "absurd": absurd, "induction": induction, "termwise": termwise, "unroll": unrolled, "swap": swapped, "member": member, "apply": applied,
    "one_of": one_of, "world": of_world, "basic": basic, "cite": instance, "lemma": instance,
}  # fmt: skip
