import math

import numpy as np
import pytest
from scipy import stats

from simulate.device import to_host
from simulate.streams import Stream, categories, generator, integers, normal, uniform, words

MULTIPLIERS = (0xD2E7470EE14C6C93, 0xCA5A826395121157)
WEYL = (0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B)
MASK = 2**64 - 1


def philox_block(counter, key):
    """philox4x64-10 in Python integers, straight from the paper's Figure 2."""
    c, k = [counter & MASK, counter >> 64, 0, 0], list(key)
    for _ in range(10):
        first, second = MULTIPLIERS[0] * c[0], MULTIPLIERS[1] * c[2]
        c = [(second >> 64) ^ c[1] ^ k[0], second & MASK, (first >> 64) ^ c[3] ^ k[1], first & MASK]
        k = [(k[0] + WEYL[0]) & MASK, (k[1] + WEYL[1]) & MASK]
    return c


def test_words_are_philox(device):
    xp, _ = device
    stream = Stream(7, ("cell", 3))
    expected = [word for block in range(1, 6) for word in philox_block(block, stream.key)]
    assert to_host(words(stream, 18, xp=xp)).tolist() == expected[:18]
    assert to_host(words(stream, 5, xp=xp, start=8)).tolist() == expected[8:13]


def test_draws_are_the_same_on_every_namespace(device):
    xp, _ = device
    stream = Stream(1, ("a",))
    assert np.array_equal(to_host(uniform(stream, (33, 3), xp=xp)), uniform(stream, (33, 3), xp=np))
    assert np.array_equal(to_host(integers(stream, (99,), 10, xp=xp)), integers(stream, (99,), 10, xp=np))
    law = [0.0, 0.5, 0.0, 0.25, 0.25, 0.0]
    assert np.array_equal(to_host(categories(stream, 99, law, xp=xp)), categories(stream, 99, law, xp=np))
    drawn, expected = to_host(normal(stream, (33, 3), xp=xp)), normal(stream, (33, 3), xp=np)
    assert np.allclose(drawn, expected, rtol=1e-6, atol=1e-6)


def test_streams_of_different_names_differ():
    names = [
        Stream(1),
        Stream(2),
        Stream(1, ("a",)),
        Stream(1, ("a", "b")),
        Stream(1, ("ab",)),
        Stream(1, (1,)),
        Stream(1, ("1",)),
    ]
    assert len({name.key for name in names}) == len(names)
    assert Stream(1).child("a").child("b") == Stream(1, ("a", "b"))
    assert generator(Stream(4)).random() == generator(Stream(4)).random()


def test_a_draw_does_not_depend_on_the_blocks_it_is_made_in(monkeypatch):
    import simulate.streams as module

    whole = normal(Stream(5), (1001,), xp=np), uniform(Stream(5), (1001,), xp=np)
    monkeypatch.setattr(module, "BLOCK", 64)
    assert np.array_equal(whole[0], normal(Stream(5), (1001,), xp=np))
    assert np.array_equal(whole[1], uniform(Stream(5), (1001,), xp=np))


def test_laws():
    count = 200_000
    assert stats.kstest(normal(Stream(1), (count,), xp=np, dtype=np.float64), "norm").pvalue > 1e-3
    assert stats.kstest(uniform(Stream(2), (count,), xp=np), "uniform").pvalue > 1e-3
    drawn = np.bincount(integers(Stream(3), (count,), 7, xp=np), minlength=7)
    assert stats.chisquare(drawn).pvalue > 1e-3
    law = np.array([0.1, 0.0, 0.6, 0.3])
    drawn = np.bincount(categories(Stream(4), count, law, xp=np), minlength=4)
    assert drawn[1] == 0
    assert stats.chisquare(drawn[law > 0], count * law[law > 0]).pvalue > 1e-3
    pair = normal(Stream(5), (count, 2), xp=np, dtype=np.float64)
    assert abs(np.mean(pair[:, 0] * pair[:, 1])) < 4 / math.sqrt(count)
    assert abs(np.mean(pair[:, 0] ** 2 * pair[:, 1] ** 2) - 1) < 4 * math.sqrt(8 / count)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: words(Stream(1), -1, xp=np), "count"),
        (lambda: words(Stream(1), 1, xp=np, start=2), "start"),
        (lambda: integers(Stream(1), (2,), 0, xp=np), "bound"),
        (lambda: categories(Stream(1), 2, [0.0, 0.0], xp=np), "probabilities"),
        (lambda: categories(Stream(1), 2, [-1.0, 2.0], xp=np), "probabilities"),
    ],
)
def test_bad_input_is_named(call, named):
    with pytest.raises(ValueError, match=named):
        call()
