"""Cost of certified rate-distortion points: ``python -m tests.benchmarks.rate_distortion``.

Three comparisons, each within one run: a point at N = 10^6 against one isotonic regression of that size (scipy); a
curve of 200 points at N = 1,000; and, at N = 6, one price against Blahut-Arimoto over the 720 rankings: plain, with
squared extrapolation as published, ours (`theory.blahut_arimoto`), and dit, as it stops by itself and called again from
where it stopped until it is as close to the optimum as the others.
"""

import time
import warnings
from collections.abc import Callable, Iterator

import numpy as np
from scipy.optimize import isotonic_regression

from tests.benchmarks.measure import cpu_seconds, peak_bytes, write_results
from theory.blahut_arimoto import blahut_arimoto, expected_gains
from theory.ranked_source import ranked_source
from theory.rate_distortion import Tangent, curve, largest_distortion, rate, tangent

SHARES = (0.01, 0.3, 0.9, 0.999)
PATIENCE = 4.0
"""CPU seconds after which an iterative method is stopped; it is then reported with the gap that it had reached."""
PATIENCE_AGAIN = 0.5
"""The same where dit is called again."""
GAP = 1e-11
"""Bits; the certified width of one price is 1e-13, about what floats allow the iterations too."""


def million() -> list[dict]:
    """One certified point at N = 10^6, in isotonic regressions of that size and arrays of that size."""
    size = 10**6
    rng = np.random.default_rng(1)
    laws = {
        "uniform": np.ones(size),
        "zipf 1.1": np.arange(1.0, size + 1) ** -1.1,
        "random, sorted": np.sort(rng.random(size))[::-1],
        "random, any order": rng.random(size),
    }
    rows = []
    for law, prior in laws.items():
        source = ranked_source(prior, "reciprocal")
        top = float(largest_distortion(prior).lower)
        tilt = np.exp2(-10.0 * source.drops.values)
        values = source.weights / tilt
        for share in SHARES:
            point, fit = cpu_seconds(
                lambda p=prior, d=share * top: rate(d, p),
                lambda v=values, w=tilt: isotonic_regression(v, weights=w, increasing=False),
                rounds=7,
            )
            peak = peak_bytes(lambda p=prior, d=share * top: rate(d, p))
            rows.append(
                {
                    "law": law,
                    "share of D_max": share,
                    "isotonic regressions": round(point / fit, 1),
                    "arrays of N": round(peak / 8 / size, 1),
                    "width, bits": rate(share * top, prior).width,
                    "milliseconds": round(1e3 * point, 1),
                }
            )
    return rows


def thousand() -> list[dict]:
    """A curve of 200 points at N = 1,000."""
    rows = []
    size = 1000
    laws = {
        "uniform": np.ones(size),
        "zipf 1.1": np.arange(1.0, size + 1) ** -1.1,
        "random": np.random.default_rng(1).random(size),
    }
    for law, prior in laws.items():
        points = np.linspace(0.0, float(largest_distortion(prior).upper), 200)
        (seconds,) = cpu_seconds(lambda p=prior, d=points: curve(d, p), rounds=15)
        rows.append(
            {
                "law": law,
                "milliseconds": round(1e3 * seconds, 1),
                "largest width, bits": float(curve(points, prior).width.max()),
            }
        )
    return rows


def six() -> list[dict]:
    """At N = 6 and one price, against the iterative methods at `GAP`, or at what they reach in time."""
    rows = []
    for exponent in (0.3, 1.0, 2.0):
        prior = np.arange(1.0, 7.0) ** -exponent
        corner = ranked_source(prior, "reciprocal").least_slope
        for factor in (0.5, 0.99, 1.01, 1.5, 4.0):
            rows.append(_against_iterations(f"zipf {exponent}", prior, factor * corner, factor))
    rows += [_against_iterations("uniform", np.ones(6), price, None) for price in (0.01, 3.0, 200.0)]
    return rows


def _against_iterations(law: str, prior: np.ndarray, price: float, factor: float | None) -> dict:
    joint = np.diag(prior)
    exact = tangent(price, prior)
    ours, by_distortion = (
        seconds / 20
        for seconds in cpu_seconds(
            lambda: [tangent(price, prior) for _ in range(20)],
            lambda: [rate(exact.distortion, prior) for _ in range(20)],
            rounds=15,
        )
    )
    methods = {
        "plain": lambda cap: (
            blahut_arimoto(joint, price, tolerance=GAP, iterations=cap, accelerated=False).gap
        ),
        "alternating": lambda cap: blahut_arimoto(joint, price, tolerance=GAP, iterations=cap).gap,
        "squared": lambda cap: squared_extrapolation(joint, price, cap),
    }
    row = {
        "law": law,
        "price": price,
        "price / corner slope": factor,
        "width, bits": exact.lagrangian.width,
        "microseconds": round(1e6 * ours, 1),
        "microseconds for a distortion": round(1e6 * by_distortion, 1),
    }
    for name, method in methods.items():
        seconds, beside, gap = _to_the_gap(method, lambda: [tangent(price, prior) for _ in range(20)])
        row[name] = {"times slower": round(seconds / min(ours, beside / 20), 1), "gap": gap}
    reached = dit_lagrangians(prior, price)
    for name, (seconds, lagrangian) in zip(
        ("dit", "dit, called again"), _first_and_last(reached, exact), strict=True
    ):
        row[name] = {"times slower": round(seconds / ours, 1), "off by": lagrangian - exact.lagrangian.lower}
    return row


def _first_and_last(reached: Iterator[float], exact: Tangent) -> list[tuple[float, float]]:
    """CPU seconds and the least value so far: at the first answer, and once it is good enough or time is up."""
    start = time.process_time()
    least = next(reached)
    first = last = (time.process_time() - start, least)
    while least > exact.lagrangian.lower + GAP and last[0] <= first[0] + PATIENCE_AGAIN:
        least = min(least, next(reached))
        last = (time.process_time() - start, least)
    return [first, last]


def _to_the_gap(method: Callable[[int], float], ours: Callable[[], object]) -> tuple[float, float, float]:
    """CPU seconds of the method, and of ours beside it, and the gap reached.

    The iterations allowed rise fourfold until the gap or the time is up.
    """
    cap = 64
    while True:
        rounds = 3 if cap < 10_000 else 1
        seconds, beside = cpu_seconds(lambda c=cap: method(c), ours, rounds=rounds)  # type: ignore[misc]
        gap = method(cap)
        if gap <= 1.01 * GAP or seconds > PATIENCE / 4:
            return seconds, beside, gap
        cap *= 4


def squared_extrapolation(joint: np.ndarray, price: float, iterations: int) -> float:
    """SQUAREM (scheme S3 of Varadhan and Roland 2008) on the law of the rankings, to the gap; the gap reached."""
    queries, gains = expected_gains(joint)
    tilt = np.exp2(price * (gains - gains.max(axis=1, keepdims=True)))

    def step(law):
        normalisers = tilt @ law
        factors = (queries / normalisers) @ tilt
        return law * factors, -queries @ np.log2(normalisers), np.log2(factors.max())

    law = np.full(gains.shape[1], 1.0 / gains.shape[1])
    longest = 1.0
    for _ in range(iterations // 3):
        first, _, gap = step(law)
        if gap <= GAP:
            break
        second, value, _ = step(first)
        change, curvature = first - law, second - 2.0 * first + law
        length = min(max(np.linalg.norm(change) / max(np.linalg.norm(curvature), 1e-300), 1.0), longest)
        jump = np.maximum(law + 2.0 * length * change + length**2 * curvature, 1e-3 * second)
        jump /= jump.sum()
        longest = 4.0 * longest if length == longest else longest
        law = jump if step(jump)[1] <= value else second
    return float(gap)


def dit_lagrangians(prior: np.ndarray, price: float) -> Iterator[float]:
    """R + price D reached by dit's Blahut-Arimoto over all rankings, which stops when it has stopped moving.

    First from the uniform law, then again and again from where it stopped.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from dit.rate_distortion.blahut_arimoto import _blahut_arimoto
    queries, gains = expected_gains(np.diag(prior))
    law = np.full(gains.shape, 1.0 / gains.shape[1])
    while True:
        found, joint = _blahut_arimoto(queries, price, law, lambda *_: 1.0 - gains, max_iters=100_000)
        yield float(found.rate + price * found.distortion)
        law = joint / joint.sum(axis=1, keepdims=True)


def main() -> None:
    results = {
        "a certified point at N = 10^6": million(),
        "a curve of 200 points at N = 1,000": thousand(),
        f"one price at N = 6, iterative methods run to a gap of {GAP} bit": six(),
    }
    print(write_results("rate_distortion", results))


if __name__ == "__main__":
    main()
