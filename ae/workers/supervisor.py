"""The supervisor: owns the training slots and the inference process of one server."""

import logging
import multiprocessing
import threading
import time
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from ae.i18n import N_
from ae.messages import Message
from ae.runs import jobs, reports, shelves
from ae.runs.store import Store
from ae.workers import inference_process, training_process
from ae.workers.dispatcher import Dispatcher
from ae.workers.inference_keeper import InferenceKeeper
from ae.workers.redis_queue import RedisQueue
from ae.workers.spare import Spare
from ae.workers.trouble import Passing, Trouble

log = logging.getLogger("ae.workers")

POLL_SECONDS = 0.05
LOCK_SECONDS = 0.2
"""So long a job's lock is waited for: one that is held must not keep the others waiting."""
KILL_SECONDS = 1.0
"""So long a killed process is waited for; one that waits for a dead disk ends when it can."""
TRIES = 10
"""So often a job is begun in vain; then it has failed."""
VIEWS = 1
"""How many embeddings run at once, and how many mixtures are fitted. They take no training slot and
wait for none."""
METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


@dataclass
class Work:
    """One claimed job: waiting while it has no process."""

    spec: jobs.Spec
    attempt: str
    process: BaseProcess | None = None
    started: float = 0.0
    trouble: Trouble = field(init=False)

    def __post_init__(self) -> None:
        self.trouble = Trouble(f"Job {self.spec.key}")

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.is_alive()


class Supervisor:
    """Starts, watches and ends the worker processes of one server."""

    def __init__(
        self,
        store: Store,
        slots: int,
        inference_address: str,
        authkey: bytes,
        limits: jobs.Limits | None = None,
        shared: RedisQueue | None = None,
    ):
        self.store, self.slots, self.limits = store, slots, limits or jobs.Limits()
        self.dispatcher = Dispatcher(store, shared, lambda: self.owner) if shared else None
        self._context: Any = multiprocessing.get_context(METHOD)
        self._context.set_forkserver_preload(["ae.workers.fork_server"])
        args = (store, inference_address, authkey)
        self.inference = InferenceKeeper(
            lambda: self._start(inference_process.run, *args), inference_address, authkey
        )
        self._inference_trouble = Trouble("The inference process")
        self.spare = Spare(self._wait)
        self._spare_trouble = Trouble("The spare process")
        self._work: OrderedDict[str, Work] = OrderedDict()
        self._owner: jobs.Owner | None = None
        self._lock = threading.Lock()
        self._reporter = reports.Reporter(store, "supervisor")

    @property
    def owner(self) -> jobs.Owner:
        """Who owns this server's jobs, from the first one on: a read-only cache can have none."""
        with self._lock:
            if self._owner is None:
                self._owner = jobs.Owner(self.store, shares=self.dispatcher is not None)
            return self._owner

    def answer(self, message: Any) -> None:
        """Take one message of `client.Workers.submit`: the arguments of `submit`.

        Raises:
            ValueError: if it is none.
        """
        if not isinstance(message, tuple) or not message or not isinstance(message[0], jobs.Spec):
            raise ValueError(f"Expected a job. Received: {type(message).__name__}.")
        self.submit(*message)

    def submit(self, spec: jobs.Spec, who: str = "", visits: bool = False) -> None:
        """Claim a job and queue it, unless it is done or under way anywhere.

        Args:
            who: who asks, if that is to be noted: see `jobs.askers`.
            visits: whether it is a visitor, for whom the queue has bounds.

        Raises:
            StoreError: if the cache folder cannot be written.
            jobs.Refused: if no more may wait.
            Unreachable: if it is for another machine's workers, and Redis is.
        """
        limits = self.limits if visits else None
        if self.dispatcher is not None and spec.kind not in jobs.UNBOUNDED:
            self.dispatcher.submit(spec, who, limits)
            return
        attempt = jobs.claim(self.store, spec, self.owner, who, limits)
        if attempt is None:
            return
        with self._lock:
            before = self._work.pop(spec.key, None)
            self._work[spec.key] = Work(spec, attempt)
        if before is not None and before.process is not None:
            before.process.kill()  # its attempt is over, or there would be no other

    def run(self) -> None:
        """Watch everything until the process ends."""
        trouble = Trouble("The supervisor")  # one that stops watching would strand every job
        trouble.attempt(jobs.sweep, self.store)
        trouble.attempt(shelves.sweep, self.store)
        while True:
            trouble.attempt(self.step)
            time.sleep(POLL_SECONDS)

    def step(self) -> None:
        """Look once at every process: end the cancelled, settle what ended, start the waiting.

        What goes wrong with one of them is its own: it is tried again, and all others go on.
        """
        self._inference_trouble.attempt(self.inference.keep)
        for item in self._items():
            item.trouble.attempt(self._look, item)
        self._start_waiting()
        if self.dispatcher is None:
            self._spare_trouble.attempt(self.spare.keep, not self._items())
        if self._reporter.due():
            self._report()

    def _report(self) -> None:
        running = sum(item.runs for item in self._items())
        self._reporter.tell(slots=self.slots, running=running)

    def _items(self) -> list[Work]:
        with self._lock:
            return list(self._work.values())

    def _look(self, item: Work) -> None:
        job = self.store, item.spec.key
        over = item.runs and jobs.is_superseded(*job, item.attempt)  # by another server
        if over or jobs.cancel_requested(*job):
            self._cancel(item)
        elif self._is_over(item):
            self._end_late(item)
        elif item.process is not None and not item.process.is_alive():
            self._settle(item)

    def _start(self, target: Any, *args: Any) -> BaseProcess:
        process = self._context.Process(target=target, args=args, daemon=True)
        try:
            process.start()
        except (EOFError, ConnectionError) as error:  # it was killed just now
            raise Passing("the process that forks the others has ended") from error
        return process

    def _wait(self, orders: Connection) -> BaseProcess:
        return self._start(training_process.wait, self.store, orders, self.limits.seconds)

    def _start_waiting(self) -> None:
        work = self._items()
        free = Counter(train=self.slots, embed=VIEWS, mix=VIEWS, download=len(work))
        free.subtract(item.spec.kind for item in work if item.runs)
        waiting = [item for item in work if item.process is None and free[item.spec.kind] > 0]
        for item in self._in_turn(waiting):
            if free[item.spec.kind] > 0:
                item.trouble.attempt(self._begin, item)
                free[item.spec.kind] -= item.runs

    def _in_turn(self, items: list[Work]) -> list[Work]:
        """Return waiting jobs in the order of the queue."""
        if len(items) < 2:
            return items
        kinds = {item.spec.kind for item in items}
        like = [{"owner": self.owner.id, "kind": kind} for kind in kinds]
        keys = [key for one in like for key in jobs.waiting(self.store, one)]
        places = {key: place for place, key in enumerate(keys)}
        return sorted(items, key=lambda item: places.get(item.spec.key, len(places)))

    def _begin(self, item: Work) -> None:
        job = self.store, item.spec.key, item.attempt
        if item.trouble.failures >= TRIES:
            text = N_("This job could not be started ({reason}). Try it again.")
            message = Message(text, {"reason": item.trouble.reason})
            jobs.set_state(*job, "failed", message, patience=LOCK_SECONDS)
            self._forget(item)
        elif jobs.set_state(*job, "running", patience=LOCK_SECONDS):
            job_of, item.started = (item.spec, item.attempt), time.monotonic()
            item.process = self.spare.take(*job_of) or self._start(
                training_process.run, self.store, *job_of, self.limits.seconds
            )
        else:  # the attempt is over
            self._forget(item)

    def _cancel(self, item: Work) -> None:
        if item.process is not None:
            item.process.kill()
            item.process.join(KILL_SECONDS)
        jobs.drop(self.store, item.spec.key, item.attempt, patience=LOCK_SECONDS)
        self._forget(item)

    def _is_over(self, item: Work) -> bool:
        """Tell whether a process that ends by itself at the bound is long past it."""
        passed = time.monotonic() - item.started
        late = passed > training_process.longest(self.limits.seconds)
        return late and item.runs and item.spec.kind != "download"

    def _end_late(self, item: Work) -> None:
        assert item.process is not None
        item.process.kill()
        item.process.join(KILL_SECONDS)
        seconds = time.monotonic() - item.started
        job = self.store, item.spec, item.attempt
        training_process.end_late(*job, seconds, patience=LOCK_SECONDS)
        self._forget(item)

    def _settle(self, item: Work) -> None:
        """A worker has ended; if its job is still there as running, it ended too early."""
        job = self.store, item.spec.key, item.attempt
        state = jobs.snapshot(self.store, item.spec.key).state
        if state == "running":
            jobs.set_state(*job, "interrupted", patience=LOCK_SECONDS)
        elif state == "done":  # perhaps between publishing its run and removing its job
            jobs.drop(*job, patience=LOCK_SECONDS)
        self._forget(item)

    def _forget(self, item: Work) -> None:
        with self._lock:
            if self._work.get(item.spec.key) is item:  # and not the next attempt at this job
                del self._work[item.spec.key]

    def end(self) -> None:
        """End every worker at once."""
        for process in filter(None, [item.process for item in self._items()]):
            process.kill()
        self.spare.end()
        self.inference.end()
        if self.dispatcher is not None:
            self.dispatcher.end()
        if self._owner is not None:
            self._owner.release()
        self._reporter.end()
