"""A person's own ratings as a dataset of its own, named by what it holds.

They lie beside what Keras downloads, so that the workers find them, too. Nobody else is shown the
name, and it cannot be guessed.
"""

import hashlib
import os
import uuid
from pathlib import Path

import numpy as np

from ae.caching import cached
from ae.config import DataSpec
from ae.config.data_spec import FINDERS
from ae.data import ratings_file
from ae.data.datasets import keras_cache, rating_splits
from ae.data.datasets.base import Dataset, DatasetError, Split, SplitName
from ae.data.ratings import STARS, Ratings
from ae.i18n import N_

PREFIX, DIGITS = "ratings-", 16
MOST_BYTES = 200_000_000
"""How much all of them may take; those unused longest go first."""


def keep(content: bytes) -> str:
    """Keep a table of ratings, and return the name of its dataset.

    Raises:
        ae.data.ratings_file.RatingsError: if it cannot be read, with a sentence.
        DatasetError: if it cannot be written.
    """
    listed = ratings_file.read(content)
    name = PREFIX + _digest(listed)
    path = _path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            beside = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
            with beside.open("wb") as file:
                np.savez_compressed(file, **_arrays(listed))  # type: ignore[arg-type]
            beside.replace(path)
        os.utime(path)
        _make_room(path.parent, path)
    except OSError as error:
        raise DatasetError(
            f"Your ratings cannot be kept in {path.parent}: {error.strerror or error}."
        ) from error
    return name


def find(name: str) -> Dataset | None:
    """Return the dataset of a person's own ratings, or None where there is none of this name."""
    digits = name.removeprefix(PREFIX)
    if digits == name or len(digits) != DIGITS or not set(digits) <= set("0123456789abcdef"):
        return None
    return _found(name) if _path(name).exists() else None


@cached(16)
def _found(name: str) -> Dataset:
    listed = _listed(name)
    spec = DataSpec(
        name=name,
        kind="ratings",
        shape=(len(listed.names),),
        train_size=listed.count,
        scale="large" if len(listed.stars) > 50_000 else "small",
        value_range=STARS,
    )
    return Dataset(
        spec=spec,
        label=N_("Your own ratings"),
        credit=N_("Ratings that somebody has brought: whoever has this page's address sees them."),
        read=lambda split: _read(name, split),
        splits=("train", "validation", "test"),
        sample=N_("person"),
        samples=N_("people"),
        columns=lambda: _listed(name).names,
    )


def _read(name: str, split: SplitName) -> Split:
    listed = _listed(name)
    return rating_splits.split(listed, (listed.count, len(listed.names)), split)


@cached(4)
def _listed(name: str) -> Ratings:
    try:
        with np.load(_path(name), allow_pickle=False) as kept:
            people, things, stars = (kept[part] for part in ("people", "things", "stars"))
            names = tuple(map(str, kept["names"]))
            return Ratings(people, things, stars, names, int(kept["count"]))
    except Exception as error:  # bytes of any kind may stand in a damaged file
        raise DatasetError(
            f"Your ratings cannot be read any more: {type(error).__name__}. Bring them again."
        ) from error


def _path(name: str) -> Path:
    return keras_cache.folder() / "own-ratings" / f"{name}.npz"


def _arrays(listed: Ratings) -> dict[str, np.ndarray]:
    return {
        "people": listed.people,
        "things": listed.things,
        "stars": listed.stars,
        "names": np.array(listed.names),
        "count": np.array(listed.count),
    }


def _digest(listed: Ratings) -> str:
    found = hashlib.blake2b(digest_size=DIGITS // 2)
    for array in _arrays(listed).values():
        found.update(f"{array.shape} {array.dtype.str} ".encode())
        found.update(np.ascontiguousarray(array).tobytes())
    return found.hexdigest()


def _make_room(folder: Path, kept: Path) -> None:
    """Delete those unused longest, until the rest fits."""
    files = sorted(folder.glob(f"{PREFIX}*.npz"), key=lambda path: path.stat().st_mtime)
    size = sum(path.stat().st_size for path in files)
    for path in files:
        if size <= MOST_BYTES:
            return
        if path != kept:
            size -= path.stat().st_size
            path.unlink(missing_ok=True)


FINDERS.append(lambda name: found.spec if (found := find(name)) else None)
