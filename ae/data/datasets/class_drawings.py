"""A dataset with the drawings of a class among its training samples: one of its own.

It is named by what was drawn (see `kept_files`) and removed when the class ends. Every second
drawing is learnt from, as often as it takes to be heard among so many others; the rest is held
back, to tell whether that helped.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ae.caching import cached
from ae.data.datasets.base import Dataset, Split, SplitName
from ae.data.datasets.kept_files import KeptFiles
from ae.i18n import N_

FILES = KeptFiles("class-", "class-drawings", N_("The drawings"))
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
    return FILES.keep({"base": np.array(base), "drawings": drawings, "labels": labels})


def find(name: str, datasets: Mapping[str, Dataset]) -> Dataset | None:
    """Return the dataset of a class's drawings, or None where there is none of this name.

    Args:
        datasets: those among whose samples drawings may be.
    """
    if not FILES.has(name):
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
    FILES.remove(name)
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
    kept = FILES.read(name)
    return str(kept["base"]), kept["drawings"], kept["labels"]
