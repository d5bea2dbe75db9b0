"""Which pairs (MRR, Recall@1) rankings of N documents can have."""

from theory.fano_ranking import RETRIEVAL, N, failures_gain_at_least, failures_gain_at_most_half, rank_law
from theory.proof.derivation import Derivation
from theory.proof.formal import MRR, TOP1, forall, ge, le


def feasible_pair() -> tuple[dict, Derivation]:
    """r + (1 - r)/N <= MRR <= (1 + r)/2, r = P[rank = 1] (Recall@1 with one relevant document a query)."""
    low, high = ge(MRR, TOP1 + (1 - TOP1) / N), le(MRR, (1 + TOP1) / 2)
    statement = forall(*RETRIEVAL, then=["and", low, high])
    d = Derivation(statement)
    total, split, gain = rank_law(d)
    d.combine(low, (total, 1 / N), (split, 1 / N), gain, failures_gain_at_least(d))
    d.combine(high, total, split, gain, failures_gain_at_most_half(d))
    return statement, d
