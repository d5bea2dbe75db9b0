"""The search: violations are found, made small and certified; what holds is not violated; bad input is one line."""

import json
from fractions import Fraction

import numpy as np
import pytest

from checks import falsify
from checks.collect import all_claims
from checks.refind import searched
from checks.search.draws import dyadic, inside
from checks.search.exact import refutes
from checks.search.growth import ratios, told
from checks.search.hunt import hunt
from checks.search.plans import array_shape
from checks.search.shrink import shrunk, size
from checks.verify import Rejected, judge
from simulate.streams import Stream

CLAIMS = {c.id: c for c in all_claims()}


def formal(id):
    return CLAIMS[id].readings()[0].formal


def run(capsys, *arguments):
    code = falsify.main(arguments)
    out = capsys.readouterr()
    return code, out.out, out.err


@pytest.mark.parametrize(
    "id",
    [
        "s4-eq5",
        "s4-thm41",
        "s6-lem61",
        "s4-fano-step",
        "s4-kappa-independent",
        "s6-lem63-sign",
        "s3-branch-bit",
    ],
)
def test_a_refuted_claim_is_refuted_again_from_nothing(id, capsys):
    code, out, err = run(capsys, id, "--device", "cpu")
    assert (code, err) == (3, "")
    certificate = json.loads(out.split("Certificate:\n")[1].split("\n")[0])
    assert judge(formal(id), [certificate]).verdict == "refuted"
    scope = {}
    exec(out.split("Test case:\n")[1], scope)
    (case,) = (f for name, f in scope.items() if name.startswith("test_"))
    case()


@pytest.mark.parametrize(
    "id", ["ours-converse-uniform", "ours-kappa-range", "ours-rearrangement", "s4-chain-rule"]
)
def test_what_is_proved_survives_with_its_least_slack(id, capsys):
    code, out, _ = run(capsys, id, "--instances", "8000", "--device", "cpu")
    assert code == 0
    assert "nothing found" in out
    assert -1e-8 < float(out.split("least slack ")[1].split()[0]) < 0.1


def test_the_same_seed_gives_the_same_witness():
    found = [hunt(formal("s4-eq5"), instances=10**5, seconds=20, seed=7, xp=np).witness for _ in range(2)]
    assert found[0] == found[1] is not None


def test_an_existence_is_searched_for_an_instance(capsys):
    code, out, _ = run(capsys, "s3-deterministic-additive", "--device", "cpu")
    assert code == 3
    assert "an instance, accepted by the checker" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["s4-eq55"], "did you mean s4-eq5"),
        (["s4-generalises-known"], "is untestable"),
        (["s4-eq5", "--instances", "0"], "at least 1"),
        (["s4-eq5", "--seconds", "inf"], "argument --seconds: inf: must be a number of at least 1"),
        (["s4-eq5", "--seconds", "soon"], "argument --seconds: soon: must be a number of at least 1"),
        ([], "CLAIM"),
    ],
)
def test_bad_input_is_one_line_and_exit_2(arguments, said, capsys):
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert said in err
    assert err.count("\n") == 1
    assert out == ""


def test_an_order_statement_is_shown_as_it_grows(capsys):
    code, out, _ = run(capsys, "s6-gap-scaling", "--device", "cpu", "--seconds", "5")
    assert code == 0
    assert "n = 16384: |f|/g = 32" in out
    assert "goes like n^0.500" in out


def test_where_the_constant_of_an_order_statement_fails():
    order = {"variable": "n", "function": ["+", "n", 3], "is_O_of": "n"}
    statement = {"forall": [["n", "integer", 2, None]], "order": order}
    found = ratios(statement, seconds=5)
    assert found[:2] == [(2, 2.5), (3, 2.0)]
    assert "fails at n = 2" in told(statement, found, Fraction(9, 4))[-1]
    assert "fails nowhere here" in told(statement, found, Fraction(5, 2))[-1]
    with pytest.raises(Rejected, match="further parameters"):
        ratios({**statement, "forall": [*statement["forall"], ["x", "real", 0, 1]]}, seconds=1)


def test_arrays_are_drawn_as_large_as_their_indices():
    entry = ["at", "c", "l", ["+", "i", 1]]
    statement = {
        "forall": [["L", "integer", 3, 3], ["c", "array", 0, 1]],
        "then": ["all", "l", 1, "L", ["<=", ["sum", "i", 1, 4, entry], ["at", "c", 2, 1]]],
    }
    assert array_shape("c", statement, {"L": 3}) == (3, 5)
    report = hunt(statement, instances=10**4, seconds=10, seed=1, xp=np)
    assert report.witness is not None
    assert judge(statement, [{"kind": "witness", "values": report.witness}]).verdict == "refuted"


def test_dyadic_laws_are_laws_of_powers_of_two():
    laws = dyadic((200, 6), Stream(3), np)
    assert np.array_equal(laws.sum(axis=1), np.ones(200))
    assert np.array_equal(np.log2(laws), np.round(np.log2(laws)))
    assert len({tuple(sorted(law)) for law in laws}) > 3
    assert np.array_equal(inside(laws, 0, 1, np), laws)  # what lies in the domain stays


def test_a_witness_is_made_small_and_still_refutes():
    statement = formal("s4-eq5")
    names = ["1", "2", "3", "4"]
    big = {
        "N": "4",
        "W": {
            "variables": ["X1", "Y"],
            "law": [[[x, y], "1/8"] for x in (0, 1) for y in (1, 2, 3, 4)],
            "encoder": [[[x], [[c, "1/4"] for c in names]] for x in (0, 1)],
            "decoder": {c: [4, 3, 2, 1] for c in names},
        },
    }
    assert refutes(statement, big)
    small = shrunk(statement, big, refutes)
    assert refutes(statement, small)
    assert size(small) < size(big)
    assert small["N"] == "2"
    assert len(small["W"]["law"]) == 2
    assert shrunk(formal("s6-lem61"), {"n": "144"}, refutes) == {"n": "89"}


@pytest.mark.parametrize(
    ("id", "outcome"),
    [("s4-eq5", "found again"), ("s6-gap-scaling", "an order statement whose ratio grows")],
)
def test_refuted_claims_are_searched_again(id, outcome):
    assert searched(CLAIMS[id], seconds=20, seed=0)["outcome"] == outcome
