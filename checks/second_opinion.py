"""`python -m checks.second_opinion [CLAIM...]`: what the checker has accepted, asked again of independent tools.

z3 (with SymPy) is asked about combinations of relations and algebraic instances, mpmath's intervals about instances,
closed relations, cases and boxes, dit about entropies and informations, Hoeffding's inequality about samples. They use
nothing of checks/verify. Each agrees, disagrees, or has no opinion and says why. Needs the extras `find` and `peers`.
Exit 0: no disagreement. 1: one, printed. 2: bad arguments.
"""

import argparse
import datetime
import importlib
import json
import platform
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from checks.collect import all_claims, unknown
from checks.verdicts import Record, computed
from checks.verify.__main__ import NotAVerdictFile, TooSlow, deadline, read
from simulate.commands import OneLine, Refused, command

TOOLS = ("z3", "sympy", "mpmath", "dit")
SECONDS = 20  # that one question may take


@command("second_opinion")
def main(arguments: Sequence[str]) -> int:
    try:
        options = parsed(arguments)
        versions = {name: importlib.import_module(name) for name in TOOLS}
        records = chosen(options)
    except ImportError as error:
        raise Refused(f"{error}: install the extras find and peers") from None
    except (ValueError, NotAVerdictFile, OSError) as error:
        raise Refused(str(error)) from None
    started = time.process_time()
    tally, disagreements = asked(records)
    table = rows(tally)
    record = {
        "date": datetime.date.today().isoformat(), "device": "cpu",
        "machine": {"python": platform.python_version(), **{k: _version(m) for k, m in versions.items()}},
        "claims": len(records), "seconds": round(time.process_time() - started, 1),
        "kinds": table, "disagreements": disagreements,
    }  # fmt: skip
    for row in table:
        silent = sum(row["no opinion"].values())
        print(
            f"{row['kind']}, {row['tool']}: {row['agree']} agree, {row['disagree']} disagree, {silent} no opinion"
        )
    for one in disagreements:
        print(f"{one['claim']}: {one['kind']}, {one['tool']}: {one['reason']}")
    if options.out:
        options.out.write_text(json.dumps(record, indent=1) + "\n")
    return 1 if disagreements else 0


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = OneLine(
        prog="python -m checks.second_opinion", description="Certificates asked again of other tools."
    )
    parser.add_argument("claims", nargs="*", metavar="CLAIM", help="ids of the register (all)")
    parser.add_argument("--verdicts", type=Path, metavar="FILE", help="take them from this verdict file")
    parser.add_argument("--out", type=Path, help="write the table as JSON")
    return parser.parse_args(arguments)


def _version(module: Any) -> str:
    return getattr(module, "__version__", None) or module.get_version_string()


def chosen(options: argparse.Namespace) -> list[Record]:
    """The named claims' records, or all, of the file or computed now."""
    if options.verdicts:
        filed = {r["id"]: r for r in read(options.verdicts)}
        return [filed[id] for id in named(options.claims, filed)]
    known = {c.id: c for c in all_claims()}
    return computed([known[id] for id in named(options.claims, known)])


def named(ids: Sequence[str], known: Iterable[str]) -> list[str]:
    for id in ids:
        if id not in known:
            raise ValueError(unknown(id, known))
    return list(ids or known)


def asked(records: Sequence[Record]) -> tuple[dict[tuple[str, str], Counter[str]], list[dict[str, str]]]:
    """Answers by kind and tool (agree, disagree, or why there is none), and the disagreements."""
    from checks.opinion.questions import questions

    tally: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    disagreements = []
    for record in records:
        for reading in record["readings"]:
            for r in (reading, reading["neighbour"]):
                for q in questions(r["formal"], r["certificates"], r["verdict"]) if r else ():
                    answer, reason = answered(q)
                    tally[q.kind, q.tool][
                        reason if answer is None else "agree" if answer else "disagree"
                    ] += 1
                    if answer is False:
                        disagreements.append(
                            {"claim": record["id"], "kind": q.kind, "tool": q.tool, "reason": reason}
                        )
    return tally, disagreements


def answered(question: Any) -> tuple[bool | None, str]:
    """A question's answer; None where the tool has no opinion. What cannot be read disagrees."""
    from checks.opinion.instances import Outside
    from checks.opinion.intervals import NoOpinion

    try:
        with deadline(SECONDS):
            return question.answer()
    except NoOpinion as reason:
        return None, str(reason)
    except TooSlow:
        return None, f"not within {SECONDS} s"
    except Outside as reason:
        return False, str(reason)
    except Exception as error:
        return False, f"cannot be read: {type(error).__name__}: {error}"


def rows(tally: dict[tuple[str, str], Counter[str]]) -> list[dict[str, Any]]:
    """The table: kind, tool, how many agree, disagree, and the reasons for no opinion."""
    out = []
    for (kind, tool), counts in sorted(tally.items()):
        reasons = {k: n for k, n in counts.most_common() if k not in ("agree", "disagree")}
        out.append({"kind": kind, "tool": tool, "agree": counts["agree"], "disagree": counts["disagree"], "no opinion": reasons})  # fmt: skip
    return out


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
