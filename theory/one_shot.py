r"""What an index with K codewords can do: the exact frontier of fixed-length codes.

Over K ranked lists at most K documents sit at any one rank. So with the documents sorted by popularity the best
mean gain is

    G(K) = sum_i p_i g(ceil(i / K)),

attained by dealing the documents round-robin into K lists; for N equally likely documents and K | N it is
(K/N) sum_{j <= N/K} g(j), an MRR of (K/N) H_{N/K}. Randomised encoders and decoders do no better, as the
mean gain is linear in them.
"""

import numbers

import numpy as np

from .enclosure import Enclosure
from .gains import Gain
from .popularity import Prior
from .ranked_source import RankedSource, ranked_source
from .summation import UNIT, total

__all__ = ["codewords_needed", "one_shot_excess", "one_shot_frontier", "one_shot_gain"]


def one_shot_gain(codewords: int, prior: Prior, gain: Gain = "reciprocal") -> Enclosure[float]:
    """G(K) = sum_i p_i g(ceil(i / K)): the best mean gain of any code with K codewords, one query at a time.

    Parameters
    ----------
    codewords : int
        K >= 1; an index of R bits has 2^R.
    prior, gain
        As in `theory.rate_distortion.rate`.

    Returns
    -------
    Enclosure
        Of the mean gain (for reciprocal rank the MRR), within [0, 1].

    Raises
    ------
    ValueError
        For a number of codewords that is not an integer >= 1, and for a prior or gain that is none.
    """
    frontier = one_shot_frontier([codewords], prior, gain)
    return Enclosure(float(frontier.lower[0]), float(frontier.upper[0]))


def one_shot_frontier(codewords, prior: Prior, gain: Gain = "reciprocal") -> Enclosure[np.ndarray]:
    """G(K) for several K: an enclosure whose bounds are arrays, one entry for each K in `codewords`."""
    source = ranked_source(prior, gain)
    excess = [one_shot_excess(source, _checked(k)) for k in codewords]
    top = source.drops.top
    lower = np.array([max(top - e.upper, 0.0) * (1.0 - 2 * UNIT) if e.upper else top for e in excess])
    upper = np.array([(top - e.lower) * (1.0 + 2 * UNIT) if e.lower else top for e in excess])
    return Enclosure(lower, np.minimum(upper, top))


def codewords_needed(target: float, prior: Prior, gain: Gain = "reciprocal") -> int:
    """The least K whose best mean gain is not surely below the target; G never falls as K grows.

    "Surely" leaves 1e-15 or so: 800 codewords have MRR 9/10 on 1,000 documents, which is what 0.9 means.

    Raises
    ------
    ValueError
        For a target above g(1), which no code reaches, or NaN.
    """
    source = ranked_source(prior, gain)
    if not target <= source.drops.top:
        raise ValueError(f"target={target!r} is above g(1) = {source.drops.top!r}, which no code reaches")
    low, high = 0, source.size
    while high - low > 1:
        middle = (low + high) // 2
        if source.drops.top - target >= one_shot_excess(source, middle).lower - 2 * UNIT:
            high = middle
        else:
            low = middle
    return high


def one_shot_excess(source: RankedSource, codewords: int) -> Enclosure[float]:
    """g(1) - G(K), non-negative, exactly 0 where every document can lead a list."""
    if codewords >= source.size:
        return Enclosure(0.0, 0.0)
    drops = np.repeat(source.drops.values[: -(-source.size // codewords)], codewords)[: source.size]
    return source.mean(float(total(source.weights * drops)))


def _checked(codewords) -> int:
    if not isinstance(codewords, numbers.Integral) or isinstance(codewords, bool) or codewords < 1:
        raise ValueError(f"codewords={codewords!r} must be an integer >= 1")
    return int(codewords)
