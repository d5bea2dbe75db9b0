"""Where a claim's entry stands: one page a section of the papers, one a topic of what holds in their place."""

import re
from functools import cache

from checks.collect import all_claims, section

PAPERS = {
    "rdmr": "Rate-Distortion Limits for Multimodal Retrieval",
    "ibma": "Aligning Multimodal Representations through an Information Bottleneck",
    "ours": "What holds in their place",
}


@cache
def files() -> dict[str, str]:
    """The file that defines a claim, by its id: sec4_fano, ours_limits."""
    return {c.id: c.source.partition(":")[0].rpartition(".check_")[2] for c in all_claims()}


@cache
def papers() -> dict[str, str]:
    """The paper whose claims' ids begin so: ibma of ib."""
    return {section(c): c.paper for c in all_claims()}


def part(id: str) -> str:
    """The part of the audit that holds a claim: s4 of s4-eq5; of ours-..., ours-s4 or ours-limits by the claim's file."""
    begins = id.partition("-")[0]
    topic = files().get(id, "") if begins == "ours" else ""
    if found := re.match(r"sec(\d+)", topic):
        return f"ours-s{found[1]}"
    return topic.replace("_", "-") or begins


def title(part: str) -> str:
    """A part of the audit as a heading."""
    paper, _, topic = part.partition("-")
    if paper == "ours":
        beside = f"beside Sec. {topic[1:]}" if re.fullmatch(r"s\d+", topic) else topic.replace("-", " ")
        return PAPERS["ours"] + (f": {beside}" if topic else "")
    return f"{PAPERS['rdmr']}, Sec. {part[1:]}" if part[1:].isdigit() else PAPERS[papers()[part]]


def short(part: str) -> str:
    """A part of the audit in a word or two: §4, IB, alignment, beside §4."""
    paper, _, topic = part.partition("-")
    if paper != "ours":
        return f"§{part[1:]}" if part[1:].isdigit() else part.upper()
    return f"beside §{topic[1:]}" if re.fullmatch(r"s\d+", topic) else topic.replace("-", " ") or "ours"


def page(part: str) -> str:
    return f"audit-{part}.html"
