"""CUDA sources: the two loops that CuPy's own operations would make slow. Compiled on first use."""

from functools import cache

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
THREADS = 256


def philox_words(key: tuple[int, int], count: int, first_block: int, xp):
    """`count` words of philox4x64-10 from a block on, as NumPy's generator gives them: (count,) uint64."""
    words = xp.empty((count,), dtype=xp.uint64)
    blocks = -(-count // 4)
    if blocks:
        arguments = (xp.uint64(key[0]), xp.uint64(key[1]), xp.uint64(first_block), xp.uint64(count), words)
        _philox(xp)((-(-blocks // THREADS),), (THREADS,), arguments)
    return words


def count_band(scores, lower, upper, xp):
    """Documents above `upper`, and at or above `lower`, for each query, in one pass over the scores.

    Parameters
    ----------
    scores : (documents, queries) float32
    lower, upper : (queries,) float32

    Returns
    -------
    above, not_below : (queries,) int64
    """
    packed = _band(xp)(scores, lower, upper, axis=0)
    return packed >> 32, packed & 0xFFFFFFFF


@cache
def _philox(xp):
    return xp.RawKernel(PHILOX, "philox_words")


@cache
def _band(xp):
    return xp.ReductionKernel(
        "float32 score, float32 lower, float32 upper",
        "int64 packed",
        "((long long)(score > upper) << 32) + (long long)(score >= lower)",
        "a + b",
        "packed = a",
        "0",
        "count_band",
    )
