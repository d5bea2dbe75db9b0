"""Array namespaces that every simulation kernel is run on."""

import importlib

import numpy as np
import pytest


class ReadOnlyNumpy:
    """NumPy whose inputs are made read-only: a kernel that writes into its arguments fails."""

    name = "numpy-read-only"

    @staticmethod
    def array(values):
        array = np.array(values)
        array.setflags(write=False)
        return array


def _namespace(name):
    if name == "cupy":
        cupy = pytest.importorskip("cupy")
        if not cupy.cuda.is_available():
            pytest.skip("no GPU answers")
        return cupy
    return importlib.import_module(name)


@pytest.fixture(params=["numpy", "numpy-read-only", "array_api_strict", "cupy"])
def device(request):
    """A pair (xp, array): the namespace a kernel is given, and what makes its input arrays."""
    if request.param == "numpy-read-only":
        return np, ReadOnlyNumpy.array
    xp = _namespace(request.param)
    return xp, xp.asarray
