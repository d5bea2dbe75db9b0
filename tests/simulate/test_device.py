import ctypes
import shutil
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from simulate.cuda import COUNT_BAND, PHILOX, STRIPE
from simulate.device import DeviceError, blocks, device_name, memory_errors, select_namespace
from simulate.streams import Stream, words

HOST_SHIM = """
#define __global__
struct index { unsigned x, y; };
static index blockIdx, blockDim = {1, 1}, threadIdx = {0, 0};
static unsigned long long __umul64hi(unsigned long long a, unsigned long long b)
{ return (unsigned long long)(((unsigned __int128)a * b) >> 64); }
static void atomicAdd(unsigned long long* place, unsigned long long value) { *place += value; }
%s
%s
extern "C" void launch_philox(unsigned blocks, unsigned long long key0, unsigned long long key1,
    unsigned long long first, unsigned long long count, unsigned long long* words)
{ for (blockIdx.x = 0; blockIdx.x < blocks; ++blockIdx.x) philox_words(key0, key1, first, count, words); }
extern "C" void launch_band(unsigned across, unsigned down, const float* scores, const float* lower,
    const float* upper, unsigned long long rows, unsigned long long columns, unsigned long long stripe,
    unsigned long long* above, unsigned long long* not_below)
{ for (blockIdx.y = 0; blockIdx.y < down; ++blockIdx.y)
    for (blockIdx.x = 0; blockIdx.x < across; ++blockIdx.x)
      count_band(scores, lower, upper, rows, columns, stripe, above, not_below); }
"""


@pytest.fixture(scope="module")
def gpu_code(tmp_path_factory):
    """The GPU's kernels compiled for the processor, one thread after the other."""
    if shutil.which("g++") is None:
        pytest.skip("no C++ compiler")
    folder = tmp_path_factory.mktemp("gpu")
    source, library = folder / "kernels.cpp", folder / "kernels.so"
    source.write_text(HOST_SHIM % (PHILOX, COUNT_BAND))
    subprocess.run(["g++", "-shared", "-fPIC", "-o", library, source], check=True)
    return ctypes.CDLL(str(library))


def pointer(array):
    return array.ctypes.data_as(ctypes.c_void_p)


def test_namespaces_by_name(monkeypatch):
    assert select_namespace("cpu") is np
    monkeypatch.setitem(sys.modules, "cupy", None)
    assert select_namespace("auto") is np
    with pytest.raises(DeviceError, match="CuPy is not installed"):
        select_namespace("cuda")
    with pytest.raises(DeviceError, match="device must be one of auto, cpu, cuda"):
        select_namespace("tpu")
    assert device_name(np)
    assert memory_errors(np) == (MemoryError,)


def test_a_full_gpu_is_known_by_cupys_own_error():
    full = type("OutOfMemoryError", (MemoryError,), {})
    memory = SimpleNamespace(OutOfMemoryError=full)
    cupy = SimpleNamespace(__name__="cupy", cuda=SimpleNamespace(memory=memory))
    assert memory_errors(cupy) == (MemoryError, full)


def test_blocks_cover_the_range():
    assert [(span.start, span.stop) for span in blocks(7, 3)] == [(0, 3), (3, 6), (6, 7)]
    assert list(blocks(0, 3)) == []


def test_the_gpu_draws_the_words_of_the_host(gpu_code):
    stream, drawn = Stream(3, ("gpu",)), np.empty(21, dtype=np.uint64)
    numbers = [ctypes.c_uint64(value) for value in (*stream.key, 5, 21)]
    gpu_code.launch_philox(ctypes.c_uint(8), *numbers, pointer(drawn))
    assert np.array_equal(drawn, words(stream, 21, xp=np, start=20))


def test_the_gpu_counts_what_numpy_counts(gpu_code):
    rng = np.random.default_rng(0)
    scores = rng.integers(-3, 4, (300, 37)).astype(np.float32)
    lower = rng.integers(-2, 1, 37).astype(np.float32)
    upper = lower + 1
    above, not_below = np.zeros((2, 37), dtype=np.uint64)
    sizes = [ctypes.c_uint64(value) for value in (300, 37, STRIPE)]
    inputs = (pointer(part) for part in (scores, lower, upper))
    launched = ctypes.c_uint(40), ctypes.c_uint(-(-300 // STRIPE))
    gpu_code.launch_band(*launched, *inputs, *sizes, pointer(above), pointer(not_below))
    assert np.array_equal(above, (scores > upper).sum(axis=0))
    assert np.array_equal(not_below, (scores >= lower).sum(axis=0))


@pytest.mark.skipif(shutil.which("nvcc") is None, reason="no CUDA compiler")
@pytest.mark.parametrize("text", [PHILOX, COUNT_BAND], ids=["philox", "count_band"])
def test_the_gpu_sources_compile(tmp_path, text):
    source = tmp_path / "kernel.cu"
    source.write_text(text)
    done = subprocess.run(
        ["nvcc", "-ptx", "-o", tmp_path / "kernel.ptx", source], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
