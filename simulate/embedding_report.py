"""Codes on a user's own vectors, against their bits: ``python -m simulate.bits --embeddings FILE``."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from tqdm import tqdm

from simulate.codes.catalogue import int8_code, paper_product_code, principal_code, sign_code, truncation_code
from simulate.codes.code import Code, decode, encode
from simulate.codes.entropies import gridded_entropies
from simulate.codes.transform import BEST_RULES
from simulate.embeddings import Embeddings
from simulate.metrics import first_relevant, normalised_gain, recall
from simulate.ranking import ranks
from simulate.streams import Stream
from theory.rate_distortion import distortion

CUTOFFS = (1, 10)
RESOLUTION = 0.05
CLOSE = 0.99


def report(found: Embeddings, *, rates: Sequence[int], seed: int = 0, progress: bool = False) -> dict:
    """Figures of every code, with what its bits allow at best and which code to take.

    Returns
    -------
    dict of JSON values: "documents", "queries", "relevant", "fitted_to", "uncoded" (figures), "codes" (a list of
    {"code", "bits", "mrr", "recall@1", "recall@10", "dcg", "frontier"}, by bits), "take".
    """
    codes = list(_codes(found, rates, Stream(seed, ("embeddings",))))
    asked = np.asarray(found.queries, dtype=np.float32)
    rows = [_row("uncoded", 32 * asked.shape[1], _figures(asked, found), found)]
    for code in tqdm(codes, unit="code", disable=None if progress else True):
        known = decode(code, encode(code, asked, xp=np), xp=np)
        rows.append(_row(code.name, code.codebook_bits, _figures(known, found), found))
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
        "take": enough[0] if enough else max(coded, key=lambda row: row["mrr"]),
    }


def as_table(result: dict) -> str:
    """The report as text."""
    columns = ("code", "bits", "mrr", *(f"recall@{k}" for k in CUTOFFS), "dcg", "frontier")
    lines = [f"{columns[0]:18}" + "".join(f"{name:>11}" for name in columns[1:])]
    for row in [*result["codes"], result["uncoded"]]:
        values = "".join(f"{row[name]:11.4f}" for name in columns[2:])
        lines.append(f"{row['code']:18}{row['bits']:11,}{values}")
    take = result["take"]
    kept = take["mrr"] / max(result["uncoded"]["mrr"], 1e-300)
    return "\n".join(
        [
            f"{result['queries']:,} queries, {result['documents']:,} documents, {result['relevant']:,} relevant "
            f"pairs; codes fitted to {result['fitted_to']}; ranked by inner product.",
            "",
            *lines,
            "",
            "frontier: the best MRR of any code of that many bits, were each query sure of its document.",
            "uncoded: the ceiling of this score; another score may rank better.",
            f"Take {take['code']} at {take['bits']:,} bits: {kept:.1%} of the uncoded MRR.",
        ]
    )


def draw_report(result: dict, path: Path) -> None:
    """Write an SVG of MRR against bits, with the ceiling of the score and the frontier."""
    style: dict[Any, Any] = {"svg.fonttype": "path", "svg.hashsalt": "rankrate", "font.size": 9.5}
    with mpl.rc_context(style):
        figure = Figure(figsize=(5.0, 3.9), layout="constrained")
        axes = figure.add_subplot()
        for name in dict.fromkeys(row["code"] for row in result["codes"]):
            rows = [row for row in result["codes"] if row["code"] == name]
            axes.plot([r["bits"] for r in rows], [r["mrr"] for r in rows], "o-", ms=3, lw=1, label=name)
        bits = sorted({row["bits"] for row in result["codes"]})
        best = {row["bits"]: row["frontier"] for row in result["codes"]}
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


def _figures(known, found) -> dict[str, float]:
    """MRR, Recall@k and normalised DCG of queries as the decoder knows them."""
    owners, documents = found.pairs.T
    placed = ranks(known, found.documents, documents, owners=owners, xp=np)
    values = {"mrr": first_relevant(placed, owners)}
    values |= {f"recall@{k}": recall(placed, owners, k) for k in CUTOFFS}
    values["dcg"] = normalised_gain(placed, owners)
    return {name: float(each.mean()) for name, each in values.items()}


def _row(name, bits, figures, found):
    best = 1.0 - float(distortion(float(min(bits, 64)), len(found.documents)).lower)
    return {"code": name, "bits": int(bits), **figures, "frontier": min(best, 1.0)}


def _codes(found, rates, stream) -> list[Code]:
    """Codes fitted to the training rows, at every rate that they come in."""
    rows, width = found.training, found.training.shape[1]
    codes: list[Code] = [int8_code(rows)]
    entropies = gridded_entropies(rows, found.widths, RESOLUTION)
    for bits in rates:
        codes.append(sign_code(rows, bits, stream.child("signs", bits)))
        codes.append(principal_code(rows, bits))
        if bits <= width:
            codes.append(principal_code(rows, bits, dimensions=bits))
        if 8 <= bits <= 8 * width:
            codes.append(truncation_code(rows, bits // 8))
        if len(found.widths) > 1:
            codes.append(
                paper_product_code(rows, bits, found.widths, entropies, as_written=False, rules=BEST_RULES)
            )
    return codes
