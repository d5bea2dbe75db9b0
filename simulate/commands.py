"""Commands that answer what they refuse in one line on stderr with exit code 2, and Ctrl-C likewise with 130."""

import argparse
import functools
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

__all__ = ["INTERRUPTED", "REFUSED", "OneLine", "Refused", "command", "natural", "positive"]

REFUSED, INTERRUPTED = 2, 130
LARGEST = 2**63 - 1

Main = Callable[..., int]


class Refused(ValueError):
    """A command that cannot be carried out, in one line."""


class OneLine(argparse.ArgumentParser):
    """A parser whose complaints are errors like any other."""

    def error(self, message: str) -> NoReturn:
        raise Refused(message)


def command(name: str, *refusals: type[Exception]) -> Callable[[Main], Main]:
    """Decorator of a command's main function: Refused, the given errors and KeyboardInterrupt are answered."""

    answerable: tuple[type[Exception], ...] = (Refused, *refusals)

    def decorated(main: Main) -> Main:
        @functools.wraps(main)
        def answered(*arguments: Sequence[str] | None) -> int:
            try:
                return main(*arguments)
            except answerable as error:
                print(f"{name}: {error}", file=sys.stderr)
                return REFUSED
            except KeyboardInterrupt:
                print(f"{name}: interrupted", file=sys.stderr)
                return INTERRUPTED

        return answered

    return decorated


def natural(text: str, least: int = 0) -> int:
    """The whole number that an option's text is, as a store can hold it."""
    if not (text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= LARGEST):
        raise argparse.ArgumentTypeError(f"{text}: must be a whole number from {least} to 2^63 - 1")
    return int(text)


def positive(text: str) -> int:
    """As `natural`, from 1 on."""
    return natural(text, 1)
