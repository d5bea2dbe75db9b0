import numpy as np
import pytest

from simulate.alignment_trial import Setting, trial
from simulate.paired_trials import paired_summary, paired_trials
from simulate.streams import Stream


def _trial(seed=0, **changes):
    setting = Setting(**({"shared_bits": 4, "private_bits": 3, "dimension": 8, "steps": 60} | changes))
    rngs = np.random.default_rng(seed), np.random.default_rng(seed + 1)
    return trial(setting, bits=[2, 4], source_rng=rngs[0], rng=rngs[1], xp=np)


@pytest.fixture(scope="module")
def measured():
    return _trial()


def test_the_terms_of_the_rate_add_up(measured):
    for size in (2, 4):
        spent = measured[f"relevant_{size}"] + measured[f"spent_elsewhere_{size}"]
        assert measured[f"rate_{size}"] == pytest.approx(spent)
        assert 0 < measured[f"rate_{size}"] <= size


def test_the_best_decoder_is_no_worse_than_inner_products(measured):
    for size in (2, 4):
        assert measured[f"mrr_{size}"] <= measured[f"best_mrr_{size}"] + 1e-12
    assert measured["best_mrr_2"] <= measured["best_mrr_4"] <= 1


def test_training_finds_what_is_shared(measured):
    assert measured["mrr"] > 3 * np.mean(1 / np.arange(1, 17))  # three times a random ranking of 16
    assert measured["shared"] > 3
    assert measured["leakage"] < measured["leakage_untrained"]


def test_a_trial_is_named_by_its_seeds(measured):
    assert _trial() == measured
    assert _trial(seed=5) != measured


def test_without_private_factors_nothing_leaks():
    found = _trial(private_bits=0)
    assert found["leakage"] == found["leakage_untrained"] == 0
    assert found["spent_elsewhere_4"] == pytest.approx(0, abs=1e-12)


def test_noise_takes_information_away(measured):
    assert _trial(noise_sigma=0.5)["shared"] < measured["shared"]


def test_equal_arms_differ_by_nothing():
    setting = Setting(shared_bits=3, private_bits=2, dimension=6, steps=5)
    columns = paired_trials(Stream(0, ("test",)), [setting, setting], bits=[3], trials=2, xp=np)
    for name, found in paired_summary(columns).items():
        assert found["change"] == {"mean": 0, "lower": 0, "upper": 0, "trials": 2}, name
    assert columns["cka"][0, 0] != columns["cka"][1, 0]
