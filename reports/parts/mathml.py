"""Formulas as MathML: small, without namespaces, and in pieces between which a line may break."""

import re
from functools import cache
from html import escape
from xml.etree import ElementTree

from latex2mathml.converter import convert

TOKEN = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)
BREAK_BEFORE = {"+", "-", "=", "<", ">", r"\le", r"\leq", r"\ge", r"\geq", r"\ne", r"\wedge", r"\vee", r"\Rightarrow", r"\quad"}  # fmt: skip
BREAK_AFTER = {",", ";"}
SHORTEST = 6  # tokens of a piece before a sign may start the next one
LONGEST = 24  # tokens of a piece after which the next factor may start a line
OPEN, CLOSE = ("{", "(", "["), ("}", ")", "]")
FENCES = {"(": "prefix", ")": "postfix", "[": "prefix", "]": "postfix", "{": "prefix", "}": "postfix"}
FUNCTIONS = {"log", "ln", "max", "min"}
LOOSE = {"(": "\ue010", ")": "\ue011", "[": "\ue012", "]": "\ue013"}  # brackets that a line may break between
TIGHT = {loose: bracket for bracket, loose in LOOSE.items()}
ROOM = 12.0  # letters' heights: what a telephone has room for


WORDS = re.compile(r"\\text\{([^{}]*)\}")


def formula(latex: str, display: bool = False) -> str:
    """A formula as HTML that wraps between its terms: `<math>` elements in one span, words as plain text.

    With `display` fractions and sums are set large, as on a line of their own. A piece that no telephone has room for
    can be moved sideways by itself.
    """
    parts = WORDS.split(latex)
    if len(parts) > 1 and all(part.count("{") == part.count("}") for part in parts):
        filled = [(k, part) for k, part in enumerate(parts) if part.strip()]
        return "".join(escape(part) if k % 2 else formula(part, display) for k, part in filled)
    first, *rest = narrow(latex)
    out = movable(first, math(first, display))
    for piece, before in zip(rest, [first, *rest], strict=False):
        gap = " " if before.endswith(tuple(BREAK_AFTER)) else "<wbr>"
        out += gap + movable(piece, math(piece, display, continued=True))
    return f'<span class="formula">{out}</span>' if rest else out


def movable(latex: str, shown: str) -> str:
    """A formula in a box of its own that can be reached and moved by keyboard, where it is too wide for a telephone."""
    return f'<span class="wide" tabindex="0" role="group" aria-label="wide formula">{shown}</span>' if width(latex) > ROOM else shown  # fmt: skip


def narrow(latex: str) -> list[str]:
    """The pieces of a formula; those too wide for a telephone cut again inside their outermost fences."""
    out = []
    for piece in pieces(latex):
        inner = opened(piece) if width(piece) > ROOM else piece
        out += [piece] if inner == piece else narrow(inner)
    return out


def opened(latex: str) -> str:
    """The outermost round and square brackets as plain signs, between which a line may break."""
    out, depth, before = "", 0, ""
    for token in TOKEN.findall(latex):
        depth -= token in (r"\right", "}")
        if before in (r"\left", r"\right"):
            outermost = depth == (before == r"\left")
            out += LOOSE[token] if outermost and token in LOOSE else before + token
        elif token not in (r"\left", r"\right"):
            out += token
        depth += token in (r"\left", "{")
        before = token
    return out


@cache
def width(latex: str) -> float:
    """About how wide a formula is, in the size of the letters around it."""
    return extent(ElementTree.fromstring(math(latex)))


def extent(e: ElementTree.Element) -> float:
    inner = [extent(child) for child in e]
    if not inner:
        sign = e.tag == "mo" and e.text not in FENCES and e.text not in (",", "/", "|")
        return 1.1 if sign else 0.167 if e.tag == "mspace" else 0.58 * len(e.text or "")
    if e.tag == "mfrac":
        return max(inner) + 0.2
    if e.tag in ("munder", "mover", "munderover"):
        return max(inner[0], 0.7 * max(inner[1:]))
    if e.tag in ("msub", "msup", "msubsup"):
        return inner[0] + 0.7 * max(inner[1:])
    return sum(inner) + (0.8 if e.tag == "msqrt" else 0)


@cache
def math(latex: str, display: bool = False, continued: bool = False) -> str:
    """One `<math>` element; `continued` if a sign at its start joins it to a piece before.

    Raises
    ------
    ValueError
        Where the LaTeX is not understood.
    """
    try:
        root = ElementTree.fromstring(
            convert(latex, display="block").replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "")
        )
    except Exception as error:
        raise ValueError(f"latex cannot be {latex!r}: {type(error).__name__} {error}") from error
    root.attrib.clear()
    tidy(root)
    lead = next((e for e in root.iter() if len(e) == 0), None)
    if continued and lead is not None and lead.tag == "mo" and lead.text not in FENCES:
        lead.set("form", "infix")
    if display:
        root.set("displaystyle", "true")
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def tidy(parent: ElementTree.Element) -> None:
    """Drop what a browser supplies itself; upright words as one identifier; a gap after log."""
    for child in parent:
        tidy(child)
    children: list[ElementTree.Element] = []
    for child in parent:
        while child.tag == "mrow" and len(child) == 1 and not child.attrib:
            child = child[0]
        before = children[-1] if children else None
        if before is not None and upright(child) and upright(before) and parent.tag in ("mrow", "math"):
            before.text = f"{before.text}{child.text}"
            continue
        if (
            before is not None
            and parent.tag in ("mrow", "math")
            and is_function(before)
            and not is_fenced(child)
        ):
            children.append(ElementTree.Element("mspace", width="0.167em"))
        if (
            child.text in ("−", "+")
            and before is not None
            and before.tag == "mo"
            and before.text not in CLOSE
        ):
            child.set("form", "prefix")
        children.append(child)
    if len(children) == 1 and parent.tag == "math" and children[0].tag == "mrow":
        children = list(children[0])
    for child in children:
        if child.text in TIGHT:
            child.tag, child.text = "mo", TIGHT[child.text]
        if child.tag == "mi" and child.text in (":", ";"):
            child.tag = "mo"
        if child.tag == "mi" and len(child.text or "") > 1:
            child.attrib.pop("mathvariant", None)
        if child.tag == "mo" and FENCES.get(child.text or "") == child.get("form"):
            child.attrib.clear()
        if child.tag == "mo" and child.text == "/":
            child.attrib.update(lspace="0", rspace="0")
    parent[:] = children


def upright(e: ElementTree.Element) -> bool:
    return e.tag == "mi" and e.get("mathvariant") == "normal"


def is_function(e: ElementTree.Element) -> bool:
    name = e[0] if e.tag in ("msub", "munder") else e
    return name.tag in ("mi", "mo") and name.text in FUNCTIONS


def is_fenced(e: ElementTree.Element) -> bool:
    first = next((x for x in e.iter() if len(x) == 0), e)
    return first.tag == "mo" and first.text in FENCES


def pieces(latex: str) -> list[str]:
    """The formula cut before top-level signs and after top-level commas."""
    out: list[list[str]] = [[]]
    signs, last, depth, before = (
        0,
        "",
        0,
        "",
    )  # of the piece so far: how many tokens that are no blanks, the last of them
    for token in TOKEN.findall(latex):
        fence = before in (r"\left", r"\right")
        depth += (token == r"\left" or (token in OPEN and not fence)) - (
            token == r"\right" or (token in CLOSE and not fence)
        )
        if depth == 0 and token in BREAK_BEFORE and signs >= SHORTEST and last not in BREAK_BEFORE:
            out.append([])
            signs, last = 0, ""
        long = signs >= LONGEST
        if out[-1] or token.strip(" ") not in ("", "\\", r"\,", r"\;", r"\quad"):
            out[-1].append(token)
            signs, last = (signs + 1, token) if token.strip(" ") else (signs, last)
        if depth == 0 and (token in BREAK_AFTER or (token == r"\," and long)):
            out.append([])
            signs, last = 0, ""
        before = token
    return ["".join(piece).rstrip(" ") for piece in out if piece] or [latex]


SIGNS = {
    "<=": "≤", ">=": "≥", "->": "→", " - ": " − ", "!=": "≠", "infinity": "∞", "Delta H": "ΔH", "Delta": "Δ", "kappa": "κ", "rho": "ρ",
    "tau": "τ", "alpha": "α", "eta": "η", "lambda": "λ", "epsilon": "ε", "eps": "ε", "pi": "π", "beta": "β", "gamma": "γ",
    "delta": "δ", "sigma": "σ", "mu": "μ", "Lambda": "Λ", "Phi": "Φ", "log2": "log_2",
}  # fmt: skip
BEFORE_INDEX = {"sum": "∑", "prod": "∏", "sqrt": "√"}
SIGN = re.compile(
    "|".join(
        [rf"\b{k}(?![a-z])" if k[0].isalpha() else re.escape(k) for k in SIGNS]
        + [rf"\b{k}(?=[_(]| [A-Za-z][_(])" for k in BEFORE_INDEX]
    )
)
MINUS = re.compile(r"(?<![\w-])-(?=\d)|(?<=(?<![\w.])[A-Za-z0-9])-(?=[A-Za-z0-9](?!\w|\.\d))")
LOWERED = re.compile(
    r"(?<=[\w∑∏)\]}*|])([_^])(?:\{([^{}]*)\}|\(((?:[^()]|\([^()]*\))*)\)|([-−]\w+(?:\^\w+)?(?:/\d+)?|<?\w+))"
)


def typed(text: str) -> str:
    """Words with formulas typed on a keyboard, as HTML: `p_S <= 2^R` with its index, power and sign."""
    return lowered(MINUS.sub("−", SIGN.sub(lambda m: (SIGNS | BEFORE_INDEX)[m[0]], text)))


def lowered(text: str) -> str:
    """Indices and powers, also within one another: `2^-R_min`, `n^-1/2`, `2^(n+3)`."""
    out, end = "", 0
    for found in LOWERED.finditer(text):
        name = "sub" if found[1] == "_" else "sup"
        fenced = f"({found[3]})" if found[1] == "_" and found[3] else found[3]
        inner = lowered((found[2] or fenced or found[4]).replace("-", "−"))
        out += escape(text[end : found.start()]) + f"<{name}>{inner}</{name}>"
        end = found.end()
    return out + escape(text[end:])


COMMAND = re.compile(r"\\[A-Za-z]+(?:\{[^{}]*\})*(?:[_^](?:\{[^{}]*\}|\w))?")


def prose(text: str) -> str:
    """A paper's words as HTML: `$...$` as formulas, also where the quotation was cut inside one."""
    if "$" not in text:
        return math_or_code(text) if re.search(r"\\[A-Za-z]", text) and not worded(text) else commands(text)
    if text.count("$") % 2:
        begins_inside = not worded(text.partition("$")[0]) and "\\" in text.partition("$")[0]
        text = f"${text}" if begins_inside else f"{text}$"
    parts = re.split(r"\$\$?", text)
    return "".join(math_or_code(p) if k % 2 else commands(p) for k, p in enumerate(parts))


def worded(text: str) -> bool:
    """Whether text outside of commands has two or more plain words."""
    return len(re.findall(r"(?<![\\\w{])[A-Za-z]{3,}", text)) >= 2


def commands(text: str) -> str:
    """Plain text; a LaTeX command that stands bare in it is a formula."""
    out, end = "", 0
    for found in COMMAND.finditer(text):
        out += escape(text[end : found.start()]) + math_or_code(found[0])
        end = found.end()
    return out + escape(text[end:])


def math_or_code(latex: str) -> str:
    """A formula, or the source where the converter does not understand a paper's LaTeX."""
    try:
        return formula(latex.strip())
    except ValueError:
        return f"<code>{escape(latex)}</code>"
