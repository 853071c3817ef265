"""What every dataset says of itself, and the form in which its samples come."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from ae.config import DataSpec
from ae.data.framing import Framing
from ae.i18n import N_
from ae.messages import NOTHING, Message, WordedError

SplitName = Literal["train", "validation", "test"]


class DatasetError(WordedError, RuntimeError):
    """A dataset cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class Split:
    """Samples with their labels, uint8 (n,), all 0 where the dataset has no classes. Read-only.

    Pictures are uint8 (n, height, width), light on black; other samples float32 (n, …), in the
    units that a model takes. Ratings are NaN where unknown.

    `targets` is what a model is to answer to the samples where that is not the samples themselves:
    of ratings those that were held back, NaN elsewhere.
    """

    samples: np.ndarray
    labels: np.ndarray
    targets: np.ndarray | None = None


@dataclass(frozen=True)
class RemoteFile:
    """One file of a download.

    Args:
        name: what it is called there and here.
        digest: MD5 or SHA-256 in hexadecimal digits, as Keras' `get_file` takes it.
    """

    name: str
    digest: str


@dataclass(frozen=True)
class Download:
    """Where a dataset comes from where it is not on the machine.

    Args:
        files: what is fetched.
        address: the folder that holds them.
        mirror: the environment variable that names another address: of the file itself where it
            is but one, else of the folder.
        size: bytes of all files together.
        licence: in words, marked with `N_`.
        folder: where the files go: Keras' own cache.
    """

    files: tuple[RemoteFile, ...]
    address: str
    mirror: str
    size: int
    licence: str
    folder: Callable[[], Path]


@dataclass(frozen=True)
class Made:
    """How invented data were made.

    Args:
        words: the recipe, marked with `N_`.
        names: of the hidden numbers behind each sample, marked with `N_`.
        hidden: returns those of the training samples, (n, h), and what each does for the columns,
            (d, h).
    """

    words: str
    names: tuple[str, ...]
    hidden: Callable[[], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Dataset:
    """One entry of the registry: its words, and how one split of it is read.

    Args:
        spec: its form; see `ae.config.DataSpec`.
        label: its name for people, marked with `N_` as all words here.
        credit: whose it is, and where it is from.
        read: reads one split.
        splits: which there are.
        held_out: the split that judges a model; it is never learnt from.
        files: the files that it is read from now, to see when they change; none if built in.
        download: where it comes from, or None if it is always here.
        sample, samples: what one, or several, are called.
        held_out_differs: how the held-out samples differ from the training ones, where they are not
            of one draw; an empty text where they are.
        columns: what the numbers of a sample are called, texts from outside among them; none where
            they have no names.
        made: how the data were invented; None where they are real.
        cite: what a page must name as their source wherever it shows them.
        known: digests of the content that counts as this dataset's own, beside that of the files
            that the download expects: see `content_digest`.
        framing: how ink becomes such a picture, for drawings; None where drawings cannot be framed
            as these samples are.
    """

    spec: DataSpec
    label: str
    credit: str
    read: Callable[[SplitName], Split]
    splits: tuple[SplitName, ...] = ("train", "test")
    held_out: SplitName = "test"
    files: Callable[[], tuple[Path, ...]] = tuple
    download: Download | None = None
    sample: str = N_("picture")
    samples: str = N_("pictures")
    framing: Framing | None = None
    held_out_differs: str = ""
    columns: Callable[[], tuple[str, ...]] = tuple
    made: Made | None = None
    cite: str = ""
    known: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Availability:
    """Whether a dataset can be used here: `missing` can be downloaded, `broken` says why.

    `content` is its digest where it is ready and not the content that it is known for, else "".
    """

    state: Literal["ready", "missing", "broken"]
    message: Message = NOTHING
    content: str = ""


def content_digest(splits: Iterable[Split]) -> str:
    """Return the hash of samples and labels, 16 hexadecimal digits; the splits in their order."""
    found = hashlib.blake2b(digest_size=8)
    for split in splits:
        _add(found, split)
        del split  # or it would be kept while the next one is read: half the memory
    return found.hexdigest()


def _add(found: hashlib.blake2b, split: Split) -> None:
    arrays = [split.samples, split.labels]
    for array in arrays if split.targets is None else [*arrays, split.targets]:
        found.update(f"{array.shape} {array.dtype.str} ".encode())
        found.update(np.ascontiguousarray(array).data)


def is_published(download: Download, files: tuple[Path, ...]) -> bool:
    """Tell whether files are those that a download expects, by their hashes."""
    algorithms = {32: "md5", 64: "sha256"}
    wanted = {file.name: file.digest for file in download.files}
    for path in files:
        digest = wanted.get(path.name, "")
        with path.open("rb") as file:
            if not digest or (
                hashlib.file_digest(file, algorithms[len(digest)]).hexdigest() != digest
            ):
                return False
    return True


def standardised(samples: np.ndarray, training: np.ndarray) -> np.ndarray:
    """Return samples in standard deviations from the mean of all training values, float32."""
    return ((samples - training.mean()) / training.std()).astype(np.float32)


def to_inputs(samples: np.ndarray) -> np.ndarray:
    """Turn samples as a split holds them into model inputs, float32; bytes become 0 to 1."""
    if samples.dtype == np.uint8:
        return samples.astype(np.float32) / 255.0
    return samples.astype(np.float32)


def to_pixels(pictures: np.ndarray) -> np.ndarray:
    """Turn float pictures in [0, 1] into uint8; values outside are clipped."""
    return np.rint(np.clip(pictures, 0.0, 1.0) * 255.0).astype(np.uint8)
