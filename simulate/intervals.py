"""Intervals of means over independent trials."""

import numpy as np
from scipy.stats import t


def mean_interval(values, *, level=0.05):
    """Mean of independent trials with Student's interval of coverage 1 - `level`.

    Parameters
    ----------
    values : (n,) floats, n >= 2

    Returns
    -------
    dict with "mean", "lower", "upper", "trials"

    Raises
    ------
    ValueError
        When there are fewer than two values.
    """
    values = np.asarray(values, dtype=float)
    if values.ndim != 1 or len(values) < 2:
        raise ValueError(f"values has shape {values.shape}, needs (n,) with n >= 2")
    mean = float(values.mean())
    reach = float(t.ppf(1 - level / 2, len(values) - 1) * values.std(ddof=1) / len(values) ** 0.5)
    return {"mean": mean, "lower": mean - reach, "upper": mean + reach, "trials": len(values)}
