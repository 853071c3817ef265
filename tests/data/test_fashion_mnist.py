"""Fashion-MNIST from files of the same names, shapes and layout that the tests make."""

import gzip
import hashlib
import struct

import numpy as np
import pytest

from ae import config
from ae.data import datasets
from ae.data.datasets import DatasetError, fashion_mnist

SIDE = 28


def patterns(count):
    """Make uint8 pictures (count, 28, 28) of ten plain kinds, and their labels."""
    labels = (np.arange(count) % 10).astype(np.uint8)
    rows = np.arange(SIDE)
    kinds = np.stack([np.where(rows % (label + 2) == 0, 200, 10) for label in range(10)])
    pictures = np.repeat(kinds[labels][:, :, None], SIDE, axis=2).astype(np.uint8)
    pictures[:, 0, :4] = np.arange(count)[:, None] // [1, 10, 100, 1000] % 250
    return pictures, labels


def idx(array):
    """Return an array as an IDX file holds it."""
    head = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return gzip.compress(head + array.tobytes(), 1)


def files(train=60_000, test=10_000):
    """Return the four files by name, as bytes."""
    parts = [*patterns(train), *patterns(test)]
    return {file.name: idx(part) for file, part in zip(fashion_mnist.FILES, parts, strict=True)}


@pytest.fixture(scope="module")
def whole():
    return files()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("AE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    return tmp_path


def put(folder, content):
    place = folder / fashion_mnist.FOLDER
    place.mkdir(parents=True, exist_ok=True)
    for name, data in content.items():
        (place / name).write_bytes(data)


def test_without_its_files_it_is_missing_and_says_what_to_do(folder):
    assert datasets.availability("fashion_mnist").state == "missing"
    with pytest.raises(DatasetError, match=r"not on this machine.*button.*AE_DATA_DIR"):
        datasets.load("fashion_mnist", "train")


def test_its_pictures_and_labels_are_those_of_the_files(folder, whole):
    put(folder, whole)
    assert datasets.availability("fashion_mnist").state == "ready"
    for split, count in (("train", 60_000), ("test", 10_000)):
        loaded = datasets.load("fashion_mnist", split)
        pictures, labels = patterns(count)
        np.testing.assert_array_equal(loaded.samples, pictures)
        np.testing.assert_array_equal(loaded.labels, labels)


def test_keras_own_cache_is_looked_at_too(folder, whole):
    put(folder / "keras" / "datasets", whole)
    assert datasets.availability("fashion_mnist").state == "ready"


@pytest.mark.parametrize("which", [0, 1, 2, 3])
@pytest.mark.parametrize("damage", ["cut short", "no archive", "too few", "too many"])
def test_damaged_files_are_told_as_such(folder, whole, which, damage):
    name = fashion_mnist.FILES[which].name
    bad = {
        "cut short": whole[name][: len(whole[name]) // 2],
        "no archive": b"<html>",
        "too few": gzip.compress(b"\0" * 100),
        "too many": gzip.compress(b"\0" * 50_000_000, 1),
    }
    put(folder, whole | {name: bad[damage]})
    found = datasets.availability("fashion_mnist")
    assert found.state == "broken"
    assert "Fashion-MNIST cannot be read" in str(found.message) and name in str(found.message)


def test_a_label_beyond_the_classes_is_damage(folder, whole):
    name = fashion_mnist.FILES[3].name
    put(folder, whole | {name: idx(np.full(10_000, 10, np.uint8))})
    assert "a label of 10" in str(datasets.availability("fashion_mnist").message)


def test_keras_reads_the_same_of_the_same_files(folder, whole, monkeypatch):
    from keras.datasets import fashion_mnist as oracle

    put(folder / "keras" / "datasets", whole)
    place = folder / "keras" / "datasets" / fashion_mnist.FOLDER
    monkeypatch.setattr(
        "keras.src.datasets.fashion_mnist.get_file", lambda name, **_: str(place / name)
    )
    (x_train, y_train), (x_test, y_test) = oracle.load_data()
    for split, samples, labels in (("train", x_train, y_train), ("test", x_test, y_test)):
        np.testing.assert_array_equal(datasets.load("fashion_mnist", split).samples, samples)
        np.testing.assert_array_equal(datasets.load("fashion_mnist", split).labels, labels)


def test_a_configuration_on_it_is_one_of_its_own():
    ours = config.from_flat({"dataset": "fashion_mnist"})
    assert ours.key() != config.from_flat({"dataset": "mnist"}).key()
    assert ours.train_size == 60_000
    assert config.data_spec("fashion_mnist").classes[9] == "ankle boot"


def test_what_is_downloaded_is_checked_by_the_published_sums():
    for file in fashion_mnist.FILES:
        assert len(bytes.fromhex(file.digest)) == hashlib.md5(usedforsecurity=False).digest_size
