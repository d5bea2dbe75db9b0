"""A notebook that has run, as one self-contained HTML page."""

import re
from html import escape, unescape
from pathlib import Path
from typing import Any

from nbconvert.filters import markdown2html

from reports.parts.html import Html, link, tag
from reports.parts.mathml import formula

STYLE = Path(__file__).with_name("style.css")


def page(title: str, body: str, *, nav: list[tuple[str, str]] = (), foot: str = "") -> str:  # type: ignore[assignment]
    """The whole HTML text: head with the style sheet, links to the other pages, the body."""
    links = "".join(tag("li", link(href, escape(name))) for href, name in nav)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>\n{STYLE.read_text()}</style>\n</head>\n<body>\n"
        f"{tag('nav', tag('ul', links), aria_label='Pages') if links else ''}\n<main>\n{body}\n</main>\n"
        f"<footer>{foot}</footer>\n</body>\n</html>\n"
    )


MARK = re.compile(r"<!-- page (\S+): (.*?) -->")


def bodies(notebook: Any, name: str) -> dict[str, tuple[str, str]]:
    """Title and body of each page that a notebook which has run makes: its own, and those it marks in its output."""
    parts = [markdown(cell.source) if cell.cell_type == "markdown" else code(cell) for cell in notebook.cells]
    own, *marked = MARK.split("\n".join(part for part in parts if part))
    out = {name: (title(notebook), own)}
    for page_name, page_title, body in zip(marked[::3], marked[1::3], marked[2::3], strict=True):
        out[page_name] = (unescape(page_title), body)
    return out


def title(notebook: Any) -> str:
    """The first heading."""
    for cell in notebook.cells:
        if found := re.search(r"^# (.+)$", cell.source, re.MULTILINE):
            return found[1]
    raise ValueError("notebook has no heading: a markdown cell with '# ...' is wanted")


MATH = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)


def markdown(text: str) -> str:
    """Markdown as HTML, its formulas as MathML."""
    formulas: list[str] = []

    def keep(found: re.Match) -> str:
        shown = formula(found[1] or found[2])
        formulas.append(tag("div", shown, class_="display") if found[1] else shown)
        return f"\ue000{len(formulas) - 1}\ue001"

    html = markdown2html(MATH.sub(keep, text))
    html = re.sub(r'<a class="anchor-link"[^>]*>.*?</a>', "", html)
    return re.sub("\ue000(\\d+)\ue001", lambda m: formulas[int(m[1])], html)


def code(cell: Any) -> str:
    """What a cell gave, and its code, folded."""
    shown = "".join(map(output, cell.outputs))
    folded = tag(
        "details", tag("summary", "code") + tag("pre", tag("code", escape(cell.source))), class_="code"
    )
    return MARK.sub(lambda mark: folded + mark[0], shown) + folded


def output(out: Any) -> str:
    """A cell's output: HTML or SVG as it is, text as text."""
    if out.output_type == "stream":
        return tag("pre", escape(out.text))
    data = out.data
    for kind in ("text/html", "image/svg+xml"):
        if kind in data:
            return Html(data[kind])
    return tag("pre", escape(data["text/plain"]))
