"""Codes of faiss, for comparison: product, optimised product and residual quantisation. Needs the extra "peers"."""

from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from simulate.codes.code import Code, decode, encode
from simulate.device import to_host

FORMS = {
    "pq": "PQ{parts}x{size}",
    "opq": "OPQ{parts},PQ{parts}x{size}",
    "rq": "RQ{parts}x{size}",
}


@dataclass(frozen=True, slots=True)
class FaissCode(Code):
    """A trained codec of faiss."""

    codec: Any


def faiss_code(training, bits: int, form: str, *, part_bits: int = 8) -> FaissCode:
    """Product ("pq"), rotated product ("opq") or residual ("rq") quantiser of faiss, `part_bits` bits a part.

    Raises
    ------
    ValueError
        For an unknown form, bits that are no positive multiple of `part_bits`, or (pq, opq) parts that do not
        divide the dimension.
    ImportError
        Where faiss is not installed.
    """
    import faiss

    training = _single(training)
    parts, width = bits // part_bits, training.shape[1]
    if form not in FORMS:
        raise ValueError(f"form must be one of {', '.join(FORMS)}, got {form!r}")
    if not comes_in_parts(bits, width=width, form=form, part_bits=part_bits):
        raise ValueError(f"bits must be {part_bits} times a number of parts that divides {width}, got {bits}")
    codec: Any = faiss.index_factory(width, FORMS[form].format(parts=parts, size=part_bits))
    if form == "opq":  # the rotation is trained with parts of 8 bits unless it is told otherwise
        inner = faiss.ProductQuantizer(width, parts, part_bits)
        rotation: Any = faiss.downcast_VectorTransform(codec.chain.at(0))
        rotation.pq = inner
    codec.train(training)
    return FaissCode(f"faiss-{form}", bits, codec)


def comes_in_parts(bits: int, *, width: int, form: str, part_bits: int) -> bool:
    """Whether the bits are whole parts, and (pq, opq) the parts of equal width."""
    parts, rest = divmod(bits, part_bits)
    return parts >= 1 and rest == 0 and (form == "rq" or width % parts == 0)


@encode.register
def _(code: FaissCode, values, *, xp: ModuleType):
    return xp.asarray(code.codec.sa_encode(_single(values)))


@decode.register
def _(code: FaissCode, indices, *, xp: ModuleType, stream=None):
    return xp.asarray(code.codec.sa_decode(np.ascontiguousarray(to_host(indices))))


def _single(values):
    return np.ascontiguousarray(to_host(values), dtype=np.float32)
