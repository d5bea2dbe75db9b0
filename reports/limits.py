# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   rankrate:
#     about: The exact rate that a ranking needs, against the printed bounds; a table of bits per query.
#     order: 3
# ---

# %% [markdown]
# # The true limits
#
# One of $N$ documents is relevant, a code tells the decoder something about which, and the decoder ranks. With gain
# $1/k$ for rank $k$ the mean gain is the mean reciprocal rank (MRR), and the distortion is $D = 1 - \mathrm{MRR}$.
#
# *Bits per query* means one of two things, and a figure without the meaning says nothing:
#
# - the **information rate** $I(X;C)$: what many queries coded together cost each, and the quantity of the paper's
#   converse. For equally likely documents the least one is
#   $$R^*(D) = \log_2 N - \max\{H(p) : \textstyle\sum_k p_k/k \ge 1 - D\},$$
#   the maximum over laws $p$ of the rank. It is attained: no better bound exists;
# - the **length of one index entry**: $K$ codewords for one query at a time are $\log_2 K$ bits. Over $K$ lists at
#   most $K$ documents sit at any one rank, so with $K$ a divisor of $N$ the best MRR is $(K/N)\,H_{N/K}$.

# %%
import numpy as np

from reports.parts import inputs
from reports.parts.figure import BLUE, GREEN, INK, ORANGE, RED, SOFT, figure, label, label_curve
from reports.parts.html import table
from reports.parts.mathml import formula
from reports.parts.overview import cite, under_test
from theory.fano import fano_bound, printed_bound
from theory.list_bound import documents_named, headroom
from theory.noisy_relevance import symmetric_channel_rate
from theory.one_shot import codewords_needed, one_shot_frontier
from theory.rate_distortion import curve, largest_distortion, rate

records = inputs.verdicts()
N = 1000


def frontier(prior, points=160):
    """(bits, MRR) along the exact curve, to the silent code."""
    mrr = np.linspace(float(1 - largest_distortion(prior).upper), 1.0, points)
    return curve(1 - mrr, prior).midpoint, mrr


def index_entries(prior, documents):
    """(bits, MRR) of the best codes with 1, 2, ... codewords."""
    codewords = np.unique(np.round(np.geomspace(1, documents, 160)).astype(int))
    return np.log2(codewords), one_shot_frontier(codewords.tolist(), prior).lower


# %% [markdown]
# ## Exact frontier and printed bound

# %%
mrr = np.linspace(0.0, 1.0, 401)


def draw(axes):
    bits, best = frontier(N)
    axes.fill_between(np.append(0, bits), np.append(best[0], best), 1.0, color=SOFT, alpha=0.12, lw=0)
    axes.plot(bits, best, color=BLUE, lw=2)
    label_curve(axes, "exact rate", bits, best, 0.3, BLUE, (5, -5))
    bits, best = index_entries(N, N)
    axes.plot(bits, best, color=ORANGE, dashes=(6, 1.5))
    label_curve(axes, "one index entry", bits, best, 0.45, ORANGE, (6, -4))
    fano = fano_bound(1 - mrr, N)
    axes.plot(fano[fano > 0], mrr[fano > 0], color=GREEN, dashes=(2, 1.5))
    label_curve(axes, "Fano, repaired", fano, mrr, 0.8, GREEN, (-6, 5), ha="right")
    axes.plot(printed_bound(1 - mrr, N), mrr, color=RED, ls="-.")
    label_curve(axes, "eq. (5) as printed", printed_bound(1 - mrr, N), mrr, 0.12, RED, (5, 6))
    axes.text(1.1, 0.955, "out of reach of every code", color=SOFT, fontsize=9.5, va="center")
    axes.set(xlim=(0, 11.6), ylim=(0, 1.02), xlabel="bits per query", ylabel="mean reciprocal rank")


figure(
    "frontier", draw, height=3.5,
    alt="Best mean reciprocal rank against bits per query for 1,000 equally likely documents. The exact rate is the "
    "outermost attainable curve; eq. (5) as printed falls with the mean reciprocal rank and crosses it.",
    caption=f"{N:,} equally likely documents. A lower bound on the rate must lie left of every code. Fano's bound with "
    f"the right factor does ({cite(records, 'ours-ranking-fano')}); the printed one does not "
    f"({cite(records, 's4-eq5')}): it asks for most bits where none are needed. One index entry: "
    f"{cite(records, 'ours-index-rate')}.",
)  # fmt: skip

# %% [markdown]
# At the same mean reciprocal rank, in bits:

# %%
shown = [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99]
exact = curve(1 - np.array(shown), N).midpoint
rows = [
    [f"{gain:g}", f"{best:.3f}", f"{fano_bound(np.array(1 - gain), N):.3f}", f"{printed_bound(np.array(1 - gain), N):.3f}"]
    for gain, best in zip(shown, exact, strict=True)
]  # fmt: skip
table(
    ("MRR", "exact", "Fano, repaired", "eq. (5)"),
    rows,
    f"Least bits per query, {N:,} documents",
    "plain numbers",
)

# %% [markdown]
# ## Popular documents need fewer bits
#
# With popularity $p_1 \ge \dots \ge p_N$ the exact rate is
# $$R^*(D) = H(p) - \max\{H(r) : r \text{ majorises } p,\ \textstyle\sum_k r_k/k \ge 1 - D\}.$$
# The maximum is one isotonic regression, so a point costs $O(N)$ and comes with a proof of its own: a rank law from
# above, a dual point from below.

# %%
EXPONENTS = {
    0.0: (INK, (None, None)),
    0.5: (BLUE, (6, 1.5)),
    1.0: (ORANGE, (2, 1.5)),
    1.5: (GREEN, (6, 1.5, 1.5, 1.5)),
}

PLACES = {  # of the labels, left and right: beside which height, how far off, on which side
    0.0: ((0.2, (5, -6), "left"), (0.12, (4, -3), "left")),
    0.5: ((0.92, (-3, 1), "right"), (0.3, (-4, 3), "right")),
    1.0: ((0.93, (-4, 2), "right"), (0.5, (-4, 4), "right")),
    1.5: ((0.8, (6, -5), "left"), (0.75, (4, -7), "left")),
}


def zipf(exponent, documents):
    """Weights k^-s."""
    return np.arange(1.0, documents + 1.0) ** -exponent


def draw_zipf(information, entry):
    for exponent, (color, dashes) in EXPONENTS.items():
        drawn = (information, frontier(zipf(exponent, N))), (entry, index_entries(zipf(exponent, N), N))
        for (axes, (bits, best)), (at, shift, side) in zip(drawn, PLACES[exponent], strict=True):
            axes.plot(bits, best, color=color, **({"dashes": dashes} if dashes[0] else {}))
            label_curve(axes, f"$s = {exponent:g}$", bits, best, at, color, shift, ha=side, fontsize=8.5)
    printed = printed_bound(1 - mrr, N)
    information.plot(printed, mrr, color=RED, ls="-.", lw=1)
    label_curve(information, "eq. (5)", printed, mrr, 0.1, RED, (-4, -2), ha="right")
    information.set(xlim=(0, 10.3), ylim=(0, 1.02), ylabel="mean reciprocal rank", title="information rate")
    entry.set(xlim=(0, 10.3), title="one index entry")
    for axes in (information, entry):
        axes.set_xlabel("bits per query")


figure(
    "zipf", draw_zipf, shape=(1, 2), sharey=True, height=2.7,
    alt="Best mean reciprocal rank against bits per query for popularity laws k to the minus s, s from 0 to 1.5: the "
    "steeper the law, the fewer bits; in both meanings of bits. Eq. (5), which knows N alone, crosses them all.",
    caption=f"{N:,} documents of popularity proportional to k<sup>−s</sup>. Left {cite(records, 'ours-converse-popularity')} and "
    f"{cite(records, 'ours-achieved-popularity')}, right {cite(records, 'ours-index-popularity')}. The curves begin at "
    f"what a fixed ranking has without a bit. Eq. (5) ({cite(records, 's4-eq5')}) knows only N and crosses them all.",
)  # fmt: skip

# %% [markdown]
# ## How many bits per query
#
# What `python -m simulate.bits --documents N --mrr X` answers, for equally likely documents and for popularity $1/k$.

# %%
SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
TARGETS = (0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0)


def bits_table(prior, words):
    """The information rate and, below it, the bits of one index entry."""
    rows = []
    for target in TARGETS:
        cells = []
        for documents in SIZES:
            weights = prior(documents)
            least = float(rate(1 - target, weights))
            cells.append(f"{least:.2f}<br>{np.log2(codewords_needed(target, weights)):.2f}")
        rows.append([f"{target:g}", *cells])
    head = ("MRR", *[f"{n:,}" if n < 10_000 else formula(f"10^{len(str(n)) - 1}") for n in SIZES])
    return table(head, rows, words, "plain numbers")


bits_table(lambda documents: documents, "Equally likely: information rate, and one index entry below it")

# %%
bits_table(
    lambda documents: zipf(1.0, documents), "Popularity 1/k: information rate, and one index entry below it"
)

# %% [markdown]
# ## Beyond naming documents
#
# $R$ bits name the first $J$ documents in order, $J$ the largest with $N!/(N-J)! \le 2^R$. So whatever the data, the
# best code at $R$ bits is within the following of the best at any rate. A curve that still rises at 512 bits by more
# does not show a limit of rate.

# %%
rows = [
    [f"{bits:,}", *[f"{documents_named(bits, n)}, {headroom(bits, n):.3f}" for n in (100, 1_000, 10_000)]]
    for bits in (8, 16, 32, 64, 128, 256, 512)
]
table(("bits", "N = 100", "N = 1,000", "N = 10,000"), rows,
      "Documents named in order, and the most that further bits can add to the MRR", "plain numbers")  # fmt: skip

# %% [markdown]
# ## Noisy relevance
#
# If a share $e$ of the queries is about a random document, the exact function is that of the clean source at
# $(D - e D_0)/(1 - e)$ with $D_0 = 1 - H_N/N$; and no bits bring back what a query does not say.

# %%


def draw_noise(axes):
    silent = 1 - float(largest_distortion(N))
    for e, color, dashes in ((0.0, INK, None), (0.1, BLUE, (6, 1.5)), (0.3, ORANGE, (2, 1.5))):
        top = 1 - e * (1 - silent)
        gains = np.linspace(silent, top - 1e-9, 50)
        bits = [float(symmetric_channel_rate(float(1 - gain), N, e)) for gain in gains]
        axes.plot(bits, gains, color=color, **({"dashes": dashes} if dashes else {}))
        label(axes, f"$e = {e:g}$, ≤ {top:.3f}", bits[-1], gains[-1], color)
    axes.set(
        xlim=(0, 13.8),
        ylim=(0, 1.05),
        xticks=range(0, 11, 2),
        xlabel="information rate, bits per query",
        ylabel="mean reciprocal rank",
    )


figure(
    "noise", draw_noise, height=2.8,
    alt="Exact frontiers for 1,000 documents when none, a tenth or three tenths of the queries are about a random "
    "document: noise lowers the ceiling and raises the rate below it.",
    caption=f"{N:,} equally likely documents, exact at each share e of queries about a random document "
    f"({cite(records, 'ours-symmetric-noise')}; any noise: {cite(records, 'ours-noisy-cap')}).",
)  # fmt: skip

# %% [markdown]
# ## The theorems
#
# Each is derived step by step in its entry. Equally likely documents:

# %%
under_test(
    records,
    "ours-converse-uniform", "ours-achieved-uniform", "ours-converse-gain", "ours-achieved-gain", "ours-zero-rate-gain",
    "ours-perfect-retrieval", "ours-top-gain", "ours-index-rate", "ours-fano", "ours-distortion-from-success",
    "ours-ranking-fano", "ours-fano-dominated",
)  # fmt: skip

# %% [markdown]
# Any popularity:

# %%
under_test(
    records,
    "ours-rearrangement", "ours-converse-popularity", "ours-achieved-popularity", "ours-popularity-order",
    "ours-index-popularity",
)  # fmt: skip

# %% [markdown]
# Noise in relevance, and what lies beyond naming a few documents:

# %%
under_test(
    records,
    "ours-noisy-cap",
    "ours-noisy-contraction",
    "ours-symmetric-noise",
    "ours-noisy-source",
    "ours-beyond-naming",
)

# %% [markdown]
# Several modalities, each coded by itself; what imbalance costs and what it does not:

# %%
under_test(
    records,
    "ours-separate-codes", "ours-cut-set", "ours-private-entropy", "ours-equal-split", "ours-proportional-split",
    "ours-equal-rate-excess", "ours-kappa-range", "ours-total-correlation-ratio", "ours-naming-code-skew",
)  # fmt: skip
