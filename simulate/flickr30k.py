"""Table 2 on Flickr30k's features: ``python -m simulate.flickr30k FILE [--bits R ...] [--json OUT]``.

FILE is an .npz or a folder of .npy files with `image` (I, d) and `text` (C, e), features of the split's images and
captions; `caption_of` (C,), the image's row for each caption, without it five captions in a row for each image; and
the same under `train_image`, `train_text`, `train_caption_of` from images outside the split, to which codes and maps
are fitted. Without those, a random half of the images is given up for fitting. `simulate.flickr30k_features` makes
such a file from the pictures where the models are at hand.

Chen, "Rate-Distortion Limits for Multimodal Retrieval", Sec. 7.3, treats "each image-caption pair as one document"
and does not say what a query is, nor how features of two networks that share no space are compared. `READINGS` lists
what it can mean: for each modality what the query shows and what the document shows. "seen" is a caption mapped into
the images' space and "told" an image mapped into the captions', both by ridge regression on the training pairs.
"others" is the mean of an image's captions without its first, "captions" of all of them. Where a query shows a
caption it is the first of its image, except in the first reading, in which each caption is a query.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from simulate.code_table import code_table
from simulate.commands import OneLine, command, positive
from simulate.paired_features import side_by_side, unit
from simulate.sources.vectors import check_vectors, open_arrays
from simulate.streams import Stream, generator
from theory.rate_distortion import distortion
from theory.reported import TABLE2

CAPTIONS, COMPONENTS, MOST_TRAINING = 5, 256, 5000
RIDGES = (1e-3, 1e-2, 1e-1, 1.0, 10.0)
ALL_CAPTIONS = "caption, document image"
READINGS = {
    ALL_CAPTIONS: (("seen", "image"),),
    "image, document captions": (("told", "captions"),),
    "caption, document image and others": (("seen", "image"), ("caption", "others")),
    "image and caption, document image and others": (("image", "image"), ("caption", "others")),
    "image and caption, document the same": (("image", "image"), ("caption", "caption")),
}


@dataclass(frozen=True, slots=True)
class Captioned:
    """Features of images (I, d) and of captions (C, e), and each caption's image (C,), ascending."""

    image: np.ndarray
    text: np.ndarray
    caption_of: np.ndarray

    def of_images(self, chosen: np.ndarray) -> "Captioned":
        """Some images with their captions."""
        place = np.full(len(self.image), -1)
        place[chosen] = np.arange(len(chosen))
        order = np.argsort(place[self.caption_of], kind="stable")
        kept = order[place[self.caption_of[order]] >= 0]
        return Captioned(self.image[chosen], self.text[kept], place[self.caption_of[kept]])


def load_flickr30k(path, *, rng: np.random.Generator) -> tuple[Captioned, Captioned]:
    """(training, test) features.

    Parameters
    ----------
    rng : numpy Generator
        Halves the images where the file holds none to train on.

    Raises
    ------
    ValueError
        Naming the array: one that is missing or not finite, dimensions that differ between training and test,
        captions of images that are not there, or an image with fewer than two captions.
    """
    arrays = open_arrays(Path(path))
    test = _captioned(path, arrays, "")
    if "train_image" not in arrays and "train_text" not in arrays:
        if len(test.image) < 4:
            raise ValueError(f"image must have 4 rows or more to be halved, got {len(test.image)}")
        order = rng.permutation(len(test.image))
        half = len(order) // 2
        return test.of_images(np.sort(order[:half])), test.of_images(np.sort(order[half:]))
    train = _captioned(path, arrays, "train_")
    for name in ("image", "text"):
        widths = [getattr(part, name).shape[1] for part in (train, test)]
        if widths[0] != widths[1]:
            raise ValueError(
                f"train_{name} and {name} must have one dimension, got {widths[0]} and {widths[1]}"
            )
    return train.of_images(np.arange(min(len(train.image), MOST_TRAINING))), test


def evaluate(train: Captioned, test: Captioned, reading: str, *, bits: Sequence[int], stream: Stream) -> dict:
    """Sizes of a reading's task, the frontier at the given bits, and the table of every code (`code_table`)."""
    maps = {"seen": fitted_map(train.text, train.image[train.caption_of])}
    maps["told"] = fitted_map(train.image, _means(train, np.ones(len(train.text))))
    every = reading == ALL_CAPTIONS
    parts = [_shown(train, maps, every=False), _shown(test, maps, every=every)]
    sides = [tuple((part[query], part[document]) for part in parts) for query, document in READINGS[reading]]
    relevant = (np.arange(len(train.image)), test.caption_of if every else np.arange(len(test.image)))
    known, asked, widths = side_by_side(sides, relevant, COMPONENTS)
    documents = len(asked.documents)
    return {
        "documents": documents,
        "queries": len(asked.queries),
        "training": len(known.queries),
        "widths": list(widths),
        "frontier": {str(size): 1.0 - float(distortion(float(size), documents).lower) for size in bits},
        "table": code_table(known, asked, widths, bits=bits, stream=stream),
    }


def fitted_map(given: np.ndarray, wanted: np.ndarray):
    """Ridge regression of `wanted` on `given`, its ridge the best on the last tenth of the rows."""
    kept = max(len(given) * 9 // 10, 1)
    tried = [(_ridge(given[:kept], wanted[:kept], ridge), ridge) for ridge in RIDGES]
    errors = [np.square(made(given[kept:]) - wanted[kept:]).sum() for made, _ in tried]
    return _ridge(given, wanted, tried[int(np.argmin(errors))][1])


def as_text(found: dict) -> str:
    """The tables as text, the printed one below."""
    lines = []
    for reading, task in found.items():
        sizes = f"{task['queries']:,} queries, {task['documents']:,} documents, {task['training']:,} training pairs"
        lines += [
            f"{reading}: {sizes}",
            f"{'code':12}{'bits':>7}  {'MRR by temperatures, Recall@1 at one':40}",
        ]
        for name, rows in task["table"].items():
            if name != "entropies":
                for size, row in {"": rows}.items() if name == "uncoded" else rows.items():
                    lines.append(f"{name:12}{size:>7}  {_figures(row)}")
        limits = ", ".join(f"{value:.3f} at {size} bits" for size, value in task["frontier"].items())
        lines += [f"best of any code, were each query sure of its document: {limits}", ""]
    printed = [
        f"{row} {rate} bits {mrr} ({recall}%)"
        for row, cells in TABLE2.items()
        for rate, (mrr, recall) in cells.items()
    ]
    return "\n".join([*lines, "printed MRR (Recall@1): " + ", ".join(printed)])


@command("flickr30k", ValueError, OSError)
def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = OneLine(prog="python -m simulate.flickr30k", description="Table 2 on Flickr30k.")
    parser.add_argument("file", metavar="FILE", help="features: .npz, or a folder of .npy")
    parser.add_argument("--bits", type=positive, nargs="+", default=[16, 64, 256, 512], metavar="R")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures")
    options = parser.parse_args(arguments)
    stream = Stream(0, ("flickr30k",))
    train, test = load_flickr30k(options.file, rng=generator(stream.child("halves")))
    found = {
        reading: evaluate(train, test, reading, bits=options.bits, stream=stream.child(reading))
        for reading in tqdm(READINGS, unit="reading", disable=None)
    }
    if options.json:
        options.json.write_text(json.dumps(found, indent=1, allow_nan=False) + "\n")
    print(as_text(found))
    return 0


def _captioned(path, arrays, prefix):
    """The images and captions under a prefix, checked, captions in the order of their images."""
    missing = [prefix + name for name in ("image", "text") if prefix + name not in arrays]
    if missing:
        raise ValueError(
            f"{path} must hold the array {missing[0]!r}; it holds {', '.join(sorted(arrays)) or 'none'}"
        )
    image, text = (np.asarray(arrays[prefix + name]) for name in ("image", "text"))
    for name, values in (("image", image), ("text", text)):
        check_vectors(prefix + name, values)
    default = np.arange(len(text)) // CAPTIONS
    owner = np.asarray(arrays.get(f"{prefix}caption_of", default))
    if f"{prefix}caption_of" not in arrays and len(text) != CAPTIONS * len(image):
        raise ValueError(
            f"{prefix}text must have {CAPTIONS} rows an image, got {len(text)} for {len(image)}; or give {prefix}caption_of"
        )
    if owner.shape != (len(text),) or owner.dtype.kind not in "iu":
        raise ValueError(
            f"{prefix}caption_of must be {len(text)} integers, got {owner.dtype} of shape {owner.shape}"
        )
    if owner.min() < 0 or owner.max() >= len(image):
        raise ValueError(
            f"{prefix}caption_of must be in [0, {len(image)}), got {owner.min()} to {owner.max()}"
        )
    counts = np.bincount(owner, minlength=len(image))
    if counts.min() < 2:
        raise ValueError(
            f"{prefix}caption_of must give every image two captions; image {counts.argmin()} has {counts.min()}"
        )
    order = np.argsort(owner, kind="stable")
    return Captioned(image.astype(np.float32), text.astype(np.float32)[order], owner[order].astype(np.int64))


def _shown(part, maps, *, every):
    """What a query or a document can show, a row an image; with `every`, what queries show has a row a caption."""
    first = np.diff(part.caption_of, prepend=-1) > 0
    captions = part.text if every else part.text[first]
    return {
        "image": part.image,
        "caption": captions,
        "seen": maps["seen"](captions),
        "told": maps["told"](part.image),
        "captions": _means(part, np.ones(len(part.text))),
        "others": _means(part, ~first),
    }


def _means(part, weights):
    """Mean of each image's captions, by weights."""
    total = np.zeros((len(part.image), part.text.shape[1]))
    np.add.at(total, part.caption_of, part.text * np.asarray(weights, dtype=np.float64)[:, None])
    return total / np.bincount(part.caption_of, weights)[:, None]


def _ridge(given, wanted, ridge):
    """x -> (x - mean) B + mean', B = (X'X + r I)^-1 X'Y for centred rows of unit norm, r = ridge trace / d."""
    centre, target = given.mean(axis=0), wanted.mean(axis=0)
    rows = unit(given - centre).astype(np.float64)
    gram = rows.T @ rows
    gram += np.eye(len(gram)) * (ridge * np.trace(gram) / len(gram))
    slope = np.linalg.solve(gram, rows.T @ (wanted - target))
    return lambda values: unit(values - centre) @ slope + target


def _figures(row):
    found = [
        f"{name} {row[name]['mrr'][0]:.3f}" for name in ("fixed", "adaptive", "tuned", "best") if name in row
    ]
    mean, low, high = row["fixed"]["mrr"]
    return f"{', '.join(found)}; one: {mean:.3f} [{low:.3f}, {high:.3f}], {row['fixed']['recall'][0]:.1%}"


if __name__ == "__main__":
    sys.exit(main())
