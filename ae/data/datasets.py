"""The datasets: where they come from, how they are split, and whether they can be had.

Every dataset gives grey-level pictures, uint8 (n, 28, 28), light strokes on black, and
labels, uint8 (n,), 0 to 9. `AE_DATA_DIR` names a folder that holds `mnist.npz` in Keras'
layout; without it Keras' own cache is looked at. The built-in digits are always there.
"""

import gzip
import importlib.util
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image

from ae.caching import cached
from ae.config import TRAIN_IMAGES
from ae.data import framing
from ae.data.framing import SHAPE
from ae.i18n import N_

MNIST_URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
MNIST_BYTES = 11_490_434
MNIST_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"

SplitName = Literal["train", "test"]


class DatasetError(RuntimeError):
    """A dataset cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class Split:
    """Pictures, uint8 (n, 28, 28), with their labels, uint8 (n,). Read-only."""

    images: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True)
class Availability:
    """Whether a dataset can be used here: `missing` can be downloaded, `broken` says why."""

    state: Literal["ready", "missing", "broken"]
    message: str = ""


@dataclass(frozen=True)
class DatasetInfo:
    """One entry of the registry: its words, and how one split of it is read.

    Args:
        centre: where the centre of mass of its digits lies: see `framing`.
    """

    label: str
    credit: str
    read: Callable[[SplitName], Split]
    centre: float = framing.CENTRE


def load(name: str, split: SplitName) -> Split:
    """Return one split of a dataset; kept in memory, so asking again costs nothing.

    Raises:
        DatasetError: if the dataset is not on this machine or its file is damaged.
    """
    return _load(name, split, _stamp(name))


def availability(name: str) -> Availability:
    """Tell whether `load(name, ...)` will work here, without importing anything heavy."""
    stamp = _stamp(name)
    if name == "mnist" and stamp is None:
        return Availability("missing")
    return _check(name, stamp)


def mnist_path() -> Path:
    """Return where MNIST lies, or where a download would put it: Keras' own cache."""
    given = os.environ.get("AE_DATA_DIR")
    if given and (Path(given) / "mnist.npz").exists():
        return Path(given) / "mnist.npz"
    return Path(os.environ.get("KERAS_HOME", Path.home() / ".keras")) / "datasets" / "mnist.npz"


def default_dataset() -> str:
    """Return MNIST where it is on this machine, the built-in digits elsewhere."""
    return "mnist" if availability("mnist").state == "ready" else "digits"


def to_inputs(images: np.ndarray) -> np.ndarray:
    """Turn uint8 pictures (n, 28, 28) into model inputs, float32 in [0, 1]."""
    return images.astype(np.float32) / 255.0


def to_pixels(images: np.ndarray) -> np.ndarray:
    """Turn float pictures in [0, 1] into uint8; values outside are clipped."""
    return np.rint(np.clip(images, 0.0, 1.0) * 255.0).astype(np.uint8)


def _stamp(name: str) -> tuple[str, int, int] | None:
    """Identify the file behind a dataset, so that a new download is seen at once."""
    if name != "mnist":
        return (name, 0, 0)
    try:
        found = mnist_path().stat()
    except OSError:
        return None
    return (str(mnist_path()), found.st_mtime_ns, found.st_size)


@cached(8)
def _load(name: str, split: SplitName, stamp: tuple[str, int, int] | None) -> Split:
    loaded = DATASETS[name].read(split)
    loaded.images.flags.writeable = loaded.labels.flags.writeable = False
    return loaded


@cached(8)
def _check(name: str, stamp: tuple[str, int, int] | None) -> Availability:
    try:
        for split in ("train", "test"):
            DATASETS[name].read(split)
    except DatasetError as error:
        return Availability("broken", str(error))
    return Availability("ready")


def _read_mnist(split: SplitName) -> Split:
    path = mnist_path()
    try:
        with np.load(path, allow_pickle=False) as archive:
            images, labels = archive[f"x_{split}"], archive[f"y_{split}"]
    except FileNotFoundError:
        raise DatasetError(
            f"MNIST is not on this machine: expected {path}. Download it with the button beside "
            "the dataset, or set AE_DATA_DIR to a folder that holds mnist.npz."
        ) from None
    except Exception as error:  # a damaged archive raises anything from BadZipFile to KeyError
        raise DatasetError(_advice(path, f"{type(error).__name__}: {error}")) from error
    count = TRAIN_IMAGES["mnist"] if split == "train" else 10_000
    if images.shape != (count, *SHAPE) or images.dtype != np.uint8 or labels.shape != (count,):
        received = f"x_{split} {images.shape} {images.dtype}, y_{split} {labels.shape}"
        raise DatasetError(_advice(path, received))
    if labels.dtype.kind not in "iu" or labels.min() < 0 or labels.max() > 9:
        raise DatasetError(_advice(path, f"y_{split} {labels.dtype}, not all of 0 to 9"))
    return Split(images, labels.astype(np.uint8))


def _advice(path: Path, received: str) -> str:
    return (
        "MNIST cannot be read: expected Keras' mnist.npz (x_train, y_train, x_test, y_test; uint8 "
        f"pictures of 28×28). Received: {received}. Delete {path} and download it again."
    )


def _read_digits(split: SplitName) -> Split:
    table = _digits_table()
    # A fixed shuffle, since the rows are grouped by writer; one fifth is held out.
    order = np.random.default_rng(0).permutation(len(table))
    cut = TRAIN_IMAGES["digits"]
    rows = table[order[:cut] if split == "train" else order[cut:]]
    images = np.stack([_enlarge(row[:64].reshape(8, 8)) for row in rows])
    return Split(images, rows[:, 64].astype(np.uint8))


def _digits_table() -> np.ndarray:
    """Return scikit-learn's digits, (1797, 65): 64 pixels of 0 to 16, then the label.

    Read from the file inside the installed package: the same data as `load_digits`, without
    the 2 s that importing scikit-learn would cost the web process (a test compares the two).
    """
    found = importlib.util.find_spec("sklearn")
    if found is None or not found.submodule_search_locations:
        raise DatasetError(
            "The built-in digits need scikit-learn. Run: pip install -r requirements.txt"
        )
    path = Path(found.submodule_search_locations[0]) / "datasets" / "data" / "digits.csv.gz"
    with gzip.open(path, "rt") as file:
        return np.loadtxt(file, delimiter=",", dtype=np.uint8)


def _enlarge(small: np.ndarray) -> np.ndarray:
    """Turn one 8×8 digit of 0 to 16 into uint8 (28, 28), framed as MNIST frames its own."""
    picture = Image.fromarray((small * 15.9375).astype(np.uint8))
    whole = (0, 0, *picture.size)
    placed = framing.place(picture, whole, DATASETS["digits"].centre)
    large = Image.fromarray(placed.put(picture))
    # Enlarging blurs the strokes; steepening the grey levels restores their contrast.
    return np.asarray(large.point([_steepen(level) for level in range(256)]))


def _steepen(level: int) -> int:
    return round(min(max((level - 50) / 155, 0.0), 1.0) * 255)


DATASETS: dict[str, DatasetInfo] = {
    "digits": DatasetInfo(
        label=N_("Built-in digits"),
        credit=N_(
            "1,797 handwritten digits of 8×8 pixels, enlarged to 28×28: the UCI “Optical "
            "Recognition of Handwritten Digits” test set (Alpaydin & Kaynak 1998, CC BY 4.0), "
            "which scikit-learn carries."
        ),
        read=_read_digits,
        centre=13.5,  # half a pixel from MNIST's; the shipped runs have learnt these pictures
    ),
    "mnist": DatasetInfo(
        label=N_("MNIST"),
        credit=N_(
            "70,000 handwritten digits of 28×28 pixels (LeCun, Cortes & Burges 1998), by way of "
            "Keras' copy."
        ),
        read=_read_mnist,
    ),
}
"""The registry. To add a dataset: its reader, its entry here, its size in `config`."""
