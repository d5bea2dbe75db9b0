"""What contrastive alignment sees and what it leaves, exactly on finite laws (bits).

Z_m is computed from X_m alone (Z_1 - X_1 - X_2); X_m holds the shared Y and a private N_m. Masses are
Fractions, so that everything but the final logarithms is exact.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import inf, log2

import numpy as np

from theory.information import marginal, mutual_information, rational_law


def infonce(law, candidates):
    """InfoNCE_K under its optimal critic: the most that contrast with K - 1 independent negatives can show.

    I_K = E log2 [ f(Z_1, Z_2) / ((f(Z_1, Z_2) + sum_{k<K} f(Z_1, Z'_k)) / K) ], f = p(z_2|z_1)/p(z_2), Z'_k
    i.i.d. of Z_2's law. The critic f gives the posterior of the matched position, so no critic does better;
    I_K <= min(I(Z_1;Z_2), log2 K), and I_K -> I(Z_1;Z_2) as K grows (van den Oord, Li, Vinyals 2018). The
    difference is what the list of candidates, its matched place unknown, tells of Z_1: I(Z_1; list).

    Parameters
    ----------
    law : (|Z_1|, |Z_2|) masses
    candidates : int K >= 1

    Returns
    -------
    float, bits

    Raises
    ------
    ValueError
        When the masses are no law or K < 1.
    """
    return sum(float(mass) * log2(share) for share, mass in infonce_terms(law, candidates).items())


def infonce_terms(law, candidates):
    """InfoNCE_K as an exact log-combination: {a: c} with I_K = sum c log2 a, a and c Fractions, all c > 0.

    a is K times the posterior of the matched position, c the probability that it takes this value.
    """
    if candidates < 1:
        raise ValueError(f"candidates is {candidates}, needs to be at least 1")
    law = rational_law(law)
    second = marginal(law, (1,))
    terms: dict[Fraction, Fraction] = {}
    for row in law:
        if not (mass := row.sum()):
            continue
        ratios = [p / (mass * q) if q else Fraction(0) for p, q in zip(row, second, strict=True)]
        others = _sum_law(ratios, second, candidates - 1)
        for p, ratio in zip(row, ratios, strict=True):
            for rest, weight in others.items() if p else ():
                share = candidates * ratio / (ratio + rest)
                terms[share] = terms.get(share, Fraction(0)) + p * weight
    return terms


def _sum_law(values, masses, count):
    """Law {value: mass} of the sum of `count` independent draws."""
    law = {Fraction(0): Fraction(1)}
    for _ in range(count):
        grown: dict[Fraction, Fraction] = {}
        for total, weight in law.items():
            for value, mass in zip(values, masses, strict=True):
                if mass:
                    grown[total + value] = grown.get(total + value, Fraction(0)) + weight * mass
        law = grown
    return law


def with_nuisance(law, channel):
    """The law of ((Y, N_1), Z_2) when N_1 is drawn from Y alone, so that N_1 is independent of Z_2 given Y.

    The critic of ((y, n), z_2) is that of (y, z_2), so I(Z_1;Z_2) and every InfoNCE_K stay as they are,
    whatever I(Z_1;N_1) = H(N_1) becomes.

    Parameters
    ----------
    law : (|Y|, |Z_2|) masses
    channel : (|Y|, |N_1|) masses, each row a law

    Returns
    -------
    (|Y|, |N_1|, |Z_2|) Fractions
    """
    law, channel = rational_law(law), rational_channel(channel)
    return law[:, None, :] * channel[:, :, None]


def rational_channel(channel):
    """A stochastic matrix as Fractions, each row checked to be a law."""
    return np.array([rational_law(row) for row in channel], dtype=object)


@dataclass(frozen=True)
class VariationalGap:
    """penalty = modality_specific + mismatch, all in bits and non-negative.

    Attributes
    ----------
    penalty : E KL(p_1(z|X_1) || p_2(z|X_2)); infinite where the supports do not allow it
    modality_specific : I(Z_1; X_1 | X_2)
    mismatch : E KL(p(z_1|X_2) || p_2(z|X_2)), with p(z_1|x_2) the mixture of p_1(z|x_1) over x_1 given x_2
    """

    penalty: float
    modality_specific: float
    mismatch: float


def variational_gap(law, first, second):
    """The exact gap of the variational penalty, each of its three terms computed on its own.

    It bounds I(Z_1;X_1|X_2), never I(Z_1;X_1): X_1 = X_2 = Z a fair bit has penalty 0 and I(Z_1;X_1) = 1.
    Where N_1 is a function of X_1 independent of X_2, it bounds I(Z_1;N_1) <= I(Z_1;N_1|X_2) <=
    I(Z_1;X_1|X_2).

    Parameters
    ----------
    law : (|X_1|, |X_2|) masses
    first, second : (|X_1|, |Z|), (|X_2|, |Z|) masses, the encoders p_1(z|x_1) and p_2(z|x_2)

    Returns
    -------
    VariationalGap
    """
    law, first, second = rational_law(law), rational_channel(first), rational_channel(second)
    joint = law[:, :, None] * first[:, None, :]
    conditional = marginal(joint, (1, 2))
    masses = conditional.sum(axis=1)
    penalty = sum(law[i, j] and law[i, j] * _kl(first[i], second[j]) for i, j in np.ndindex(law.shape))
    mismatch = sum(
        mass and mass * _kl(row / mass, q) for row, mass, q in zip(conditional, masses, second, strict=True)
    )
    return VariationalGap(float(penalty), mutual_information(joint, (2,), (0,), (1,)), float(mismatch))


def _kl(law, other):
    """KL(law || other), bits."""
    total = 0.0
    for p, q in zip(law, other, strict=True):
        if p:
            if not q:
                return inf
            total += float(p) * (log2(p / q))
    return total


def collapse_threshold(correlation, *, temperature, sigma, batch):
    """Penalty weight below which InfoNCE + weight * penalty beats collapse, and from which on nothing does.

    weight = (1 - 1/B) sigma^2 rho / (tau (1 - rho)), infinite where an exact common part exists (rho = 1).

    Below it collapse is not even a local minimum: near it z_m = e + small tangent vectors f_m(x_m), and to
    second order (nats) L = log B - (1 - 1/B) Cov(f_1, f_2)/tau, P = E|f_1 - f_2|^2 / (2 sigma^2). The worst
    direction has f_1, f_2 centred, of equal variance v and of the largest correlation rho that the encoders
    can reach; there the sum changes by v [weight (1 - rho)/sigma^2 - (1 - 1/B) rho/tau].

    From it on collapse is a global minimum, over embeddings of any norm: L >= log B - Cov/tau on every batch,
    Cov the batch's own, of which (1 - 1/B) times the law's is left on average, while P averages to (V_1 + V_2 -
    2 Cov)/(2 sigma^2) or more and 2 Cov <= rho (V_1 + V_2). `theory.collapse` derives the bound on a batch, and the
    minimum from the two averages, which are not derived.

    Parameters
    ----------
    correlation : float in [0, 1], maximal correlation of the two views over the functions the encoders can
        form
    temperature, sigma : floats > 0
    batch : int >= 2, rows contrasted

    Raises
    ------
    ValueError
        When `correlation` is not in [0, 1].
    """
    if not 0 <= correlation <= 1:
        raise ValueError(f"correlation is {correlation}, allowed are 0 to 1")
    if correlation == 1:
        return inf
    return (1 - 1 / batch) * sigma**2 * correlation / (temperature * (1 - correlation))
