"""Statements that studies measure under names of their own: in words, with the claim on record that proves them.

A study compares its samples with what should be so instead of a paper's statement. Where a claim on record proves
that, it is named; where none does, the statement is measured only and no verdict of the audit leans on it.
"""

YARDSTICKS = {
    "ours-best-ratio": ("no choice of two temperatures ranks better than the best ratio", ""),
    "ours-ceilings": ("ceilings overshoot by at most M - 1 bits", "ours-ceilings-range"),
    "ours-cell-error-midpoint": ("squared error w^2/12 with the midpoint", "ours-cell-errors"),
    "ours-cell-error-uniform": ("squared error w^2/6 with a uniform codeword", "ours-cell-errors"),
    "ours-curve-attained": ("the code of the exact curve attains it", "ours-achieved-uniform"),
    "ours-entropy-bias": ("the plug-in entropy is low by at most log2(1 + (K - 1)/n)", "ours-plug-in-bias"),
    "ours-entropy-deviation": ("P[|H_n - E H_n| >= t] <= 2 exp(-2 t^2 / (n h(1/n)^2))", ""),
    "ours-entropy-step": ("one changed sample moves H_n by at most h(1/n)", "ours-entropy-difference"),
    "ours-excess-formula": ("the simulated excess is that of the exact sums", ""),
    "ours-false-alarms": ("one e-value at 5%: at most 5% of true statements raise an alarm", ""),
    "ours-false-alarms-sweep": ("a whole sweep at 1%: at most 1% of sweeps raise an alarm", ""),
    "ours-fano-repaired": ("I(X;C) >= log2 N - h(2D) - 2D log2(N - 1)", "ours-ranking-fano"),
    "ours-fano-step": ("H(Y|C) <= h(p_S) + (1 - p_S) log2(N - 1)", "ours-fano"),
    "ours-fixed-cells": ("K fixed cells: Rad_n <= sqrt((1 - 1/N)(sum_k 1/k^2 - H_N^2/N) K/n)", ""),
    "ours-fixed-codeword": ("the centroid errs no more than a random codeword", ""),
    "ours-high-resolution-lloyd-max": ("with Lloyd and Max's cells each bit quarters a normal's error", ""),
    "ours-interval-cells": ("K intervals with free ends: the bound of fixed cells and what the ends add", ""),
    "ours-largest-remainder": ("the largest-remainder rule gives bits that sum to R", ""),
    "ours-posterior": ("scores of the posterior rank no worse than tuned temperatures", ""),
    "ours-price-of-equal-split": ("an equal split wastes Delta H / 2 bits", "ours-equal-split"),
    "ours-random-corpus": ("the expectation over random corpora is what scoring them gives", ""),
    "ours-rate-distortion": ("no code beats the exact curve", "ours-noisy-cap"),
    "ours-redundancy-ratio": ("total correlation over its maximum lies in [0, 1]", "ours-total-correlation-ratio"),
    "ours-separate-cap": ("I(Y;C) <= sum_m min(R_m, H_m)", "ours-separate-codes"),
    "ours-separate-chain": ("I(Y;C) <= sum_m min(R_m, I(X_m;Y|C_<m))", "ours-separate-codes"),
    "ours-success-lower": ("D >= (1 - p_S)/2", "ours-distortion-from-success"),
    "ours-success-upper": ("D <= (1 - p_S)(1 - 1/N)", "ours-distortion-from-success"),
    "ours-temperatures": ("two free temperatures: Rad_n <= sqrt(2 log(2 e n N)/n)", ""),
    "ours-uniform-bound": ("E[d] <= mean_n[d] + 2 Rad_n + 3 sqrt(log(2/delta)/(2n))", "ours-thm62-two"),
}  # fmt: skip
