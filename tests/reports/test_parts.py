"""What pages are made of: formulas, words, values, certificates."""

from fractions import Fraction

import pytest

from checks.collect import all_claims
from checks.register import VERDICTS, Untestable
from checks.verify.evaluate import evaluate
from checks.verify.rules import RULES
from reports.parts import claims, derivation, mathml, numbers, places, sheet, statement
from reports.parts.html import table, tag


@pytest.mark.parametrize(
    ("latex", "cut"),
    [
        ("x", ["x"]),
        (r"N \in \mathbb{Z},\ N \ge 4", [r"N \in \mathbb{Z},", r"N \ge 4"]),
        (
            r"H\left(Y \mid C\right) \le \log_2 N",
            [r"H\left(Y \mid C\right)", r"\le \log_2 N"],
        ),
        (r"f(a, b + c) = d", ["f(a, b + c)", "= d"]),
        (r"\frac{a + b + c + d}{2}", [r"\frac{a + b + c + d}{2}"]),
        (r"a + b + c + d = -1", ["a + b + c + d", "= -1"]),
    ],
)
def test_formulas_are_cut_where_a_line_may_break(latex, cut):
    assert mathml.pieces(latex) == cut


def test_a_formula_too_wide_for_a_telephone_breaks_inside_its_brackets():
    sixteenths = ", ".join([r"\frac{1}{16}"] * 20)
    shown = mathml.formula(rf"c = \left({sixteenths}\right)")
    assert "wide" not in shown
    assert shown.count("<math") == 20
    assert shown.count("<mo>(</mo>") == shown.count("<mo>)</mo>") == 1


def test_what_stays_too_wide_can_be_moved_by_keyboard():
    assert 'class="wide" tabindex="0"' in mathml.formula(rf"\frac{{{'+'.join('abcdefghijklmn')}}}{{2}}")
    assert "wide" not in mathml.formula(r"\frac{a}{2}")


def test_mathml_is_bare_and_words_stay_words():
    shown = mathml.formula(r"\text{a rate } h \le \log_2 N")
    assert shown == (
        "a rate <math><mi>h</mi><mo>≤</mo><msub><mi>log</mi><mn>2</mn></msub>"
        '<mspace width="0.167em"/><mi>N</mi></math>'
    )
    assert '<mo>=</mo><mo form="prefix">−</mo>' in mathml.formula("x = -1")
    assert mathml.formula("1/k") == '<math><mn>1</mn><mo lspace="0" rspace="0">/</mo><mi>k</mi></math>'
    assert mathml.formula(r"\mathrm{MRR}") == "<math><mi>MRR</mi></math>"
    with pytest.raises(ValueError, match="latex cannot be"):
        mathml.math(r"\left(")


@pytest.mark.parametrize(
    ("quote", "formulas", "words"),
    [
        ("plain words, x = 1", 0, "plain words, x = 1"),
        ("By construction $d = \\frac{1}{2}p_S", 1, "By construction "),
        ("\\le x$ and so on", 1, " and so on"),
        ("\\leq \\frac{1-D}{2}", 1, ""),
        ("a finite codebook \\mathcal{C} of size $|C|$ here", 2, " here"),
        ("R_{\\text{bal}}(D) > 1", 1, "<mtext>bal</mtext>"),
        ("odd $\\left( $ source", 0, "<code>"),
    ],
)
def test_quotations_show_their_formulas(quote, formulas, words):
    shown = mathml.prose(quote)
    assert shown.count("<math") >= formulas
    assert words in shown
    assert "$" not in shown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("p_S <= 2^R - 1", "p<sub>S</sub> ≤ 2<sup>R</sup> − 1"),
        ("sum_{k>=2} 1/k", "∑<sub>k≥2</sub> 1/k"),
        ("the sum of kappa", "the sum of κ"),
        ("X_<m, a < b & c", "X<sub>&lt;m</sub>, a &lt; b &amp; c"),
        ("R^{-1}(R) -> infinity", "R<sup>−1</sup>(R) → ∞"),
        ("beta, zeta and epilogue", "β, zeta and epilogue"),
        ("2^(s g(k)) + n^-1/2", "2<sup>s g(k)</sup> + n<sup>−1/2</sup>"),
        ("2^-R_min, e^-tau_m^2", "2<sup>−R<sub>min</sub></sup>, e<sup>−τ<sub>m</sub><sup>2</sup></sup>"),
        ("p_(k) log2(N-1) = -1", "p<sub>(k)</sub> log<sub>2</sub>(N−1) = −1"),
        ("the one-shot top-1 of 2026-11", "the one-shot top-1 of 2026-11"),
    ],
)
def test_typed_formulas_become_legible(text, html):
    assert mathml.typed(text) == html


@pytest.mark.parametrize(
    ("x", "shown"),
    [
        (["/", -7, 12], r"-\frac{7}{12} \approx -0.583333"),
        (["/", 1, 8], r"\frac{1}{8} = 0.125"),
        (-3, "-3"),
        (["*", ["/", 3, 4], ["log2", 3]], r"\frac{3}{4}\log_2 3 \approx 1.18872"),
        (["-", ["log2", 5], ["log2", 6]], r"-1 - \log_2 3 + \log_2 5 \approx -0.263034"),
        (["exp", 1], r"\approx 2.71828"),
    ],
)
def test_values_are_exact_with_digits_beside(x, shown):
    assert numbers.shown(evaluate(x, {})) == shown


def test_brief_values():
    assert numbers.brief(Fraction(-1, 3)) == r"-\frac{1}{3}"
    assert numbers.brief(evaluate(["log2", 3], {})) == "1.58496"


def test_every_rule_of_the_checker_has_words():
    assert set(derivation.RULES) == {*RULES, "each"}


def test_nested_steps_and_lemmas_are_shown():
    rel = ["<=", "x", 1]
    inner = {"rel": rel, "by": "combine", "using": [[1, 2], [[">=", "x", 0], "x"]], "why": "p_S <= 1"}
    outer = [
        {"rel": rel, "by": "cases", "on": ["<", "x", 1], "then": [inner], "otherwise": []},
        {"rel": rel, "by": "induction", "variable": "n", "first": [inner], "onward": [inner]},
        {"rel": rel, "by": "boxes", "trees": [["split", "x", "1/2", ["ball"], ["slope", "x", 1, ["ball"]]]]},
        {"rel": rel, "by": "lemma", "lemma": 1, "with": {"r": ["fn", "k", ["/", 1, "k"]], "A": ["vars", "X", "Y"]}},
    ]  # fmt: skip
    lemma = {"formal": {"forall": [["x", "real", 0, 1]], "then": rel}, "proof": {"steps": [inner]}}
    shown = derivation.derivation({"steps": outer, "lemmas": [lemma]})
    for words in ("Lemma 1.", "If so:", "If not:", "At the start:", "From each to the next:", "2 ball, 1 slope",
                  "p<sub>S</sub> ≤ 1", "(1) times <math><mn>2</mn></math>", "At once from what is given."):  # fmt: skip
        assert words in shown


def test_each_kind_of_certificate_is_shown(records):
    from checks.verify.judge import FIELDS

    assert set(claims.SHOWN) == set(FIELDS)
    shown = {r["id"]: claims.entry(r, {o["id"]: o for o in records}) for r in records}
    for id, words in {
        "s2-witness": "Take <math><mi>x</mi><mo>=</mo>", "s2-undefined": "no value: ", "s2-inconsistency": "contradiction",
        "s2-conditional": "True where ", "s2-vacuous": "It says less than what is plain", "s2-order": "With the constant",
        "s2-growth": "linear growth", "s2-sample": "error probability at most", "s2-derivation": "Derivation",
        "s10-world": "a with <math>", "s10-taste": "No check decides it: no number",
    }.items():  # fmt: skip
        assert words in shown[id], id
    assert "unsupported" in shown["s10-taste"]
    assert 'finds this neighbour <span class="badge refuted">' in shown["s2-derivation"]
    assert (
        '<a href="audit-s2.html#s2-witness">s2-witness</a> <span class="badge refuted">' in shown["s10-world"]
    )
    assert "ours-none" in shown["s10-world"]


def test_every_claim_of_the_register_can_be_shown():
    for claim in all_claims():
        outcome = claim.readings()
        if not isinstance(outcome, Untestable):
            for reading in outcome:
                assert "<math" in statement.statement(reading.formal)
                for certificate in reading.certificates:
                    assert "\\" not in claims.certificate(reading.formal, certificate), claim.id


def test_a_statement_says_for_all_where_and_what_holds():
    formal = {
        "exists": [["x", "real", 0, 1]],
        "given": [["<", "x", 1]],
        "then": ["and", ["<", "x", 1], ["=", "x", 0]],
    }
    shown = statement.statement(formal)
    assert [w in shown for w in ("<dt>There are</dt>", "<dt>with</dt>", "<dt>such that</dt>")] == [True] * 3


def test_counts_add_up(records):
    shown = claims.counts(records)
    assert shown.count("<tr>") == 2 + len({r["verdict"] for r in records})
    assert f"<td>{len(records)}</td></tr></tbody>" in shown


def test_html_parts_escape():
    assert tag("a", "x", href='"&') == '<a href="&quot;&amp;">x</a>'
    assert '<th scope="row">a</th><td>b</td>' in table(["h", "k"], [["a", "b"]])


def test_an_empty_head_is_no_head_and_a_formula_is_said():
    shown = table(["", "<math><msub><mi>e</mi><mi>n</mi></msub></math>"], [["a", "b"]])
    assert "<tr><td></td><th " in shown
    assert '<span class="unseen">e n</span><span aria-hidden="true"><math>' in shown


def test_claims_stand_on_the_page_of_their_section_or_topic(monkeypatch):
    monkeypatch.setattr(places, "files", lambda: {"ours-a": "sec4_fano", "ours-b": "ours_limits"})
    found = [places.part(i) for i in ("s4-eq5", "ours-a", "ours-b", "ours-none")]
    assert found == ["s4", "ours-s4", "ours-limits", "ours"]
    assert places.title("ours-s4") == "What holds in their place: beside Sec. 4"
    assert places.title("ours-limits") == "What holds in their place: limits"


def test_the_list_can_be_narrowed_to_each_verdict():
    style = sheet.STYLE.read_text()
    assert all(f"main:has(#show-{v}:checked) .listed tbody tr:not(:has(.{v}))" in style for v in VERDICTS)


def test_markdown_keeps_its_formulas():
    html = sheet.markdown("# Title\n\nwith $a_1*b*c$ and $$\\frac{1}{2}$$")
    assert "<em>" not in html
    assert html.count("<math") == 2
    assert '<div class="display"><math>' in html
    assert "¶" not in html
