"""The datasets: the right pictures, held-out ones apart, and a damaged file told as such."""

import hashlib
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from ae import config
from ae.data import datasets
from ae.data.datasets import digits, mnist
from ae.models import training

DAMAGES = {
    "pictures of another shape": {"x_test": np.zeros((10_000, 32, 32), np.uint8)},
    "training pictures of another shape": {"x_train": np.zeros((60_000, 28), np.uint8)},
    "too few pictures": {"x_test": np.zeros((9_999, 28, 28), np.uint8)},
    "pictures of another type": {"x_test": np.zeros((10_000, 28, 28), np.float32)},
    "training pictures of another type": {"x_train": np.zeros((60_000, 28, 28), np.int8)},
    "no test pictures": {"x_test": None},
    "no training pictures": {"x_train": None},
    "no training labels": {"y_train": None},
    "too few labels": {"y_test": np.zeros(9_999, np.uint8)},
    "a label of 10": {"y_test": np.full(10_000, 10, np.uint8)},
    "a training label of 200": {"y_train": np.full(60_000, 200, np.uint8)},
    "a label of -1": {"y_test": np.full(10_000, -1, np.int64)},
    "labels in words": {"y_test": np.full(10_000, "seven")},
    "labels with fractions": {"y_test": np.full(10_000, 0.5)},
    "pickled objects": {"y_test": np.array([{}] * 10_000, object)},
}


def whole_mnist():
    """Return arrays of MNIST's names, shapes and types, all black."""
    return {
        "x_train": np.zeros((60_000, 28, 28), np.uint8),
        "y_train": np.zeros(60_000, np.uint8),
        "x_test": np.zeros((10_000, 28, 28), np.uint8),
        "y_test": np.zeros(10_000, np.uint8),
    }


def write_mnist(folder, changes=()):
    arrays = whole_mnist() | dict(changes)
    kept = {name: array for name, array in arrays.items() if array is not None}
    np.savez_compressed(folder / "mnist.npz", **kept)
    return folder / "mnist.npz"


@pytest.fixture
def data_dir(tmp_path, monkeypatch):
    """An empty data folder, and an empty Keras cache."""
    monkeypatch.setenv("AE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    return tmp_path


def mass_centre(pictures):
    """Return the mass centres, row and column, (n, 2)."""
    grey = pictures.astype(float)
    mass = grey.sum((1, 2))
    rows = (grey.sum(2) @ np.arange(28)) / mass
    columns = (grey.sum(1) @ np.arange(28)) / mass
    return np.stack([rows, columns], axis=1)


def test_the_digits_are_those_of_scikit_learn():
    from sklearn.datasets import load_digits

    table, oracle = digits._table(), load_digits()
    np.testing.assert_array_equal(table[:, :64], oracle.data)
    np.testing.assert_array_equal(table[:, 64], oracle.target)


@pytest.mark.parametrize(("split", "count"), [("train", 1440), ("test", 357)])
def test_the_digits_of_each_split(split, count):
    loaded = datasets.load("digits", split)
    assert loaded.samples.shape == (count, 28, 28)
    assert loaded.labels.shape == (count,)
    assert loaded.samples.dtype == loaded.labels.dtype == np.uint8
    assert set(loaded.labels) == set(range(10))
    assert loaded.samples.max() == 255
    assert np.median(loaded.samples) == 0


@pytest.mark.parametrize(
    ("split", "start"), [("train", "1ad9ec8f318b896d"), ("test", "5663c1f5ca0708de")]
)
def test_the_pixels_of_the_digits_never_change(split, start):
    """The shipped runs were trained and measured on exactly these."""
    pixels = datasets.load("digits", split).samples.tobytes()
    assert hashlib.sha256(pixels).hexdigest().startswith(start)


def test_the_splits_of_the_digits_share_no_picture():
    train, test = datasets.load("digits", "train"), datasets.load("digits", "test")
    pictures = {image.tobytes() for image in train.samples}
    assert len(pictures) == 1440
    assert not any(image.tobytes() in pictures for image in test.samples)


def test_each_digit_keeps_its_label():
    """A digit shrunk again is nearest to scikit-learn's digits of the same label."""
    from sklearn.datasets import load_digits

    oracle = load_digits()
    test = datasets.load("digits", "test")
    small = [
        np.asarray(Image.fromarray(image[4:24, 4:24]).resize((8, 8))) for image in test.samples
    ]
    means = np.stack([oracle.data[oracle.target == digit].mean(0) for digit in range(10)])
    flat = np.stack(small).reshape(-1, 64) / 16
    nearest = np.argmin(((flat[:, None] - means) ** 2).sum(2), axis=1)
    assert np.mean(nearest == test.labels) > 0.8


def test_what_is_loaded_cannot_be_changed():
    loaded = datasets.load("digits", "test")
    assert loaded is datasets.load("digits", "test")
    with pytest.raises(ValueError, match="read-only"):
        loaded.samples[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        loaded.labels[0] = 0


@pytest.mark.parametrize("split", ["train", "test"])
def test_the_digits_are_centred(split):
    offset = np.abs(mass_centre(datasets.load("digits", split).samples) - 13.5)
    assert offset.max() <= 1.0


def test_pixels_and_inputs_round_trip():
    every = np.arange(256, dtype=np.uint8).repeat(4).reshape(1, 32, 32)
    inputs = datasets.to_inputs(every)
    assert inputs.dtype == np.float32
    assert inputs.min() == 0.0
    assert inputs.max() == 1.0
    np.testing.assert_array_equal(datasets.to_pixels(inputs), every)


def test_pixels_outside_the_range_are_clipped():
    outside = np.array([[-0.5, 0.0, 0.5, 1.0, 7.0]])
    np.testing.assert_array_equal(datasets.to_pixels(outside), [[0, 0, 128, 255, 255]])


def test_without_mnist_the_digits_serve(data_dir):
    assert datasets.availability("mnist").state == "missing"
    assert datasets.availability("digits").state == "ready"
    assert datasets.default_dataset() == "digits"
    with pytest.raises(datasets.DatasetError, match="AE_DATA_DIR"):
        datasets.load("mnist", "train")


def test_a_whole_file_is_ready_and_seen_at_once(data_dir):
    assert datasets.default_dataset() == "digits"
    write_mnist(data_dir)
    assert datasets.availability("mnist").state == "ready"
    assert datasets.default_dataset() == "mnist"
    assert datasets.load("mnist", "test").samples.shape == (10_000, 28, 28)


def test_labels_of_a_wider_type_become_bytes(data_dir):
    write_mnist(data_dir, {"y_test": np.full(10_000, 9, np.int64)})
    assert datasets.load("mnist", "test").labels.dtype == np.uint8


def test_the_data_folder_goes_before_keras_cache(data_dir):
    cache = data_dir / "keras" / "datasets"
    assert mnist._path() == cache / "mnist.npz"
    cache.mkdir(parents=True)
    write_mnist(cache)
    assert datasets.availability("mnist").state == "ready"
    assert mnist._path() == cache / "mnist.npz"
    write_mnist(data_dir)
    assert mnist._path() == data_dir / "mnist.npz"


def check_broken(path):
    """The dataset says that it is broken and what to do, and the digits step in."""
    found = datasets.availability("mnist")
    assert found.state == "broken"
    assert f"Delete {path} and download it again" in str(found.message)
    assert datasets.default_dataset() == "digits"
    with pytest.raises(datasets.DatasetError):
        for split in ("train", "test"):
            datasets.load("mnist", split)


@pytest.mark.parametrize("changes", DAMAGES.values(), ids=DAMAGES)
def test_a_wrong_file_is_broken(data_dir, changes):
    check_broken(write_mnist(data_dir, changes))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.999])
def test_a_truncated_file_is_broken(data_dir, share):
    path = write_mnist(data_dir)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    check_broken(path)


@pytest.mark.parametrize("array", ["x_train", "x_test"])
def test_a_flipped_byte_is_damage(data_dir, array):
    path = write_mnist(data_dir)
    content = bytearray(path.read_bytes())
    content[content.index(f"{array}.npy".encode()) + 60] ^= 0xFF
    path.write_bytes(content)
    check_broken(path)


def test_a_text_or_a_folder_of_that_name_is_broken(data_dir):
    path = data_dir / "mnist.npz"
    path.write_text("<html>Please log in to the network</html>")
    check_broken(path)
    path.unlink()
    path.mkdir()
    check_broken(path)


def test_a_repaired_file_is_ready_again(data_dir):
    path = data_dir / "mnist.npz"
    path.write_text("damaged")
    assert datasets.availability("mnist").state == "broken"
    write_mnist(data_dir)
    assert datasets.availability("mnist").state == "ready"


@pytest.mark.mnist
def test_mnist_itself():
    train, test = datasets.load("mnist", "train"), datasets.load("mnist", "test")
    assert train.samples.shape == (60_000, 28, 28)
    assert test.samples.shape == (10_000, 28, 28)
    assert train.samples.mean() / 255 == pytest.approx(0.13066, abs=1e-5)
    assert np.bincount(test.labels).tolist() == [
        *(980, 1135, 1032, 1010, 982),
        *(892, 958, 1028, 974, 1009),
    ]


def test_another_content_makes_another_key(data_dir):
    chosen = config.from_flat({"dataset": "mnist"})
    assert datasets.identified(chosen) == chosen  # nothing is here that could be another
    write_mnist(data_dir)
    first = datasets.identified(chosen)
    assert first.content and first.key() != chosen.key()
    write_mnist(data_dir, {"y_test": np.full(10_000, 9, np.uint8)})
    assert datasets.identified(chosen).key() not in (first.key(), chosen.key())
    with pytest.raises(datasets.DatasetError, match="its files have changed"):
        training.training_samples(first)


def test_the_built_in_digits_have_one_content():
    assert datasets.content("digits") == ""


def test_the_published_file_is_known_by_its_hash(data_dir, monkeypatch):
    path = write_mnist(data_dir)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    known = datasets.DATASETS["mnist"]
    files = (datasets.RemoteFile("mnist.npz", digest),)
    published = replace(known.download, files=files)
    monkeypatch.setitem(datasets.DATASETS, "mnist", replace(known, download=published))
    assert datasets.content("mnist") == ""


@pytest.mark.mnist
def test_mnist_is_the_content_that_shipped_runs_have_learnt_from():
    assert datasets.content("mnist") == ""
