"""LaTeX of the formal language: terms, relations and whole statements, as a reader expects to see them."""

import re
from collections.abc import Callable
from typing import Any

SUM, BIG, PRODUCT, POWER, ATOM = range(
    5
)  # how tightly a printed term holds together; BIG is a sum's or maximum's body
SIGNS = {"<": "<", "<=": r"\le", "=": "=", ">=": r"\ge", ">": ">", "!=": r"\ne"}
GREEK = {
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "kappa", "lambda", "mu", "nu", "xi", "pi",
    "rho", "sigma", "tau", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma",
    "Phi", "Psi", "Omega",
}  # fmt: skip

Printed = tuple[str, int]


def latex(x: Any) -> str:
    r"""LaTeX, for math mode, of a formal statement (a dict), a term or a relation of `checks.verify.terms`.

    Parameters
    ----------
    x : dict, list, int or str
        Nested JSON lists as the checker reads them.

    Returns
    -------
    str
        For example ``\log_2 N - h(D)``; a statement reads "for all ..., if ...: conclusion".

    Raises
    ------
    ValueError
        Where x is none of these, naming the part.
    """
    if isinstance(x, dict):
        return statement(x)
    if isinstance(x, list) and x and x[0] in (*SIGNS, "and", "or", "not", "implies", "all"):
        return relation(x)
    return term(x)[0]


def name(x: str) -> str:
    """A name of the formal language: Greek spelt out, p_S as a subscript, X12 as X with index 12."""
    bare = x.rstrip("_")
    primes = "'" * (len(x) - len(bare))
    head, *tail = bare.split("_")
    digits = re.fullmatch(r"([A-Za-z]+?)(\d+)", head)
    if digits:
        head, tail = digits[1], [digits[2], *tail]
    shown = f"\\{head}" if head in GREEK else head if len(head) == 1 else rf"\mathrm{{{head}}}"
    parts = [
        p if len(p) == 1 or p.isdigit() else f"\\{p}" if p in GREEK else rf"\mathrm{{{p}}}" for p in tail
    ]
    return shown + (f"_{{{','.join(parts)}}}" if parts else "") + primes


def held(x: Any, level: int) -> str:
    """A term, in parentheses unless it holds together at least so tightly."""
    text, own = term(x)
    return text if own >= level else rf"\left({text}\right)"


def term(x: Any) -> Printed:
    """A term and how tightly it holds together."""
    if isinstance(x, bool) or not isinstance(x, int | str | list):
        raise ValueError(f"x has {x!r}, which is no term: an integer, a name or [operator, ...] is")
    if isinstance(x, int):
        return str(x), ATOM if x >= 0 else SUM
    if isinstance(x, str):
        return name(x), ATOM
    if not x or x[0] not in OPERATORS:
        raise ValueError(f"x has {x!r:.80}, whose operator is unknown")
    return OPERATORS[x[0]](*x[1:])


def _sum(*args: Any) -> Printed:
    terms = [term(y)[0] for y in args]
    if isinstance(args[0], int) and len(args) > 1 and not terms[1].startswith("-"):
        terms[:2] = terms[1], terms[0]
    lead = next((k for k, shown in enumerate(terms) if not shown.startswith("-")), 0)
    text, *others = terms[lead], *terms[:lead], *terms[lead + 1 :]
    for shown in others:
        text += f" - {shown[1:].lstrip()}" if shown.startswith("-") else f" + {shown}"
    return text, SUM if len(args) > 1 else term(args[0])[1]


def _minus(a: Any, b: Any = None) -> Printed:
    if b is None:
        return f"-{held(a, BIG)}", SUM
    return f"{term(a)[0]} - {held(b, BIG)}", SUM


def _product(*args: Any) -> Printed:
    if args[0] == -1 and len(args) > 1:
        rest, own = _product(*args[1:])
        return f"-{rest}" if own >= BIG else rf"-\left({rest}\right)", SUM
    first, *others = args
    text, own = term(first)
    if not others:
        return text, own
    lead = text if own >= PRODUCT or (isinstance(first, int) and first < 0) else rf"\left({text}\right)"
    shown = [lead, *[held(y, PRODUCT) for y in others]]
    closed = [_closed(s, y) for s, y in zip(shown[:-1], args[:-1], strict=True)] + shown[-1:]
    out = closed[0]
    for s in closed[1:]:
        out += rf" \cdot {s}" if re.match(r"\d|\\frac\{\d+\}\{\d+\}", s) else rf"\,{s}"
    return out, SUM if out.startswith("-") else PRODUCT


def _closed(text: str, x: Any) -> str:
    """A factor that others follow: a bare logarithm's argument gets parentheses."""
    return _function(x[0], x[1], bare=False) if isinstance(x, list) and x[0] in LOGARITHMS else text


def _fraction(a: Any, b: Any) -> Printed:
    """A fraction, its sign in front."""
    top, bottom = term(a)[0], term(b)[0]
    factor = a[1] if isinstance(a, list) and a[0] == "*" else a
    if isinstance(factor, int) and factor < 0:
        top = f"-{term(a[2])[0]}" if factor == -1 and isinstance(a, list) and len(a) == 3 else top
        return rf"-\frac{{{top[1:]}}}{{{bottom}}}", SUM
    return rf"\frac{{{top}}}{{{bottom}}}", PRODUCT


LOGARITHMS = {"log2": r"\log_2", "ln": r"\ln"}


def _function(op: str, x: Any, bare: bool = True) -> str:
    alone = bare and (isinstance(x, str) or (isinstance(x, int) and x >= 0))
    return f"{LOGARITHMS[op]} {term(x)[0]}" if alone else rf"{LOGARITHMS[op]}\left({term(x)[0]}\right)"


def _plog(x: Any) -> Printed:
    return rf"{held(x, POWER)}\,{_function('log2', x)}", PRODUCT


def _power(base: Any, exponent: Any) -> Printed:
    return f"{held(base, ATOM)}^{{{term(exponent)[0]}}}", POWER


def _big(symbol: str) -> Callable[..., Printed]:
    def shown(index: str, low: Any, high: Any, body: Any) -> Printed:
        return rf"{symbol}_{{{name(index)}={term(low)[0]}}}^{{{term(high)[0]}}} {held(body, BIG)}", BIG

    return shown


def _extreme_over(symbol: str) -> Callable[..., Printed]:
    def shown(index: str, low: Any, high: Any, body: Any) -> Printed:
        return rf"{symbol}_{{{term(low)[0]} \le {name(index)} \le {term(high)[0]}}} {held(body, BIG)}", BIG

    return shown


def _call(shown: str) -> Callable[..., Printed]:
    return lambda *args: (rf"{shown}\left({', '.join(term(y)[0] for y in args)}\right)", ATOM)


def _fence(left: str, right: str) -> Callable[..., Printed]:
    return lambda x: (rf"\left{left} {term(x)[0]} \right{right}", ATOM)


def _at(sequence: Any, *indices: Any) -> Printed:
    shown, places = name(sequence), ", ".join(term(i)[0] for i in indices)
    lowered = re.fullmatch(r"(.*)_\{(.*)\}('*)", shown)
    if lowered:
        return f"{lowered[1]}{lowered[3]}_{{{lowered[2]}, {places}}}", ATOM
    return f"{shown}_{{{places}}}", ATOM


def variables(group: list) -> str:
    """The variables of a world in an entropy: X1 is a modality, ["X", m] the m-th one, X all of them."""
    return ", ".join(name(v) if isinstance(v, str) else f"X_{{{term(v[1])[0]}}}" for v in group)


def _entropy(names: list, given: list | None = None) -> Printed:
    behind = rf" \mid {variables(given)}" if given else ""
    return rf"H\left({variables(names)}{behind}\right)", ATOM


def _information(a: list, b: list, given: list | None = None) -> Printed:
    behind = rf" \mid {variables(given)}" if given else ""
    return rf"I\left({variables(a)} ; {variables(b)}{behind}\right)", ATOM


OPERATORS: dict[str, Callable[..., Printed]] = {
    "+": _sum, "-": _minus, "*": _product, "^": _power, "plog": _plog, "at": _at, "H": _entropy, "I": _information,
    "/": _fraction,
    "sqrt": lambda x: (rf"\sqrt{{{term(x)[0]}}}", ATOM), "exp": lambda x: (f"e^{{{term(x)[0]}}}", POWER),
    "log2": lambda x: (_function("log2", x), PRODUCT), "ln": lambda x: (_function("ln", x), PRODUCT),
    "h": _call("h"), "min": _call(r"\min"), "max": _call(r"\max"), "normal_cdf": _call(r"\Phi"),
    "harmonic": lambda n: (f"H_{{{term(n)[0]}}}", ATOM), "abs": _fence("|", "|"),
    "ceil": _fence(r"\lceil", r"\rceil"), "floor": _fence(r"\lfloor", r"\rfloor"),
    "mod": lambda a, b: (rf"\left({held(a, PRODUCT)} \bmod {held(b, POWER)}\right)", ATOM),
    "binomial": lambda a, b: (rf"\binom{{{term(a)[0]}}}{{{term(b)[0]}}}", ATOM),
    "factorial": lambda n: (f"{held(n, ATOM)}!", POWER), "pi": lambda: (r"\pi", ATOM), "e": lambda: ("e", ATOM),
    "ind": lambda r: (rf"\mathbf{{1}}\left[{relation(r)}\right]", ATOM),
    "sum": _big(r"\sum"), "prod": _big(r"\prod"), "maxover": _extreme_over(r"\max"), "minover": _extreme_over(r"\min"),
    "card": lambda group: (rf"\left| \mathrm{{supp}}\left({variables(group)}\right) \right|", ATOM),
    "P_rank": lambda k: (rf"\mathrm{{P}}\left(K = {term(k)[0]}\right)", ATOM),
    "p_top1": lambda: (r"\mathrm{P}\left(K = 1\right)", ATOM), "mrr": lambda: (r"\mathrm{MRR}", ATOM),
    "distortion": lambda: (r"\mathrm{E}\left[d\right]", ATOM),
}  # fmt: skip


def relation(r: Any) -> str:
    """A relation, or relations joined by and, or, not, implies, or over a range."""
    op = r[0] if isinstance(r, list) and r else ""
    if op in SIGNS and len(r) == 3:
        return f"{term(r[1])[0]} {SIGNS[op]} {term(r[2])[0]}"
    if op == "all" and len(r) == 5:
        index, low, high = name(r[1]), term(r[2])[0], term(r[3])[0]
        return rf"{relation(r[4])} \quad \left({low} \le {index} \le {high}\right)"
    if op == "not":
        return rf"\neg \left({relation(r[1])}\right)"
    if op in ("and", "or", "implies"):
        word = {"and": r"\;\wedge\;", "or": r"\;\vee\;", "implies": r"\;\Rightarrow\;"}[op]
        return word.join(relation(y) if y[0] in SIGNS else rf"\left({relation(y)}\right)" for y in r[1:])
    raise ValueError(f"x has {r!r:.80}, which is no relation")


def parameter(p: list) -> str:
    r"""One parameter with its domain: ``N \in \mathbb{Z},\ N \ge 4``."""
    shown, domain, ends = name(p[0]), p[1], p[2:]
    if domain == "world":
        return world(ends[0])
    if domain == "sequence":
        first, last = (_at(p[0], y)[0] for y in ends[:2])
        return _bounded(rf"{first}, \dots, {last}", *ends[2:])
    if domain == "table":
        rows, columns = (term(y)[0] for y in ends[:2])
        entry = _at(p[0], "i", "j")[0]
        whole = rf"\left({entry}\right)_{{i \le {rows},\, j \le {columns}}}"
        return whole + rf" \text{{ with entries }} {_bounded(entry, *ends[2:])}"
    if domain == "array":
        return _bounded(rf"{shown} \text{{ a list with entries}}", *ends)
    low, high = ends
    if domain == "real" and low is not None and high is not None:
        return rf"{shown} \in \left[{term(low)[0]}, {term(high)[0]}\right]"
    if domain == "integer" and low is not None and high is not None:
        return rf"{shown} \in {integers(low, high)}"
    field = {"integer": r"\mathbb{Z}", "real": r"\mathbb{R}"}[domain]
    ends_shown = _bounded(shown, low, high)
    return rf"{shown} \in {field}" + (rf",\ {ends_shown}" if ends_shown != shown else "")


def integers(low: Any, high: Any) -> str:
    """The integers from low to high, all of them where they are few."""
    few = isinstance(low, int) and isinstance(high, int) and high - low < 3
    listed = range(low, high + 1) if few else (term(low)[0], r"\dots", term(high)[0])
    return rf"\left\{{{', '.join(map(str, listed))}\right\}}"


def _bounded(shown: str, low: Any, high: Any) -> str:
    if low is not None and high is not None:
        return rf"{shown} \in \left[{term(low)[0]}, {term(high)[0]}\right]"
    if low is None and high is None:
        return shown
    return rf"{shown} \ge {term(low)[0]}" if high is None else rf"{shown} \le {term(high)[0]}"


def world(kind: dict) -> str:
    """A class of worlds, in words."""
    if kind.get("variables") is not None:
        return rf"\text{{a finite law of }} \left({variables(kind['variables'])}\right)"
    count = kind.get("modalities")
    query = r"X = \left(X_{1}, \dots, X_{M}\right)" if count is None else _query(count)
    if kind.get("documents") is None:
        return rf"\text{{a finite law of a query }} {query} \text{{ and a document }} Y"
    return (
        rf"\text{{a query }} {query}, \text{{ its document }} Y \in {integers(1, kind['documents'])}, "
        r"\text{ a code } C \text{ of } X, \text{ a ranking for each codeword; } K \text{ is the rank of } Y"
    )


def _query(count: Any) -> str:
    if count == 1:
        return "X"
    return rf"X = \left(X_{{1}}, \dots, X_{{{term(count)[0]}}}\right)"


def conclusion(formal: dict) -> str:
    """What a statement says once its parameters and hypotheses are there."""
    if "order" not in formal:
        return relation(formal["then"])
    o = formal["order"]
    tends = rf"{name(o['variable'])} \to \infty"
    return rf"{term(o['function'])[0]} = O\left({term(o['is_O_of'])[0]}\right) \quad \left({tends}\right)"


def statement(formal: dict) -> str:
    """A whole formal statement on one line."""
    exists = "exists" in formal
    params = formal.get("exists", formal.get("forall", []))
    given = [relation(g) for g in formal.get("given", [])]
    parts = [r";\ ".join(map(parameter, params))] if params else []
    parts += [r",\ ".join(given)] if given else []
    quantifier = (r"\exists\, " if exists else r"\forall\, ") if params else ""
    head = quantifier + r",\ ".join(parts)
    return head + (r":\quad " if head else "") + conclusion(formal)
