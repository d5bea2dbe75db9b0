"""What no code can pass: ``python -m simulate.ceiling`` for the Gaussian intent source, reading by reading.

Query and document are k independent pairs of correlation r. The best ranking is by the distance |y - u/r|; a
random document is nearer than the true one with probability p = F(|y - u/r|^2), F the noncentral chi-squared
law with k degrees of freedom about |u|^2 / r^2. With N - 1 independent others E[1/rank] = (1 - (1-p)^N)/(N p): one
query is one sample, whatever N is. Beside it stands the cap log2 N - Phi(MRR) <= I(u;y), Phi(m) the largest
entropy of a rank with E[1/rank] >= m.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import ncx2

from simulate.commands import OneLine, command, natural, positive
from simulate.intent_task import INTENT, READINGS, squared_correlation
from simulate.random_corpus import expected_reciprocal_rank
from simulate.statistics import confidence_sequence
from simulate.streams import Stream, normal
from theory.rate_distortion import distortion

__all__ = ["Ceiling", "ceiling", "information_cap", "main", "sampled_gains"]

DOCUMENTS, QUERIES, LEVEL = 1000, 20_000, 0.01


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Mutual information in bits, the cap it puts on the MRR, and the best MRR: mean and `level` interval."""

    information: float
    cap: float
    mean: float
    lower: float
    upper: float


def information_cap(information: float, documents: int) -> float:
    """The largest MRR with log2 N - Phi(MRR) <= I, rounded up."""
    return 1.0 - float(distortion(information, documents).lower)


def sampled_gains(
    stream: Stream, correlation: float, *, dimensions: int, documents: int, queries: int
) -> np.ndarray:
    """E[1/rank] under the best ranking, given query and true document: (queries,) independent values in [0, 1]."""
    true = normal(stream.child("document"), (queries, dimensions), xp=np, dtype=np.float64)
    noise = normal(stream.child("query"), (queries, dimensions), xp=np, dtype=np.float64)
    query = correlation * true + (1.0 - correlation**2) ** 0.5 * noise
    centre = query / correlation
    nearer = ncx2.cdf(np.sum((true - centre) ** 2, axis=1), dimensions, np.sum(centre**2, axis=1))
    return expected_reciprocal_rank(nearer, documents)


def ceiling(
    stream: Stream, squared: float, *, dimensions: int, documents: int, queries: int, level: float = LEVEL
) -> Ceiling:
    """Cap and sampled ceiling of `dimensions` Gaussian pairs of squared correlation `squared` in (0, 1).

    Raises
    ------
    ValueError
        For a squared correlation outside (0, 1).
    """
    if not 0.0 < squared < 1.0:
        raise ValueError(f"squared must lie in (0, 1), got {squared}")
    gains = sampled_gains(stream, squared**0.5, dimensions=dimensions, documents=documents, queries=queries)
    lower, upper = confidence_sequence(np.ones(queries, dtype=np.int64), np.minimum(gains, 1.0), level=level)
    information = -0.5 * dimensions * float(np.log2(1.0 - squared))
    return Ceiling(information, information_cap(information, documents), float(gains.mean()), lower, upper)


@command("ceiling")
def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table of readings; returns the exit code."""
    parser = OneLine(
        prog="python -m simulate.ceiling", description="What no code can pass, reading by reading."
    )
    for name, default in (("documents", DOCUMENTS), ("queries", QUERIES)):
        parser.add_argument(f"--{name}", type=positive, default=default, help=f"default {default}")
    parser.add_argument("--seed", type=natural, default=0, help="default 0")
    options = parser.parse_args(arguments)
    print(f"{'query and document':22} {'bits':>7} {'cap':>7} {'best MRR':>9}   {1 - LEVEL:.0%} interval")
    for reading in READINGS:
        found = ceiling(
            Stream(options.seed, ("ceiling", reading)),
            float(squared_correlation(reading)),
            dimensions=INTENT,
            documents=options.documents,
            queries=options.queries,
        )
        shown = f"{found.information:7.3f} {found.cap:7.4f} {found.mean:9.4f}"
        print(f"{reading:22} {shown}   {found.lower:.4f} to {found.upper:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
