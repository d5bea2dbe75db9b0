"""Tables, ranges within ranges, sums cut in two, indicators: what the rules accept and what they reject."""

import pytest

from checks.verify import Rejected, judge
from theory.proof.derivation import Derivation
from theory.proof.formal import every, forall, integer, sequence, table

T = ["at", "t", "i", "j"]
BODY = ["at", "a", "k"]
SIZES = integer("n", 1), integer("m", 1)
ROW = ["sum", "j", 1, "m", T]


def whole(*steps, params, given=(), then):
    """The verdict of a derivation written out by hand."""
    certificate = {"kind": "derivation", "steps": list(steps)}
    return judge(forall(*params, given=given, then=then), [certificate]).verdict


def cut(middle, **fields):
    sums = ["+", ["sum", "k", 1, "m", BODY], ["sum", "k", ["+", "m", 1], "n", BODY]]
    rel = ["=", ["sum", "k", 1, "n", BODY], sums]
    return {"rel": rel, "by": "unroll", "after": middle, **fields}


PARAMS = (*SIZES, sequence("a", 1, "n"))


def test_a_sum_is_its_parts_up_to_an_index_and_beyond():
    step = cut("m")
    assert whole(step, params=PARAMS, given=[["<=", "m", "n"]], then=step["rel"]) == "proved"


@pytest.mark.parametrize(
    ("middle", "given"),
    [
        ("m", []),  # m may exceed n
        (["+", "m", 1], [["<=", "m", "n"]]),  # another cut than the one stated
        (["/", "m", 2], [["<=", "m", "n"]]),  # not an integer
        (["-", 0, 1], [["<=", "m", "n"]]),  # before the first term
    ],
)
def test_a_sum_is_not_cut_elsewhere(middle, given):
    step = cut(middle)
    with pytest.raises(Rejected):
        whole(step, params=PARAMS, given=given, then=step["rel"])


def test_a_table_is_read_inside_its_range_alone():
    positive = [*SIZES, table("t", "n", "m", 0)]
    then = every("i", 1, "n", [">=", ROW, 0])
    assert whole(params=positive, then=then) == "proved"
    for outside in (["at", "t", "j", "i"], ["at", "t", "i"], ["at", "t", "i", ["+", "j", 1]]):
        with pytest.raises(Rejected):
            whole(params=positive, then=every("i", 1, "n", [">=", ["sum", "j", 1, "m", outside], 0]))


@pytest.mark.parametrize("rows", [[[1, 2]], [[1, 2], [3]], [[1, [2]], [3, 4]], [[1, 2], [3, -4]], 5])
def test_a_table_of_another_shape_is_no_instance(rows):
    statement = forall(table("t", 2, 2, 0), then=["=", ["at", "t", 1, 1], 0])
    good = {"kind": "witness", "values": {"t": [[1, 2], [3, 4]]}}
    assert judge(statement, [good]).verdict == "refuted"
    with pytest.raises(Rejected):
        judge(statement, [{"kind": "witness", "values": {"t": rows}}])


def test_lists_inside_a_sequence_do_not_make_it_ill_posed():
    term = ["at", "a", 1]
    statement = forall(sequence("a", 1, 1), then=["=", term, 0])
    with pytest.raises(Rejected):
        judge(statement, [{"kind": "undefined", "term": term, "values": {"a": [[1]]}}])


NESTED = every("i", 1, "n", every("j", 1, "m", [">=", T, 1]))


def read_off(row, column):
    inner = every("j", 1, "m", [">=", ["at", "t", row, "j"], 1])
    return (
        {"rel": inner, "by": "one_of", "schema": NESTED, "index": row},
        {"rel": [">=", ["at", "t", row, column], 1], "by": "one_of", "schema": inner, "index": column},
    )


def test_a_range_within_a_range_is_read_off_index_by_index():
    params = *SIZES, table("t", "n", "m")
    then = [">=", ["at", "t", 1, 1], 1]
    assert whole(*read_off(1, 1), params=params, given=[NESTED], then=then) == "proved"
    with pytest.raises(Rejected):
        whole(*read_off(2, 1), params=params, given=[NESTED], then=[">=", ["at", "t", 2, 1], 1])
    with pytest.raises(Rejected):
        whole(*read_off(1, 1), params=params, then=then)
    with pytest.raises(Rejected):
        whole(read_off(1, 1)[1], params=params, given=[NESTED], then=then)


def indicator(relation, value, given=(), op="="):
    rel = [op, ["ind", relation], value]
    return whole({"rel": rel, "by": "basic"}, params=SIZES, given=given, then=rel)


def test_an_indicator_is_one_where_its_relation_is_known_and_zero_where_the_opposite_is():
    assert indicator(["<=", "n", "m"], 1, [["<=", "n", "m"]]) == "proved"
    assert indicator(["<=", "n", "m"], 0, [[">", "n", "m"]]) == "proved"
    assert indicator(["=", "n", "m"], 1, op="<=") == "proved"
    for relation, value, given in (
        (["<=", "n", "m"], 1, []),
        (["<=", "n", "m"], 0, []),
        (["<", "n", "m"], 1, [["<=", "n", "m"]]),
        (["<=", "n", "m"], 0, [[">=", "n", "m"]]),
        (["and", ["<=", "n", "m"]], 0, [["<=", "n", "m"]]),
    ):
        with pytest.raises(Rejected):
            indicator(relation, value, given)


def test_indices_chain_but_not_past_the_end():
    squares = lambda top: every("k", 1, "n", [">=", ["sum", "j", 1, top, ["^", ["at", "a", "j"], 2]], 0])  # noqa: E731
    assert whole(params=PARAMS, then=squares("k")) == "proved"
    with pytest.raises(Rejected):
        whole(params=PARAMS, then=squares(["+", "k", 1]))


def test_a_lemma_on_tables_asks_for_its_domain():
    params = *SIZES, table("t", "n", "m", 0)
    lemma = forall(*params, then=[">=", ["at", "t", 1, 1], 0])
    for body, good in (("i", True), (["-", "j", "i"], False)):
        statement = forall(*SIZES, then=[">=", 1, 0])
        d = Derivation(statement)
        number = d.lemma(lemma, Derivation(lemma))
        first = [">=", 1 if good else 0, 0]
        if good:
            d.use(number, first, n="n", m="m", t=("i", "j", body))
        else:
            with pytest.raises(ValueError, match="outside the theorem's domain"):
                d.use(number, first, n="n", m="m", t=("i", "j", body))


def test_the_order_of_variables_under_an_index_does_not_matter():
    worlds = [integer("N", 1), integer("M", 1), ["W", "world", {"documents": "N", "modalities": "M"}]]
    one, other = (["H", [["X", a], ["X", b]]] for a, b in ("ij", "ji"))
    then = every("i", 1, "M", ["=", ["sum", "j", 1, "M", one], ["sum", "j", 1, "M", other]])
    assert whole(params=worlds, then=then) == "proved"
    with pytest.raises(Rejected):
        whole(
            params=worlds,
            then=every(
                "i", 1, "M", ["=", ["sum", "j", 1, "M", one], ["sum", "j", 1, "M", ["H", [["X", "j"]]]]]
            ),
        )


def test_a_term_of_a_sum_of_informations_is_at_most_the_sum():
    worlds = [integer("N", 1), integer("M", 1), ["W", "world", {"documents": "N", "modalities": "M"}]]
    total = lambda body: ["sum", "j", 1, "M", body]  # noqa: E731
    informed = ["I", [["X", 1]], [["X", "j"]]]
    rel = ["<=", ["H", [["X", 1]]], total(informed)]
    assert whole({"rel": rel, "by": "member", "index": 1}, params=worlds, then=rel) == "proved"
    less = ["<=", ["-", ["H", [["X", 1]]]], total(["-", informed])]
    with pytest.raises(Rejected):
        whole({"rel": less, "by": "member", "index": 1}, params=worlds, then=less)


def test_what_holds_for_all_of_a_range_holds_at_its_indices_alone():
    squares = [">=", ["at", "a", "k"], 0]
    for last, good in ((["-", "n", 1], False), ("n", True)):
        total = [">=", ["sum", "k", 1, "n", BODY], ["sum", "k", 1, "n", 0]]
        step = {"rel": total, "by": "termwise", "steps": []}
        given = [every("k", 1, last, squares)]
        if good:
            assert whole(step, params=PARAMS, given=given, then=total) == "proved"
        else:
            with pytest.raises(Rejected):
                whole(step, params=PARAMS, given=given, then=total)
