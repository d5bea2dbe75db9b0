"""A certificate's world once more: its joint law, entropies by mpmath's intervals, and the same by dit."""

from collections import defaultdict
from fractions import Fraction
from typing import Any

from mpmath import iv

CLOSE = 1e-9  # dit computes in floats
LARGEST = 2_000  # outcomes that dit is asked about
Law = dict[tuple, Fraction]


class World:
    """P(variables), with the codeword C and the rank K of Y where there is a code."""

    def __init__(self, data: dict):
        self.names = list(data["variables"])
        self.law: Law = {tuple(map(str, atom)): Fraction(mass) for atom, mass in data["law"]}
        if "decoder" in data:
            self._encode(data["encoder"], data["decoder"])
        self.asked: dict[tuple, Any] = {}  # entropies and informations asked for, and their values

    def _encode(self, encoder: list, decoder: dict) -> None:
        shares = {tuple(map(str, query)): row for query, row in encoder}
        rank = {c: {str(y): k for k, y in enumerate(order, 1)} for c, order in decoder.items()}
        y = self.names.index("Y")
        joint: Law = defaultdict(Fraction)
        for atom, mass in self.law.items():
            for c, share in shares[atom[:y] + atom[y + 1 :]]:
                joint[(*atom, str(c), str(rank[str(c)][atom[y]]))] += mass * Fraction(share)
        self.law, self.names = dict(joint), [*self.names, "C", "K"]

    def places(self, names: list[str]) -> list[int]:
        everything = [v for v in self.names if v[0] == "X" and v[1:].isdigit()]
        wanted = [u for v in names for u in (everything if v == "X" and "X" not in self.names else [v])]
        return sorted({self.names.index(u) for u in wanted})

    def marginal(self, places: list[int]) -> Law:
        out: Law = defaultdict(Fraction)
        for atom, mass in self.law.items():
            out[tuple(atom[i] for i in places)] += mass
        return out

    def entropy(self, names: list[str]) -> Any:
        """Bits, an interval."""
        out = iv.mpf(0)
        for mass in self.marginal(self.places(names)).values():
            p = iv.mpf(mass.numerator) / mass.denominator
            out -= p * iv.log(p) / iv.log(2)
        return out

    def quantity(self, op: str, groups: list) -> Any:
        if op == "H":
            a, c = (*groups, [])[:2]
            return self._kept(op, groups, self.entropy(a + c) - self.entropy(c))
        if op == "I":
            a, b, c = (*groups, [])[:3]
            out = self.entropy(a + c) + self.entropy(b + c) - self.entropy(a + b + c) - self.entropy(c)
            return self._kept(op, groups, out)
        if op == "card":
            return Fraction(len(self.marginal(self.places(groups[0]))))
        ranks = {int(k[0]): p for k, p in self.marginal(self.places(["K"])).items()}
        if op in ("P_rank", "p_top1"):
            return ranks.get(groups[0] if groups else 1, Fraction(0))
        mean = sum((p / k for k, p in ranks.items()), Fraction(0))
        return mean if op == "mrr" else 1 - mean

    def _kept(self, op: str, groups: list, v: Any) -> Any:
        self.asked[op, tuple(map(tuple, groups))] = v
        return v

    def against_dit(self) -> tuple[int, list[str]]:
        """How many of the quantities asked for dit was asked, too, and those on which it disagrees."""
        from dit import Distribution, ditParams
        from dit.multivariate import coinformation, entropy

        if not self.asked or len(self.law) > LARGEST:
            return 0, []
        ditParams["repr.print"] = False
        law = Distribution(list(self.law), [float(p) for p in self.law.values()])
        wrong = []
        for (op, groups), v in self.asked.items():
            parts = [self.places(list(g)) for g in groups]
            whole = parts[: 1 if op == "H" else 2]
            given = parts[len(whole)] if len(parts) > len(whole) else []
            theirs = entropy(law, whole[0], given) if op == "H" else coinformation(law, whole, given)
            if abs(float(theirs) - float(v.mid)) > CLOSE:
                wrong.append(f"{op}{groups}: dit {float(theirs)}, mpmath {float(v.mid)}")
        return len(self.asked), wrong
