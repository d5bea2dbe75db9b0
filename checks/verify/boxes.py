"""Positivity over a box of real parameters: balls on a bisection tree, derivatives at ends, tangencies."""

from fractions import Fraction
from typing import Any

import flint
from flint import arb

from checks.verify.evaluate import Env, evaluate
from checks.verify.numbers import CannotTell, ball, parse_rational, rational_ball, sign
from checks.verify.terms import Expr, Rejected, show, substitute

Box = dict[str, tuple[Fraction, Fraction]]


def derivative(x: Expr, v: str) -> Expr:
    """d x / d v as an expression."""
    if isinstance(x, int | str):
        return int(x == v)
    op, a = x[0], x[1:]
    if op in ("+", "-"):
        return [op, *[derivative(y, v) for y in a]]
    if op == "*":
        return ["+", *[["*", *a[:i], derivative(y, v), *a[i + 1 :]] for i, y in enumerate(a)]]
    if op == "/":
        top = ["-", ["*", derivative(a[0], v), a[1]], ["*", a[0], derivative(a[1], v)]]
        return ["/", top, ["^", a[1], 2]]
    if op == "^" and a[1] == 1:
        return derivative(a[0], v)
    if op == "^" and isinstance(a[1], int):
        return ["*", a[1], ["^", a[0], a[1] - 1], derivative(a[0], v)]
    if op == "^":
        return ["*", x, derivative(["*", a[1], ["ln", a[0]]], v)]
    if op == "sum" and v not in (a[0],):
        if derivative(a[1], v) != 0 or derivative(a[2], v) != 0:
            raise Rejected("the range of a sum depends on the variable")
        return ["sum", *a[:3], derivative(a[3], v)]
    inner = {
        "log2": lambda u: ["/", 1, ["*", u, ["ln", 2]]],
        "ln": lambda u: ["/", 1, u],
        "exp": lambda u: ["exp", u],
        "sqrt": lambda u: ["/", 1, ["*", 2, ["sqrt", u]]],
        "h": lambda u: ["-", ["log2", ["-", 1, u]], ["log2", u]],
        "plog": lambda u: ["+", ["log2", u], ["/", 1, ["ln", 2]]],
    }
    if op in inner:
        return ["*", inner[op](a[0]), derivative(a[0], v)]
    if all(derivative(y, v) == 0 for y in a):
        return 0
    raise Rejected(f"no derivative of {show(x)}")


def interval(lo: Fraction, hi: Fraction) -> arb:
    return rational_ball(lo) if lo == hi else rational_ball(lo).union(rational_ball(hi))


def over(x: Expr, box: Box, env: Env) -> arb:
    """An enclosure of x over the box (x is known to be defined on it)."""
    values: Env = {v: interval(lo, hi) for v, (lo, hi) in box.items() if lo < hi}
    values |= {v: lo for v, (lo, hi) in box.items() if lo == hi}
    return ball(evaluate(x, {**env, **values, "@box": True}))


def at_point(x: Expr, box: Box, env: Env) -> int:
    """The sign of x at a box that is one point, exactly where it can be decided."""
    point: Env = {v: lo for v, (lo, _) in box.items()}
    s = sign(evaluate(x, {**env, **point}))
    if s is None:
        raise CannotTell(f"the sign of {show(x)} at {show(point)}")
    return s


def check_positive(x: Expr, box: Box, tree: Any, strict: bool, env: Env) -> None:
    """Follow the tree; reject unless x >= 0 (> 0 if strict) on the whole box.

    Leaves: ["ball"]; ["slope", v, 1 or -1] (x rises or falls in v; look at that face);
    ["tangent", v, p] (x >= 0 and dx/dv = 0 at v = p, convex in v); ["concave", v] (look at both faces).
    """
    if not (isinstance(tree, list) and tree and isinstance(tree[0], str)):
        raise Rejected(f"bad tree {show(tree)}")
    kind = tree[0]
    if kind == "ball" and len(tree) == 1:
        if all(lo == hi for lo, hi in box.values()):
            if at_point(x, box, env) < int(strict):
                raise Rejected(f"{show(x)} is not positive at {show(box)}")
            return
        if not over(x, box, env) > 0:
            raise Rejected(f"a ball does not show {show(x)} > 0 on {show(box)}")
        return
    if len(tree) < 2 or tree[1] not in box:
        raise Rejected(f"bad tree {show(tree)}")
    v = tree[1]
    lo, hi = box[v]
    if kind == "split" and len(tree) == 5:
        middle = parse_rational(tree[2])
        if not lo < middle < hi:
            raise Rejected(f"{middle} does not split [{lo}, {hi}]")
        check_positive(x, {**box, v: (lo, middle)}, tree[3], strict, env)
        check_positive(x, {**box, v: (middle, hi)}, tree[4], strict, env)
        return
    slope = derivative(x, v)
    if kind == "slope" and len(tree) == 4 and tree[2] in (1, -1):
        if not over(slope, box, env) * tree[2] >= 0:
            raise Rejected(f"the slope in {v} keeps no sign on {show(box)}")
        end = lo if tree[2] == 1 else hi
        check_positive(x, {**box, v: (end, end)}, tree[3], strict, env)
    elif kind == "concave" and len(tree) == 4:
        if not over(derivative(slope, v), box, env) <= 0:
            raise Rejected(f"not concave in {v} on {show(box)}")
        check_positive(x, {**box, v: (lo, lo)}, tree[2], strict, env)
        check_positive(x, {**box, v: (hi, hi)}, tree[3], strict, env)
    elif kind == "tangent" and len(tree) == 3 and len(box) == 1 and not strict:
        p = parse_rational(tree[2])
        touch: Box = {v: (p, p)}
        if not lo <= p <= hi or at_point(x, touch, env) < 0 or at_point(slope, touch, env) != 0:
            raise Rejected(f"no tangency from above at {v} = {p}")
        if not over(derivative(slope, v), box, env) >= 0:
            raise Rejected(f"not convex in {v} on {show(box)}")
    else:
        raise Rejected(f"bad tree {show(tree)}")


def positive_on_box(x: Expr, box: Box, tree: Any, strict: bool, integers: dict[str, int]) -> None:
    """x >= 0 (> 0) on the box, with integer parameters fixed."""
    saved = flint.ctx.prec
    flint.ctx.prec = 128
    try:
        check_positive(substitute(x, dict(integers)), box, tree, strict, {})
    finally:
        flint.ctx.prec = saved
