"""Figures as inline SVG that follows the page: its colours in light, dark and print, labels beside the curves.

A colour is drawn as a number that stands for a variable of the style sheet. Line styles and markers tell curves
apart without colour.
"""

import io
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reports.parts.html import Html, tag
from simulate.frontier_figure import STYLE

INK, SOFT, LINE, PAPER = "#010101", "#020202", "#030303", "#040404"
BLUE, ORANGE, GREEN, RED, PURPLE = "#050505", "#060606", "#070707", "#080808", "#090909"
VARIABLES = {
    INK: "ink", SOFT: "soft", LINE: "line", PAPER: "paper", BLUE: "blue", ORANGE: "orange", GREEN: "green", RED: "red",
    PURPLE: "purple",
}  # fmt: skip
THEME: dict[Any, Any] = STYLE | {
    "font.size": 10.5, "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": SOFT, "axes.titlesize": 10.5, "axes.titlelocation": "left",
    "xtick.color": SOFT, "ytick.color": SOFT, "xtick.labelcolor": INK, "ytick.labelcolor": INK, "axes.facecolor": "none",
    "axes.spines.top": False, "axes.spines.right": False, "grid.color": LINE, "grid.linewidth": 0.5, "lines.linewidth": 1.5,
}  # fmt: skip
STYLE_SHEET = Path(__file__).with_name("style.css")
WIDTH = 4.7  # inches: one column on a telephone without loss


def figure(name: str, draw: Callable[..., None], *, alt: str, caption: str, **form: Any) -> Html:
    """A figure of the page: `draw(*axes)`, its caption HTML, its words `alt`; `form` as for `drawn`."""
    return tag(
        "figure", themed(drawn(draw, **form), name, alt) + tag("figcaption", caption), id=f"figure-{name}"
    )


def drawn(
    draw: Callable[..., None], *, height: float = 3.1, shape: tuple[int, int] = (1, 1), **shared: Any
) -> str:
    """The SVG of `draw(*axes)` on `shape` rows and columns of axes, its colours those that stand for variables."""
    with mpl.rc_context(THEME):
        canvas = Figure(figsize=(WIDTH, height), layout="constrained")
        axes = canvas.subplots(*shape, squeeze=False, **shared)
        draw(*axes.flat)
        file = io.StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        canvas.savefig(file, format="svg", transparent=True, metadata=nothing)
    return file.getvalue()


def alone(draw: Callable[..., None], **form: Any) -> str:
    """The SVG as a file of its own, on paper, in the page's light colours."""
    light = dict(
        re.findall(r"--(\w+): (#[0-9a-f]{6})", STYLE_SHEET.read_text(encoding="utf-8").partition("@media")[0])
    )
    svg = re.sub(r"#0\d0\d0\d\b", lambda m: light[VARIABLES[m[0]]], drawn(draw, **form))
    return re.sub(
        r"(<svg [^>]*>)", rf'\1\n<rect width="100%" height="100%" fill="{light["paper"]}"/>', svg, count=1
    )


def themed(svg: str, name: str, alt: str) -> str:
    """The SVG for inline use: page colours, ids of its own, a name for readers who do not see it, no addresses."""
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r' (?:xmlns(?::\w+)?|version)="[^"]*"', "", svg).replace("xlink:href", "href")
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r'href="#', f'href="#{name}-', svg).replace("url(#", f"url(#{name}-")
    svg = re.sub(r"#0\d0\d0\d\b", lambda m: f"var(--{VARIABLES[m[0]]})", svg)
    svg = re.sub(r"<style.*?</style>|<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*\n\s*", "\n", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(alt)}" stroke-linejoin="round" ', 1)


def label(
    axes: Axes,
    words: str,
    x: float,
    y: float,
    color: str = INK,
    shift: tuple[float, float] = (4, 0),
    **how: Any,
) -> None:
    """Words beside a point of a curve, in its colour, `shift` points away."""
    given: dict[str, Any] = {"va": "center", "fontsize": 9.5} | how
    axes.annotate(
        words, (x, y), shift, textcoords="offset points", color=color, annotation_clip=False, **given
    )


def label_curve(
    axes: Axes,
    words: str,
    x: Any,
    y: Any,
    at: float,
    color: str,
    shift: tuple[float, float] = (4, 0),
    **how: Any,
) -> None:
    """Words beside the point of a curve whose y is nearest to `at`."""
    k = int(abs(np.asarray(y) - at).argmin())
    label(axes, words, float(np.asarray(x)[k]), float(np.asarray(y)[k]), color, shift, **how)
