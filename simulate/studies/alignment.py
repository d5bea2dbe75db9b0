"""What a hyperparameter does to leakage and alignment when two modalities are trained by InfoNCE.

A cell changes one hyperparameter of a base setting and trains both arms on the same sources and pairs,
`trials` times over. It reports each arm and the paired differences with 95% t intervals, and judges by
signs: a statement about a direction is true of a range when more than half of the trials go that way. The
source has known shared and private factors (`simulate.shared_private`); leakage is what a held-out linear
probe reads of the private one. Directions that no publication states are those of an earlier run of five
trials (version 3, seed 0), tried here on new ones.
"""

import numpy as np

from simulate.alignment_trial import Setting
from simulate.allowed import FLAG, number, whole
from simulate.findings import sampled
from simulate.paired_trials import paired_summary, paired_trials

VERSION = 4
CONTRASTS = (
    ("temperature", 0.03, 0.3),
    ("learn_temperature", False, True),
    ("dimension", 8, 32),
    ("penalty_weight", 0.0, 10.0),
    ("mismatch", 0.0, 0.3),
    ("noise_sigma", 0.0, 0.1),
    ("depth", 1, 2),
)
RISES, FALLS = 1, -1
STATEMENTS = {
    "temperature": (("ib-temperature-removes-nuisance", "leakage", FALLS),),
    "penalty_weight": (
        ("ib-regulariser-aligns:CKA", "cka", RISES),
        ("ib-regulariser-aligns:mutual neighbours", "neighbours", RISES),
        ("ib-regulariser-aligns:leakage", "leakage", FALLS),
    ),
    "learn_temperature": (("ib-hyperparameters-matter:temperature learnt", "leakage", RISES),),
    "dimension": (("ib-hyperparameters-matter:dimension", "leakage", RISES),),
    "mismatch": (("ib-hyperparameters-matter:mismatched pairs", "leakage", RISES),),
    "noise_sigma": (("ib-hyperparameters-matter:noise", "leakage", FALLS),),
    "depth": (("ib-hyperparameters-matter:depth", "leakage", FALLS),),
    "private_bits": (("ib-hyperparameters-matter:private bits", "leakage", RISES),),
}
LEFT, LESS = "ib-mi-blind-to-nuisance:left by training", "ib-mi-blind-to-nuisance:less than untrained"
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
VALUES = {
    "temperature": number(above=0),
    "penalty_weight": number(least=0),
    "learn_temperature": FLAG,
    "dimension": whole(1),
    "mismatch": number(least=0, most=1),
    "noise_sigma": number(least=0),
    "depth": whole(1),
    "private_bits": whole(0, 14),
}
ALLOWED = {
    "vary": VALUES,
    "before": lambda row: VALUES[row["vary"]],
    "after": lambda row: VALUES[row["vary"]],
    "amplitude": number(least=0),
    "learn_temperature": FLAG,
    "steps": whole(1),
    "trials": whole(2),
}


def grid(size):
    """Rows: one hyperparameter, its two values, the base they are varied from."""
    if size == "quick":
        return [_row(*contrast, steps=100, trials=5) for contrast in CONTRASTS[:5]]
    trials = {"paper": 5, "full": 32}[size]
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
    each = {name: columns[name].tolist() for name in ("leakage", "cka", "neighbours")}
    return {"measured": paired_summary(columns) | {"each": each}, "findings": _findings(vary, columns)}


def _findings(vary, columns):
    """Signs of the paired differences; of the plain objective's leakage against nothing and against no training."""
    readable = columns | {"leakage": np.maximum(columns["leakage"], 0)}  # below zero the probe reads nothing
    found = [
        _sign(statement, sense * (readable[name][:, 1] - readable[name][:, 0]))
        for statement, name, sense in STATEMENTS[vary]
    ]
    if vary == "penalty_weight":
        plain, untrained = readable["leakage"][:, 0], columns["leakage_untrained"][:, 0]
        found += [_sign(LEFT, plain), _sign(LESS, untrained - plain)]
    return found


def _sign(statement, gains):
    """More than half of the trials gain, a tie counting for half."""
    counts = [int((gains < 0).sum()), int((gains == 0).sum()), int((gains > 0).sum())]
    return sampled(statement, counts, [0.0, 0.5, 1.0], ">=", 0.5)
