"""The audit at a glance: what hangs on what, and pages that name only claims there are."""

import math
import re

import pytest

from checks.collect import all_claims
from reports.build import sources
from reports.parts import index, overview


def record(id, verdict, rests_on=(), **other):
    base = {"paper": "rdmr", "unsupported": False, "statement": f"words of {id}", "explanation": "", "note": "",
            "readings": [], "certificates": [], "untestable": None, "repair": "", "where": "Sec. 1"}  # fmt: skip
    return base | {"id": id, "verdict": verdict, "rests_on": list(rests_on)} | other


RECORDS = [
    record("s1-a", "refuted", explanation="Half falls."), record("s1-b", "refuted", ["s1-a"], unsupported=True),
    record("s1-c", "proved", ["s1-b"]), record("s1-d", "vacuous"),
    record("ours-e", "proved", ["s1-a"], paper="ours"),
]  # fmt: skip


def test_what_hangs_on_a_claim_is_found_through_others():
    assert overview.hanging(RECORDS, "s1-a") == ["s1-b", "s1-c", "ours-e"]
    assert overview.hanging(RECORDS, "s1-c") == []


def test_the_graph_draws_each_edge_between_claims_of_the_papers():
    shown = overview.graph(RECORDS)
    assert shown.count('class="arc-down"') == 2  # both arcs end at a fallen claim
    assert shown.count('class="arc-cross"') == 2
    assert shown.count('class="arc-disc"') == 1
    assert shown.count('viewBox="0 ') == 3  # a slice a row
    assert "3 claims in the papers&#x27; order, 2 arcs" in shown
    assert "the other 1 claim" in shown
    assert "s1-d" not in shown


def test_one_screen_has_the_counts_and_a_line_a_headline():
    shown = overview.screen(RECORDS, ["s1-a", "s1-c", "s9-unknown"])
    assert "4 claims of the papers" in shown
    assert '<li><span class="badge proved">proved</span><span>words of s1-c</span></li>' in shown
    assert shown.count("</span><span>words of") == 2


def test_headlines_say_on_what_they_stand():
    shown = overview.headlines(RECORDS, ["s1-a", "s1-b", "s9-unknown"])
    assert "Half falls." in shown
    assert 'Rests on <a href="audit-s1.html#s1-a">' in shown
    assert "s9-unknown" not in shown


def test_findings_come_in_the_order_of_what_rests_on_them():
    shown = overview.findings(RECORDS, ["s1-c", "s1-a"])
    assert shown.index("s1-a") < shown.index("words of s1-c")
    assert "3 claims rest on it" in shown


def test_a_claim_that_is_not_on_record_is_named_without_a_link():
    assert overview.cite(RECORDS, "s9-x") == "<code>s9-x</code>"
    assert "Not among these verdicts: s9-x." in overview.under_test(RECORDS, "s1-a", "s9-x")


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.stem)
def test_pages_name_claims_of_the_register(path):
    named = set(re.findall(r"""["']((?:ours|s\d+|ib)-[\w-]+)["']""", path.read_text()))
    assert named <= {c.id for c in all_claims()}


def test_the_first_page_counts_the_papers_claims_and_names_the_pdf_where_there_is_one():
    shown = index.body(RECORDS, {}, "x.pdf")
    assert "4 claims of the papers" in shown
    assert "flex-grow: 2" in shown
    assert "1 statement of our own, proved" in shown
    assert 'href="x.pdf"' in shown
    assert "PDF" not in index.body(RECORDS, {}, "")


def test_the_first_page_answers_its_question():
    """1,000 documents, MRR 0.9: 8.4746 bits, an index of 800 entries, as README says."""
    assert "8.47 / 9.64</td>" in index.body(RECORDS, {}, "")
    assert math.log2(800) == pytest.approx(9.64, abs=0.005)
