"""A copy of the house that holds made-up claims only, and the way to run pytest in it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DRIVER = """
import json, sys, pytest
for arguments in json.loads(sys.argv[1]):
    print("==== exit", int(pytest.main(["-p", "no:cacheprovider", *arguments])), flush=True)
"""


def build(folder: Path, claims: dict[str, str]) -> Path:
    """A folder with checks/ (no claims of the project) and the given check_*.py texts."""
    shutil.copytree(
        ROOT / "checks", folder / "checks", ignore=shutil.ignore_patterns("check_*", "__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, text in claims.items():
        (folder / "checks" / name).write_text(text)
    return folder


def run_all(folder: Path, *calls: list[str]) -> list[tuple[int, str]]:
    """Exit code and output of several pytest calls, one after the other in one process."""
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, json.dumps(calls)],
        cwd=folder, env={**os.environ, "PYTHONPATH": ".", "COLUMNS": "300"}, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    out, rest = [], done.stdout + done.stderr
    for _ in calls:
        text, _, rest = rest.partition("==== exit ")
        code, _, rest = rest.partition("\n")
        out.append((int(code), text))
    return [(code, text + rest) if k == len(out) - 1 else (code, text) for k, (code, text) in enumerate(out)]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(
        tmp_path_factory.mktemp("house"),
        {"check_small.py": (HERE / "made_up.py").read_text()},
    )


@pytest.fixture(scope="session")
def in_house(house: Path) -> Callable[..., list[tuple[int, str]]]:
    return lambda *calls: run_all(house, *calls)


@pytest.fixture
def with_claims(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Run one pytest call on claim files of the test's own."""

    def run(claims: dict[str, str], *arguments: str) -> tuple[int, str]:
        (result,) = run_all(build(tmp_path / "house", claims), ["checks/", *arguments])
        return result

    return run
