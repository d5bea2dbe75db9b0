"""CUDA sources: the two loops that CuPy's own operations would make slow. Compiled on first use."""

from functools import cache
from types import ModuleType

from simulate.device import Array

PHILOX = r"""
extern "C" __global__ void philox_words(
    unsigned long long key0, unsigned long long key1, unsigned long long first_block,
    unsigned long long count, unsigned long long* words)
{
    const unsigned long long block = (unsigned long long)blockIdx.x * blockDim.x + threadIdx.x;
    if (4 * block >= count) return;
    unsigned long long c0 = first_block + block + 1, c1 = 0, c2 = 0, c3 = 0;
    for (int round = 0; round < 10; ++round) {
        const unsigned long long high0 = __umul64hi(0xD2E7470EE14C6C93ULL, c0);
        const unsigned long long high1 = __umul64hi(0xCA5A826395121157ULL, c2);
        const unsigned long long low0 = 0xD2E7470EE14C6C93ULL * c0;
        const unsigned long long low1 = 0xCA5A826395121157ULL * c2;
        c0 = high1 ^ c1 ^ key0;
        c1 = low1;
        c2 = high0 ^ c3 ^ key1;
        c3 = low0;
        key0 += 0x9E3779B97F4A7C15ULL;
        key1 += 0xBB67AE8584CAA73BULL;
    }
    const unsigned long long out[4] = {c0, c1, c2, c3};
    for (int i = 0; i < 4 && 4 * block + i < count; ++i) words[4 * block + i] = out[i];
}
"""
COUNT_BAND = r"""
extern "C" __global__ void count_band(
    const float* scores, const float* lower, const float* upper, unsigned long long rows,
    unsigned long long columns, unsigned long long stripe, unsigned long long* above,
    unsigned long long* not_below)
{
    const unsigned long long column = (unsigned long long)blockIdx.x * blockDim.x + threadIdx.x;
    if (column >= columns) return;
    const unsigned long long first = blockIdx.y * stripe;
    const unsigned long long last = first + stripe < rows ? first + stripe : rows;
    const float low = lower[column], high = upper[column];
    unsigned int over = 0, at_least = 0;
    for (unsigned long long row = first; row < last; ++row) {
        const float score = scores[row * columns + column];
        over += score > high;
        at_least += score >= low;
    }
    atomicAdd(above + column, (unsigned long long)over);
    atomicAdd(not_below + column, (unsigned long long)at_least);
}
"""
THREADS = 256
STRIPE = 128


def philox_words(key: tuple[int, int], count: int, first_block: int, xp: ModuleType):
    """`count` words of philox4x64-10 from a block on, as NumPy's generator gives them: (count,) uint64."""
    words = xp.empty((count,), dtype=xp.uint64)
    blocks = -(-count // 4)
    if blocks:
        arguments = (xp.uint64(key[0]), xp.uint64(key[1]), xp.uint64(first_block), xp.uint64(count), words)
        _kernel("philox_words", xp)((-(-blocks // THREADS),), (THREADS,), arguments)
    return words


def count_band(scores: Array, lower: Array, upper: Array, xp: ModuleType):
    """Documents above `upper`, and at or above `lower`, for each query, in one pass over the scores.

    Parameters
    ----------
    scores : (documents, queries) float32, row after row
    lower, upper : (queries,) float32

    Returns
    -------
    above, not_below : (queries,) int64
    """
    rows, columns = scores.shape
    above, not_below = xp.zeros((columns,), dtype=xp.int64), xp.zeros((columns,), dtype=xp.int64)
    sizes = (xp.uint64(rows), xp.uint64(columns), xp.uint64(STRIPE))
    arrays = (xp.ascontiguousarray(part) for part in (scores, lower, upper))
    grid = (-(-columns // THREADS), -(-rows // STRIPE))
    _kernel("count_band", xp)(grid, (THREADS,), (*arrays, *sizes, above, not_below))
    return above, not_below


@cache
def _kernel(name: str, xp: ModuleType):
    return xp.RawKernel({"philox_words": PHILOX, "count_band": COUNT_BAND}[name], name)
