"""The paper's argument for a claim, step by step, with the step at which it fails."""

from collections.abc import Iterator, Mapping

from checks.verdicts import FALLEN, HOLDS, Record
from reports.parts.html import claim_link, tag
from reports.parts.mathml import typed

ARGUED = ("theorem", "lemma", "equation", "step")  # what a paper argues for; the rest it says
SIGNS = {"fallen": "✗", "holds": "✓", "open": "○"}


def failures(r: Record, known: Mapping[str, Record]) -> list[str]:
    """Where what a claim rests on first breaks: fallen claims that rest on none, in the argument's order, steps first."""
    first = [
        i for i in below(r["id"], known, set()) if known[i]["verdict"] in FALLEN and not breaks(i, known)
    ]
    return sorted(first, key=lambda i: known[i]["kind"] != "step")


def breaks(id: str, known: Mapping[str, Record]) -> bool:
    """Whether anything that a claim rests on has fallen."""
    return any(known[i]["verdict"] in FALLEN for i in below(id, known, set()))


def below(id: str, known: Mapping[str, Record], seen: set[str]) -> Iterator[str]:
    """What a claim rests on, directly or through others, each after what it rests on itself."""
    for i in known[id]["rests_on"]:
        if i in known and i not in seen:
            seen.add(i)
            yield from below(i, known, seen)
            yield i


def argument(r: Record, known: Mapping[str, Record]) -> str:
    """Each claim that a claim rests on with a sign, and the first failure named; empty where nothing fails."""
    found = failures(r, known)
    if not found:
        fails = r["verdict"] in FALLEN and r["kind"] == "step"
        return tag("p", mark("fallen") + " The paper's argument fails at this step.", class_="fails") if fails else ""  # fmt: skip
    at, *more = found
    words = "The paper's argument fails at " if r["kind"] in ARGUED else "What it rests on fails at "
    further = f" Further on: {', '.join(claim_link(i) for i in more)}." if more else ""
    line = mark("fallen") + " " + words + claim_link(at) + ": " + typed(known[at]["statement"]) + further
    items = "".join(support(i, known, at) for i in r["rests_on"] if i in known)
    return tag("p", line, class_="fails") + tag("ol", items, class_="argument")


def support(id: str, known: Mapping[str, Record], at: str) -> str:
    """One claim of the argument: sign, link, verdict, words; and the failure that it stands or falls by."""
    one = known[id]
    how = "fallen" if one["verdict"] in FALLEN else "holds" if one["verdict"] in HOLDS else "open"
    by = failures(one, known)
    note = "fails here" if id == at else f"by way of {claim_link(by[0])}" if how != "holds" and by else ""
    said = tag("strong", f" — {note}") if note else ""
    return tag(
        "li", f"{mark(how)} {claim_link(id, one['verdict'])} {typed(one['statement'])}{said}", class_=how
    )


def mark(how: str) -> str:
    """A sign that needs no colour; the badge beside it says the same in a word."""
    return tag("span", SIGNS[how], class_=f"sign {how}", aria_hidden="true")
