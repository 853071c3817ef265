"""What goes wrong with one thing that is watched: told once, tried again later, nobody else's."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

log = logging.getLogger("ae.workers")

AGAIN_SECONDS = 1.0
"""What has failed is tried again after so long; a supervisor looks twenty times a second."""
TOLD_SECONDS = 600.0
"""What goes on failing for one reason is logged this often."""


class Passing(RuntimeError):
    """An error that is over once it is tried again: the log tells it in one line."""


@dataclass
class Trouble:
    """The errors met with one job, or with one process, so far.

    Args:
        subject: what the log calls it.
        failures: how often something failed.
        reason: why it failed last.
    """

    subject: str
    failures: int = 0
    reason: str = ""
    _told: dict[str, float] = field(default_factory=dict)
    _again: float = 0.0

    def attempt(self, act: Callable[..., None], *args: Any) -> None:
        """Do something, unless it has failed just now; an error is logged once for each reason."""
        if time.monotonic() < self._again:
            return
        try:
            act(*args)
        except Exception as error:
            self._note(error)

    def _note(self, error: Exception) -> None:
        now = time.monotonic()
        # Without the file of an operating-system error: a temporary one has a new name each time.
        text = str(getattr(error, "strerror", None) or error)
        self.failures, self._again = self.failures + 1, now + AGAIN_SECONDS
        self.reason = f"{type(error).__name__}: {text}" if text else type(error).__name__
        if now - self._told.get(self.reason, -TOLD_SECONDS) >= TOLD_SECONDS:
            self._told[self.reason] = now
            if isinstance(error, Passing):
                log.warning("%s: %s. It is tried again.", self.subject, text)
            else:
                log.exception("%s met an error; it is tried again.", self.subject)
