"""A worker that takes jobs from Redis, on any machine that shares the cache folder.

It imports Keras once, and forks a process for each job, which a cancel really ends. It owns the
job that it has by a lock in the folder, so that others see at once when it has died. It calls no
function but `work`, whatever Redis says.
"""

import logging
import os
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from redis.exceptions import RedisError
from rq import Worker as RQWorker
from rq.job import Job as RQJob

from ae.config import is_key
from ae.runs import jobs, reports
from ae.runs.store import Store, StoreError
from ae.workers import lifeline, training_process
from ae.workers.redis_queue import KINDS, WORK, RedisQueue, attempt_of

log = logging.getLogger("ae.workers")

HEARTBEAT_SECONDS = 5
LIFE_SECONDS = 30
"""So long Redis believes in a worker that tells it nothing."""
LOOK_SECONDS = 0.3
"""How often a job's process looks whether it is still wanted."""
AGAIN_SECONDS = 2.0


@dataclass(frozen=True)
class Here:
    """What this worker's jobs need."""

    store: Store
    owner: jobs.Owner
    limits: jobs.Limits
    pid: int


_here: Here | None = None


def work(key: str, attempt: str) -> None:
    """Do one job; RQ calls this in the job's own process."""
    assert _here is not None
    spec = jobs.specs(_here.store).get(key)
    if spec is None or not jobs.take(_here.store, key, attempt, _here.owner):
        return
    done = threading.Event()
    threading.Thread(target=_watch, args=(_here, spec, attempt, done), daemon=True).start()
    training_process.do(_here.store, spec, attempt, _here.limits.seconds)
    done.set()


def _watch(here: Here, spec: jobs.Spec, attempt: str, done: threading.Event) -> None:
    """End this process once its job is cancelled, given to another, or far too late."""
    began, longest = time.monotonic(), training_process.longest(here.limits.seconds)
    while not done.wait(LOOK_SECONDS):
        passed = time.monotonic() - began
        if passed > longest:
            training_process.end_late(here.store, spec, attempt, passed)
        elif _is_wanted(here.store, spec.key, attempt):
            continue
        os._exit(1)


def _is_wanted(store: Store, key: str, attempt: str) -> bool:
    return jobs.is_current(store, key, attempt) and not jobs.cancel_requested(store, key)


class Job(RQJob):
    """A job that can name no function but ours, nor have anything called when it ends."""

    @property
    def func(self) -> Any:
        """The function that does it."""
        if self.func_name != WORK:
            raise ValueError(f"Expected a job that calls {WORK}. Received: another function.")
        return work

    success_callback = failure_callback = stopped_callback = property(lambda self: None)


class Worker(RQWorker):
    """RQ's worker, which goes on whatever happens to Redis, and tells the folder what happened."""

    max_connection_wait_time = 2.0
    stopping = False
    _away = False

    def execute_job(self, job: RQJob, queue: Any) -> None:
        """Do a job in a process of its own, and settle it in the folder however that ended."""
        try:
            super().execute_job(job, queue)
        finally:
            self._settle(job)

    def _settle(self, job: RQJob) -> None:
        """Tell the folder, however long that takes: else the job would seem to run for ever."""
        assert _here is not None
        attempt = attempt_of(job)
        if not is_key(job.id) or not attempt:
            return  # it is none of ours
        while not self.stopping:
            try:
                jobs.settle(_here.store, job.id, attempt, _here.owner)
                return
            except StoreError as error:
                log.warning("Job %s cannot be settled: %s", job.id, error)
                time.sleep(AGAIN_SECONDS)

    def fork_work_horse(self, job: RQJob, queue: Any) -> None:
        """Fork, and have the child lead a group of its own before anybody may end that group."""
        super().fork_work_horse(job, queue)
        with suppress(OSError):
            os.setpgid(self.horse_pid, self.horse_pid)

    def main_work_horse(self, job: RQJob, queue: Any) -> None:
        """Begin as the child: it ends with this worker."""
        assert _here is not None
        lifeline.die_with(_here.pid)
        super().main_work_horse(job, queue)

    def kill_horse(self, sig: signal.Signals = signal.SIGKILL) -> None:
        """End the child, if there is one: without one RQ would end this worker's own group."""
        if self.horse_pid:
            super().kill_horse(sig)

    def heartbeat(self, *args: Any, **kwargs: Any) -> None:
        """Tell Redis that this worker lives."""
        super().heartbeat(*args, **kwargs)
        if self._away:
            self._away = False
            log.info("Redis is back.")

    def maintain_heartbeats(self, *args: Any) -> None:
        """Tell Redis so while a job runs, which goes on without Redis."""
        with suppress(RedisError):
            super().maintain_heartbeats(*args)

    def set_shutdown_requested_date(self) -> None:
        """Tell Redis that this worker ends soon, if Redis hears it."""
        with suppress(RedisError):
            super().set_shutdown_requested_date()

    def register_death(self) -> None:
        """Tell Redis that this worker ends, if Redis hears it."""
        with suppress(RedisError):
            super().register_death()

    def request_stop(self, signum: int, frame: Any) -> None:
        """End after the job of now; a second time, at once."""
        self.stopping = True
        super().request_stop(signum, frame)

    def _pubsub_exception_handler(self, exc: Exception, *args: Any) -> None:
        if not isinstance(exc, RedisError):
            raise exc
        if not self._away:
            self._away = True
            log.warning("Redis cannot be reached. It is tried again every two seconds.")
        time.sleep(AGAIN_SECONDS)


def run(store: Store, url: str, kinds: tuple[str, ...] = KINDS) -> None:
    """Take jobs until this process is told to end.

    Args:
        kinds: of jobs, those to be taken first first.

    Raises:
        ae.runs.store.StoreError: if the cache folder cannot be written, or a setting is none.
    """
    global _here
    owner = jobs.Owner(store)
    _here = Here(store, owner, jobs.Limits.default(), os.getpid())
    from ae.workers import preload as preload

    log.info("This worker is ready for jobs of these kinds: %s.", ", ".join(kinds))
    threading.Thread(target=_report, args=(store,), daemon=True).start()
    try:
        while not _works(url, kinds):
            time.sleep(AGAIN_SECONDS)
    finally:
        owner.release()


def _works(url: str, kinds: tuple[str, ...]) -> bool:
    """Take jobs until told to end, or until Redis is away; tell whether it was the former."""
    try:
        worker = _worker(url, kinds)
        worker.work(logging_level="CRITICAL")  # its lines name hosts; ours tell the same
    except RedisError:
        log.warning("Redis cannot be reached. It is tried again every two seconds.")
        return False
    return worker.stopping


def _worker(url: str, kinds: tuple[str, ...]) -> Worker:
    queue = RedisQueue(url)
    return Worker(
        [queue.queues[kind] for kind in kinds],
        connection=queue.connection,
        serializer=queue.serializer,
        job_class=Job,
        worker_ttl=LIFE_SECONDS,
        job_monitoring_interval=HEARTBEAT_SECONDS,
        log_job_description=False,
    )


def _report(store: Store) -> None:
    reporter = reports.Reporter(store, "worker")
    while True:
        reporter.tell()
        time.sleep(reports.EVERY_SECONDS)
