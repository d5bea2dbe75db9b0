"""What a sweep is to run: the cells that the options ask for, and whether a store may go on with them."""

import argparse
import datetime
import hashlib
import json
import platform
import re
from pathlib import Path
from typing import Any

import numpy

from simulate import studies
from simulate.cells import Cell, product
from simulate.commands import Refused

__all__ = ["check_agreement", "check_versions", "default_path", "environment", "now", "planned"]


def planned(options: argparse.Namespace) -> tuple[list[Cell], dict]:
    """The cells that the options ask for, and the choices that determine them."""
    grid = _grid_file(options.grid) if options.grid else None
    size, seed = options.size or "quick", options.seed or 0
    wanted = sorted(set(options.studies)) or (sorted(grid) if grid else studies.names())
    cells = []
    try:
        for name in wanted:
            if grid is not None and name not in grid:
                raise Refused(f"has no study {name!r}")
            rows = studies.study(name).grid(size) if grid is None else grid[name]
            cells += studies.cells(name, rows, seed=seed)
    except ValueError as error:
        raise Refused(f"--grid {options.grid}: {error}" if grid else str(error)) from None
    return cells, {"studies": wanted, "size": None if grid else size, "grid": grid, "seed": seed}


def _grid_file(path: Path) -> dict[str, list[dict]]:
    """Parameter rows by study from a JSON file; an object's lists are multiplied out."""
    try:
        asked = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_named_once)
        if not isinstance(asked, dict) or not asked:
            raise ValueError("must hold an object {study: parameters}")
        return {
            name: _rows(name, boxes if isinstance(boxes, list) else [boxes]) for name, boxes in asked.items()
        }
    except OSError as error:
        raise Refused(f"--grid {path}: {(error.strerror or str(error)).lower()}") from None
    except (ValueError, RecursionError) as error:
        raise Refused(f"--grid {path}: {error}") from None


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object whose names differ; json itself would keep the last of equal ones alone."""
    names = [name for name, _ in pairs]
    if again := [name for name in names if names.count(name) > 1]:
        raise ValueError(f"{again[0]!r} stands there twice")
    return dict(pairs)


def _rows(study: str, boxes: list) -> list[dict]:
    """The parameter rows of a study's objects."""
    if not boxes or not all(isinstance(box, dict) for box in boxes):
        raise ValueError(f"the parameters of {study!r} must be an object or a list of objects")
    for name, value in (item for box in boxes for item in box.items()):
        if value == []:
            raise ValueError(f"{study}: {name} []: holds no value")
    lists = [{name: v if isinstance(v, list) else [v] for name, v in box.items()} for box in boxes]
    return [row for box in lists for row in product(**box)]


def default_path(names: list[str], *, resume: bool) -> Path:
    """runs/<date>-<studies>.sqlite, numbered when taken; to resume, the newest of these studies' stores."""
    label = "all" if names == studies.names() else "-".join(names)
    runs = Path("runs")
    if resume:
        named = re.compile(rf"\d+-\d+-\d+-{label}(-\d+)?\.sqlite")
        stores = sorted(
            (path for path in runs.glob("*.sqlite") if named.fullmatch(path.name)),
            key=lambda path: path.stat().st_mtime,
        )
        if not stores:
            raise Refused(f"no store of {label} in {runs} to resume; name it with --out")
        return stores[-1]
    paths = (
        runs / f"{now():%Y-%m-%d}-{label}{tail}.sqlite" for tail in ("", *(f"-{i}" for i in range(2, 10**6)))
    )
    return next(path for path in paths if not path.exists())


def check_agreement(options: argparse.Namespace, chosen: dict, earlier: dict, path: Path) -> None:
    """A resumed run goes on with the choices it began with; Refused if the command line says otherwise."""
    if missing := sorted(chosen.keys() - earlier.keys()):
        raise Refused(f"{path}: damaged (the settings lack {', '.join(missing)}); start a new store")
    given = {
        "studies": options.studies,
        "size": options.size,
        "grid": options.grid,
        "seed": options.seed is not None,
    }
    for name, explicit in given.items():
        if explicit and chosen[name] != earlier[name]:
            raise Refused(
                f"{path}: began with {name} {earlier[name]}, not {chosen[name]}; choose another --out"
            )


def check_versions(cells: list[Cell], path: Path) -> None:
    for name, version in sorted({(c.study, c.version) for c in cells}):
        if (now := studies.study(name).VERSION) != version:
            raise Refused(f"{path}: began with version {version} of {name}, now {now}; start a new store")


def environment() -> dict[str, str]:
    """What a result may depend on besides its cell: versions, machine, a hash of the sources."""
    root = Path(__file__).parent.parent
    digest = hashlib.blake2b(digest_size=16)
    for source in sorted([*root.glob("simulate/**/*.py"), *root.glob("theory/**/*.py")]):
        digest.update(source.read_bytes())
    versions = {"python": platform.python_version(), "numpy": numpy.__version__}
    return versions | {"machine": platform.platform(), "code": digest.hexdigest()}


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
