"""Which pairs (MRR, Recall@1) rankings of N documents can have."""

from theory.fano_ranking import RETRIEVAL, N, k, rank_law, ranks
from theory.proof.derivation import Derivation
from theory.proof.formal import MRR, TOP1, P_rank, forall, ge, le


def feasible_pair() -> tuple[dict, Derivation]:
    """r + (1 - r)/N <= MRR <= (1 + r)/2, r = P[rank = 1] (Recall@1 with one relevant document a query)."""
    low, high = ge(MRR, TOP1 + (1 - TOP1) / N), le(MRR, (1 + TOP1) / 2)
    statement = forall(*RETRIEVAL, then=["and", low, high])
    d = Derivation(statement)
    total, split, gain = rank_law(d)
    least = d.termwise(
        ge(ranks(2, P_rank(k) / k), ranks(2, P_rank(k) / N)),
        lambda i: i.combine(ge(P_rank(k) / k, P_rank(k) / N), (ge(N, k), P_rank(k) / (k * N))),
        "a miss gains at least 1/N",
    )
    d.combine(low, (total, 1 / N), (split, 1 / N), gain, least)
    most = d.termwise(
        le(ranks(2, P_rank(k) / k), ranks(2, P_rank(k) / 2)),
        lambda i: i.combine(le(P_rank(k) / k, P_rank(k) / 2), (ge(k, 2), P_rank(k) / (2 * k))),
        "a miss gains at most 1/2",
    )
    d.combine(high, total, split, gain, most)
    return statement, d
