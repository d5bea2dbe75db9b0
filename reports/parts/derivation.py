"""A derivation, step by step: what is shown, by which rule, from what, and why."""

from html import escape
from typing import Any

from checks.verify.rules import axioms
from reports.parts.html import Html, tag
from reports.parts.mathml import formula, typed
from reports.parts.statement import statement
from theory.proof.latex import latex, name, variables

RULES = {
    "combine": "adding up", "evaluate": "computed exactly", "enumerate": "every case, exactly",
    "boxes": "balls over boxes", "cases": "two cases", "induction": "induction", "termwise": "term by term",
    "unroll": "splitting the sum", "swap": "exchanging the sums", "apply": "the same function of both sides",
    "one_of": "an instance of what holds for all indices",
    "world": "by what such a world is", "basic": "by definition", "cite": "citing", "lemma": "by lemma",
    "each": "for any index", "member": "one of the terms of a sum", "absurd": "what is known contradicts itself",
}  # fmt: skip
PARTS = {"steps": "", "then": "If so:", "otherwise": "If not:", "first": "At the start:", "onward": "From each to the next:"}  # fmt: skip


def derivation(proof: dict[str, Any]) -> Html:
    """The lemmas of a proof and its steps, numbered as the certificate numbers them."""
    lemmas = "".join(
        tag(
            "div",
            tag("p", f"Lemma {k}.", class_="label") + statement(m["formal"]) + derivation(m["proof"]),
            class_="lemma",
        )
        for k, m in enumerate(proof.get("lemmas", []), 1)
    )
    return Html(lemmas + steps(proof["steps"]))


def steps(items: list[dict[str, Any]]) -> Html:
    if not items:
        return tag("p", "At once from what is given.", class_="by")
    return tag("ol", "".join(map(step, items)), class_="steps")


def step(s: dict[str, Any]) -> str:
    """One step with the steps inside it."""
    why = typed(s.get("why", ""))
    by = tag("span", rule(s), class_="rule")
    said = tag("p", f"{why}{' — ' if why else ''}{by}{sources(s)}", class_="by")
    inner = "".join(
        (tag("p", words, class_="label") if words else "") + steps(s[part])
        for part, words in PARTS.items()
        if isinstance(s.get(part), list)
    )
    return tag("li", tag("div", formula(latex(s["rel"]), display=True), class_="rel") + said + inner)


def rule(s: dict[str, Any]) -> str:
    """A step's rule in words, with what it is applied to."""
    words = RULES[s["by"]]
    if s["by"] == "cite":
        theorem = axioms()[s["theorem"]]
        return f"{words} {typed(theorem['words'])} {tag('cite', escape(theorem['reference']))}{given(s)}"
    if s["by"] == "lemma":
        return f"{words} {s['lemma']}{given(s)}"
    if s["by"] == "cases":
        return f"{words}: {formula(latex(s['on']))} or not"
    if s["by"] == "induction":
        return f"{words} in {formula(name(s['variable']))}"
    if s["by"] == "boxes":
        return f"{words}: {leaves(s['trees'])}"
    return words


def given(s: dict[str, Any]) -> str:
    """The values at which a theorem or a lemma is used."""
    values = [assigned(k, v) for k, v in s.get("with", {}).items()]
    return f", with {'; '.join(values)}" if values else ""


def assigned(k: str, v: Any) -> str:
    if isinstance(v, list) and v[:1] == ["fn"]:
        return formula(rf"{name(k)}_{{{name(v[1])}}} = {latex(v[2])}")
    if isinstance(v, list) and v[:1] == ["vars"]:
        return formula(rf"{name(k)} = \left({variables(v[1:])}\right)")
    return formula(f"{name(k)} = {latex(v)}")


def sources(s: dict[str, Any]) -> str:
    """What a combination adds up, with its multipliers."""
    items = []
    for ref, multiplier in s.get("using", []):
        fact = f"({ref})" if isinstance(ref, int) else formula(latex(ref))
        times = "" if multiplier == 1 else f" times {formula(latex(multiplier))}"
        items.append(fact + times)
    return f": {'; '.join(items)}" if items else ""


def leaves(tree: Any) -> str:
    """How many boxes of which kind a subdivision ends in."""
    count: dict[str, int] = {}

    def visit(node: Any) -> None:
        if isinstance(node, list):
            if node and isinstance(node[0], str) and node[0] != "split":
                count[node[0]] = count.get(node[0], 0) + 1
            for y in node:
                visit(y)

    visit(tree)
    return ", ".join(f"{n} {kind}" for kind, n in sorted(count.items()))
