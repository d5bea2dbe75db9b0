"""How alike two modalities' embeddings are: debiased linear CKA and mutual nearest neighbours.

Sources: Kornblith et al. 2019 (CKA); Song et al. 2012 (the unbiased HSIC estimator); Huh et al. 2024 (mutual
nearest neighbours).
"""


def debiased_cka(first, second, *, xp):
    """Linear CKA from unbiased HSIC: HSIC(K, L) / sqrt(HSIC(K, K) HSIC(L, L)).

    With K, L the Gram matrices with zeroed diagonal,
    HSIC = [tr(KL) + (1'K1)(1'L1) / ((n-1)(n-2)) - 2/(n-2) 1'KL1] / (n(n-3)).
    Costs O(n d^2); no n x n matrix is made.

    Parameters
    ----------
    first, second : (n, d1), (n, d2) float arrays of `xp`, paired by row, n >= 4

    Returns
    -------
    float, 1 for equal geometries up to rotation and scale, mean near 0 for independent rows; NaN where one
    side has no spread

    Raises
    ------
    ValueError
        When rows do not match or are fewer than 4.
    """
    if first.shape[0] != second.shape[0] or first.shape[0] < 4:
        raise ValueError(
            f"first and second have {first.shape[0]} and {second.shape[0]} rows, need equal and >= 4"
        )
    first, second = (_centred(x, xp=xp) for x in (first, second))
    across = _unbiased_hsic(first, second, xp=xp)
    within = _unbiased_hsic(first, first, xp=xp) * _unbiased_hsic(second, second, xp=xp)
    return across / within**0.5 if within > 0 else float("nan")


def _centred(embeddings, *, xp):
    wide = xp.asarray(embeddings, dtype=xp.float64)
    return wide - xp.mean(wide, axis=0)


def _unbiased_hsic(first, second, *, xp):
    rows = first.shape[0]
    products, diagonals, sums = first.T @ second, [], []
    for x in (first, second):
        diagonals.append(xp.sum(x * x, axis=1))
        sums.append(x @ xp.sum(x, axis=0) - diagonals[-1])
    trace = float(xp.sum(products * products) - xp.sum(diagonals[0] * diagonals[1]))
    totals = float(xp.sum(sums[0])) * float(xp.sum(sums[1]))
    joint = float(xp.sum(sums[0] * sums[1]))
    return (trace + totals / ((rows - 1) * (rows - 2)) - 2 * joint / (rows - 2)) / (rows * (rows - 3))


def mutual_neighbours(first, second, *, count, xp):
    """Mean share of a row's `count` nearest neighbours that both modalities agree on.

    Neighbours are by inner product of the rows, the row itself left out; chance is
    count / (n - 1). Holds n x n scores.

    Parameters
    ----------
    first, second : (n, d1), (n, d2) arrays of `xp`, paired by row
    count : int from 1 to n - 1

    Returns
    -------
    float in [0, 1]

    Raises
    ------
    ValueError
        When rows do not match or `count` is out of range.
    """
    rows = first.shape[0]
    if second.shape[0] != rows:
        raise ValueError(f"first and second have {rows} and {second.shape[0]} rows, need equal")
    if not 1 <= count < rows:
        raise ValueError(f"count is {count}, allowed are 1 to {rows - 1}")
    near = [_nearest(x, count, xp=xp) for x in (first, second)]
    shared = near[0][:, :, None] == near[1][:, None, :]
    return int(xp.count_nonzero(shared)) / (rows * count)


def _nearest(embeddings, count, *, xp):
    """Indices (n, count) of each row's nearest others."""
    rows = embeddings.shape[0]
    itself = xp.arange(rows)[:, None] == xp.arange(rows)[None, :]
    scores = embeddings @ embeddings.T
    away = xp.where(itself, xp.full_like(scores, float("inf")), -scores)
    return xp.argsort(away, axis=1)[:, :count]
