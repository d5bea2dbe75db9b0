"""Commands answer in one line."""

import argparse

import pytest

from simulate.commands import OneLine, Refused, command, natural, positive


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (Refused("no such thing"), 2, "tool: no such thing\n"),
        (KeyError("x"), 2, "tool: 'x'\n"),
        (KeyboardInterrupt(), 130, "tool: interrupted\n"),
    ],
)
def test_what_is_refused_and_what_interrupts_is_one_line(raised, code, said, capsys):
    @command("tool", KeyError)
    def main(arguments=None):
        raise raised

    assert main([]) == code
    assert capsys.readouterr().err == said


def test_other_errors_are_not_hidden():
    @command("tool")
    def main(arguments=None):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        main([])


def test_a_bad_command_line_is_an_error_of_one_line():
    parser = OneLine()
    parser.add_argument("--a", required=True)
    with pytest.raises(Refused, match="the following arguments are required: --a"):
        parser.parse_args([])


def test_whole_numbers_are_those_that_a_store_holds():
    assert natural("0") == 0
    assert positive(str(2**63 - 1)) == 2**63 - 1
    for read, text in (
        (natural, "-1"), (natural, "x"), (natural, "1.5"), (natural, "²"), (natural, str(2**63)),
        (natural, "9" * 5000), (positive, "0"), (natural, ""),
    ):  # fmt: skip
        with pytest.raises(
            argparse.ArgumentTypeError, match=r"must be a whole number from [01] to 2\^63 - 1"
        ):
            read(text)
