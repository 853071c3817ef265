"""The queue in Redis from which workers on any machine take jobs: RQ's, for one job a key.

Only which job is next passes through it, as JSON: its key and attempt. What it is, who asked, how
far it is and what came of it stay in the cache folder, which all machines share.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from ae.i18n import N_
from ae.messages import WordedError

if TYPE_CHECKING:
    from rq import Queue
    from rq.job import Job

Kind = Literal["embed", "mix", "train"]
KINDS: tuple[Kind, ...] = ("embed", "mix", "train")
"""The kinds of jobs that workers take, what is short first. A download is for its own machine."""
WORK = "ae.workers.redis_worker.work"
"""The one function that a worker calls."""
SECONDS = 3.0
"""So long Redis may take to answer; usually that is a millisecond."""
KEPT_SECONDS = 60
"""So long Redis remembers a job that a worker could not end well."""

Standing = Literal["waits", "taken", "absent"]


class Unreachable(WordedError, RuntimeError):
    """Redis does not answer; the message is for whoever asked, and tells no address."""


@contextmanager
def reaching() -> Iterator[None]:
    """Turn every failure of Redis into `Unreachable`."""
    from redis.exceptions import RedisError

    try:
        yield
    except (RedisError, OSError) as error:
        raise Unreachable(
            N_(
                "The queue of trainings cannot be reached at the moment. What runs goes on, and "
                "finished runs can be opened. Try again in a minute."
            )
        ) from error


def attempt_of(job: "Job") -> str:
    """Return the attempt that a job in Redis is; nothing of one that is none of ours."""
    from rq.exceptions import DeserializationError

    try:
        return str(job.args[-1]) if job.args else ""
    except DeserializationError:
        return ""


class RedisQueue:
    """The queue at one address.

    Args:
        url: as `jobs.redis_url` returns it.
    """

    def __init__(self, url: str):
        from redis import Redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry
        from rq import Queue

        seconds = {"socket_connect_timeout": SECONDS, "socket_timeout": SECONDS}
        once_more = Retry(NoBackoff(), 1)  # a kept connection may be one to a Redis that restarted
        self.connection: Redis = Redis.from_url(url, retry=once_more, **seconds)
        self._queue_class = Queue

    @cached_property
    def queues(self) -> "dict[str, Queue]":
        """RQ's queue of each kind."""
        return {
            kind: self._queue_class(f"ae-{kind}", connection=self.connection, serializer="json")
            for kind in KINDS
        }

    def check(self) -> None:
        """Ask Redis for a sign of life.

        Raises:
            Unreachable: if there is none.
        """
        with reaching():
            self.connection.ping()

    def workers(self) -> list[bool]:
        """Return of each worker that Redis knows whether it is at work."""
        from rq import Worker

        with reaching():
            found = Worker.all(connection=self.connection, serializer="json")
            return [worker.get_state() == "busy" for worker in found]

    def is_empty(self, kind: str) -> bool:
        """Tell whether no job of a kind waits in Redis for a worker."""
        with reaching():
            return not self.queues[kind].count

    def put(self, kind: Kind, key: str, attempt: str) -> None:
        """Have the next free worker do a job, unless one of its key is there."""
        from rq.exceptions import DuplicateJobError

        with reaching():
            try:
                self.queues[kind].enqueue_call(
                    WORK,
                    args=(key, attempt),
                    job_id=key,
                    unique=True,
                    timeout=-1,  # the worker bounds it, and says why
                    result_ttl=0,
                    failure_ttl=KEPT_SECONDS,
                    description=key,
                )
            except DuplicateJobError:  # of another server, this very moment
                return

    def standing(self, key: str, attempt: str) -> Standing:
        """Tell how a job stands in Redis; what is left of one that is over is removed."""
        with reaching():
            job = self._find(key)
            if job is None:
                return "absent"
            status = job.get_status(refresh=False) if attempt_of(job) == attempt else None
            if status == "queued":
                waits = self.connection.lpos(f"rq:queue:{job.origin}", key) is not None
                return "waits" if waits else "taken"
            if status == "started":
                return "taken"
            self._remove(job)
            return "absent"

    def forget(self, key: str) -> None:
        """Remove a job from Redis, whoever has it."""
        with reaching():
            if job := self._find(key):
                self._remove(job)

    def stop(self, key: str) -> None:
        """Have the worker that does a job end it at once, or take it out of the queue."""
        from rq.command import send_stop_job_command
        from rq.exceptions import InvalidJobOperation, NoSuchJobError

        with reaching():
            try:
                send_stop_job_command(self.connection, key, serializer=self.serializer)
            except InvalidJobOperation:  # nobody does it
                self.forget(key)
            except NoSuchJobError:
                return

    @property
    def serializer(self) -> Any:
        """RQ's own for JSON: its usual one would load pickles."""
        from rq.serializers import JSONSerializer

        return JSONSerializer

    def _remove(self, job: "Job") -> None:
        try:
            job.delete()
        except ValueError:  # what Redis knew of a dead worker's try has expired, all but its name
            self.connection.delete(job.key, job.execution_registry.key)

    def _find(self, key: str) -> "Job | None":
        from rq.exceptions import NoSuchJobError
        from rq.job import Job

        try:
            return Job.fetch(key, connection=self.connection, serializer=self.serializer)
        except NoSuchJobError:
            return None
