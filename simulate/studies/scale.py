"""Mean reciprocal rank against corpus size, to N = 10^9, and bits per query.

Two noisy views of a Gaussian intent, the corpus random: the other documents are independent draws. A query's
expected reciprocal rank then has a closed form at every N (`simulate.random_corpus`), and queries are
independent samples. The mean must stay below what the bits allow, and where the corpus is small enough to be
scored the kernel's exact ranks must agree. Eq. (5) is read as what it says of a code with R bits: the distortion
is at most the D at which the right side reaches R (Chen, "Rate-Distortion Limits for Multimodal Retrieval").
"""

import numpy as np
from scipy.optimize import brentq

from simulate.allowed import number, whole
from simulate.cells import product
from simulate.codes.catalogue import principal_code
from simulate.codes.transform import decode, encode
from simulate.device import to_host
from simulate.findings import sampled
from simulate.metrics import mean, rank_histogram, reciprocal_rank
from simulate.random_corpus import expected_reciprocal_rank, normal_beating_probability
from simulate.ranking import ranks
from simulate.sources.gaussian import covariances, draw, information, intent_source
from simulate.studies.fano import h
from theory.rate_distortion import distortion

VERSION = 1
UNCODED = 0
LARGEST_FOR_BOUND = 10**5
SCORED, CORPORA, WITHIN = 100, 100, 0.1
ALLOWED = {
    "documents": whole(1),
    "bits": whole(),
    "intent": whole(1),
    "width": lambda row: whole(row["intent"]),
    "noise": number(above=0),
    "reading": ("view", "clean"),
    "queries": whole(2),
}


def grid(size):
    documents = {"quick": [100, 10**6, 10**9], "paper": [100, 10**3, 10**4, 10**6, 10**9]}
    shape = {"quick": {"intent": [8], "width": [16]}, "paper": {"intent": [32], "width": [64]}}
    name = "quick" if size == "quick" else "paper"
    bits = [UNCODED, 8, 32] if size == "quick" else [UNCODED, 8, 16, 32, 64, 128, 256]
    queries = {"quick": 2_000, "paper": 15_000, "full": 50_000}[size]
    readings = ["view"] if size == "quick" else ["view", "clean"]
    return product(
        documents=documents[name],
        bits=bits,
        **shape[name],
        noise=[0.3, 2.5**0.5],
        reading=readings,
        queries=[queries],
    )


def run(stream, xp, *, documents, bits, intent, width, noise, reading, queries):
    """``noise``: standard deviation in both modalities, 2.5^(1/2) for the paper's rho = 0.4."""
    source = intent_source(
        stream.child("source"), intent=intent, widths=[width, width], noise=[noise, noise], reading=reading
    )
    code = None
    if bits != UNCODED:
        code = principal_code(draw(source, stream.child("training"), queries, xp=xp).queries, bits)
    pairs = draw(source, stream.child("pairs"), queries, xp=xp)
    values = expected(source, code, pairs, documents, xp)
    ones = np.ones(queries, dtype=np.int64)
    known = information(source)
    spent = min(known, bits or np.inf)
    found = []
    if np.isfinite(spent):
        cap = 1 - float(distortion(spent, min(documents, LARGEST_FOR_BOUND)).lower)
        found.append(sampled("ours-rate-distortion", ones, values, "<=", cap))
    if 0 < bits < np.log2(documents):
        found.append(sampled("s4-eq5", ones, values, ">=", 1 - largest_by_eq5(bits, documents)))
    if documents <= SCORED:
        found.append(agreement(stream, source, code, documents, xp))
    return {"measured": {"mrr": float(values.mean()), "information": min(known, 1e300)}, "findings": found}


def expected(source, code, pairs, documents, xp):
    """Expected reciprocal rank of each query over random corpora of N documents."""
    coded = to_host(through(code, pairs.queries, xp)).astype(np.float64)
    scores = np.einsum("qd,qd->q", coded, to_host(pairs.documents))
    beaten = normal_beating_probability(coded, covariances(source).document, scores)
    return expected_reciprocal_rank(beaten, documents)


def through(code, queries, xp):
    """The queries as the decoder knows them."""
    return queries if code is None else decode(code, encode(code, queries, xp=xp), xp=xp)


def agreement(stream, source, code, documents, xp):
    """Scored against expected: in each of many corpora, one query a document, half the mean difference about 1/2."""
    halves = []
    for corpus in range(CORPORA):
        pairs = draw(source, stream.child("corpus", corpus), documents, xp=xp)
        found = ranks(through(code, pairs.queries, xp), pairs.documents, pairs.relevant, xp=xp)
        scored = mean(rank_histogram(found, documents), reciprocal_rank).mean
        halves.append(0.5 + (scored - expected(source, code, pairs, documents, xp).mean()) / 2)
    return sampled("ours-random-corpus", np.ones(CORPORA, dtype=np.int64), halves, "=", 0.5, within=WITHIN)


def largest_by_eq5(bits, documents):
    """The D at which log N - h(D) - (1 - D) log(N - 1) reaches R, on its rising part; R below log N."""

    def excess(d):
        return np.log2(documents) - h(np.array([d]))[0] - (1 - d) * np.log2(documents - 1) - bits

    return brentq(excess, 1 / documents, 1)
