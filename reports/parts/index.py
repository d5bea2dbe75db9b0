"""The first page: what this is, what was found in one sentence and one bar, and where everything is."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from checks.verdicts import Record
from reports.parts import sheet
from reports.parts.html import Html, link, table, tag
from reports.parts.overview import bar, cite, counted
from theory.one_shot import codewords_needed
from theory.rate_distortion import rate

TITLE = "How many bits per query does retrieval need?"
ABOUT = (
    "Two papers answer: <cite>Rate-Distortion Limits for Multimodal Retrieval</cite> (arXiv 2509.11054) and "
    "<cite>Aligning Multimodal Representations through an Information Bottleneck</cite> (arXiv 2506.04870). Each of "
    "their claims is judged on a certificate that a small program checks again: a derivation, an exact "
    "counterexample, or a sample with its error probability. Where a claim falls, the strongest true statement that "
    "we could prove stands in its place."
)
DOCUMENTS, MRRS = (100, 1_000, 10_000), (0.5, 0.9, 0.99)


def answer(records: Sequence[Record]) -> Html:
    """The question of the title answered for equally likely documents, in both meanings of a bit."""
    rows = [
        [f"{n:,}", *[f"{rate(1 - mrr, n).midpoint:.2f} / {math.log2(codewords_needed(mrr, n)):.2f}" for mrr in MRRS], f"{math.log2(n):.2f}"]
        for n in DOCUMENTS
    ]  # fmt: skip
    head = ("documents", *[f"MRR {mrr:g}" for mrr in MRRS], "MRR 1")
    words = "Bits a query must carry at least, exactly, when all documents are equally likely: of information / as one index entry"
    own = (
        f"{cite(records, 'ours-converse-uniform')}, {cite(records, 'ours-achieved-uniform')}. For other popularities and for vectors of "
        f"your own: {tag('code', 'python -m simulate.bits')}."
    )
    return Html(table(head, rows, words, "plain numbers") + tag("p", own, class_="source"))


def body(records: Sequence[Record], notebooks: Mapping[str, Any], pdf: str) -> Html:
    """The whole page; `pdf` is the name of the printed pages, empty where there are none."""
    papers = [r for r in records if r["paper"] != "ours"]
    rows = "".join(
        tag("dt", link(f"{stem}.html", escape(sheet.title(nb)))) + tag("dd", escape(nb.metadata["rankrate"]["about"]))
        for stem, nb in notebooks.items()
    )  # fmt: skip
    books = ", ".join(link(f"{stem}.ipynb", escape(stem)) for stem in notebooks)
    paper = f"; {link(pdf, 'these pages as a PDF')}, without the claims' entries" if pdf else ""
    away = f"To take away: {link('verdicts.json', 'all verdicts with their certificates')}{paper}; the pages as notebooks: {books}."
    return Html(
        tag("h1", TITLE) + answer(records) + tag("p", ABOUT) + bar(papers) + tag("p", proved(records))
        + tag("h2", "Pages") + tag("dl", rows, class_="pages") + tag("p", away, class_="again")
    )  # fmt: skip


def proved(records: Sequence[Record]) -> str:
    """What stands in their place."""
    ours = [r for r in records if r["paper"] == "ours" and r["verdict"] == "proved"]
    return f"In their place: {counted(len(ours), 'statement')} of our own, proved." if ours else ""
