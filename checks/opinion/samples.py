"""Sampled verdicts judged again by Hoeffding's inequality, for a sample of fixed size."""

from fractions import Fraction

from mpmath import mp, mpf

from checks.opinion.intervals import NoOpinion


def by_hoeffding(formal: dict, certificate: dict, verdict: str) -> tuple[bool, str]:
    """Whether the sample's mean lies on the verdict's side of the bound, and so far that chance has at most alpha.

    P(mean of n values in [0, 1] >= p) <= 2^(-n KL(p || q)) where each has expectation q <= p (Hoeffding 1963, Th. 1).
    """
    _, low, high = formal["sampled"]
    op, _, bound = formal["then"]
    low, high, bound = (_rational(x) for x in (low, high, bound))
    counts = [(Fraction(x), n) for x, n in certificate["histogram"]]
    n = sum(k for _, k in counts)
    p = (sum(x * k for x, k in counts) / n - low) / (high - low)
    q = (bound - low) / (high - low)
    if p == q or (p > q) is not ((op[0] == ">") is (verdict == "supported")):
        return False, f"the mean is {float(p):.6f} of the range, the bound {float(q):.6f}"
    if n * divergence(p, q) < -mp.log(mpf(1) * Fraction(certificate["alpha"]).numerator / Fraction(certificate["alpha"]).denominator, 2):  # fmt: skip
        raise NoOpinion("Hoeffding's inequality is too weak for this sample")
    return True, "Hoeffding's inequality"


def divergence(p: Fraction, q: Fraction) -> mpf:
    """KL of two coins, in bits."""
    out = mpf(0)
    for a, b in ((p, q), (1 - p, 1 - q)):
        ratio = a / b
        out += (
            mpf(a.numerator) / a.denominator * mp.log(mpf(ratio.numerator) / ratio.denominator, 2) if a else 0
        )
    return out


def _rational(x: int | list) -> Fraction:
    return Fraction(x) if isinstance(x, int) else Fraction(x[1], x[2]) if x[0] == "/" else -_rational(x[1])
