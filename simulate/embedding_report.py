"""Codes on a user's own vectors, against their bits: ``python -m simulate.bits --embeddings FILE``."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from tqdm import tqdm

from simulate.codes.catalogue import signs_alone
from simulate.codes.code import decode, encode
from simulate.codes.entropies import gridded_entropies
from simulate.codes.families import SAID, every_code, families
from simulate.device import blocks
from simulate.embeddings import Embeddings
from simulate.metrics import first_relevant, normalised_gain, recall
from simulate.outputs import counted
from simulate.ranking import Ranks, ranks
from simulate.streams import Stream
from theory.rate_distortion import distortion

CUTOFFS = (1, 10)
RESOLUTION = 0.05
CLOSE = 0.99
QUERY_VALUES = 1 << 25
FRONTIER = "the best MRR of any code of that many bits where all documents are equally likely to be asked for"
MOST = "the same for these very queries, made by one who knows them and their documents: none has more"
UNKNOWN = "not known where a query has several relevant documents"
BY_MODALITY = {"paper", "centroid", "lloyd-max"}


def report(found: Embeddings, *, rates: Sequence[int], seed: int = 0, progress: bool = False) -> dict:
    """Figures of every code, with what its bits allow at best and which code to take.

    Returns
    -------
    dict of JSON values: "documents", "queries", "relevant", "fitted_to", "uncoded" (figures), "codes" (a list of
    {"code", "bits", "mrr", "recall@1", "recall@10", "ndcg", "frontier", "most"}, by bits), "take": the code of
    fewest bits whose MRR is 99% of the uncoded, None where none has it. "frontier" and "most" are None where a query has
    several relevant documents.
    """
    stream = Stream(seed, ("embeddings",))
    asked = {("uncoded", 32 * found.queries.shape[1]): found.queries}
    if len(found.widths) > 1:
        chosen = families(found.widths, gridded_entropies(found.training, found.widths, RESOLUTION))
    else:
        every = families(found.widths, np.ones(1))
        chosen = {name: each for name, each in every.items() if name not in BY_MODALITY}
    chosen["signs"] = replace(chosen["signs"], fit=signs_alone)
    for name, bits, fit in tqdm(
        list(every_code(chosen, sum(found.widths), rates)), desc="codes", disable=None if progress else True
    ):
        code = fit(found.training, bits, stream.child(name, bits))
        indices = encode(code, found.queries, xp=np)
        asked[name, bits] = decode(code, indices, xp=np, stream=stream.child(name, bits))
    best = limits(found, {bits for _, bits in asked})
    rows = [
        {"code": name, "bits": bits, **figures, **best[bits]}
        for (name, bits), figures in _all_figures(asked, found, progress)
    ]
    coded = sorted(rows[1:], key=lambda row: (row["bits"], -row["mrr"]))
    enough = [row for row in coded if row["mrr"] >= CLOSE * rows[0]["mrr"]]
    return {
        "documents": len(found.documents),
        "queries": len(found.queries),
        "relevant": len(found.pairs),
        "modalities": [name or "all" for name in found.modalities],
        "fitted_to": found.fitted_to,
        "uncoded": rows[0],
        "codes": coded,
        "take": enough[0] if enough else None,
    }


def as_table(result: dict) -> str:
    """The report as text."""
    columns = ("code", "bits", "mrr", *(f"recall@{k}" for k in CUTOFFS), "ndcg", "frontier", "most")
    lines = [f"{columns[0]:18}" + "".join(f"{name:>11}" for name in columns[1:])]
    for row in [*result["codes"], result["uncoded"]]:
        values = "".join(
            f"{'-' if row[name] is None else format(row[name], '.4f'):>11}" for name in columns[2:]
        )
        lines.append(f"{row['code']:18}{row['bits']:11,}{values}")
    return "\n".join(
        [
            f"{counted(result['queries'], 'query', 'queries')}, {counted(result['documents'], 'document')}, "
            f"{counted(result['relevant'], 'relevant pair')}; codes fitted to {result['fitted_to']}; ranked by inner product.",
            "",
            *lines,
            "",
            f"frontier: {FRONTIER if result['uncoded']['frontier'] else UNKNOWN}.",
            f"most: {MOST if result['uncoded']['most'] else UNKNOWN}.",
            "uncoded: the vectors as they are; another score, or by luck a code, may rank better.",
            *(f"{name}: {SAID[name]}." for name in dict.fromkeys(row["code"] for row in result["codes"])),
            _advice(result),
        ]
    )


def _advice(result):
    """Which code to take and by what rule."""
    taken = result["take"] or max(result["codes"], key=lambda row: row["mrr"])
    share = taken["mrr"] / max(result["uncoded"]["mrr"], 1e-300)
    said = f"{taken['code']} at {counted(taken['bits'], 'bit')}: {share:.1%} of the uncoded MRR"
    if result["take"]:
        return f"Take {said}; none tried has {CLOSE:.0%} with fewer bits."
    return f"None reaches {CLOSE:.0%} of the uncoded MRR; nearest is {said}."


def draw_report(result: dict, path: Path) -> None:
    """Write an SVG of MRR against bits, with those of the uncoded vectors and the frontier, where there is one."""
    style: dict[Any, Any] = {"svg.fonttype": "path", "svg.hashsalt": "rankrate", "font.size": 9.5}
    with mpl.rc_context(style):
        figure = Figure(figsize=(5.0, 3.9), layout="constrained")
        axes = figure.add_subplot()
        for name in dict.fromkeys(row["code"] for row in result["codes"]):
            rows = [row for row in result["codes"] if row["code"] == name]
            axes.plot([r["bits"] for r in rows], [r["mrr"] for r in rows], "o-", ms=3, lw=1, label=name)
        bits = sorted({row["bits"] for row in result["codes"]})
        best = {row["bits"]: row["frontier"] for row in result["codes"]}
        if result["uncoded"]["frontier"]:
            axes.plot(bits, [best[b] for b in bits], color="#6b6b6b", ls="--", lw=1, label="frontier")
        axes.axhline(result["uncoded"]["mrr"], color="#1f4e8c", lw=1, label="uncoded")
        axes.set_xscale("log", base=2)
        axes.set_xlabel("bits per query")
        axes.set_ylabel("mean reciprocal rank")
        axes.set_ylim(0.0, 1.05)
        axes.spines[["top", "right"]].set_visible(False)
        figure.legend(loc="outside lower center", ncols=4, frameon=False, fontsize=8)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": "rankrate"})


def write_json(result: dict, path: Path) -> None:
    """Write the report as JSON."""
    path.write_text(json.dumps(result, indent=1, allow_nan=False) + "\n")


def _all_figures(asked, found, progress):
    """(name, bits) and figures of each set of queries, several sets in one pass over the documents."""
    count, (owners, relevant) = len(found.queries), found.pairs.T
    keys = list(asked)
    passes = [keys[part] for part in blocks(len(keys), max(QUERY_VALUES // found.queries.size, 1))]
    shown = {"unit": " documents", "unit_scale": True, "disable": None if progress else True}
    with tqdm(total=len(passes) * len(found.documents), desc="ranking", **shown) as bar:
        for part in passes:
            queries = np.concatenate([asked.pop(key) for key in part])
            every = np.concatenate([owners + k * count for k in range(len(part))])
            placed = ranks(
                queries, found.documents, np.tile(relevant, len(part)), owners=every, xp=np, done=bar.update
            )
            for key, own in zip(part, blocks(len(every), len(owners)), strict=True):
                yield key, _figures(Ranks(placed.higher[own], placed.ties[own]), owners)


def _figures(placed, owners) -> dict[str, float]:
    """MRR, Recall@k and normalised DCG of queries whose relevant documents have these ranks."""
    values = {"mrr": first_relevant(placed, owners)}
    values |= {f"recall@{k}": recall(placed, owners, k) for k in CUTOFFS}
    values["ndcg"] = normalised_gain(placed, owners)
    return {name: float(each.mean()) for name, each in values.items()}


def limits(found, sizes) -> dict[int, dict[str, float | None]]:
    """By size, the best MRR of any code: "frontier" for equally likely documents, "most" for those of these queries.

    Of the queries at hand the documents have the law p(y) = queries of y / queries. No code has more on them, nor in the
    mean one that draws its codewords; its decoder may know the law. The frontier is what holds beyond them.
    """
    if len(found.pairs) > len(found.queries):
        return {bits: {"frontier": None, "most": None} for bits in sizes}
    laws: dict[str, Any] = {
        "frontier": len(found.documents),
        "most": np.unique(found.pairs[:, 1], return_counts=True)[1],
    }
    return {
        bits: {name: 1.0 - float(distortion(float(bits), law).lower) for name, law in laws.items()}
        for bits in sizes
    }
