"""Fashion-MNIST, as Keras keeps it: four gzipped IDX files in a folder `fashion-mnist`."""

import gzip
from pathlib import Path

import numpy as np

from ae.config import DataSpec
from ae.data.datasets import keras_cache
from ae.data.datasets.base import Dataset, DatasetError, Download, RemoteFile, Split, SplitName
from ae.i18n import N_
from ae.messages import Message

FOLDER = "fashion-mnist"
TEST_SIZE = 10_000
SPEC = DataSpec(
    name="fashion_mnist",
    kind="picture",
    shape=(28, 28),
    train_size=60_000,
    scale="large",
    classes=(
        N_("T-shirt or top"),
        N_("trouser"),
        N_("pullover"),
        N_("dress"),
        N_("coat"),
        N_("sandal"),
        N_("shirt"),
        N_("sneaker"),
        N_("bag"),
        N_("ankle boot"),
    ),
)
FILES = (
    RemoteFile("train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
    RemoteFile("train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe"),
    RemoteFile("t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79"),
    RemoteFile("t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310"),
)
"""With the MD5 sums that its authors publish (Xiao, Rasul & Vollgraf 2017)."""
CHUNK = 1 << 20
PICTURES_HEADER, LABELS_HEADER = 16, 8
"""Bytes before the data of an IDX file of three dimensions, and of one."""


def _paths() -> tuple[Path, ...]:
    return tuple(keras_cache.found(f"{FOLDER}/{file.name}") for file in FILES)


def _read(split: SplitName) -> Split:
    pictures, labels = _paths()[:2] if split == "train" else _paths()[2:]
    count = SPEC.train_size if split == "train" else TEST_SIZE
    found = _bytes(labels, LABELS_HEADER, count)
    if found.max() >= len(SPEC.classes):
        raise DatasetError(_advice(labels, Message(N_("a label of {n}"), {"n": int(found.max())})))
    samples = _bytes(pictures, PICTURES_HEADER, count * SPEC.size).reshape(count, *SPEC.shape)
    return Split(samples, found)


def _bytes(path: Path, header: int, count: int) -> np.ndarray:
    """Return the data of an IDX file, uint8 (count,); no more than that is unpacked."""
    try:
        with gzip.open(path, "rb") as file:
            content = bytearray()
            while part := file.read(min(CHUNK, header + count + 1 - len(content))):
                content += part  # so that it is not in memory twice
    except FileNotFoundError:
        raise DatasetError(
            N_(
                "Fashion-MNIST is not on this machine: expected {path}. Download it "
                "with the button beside the dataset, or set AE_DATA_DIR to a folder "
                "that holds {folder}."
            ),
            path=path,
            folder=FOLDER,
        ) from None
    except Exception as error:  # a damaged archive raises anything from EOFError to zlib.error
        raise DatasetError(_advice(path, f"{type(error).__name__}: {error}")) from error
    if len(content) != header + count:
        text = N_("{n:,} bytes instead of {expected:,}")
        values = {"n": len(content), "expected": header + count}
        raise DatasetError(_advice(path, Message(text, values)))
    return np.frombuffer(content, np.uint8, offset=header)


def _advice(path: Path, received: str | Message) -> Message:
    text = N_(
        "Fashion-MNIST cannot be read: expected its four gzipped IDX files (uint8 pictures of "
        "28×28, labels 0 to 9). Received: {received}. Delete {path} and download it again."
    )
    return Message(text, {"received": received, "path": str(path)})


FASHION_MNIST = Dataset(
    spec=SPEC,
    label=N_("Fashion-MNIST"),
    credit=N_(
        "70,000 pictures of clothes and shoes of 28×28 pixels (Xiao, Rasul & Vollgraf 2017, "
        "Zalando Research, MIT licence), by way of Keras' copy."
    ),
    read=_read,
    files=_paths,
    download=Download(
        files=FILES,
        address="https://storage.googleapis.com/tensorflow/tf-keras-datasets",
        mirror="AE_FASHION_MNIST_URL",
        size=30_878_645,
        licence=N_("MIT licence"),
        folder=lambda: keras_cache.folder() / FOLDER,
    ),
)
