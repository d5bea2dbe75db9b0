import numpy as np
import pytest

from simulate.emoji_trial import emoji_trial


@pytest.fixture(scope="module")
def both():
    rngs = [np.random.default_rng(1) for _ in range(2)]
    return emoji_trial(
        ["query_image", "query_text"],
        ["doc_image", "doc_text"],
        penalty_weights=[0.0, 10.0],
        temperature=0.07,
        steps=150,
        bits=[8, 32],
        split_rng=np.random.default_rng(0),
        training_rngs=rngs,
        xp=np,
    )


def test_retrieval_beats_chance_and_grows_with_bits(both):
    chance = np.mean(1 / np.arange(1, 1001))
    for found in both:
        for code in ("mrr", "mrr_signs"):
            assert chance < found[f"{code}_8"] < found[f"{code}_32"] < found["mrr"] < 1


def test_the_penalty_aligns_and_training_removes_private_content(both):
    bare, penalised = both
    assert penalised["cka"] > bare["cka"]
    assert bare["leakage"] < bare["leakage_untrained"] == penalised["leakage_untrained"]
