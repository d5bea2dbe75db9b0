"""Enclosures: two floats with the truth between them, and the rounding outwards that keeps it there."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

import numpy as np

__all__ = ["Enclosure", "rounded_down", "rounded_up"]

Bound = TypeVar("Bound", float, np.ndarray)


@dataclass(frozen=True)
class Enclosure(Generic[Bound]):
    """A closed interval ``lower <= truth <= upper``; floats, or arrays of floats of one shape."""

    lower: Bound
    upper: Bound

    @property
    def width(self) -> Bound:
        """``upper - lower``, in the unit of the bounds."""
        return self.upper - self.lower

    @property
    def midpoint(self) -> Bound:
        """A point between the bounds."""
        return self.lower + 0.5 * (self.upper - self.lower)

    def __float__(self) -> float:
        return float(self.midpoint)

    def __contains__(self, value: float) -> bool:
        return bool(self.lower <= value <= self.upper)


def rounded_down(value: Fraction) -> float:
    """The largest float <= `value`."""
    nearest = float(value)
    return nearest if nearest <= value else math.nextafter(nearest, -math.inf)


def rounded_up(value: Fraction) -> float:
    """The smallest float >= `value`."""
    nearest = float(value)
    return nearest if nearest >= value else math.nextafter(nearest, math.inf)
