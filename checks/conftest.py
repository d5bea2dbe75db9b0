"""`pytest checks/`: one item a claim, green where the verdict computed now is the one on record."""

import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checks import collect, verdicts
from checks.register import KINDS, PAPERS, VERDICTS, Claim


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("claims")
    group.addoption("--verdicts", metavar="FILE", type=Path, help="write the computed verdicts as JSON")
    group.addoption("--claim", metavar="ID", action="append", default=[], help="this claim only (repeatable)")
    group.addoption(
        "--paper-must-hold", action="store_true", help="fail each claim that is not proved or supported"
    )


def pytest_configure(config: pytest.Config) -> None:
    for what, names in (("paper", PAPERS), ("kind", KINDS), ("recorded verdict", VERDICTS)):
        for name in names:
            config.addinivalue_line("markers", f"{name}: claims of this {what}")
    if not hasattr(config, "workerinput"):
        refuse_bad_arguments(config)
        config.pluginmanager.register(Results(config), "claim-results")


def refuse_bad_arguments(config: pytest.Config) -> None:
    """One line, and pytest's exit code 4, for an unknown claim or a verdict file that cannot be written."""
    asked = list(config.option.claim)
    for path, _, id in (arg.partition("::") for arg in config.args):
        asked += [id] if id and Path(path).name.startswith("check_") else []
    try:
        known = [c.id for c in collect.all_claims()] if asked else []
    except Exception as error:  # whatever stands in a file of claims
        raise pytest.UsageError(f"a file of claims cannot be read: {type(error).__name__}: {error}") from None
    for id in asked:
        if id not in known:
            raise pytest.UsageError(collect.unknown(id, known))
    path = config.option.verdicts
    if path and (reason := verdicts.cannot_write(path)):
        raise pytest.UsageError(f"--verdicts {path}: cannot be written: {reason}")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "ClaimFile | None":
    if file_path.parent.resolve() == collect.FOLDER and file_path.match("check_*.py"):
        return ClaimFile.from_parent(parent, path=file_path)
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if asked := config.option.claim:
        dropped = [i for i in items if not (isinstance(i, ClaimItem) and i.name in asked)]
        config.hook.pytest_deselected(items=dropped)
        items[:] = [i for i in items if i not in dropped]


class ClaimFile(pytest.File):
    """A file of claims."""

    def collect(self) -> Iterator["ClaimItem"]:
        try:
            claims = collect.claims_in(self.path)
        except (ValueError, TypeError, SyntaxError) as error:
            raise self.CollectError(f"{self.path.name}: {error}") from error
        for claim in claims:
            yield ClaimItem.from_parent(self, name=claim.id, claim=claim)


class ClaimItem(pytest.Item):
    """One claim: computes its verdict and compares it with the one on record."""

    def __init__(self, *, claim: Claim, **kwargs: Any):
        super().__init__(**kwargs)
        self.claim = claim
        section = collect.section(claim)
        self.config.addinivalue_line("markers", f"{section}: claims of this section")
        for name in dict.fromkeys((claim.paper, section, claim.kind, claim.verdict)):
            self.add_marker(name)

    def runtest(self) -> None:
        record, wrong = verdicts.judged(self.claim)
        wrong = collect.problems(self.claim, collect.all_claims()) + wrong
        if self.config.option.paper_must_hold and record["verdict"] not in verdicts.HOLDS:
            wrong.append(f"does not hold: {record['verdict'] or 'no verdict'}")
        self.user_properties.append(("claim", json.dumps(record)))
        if wrong:
            about = f"\n{self.claim.where}: {self.claim.statement}"
            pytest.fail("\n".join(wrong) + about, pytrace=False)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.claim.decide.__code__.co_firstlineno - 1, self.claim.id


class Results:
    """Gathers what the items found (from all workers), sums it up and writes the verdict file."""

    def __init__(self, config: pytest.Config):
        self.path: Path | None = config.option.verdicts
        self.records: list[verdicts.Record] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            self.records += [
                json.loads(str(value)) for name, value in report.user_properties if name == "claim"
            ]

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, exitstatus: int) -> None:
        if not self.records:
            return
        claims = collect.all_claims()
        self.records = verdicts.in_order(self.records, claims)
        verdicts.mark_unsupported(self.records, claims)
        if self.path and exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            verdicts.write(self.path, self.records)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if not self.records:
            return
        terminalreporter.section("claims by verdict")
        for verdict, group in verdicts.by_verdict(self.records).items():
            ids = " ".join(r["id"] + ("(unsupported)" if r["unsupported"] else "") for r in group)
            head = f"{verdict:<13}{len(group):>4}  "
            terminalreporter.write_line(
                textwrap.fill(
                    ids, 110, initial_indent=head, subsequent_indent=" " * 19, break_on_hyphens=False
                )
            )
