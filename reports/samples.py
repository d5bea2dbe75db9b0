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
#     about: How fast fitted codes near their limit, how rich the class is, how far empirical entropies stray.
#     order: 5
# ---

# %% [markdown]
# # Finite samples
#
# A code is fitted to $n$ queries. Three questions: how fast its distortion nears the limit, how rich the class of
# rankings is that the fit may choose from, and how far entropies counted from the sample are from the true ones. And
# one of the other size: how far a mean reciprocal rank measured on a small corpus carries.

# %%
import numpy as np
from scipy.stats import binom

from reports.parts import inputs, runs
from reports.parts.figure import BLUE, GREEN, INK, ORANGE, RED, SOFT, figure, label, label_curve
from reports.parts.html import Html, table
from reports.parts.mathml import formula
from reports.parts.numbers import fraction
from reports.parts.overview import cite, under_test
from simulate.studies import concentration, generalisation, rate_in_n
from theory.finite_sample_rate import median_excess

records = inputs.verdicts()

# %% [markdown]
# ## How fast: 1/n or 1/√n
#
# Four fitted rules of the paper's construction, each an exact expectation over training sets (binomial sums and a
# beta integral, nothing is drawn):
#
# - *hardest law*: two documents, no bits, rank first what was seen more often, on the law of $Y$ that makes it worst;
# - *cell boundary*: one bit, two cells cut at the empirical median;
# - *codeword*: the one document of a cell drawn from those seen in it;
# - *fixed law*: as the first, on the law $(0.7, 0.3)$.

# %%
SAMPLES = [4**k for k in range(1, 9)]
CURVES = {
    "hardest law": [rate_in_n.hardest_majority(n) for n in SAMPLES],
    "cell boundary": [rate_in_n.cell_boundary(n) for n in SAMPLES],
    "codeword": [rate_in_n.FIXED_LAW * (1 - rate_in_n.FIXED_LAW) / n for n in SAMPLES],
    "fixed law": [rate_in_n.majority(n, rate_in_n.FIXED_LAW) for n in SAMPLES],
}
STYLES = {
    "hardest law": (BLUE, "o"), "cell boundary": (ORANGE, "s"), "codeword": (GREEN, "^"), "fixed law": (SOFT, "v"),
}  # fmt: skip


def draw(axes):
    for name, values in CURVES.items():
        color, marker = STYLES[name]
        seen = [(n, v) for n, v in zip(SAMPLES, values, strict=True) if v > 1e-7]
        axes.loglog(*zip(*seen, strict=True), color=color, marker=marker, ms=4, lw=1.2)
        shift, side = ((4, 0), "left") if name != "fixed law" else ((6, 2), "left")
        label(axes, name, *seen[-1], color, shift, ha=side)
    n = np.array([SAMPLES[0], SAMPLES[-1]])
    for power, words in ((-0.5, "slope −½"), (-1.0, "slope −1")):
        axes.loglog(n, 0.5 * (n / n[0]) ** power, color=SOFT, lw=0.7, ls=":")
        label(axes, words, n[1], 0.5 * (n[1] / n[0]) ** power, SOFT)
    axes.set(xlabel="training queries n", ylabel="mean excess distortion", xlim=(3, 4e6), ylim=(1e-6, 0.8))
    axes.set_xticks([10.0**k for k in range(1, 6)])
    axes.minorticks_off()


figure(
    "rates", draw, height=3.3,
    alt="Mean excess distortion against the number of training queries on logarithmic axes. The hardest law and the "
    "cell boundary fall with slope minus one half, the codeword with slope minus one, the fixed law exponentially.",
    caption=f"Exact excess over the limit. An excess of order 1/n for every law, as {cite(records, 's5-thm51')} and "
    f"{cite(records, 's5-lem52')} have it, would bound every curve by slope −1.",
)  # fmt: skip

# %%
orders = {
    name: np.log(np.divide(v[:-1], v[1:])) / np.log(4) for name, v in CURVES.items() if name != "fixed law"
}
rows = [[f"{n:,}", *[f"{orders[name][k]:.3f}" for name in orders]] for k, n in enumerate(SAMPLES[:-1])]
table(("n", *orders), rows, "Order read off between n and 4n: log₄ of the ratio of excesses", "plain numbers")

# %% [markdown]
# The cut at the median in numbers that a pencil can follow: after $n = 2a - 1$ queries the excess is
# $e_n = \binom{2a}{a} / 4^{a+1}$ exactly, between $1/(8\sqrt{a})$ and $1/(4\sqrt{2a+1})$.

# %%
rows = []
for n in (1, 3, 5, 7, 15, 63):
    a, excess = (n + 1) // 2, median_excess(n)
    exact = formula(fraction(excess)) if n < 8 else f"{float(excess):.5f}"
    rows.append(
        [
            str(n),
            f"{1 / (8 * a**0.5):.5f}",
            exact,
            f"{1 / (4 * (2 * a + 1) ** 0.5):.5f}",
            f"{float(excess) * n**0.5:.4f}",
        ]
    )
table(("n", "at least", formula("e_n"), "at most", formula(r"e_n \sqrt{n}")), rows, "Excess of the cut at the median", "plain numbers")  # fmt: skip

# %%
under_test(
    records, "s1-finite-sample-order", "s5-thm51", "s5-lem52", "s5-divide-by-n", "ours-median-excess-order",
    "ours-uniform-codeword-excess",
)  # fmt: skip

# %%
found = runs.run("rate_in_n")
Html(runs.tallies(found, records) + runs.source(found, "rate_in_n"))

# %% [markdown]
# ## Rademacher complexity, true and printed
#
# Two documents and losses $0$ or $1/2$. With cells that may be placed freely every pattern of losses occurs, so the
# complexity is $1/4$ whatever $n$; with $K$ fixed cells and a free ranking in each it is of order $\sqrt{K/n}$: linear
# in cells, exponential in bits. Lemma 6.1 prints $\sqrt{2/n}\,(\sqrt{\log K} + \sqrt{\log N})$; its logarithms are
# taken in bits here, which makes it weaker.

# %%


def fixed_cells(samples, cells):
    """Rad_n with K equally likely cells, exactly: a random walk in each cell, summed over the cell's size."""
    sizes = np.arange(samples + 1)
    return (
        cells
        * float(binom.pmf(sizes, samples, 1 / cells) @ generalisation.mean_walk(samples))
        / (4 * samples)
    )


SIZES = np.array([4**k for k in range(2, 9)])


def draw_complexity(axes):
    axes.loglog(SIZES, np.full(len(SIZES), 0.25), color=RED, lw=2)
    label(axes, "2 free cells: ¼", SIZES[-1], 0.25, RED)
    for cells, color, marker in ((1024, BLUE, "o"), (64, GREEN, "^"), (2, INK, "s")):
        axes.loglog(
            SIZES, [fixed_cells(int(n), cells) for n in SIZES], color=color, marker=marker, ms=4, lw=1.2
        )
        label(axes, f"{cells:,} fixed cells", SIZES[-1], fixed_cells(int(SIZES[-1]), cells), color)
    for cells, dashes in ((2, (2, 1.5)), (1024, (6, 1.5))):
        printed = [generalisation.lemma61(int(n), cells) for n in SIZES]
        axes.loglog(SIZES, printed, color=ORANGE, dashes=dashes)
    label(
        axes, "Lemma 6.1, K = 1,024", SIZES[0], generalisation.lemma61(16, 1024), ORANGE, (2, 7), va="bottom"
    )
    label(axes, "Lemma 6.1, K = 2", SIZES[-1], generalisation.lemma61(int(SIZES[-1]), 2), ORANGE)
    axes.set(xlabel="training queries n", ylabel="Rademacher complexity", xlim=(14, 4e6), ylim=(6e-4, 4))
    axes.set_xticks([10.0**k for k in range(2, 6)])
    axes.minorticks_off()


figure(
    "rademacher", draw_complexity, height=3.4,
    alt="Rademacher complexity against the number of training queries on logarithmic axes: two free cells stay at one "
    "quarter; fixed cells fall like the root of K over n; the bound of Lemma 6.1 falls below both.",
    caption=f"Exact complexities against the bound of {cite(records, 's6-lem61')} (dashed). The bound for two cells falls "
    f"below the ¼ of two free cells; the one for 1,024 cells below what 1,024 fixed cells have. In place: "
    f"{cite(records, 'ours-free-cells')}, {cite(records, 'ours-thm62-two')}.",
)  # fmt: skip

# %%
under_test(
    records, "s6-lem61-cardinality", "s6-lem61-split", "s6-lem61", "s6-thm62-constants", "s6-eq11", "s6-gap-scaling",
    "s6-sample-complexity", "ours-free-cells", "ours-lem61-from-89", "ours-thm62-two",
)  # fmt: skip

# %%
found = runs.run("generalisation")
Html(runs.tallies(found, records) + runs.source(found, "generalisation"))

# %% [markdown]
# ## Empirical entropies
#
# The entropy $H_n$ counted from $n$ samples moves by at most $h(1/n)$ when one sample changes, so it keeps close to its
# own mean. That mean lies below the truth by up to $\log_2(1 + (A-1)/n)$ for $A$ symbols: with fewer samples than
# symbols this bias is what counts, and no bound around the truth with a rate of its own can hold. Probabilities here
# are sums over all count vectors.

# %%
LAW, DRAWS = np.array([0.9, 0.1]), 32
counts, masses = concentration.count_vectors(DRAWS, LAW)
entropies = concentration.entropy(counts / DRAWS, [-1])
truth = float(concentration.entropy(LAW[None], [-1])[0])
mean = float(masses @ entropies)
step = float(concentration.entropy(np.array([[1 / DRAWS, 1 - 1 / DRAWS]]), [-1])[0])


def draw_entropy(axes):
    t, tail = concentration.tails(np.abs(entropies - truth), masses)
    axes.step(t, tail, where="post", color=BLUE)
    grid = np.linspace(0, 0.6, 200)
    printed = 2 * np.exp(-DRAWS * grid**2 / (2 * np.log2(len(LAW)) ** 2))
    axes.plot(grid, printed, color=RED, ls="-.")
    label_curve(axes, "eq. (12) as printed", grid, printed, 0.7, RED, (6, 4))
    label(axes, "exact", 0.13, 0.48, BLUE, (4, 2))
    axes.set(
        xlabel="deviation from the truth, at least t bits",
        ylabel="probability",
        ylim=(0, 1.05),
        xlim=(0, 0.6),
    )


figure(
    "entropy", draw_entropy, height=2.7,
    alt="Exact tail of the deviation of an empirical entropy of 32 draws from the truth, below the printed bound.",
    caption=f"Law (0.9, 0.1), {DRAWS} draws: the exact tail and the bound of eq. (12). The truth is {truth:.4f} bits, the "
    f"mean of the empirical entropies {mean:.4f}; one sample moves them by at most {step:.4f}.",
)  # fmt: skip

# %% [markdown]
# The bound as printed holds on this law; it fails where symbols outnumber samples. Uniform law on $A$ symbols:

# %%
rows = []
for symbols in (10**3, 10**6, 10**9):
    for samples in (8, 64):
        off = np.log2(symbols / samples)
        bound = 2 * np.exp(-samples * off**2 / (2 * np.log2(symbols) ** 2))
        rows.append([f"{symbols:,}", str(samples), f"{off:.2f}", f"{min(bound, 1):.2g}", "1"])
table(("A", "n", "off by at least, bits", "eq. (12) allows", "truth"), rows, "Probability that the empirical entropy is off by so much", "plain numbers")  # fmt: skip

# %%
under_test(
    records, "s10-eq12", "s10-eq13", "s10-eq14", "s10-eq15", "s10-eq16", "s5-entropy-subgaussian", "ours-entropy-difference",
    "ours-distinct-sample",
)  # fmt: skip

# %%
found = runs.run("concentration")
Html(runs.tallies(found, records) + runs.source(found, "concentration"))

# %% [markdown]
# ## Corpora up to a billion documents
#
# Two noisy views of a Gaussian intent, the other documents drawn at random, codes by principal components. Each query's
# expected reciprocal rank has a closed form at every corpus size, so a billion documents cost what a thousand do;
# where the corpus is small enough to be scored, exact ranks agree (the second line of the table).

# %%
found = runs.run("scale")
noises = sorted({p["noise"] for p, _ in found.measured(reading="view")}) if found else []
BITS = {
    0: ("uncoded", INK, "o"),
    8: ("8 bits", ORANGE, "v"),
    32: ("32 bits", BLUE, "s"),
    256: ("256 bits", GREEN, "^"),
}


def draw_scale(*both):
    for axes, noise in zip(both, noises, strict=True):
        for bits, (words, color, marker) in BITS.items():
            held = sorted(
                (p["documents"], m["mrr"]) for p, m in found.measured(reading="view", noise=noise, bits=bits)
            )
            if held:
                axes.loglog(*zip(*held, strict=True), color=color, marker=marker, ms=4, lw=1.2, label=words)
        told = next(m["information"] for _, m in found.measured(reading="view", noise=noise))
        axes.set(title=f"I(X;Y) = {told:.1f} bits", xlabel="documents", ylim=(1e-7, 2))
        axes.set_xticks([10.0**k for k in (2, 4, 6, 9)])
        axes.minorticks_off()
    both[0].set_ylabel("mean reciprocal rank")
    both[-1].legend(loc="lower left", frameon=False, fontsize=9)


shown = figure(
    "scale", draw_scale, height=3.2, shape=(1, len(noises)), sharey=True,
    alt="Mean reciprocal rank against the number of documents on logarithmic axes, for two levels of noise and several "
    "code sizes: all fall, the noisy ones like a power of the corpus size.",
    caption="Ranked by inner product. With little information about the document in the query no code holds up; a coarse "
    "code may rank better than the query itself, since it leaves out directions of noise.",
) if noises else ""  # fmt: skip
Html(shown + runs.tallies(found, records) + runs.source(found, "scale"))
