"""A person's own ratings as a dataset of its own, named by what it holds: see `kept_files`."""

import numpy as np

from ae.caching import cached
from ae.config import DataSpec
from ae.config.data_spec import FINDERS
from ae.data import ratings_file
from ae.data.datasets import rating_splits
from ae.data.datasets.base import Dataset, Split, SplitName
from ae.data.datasets.kept_files import KeptFiles
from ae.data.ratings import STARS, Ratings
from ae.i18n import N_

FILES = KeptFiles("ratings-", "own-ratings", N_("Your ratings"), most_bytes=200_000_000)


def keep(content: bytes) -> str:
    """Keep a table of ratings, and return the name of its dataset.

    Raises:
        ae.data.ratings_file.RatingsError: if it cannot be read, with a sentence.
        DatasetError: if it cannot be written.
    """
    listed = ratings_file.read(content)
    return FILES.keep(
        {
            "people": listed.people,
            "things": listed.things,
            "stars": listed.stars,
            "names": np.array(listed.names),
            "count": np.array(listed.count),
        }
    )


def find(name: str) -> Dataset | None:
    """Return the dataset of a person's own ratings, or None where there is none of this name."""
    return _found(name) if FILES.has(name) else None


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
    kept = FILES.read(name)
    names = tuple(map(str, kept["names"]))
    return Ratings(kept["people"], kept["things"], kept["stars"], names, int(kept["count"]))


FINDERS.append(lambda name: found.spec if (found := find(name)) else None)
