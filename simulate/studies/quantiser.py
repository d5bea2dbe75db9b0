"""Sec. 5.1: bits dealt out, the code's entropy, high-resolution rates, random against fixed codewords.

Sums and normal integrals where there are any, else independent samples through the codes themselves. The
statements named s5-... are of Sec. 5 of Chen, "Rate-Distortion Limits for Multimodal Retrieval".
"""

import math
from collections.abc import Callable

import numpy as np
from scipy.special import ndtri

from simulate.allowed import Allowed, whole
from simulate.cells import product
from simulate.codes.allocation import largest_remainder, proportional_ceilings
from simulate.codes.cells import lloyd_max_boundaries, normal_cells
from simulate.codes.transform import Rules, codewords, encode, fit_transform
from simulate.findings import exact, sampled
from simulate.streams import generator, normal

VERSION = 1
ERROR = 1e-9
WITHIN = 0.02
KINDS: dict[str, dict[str, Allowed]] = {
    "allocation": {"bits": whole(), "modalities": whole(1), "samples": whole(1)},
    "entropy": {"bits": (2,), "modalities": (2,), "samples": (0,)},
    "resolution": {"bits": whole(1), "modalities": (1,), "samples": (0,)},
    "codeword": {"bits": whole(1), "modalities": (1,), "samples": whole(2)},
    "normal": {"bits": whole(1), "modalities": (1,), "samples": whole(2)},
}
ALLOWED = {
    "what": KINDS,
    "bits": lambda row: KINDS[row["what"]]["bits"],
    "modalities": lambda row: KINDS[row["what"]]["modalities"],
    "samples": lambda row: KINDS[row["what"]]["samples"],
}


def grid(size):
    samples = {"quick": 4_000, "paper": 40_000, "full": 100_000}[size]
    rows = product(what=["allocation"], bits=[2, 8, 64, 512], modalities=[1, 2, 3, 6], samples=[1_000])
    rows += product(what=["entropy"], bits=[2], modalities=[2], samples=[0])
    rows += product(what=["resolution"], bits=range(1, 10), modalities=[1], samples=[0])
    rows += product(what=["codeword"], bits=[1, 2, 4, 8], modalities=[1], samples=[samples])
    rows += product(what=["normal"], bits=[1, 2, 4], modalities=[1], samples=[samples])
    return rows


def run(stream, xp, *, what, bits, modalities, samples):
    study = {
        "allocation": allocation,
        "entropy": entropy_of_code,
        "resolution": resolution,
        "codeword": uniform_cells,
        "normal": normal_source,
    }[what]
    measured, found = study(stream, xp, bits, modalities, samples)
    return {"measured": measured, "findings": found}


def allocation(stream, xp, bits, modalities, samples):
    """The paper's ceilings against R, over random entropies; the largest-remainder rule beside them."""
    entropies = generator(stream).exponential(size=(samples, modalities))
    ceilings = max(int(proportional_ceilings(row, bits).sum()) for row in entropies)
    remainders = {int(largest_remainder(row, bits).sum()) for row in entropies}
    found = [
        exact("s5-bit-allocation", ceilings, "<=", bits, error=0),
        exact("ours-ceilings", ceilings, "<=", bits + modalities - 1, error=0),
        exact("ours-largest-remainder", max(remainders), "<=", bits, error=0),
        exact("ours-largest-remainder", min(remainders), ">=", bits, error=0),
    ]
    return {"overshoot": ceilings - bits}, found


def entropy_of_code(stream, xp, bits, modalities, samples):
    """H(C) = sum_m R_m: one bit, the sign, of each of two normals with correlation 0.8; exact by the arcsine law."""
    agree = 0.5 + math.asin(0.8) / math.pi
    entropy = 1 - agree * math.log2(agree) - (1 - agree) * math.log2(1 - agree)
    return {"entropy": entropy}, [exact("s5-code-entropy", entropy, "=", bits, error=ERROR)]


def resolution(stream, xp, bits, modalities, samples):
    """E(X - C)^2 = O(2^(-2R)) of a normal, from R to R + 1 bits: centroids, cells by quantiles or by Lloyd and Max.

    The order is log4 of the ratio of errors. With quantile cells, those of Sec. 6.1, the outer cells alone keep the
    error near 2^(-R), order 1/2; 3/4 lies between.
    """
    cuts: dict[str, Callable[[int], np.ndarray]] = {
        "s5-high-resolution": quantile_cuts,
        "ours-high-resolution-lloyd-max": lloyd_max_boundaries,
    }
    errors = {name: [left_over(cut(2**b)) for b in (bits, bits + 1)] for name, cut in cuts.items()}
    orders = {name: math.log(now / later, 4) for name, (now, later) in errors.items()}
    found = [exact(name, order, ">=", 0.75, error=ERROR) for name, order in orders.items()]
    return {"squared_error": {name: now for name, (now, _) in errors.items()}}, found


def quantile_cuts(cells):
    return ndtri(np.arange(1, cells) / cells)


def left_over(cuts):
    """Variance of a standard normal within its cells: 1 - sum of mass x mean^2."""
    edges = np.concatenate(([-np.inf], cuts, [np.inf]))
    means = normal_cells(cuts)[0]
    masses = np.diff(0.5 * np.vectorize(math.erfc)(-edges / math.sqrt(2)))
    return 1 - float(masses @ means**2)


def uniform_cells(stream, xp, bits, modalities, samples):
    """Squared error in units of the squared width of a cell, source uniform: 1/6 for random, 1/12 for middles."""
    values = generator(stream).random((samples, 1))
    values[:2, 0] = 0, 1
    found, measured = [], {}
    for rule, expected in {"uniform": 1 / 6, "midpoint": 1 / 12}.items():
        losses = squared_errors(stream, xp, values, bits, Rules("even", rule)) * 4**bits
        counts = np.ones(samples, dtype=np.int64)
        found.append(
            sampled(f"ours-cell-error-{rule}", counts, np.minimum(losses, 1), "=", expected, within=WITHIN)
        )
        measured[rule] = float(losses.mean())
    return measured, found


def normal_source(stream, xp, bits, modalities, samples):
    """Quantile cells between the extremes of the sample, as in Sec. 6.1: is a random codeword needed, or a loss?

    Losses of the random and of the centroid codeword for the same values, halved difference about 1/2.
    """
    values = normal(stream, (samples, 1), xp=np, dtype=np.float64)
    losses = [
        squared_errors(stream, xp, values, bits, Rules("quantile", rule)) for rule in ("uniform", "centroid")
    ]
    scale = max(float(np.max(loss)) for loss in losses)
    gains = (losses[0] - losses[1]) / (2 * scale) + 0.5
    counts = np.ones(samples, dtype=np.int64)
    found = [
        sampled("s5-stochastic-helps", counts, gains, "<=", 0.5),
        sampled("ours-fixed-codeword", counts, gains, ">=", 0.5),
    ]
    return {"random": float(losses[0].mean()), "centroid": float(losses[1].mean())}, found


def squared_errors(stream, xp, values, bits, rules):
    """(x - c)^2 of each value through a code fitted to the values themselves, of at least one bit (ValueError)."""
    if bits < 1:
        raise ValueError(f"bits must be at least 1 for a codeword to tell anything, got {bits}")
    code = fit_transform(values, [bits], name="scalar", rules=rules, centred=False)
    indices = encode(code, xp.asarray(values, dtype=xp.float32), xp=xp)
    words = codewords(code, indices, xp=xp, stream=stream)
    return (values[:, 0] - np.asarray(words, dtype=np.float64)[:, 0]) ** 2
