"""Every claim of checks/check_*.py, in the papers' order, and whether the graph between them is sound."""

import importlib
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from checks.register import PAPERS, Claim

FOLDER = Path(__file__).resolve().parent


def claim_files() -> list[Path]:
    """The files that hold claims, in natural order (section 2 before section 10)."""
    return sorted(FOLDER.glob("check_*.py"), key=lambda path: natural(path.stem))


def claims_in(path: Path) -> list[Claim]:
    """The claims that a file defines, in their order there."""
    module = importlib.import_module(f"checks.{path.stem}")
    mine = f"{module.__name__}:"
    return [c for c in vars(module).values() if isinstance(c, Claim) and c.source.startswith(mine)]


@cache
def all_claims() -> tuple[Claim, ...]:
    """The claims of every file, by paper, section and subsection, then as they stand in the files."""
    found = [c for path in claim_files() for c in claims_in(path)]
    return tuple(sorted(found, key=lambda c: (PAPERS.index(c.paper), place(c.id, c.where))))


def section(claim: Claim) -> str:
    """The part of the paper that a claim's id names: s4 of s4-eq5."""
    return claim.id.partition("-")[0]


def place(id: str, where: str) -> tuple[list[tuple[int, str]], ...]:
    """A sort key: the section that an id names, then the first subsection of it that `where` names."""
    part = id.partition("-")[0]
    named = re.search(rf"Secs?\. {part[1:]}\.(\d+)", where) if re.fullmatch(r"s\d+", part) else None
    return natural(part), natural(named[1] if named else "")


def natural(text: str) -> list[tuple[int, str]]:
    """A sort key in which 2 comes before 10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text)]


def unknown(id: str, ids: Iterable[str]) -> str:
    """The words for an id that is no claim, with the ids nearest to it."""
    near = get_close_matches(id, sorted(set(ids)), n=3, cutoff=0.5)
    return f"unknown claim {id!r}" + (f"; did you mean {' or '.join(near)}?" if near else "")


def problems(claim: Claim, claims: Sequence[Claim]) -> list[str]:
    """What is wrong with a claim's place in the graph: a shared id, an unknown one, a circle."""
    twins = [c.source for c in claims if c.id == claim.id]
    out = [f"its id is given {len(twins)} times: {', '.join(twins)}"] if len(twins) > 1 else []
    leans = {c.id: edges(c) for c in claims}
    out += [f"leans on an {unknown(i, leans)}" for i in edges(claim) if i not in leans]
    circle = path_back(claim.id, leans)
    return out + ([f"leans on itself: {' -> '.join(circle)}"] if circle else [])


def edges(claim: Claim) -> tuple[str, ...]:
    """What a claim rests on, and its repair."""
    return (*claim.rests_on, claim.repair) if claim.repair else tuple(claim.rests_on)


def path_back(start: str, leans: dict[str, tuple[str, ...]]) -> list[str]:
    """A path of the graph from a claim to itself; empty where there is none."""
    paths, seen = [[start]], set()
    while paths:
        path = paths.pop()
        for i in leans.get(path[-1], ()):
            if i == start:
                return [*path, i]
            if i not in seen:
                seen.add(i)
                paths.append([*path, i])
    return []
