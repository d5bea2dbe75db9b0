"""What a page is made from: the verdict file and the stored runs that the builder names."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from checks.collect import all_claims
from checks.verdicts import computed

VERDICTS = "RANKRATE_VERDICTS"
RUNS = "RANKRATE_RUNS"


@cache
def verdicts() -> list[dict[str, Any]]:
    """The claims with their verdicts: of the file that the builder was given, else computed here."""
    path = os.environ.get(VERDICTS)
    return json.loads(Path(path).read_text())["claims"] if path else computed(all_claims())


def runs() -> list[Path]:
    """The stores of runs that the builder was given."""
    return [Path(name) for name in os.environ.get(RUNS, "").split(os.pathsep) if name]
