import numpy as np
import pytest

from simulate.codes.code import decode, encode

pytest.importorskip("faiss", reason="the extra 'peers' is not installed")
from simulate.codes.peers import FORMS, faiss_code


@pytest.mark.parametrize("form", FORMS)
def test_peers_go_there_and_back(form):
    training = np.random.default_rng(0).standard_normal((1000, 8)).astype(np.float32)
    code = faiss_code(training, 16, form, part_bits=4)
    indices = encode(code, training, xp=np)
    assert indices.shape == (1000, 2)
    assert code.codebook_bits == 16
    assert np.mean((decode(code, indices, xp=np) - training) ** 2) < 0.4


@pytest.mark.parametrize(
    ("bits", "form", "named"), [(12, "pq", "bits"), (24, "pq", "bits"), (16, "hash", "form")]
)
def test_bad_input_is_named(bits, form, named):
    with pytest.raises(ValueError, match=named):
        faiss_code(np.zeros((300, 8)), bits, form)
