"""Has one training process ready ahead, while nothing else is to do, to be given the next job."""

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from ae.runs import jobs
from ae.workers import training_process

log = logging.getLogger("ae.workers")

IDLE_SECONDS = 1.0
"""A spare is started when there has been no job for so long: what ends a job goes first."""
TAKEN_SECONDS = 0.3
"""So long a spare may take to say that it has taken a job; usually that is a millisecond."""
LOSSES = 3
"""After so many spares that ended without a job there is none any more: memory may be short."""


@dataclass
class _Waiting:
    process: BaseProcess
    orders: Connection


class Spare:
    """Starts, lends out and ends the spare process of one supervisor: never more than one.

    Args:
        start: starts `training_process.wait` with this end of a pipe, and returns its process.
        wanted: whether there is to be one; by default unless `AE_SPARE` is 0.
    """

    def __init__(self, start: Callable[[Connection], BaseProcess], wanted: bool | None = None):
        self._start = start
        self._wanted = os.environ.get("AE_SPARE", "1") != "0" if wanted is None else wanted
        self._now: _Waiting | None = None
        self._idle_since: float | None = None
        self._losses = 0

    def keep(self, idle: bool) -> None:
        """Look at the spare; start one if there is none and nothing has been to do for a while.

        Args:
            idle: whether there is no job now.
        """
        if self._now is not None and not self._now.process.is_alive():
            self._lose()
        if not idle:
            self._idle_since = None
            return
        if self._idle_since is None:
            self._idle_since = time.monotonic()
        rested = time.monotonic() - self._idle_since >= IDLE_SECONDS
        if self._now is None and self._wanted and rested:
            ours, theirs = Pipe()
            try:
                self._now = _Waiting(self._start(theirs), ours)
            finally:
                theirs.close()

    def take(self, spec: jobs.Spec, attempt: str) -> BaseProcess | None:
        """Give a job to the spare; return its process, or None where a fresh one has to do it.

        A spare that is not ready yet is ended: it would take the cores from the fresh one.
        """
        now = self._now
        if now is None:
            return None
        if not self._is_ready(now):
            self.end()
            return None
        if not training_process.suits_spare(spec):
            return None
        self._now = None
        taken = self._hand_over(now, spec, attempt)
        now.orders.close()
        if not taken:
            now.process.kill()  # two must not do one job
            now.process.join(TAKEN_SECONDS)
            return None
        self._losses = 0
        return now.process

    def _hand_over(self, now: _Waiting, spec: jobs.Spec, attempt: str) -> bool:
        """Give a job to a process; return whether it says that it has taken it."""
        try:
            now.orders.recv()  # `READY`
            now.orders.send((spec, attempt))
            # One that was just killed still takes what is sent, for a moment, and says nothing.
            return now.orders.poll(TAKEN_SECONDS) and now.orders.recv() == training_process.TAKEN
        except (OSError, EOFError):
            return False

    def _is_ready(self, now: _Waiting) -> bool:
        try:
            return now.process.is_alive() and now.orders.poll()
        except OSError:
            return False

    def _lose(self) -> None:
        """Note that a spare has ended by itself, or was killed by somebody."""
        self.end()
        self._losses += 1
        self._idle_since = None
        if self._losses >= LOSSES:
            self._wanted = False
            log.warning("Spare training processes end before their time: none is kept any more.")

    def end(self) -> None:
        """End the spare at once, if there is one."""
        if self._now is not None:
            self._now.process.kill()
            self._now.orders.close()
            self._now = None
