from fractions import Fraction
from itertools import product
from math import inf, log2, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theory.alignment import (
    collapse_threshold,
    infonce,
    infonce_terms,
    variational_gap,
    with_nuisance,
)
from theory.information import entropy, marginal, mutual_information


def _law(rng, *shape):
    weights = rng.integers(0, 5, shape)
    weights.flat[0] += 1
    return np.array([Fraction(int(w), int(weights.sum())) for w in weights.flat], dtype=object).reshape(shape)


def _channel(rng, rows, columns):
    return np.array([_law(rng, columns) for _ in range(rows)])


def _brute_infonce(law, candidates):
    """Every matched pair and every tuple of negatives."""
    law = np.asarray(law, dtype=float)
    first, second = law.sum(axis=1), law.sum(axis=0)
    total = 0.0
    for (i, j), *negatives in product(list(np.ndindex(law.shape)), *[range(len(second))] * (candidates - 1)):
        mass = law[i, j] * np.prod(second[negatives])
        if mass:
            ratio = [law[i, k] / first[i] / second[k] for k in (j, *negatives)]
            total += mass * np.log2(ratio[0] / np.mean(ratio))
    return total


@given(seed=st.integers(0, 2**32), candidates=st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_infonce_is_its_definition_and_keeps_its_bounds(seed, candidates):
    law = _law(np.random.default_rng(seed), 3, 3)
    value = infonce(law, candidates)
    assert value == pytest.approx(_brute_infonce(law, candidates), abs=1e-12)
    assert -1e-12 <= value <= min(mutual_information(law, (0,), (1,)), log2(candidates)) + 1e-12
    assert value <= infonce(law, candidates + 1) + 1e-12


@given(seed=st.integers(0, 2**32), candidates=st.integers(1, 3))
@settings(max_examples=20, deadline=None)
def test_infonce_falls_short_by_what_the_list_tells(seed, candidates):
    """I(Z_1;Z_2) - I_K = I(Z_1; list), from the joint law of Z_1 and a list whose matched place is unknown."""
    law = _law(np.random.default_rng(seed), 2, 3)
    second = marginal(law, (1,))
    joint = np.full((2, *[3] * candidates), Fraction(0), dtype=object)
    for place, (row, *options) in product(range(candidates), np.ndindex(joint.shape)):
        others = [second[o] for k, o in enumerate(options) if k != place]
        joint[(row, *options)] += law[row, options[place]] * prod(others, start=Fraction(1, candidates))
    short = mutual_information(joint, (0,), tuple(range(1, candidates + 1)))
    whole = mutual_information(law, (0,), (1,))
    assert whole - infonce(law, candidates) == pytest.approx(short, abs=1e-12)


def test_infonce_of_a_perfect_match():
    """Z_1 = Z_2 uniform on n: a negative collides with probability 1/n, so I_2 = 1 - 1/n."""
    for n in (2, 3, 5):
        assert infonce(np.diag([Fraction(1, n)] * n), 2) == pytest.approx(1 - 1 / n)


@given(seed=st.integers(0, 2**32), candidates=st.integers(2, 4))
@settings(max_examples=20, deadline=None)
def test_contrast_is_blind_to_nuisances(seed, candidates):
    rng = np.random.default_rng(seed)
    law = _law(rng, 2, 3)
    wide = with_nuisance(law, _channel(rng, 2, 3))
    flat = wide.reshape(6, 3)
    assert infonce_terms(flat, candidates) == infonce_terms(law, candidates)
    assert mutual_information(wide, (0, 1), (2,)) == pytest.approx(
        mutual_information(law, (0,), (1,)), abs=1e-12
    )


def test_the_leakage_is_free_to_differ():
    law = np.diag([Fraction(1, 2)] * 2)
    quiet = with_nuisance(law, [[1, 0, 0, 0]] * 2)
    loud = with_nuisance(law, [[Fraction(1, 4)] * 4] * 2)
    assert [mutual_information(w, (0, 1), (1,)) for w in (quiet, loud)] == [0, 2]
    assert infonce_terms(quiet.reshape(8, 2), 3) == infonce_terms(loud.reshape(8, 2), 3)


def test_a_nuisance_that_the_other_side_knows_is_seen():
    """The false neighbour: where N_1 depends on Z_2 given Y, adding it changes InfoNCE."""
    wide = np.full((2, 2, 2), Fraction(0), dtype=object)
    for y, bit in product(range(2), range(2)):
        wide[y, bit, bit] = Fraction(1, 4)
    assert infonce(marginal(wide, (0, 2)), 2) == 0
    assert infonce(wide.reshape(4, 2), 2) > 0.4


@given(seed=st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_the_variational_gap_closes(seed):
    rng = np.random.default_rng(seed)
    gap = variational_gap(_law(rng, 3, 2), _channel(rng, 3, 3), _channel(rng, 2, 3))
    assert gap.modality_specific >= -1e-12
    assert gap.mismatch >= -1e-12
    if gap.penalty < inf and gap.mismatch < inf:
        assert gap.penalty == pytest.approx(gap.modality_specific + gap.mismatch, abs=1e-12)
    else:
        assert gap.penalty == inf == gap.mismatch


def test_the_penalty_does_not_bound_the_information_about_x():
    """X_1 = X_2 = Z a fair bit: penalty 0, I(Z_1;X_1) = 1."""
    identity = np.eye(2, dtype=int)
    same = identity * Fraction(1, 2)
    assert variational_gap(same, identity, identity).penalty == 0
    assert mutual_information(same, (0,), (1,)) == 1


@given(seed=st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_the_penalty_bounds_independent_leakage(seed):
    """X_1 = (Y, N_1) with N_1 independent of X_2: I(Z_1;N_1) <= I(Z_1;X_1|X_2) <= penalty."""
    rng = np.random.default_rng(seed)
    law, nuisance, encoder = _law(rng, 2, 2), _law(rng, 2), _channel(rng, 4, 3)
    both = (law[:, None, :] * nuisance[None, :, None]).reshape(4, 2)
    gap = variational_gap(both, encoder, _channel(rng, 2, 3))
    full = (both.sum(axis=1)[:, None] * encoder).reshape(2, 2, 3)
    assert mutual_information(full, (1,), (2,)) <= gap.modality_specific + 1e-12
    assert gap.modality_specific <= gap.penalty + 1e-12


def test_a_nuisance_known_to_the_other_side_escapes_the_penalty():
    """The condition is needed: N_1 = X_2 leaks a bit at penalty 0."""
    identity = np.eye(2, dtype=int)
    assert variational_gap(identity * Fraction(1, 2), identity, identity).penalty == 0
    assert entropy(identity * Fraction(1, 2), (0,)) == 1


def _surrogate_near_collapse(law, directions, weight, temperature, sigma, size):
    """InfoNCE with two rows (nats) + weight * penalty, embeddings near one point of the circle.

    Expectation over two independent pairs; x_m in {0, 1} is turned by size * directions[m][x_m].
    """
    cosine = np.cos(size * (directions[0][:, None] - directions[1][None, :]))
    total = weight * np.sum(law * (1 - cosine)) / sigma**2
    for (i, j), (k, l) in product(np.ndindex(2, 2), np.ndindex(2, 2)):
        total += law[i, j] * law[k, l] * np.logaddexp(0, (cosine[i, l] - cosine[i, j]) / temperature)
    return total


@pytest.mark.parametrize("correlation", [0.2, 0.6])
@pytest.mark.parametrize(("factor", "attracts"), [(0.95, False), (1.05, True)])
def test_collapse_is_a_minimum_just_above_its_threshold(correlation, factor, attracts):
    law = (1 + correlation * np.array([[1, -1], [-1, 1]])) / 4
    weight = factor * collapse_threshold(correlation, temperature=0.5, sigma=0.8, batch=2)
    values = [
        _surrogate_near_collapse(law, (np.array([c, -c]), np.array([s, -s])), weight, 0.5, 0.8, 1e-2)
        for c, s in [(np.cos(t), np.sin(t)) for t in np.linspace(0, np.pi, 41)]
    ]
    assert (min(values) > np.log(2)) == attracts


def test_collapse_threshold_at_its_ends():
    assert collapse_threshold(1.0, temperature=1, sigma=1, batch=8) == inf
    assert collapse_threshold(0.0, temperature=1, sigma=1, batch=8) == 0


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="candidates"):
        infonce([[1]], 0)
    with pytest.raises(ValueError, match="correlation"):
        collapse_threshold(1.2, temperature=1, sigma=1, batch=8)
