"""What of a class has changed: cheap enough to be asked by a hundred phones every second."""

import hashlib
import os
import threading
import time
from pathlib import Path
from typing import NamedTuple

from ae.runs.classes import places
from ae.runs.classes.errors import NoClass
from ae.runs.classes.store import Classes

FRESH_SECONDS = 0.25
"""So long what was looked up last is told without looking again."""
MOST_KEPT = 400


class Version(NamedTuple):
    """How a class is.

    Args:
        room: see `Board.room`.
        step: another number whenever students see something else.
        board: another text whenever anybody, host or student, has sent anything.
    """

    room: str
    step: int
    board: str


def version(classes: Classes, code: str) -> Version:
    """Return how a class is now.

    Raises:
        NoClass: if there is none.
    """
    board = classes.read(code)
    return Version(board.room, board.step, _fingerprint(places.folder_of(classes.root, code)))


def _fingerprint(folder: Path) -> str:
    """Return another text for other files: replaced ones have another number on the disk."""
    found = hashlib.blake2b(digest_size=8)
    found.update(repr(places.stamp_of(folder / places.BOARD)).encode())
    try:
        with os.scandir(folder / places.STUDENTS) as entries:
            names = sorted((one.name, one.inode(), one.stat().st_mtime_ns) for one in entries)
    except OSError:
        names = []
    found.update(repr(names).encode())
    return found.hexdigest()


class Watch:
    """The versions of classes, looked up at most four times a second, however many ask."""

    def __init__(self, classes: Classes):
        self._classes = classes
        self._guard = threading.Lock()
        self._kept: dict[str, tuple[float, Version | None]] = {}

    def look(self, code: str) -> Version | None:
        """Return how a class is, or was a moment ago; None where there is none."""
        now = time.monotonic()
        with self._guard:
            at, kept = self._kept.get(code, (-1.0, None))
            if at > 0 and now - at < FRESH_SECONDS:
                return kept
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
            found = self._now(code)
            self._kept[code] = time.monotonic(), found
            return found

    def _now(self, code: str) -> Version | None:
        try:
            return version(self._classes, code)
        except NoClass:
            return None
