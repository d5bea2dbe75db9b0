"""What the claims say of the paper's text alone, counted in that text where PAPER_TEXT names its folder."""

import os
import re
from pathlib import Path

import pytest

from checks.quotations import TEXTS

FOLDER = os.environ.get("PAPER_TEXT")


@pytest.fixture(scope="module")
def text():
    if not FOLDER:
        pytest.skip("PAPER_TEXT is not set")
    return (Path(FOLDER) / TEXTS["rdmr"]).read_text(encoding="utf-8")


def section(text: str, heading: str, following: str) -> str:
    return text[text.index(f"\n{heading}") : text.index(f"\n{following}")]


def test_no_reference_names_arikan(text):
    assert "Arikan" in section(text, "8. Related Work", "9. Conclusion")
    assert not re.search("Ar[iı]kan", section(text, "References", "Supplementary Material"))


def test_reference_41_is_not_by_wang_first(text):
    assert re.search(r"\n- \[41\] Qi Zhang,", text)


def test_section_8_has_no_pac_bayes(text):
    assert "PAC" not in section(text, "8. Related Work", "9. Conclusion")
    assert text.count("PAC-Bayes") == 1


def test_prior_theory_is_called_unimodal_and_multimodal(text):
    related = section(text, "8. Related Work", "9. Conclusion")
    assert "prior contrastive-learning theory is uni-modal" in related
    assert "relate multimodal InfoNCE to asymmetric matrix factorisation" in related
