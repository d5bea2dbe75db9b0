"""Worlds a second of the search, against a plain loop: ``python -m tests.benchmarks.falsifier [--device cuda]``.

The loop evaluates equation (5) of Chen's paper world by world in plain NumPy; the search draws and evaluates
the same number of worlds at once. Both draw their worlds anew; CPU seconds, interleaved, best of several. Cold
starts are whole processes, from the command to a certified answer.
"""

import subprocess
import sys
import time

import numpy as np

from checks.collect import all_claims
from checks.search.draws import draw
from checks.search.hunt import slacks, target
from checks.search.plans import Node, Plan
from simulate.device import device_name, select_namespace
from simulate.streams import Stream
from tests.benchmarks.measure import cpu_seconds, write_results

SHAPES = ((2, 2, 2), (4, 3, 2), (8, 4, 4), (16, 4, 4))  # documents, symbols of the query, codewords
WORLDS = 2_000
COLD = ("s4-eq5", "s4-thm41", "s6-lem61")


def entropy(law: np.ndarray) -> float:
    law = law[law > 0]
    return float(-(law * np.log2(law)).sum())


def one_world(rng: np.random.Generator, documents: int, symbols: int, codewords: int) -> float:
    """The slack of equation (5) at one random world."""
    law = rng.dirichlet(np.ones(symbols), size=documents) / documents
    encoder = rng.dirichlet(np.ones(codewords), size=symbols)
    joint = law @ encoder
    ranks = np.argsort(np.argsort(-rng.random(joint.shape), axis=0), axis=0) + 1
    distortion = 1 - float((joint / ranks).sum())
    coded = law.sum(axis=0)[:, None] * encoder
    rate = entropy(coded.sum(axis=0)) + entropy(coded.sum(axis=1)) - entropy(coded.ravel())
    h = entropy(np.array([distortion, 1 - distortion]))
    return rate - (np.log2(documents) - h - (1 - distortion) * np.log2(documents - 1))


def rates(xp) -> list[dict]:  # type: ignore[no-untyped-def]
    """Worlds a CPU second (a second, on a GPU) of loop and batch, by shape."""
    statement = next(c for c in all_claims() if c.id == "s4-eq5").readings()[0].formal
    rows = []
    for documents, symbols, codewords in SHAPES:
        nodes = (
            Node("Y", documents, (), "uniform"), Node("X1", symbols, ("Y",)), Node("C", codewords, ("X1",)),
        )  # fmt: skip
        plan = Plan(statement, {"N": documents}, {}, nodes, documents)
        rng = np.random.default_rng(0)

        def loop(shape=(documents, symbols, codewords), rng=rng):
            return min(one_world(rng, *shape) for _ in range(WORLDS))

        def batch(plan=plan, rng=rng):
            genes = draw(plan, WORLDS, Stream(0), rng, xp)
            return slacks(plan, genes, target(statement), xp)[0].min()

        alone, together = cpu_seconds(loop, batch, rounds=5)
        rows.append(
            {
                "documents": documents, "symbols": symbols, "codewords": codewords,
                "worlds a second, loop": round(WORLDS / alone), "worlds a second, batch": round(WORLDS / together),
                "ratio": round(alone / together, 1),
            }
        )  # fmt: skip
    return rows


def cold(claim: str) -> dict:
    """Wall seconds from the command to its certified answer."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "checks.falsify", claim, "--device", "cpu"], capture_output=True, text=True
    )
    return {
        "claim": claim, "seconds": round(time.perf_counter() - start, 2), "certified": done.returncode == 3,
    }  # fmt: skip


def main() -> None:
    device = sys.argv[sys.argv.index("--device") + 1] if "--device" in sys.argv else "cpu"
    xp = select_namespace(device)
    results = {"rates": rates(xp), "cold starts": [cold(c) for c in COLD]}
    print(write_results("falsifier", results, device=device_name(xp) if device != "cpu" else "cpu"))
    for row in results["rates"] + results["cold starts"]:
        print(row)


if __name__ == "__main__":
    main()
