"""What readers need who see little, no colour, or nothing: names, landmarks, headings in order, contrast."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from reports.parts import sheet

STYLE = sheet.STYLE.read_text()
COLOURS = {"ink", "soft", "link", "proved", "refuted", "conditional", "vacuous", "inconsistent", "supported", "untestable",
           "blue", "orange", "green", "red", "purple"}  # fmt: skip


class Elements(HTMLParser):
    """The elements of a page with their attributes and text."""

    def __init__(self, text):
        super().__init__()
        self.all, self.open = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        element = {"tag": tag, "text": ""} | dict(attrs)
        self.all.append(element)
        if tag not in ("meta", "br", "wbr", "input"):
            self.open.append(element)

    def handle_endtag(self, tag):
        self.open.pop()

    def handle_data(self, data):
        for element in self.open:
            element["text"] += data

    def of(self, *tags):
        return [e for e in self.all if e["tag"] in tags]


@pytest.fixture(scope="module")
def pages(site):
    return {path.name: Elements(path.read_text()) for path in site.glob("*.html")}


def test_language_title_and_landmarks(pages):
    for name, page in pages.items():
        assert page.of("html")[0]["lang"] == "en", name
        assert page.of("title")[0]["text"].strip(), name
        assert len(page.of("main")) == 1, name
        labels = [e["aria-label"] for e in page.of("nav")]
        assert len(labels) == len(set(labels)), name


def test_headings_begin_at_one_and_leave_none_out(pages):
    for name, page in pages.items():
        levels = [int(e["tag"][1]) for e in page.of("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels.count(1) == 1, name
        assert levels[0] == 1, name
        assert all(b <= a + 1 for a, b in pairwise(levels)), name


def test_tables_have_heads_with_a_scope_and_words(pages):
    for name, page in pages.items():
        for head in page.of("th"):
            assert head["scope"] in ("col", "row"), name
            assert head["text"].strip(), name
            assert (
                head["scope"] == "row"
                or head["text"].isascii()
                or "aria-label" in head
                or head["text"].strip()
            )


def test_pictures_have_words_and_what_moves_can_be_reached(pages):
    for name, page in pages.items():
        for picture in page.of("svg"):
            assert picture.get("aria-hidden") == "true" or (
                picture["role"] == "img" and picture["aria-label"].strip()
            ), name
        for moved in (e for e in page.all if "tabindex" in e):
            assert moved["tabindex"] == "0", name
            assert moved["role"] == "group", name
            assert moved["aria-label"].strip(), name


def test_buttons_have_labels_and_links_have_words(pages):
    for name, page in pages.items():
        labelled = {e["for"] for e in page.of("label")}
        assert {e["id"] for e in page.of("input")} == labelled, name
        assert all(e["text"].strip() for e in page.of("a")), name


def palettes():
    """The colours of the style sheet in light, dark and print."""
    found = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    return [dict(re.findall(r"--(\w+): (#[0-9a-f]{3,6})", block)) for block in found]


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * d for d in colour[1:])
    values = [int(digits[k : k + 2], 16) / 255 for k in (0, 2, 4)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    """The ratio of WCAG 2, from 1 to 21."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white():
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("palette", palettes(), ids=["light", "dark", "print"])
@pytest.mark.parametrize("ground", ["paper", "wash"])
def test_every_colour_of_words_and_curves_has_contrast_on_every_ground(palette, ground):
    assert palette.keys() >= COLOURS
    assert {
        c: contrast(palette[c], palette[ground])
        for c in COLOURS
        if contrast(palette[c], palette[ground]) < 4.5
    } == {}


def test_no_other_colour_is_in_use():
    assert set(re.findall(r"var\(--(\w+)\)", STYLE)) <= COLOURS | {"paper", "wash", "line"}
    rest = re.sub(r":root \{.*?\}", "", STYLE, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,6}\b(?=[;\s)])", rest) == []
