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
#     about: Table 2 as printed, the same table on a real set that may be passed on, a library's codes at equal bits, and Flickr30k with features of your own.
#     order: 4.5
# ---

# %% [markdown]
# # Table 2 and real data
#
# The table as printed, the same table measured on real pairs, codes of other makers at equal bits, and how to run it on
# Flickr30k and on vectors of your own.

# %%
from fractions import Fraction
from html import escape

import numpy as np

from reports.parts import benchmarks, inputs, runs
from reports.parts.figure import BLUE, GREEN, INK, ORANGE, PURPLE, RED, SOFT, figure, label
from reports.parts.html import Html, table, tag
from reports.parts.measured import between, is_balanced, span
from reports.parts.overview import counted, under_test
from simulate.codes.families import SAID
from simulate.flickr30k import READINGS
from theory.one_shot import one_shot_gain
from theory.rate_distortion import distortion
from theory.reported import TABLE2, TABLE2_BOUND, rounding

records = inputs.verdicts()
ROWS = {"clip": "naive CLIP", "fixed": "fixed τ", "adaptive": "adaptive τ"}
N = 1000

# %% [markdown]
# ## Table 2 as printed, and which pairs can be
#
# A miss at rank 1 gains at most a half, and a hit everything, so Recall@1 $= r$ leaves
# $r + (1-r)/N \le \mathrm{MRR} \le (1+r)/2$. Printed values are rounded; a pair is impossible only if no values that
# round to it fit.

# %%
rows = []
cells = [(ROWS[row], rate, *pair) for row, printed in TABLE2.items() for rate, pair in printed.items()]
for words, rate, mrr, recall in [*cells, ("bound", "", *TABLE2_BOUND)]:
    low, high = (Fraction(r, 100) for r in rounding(recall))
    least, most = low + (1 - low) / N, (1 + high) / 2
    fits = rounding(mrr)[0] <= most and rounding(mrr)[1] >= least
    rows.append(
        [
            f"{words} {rate}",
            mrr,
            recall,
            f"{float(least):.4f} to {float(most):.4f}",
            "possible" if fits else "<strong>impossible</strong>",
        ]
    )
table(
    ("row, bits", "MRR", "Recall@1, %", "MRR that this leaves", ""),
    rows,
    "Table 2, Flickr30k",
    "plain numbers",
)

# %%
under_test(
    records, "s7-table2-recall-feasible", "s7-table2-converse", "s7-table2-gap-256", "s7-table2-gap-512", "s7-table2-r1-mirrors",
    "s7-flickr-two-points", "s7-flickr-documents", "ours-feasible-pair",
)  # fmt: skip

# %% [markdown]
# ## Table 2 on a set that may be passed on
#
# Flickr30k's images may not be handed on with a program, so the table is run on emoji: a picture and words ask for
# another artist's picture and the name of the same sign, 1,735 pairs, the rest of which the codes are fitted to. Intervals resample the test
# queries (mean over splits), and beside them stand the lowest and the highest of the random train/test splits.

# %%
found = runs.run("table2_emoji")
splits = [m for _, m in found.measured()] if found else []
tested = sorted({p["documents"] for p, _ in found.measured()}) if found else []
DECODERS = {"fixed": "one τ", "adaptive": "eq. (10)", "tuned": "tuned", "best": "best ratio"}


def over(code, bits, decoder, metric):
    """Mean, low and high of the splits' intervals, and the splits' own means."""
    values = np.array([m[code][bits][decoder][metric] for m in splits])
    return values.mean(axis=0), values[:, 0]


def with_ranges(code, bits, metric):
    mean, each = over(code, bits, "fixed", metric)
    return f"{between(mean)} ({span(each.min(), each.max())})"


def emoji_table(bits):
    """Every code at so many bits, best last: MRR at one temperature with its ranges, under others, and Recall@1."""
    codes = [c for c in SAID if all(bits in m.get(c, {}) for m in splits)]
    codes.sort(key=lambda c: over(c, bits, "fixed", "mrr")[0][0])
    rows = [
        [
            code,
            with_ranges(code, bits, "mrr"),
            *[f"{over(code, bits, d, 'mrr')[0][0]:.3f}" for d in DECODERS if d != "fixed"],
            with_ranges(code, bits, "recall"),
        ]
        for code in codes
    ]
    limit = 1 - float(distortion(float(bits), N))
    rows.append([f"limit of any code of {bits} bits", f"{limit:.3f}", "", "", "", ""])
    head = ("code", "MRR, one τ: interval (splits)", *list(DECODERS.values())[1:], "Recall@1, one τ")
    return table(head, rows, f"{bits} bits", "plain numbers")


def draw_codes(axes):
    """MRR against bits on the emoji, codes that differ most, with the limits."""
    styles = {
        "faiss-opq": (BLUE, "o"), "water": (ORANGE, "s"), "faiss-rq": (GREEN, "^"), "centroid": (PURPLE, "v"),
        "paper": (RED, "D"), "truncation": (SOFT, "P"),
    }  # fmt: skip
    ends = []
    for code, (color, marker) in styles.items():
        if all(code in m for m in splits):
            rates = sorted(int(r) for r in splits[0][code])
            means = [over(code, str(r), "fixed", "mrr")[0][0] for r in rates]
            axes.plot(rates, means, color=color, marker=marker, ms=3.5, lw=1.2)
            ends.append([means[-1], code, color, rates[-1]])
    places = sorted(ends)
    for k, (height, code, color, rate) in enumerate(places):
        label(axes, code, rate, height, color, (8, 9 * (k - len(places) / 2)), fontsize=8.5)
    bits = np.linspace(0.5, 9.97, 60)
    axes.plot(bits, [1 - float(distortion(float(b), N)) for b in bits], color=INK, ls="--", lw=1)
    axes.plot(
        range(1, 11), [float(one_shot_gain(min(2**b, N), N)) for b in range(1, 11)], color=INK, ls=":", lw=1
    )
    label(axes, "limits", 4, 0.8, INK, (-4, 0), ha="right", fontsize=8.5)
    axes.set_xscale("log", base=2)
    axes.set(xlabel="bits per query", ylabel="mean reciprocal rank", ylim=(0, 1), xlim=(0.9, 6000))
    axes.set_xticks([2**k for k in range(0, 10, 3)], [str(2**k) for k in range(0, 10, 3)])


shown = ""
if splits:
    uncoded = np.mean([m["uncoded"]["fixed"]["mrr"] for m in splits], axis=0)
    best = np.mean([m["uncoded"]["best"]["mrr"][0] for m in splits])
    shown = tag(
        "p",
        f"{' and '.join(map(str, tested))} test pairs, {counted(len(splits), 'split')}. Uncoded: MRR {between(uncoded)} at one τ, {best:.3f} at the best ratio. "
        + " ".join(f"<em>{name}</em>: {escape(words)}." for name, words in SAID.items() if name in splits[0]),
    )
    shown += figure(
        "emoji", draw_codes, height=3.5,
        alt="Mean reciprocal rank against bits per query on the emoji pairs for six codes, below the two limits of any code.",
        caption="Codes on the emoji at one temperature, below what any code could reach were each query sure of its document: by information rate (dashed) and for one index entry (dotted).",
    )  # fmt: skip
    shown += "".join(emoji_table(str(bits)) for bits in (8, 16, 64, *TABLE2["clip"]))
Html(shown + runs.source(found, "table2_emoji"))

# %% [markdown]
# ## At equal bits on both data sets
#
# Codes of other makers beside the paper's, on the emoji and on the synthetic source of Table 1 (reading “both, document
# Z”): the query's vectors as they are, or the estimates of the intent that they hold, which only one who knows the
# source's maps can form. One temperature.

# %%
other = runs.run("table1_peers")
sets = {"emoji": splits} if splits else {}
for p, m in other.measured() if other else []:
    if is_balanced(p):
        sets.setdefault(
            {"vector": "synthetic, X", "intent": "synthetic, intent"}[p["coordinates"]], []
        ).append(m)
EQUAL = ("8", "16", "64", "256")


def cell(ms, code, bits):
    """A code's MRR in a data set with the interval of resampled queries, the best of a column marked."""
    if not all(bits in m.get(code, {}) for m in ms):
        return None
    return np.mean([m[code][bits]["fixed"]["mrr"] for m in ms], axis=0)


def peers_table(bits):
    columns = {
        name: {c: v for c in SAID if (v := cell(ms, c, bits)) is not None} for name, ms in sets.items()
    }
    columns = {name: column for name, column in columns.items() if column}
    top = {name: max(v[0] for v in column.values()) for name, column in columns.items()}
    rows = [
        [
            code,
            *[
                ("<strong>{}</strong>" if column[code][0] == top[name] else "{}").format(
                    between(column[code])
                )
                if code in column
                else "·"
                for name, column in columns.items()
            ],
        ]
        for code in SAID
        if any(code in column for column in columns.values())
    ]
    limit = f"{1 - float(distortion(float(bits), N)):.3f}"
    rows.append(["limit of any code", *[limit for _ in columns]])
    return table(
        (f"{bits} bits", *columns), rows, f"MRR at {bits} bits, 1,000 documents, by data set", "plain numbers"
    )


shown = ""
if sets:
    rest = [
        f"int8 ({size} bits) {between(cell(ms, 'int8', size))}, uncoded {np.mean([m['uncoded']['fixed']['mrr'][0] for m in ms]):.3f}, on {name}"
        for name, ms in sets.items()
        for size in ms[0]["int8"]
    ]
    shown = "".join(peers_table(bits) for bits in EQUAL) + tag(
        "p", f"Of a size of its own: {'; '.join(rest)}."
    )
Html(shown + runs.source(other, "table1_peers"))

# %% [markdown]
# ## Flickr30k with features of your own
#
# `python -m simulate.flickr30k FILE` runs this table on ViT-B/32 and roberta-base features of the 1,000-image split, and
# `python -m simulate.flickr30k_features` makes them where the pictures and the models are at hand; neither is part of
# this project, and no figure of theirs is shown here. The text leaves open what a query is, and how features of two
# networks without a common space (512 and 768 dimensions, where the text says d = 512) are compared:

# %%
WORDS = {
    "image": "the image", "caption": "its first caption", "seen": "a caption mapped into the images' space", "told": "an image mapped into the captions' space",
    "captions": "the mean of its captions", "others": "the mean of its other captions",
}  # fmt: skip
rows = [
    [
        reading,
        *["<br>".join(WORDS[pair[side]] for pair in parts) for side in (0, 1)],
        "two" if len(parts) == 2 else "one: no ratio of temperatures",
    ]
    for reading, parts in READINGS.items()
]
table(
    ("reading", "query shows", "document shows", "modalities"),
    rows,
    "Readings of Sec. 7.3; maps are ridge regressions on training pairs",
    "plain",
)

# %% [markdown]
# ## Your own vectors
#
# `python -m simulate.bits --embeddings FILE` measures the same codes on query and document vectors of yours, from
# memory-mapped files that are never loaded whole. The run below tells what that takes, on vectors made up for the
# purpose: each query lies close to its document, so the MRR is of an easy set and says nothing of real ones.

# %%
kept = benchmarks.benchmark("embeddings")
told = ""
if kept:
    rows = [
        [name, "{code} at {bits} bits, MRR {mrr:.3f}".format(**value) if name == "taken" else f"{value:,}"]
        for name, value in kept["results"].items()
    ]
    told = table(
        ("", "measured"),
        rows,
        f"One run of the command, {kept['date']}, {kept['machine']['processor']}",
        "plain numbers",
    )
Html(told + benchmarks.source("embeddings"))
