"""Flickr30k's table on a small made file of its form."""

import json
import sys

import numpy as np
import pytest

from simulate import flickr30k, flickr30k_features
from simulate.flickr30k import ALL_CAPTIONS, READINGS, evaluate, load_flickr30k, main
from simulate.paired_features import unit
from simulate.streams import Stream


def made(seed, images, prefix="", captions=5):
    """Images and captions that show one hidden scene each, through fixed maps and noise of their own."""
    maps, rng = np.random.default_rng(0), np.random.default_rng(seed)
    to_image, to_text = maps.standard_normal((4, 12)), maps.standard_normal((4, 9))
    scene = rng.standard_normal((images, 4))
    told = np.repeat(scene, captions, axis=0)
    return {
        f"{prefix}image": scene @ to_image + 0.1 * rng.standard_normal((images, 12)),
        f"{prefix}text": told @ to_text + 0.3 * rng.standard_normal((len(told), 9)),
    }


@pytest.fixture
def saved(tmp_path):
    def save(**changed):
        arrays = made(1, 30) | made(2, 200, "train_") | changed
        path = tmp_path / "features.npz"
        np.savez(path, **{name: values for name, values in arrays.items() if values is not None})
        return path

    return save


def loaded(path):
    return load_flickr30k(path, rng=np.random.default_rng(0))


@pytest.mark.parametrize("reading", READINGS)
def test_every_reading_beats_chance_and_loses_by_coding(saved, reading):
    train, test = loaded(saved())
    found = evaluate(train, test, reading, bits=[8], stream=Stream(1))
    assert found["documents"] == 30
    assert found["queries"] == (150 if reading == ALL_CAPTIONS else 30)
    assert len(found["widths"]) == len(READINGS[reading])
    table = found["table"]
    chance = np.mean(1 / np.arange(1, 31))
    assert table["uncoded"]["fixed"]["mrr"][1] > 2 * chance
    assert table["uncoded"]["fixed"]["mrr"][0] > table["water"]["8"]["fixed"]["mrr"][0] > chance
    assert found["frontier"]["8"] == 1.0


def test_identical_pairs_are_found_when_nothing_is_coded(saved):
    train, test = loaded(saved())
    found = evaluate(train, test, "image and caption, document the same", bits=[], stream=Stream(1))
    assert found["table"]["uncoded"]["fixed"]["recall"][0] == 1.0


def test_a_map_of_linear_data_is_found():
    rng = np.random.default_rng(0)
    given = rng.standard_normal((400, 6)) + 3.0
    wanted = unit(given - given.mean(axis=0)) @ rng.standard_normal((6, 3)) + 7.0
    assert np.allclose(flickr30k.fitted_map(given, wanted)(given), wanted, atol=0.01)


def test_captions_may_come_in_any_order(saved):
    arrays = made(1, 30)
    order = np.random.default_rng(5).permutation(150)
    mixed = saved(text=arrays["text"][order], caption_of=(np.arange(150) // 5)[order])
    found = loaded(mixed)[1]
    assert np.array_equal(found.caption_of, np.arange(150) // 5)
    for image in range(30):
        assert set(map(tuple, found.text[5 * image : 5 * image + 5])) == set(
            map(tuple, arrays["text"][5 * image : 5 * image + 5].astype(np.float32))
        )


def test_without_training_features_half_of_the_images_are_given_up(saved):
    train, test = loaded(saved(train_image=None, train_text=None))
    assert (len(train.image), len(test.image)) == (15, 15)
    whole = np.concatenate((train.image, test.image))
    assert len(np.unique(whole, axis=0)) == 30
    assert np.array_equal(test.caption_of, np.repeat(np.arange(15), 5))


WRONG = {
    "must hold the array 'text'": {"text": None},
    "must hold the array 'train_image'": {"train_image": None},
    "image must be finite; row 2": {
        "image": np.where(np.arange(30)[:, None] == 2, np.nan, 1.0) * np.ones((30, 12))
    },
    "text must have 5 rows an image, got 149 for 30": {"text": np.ones((149, 9))},
    r"caption_of must be in \[0, 30\), got 0 to 30": {
        "caption_of": np.arange(150) // 5 + (np.arange(150) > 148)
    },
    "every image two captions; image 0 has 1": {
        "caption_of": np.maximum(np.arange(150) // 5, np.arange(150) > 0)
    },
    "caption_of must be 150 integers": {"caption_of": np.ones(150)},
    "train_text and text must have one dimension, got 9 and 4": {"text": np.ones((150, 4))},
}


@pytest.mark.parametrize("message", WRONG)
def test_what_is_wrong_with_a_file_is_said_in_one_line(saved, message, capsys):
    path = saved(**WRONG[message])
    with pytest.raises(ValueError, match=message):
        loaded(path)
    assert main([str(path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_command_prints_every_reading_and_writes_json(saved, tmp_path, capsys):
    out = tmp_path / "found.json"
    assert main([str(saved()), "--bits", "8", "--json", str(out)]) == 0
    shown = capsys.readouterr().out
    assert all(f"{reading}: " in shown for reading in READINGS)
    assert "printed MRR (Recall@1): clip 256 bits 0.65 (46.8%)" in shown
    assert set(json.loads(out.read_text())) == set(READINGS)
    assert main([str(saved()), "--bits", "0"]) == 2
    assert main([str(tmp_path / "none")]) == 2


def test_the_split_is_read_from_its_list(tmp_path):
    sentences = [[{"raw": f"{name} {k}"} for k in range(2)] for name in "abc"]
    images = [
        {"filename": f"{name}.jpg", "split": split, "sentences": said}
        for name, split, said in zip("abc", ("test", "train", "test"), sentences, strict=True)
    ]
    path = tmp_path / "dataset.json"
    path.write_text(json.dumps({"images": images}))
    names, captions, owner = flickr30k_features.listed(path, "test")
    assert names == ["a.jpg", "c.jpg"]
    assert captions == ["a 0", "a 1", "c 0", "c 1"]
    assert owner.tolist() == [0, 0, 1, 1]
    with pytest.raises(ValueError, match="no images in the split 'val'"):
        flickr30k_features.listed(path, "val")


def test_missing_models_are_named_in_one_line(tmp_path, monkeypatch, capsys):
    images = [
        {"filename": "a.jpg", "split": split, "sentences": [{"raw": "a"}]} for split in ("test", "train")
    ]
    (tmp_path / "list.json").write_text(json.dumps({"images": images}))
    monkeypatch.setitem(sys.modules, "torch", None)
    argv = [
        "--images",
        str(tmp_path),
        "--captions",
        str(tmp_path / "list.json"),
        "--out",
        str(tmp_path / "f.npz"),
    ]
    assert flickr30k_features.main(argv) == 2
    assert "needs the package torch: pip install" in capsys.readouterr().err
    assert flickr30k_features.main([*argv[:3], str(tmp_path / "no.json"), *argv[4:]]) == 2
