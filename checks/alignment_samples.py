"""`python -m checks.alignment_samples`: draws the samples behind the second paper's statistical claims anew.

Each contrast trains two settings of `simulate.alignment_trial` on the same sources and pairs, TRIALS times over, and
keeps for each trial whether a measure rose (1), fell (0) or stayed (1/2). The file beside holds the last draw.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from simulate.alignment_trial import Setting
from simulate.paired_trials import paired_trials
from simulate.streams import Stream
from simulate.studies.alignment import VERSION

FILE = Path(__file__).parent / "certificates" / "alignment.json"
SEED, TRIALS = 0, 16
COMMAND = "python -m checks.alignment_samples"
MEASURES = ("leakage", "cka", "neighbours")
CONTRASTS = {
    "warmer": (Setting(temperature=0.03), Setting(temperature=0.3)),
    "penalty 10": (Setting(), Setting(penalty_weight=10.0)),
    "penalty 100": (Setting(), Setting(penalty_weight=100.0)),
}


def draw(contrast: str, trials: int = TRIALS) -> dict[str, list[str]]:
    """For each measure, whether it rose in each trial; the first trials are the same however many there are."""
    columns = paired_trials(
        Stream(SEED, ("alignment", contrast)), CONTRASTS[contrast], bits=[], trials=trials, xp=np
    )
    return {name: [sign(before, after) for before, after in columns[name]] for name in MEASURES}


def sign(before: float, after: float) -> str:
    return "1" if after > before else "0" if after < before else "1/2"


@cache
def stored() -> dict:
    """The last draw: {"version": of the study, "rose": {contrast: {measure: [...]}}}."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def certificate(contrast: str, measure: str) -> dict:
    """The sample of one measure as its histogram, at error probability 1/100."""
    rose: Sequence[str] = stored()["rose"][contrast][measure]
    histogram = [[value, rose.count(value)] for value in sorted(set(rose))]
    return {
        "kind": "sample", "histogram": histogram, "alpha": "1/100", "seed": SEED, "command": COMMAND,
        "version": stored()["version"],
    }  # fmt: skip


def main() -> None:
    """Draw every contrast and write the file."""
    drawn = {"version": VERSION, "rose": {contrast: draw(contrast) for contrast in CONTRASTS}}
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(drawn, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
