import ctypes
import shutil
import subprocess
import sys

import numpy as np
import pytest

from simulate.cuda import PHILOX
from simulate.device import DeviceError, blocks, device_name, memory_errors, select_namespace
from simulate.streams import Stream, words

HOST_SHIM = """
#define __global__
struct { unsigned x; } blockIdx, blockDim = {1}, threadIdx = {0};
static unsigned long long __umul64hi(unsigned long long a, unsigned long long b)
{ return (unsigned long long)(((unsigned __int128)a * b) >> 64); }
%s
extern "C" void fill(unsigned long long key0, unsigned long long key1, unsigned long long first,
                     unsigned long long count, unsigned long long* words)
{ for (blockIdx.x = 0; 4ULL * blockIdx.x < count + 4; ++blockIdx.x)
    philox_words(key0, key1, first, count, words); }
"""


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


def test_blocks_cover_the_range():
    assert [(span.start, span.stop) for span in blocks(7, 3)] == [(0, 3), (3, 6), (6, 7)]
    assert list(blocks(0, 3)) == []


@pytest.mark.skipif(shutil.which("g++") is None, reason="no C++ compiler")
def test_the_gpu_source_gives_the_host_words(tmp_path):
    source, library = tmp_path / "philox.cpp", tmp_path / "philox.so"
    source.write_text(HOST_SHIM % PHILOX)
    subprocess.run(["g++", "-shared", "-fPIC", "-o", library, source], check=True)
    stream, drawn = Stream(3, ("gpu",)), np.empty(21, dtype=np.uint64)
    arguments = [ctypes.c_uint64(value) for value in (*stream.key, 5, 21)]
    ctypes.CDLL(str(library)).fill(*arguments, drawn.ctypes.data_as(ctypes.c_void_p))
    assert np.array_equal(drawn, words(stream, 21, xp=np, start=20))


@pytest.mark.skipif(shutil.which("nvcc") is None, reason="no CUDA compiler")
def test_the_gpu_source_compiles(tmp_path):
    source = tmp_path / "philox.cu"
    source.write_text(PHILOX)
    done = subprocess.run(
        ["nvcc", "-ptx", "-o", tmp_path / "philox.ptx", source], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
