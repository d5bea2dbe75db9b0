"""Order statements along their variable: where a constant fails, and how |f|/g grows."""

import math
import time
from fractions import Fraction

from checks.search.present import shown
from checks.verify.evaluate import evaluate
from checks.verify.numbers import ball
from checks.verify.terms import Rejected, Undefined

LARGEST = 2**14  # values of the variable are first + 2^j - 1 up to about this


def ratios(statement: dict, *, seconds: float) -> list[tuple[int, float]]:
    """|f(n)| / g(n) at n = first, first + 1, first + 3, first + 7, ..., by exact evaluation, as far as time allows."""
    order, params = statement["order"], statement["forall"]
    if len(params) != 1 or statement.get("given"):
        raise Rejected("an order statement with further parameters or hypotheses is not searched")
    started, out = time.monotonic(), []
    step = 1
    while step <= LARGEST and time.monotonic() - started < seconds:
        n = params[0][2] + step - 1
        step *= 2
        try:
            f, g = (evaluate(order[k], {order["variable"]: Fraction(n)}) for k in ("function", "is_O_of"))
            ratio = abs(float(ball(f) / ball(g)))
        except Undefined:
            continue
        except Rejected:  # too large to be evaluated
            break
        if math.isfinite(ratio):
            out.append((n, ratio))
    if len(out) < 2:
        raise Rejected("the order statement has too few values to compare")
    return out


def told(statement: dict, found: list[tuple[int, float]], constant: Fraction | None) -> list[str]:
    """The table, where the claimed constant fails if there is one, and how the ratio grows at the end."""
    name = statement["order"]["variable"]
    lines = [f"  {name} = {n}: |f|/g = {ratio:.6g}" for n, ratio in found]
    (m, before), (n, last) = found[-2:]
    if before > 0 and last > 0:
        exponent = math.log(last / before) / math.log(n / m)
        lines.append(f"  from {name} = {m} to {n} it goes like {name}^{exponent:.3f}")
    if constant is not None:
        beyond = [n for n, ratio in found if ratio > constant * (1 + 1e-12)]
        lines.append(
            f"  |f| <= {shown(constant)} g "
            + (f"fails at {name} = {beyond[0]}" if beyond else "fails nowhere here")
        )
    return lines
