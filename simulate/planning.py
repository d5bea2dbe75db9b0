"""What a sweep is to run: the cells that the options ask for, and whether a store may go on with them."""

import argparse
import datetime
import hashlib
import json
import platform
from pathlib import Path

import numpy

from simulate import studies
from simulate.cells import Cell, product

__all__ = ["Refused", "check_agreement", "check_versions", "default_path", "environment", "now", "planned"]


class Refused(Exception):
    """A command that cannot be carried out, in one line."""


def planned(options: argparse.Namespace) -> tuple[list[Cell], dict]:
    """The cells that the options ask for, and the choices that determine them."""
    grid = _grid_file(options.grid) if options.grid else None
    size, seed = options.size or "quick", options.seed or 0
    wanted = sorted(set(options.studies)) or (sorted(grid) if grid else studies.names())
    cells = []
    for name in wanted:
        module = studies.study(name)
        if grid is not None and name not in grid:
            raise Refused(f"{options.grid}: has no study {name!r}")
        cells += studies.cells(name, grid[name] if grid else module.grid(size), seed=seed)
    return cells, {"studies": wanted, "size": None if grid else size, "grid": grid, "seed": seed}


def _grid_file(path: Path) -> dict[str, list[dict]]:
    """Parameter rows by study from a JSON file; an object's lists are multiplied out."""
    try:
        asked = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise Refused(f"{path}: {error}") from error
    if not isinstance(asked, dict) or not asked:
        raise Refused(f"{path}: must hold an object {{study: parameters}}")
    grid = {}
    for name, boxes in asked.items():
        boxes = boxes if isinstance(boxes, list) else [boxes]
        if not all(isinstance(box, dict) for box in boxes):
            raise Refused(f"{path}: the parameters of {name!r} must be an object or a list of objects")
        lists = [{key: v if isinstance(v, list) else [v] for key, v in box.items()} for box in boxes]
        grid[name] = [row for box in lists for row in product(**box)]
    return grid


def default_path(names: list[str], *, resume: bool) -> Path:
    """runs/<date>-<studies>.sqlite, numbered when taken; to resume, the newest of these studies' stores."""
    label = "all" if names == studies.names() else "-".join(names)
    runs = Path("runs")
    if resume:
        stores = sorted(runs.glob(f"*-{label}*.sqlite"), key=lambda p: p.stat().st_mtime)
        if not stores:
            raise Refused(f"no store of {label} in {runs} to resume; name it with --out")
        return stores[-1]
    paths = (
        runs / f"{now():%Y-%m-%d}-{label}{tail}.sqlite" for tail in ("", *(f"-{i}" for i in range(2, 10**6)))
    )
    return next(path for path in paths if not path.exists())


def check_agreement(options: argparse.Namespace, chosen: dict, earlier: dict, path: Path) -> None:
    """A resumed run goes on with the choices it began with; Refused if the command line says otherwise."""
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
