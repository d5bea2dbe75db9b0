"""What a code costs, in each meaning of "bits"."""

from dataclasses import dataclass

import numpy as np

from simulate.codes.entropies import plug_in_entropy
from simulate.device import to_host


@dataclass(frozen=True, slots=True)
class CodeBits:
    """Bits of a code, measured on the codewords of a sample.

    `codebook`: log2 of the number of codewords, what an index costs. `entropy`: plug-in estimate of H(C), which
    no sample can push above `ceiling` = log2(sample); where it comes near, H(C) is not resolved and only the
    bounds entropy <= `coordinates` are known. `coordinates`: sum of the coordinates' entropies, which H(C)
    does not exceed. For a deterministic encoder I(X;C) = H(C); codewords drawn at random within a cell leave
    I(X;C) at the entropy of the cell.
    """

    codebook: float
    entropy: float
    coordinates: float
    ceiling: float

    @property
    def information(self) -> float | None:
        """I(X;C) where the sample tells it: the entropy of the cell, fixed or random as its codeword may be."""
        return self.entropy if self.resolved else None

    @property
    def resolved(self) -> bool:
        """Whether the sample is large enough to tell H(C): the estimate is a bit or more below its ceiling."""
        return self.entropy <= self.ceiling - 1.0


def measured_bits(indices, codebook_bits: float) -> CodeBits:
    """Bits of a code from the (rows, coordinates) integer indices of a sample.

    Raises
    ------
    ValueError
        For no rows.
    """
    indices = to_host(indices)
    if len(indices) == 0:
        raise ValueError("indices must hold at least one row")
    packed = np.ascontiguousarray(indices).view(np.uint8).reshape(len(indices), -1)
    whole = plug_in_entropy(packed.view(f"V{packed.shape[1]}").ravel()) if packed.shape[1] else 0.0
    single = float(sum(plug_in_entropy(column) for column in indices.T))
    return CodeBits(float(codebook_bits), whole, single, float(np.log2(len(indices))))
