"""The temperatures of Secs. 5 and 6.1 and the cell counts of Lemma 6.3, for M modalities of entropy H_m (bits)."""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import eq, forall, formal, integer, real, sequence

M, m, gamma, eps = sp.symbols("M m gamma epsilon")
H = sp.IndexedBase("H")
MODALITIES = (integer("M", 1), sequence("H", 1, M, 0))


def over_modalities(term: sp.Expr) -> sp.Expr:
    """Sum over m = 1..M of a term."""
    return sp.Sum(term, (m, 1, M))


MEAN = sp.Sum(H[sp.Symbol("i")], (sp.Symbol("i"), 1, M)) / M
IMBALANCE = over_modalities(sp.Abs(H[m] - MEAN))


def schedule_squared(own: sp.Expr, mean: sp.Expr) -> sp.Expr:
    """tau_m^2 = gamma^2 (|H_m - Hbar| + epsilon), Sec. 6.1."""
    return gamma**2 * (sp.Abs(own - mean) + eps)


def log_cells(own: sp.Expr, tau_squared: sp.Expr) -> list:
    """log2 K_m for K_m the reciprocal of the cell probability 2^-H_m e^-tau_m^2, as plain data."""

    probability = ["*", ["^", 2, ["-", formal(own)]], ["exp", ["-", formal(tau_squared)]]]
    return ["log2", ["/", 1, probability]]


def cell_count_identity() -> tuple[dict, Derivation]:
    """sum_m log2 K_m = M Hbar + gamma^2 (Delta H + M epsilon) log2 e, K_m the reciprocal cell probability."""
    tau = schedule_squared(H[m], MEAN)
    total = ["sum", "m", 1, "M", log_cells(H[m], tau)]
    bound = M * MEAN + gamma**2 * (IMBALANCE + M * eps) / sp.log(2)
    statement = forall(*MODALITIES, real("gamma"), real("epsilon", 0), then=eq(total, bound))
    d = Derivation(statement)
    d.combine(statement["then"], why="the logarithm of a product, summed")
    return statement, d
