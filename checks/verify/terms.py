"""The formal language: nested JSON lists, exact by construction; its shape, its limits, substitution."""

import re
from typing import Any

Expr = Any  # int | name | [operator, argument...]
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}")
MAX_DEPTH, MAX_NODES = 60, 400_000
MAX_BITS = 13_000  # of an integer: at most 3,914 digits, which JSON files and messages can hold
MAX_GROWN = 10**6  # bits of a rational on the way

ARITY: dict[str, tuple[int, int]] = {
    "+": (1, 9999), "-": (1, 2), "*": (1, 9999), "/": (2, 2), "^": (2, 2), "sqrt": (1, 1), "exp": (1, 1),
    "log2": (1, 1), "ln": (1, 1), "h": (1, 1), "plog": (1, 1), "harmonic": (1, 1), "min": (1, 9999),
    "max": (1, 9999), "abs": (1, 1), "ceil": (1, 1), "floor": (1, 1), "mod": (2, 2), "binomial": (2, 2),
    "factorial": (1, 1), "pi": (0, 0), "e": (0, 0), "normal_cdf": (1, 1), "ind": (1, 1), "sum": (4, 4),
    "prod": (4, 4), "maxover": (4, 4), "minover": (4, 4), "at": (2, 4), "H": (1, 2), "I": (2, 3),
    "card": (1, 1), "P_rank": (1, 1), "p_top1": (0, 0), "mrr": (0, 0), "distortion": (0, 0)
}  # fmt: skip
BINDERS = {"sum", "prod", "maxover", "minover", "all"}
OF_WORLDS = {"H", "I", "card"}
WORLD_ATOMS = OF_WORLDS | {"P_rank", "p_top1", "mrr", "distortion"}
RELATIONS = {"<", "<=", "=", ">=", ">", "!="}
CONNECTIVES = {"and": None, "or": None, "not": 2, "implies": 3}
DOMAINS = {"integer": 2, "real": 2, "array": 2, "sequence": 4, "table": 4, "world": 1}


class Rejected(Exception):
    """The certificate is not accepted; the message is the reason."""


class Undefined(Rejected):
    """An expression has no value: division by zero, a logarithm off its domain, an index out of range."""


def show(x: Any) -> str:
    """A term on one line, shortened for messages."""
    text = str(x)
    return text if len(text) <= 160 else text[:157] + "..."


def check_plain(x: Any) -> None:
    """Reject data that is too deep, too large or not plain JSON (no floats: nothing inexact gets in)."""
    stack, nodes = [(x, 0)], 0
    while stack:
        item, depth = stack.pop()
        nodes += 1
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise Rejected("too deep or too large")
        if isinstance(item, list):
            stack += [(y, depth + 1) for y in item]
        elif isinstance(item, dict) and all(isinstance(k, str) for k in item):
            stack += [(y, depth + 1) for y in item.values()]
        elif isinstance(item, int) and item.bit_length() > MAX_BITS:
            raise Rejected("an integer is too large")
        elif not (item is None or isinstance(item, int | str)):
            raise Rejected(f"not exact plain data: {show(item)}")


def check_expr(x: Expr, names: frozenset[str]) -> None:
    """Reject what is not an expression over the given names."""
    if isinstance(x, int) and not isinstance(x, bool):
        return
    if isinstance(x, str):
        if x not in names:
            raise Rejected(f"unknown name {show(x)}")
        return
    if not (isinstance(x, list) and x and isinstance(x[0], str) and x[0] in ARITY):
        raise Rejected(f"not an expression: {show(x)}")
    op, args = x[0], x[1:]
    low, high = ARITY[op]
    if not low <= len(args) <= high:
        raise Rejected(f"{op} takes {low} to {high} arguments: {show(x)}")
    if op in BINDERS and len(args) == 4:
        index, lo, hi, body = args
        if not isinstance(index, str) or not NAME.fullmatch(index) or index in names:
            raise Rejected(f"bad index {show(index)}")
        check_expr(lo, names)
        check_expr(hi, names)
        check_expr(body, names | {index})
    elif op == "ind":
        check_relation(args[0], names)
    elif op in OF_WORLDS:
        for v in [v for group in args for v in (group if isinstance(group, list) else [None])]:
            if isinstance(v, list) and len(v) == 2 and v[0] == "X":
                check_expr(v[1], names)
            elif not (isinstance(v, str) and NAME.fullmatch(v)):
                raise Rejected(f"bad variable {show(v)} in {show(x)}")
    else:
        if op == "at" and not isinstance(args[0], str):
            raise Rejected(f"an index is of a named table: {show(x)}")
        for y in args:
            check_expr(y, names)


def check_relation(x: Expr, names: frozenset[str]) -> None:
    """Reject what is not a relation or a boolean combination of relations."""
    op = x[0] if isinstance(x, list) and len(x) >= 2 and isinstance(x[0], str) else ""
    if op in RELATIONS and len(x) == 3:
        check_expr(x[1], names)
        check_expr(x[2], names)
    elif op == "all" and len(x) == 5:  # ["all", index, low, high, relation]
        check_expr(["sum", *x[1:4], 0], names)
        check_relation(x[4], names | {x[1]})
    elif op in CONNECTIVES and CONNECTIVES[op] in (None, len(x)):
        for y in x[1:]:
            check_relation(y, names)
    else:
        raise Rejected(f"not a relation: {show(x)}")


def check_parameters(params: Any) -> frozenset[str]:
    """Check a list of parameter declarations [name, domain, ...]; return the names."""
    names: frozenset[str] = frozenset()
    if not isinstance(params, list):
        raise Rejected("parameters must be a list")
    if sum(isinstance(p, list) and p[1:2] == ["world"] for p in params) > 1:
        raise Rejected("a statement is about one world at most")
    for p in params:
        good = isinstance(p, list) and len(p) >= 2 and isinstance(p[0], str) and isinstance(p[1], str)
        if not good or not NAME.fullmatch(p[0]) or p[0] in names or len(p) - 2 != DOMAINS.get(p[1], -1):
            raise Rejected(f"bad parameter {show(p)}")
        if p[1] == "world":
            check_world_class(p[2], names)
        else:
            for bound in p[2:]:
                if bound is not None:
                    check_expr(bound, names)
        names |= {p[0]}
    return names


def check_world_class(w: Any, names: frozenset[str]) -> None:
    """A class of worlds: named variables, or the modalities and documents of a retrieval problem."""
    if not (isinstance(w, dict) and set(w) <= {"variables", "modalities", "documents"}):
        raise Rejected(f"bad world {show(w)}")
    for key in ("modalities", "documents"):
        if w.get(key) is not None:
            check_expr(w[key], names)
    variables = w.get("variables", [])
    if "variables" in w and len(w) > 1:
        raise Rejected("a world has named variables, or modalities and documents")
    if not (isinstance(variables, list) and all(isinstance(v, str) and NAME.fullmatch(v) for v in variables)):
        raise Rejected(f"bad variables {show(variables)}")


def check_formal(formal: Any) -> None:
    """A formal statement: a quantifier with its parameters, hypotheses, and the conclusion."""
    check_plain(formal)
    if not isinstance(formal, dict) or sum(word in formal for word in ("forall", "exists", "sampled")) != 1:
        raise Rejected("a formal statement has exactly one of forall, exists, sampled")
    if "sampled" in formal:
        return check_sampled(formal)
    if not set(formal) <= {"forall", "exists", "given", "then", "order"}:
        raise Rejected(f"unknown fields in {sorted(formal)}")
    names = check_parameters(formal.get("forall", formal.get("exists")))
    if not isinstance(formal.get("given", []), list):
        raise Rejected("given must be a list of relations")
    for g in formal.get("given", []):
        check_relation(g, names)
    order = formal.get("order")
    if order is None:
        check_relation(formal.get("then"), names)
        return
    if "then" in formal or not (
        isinstance(order, dict) and set(order) == {"variable", "function", "is_O_of"}
    ):
        raise Rejected("order needs variable, function, is_O_of, and no then")
    check_expr(order["function"], names)
    check_expr(order["is_O_of"], names)
    if [p[1] for p in formal.get("forall", []) if p[0] == order["variable"]] != ["integer"]:
        raise Rejected("the variable of an order statement is an integer parameter")


def check_sampled(formal: dict) -> None:
    """A statement on the mean of what a command draws, in its range: no values can be put in for it."""
    if set(formal) != {"sampled", "then"} or not isinstance(formal["sampled"], list):
        raise Rejected("a sampled statement has a name with its range, and a conclusion")
    check_relation(
        formal["then"], check_parameters([[*formal["sampled"][:1], "real", *formal["sampled"][1:]]])
    )


def free_names(x: Expr) -> set[str]:
    """Names that occur free in a term or relation (variables of a world are not names)."""
    if isinstance(x, str):
        return {x}
    if not isinstance(x, list):
        return set()
    if x[0] in OF_WORLDS:
        return set().union(*[free_names(v[1]) for group in x[1:] for v in group if isinstance(v, list)])
    if x[0] in BINDERS:
        return free_names(x[2]) | free_names(x[3]) | (free_names(x[4]) - {x[1]})
    return set().union(*[free_names(y) for y in x[1:]])


def closed(x: Expr) -> bool:
    """Whether a term has a value of its own: no names, nothing of a world."""
    if isinstance(x, list) and x[0] in WORLD_ATOMS:
        return False
    if isinstance(x, list) and x[0] in BINDERS:
        return closed(x[2]) and closed(x[3]) and not mentions_world(x[4]) and not free_names(x)
    return isinstance(x, int) or (isinstance(x, list) and all(closed(y) for y in x[1:]))


def mentions_world(x: Expr) -> bool:
    return isinstance(x, list) and (x[0] in WORLD_ATOMS or any(mentions_world(y) for y in x[1:]))


def substitute(x: Expr, values: dict[str, Expr]) -> Expr:
    """Replace free names by terms (a sequence by ["fn", index, body], a table with two indices), renaming indices to avoid capture."""
    if isinstance(x, str):
        return values.get(x, x)
    if not isinstance(x, list):
        return x
    if x[0] in OF_WORLDS:
        groups = [[["X", substitute(v[1], values)] if isinstance(v, list) else v for v in g] for g in x[1:]]
        return [x[0], *groups]
    if x[0] in BINDERS:
        _, index, lo, hi, body = x
        inner = {k: v for k, v in values.items() if k != index}
        taken = free_names(body).union(*[free_names(v) for v in inner.values()])
        if any(index in free_names(v) for v in inner.values()):
            fresh = index
            while fresh in taken or fresh in inner:
                fresh += "_"
            inner, index, body = {**inner}, fresh, substitute(body, {index: fresh})
        return [x[0], index, substitute(lo, values), substitute(hi, values), substitute(body, inner)]
    if x[0] == "at" and isinstance(x[1], str) and isinstance(values.get(x[1]), list):
        fn = values[x[1]]
        if len(fn) != len(x) or fn[0] != "fn":
            raise Rejected(f"not a sequence or table of that kind: {show(fn)}")
        return substitute(fn[-1], dict(zip(fn[1:-1], (substitute(i, values) for i in x[2:]), strict=True)))
    return [x[0], *[substitute(y, values) for y in x[1:]]]
