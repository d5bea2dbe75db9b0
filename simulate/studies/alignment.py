"""What a hyperparameter does to leakage and alignment when two modalities are trained by InfoNCE.

A cell changes one hyperparameter of a base setting and trains both arms on the same sources and pairs,
`trials` times over. It reports each arm and the paired differences with 95% t intervals, and judges by
signs: a statement about a direction is true of a range when more than half of the trials go that way. The
source has known shared and private factors (`simulate.shared_private`); leakage is what a held-out linear
probe reads of the private one.
"""

import numpy as np

from simulate.alignment_trial import Setting
from simulate.findings import sampled
from simulate.paired_trials import paired_summary, paired_trials

VERSION = 3
CONTRASTS = (
    ("temperature", 0.03, 0.3),
    ("learn_temperature", False, True),
    ("dimension", 8, 32),
    ("penalty_weight", 0.0, 10.0),
    ("mismatch", 0.0, 0.3),
    ("noise_sigma", 0.0, 0.1),
    ("depth", 1, 2),
)
FURTHER_CONTRASTS = (
    ("temperature", 0.03, 0.1),
    ("temperature", 0.1, 0.3),
    ("temperature", 0.3, 1.0),
    ("penalty_weight", 0.0, 1.0),
    ("penalty_weight", 0.0, 100.0),
    ("depth", 2, 3),
    ("dimension", 6, 16),
    ("private_bits", 2, 8),
)


def grid(size):
    """Rows: one hyperparameter, its two values, the base they are varied from."""
    if size == "quick":
        return [_row(*contrast, steps=100, trials=5) for contrast in CONTRASTS[:5]]
    trials = {"paper": 5, "full": 20}[size]
    rows = [_row(*contrast, trials=trials) for contrast in CONTRASTS + FURTHER_CONTRASTS]
    loud = [_row(*contrast, amplitude=3.0, trials=trials) for contrast in CONTRASTS[:4]]
    learning = _row("penalty_weight", 0.0, 10.0, learn_temperature=True, trials=trials)
    return [*rows, *loud, learning]


def _row(vary, before, after, *, trials, amplitude=1.0, learn_temperature=False, steps=400):
    return {
        "vary": vary,
        "before": before,
        "after": after,
        "amplitude": amplitude,
        "learn_temperature": learn_temperature,
        "steps": steps,
        "trials": trials,
    }


def run(stream, xp, *, vary, before, after, amplitude, learn_temperature, steps, trials):
    """Both arms of one contrast, `trials` times."""
    base = {"amplitude": amplitude, "learn_temperature": learn_temperature, "steps": steps}
    arms = [Setting(**(base | {vary: value})) for value in (before, after)]
    shared = arms[0].shared_bits
    columns = paired_trials(stream, arms, bits=[shared // 2, shared], trials=trials, xp=xp)
    return {"measured": paired_summary(columns), "findings": _findings(vary, columns)}


def _findings(vary, columns):
    """Signs of the paired differences, where a published statement gives their direction."""
    if vary == "temperature":
        readable = np.maximum(columns["leakage"], 0)  # below zero the probe reads nothing
        return [_sign("ib-temperature-removes-nuisance", -_change(readable))]
    if vary == "penalty_weight":
        readings = ("cka", "neighbours")
        return [_sign(f"ib-regulariser-aligns:{name}", _change(columns[name])) for name in readings]
    return []


def _change(values):
    return values[:, 1] - values[:, 0]


def _sign(statement, gains):
    """More than half of the trials gain, a tie counting for half."""
    counts = [int((gains < 0).sum()), int((gains == 0).sum()), int((gains > 0).sum())]
    return sampled(statement, counts, [0.0, 0.5, 1.0], ">=", 0.5)
