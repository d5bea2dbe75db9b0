"""Worlds as witnesses: laws, encoders and decoders written in Python, turned into the checker's plain data."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any


def rational(q: Any) -> str:
    """An exact rational as text; floats are refused."""
    if isinstance(q, float):
        raise ValueError(f"{q!r} is a float; witnesses are exact: use an integer, a Fraction or 'p/q'")
    return str(Fraction(q))


def world(
    law: Mapping[tuple, Any],
    encoder: Mapping[tuple, Mapping[str, Any] | str] | None = None,
    decoder: Mapping[str, Sequence[int]] | None = None,
    *,
    variables: Sequence[str] | None = None,
) -> dict[str, Any]:
    """A world: masses of (x1, .., xM, y); the encoder's law of codewords per query; a ranking per codeword.

    Without `variables` the atoms are (x1, .., xM, y). An encoder entry may be one codeword's name.
    """
    width = len(next(iter(law)))
    names = list(variables) if variables else [f"X{m}" for m in range(1, width)] + ["Y"]
    out: dict[str, Any] = {"variables": names, "law": [[list(atom), rational(p)] for atom, p in law.items()]}
    if encoder is not None and decoder is not None:
        rows = {x: {c: 1} if isinstance(c, str) else c for x, c in encoder.items()}
        out["encoder"] = [[list(x), [[c, rational(p)] for c, p in row.items()]] for x, row in rows.items()]
        out["decoder"] = {c: list(ranking) for c, ranking in decoder.items()}
    return out


def witness(**values: Any) -> dict[str, Any]:
    """A witness certificate: values of the statement's parameters (W for its world)."""
    return {"kind": "witness", "values": {k: _plain(v) for k, v in values.items()}}


def undefined(term: Any, **values: Any) -> dict[str, Any]:
    """A certificate that a term of the statement has no value at an instance."""
    return {"kind": "undefined", "term": term, "values": {k: _plain(v) for k, v in values.items()}}


def _plain(v: Any) -> Any:
    if isinstance(v, dict):
        return v
    return [_plain(x) for x in v] if isinstance(v, list | tuple) else rational(v)
