"""The claims as a reader meets them: counts, the list of verdicts, and one entry a claim."""

import json
from collections.abc import Callable
from html import escape
from typing import Any

from checks.collect import natural, place
from checks.register import PAPERS
from checks.verdicts import Record, by_verdict
from checks.verify.numbers import parse_rational
from checks.verify.rules import axioms
from reports.parts import places
from reports.parts.argument import argument
from reports.parts.derivation import derivation, steps
from reports.parts.html import Html, badge, claim_link, link, page_mark, table, tag
from reports.parts.mathml import formula, prose, typed
from reports.parts.numbers import fraction
from reports.parts.statement import statement
from reports.parts.witness import listed, undefined, witness
from theory.proof.latex import latex, relation


def parts(records: list[Record], part: Callable[[str], str] = places.part) -> dict[str, list[Record]]:
    """Claims by the part of the audit that holds them, or as a part is read off their ids; the papers first."""
    out: dict[str, list[Record]] = {}
    for r in sorted(
        records, key=lambda r: (PAPERS.index(r["paper"]), natural(part(r["id"])), place(r["id"], r["where"]))
    ):
        out.setdefault(part(r["id"]), []).append(r)
    return out


def counts(records: list[Record]) -> Html:
    """How many claims of each section have which verdict: a row a verdict, a column a section."""
    sections = parts(records, lambda id: id.partition("-")[0])
    columns = [*sections.values(), records]
    rows = [
        [badge(v), *[str(len(by_verdict(group).get(v, ())) or "·") for group in columns]]
        for v in by_verdict(records)
    ]
    rows.append(["all", *[str(len(group)) for group in columns]])
    heads = [places.short(part) for part in sections]
    words = "Claims by verdict and section of the first paper; IB: the second paper; ours: what holds in their place"
    return table(("", *heads, "all"), rows, words, "numbers counts")


def contents(records: list[Record]) -> Html:
    """Every claim with its words and its verdict, linked to its entry; to be narrowed to one verdict."""
    out = str(narrowed(records))
    for part, group in parts(records).items():
        rows = [[claim_link(r["id"]), typed(r["statement"]), verdict(r)] for r in group]
        out += table(("claim", "what it says", "verdict"), rows, places.title(part), "claims listed")
    return Html(out)


def narrowed(records: list[Record]) -> Html:
    """Buttons that leave one verdict's claims on the page; the style sheet does it, without a script."""
    numbers = {"all": len(records)} | {v: len(group) for v, group in by_verdict(records).items()}
    numbers["unsupported"] = sum(r["unsupported"] for r in records)
    buttons = "".join(
        f'<input type="radio" name="show" id="show-{v}"{" checked" if v == "all" else ""}>'
        + tag("label", f"{v} {n}", for_=f"show-{v}")
        for v, n in numbers.items()
    )
    return tag("fieldset", tag("legend", "Show") + buttons, class_="filter")


def verdict(record: Record) -> Html:
    hanging = tag("span", "unsupported", class_="hanging") if record["unsupported"] else ""
    return Html(badge(record["verdict"]) + (f" {hanging}" if hanging else ""))


def entries(records: list[Record]) -> Html:
    """One entry a claim, on a page a part of the audit."""
    known = {r["id"]: r for r in records}
    grouped = parts(records)
    out = ""
    for part, group in grouped.items():
        out += page_mark(places.page(part), places.title(part)) + tag("h1", escape(places.title(part)))
        out += turning(part, list(grouped)) + "".join(entry(r, known) for r in group)
    return Html(out)


def turning(here: str, all_parts: list[str]) -> Html:
    """Links to the other parts of the audit."""
    items = [
        tag("li", tag("span", escape(places.short(p)), aria_current="page") if p == here else link(places.page(p), escape(places.short(p))))
        for p in all_parts
    ]  # fmt: skip
    return tag("nav", tag("ul", "".join(items)), aria_label="Parts of the audit", class_="parts")


def entry(r: Record, known: dict[str, Record]) -> Html:
    """Place, words, readings with what decides each, what hangs together, and how to check it again."""
    head = tag("h2", link(f"#{r['id']}", escape(r["id"])) + " " + verdict(r))
    place = tag("p", f"{escape(r['where'])} · {escape(r['kind'])}", class_="place")
    words = tag("p", typed(r["statement"]), class_="statement")
    quote = tag("blockquote", f"“{prose(r['quote'])}”") if r["quote"] else ""
    notes = "".join(
        tag("p", label + typed(r[field]), class_=field)
        for field, label in (("explanation", ""), ("note", "Note. "), ("conversion", "The text at hand: "))
        if r[field]
    )
    body = untestable(r) if r["untestable"] else "".join(reading(r, k) for k in range(len(r["readings"])))
    return tag(
        "article", head + place + words + quote + notes + body + graph(r, known) + again(r),
        id=r["id"], class_=f"claim {r['verdict']}",
    )  # fmt: skip


def untestable(r: Record) -> str:
    why = r["untestable"]
    return tag("p", f"No check decides it: {escape(why['reason'])}") + tag(
        "p", f"It would need: {escape(why['would_need'])}"
    )


def reading(r: Record, k: int) -> str:
    """A reading's words, formal statement, and what decides it."""
    one, several = r["readings"][k], len(r["readings"]) > 1
    title = ""
    if several:
        which = f"Reading {k + 1}" + (", the most charitable, which decides" if k == 0 else "")
        title = tag("h3", f"{which} {badge(one['verdict'])}")
    body = tag("p", typed(one["words"]), class_="words") + statement(one["formal"])
    shown = "".join(certificate(one["formal"], c) for c in one["certificates"])
    cited = "; ".join(escape(axioms()[name]["words"].partition(":")[0]) for name in r["axioms"])
    leans = tag("p", f"Rests on classical theorems: {cited}.", class_="by") if k == 0 and cited else ""
    return tag("section", title + body + shown + leans + beside(one["neighbour"]), class_="reading")


def beside(neighbour: Record | None) -> str:
    """The statement nearby on which the same check goes the other way, folded."""
    if neighbour is None:
        return ""
    head = tag("summary", f"The same check finds this neighbour {badge(neighbour['verdict'])}")
    words = tag("p", typed(neighbour["words"]), class_="words")
    return tag("details", head + words + statement(neighbour["formal"]), class_="neighbour")


def certificate(formal: dict[str, Any], c: dict[str, Any]) -> Html:
    """What the checker accepted, for a reader."""
    return SHOWN[c["kind"]](formal, c)


def _titled(title: str, body: str) -> Html:
    return tag("div", tag("p", title, class_="label") + body, class_="certificate")


def _conditional(formal: dict, c: dict) -> Html:
    condition = "; ".join(formula(relation(g)) for g in c["condition"])
    return _titled(f"True where {condition}", derivation(c["proof"]))


def _vacuous(formal: dict, c: dict) -> Html:
    trivial = tag("p", "Already so: " + formula(latex(c["trivial"])))
    implied = tag("p", "And this implies the claim:") + derivation(c["implies"])
    return _titled("It says less than what is plain", trivial + derivation(c["proof"]) + implied)


def _order(formal: dict, c: dict) -> Html:
    constant, n = fraction(parse_rational(c["constant"])), formal["order"]["variable"]
    times = f", times {c['factor']} growth" if "factor" in c else ""
    said = f"With the constant {formula(constant)}{times}, from {formula(latex(['=', n, c['from']]))} on"
    return _titled(said, derivation(c["proof"]))


def _sample(formal: dict, c: dict) -> Html:
    rows = [[formula(listed(value)), str(count)] for value, count in c["histogram"]]
    how = f"Seed {escape(str(c['seed']))}, version {escape(str(c['version']))}; drawn again by "
    command = tag("p", how + tag("code", escape(str(c["command"]))))
    head = f"Sampled, error probability at most {formula(listed(c['alpha']))}"
    return _titled(head, command + table(("value", "times seen"), rows))


SHOWN = {
    "derivation": lambda formal, c: _titled("Derivation", derivation(c)),
    "witness": lambda formal, c: _titled("Witness", witness(formal, c["values"])),
    "undefined": lambda formal, c: _titled("Where it has no meaning", undefined(formal, c["values"], c["term"])),
    "inconsistency": lambda formal, c: _titled("Both together give a contradiction", steps(c["proof"]["steps"])),
    "conditional": _conditional, "vacuous": _vacuous, "order": _order, "growth": _order, "sample": _sample,
}  # fmt: skip


def graph(r: Record, known: dict[str, Record]) -> str:
    """What a claim rests on and where that fails, what rests on it, and the true claim in its place."""
    above = [o["id"] for o in known.values() if r["id"] in o["rests_on"]]
    mends = [o["id"] for o in known.values() if o["repair"] == r["id"]]
    why = argument(r, known)
    rests = [] if "<ol" in why else r["rests_on"]
    rows = [("Rests on", rests), ("What rests on it", above), ("Stands in place of", mends)]
    rows.insert(0, ("True in its place", [r["repair"]] if r["repair"] else []))
    out = ""
    for title, ids in rows:
        linked = [claim_link(i, known[i]["verdict"]) if i in known else escape(i) for i in ids]
        if linked and title == "True in its place" and r["repair"] in known:
            linked[0] += " " + typed(known[r["repair"]]["statement"])
        out += tag("dt", title) + tag("dd", ", ".join(linked)) if linked else ""
    return why + (tag("dl", out, class_="graph") if out else "")


INLINE = 1_500  # characters of a certificate that is printed on the page too


def again(r: Record) -> str:
    """How to check this one claim again."""
    path = r["source"].partition(":")[0].replace(".", "/") + ".py"
    run = tag("code", escape(f"pytest {path}::{r['id']}"))
    if r["untestable"]:
        return tag("p", f"Again: {run}", class_="again")
    file = f"certificates/{r['id']}.json"
    check = tag("code", escape(f"python -m checks.verify {r['id']}.json"))
    line = tag("p", f"Again: {run}; {link(file, 'the certificate')}, checked alone: {check}", class_="again")
    data = json.dumps([{k: x[k] for k in ("formal", "certificates")} for x in r["readings"]])
    if len(data) > INLINE:
        return line
    shown = tag("summary", "the certificate as data") + tag("pre", tag("code", escape(data)))
    return line + tag("details", shown, class_="data")
