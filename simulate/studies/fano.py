"""Rates and distortions of real and random codes against eq. (5), its repair and the exact curve.

Worlds of finitely many queries with a uniform relevant document; every quantity is computed exactly, in
floats, and each finding shows the world of its cell that fares worst. Queries and codes are random laws, or vectors
under the codes that are used on such vectors, the paper's among them (`coded_worlds`). The statements named s4-...
are of Sec. 4.1 of Chen, "Rate-Distortion Limits for Multimodal Retrieval".
"""

import itertools

import numpy as np

from simulate import coded_worlds
from simulate.allowed import Kind, number, whole
from simulate.cells import product
from simulate.findings import worst
from simulate.laws import (
    conditional_entropy,
    entropy,
    float_error,
    mutual_information,
    optimal_ranks,
    random_laws,
)
from simulate.streams import generator
from theory.rate_distortion import curve

VERSION = 2
LARGEST_CELL = 2_000_000
CODES = ("random", "deterministic", "identity", "constant")
POWERS = Kind("a power of 2", lambda k: whole(1).holds(k) and k.bit_count() == 1)
CODEWORDS = dict.fromkeys(coded_worlds.CODES, POWERS) | dict.fromkeys(CODES, whole(1)) | {"curve": (1,)}
DECODERS = dict.fromkeys(coded_worlds.CODES, ("own", "best")) | dict.fromkeys(CODES, ("best", "random"))
ALLOWED = {
    "code": CODEWORDS,
    "codewords": lambda row: CODEWORDS[row["code"]],
    "decoder": lambda row: DECODERS.get(row["code"], ("best",)),
    "documents": lambda row: whole(1, 8 if row["code"] == "curve" else None),
    "concentration": number(above=0),
    "worlds": whole(1),
}


def grid(size):
    worlds = {"quick": 200, "paper": 2_000, "full": 20_000}[size]
    documents = {"quick": [2, 3, 4, 8, 32], "paper": [2, 3, 4, 16, 64], "full": [2, 3, 4, 6, 16, 64, 256]}
    sharpness = {"quick": [0.1, 1.0], "paper": [0.05, 0.5, 5.0], "full": [0.01, 0.1, 0.5, 1.0, 5.0]}[size]
    rows = product(
        documents=documents[size],
        codewords=[2, 4],
        concentration=sharpness,
        code=CODES,
        decoder=["best", "random"],
    )
    rows = [row for row in rows if row["codewords"] == 2 or row["code"] in ("random", "deterministic")]
    rows += product(
        documents=[2, 3, 4, 5], codewords=[1], concentration=[1.0], code=["curve"], decoder=["best"]
    )
    rows = [row | {"worlds": max(20, min(worlds, LARGEST_CELL // row["documents"] ** 2))} for row in rows]
    bits = {"quick": [2, 6], "paper": [1, 2, 3, 4, 6, 8, 12, 16], "full": [1, 2, 3, 4, 6, 8, 12, 16]}[size]
    real = product(
        documents=[16] if size == "quick" else [16, 64],
        codewords=[1 << b for b in bits],
        concentration=[0.4, 4.0] if size == "full" else [4.0],
        code=coded_worlds.CODES,
        decoder=["own", "best"],
    )
    return rows + [row | {"worlds": {"quick": 1, "paper": 5, "full": 50}[size]} for row in real]


def run(stream, xp, *, documents, codewords, concentration, code, decoder, worlds):
    """``concentration``: of the Dirichlet laws; of real codes' queries about their documents, 1 / variance."""
    if code in coded_worlds.CODES:
        rate, equivocation, rank_law, terms = real_code(
            stream, documents, codewords, concentration, code, decoder, worlds
        )
    else:
        rng = generator(stream)
        rate, joint, ranks = (
            curve_code(rng, documents, worlds)
            if code == "curve"
            else random_code(rng, documents, codewords, concentration, code, decoder, worlds)
        )
        equivocation, terms = conditional_entropy(joint, [-2], [-1]), joint[0].size
        rank_law = np.stack(
            [np.where(ranks == k, joint, 0).sum(axis=(1, 2)) for k in range(1, documents + 1)], axis=1
        )
    distortion = 1 - rank_law @ (1 / np.arange(1, documents + 1))
    error = float_error(4 * terms)
    found = statements(documents, rate, distortion, rank_law, equivocation, error)
    limit = curve(np.clip(distortion + error, 0, 1), documents).lower
    found.append(worst("ours-rate-distortion", rate, ">=", limit, error=error))
    if code == "curve":
        attained = curve(np.clip(distortion - error, 0, 1), documents).upper
        found.append(worst("ours-curve-attained", rate, "<=", attained, error=error))
    measured = {
        "rate": rate.mean(),
        "relevant": (np.log2(documents) - equivocation).mean(),
        "distortion": distortion.mean(),
        "success": rank_law[:, 0].mean(),
        "exact": limit.mean(),
    }
    return {"measured": {name: float(value) for name, value in measured.items()}, "findings": found}


def statements(documents, rate, distortion, rank_law, equivocation, error):
    """The paper's steps to eq. (5), and what they should have been, each at its worst world."""
    success, log_others = rank_law[:, 0], np.log2(max(documents - 1, 1))
    found = [
        worst("s4-fano-step", equivocation, "<=", h(success) + success * log_others, error=error),
        worst("ours-fano-step", equivocation, "<=", h(success) + (1 - success) * log_others, error=error),
        worst("s4-chain-rule", rate, ">=", np.log2(documents) - equivocation, error=error),
        worst(
            "s4-eq5",
            rate,
            ">=",
            np.log2(documents) - h(distortion) - (1 - distortion) * log_others,
            error=error,
        ),
        worst("ours-success-lower", distortion, ">=", (1 - success) / 2, error=error),
        worst("ours-success-upper", distortion, "<=", (1 - success) * (1 - 1 / documents), error=error),
    ]
    tail = rank_law[:, 1:] @ (1 / np.arange(2, documents + 1))
    found.append(worst("s4-distortion-decomposition", distortion, "=", 1 - success / 2 - tail, error=error))
    if documents > 2:
        jensen = 1 - success / 2 - (1 - success) / (documents - 1)
        found.append(worst("s4-jensen", distortion, ">=", jensen, error=error))
    if documents > 3:
        eq4 = 2 * (1 - distortion) * (documents - 1) / (documents - 3)
        found.append(worst("s4-eq4", success, "<=", eq4, error=error))
    valid = 2 * distortion <= 1 - 1 / documents
    if valid.any():
        doubled = 2 * distortion[valid]
        bound = np.log2(documents) - h(doubled) - doubled * log_others
        found.append(worst("ours-fano-repaired", rate[valid], ">=", bound, error=error))
    return found


def random_code(rng, documents, codewords, concentration, code, decoder, worlds):
    """Random queries for each document and a code on them: I(X;C), P(Y,C) and the rank of y given c."""
    queries = 2 * documents
    source = random_laws(rng, (worlds, documents, queries), concentration=concentration) / documents
    if code == "identity":
        channel = np.broadcast_to(np.eye(queries), (worlds, queries, queries))
    elif code == "constant":
        channel = np.ones((worlds, queries, 1))
    elif code == "random":
        channel = random_laws(rng, (worlds, queries, codewords), concentration=concentration)
    else:
        channel = np.eye(codewords)[rng.integers(codewords, size=(worlds, queries))]
    joint = source @ channel
    rate = mutual_information(source.sum(axis=1)[:, :, None] * channel, [-2], [-1])
    if decoder == "best":
        return rate, joint, optimal_ranks(joint)
    orders = np.argsort(rng.random(joint.shape), axis=1)
    return rate, joint, orders + 1


def real_code(stream, documents, codewords, concentration, code, decoder, worlds):
    """I(X;C) = H(C), H(Y|C) and the law of the rank for worlds of vectors under a real code, and terms of the sums."""
    made = [
        coded_worlds.coded_world(
            stream.child("world", number),
            documents=documents,
            bits=codewords.bit_length() - 1,
            noise=concentration**-0.5,
            code=code,
            decoder=decoder,
        )
        for number in range(worlds)
    ]
    joints = [world.joint[None] for world in made]
    rate = np.concatenate([entropy(joint, [-1]) for joint in joints])
    equivocation = np.concatenate([conditional_entropy(joint, [-2], [-1]) for joint in joints])
    return rate, equivocation, np.stack([world.ranks for world in made]), max(j.size for j in joints)


def curve_code(rng, documents, worlds):
    """The code that attains the exact curve: a random ranking whose rank of Y has law ~ 2^(slope / rank).

    The query is the document; the codeword is one of all N! rankings.
    """
    rankings = np.array(list(itertools.permutations(range(1, documents + 1)))).T
    slopes = rng.uniform(0, 12, size=worlds)
    rank_law = 2.0 ** (slopes[:, None] / np.arange(1, documents + 1))
    rank_law /= rank_law.sum(axis=1, keepdims=True)
    joint = rank_law[:, rankings - 1] / rankings.shape[1]
    return mutual_information(joint, [-2], [-1]), joint, np.broadcast_to(rankings, joint.shape)


def h(p):
    """Binary entropy in bits, elementwise."""
    p = np.clip(p, 0, 1)
    return conditional_entropy(np.stack([p, 1 - p], axis=-1), [-1], [])
