"""Features of Flickr30k for `simulate.flickr30k`: ``python -m simulate.flickr30k_features --images DIR --captions JSON --out FILE``.

Flickr30k's pictures are had from its authors on request; JSON is the `dataset_flickr30k.json` of Karpathy and Li,
"Deep visual-semantic alignments for generating image descriptions", which names each picture's file, its captions and
its split. Images go through CLIP's ViT-B/32 (512 dimensions, open_clip) and captions through roberta-base (768, mean
over the tokens, transformers), both as they were trained. Neither package is a dependency of this project, nor are the weights shipped:
`pip install open_clip_torch transformers pillow` and a network, or weights already on the machine, are needed here.
"""

import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from simulate.commands import OneLine, command
from simulate.device import blocks

NEEDED = {"torch": "torch", "PIL": "pillow", "open_clip": "open_clip_torch", "transformers": "transformers"}
BATCH = 64
SPLITS = {"": "test", "train_": "train"}
"""The split that is evaluated has no prefix; "val", of 1,014 images, is the other one of about a thousand."""


def listed(path: Path, split: str) -> tuple[list[str], list[str], np.ndarray]:
    """File names of a split's pictures, their captions, and each caption's picture.

    Raises
    ------
    ValueError
        For a file that is not of this form, or has nothing in the split.
    """
    try:
        images = [one for one in json.loads(path.read_text())["images"] if one["split"] == split]
        captions = [[sentence["raw"] for sentence in one["sentences"]] for one in images]
        names = [one["filename"] for one in images]
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(
            f"{path} must be a list of images as dataset_flickr30k.json has it: {error!r}"
        ) from None
    if not names:
        raise ValueError(f"{path} has no images in the split {split!r}")
    owner = np.repeat(np.arange(len(names)), [len(group) for group in captions])
    return names, [caption for group in captions for caption in group], owner


@command("flickr30k_features", ValueError, OSError, ImportError)
def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = OneLine(
        prog="python -m simulate.flickr30k_features",
        description="Features of Flickr30k's images and captions.",
    )
    for name, said in (
        ("images", "folder of the pictures"),
        ("captions", "dataset_flickr30k.json"),
        ("out", ".npz to write"),
    ):
        parser.add_argument(f"--{name}", type=Path, required=True, help=said)
    parser.add_argument("--split", default="test", help="what to evaluate: test (1,000 images) or val")
    options = parser.parse_args(arguments)
    found: dict[str, Any] = {}
    lists = {
        prefix: listed(options.captions, split) for prefix, split in (SPLITS | {"": options.split}).items()
    }
    see, read = _networks()
    for prefix, (names, captions, owner) in lists.items():
        found[f"{prefix}image"] = _batched(see, [options.images / name for name in names])
        found[f"{prefix}text"] = _batched(read, captions)
        found[f"{prefix}caption_of"] = owner
    np.savez(options.out, **found)
    return 0


def _networks():
    """What turns pictures' files, and captions, into features."""
    found = {}
    for name, package in NEEDED.items():
        try:
            found[name] = importlib.import_module(name)
        except ImportError:
            raise ImportError(
                f"needs the package {package}: pip install {' '.join(NEEDED.values())}"
            ) from None
    torch = found["torch"]
    clip, _, prepared = found["open_clip"].create_model_and_transforms("ViT-B-32", pretrained="openai")
    tokens = found["transformers"].AutoTokenizer.from_pretrained("roberta-base")
    roberta = found["transformers"].AutoModel.from_pretrained("roberta-base").eval()
    clip.eval()
    opened = importlib.import_module("PIL.Image").open

    @torch.no_grad()
    def see(paths):
        return clip.encode_image(torch.stack([prepared(opened(path).convert("RGB")) for path in paths]))

    @torch.no_grad()
    def read(captions):
        given = tokens(captions, return_tensors="pt", padding=True, truncation=True)
        mask = given["attention_mask"][:, :, None]
        return (roberta(**given).last_hidden_state * mask).sum(dim=1) / mask.sum(dim=1)

    return see, read


def _batched(network, items) -> np.ndarray:
    """Features of all items, float16."""
    parts = [network(items[part]).float().numpy() for part in blocks(len(items), BATCH)]
    return np.concatenate(parts).astype(np.float16)


if __name__ == "__main__":
    sys.exit(main())
