"""Two settings compared on the same sources and pairs, trial by trial, with intervals of the differences."""

import numpy as np

from simulate.alignment_trial import trial
from simulate.intervals import mean_interval
from simulate.streams import generator


def paired_trials(stream, settings, *, bits, trials, xp):
    """Both settings' trials: {quantity: (trials, 2) array}.

    Parameters
    ----------
    stream : simulate.streams.Stream of the cell
    settings : pair of `simulate.alignment_trial.Setting`
    bits : list of ints, code sizes to measure
    trials : int, each with a source, pairs and training noise of its own, shared by the two settings
    """
    results = [
        [
            trial(
                setting,
                bits=bits,
                source_rng=generator(stream.child("source", number)),
                rng=generator(stream.child("training", number)),
                xp=xp,
            )
            for setting in settings
        ]
        for number in range(trials)
    ]
    return {name: np.array([[one[name] for one in pair] for pair in results]) for name in results[0][0]}


def paired_summary(columns):
    """Mean and 95% interval of every quantity under either setting and of its change, over the trials."""
    return {
        name: {
            "before": mean_interval(values[:, 0]),
            "after": mean_interval(values[:, 1]),
            "change": mean_interval(values[:, 1] - values[:, 0]),
        }
        for name, values in columns.items()
    }
