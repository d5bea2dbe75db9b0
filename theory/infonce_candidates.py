"""InfoNCE with K candidates, K any number, as information about a place: derivations (bits).

A list L of K candidates holds the matched Z2 at the place S, uniform and independent of L (as where the others are
drawn apart from Z2's own law); Z1 knows of L and S through Z2 alone. A critic makes a law of S from (Z1, L), and the
loss is its mean log2 1/probability at the place: at the least, under the posterior, H(S|Z1,L). Since the posterior is
p(z1|l_s)/sum_t p(z1|l_t), the optimal critic is the density ratio, and I_K = log2 K - H(S|Z1,L).

Source: van den Oord, Li, Vinyals 2018, for I(Z1;Z2) >= I_K; the difference, I(Z1;L), is ours.
"""

import sympy as sp

from theory.proof.derivation import Derivation
from theory.proof.formal import (
    H,
    I,
    both,
    eq,
    finite_law,
    forall,
    ge,
    integer,
    le,
    log2,
    table,
)

K, R, r, s, t = sp.symbols("K R r s t")
P, Q = sp.IndexedBase("p"), sp.IndexedBase("q")
PLACE = eq(H("S"), log2(K)), eq(I("S;L"), 0), eq(H("Z2|L,S"), 0), eq(I("Z1;L,S|Z2"), 0)
LOSS = H("S|Z1,L")  # under the optimal critic
VARIABLES = "S", "L", "Z1", "Z2"


def loss_and_information() -> tuple[dict, Derivation]:
    """I(Z1;Z2) = log2 K - loss + I(Z1;L): the bound I(Z1;Z2) >= log2 K - loss, and by how much it falls short."""
    bound = log2(K) - LOSS
    exact, least = eq(I("Z1;Z2"), bound + I("Z1;L")), ge(I("Z1;Z2"), bound)
    statement = forall(integer("K", 1), finite_law(*VARIABLES), given=[*PLACE], then=both(exact, least))
    d = Derivation(statement)
    for side in (le, ge):
        d.shannon(side(*exact[1:]), VARIABLES, *PLACE, why="I(S;Z1|L) = I(Z1;Z2) - I(Z1;L)")
    d.add("combine", exact, using=[])
    d.shannon(least, VARIABLES, *PLACE)
    return statement, d


def nuisances_unseen() -> tuple[dict, Derivation]:
    """N drawn from Z1 alone, M (one for each candidate) from L alone: the loss of ((Z1,N), (L,M)) is that of (Z1, L),
    while all of H(N) leaks. No uniform place is needed, so K may be random too."""
    apart = eq(I("N;S,L|Z1"), 0), eq(I("M;S,Z1,N|L"), 0)
    goals = eq(H("S|Z1,N,L,M"), LOSS), eq(I("Z1,N;N"), H("N"))
    names = ["S", "L", "Z1", "N", "M"]
    statement = forall(finite_law(*names), given=[*apart], then=both(*goals))
    d = Derivation(statement)
    for side in (le, ge):
        d.shannon(side(*goals[0][1:]), names, *apart)
    d.add("combine", goals[0], using=[])
    d.combine(goals[1], why="N is part of the representation")
    return statement, d


def critic_loss(scores: sp.IndexedBase) -> sp.Expr:
    """sum_r sum_s p_rs log2(sum_t e^f_rt / e^f_rs), e^f the scores of the K places at r = (z1, list)."""
    return sp.Sum(P[r, s] * log2(sp.Sum(scores[r, t], (t, 1, K)) / scores[r, s]), (s, 1, K), (r, 1, R))


def no_critic_does_better() -> tuple[dict, Derivation]:
    """Scores e^f = p_rs, the joint masses, give the least loss (Gibbs' inequality in every row)."""
    tables = table("p", "R", "K", 1), table("q", "R", "K", 1)
    goal = ge(critic_loss(Q), critic_loss(P))
    statement = forall(integer("R", 1), integer("K", 1), *tables, then=goal)
    d = Derivation(statement)
    whole, scores = (sp.Sum(x[r, t], (t, 1, K)) for x in (P, Q))
    guess = whole * Q[r, s] / scores  # the critic's law of the place, times the row's mass
    gained, most = P[r, s] * log2(guess / P[r, s]), (guess - P[r, s]) / sp.log(2)

    def place(e: Derivation) -> None:
        one = e.cite(
            "log_tangent",
            le(log2(guess / P[r, s]), (guess / P[r, s] - 1) / sp.log(2)),
            r=sp.Integer(1),
            q=guess / P[r, s],
        )
        e.combine(le(gained, most), (one, P[r, s]))

    def row(e: Derivation) -> None:
        tangent = e.termwise(le(sp.Sum(gained, (s, 1, K)), sp.Sum(most, (s, 1, K))), place)
        e.combine(le(sp.Sum(gained, (s, 1, K)), 0), tangent, why="both laws of the place sum to 1")

    nothing = d.termwise(le(sp.Sum(gained, (s, 1, K), (r, 1, R)), sp.Sum(0, (r, 1, R))), row)
    d.combine(goal, nothing, why="the difference of the losses is a divergence")
    return statement, d
