"""The codes by name: the paper's product quantiser as written and repaired, and those it is compared with."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from simulate.codes.allocation import (
    bits_by_modality,
    bottleneck_allocation,
    largest_remainder,
    proportional_ceilings,
    reverse_water_filling,
    uniform_bits,
)
from simulate.codes.transform import BEST_RULES, Group, Rules, TransformCode, fit_transform
from simulate.device import to_host
from simulate.sources.gaussian import Covariances
from simulate.streams import Stream, normal
from theory.gaussian_bottleneck import canonical_directions

INT8 = 8


def paper_product_code(
    training,
    bits: int,
    widths: Sequence[int],
    entropies: Sequence[float] | np.ndarray,
    *,
    as_written: bool,
    rules: Rules,
    stream: Stream | None = None,
) -> TransformCode:
    """The entropy-weighted product quantiser of Sec. 5.1 and 6.1.

    As written: ceil(R H_m / sum_j H_j) bits a modality, cells cut at the empirical distribution, codewords
    uniform on the cell. On the real line the outer cells are unbounded and have no uniform law, so this is an
    error. Repaired: the bits add up to R, and cells are bounded by the training data. A modality's bits are
    dealt out evenly over its coordinates, which the paper leaves open.

    Parameters
    ----------
    entropies : (M,) bits
        Empirical entropies of the modalities (`entropies`), at the resolution of the user's choice.
    rules : Rules
        Cuts and codewords; "quantile" and "uniform" (or "uniform-fixed") are the paper's.

    Raises
    ------
    ValueError
        As written, for codewords that unbounded cells do not allow.
    """
    split = proportional_ceilings if as_written else largest_remainder
    return fit_transform(
        training,
        bits_by_modality(split(entropies, bits), widths),
        name="paper-as-written" if as_written else "paper-repaired",
        rules=rules,
        centred=False,
        bounded=not as_written,
        stream=stream,
    )


def uniform_code(training, bits: int, *, rules: Rules = BEST_RULES) -> TransformCode:
    """Every coordinate the same bits, in the given coordinates."""
    training = to_host(training)
    return fit_transform(training, uniform_bits(training.shape[1], bits), name="uniform", rules=rules)


def principal_code(training, bits: int, *, dimensions: int | None = None) -> TransformCode:
    """Principal components with bits by reverse water-filling, or evenly over the first `dimensions`."""
    values, basis = _principal(training)
    if dimensions is None:
        return fit_transform(training, reverse_water_filling(values, bits), name="pca-water", basis=basis)
    even = uniform_bits(dimensions, bits)
    return fit_transform(training, even, name="pca-even", basis=basis[:, :dimensions])


def bottleneck_code(training, bits: int, covariances: Covariances) -> TransformCode:
    """Canonical directions of the query about its document, bits by the Gaussian information bottleneck.

    Raises
    ------
    ValueError
        For singular covariances.
    """
    found = canonical_directions(covariances.query, covariances.document, covariances.cross)
    allocated = bottleneck_allocation(found.correlations, bits)
    code = fit_transform(training, allocated, name="bottleneck", basis=found.directions.T)
    return _with_synthesis(code, found.directions @ covariances.query)


def sign_code(training, bits: int, stream: Stream) -> TransformCode:
    """Signs of random projections (locality-sensitive hashing): codewords +1 and -1, whole numbers."""
    training = to_host(training)
    directions = normal(stream, (training.shape[1], bits), xp=np, dtype=np.float64)
    mean = training.mean(axis=0, dtype=np.float64)
    signs = np.array([[-1.0], [1.0]]).repeat(bits, axis=1)
    zero = np.zeros((1, bits))
    group = Group(np.arange(bits), zero[:, :1], signs, np.concatenate((zero - np.inf, zero + np.inf)))
    mean, analysis, synthesis = (part.astype(np.float32) for part in (mean, directions, directions.T))
    groups = (group,) if bits else ()
    return TransformCode("signs", bits, mean, analysis, synthesis, np.ones(bits, dtype=np.int64), groups)


def signs_alone(training, bits: int, stream: Stream) -> TransformCode:
    """`sign_code` whose codewords leave the mean out: they rank alike whatever the unit of the vectors.

    Beside codewords of +1 and -1 the mean is large in one unit and nothing in another.
    """
    code = sign_code(training, bits, stream)
    cuts = (code.mean @ code.analysis)[None]
    groups = tuple(replace(group, boundaries=cuts) for group in code.groups)
    return replace(code, mean=np.zeros_like(code.mean), groups=groups)


def int8_code(training) -> TransformCode:
    """256 even cells in every coordinate, midpoints as codewords."""
    bits = np.full(to_host(training).shape[1], INT8)
    return fit_transform(training, bits, name="int8", rules=Rules("even", "midpoint"))


def truncation_code(training, dimensions: int, *, principal: bool = True) -> TransformCode:
    """The first `dimensions` coordinates at 8 bits each, the rest dropped (Matryoshka-style).

    Raises
    ------
    ValueError
        For dimensions that the vectors do not have.
    """
    width = to_host(training).shape[1]
    if not 0 <= dimensions <= width:
        raise ValueError(f"dimensions must be 0 to {width}, got {dimensions}")
    kept = np.where(np.arange(width) < dimensions, INT8, 0)
    basis = _principal(training)[1] if principal else None
    return fit_transform(training, kept, name="truncation", rules=Rules("even", "midpoint"), basis=basis)


def _principal(training):
    """Variances and directions of the principal components, largest first, each with its largest entry positive."""
    covariance = np.atleast_2d(np.cov(np.asarray(to_host(training), dtype=np.float64), rowvar=False))
    values, vectors = np.linalg.eigh(covariance)
    largest = vectors[np.argmax(np.abs(vectors), axis=0), np.arange(len(values))]
    return np.maximum(values[::-1], 0.0), (vectors * np.sign(largest))[:, ::-1]


def _with_synthesis(code, synthesis):
    """The code with another way back: for directions that are not orthonormal."""
    return replace(code, synthesis=synthesis.astype(np.float32))
