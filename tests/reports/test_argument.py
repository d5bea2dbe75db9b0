"""Where a paper's argument fails: found in the graph, and marked without colour."""

import re

from reports.parts import argument


def record(id, kind, verdict, *rests_on):
    return {
        "id": id,
        "kind": kind,
        "verdict": verdict,
        "rests_on": list(rests_on),
        "statement": f"words of {id}",
    }


KNOWN = {
    r["id"]: r
    for r in (
        record("s2-thm", "theorem", "refuted", "s2-eq", "s2-last"),
        record("s2-eq", "equation", "refuted", "s2-def", "s2-step", "s2-fine"),
        record("s2-def", "definition", "inconsistent"),
        record("s2-step", "step", "refuted"),
        record("s2-fine", "step", "proved"),
        record("s2-last", "step", "refuted", "s2-step"),
        record("s2-says", "remark", "untestable", "s2-thm", "elsewhere"),
    )
}


def words(id):
    return re.sub("<[^>]+>", "", argument.argument(KNOWN[id], KNOWN))


def test_the_first_failure_is_a_fallen_claim_that_rests_on_none_and_a_step_where_there_is_one():
    assert argument.failures(KNOWN["s2-thm"], KNOWN) == ["s2-step", "s2-def"]
    assert argument.failures(KNOWN["s2-last"], KNOWN) == ["s2-step"]
    assert argument.failures(KNOWN["s2-step"], KNOWN) == []


def test_each_claim_of_the_argument_has_a_sign_and_the_failing_one_is_marked():
    assert words("s2-eq") == (
        "✗ The paper's argument fails at s2-step: words of s2-step Further on: s2-def."
        "✗ s2-def inconsistent words of s2-def✗ s2-step refuted words of s2-step — fails here"
        "✓ s2-fine proved words of s2-fine"
    )
    assert "✗ s2-last refuted words of s2-last — by way of s2-step" in words("s2-thm")
    assert words("s2-says").startswith("✗ What it rests on fails at s2-step")


def test_a_failing_step_says_so_itself_and_what_stands_has_no_mark():
    assert words("s2-step") == "✗ The paper's argument fails at this step."
    assert words("s2-fine") == words("s2-def") == ""
