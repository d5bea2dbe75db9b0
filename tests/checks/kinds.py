"""One small accepted pair (formal statement, certificates) for each kind of verdict."""

from typing import Any

UNIT = ["x", "real", 0, 1]
SQUARE_BELOW: dict[str, Any] = {"rel": ["<=", ["^", "x", 2], "x"], "by": "combine", "using": [[[">=", ["-", 1, "x"], 0], "x"]], "why": "multiply x <= 1 by x >= 0"}  # fmt: skip
BELOW = ["<=", ["^", "x", 2], "x"]
FAR = [[">=", "x", ["/", 3, 4]], ["<=", "x", ["/", 1, 2]]]
CLASH = {
    "rel": ["<=", 1, 0],
    "by": "combine",
    "using": [[FAR[0], 4], [FAR[1], 4]],
    "why": "add both, four times",
}
N = ["n", "integer", 1, None]
SAMPLE = {
    "kind": "sample", "histogram": [["1", 900], ["0", 100]], "alpha": "1/1000", "seed": 1, "command": "none", "version": "0",
}  # fmt: skip

KINDS: dict[str, tuple[dict, list[dict], str]] = {
    "derivation": (
        {"forall": [UNIT], "given": [["<", "x", 1]], "then": BELOW},
        [{"kind": "derivation", "steps": [SQUARE_BELOW], "values": {"x": "1/2"}}], "proved",
    ),
    "witness": (
        {"forall": [UNIT], "given": [["<", "x", 1]], "then": [">=", ["^", "x", 2], "x"]},
        [{"kind": "witness", "values": {"x": "1/2"}}], "refuted",
    ),
    "undefined": (
        {"forall": [UNIT], "then": [">=", ["/", 1, "x"], 1]},
        [{"kind": "undefined", "values": {"x": 0}, "term": ["/", 1, "x"]}], "ill-posed",
    ),
    "inconsistency": (
        {"exists": [UNIT], "then": ["and", *FAR]},
        [{"kind": "inconsistency", "proof": {"steps": [CLASH]}, "without": [{"x": 0}, {"x": ["exp", 0]}]}], "inconsistent",
    ),
    "conditional": (
        {"forall": [["x", "real", 0, 2]], "then": BELOW},
        [
            {"kind": "witness", "values": {"x": 2}},
            {"kind": "conditional", "condition": [["<=", "x", 1]], "proof": {"steps": [SQUARE_BELOW]}, "values": {"x": "1/2"}},
        ], "conditional",
    ),
    "vacuous": (
        {"forall": [["y", "real", 0, 1], ["z", "real", 0, None]], "then": ["<=", "y", ["+", 5, "z"]]},
        [{"kind": "vacuous", "trivial": ["<=", "y", 1], "proof": {"steps": []}, "implies": {"steps": []}, "values": {"y": 1, "z": ["exp", 1]}}], "vacuous",
    ),
    "order": (
        {"forall": [N], "order": {"variable": "n", "function": ["+", "n", 1], "is_O_of": "n"}},
        [{"kind": "order", "constant": 2, "from": 1, "proof": {"steps": []}, "values": {"n": 1}}], "proved",
    ),
    "growth": (
        {"forall": [N], "order": {"variable": "n", "function": ["^", "n", 2], "is_O_of": "n"}},
        [{"kind": "growth", "constant": 1, "from": 1, "factor": "linear", "proof": {"steps": []}}], "refuted",
    ),
    "sample": (
        {"sampled": ["mean", 0, 1], "then": [">=", "mean", ["/", 1, 2]]}, [SAMPLE], "supported",
    ),
}  # fmt: skip

# A field of the certificate put wrong, and what the checker says of it.
CORRUPT: list[tuple[str, tuple, Any, str]] = [
    ("derivation", (0, "steps"), [], "do not end in"),
    ("derivation", (0, "steps", 0, "rel"), ["<=", ["^", "x", 3], "x"], "not shown"),
    ("derivation", (0, "steps", 0, "by"), "faith", "no such rule"),
    ("derivation", (0, "steps", 0, "using"), [], "not shown"),
    ("derivation", (0, "steps", 0, "using", 0, 0), [">=", ["-", 2, "x"], 0], "not shown"),
    ("derivation", (0, "steps", 0, "using", 0, 0), [">=", ["-", ["/", 1, 2], "x"], 0], "not known"),
    ("derivation", (0, "steps", 0, "using", 0, 1), -1, "multiplier"),
    ("derivation", (0, "steps", 0, "using", 0, 1), 2, "not shown"),
    ("derivation", (0, "kind"), "witness", "not a certificate"),
    ("derivation", (0, "lemmas"), [{"formal": {"forall": [UNIT], "then": ["<=", "x", 0]}, "proof": {"steps": []}}], "do not end in"),
    ("derivation", (0, "values", "x"), 1, "is false at the instance"),
    ("derivation", (0, "values", "x"), "-1/2", "outside its domain"),
    ("derivation", (0, "values"), {}, "gives values to exactly"),
    ("derivation", (0, "values"), None, "gives values to exactly"),
    ("witness", (0, "values", "x"), 0, "true at the instance"),
    ("witness", (0, "values", "x"), 1, "hypothesis"),
    ("witness", (0, "values", "x"), "-1/2", "outside its domain"),
    ("witness", (0, "values"), {}, "gives values to exactly"),
    ("witness", (0, "values"), {"x": "1/2", "y": 0}, "gives values to exactly"),
    ("undefined", (0, "values", "x"), 1, "has a value"),
    ("undefined", (0, "term"), ["/", 2, "x"], "does not occur"),
    ("inconsistency", (0, "proof", "steps", 0, "using", 0, 1), -4, "multiplier"),
    ("inconsistency", (0, "proof", "steps"), [], "do not end in"),
    ("inconsistency", (0, "without"), [{"x": 0}], "2 parts need as many instances"),
    ("inconsistency", (0, "without", 0, "x"), 1, "is false at the instance"),
    ("inconsistency", (0, "without", 0, "x"), -1, "outside its domain"),
    ("inconsistency", (0, "without", 1, "x"), ["exp", 1], "is false"),
    ("inconsistency", (0, "without", 1, "x"), ["exp", "x"], "unknown name"),
    ("inconsistency", (0, "without", 1), {"x": ["exp", 0], "y": 0}, "values of numbers"),
    ("conditional", (0, "values", "x"), 1, "true at the instance"),
    ("conditional", (1, "values", "x"), "3/2", "is false at the instance"),
    ("conditional", (1, "values", "x"), 3, "outside its domain"),
    ("conditional", (1, "condition"), [["<=", "x", 2]], "not known"),
    ("conditional", (1, "condition"), [], "names its condition"),
    ("conditional", (1, "proof", "steps"), [], "do not end in"),
    ("vacuous", (0, "trivial"), ["<=", "y", "w"], "unknown name"),
    ("vacuous", (0, "trivial"), ["<=", "y", 0], "do not end in"),
    ("vacuous", (0, "trivial"), ["<=", "y", ["+", 5, "z"]], "must name less"),
    ("vacuous", (0, "values", "y"), 2, "is false"),
    ("order", (0, "values", "n"), 0, "outside its domain"),
    ("order", (0, "constant"), 1, "do not end in"),
    ("order", (0, "constant"), "-2", "constant > 0"),
    ("order", (0, "from"), 0, "below the variable's range"),
    ("order", (0, "from"), "1", "integer threshold"),
    ("growth", (0, "constant"), 2, "do not end in"),
    ("growth", (0, "factor"), "1", "the factor must be"),
    ("growth", (0, "from"), -1, "below the variable's range"),
    ("sample", (0, "histogram"), [["1", 501], ["0", 499]], "decides neither way"),
    ("sample", (0, "histogram", 0, 0), "2", "outside the declared range"),
    ("sample", (0, "histogram", 0, 1), -900, "bad row"),
    ("sample", (0, "alpha"), "1/2", "alpha must be"),
    ("sample", (0, "alpha"), 0.001, "not exact plain data"),
]  # fmt: skip
