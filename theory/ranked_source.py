"""A ranking source: sorted popularity beside the drop of the gain at each rank, with its certified ends.

The curve of the source runs from distortion 1 - g(1), where the rate is at most H(p), to
D_max = 1 - sum_k p_k g(k), where it is 0. Distortions inside the module are *excesses*, D - (1 - g(1)).
"""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from .enclosure import Bound, Enclosure
from .gains import Drops, Gain, gain_drops
from .popularity import Prior, sorted_weights
from .summation import ELEMENTARY, RUNNING_ERROR, UNDERFLOW, UNIT, running_total, total, total_error

__all__ = ["RankedSource", "ranked_source"]


@dataclass(frozen=True)
class RankedSource:
    """Weights w_1 >= .. >= w_n > 0 (law p = w / sum w) and drops h_k = g(1) - g(k) at the same ranks."""

    weights: np.ndarray
    drops: Drops
    documents: int

    @property
    def size(self) -> int:
        """n, the number of documents that occur."""
        return len(self.weights)

    @cached_property
    def tails(self) -> np.ndarray:
        """w_j + .. + w_n for j = 1..n, relative error `running_error`."""
        return running_total(self.weights[::-1])[::-1]

    @property
    def total(self) -> float:
        """W, the sum of the weights, relative error `running_error`."""
        return float(self.tails[0])

    @property
    def running_error(self) -> float:
        """Relative error of `tails`, and of those of other weights on these ranks."""
        return RUNNING_ERROR

    @cached_property
    def slack(self) -> float:
        """Relative error of a sum of products of a float and a log2 or exp2, divided by `total`."""
        return 1.01 * (total_error(self.size) + ELEMENTARY + RUNNING_ERROR + 8 * UNIT)

    @cached_property
    def leaders(self) -> int:
        """k0, the number of ranks of top gain."""
        return int(np.count_nonzero(self.drops.values == 0.0))

    @cached_property
    def surprise(self) -> float:
        """sum_k w_k log2(1/w_k), relative error less than `slack`; non-negative since w_k <= 1."""
        return float(total(self.weights * -np.log2(self.weights)))

    @cached_property
    def drop(self) -> float:
        """sum_k w_k h_k, relative error less than `slack` and that of the drops."""
        return float(total(self.weights * self.drops.values))

    @cached_property
    def entropy(self) -> Enclosure[float]:
        """H(p) = log2 W + (1/W) sum_k w_k log2(1/w_k), bits."""
        bounds = self.entropy_of(self.surprise, self.total, math.log2(self.total))
        return Enclosure(max(bounds.lower, 0.0), bounds.upper)

    def entropy_of(self, surprise: Bound, mass: Bound, mass_in_bits: Bound) -> Enclosure[Bound]:
        """Entropy of weights of the given surprise, sum and log2 of the sum, all within their stated errors, bits."""
        mean = surprise / mass
        value = mass_in_bits + mean
        error = self.slack * (mean + abs(mass_in_bits) + 1.0) + self.size * UNDERFLOW / mass
        return Enclosure(value - error, value + error)

    @cached_property
    def largest_excess(self) -> Enclosure[float]:
        """sum_k p_k h_k, from where on no bit is needed."""
        if not self.drops.values[-1]:
            return Enclosure(0.0, 0.0)
        return self.mean(self.drop)

    def mean(self, drop: float) -> Enclosure[float]:
        """A sum of products of the weights and drops, divided by W."""
        value = drop / self.total
        error = value * (self.slack + self.drops.error) + self.size * UNDERFLOW / self.total
        return Enclosure(max(value - error, 0.0), value + error)

    @cached_property
    def least_slope(self) -> float:
        """-dR/dD just below D_max, bits: min_k log2(p_k / p_{k+1}) / (h_{k+1} - h_k); a float, not certified.

        Below this price no two neighbouring documents are worth confusing, and the best rank law is p itself.
        """
        slopes = self.weights[:-1] / self.weights[1:]
        np.log2(slopes, out=slopes)
        with np.errstate(divide="ignore", invalid="ignore"):
            slopes /= np.diff(self.drops.values)
        return float(np.fmin.reduce(slopes, initial=np.inf))

    def excess(self, distortion: float) -> Fraction:
        """D - (1 - g(1)), exact; the float nearest to 1 - g(1) counts as that end.

        Raises
        ------
        ValueError
            For D outside [0, 1], below 1 - g(1), or NaN.
        """
        if not 0.0 <= distortion <= 1.0:
            raise ValueError(f"distortion={distortion!r} must lie in [0, 1]")
        least = 1 - Fraction(self.drops.top)
        if distortion == float(least):
            return Fraction(0)
        if Fraction(distortion) < least:
            raise ValueError(
                f"distortion={distortion!r} is below 1 - g(1) = {float(least)!r}: no ranking attains it"
            )
        return Fraction(distortion) - least


def ranked_source(prior: Prior, gain: Gain) -> RankedSource:
    """Parse a prior and a gain; ranks that only documents of weight zero would take are dropped."""
    weights, documents = sorted_weights(prior)
    drops = gain_drops(gain, documents)
    kept = Drops(drops.top, drops.values[: len(weights)], drops.error)
    return RankedSource(weights, kept, documents)
