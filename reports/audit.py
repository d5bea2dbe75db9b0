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
#     about: Every claim with its verdict and what decides it, checked by a program that anyone can run again.
#     claims: all
#     order: 1
# ---

# %% [markdown]
# # The audit, claim by claim
#
# Each claim of the papers is stated in words and as a formula that a program evaluates. Its verdict is made by a
# certificate: a derivation whose every step is checked, an exact counterexample, or a sample with its error
# probability. A small checker, on integers, fractions and intervals with rising precision, accepts the certificate or
# there is no verdict. Rates and entropies are in bits; $H_N = 1 + \frac{1}{2} + \dots + \frac{1}{N}$ is the harmonic
# number; $d$ is the distortion $1 - 1/K$ of the document at rank $K$.

# %%
from reports.parts import claims, inputs

records = inputs.verdicts()
claims.counts(records)

# %% [markdown]
# **proved**: a derivation of the claim. **refuted**: an instance at which every hypothesis holds and the conclusion is
# false. **conditional**: false as it stands, true under one more condition. **vacuous**: it says less than what is
# plain. **inconsistent**: two statements that no value satisfies together. **ill-posed**: at an instance of its own
# class it has no meaning. **supported**, **contradicted**: by a sample, at a stated error probability.
# **untestable**: no check decides it. *unsupported*: what it rests on has fallen, and it has no proof of its own.
# Where a sentence can be read in several ways each reading is judged, and the most charitable one decides.
#
# ## All claims

# %%
claims.contents(records)

# %%
claims.entries(records)
