"""`python -m reports.readme`: write the verdicts as they are on record into README.md, between its two marks.

`pytest checks/` is green only where every recorded verdict is the computed one.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from checks.collect import all_claims, section
from checks.register import VERDICTS, Claim
from simulate.commands import OneLine, command

README = Path(__file__).resolve().parents[1] / "README.md"
BEGIN, END = "<!-- verdicts: written by `python -m reports.readme` -->\n", "<!-- end of verdicts -->\n"
PAPERS = {"rdmr": "arXiv 2509.11054", "ibma": "arXiv 2506.04870", "ours": "in their place"}
DESCRIPTION = "Write the verdicts on record into README.md."
HEADLINES = ("theorem", "lemma")


@command("reports.readme")
def main(arguments: Sequence[str] = ()) -> int:
    OneLine(prog="python -m reports.readme", description=DESCRIPTION).parse_args(arguments)
    text = README.read_text(encoding="utf-8")
    fresh = renewed(text, verdicts(all_claims()))
    README.write_text(fresh, encoding="utf-8")
    print("README.md: " + ("as it was" if fresh == text else "verdicts renewed"))
    return 0


def renewed(text: str, inner: str) -> str:
    """The text with what stands between the marks replaced.

    Raises
    ------
    ValueError
        Where the marks are not there.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"text lacks the marks {BEGIN.strip()} and {END.strip()}")
    return before + BEGIN + inner + END + after


def verdicts(claims: tuple[Claim, ...]) -> str:
    """Counts by section and verdict, then the theorems and lemmas one by one, as Markdown."""
    shown = [v for v in VERDICTS if any(c.verdict == v for c in claims)]
    groups: dict[str, list[Claim]] = {}
    for c in claims:
        groups.setdefault(heading(c), []).append(c)
    rows = [["claims", *shown, "all"], ["---", *["--:"] * (len(shown) + 1)]]
    for name, group in [*groups.items(), ("all", list(claims))]:
        count = Counter(c.verdict for c in group)
        rows.append([name, *[str(count[v] or "") for v in shown], str(len(group))])
    headlines = [
        f"- {c.where}: **{c.verdict}** (`{c.id}`)"
        for c in claims
        if c.kind in HEADLINES and c.paper != "ours"
    ]
    return "\n".join(["| " + " | ".join(r) + " |" for r in rows] + ["", *headlines]) + "\n"


def heading(claim: Claim) -> str:
    part = section(claim)
    return PAPERS[claim.paper] + (f", Sec. {part[1:]}" if part[1:].isdigit() else "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
