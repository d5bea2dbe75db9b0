"""Small claims on which the plugin, the checker's command and the pages are tried."""

from checks.register import Reading, Untestable, claim

ENDS = ["real", 0, 1]
SQUARE = {"forall": [["x", *ENDS]], "then": [">=", ["^", "x", 2], 0]}
IDENTITY = {
    "kind": "derivation",
    "steps": [{"rel": [">=", ["^", "x", 2], 0], "by": "combine", "why": "a square"}],
}
TOO_MUCH = {"forall": [["x", *ENDS]], "then": [">=", ["^", "x", 2], "x"]}
HALF = {"kind": "witness", "values": {"x": "1/2"}}


@claim(
    "s2-square", where="Sec. 2", kind="equation", verdict="proved", quote="a square is never negative",
    statement="x^2 >= 0.", rests_on=(),
)  # fmt: skip
def square():
    return Reading("for real x in [0, 1]", SQUARE, [IDENTITY], Reading("x^2 >= x", TOO_MUCH, [HALF]))


@claim(
    "s4-too-much", where="Sec. 4, eq. (9)", kind="theorem", verdict="refuted", repair="ours-square",
    statement="x^2 >= x.", quote="the square exceeds the number",
)  # fmt: skip
def too_much():
    return [
        Reading("as printed", TOO_MUCH, [HALF]),
        Reading(
            "for x = 1/3",
            {**TOO_MUCH, "given": [["=", "x", ["/", 1, 3]]]},
            [{**HALF, "values": {"x": "1/3"}}],
        ),
    ]


@claim(
    "s10-taste", where="Sec. 10", kind="remark", verdict="untestable", statement="It looks fine.",
    rests_on=("s4-too-much",),
)  # fmt: skip
def taste():
    return Untestable("taste is not a number", "a number for taste")


@claim(
    "ours-square", where="ours", kind="theorem", verdict="proved", paper="ours", statement="x^2 <= x.",
)  # fmt: skip
def ours_square():
    formal = {"forall": [["x", *ENDS]], "then": ["<=", ["^", "x", 2], "x"]}
    step = {
        "rel": formal["then"], "by": "combine", "using": [[[">=", ["-", 1, "x"], 0], "x"]],
        "why": "multiply x <= 1 by x >= 0",
    }  # fmt: skip
    return Reading("for real x in [0, 1]", formal, [{"kind": "derivation", "steps": [step]}])
