"""The README's table of verdicts is the one on record."""

import pytest

from checks.collect import all_claims
from checks.register import Claim
from reports import readme


def test_the_verdicts_in_the_readme_are_those_on_record():
    text = readme.README.read_text()
    assert readme.renewed(text, readme.verdicts(all_claims())) == text, "stale: run python -m reports.readme"


def claim(id, kind, verdict, paper="rdmr"):
    return Claim(id, f"place of {id}", kind, "...", verdict, list, paper=paper)


def test_counts_and_headlines():
    claims = (
        claim("s2-a", "lemma", "proved"), claim("s2-b", "step", "refuted"), claim("s10-c", "theorem", "refuted"),
        claim("ours-d", "theorem", "proved", "ours"),
    )  # fmt: skip
    assert readme.verdicts(claims).splitlines() == [
        "| claims | proved | refuted | all |",
        "| --- | --: | --: | --: |",
        "| arXiv 2509.11054, Sec. 2 | 1 | 1 | 2 |",
        "| arXiv 2509.11054, Sec. 10 |  | 1 | 1 |",
        "| in their place | 1 |  | 1 |",
        "| all | 2 | 2 | 4 |",
        "",
        "- place of s2-a: **proved** (`s2-a`)",
        "- place of s10-c: **refuted** (`s10-c`)",
    ]


def test_the_command_renews_and_says_so(tmp_path, monkeypatch, capsys):
    file = tmp_path / "README.md"
    file.write_text(f"a\n{readme.BEGIN}old\n{readme.END}b\n")
    monkeypatch.setattr(readme, "README", file)
    monkeypatch.setattr(readme, "all_claims", lambda: (claim("s2-a", "lemma", "proved"),))
    assert [readme.main(), readme.main()] == [0, 0]
    assert capsys.readouterr().out == "README.md: verdicts renewed\nREADME.md: as it was\n"
    assert file.read_text().startswith(f"a\n{readme.BEGIN}| claims |")
    with pytest.raises(ValueError, match="lacks the marks"):
        readme.renewed("none", "")


def test_interrupted_and_bad_arguments_are_one_line_and_leave_the_file_alone(monkeypatch, capsys):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(readme, "all_claims", interrupted)
    before = readme.README.stat().st_mtime_ns
    assert readme.main([]) == 130
    assert capsys.readouterr().err == "reports.readme: interrupted\n"
    assert readme.main(["--check"]) == 2
    assert capsys.readouterr().err == "reports.readme: unrecognized arguments: --check\n"
    assert readme.README.stat().st_mtime_ns == before
