"""MovieLens' small set of ratings: a folder `movielens-small`, or GroupLens' own archive."""

import zipfile
from pathlib import Path
from typing import IO

from ae.caching import cached
from ae.config import DataSpec
from ae.data import ratings, ratings_file
from ae.data.datasets import keras_cache, rating_splits
from ae.data.datasets.base import Dataset, DatasetError, Download, RemoteFile, Split, SplitName
from ae.data.ratings_file import RatingsError
from ae.i18n import N_
from ae.messages import Message

FOLDER, ARCHIVE = "movielens-small", "ml-latest-small.zip"
RATINGS, TITLES = "ratings.csv", "movies.csv"
SPEC = DataSpec(
    name="movielens",
    kind="ratings",
    # The most that an edition has: that of 2016 has 671 people and 9,066 rated films, that of 2018
    # 610 and 9,724. Rows and columns beyond an edition's stay unknown.
    shape=(9724,),
    train_size=671,
    scale="large",
    value_range=ratings.STARS,
)
LIMITS = ratings_file.Limits(
    bytes=8_000_000, ratings=150_000, people=SPEC.train_size, things=SPEC.size
)


def _files() -> tuple[Path, ...]:
    """Return the folder's two files where they are, else the archive."""
    loose = tuple(keras_cache.found(f"{FOLDER}/{name}") for name in (RATINGS, TITLES))
    return loose if all(path.exists() for path in loose) else (keras_cache.found(ARCHIVE),)


def _stamp() -> tuple[tuple[Path, int, int], ...]:
    found = [(path, path.stat()) for path in _files()]
    return tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in found)


def _listed() -> ratings.Ratings:
    try:
        return _read_files(_stamp())
    except FileNotFoundError as error:
        raise DatasetError(
            N_(
                "MovieLens is not on this machine: expected {path}. Download it "
                "with the button beside the data, or set AE_DATA_DIR to a folder that "
                "holds {folder}."
            ),
            path=error.filename,
            folder=FOLDER,
        ) from None


@cached(1)
def _read_files(stamp: tuple[tuple[Path, int, int], ...]) -> ratings.Ratings:
    paths = [path for path, _time, _size in stamp]
    try:
        found, titles = _contents(paths)
        return ratings_file.read(found, LIMITS, titles=ratings_file.read_titles(titles))
    except FileNotFoundError:
        raise
    except RatingsError as error:
        raise DatasetError(_advice(paths, error.message)) from error
    except Exception as error:  # a damaged archive raises anything from BadZipFile to zlib.error
        raise DatasetError(_advice(paths, f"{type(error).__name__}: {error}")) from error


def _contents(paths: list[Path]) -> tuple[bytes, bytes]:
    """Return the bytes of ratings and titles, no more than may be."""
    if len(paths) == 2:
        return _first(paths[0].open("rb")), _first(paths[1].open("rb"))
    with zipfile.ZipFile(paths[0]) as archive:
        folder = Path(ARCHIVE).stem
        parts = [archive.open(f"{folder}/{name}") for name in (RATINGS, TITLES)]
        return _first(parts[0]), _first(parts[1])


def _first(file: IO[bytes]) -> bytes:
    with file:
        return file.read(LIMITS.bytes + 1)


def _advice(paths: list[Path], received: str | Message) -> Message:
    where = paths[0] if len(paths) == 1 else paths[0].parent
    text = N_(
        "MovieLens cannot be read: expected GroupLens' ml-latest-small ({files}). Received: "
        "{received} Delete {path} and download it again."
    )
    values = {"files": f"{RATINGS}, {TITLES}", "received": received, "path": str(where)}
    return Message(text, values)


def _read(split: SplitName) -> Split:
    return rating_splits.split(_listed(), (SPEC.train_size, SPEC.size), split)


MOVIELENS = Dataset(
    spec=SPEC,
    label=N_("MovieLens, small"),
    credit=N_(
        "About 100,000 ratings of 9,000 films by some 600 people (GroupLens, University of "
        "Minnesota: ml-latest-small). For research and teaching, not for commerce."
    ),
    read=_read,
    splits=("train", "validation", "test"),
    files=_files,
    download=Download(
        files=(
            RemoteFile(ARCHIVE, "696d65a3dfceac7c45750ad32df2c259311949efec81f0f144fdfb91ebc9e436"),
        ),
        address="https://files.grouplens.org/datasets/movielens",
        mirror="AE_MOVIELENS_URL",
        size=978_202,
        licence=N_(
            "GroupLens' own: for research, not for commercial or revenue-bearing purposes without "
            "permission; no endorsement may be implied; the source must be cited; may be passed on "
            "only under these terms"
        ),
        folder=keras_cache.folder,
    ),
    sample=N_("person"),
    samples=N_("people"),
    columns=lambda: _listed().names,
    cite=N_(
        "F. Maxwell Harper and Joseph A. Konstan. 2015. The MovieLens Datasets: History and "
        "Context. ACM Transactions on Interactive Intelligent Systems 5, 4, Article 19."
    ),
)
