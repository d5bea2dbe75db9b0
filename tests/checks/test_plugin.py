"""`pytest checks/`: items, selection, what is red and why, the summary, the verdict file."""

import json

import jsonschema
import pytest

from checks import collect

IDS = ["s2-square", "s4-too-much", "s10-taste", "ours-square"]


def recorded(path):
    return json.loads(path.read_text())["claims"]


def test_green_where_every_verdict_is_the_recorded_one(house, in_house):
    ((code, said),) = in_house(["checks/", "--verdicts", "verdicts.json"])
    assert code == 0, said
    data = json.loads((house / "verdicts.json").read_text())
    schema = json.loads((collect.FOLDER / "verdicts.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(data, schema)
    claims = data["claims"]
    assert [c["id"] for c in claims] == IDS
    assert [c["verdict"] for c in claims] == ["proved", "refuted", "untestable", "proved"]
    assert [c["unsupported"] for c in claims] == [False, False, True, False]
    assert [len(c["readings"]) for c in claims] == [1, 2, 0, 1]
    for line in (
        "proved          2  s2-square ours-square",
        "untestable      1  s10-taste(unsupported)",
    ):
        assert line in said
    assert [p.name for p in house.iterdir() if "verdicts" in p.name] == ["verdicts.json"]


def test_workers_write_the_same_file(house, in_house):
    pytest.importorskip("xdist")
    results = in_house(
        ["checks/", "--verdicts", "one.json"], ["checks/", "-n", "2", "--verdicts", "two.json"]
    )
    assert [code for code, _ in results] == [0, 0], results
    one, two = (recorded(house / name) for name in ("one.json", "two.json"))
    assert [{**c, "seconds": 0} for c in one] == [{**c, "seconds": 0} for c in two]


SELECTIONS = {
    "-m=rdmr and refuted": ["s4-too-much"], "-m=s10 or ours": ["s10-taste", "ours-square"], "-m=theorem": ["s4-too-much", "ours-square"],
    "-m=untestable": ["s10-taste"], "-k=square": ["s2-square", "ours-square"], "--claim=s2-square": ["s2-square"],
    "checks/check_small.py::s10-taste": ["s10-taste"],
}  # fmt: skip


def test_selection_by_marker_word_and_id(in_house):
    calls = [
        [*([] if "::" in choice else ["checks/"]), "-q", "--co", *choice.split("=", 1)]
        for choice in SELECTIONS
    ]
    for (choice, ids), (code, said) in zip(SELECTIONS.items(), in_house(*calls), strict=True):
        assert code == 0, said
        assert [line.partition("::")[2] for line in said.splitlines() if "::" in line] == ids, choice


def test_arguments_that_cannot_be_met_are_one_line_and_exit_4(house, in_house):
    calls = {
        ("checks/", "--claim", "s4-toomuch"): "ERROR: unknown claim 's4-toomuch'; did you mean s4-too-much?",
        ("checks/check_small.py::zzz",): "ERROR: unknown claim 'zzz'",
        ("checks/", "--verdicts", "no/such.json"): "ERROR: --verdicts no/such.json: cannot be written: no such file or directory",
        ("checks/", "--verdicts", "checks"): "ERROR: --verdicts checks: cannot be written: it is a folder",
    }  # fmt: skip
    results = in_house(*map(list, calls))
    assert [code for code, _ in results] == [4, 4, 4, 4]
    assert not any("passed" in said for _, said in results)
    errors = [line for _, said in results for line in said.splitlines() if line.startswith("ERROR")]
    assert errors == list(calls.values())


def test_the_paper_must_hold_when_told_so(in_house):
    ((code, said),) = in_house(["checks/", "--paper-must-hold"])
    assert code == 1
    assert "checks/check_small.py::s4-too-much - Failed: does not hold: refuted" in said
    assert "2 failed, 2 passed" in said


WRONG = """
from checks.register import Reading, Untestable, claim

FORMAL = {"forall": [["x", "real", 0, 1]], "then": [">=", ["^", "x", 2], "x"]}
HALF = {"kind": "witness", "values": {"x": "1/2"}}
ONE = {"kind": "witness", "values": {"x": 1}}
STEPS = {"kind": "derivation", "steps": [{"rel": FORMAL["then"], "by": "combine", "why": "it is clear"}]}

def made(id, verdict, *readings, **fields):
    @claim(id, where="Sec. 2", kind="remark", verdict=verdict, statement="x^2 >= x.", **fields)
    def decide():
        if readings == ("fails",):
            return 1 / 0
        return list(readings)
    return decide

moved = made("s2-moved", "proved", Reading("as printed", FORMAL, [HALF]))
no_witness = made("s2-no-witness", "refuted", Reading("as printed", FORMAL, [ONE]))
no_proof = made("s2-no-proof", "proved", Reading("as printed", FORMAL, [STEPS]))
none = made("s2-none", "refuted", Reading("as printed", FORMAL, []))
nothing = made("s2-nothing", "refuted")
fails = made("s2-fails", "refuted", "fails")
other = made("s2-other", "refuted", Reading("as printed", FORMAL, [HALF]), Reading("charity", FORMAL, [ONE]))
alike = made("s2-alike", "refuted", Reading("as printed", FORMAL, [HALF], Reading("nearby", FORMAL, [HALF])))
near = made("s2-near", "refuted", Reading("as printed", FORMAL, [HALF], Reading("nearby", FORMAL, [ONE])))
twin = made("s2-twin", "refuted", Reading("as printed", FORMAL, [HALF]))
twin_too = made("s2-twin", "refuted", Reading("as printed", FORMAL, [HALF]))
leans = made("s2-leans", "refuted", Reading("as printed", FORMAL, [HALF]), rests_on=("s2-twim",), repair="ours-none")
circle = made("s2-circle", "refuted", Reading("as printed", FORMAL, [HALF]), rests_on=("s2-back",))
back = made("s2-back", "refuted", Reading("as printed", FORMAL, [HALF]), repair="s2-circle")

@claim("s2-silent", where="Sec. 2", kind="remark", verdict="untestable", statement="?")
def silent():
    return Untestable("", "a reason")
"""
SAID = {
    "s2-moved": "recorded as proved, but the checker computes refuted",
    "s2-no-witness": "the claim: the certificate is rejected: the conclusion is true at the instance",
    "s2-no-proof": "the claim: the certificate is rejected: step 1 (combine): what is left over is not shown to be >= 0",
    "s2-none": "the claim has no certificate",
    "s2-nothing": "its function returns no Reading with certificates, nor Untestable",
    "s2-fails": "its function fails: ZeroDivisionError: division by zero",
    "s2-other": 'the reading "charity": the certificate is rejected: the conclusion is true at the instance',
    "s2-alike": "the claim is refuted and so is not told from its neighbour: refuted",
    "s2-near": "the neighbour of the claim: the certificate is rejected: the conclusion is true at the instance",
    "s2-twin": "its id is given 2 times: checks.check_wrong:decide, checks.check_wrong:decide",
    "s2-leans": "leans on an unknown claim 's2-twim'; did you mean s2-twin",
    "s2-circle": "leans on itself: s2-circle -> s2-back -> s2-circle",
    "s2-back": "leans on itself: s2-back -> s2-circle -> s2-back",
    "s2-silent": "untestable, but it does not say why and what would make it testable",
}


def test_each_kind_of_red_says_what_is_wrong(with_claims, tmp_path):
    code, said = with_claims({"check_wrong.py": WRONG}, "--verdicts", "v.json")
    assert code == 1
    assert "15 failed" in said
    for id, words in SAID.items():
        assert f"checks/check_wrong.py::{id} - Failed: {words}" in said
    assert "leans on an unknown claim 'ours-none'" in said
    assert "Sec. 2: x^2 >= x." in said
    verdicts = {c["id"]: c["verdict"] for c in recorded(tmp_path / "house" / "v.json")}
    assert verdicts["s2-no-witness"] is verdicts["s2-fails"] is None
    assert verdicts["s2-moved"] == "refuted"


def test_a_badly_written_claim_is_told_at_collection(with_claims, tmp_path):
    code, said = with_claims({"check_bad.py": WRONG.replace('"proved"', '"prooved"')}, "--verdicts", "v.json")
    assert code == 2
    assert "check_bad.py: claim s2-moved: verdict 'prooved' or kind 'remark' is unknown" in said
    assert not (tmp_path / "house" / "v.json").exists()
