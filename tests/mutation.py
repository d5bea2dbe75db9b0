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
EXPLAINED = {  # lines where survivors change no verdict
    "c.defined_relation(hypothesis)": "the line below it shows the same, or finds the hypothesis among what is known "
    "for all indices, which has been shown to be defined",
    "self.pending.add(query)": "a question that waits on itself is then asked without end, and rejected as too deeply nested",
    "for prime, e in fmpz(b).factor() if b < 2**64 else [(b, 1)]:": "where factoring stops decides what is known to be "
    "equal, not what is: a logarithm is the sum over the factors either way",
    **dict.fromkeys(
        (
            "stack, nodes = [(x, 0)], 0",
            "if last - first > MAX_TERMS:",
            "MAX_MONOMIALS = 20_000",
            "for bits in (*PRECISIONS, 16_384, 65_536):",
        ),
        "how far a computation goes before it is given up: a step more or less decides what is accepted, not what is true",
    ),
    "return isinstance(v, list) and len(v) > 0 and isinstance(v[0], str) and v[0] in ARITY": "no list is neither a term "
    "nor a number",
    'self.known(">=", p) and self.known(">=", plus({}, p, Fraction(-1)))': "-2 p >= 0 says what -p >= 0 says",
    "good = isinstance(p, list) and len(p) >= 2 and isinstance(p[0], str) and isinstance(p[1], str)": "what else there may "
    "be is malformed in the line below it",
    'clear = next(((a, e) for m in p for a, e in m if e < 0 or self.contents[a][0] == "inv"), None)': "no exponent of "
    "a monomial is 0",
    **dict.fromkeys(
        ("@dataclass(frozen=True)", "@dataclass(frozen=True, slots=True)"),
        "that its fields cannot be assigned to, or be more, keeps a reader safe, and changes no value",
    ),
    **dict.fromkeys(
        (
            "return 1.01 * (total_error(self.size) + ELEMENTARY + RUNNING_ERROR + 8 * UNIT)",
            "lower = np.array([max(top - e.upper, 0.0) * (1.0 - 2 * UNIT) if e.upper else top for e in excess])",
            "upper = np.array([(top - e.lower) * (1.0 + 2 * UNIT) if e.lower else top for e in excess])",
            "lower = np.maximum(found.line - found.slopes * excess * (1.0 + 8 * UNIT), 0.0) * (1.0 - 4 * UNIT)",
            "return Enclosure(lower, np.minimum(found.rate + share * (most - found.rate) + 8 * UNIT * most, most))",
            "lower = max(found.line - rate, 0.0) / found.slopes * (1.0 - 8 * UNIT)",
            "return Enclosure(lower, min(upper * (1.0 + 16 * UNIT), above))",
            "lower = max(found.line + price * least.lower, 0.0) * (1.0 - 8 * UNIT)",
            "upper = (found.rate + price * (found.excess + least.upper)) * (1.0 + 8 * UNIT)",
            "at = min((found.excess + least.upper) * (1.0 + 2 * UNIT), 1.0)",
        ),
        "a larger allowance still encloses",
    ),
    "return Drops(1.0, values, 1.01 * (2 * ELEMENTARY + UNIT))": "a larger allowance still encloses",
    **dict.fromkeys(
        (
            "multipliers = np.minimum.accumulate(multipliers, axis=-1)",
            "overweight = (tails / source.tails).max(axis=-1)",
            "drop, below_top = total(weights * source.drops.values), weights[:, source.leaders :].any(axis=-1)",
        ),
        "of two axes the second is the last",
    ),
    **dict.fromkeys(
        (
            "relative = 12 * UNIT + 2 * source.running_error",
            "excess_of_normaliser = (mass - scale + normaliser_error) / scale + 2 * UNIT",
            "heaviest = sums.overweight * (source.total / sums.mass) * (1.0 + 4 * source.running_error + 8 * UNIT)",
            "return most - entropy / heaviest * (1.0 - 4 * UNIT) + UNIT * most",
        ),
        "a larger allowance still encloses; 4 u of an entropy are less than what its own error leaves to spare",
    ),
    "return 1.01 * (self.running_error + ELEMENTARY + 9 * UNIT)": "a larger allowance still encloses",
    **dict.fromkeys(
        (
            "tolerance = 16 * math.log2(source.size + 2.0) * UNIT * scale",
            "if abs(left - complement) <= tolerance * (1.0 + step / 128.0) or high <= low * (1.0 + 4 * UNIT):",
            "gap = (goal - math.log(reached / left)) / max(growth / reached + growth / left, _NORMAL)",
            "if low < newton < high and iteration % 8 < 7:",
            "goal, low, high = math.log(value) - math.log(complement), 0.0, math.inf",
            "low, high = (step, high) if left > complement else (low, step)",
            "step = 2.0 * low + 1.0",
            "step = math.sqrt(low * high) if low else high / 16.0",
            "newton = step + gap if step == low else step * math.exp(max(gap / step, -700.0))",
        ),
        "which steps a search takes between ends that hold the price; what it finds is certified after it",
    ),
    "_FAN_IN = 8": "groups of nine are within 10.1 u as well: 8 u in a group and 1 u after it",
    "if groups > 1:": "to one group nothing is added",
    "while (n := terms.shape[-1]) >= _FAN_IN:": "eight terms at once are seven additions as well",
    "UNDERFLOW = 2.0**-1070": "half of it is more than the 2^-1075 of a product, a few times, too",
    "LONGEST = 2**26": "how long an array may be at most is what has been proved, not what is known to fail",
    "points = [_point(source, m, k) for m in named for k in counts if k < source.size - m]": "the code that names all is "
    "added below",
    "return (middle[1] - first[1]) * (last[0] - first[0]) >= (last[1] - first[1]) * (middle[0] - first[0])": "which points "
    "of a straight piece are kept changes no curve",
    "drops = np.repeat(source.drops.values[: -(-source.size // codewords)], codewords)[: source.size]": "more drops than "
    "are used cost time",
    "rows = -(-len(rest) // lists)": "more rows are rows of zeros",
    "return rate + 4 * source.slack * (rate + 1.0), excess * (1.0 + 2 * source.slack + source.drops.error)": "a larger "
    "allowance still encloses",
    "slack = UNIT * (queries.size + 4 * channel.shape[1] + 64.0)": "its sums have Q and N terms: Q + N units are enough",
    "MARGIN = sp.Rational(1, 1000)": "how much is left to the intervals",
    "slopes = np.arange(1, 16 * int(np.log2(documents) + 2)) / 8.0": "where a search for a near best slope ends",
    'd.combine(le(1, 0), *_to_rank(d), tilted_bound(d, rate), *known, why="too little is told")': "any false relation "
    "between numbers will do",
    "steeper = prices[passed & (prices > peak)].min(initial=np.inf)": "at the peak itself psi is not passed",
    "flatter = prices[passed & (prices < peak)].max(initial=0.0)": "at the peak itself psi is not passed",
    "short = np.maximum(found.excess - excess * (1.0 - 2 * UNIT), 0.0)": "the 8 u H(p) added in the end hold that, too",
    "if rate < found.line:": "where the two are equal either certificate will do",
    "while _slope(gaps, high) < 0 and high < _STEEPEST:": "from where the bisection starts",
    'DOCUMENTS = sp.Symbol("N", integer=True, positive=True)': "what a symbol is known to be helps to simplify",
    'PRIVATE_ENTROPY = sp.Symbol("h", nonnegative=True)': "what a symbol is known to be helps to simplify",
    "slack = UNIT * ((gains.shape[1] + 64.0) * (1.0 + abs(state.value)) + 64.0 * (slope + 1.0))": "for small slopes the "
    "N! u (1 + |V|) beside it are enough",
    **dict.fromkeys(
        (
            "items = [(first, 2 / sp.log(2)), (second, 2 / sp.log(2)), *[(t, 2) for t in tangents]]",
            "d.combine(lt(SILENT, 1), (whole, 1 / N))",
            "i.combine(goal, (one, scale * CENTRAL**2), (square, 4 if lower else 3), power)",
            "(one, 1 / (2 * POWER)), (half, -1 / (4 * a * POWER)), (central, 1 / (8 * root * POWER)),",
            "lambda i: i.combine(le(1 / k, sp.Rational(1, 3)), (ge(k, 3), 1 / (3 * k))),",
        ),
        "the numbers that facts are multiplied by are found anew",
    ),
    **dict.fromkeys(
        (
            "d.combine(eq(1 - 1 / N, (N - 1) / N))",
            "d.combine(lt(1 / N, 1), (ge(N, 2), 1 / N))",
            "i.combine(eq(4 * a, 4), (one, 4))",
        ),
        "a step for the reader: the checker makes it by itself",
    ),
    'd.combine(statement["then"])': "the one step of the proof is one that the checker sees at once",
    'eq(choose(n, 2 * a), 0), (none, -1 / (2 * a)), (beyond, 1 / (2 * a)), why="none beyond n"': "what is left is 0 as well",
    "for span in blocks(len(pairs), max(CHUNK_VALUES // problem.queries.shape[1], 1)):": "how many at once changes speed "
    "and memory alone",
    "return 1.0 if abs(exponent) <= USUAL_EXPONENT else math.ldexp(1.0, -max(exponent, -1000))": "1 / 2^1000 and 1 / 2^1001 "
    "bring the least of floats to a usual size alike",
    "if second[column] < 0:": "a column asked again has no fresh rows",
    "useful = 2.0 * distortion <= 1.0 - 1.0 / _checked(documents)": "at the end itself the bound is 0 either way",
    **dict.fromkeys(
        (
            "while state.gap > tolerance and used < iterations:",
            "return (jump, 2.0 * power) if jump.value <= state.value else (state, max(power / 4.0, 1.0))",
            "if jump.value > second.value:",
            "return jump, 4.0 * reach if length == reach else reach",
        ),
        "which steps an iteration takes; the gap reached is computed from the law that it ends in",
    ),
    "CPU_TILE = (224, 768)": "the size of a tile changes speed alone",
    "if source.drops.top - target >= one_shot_excess(source, middle).lower - 2 * UNIT:": "the tolerance, of 1e-15 or so",
    "mantissa = int(np.exp2(bits - whole) * (1.0 - 2.0**-44) * 2.0**52)": "2^-45 is more than the error of exp2 as well",
    "floats = weights.astype(np.float64, copy=False)": "a copy costs time",
    "return float(max(loss.max(), 0.0) + 4.0 * documents * UNIT)": "the sums of N terms are within N u, so any more will do",
}
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
                    {"line": line, "old": old, "new": new, "why": EXPLAINED.get(text, "not explained yet")}
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
