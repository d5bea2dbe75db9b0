"""Ranks that decide what Table 1's source allows and gives: ``python -m simulate.table1_sample --out FILE``.

Every query ranks a corpus of its own, 999 fresh documents and its own, so that ranks are independent samples. In each
reading (`simulate.intent_task`): the best ranking of the query as it is, and the paper's quantiser on the
estimates of the intent, at the printed rates, ranked by inner product (the fixed and, entropies being equal, the
adaptive temperature) and by cosine. The file holds, for each, how often every rank occurred.
"""

import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from simulate.codes.allocation import LARGEST
from simulate.codes.catalogue import paper_product_code
from simulate.codes.transform import Rules, decode, encode
from simulate.commands import OneLine, command, natural, positive
from simulate.decoders import cosine, gaussian_posterior, inner_product
from simulate.intent_task import INTENT, READINGS, Task, document_parts, intent_task, query_parts
from simulate.sources.gaussian import covariances, draw
from simulate.streams import Stream
from theory.reported import RATES

__all__ = ["main", "rank_counts"]

VERSION = 1
DOCUMENTS, QUERIES, TRAINING, BATCH = 1000, 2000, 20_000, 100


def rank_counts(
    stream: Stream, reading: str, *, documents: int, queries: int, training: int
) -> dict[str, list[list[int]]]:
    """Ranks with their counts, [[rank, queries], ...], by the name of what ranks.

    "best" ranks the query itself; "uniform 64 cosine" and the like say codewords, bits and decoder.
    """
    task = intent_task(stream.child("source"), reading, width=INTENT)
    rankers = _rankers(task, stream, training)
    found: dict[str, list[np.ndarray]] = {name: [] for name in rankers}
    for start in range(0, queries, BATCH):
        count = min(BATCH, queries - start)
        pairs = draw(task.source, stream.child("batch", start), count * documents, xp=np)
        asked = pairs.queries[::documents]
        for name, (decoder, onto, known) in rankers.items():
            rows = decoder.document(onto(pairs.documents), np).reshape(count, documents, -1)
            scores = np.einsum("qnd,qd->qn", rows, decoder.query(known(asked, start), np))
            found[name].append(1 + np.sum(scores[:, 1:] >= scores[:, :1], axis=1))
    return {name: _counted(np.concatenate(parts)) for name, parts in found.items()}


@command("table1_sample", OSError)
def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the samples and write them; returns the exit code."""
    parser = OneLine(
        prog="python -m simulate.table1_sample", description="Ranks in each reading of Table 1's experiment."
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the JSON goes")
    parser.add_argument("--seed", type=natural, default=0)
    parser.add_argument(
        "--queries", type=positive, default=QUERIES, help=f"in each reading, default {QUERIES}"
    )
    options = parser.parse_args(arguments)
    sizes = {"documents": DOCUMENTS, "queries": options.queries, "training": TRAINING}
    ranks = {
        reading: rank_counts(Stream(options.seed, ("table1 sample", reading)), reading, **sizes)
        for reading in READINGS
    }
    command = f"python -m simulate.table1_sample --seed {options.seed} --queries {options.queries} --out FILE"
    whole = {"seed": options.seed, "command": command, "version": str(VERSION), **sizes, "ranks": ranks}
    options.out.write_text(json.dumps(whole, separators=(",", ":")) + "\n")
    return 0


def _rankers(task: Task, stream: Stream, training: int) -> dict:
    """By name: a decoder, what it makes of documents first, and what it knows of queries."""
    best = gaussian_posterior(covariances(task.source))
    rankers: dict = {"best": (best, _same, lambda queries, start: queries)}
    onto = partial(document_parts, task, xp=np)
    seen = draw(task.source, stream.child("training"), training, xp=np).queries
    share = np.ones(len(task.source.widths))
    for rule in ("uniform", "centroid"):
        for bits in RATES:
            if bits > LARGEST * seen.shape[1]:
                continue
            code = paper_product_code(
                seen, bits, task.source.widths, share, as_written=False, rules=Rules("quantile", rule)
            )
            known = partial(_known, task, code, stream.child("codeword", rule, bits))
            for name, decoder in (("inner", inner_product()), ("cosine", cosine())):
                rankers[f"{rule} {bits} {name}"] = (decoder, onto, known)
    return rankers


def _known(task, code, stream, queries, start):
    """Estimates of the intent from codewords, drawn anew for each batch."""
    indices = encode(code, queries, xp=np)
    return query_parts(task, decode(code, indices, xp=np, stream=stream.child(start)), xp=np)


def _counted(ranks):
    values, counts = np.unique(ranks, return_counts=True)
    return np.stack((values, counts), axis=1).tolist()


def _same(values):
    return values


if __name__ == "__main__":
    sys.exit(main())
