"""MNIST, in Keras' layout: `mnist.npz` in `AE_DATA_DIR`, or in Keras' own cache."""

from pathlib import Path

import numpy as np

from ae.config import DataSpec
from ae.data import framing
from ae.data.datasets import keras_cache
from ae.data.datasets.base import Dataset, DatasetError, Download, RemoteFile, Split, SplitName
from ae.i18n import N_
from ae.messages import Message

TEST_SIZE = 10_000
SPEC = DataSpec(
    name="mnist",
    kind="picture",
    shape=(28, 28),
    train_size=60_000,
    scale="large",
    classes=tuple("0123456789"),
)


def _path() -> Path:
    return keras_cache.found("mnist.npz")


def _read(split: SplitName) -> Split:
    path = _path()
    try:
        with np.load(path, allow_pickle=False) as archive:
            samples, labels = archive[f"x_{split}"], archive[f"y_{split}"]
    except FileNotFoundError:
        raise DatasetError(
            N_(
                "MNIST is not on this machine: expected {path}. Download it with the "
                "button beside the dataset, or set AE_DATA_DIR to a folder that holds "
                "mnist.npz."
            ),
            path=path,
        ) from None
    except Exception as error:  # a damaged archive raises anything from BadZipFile to KeyError
        raise DatasetError(_advice(path, f"{type(error).__name__}: {error}")) from error
    count = SPEC.train_size if split == "train" else TEST_SIZE
    shape = (count, *SPEC.shape)
    if samples.shape != shape or samples.dtype != np.uint8 or labels.shape != (count,):
        received = f"x_{split} {samples.shape} {samples.dtype}, y_{split} {labels.shape}"
        raise DatasetError(_advice(path, received))
    what = f"y_{split} {labels.dtype}"
    if labels.dtype.kind not in "iu" or labels.min() < 0 or labels.max() >= len(SPEC.classes):
        raise DatasetError(_advice(path, Message(N_("{what}, not all of 0 to 9"), {"what": what})))
    return Split(samples, labels.astype(np.uint8))


def _advice(path: Path, received: str | Message) -> Message:
    text = N_(
        "MNIST cannot be read: expected Keras' mnist.npz (x_train, y_train, x_test, y_test; uint8 "
        "pictures of 28×28). Received: {received}. Delete {path} and download it again."
    )
    return Message(text, {"received": received, "path": str(path)})


MNIST = Dataset(
    spec=SPEC,
    label=N_("MNIST"),
    credit=N_(
        "70,000 handwritten digits of 28×28 pixels (LeCun, Cortes & Burges 1998), by way of "
        "Keras' copy."
    ),
    read=_read,
    files=lambda: (_path(),),
    download=Download(
        files=(
            RemoteFile(
                "mnist.npz", "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
            ),
        ),
        address="https://storage.googleapis.com/tensorflow/tf-keras-datasets",
        mirror="AE_MNIST_URL",
        size=11_490_434,
        licence=N_("Creative Commons Attribution-Share Alike 3.0"),
        folder=keras_cache.folder,
    ),
    sample=N_("digit"),
    samples=N_("digits"),
    framing=framing.Framing(),
    held_out_differs=N_(
        "MNIST's held-out digits are by other writers than those it trains on: even where the "
        "codes of the training digits fit, those of the held-out ones may lie a little aside."
    ),
    # The copy that the shipped runs have learnt from: x_train lacks the faintest pixels, those of
    # value 1 of 255; test digits and labels are MNIST's.
    known=frozenset({"9b8d0fa9b895b5db"}),
)
