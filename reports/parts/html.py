"""HTML in small parts: elements, tables, badges, and what a notebook shows as HTML."""

from collections.abc import Iterable, Sequence
from html import escape


class Html(str):
    """HTML text; as the value of a notebook's cell it is shown, not printed."""

    def _repr_html_(self) -> str:
        return str(self)


def tag(name: str, content: str = "", **attributes: str) -> Html:
    """An element; class_ stands for the word that Python keeps."""
    given = "".join(f' {k.rstrip("_").replace("_", "-")}="{escape(v)}"' for k, v in attributes.items())
    return Html(f"<{name}{given}>{content}</{name}>")


def link(href: str, content: str) -> Html:
    return tag("a", content, href=href)


def badge(verdict: str) -> Html:
    """A verdict as a coloured word."""
    return tag("span", escape(verdict), class_=f"badge {verdict}")


def entry_page(id: str) -> str:
    """The page that holds a claim's entry: one a section, as its id names it."""
    return f"audit-{id.partition('-')[0]}.html"


def claim_link(id: str, verdict: str = "") -> Html:
    """A claim's id, linked to its entry, with its verdict where it has one here."""
    return Html(link(f"{entry_page(id)}#{id}", escape(id)) + (f" {badge(verdict)}" if verdict else ""))


def page_mark(name: str, title: str) -> str:
    """From here on a notebook's output goes to a page of its own."""
    return f"<!-- page {name}: {escape(title)} -->"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str = "", class_: str = "") -> Html:
    """A table of HTML cells with column heads; the first cell of a row heads it."""
    top = tag("tr", "".join(tag("th", cell, scope="col") for cell in head))
    body = "".join(
        tag("tr", tag("th", first, scope="row") + "".join(tag("td", cell) for cell in rest))
        for first, *rest in rows
    )
    title = tag("caption", escape(caption)) if caption else ""
    return tag(
        "div",
        tag("table", title + tag("thead", top) + tag("tbody", body)),
        class_=f"table {class_}".strip(),
    )
