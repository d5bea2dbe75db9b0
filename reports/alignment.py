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
#     about: The second paper's claims, what leakage costs in bits, and what a penalty buys back.
#     order: 6
# ---

# %% [markdown]
# # Alignment, and what it has to do with rate
#
# The second paper trains two modalities towards each other and asks what the representations should forget. $Z_m$ is
# computed from modality $X_m$, which holds what both share and a private part $N_m$. *Leakage* is what $Z_1$ tells of
# $N_1$. The join with the first paper: a code of the query spends
# $$I(X;C) = I(Y;C) + I(X;C \mid Y),$$
# and only the first term serves the ranking. What leaks is bits that the frontier does not pay back.

# %%
from reports.parts import inputs, runs
from reports.parts.figure import BLUE, GREEN, INK, ORANGE, SOFT, figure, label
from reports.parts.html import Html, table
from reports.parts.overview import cite, under_test

records = inputs.verdicts()

# %% [markdown]
# ## The claims

# %%
under_test(
    records, "ib-mi-blind-to-nuisance", "ib-variational-bound", "ib-regulariser-bounds-leakage", "ib-gaussian-regulariser",
    "ib-sufficient-and-minimal",
)  # fmt: skip

# %% [markdown]
# What holds in their place, and the link between the papers:

# %%
under_test(
    records, "ours-variational-gap", "ours-common-part", "ours-nuisance-is-temperature", "ours-leakage-is-rate",
    "ours-frontier-shift", "ours-aligned-code",
)  # fmt: skip

# %% [markdown]
# ## What a hyperparameter does
#
# Both arms of a contrast train on the same sources and pairs; points are mean paired differences, bars 95% $t$
# intervals over trials. Leakage is what a held-out linear probe reads of four private bits; alignment is debiased CKA
# and the share of mutual nearest neighbours.

# %%
NAMES = {
    "temperature": "temperature", "learn_temperature": "learn temperature", "dimension": "dimension",
    "penalty_weight": "penalty", "mismatch": "mismatched pairs", "noise_sigma": "noise", "depth": "depth",
    "private_bits": "private bits",
}  # fmt: skip
SHOWN = {True: "on", False: "off"}


def arms(p):
    """A contrast in words."""
    before, after = (SHOWN[v] if isinstance(v, bool) else f"{v:g}" for v in (p["before"], p["after"]))
    loud = ", private × 3" if p["amplitude"] != 1 else ""
    learned = ", τ learnt" if p["learn_temperature"] else ""
    return f"{NAMES[p['vary']]} {before} → {after}{loud}{learned}"


def change_plot(axes, rows, quantity, color, marker):
    """Mean paired changes with their intervals, one contrast a row, the first on top."""
    for k, (_, m) in enumerate(rows):
        change = m[quantity]["change"]
        clear = change["lower"] > 0 or change["upper"] < 0
        axes.plot([change["lower"], change["upper"]], [k, k], color=color, lw=1.4)
        axes.plot(change["mean"], k, marker=marker, ms=5, mfc=color if clear else "none", mec=color)
    axes.axvline(0, color=SOFT, lw=0.7)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)


found = runs.run("alignment")
contrasts = list(found.measured()) if found else []


def draw(leakage, cka, neighbours):
    for axes, quantity, color, marker, title in (
        (leakage, "leakage", ORANGE, "o", "leakage, bits"), (cka, "cka", BLUE, "s", "CKA"),
        (neighbours, "neighbours", GREEN, "^", "neighbours"),
    ):  # fmt: skip
        change_plot(axes, contrasts, quantity, color, marker)
        axes.set_xlabel(f"change in\n{title}")
        axes.locator_params(axis="x", nbins=2)
    leakage.set_yticks(range(len(contrasts)), [arms(p) for p, _ in contrasts])
    leakage.tick_params(axis="y", labelsize=8.5)


shown = figure(
    "hyperparameters", draw, shape=(1, 3), sharey=True, height=0.9 + 0.24 * len(contrasts),
    alt="Mean paired change of leakage, debiased CKA and mutual nearest neighbours for each contrast of a "
    "hyperparameter, with 95% intervals.",
    caption="Change from the first value to the second; a filled mark has an interval clear of zero. The claims under test: "
        f"{cite(records, 'ib-temperature-removes-nuisance')}, {cite(records, 'ib-regulariser-aligns')}.",
) if contrasts else ""  # fmt: skip
Html(shown + runs.source(found, "alignment"))

# %%
Html(runs.tallies(found, records))

# %% [markdown]
# ## What leakage costs at fixed bits
#
# Sources with six shared bits and more and more private ones, codes of six bits. Everything about a code is exact
# here, because the source is enumerated: what it spends, what of that tells of the document, and the best ranking
# that it allows. The frontier is $1 - D^*$ at so many bits.

# %%
found = runs.run("frontier_shift")
base = {"dimension": 16, "penalty_weight": 10.0, "amplitude": 3.0, "temperature": 0.03}
private = sorted(found.measured(**base), key=lambda row: row[0]["private_bits"]) if found else []


def interval(value, places=3):
    """A mean with its 95% interval."""
    return f"{value['mean']:.{places}f} <small>[{value['lower']:.{places}f}, {value['upper']:.{places}f}]</small>"


def draw_cost(axes):
    bits = [p["private_bits"] for p, _ in private]
    for arm, color, marker, words in (
        ("before", ORANGE, "o", "no penalty"),
        ("after", BLUE, "s", "penalty 10"),
    ):
        for quantity, style in (("frontier_6", ":"), ("best_mrr_6", "-")):
            mean = [m[quantity][arm]["mean"] for _, m in private]
            axes.plot(bits, mean, color=color, ls=style, lw=1.2)
            if quantity == "best_mrr_6":
                low, high = ([m[quantity][arm][end] for _, m in private] for end in ("lower", "upper"))
                axes.vlines(bits, low, high, color=color, lw=1.2)
                axes.plot(bits, mean, color=color, ls="", marker=marker, ms=4)
                label(axes, words, bits[-1], mean[-1], color, (7, -4 if arm == "after" else 4))
    useful = [
        1 - m["cost_of_leakage_6"]["before"]["mean"] - (1 - m["frontier_6"]["before"]["mean"])
        for _, m in private
    ]
    axes.plot(bits, useful, color=INK, lw=1, dashes=(6, 1.5))
    label(axes, "frontier, bits\non the document", bits[-1], useful[-1], INK, (7, 0))
    label(axes, "frontier, all bits", bits[-1], private[-1][1]["frontier_6"]["before"]["mean"], SOFT, (7, 0))
    axes.set(
        xlabel="private bits of the query",
        ylabel="mean reciprocal rank",
        xlim=(min(bits) - 0.3, max(bits) + 3.6 * (max(bits) > 0)),
    )
    axes.set_xticks(bits)


several = len(private) > 1
shown = figure(
    "cost", draw_cost, height=3.1,
    alt="Mean reciprocal rank of six-bit codes against the private entropy of the query, without and with the "
    "penalty, below the frontier at all bits spent and the frontier at the bits that tell of the document.",
    caption=f"Six-bit codes, means over trials with 95% intervals. The gap between the two frontiers is what leakage costs "
    f"({cite(records, 'ours-frontier-shift')}).",
) if several else ""  # fmt: skip
rows = [
    [str(p["private_bits"]), f"{m['rate_6']['before']['mean']:.2f}", f"{m['relevant_6']['before']['mean']:.2f}",
     interval(m["cost_of_leakage_6"]["before"]), interval(m["best_mrr_6"]["change"])]
    for p, m in private
]  # fmt: skip
head = ("private bits", "I(X;C)", "I(Y;C)", "cost of leakage, MRR", "penalty 10 adds, MRR")
numbers = table(head, rows, "Six-bit codes: bits spent, bits on the document, cost, and what the penalty buys", "plain numbers") if rows else ""  # fmt: skip
Html(shown + numbers + runs.tallies(found, records) + runs.source(found, "frontier_shift"))

# %% [markdown]
# The penalty is no free gain: at other weights, sizes and temperatures its effect on the best ranking of six bits is

# %%
others = (
    [(p, m) for p, m in found.measured() if p["private_bits"] == 4 and (p, m) not in private] if found else []
)
rows = [
    [f"{p['penalty_weight']:g}", str(p["dimension"]), f"{p['amplitude']:g}", f"{p['temperature']:g}",
     interval(m["leakage"]["change"], 2), interval(m["best_mrr_6"]["change"])]
    for p, m in others
]  # fmt: skip
head = ("weight", "dimension", "amplitude", "τ", "change in leakage, bits", "change in MRR")
table(head, rows, "Four private bits: what the penalty changes", "plain numbers") if rows else Html("")

# %% [markdown]
# ## Emoji, names and pictures
#
# A real two-modality set: pictures and words of 1,735 emoji, 735 for training and 1,000 for testing. What the penalty
# changes in mean reciprocal rank at each number of bits, and uncoded:

# %%
found = runs.run("frontier_emoji")
SIZES = [f"mrr_{bits}" for bits in (8, 16, 32, 64)] + ["mrr"]


def signed(value):
    """A mean change, in bold where its interval is clear of zero."""
    text = f"{value['mean']:+.3f}".replace("-", "−")
    return f"<strong>{text}</strong>" if value["lower"] > 0 or value["upper"] < 0 else text


rows = [
    [f"{p['sides']}, τ {p['temperature']:g}, weight {p['penalty_weight']:g}", *[signed(m[size]["change"]) for size in SIZES]]
    for p, m in (found.measured() if found else [])
]  # fmt: skip
shown = table(("what is aligned", "8 bits", "16", "32", "64", "uncoded"), rows,
              "Change in MRR by the penalty; bold where the 95% interval over splits is clear of zero", "plain numbers") if rows else ""  # fmt: skip
Html(shown + runs.source(found, "frontier_emoji"))
