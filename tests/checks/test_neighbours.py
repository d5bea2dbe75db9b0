"""Every check can go either way: each neighbour gets the verdict opposite to its claim's."""

import importlib
from pathlib import Path

import pytest

from checks.register import Claim, Reading, Untestable
from checks.verify import judge

OPPOSITE = {"proved": {"refuted"}, "refuted": {"proved"}, "conditional": {"proved"}, "vacuous": {"refuted"}}
MODULES = sorted(p.stem for p in (Path(__file__).parents[2] / "checks").glob("check_*.py"))


def readings() -> list[tuple[str, Reading]]:
    out = []
    for name in MODULES:
        for c in vars(importlib.import_module(f"checks.{name}")).values():
            found = c.readings() if isinstance(c, Claim) else Untestable("", "")
            if isinstance(found, list):
                out += [(f"{c.id}-{i}", r) for i, r in enumerate(found) if r.neighbour]
    return out


PAIRS = readings()


@pytest.mark.parametrize("reading", [r for _, r in PAIRS], ids=[name for name, _ in PAIRS])
def test_the_neighbour_goes_the_other_way(reading):
    assert reading.neighbour is not None
    verdict = judge(reading.formal, list(reading.certificates)).verdict
    other = judge(reading.neighbour.formal, list(reading.neighbour.certificates)).verdict
    assert other in OPPOSITE[verdict]
