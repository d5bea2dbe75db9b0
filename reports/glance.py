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
#     about: Which headline statements stand, which fall, on what, and what falls with them.
#     claims: all
#     order: 0
# ---

# %% [markdown]
# # The audit at a glance
#
# Two papers say how many bits a query needs and how modalities should be aligned. What became of what they say, and of
# their headlines:

# %%
from reports.parts import claims, inputs, overview

records = inputs.verdicts()
HEADLINES = [
    "s1-single-letter", "s1-how-many-bits", "s4-thm41", "s1-redundancy-inflates", "s4-infonce-suboptimal",
    "s5-thm51", "s6-sample-complexity", "s1-two-points", "s7-flickr-two-points", "s1-baselines-lag", "s1-firsts",
    "ib-specific-keeps-apart", "ib-mi-blind-to-nuisance", "ib-sufficient-and-minimal",
]  # fmt: skip
overview.screen(records, HEADLINES)

# %% [markdown]
# ## What decides each
#
# Each statement is judged on a certificate that a small program checks again.

# %%
overview.headlines(records, HEADLINES)

# %% [markdown]
# ## Verdicts by section

# %%
claims.counts(records)

# %% [markdown]
# ## What falls with what

# %%
overview.graph(records)

# %% [markdown]
# ## Ten findings
#
# Chosen by hand, put in order of how many claims rest on each. A witness is an instance at which every hypothesis
# holds; the two sides of the conclusion are worked out there.

# %%
overview.findings(
    records,
    [
        "s4-distortion-decomposition", "s4-fano-step", "s4-eq5", "s4-thm41", "s4-thm41-chain", "s4-volume-bound",
        "s6-lem61-cardinality", "s6-schedule-m2", "s7-table1-bound-row", "s7-table2-recall-feasible",
    ],
)  # fmt: skip
