"""The claims that README shows to whoever adds one are claims: as printed they run and come out as they say."""

import re
from pathlib import Path

import pytest

from checks import register
from checks.register import PAPERS, Claim, Reading
from checks.verify import judge

README = Path(__file__).parents[2] / "README.md"


def example(heading: str) -> str:
    """The indented code below a heading."""
    part = README.read_text().partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return "\n".join(line[4:] for line in re.findall(r"^(?: {4}.*)?$", part, re.MULTILINE))


@pytest.mark.parametrize(("heading", "claims"), [("How to add a claim", 1), ("How to add a paper", 2)])
def test_an_example_runs_as_printed(heading, claims, monkeypatch):
    monkeypatch.setattr(register, "PAPERS", (*PAPERS, "newpaper"))
    names: dict = {"__name__": "checks.check_newpaper"}
    exec(example(heading), names)
    found = [x for x in names.values() if isinstance(x, Claim)]
    assert len(found) == claims
    for one in found:
        reading = one.readings()
        reading = reading if isinstance(reading, Reading) else reading[0]
        assert judge(reading.formal, reading.certificates).verdict == one.verdict
        if reading.neighbour:
            assert judge(reading.neighbour.formal, reading.neighbour.certificates).verdict == "refuted"
