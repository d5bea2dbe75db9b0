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
from reports.parts import inputs, runs, shift
from reports.parts.figure import BLUE, GREEN, ORANGE, SOFT, figure
from reports.parts.html import Html, link, table, tag
from reports.parts.overview import cite, under_test
from theory.gaussian_bottleneck import bottleneck_bits, entropy_proportional_bits, fill, relevant_information

records = inputs.verdicts()
costs, emoji, contrasts = (runs.run(study) for study in ("frontier_shift", "frontier_emoji", "alignment"))


def interval(value, places=3):
    """A mean with its 95% interval."""
    mean, low, high = (f"{value[end]:.{places}f}".replace("-", "−") for end in ("mean", "lower", "upper"))
    return f"{mean} <small>[{low}, {high}]</small>"


def signed(value, places=3):
    """A mean change, in bold where its interval is clear of zero."""
    text = f"{value['mean']:+.{places}f}".replace("-", "−")
    return f"<strong>{text}</strong>" if value["lower"] > 0 or value["upper"] < 0 else text


def one(run, **wanted):
    """The measured values of the only cell with these parameters."""
    (found,) = [m for _, m in run.measured(**wanted)]
    return found


# %% [markdown]
# ## Does the penalty buy rate?

# %%
pictured = shift.rows()
inequality = "ours-frontier-shift"
on_record = any(r["id"] == inequality for r in records)
certificate = f", {link(f'certificates/{inequality}.json', 'its certificate')}" if on_record else ""
shown = figure(
    "shift", shift.drawing(*pictured), alt=shift.ALT, **shift.SHAPE,
    caption="Above: six-bit codes of sources with 0, 4 and 8 private bits, means over 20 trials. Open marks: the bits that a code "
    "spends, I(X;C). Filled: those that tell of the document, I(Y;C). The line between is I(X;C|Y), and a filled mark cannot "
    f"pass the frontier: {cite(records, inequality)}{certificate}. Below: emoji, pictures "
    "and words on both sides, means over 10 splits with 95% intervals.",
) if pictured else ""  # fmt: skip
Html(shown + runs.source(costs, "frontier_shift") + runs.source(emoji, "frontier_emoji"))

# %%
if pictured:
    base = one(costs, private_bits=4, **shift.SYNTHETIC)
    crowded, heavy = (
        one(costs, **shift.SYNTHETIC | changed)
        for changed in ({"private_bits": 8}, {"private_bits": 4, "penalty_weight": 100.0})
    )
    warmer = one(costs, private_bits=4, **shift.SYNTHETIC | {"temperature": 0.1})
    mild = one(costs, private_bits=4, penalty_weight=10.0, dimension=16, amplitude=1.0, temperature=0.1)
    both, warm, pictures = (
        one(emoji, **shift.REAL | changed)
        for changed in ({}, {"temperature": 0.3}, {"sides": "picture to name", "temperature": 0.3})
    )
    bits = {name: interval(m["relevant_6"]["change"], 2) for name, m in
            (("base", base), ("crowded", crowded), ("heavy", heavy), ("mild", mild))}  # fmt: skip
    equal = {name: interval(shift.equal_bits(m, 32), 0) for name, m in
             (("both", both), ("warm", warm), ("pictures", pictures))}  # fmt: skip
    shown = tag("p", f"Some, where the objective asks for private bits: a cold temperature, a loud private part. Of the "
        f"{base['spent_elsewhere_6']['before']['mean']:.2f} bits that six-bit codes spend elsewhere at four private bits, weight 10 turns "
        f"{bits['base']} into bits on the document. With eight private bits it turns {bits['crowded']}, at weight 100 {bits['heavy']}, and on "
        f"a milder source (τ = 0.1, private part as large as the shared one) {bits['mild']}: minus is a loss.") + tag("p",
        f"On emoji, 32 bits with the penalty rank like {equal['both']} without it where pictures and words are aligned with pictures and "
        f"words at τ = 0.07, like {equal['warm']} at τ = 0.3, and like {equal['pictures']} for pictures with names at τ = 0.3. Either way the "
        "codes stay far from the frontier, which needs less than ten bits for any ranking.") + tag("p",
        f"A warmer objective gives as much for nothing: without a penalty, six-bit codes tell {interval(warmer['relevant_6']['before'], 2)} bits of the "
        f"document at τ = 0.1, where the penalty at τ = 0.03 brings them to {interval(base['relevant_6']['after'], 2)}; emoji reach MRR "
        f"{interval(warm['mrr_32']['before'])} in 32 bits at τ = 0.3, with the penalty at τ = 0.07 {interval(both['mrr_32']['after'])}.")  # fmt: skip
Html(shown if pictured else runs.source(None, "frontier_shift"))

# %% [markdown]
# ## The claims

# %%
under_test(
    records, "ib-mi-blind-to-nuisance", "ib-infonce-maximises-information", "ib-variational-bound", "ib-regulariser-bounds-leakage",
    "ib-gaussian-regulariser", "ib-sufficient-and-minimal", "ib-temperature-removes-nuisance", "ib-hyperparameters-matter",
    "ib-regulariser-aligns", "ib-specific-keeps-apart", "ib-not-effective", "ib-real-world-advantages",
)  # fmt: skip

# %% [markdown]
# What holds in their place, and the link between the papers:

# %%
under_test(
    records, "ours-variational-gap", "ours-common-part", "ours-nuisance-is-temperature", "ours-scale-is-free", "ours-warmer-keeps-less",
    "ours-collapse", "ours-leakage-is-rate", "ours-frontier-shift", "ours-aligned-code",
)  # fmt: skip

# %% [markdown]
# ## Which directions get bits
#
# The information bottleneck gives a direction bits by what it tells of the document, principal components by its
# variance, an entropy-proportional split by its entropy.

# %%
under_test(
    records, "ours-bottleneck-threshold", "ours-bottleneck-allocation", "ours-squared-error-codes-noise", "ours-entropy-shares-code-noise"
)  # fmt: skip

# %% [markdown]
# Two bits for two directions: a shared one of variance 1, with squared correlation 0.9 with the document, and a
# private one.

# %%
RATE, SQUARES, CELL = 2.0, (0.9, 0.0), 0.25
correlations = [square**0.5 for square in SQUARES]
rows = []
for private in (1 / 4, 1.0, 4.0, 16.0, 64.0):
    splits = (
        bottleneck_bits(RATE, correlations),
        fill(RATE, (1.0, private)),
        entropy_proportional_bits(RATE, (1.0, private), CELL),
    )
    rows.append(
        [f"{private:g}"] + [f"{s[0]:.2f}, {abs(relevant_information(s, correlations)):.2f}" for s in splits]
    )
head = ("private variance", "bottleneck", "least squared error", "by entropy, cells of 1/4")
table(head, rows, "Bits on the shared direction, and the bits kept of the document", "plain numbers")

# %% [markdown]
# ## What a hyperparameter does
#
# Both arms of a contrast train on the same sources and pairs; points are mean paired differences, bars 95% $t$
# intervals over trials. Leakage is what a held-out linear probe reads of the private bits; alignment is debiased CKA
# and the share of mutual nearest neighbours. Where nothing else is said: six shared and four private bits, 16
# dimensions, two layers, temperature 0.1, no penalty.

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


varied = list(contrasts.measured()) if contrasts else []


def draw(leakage, cka, neighbours):
    for axes, quantity, color, marker, title in (
        (leakage, "leakage", ORANGE, "o", "leakage, bits"), (cka, "cka", BLUE, "s", "CKA"),
        (neighbours, "neighbours", GREEN, "^", "neighbours"),
    ):  # fmt: skip
        change_plot(axes, varied, quantity, color, marker)
        axes.set_xlabel(f"change in\n{title}")
        axes.locator_params(axis="x", nbins=2)
        axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}".replace("-", "−"))
    leakage.set_yticks(range(len(varied)), [arms(p) for p, _ in varied])
    leakage.tick_params(axis="y", labelsize=8.5)


shown = figure(
    "hyperparameters", draw, shape=(1, 3), sharey=True, height=0.9 + 0.24 * len(varied),
    alt="Mean paired change of leakage, debiased CKA and mutual nearest neighbours for each contrast of a "
    "hyperparameter, with 95% intervals.",
    caption="Change from the first value to the second; a filled mark has an interval clear of zero. The claims under test: "
        f"{cite(records, 'ib-temperature-removes-nuisance')}, {cite(records, 'ib-regulariser-aligns')}. Mutual neighbours go "
        "against the latter under a heavy weight, as its note says.",
) if varied else ""  # fmt: skip
Html(shown + runs.source(contrasts, "alignment"))

# %% [markdown]
# What the probe reads without a penalty, against the same encoders before training; chance is 0 bits:

# %%
plain = [(p, m) for p, m in varied if p["vary"] == "penalty_weight" and p["after"] == 10.0]
rows = [
    ["learnt" if p["learn_temperature"] else "0.1", "× 3" if p["amplitude"] != 1 else "× 1",
     *[interval(m[name]["before"], 2) for name in ("leakage", "leakage_untrained", "shared")]]
    for p, m in plain
]  # fmt: skip
head = ("temperature", "private part", "of 4 private bits", "untrained", "of 6 shared bits")
table(head, rows, "Bits that a held-out linear probe reads", "plain numbers") if rows else Html("")

# %% [markdown]
# Every direction that a statement gives, trial by trial: more than half of the trainings must go its way.

# %%
Html(runs.tallies(contrasts, records))

# %% [markdown]
# ## What leakage costs at fixed bits
#
# Sources with six shared bits and more and more private ones, codes of six bits. Everything about a code is exact
# here, because the source is enumerated: what it spends, what of that tells of the document, and the best ranking
# that it allows. The cost is how much higher the frontier stands at all bits spent than at those on the document.


# %%
def cost(p, m):
    """A cell's row: the code without a penalty, and what the penalty changes."""
    lost = m["cost_of_leakage_6"]["before"]
    loud = f" × {p['amplitude']:g}" if p["amplitude"] != 1 else ""
    return [
        f"{p['private_bits']} private bits{loud}, {p['dimension']} dim., τ {p['temperature']:g}, weight {p['penalty_weight']:g}",
        *[f"{m[name]['before']['mean']:.2f}" for name in ("relevant_6", "spent_elsewhere_6")],
        f"{abs(lost['mean']):.3f} ± {lost['upper'] - lost['mean']:.3f}",
        signed(m["relevant_6"]["change"], 2), signed(m["best_mrr_6"]["change"]),
    ]  # fmt: skip


rows = [cost(p, m) for p, m in (costs.measured() if costs else [])]
head = ("source and training", "I(Y;C)", "I(X;C|Y)", "cost, MRR", "Δ I(Y;C)", "Δ MRR")
shown = table(head, rows, "Six-bit codes without a penalty, 95% intervals; Δ: what the penalty of that weight changes, bold where its interval "
              "is clear of zero", "plain numbers") if rows else ""  # fmt: skip
collapse = tag("p", "The penalty's losses are steps towards collapse, which is least of all from the weight σ²ρ/(τ(1 − ρ)) on, the lower "
               f"the warmer: {cite(records, 'ours-collapse')}.") if rows else ""  # fmt: skip
Html(shown + collapse + runs.tallies(costs, records) + runs.source(costs, "frontier_shift"))

# %% [markdown]
# ## Emoji, names and pictures
#
# A real two-modality set: pictures and words of 1,735 emoji, 735 for training and 1,000 for testing. What the penalty
# changes in mean reciprocal rank at each number of bits, and uncoded; and how many bits it would take without the
# penalty to rank like 32 bits with it (between the sizes measured, MRR is taken as linear in the logarithm of bits):

# %%
SIZES = [f"mrr_{bits}" for bits in (8, 16, 32, 64)] + ["mrr"]
rows = [
    [f"{p['sides']}, τ {p['temperature']:g}, weight {p['penalty_weight']:g}", *[signed(m[size]["change"]) for size in SIZES],
     interval(shift.equal_bits(m, 32), 0)]
    for p, m in (emoji.measured() if emoji else [])
]  # fmt: skip
shown = table(("what is aligned", "8 bits", "16", "32", "64", "uncoded", "as 32 bits"), rows,
              "Change in MRR by the penalty; bold where the 95% interval over splits is clear of zero", "plain numbers") if rows else ""  # fmt: skip
Html(shown + runs.source(emoji, "frontier_emoji"))
