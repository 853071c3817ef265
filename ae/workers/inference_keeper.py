"""Has one inference process running: starts it, asks it from time to time, ends it if it hangs."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.process import BaseProcess

from ae.workers.connections import connect, exchange
from ae.workers.trouble import Trouble

log = logging.getLogger("ae.workers")

RESTART_SECONDS = 0.5
"""The process is started at most this often, should it end at every start."""
PING_EVERY = 5.0
"""Seconds between two pings."""
PING_SECONDS = 15.0
"""So long an answer to a ping is waited for. A thread of its own answers each, so that one who
computes delays it by turns of the interpreter only; a machine that is short of memory, by more."""
MISSES = 2
"""After so many pings in a row without an answer the process hangs. Not after one: it, or the
whole machine, may have been stopped for a while and go on."""
FIRST_SECONDS = 180.0
"""So long after its start a process may take until its first answer: it still imports Keras where
the system cannot fork, which takes a slow machine a minute."""


@dataclass
class _Watched:
    process: BaseProcess
    started: float
    answered: bool = False
    missed: int = 0


class InferenceKeeper:
    """Starts, watches and ends the inference process of one supervisor.

    Args:
        start: starts the process, which is to answer `("ping", "", None)`, and returns it.
        address: where it listens.
        authkey: the key that it expects.
    """

    def __init__(self, start: Callable[[], BaseProcess], address: str, authkey: bytes):
        self._start, self._address, self._authkey = start, address, authkey
        self._now: _Watched | None = None
        self._started = -RESTART_SECONDS

    def keep(self) -> None:
        """Start the process if there is none, or none any more."""
        if self._now is not None and self._now.process.is_alive():
            return
        if time.monotonic() - self._started >= RESTART_SECONDS:
            self._started = time.monotonic()
            self._now = _Watched(self._start(), time.monotonic())

    def watch(self) -> None:
        """Ask it from time to time, until this process ends; for a thread of its own."""
        trouble = Trouble("The watch over the inference process")
        while True:
            time.sleep(PING_EVERY)
            trouble.attempt(self.check)

    def check(self) -> None:
        """Ask the process once; end it if it has hung for too long. `keep` starts the next."""
        now = self._now
        if now is None or not now.process.is_alive():
            return
        if self._answers():
            if not now.answered:
                log.debug("The inference process is ready.")
            now.answered, now.missed = True, 0
            return
        now.missed += 1
        waited = time.monotonic() - now.started
        if now.missed >= MISSES if now.answered else waited > FIRST_SECONDS:
            log.warning("The inference process does not answer: it is ended and started again.")
            now.process.kill()

    def _answers(self) -> bool:
        try:
            with connect(self._address, self._authkey, PING_SECONDS) as connection:
                return exchange(connection, ("ping", "", None), PING_SECONDS)[0] == "ok"
        except (OSError, EOFError):  # it hangs, does not listen yet, or has just ended
            return False

    def end(self) -> None:
        """End the process at once."""
        if self._now is not None:
            self._now.process.kill()
