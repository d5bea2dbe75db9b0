"""Formal statements from SymPy: the way from formulas as people write them to the checker's plain data."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import sympy as sp

Formal = Any


class log2(sp.Function):
    """Logarithm to base 2, left as it stands."""

    nargs = 1


class h(sp.Function):
    """Binary entropy in bits."""

    nargs = 1


class plog(sp.Function):
    """p log2 p, and 0 at p = 0."""

    nargs = 1


class P_rank(sp.Function):
    """Probability that the relevant document has rank k."""

    nargs = 1


class Quantity(sp.Symbol):
    """A quantity of a world: an entropy, a mutual information, the mean reciprocal rank."""

    formal: list

    def __new__(cls, name: str, formal: list) -> "Quantity":
        out = sp.Symbol.__new__(cls, name, real=True)
        out.formal = formal
        return out


def _variables(text: str) -> list:
    return [v.strip() for v in text.split(",") if v.strip()]


def H(text: str) -> Quantity:
    """Entropy in bits: H("Y|C"), H("X1,X2")."""
    left, _, right = text.partition("|")
    return Quantity(f"H({text})", ["H", _variables(left), *([_variables(right)] if right else [])])


def I(text: str) -> Quantity:
    """Mutual information in bits: I("X;C|Y")."""
    left, _, right = text.partition("|")
    a, _, b = left.partition(";")
    return Quantity(
        f"I({text})", ["I", _variables(a), _variables(b), *([_variables(right)] if right else [])]
    )


MRR = Quantity("MRR", ["mrr"])
DISTORTION = Quantity("E[d]", ["distortion"])
TOP1 = Quantity("p_S", ["p_top1"])

_UNARY = {
    sp.log: "ln", sp.exp: "exp", sp.Abs: "abs", sp.ceiling: "ceil", sp.floor: "floor", sp.harmonic: "harmonic",
    sp.factorial: "factorial", log2: "log2", h: "h", plog: "plog", P_rank: "P_rank",
}  # fmt: skip
_NARY = {sp.Max: "max", sp.Min: "min", sp.binomial: "binomial", sp.Mod: "mod"}


def formal(x: Any) -> Formal:
    """A SymPy expression, a number or a name as the checker's plain data; plain data passes through."""
    if isinstance(x, list | str) or (isinstance(x, int) and not isinstance(x, bool)):
        return x
    if isinstance(x, Fraction):
        return int(x) if x.denominator == 1 else ["/", x.numerator, x.denominator]
    if isinstance(x, float):
        raise ValueError(f"{x!r} is a float; formal statements are exact: use an integer or a Rational")
    if isinstance(x, Quantity):
        return x.formal
    if isinstance(x, sp.Symbol):
        return x.name
    if isinstance(x, sp.Rational):
        return int(x) if x.q == 1 else ["/", int(x.p), int(x.q)]
    if x in (sp.pi, sp.E):
        return ["pi"] if x == sp.pi else ["e"]
    if isinstance(x, sp.Add):
        return ["+", *[formal(a) for a in x.args]]
    if isinstance(x, sp.Mul):
        return _product(x)
    if isinstance(x, sp.Pow):
        return _power(x)
    if isinstance(x, sp.Sum | sp.Product):
        body = formal(x.function)
        for index, lo, hi in x.limits:
            body = ["sum" if isinstance(x, sp.Sum) else "prod", index.name, formal(lo), formal(hi), body]
        return body
    if isinstance(x, sp.Indexed):
        return ["at", str(x.base.label), *[formal(i) for i in x.indices]]
    if type(x) in _UNARY:
        return [_UNARY[type(x)], formal(x.args[0])]
    if type(x) in _NARY:
        return [_NARY[type(x)], *[formal(a) for a in x.args]]
    raise ValueError(f"{x!r} has no formal counterpart")


def _product(x: sp.Mul) -> Formal:
    above, below = [], []
    for a in x.args:
        if isinstance(a, sp.Rational):
            above += [int(a.p)] if a.p != 1 else []
            below += [int(a.q)] if a.q != 1 else []
        elif isinstance(a, sp.Pow) and isinstance(a.exp, sp.Integer) and a.exp < 0:
            below.append(formal(a.base ** (-a.exp)))
        else:
            above.append(formal(a))
    top = above[0] if len(above) == 1 else ["*", *above] if above else 1
    if not below:
        return top
    return ["/", top, below[0] if len(below) == 1 else ["*", *below]]


def _power(x: sp.Pow) -> Formal:
    if x.exp == sp.Rational(1, 2):
        return ["sqrt", formal(x.base)]
    if x.exp == -sp.Rational(1, 2):
        return ["/", 1, ["sqrt", formal(x.base)]]
    if isinstance(x.exp, sp.Integer) and x.exp < 0:
        return ["/", 1, formal(x.base ** (-x.exp))]
    return ["exp", formal(x.exp)] if x.base == sp.E else ["^", formal(x.base), formal(x.exp)]


def relation(op: str) -> Any:
    def make(left: Any, right: Any) -> Formal:
        return [op, formal(left), formal(right)]

    make.__doc__ = f"left {op} right, as plain data."
    return make


lt, le, eq, ge, gt, ne = (relation(op) for op in ("<", "<=", "=", ">=", ">", "!="))


def both(*parts: Formal) -> Formal:
    return ["and", *parts]


def every(index: str, low: Any, high: Any, rel: Formal) -> Formal:
    """The relation for all integers index = low..high."""
    return ["all", index, formal(low), formal(high), rel]


# parameters and statements -------------------------------------------------------------------------


def _end(x: Any) -> Formal:
    return None if x is None else formal(x)


def integer(name: str, low: Any = None, high: Any = None) -> list:
    return [name, "integer", _end(low), _end(high)]


def real(name: str, low: Any = None, high: Any = None) -> list:
    return [name, "real", _end(low), _end(high)]


def sequence(name: str, first: Any, last: Any, low: Any = None, high: Any = None) -> list:
    """Reals name_k for integers k = first..last, each within [low, high]."""
    return [name, "sequence", formal(first), formal(last), _end(low), _end(high)]


def table(name: str, rows: Any, columns: Any, low: Any = None, high: Any = None) -> list:
    """Reals name_ij for i = 1..rows and j = 1..columns, each within [low, high]."""
    return [name, "table", formal(rows), formal(columns), _end(low), _end(high)]


def array(name: str, low: Any = None, high: Any = None) -> list:
    """Nested lists of reals, indices from 1; for statements that are judged at instances."""
    return [name, "array", _end(low), _end(high)]


def retrieval(documents: Any = "N", modalities: Any = None) -> list:
    """Retrieval worlds: a law of (X1..XM, Y), an encoder X -> C, a decoder C -> permutation; K the rank of Y."""
    kind = {"documents": formal(documents)}
    if modalities is not None:
        kind["modalities"] = formal(modalities)
    return ["W", "world", kind]


def finite_law(*variables: str) -> list:
    """Finite laws over the named variables."""
    return ["W", "world", {"variables": list(variables)}]


def forall(*params: list, given: Sequence[Formal] = (), then: Formal) -> Formal:
    """For all parameters (with their domains) that satisfy the hypotheses: the conclusion."""
    return {"forall": list(params), "given": list(given), "then": then}


def exists(*params: list, given: Sequence[Formal] = (), then: Formal) -> Formal:
    """Some parameters that satisfy the hypotheses also satisfy the conclusion."""
    return {"exists": list(params), "given": list(given), "then": then}


def sampled(low: Any, high: Any, then: Formal) -> Formal:
    """What is drawn, with values from low to high, has a mean that satisfies the conclusion, about the name "mean"."""
    return {"sampled": ["mean", formal(low), formal(high)], "then": then}


def order(*params: list, variable: str, function: Any, is_O_of: Any, given: Sequence[Formal] = ()) -> Formal:
    """function = O(is_O_of) as the variable grows, the other parameters held uniform."""
    data = {"variable": variable, "function": formal(function), "is_O_of": formal(is_O_of)}
    return {"forall": list(params), "given": list(given), "order": data}
