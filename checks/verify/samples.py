"""Statistical verdicts: an e-value for the mean of a bounded quantity, recomputed from its histogram."""

from fractions import Fraction
from typing import Any

import flint
from flint import arb

from checks.verify.evaluate import evaluate
from checks.verify.numbers import parse_rational, rational_ball
from checks.verify.terms import Rejected, show

BETS = tuple(Fraction(k, 2**j) for j in range(2, 14) for k in (2, 3))  # fractions of the greatest safe bet


def log_e_value(histogram: list[tuple[Fraction, int]], bound: Fraction, worst: Fraction) -> arb:
    """log2 of the mean over bets b of prod (1 + b (x - bound) / (bound - worst)).

    Its expectation is at most 1 whenever the mean is on the worst side of the bound (x between worst and the
    other end of the range), so values >= 1/alpha have probability at most alpha, at any stopping time.
    """
    total = arb(0)
    for bet in BETS:
        power = arb(0)
        for x, count in histogram:
            power += count * rational_ball(1 + bet * (x - bound) / (bound - worst)).log()
        total += power.exp() / len(BETS)
    return total.log() / arb(2).log()


def read_histogram(rows: Any, low: Fraction, high: Fraction) -> list[tuple[Fraction, int]]:
    if not isinstance(rows, list) or not 0 < len(rows) <= 20_000:
        raise Rejected("a sample needs a histogram [[value, count], ...]")
    out = []
    for row in rows:
        if not (isinstance(row, list) and len(row) == 2 and type(row[1]) is int and row[1] > 0):
            raise Rejected(f"bad row of the histogram: {show(row)}")
        value = parse_rational(row[0])
        if not low <= value <= high:
            raise Rejected(f"{value} lies outside the declared range [{low}, {high}]")
        out.append((value, row[1]))
    return out


def judge_sample(formal: dict, data: dict) -> str:
    """supported or contradicted, at the stated error probability, or rejected."""
    mean, *ends = formal["sampled"]
    then: Any = formal["then"]
    low, high = (evaluate(b, {}) for b in ends)
    bound = evaluate(then[2], {}) if then[1] == mean and then[0] in ("<", "<=", ">", ">=") else None
    if not all(isinstance(v, Fraction) for v in (low, high, bound)) or not low < bound < high:  # type: ignore[operator]
        raise Rejected("a sampled statement is mean >= b or mean <= b with rational b inside the range")
    for field in ("seed", "command", "version"):
        if field not in data:
            raise Rejected(f"a sample states its {field}")
    alpha = parse_rational(data.get("alpha"))
    if not 0 < alpha <= Fraction(1, 20):
        raise Rejected("alpha must be in (0, 1/20]")
    histogram = read_histogram(data.get("histogram"), low, high)  # type: ignore[arg-type]
    above = then[0] in (">", ">=")
    saved, flint.ctx.prec = flint.ctx.prec, 128
    try:
        threshold = rational_ball(1 / alpha).log() / arb(2).log()
        for verdict, worst in (
            ("supported", low if above else high),
            ("contradicted", high if above else low),
        ):
            if log_e_value(histogram, bound, worst) >= threshold:  # type: ignore[arg-type]
                return verdict
    finally:
        flint.ctx.prec = saved
    raise Rejected("the sample decides neither way at the stated error probability")
