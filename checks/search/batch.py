"""Worlds of one shape, many at once, in floats: entropies, supports and rank laws on any array namespace."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

Array = Any


@dataclass
class Worlds:
    """Joint laws (worlds, symbols of each variable) and, with a code, the rank of y given c.

    `ranks` has shape (worlds, documents, codewords) with values 1..documents; the variables then hold Y and C.
    """

    variables: list[str]
    law: Array
    ranks: Array | None
    xp: ModuleType
    entropies: dict[tuple[str, ...], Array] = field(default_factory=dict)

    def columns(self, names: Sequence[Any]) -> tuple[str, ...]:
        """The named variables, sorted; "X" stands for all of X1, X2, ..."""
        out: set[str] = set()
        for v in names:
            name = f"X{int(v[1])}" if isinstance(v, list) else v
            whole = name == "X" and "X" not in self.variables
            out |= {u for u in self.variables if u[0] == "X" and u[1:].isdigit()} if whole else {name}
        return tuple(sorted(out))

    def marginal(self, names: Sequence[str]) -> Array:
        """Masses of the named variables: (worlds, cells)."""
        if "K" in names and self.ranks is not None:
            return self._with_rank([v for v in names if v != "K"])
        rest = tuple(i + 1 for i, v in enumerate(self.variables) if v not in names)
        return self.xp.reshape(self.law.sum(axis=rest), (len(self.law), -1))

    def _with_rank(self, names: list[str]) -> Array:
        """Masses of the named variables and K, the rank of Y."""
        xp, ranks = self.xp, self.ranks
        assert ranks is not None
        kept = [v for v in self.variables if v in {*names, "Y", "C"}]
        law = self.law.sum(axis=tuple(i + 1 for i, v in enumerate(self.variables) if v not in kept))
        y, c = kept.index("Y") + 1, kept.index("C") + 1
        at_rank = ranks[..., None] == xp.arange(1, ranks.shape[1] + 1)
        at_rank = at_rank if y < c else xp.swapaxes(at_rank, 1, 2)
        shape = [len(law)] + [law.shape[i] if i in (y, c) else 1 for i in range(1, law.ndim)]
        law = law[..., None] * xp.reshape(at_rank, (*shape, ranks.shape[1]))
        rest = tuple(i + 1 for i, v in enumerate(kept) if v not in names)
        return xp.reshape(law.sum(axis=rest), (len(law), -1))

    def entropy(self, names: Sequence[Any]) -> Array:
        """H of the named variables in bits, one value a world."""
        key = self.columns(names)
        if key not in self.entropies:
            mass = self.marginal(key)
            logs = self.xp.log2(self.xp.where(mass > 0, mass, 1.0))
            self.entropies[key] = -(mass * logs).sum(axis=1)
        return self.entropies[key]

    def conditional(self, names: list, given: list) -> Array:
        return self.entropy([*names, *given]) - (self.entropy(given) if given else 0.0)

    def support(self, names: Sequence[Any]) -> Array:
        """How many values of the named variables have mass."""
        return (self.marginal(self.columns(names)) > 0).sum(axis=1) * 1.0

    def rank_law(self) -> Array:
        """P(K = k): (worlds, documents)."""
        if "K" in self.variables:
            return self.marginal(["K"])
        key = ("rank law",)
        if key not in self.entropies:
            self.entropies[key] = self._with_rank([])
        return self.entropies[key]
