"""Cost of exact ranks: ``OMP_NUM_THREADS=1 python -m tests.benchmarks.ranking``. Needs torch, faiss, torchmetrics, ranx.

CPU seconds of the ranks of the true documents over those of the float32 matrix product alone, in the same run,
interleaved, best of several; each peer on as many queries as it can do in seconds, brought to one query. And how
many ranks differ from exact arithmetic, here and in plain float32 counting, and the memory beyond the input.
"""

import math
import os
import warnings

import faiss
import numpy as np
import torch
from ranx import Qrels, Run, evaluate
from torchmetrics.retrieval import RetrievalMRR

from simulate.ranking import CPU_TILE, ranks
from tests.benchmarks.measure import cpu_seconds, peak_bytes, write_results

DIMENSION = 128
SIZES = ((15_000, 1_000), (5_000, 100_000))
ROUNDS = 7
PEER_ROUNDS = 2
NEAR = 1e-8


def corpus(queries: int, documents: int, kind: str):
    """Noisy copies of Gaussian documents; as drawn, as signs (whole numbers), or with every document twice."""
    rng = np.random.default_rng(1)
    rows = rng.standard_normal((documents, DIMENSION), dtype=np.float32)
    if kind == "every document twice":
        rows[documents // 2 :] = rows[: documents // 2]
    relevant = rng.integers(0, documents, queries)
    asked = rows[relevant] + np.float32(3.0) * rng.standard_normal((queries, DIMENSION), dtype=np.float32)
    return (np.sign(asked), np.sign(rows), relevant) if kind == "signs" else (asked, rows, relevant)


def products(asked, rows):
    """The matrix product alone, in the arrangements that could be the floor."""
    buffer = np.empty((500, len(rows)), np.float32)

    def in_rows():
        for start in range(0, len(asked), 500):
            np.matmul(asked[start : start + 500], rows.T, out=buffer[: len(asked[start : start + 500])])

    def in_tiles():
        columns = [
            np.ascontiguousarray(asked[i : i + CPU_TILE[1]].T) for i in range(0, len(asked), CPU_TILE[1])
        ]
        for start in range(0, len(rows), CPU_TILE[0]):
            for block in columns:
                np.matmul(rows[start : start + CPU_TILE[0]], block)

    return in_rows, in_tiles


def plain_ranks(asked, rows, relevant):
    """Documents that score higher in float32, the true one's score taken from the same product."""
    found = []
    for start in range(0, len(asked), 100):
        scores = asked[start : start + 100] @ rows.T
        true = scores[np.arange(len(scores)), relevant[start : start + 100]]
        found.append((scores > true[:, None]).sum(axis=1))
    return np.concatenate(found)


def exact_ranks(asked, rows, relevant):
    """(higher, level) by float64 where that is far from a tie, by correctly rounded sums of exact products else."""
    higher, level = np.zeros((2, len(asked)), dtype=np.int64)
    wide = rows.astype(np.float64)
    for i, (query, true) in enumerate(zip(asked.astype(np.float64), relevant, strict=True)):
        margin = wide @ query - wide[true] @ query
        near = np.flatnonzero(np.abs(margin) < NEAR)
        margin[near] = 0.0
        higher[i] = (margin > 0).sum()
        for document in near:
            difference = math.fsum(np.concatenate((query * wide[document], -query * wide[true])))
            higher[i] += difference > 0
            level[i] += difference == 0
    return higher, level


def peers(asked, rows, relevant):
    """Other ways to the same ranks, each with the queries it is given."""
    few = max(min(len(asked), 2_000_000 // len(rows)), 1)
    fewest = max(min(len(asked), 200_000 // len(rows)), 1)
    index = faiss.IndexFlatIP(DIMENSION)
    index.add(rows)
    theirs = torch.from_numpy(asked[:few]), torch.from_numpy(rows), torch.from_numpy(relevant[:few])

    def tiled_torch():
        reference = (theirs[0] * theirs[1][theirs[2]]).sum(1)
        total = torch.zeros(few, dtype=torch.int64)
        for part in theirs[1].split(1024):
            total += (theirs[0] @ part.T > reference[:, None]).sum(1)

    def sorted_torch():
        torch.argsort(theirs[0] @ theirs[1].T, dim=1, descending=True)

    def sorted_numpy():
        np.argsort(asked[:few] @ rows.T, axis=1)

    def searched_faiss():
        index.search(asked[:fewest], len(rows))

    def torchmetrics_mrr():
        scores = torch.from_numpy(asked[:fewest] @ rows.T)
        target = torch.zeros_like(scores, dtype=torch.bool)
        target[torch.arange(fewest), theirs[2][:fewest]] = True
        number = torch.arange(fewest).repeat_interleave(len(rows))
        RetrievalMRR()(scores.ravel(), target.ravel(), indexes=number)

    def ranx_mrr():
        scores = asked[:fewest] @ rows.T
        names = [str(k) for k in range(len(rows))]
        run = Run({str(i): dict(zip(names, row.tolist(), strict=True)) for i, row in enumerate(scores)})
        evaluate(Qrels({str(i): {str(k): 1} for i, k in enumerate(relevant[:fewest])}), run, "mrr")

    many = ((tiled_torch, few), (sorted_torch, few), (sorted_numpy, few))
    return (*many, (searched_faiss, fewest), (torchmetrics_mrr, fewest), (ranx_mrr, fewest))


def compared(queries: int, documents: int) -> dict:
    """Ratios to the product alone, errors and memory at one size."""
    asked, rows, relevant = corpus(queries, documents, "generic")

    def exact():
        ranks(asked, rows, relevant, xp=np)

    kinds = {kind: corpus(queries, documents, kind) for kind in ("signs", "every document twice")}
    special = [lambda data=data: ranks(*data, xp=np) for data in kinds.values()]
    in_rows, in_tiles, ours, *others = cpu_seconds(*products(asked, rows), exact, *special, rounds=ROUNDS)
    floor = min(in_rows, in_tiles)
    rivals = peers(asked, rows, relevant)
    seconds = cpu_seconds(*(function for function, _ in rivals), rounds=PEER_ROUNDS)
    return {
        "queries": queries,
        "documents": documents,
        "dimension": DIMENSION,
        "product_cpu_seconds": {"rows": in_rows, "tiles": in_tiles},
        "ratio_exact_ranks_with_ties": {
            "generic": ours / floor,
            **{kind: value / floor for kind, value in zip(kinds, others, strict=True)},
        },
        "ratio_peers": {
            function.__name__: value / count * queries / floor
            for (function, count), value in zip(rivals, seconds, strict=True)
        },
        "wrong_ranks": wrong(asked, rows, relevant),
        "wrong_ranks_every_document_twice": wrong(*kinds["every document twice"]),
        "peak_mib_beyond_inputs": peak_bytes(exact) / 2**20,
    }


def wrong(asked, rows, relevant) -> dict:
    """Ranks that differ from exact arithmetic, of those checked."""
    checked = min(len(asked), 30_000_000 // len(rows))
    asked, relevant = asked[:checked], relevant[:checked]
    higher, level = exact_ranks(asked, rows, relevant)
    found = ranks(asked, rows, relevant, xp=np)
    return {
        "checked": checked,
        "exact_kernel": int(np.sum((found.higher != higher) | (found.ties != level))),
        "plain_float32": int(np.sum(plain_ranks(asked, rows, relevant) != higher)),
    }


if __name__ == "__main__":
    if os.environ.get("OMP_NUM_THREADS") != "1":
        raise SystemExit("set OMP_NUM_THREADS=1: CPU seconds of a product vary with its threads")
    torch.set_num_threads(1)
    faiss.omp_set_num_threads(1)
    warnings.simplefilter("ignore")
    print(write_results("ranking", {"sizes": [compared(*size) for size in SIZES]}).read_text())
