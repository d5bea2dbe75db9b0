"""`python -m checks.quotations`: each claim's quotation stands word for word in its paper's text.

The papers' texts are not part of the project: PAPER_TEXT names the folder that holds them. Exit 0: all found;
3: a quotation is missing or not found; 2: there is no such folder or text.
"""

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from checks.collect import all_claims
from checks.register import Claim

TEXTS = {"rdmr": "paper/rate_distortion_limits.md", "ibma": "paper/alignment_information_bottleneck.md"}
GAP = "[...]"  # between parts of a quotation that stand apart


def main() -> int:
    folder = os.environ.get("PAPER_TEXT", "")
    if not folder:
        print(f"set PAPER_TEXT to the folder that holds {' and '.join(TEXTS.values())}", file=sys.stderr)
        return 2
    try:
        texts = {paper: (Path(folder) / name).read_text(encoding="utf-8") for paper, name in TEXTS.items()}
    except (OSError, UnicodeDecodeError) as error:
        print(f"PAPER_TEXT={folder}: {error}", file=sys.stderr)
        return 2
    claims = [c for c in all_claims() if c.paper in TEXTS]
    missing = not_found(claims, texts)
    for line in missing:
        print(line)
    print(f"{len(claims) - len(missing)} of {len(claims)} quotations found")
    return 3 if missing else 0


def not_found(claims: Iterable[Claim], texts: dict[str, str]) -> list[str]:
    """One line for each claim without a quotation, or with one that its paper does not hold."""
    plain = {paper: one_line(text) for paper, text in texts.items()}
    out = []
    for claim in claims:
        parts = [one_line(part) for part in claim.quote.split(GAP)]
        if not all(parts):
            out.append(f"{claim.id}: no quotation")
            continue
        lacking = [part for part in parts if part not in plain[claim.paper]]
        out += [
            f"{claim.id}: not in {TEXTS[claim.paper]}: {mark(part, plain[claim.paper])}"
            for part in lacking[:1]
        ]
    return out


def one_line(text: str) -> str:
    """The text with each run of white space as one blank."""
    return re.sub(r"\s+", " ", text).strip()


def mark(part: str, text: str) -> str:
    """A quotation with a mark where it leaves the text."""
    words = part.split(" ")
    held = max(n for n in range(len(words) + 1) if " ".join(words[:n]) in text)
    return " ".join([*words[:held], ">>>", *words[held:]])


if __name__ == "__main__":
    sys.exit(main())
