"""The datasets: where they come from, how they are split, and whether they can be had.

`AE_DATA_DIR` names a folder that holds files in Keras' layout; without it Keras' own cache is
looked at. The built-in digits are always there.

To add one: read `mnist.py`, write a file like it, and add it to `DATASETS`.
"""

from collections.abc import Iterator
from pathlib import Path

from ae.caching import cached
from ae.config import Kind, RunConfig, register
from ae.config.data_spec import FINDERS
from ae.data.datasets import class_drawings, own_pictures, own_ratings
from ae.data.datasets.base import (
    Availability,
    Dataset,
    DatasetError,
    Download,
    Made,
    RemoteFile,
    Split,
    SplitName,
    content_digest,
    is_published,
    to_inputs,
    to_pixels,
)
from ae.data.datasets.breast_cancer import BREAST_CANCER
from ae.data.datasets.digits import DIGITS
from ae.data.datasets.ecg5000 import ECG5000
from ae.data.datasets.fashion_mnist import FASHION_MNIST
from ae.data.datasets.heartbeats import HEARTBEATS
from ae.data.datasets.mnist import MNIST
from ae.data.datasets.movielens import MOVIELENS
from ae.data.datasets.recorded_beats import RECORDED_BEATS
from ae.data.datasets.tastes import DATASET as TASTES


class Registry(dict[str, Dataset]):
    """Datasets by name; those that people have brought are found by theirs, and not listed."""

    def __missing__(self, name: str) -> Dataset:
        own = own_ratings.find(name) or own_pictures.find(name)
        found = own or class_drawings.find(name, self)
        if found is None:
            raise KeyError(name)
        return found


_ALL = (
    DIGITS,
    MNIST,
    FASHION_MNIST,
    HEARTBEATS,
    RECORDED_BEATS,
    ECG5000,
    BREAST_CANCER,
    TASTES,
    MOVIELENS,
)
DATASETS = Registry({one.spec.name: one for one in _ALL})
"""The registry, in the order in which controls show it."""
for _dataset in DATASETS.values():
    register(_dataset.spec)
FINDERS.append(lambda name: found.spec if (found := class_drawings.find(name, DATASETS)) else None)

Stamp = tuple[tuple[str, int, int], ...]


def load(name: str, split: SplitName) -> Split:
    """Return one split of a dataset; kept in memory, so asking again costs nothing.

    Raises:
        DatasetError: if the dataset is not on this machine or its file is damaged.
    """
    return _load(name, split, _stamp(name))


def held_out(name: str) -> Split:
    """Return the split of a dataset that judges its models."""
    return load(name, DATASETS[name].held_out)


def availability(name: str) -> Availability:
    """Tell whether `load(name, ...)` will work here, without importing anything heavy."""
    stamp = _stamp(name)
    return Availability("missing") if stamp is None else _check(name, stamp)


def present(name: str) -> bool:
    """Tell whether a dataset's files are here, without reading them; `availability` reads them."""
    return _stamp(name) is not None


def content(name: str) -> str:
    """Return the digest of a dataset's content here, or "" where it is the one it is known for.

    "" also where it is not on this machine: nothing says that it is another.
    """
    return availability(name).content


def identified(config: RunConfig) -> RunConfig:
    """Return a configuration that names the content of its dataset as it is on this machine."""
    return config.model_copy(update={"content": content(config.dataset)})


def default_dataset(kinds: tuple[Kind, ...] = ("picture",)) -> str:
    """Return MNIST where it is on this machine, else what is built in, of these kinds of data."""
    if "picture" in kinds and availability("mnist").state == "ready":
        return "mnist"
    return next(name for name, one in DATASETS.items() if one.spec.kind in kinds)


def forget() -> None:
    """Forget what was read: samples that are no longer kept are in no memory either."""
    _load.cache_clear()


def _stamp(name: str) -> Stamp | None:
    """Identify the files behind a dataset, so that a new download is seen at once."""
    try:
        return tuple(map(_file_stamp, DATASETS[name].files()))
    except OSError:
        return None


def _file_stamp(path: Path) -> tuple[str, int, int]:
    found = path.stat()
    return str(path), found.st_mtime_ns, found.st_size


@cached(12)
def _load(name: str, split: SplitName, stamp: Stamp | None) -> Split:
    return _read(name, split, stamp)


def _read(name: str, split: SplitName, stamp: Stamp | None) -> Split:
    loaded = DATASETS[name].read(split)
    arrays = (loaded.samples, loaded.labels, loaded.targets)
    for array in arrays:
        if array is not None:
            array.flags.writeable = False
    return loaded


@cached(12)
def _check(name: str, stamp: Stamp) -> Availability:
    dataset = DATASETS[name]

    # Looked through once and not kept: whoever shows samples loads them, and most data nobody does.
    splits = (_read(name, split, stamp) for split in dataset.splits)
    try:
        return Availability("ready", content=_unknown_content(dataset, splits))
    except DatasetError as error:
        return Availability("broken", error.message)


def _unknown_content(dataset: Dataset, splits: Iterator[Split]) -> str:
    """Return the digest of what is read, or "" where it is what the dataset is known for."""
    files = dataset.files()
    digest = content_digest(splits)  # of the known content, too: so all of it has been read once
    if not files or (dataset.download and is_published(dataset.download, files)):
        return ""
    return "" if digest in dataset.known else digest


__all__ = [
    "DATASETS",
    "Availability",
    "Dataset",
    "DatasetError",
    "Download",
    "Made",
    "RemoteFile",
    "Split",
    "SplitName",
    "availability",
    "content",
    "default_dataset",
    "forget",
    "held_out",
    "identified",
    "load",
    "present",
    "to_inputs",
    "to_pixels",
]
