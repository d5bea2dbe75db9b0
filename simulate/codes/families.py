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


def every_code(found: dict[str, Family], width: int, bits: Sequence[int]) -> Iterator[tuple[str, int, Fit]]:
    """Name, size and fit of each family's codes among the sizes asked for; "int8" at the one size that it has."""
    yield "int8", INT8 * width, lambda rows, *_: int8_code(rows)
    for name, family in found.items():
        for size in filter(family.comes_in, bits):
            yield name, size, family.fit


def families(widths: Sequence[int], entropies: np.ndarray) -> dict[str, Family]:
    """Codes for vectors that hold modalities of the given widths and entropies side by side.

    "paper", "centroid" and "lloyd-max" are the entropy-weighted product quantiser with its own codewords, with each
    cell's mean, and with the best cells for a normal; "water" has principal components with bits by reverse
    water-filling, "pca-signs" one bit for each leading component, "signs" random projections, "truncation" leading
    components at 8 bits.
    """
    width = sum(widths)
    quantiser = partial(paper_product_code, widths=widths, entropies=entropies, as_written=False)

    def holds(bits):
        return bool(np.all(largest_remainder(entropies, bits) <= LARGEST * np.asarray(widths)))

    found = {
        name: Family(holds, lambda rows, bits, _, rules=rules: quantiser(rows, bits, rules=rules))
        for name, rules in (
            ("paper", Rules("quantile", "uniform")),
            ("centroid", Rules("quantile", "centroid")),
            ("lloyd-max", BEST_RULES),
        )
    }
    return found | {
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
    return {
        f"faiss-{form}": Family(
            partial(comes_in_parts, width=width, form=form, part_bits=PART_BITS),
            lambda rows, bits, _, form=form: faiss_code(rows, bits, form, part_bits=PART_BITS),
        )
        for form in FORMS
    }
