"""The PDF: what is printed, and what is said where nothing is."""

import os
import re
import time

import pytest

from reports.parts import printed


def program(folder, script):
    """A stand-in for a browser."""
    file = folder / "browser"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return str(file)


def test_links_lead_within_and_links_to_files_are_words():
    pages = {"a.html": "", "b.html": ""}
    body = '<h2 id="x">t</h2><a href="b.html">B</a> <a href="b.html#k">k</a> <a href="#k">k</a> <a href="v.json">data</a>'
    assert printed.within(body, pages) == (
        '<h2>t</h2><a href="#page-b.html">B</a> <a href="#k">k</a> <a href="#k">k</a> data'
    )


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 3", "ended with 3"),
        ("exit 0", "printed nothing"),
        ("sleep 60 & wait", "was not done after 0.3 s"),
    ],
)
def test_a_browser_that_fails_or_hangs_is_left(script, said, monkeypatch, tmp_path):
    file = program(tmp_path, script)
    monkeypatch.setattr(printed, "browser", lambda: file)
    monkeypatch.setattr(printed, "PATIENCE", 0.3)
    start = time.monotonic()
    assert printed.pdf("t", {"a.html": ""}, tmp_path / "x.pdf") == f"no x.pdf: {file} {said}"
    assert time.monotonic() - start < 20
    assert not (tmp_path / "x.pdf").exists()


def test_dates_are_taken_out(monkeypatch, tmp_path):
    script = """for a; do case $a in --print-to-pdf=*) echo "/ModDate (D:20260102030405+00'00')" > "${a#*=}";; esac; done"""
    monkeypatch.setattr(printed, "browser", lambda: program(tmp_path, script))
    printed.pdf("t", {"a.html": ""}, tmp_path / "x.pdf")
    assert (tmp_path / "x.pdf").read_text() == "/ModDate (D:19700101000000+00'00')\n"


@pytest.mark.skipif(printed.browser() is None, reason="no browser is installed")
def test_a_page_is_printed_the_same_twice_and_names_no_folder(tmp_path):
    pages = {"a.html": '<h1>Title</h1><p><a href="v.json">all</a> x = 1</p>'}
    files = [tmp_path / "1.pdf", tmp_path / "2.pdf"]
    for file in files:
        assert printed.pdf("t", pages, file) == f"{file.name} printed by {printed.browser()}"
    first, second = (file.read_bytes() for file in files)
    assert first.startswith(b"%PDF")
    assert first == second
    assert not re.search(rb"file:|/tmp|" + os.fsencode(tmp_path.name), first)
