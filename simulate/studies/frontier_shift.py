"""What leakage costs in mean reciprocal rank at fixed bits, and whether a penalty buys it back.

A code C of the query's embedding spends I(X;C) = I(Y;C) + I(X;C|Y). Ranking can use the first term only, so
its mean reciprocal rank is at most the frontier's at I(Y;C) bits: the frontier shifts to the right by
I(X;C|Y), what the code spends on the query's private side. The source is enumerated, so every quantity of a
code is exact. A cell compares no penalty with one of a given weight on the same sources.
"""

import numpy as np

from simulate.alignment_trial import Setting
from simulate.allowed import number, whole
from simulate.cells import product
from simulate.findings import exact
from simulate.laws import float_error
from simulate.paired_trials import paired_summary, paired_trials
from theory.rate_distortion import distortion, rate

VERSION = 2
ALLOWED = {
    "private_bits": whole(0, 14),
    "dimension": whole(1),
    "penalty_weight": number(least=0),
    "amplitude": number(least=0),
    "temperature": number(above=0),
    "steps": whole(1),
    "trials": whole(2),
}


def grid(size):
    """Rows: private entropy, embedding dimension, weight of the penalty, size of the private factors, temperature."""
    loud = {"amplitude": [3.0], "temperature": [0.03]}
    if size == "quick":
        rows = product(private_bits=[4], dimension=[16], penalty_weight=[10.0], **loud)
        return [row | {"steps": 150, "trials": 5} for row in rows]
    rows = product(private_bits=[0, 2, 4, 6, 8], dimension=[16], penalty_weight=[10.0], **loud)
    rows += product(private_bits=[4], dimension=[8, 32], penalty_weight=[10.0], **loud)
    rows += product(private_bits=[4], dimension=[16], penalty_weight=[1.0, 100.0], **loud)
    rows += product(
        private_bits=[4], dimension=[16], penalty_weight=[10.0], amplitude=[1.0, 3.0], temperature=[0.1, 0.3]
    )
    return [row | {"steps": 400, "trials": {"paper": 5, "full": 20}[size]} for row in rows]


def run(stream, xp, *, private_bits, dimension, penalty_weight, amplitude, temperature, steps, trials):
    """Codes of half, all and one and a half times log N bits, as far as the dimension goes."""
    settings = [
        Setting(
            private_bits=private_bits,
            dimension=dimension,
            penalty_weight=weight,
            amplitude=amplitude,
            temperature=temperature,
            steps=steps,
        )
        for weight in (0.0, penalty_weight)
    ]
    shared = settings[0].shared_bits
    bits = [size for size in (shared // 2, shared, 3 * shared // 2) if size <= dimension]
    columns = paired_trials(stream, settings, bits=bits, trials=trials, xp=xp)
    documents, error = 2**shared, float_error(2 ** (shared + private_bits))
    findings = []
    for size in bits:
        findings += _shift_findings(
            columns[f"relevant_{size}"], columns[f"best_mrr_{size}"], documents, error
        )
        columns |= _frontiers(columns, size, documents)
    return {"measured": paired_summary(columns), "findings": findings}


def _frontiers(columns, size, documents):
    """The best mean reciprocal rank at the bits spent, at those spent on Y, and how far the code stays below."""
    spent, useful = (_frontier(columns[f"{term}_{size}"], documents) for term in ("rate", "relevant"))
    return {
        f"frontier_{size}": spent,
        f"cost_of_leakage_{size}": spent - useful,
        f"shortfall_{size}": spent - columns[f"best_mrr_{size}"],
    }


def _frontier(bits, documents):
    """1 - D*(bits), elementwise."""
    flat = [1 - float(distortion(float(b), documents).lower) for b in np.ravel(np.maximum(bits, 0))]
    return np.reshape(flat, np.shape(bits))


def _shift_findings(relevant, mean_reciprocal_rank, documents, error):
    """I(Y;C) >= R*(1 - MRR): the rate less what is spent elsewhere is still a rate for the ranking."""
    return [
        exact("ours-frontier-shift", kept, ">=", float(rate(float(1 - gain), documents).lower), error=error)
        for kept, gain in zip(np.ravel(relevant), np.ravel(mean_reciprocal_rank), strict=True)
    ]
