"""The table of counterparts: what goes the other way, what does not, what has none."""

import json

from checks import two_sided


def record(id, verdict, neighbour=None, repair=""):
    statement = {"words": "w", "formal": {}, "certificates": []}
    beside = statement | {"verdict": neighbour} if neighbour else None
    return {
        "id": id, "paper": "p", "where": "", "kind": "", "statement": "", "quote": "", "explanation": "", "note": "",
        "conversion": "", "source": "", "repair": repair, "formal": {}, "verdict": verdict, "certificates": [], "axioms": [],
        "readings": [statement | {"verdict": verdict, "neighbour": beside}], "untestable": None, "rests_on": [],
        "unsupported": False, "seconds": 0,
    }  # fmt: skip


def run(tmp_path, capsys, *records):
    path = tmp_path / "verdicts.json"
    path.write_text(json.dumps({"schema": 1, "claims": list(records)}))
    code = two_sided.main([str(path)])
    return code, capsys.readouterr().out


def test_counterparts_go_the_other_way(tmp_path, capsys):
    records = (
        record("a", "proved", "refuted"),
        record("b", "refuted", repair="a"),
        record("c", "proved"),
        record("d", "untestable"),
    )
    code, out = run(tmp_path, capsys, *records)
    assert code == 0
    assert "b: refuted; repair a proved" in out
    assert "3 claims; 0 whose counterpart goes the same way: none" in out
    assert "1 without a counterpart: c" in out


def test_a_counterpart_that_goes_the_same_way_is_named(tmp_path, capsys):
    records = (
        record("a", "proved", "proved"),
        record("b", "refuted", repair="c"),
        record("c", "refuted", "proved"),
    )
    code, out = run(tmp_path, capsys, *records)
    assert code == 3
    assert "2 whose counterpart goes the same way: a b" in out


def test_bad_input_is_one_line(tmp_path, capsys):
    assert two_sided.main([str(tmp_path / "none.json")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
