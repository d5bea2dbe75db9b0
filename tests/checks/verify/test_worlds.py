"""Each guard of the reading of worlds, tripped once: what is outside the class is refused with the reason."""

import pytest

from checks.verify.terms import Rejected, Undefined
from checks.verify.worlds import read_world

LAW = [[[0, 1], "1/2"], [[1, 2], "1/2"]]
CODED = {
    "variables": ["X1", "Y"], "law": LAW, "encoder": [[[0], [["a", 1]]], [[1], [["a", 1]]]], "decoder": {"a": [2, 1]},
}  # fmt: skip
BARE = {"variables": ["A", "B"], "law": LAW}
NAMES = {"variables": ["A", "B"]}


def read(data, kind=NAMES, modalities=None, documents=None):
    return read_world(data, kind, modalities, documents)


def law(rows):
    return {**BARE, "law": rows}


PLAIN = [
    ("law is not a list", law([])),
    ("law is not a list", law({})),
    ("law: bad row", law([[[0, 1]]])),
    ("law: bad value", law([[[0, None], 1]])),
    ("law: bad value", law([[[0, [1]], 1]])),
    ("not positive, or a value given twice", law([[[0, 1], 1], [[0, 2], 0]])),
    ("not positive, or a value given twice", law([[[0, 1], "1/2"], [[0, 1], "1/2"]])),
    ("the masses sum to 1/2", law([[[0, 1], "1/2"]])),
    ("a world has variables, law", {**BARE, "laws": []}),
    ("lists its variables, each once", {"variables": ["A", "A"], "law": LAW}),
    ("lists its variables, each once", {"variables": "AB", "law": LAW}),
    ("the class asks for", {"variables": ["B", "A"], "law": LAW}),
    ("gives every variable a value", law([[[0], 1]])),
    ("gives every variable a value", law([[0, 1]])),
]  # fmt: skip
OF_CODES = [
    ("Y must be a document", {**CODED, "law": [[[0, 1], "1/2"], [[1, 3], "1/2"]]}),
    ("Y must be a document", {**CODED, "law": [[[0, 0], 1]]}),
    ("Y must be a document", {**CODED, "law": [[[0, "1"], 1]]}),
    ("asks for an encoder and a decoder", {"variables": ["X1", "Y"], "law": LAW}),
    ("encoder: bad row", {**CODED, "encoder": [[0, [["a", 1]]]]}),
    ("the masses sum to 1/2", {**CODED, "encoder": [[[0], [["a", "1/2"]]], [[1], [["a", 1]]]]}),
    ("not a permutation", {**CODED, "decoder": {"a": [2, 2]}}),
    ("not a permutation", {**CODED, "decoder": {"a": [1]}}),
    ("nothing of the query", {**CODED, "encoder": CODED["encoder"][:1]}),
    ("nothing of the codeword", {**CODED, "decoder": {"b": [1, 2]}}),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "data"), PLAIN)
def test_a_guard_of_worlds(reason, data):
    with pytest.raises(Rejected, match=reason):
        read(data)


@pytest.mark.parametrize(("reason", "data"), OF_CODES)
def test_a_guard_of_worlds_with_a_code(reason, data):
    with pytest.raises(Rejected, match=reason):
        read(data, {"documents": 2}, 1, 2)


@pytest.mark.parametrize("sizes", [(20_001, None), (None, 20_001)])
def test_a_large_world_is_not_read(sizes):
    with pytest.raises(Rejected, match="more than 20000"):
        read(CODED, {}, *sizes)


def test_a_world_has_its_own_variables_and_no_others():
    world = read(BARE)
    with pytest.raises(Undefined, match="no variable C"):
        world.entropy(["A", "C"])
    with pytest.raises(Undefined, match="no variable X"):
        world.entropy(["X"])
    with pytest.raises(Undefined, match="has no code"):
        _ = world.rank_law
    assert read(CODED, {"documents": 2}, 1, 2).rank_law == {2: 0.5, 1: 0.5}
