"""A person's own pictures as a dataset of its own, named by what it holds: see `kept_files`."""

from collections.abc import Callable

import numpy as np

from ae.caching import cached
from ae.config import DataSpec
from ae.config.data_spec import FINDERS
from ae.data import pictures_file
from ae.data.datasets.base import Dataset, Split, SplitName
from ae.data.datasets.kept_files import KeptFiles
from ae.data.pictures_file import Limits, Pictures
from ae.data.pictures_file.limits import LIMITS, plain
from ae.i18n import N_

FILES = KeptFiles("pictures-", "own-pictures", N_("Your pictures"), most_bytes=500_000_000)
HELD_OUT = 0.15
"""Which part of the pictures is never learnt from."""
MANY = 10_000
"""From so many on defaults are those that were found on large datasets."""


def keep(
    name: str,
    content: bytes,
    limits: Limits = LIMITS,
    progress: Callable[[float], None] = lambda done: None,
) -> tuple[str, Pictures]:
    """Keep somebody's pictures; return the name of their dataset, and what was read.

    Args:
        name: what the dataset is called for people; of any characters.
        content, limits, progress: see `ae.data.pictures_file.read`.

    Raises:
        ae.data.pictures_file.PicturesError: if it cannot be read, with a sentence.
        DatasetError: if it cannot be written.
    """
    found = pictures_file.read(content, limits, progress)
    arrays = {
        "images": found.images,
        "labels": found.labels,
        "classes": np.array(found.classes, str),
        "title": np.array(plain(name, N_("My pictures"))),
    }
    return FILES.keep(arrays), found


def find(name: str) -> Dataset | None:
    """Return the dataset of a person's own pictures, or None where there is none of this name."""
    return _found(name) if FILES.has(name) else None


@cached(16)
def _found(name: str) -> Dataset:
    kept = FILES.read(name)
    count, height, width = kept["images"].shape
    learnt = count - _held_out(count)
    spec = DataSpec(
        name=name,
        kind="picture",
        shape=(height, width),
        train_size=learnt,
        scale="large" if learnt > MANY else "small",
        classes=tuple(map(str, kept["classes"])),
    )
    return Dataset(
        spec=spec,
        label=str(kept["title"]),
        credit=N_("Pictures that somebody has brought: whoever has this page's address sees them."),
        read=lambda split: _read(name, split),
    )


def _held_out(count: int) -> int:
    return max(1, round(HELD_OUT * count))


def _read(name: str, split: SplitName) -> Split:
    """Return a split: which picture is in which was drawn once, whatever their order."""
    kept = FILES.read(name)
    order = np.random.default_rng(0).permutation(len(kept["images"]))
    held_out = _held_out(len(order))
    rows = order[:held_out] if split == "test" else order[held_out:]
    return Split(kept["images"][rows], kept["labels"][rows].astype(np.uint8))


FINDERS.append(lambda name: found.spec if (found := find(name)) else None)
