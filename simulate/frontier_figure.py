"""The frontier of a corpus as a figure: best MRR against bits per query, in each meaning of bits."""

from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from theory.entropy_coded import FEASIBLE_UP_TO, entropy_coded_curve
from theory.fano import fano_bound, printed_bound
from theory.one_shot import one_shot_frontier
from theory.popularity import sorted_weights
from theory.rate_distortion import curve, largest_distortion

__all__ = ["STYLE", "draw_frontier"]

_POINTS = 120
_FEWER = 10**6, 30
"""From so many documents on each point of the information rate costs a second and more: so few are drawn."""
STYLE: dict[Any, Any] = {
    "font.family": "serif",
    "font.serif": ["STIXGeneral", "DejaVu Serif"],
    "mathtext.fontset": "stix",
    "font.size": 9.5,
    "axes.linewidth": 0.6,
    "xtick.direction": "in",
    "ytick.direction": "in",
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "svg.fonttype": "path",
    "svg.hashsalt": "rankrate",
}
_BLUE, _ORANGE, _GREEN, _GREY, _RED = "#1f4e8c", "#c8641b", "#3a7d44", "#6b6b6b", "#b3282d"


def draw_frontier(prior, path: Path, *, asked: tuple[float, float] | None = None) -> None:
    """Write an SVG with the information rate, one-shot and entropy-coded codes, Fano's bound and eq. (5).

    Parameters
    ----------
    prior : int or array (N,)
        As in `theory.rate_distortion.rate`.
    path : Path
        Where the SVG goes.
    asked : (bits, mrr), optional
        A point on the information curve to mark.
    """
    documents = len(sorted_weights(prior)[0])
    highest = float(curve(np.zeros(1), prior).upper[0])
    widest = 1.04 * max(np.log2(documents), 0.5)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(5.0, 3.9), layout="constrained")
        axes = figure.add_subplot()
        _information(axes, prior, documents, widest)
        _one_shot(axes, prior, documents)
        if documents > 1:
            _fano(axes, documents, highest)
        if asked is not None and asked[0] <= widest:
            axes.plot(*asked, "o", ms=5, mfc="white", mec=_BLUE, mew=1.3, zorder=5)
        _frame(figure, axes, documents, widest)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": "rankrate"})


def _information(axes, prior, documents: int, widest: float) -> None:
    many, few = _FEWER
    points = _POINTS if documents < many else few
    distortions = np.linspace(0.0, float(largest_distortion(prior).upper), points)
    bits = curve(distortions, prior).midpoint
    bits, best = np.append(widest, bits), np.append(1.0, 1.0 - distortions)
    axes.fill_between(bits, best, 1.1, color=_GREY, alpha=0.10, lw=0)
    axes.text(0.015 * widest, 1.045, "out of reach of every code", va="center", color=_GREY, fontsize=8)
    axes.plot(bits, best, color=_BLUE, lw=1.9, label="information rate, exact", zorder=4)


def _one_shot(axes, prior, documents: int) -> None:
    codewords = np.unique(np.round(np.geomspace(1, documents, _POINTS)).astype(int))
    best = one_shot_frontier(codewords.tolist(), prior).lower
    if documents <= FEASIBLE_UP_TO:
        rates, distortions = entropy_coded_curve(prior)
        label = "one query, entropy coded"
        axes.plot(rates, 1.0 - distortions, color=_GREEN, lw=1.2, dashes=(5, 1.6), label=label)
    axes.plot(np.log2(codewords), best, color=_ORANGE, lw=1.4, label="one query, fixed length")


def _fano(axes, documents: int, highest: float) -> None:
    distortions = np.linspace(0.0, 1.0, _POINTS)
    bound = fano_bound(distortions, documents, entropy=highest)
    reaching = bound > 0.0
    axes.plot(bound[reaching], 1 - distortions[reaching], color=_GREY, lw=1.0, ls="--", label="Fano's bound")
    printed = printed_bound(distortions, documents)
    axes.plot(printed, 1 - distortions, color=_RED, lw=1.0, ls=":", label="eq. (5) as printed")


def _frame(figure, axes, documents: int, widest: float) -> None:
    axes.set_xlim(0.0, widest)
    axes.set_ylim(0.0, 1.08)
    axes.set_xlabel("bits per query")
    axes.set_ylabel("mean reciprocal rank")
    axes.set_title(rf"$N = {documents:,}$ documents".replace(",", r"{,}"), loc="left", fontsize=9.5)
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=8.5, handlelength=2.8)
