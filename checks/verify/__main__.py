"""`python -m checks.verify FILE`: judge every certificate of a verdict file afresh.

Exit 0: all accepted, and each verdict in the file is the one computed. 3: a claim is rejected, named with the reason.
2: this is no verdict file.
"""

import json
import re
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from checks.verify.judge import judge
from checks.verify.terms import Rejected, show

MAX_BYTES = 256 * 2**20
SECONDS_A_CLAIM = 60
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
TEXTS = (
    "id",
    "paper",
    "where",
    "kind",
    "statement",
    "quote",
    "explanation",
    "repair",
    "note",
    "conversion",
    "source",
)
FIELDS: dict[str, Any] = {
    **dict.fromkeys(TEXTS, str), "formal": dict | None, "verdict": str | None, "certificates": list, "axioms": list,
    "readings": list, "untestable": dict | None, "rests_on": list, "unsupported": bool, "seconds": int | float,
}  # fmt: skip
NEIGHBOUR: dict[str, Any] = {"words": str, "formal": dict, "verdict": str | None, "certificates": list}
READING: dict[str, Any] = {**NEIGHBOUR, "neighbour": dict | None}
UNTESTABLE: dict[str, Any] = {"reason": str, "would_need": str}


class NotAVerdictFile(Exception):
    """The file has not the form of a verdict file; the message says where."""


class TooSlow(BaseException):
    """A claim took longer than a claim may; nothing on the way catches it."""


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        return complain("usage: python -m checks.verify FILE")
    try:
        claims = read(Path(arguments[0]))
    except NotAVerdictFile as error:
        return complain(f"{arguments[0]}: not a verdict file: {error}")
    except OSError as error:
        return complain(f"{arguments[0]}: cannot be read: {(error.strerror or str(error)).lower()}")
    rejected = 0
    for claim in progress(claims):
        if reason := why_rejected(claim):
            rejected += 1
            print(plain(f"rejected {claim['id']}: {reason}"))
    counts = Counter(claim["verdict"] for claim in claims)
    listed = ", ".join(f"{n} {verdict}" for verdict, n in sorted(counts.items(), key=str))
    print(plain(f"{len(claims)} claims ({listed}): {f'{rejected} rejected' if rejected else 'all accepted'}"))
    return 3 if rejected else 0


def complain(message: str) -> int:
    print(plain(message), file=sys.stderr)
    return 2


def plain(text: str) -> str:
    """One printable ASCII line, whatever a file contains."""
    return re.sub(r"[\x00-\x1f\x7f]", "?", text.encode("ascii", "backslashreplace").decode())


def progress(claims: list[dict]) -> Iterator[dict]:
    """The claims, with a running count on a terminal."""
    shown = sys.stderr.isatty()
    for number, claim in enumerate(claims, 1):
        if shown:
            print(f"\r{number}/{len(claims)} {claim['id']:<40.40}", end="", file=sys.stderr, flush=True)
        yield claim
    if shown:
        print(f"\r{'':<60}\r", end="", file=sys.stderr, flush=True)


# reading ---------------------------------------------------------------------------------------------


def read(path: Path) -> list[dict]:
    """The claims of a verdict file of known form, or NotAVerdictFile."""
    if path.stat().st_size > MAX_BYTES:
        raise NotAVerdictFile(f"larger than {MAX_BYTES >> 20} MiB")
    try:
        data = json.loads(path.read_bytes(), parse_constant=no_constant, object_pairs_hook=no_twins)
    except RecursionError:
        raise NotAVerdictFile("nested too deeply") from None
    except ValueError as error:
        raise NotAVerdictFile(str(error).partition("; use ")[0]) from None
    if (
        not isinstance(data, dict)
        or set(data) != {"schema", "claims"}
        or not isinstance(data["claims"], list)
    ):
        raise NotAVerdictFile('{"schema": 1, "claims": [...]} is expected')
    if data["schema"] != 1 or isinstance(data["schema"], bool):
        raise NotAVerdictFile(f"schema {show(data['schema'])} is unknown, 1 is known")
    if not data["claims"]:
        raise NotAVerdictFile("it has no claims")
    for number, claim in enumerate(data["claims"], 1):
        check_claim(claim, f"claim {number}")
    twice = [id for id, n in Counter(c["id"] for c in data["claims"]).items() if n > 1]
    if twice:
        raise NotAVerdictFile(f"{twice[0]} is there twice")
    return data["claims"]


def no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) < len(pairs):
        raise ValueError(f"a field is given twice among {show(sorted(k for k, _ in pairs))}")
    return out


def check_claim(claim: Any, which: str) -> None:
    check_fields(claim, FIELDS, which)
    if not ID.fullmatch(claim["id"]):
        raise NotAVerdictFile(f"{which}: bad id {show(claim['id'])}")
    for number, reading in enumerate(claim["readings"], 1):
        check_fields(reading, READING, f"{claim['id']}, reading {number}")
        if reading["neighbour"] is not None:
            check_fields(reading["neighbour"], NEIGHBOUR, f"{claim['id']}, neighbour of reading {number}")
    if claim["untestable"] is not None:
        check_fields(claim["untestable"], UNTESTABLE, f"{claim['id']}, untestable")
    if not all(isinstance(name, str) for name in claim["axioms"] + claim["rests_on"]):
        raise NotAVerdictFile(f"{claim['id']}: axioms and rests_on are lists of names")


def check_fields(data: Any, fields: dict[str, Any], which: str) -> None:
    if not isinstance(data, dict) or set(data) != set(fields):
        off = sorted(set(data) ^ set(fields)) if isinstance(data, dict) else data
        raise NotAVerdictFile(f"{which}: missing or unknown fields: {show(off)}")
    for name, kind in fields.items():
        if not isinstance(data[name], kind) or (kind is not bool and isinstance(data[name], bool)):
            raise NotAVerdictFile(f"{which}: {name} cannot be {show(data[name])}")


# judging ---------------------------------------------------------------------------------------------


def why_rejected(claim: dict) -> str:
    """Why a claim of the file is not accepted; empty where it is."""
    try:
        with deadline(SECONDS_A_CLAIM):
            check_verdict(claim)
    except Rejected as reason:
        return str(reason) or "no reason"
    except TooSlow:
        return f"not decided within {SECONDS_A_CLAIM} s"
    except (MemoryError, RecursionError):
        return "not decided within memory"
    return ""


def check_verdict(claim: dict) -> None:
    """Every reading's verdict is the computed one, and the first reading's is the claim's."""
    readings = claim["readings"]
    if claim["untestable"] is not None:
        bare = not readings and not claim["certificates"] and claim["formal"] is None and not claim["axioms"]
        if claim["verdict"] != "untestable" or not bare or not all(claim["untestable"].values()):
            raise Rejected("an untestable claim has its reasons and nothing else")
        return
    if not readings:
        raise Rejected("there is no reading and no certificate")
    axioms, *_ = [check_reading(r, f"reading {number}") for number, r in enumerate(readings, 1)]
    for number, r in enumerate(readings, 1):
        if r["neighbour"] is not None:
            check_reading(r["neighbour"], f"neighbour of reading {number}")
    for part in ("formal", "certificates", "verdict"):
        if json.dumps(claim[part], sort_keys=True) != json.dumps(readings[0][part], sort_keys=True):
            raise Rejected(f"its {part} is not that of its first reading")
    if claim["axioms"] != axioms:
        raise Rejected(f"it leans on {axioms}, the file says {show(claim['axioms'])}")


def check_reading(reading: dict, which: str) -> list[str]:
    """The theorems that a reading's certificates cite."""
    try:
        accepted = judge(reading["formal"], reading["certificates"])
    except Rejected as reason:
        raise Rejected(f"{which}: {reason}") from None
    if accepted.verdict != reading["verdict"]:
        raise Rejected(
            f"{which}: the file says {show(reading['verdict'])}, the certificates make it {accepted.verdict}"
        )
    return accepted.axioms


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise TooSlow in the block once the time is over, where the system has interval timers."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def over(*_: Any) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
