"""HTML in small parts: elements, tables, badges, and what a notebook shows as HTML."""

import re
from collections.abc import Iterable, Sequence
from html import escape

from reports.parts import places


class Html(str):
    """HTML text; as the value of a notebook's cell it is shown, not printed."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/html": str(self), "text/plain": "HTML"}


def tag(name: str, content: str = "", **attributes: str) -> Html:
    """An element; class_ stands for the word that Python keeps."""
    given = "".join(f' {k.rstrip("_").replace("_", "-")}="{escape(v)}"' for k, v in attributes.items())
    return Html(f"<{name}{given}>{content}</{name}>")


def link(href: str, content: str) -> Html:
    return tag("a", content, href=href)


def badge(verdict: str) -> Html:
    """A verdict as a coloured word."""
    return tag("span", escape(verdict), class_=f"badge {verdict}")


def claim_link(id: str, verdict: str = "") -> Html:
    """A claim's id, linked to its entry, with its verdict where it has one here."""
    entry = f"{places.page(places.part(id))}#{id}"
    return Html(link(entry, escape(id)) + (f" {badge(verdict)}" if verdict else ""))


def page_mark(name: str, title: str) -> str:
    """From here on a notebook's output goes to a page of its own."""
    return f"<!-- page {name}: {escape(title)} -->"


MANY = 6  # columns; a wider table may have to be moved sideways on a telephone, also by keyboard


def column(head: str) -> Html:
    """The head of a table's column; a formula is also there as words, which not all tools read from MathML."""
    if not head:
        return tag("td")
    if "<math" in head:
        words = " ".join(re.sub("<[^>]+>", " ", head).split())
        head = tag("span", words, class_="unseen") + tag("span", head, aria_hidden="true")
    return tag("th", head, scope="col")


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "", class_: str = "") -> Html:
    """A table of HTML cells with column heads; the first cell of a row heads it unless it is a formula."""
    top = tag("tr", "".join(map(column, head)))
    body = "".join(
        tag(
            "tr",
            (tag("td", first) if "<math" in first else tag("th", first, scope="row"))
            + "".join(tag("td", cell) for cell in rest),
        )
        for first, *rest in rows
    )
    title = tag("caption", escape(caption)) if caption else ""
    movable = {"tabindex": "0", "role": "group", "aria_label": caption or "table"} if len(head) > MANY else {}
    return tag(
        "div", tag("table", title + tag("thead", top) + tag("tbody", body)), class_=f"table {class_}".strip(), **movable,
    )  # fmt: skip
