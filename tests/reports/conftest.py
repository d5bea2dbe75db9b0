"""A verdict file with one claim of each kind, and the pages built from it."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from checks import verdicts
from checks.register import Claim, Reading, Untestable

TESTS = Path(__file__).parents[1]


def neighbour(name: str):
    """A module of tests/checks, which is no package."""
    spec = importlib.util.spec_from_file_location(f"shown_{name}", TESTS / "checks" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def all_kinds() -> list[Claim]:
    """A claim for each kind of certificate, one about a world, one untestable, and what hangs on them."""
    kinds = neighbour("kinds").KINDS
    near = Reading("nearby", *kinds["witness"][:2])
    made = [
        Claim(f"s2-{kind}", "Sec. 2", "remark", "x_1 <= x^2 & <b>", verdict,
              lambda f=f, c=c, n=near if kind == "derivation" else None: Reading("w", f, c, n),
              quote="as $\\frac{1}{2}p_S", source=f"checks.check_kinds:{kind}")
        for kind, (f, c, verdict) in kinds.items()
    ]  # fmt: skip
    world = {
        "variables": ["X1", "Y"], "law": [[[1, 1], "1/2"], [[2, 2], "1/2"]], "decoder": {"a": [1, 2], "b": [2, 1]},
        "encoder": [[[1], [["a", "3/4"], ["b", "1/4"]]], [[2], [["b", "1"]]]],
    }  # fmt: skip
    formal = {
        "forall": [["N", "integer", 2, None], ["W", "world", {"documents": "N"}]],
        "given": [["<=", ["distortion"], ["/", 1, 2]]],
        "then": [">=", ["I", ["X"], ["C"]], ["log2", "N"]],
    }
    witness = [{"kind": "witness", "values": {"N": 2, "W": world}}]
    made.append(
        Claim("s10-world", "Sec. 10", "theorem", "I(X;C) >= log N", "refuted", lambda: Reading("w", formal, witness),
              rests_on=("s2-witness",), repair="ours-none", source="checks.check_kinds:world")
    )  # fmt: skip
    made.append(
        Claim("s10-taste", "Sec. 10", "remark", "Nice.", "untestable", lambda: Untestable("no number", "one"),
              rests_on=("s10-world",), source="checks.check_kinds:taste")
    )  # fmt: skip
    return made


@pytest.fixture(scope="session")
def records() -> list[verdicts.Record]:
    return verdicts.computed(all_kinds())


@pytest.fixture(scope="session")
def verdict_file(records, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("verdicts") / "v.json"
    verdicts.write(path, [{**r, "seconds": 0} for r in records])
    return path


def build(*arguments) -> subprocess.CompletedProcess:
    """Run the builder as a reader would who has no browser: printing has tests of its own."""
    command = [sys.executable, "-m", "reports.build", *map(str, arguments)]
    return subprocess.run(command, cwd=TESTS.parent, capture_output=True, text=True, timeout=300,
                          env=os.environ | {"PATH": ""})  # fmt: skip


@pytest.fixture(scope="session")
def site(verdict_file, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("pages") / "site"
    done = build("--verdicts", verdict_file, "--out", out)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return out
