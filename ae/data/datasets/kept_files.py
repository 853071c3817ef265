"""What people bring, as files: named by what they hold, beside what Keras downloads.

There the workers find them, too. Nobody else is shown a name, and it cannot be guessed.
"""

import hashlib
import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ae.data.datasets import keras_cache
from ae.data.datasets.base import DatasetError
from ae.i18n import N_
from ae.messages import Message

DIGITS = 16


@dataclass(frozen=True)
class KeptFiles:
    """The files of one kind.

    Args:
        prefix: how their names begin, which go on with `DIGITS` hexadecimal digits.
        folder: what the folder is called in which they lie.
        what: what they are called in a sentence that says that they cannot be kept, marked with
            `N_`.
        most_bytes: how much all of them may take; those unused longest go first. None for any.
    """

    prefix: str
    folder: str
    what: str
    most_bytes: int | None = None

    def keep(self, arrays: Mapping[str, np.ndarray]) -> str:
        """Keep arrays, none of them of objects, and return their name.

        Raises:
            DatasetError: if they cannot be written.
        """
        name = self.prefix + digest(arrays)
        path = self.path(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                beside = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
                with beside.open("wb") as file:
                    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
                beside.replace(path)
            os.utime(path)
            self._make_room(path)
        except OSError as error:
            raise DatasetError(
                N_(
                    "{what} cannot be kept in {folder}: {reason}. Free some disk "
                    "space, or make the folder writable."
                ),
                what=Message(self.what),
                folder=path.parent,
                reason=error.strerror or error,
            ) from error
        return name

    def has(self, name: str) -> bool:
        """Tell whether a text is a name of this kind, and its file is here."""
        digits = name.removeprefix(self.prefix)
        plausible = digits != name and len(digits) == DIGITS
        return plausible and set(digits) <= set("0123456789abcdef") and self.path(name).exists()

    def read(self, name: str) -> dict[str, np.ndarray]:
        """Return the arrays of a name that `has` knows.

        Raises:
            DatasetError: if the file is damaged.
        """
        try:
            with np.load(self.path(name), allow_pickle=False) as kept:
                return {part: kept[part] for part in kept.files}
        except Exception as error:  # bytes of any kind may stand in a damaged file
            raise DatasetError(
                N_("{what} cannot be read any more: {reason}. Bring them again."),
                what=Message(self.what),
                reason=type(error).__name__,
            ) from error

    def remove(self, name: str) -> None:
        """Remove the file of a name; where there is none, nothing."""
        if self.has(name):
            self.path(name).unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        """Return where the file of a name lies."""
        return keras_cache.folder() / self.folder / f"{name}.npz"

    def _make_room(self, kept: Path) -> None:
        """Delete those unused longest, until the rest fits."""
        if self.most_bytes is None:
            return
        files = sorted(
            kept.parent.glob(f"{self.prefix}*.npz"), key=lambda path: path.stat().st_mtime
        )
        size = sum(path.stat().st_size for path in files)
        for path in files:
            if size <= self.most_bytes:
                return
            if path != kept:
                size -= path.stat().st_size
                path.unlink(missing_ok=True)


def digest(arrays: Mapping[str, np.ndarray]) -> str:
    """Return the hash of arrays in their order, `DIGITS` hexadecimal digits."""
    found = hashlib.blake2b(digest_size=DIGITS // 2)
    for array in arrays.values():
        found.update(f"{array.shape} {array.dtype.str} ".encode())
        found.update(array.tobytes())
    return found.hexdigest()
