"""Each guard of sampled verdicts, tripped once."""

import pytest
from kinds import SAMPLE

from checks.verify import judge
from checks.verify.samples import judge_sample
from checks.verify.terms import Rejected

HALF = ["/", 1, 2]
FORMAL = {"sampled": ["mean", 0, 1], "then": [">=", "mean", HALF]}
ROWS = SAMPLE["histogram"]

CASES = [
    ("needs a histogram", {"histogram": []}, {}),
    ("needs a histogram", {"histogram": None}, {}),
    ("needs a histogram", {"histogram": [[1, 1]] * 20_001}, {}),
    ("bad row", {"histogram": [["1"]]}, {}),
    ("bad row", {"histogram": [["1", 0]]}, {}),
    ("bad row", {"histogram": [["1", True]]}, {}),
    ("bad row", {"histogram": [["1", "900"]]}, {}),
    ("outside the declared range", {"histogram": [["3/2", 900]]}, {}),
    ("outside the declared range", {"histogram": [["-1/2", 900]]}, {}),
    ("alpha must be", {"alpha": 0}, {}),
    ("alpha must be", {"alpha": "1/19"}, {}),
    ("rational b inside the range", {}, {"sampled": ["x", 0, 1]}),
    ("rational b inside the range", {}, {"sampled": ["mean", 0, ["exp", 1]]}),
    ("rational b inside the range", {}, {"then": [">=", HALF, "mean"]}),
    ("rational b inside the range", {}, {"then": ["=", "mean", HALF]}),
    ("rational b inside the range", {}, {"then": [">=", "mean", ["exp", -1]]}),
    ("rational b inside the range", {}, {"then": [">=", "mean", 1]}),
    ("rational b inside the range", {}, {"then": [">=", "mean", 0]}),
    ("decides neither way", {"histogram": [["1", 501], ["0", 499]]}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "data", "formal"), CASES)
def test_a_guard_of_samples(reason, data, formal):
    with pytest.raises(Rejected, match=reason):
        judge_sample(FORMAL | formal, SAMPLE | data)


@pytest.mark.parametrize("field", ["seed", "command", "version"])
def test_a_sample_states_where_it_comes_from(field):
    with pytest.raises(Rejected, match=f"states its {field}"):
        judge_sample(FORMAL, {k: v for k, v in SAMPLE.items() if k != field})


@pytest.mark.parametrize(
    ("op", "ones", "verdict"),
    [
        (">=", 900, "supported"),
        ("<=", 900, "contradicted"),
        (">", 100, "contradicted"),
        ("<", 100, "supported"),
    ],
)
def test_a_sample_decides_by_the_side_on_which_its_mean_lies(op, ones, verdict):
    data = SAMPLE | {"histogram": [["1", ones], ["0", 1000 - ones]]}
    assert judge_sample(FORMAL | {"then": [op, "mean", HALF]}, data) == verdict


@pytest.mark.parametrize(
    ("formal", "certificates"),
    [
        (FORMAL, [{"kind": "witness", "values": {"mean": "0"}}]),
        (FORMAL, [{"kind": "derivation", "steps": []}]),
        ({"forall": [["mean", "real", 0, 1]], "then": FORMAL["then"]}, [SAMPLE]),
        ({**FORMAL, "forall": []}, [SAMPLE]),
        ({**FORMAL, "given": []}, [SAMPLE]),
        ({"sampled": ["mean", "mean", 1], "then": FORMAL["then"]}, [SAMPLE]),
        ({"sampled": ["mean", None, 1], "then": FORMAL["then"]}, [SAMPLE]),
        ({"sampled": "mean", "then": FORMAL["then"]}, [SAMPLE]),
    ],
)
def test_only_a_sample_decides_a_sampled_statement_and_it_decides_no_other(formal, certificates):
    with pytest.raises(Rejected):
        judge(formal, certificates)


def test_one_in_twenty_is_the_greatest_error():
    assert judge_sample(FORMAL, SAMPLE | {"alpha": "1/20"}) == "supported"
