"""Independent tools agree with what the checker accepts, and disagree with what is planted."""

import copy
import importlib.util
import json

import pytest
from kinds import KINDS, UNIT

from checks import second_opinion
from checks.collect import all_claims
from checks.verdicts import as_json, computed

missing = [name for name in ("z3", "dit") if importlib.util.find_spec(name) is None]
pytestmark = pytest.mark.skipif(bool(missing), reason=f"not installed: {missing}")
WORLD = {
    "variables": ["X1", "Y"],
    "law": [[[1, 1], "1/2"], [[2, 2], "1/4"], [[2, 1], "1/4"]],
    "encoder": [[[1], [["a", "1"]]], [[2], [["b", "1/3"], ["a", "2/3"]]]],
    "decoder": {"a": [1, 2], "b": [2, 1]},
}
OF_A_WORLD = {
    "forall": [["N", "integer", 2, None], ["W", "world", {"documents": "N"}]],
    "then": ["<", ["+", ["H", ["X"], ["C"]], ["I", ["Y"], ["X1"], ["C"]]], ["mrr"]],
}


def record(formal, certificates, verdict):
    return {"id": "made-up", "readings": [reading(formal, certificates, verdict) | {"neighbour": None}]}


def reading(formal, certificates, verdict):
    return {"formal": formal, "certificates": certificates, "verdict": verdict}


def asked(formal, certificates, verdict):
    """Answers by kind of question."""
    tally, wrong = second_opinion.asked([record(formal, certificates, verdict)])
    return {k: dict(v) for k, v in tally.items()}, wrong


@pytest.mark.parametrize("kind", KINDS)
def test_small_certificates_of_each_kind_are_agreed_with(kind):
    tally, wrong = asked(*KINDS[kind])
    assert wrong == []
    terms = {"a number that is not rational"} if kind == "inconsistency" else set()  # exp(0), to z3
    assert all(set(answers) - terms == {"agree"} for answers in tally.values())
    assert bool(tally) is (kind not in ("vacuous", "order", "growth"))  # these have no step of their own here


def test_the_quantities_of_a_world_are_computed_three_times():
    certificate = {"kind": "witness", "values": {"N": 2, "W": WORLD}}
    tally, wrong = asked(OF_A_WORLD, [certificate], "refuted")
    assert wrong == []
    assert tally["instance", "mpmath"] == {"agree": 1}
    assert tally["information quantities of a world", "dit"] == {"agree": 1}
    assert tally["instance", "z3"] == {"an entropy is not algebraic": 1}


def step(rel, by, **more):
    return [{"kind": "derivation", "steps": [{"rel": rel, "by": by, **more}]}]


HALF_SQUARE = ["<=", ["^", "x", 2], ["/", "x", 2]]
EXISTS = {"exists": [UNIT], "then": ["=", ["*", 3, "x"], 2]}
PLANTED = [
    ("the conclusion is true", *KINDS["witness"][:1], [{"kind": "witness", "values": {"x": 0}}], "refuted"),
    ("outside its domain", *KINDS["witness"][:1], [{"kind": "witness", "values": {"x": "-1/2"}}], "refuted"),
    ("the conclusion is false", EXISTS, [{"kind": "witness", "values": {"x": "1/3"}}], "proved"),
    ("no instance", EXISTS, [{"kind": "witness", "values": {"x": "1/3"}}], "proved"),
    ("has a value", *KINDS["undefined"][:1], [{"kind": "undefined", "values": {"x": "1/9"}, "term": ["/", 1, "x"]}], "ill-posed"),
    ("z3 finds [x", {"forall": [UNIT], "then": HALF_SQUARE}, step(HALF_SQUARE, "combine", using=[]), "proved"),
    ("false at", {"forall": [["n", "integer", 0, 9]], "then": ["<", "n", 9]}, step(["<", "n", 9], "enumerate"), "proved"),
    ("a piece on which", {"forall": [UNIT], "then": ["<", ["h", "x"], ["/", 99, 100]]}, step(["<", ["h", "x"], ["/", 99, 100]], "boxes", trees=[["ball"]]), "proved"),
    ("intervals", {"forall": [], "then": ["<", ["log2", 3], ["/", 3, 2]]}, step(["<", ["log2", 3], ["/", 3, 2]], "evaluate"), "proved"),
    ("the mean is", *KINDS["sample"][:2], "contradicted"),
    ("cannot be read", *KINDS["witness"][:1], [{"kind": "witness", "values": {}}], "refuted"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "formal", "certificates", "verdict"), PLANTED)
def test_what_is_planted_is_disagreed_with(said, formal, certificates, verdict):
    _, wrong = asked(formal, certificates, verdict)
    assert any(said in w["reason"] for w in wrong), wrong


def test_a_false_hypothesis_and_a_wrong_code_are_noticed():
    false = {**KINDS["witness"][0], "given": [["<", "x", ["/", 1, 4]]]}
    assert any("hypothesis" in w["reason"] for w in asked(false, *KINDS["witness"][1:])[1])
    lame = {**WORLD, "decoder": {"a": [1, 1], "b": [2, 1]}}
    _, wrong = asked(OF_A_WORLD, [{"kind": "witness", "values": {"N": 2, "W": lame}}], "refuted")
    assert any("no permutation" in w["reason"] for w in wrong)


def test_dit_notices_a_wrong_entropy(monkeypatch):
    from checks.opinion.worlds import World

    good = World.entropy
    monkeypatch.setattr(World, "entropy", lambda self, names: good(self, names) + 1e-6 * len(names))
    _, wrong = asked(OF_A_WORLD, [{"kind": "witness", "values": {"N": 2, "W": WORLD}}], "refuted")
    assert [w["tool"] for w in wrong] == ["dit"]


def test_the_command_agrees_with_a_few_claims_and_finds_a_planted_error(tmp_path, capsys):
    ids = ["s4-eq5", "ours-feasible-pair", "s4-chain-rule"]
    file, out = tmp_path / "verdicts.json", tmp_path / "opinion.json"
    records = computed([c for c in all_claims() if c.id in ids])
    file.write_text(as_json(records))
    assert second_opinion.main(["--verdicts", str(file), "--out", str(out)]) == 0
    table = json.loads(out.read_text())
    assert table["claims"] == 3
    assert table["disagreements"] == []
    assert sum(row["agree"] for row in table["kinds"] if row["kind"] == "step: combine") > 3
    planted = copy.deepcopy(records)
    eq5 = next(r for r in planted if r["id"] == "s4-eq5")
    eq5["readings"][0]["certificates"][0]["values"]["W"]["decoder"]["a"].reverse()
    eq5["readings"][0]["certificates"][0]["values"]["W"]["law"] = [[[1, 1], "1/2"], [[2, 2], "1/3"]]
    file.write_text(as_json(planted))
    capsys.readouterr()
    assert second_opinion.main(["s4-eq5", "--verdicts", str(file)]) == 1
    assert "s4-eq5: instance, mpmath: the masses are no law" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"), [(["s4-eq55"], "did you mean"), (["--verdicts", "no.json"], "no.json")]
)
def test_bad_input_is_one_line(arguments, said, capsys):
    assert second_opinion.main(arguments) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_interrupted_is_one_line(monkeypatch, capsys):
    def interrupted(options):
        raise KeyboardInterrupt

    monkeypatch.setattr(second_opinion, "chosen", interrupted)
    assert second_opinion.main([]) == 130
    assert capsys.readouterr().err == "second_opinion: interrupted\n"
