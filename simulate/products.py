"""Matrix products of scores, and how far each may be off in the precision that it runs in.

A product first rounds its inputs, each entry by a factor of at most 1 + v, then adds with a unit of u. Its scores
satisfy |fl(<q, y>) - <q, y>| <= c |q| |y| with c = v (2 + v) + (1 + v)^2 g, g = (d + 3) u / (1 - (d + 3) u), in any order
of summation and with or without fused operations (Higham, "Accuracy and stability of numerical algorithms", 2002,
sec. 3.1; the 3 for rounding the vectors to float32). Tensor cores drop the bits of inputs that their format lacks and
truncate sums of a few products at a time to no fewer than 24 bits (Fasi, Higham, Mikaitis and Pranesh, "Numerical
behavior of NVIDIA tensor cores", 2021): v is a unit of truncation, and u = 2^-22.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from simulate.device import Array, on_gpu, shaped

SAFETY = 1.01
"""For the rounding of norms and of bounds themselves, which are computed in float32."""
CUPY_FLOAT16, CUPY_BFLOAT16, CUPY_TF32 = 3, 6, 7
"""CuPy's numbers for the types of less precision that it can be told to multiply float32 in."""


@dataclass(frozen=True, slots=True)
class Product:
    """A product of float32 matrices: `inputs` is v, `sums` is u.

    `multiply` goes from (left, right, buffer, xp) to the product in float32; it may write into the flat buffer,
    where that is not None.
    """

    inputs: float
    sums: float
    multiply: Callable[[Array, Array, Array | None, ModuleType], Array]

    def error(self, dimension: int) -> float:
        """c for vectors of this dimension: |fl(<q, y>) - <q, y>| <= c |q| |y|."""
        sums = (dimension + 3) * self.sums
        inputs = self.inputs * (2.0 + self.inputs)
        return SAFETY * (inputs + (1.0 + inputs) * sums / (1.0 - sums))

    def adds_exactly(self, dimension: int, left: float, right: float) -> bool:
        """Whether products of integers of at most these sizes come out without rounding."""
        return max(left, right) * self.inputs <= 2.0 and dimension * left * right * self.sums < 1.0


def _matmul(left, right, buffer, xp):
    if buffer is None:
        return xp.matmul(left, right)
    return np.matmul(left, right, out=shaped(buffer, (left.shape[0], right.shape[1])))


FLOAT32 = Product(0.0, 2.0**-24, _matmul)
FLOAT64 = Product(0.0, 2.0**-53, _matmul)
TF32 = Product(2.0**-10, 2.0**-22, _matmul)
BFLOAT16 = Product(2.0**-7, 2.0**-22, _matmul)


def float32_product(xp: ModuleType) -> Product:
    """The product that the namespace's float32 matmul is: on a GPU, what CuPy was told (CUPY_TF32=1).

    Raises
    ------
    ValueError
        Where CuPy computes in float16, whose range is too short for a bound of this form.
    """
    if not on_gpu(xp):
        return FLOAT32
    chosen = xp._core.get_compute_type(xp.float32)
    if chosen == CUPY_FLOAT16:
        raise ValueError("xp must not multiply float32 in float16: its range has no relative error bound")
    return {CUPY_BFLOAT16: BFLOAT16, CUPY_TF32: TF32}.get(chosen, FLOAT32)
