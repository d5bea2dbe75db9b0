"""Instances of a plan: genes drawn at random, what they express, and variations of the best of them."""

from math import prod
from types import ModuleType
from typing import Any

import numpy as np

from checks.search.batch import Worlds
from checks.search.margins import value
from checks.search.plans import Node, Plan, parameters
from simulate.streams import Stream, normal, uniform

Genes = dict[str, Any]  # name to an array (batch, ...): numbers by parameter, channels by variable, "ranks"
SHARPNESS = (
    0.0,
    0.3,
    1.0,
    3.0,
    8.0,
)  # powers of exponential weights: uniform laws to nearly deterministic ones


def draw(plan: Plan, batch: int, stream: Stream, rng: np.random.Generator, xp: ModuleType) -> Genes:
    """Random genes of a batch."""
    genes: Genes = {}
    for name, domain, *_ in parameters(plan.statement):
        if domain not in ("integer", "world"):
            genes[name] = _numbers(
                plan.styles[name], (batch, *plan.shapes[name]), stream.child(name), rng, xp
            )
    for node in plan.nodes:
        rows = prod(n.size for n in plan.nodes if n.name in node.parents)
        if node.kind == "free":
            genes["law of " + node.name] = channel(
                (batch, rows, node.size), stream.child("law", node.name), rng, xp
            )
        if node.kind == "shift":
            genes["law of " + node.name] = channel((batch, 1, node.size), stream.child("shift"), rng, xp)
    if plan.documents is not None and plan.nodes[-1].kind not in ("shift", "tilted"):
        scores = uniform(stream.child("ranks"), (batch, plan.documents, plan.nodes[-1].size), xp=xp)
        genes["ranks"] = by_score(scores, xp)
        if rng.random() < 0.6:
            env = express(plan, genes, xp)
            genes["ranks"] = by_score(_posterior(env["@world"], xp) + 1e-9 * scores, xp)
    return genes


def by_score(scores: Any, xp: ModuleType) -> Any:
    """Ranks 1..documents, the highest score first: (batch, documents, codewords)."""
    return xp.argsort(xp.argsort(-scores, axis=1), axis=1) + 1


def _posterior(worlds: Worlds, xp: ModuleType) -> Any:
    """P(Y, C): (batch, documents, codewords)."""
    y, c = (worlds.variables.index(v) + 1 for v in "YC")
    law = worlds.law.sum(axis=tuple(i for i in range(1, worlds.law.ndim) if i not in (y, c)))
    return law if y < c else xp.swapaxes(law, 1, 2)


def channel(shape: tuple, stream: Stream, rng: np.random.Generator, xp: ModuleType) -> Any:
    """Rows of laws: a symbol chosen at random, mixed with a law of some sharpness, by a share of each world's own."""
    batch, _, size = shape
    weights = (-xp.log(uniform(stream.child("weights"), shape, xp=xp))) ** SHARPNESS[
        rng.integers(len(SHARPNESS))
    ]
    laws = weights / weights.sum(axis=2, keepdims=True)
    symbol = xp.argmax(uniform(stream.child("symbol"), shape, xp=xp), axis=2)
    sharp = (symbol[..., None] == xp.arange(size)) * 1.0
    share = uniform(stream.child("share"), (batch, 1, 1), xp=xp)
    share = xp.where(share < 0.3, 0.0, xp.where(share > 0.7, 1.0, (share - 0.3) / 0.8))
    return (1 - share) * sharp + share * laws


def _numbers(style: str, shape: tuple, stream: Stream, rng: np.random.Generator, xp: ModuleType) -> Any:
    """Numbers before their domain is imposed: (batch, ...)."""
    drawn = normal(stream, shape, xp=xp, dtype=xp.float64) * (1.0, 3.0)[rng.integers(2)]
    if style == "small integers" or (style == "permutation" and len(shape) == 1):
        return xp.round(drawn)
    if len(shape) == 1:
        return drawn
    if style == "sorted":
        return -xp.sort(-drawn, axis=-1)
    if style == "permutation":
        return 1.0 + xp.argsort(drawn, axis=-1)
    if style == "simplex":
        return channel((shape[0], prod(shape[1:-1]), shape[-1]), stream, rng, xp).reshape(shape)
    if style == "dyadic":
        return dyadic(shape, stream.child("dyadic"), xp)
    if style == "equal":
        return xp.zeros(shape) + drawn[..., :1]
    return xp.repeat(drawn, 2, axis=-1)[..., : shape[-1]] if style == "doubled" else drawn


def dyadic(shape: tuple, stream: Stream, xp: ModuleType) -> Any:
    """Laws of powers of two: one mass of those there so far, chosen at random, is halved for each further symbol."""
    rows, size = prod(shape[:-1]), shape[-1]
    places = xp.arange(size)[None]
    law = xp.zeros((rows, size)) + (places == 0)
    for symbol in range(1, size):
        halved = xp.floor(uniform(stream.child(symbol), (rows, 1), xp=xp) * symbol)
        law = xp.where(places == halved, law / 2, law)
        law = law + (places == symbol) * (law * (places == halved)).sum(axis=1, keepdims=True)
    return law.reshape(shape)


# what genes express ------------------------------------------------------------------------------------


def express(plan: Plan, genes: Genes, xp: ModuleType) -> dict[str, Any]:
    """The environment of a batch: integers, numbers inside their domains, the worlds."""
    env: dict[str, Any] = dict(plan.integers)
    for name, domain, *ends in parameters(plan.statement):
        if domain in ("real", "sequence", "table", "array"):
            low, high = (None if e is None else value(e, env, xp) for e in ends[-2:])
            numbers = inside(genes[name], low, high, xp)
            first = int(value(ends[0], env, xp)) if domain == "sequence" else 1
            env[name] = (first, numbers) if domain == "sequence" else numbers
    if plan.nodes:
        env["@world"] = worlds(plan, genes, env, xp)
    return env


def inside(numbers: Any, low: Any, high: Any, xp: ModuleType) -> Any:
    """Numbers folded back at the ends of their domain."""
    low, high = (
        e if e is None or isinstance(e, int | float) else xp.reshape(e, (-1, *[1] * (numbers.ndim - 1)))
        for e in (low, high)
    )
    if low is not None and high is not None:
        return xp.clip(low + (high - low) * abs((numbers + 1) % 2 - 1), low, high)
    if low is not None:
        return xp.where(numbers < low, low + abs(numbers - low) * (abs(numbers) > 0.5), numbers)
    return numbers if high is None else xp.where(numbers > high, high - abs(numbers - high), numbers)


def worlds(plan: Plan, genes: Genes, env: dict, xp: ModuleType) -> Worlds:
    """The joint laws: the product of the channels, in the network's order."""
    names = [n.name for n in plan.nodes]
    batch = len(next(iter(genes.values()))) if genes else 1
    law = xp.ones((batch, *[1] * len(names)))
    for node in plan.nodes:
        above = sorted(node.parents, key=names.index)
        order = [node.parents.index(p) for p in above]
        sizes = [next(n.size for n in plan.nodes if n.name == p) for p in node.parents]
        table = channel_of(node, sizes, plan, genes, env, xp)
        table = xp.reshape(table, (len(table), *sizes, node.size))
        table = xp.transpose(table, (0, *[1 + i for i in order], table.ndim - 1))
        spread = [1] * len(names)
        for p, i in zip(above, order, strict=True):
            spread[names.index(p)] = sizes[i]
        spread[names.index(node.name)] = node.size
        law = law * xp.reshape(table, (len(table), *spread))
    ranks = None if plan.documents is None else genes.get("ranks")
    if plan.documents is not None and ranks is None:
        ranks = xp.asarray(shift_ranks(plan.documents))[None]
        ranks = xp.broadcast_to(ranks, (len(law), *ranks.shape[1:]))
    return Worlds(names, law, ranks, xp)


def shift_ranks(documents: int) -> np.ndarray:
    """Rank of y in the list of codeword c: (y - c) mod N, counted from 1."""
    y, c = np.mgrid[:documents, :documents]
    return (y - c) % documents + 1


def symbols(node: Node, sizes: list[int]) -> np.ndarray:
    """The symbol that a copy or a sum shows for each value of its parents."""
    grids = np.indices(sizes).reshape(len(sizes), -1) if sizes else np.zeros((1, 1), dtype=int)
    return (grids[0] if node.kind == "copy" else grids.sum(axis=0)) % node.size


def channel_of(node: Node, sizes: list[int], plan: Plan, genes: Genes, env: dict, xp: ModuleType) -> Any:
    """A variable's channel: (batch or 1, parents' values, symbols)."""
    if node.kind == "free":
        return genes["law of " + node.name]
    if node.kind == "uniform":
        return xp.full((1, 1, node.size), 1 / node.size)
    if node.kind in ("copy", "xor"):
        return xp.asarray(np.eye(node.size)[symbols(node, sizes)])[None]
    rank = genes["law of " + node.name][:, 0] if node.kind == "shift" else tilted(node.size, env, xp)
    return xp.take(rank, xp.asarray(shift_ranks(node.size) - 1).reshape(-1), axis=1).reshape(
        -1, node.size, node.size
    )


def tilted(documents: int, env: dict, xp: ModuleType) -> Any:
    """The rank law 2^(s g(k)) / Z, with 1/k where the statement has no gains g: (batch, documents)."""
    gains = env["g"][1] if "g" in env else 1 / xp.arange(1, documents + 1)[None]
    weights = 2.0 ** xp.clip(env["s"][:, None] * gains, -300, 300)
    return weights / weights.sum(axis=1, keepdims=True)


# variations --------------------------------------------------------------------------------------------


def vary(genes: Genes, chosen: Any, batch: int, stream: Stream, step: float, xp: ModuleType) -> Genes:
    """Copies of the chosen instances, each gene moved a little in about half of them: a step of the ascent."""
    parents = xp.asarray(np.resize(chosen, batch))
    out = {}
    for name, gene in genes.items():
        kept = xp.take(gene, parents, axis=0)
        flat = (batch, *[1] * (gene.ndim - 1))
        moves = uniform(stream.child(name, "moves"), flat, xp=xp) < 0.5
        noise = normal(stream.child(name, "noise"), kept.shape, xp=xp, dtype=xp.float64)
        if name == "ranks":
            changed = by_score(-kept + 3 * step * noise, xp)
        elif name.startswith("law of "):
            changed = kept * xp.exp(step * noise) + (abs(noise) > 2) * step * 0.1
            changed = changed / changed.sum(axis=-1, keepdims=True)
        else:
            changed = kept + step * noise
        out[name] = xp.where(moves & (xp.arange(batch).reshape(flat) >= len(chosen)), changed, kept)
    return out
