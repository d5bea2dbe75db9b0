"""What every code offers: a name, its size in bits, and the way there and back."""

from dataclasses import dataclass
from functools import singledispatch
from types import ModuleType

from simulate.device import Array
from simulate.streams import Stream


@dataclass(frozen=True, slots=True)
class Code:
    """A fitted code; `codebook_bits` is log2 of the number of its codewords."""

    name: str
    codebook_bits: int


@singledispatch
def encode(code: Code, values: Array, *, xp: ModuleType) -> Array:
    """Codeword indices of vectors: (rows, d) to (rows, parts) unsigned integers."""
    raise TypeError(f"no encoder for {type(code).__name__}")


@singledispatch
def decode(code: Code, indices: Array, *, xp: ModuleType, stream: Stream | None = None) -> Array:
    """Vectors that stand for codeword indices: (rows, parts) to (rows, d) float32.

    `stream` is for codes that draw a codeword anew for each vector.
    """
    raise TypeError(f"no decoder for {type(code).__name__}")
