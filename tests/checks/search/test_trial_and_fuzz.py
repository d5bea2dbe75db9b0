"""Planted errors are found, theorems survive; corrupted certificates of each kind are rejected, quickly."""

import json

import pytest
from kinds import KINDS

from checks import fuzz, trial
from checks.collect import all_claims
from checks.search import planted
from checks.search.exact import refutes
from checks.search.mutants import mutants
from checks.verify import Rejected, judge

ORIGINALS = [(kind, *KINDS[kind]) for kind in KINDS]


def test_planted_errors_are_what_they_say():
    statement = {"forall": [], "then": ["and", [">=", "a", ["min", "b", 1]], ["=", "c", 0]]}
    found = dict(mutants(statement))
    assert found["1% off in part 1"]["then"][2][2] == ["/", ["abs", ["min", "b", 1]], 100]
    assert found["sign flipped in part 1"]["then"][0] == "<="
    assert found["strict in part 1"]["then"][0] == ">"
    assert found["1% off in part 2"]["then"] == ["=", "c", ["+", 0, ["/", 1, 100]]]
    assert found["min for max 1"]["then"] == ["and", [">=", "a", ["max", "b", 1]], ["=", "c", 0]]
    assert len(found) == 6


def test_theorems_survive_and_their_mutants_do_not(tmp_path, capsys):
    out = tmp_path / "trial.json"
    ids = ["ours-feasible-pair", "ours-equal-split"]
    assert trial.main([*ids, "--instances", "20000", "--device", "cpu", "--out", str(out)]) == 0, (
        capsys.readouterr().out
    )
    for row in json.loads(out.read_text())["theorems"]:
        assert row["violation"] is None
        assert row["least slack"] > -1e-8
        assert row["mutants"]
        assert all(m["found"] for m in row["mutants"])


@pytest.mark.parametrize(
    ("arguments", "said"), [(["ours-x"], "unknown"), (["s4-eq5"], "only what is proved")]
)
def test_bad_input_is_one_line(arguments, said, capsys):
    assert trial.main(arguments) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_no_corruption_of_any_kind_gets_through():
    record = fuzz.fuzzed(ORIGINALS, 4000, seed=1)
    assert record["wrong"] == []
    assert record["inputs"] == sum(record["outcomes"].values()) == 4000
    assert record["outcomes"]["rejected"] > 2500
    kinds = {name.partition(",")[0] for name in record["counts"]}
    assert {
        "derivation",
        "witness",
        "undefined",
        "sample",
        "order",
        "growth",
        "vacuous",
        "inconsistency",
    } <= kinds


def test_a_checker_that_accepts_anything_would_be_noticed(monkeypatch):
    monkeypatch.setattr(fuzz, "judge", lambda formal, certificates: judge(*KINDS["witness"][:2]))
    assert fuzz.fuzzed(ORIGINALS, 200, seed=1)["wrong"]


@pytest.mark.parametrize(("id", "error"), [*planted.STILL_TRUE, *planted.NOWHERE])
def test_errors_that_no_instance_shows_have_a_proof(id, error):
    reading = next(c for c in all_claims() if c.id == id).readings()[0]
    wrong = dict(mutants(reading.formal))[error]
    told = "still a theorem" if (id, error) in planted.STILL_TRUE else "holds at no instance"
    assert planted.account(id, error, reading.formal, reading.certificates, wrong) == told
    assert planted.account(id, "another", reading.formal, reading.certificates, wrong) is None


def test_tight_instances_are_instances_and_show_a_planted_error():
    for c in all_claims():
        for values in planted.tight(c.id):
            formal = c.readings()[0].formal
            assert not refutes(formal, values)
            assert any(refutes(wrong, values) for _, wrong in mutants(formal)), c.id


def test_an_account_of_something_else_is_refused(monkeypatch):
    reading = next(c for c in all_claims() if c.id == "ours-cell-errors").readings()[0]
    wrong = dict(mutants(reading.formal))["sign flipped in part 3"]
    monkeypatch.setitem(
        planted.STILL_TRUE, ("ours-cell-errors", "sign flipped in part 3"), lambda d, then: None
    )
    with pytest.raises(Rejected, match="do not end"):
        planted.account(
            "ours-cell-errors", "sign flipped in part 3", reading.formal, reading.certificates, wrong
        )


def test_records_of_trials_are_merged(tmp_path):
    out = tmp_path / "trial.json"
    for id in ("ours-cell-errors", "ours-feasible-pair"):
        trial.main([id, "--instances", "64", "--seconds", "1", "--device", "cpu", "--out", str(out)])
    rows = json.loads(out.read_text())["theorems"]
    assert [r["id"] for r in rows] == ["ours-cell-errors", "ours-feasible-pair"]
    assert [m["account"] for m in rows[0]["mutants"] if m["error"] == "1% off in part 3"] == [
        "still a theorem"
    ]
