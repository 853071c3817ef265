"""Where classes lie on disk: a folder each, read with bounds, written whole, removed whole."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from ae.caching import cached
from ae.runs.classes.codes import DIGITS, as_code
from ae.runs.classes.errors import NoClass
from ae.runs.store.files import last_changed

MOST_BYTES = 200_000
"""Of one file: a longer one is not read."""
BOARD, STUDENTS, SEATS, TAKEN = "class.json", "students", "seats", "taken"

Model = TypeVar("Model", bound=BaseModel)
Stamp = tuple[int, int, int]


def folder_of(root: Path, code: str) -> Path:
    """Return where the class of a code lies.

    Raises:
        NoClass: where it is no code: no other text becomes a path.
    """
    if as_code(code) != code:
        raise NoClass()
    return root / code


def read(path: Path, kind: type[Model]) -> Model | None:
    """Return what a file holds, or None where there is none, or it holds anything else."""
    stamp = stamp_of(path)
    if stamp is None or stamp[1] > MOST_BYTES:
        return None
    return _read(path, stamp, kind)


@cached(1024)
def _read(path: Path, stamp: Stamp, kind: type[Model]) -> Model | None:
    try:
        with path.open("rb") as file:
            return kind.model_validate_json(file.read(MOST_BYTES + 1))
    except (OSError, ValidationError):
        return None


def stamp_of(path: Path) -> Stamp | None:
    """Identify a file as it is now: another one once it has been replaced."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def student_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the ids of a class's students, with their files."""
    try:
        paths = sorted((folder / STUDENTS).iterdir())
    except OSError:
        return
    for path in paths:
        if path.suffix == ".json" and len(path.stem) == DIGITS:
            yield path.stem, path


def idle_seconds(folder: Path) -> float:
    """Return for how long nobody has sent anything to a class."""
    used = max(map(last_changed, (folder, folder / BOARD, folder / STUDENTS)))
    return time.time() - used


def forget() -> None:
    """Forget what was read: a class that has ended is in no memory either."""
    _read.cache_clear()
