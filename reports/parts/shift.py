"""What leakage costs and what a penalty buys, in one picture; `python -m reports.parts.shift [FILE]` draws it alone.

Above: codes of an enumerated source, each at the bits it spends and, to the left, at those that tell of the document;
the way between them is I(X;C|Y), and the left end cannot pass the frontier. Below: emoji, the same codes with the
penalty and without; the way between the curves at one height is what the penalty buys. By default reports/shift.svg.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from reports.parts import figure, runs
from reports.parts.figure import BLUE, INK, ORANGE, SOFT, label
from simulate.studies.frontier_emoji import BITS
from theory.rate_distortion import curve

ARMS = (("before", ORANGE, "o", "no penalty"), ("after", BLUE, "s", "penalty 10"))
SHARED_BITS, EMOJI = 6, 1000
SHOWN = (0, 4, 8)
SYNTHETIC = {"dimension": 16, "penalty_weight": 10.0, "amplitude": 3.0, "temperature": 0.03}
REAL = {"sides": "both to both", "penalty_weight": 10.0, "temperature": 0.07}
SHAPE: dict[str, Any] = {"shape": (2, 1), "height": 6.0}
ALT = (
    "Two panels of mean reciprocal rank against bits per query, with the exact frontier. Above, six-bit codes of sources with "
    "0, 4 and 8 private bits, each drawn at the bits it spends and at the bits that tell of the document. Below, codes of "
    "8 to 64 bits of emoji, without and with the penalty."
)

Rows = Sequence[tuple[dict, dict]]


def rows() -> tuple[Rows, dict] | None:
    """The measured cells that the picture shows, from the stored runs; None where one is missing."""
    shift, emoji = runs.run("frontier_shift"), runs.run("frontier_emoji")
    codes = [row for row in shift.measured(**SYNTHETIC) if row[0]["private_bits"] in SHOWN] if shift else []
    real = [m for _, m in emoji.measured(**REAL)] if emoji else []
    return (codes, real[0]) if len(codes) == len(SHOWN) and real else None


def equal_bits(m: dict, size: int) -> dict[str, float]:
    """How many bits rank without the penalty as `size` bits do with it, with what its 95% interval makes of that.

    Between sizes the mean without it is taken as linear in log2 bits; beyond the ends the end is given.
    """
    plain = [m[f"mrr_{bits}"]["before"]["mean"] for bits in BITS]
    gains = {
        end: m[f"mrr_{size}"]["before"]["mean"] + m[f"mrr_{size}"]["change"][end]
        for end in ("mean", "lower", "upper")
    }
    return {end: float(2 ** np.interp(gain, plain, np.log2(BITS))) for end, gain in gains.items()}


def drawing(codes: Rows, real: dict) -> Callable[[Axes, Axes], None]:
    """What draws the two panels."""

    def draw(above: Axes, below: Axes) -> None:
        draw_codes(above, codes)
        draw_emoji(below, real)

    return draw


def frontier(axes: Axes, documents: int, least: float, highest: float) -> None:
    """1 - D* against bits, from one mean reciprocal rank to another."""
    gains = np.linspace(least, highest, 120)
    axes.plot(curve(1 - gains, documents).midpoint, gains, color=INK, lw=1.4)


def draw_codes(axes: Axes, codes: Rows) -> None:
    frontier(axes, 2**SHARED_BITS, 0.58, 1.0)
    label(axes, "exact frontier,\n64 documents", 4.6, 0.93, INK, (-8, 0), ha="right")
    for parameters, m in codes:
        ends = {
            arm: [m[name][arm]["mean"] for name in ("relevant_6", "rate_6", "best_mrr_6")] for arm, *_ in ARMS
        }
        last = parameters["private_bits"] == SHOWN[-1]
        for (arm, color, marker, words), shift in zip(ARMS, (3, -3), strict=True):
            useful, spent, gain = ends[arm]
            axes.plot([useful, spent], [gain, gain], color=color, lw=1.2)
            axes.plot(useful, gain, color=color, marker=marker, ms=5)
            axes.plot(spent, gain, color=color, marker=marker, ms=5, mfc=figure.PAPER)
            if last:
                label(axes, words, useful, gain, color, (-7, shift), ha="right")
        useful, spent, gain = np.mean(list(ends.values()), axis=0)
        label(axes, f"{parameters['private_bits']} private bits", spent, gain, SOFT, (10, 0))
        if last:
            label(
                axes,
                "I(X;C|Y)",
                (useful + spent) / 2,
                max(end[2] for end in ends.values()),
                SOFT,
                (0, 8),
                ha="center",
            )
    axes.set(xlabel="bits per query", ylabel="mean reciprocal rank", xlim=(2.6, 7.2), ylim=(0.58, 1.02))
    axes.set_xticks([3, 4, 5, 6])


def draw_emoji(axes: Axes, m: dict) -> None:
    frontier(axes, EMOJI, 0.05, 1.0)
    label(axes, "exact frontier,\n1,000 documents", 5.0, 0.6, INK, (16, 0))
    for arm, color, marker, words in ARMS:
        means, low, high = (
            [m[f"mrr_{size}"][arm][end] for size in BITS] for end in ("mean", "lower", "upper")
        )
        axes.plot(BITS, means, color=color, lw=1.2, marker=marker, ms=4)
        axes.vlines(BITS, low, high, color=color, lw=1.2)
        label(axes, words, BITS[-1], means[-1], color, (7, 4 if arm == "after" else -4))
    size = 32
    equal = equal_bits(m, size)["mean"]
    gain = m[f"mrr_{size}"]["after"]["mean"]
    axes.plot([size, equal], [gain, gain], color=SOFT, lw=1, ls=":")
    label(
        axes,
        f"as good as {equal:.0f} bits\nwithout it",
        size,
        gain,
        SOFT,
        (-8, 12),
        ha="right",
    )
    axes.set_xscale("log", base=2)
    axes.set(xlabel="bits per query", ylabel="mean reciprocal rank", xlim=(1.2, 190), ylim=(0, 1.04))
    axes.set_xticks([2, 4, *BITS], [str(bits) for bits in (2, 4, *BITS)])
    axes.minorticks_off()


def main(arguments: Sequence[str]) -> int:
    found = rows()
    if len(arguments) > 1 or found is None:
        print("usage: python -m reports.parts.shift [FILE], with both stored runs at hand", file=sys.stderr)
        return 2
    path = Path(arguments[0]) if arguments else runs.STORED.parent / "shift.svg"
    path.write_text(figure.alone(drawing(*found), **SHAPE), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
