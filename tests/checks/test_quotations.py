"""Quotations are looked up word for word, white space apart."""

import pytest

from checks import quotations
from checks.register import Claim

TEXT = "As a first\n  step, d = $1 - 1/k$ is\tthe distortion.\nIt is never negative."


def claim(quote, id="s2-quoted"):
    return Claim(id, "Sec. 2", "remark", "...", "proved", list, quote=quote)


@pytest.mark.parametrize(
    "quote", ["a first step, d = $1 - 1/k$ is the", "first step\n[...] is never negative.", "  As a  first "]
)
def test_found(quote):
    assert quotations.not_found([claim(quote)], {"rdmr": TEXT}) == []


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("", "s2-quoted: no quotation"),
        ("a first [...]", "s2-quoted: no quotation"),
        ("a first stop", "s2-quoted: not in paper/rate_distortion_limits.md: a first >>> stop"),
        (
            "never positive [...] a first",
            "s2-quoted: not in paper/rate_distortion_limits.md: never >>> positive",
        ),
        ("As A first", "s2-quoted: not in paper/rate_distortion_limits.md: As >>> A first"),
    ],
)
def test_not_found(quote, said):
    assert quotations.not_found([claim(quote)], {"rdmr": TEXT}) == [said]


@pytest.fixture
def texts(tmp_path, monkeypatch):
    """The command's claims replaced by two, and a folder of texts."""
    claims = (claim("a first step", "s2-a"), claim("no such words", "s2-b"))
    monkeypatch.setattr(quotations, "all_claims", lambda: claims)
    (tmp_path / "paper").mkdir()
    for name in quotations.TEXTS.values():
        (tmp_path / name).write_text(TEXT)
    monkeypatch.setenv("PAPER_TEXT", str(tmp_path))
    return tmp_path


def test_command_names_what_is_missing(texts, capsys):
    assert quotations.main() == 3
    assert (
        capsys.readouterr().out == "s2-b: not in paper/rate_distortion_limits.md: >>> no such words\n"
        "1 of 2 quotations found\n"
    )


def test_command_accepts(texts, capsys, monkeypatch):
    monkeypatch.setattr(quotations, "all_claims", lambda: (claim("first step"),))
    assert quotations.main() == 0
    assert capsys.readouterr().out == "1 of 1 quotations found\n"


def test_command_says_what_to_set(texts, capsys, monkeypatch):
    monkeypatch.setenv("PAPER_TEXT", str(texts / "none"))
    assert quotations.main() == 2
    assert "No such file" in capsys.readouterr().err
    monkeypatch.delenv("PAPER_TEXT")
    assert quotations.main() == 2
    assert capsys.readouterr().err.startswith("set PAPER_TEXT to the folder that holds paper/")
