"""A log that cannot be flooded: what happens again and again is told so often, then counted."""

import logging
import threading
import time

MOST, SECONDS = 10, 60.0
"""So many lines of one kind are written in so many seconds."""


class Seldom:
    """A logger whose every kind of line is bounded."""

    def __init__(self, log: logging.Logger, most: int = MOST, seconds: float = SECONDS):
        self._log, self._most, self._seconds = log, most, seconds
        self._guard = threading.Lock()
        self._since: dict[str, float] = {}
        self._count: dict[str, int] = {}

    def warning(self, line: str, *args: object) -> None:
        """Write a line, unless many of its kind were written a moment ago."""
        with self._guard:
            now = time.monotonic()
            passed = now - self._since.setdefault(line, now)
            left_out = self._count.get(line, 0) - self._most
            if passed > self._seconds:
                self._since[line], self._count[line] = now, 0
            self._count[line] = self._count.get(line, 0) + 1
            told = self._count[line] <= self._most
        if passed > self._seconds and left_out > 0:
            self._log.warning("And %d times more: %s", left_out, line)
        if told:
            self._log.warning(line, *args)
