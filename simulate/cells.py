"""Cells: the units of a sweep, each a pure function of its parameters and its seed.

A cell's stream is named by the run's seed, the study, that study's version and the parameters; its key is the
stream's. So a cell can be run alone, on any worker and in any order, and gives the same numbers, and two
different cells share no stream.
"""

import itertools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulate.streams import Stream

__all__ = ["Cell", "canonical", "cell", "product"]


@dataclass(frozen=True)
class Cell:
    """One cell: the study's name and version, the run's seed, and the parameters as canonical JSON."""

    study: str
    version: int
    seed: int
    parameters: str

    @property
    def stream(self) -> Stream:
        """The cell's random stream; its children give independent ones."""
        return Stream(self.seed, (self.study, self.version, self.parameters))

    @property
    def key(self) -> str:
        """Hash of everything that determines the result, 32 hexadecimal digits: the key of the stream."""
        return "".join(f"{word:016x}" for word in self.stream.key)


def canonical(value) -> str:
    """JSON with sorted keys and no spare space; NaN and infinities are refused (ValueError)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def cell(study: str, version: int, *, seed: int, parameters: Mapping) -> Cell:
    """The cell of ``study`` at ``parameters`` (JSON values) under the run's ``seed``."""
    return Cell(study, version, seed, canonical(dict(parameters)))


def product(**lists: Iterable) -> list[dict]:
    """Every combination of the given values: ``product(a=[1, 2], b=[3])`` has two rows."""
    return [dict(zip(lists, row, strict=True)) for row in itertools.product(*lists.values())]
