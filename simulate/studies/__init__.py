"""Studies: one module each, found by listing this package.

A study's module has

- a docstring whose first line says what it studies;
- ``VERSION``: an integer, raised whenever the same parameters give other numbers;
- ``ALLOWED``: what each parameter may be (`simulate.allowed`);
- ``grid(size)``: the parameter rows (dictionaries of JSON values) of the size "quick", "paper" or "full";
- ``run(stream, xp, **parameters)``: one cell, a pure function of its random stream and the parameters, on the
  arrays of namespace ``xp``. It returns ``{"measured": {...}, "findings": [...]}``: JSON values, and findings
  made by `simulate.findings`.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from types import ModuleType

from simulate.allowed import check
from simulate.cells import Cell, cell

__all__ = ["SIZES", "cells", "names", "study", "title"]

SIZES = ("quick", "paper", "full")


def names() -> list[str]:
    """The studies there are, in alphabetical order."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


def study(name: str) -> ModuleType:
    """The module of the study ``name``; ValueError if there is none."""
    if name not in names():
        raise ValueError(f"study {name!r}: must be one of {', '.join(names())}")
    return importlib.import_module(f"{__name__}.{name}")


def title(name: str) -> str:
    """First line of the study's docstring."""
    return (study(name).__doc__ or "").splitlines()[0]


def cells(name: str, rows: Iterable[Mapping], *, seed: int) -> list[Cell]:
    """The cells of a study at the given parameter rows; ValueError for one that the study does not allow."""
    module = study(name)
    made: dict[str, Cell] = {}
    for row in rows:
        try:
            check(row, module.ALLOWED)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
        made.setdefault((one := cell(name, module.VERSION, seed=seed, parameters=row)).key, one)
    return list(made.values())
