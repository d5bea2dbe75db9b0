"""Which certificate makes which verdict of a formal statement."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from checks.verify.evaluate import Env, evaluate, holds
from checks.verify.numbers import CannotTell, Value, add, parse_rational, sign, whole
from checks.verify.rules import Derivation
from checks.verify.samples import judge_sample
from checks.verify.terms import (
    ARITY,
    OF_WORLDS,
    WORLD_ATOMS,
    Expr,
    Rejected,
    Undefined,
    check_expr,
    check_formal,
    check_plain,
    free_names,
    show,
    substitute,
)
from checks.verify.worlds import read_world

IMPOSSIBLE: Expr = ["<=", 1, 0]
GROWTH = ("log2", "sqrt", "linear")  # unbounded factors that refute an order statement
FIELDS = {
    "derivation": {"steps", "lemmas", "values"}, "witness": {"values"}, "undefined": {"values", "term"},
    "inconsistency": {"proof", "without"}, "conditional": {"condition", "proof", "values"}, "vacuous": {"trivial", "proof", "implies", "values"},
    "order": {"constant", "from", "proof", "values"}, "growth": {"constant", "from", "factor", "proof"},
    "sample": {"histogram", "alpha", "seed", "command", "version"},
}  # fmt: skip


@dataclass(frozen=True)
class Accepted:
    """The verdict that the certificates make, and the theorems they cite."""

    verdict: str
    axioms: list[str] = field(default_factory=list)


def judge(formal: Any, certificates: Any) -> Accepted:
    """The verdict on a formal statement, or Rejected with the reason why there is none."""
    try:
        check_plain(certificates)
        if not isinstance(certificates, list) or not certificates:
            raise Rejected("there is no certificate")
        kinds: list[Any] = [c.get("kind") if isinstance(c, dict) else None for c in certificates]
        for c, kind in zip(certificates, kinds, strict=True):
            if kind not in FIELDS or not set(c) - {"kind"} <= FIELDS[kind]:
                raise Rejected(
                    f"not a certificate: {show(kind or c)} with {sorted(c) if isinstance(c, dict) else ''}"
                )
        check_formal(formal)
        if ("sampled" in formal) != (kinds == ["sample"]):
            raise Rejected(
                "a sample decides sampled statements and no others, and nothing else decides these"
            )
        cited: set[str] = set()
        if kinds == ["witness", "conditional"]:
            at_witness(formal, certificates[0], refute=True)
            conditional(formal, certificates[1], cited)
            return Accepted("conditional", sorted(cited))
        if len(kinds) > 1:
            raise Rejected(f"certificates {kinds} do not make one verdict")
        return Accepted(JUDGES[kinds[0]](formal, certificates[0], cited), sorted(cited))
    except RecursionError:
        raise Rejected("too deeply nested") from None
    except (TypeError, KeyError, ValueError, IndexError, AttributeError, ArithmeticError) as e:
        raise Rejected(f"malformed: {type(e).__name__} {show(e)}") from None


# derivations ---------------------------------------------------------------------------------------


def derive(formal: dict, proof: Any, goal: Expr, cited: set[str], more: list | None = None) -> None:
    """Check a proof of the goal under the statement's parameters and hypotheses (and some more)."""
    given = [*formal.get("given", []), *(more or [])]
    params = formal.get("forall", formal.get("exists"))
    Derivation({"forall": params, "given": given}, proof, cited).prove(goal)


def met(formal: dict, c: dict) -> None:
    """Where a proof brings an instance, every hypothesis is true at it: the statement is about something."""
    if "values" in c:
        possible(formal, [], c["values"])


def derivation(formal: dict, c: dict, cited: set[str]) -> str:
    if "order" in formal:
        raise Rejected("an order statement needs a constant and a threshold")
    met(formal, c)
    proof = {k: v for k, v in c.items() if k != "values"}
    if "forall" in formal:
        derive(formal, proof, formal["then"], cited)
        return "proved"
    derive(formal, proof, IMPOSSIBLE, cited, [formal["then"]])
    return "refuted"


def inconsistency(formal: dict, c: dict, cited: set[str]) -> str:
    """No value satisfies all of several statements, and some value satisfies them when any one is left out."""
    if "exists" not in formal or formal["then"][0] != "and" or len(formal["then"]) < 3:
        raise Rejected(
            "an inconsistency is between the parts of a conjunction that some value should satisfy"
        )
    parts = formal["then"][1:]
    if not isinstance(c.get("without"), list) or len(c["without"]) != len(parts):
        raise Rejected(f"{len(parts)} parts need as many instances, one without each")
    for number, values in enumerate(c["without"]):
        possible(formal, [r for i, r in enumerate(parts) if i != number], values)
    derive(formal, c.get("proof"), IMPOSSIBLE, cited, [formal["then"]])
    return "inconsistent"


def conditional(formal: dict, c: dict, cited: set[str]) -> None:
    """True under an extra condition, which some instance of the hypotheses meets."""
    if "forall" not in formal or not isinstance(c.get("condition"), list) or not c["condition"]:
        raise Rejected("a conditional verdict names its condition")
    check_formal({**formal, "given": [*formal.get("given", []), *c["condition"]]})
    possible(formal, [*c["condition"], formal["then"]], c.get("values"))
    derive(formal, c.get("proof"), formal["then"], cited, c["condition"])


def vacuous(formal: dict, c: dict, cited: set[str]) -> str:
    """A statement that leaves out something which this one names, and names nothing else, holds and implies it."""
    if "forall" not in formal:
        raise Rejected("only a statement for all parameters can be vacuous")
    check_formal({**formal, "then": c.get("trivial")})
    if not quantities(c["trivial"]) < quantities(formal["then"]):
        raise Rejected("the trivial statement must name less than the conclusion does")
    met(formal, c)
    derive(formal, c.get("proof"), c["trivial"], cited)
    derive(formal, c.get("implies"), formal["then"], cited, [c["trivial"]])
    return "vacuous"


def order_bound(formal: dict, c: dict, factor: Expr, op: str, cited: set[str]) -> None:
    """|f| <= c g (or f >= c g factor) from n0 on, for all values of the other parameters."""
    if "order" not in formal:
        raise Rejected("not an order statement")
    o, start = formal["order"], c.get("from")
    if type(start) is not int or parse_rational(c.get("constant")) <= 0:
        raise Rejected("an order certificate has a constant > 0 and an integer threshold")
    k = parse_rational(c["constant"])
    bound = ["*", ["/", k.numerator, k.denominator], o["is_O_of"], factor]
    params = [[*p[:2], start, p[3]] if p[0] == o["variable"] else p for p in formal["forall"]]
    low = next(p[2] for p in formal["forall"] if p[0] == o["variable"])
    if type(low) is not int or start < low:
        raise Rejected("the threshold lies below the variable's range")
    if op == "<=":
        goal = ["and", ["<=", o["function"], bound], [">=", o["function"], ["-", bound]]]
    else:
        goal = ["and", [">=", o["function"], bound], [">", o["is_O_of"], 0]]
    derive({**formal, "forall": params}, c.get("proof"), goal, cited)


def order(formal: dict, c: dict, cited: set[str]) -> str:
    met(formal, c)
    order_bound(formal, c, 1, "<=", cited)
    return "proved"


def growth(formal: dict, c: dict, cited: set[str]) -> str:
    """f >= c g w(n) with w unbounded: then f is not O(g), n being free to grow."""
    if c.get("factor") not in GROWTH:
        raise Rejected(f"the factor must be one of {GROWTH}")
    if formal.get("given") or len(formal.get("forall", [])) != 1 or formal["forall"][0][3] is not None:
        raise Rejected("growth needs one integer parameter without an upper end, and no hypotheses")
    n = formal["order"]["variable"] if "order" in formal else None
    factor = {"log2": ["log2", n], "sqrt": ["sqrt", n], "linear": n}[c["factor"]]
    order_bound(formal, c, factor, ">=", cited)
    return "refuted"


# instances -----------------------------------------------------------------------------------------


def instance(formal: dict, values: Any) -> Env:
    """The parameters at the given values; reject values outside their domains."""
    params: Any = formal.get("forall", formal.get("exists"))
    if not isinstance(values, dict) or set(values) != {p[0] for p in params}:
        raise Rejected(f"an instance gives values to exactly {[p[0] for p in params]}")
    env: Env = {}
    for name, domain, *ends in params:
        data = values[name]
        if domain == "world":
            sizes = [
                None if ends[0].get(k) is None else whole(evaluate(ends[0][k], env), k)
                for k in ("modalities", "documents")
            ]
            env["@world"] = read_world(data, ends[0], *sizes)
        elif domain == "array":
            env[name] = numbers(data, *(None if b is None else evaluate(b, env) for b in ends))
        elif domain in ("sequence", "table"):
            first, last = (whole(evaluate(b, env), "an end") for b in ends[:2])
            items = numbers(data, *(None if b is None else evaluate(b, env) for b in ends[2:]))
            if domain == "sequence":
                reals(items, last - first + 1, name)
                env[name] = (first, items)
            else:
                env[name] = [reals(row, last, f"a row of {name}") for row in sized(items, first, name)]
        else:
            env[name] = numbers(data, *(None if b is None else evaluate(b, env) for b in ends))
            if not isinstance(env[name], Fraction) or (domain == "integer" and env[name].denominator != 1):
                raise Rejected(f"{name} must be {domain}")
    return env


def sized(items: Any, size: int, name: str) -> list:
    if not isinstance(items, list) or len(items) != size:
        raise Rejected(f"{name} has {size} terms")
    return items


def reals(items: Any, size: int, name: str) -> list:
    if not all(isinstance(q, Fraction) for q in sized(items, size, name)):
        raise Rejected(f"{name} is a list of numbers")
    return items


def numbers(data: Any, low: Value | None, high: Value | None) -> Any:
    """A rational, or nested lists of rationals, between the bounds."""
    if isinstance(data, list):
        return [numbers(x, low, high) for x in data]
    q = parse_rational(data)
    for bound, side in ((low, 1), (high, -1)):
        if bound is not None and sign(add(q, bound, -1)) not in (0, side):
            raise Rejected(f"{q} lies outside its domain")
    return q


def at_witness(formal: dict, c: dict, refute: bool) -> None:
    """Every hypothesis is true at the instance, and the conclusion false (true, for an existence)."""
    if "order" in formal:
        raise Rejected("one instance does not decide an order statement")
    env = instance(formal, c.get("values"))
    for r in formal.get("given", []):
        if not holds(r, env):
            raise Rejected(f"the hypothesis {show(r)} is false at the instance")
    if holds(formal["then"], env) == refute:
        raise Rejected(f"the conclusion is {'true' if refute else 'false'} at the instance")


def possible(formal: dict, relations: list[Expr], values: Any) -> None:
    """Every hypothesis and each of the relations holds at an instance.

    Where a number is given by a closed term, ["exp", -1] say, all parameters are numbers, and a relation that balls
    do not decide is an identity of the terms.
    """
    wanted = [*formal.get("given", []), *relations]
    if isinstance(values, dict) and any(_is_term(v) for v in values.values()):
        at_terms(formal, wanted, values)
        return
    env = instance(formal, values)
    for r in wanted:
        if not holds(r, env):
            raise Rejected(f"{show(r)} is false at the instance")


def at_terms(formal: dict, wanted: list[Expr], values: dict) -> None:
    terms: dict[str, Expr] = {}
    bounds: list[Expr] = []
    params: Any = formal.get("forall", formal.get("exists"))
    if set(values) != {p[0] for p in params} or not all(p[1] in ("integer", "real") for p in params):
        raise Rejected("closed terms are values of numbers, where all parameters are numbers")
    for name, domain, *ends in params:
        v = values[name]
        terms[name] = v if _is_term(v) else ["/", *parse_rational(v).as_integer_ratio()]
        check_expr(terms[name], frozenset())
        if domain == "integer":
            whole(evaluate(terms[name], {}), name)
        bounds += [[op, name, e] for op, e in zip((">=", "<="), ends, strict=True) if e is not None]
    for r in [*bounds, *wanted]:
        true_of_terms(substitute(r, terms))


def true_of_terms(r: Expr) -> None:
    if r[0] == "and":
        for part in r[1:]:
            true_of_terms(part)
        return
    try:
        if not holds(r, {}):
            raise Rejected(f"{show(r)} is false")
    except CannotTell:
        Derivation({"forall": []}, {"steps": []}, set()).prove(r)


def _is_term(v: Any) -> bool:
    return isinstance(v, list) and len(v) > 0 and isinstance(v[0], str) and v[0] in ARITY


def quantities(x: Expr) -> set[str]:
    """The parameters that a relation names, the variables of the world, and what it asks of the world's code."""
    return free_names(x) | _of_world(x)


def _of_world(x: Expr) -> set[str]:
    if not isinstance(x, list) or not x:
        return set()
    if x[0] in OF_WORLDS:
        return {f"variable {v[0] if isinstance(v, list) else v}" for group in x[1:] for v in group}
    own = {f"of the code: {x[0]}"} if x[0] in WORLD_ATOMS else set()
    return own.union(*[_of_world(y) for y in x[1:]])


def witness(formal: dict, c: dict, cited: set[str]) -> str:
    at_witness(formal, c, refute="forall" in formal)
    return "refuted" if "forall" in formal else "proved"


def undefined(formal: dict, c: dict, cited: set[str]) -> str:
    """A named sub-expression of the statement has no value at an instance of its class."""
    term = c.get("term")
    if not occurs(term, formal.get("then", formal.get("order"))):
        raise Rejected(f"{show(term)} does not occur in the statement")
    env = instance(formal, c.get("values"))
    for r in formal.get("given", []):
        if not holds(r, env):
            raise Rejected(f"the hypothesis {show(r)} is false at the instance")
    check_expr(term, frozenset(env) | free_names(term))
    if not free_names(term) <= {p[0] for p in formal.get("forall", formal.get("exists", []))}:
        raise Rejected(f"{show(term)} has an index of its own")
    try:
        evaluate(term, env)
    except Undefined:
        return "ill-posed" if _no_truth(formal, env) else _guarded(term)
    raise Rejected(f"{show(term)} has a value at the instance")


def _no_truth(formal: dict, env: Env) -> bool:
    """Whether the conclusion as a whole, too, has no value at an instance."""
    try:
        if "order" in formal:
            evaluate(["+", formal["order"]["function"], formal["order"]["is_O_of"]], env)
        else:
            holds(formal["then"], env)
    except Undefined:
        return True
    return False


def _guarded(term: Expr) -> str:
    raise Rejected(f"the statement has a value at the instance, whatever {show(term)} is")


def occurs(term: Expr, x: Any) -> bool:
    parts = x.values() if isinstance(x, dict) else x if isinstance(x, list) else []
    return x == term or any(occurs(term, y) for y in parts)


JUDGES = {
    "derivation": derivation, "inconsistency": inconsistency, "vacuous": vacuous, "order": order, "growth": growth,
    "witness": witness, "undefined": undefined, "sample": lambda formal, c, cited: judge_sample(formal, c),
    "conditional": lambda formal, c, cited: _alone(),
}  # fmt: skip


def _alone() -> str:
    raise Rejected("a conditional verdict needs a witness without the condition, first")
