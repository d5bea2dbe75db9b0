"""`python -m checks.falsify CLAIM...`: search for violations of claims of the register, at scale, then exactly.

For each claim: random and varied instances of its formal statement, in batches; a violation is rounded to
rationals, made small, and given to the checker. Printed: the certificate, tables to check by hand, a test case; or
the least slack seen. A statement that says that something exists is searched for an instance. Of an order statement,
|f| = O(g), no instance decides: printed is |f|/g along its variable, and where a proof's constant would fail.
Exit 0: no claim got an instance. 3: one did. 2: bad arguments. 130: interrupted.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

from checks.collect import all_claims, unknown
from checks.register import Claim, Reading, Untestable
from checks.search.growth import ratios, told
from checks.search.hunt import Report, hunt
from checks.search.present import as_test, tables
from checks.verify.numbers import parse_rational
from checks.verify.terms import Rejected
from simulate.commands import OneLine
from simulate.device import DeviceError, select_namespace

DESCRIPTION = "Search for violations of claims; what is found is certified exactly."


def main(arguments: Sequence[str]) -> int:
    try:
        options = parsed(arguments)
        known = {c.id: c for c in all_claims()}
        for id in options.claims:
            if id not in known:
                raise ValueError(unknown(id, known))
        xp = select_namespace(options.device)
        return max([falsify(known[id], options, xp) for id in options.claims])
    except (ValueError, DeviceError, Rejected) as error:
        print(f"falsify: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nfalsify: interrupted", file=sys.stderr)
        return 130


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = OneLine(prog="python -m checks.falsify", description=DESCRIPTION)
    parser.add_argument("claims", nargs="+", metavar="CLAIM", help="ids of the register")
    parser.add_argument(
        "--instances", type=positive, default=10**7, help="at most so many a claim (10000000)"
    )
    parser.add_argument("--seconds", type=positive, default=30, help="at most so long a claim (30)")
    parser.add_argument("--seed", type=int, default=0, help="names the stream of draws (0)")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    return parser.parse_args(arguments)


def positive(text: str) -> int:
    with suppress(ValueError, OverflowError):
        if (number := int(float(text))) >= 1:
            return number
    raise argparse.ArgumentTypeError(f"{text}: must be a number of at least 1")


def falsify(claim: Claim, options: argparse.Namespace, xp) -> int:  # type: ignore[no-untyped-def]
    """Search for an instance against the claim's first reading; 3 if one is certified, else 0."""
    readings = claim.readings()
    if isinstance(readings, Untestable):
        raise ValueError(f"{claim.id} is untestable: {readings.reason}")
    statement = readings[0].formal
    if "sampled" in statement:
        command = readings[0].certificates[0]["command"]
        raise ValueError(
            f"{claim.id} is about a sample, which no instance decides; drawn again by: {command}"
        )
    if "order" in statement:
        return grown(claim.id, readings[0], options.seconds)
    try:
        report = hunt(
            statement,
            instances=options.instances,
            seconds=options.seconds,
            seed=options.seed,
            xp=xp,
            told=progress(),
        )
    except Rejected as error:
        raise ValueError(f"{claim.id}: {error}") from None
    print("\n".join(said(claim.id, statement, report)))
    return 0 if report.witness is None else 3


def grown(id: str, reading: Reading, seconds: int) -> int:
    """Report on an order statement; 0, for nothing is certified."""
    try:
        found = ratios(reading.formal, seconds=seconds)
    except Rejected as error:
        raise ValueError(f"{id}: {error}") from None
    constants = [parse_rational(c["constant"]) for c in reading.certificates if c["kind"] == "order"]
    print(f"{id}: an order statement; {len(found)} values")
    print("\n".join(told(reading.formal, found, constants[0] if constants else None)))
    return 0


def progress() -> Callable[[Report], None]:
    """A running line on a terminal."""
    if not sys.stderr.isatty():
        return lambda report: None
    return lambda r: print(
        f"\r{r.instances} instances, least slack {r.least:.3g}   ", end="", file=sys.stderr, flush=True
    )


def said(claim: str, statement: dict, report: Report) -> list[str]:
    """The report on a claim, line by line."""
    counts = (
        f"{report.instances} instances in {report.seconds:.1f} s, {report.satisfying} satisfy the hypotheses"
    )
    killed = f"{report.killed} violations in floats did not survive rounding to rationals"
    if report.witness is None:
        error = " (float error)" if -1e-6 < report.least < 0 else ""
        lines = [f"{claim}: nothing found; {counts}; least slack {report.least:.3g}{error}"]
        lines += [f"  {killed}"] if report.killed else []
        if report.undefined:
            lines.append(f"  {report.undefined} instances give the conclusion no value")
        return lines + ([f"  least slack at {json.dumps(report.where)}"] if report.where else [])
    what = "a violation" if "forall" in statement else "an instance"
    lines = [f"{claim}: {what}, accepted by the checker; {counts}"] + ([killed] if report.killed else [])
    certificate = {"kind": "witness", "values": report.witness}
    return [
        *lines, "", "Certificate:", json.dumps(certificate), "", *tables(statement, report.witness),
        "", "Test case:", as_test(claim, statement, report.witness), "",
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
