"""The pages: whole, self-contained, the same bytes again; bad input leaves nothing behind."""

import json
import os
import signal
import threading
import time
from html.parser import HTMLParser

import pytest

from checks.verify import __main__ as verify
from reports import build
from reports.build import main
from reports.parts import places, printed

VOID = {"meta", "link", "br", "hr", "img", "wbr", "input"}


class Page(HTMLParser):
    """Ids, links, tags and unclosed elements of a page."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.tags, self.open, self.words = [], [], set(), [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.add(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given[k] for k in ("href", "src") if k in given]
        self.open += [] if tag in VOID else [tag]

    def handle_startendtag(self, tag, attrs):
        self.tags.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        self.words += data


@pytest.fixture(scope="module")
def pages(site):
    return {path.name: Page(path.read_text()) for path in site.glob("*.html")}


def test_pages_are_well_formed_and_self_contained(site, pages):
    assert {"index.html", "audit.html", "audit-s2.html", "audit-s10.html"} <= set(pages)
    for name, page in pages.items():
        assert page.open == [], name
        assert len(page.ids) == len(set(page.ids)), name
        assert not page.tags & {"script", "iframe", "img", "link", "object"}, name
        text = (site / name).read_text()
        assert "http:" not in text and "https:" not in text, name  # noqa: PT018
        assert len(text) < 3_000_000


def test_links_and_anchors_resolve(site, pages):
    for name, page in pages.items():
        for href in page.links:
            file, _, anchor = href.partition("#")
            assert (site / (file or name)).is_file(), (name, href)
            if anchor:
                assert anchor in pages[file or name].ids, (name, href)


def test_every_claim_has_its_entry_and_a_certificate_that_the_checker_accepts(site, pages, records, capsys):
    for r in records:
        assert r["id"] in pages[places.page(places.part(r["id"]))].ids
        assert verify.main([str(site / "certificates" / f"{r['id']}.json")]) == 0
    assert verify.main([str(site / "verdicts.json")]) == 0
    assert "rejected" not in capsys.readouterr().out


def test_formulas_are_mathml_and_text_is_escaped(site, pages):
    audit = (site / "audit.html").read_text()
    assert "math" in pages["audit-s2.html"].tags
    assert "x<sub>1</sub> ≤ x<sup>2</sup> &amp; &lt;b&gt;" in audit
    assert "$" not in pages["audit.html"].words.replace("$H_N", "").split("code")[0]
    assert "unsupported" in audit


def test_notebooks_are_paired(site):
    notebook = json.loads((site / "audit.ipynb").read_text())
    assert [c["id"] for c in notebook["cells"]] == [f"audit-{k}" for k in range(len(notebook["cells"]))]
    assert any(c.get("outputs") for c in notebook["cells"])


def test_the_same_verdicts_give_the_same_bytes_in_place_of_an_earlier_build(
    site, verdict_file, monkeypatch, capsys, tmp_path
):
    """Two of the pages again, one of claims and one of figures."""
    some = [path for path in build.sources() if path.stem in ("glance", "samples")]
    monkeypatch.setattr(build, "sources", lambda: some)
    monkeypatch.setattr(printed, "browser", lambda: None)
    again = tmp_path / "again"
    again.mkdir()
    for name in ("verdicts.json", "gone.html"):
        (again / name).write_text("{}")
    assert build.main(["--verdicts", str(verdict_file), "--out", str(again)]) == 0
    assert "no rankrate.pdf: no browser found (chromium, " in capsys.readouterr().out
    assert {p.name for p in again.iterdir()} == {
        "certificates", "glance.html", "glance.ipynb", "index.html", "samples.html", "samples.ipynb", "verdicts.json",
    }  # fmt: skip
    files = [p.relative_to(again) for p in again.rglob("*") if p.suffix in (".json", ".ipynb")]
    assert all((site / f).read_bytes() == (again / f).read_bytes() for f in files)
    for name in ("glance.html", "samples.html"):
        assert main_part(site / name) == main_part(again / name)
    assert [p.name for p in tmp_path.iterdir()] == ["again"]


def main_part(page):
    return page.read_text().partition("<main>")[2].partition("</main>")[0]


def test_a_rejected_certificate_makes_no_page(records, capsys, tmp_path):
    bad = json.loads(json.dumps([{**r, "seconds": 0} for r in records]))
    bad[1]["readings"][0]["certificates"][0]["values"]["x"] = bad[1]["certificates"][0]["values"]["x"] = 0
    (tmp_path / "v.json").write_text(json.dumps({"schema": 1, "claims": bad}))
    assert main(["--verdicts", str(tmp_path / "v.json"), "--out", str(tmp_path / "site")]) == 3
    said = capsys.readouterr().err
    assert said == "reports.build: rejected s2-witness: reading 1: the conclusion is true at the instance\n"
    assert not (tmp_path / "site").exists()


def test_bad_arguments_are_one_line_and_exit_2(verdict_file, capsys, tmp_path):
    (tmp_path / "text").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("x")
    for arguments, words in (
        (["--verdicts", tmp_path / "none.json"], "none.json: no such file or directory"),
        (["--verdicts", tmp_path / "text"], "text: not a verdict file: Expecting value"),
        (["--verdicts", verdict_file, "--run", tmp_path / "r.sqlite"], "r.sqlite: no such store"),
        (["--verdicts", verdict_file, "--run", tmp_path / "text"], "text: not a store of this project"),
        (["--verdicts"], "argument --verdicts: expected one argument"),
        (["--quick"], "unrecognized arguments: --quick"),
        (["--verdicts", verdict_file, "--out", tmp_path / "text"], "text: is not a folder"),
        (["--verdicts", verdict_file, "--out", tmp_path / "full"], "full: holds other files"),
    ):
        assert main(["--out", str(tmp_path / "site"), *map(str, arguments)]) == 2
        said = capsys.readouterr().err
        assert said.startswith("reports.build: ")
        assert words in said
        assert said.count("\n") == 1
    assert not (tmp_path / "site").exists()


def test_an_interrupted_build_is_one_line_ends_its_kernels_and_leaves_nothing(
    monkeypatch, verdict_file, capsys, tmp_path
):
    page, started, site = tmp_path / "page.py", tmp_path / "started", tmp_path / "made" / "site"
    page.write_text(f"# %%\nimport pathlib, time\npathlib.Path({str(started)!r}).touch()\ntime.sleep(60)\n")
    monkeypatch.setattr(build, "sources", lambda: [page])

    def interrupt():
        while not started.exists():
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it may be ignored
    try:
        threading.Thread(target=interrupt, daemon=True).start()
        assert main(["--verdicts", str(verdict_file), "--out", str(site)]) == 130
    finally:
        signal.signal(signal.SIGINT, before)
    assert capsys.readouterr().err == "reports.build: interrupted\n"
    assert list(site.parent.iterdir()) == []
