from itertools import chain
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulate.contrastive import (
    Objective,
    infonce,
    objective_gradient,
    variational_penalty,
    with_layers,
)
from simulate.device import to_host
from simulate.encoders import embed, random_encoder
from simulate.train_contrastive import LEAST_TEMPERATURE, TrainingPlan, train_infonce


def _unit_rows(rng, rows, columns):
    drawn = rng.standard_normal((rows, columns))
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def _loop_infonce(first, second, temperature):
    """Bits, term by term from the definition."""
    total, size = 0.0, len(first)
    for i in range(size):
        right = [np.exp(first[i] @ second[j] / temperature) for j in range(size)]
        left = [np.exp(first[j] @ second[i] / temperature) for j in range(size)]
        total -= (np.log2(right[i] / sum(right)) + np.log2(left[i] / sum(left))) / 2
    return total / size


@given(seed=st.integers(0, 2**32), size=st.integers(2, 7), temperature=st.floats(0.05, 5))
@settings(max_examples=30, deadline=None)
def test_infonce_is_its_definition(seed, size, temperature):
    rng = np.random.default_rng(seed)
    first, second = _unit_rows(rng, size, 3), _unit_rows(rng, size, 3)
    loss = infonce(first, second, np.array([log(temperature)]), xp=np)[0]
    assert loss == pytest.approx(_loop_infonce(first, second, temperature), rel=1e-12)


def test_infonce_of_collapsed_embeddings_is_log_batch():
    same = np.ones((8, 3)) / np.sqrt(3)
    assert infonce(same, same, np.zeros(1), xp=np)[0] == pytest.approx(3, rel=1e-14)


def test_infonce_survives_a_small_temperature():
    same = np.eye(4, dtype=np.float32)
    loss, *slopes = infonce(same, same, np.array([log(1e-3)], dtype=np.float32), xp=np)
    assert loss == 0
    assert all(np.isfinite(slope).all() for slope in slopes)


def test_penalty_is_the_kl_of_two_gaussians():
    """On unit vectors ||mu1 - mu2||^2 / 2 = 1 - cos; KL by quadrature along the line between the means."""
    rng = np.random.default_rng(1)
    first, second = _unit_rows(rng, 5, 4), _unit_rows(rng, 5, 4)
    sigma = 0.7
    value, _ = variational_penalty(first, second, sigma, xp=np)
    assert value == pytest.approx(np.mean(1 - np.sum(first * second, axis=1)) / sigma**2 / log(2))
    gap = np.linalg.norm(first - second, axis=1)[:, None]
    grid = np.linspace(-8, 9, 20001)
    density = np.exp(-(grid**2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)
    ratio = ((grid - gap) ** 2 - grid**2) / (2 * sigma**2 * log(2))
    assert value == pytest.approx(np.mean(np.sum(density * ratio, axis=1)) * (grid[1] - grid[0]), rel=1e-9)


@pytest.fixture
def problem():
    """Two encoders of two layers, one batch, and noise, in float64."""
    rng = np.random.default_rng(5)

    def build(unit_norm, depth):
        encoders = tuple(
            random_encoder(p, 3, depth=depth, width=6, unit_norm=unit_norm, dtype="float64", rng=rng, xp=np)
            for p in (4, 5)
        )
        inputs = rng.standard_normal((7, 4)), rng.standard_normal((7, 5))
        noise = rng.standard_normal((7, 3)), rng.standard_normal((7, 3))
        return encoders, np.array([log(0.3)]), inputs, noise

    return build


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("unit_norm", [True, False])
@pytest.mark.parametrize(
    "objective", [Objective(), Objective(penalty_weight=0.4, penalty_sigma=0.6, noise_sigma=0.2)]
)
def test_gradients_are_finite_differences(problem, unit_norm, depth, objective):
    encoders, log_temperature, inputs, noise = problem(unit_norm, depth)
    noise = noise if objective.noise_sigma else None
    sizes = 2 * depth
    flat = [*chain(*encoders[0].layers), *chain(*encoders[1].layers), log_temperature]

    def evaluate(parameters):
        pair = with_layers(encoders[0], parameters[:sizes]), with_layers(encoders[1], parameters[sizes:-1])
        return objective_gradient(pair, parameters[-1], inputs, noise, objective, xp=np)

    gradient = evaluate(flat)
    slopes = [*chain(*gradient.first), *chain(*gradient.second), gradient.log_temperature]
    step = 1e-6
    for which, slope in enumerate(slopes):
        for place in np.ndindex(slope.shape):
            losses = []
            for move in (step, -step):
                moved = [p.copy() for p in flat]
                moved[which][place] += move
                losses.append(float(evaluate(moved).loss))
            assert slope[place] == pytest.approx((losses[0] - losses[1]) / (2 * step), rel=1e-5, abs=1e-7)


def _paired_inputs(rng, rows, dtype=np.float32):
    shared = rng.standard_normal((rows, 4))
    drawn = [shared @ rng.standard_normal((4, p)) + 0.1 * rng.standard_normal((rows, p)) for p in (6, 5)]
    return [x.astype(dtype) for x in drawn]


def test_training_aligns_the_pairs():
    rng = np.random.default_rng(2)
    first, second = _paired_inputs(rng, 512)
    plan = TrainingPlan(dimension=4, batch=64, steps=400, learning_rate=1e-2)
    trained = train_infonce(first, second, plan=plan, rng=rng)
    assert trained.temperature == pytest.approx(plan.temperature)
    assert trained.losses[:5].mean() > 4  # log2(64) = 6 bits is chance
    assert trained.losses[-20:].mean() < 2
    scores = embed(trained.first, first, xp=np) @ embed(trained.second, second, xp=np).T
    assert np.mean(np.argmax(scores, axis=1) == np.arange(512)) > 0.25  # chance is 1/512


def test_training_is_named_by_its_seed():
    first, second = _paired_inputs(np.random.default_rng(2), 64)
    plan = TrainingPlan(
        dimension=3, depth=2, width=8, batch=16, steps=9, objective=Objective(noise_sigma=0.1)
    )
    runs = [train_infonce(first, second, plan=plan, rng=np.random.default_rng(s)).losses for s in (7, 7, 8)]
    assert (runs[0] == runs[1]).all()
    assert (runs[0] != runs[2]).any()


def test_a_learnable_temperature_moves_and_keeps_its_floor():
    first, second = _paired_inputs(np.random.default_rng(2), 64)
    plan = TrainingPlan(
        dimension=4, batch=32, steps=60, temperature=0.02, learn_temperature=True, learning_rate=0.05
    )
    trained = train_infonce(first, second, plan=plan, rng=np.random.default_rng(0))
    assert trained.temperature != pytest.approx(0.02, rel=1e-3)
    assert trained.temperature >= LEAST_TEMPERATURE * (1 - 1e-6)


@pytest.mark.parametrize("objective", [Objective(), Objective(penalty_weight=1.0, noise_sigma=0.1)])
def test_every_namespace_gives_numpys_numbers(device, objective):
    xp, array = device
    plan = TrainingPlan(
        dimension=3, depth=2, width=8, batch=16, steps=5, learn_temperature=True, objective=objective
    )
    inputs = _paired_inputs(np.random.default_rng(2), 32, dtype=np.float64)
    expected = train_infonce(*inputs, plan=plan, rng=np.random.default_rng(1))
    found = train_infonce(*(array(x) for x in inputs), plan=plan, rng=np.random.default_rng(1), xp=xp)
    assert found.losses == pytest.approx(expected.losses, rel=1e-10)
    embedded = to_host(embed(found.first, array(inputs[0]), xp=xp))
    assert embedded == pytest.approx(embed(expected.first, inputs[0], xp=np), abs=1e-8)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"dimension": 0}, "dimension"),
        ({"batch": 1}, "batch"),
        ({"temperature": 0.0}, "temperature"),
        ({"temperature": float("nan")}, "temperature"),
        ({"objective": Objective(penalty_sigma=0.0)}, "penalty_sigma"),
    ],
)
def test_a_bad_plan_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        TrainingPlan(**({"dimension": 2} | change))


def test_bad_pairs_are_refused():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="equal rows"):
        train_infonce(np.ones((4, 2)), np.ones((5, 2)), plan=TrainingPlan(dimension=2, batch=2), rng=rng)
    for bad, message in ((np.float16, "float16"), (np.int64, "int64"), (np.float32, "need the same")):
        with pytest.raises(ValueError, match=message):
            train_infonce(
                np.ones((4, 2), bad), np.ones((4, 2)), plan=TrainingPlan(dimension=2, batch=2), rng=rng
            )
    with pytest.raises(ValueError, match="second holds NaN"):
        train_infonce(
            np.ones((4, 2)), np.full((4, 2), np.nan), plan=TrainingPlan(dimension=2, batch=2), rng=rng
        )
    with pytest.raises(ValueError, match="batch is 8"):
        train_infonce(np.ones((4, 2)), np.ones((4, 2)), plan=TrainingPlan(dimension=2, batch=8), rng=rng)
    plan = TrainingPlan(dimension=2, batch=4, steps=2)
    with np.errstate(invalid="ignore"), pytest.raises(ValueError, match="diverged at step 1"):
        train_infonce(np.zeros((4, 2)), np.zeros((4, 2)), plan=plan, rng=rng)
    with pytest.raises(ValueError, match="inputs has shape"):
        embed(
            random_encoder(3, 2, depth=1, width=1, unit_norm=True, dtype="float32", rng=rng, xp=np),
            np.ones((4, 2)),
            xp=np,
        )


@given(seed=st.integers(0, 2**32), scale=st.floats(0.1, 10))
@settings(max_examples=20, deadline=None)
def test_rescaling_games_the_penalty(seed, scale):
    """Without unit norm and noise, z -> c z with tau -> c^2 tau keeps InfoNCE and multiplies the penalty by c^2."""
    rng = np.random.default_rng(seed)
    first, second = rng.standard_normal((2, 6, 3))
    temperature = np.array([log(0.5)])
    moved = infonce(scale * first, scale * second, temperature + 2 * log(scale), xp=np)[0]
    assert moved == pytest.approx(infonce(first, second, temperature, xp=np)[0], rel=1e-9, abs=1e-9)
    bare, scaled = (variational_penalty(c * first, c * second, 1.0, xp=np)[0] for c in (1.0, scale))
    assert scaled == pytest.approx(scale**2 * bare)
