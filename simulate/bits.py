"""How many bits per query does retrieval need: ``python -m simulate.bits --documents N (--mrr X | --bits R)``.

``--embeddings FILE`` measures codes on vectors of your own instead: see `simulate.embeddings` for the arrays.

"Bits" means two things, and the answer gives both: the information rate, which many queries coded together can
approach and no code can undercut, and the length of one index entry, log2 of the number of codewords.
"""

import argparse
import math
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from simulate.commands import OneLine
from simulate.outputs import check_output, counted
from theory.enclosure import Enclosure, rounded_down, rounded_up
from theory.entropy_coded import FEASIBLE_UP_TO, entropy_coded_curve
from theory.list_bound import documents_named, headroom
from theory.noisy_relevance import symmetric_channel_rate
from theory.one_shot import codewords_needed, one_shot_gain
from theory.popularity import Prior, sorted_weights
from theory.rate_distortion import distortion, largest_distortion, rate
from theory.summation import LONGEST

__all__ = ["main"]

DONE, REFUSED, INTERRUPTED = 0, 2, 130
PRINTED = 10**6
LONG = 10**7
"""From so many documents on the steps are told as they begin."""
_NOISE = 0.1
"""Share of queries about a random document in the example of noisy relevance."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    try:
        given = list(sys.argv[1:] if arguments is None else arguments)
        if any(word.split("=")[0] == "--embeddings" for word in given):
            return _measured(_embeddings_parser().parse_args(given))
        options = _parser().parse_args(given)
        if options.curve:
            check_output("--curve", options.curve, suffix=".svg")
        prior, described = _popularity(options)
        if options.mrr is not None:
            lines, point = bits_for(options.mrr, prior)
        else:
            lines, point = mrr_for(options.bits, prior)
        print("\n".join([f"{counted(options.documents, 'document')}, {described}.", *lines]))
        if options.curve:
            from simulate.frontier_figure import draw_frontier

            _tell("curve", prior)
            draw_frontier(prior, options.curve, asked=point)
            print(f"\nFrontier drawn in {options.curve}.")
    except (ValueError, OSError, MemoryError) as error:
        print(f"bits: {str(error) or 'not enough memory'}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("bits: interrupted", file=sys.stderr)
        return INTERRUPTED
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = OneLine(
        prog="python -m simulate.bits", description="Bits a query needs, or the best MRR at given bits."
    )
    parser.epilog = "With --embeddings FILE, codes on your own vectors: --embeddings FILE --help says more."
    parser.add_argument("--documents", type=int, required=True, metavar="N", help="size of the corpus")
    question = parser.add_mutually_exclusive_group(required=True)
    question.add_argument("--mrr", type=float, metavar="X", help="mean reciprocal rank to reach")
    question.add_argument("--bits", type=float, metavar="R", help="bits per query to spend")
    law = parser.add_mutually_exclusive_group()
    law.add_argument(
        "--popularity",
        type=Path,
        metavar="FILE",
        help="N weights, as text or .npy, in any order (default: all equal)",
    )
    law.add_argument("--zipf", type=float, metavar="S", help="weight k^-S for the k-th document")
    parser.add_argument("--curve", type=Path, metavar="FILE.svg", help="draw the whole frontier")
    return parser


def _embeddings_parser() -> argparse.ArgumentParser:
    parser = OneLine(
        prog="python -m simulate.bits", description="Codes on your own vectors, against their bits."
    )
    parser.add_argument(
        "--embeddings", type=Path, required=True, metavar="FILE", help=".npz, or a folder of .npy"
    )
    parser.add_argument(
        "--rates", type=int, nargs="+", default=[16, 32, 64, 128, 256], metavar="R", help="bits to try"
    )
    parser.add_argument("--unit-norm", action="store_true", help="refuse vectors whose norm is not 1")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures")
    parser.add_argument("--curve", type=Path, metavar="FILE.svg", help="draw them")
    return parser


def _measured(options: argparse.Namespace) -> int:
    from simulate.embedding_report import as_table, draw_report, report, write_json
    from simulate.embeddings import load_embeddings

    if min(options.rates) < 1:
        raise ValueError(f"--rates {min(options.rates)}: use whole numbers from 1 on")
    for flag, path, suffix in (("--json", options.json, ""), ("--curve", options.curve, ".svg")):
        if path:
            check_output(flag, path, suffix=suffix)
    try:
        found = load_embeddings(options.embeddings, unit_norm=options.unit_norm)
    except ValueError as error:
        said = str(error).removeprefix(f"{options.embeddings} ")
        raise ValueError(f"--embeddings {options.embeddings}: {said}") from None
    result = report(found, rates=sorted(set(options.rates)), progress=True)
    print(as_table(result))
    if options.json:
        write_json(result, options.json)
        print(f"\nFigures written to {options.json}.")
    if options.curve:
        draw_report(result, options.curve)
        print(f"\nFigures drawn in {options.curve}.")
    return DONE


def _popularity(options: argparse.Namespace) -> tuple[Prior, str]:
    count = options.documents
    if not 1 <= count <= LONGEST:
        raise ValueError(f"--documents {count}: use 1 to {LONGEST}")
    if options.zipf is not None:
        if not 0.0 <= options.zipf < math.inf:
            raise ValueError(f"--zipf {options.zipf}: use a finite exponent >= 0")
        weights = np.arange(1.0, count + 1.0) ** -options.zipf
        if not weights[-1]:
            raise ValueError(f"--zipf {options.zipf}: {count}^-{options.zipf:g} is smaller than floats hold")
        return weights, f"popularity k^-{options.zipf:g}"
    if options.popularity is None:
        return count, "equally likely"
    weights = _weights(options.popularity)
    if len(weights) != count:
        raise ValueError(
            f"--popularity {options.popularity} holds {len(weights)} weights, --documents says {count}"
        )
    try:
        sorted_weights(weights)
    except ValueError as error:
        raise ValueError(f"--popularity {options.popularity}: {error}") from None
    return weights, f"popularity from {options.popularity}"


def _weights(path: Path) -> np.ndarray:
    try:
        if path.suffix == ".npy":
            return np.atleast_1d(np.load(path, allow_pickle=False))
        return np.array(path.read_text().replace(",", " ").split(), dtype=float)
    except (ValueError, EOFError) as error:
        raise ValueError(f"--popularity {path} is not a list of numbers: {error}") from None


def bits_for(mrr: float, prior: Prior) -> tuple[list[str], tuple[float, float]]:
    """What an MRR costs: lines of text, and the point (bits, MRR) on the information curve."""
    if not 0.0 <= mrr <= 1.0:
        raise ValueError(f"--mrr {mrr} must lie in [0, 1]")
    _tell("information rate", prior)
    bits = _rate_at(mrr, prior)
    _tell("index entry", prior)
    codewords = codewords_needed(mrr, prior)
    reached = f"best MRR {float(one_shot_gain(codewords, prior)):.6f}"
    same = int(2.0 ** float(bits))
    lines = [
        "",
        f"MRR {mrr:g} needs, in bits per query:",
        f"  information rate   {float(bits):.6f}   no code does with less; certified to {bits.width:.1g} bit",
        f"  one index entry    {index_bits(codewords):.6f}   {counted(codewords, 'codeword')}, {reached}",
        *_entropy_coded(mrr, prior),
    ]
    if codewords == 1:
        fixed = 1 - float(largest_distortion(prior))
        return [*lines, f"  A fixed ranking has MRR {fixed:.6f} already, with no bit."], (0.0, mrr)
    best = float(one_shot_gain(same, prior))
    lines.append(f"An index of {counted(same, 'codeword')} (2^{float(bits):.4f}) has MRR {best:.6f} at best.")
    lines += [
        "",
        f"Noisy relevance: if queries hold less than {float(bits):.6f} bits about their document, no number of bits "
        f"reaches MRR {mrr:g}.",
    ]
    _tell("noisy relevance", prior)
    lines += _noise_at_mrr(mrr, prior) + _rise(float(bits), prior, "On any source")
    return lines, (float(bits), mrr)


def mrr_for(bits: float, prior: Prior) -> tuple[list[str], tuple[float, float]]:
    """What bits can buy: lines of text, and the point (bits, MRR) on the information curve."""
    if not bits >= 0.0:
        raise ValueError(f"--bits {bits} must be a number >= 0")
    _tell("information rate", prior)
    least = distortion(bits, prior)
    weights, documents = sorted_weights(prior)
    codewords = documents if bits >= math.log2(documents) else int(2.0**bits)
    _tell("index entry", prior)
    best = one_shot_gain(codewords, prior)
    lines = [
        "",
        f"With {bits:g} bits per query the best MRR is:",
        f"  information rate   {1 - float(least):.6f}   no code has more; certified to {least.width:.1g}",
        f"  one index entry    {float(best):.6f}   {counted(codewords, 'codeword')}",
    ]
    idle = least.upper == 0.0
    if idle:
        enough = f"{float(rate(0.0, prior)):.6f} bits (one index entry: {index_bits(len(weights)):.6f})"
        lines.append(f"  {enough} put every document first; more are idle unless relevance is noisy.")
    lines += ["", "Noisy relevance: what a query does not say about its document, no bits bring back."]
    lines += _noise_at_bits(1 - float(least), prior)
    lines += _rise(bits, prior, "Where relevance is noisy" if idle else "On any source")
    return lines, (bits, 1 - float(least))


def _tell(doing: str, prior: Prior) -> None:
    """Say on stderr what is being worked out, where it takes long."""
    if (prior if isinstance(prior, int) else len(prior)) >= LONG:
        print(f"bits: {doing} ...", file=sys.stderr)


def _noise_at_mrr(mrr: float, prior: Prior) -> list[str]:
    if not isinstance(prior, int):
        return []
    ceiling = 1 - _NOISE * float(largest_distortion(prior))
    if mrr > ceiling:
        return [
            f"  With {_NOISE:.0%} of the queries about a random document none has more than {ceiling:.6f}."
        ]
    bits = float(symmetric_channel_rate(1 - mrr, prior, _NOISE))
    return [f"  With {_NOISE:.0%} of the queries about a random document it takes {bits:.6f} bits."]


def _noise_at_bits(best: float, prior: Prior) -> list[str]:
    if not isinstance(prior, int):
        return []
    noisy = (1 - _NOISE) * best + _NOISE * (1 - float(largest_distortion(prior)))
    return [f"  With {_NOISE:.0%} of the queries about a random document the best MRR is {noisy:.6f}."]


def _rate_at(mrr: float, prior: Prior) -> Enclosure[float]:
    """R* at distortion 1 - MRR, which need not be a float."""
    exact = 1 - Fraction(mrr)
    return Enclosure(rate(rounded_up(exact), prior).lower, rate(rounded_down(exact), prior).upper)


def _entropy_coded(mrr: float, prior: Prior) -> list[str]:
    _, documents = sorted_weights(prior)
    if documents > FEASIBLE_UP_TO:
        return []
    rates, distortions = entropy_coded_curve(prior)
    reached = np.interp(-(1.0 - mrr), -distortions, rates)
    return [f"  entropy coded      {reached:.6f}   enough for one query at a time; not shown to be least"]


def index_bits(codewords: int) -> float:
    """Bits that name so many codewords, rounded up as they are printed: given back as --bits they name no fewer."""
    return math.ceil(math.log2(codewords) * PRINTED) / PRINTED


def _rise(bits: float, prior: Prior, where: str) -> list[str]:
    """What further bits can still add on any source, noisy or not; nothing to say below one named document."""
    _, documents = sorted_weights(prior)
    named = documents_named(bits, documents)
    if not 0 < named < documents:
        return []
    rise = f"  {where}, further bits add at most {headroom(bits, documents):.4f} to the best MRR"
    return [f"{rise}: {bits:g} bits name {named} of the documents in order."]


if __name__ == "__main__":
    sys.exit(main())
