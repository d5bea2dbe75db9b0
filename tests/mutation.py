"""`python -m tests.mutation FILE...`: errors planted in our code, one at a time, and whether its fast tests notice.

A mutant has one comparison, sign, connective, constant or condition changed, or a call for its effect or a guard that
raises left out. Each runs in a process of its own, forked from one that has the libraries loaded; the tests are those
of the file (TESTS), and for the checker also the certificates of a verdict file, which it must go on accepting. Guards
and calls for their effect are one kind of mutant (--guards), all the rest another; the record keeps them apart.
"""

import argparse
import ast
import importlib.abc
import importlib.util
import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SECONDS = 90  # of processor time that a mutant may take
SECONDS_A_CLAIM = 8  # that a certificate may take; as the checker stands none takes two
TESTS = {
    "checks/verify": [  # those that notice most, and soonest, first; before them the one that bears the file's name
        "tests/checks/verify/test_guards.py", "tests/checks/verify/test_instances.py", "tests/checks/verify/test_red_team.py",
        "tests/checks/verify/test_ranges.py", "tests/checks/verify/test_rules.py", "tests/checks/verify/test_evaluate.py",
        "tests/checks/search/test_trial_and_fuzz.py::test_no_corruption_of_any_kind_gets_through",
        "tests/checks/test_verify_command.py", "tests/checks/verify/test_soundness.py",
    ],
    "simulate/near_ties.py": ["tests/simulate/test_ranking.py", "tests/simulate/test_products.py"],
    "theory/short_source.py": ["tests/theory/test_supporting_line.py"],
    "theory/ranked_source.py": ["tests/theory/test_short_source.py", "tests/theory/test_supporting_line.py"],
}  # fmt: skip
FLIPS: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
SWAPS = {"any": "all", "all": "any", "min": "max", "max": "min"}
EXPLAINED: dict[str, str] = json.loads(Path(__file__).with_name("explained_mutants.json").read_text())
"""Lines where survivors change no verdict and no number, and why."""
PRELOADED = ("pytest", "hypothesis", "numpy", "scipy.optimize", "scipy.special", "sympy", "flint", "mpmath")


Site = tuple[
    int, str, str, int, int
]  # line, what stands there, what is put there, and which node and change it is


def sites(source: str) -> Iterator[Site]:
    """The places at which a module can be put wrong."""
    tree = ast.parse(source)
    of_zip = {n.value for n in ast.walk(tree) if isinstance(n, ast.keyword) and n.arg == "strict"}
    for number, node in enumerate(ast.walk(tree)):
        if node in of_zip:  # which fails on our own slips alone
            continue
        for which, changed in enumerate(changes(node)):
            yield node.lineno, ast.unparse(node)[:120], ast.unparse(changed)[:120], number, which  # type: ignore[attr-defined]


def left_out(site: Site) -> bool:
    """Whether the mutant lacks a guard or a call."""
    return site[2] == "pass" or site[2].startswith("if False:")


def mutant(source: str, site: Site) -> ast.Module:
    """The module with that one change."""
    tree = ast.parse(source)
    *_, number, which = site
    target = next(n for i, n in enumerate(ast.walk(tree)) if i == number)
    return ast.fix_missing_locations(Replace(target, list(changes(target))[which]).visit(tree))


class Replace(ast.NodeTransformer):
    """One node in another's place."""

    def __init__(self, old: ast.AST, new: ast.AST):
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        return ast.copy_location(self.new, node) if node is self.old else super().generic_visit(node)


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """The ways in which a node is put wrong."""
    if isinstance(node, ast.Compare):
        for i, op in enumerate(node.ops):
            ops = [FLIPS[type(op)]() if i == j else o for j, o in enumerate(node.ops)]
            yield ast.Compare(node.left, ops, node.comparators)
    elif isinstance(node, ast.BinOp) and type(node.op) in FLIPS and not _of_text(node):
        yield ast.BinOp(node.left, FLIPS[type(node.op)](), node.right)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(FLIPS[type(node.op)](), node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield node.operand
    elif isinstance(node, ast.Constant) and type(node.value) in (bool, int):
        yield ast.Constant(not node.value if isinstance(node.value, bool) else node.value + 1)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SWAPS:
        yield ast.Call(ast.Name(SWAPS[node.func.id], ast.Load()), node.args, node.keywords)
    elif isinstance(node, ast.If) and isinstance(node.body[0], ast.Raise):
        yield ast.If(ast.Constant(False), node.body, node.orelse)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield ast.Pass()


def _of_text(node: ast.BinOp) -> bool:
    """Whether an operation joins texts or the members of a type."""
    return any(
        isinstance(n, ast.JoinedStr) or (isinstance(n, ast.Constant) and isinstance(n.value, str))
        for n in (node.left, node.right)
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation", description="Errors planted in our code."
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--sample", type=int, help="so many of a file's mutants, at random (all)")
    parser.add_argument(
        "--guards", action="store_true", help="guards that raise, and calls for their effect, not the rest"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=10, help="begin no mutant after so long (10)")
    parser.add_argument("--verdicts", type=Path, help="a verdict file that the checker must go on accepting")
    parser.add_argument("--out", type=Path, help="merge the results into this JSON file")
    options = parser.parse_args(arguments)
    for name in PRELOADED:
        importlib.import_module(name)
    until, passed = time.monotonic() + 60 * options.minutes, set[str]()
    for file in options.files:
        tests = [t for t in tests_of(file) if t not in passed]
        if not survives(file, ast.parse(file.read_text()), tests, None if passed else options.verdicts):
            print(f"mutation: the tests of {file} fail as it stands: {tests}", file=sys.stderr)
            return 2
        passed |= set(tests)
        every = [m for m in sites(file.read_text()) if left_out(m) == options.guards]
        chosen = random.Random(options.seed).sample(every, min(options.sample or len(every), len(every)))
        row: dict[str, Any] = {
            "file": str(file),
            "kind": "guards and calls" if options.guards else "all else",
            "mutants": len(every),
            "tried": 0,
            "killed": 0,
            "survivors": [],
        }
        for site in chosen:
            if time.monotonic() > until:
                break
            row["tried"] += 1
            if survives(file, mutant(file.read_text(), site), tests_of(file), options.verdicts):
                line, old, new, *_ = site
                text = file.read_text().splitlines()[line - 1].strip()
                row["survivors"].append(
                    {"line": text, "old": old, "new": new, "why": EXPLAINED.get(text, "not explained yet")}
                )
                print(f"{file}:{line}: survives: {old}  ->  {new}", flush=True)
            else:
                row["killed"] += 1
        print(f"{file}: {row['killed']} of {row['tried']} killed ({row['mutants']} possible)", flush=True)
        if options.out:
            merge(options.out, row, options.seed)
    return 0


def merge(out: Path, row: dict, seed: int) -> None:
    """Put a file's results in the place of those that the record has of it."""
    name = lambda r: (r["file"], r["kind"])  # noqa: E731
    before = json.loads(out.read_text())["files"] if out.exists() else []
    rows = [*(r for r in before if name(r) != name(row)), row]
    out.write_text(json.dumps({"seed": seed, "files": sorted(rows, key=name)}, indent=1) + "\n")


def survives(file: Path, tree: ast.Module, tests: list[str], verdicts: Path | None) -> bool:
    """Whether tests pass with the changed module in its place."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (6 * 2**30, 6 * 2**30))
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        try:
            os._exit(tried(file, tree, tests, verdicts))
        except BaseException:
            os._exit(1)
    return finished(child) == 0


def finished(child: int) -> int:
    """A child's exit code; after four times its processor time it is killed with all that it started."""
    until = time.monotonic() + 4 * SECONDS
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return 1


def tried(file: Path, tree: ast.Module, tests: list[str], verdicts: Path | None) -> int:
    """In the child: 0 where every test passes: the file's own, then certificates, then the others."""
    import pytest

    name = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
    sys.meta_path.insert(0, Mutant(name, file, tree))
    quiet = ["-x", "-q", "-p", "no:cacheprovider", "--no-header", "--no-summary", "--assert=plain"]
    quiet += ["--hypothesis-profile=repeatable"]  # a slow machine or luck kills nothing
    if verdicts is not None and file.parent == Path("checks/verify"):
        from checks.verify import __main__ as command

        command.SECONDS_A_CLAIM = SECONDS_A_CLAIM
        tests, own = tests[1:], tests[:1]
        if code := pytest.main([*quiet, *own]):
            return int(code)
        claims = sorted(command.read(verdicts), key=lambda claim: len(str(claim)))
        if any(
            command.why_rejected(claim) for claim in claims
        ):  # ends at the first, and short ones are first
            return 1
    return next((int(code) for test in tests if (code := pytest.main([*quiet, test]))), 0)


def tests_of(file: Path) -> list[str]:
    """The fast tests of a file: the one that bears its name, then those of its folder."""
    own = f"tests/{file.parent}/test_{file.stem}.py"
    shared = TESTS.get(str(file)) or TESTS.get(str(file.parent), [])
    return [own] * (Path(own).exists() or not shared) + [test for test in shared if test != own]


class Mutant(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds one module, and gives it the changed code."""

    def __init__(self, name: str, file: Path, tree: ast.Module):
        self.name, self.file, self.tree = name, file, tree

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        if fullname != self.name:
            return None
        return importlib.util.spec_from_loader(fullname, self, origin=str(self.file.resolve()))

    def exec_module(self, module: Any) -> None:
        module.__file__ = str(self.file.resolve())
        exec(compile(self.tree, module.__file__, "exec"), module.__dict__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
