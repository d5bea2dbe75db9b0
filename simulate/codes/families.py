"""The codes that tables compare, by name: which sizes each comes in, and how it is fitted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from simulate.codes.allocation import LARGEST, largest_remainder
from simulate.codes.catalogue import (
    INT8,
    int8_code,
    paper_product_code,
    principal_code,
    sign_code,
    truncation_code,
)
from simulate.codes.code import Code
from simulate.codes.peers import FORMS, comes_in_parts, faiss_code
from simulate.codes.transform import BEST_RULES, Rules
from simulate.streams import Stream

PART_BITS = 4
Fit = Callable[[np.ndarray, int, Stream], Code]


@dataclass(frozen=True, slots=True)
class Family:
    """Codes of one name: `comes_in(bits)` says whether there is one of that size, `fit` makes it."""

    comes_in: Callable[[int], bool]
    fit: Fit


SAID = {
    "int8": "every coordinate at 8 bits",
    "paper": "bits by the modalities' entropies, equally likely cells, a random point of the cell",
    "centroid": "bits by the modalities' entropies, equally likely cells, the cell's mean",
    "lloyd-max": "bits by the modalities' entropies, the best cells for a normal, the cell's mean",
    "water": "principal components, bits by reverse water-filling",
    "pca-signs": "one bit for each leading principal component",
    "signs": "signs of random projections",
    "truncation": "leading principal components at 8 bits",
    "faiss-pq": "product quantisation, parts of 4 bits",
    "faiss-opq": "product quantisation after a fitted rotation, parts of 4 bits",
    "faiss-rq": "residual quantisation, parts of 4 bits",
}
"""What each code does, in words."""


def every_code(found: dict[str, Family], width: int, bits: Sequence[int]) -> Iterator[tuple[str, int, Fit]]:
    """Name, size and fit of each family's codes among the sizes asked for; "int8" at the one size that it has."""
    yield "int8", INT8 * width, lambda rows, *_: int8_code(rows)
    for name, family in found.items():
        for size in filter(family.comes_in, bits):
            yield name, size, family.fit


def families(widths: Sequence[int], entropies: np.ndarray) -> dict[str, Family]:
    """Codes for vectors that hold modalities of the given widths and entropies side by side; `SAID` says what they do.

    "paper" is the entropy-weighted product quantiser of Chen, "Rate-Distortion Limits for Multimodal Retrieval",
    Secs. 5.1 and 6.1, its bits rounded to their sum; "centroid" and "lloyd-max" are that with better cells.
    """
    width = sum(widths)
    quantiser = partial(paper_product_code, widths=widths, entropies=entropies, as_written=False)

    def holds(bits):
        return bool(np.all(largest_remainder(entropies, bits) <= LARGEST * np.asarray(widths)))

    def product(rules: Rules) -> Family:
        return Family(holds, lambda rows, bits, _: quantiser(rows, bits, rules=rules))

    return {
        "paper": product(Rules("quantile", "uniform")),
        "centroid": product(Rules("quantile", "centroid")),
        "lloyd-max": product(BEST_RULES),
        "water": Family(
            lambda bits: bits <= LARGEST * width, lambda rows, bits, _: principal_code(rows, bits)
        ),
        "pca-signs": Family(
            lambda bits: bits <= width, lambda rows, bits, _: principal_code(rows, bits, dimensions=bits)
        ),
        "signs": Family(lambda _: True, sign_code),
        "truncation": Family(
            lambda bits: bits % INT8 == 0 and bits <= INT8 * width,
            lambda rows, bits, _: truncation_code(rows, bits // INT8),
        ),
    }


def peers(width: int) -> dict[str, Family]:
    """Product, rotated product and residual quantisation as faiss has them, parts of 4 bits; none without faiss."""
    try:
        import faiss
    except ImportError:
        return {}
    faiss.omp_set_num_threads(1)

    def peer(form: str) -> Family:
        return Family(
            partial(comes_in_parts, width=width, form=form, part_bits=PART_BITS),
            lambda rows, bits, _: faiss_code(rows, bits, form, part_bits=PART_BITS),
        )

    return {f"faiss-{form}": peer(form) for form in FORMS}
