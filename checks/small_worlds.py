"""Small worlds that several claims about modalities meet: a bit that names the document, and what stands beside it."""

from theory.proof.worlds import world

RANKINGS = {"a": [1, 2], "b": [2, 1]}
ALONE = {(1, 0, 1): "1/2", (2, 0, 2): "1/2"}  # X_1 = Y a fair bit, X_2 constant: kappa = 1, Delta H = 1
NAMED = world(ALONE, {(1, 0): "a", (2, 0): "b"}, RANKINGS)
SILENT = world(ALONE, {(1, 0): "a", (2, 0): "a"}, RANKINGS)
FOUR = {(x, z, x): "1/4" for x in (1, 2) for z in (0, 1)}  # X_1 = Y and X_2 two independent fair bits
INDEPENDENT = world(FOUR, {(x, z): "ab"[x - 1] for x, z, _ in FOUR}, RANKINGS)


BLIND = world({(1, 1): "1/2", (2, 2): "1/2"}, {(1,): "a", (2,): "a"}, RANKINGS)  # Y a fair bit, nothing sent


def source(*queries: tuple) -> dict:
    """Equally likely queries (x_1, .., x_M), one document, nothing sent."""
    law = {(*x, 1): f"1/{len(queries)}" for x in queries}
    return world(law, dict.fromkeys(queries, "a"), {"a": [1]})


def copies(count: int) -> dict:
    """One fair bit, in every modality."""
    return source((0,) * count, (1,) * count)


def named_documents(count: int, modalities: int = 1) -> dict:
    """Y uniform, every modality equal to it, the code names it."""
    names = {y: chr(96 + y) for y in range(1, count + 1)}
    rankings = {c: [y, *[x for x in names if x != y]] for y, c in names.items()}
    law = {(*[y] * modalities, y): f"1/{count}" for y in names}
    return world(law, {(y,) * modalities: c for y, c in names.items()}, rankings)
