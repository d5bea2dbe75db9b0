"""The command that answers "how many bits per query?"."""

import math
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from simulate.bits import index_bits, main
from theory.one_shot import one_shot_gain
from theory.rate_distortion import distortion, rate


def answer(capsys, *arguments):
    assert main([str(a) for a in arguments]) == 0
    return capsys.readouterr().out


def number(text, label):
    return float(re.search(rf"^ *{label} +([0-9.]+)", text, re.MULTILINE)[1])


def test_bits_for_an_mrr(capsys):
    text = answer(capsys, "--documents", 1000, "--mrr", 0.9)
    assert number(text, "information rate") == pytest.approx(float(rate(0.1, 1000)), abs=1e-6)
    codewords = int(re.search(r"([0-9,]+) codewords, best", text)[1].replace(",", ""))
    assert math.log2(codewords) <= number(text, "one index entry") <= math.log2(codewords) + 1e-6
    assert codewords == 800
    assert 0.9 in one_shot_gain(800, 1000)
    assert number(text, "information rate") < number(text, "entropy coded") < number(text, "one index entry")
    assert "certified to 2e-13" in text
    assert "no number of bits reaches MRR 0.9." in text


def test_mrr_for_bits_and_popularity(capsys):
    prior = np.arange(1.0, 501.0) ** -1.1
    text = answer(capsys, "--documents", 500, "--bits", 4.5, "--zipf", 1.1)
    assert number(text, "information rate") == pytest.approx(1 - float(distortion(4.5, prior)), abs=1e-6)
    assert number(text, "one index entry") == pytest.approx(float(one_shot_gain(22, prior)), abs=1e-6)


@pytest.mark.parametrize("suffix", ["txt", "csv", "npy"])
def test_popularity_from_a_file(capsys, tmp_path, suffix):
    weights = np.array([0.0, 4.0, 1.0, 2.5])
    path = tmp_path / f"popularity.{suffix}"
    if suffix == "npy":
        np.save(path, weights)
    else:
        path.write_text(("," if suffix == "csv" else "\n").join(map(str, weights)))
    text = answer(capsys, "--documents", 4, "--mrr", 0.95, "--popularity", path)
    assert number(text, "information rate") == pytest.approx(float(rate(0.05, weights)), abs=1e-6)


@pytest.mark.parametrize("bits", ["10", "64", "1e9", "inf"])
def test_more_bits_than_documents_have(capsys, bits):
    text = answer(capsys, "--documents", 1000, "--bits", bits)
    assert number(text, "information rate") == 1.0
    assert "9.965784 bits" in text
    if bits == "64":
        assert re.search(r"more are idle unless relevance is noisy\.\n", text)
        assert "Where relevance is noisy, further bits add at most 0.055" in text


@given(st.integers(1, 2**26))
@example(800)
def test_the_bits_of_an_index_name_its_codewords_when_given_back(codewords):
    printed = float(f"{index_bits(codewords):.6f}")
    assert int(2.0**printed) >= codewords
    assert 2.0 ** (printed - 1.001e-6) < codewords


@pytest.mark.parametrize(("question", "steps"), [("--mrr", 4), ("--bits", 3)])
def test_many_documents_are_told_step_by_step_and_few_are_not(capsys, monkeypatch, tmp_path, question, steps):
    arguments = ["--documents", "40", question, "0.5", "--curve", str(tmp_path / "curve.svg")]
    assert main(arguments) == 0
    few = capsys.readouterr()
    monkeypatch.setattr("simulate.bits.LONG", 40)
    assert main(arguments) == 0
    many = capsys.readouterr()
    assert few.err == ""
    assert many.out == few.out
    told = many.err.splitlines()
    assert len(told) == steps
    assert all(re.fullmatch(r"bits: [a-z ]+ \.\.\.", line) for line in told)


def test_an_interrupted_command_says_so_in_one_line(capsys, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("simulate.bits.bits_for", interrupted)
    monkeypatch.setattr("simulate.embeddings.load_embeddings", interrupted)
    for arguments in (["--documents", "10", "--mrr", "0.5"], ["--embeddings", "file.npz"]):
        assert main(arguments) == 130
        assert capsys.readouterr().err == "bits: interrupted\n"


def test_no_bits_needed(capsys):
    text = answer(capsys, "--documents", 1000, "--mrr", 0.005)
    assert number(text, "information rate") == 0.0
    assert "with no bit" in text
    assert number(answer(capsys, "--documents", 1, "--mrr", 1), "information rate") == 0.0
    at_the_corner = answer(capsys, "--documents", 2, "--mrr", 0.75)
    assert "with no bit" in at_the_corner
    assert "Noisy" not in at_the_corner


def test_out_of_reach_under_noise(capsys):
    assert "none has more than 0.900749" in answer(capsys, "--documents", 1000, "--mrr", 0.95)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--documents", "0", "--mrr", "0.5"),
        ("--documents", "1000000000000", "--mrr", "0.5"),
        ("--documents", "ten", "--mrr", "0.5"),
        ("--documents", "10"),
        ("--documents", "10", "--mrr", "0.5", "--bits", "2"),
        ("--documents", "10", "--mrr", "1.5"),
        ("--documents", "10", "--mrr", "nan"),
        ("--documents", "10", "--bits", "-1"),
        ("--documents", "10", "--bits", "1", "--zipf", "-1"),
        ("--documents", "10", "--bits", "1", "--zipf", "400"),
        ("--documents", "10", "--bits", "1", "--zipf", "1e308"),
        ("--documents", "10", "--bits", "1", "--popularity", "no-such-file"),
        ("--documents", "10", "--bits", "1", "--curve", "/no/such/folder/f.svg"),
        ("--documents", "10", "--bits", "1", "--curve", "/tmp"),
        ("--documents", "10", "--bits", "1", "--curve", "curve.png"),
    ],
)
def test_bad_arguments_get_one_line(capsys, arguments):
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith("bits: ")
    assert error.count("\n") == 1


def test_bad_popularity_files(capsys, tmp_path):
    contents = (
        b"1 2 3",
        b"a b c d",
        b"",
        b"1 2 3 -4",
        b"0 0 0 0",
        b"1 2 3 nan",
        b"1e300 1 1 1e-300",
        b"\xff\xfe",
    )
    for name in ("weights.txt", "weights.npy"):
        for content in contents:
            path = tmp_path / name
            path.write_bytes(content)
            assert main(["--documents", "4", "--bits", "1", "--popularity", str(path)]) == 2
            error = capsys.readouterr().err
            assert error.startswith(f"bits: --popularity {path}")
            assert error.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [("--documents", "30", "--mrr", "0.8"), ("--documents", "1", "--bits", "3")]
)
def test_the_figure_is_the_same_bytes_each_time(capsys, tmp_path, arguments):
    first, second = tmp_path / "first.svg", tmp_path / "second.svg"
    for path in (first, second):
        answer(capsys, *arguments, "--curve", path)
    assert first.read_bytes() == second.read_bytes()
    assert ET.fromstring(first.read_text()).tag.endswith("svg")
