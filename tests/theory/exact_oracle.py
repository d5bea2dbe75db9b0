"""R*(D) of small sources to 30 digits by another road: isotonic regression by its min-max formula,
bisection in
multiprecision, and no code of ours."""

from fractions import Fraction

import mpmath


def exact_gains(gain, documents):
    """g(1), .., g(N) as mpmath numbers."""
    if not isinstance(gain, str):
        return [mpmath.mpf(float(g)) for g in gain]
    if gain == "reciprocal":
        return [mpmath.mpf(1) / k for k in range(1, documents + 1)]
    if gain == "dcg":
        return [mpmath.log(2) / mpmath.log(1 + k) for k in range(1, documents + 1)]
    return [mpmath.mpf(k <= int(gain.removeprefix("hit@"))) for k in range(1, documents + 1)]


def exact_law(weights):
    """Sorted, normalised, zeros dropped."""
    kept = sorted((Fraction(float(w)) for w in weights if w > 0), reverse=True)
    total = sum(kept)
    return [
        mpmath.mpf(w.numerator) / w.denominator / (mpmath.mpf(total.numerator) / total.denominator)
        for w in kept
    ]


def rank_law(law, gains, price):
    """r_k = alpha_k 2^(-price h_k), alpha by the min-max formula of isotonic regression."""
    size = len(law)
    tilt = [mpmath.power(2, -price * (gains[0] - gains[k])) for k in range(size)]
    means = {
        (i, j): mpmath.fsum(law[i : j + 1]) / mpmath.fsum(tilt[i : j + 1])
        for i in range(size)
        for j in range(i, size)
    }
    alpha = [min(max(means[i, j] for j in range(k, size)) for i in range(k + 1)) for k in range(size)]
    return [a * t for a, t in zip(alpha, tilt, strict=True)]


def entropy(law):
    return -mpmath.fsum(p * mpmath.log(p, 2) for p in law if p > 0)


def exact_point(price, weights, gain):
    """(distortion, rate) where R* has slope -price."""
    law = exact_law(weights)
    gains = exact_gains(gain, len(weights))[: len(law)]
    ranks = rank_law(law, gains, mpmath.mpf(price))
    distortion = 1 - mpmath.fsum(r * g for r, g in zip(ranks, gains, strict=True))
    return distortion, entropy(law) - entropy(ranks)


def exact_rate(distortion, weights, gain):
    """R*(D) for a D strictly inside the curve."""
    low, high = mpmath.mpf(0), mpmath.mpf(4)
    while exact_point(high, weights, gain)[0] > distortion:
        high *= 2
    for _ in range(110):
        middle = (low + high) / 2
        low, high = (middle, high) if exact_point(middle, weights, gain)[0] > distortion else (low, middle)
    return exact_point(high, weights, gain)[1]
