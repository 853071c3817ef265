"""A dataset with the drawings of a class among its training samples: one of its own.

It is named by what was drawn, lies beside what Keras downloads, so that the workers find it, and is
removed when the class ends. Every second drawing is learnt from, as often as it takes to be heard
among so many others; the rest is held back, to tell whether that helped.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from ae.caching import cached
from ae.data.datasets import keras_cache
from ae.data.datasets.base import Dataset, DatasetError, Split, SplitName
from ae.i18n import N_

PREFIX, DIGITS = "class-", 16
SHARE = 0.1
"""How large a part of the dataset's own training samples the drawings come to."""
LEAST = 4
"""So many drawings are needed: two to learn from, two to hold back."""


def keep(base: str, drawings: np.ndarray, labels: np.ndarray) -> str:
    """Keep the drawings of a class, and return the name of the dataset that holds them, too.

    Args:
        base: the dataset among whose training samples they are.
        drawings: uint8 (n, height, width), framed as those are.
        labels: the place of each in the dataset's classes, uint8 (n,).

    Raises:
        ValueError: for fewer than `LEAST`.
        DatasetError: if they cannot be written.
    """
    if len(drawings) < LEAST:
        raise ValueError(f"Expected {LEAST} drawings or more. Received: {len(drawings)}.")
    arrays = {"base": np.array(base), "drawings": drawings, "labels": labels}
    found = hashlib.blake2b(digest_size=DIGITS // 2)
    for array in arrays.values():
        found.update(f"{array.shape} {array.dtype.str} ".encode())
        found.update(np.ascontiguousarray(array).tobytes())
    name = PREFIX + found.hexdigest()
    path = _path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.part")
        with beside.open("wb") as file:
            np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
        beside.replace(path)
    except OSError as error:
        raise DatasetError(
            f"The drawings cannot be kept in {path.parent}: {error.strerror or error}. Free some "
            "disk space, or make the folder writable."
        ) from error
    return name


def find(name: str, datasets: Mapping[str, Dataset]) -> Dataset | None:
    """Return the dataset of a class's drawings, or None where there is none of this name.

    Args:
        datasets: those among whose samples drawings may be.
    """
    digits = name.removeprefix(PREFIX)
    if digits == name or len(digits) != DIGITS or not set(digits) <= set("0123456789abcdef"):
        return None
    if not _path(name).exists():
        return None
    base = datasets[_base(name)]
    added = times(name, base) * len(_drawn(name)[0][::2])
    return replace(
        base,
        spec=replace(base.spec, name=name, train_size=base.spec.train_size + added),
        label=N_("Digits, a class's among them"),
        read=lambda split: _read(name, base, split),
        download=None,
        known=frozenset(),
    )


def held_back(name: str) -> np.ndarray:
    """Return the drawings that were not learnt from, uint8 (n, height, width)."""
    return _drawn(name)[0][1::2]


def times(name: str, base: Dataset) -> int:
    """Return how often each drawing that is learnt from stands among the training samples."""
    return max(1, round(SHARE * base.spec.train_size / len(_drawn(name)[0][::2])))


def remove(name: str) -> None:
    """Remove a class's drawings, from memory too; where there are none of this name, nothing."""
    if name.startswith(PREFIX) and "/" not in name:
        _path(name).unlink(missing_ok=True)
    _kept.cache_clear()


def _read(name: str, base: Dataset, split: SplitName) -> Split:
    whole = base.read(split)
    if split != "train":
        return whole
    drawings, labels = (array[::2] for array in _drawn(name))
    often = times(name, base)
    return Split(
        np.concatenate([whole.samples, np.tile(drawings, (often, 1, 1))]),
        np.concatenate([whole.labels, np.tile(labels, often)]),
    )


def _base(name: str) -> str:
    return _kept(name)[0]


def _drawn(name: str) -> tuple[np.ndarray, np.ndarray]:
    return _kept(name)[1:]


@cached(16)
def _kept(name: str) -> tuple[str, np.ndarray, np.ndarray]:
    try:
        with np.load(_path(name), allow_pickle=False) as kept:
            return str(kept["base"]), kept["drawings"], kept["labels"]
    except Exception as error:  # bytes of any kind may stand in a damaged file
        raise DatasetError(
            f"The class's drawings cannot be read any more: {type(error).__name__}. Train again."
        ) from error


def _path(name: str) -> Path:
    return keras_cache.folder() / "class-drawings" / f"{name}.npz"
