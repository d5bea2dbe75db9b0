import numpy as np
import pytest

from simulate.codes import catalogue
from simulate.codes.bits import measured_bits
from simulate.codes.code import decode, encode
from simulate.codes.entropies import gaussian_entropies, gridded_entropies, plug_in_entropy
from simulate.codes.transform import Rules, codewords, fit_transform
from simulate.device import to_host
from simulate.sources.gaussian import covariances, draw, intent_source
from simulate.streams import Stream

SOURCE = intent_source(Stream(1), intent=4, widths=(8, 8), noise=(0.7, 1.5))
TRAINING = draw(SOURCE, Stream(2), 4000, xp=np).queries
FRESH = draw(SOURCE, Stream(3), 3000, xp=np).queries
PAPER = {"widths": (8, 8), "entropies": (20.0, 12.0)}
QUANTILE = Rules("quantile", "uniform")

CODES = {
    "repaired, uniform codewords": lambda: catalogue.paper_product_code(
        TRAINING, 32, **PAPER, as_written=False, rules=QUANTILE
    ),
    "repaired, centroids": lambda: catalogue.paper_product_code(
        TRAINING, 32, **PAPER, as_written=False, rules=Rules("quantile", "centroid")
    ),
    "uniform": lambda: catalogue.uniform_code(TRAINING, 32),
    "water": lambda: catalogue.principal_code(TRAINING, 32),
    "even": lambda: catalogue.principal_code(TRAINING, 32, dimensions=8),
    "bottleneck": lambda: catalogue.bottleneck_code(TRAINING, 32, covariances(SOURCE)),
    "signs": lambda: catalogue.sign_code(TRAINING, 32, Stream(4)),
    "int8": lambda: catalogue.int8_code(TRAINING),
    "truncation": lambda: catalogue.truncation_code(TRAINING, 4),
}


def error(code, values=FRESH):
    rebuilt = decode(code, encode(code, values, xp=np), xp=np, stream=Stream(9))
    return float(np.mean((values - rebuilt) ** 2) / np.var(values))


@pytest.mark.parametrize("name", CODES)
def test_every_code_goes_there_and_back(device, name):
    xp, array = device
    code = CODES[name]()
    expected = {"int8": 128}.get(name, 32)
    assert code.codebook_bits == expected
    indices = encode(code, array(FRESH[:200]), xp=xp)
    rebuilt = to_host(decode(code, indices, xp=xp, stream=Stream(9)))
    assert rebuilt.shape == (200, 16)
    assert np.isfinite(rebuilt).all()
    assert np.array_equal(to_host(indices), encode(code, FRESH[:200], xp=np))
    assert np.allclose(rebuilt, decode(code, to_host(indices), xp=np, stream=Stream(9)), atol=1e-5)


@pytest.mark.parametrize("name", ["repaired, uniform codewords", "repaired, centroids", "uniform"])
def test_codewords_lie_in_their_cells(name):
    code = CODES[name]()
    indices = encode(code, TRAINING, xp=np)
    rebuilt = decode(code, indices, xp=np, stream=Stream(9))
    assert np.array_equal(encode(code, rebuilt, xp=np), indices)


def test_better_codes_have_smaller_errors():
    errors = {name: error(make()) for name, make in CODES.items()}
    assert errors["repaired, centroids"] < errors["repaired, uniform codewords"]
    assert errors["water"] < errors["uniform"]
    assert errors["int8"] < 1e-3


def test_a_random_codeword_costs_twice_the_midpoint_in_even_cells():
    values = np.random.default_rng(0).random((200_000, 1)).astype(np.float32)
    bits, width = [3], 1 / 8
    drawn, middle = (
        fit_transform(values, bits, name="even", rules=Rules("even", rule), centred=False)
        for rule in ("uniform", "midpoint")
    )
    for code, expected in ((drawn, width**2 / 6), (middle, width**2 / 12)):
        rebuilt = decode(code, encode(code, values, xp=np), xp=np, stream=Stream(1))
        squares = (values - rebuilt).astype(np.float64) ** 2
        assert squares.mean() == pytest.approx(expected, abs=5 * squares.std() / np.sqrt(200_000) + 1e-6)


def test_lloyd_max_error_of_a_gaussian():
    values = np.random.default_rng(1).standard_normal((100_000, 4)).astype(np.float32)
    code = fit_transform(values, [3] * 4, name="lloyd")
    assert error(code, values) == pytest.approx(0.03454, rel=0.02)


def test_codewords_fixed_once_do_not_change_and_fresh_ones_do():
    fixed = fit_transform(
        TRAINING, [2] * 16, name="fixed", rules=Rules("quantile", "uniform-fixed"), stream=Stream(1)
    )
    fresh = fit_transform(TRAINING, [2] * 16, name="fresh", rules=QUANTILE)
    indices = encode(fixed, FRESH, xp=np)
    assert np.array_equal(indices, encode(fresh, FRESH, xp=np))
    assert np.array_equal(decode(fixed, indices, xp=np), decode(fixed, indices, xp=np))
    once, again = (decode(fresh, indices, xp=np, stream=Stream(seed)) for seed in (1, 2))
    assert not np.array_equal(once, again)
    assert np.array_equal(encode(fresh, once, xp=np), indices)
    with pytest.raises(ValueError, match="stream must be given"):
        decode(fresh, indices, xp=np)


def test_signs_are_whole_numbers():
    code = catalogue.sign_code(TRAINING, 24, Stream(4))
    signs = codewords(code, encode(code, FRESH, xp=np), xp=np)
    assert set(np.unique(signs)) == {-1.0, 1.0}
    projected = (FRESH - code.mean) @ code.analysis
    assert np.array_equal(signs > 0, projected > 0)


def test_the_bottleneck_spends_nothing_on_private_noise():
    source = intent_source(
        Stream(1), intent=2, widths=(4, 4), noise=(0.5, 0.5), private=(2, 0), private_scale=9.0
    )
    training = draw(source, Stream(2), 2000, xp=np).queries
    code = catalogue.bottleneck_code(training, 12, covariances(source))
    spent = code.analysis[:, code.bits > 0].T @ source.query_loading[:, 2:]
    assert np.abs(spent).max() < 1e-5
    assert code.codebook_bits == 12


def test_as_written_the_papers_code_cannot_be_had():
    with pytest.raises(ValueError, match="unbounded"):
        catalogue.paper_product_code(TRAINING, 32, **PAPER, as_written=True, rules=QUANTILE)
    ceilings = catalogue.paper_product_code(
        TRAINING,
        32,
        widths=(8, 8),
        entropies=(1.0, 2.0),
        as_written=True,
        rules=Rules("quantile", "centroid"),
    )
    assert ceilings.codebook_bits == 33


def test_no_bits_leave_the_mean():
    code = catalogue.uniform_code(TRAINING, 0)
    indices = encode(code, FRESH, xp=np)
    assert indices.shape == (3000, 0)
    assert np.allclose(decode(code, indices, xp=np), TRAINING.mean(axis=0), atol=1e-5)
    assert measured_bits(indices, 0).entropy == 0.0


def test_bits_in_each_meaning():
    code = fit_transform(TRAINING[:, :2], [1, 2], name="small", rules=Rules("quantile", "centroid"))
    measured = measured_bits(encode(code, TRAINING[:, :2], xp=np), code.codebook_bits)
    assert measured.codebook == 3
    assert measured.entropy <= measured.coordinates + 1e-12
    assert measured.coordinates == pytest.approx(3.0, abs=1e-3)
    assert measured.resolved
    assert measured.information == measured.entropy
    saturated = measured_bits(encode(CODES["water"](), TRAINING, xp=np), 32)
    assert saturated.entropy <= saturated.ceiling == np.log2(4000)
    assert not saturated.resolved
    assert saturated.information is None


def test_entropies_of_modalities():
    assert plug_in_entropy(np.array([0, 0, 1, 1])) == 1.0
    assert plug_in_entropy(np.zeros(5)) == 0.0
    rng = np.random.default_rng(0)
    values = rng.standard_normal((200_000, 3)) * [1, 2, 4]
    exact = 0.5 * np.log2(2 * np.pi * np.e * np.array([1, 4, 16]) / 0.25)
    expected = [exact[0], exact[1:].sum()]
    assert gridded_entropies(values, (1, 2), 0.5) == pytest.approx(expected, abs=0.02)
    assert gaussian_entropies(values, (1, 2), 0.5) == pytest.approx(expected, abs=0.02)
    assert gaussian_entropies(values, (1, 2), 1e9).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: fit_transform(TRAINING, [1] * 15, name="x"), "bits must be 16 integers"),
        (lambda: fit_transform(TRAINING, [13] * 16, name="x"), "bits must be 0 to 12"),
        (lambda: fit_transform(TRAINING * np.nan, [1] * 16, name="x"), "training"),
        (lambda: fit_transform(TRAINING, [1] * 16, name="x", rules=Rules("odd")), "cuts"),
        (lambda: fit_transform(TRAINING, [1] * 16, name="x", rules=Rules("even", "odd")), "codewords"),
        (lambda: fit_transform(TRAINING, [1] * 16, name="x", rules=Rules("even", "uniform-fixed")), "stream"),
        (lambda: catalogue.truncation_code(TRAINING, 17), "dimensions"),
        (lambda: gridded_entropies(TRAINING, (8, 8), 0.0), "resolution"),
        (lambda: gaussian_entropies(TRAINING, (8, 9), 1.0), "values"),
        (lambda: measured_bits(np.empty((0, 3), np.uint8), 3), "indices"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=named):
        call()
