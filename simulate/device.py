"""The array namespace a run computes in: NumPy on the processor, CuPy on a GPU.

Every kernel takes the namespace as `xp` and keeps to what NumPy, CuPy and array-api-strict share.
"""

import math
import platform
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np

Array = Any
"""An array of whichever namespace a run computes in."""

DEVICES = ("auto", "cpu", "cuda")


class DeviceError(ValueError):
    """The device asked for does not exist or does not answer."""


def select_namespace(device: str = "auto") -> ModuleType:
    """Array namespace of a device: `numpy` for the processor, `cupy` for a GPU.

    Parameters
    ----------
    device : {"auto", "cpu", "cuda"}
        "auto" takes the GPU when one answers, the processor otherwise.

    Raises
    ------
    DeviceError
        For another name, and for "cuda" where CuPy is missing or no GPU answers.
    """
    if device not in DEVICES:
        raise DeviceError(f"device must be one of {', '.join(DEVICES)}, got {device!r}")
    if device == "cpu":
        return np
    try:
        import cupy
    except ImportError:
        cupy = None
    if cupy is not None and cupy.cuda.is_available():
        return cupy
    if device == "auto":
        return np
    reason = "CuPy is not installed" if cupy is None else "no GPU answers"
    raise DeviceError(f"device 'cuda' cannot be used: {reason}")


def on_gpu(xp: ModuleType) -> bool:
    """Whether arrays of the namespace live on a GPU."""
    return xp.__name__ == "cupy"


def device_name(xp: ModuleType) -> str:
    """Name of the device behind a namespace, as benchmarks and stores record it."""
    if on_gpu(xp):
        return xp.cuda.runtime.getDeviceProperties(xp.cuda.Device().id)["name"].decode()
    return platform.processor() or platform.machine()


def cast(values, dtype, xp: ModuleType):
    """The values as an array of the given type in the namespace, copied only where needed."""
    return xp.asarray(values, dtype=dtype)


def as_bytes(mask: Array, xp: ModuleType) -> Array:
    """A Boolean array as zeros and ones of type uint8, without a copy on NumPy."""
    return mask.view(np.uint8) if isinstance(mask, np.ndarray) else cast(mask, xp.uint8, xp)


def scratch(size: int, dtype: type, xp: ModuleType) -> Array | None:
    """A flat buffer to write results into again and again, which saves NumPy from allocating them; else None."""
    return np.empty(size, dtype=dtype) if xp is np else None


def shaped(buffer: Array | None, shape: tuple[int, ...]) -> Array | None:
    """The buffer's first entries in a shape."""
    return None if buffer is None else buffer[: math.prod(shape)].reshape(shape)


def greater(values: Array, bounds: Array, buffer: Array | None, xp: ModuleType) -> Array:
    """Whether each value exceeds its bound; NumPy writes the answer into the Boolean buffer where one is given."""
    return np.greater(values, bounds, out=buffer) if xp is np else values > bounds


def to_host(values) -> np.ndarray:
    """The values as a NumPy array, wherever they live."""
    return values.get() if hasattr(values, "get") else np.asarray(values)


def blocks(length: int, size: int) -> Iterator[slice]:
    """Slices of at most `size` that cover range(length) in order."""
    for start in range(0, length, size):
        yield slice(start, min(start + size, length))


def memory_errors(xp: ModuleType) -> tuple[type[BaseException], ...]:
    """What the namespace raises when the device's memory is full."""
    return (MemoryError, xp.cuda.memory.OutOfMemoryError) if on_gpu(xp) else (MemoryError,)
