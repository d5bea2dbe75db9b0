"""What the claims say of the paper's text alone, counted in that text where PAPER_TEXT names its folder."""

import os
import re
from pathlib import Path

import pytest

from checks.occurrences import AUTHORS, MEANINGS, PARTS, REFERENCES
from checks.quotations import TEXTS

FOLDER = os.environ.get("PAPER_TEXT")


@pytest.fixture(scope="module")
def text():
    if not FOLDER:
        pytest.skip("PAPER_TEXT is not set")
    return (Path(FOLDER) / TEXTS["rdmr"]).read_text(encoding="utf-8")


def section(text: str, heading: str, following: str) -> str:
    return text[text.index(f"\n{heading}") : text.index(f"\n{following}")]


def part(text: str, position: int) -> int:
    """The numbered part that a position of the text lies in."""
    if position > text.index("\nSupplementary Material"):
        return 10
    if position > text.index("\nReferences"):
        return REFERENCES
    heads = [int(m[1]) for m in re.finditer(r"\n(\d)\. [A-Z]", text[:position])]
    return max(heads, default=0)


@pytest.mark.parametrize("word", PARTS)
def test_each_occurrence_of_a_word_is_listed(text, word):
    found = re.finditer(re.sub("i", "[iı]", word), text)
    assert tuple(part(text, m.start()) for m in found) == PARTS[word]


def test_the_parts_are_told_apart(text):
    known = {
        "We establish": 0,
        "modern treatment is Cover": 8,
        "[41] Qi Zhang": REFERENCES,
        "S1. Concentration": 10,
    }
    assert {words: part(text, text.index(words)) for words in known} == known


@pytest.mark.parametrize("number", AUTHORS)
def test_the_authors_of_a_reference_are_those_listed(text, number):
    names = re.search(rf"\n- \[{number}\] ([^.]*)\.", text)[1]
    assert tuple(name.split()[-1] for name in re.split(", and |, | and ", names)) == AUTHORS[number]


def test_prior_theory_is_called_unimodal_and_multimodal(text):
    related = section(text, "8. Related Work", "9. Conclusion")
    assert "prior contrastive-learning theory is uni-modal" in related
    assert "relate multimodal InfoNCE to asymmetric matrix factorisation" in related


@pytest.mark.parametrize("symbol", MEANINGS)
def test_a_symbol_is_given_its_meanings_in_that_order(text, symbol):
    places = [text.index(words) for words in MEANINGS[symbol]]
    assert places == sorted(places)
