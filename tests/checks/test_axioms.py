"""The theorems that derivations may cite, at exact instances: hypotheses true, conclusions true."""

from fractions import Fraction

import pytest

from checks.verify.evaluate import holds
from checks.verify.rules import axioms

INSTANCES = {
    "binomial_absorption": [{"n": n, "k": k} for n in (1, 2, 5, 12) for k in range(n + 1)],
}


@pytest.mark.parametrize(("theorem", "values"), [(t, v) for t, found in INSTANCES.items() for v in found])
def test_a_theorem_holds_at_its_instances(theorem, values):
    formal = axioms()[theorem]["formal"]
    env = {name: Fraction(v) for name, v in values.items()}
    assert all(holds(r, env) for r in formal["given"])
    assert holds(formal["then"], env)
