"""A converse with a skew penalty, tried on the aligned code: the code that names the document and nothing
else.

Model: M = 2 modalities, Y uniform on N documents, X_1 = (Y, N_1) with a private entropy h = H(N_1), X_2 =
Y. The code C = Y ranks perfectly (D = 0) at rate I(X;C) = log N, whatever h. "Rate-Distortion Limits for
Multimodal Retrieval" (Theorem 4.1) asserts I(X;C) >= R_bal(D) + kappa Delta H with, at D = 0, R_bal = log N
- log(N - 1), Delta H = h, and kappa = 1 - I_cross/(H_1 + H_2), I_cross being counted over ordered pairs (2
log N, the reading that is kinder to the theorem) or unordered ones (log N). Everything is in bits.
"""

import sympy as sp

DOCUMENTS = sp.Symbol("N", integer=True, positive=True)
PRIVATE_ENTROPY = sp.Symbol("h", nonnegative=True)


def skew_bound_excess(*, ordered_pairs=True):
    """R_bal(0) + kappa Delta H - log N: by how much the asserted lower bound exceeds the rate of a code
    that exists.

    A symbolic expression in N and h; the theorem fails wherever it is positive. With ordered pairs it is
    h^2/(2 log N + h) - log(N - 1), which grows like h: each private bit is charged in full in the end.
    """
    rate = sp.log(DOCUMENTS, 2)
    fano = rate - sp.log(DOCUMENTS - 1, 2)
    cross = (2 if ordered_pairs else 1) * rate
    skew = 1 - cross / (2 * rate + PRIVATE_ENTROPY)
    return sp.simplify(fano + skew * PRIVATE_ENTROPY - rate)


def refuting_private_entropy():
    """The private entropy h*(N) above which the theorem fails, in the kinder reading of kappa (ordered
    pairs).

    h* = (l + sqrt(l^2 + 8 l log N))/2 with l = log(N - 1): the positive root of h^2 - l h - 2 l log N. It
    is 0 at N = 2.
    """
    least = sp.log(DOCUMENTS - 1, 2)
    return (least + sp.sqrt(least**2 + 8 * least * sp.log(DOCUMENTS, 2))) / 2
