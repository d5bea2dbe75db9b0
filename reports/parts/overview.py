"""The audit in one screen: headline statements, what falls with what, findings with their witnesses."""

from collections.abc import Sequence
from html import escape
from math import sqrt

from checks.verdicts import FALLEN, HOLDS, Record, by_verdict
from reports.parts.claims import certificate, verdict
from reports.parts.html import Html, badge, claim_link, table, tag
from reports.parts.mathml import typed


def cite(records: Sequence[Record], id: str) -> Html:
    """A claim's id with its verdict, linked to its entry; a claim that is not on record as plain text."""
    found = next((r for r in records if r["id"] == id), None)
    return claim_link(id, found["verdict"]) if found else tag("code", escape(id))


def under_test(records: Sequence[Record], *ids: str) -> Html:
    """The claims that a part of a page is about, with their words and verdicts."""
    known = {r["id"]: r for r in records}
    rows = [[claim_link(i), typed(known[i]["statement"]), verdict(known[i])] for i in ids if i in known]
    missing = [i for i in ids if i not in known]
    note = (
        tag("p", f"Not among these verdicts: {', '.join(map(escape, missing))}.", class_="again")
        if missing
        else ""
    )
    return Html((table(("claim", "what it says", "verdict"), rows, "", "claims") if rows else "") + note)


def bar(papers: Sequence[Record]) -> Html:
    """The papers' claims by verdict: a bar whose parts are as long as their numbers, and the numbers."""
    groups = by_verdict(papers)
    parts = "".join(
        tag("span", class_=f"part {verdict}", style=f"flex-grow: {len(group)}")
        for verdict, group in groups.items()
    )
    words = "".join(tag("li", badge(verdict) + f" {len(group)}") for verdict, group in groups.items())
    said = f"{counted(len(papers), 'claim')} of the papers, by what became of them:"
    return Html(
        tag("p", said)
        + tag("div", parts, class_="bar", aria_hidden="true")
        + tag("ul", words, class_="verdicts")
    )


def screen(records: Sequence[Record], ids: Sequence[str]) -> Html:
    """One screen: the papers' claims by verdict, and each headline statement with its verdict, in a line."""
    known = {r["id"]: r for r in records}
    lines = "".join(
        tag("li", badge(known[i]["verdict"]) + tag("span", typed(known[i]["statement"])))
        for i in ids
        if i in known
    )
    return Html(bar([r for r in records if r["paper"] != "ours"]) + tag("ul", lines, class_="heads"))


def headlines(records: Sequence[Record], ids: Sequence[str]) -> Html:
    """Headline statements with their verdicts and what decides them."""
    known = {r["id"]: r for r in records}
    rows = [
        [claim_link(i), typed(known[i]["statement"]), verdict(known[i]), grounds(known[i], known)]
        for i in ids
        if i in known
    ]  # fmt: skip
    return table(("claim", "what the paper says", "verdict", "on what"), rows, "", "claims grounds")


def grounds(r: Record, known: dict[str, Record]) -> str:
    """Why a claim has its verdict, in its record's words, and which fallen claims it rests on."""
    words = [r["explanation"], r["note"], *[x["words"] for x in r["readings"][:1]]]
    if r["untestable"]:
        words.insert(0, r["untestable"]["reason"])
    said = typed(next((w for w in words if w), ""))
    below = [i for i in r["rests_on"] if i in known and fallen(known[i])]
    links = ", ".join(claim_link(i) for i in below)
    return said + (f" Rests on {links}." if below else "")


def fallen(r: Record) -> bool:
    return r["verdict"] in FALLEN or r["unsupported"]


def hanging(records: Sequence[Record], id: str) -> list[str]:
    """The claims that rest on a claim, directly or through others, in the papers' order."""
    found: set[str] = set()
    frontier = {id}
    while frontier:
        frontier = {r["id"] for r in records if frontier & set(r["rests_on"])} - found
        found |= frontier
    return [r["id"] for r in records if r["id"] in found]


def findings(records: Sequence[Record], ids: Sequence[str]) -> Html:
    """Findings, those first on which most rests: words, reason, witness, what is true instead."""
    known = {r["id"]: r for r in records}
    chosen = sorted((i for i in ids if i in known), key=lambda i: -len(hanging(records, i)))
    return Html("".join(finding(known[i], records, known) for i in chosen))


def finding(r: Record, records: Sequence[Record], known: dict[str, Record]) -> Html:
    head = tag("h3", claim_link(r["id"]) + " " + verdict(r))
    place = tag("p", escape(r["where"]), class_="place")
    words = tag("p", typed(r["statement"]), class_="statement")
    why = "".join(tag("p", typed(r[k])) for k in ("explanation", "note") if r[k])
    shown = [c for c in r["certificates"] if c["kind"] in ("witness", "undefined")]
    body = "".join(certificate(r["formal"], c) for c in shown[:1])
    if not shown and r["certificates"]:
        body = tag("p", f"Decided by a derivation, step by step in {claim_link(r['id'])}.")
    above = len(hanging(records, r["id"]))
    rests = tag("p", f"{counted(above, 'claim')} rest{'s' * (above == 1)} on it, directly or through others.") if above else ""  # fmt: skip
    mend = known.get(r["repair"])
    repair = (
        tag("p", f"True in its place ({claim_link(mend['id'])}): {typed(mend['statement'])}") if mend else ""
    )
    return tag("article", head + place + words + why + body + rests + repair, class_=f"claim {r['verdict']}")


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


ROW, LANE = 19, 108  # pixels: height of a row, width of the arcs beside them


def graph(records: Sequence[Record]) -> Html:
    """The papers' claims that lean on each other, one a row, with arcs from each to what it rests on."""
    papers = [r for r in records if r["paper"] != "ours"]
    ids = {r["id"] for r in papers}
    edges = [(r["id"], i) for r in papers for i in r["rests_on"] if i in ids]
    rows = [r for r in papers if any(r["id"] in edge for edge in edges)]
    place = {r["id"]: k for k, r in enumerate(rows)}
    known = {r["id"]: r for r in rows}
    drawn = sorted(((place[a], place[b], fallen(known[b])) for a, b in edges), key=lambda e: e[2])
    broken = sum(down for *_, down in drawn)
    said = (
        f"{counted(len(rows), 'claim')} in the papers' order, {counted(len(edges), 'arc')} to what each rests on, "
        f"{broken} of them to a claim that has fallen"
    )
    marks = "".join(map(mark, range(len(rows)), rows))
    arcs = "".join(arc(a, b, len(rows), down) for a, b, down in drawn)
    whole = tag(
        "svg",
        tag("defs", tag("g", arcs + marks, id="arcs")),
        width="0",
        height="0",
        role="img",
        aria_label=said,
    )
    lines = "".join(
        tag("li", slice_of(k) + claim_link(r["id"]) + tag("span", typed(r["statement"])))
        for k, r in enumerate(rows)
    )
    alone = len(papers) - len(rows)
    key = (
        f"Each arc leads from a claim to one that it rests on; a heavy arc ends at a fallen one. "
        f"Filled disc: proved or supported; cross: refuted, inconsistent, ill-posed or contradicted; "
        f"ring: any other verdict. {said}; the other {counted(alone, 'claim')} neither rest on another nor bear one."
    )
    return tag("figure", tag("div", whole + tag("ol", lines), class_="arcs") + tag("figcaption", key))


def slice_of(k: int) -> str:
    """The part of the picture beside row k, so that a printed page may end after any row."""
    box = f"0 {ROW * k} {LANE} {ROW}"
    return tag(
        "svg", '<use href="#arcs"></use>', viewBox=box, width=str(LANE), height=str(ROW), aria_hidden="true"
    )


def arc(a: int, b: int, rows: int, down: bool) -> str:
    """Half an ellipse left of the rows a and b, wider the farther they are apart."""
    top, bottom = (ROW * k + ROW / 2 for k in sorted((a, b)))
    reach = 10 + (LANE - 26) * sqrt(abs(a - b) / max(rows - 1, 1))
    x = LANE - 12
    path = f"M{x} {top:.1f}C{x - reach * 4 / 3:.1f} {top:.1f} {x - reach * 4 / 3:.1f} {bottom:.1f} {x} {bottom:.1f}"
    return tag("path", d=path, class_="arc-down" if down else "arc-up")


def mark(k: int, r: Record) -> str:
    x, y = LANE - 7, ROW * k + ROW / 2
    if r["verdict"] in FALLEN:
        return tag("path", d=f"M{x - 4} {y - 4}l8 8m0 -8l-8 8", class_="arc-cross")
    return tag(
        "circle", cx=f"{x}", cy=f"{y}", r="4", class_="arc-disc" if r["verdict"] in HOLDS else "arc-ring"
    )
