"""Folders and files as the store handles them: written whole, removed whole, told of in words."""

import hashlib
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import Timeout

from ae.config import is_key
from ae.i18n import N_
from ae.messages import WordedError


class StoreError(WordedError, RuntimeError):
    """The cache folder cannot be used; the message says why and what to do."""


@contextmanager
def explained(root: Path) -> Iterator[None]:
    """Turn an operating-system error about the cache folder into a sentence with advice."""
    try:
        yield
    except Timeout as error:
        raise StoreError(
            N_(
                "Another process has held {file} for too long. Try again; if it "
                "stays held, see what else uses this cache folder, or set AE_CACHE_DIR "
                "to another."
            ),
            file=error.lock_file,
        ) from error
    except OSError as error:
        raise StoreError(
            N_(
                "The cache folder {folder} cannot be written: {reason}. Free some disk "
                "space or make the folder writable, or set AE_CACHE_DIR to another "
                "folder."
            ),
            folder=root,
            reason=error.strerror or error,
        ) from error


def write_atomically(path: Path, text: str) -> None:
    """Write a small text file so that a reader sees the old text or the new, never a part."""
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    temporary.write_text(text)
    temporary.replace(path)


def digest(path: Path) -> str:
    """Return a file's hash, 32 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()[:32]


def key_folders(place: Path) -> list[Path]:
    """Return the folders in `place` that are named by a key, sorted."""
    if not place.is_dir():
        return []
    return sorted(path for path in place.iterdir() if is_key(path.name) and path.is_dir())


def size(folder: Path) -> int:
    """Return how many bytes the files of a folder hold; 0 where there is none."""
    try:
        return sum(path.stat().st_size for path in folder.iterdir())
    except OSError:  # gone meanwhile, or no folder
        return 0


def last_changed(path: Path) -> float:
    """Return when a file was written or touched, in seconds; 0 where there is none."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def remove(folder: Path, limbo: Path) -> bool:
    """Remove a folder: out of sight in one rename first, so that no reader sees a part."""
    doomed = limbo / f"{folder.name}-{uuid.uuid4().hex[:8]}"
    try:
        folder.replace(doomed)
    except FileNotFoundError:
        return False
    shutil.rmtree(doomed, ignore_errors=True)
    return True
