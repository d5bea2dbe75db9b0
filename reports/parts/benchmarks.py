"""Measurements kept in `benchmarks/`, as pages use them, with the digests by which a page is known to be out of date."""

import json
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from reports.parts.html import Html, tag

STORED = Path(__file__).resolve().parents[1] / "benchmarks"


def names() -> list[str]:
    return [path.stem for path in sorted(STORED.glob("*.json"))]


def benchmark(name: str) -> dict[str, Any] | None:
    """What was measured; None where it has not been kept."""
    path = STORED / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def stamp(name: str) -> str:
    """Sixteen digits that are others where the file is; empty where there is none."""
    path = STORED / f"{name}.json"
    return sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""


def source(*shown: str) -> Html:
    """The line that says which measurements a page shows."""
    files = ", ".join(
        tag("code", escape(f"reports/benchmarks/{name}.json"), data_benchmark=name, data_stamp=stamp(name))
        for name in shown
    )
    return tag("p", f"From {files}.", class_="source")
