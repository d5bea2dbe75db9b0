"""A ranking source: sorted popularity beside the drop of the gain at each rank, with its certified ends.

The curve of the source runs from distortion 1 - g(1), where the rate is at most H(p), to
D_max = 1 - sum_k p_k g(k), where it is 0. Distortions inside the module are *excesses*, D - (1 - g(1)).
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from .enclosure import Enclosure, rounded_down, rounded_up
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
        """w_j + .. + w_n for j = 1..n, relative error `RUNNING_ERROR`."""
        return running_total(self.weights[::-1])[::-1]

    @property
    def total(self) -> float:
        """The sum of the weights, relative error `RUNNING_ERROR`."""
        return float(self.tails[0])

    @cached_property
    def slack(self) -> float:
        """Relative error of a sum of products of a float and a log2 or exp2, divided by `total`."""
        return 1.01 * (total_error(self.size) + ELEMENTARY + RUNNING_ERROR + 8 * UNIT)

    @cached_property
    def surprise(self) -> float:
        """sum_k w_k log2(1/w_k), relative error less than `slack`; non-negative since w_k <= 1."""
        return float(total(self.weights * -np.log2(self.weights)))

    @cached_property
    def entropy(self) -> Enclosure[float]:
        """H(p) = log2 W + (1/W) sum_k w_k log2(1/w_k), bits, W the sum of the weights."""
        bounds = self.entropy_of(np.array(self.surprise), np.array(self.total))
        return Enclosure(float(bounds.lower), float(bounds.upper))

    def entropy_of(self, surprise: np.ndarray, mass: np.ndarray) -> Enclosure[np.ndarray]:
        """Entropy of weights with the given surprise and sum, both within their stated errors, in bits."""
        scale = np.log2(mass)
        value = scale + surprise / mass
        error = self.slack * (surprise / mass + abs(scale) + 1.0) + self.size * UNDERFLOW / mass
        return Enclosure(np.maximum(value - error, 0.0), value + error)

    @cached_property
    def least(self) -> Enclosure[float]:
        """1 - g(1), the least distortion."""
        exact = 1 - Fraction(self.drops.top)
        return Enclosure(rounded_down(exact), rounded_up(exact))

    @cached_property
    def largest_excess(self) -> Enclosure[float]:
        """sum_k p_k h_k, from where on no bit is needed."""
        if not self.drops.values[-1]:
            return Enclosure(0.0, 0.0)
        value = float(total(self.weights * self.drops.values)) / self.total
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
