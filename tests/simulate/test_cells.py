"""A cell's key and stream are functions of what determines it, and of nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulate.cells import Cell, cell, product
from simulate.streams import generator

VALUES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
ROWS = st.dictionaries(st.text(), VALUES | st.lists(VALUES), max_size=4)


@given(row=ROWS, seed=st.integers(0, 2**64))
def test_the_order_of_parameters_does_not_matter(row, seed):
    backwards = dict(reversed(row.items()))
    assert cell("study", 1, seed=seed, parameters=row) == cell("study", 1, seed=seed, parameters=backwards)


@given(one=ROWS, other=ROWS)
def test_keys_differ_exactly_when_cells_do(one, other):
    first, second = (cell("study", 1, seed=0, parameters=row) for row in (one, other))
    assert (first.key == second.key) == (first.parameters == second.parameters)


def test_study_version_and_seed_each_change_key_and_stream():
    cells = [Cell("a", 1, 0, "{}"), Cell("b", 1, 0, "{}"), Cell("a", 2, 0, "{}"), Cell("a", 1, 1, "{}")]
    assert len({one.key for one in cells}) == 4
    assert len({generator(one.stream).integers(2**63) for one in cells}) == 4


def test_key_is_pinned():
    """A change of the key's recipe would orphan every stored run: raise the store's schema with it."""
    assert Cell("fano", 1, 7, '{"documents":4}').key == "336aaddacce0a86f5fa1e0fa30356d53"


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_values_without_a_json_form_are_refused(value):
    with pytest.raises(ValueError, match="JSON compliant"):
        cell("study", 1, seed=0, parameters={"x": value})


def test_product_is_every_combination():
    assert product(a=[1, 2], b=["x", "y"]) == [
        {"a": 1, "b": "x"},
        {"a": 1, "b": "y"},
        {"a": 2, "b": "x"},
        {"a": 2, "b": "y"},
    ]
