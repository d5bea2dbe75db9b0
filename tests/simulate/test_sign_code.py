import numpy as np
import pytest

from simulate.code_law import code_law
from simulate.sign_code import fit_sign_code, sign_codewords, sign_directions, sign_reconstruction


@pytest.fixture
def wide():
    """Gaussian rows, two wide directions and three narrow ones, turned and moved."""
    rng = np.random.default_rng(0)
    plain = rng.standard_normal((4000, 5)) * [3, 2, 0.1, 0.1, 0.1]
    rotation, _ = np.linalg.qr(rng.standard_normal((5, 5)))
    return plain, plain @ rotation + 10


def test_the_bits_are_the_signs_of_the_widest_directions(wide):
    plain, turned = wide
    codewords = sign_codewords(fit_sign_code(turned, 2), turned)
    quadrant = 2 * (plain[:, 0] > 0) + (plain[:, 1] > 0)
    assert code_law(codewords, quadrant, documents=4).relevant > 1.5
    assert set(codewords.tolist()) == {0, 1, 2, 3}


def test_reconstruction_loses_what_a_gaussian_sign_loses(wide):
    """A sign at its mean size leaves (1 - 2/pi) of a Gaussian's variance."""
    _, turned = wide
    rebuilt = sign_reconstruction(fit_sign_code(turned, 5), turned)
    left = ((turned - rebuilt) ** 2).sum() / ((turned - turned.mean(axis=0)) ** 2).sum()
    assert left == pytest.approx(1 - 2 / np.pi, abs=0.02)
    assert len(np.unique(rebuilt.round(9), axis=0)) == 32


def test_signs_alone_are_equally_long_and_agree_in_sign(wide):
    _, turned = wide
    code = fit_sign_code(turned, 5)
    vectors = sign_directions(code, turned)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.full(4000, 5**0.5))
    along = (turned - code.centre) @ code.directions
    assert (vectors @ code.directions * along >= 0).all()


def test_one_dimension_and_too_many_bits(wide):
    _, turned = wide
    one = turned[:, :1]
    assert set(sign_codewords(fit_sign_code(one, 1), one).tolist()) == {0, 1}
    with pytest.raises(ValueError, match="bits is 2"):
        fit_sign_code(one, 2)
