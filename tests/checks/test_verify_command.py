"""python -m checks.verify: accepts what the run wrote, names what was tampered with, survives hostile files."""

import ast
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from kinds import CORRUPT, KINDS

from checks import collect, verdicts
from checks.register import Claim, Reading, Untestable
from checks.verify import Rejected, __main__, judge

SCHEMA = json.loads((collect.FOLDER / "verdicts.schema.json").read_text())


def replaced(data, path, value):
    """A copy of nested data with one place changed."""
    out = json.loads(json.dumps(data))
    place = out
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return out


def record(id, formal, certificates, verdict):
    reading = Reading("as printed", formal, certificates)
    claim = Claim(id, "Sec. 2", "remark", "...", verdict, lambda: reading)
    return verdicts.judged(claim)[0]


@pytest.fixture(scope="module")
def claims():
    unsure = Claim("s2-unsure", "Sec. 2", "remark", "...", "untestable", lambda: Untestable("why", "what"))
    return [record(f"s2-{kind}", *pair) for kind, pair in KINDS.items()] + [verdicts.judged(unsure)[0]]


@pytest.fixture
def verify(tmp_path, capsys):
    """Exit code, output and errors of the command on given text, bytes or claims."""

    def run(content):
        path = tmp_path / "v.json"
        if isinstance(content, list):
            content = json.dumps({"schema": 1, "claims": content})
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = __main__.main([str(path)])
        said = capsys.readouterr()
        return code, said.out, said.err.replace(str(path), "v.json")

    return run


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_makes_its_verdict(kind):
    formal, certificates, verdict = KINDS[kind]
    assert judge(formal, certificates).verdict == verdict


@pytest.mark.parametrize(("kind", "path", "value", "reason"), CORRUPT)
def test_a_corrupted_field_is_rejected_with_its_reason(kind, path, value, reason):
    formal, certificates, _ = KINDS[kind]
    with pytest.raises(Rejected, match=reason):
        judge(formal, replaced(certificates, path, value))


def fields(certificates):
    return [(k, name) for k, c in enumerate(certificates) for name in c]


OPTIONAL = [(kind, "values") for kind in ("derivation", "vacuous", "order")]


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_certificate_is_needed_known_and_typed(kind):
    formal, certificates, verdict = KINDS[kind]
    for k, name in fields(certificates):
        bad = [replaced(certificates, (k, name), odd) for odd in ({"?": 1}, [[1]], None, "?")]
        bad += [
            [{n: v for n, v in c.items() if (j, n) != (k, name)} for j, c in enumerate(certificates)],
            replaced(certificates, (k, "surplus"), 1),
        ]
        if name in ("seed", "command", "version"):
            bad = bad[-2:]
        if (kind, name) in OPTIONAL:
            assert judge(formal, bad.pop(-2)).verdict == verdict
        for mutant in bad:
            with pytest.raises(Rejected):
                judge(formal, mutant)


def test_certificates_do_not_fit_other_statements():
    for kind, (_, certificates, _) in KINDS.items():
        for other, (formal, _, _) in KINDS.items():
            if kind != other:
                with pytest.raises(Rejected):
                    judge(formal, certificates)


def test_all_accepted(verify, claims):
    code, out, err = verify(claims)
    assert (code, err) == (0, "")
    assert out.startswith("10 claims (")
    assert "all accepted" in out


TAMPERED = [
    (("verdict",), "refuted", "s2-derivation: its verdict is not that of its first reading"),
    (("readings", 0, "verdict"), "refuted", "the file says refuted, the certificates make it proved"),
    (("readings", 0, "verdict"), None, "the file says None, the certificates make it proved"),
    (("certificates",), [], "its certificates is not that"),
    (("formal", "then"), ["<=", 0, 1], "its formal is not that"),
    (("formal", "forall", 0, 2), False, "its formal is not that"),
    (("formal", "forall", 0, 2), 0.0, "its formal is not that"),
    (("axioms",), ["gibbs"], "it leans on [], the file says ['gibbs']"),
    (("readings",), [], "there is no reading and no certificate"),
    (("readings", 0, "certificates", 0, "steps", 0, "using"), [], "reading 1: step 1 (combine): what is left over"),
    (("readings", 0, "formal", "then"), ["<=", "x", 0], "reading 1: the steps do not end in"),
    (("untestable",), {"reason": "", "would_need": ""}, "an untestable claim has its reasons and nothing else"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "reason"), TAMPERED)
def test_a_tampered_claim_is_named_with_the_reason(verify, claims, path, value, reason):
    code, out, _ = verify(replaced(claims, (0, *path), value))
    assert code == 3
    assert out.startswith("rejected s2-derivation: ")
    assert reason in out
    assert "1 rejected" in out
    assert out.count("\n") == 2


DEEP = "[" * 200_000
MALFORMED = {
    "empty": ("", "Expecting value"),
    "no JSON": ("{", "Expecting property name"),
    "NaN": ('{"schema": 1, "claims": [NaN]}', "NaN is no number"),
    "deep": (DEEP, "nested too deeply"),
    "huge integer": ('{"schema": 1, "claims": [' + "9" * 100_000 + "]}", "value has 100000 digits\n"),
    "bytes": (b"\xff\xfe\x00", "can't decode"),
    "a list": ("[]", '{"schema": 1, "claims": [...]} is expected'),
    "surplus": ('{"schema": 1, "claims": [], "x": 0}', "is expected"),
    "version": ('{"schema": 2, "claims": []}', "schema 2 is unknown"),
    "no claims": ('{"schema": 1, "claims": []}', "it has no claims"),
    "no object": ('{"schema": 1, "claims": [3]}', "claim 1: missing or unknown fields: 3"),
    "twins": ('{"schema": 1, "claims": [], "claims": []}', "a field is given twice"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_verdict_file_is_one_line_and_exit_2(verify, name):
    content, reason = MALFORMED[name]
    code, out, err = verify(content)
    assert (code, out) == (2, "")
    assert err.startswith("v.json: not a verdict file: ")
    assert reason in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("name", SCHEMA["$defs"]["claim"]["properties"])
def test_fields_are_as_the_schema_has_them(verify, claims, name):
    ours = claims[0]
    good = {"schema": 1, "claims": [ours]}
    jsonschema.validate(good, SCHEMA)
    lacking = {k: v for k, v in ours.items() if k != name}
    for bad in (lacking, {**ours, name: [[]]}, {**ours, name + "s": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**good, "claims": [bad]}, SCHEMA)
        assert verify([bad])[0] == 2 or name in ("certificates", "readings", "axioms", "rests_on")


def test_shared_ids_and_bad_ids_are_no_verdict_file(verify, claims):
    assert "s2-derivation is there twice" in verify([claims[0], claims[0]])[2]
    assert "bad id" in verify([{**claims[0], "id": "../x\x1b[2J"}])[2]


HOSTILE = {
    "tower": ["^", ["^", 9, 9999], 9999],
    "nested sums": ["sum", "i", 1, 9999, ["sum", "j", 1, 9999, ["sum", "k", 1, 9999, ["*", "i", "j", "k"]]]],
    "long range": ["sum", "i", 1, 10**18, "i"],
    "huge harmonic": ["harmonic", 10**12],
    "huge factorial": ["factorial", 10**9],
    "wide binomial": ["binomial", 10**9, 10**8],
    "long literal": 2**60_000,
    "long product": ["prod", "i", 1, 20_000, ["factorial", 2000]],
    "float": 0.5,
    "deep": eval("[" * 80 + "0" + "]" * 80),
    "not ASCII": "\ud800\x1b[31m",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_terms_are_rejected_in_bounded_time(verify, claims, name, monkeypatch):
    monkeypatch.setattr(__main__, "SECONDS_A_CLAIM", 1)
    formal = {"forall": [["x", "real", 0, 1]], "then": ["<", HOSTILE[name], "x"]}
    witness = [{"kind": "witness", "values": {"x": "1/2"}}]
    reading = {
        "words": "w",
        "formal": formal,
        "verdict": "refuted",
        "certificates": witness,
        "neighbour": None,
    }
    hostile = {**claims[1], "formal": formal, "certificates": witness, "readings": [reading]}
    if name == "long literal":
        sys.set_int_max_str_digits(0)
    content = json.dumps({"schema": 1, "claims": [hostile]})
    sys.set_int_max_str_digits(4300)
    started = time.monotonic()
    code, out, err = verify(content)
    assert time.monotonic() - started < 10
    assert code == (2 if name == "long literal" else 3)
    assert (out + err).isascii()
    assert "\x1b" not in out + err


def run(*arguments):
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=60)


def test_the_command_alone_pulls_no_library_but_flint(tmp_path, claims):
    (tmp_path / "v.json").write_text(json.dumps({"schema": 1, "claims": claims}))
    code = (
        "import runpy, sys\n"
        f"sys.argv = ['verify', {str(tmp_path / 'v.json')!r}]\n"
        "try:\n    runpy.run_module('checks.verify', run_name='__main__')\n"
        "except SystemExit as done:\n    assert done.code == 0\n"
        "print(sorted({n.partition('.')[0] for n, m in sys.modules.items() if getattr(m, '__spec__', None)} - set(sys.stdlib_module_names)))"
    )
    done = run("-c", code)
    assert done.stderr == ""
    outside = set(ast.literal_eval(done.stdout.splitlines()[-1]))
    assert {name for name in outside if not name.startswith("_")} == {"checks", "flint"}


def test_the_checker_imports_only_itself_flint_and_the_standard_library():
    for path in (collect.FOLDER / "verify").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                top = name.partition(".")[0]
                assert top in sys.stdlib_module_names or top == "flint" or name.startswith("checks.verify"), (
                    path,
                    name,
                )


def test_usage_and_unreadable_files_exit_2(tmp_path):
    for arguments, words in (
        ([], "usage: python -m checks.verify FILE"),
        ([str(tmp_path / "none.json")], "none.json: cannot be read: no such file or directory"),
        ([str(tmp_path)], "cannot be read: is a directory"),
    ):
        done = run("-m", "checks.verify", *arguments)
        assert done.returncode == 2
        assert done.stdout == ""
        assert words in done.stderr
        assert done.stderr.count("\n") == 1


def test_progress_is_shown_on_a_terminal_only(verify, claims, monkeypatch):
    assert verify(claims)[2] == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert "10/10 s2-unsure" in verify(claims)[2]


def test_the_mutated_fields_cover_the_checkers_own_list():
    assert (
        set(KINDS)
        == set(judge.__globals__["FIELDS"])
        == set(SCHEMA["$defs"]["certificates"]["items"]["properties"]["kind"]["enum"])
    )
    touched = {(KINDS[kind][1][path[0]]["kind"], path[1]) for kind, path, _, _ in CORRUPT}
    wanted = {(kind, name) for kind, names in judge.__globals__["FIELDS"].items() for name in names}
    free = {("sample", name) for name in ("seed", "command", "version")}
    assert wanted - free - touched == {(k, "proof") for k in ("vacuous", "order", "growth")} | {
        ("vacuous", "implies")
    }


def test_the_schema_and_the_register_name_the_same_things():
    from checks.register import KINDS as claim_kinds
    from checks.register import PAPERS, VERDICTS

    claim = SCHEMA["$defs"]["claim"]["properties"]
    assert all(re.search(claim["paper"]["pattern"], name) for name in PAPERS)
    assert tuple(claim["kind"]["enum"]) == claim_kinds
    assert tuple(SCHEMA["$defs"]["verdict"]["enum"][:-1]) == VERDICTS
    assert list(claim) == list(record("s2-derivation", *KINDS["derivation"]))
    assert Path(__main__.__file__).name == "__main__.py"
