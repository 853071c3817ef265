"""How jobs that all machines share reach their workers: in turn, and again when one has died.

The cache folder has the queue. Of the servers that share it one leads: it puts the next job into
Redis whenever none waits there, so that visitors are served in turn; it has what is cancelled
stopped; and it takes up the jobs of workers and servers that have died. When Redis has been away,
or comes back empty, it goes on from the folder.
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress

from filelock import Timeout

from ae.runs import jobs
from ae.runs.store import Store
from ae.workers.redis_queue import KINDS, Kind, RedisQueue, Unreachable
from ae.workers.trouble import Passing, Trouble

log = logging.getLogger("ae.workers")

POLL_SECONDS = 0.2
LOCK_SECONDS = 0.2
"""So long a job's lock is waited for: one that is held must not keep the others waiting."""
LOST_SECONDS = 5.0
"""After so long a job that left Redis' queue, and that no worker has begun, is put there again."""


class Dispatcher:
    """Leads, or waits to, for as long as its server lives.

    Args:
        owner: returns who owns this server's jobs.
    """

    def __init__(self, store: Store, queue: RedisQueue, owner: Callable[[], jobs.Owner]):
        self.store, self.queue, self._owner = store, queue, owner
        self._leadership = jobs.leadership(store)
        self._taken: dict[str, float] = {}

    def submit(self, spec: jobs.Spec, who: str, limits: jobs.Limits | None) -> None:
        """Claim a job for whichever worker is free next.

        Raises:
            Unreachable: if Redis is.
            jobs.Refused: if no more may wait.
        """
        self.queue.check()
        jobs.claim(self.store, spec, self._owner(), who, limits)

    def run(self) -> None:
        """Look after all jobs until the process ends; for a thread of its own."""
        trouble = Trouble("The queue of all machines")
        while True:
            trouble.attempt(self.step)
            time.sleep(POLL_SECONDS)

    def step(self) -> None:
        """Look once at every shared job, if this server leads."""
        if not self._leads():
            return
        for folder, status in jobs.active(self.store):
            if status["shared"]:
                self._look(folder.name, status["attempt"], status["owner"])
        try:
            for kind in KINDS:
                self._put_next(kind)
        except Unreachable as error:
            raise Passing("Redis cannot be reached") from error

    def _leads(self) -> bool:
        if not self._leadership.is_locked:
            with suppress(Timeout):
                self._leadership.acquire()
                log.info("This server hands jobs to the workers from now on.")
        return self._leadership.is_locked

    def _look(self, key: str, attempt: str, owner: str) -> None:
        if jobs.cancel_requested(self.store, key):
            with suppress(Unreachable):  # the worker looks itself, too
                self.queue.stop(key)
            jobs.drop(self.store, key, attempt, patience=LOCK_SECONDS)
        elif not jobs.alive(self.store, owner, patience=0.01):
            log.warning("Job %s is taken up again: who had it has ended.", key)
            jobs.take_up(self.store, key, self._owner())

    def _put_next(self, kind: Kind) -> None:
        """Put the first job that waits in the folder into Redis, if none of its kind is there."""
        if not self.queue.is_empty(kind):
            return
        waiting = jobs.waiting(self.store, {"kind": kind, "shared": True})
        found = {folder.name: status for folder, status in jobs.active(self.store)}
        for key in waiting:
            status = found.get(key)
            if status is not None and self._is_to_be_put(key, status["attempt"]):
                self.queue.put(kind, key, status["attempt"])
                return

    def _is_to_be_put(self, key: str, attempt: str) -> bool:
        standing = self.queue.standing(key, attempt)
        if standing != "taken":
            self._taken.pop(key, None)
            return standing == "absent"
        since = self._taken.setdefault(key, time.monotonic())
        if time.monotonic() - since < LOST_SECONDS:
            return False
        del self._taken[key]
        self.queue.forget(key)
        return True

    def end(self) -> None:
        """Have another server lead."""
        self._leadership.release()
