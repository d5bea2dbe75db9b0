"""A formal statement as a reader sees it: for all, where, then."""

from typing import Any

from reports.parts.html import Html, tag
from reports.parts.mathml import formula
from theory.proof.latex import conclusion, parameter, relation


def statement(formal: dict[str, Any]) -> Html:
    """The parameters, the hypotheses and the conclusion, each on its own line."""
    params = formal.get("forall", formal.get("exists", []))
    word = "For all" if "forall" in formal else "There are"
    rows = [(word, [parameter(p) for p in params])] if params else []
    rows += [("with", [relation(g) for g in formal.get("given", [])])] if formal.get("given") else []
    if "sampled" in formal:
        named, *ends = formal["sampled"]
        rows = [("Of what is drawn,", [parameter([named, "real", *ends])])]
    rows += [("" if not rows else "holds" if "exists" not in formal else "such that", [conclusion(formal)])]
    return tag("dl", "".join(tag("dt", w) + tag("dd", listed(items)) for w, items in rows), class_="formal")


def listed(items: list[str]) -> str:
    """Formulas with commas between."""
    return "; ".join(formula(item, display=True) for item in items)
