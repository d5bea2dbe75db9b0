"""Two modalities with known shared and private factors, all of them bits.

Y is `shared_bits` fair bits, N_m is `private_bits` fair bits of modality m, all independent, and
X_m = tanh([Y, amplitude N_m] A_m + b_m) with fixed Gaussian A_m, b_m: an injective view of (Y, N_m).
So H(Y), H(N_m) and H(X_m) are exact, and a deterministic code of X_m has an exact law by enumeration.
"""

from dataclasses import dataclass

import numpy as np

MOST_ENUMERATED_BITS = 20


@dataclass(frozen=True)
class SharedPrivate:
    """The source: its sizes and the two mixing maps.

    Attributes
    ----------
    shared_bits, private_bits : int, H(Y) and H(N_m)
    amplitude : float >= 0, size of a private factor beside a shared one
    mixing : pair of (shared_bits + private_bits, observed) arrays
    offset : pair of (observed,) arrays
    """

    shared_bits: int
    private_bits: int
    amplitude: float
    mixing: tuple[np.ndarray, np.ndarray]
    offset: tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Views:
    """Paired rows: what is seen of both modalities, and the factors behind it (+1 or -1).

    Attributes
    ----------
    first, second : (n, observed) float32
    shared : (n, shared_bits), the first modality's Y, and the second's too unless the pair is mismatched
    private_first, private_second : (n, private_bits)
    """

    first: np.ndarray
    second: np.ndarray
    shared: np.ndarray
    private_first: np.ndarray
    private_second: np.ndarray


def shared_private_source(shared_bits, private_bits, *, amplitude, observed, rng):
    """A source with random mixing maps; pre-activations have variance near 1.

    Parameters
    ----------
    shared_bits, private_bits : int >= 1, >= 0
    amplitude : float >= 0
    observed : int, width of X_m, at least shared_bits + private_bits
    rng : numpy Generator

    Raises
    ------
    ValueError
        When a size is out of range.
    """
    factors = shared_bits + private_bits
    if shared_bits < 1 or private_bits < 0:
        raise ValueError(f"shared_bits, private_bits are {shared_bits}, {private_bits}: need >= 1, >= 0")
    if not amplitude >= 0:
        raise ValueError(f"amplitude is {amplitude}, needs to be non-negative")
    if observed < factors:
        raise ValueError(f"observed is {observed}, needs at least shared_bits + private_bits = {factors}")
    scale = (shared_bits + private_bits * amplitude**2) ** -0.5
    mixing = tuple(scale * rng.standard_normal((factors, observed)) for _ in range(2))
    offset = tuple(0.5 * rng.standard_normal(observed) for _ in range(2))
    return SharedPrivate(shared_bits, private_bits, amplitude, mixing, offset)


def observe(source, shared, private, *, modality):
    """X_m, (n, observed) float32, of given factors.

    Parameters
    ----------
    source : SharedPrivate
    shared, private : (n, shared_bits), (n, private_bits) of +1 and -1
    modality : 0 or 1
    """
    factors = np.hstack([shared, source.amplitude * private])
    return np.tanh(factors @ source.mixing[modality] + source.offset[modality]).astype(np.float32)


def draw_pairs(source, count, *, mismatch=0.0, rng):
    """`count` independent pairs; with probability `mismatch` the second view is of another, independent Y.

    Returns
    -------
    Views

    Raises
    ------
    ValueError
        When `mismatch` is not in [0, 1].
    """
    if not 0 <= mismatch <= 1:
        raise ValueError(f"mismatch is {mismatch}, allowed are 0 to 1")
    shared, other = (_signs(count, source.shared_bits, rng) for _ in range(2))
    private = [_signs(count, source.private_bits, rng) for _ in range(2)]
    paired = np.where(rng.random((count, 1)) < mismatch, other, shared)
    return Views(
        first=observe(source, shared, private[0], modality=0),
        second=observe(source, paired, private[1], modality=1),
        shared=shared,
        private_first=private[0],
        private_second=private[1],
    )


def _signs(count, bits, rng):
    return 2.0 * rng.integers(0, 2, (count, bits)) - 1


def all_factors(bits):
    """Every value of `bits` fair bits, (2^bits, bits) of +1 and -1, in counting order."""
    return 2.0 * ((np.arange(2**bits)[:, None] >> np.arange(bits)) & 1) - 1


def enumerate_views(source, *, modality):
    """Every value of X_m, each of probability 2^-(shared_bits + private_bits).

    Returns
    -------
    views : (2^shared_bits * 2^private_bits, observed) float32, the private value running fastest
    document : (rows,) int, index of the row's Y in `all_factors(shared_bits)`
    private : (rows,) int, index of the row's N_m in `all_factors(private_bits)`
    """
    if source.shared_bits + source.private_bits > MOST_ENUMERATED_BITS:
        raise ValueError(
            f"source has {source.shared_bits + source.private_bits} bits, at most {MOST_ENUMERATED_BITS}"
        )
    documents, privates = 2**source.shared_bits, 2**source.private_bits
    document, private = np.repeat(np.arange(documents), privates), np.tile(np.arange(privates), documents)
    shared, hidden = all_factors(source.shared_bits)[document], all_factors(source.private_bits)[private]
    views = observe(source, shared, hidden, modality=modality)
    return views, document, private
