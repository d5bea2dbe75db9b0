"""Random streams: counter-based, named by a seed and labels, the same on every device.

A stream is a key of the Philox generator (philox4x64-10: Salmon, Moraes, Dror and Shaw, "Parallel random
numbers: as easy as 1, 2, 3", 2011); its n-th word is a function of the key and of n alone. Words, uniforms,
integers and categories are the same bits on NumPy and on CuPy; normals agree to the last places of the
device's logarithm and cosine.
"""

import hashlib
import json
import math
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from simulate.cuda import philox_words
from simulate.device import cast, on_gpu, to_host

BLOCK = 1 << 13


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream of random words, named by a seed and a path of labels."""

    seed: int
    labels: tuple[str | int, ...] = ()

    def child(self, *labels: str | int) -> "Stream":
        """The stream with these labels appended; streams of different names are independent."""
        return Stream(self.seed, self.labels + labels)

    @property
    def key(self) -> tuple[int, int]:
        """Philox key: 128 bits of the name's BLAKE2b digest."""
        name = json.dumps([self.seed, *self.labels]).encode()
        digest = hashlib.blake2b(name, digest_size=16).digest()
        return int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")


def generator(stream: Stream) -> np.random.Generator:
    """NumPy generator on the stream's words, for draws that stay on the host."""
    return np.random.Generator(np.random.Philox(key=np.asarray(stream.key, dtype=np.uint64)))


def words(stream: Stream, count: int, *, xp: ModuleType, start: int = 0):
    """Words `start` to `start + count` of the stream: (count,) uint64, the same bits on every device.

    Raises
    ------
    ValueError
        For a negative count, or a start that is negative or no multiple of 4 (one Philox block is 4 words).
    """
    if count < 0:
        raise ValueError(f"count must be at least 0, got {count}")
    if start < 0 or start % 4:
        raise ValueError(f"start must be a non-negative multiple of 4, got {start}")
    if on_gpu(xp):
        return philox_words(stream.key, count, start // 4, xp)
    bits = np.random.Philox(key=np.asarray(stream.key, dtype=np.uint64)).advance(start // 4)
    return xp.asarray(bits.random_raw(count))


def uniform(stream: Stream, shape: tuple[int, ...], *, xp: ModuleType):
    """Uniform draws on the open interval (0, 1): (k + 1/2) / 2^52, float64, the same bits on every device."""
    return _fill(stream, shape, 1, xp.float64, _open_unit, xp)


def normal(stream: Stream, shape: tuple[int, ...], *, xp: ModuleType, dtype=None):
    """Standard normal draws by Box and Muller: sqrt(-2 ln u) cos(2 pi v) and sqrt(-2 ln u) sin(2 pi v).

    One word gives u and v, 32 bits each, and so two draws; none lies beyond 6.7, where a normal would put one
    in 4 10^10. Cosine and sine come from the half angle's tangent, one call for both. Computed in float64,
    returned as `dtype`, float32 by default.
    """
    return _fill(stream, shape, 2, xp.float32 if dtype is None else dtype, _box_muller, xp)


def integers(stream: Stream, shape: tuple[int, ...], bound: int, *, xp: ModuleType):
    """Uniform integers in [0, bound), int64: floor(w bound / 2^32), w the word's top half.

    A value's probability is off by less than 2^-32; `bound` is at most 2^31.
    """
    if not 1 <= bound <= 1 << 31:
        raise ValueError(f"bound must be in [1, 2^31], got {bound}")
    scaled = (words(stream, math.prod(shape), xp=xp) >> 32) * cast(bound, xp.uint64, xp)
    return xp.reshape(cast(scaled >> 32, xp.int64, xp), shape)


def categories(stream: Stream, count: int, probabilities, *, xp: ModuleType):
    """Indices drawn from a law, (count,) int64, by inverting its cumulative sums.

    The sums are taken on the host, so that a draw is the same on every device.
    """
    law = np.asarray(to_host(probabilities), dtype=np.float64)
    if law.ndim != 1 or law.size == 0 or not np.all(law >= 0) or not 0 < law.sum() < np.inf:
        raise ValueError(f"probabilities must be a 1-D array of non-negative weights, got {law!r}")
    ends = np.cumsum(law / law.sum())
    ends[np.flatnonzero(law)[-1] :] = 1.0
    return cast(
        xp.searchsorted(xp.asarray(ends), uniform(stream, (count,), xp=xp), side="right"), xp.int64, xp
    )


def _fill(stream, shape, draws_per_word, dtype, transform, xp):
    """Transformed words of the stream in the given shape, made in blocks that stay in cache."""
    count = math.prod(shape)
    block = max(count, 1) if on_gpu(xp) else BLOCK
    values = xp.empty((count,), dtype=dtype)
    for start in range(0, count, block):
        size = min(block, count - start)
        drawn = words(stream, -(-size // draws_per_word), xp=xp, start=start // draws_per_word)
        values[start : start + size] = cast(transform(drawn, xp)[:size], dtype, xp)
    return xp.reshape(values, shape)


def _open_unit(drawn, xp):
    return (cast(drawn >> 12, xp.float64, xp) + 0.5) * 2.0**-52


def _box_muller(drawn, xp):
    radius = xp.sqrt(-2.0 * xp.log((cast(drawn >> 32, xp.float64, xp) + 0.5) * 2.0**-32))
    tangent = xp.tan((cast(drawn & 0xFFFFFFFF, xp.float64, xp) + 0.5) * (math.pi * 2.0**-32))
    squared = tangent * tangent
    scale = radius / (1.0 + squared)
    return xp.reshape(xp.stack((scale * (1.0 - squared), scale * (2.0 * tangent)), axis=-1), (-1,))
