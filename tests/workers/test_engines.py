"""One contract for both engines: processes of this machine, and workers that share a Redis.

Then what only the second has: workers that die, a Redis that goes away, servers that share a queue.
"""

import os
import threading
import time
import zlib

import psutil
import pytest

from ae.runs import jobs
from ae.runs.store import Store, views
from ae.workers import dispatcher, training_process
from ae.workers.client import WorkerError, Workers
from tests.conftest import START_SECONDS, tiny_config, train, wait_until
from tests.workers import redis_parts
from tests.workers.processes import descendants, lives, niceness
from tests.workers.test_workers import Attempts, long_training

pytestmark = pytest.mark.slow


class Engine:
    """Something that does jobs one at a time: `workers` to ask, and the process below which it is.

    Args:
        log: where a worker of Redis writes.
    """

    def __init__(self, workers, redis=None, log=None):
        self.workers, self.store, self.redis, self.log = workers, workers.store, redis, log
        self.worker = None
        if redis is not None:
            self.start_worker()

    def start_worker(self):
        """Start a worker of Redis; return the one before."""
        before = self.worker
        self.worker = redis_parts.Worker(self.store.root, self.redis.url, self.log)
        return before

    def trainers(self):
        """Return the processes of jobs, which yield most."""
        pids = [self.workers.pid] if self.worker is None else [self.worker.pid]
        least = min(19, os.nice(0) + training_process.NICENESS)
        return [one for pid in pids for one in descendants(pid) if niceness(one) >= least]

    def state(self, spec):
        return jobs.snapshot(self.store, spec.key).state

    def wait_for(self, spec, wanted):
        wait_until(lambda: self.state(spec) == wanted, START_SECONDS, f"{spec.kind}: {wanted}")

    def begin(self, spec):
        """Submit a training and hold it after its first epochs; return its process."""
        self.workers.submit(spec)
        return self.hold(spec)

    def hold(self, spec):
        """Stop the process of a training that has had its first epochs; return it."""
        begun = lambda: len(jobs.snapshot(self.store, spec.key).history) > 1  # noqa: E731
        wait_until(begun, START_SECONDS, "the first epochs")
        (process,) = wait_until(self.trainers, START_SECONDS, "the training's process")
        process.suspend()
        return process

    def cancel(self, *specs):
        for spec in specs:
            jobs.request_cancel(self.store, spec.key)
        for spec in specs:
            self.wait_for(spec, "absent")


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """The engine on Redis: a server, one worker, and a Redis of their own."""
    redis_parts.required(redis_parts.PROGRAM, "AE_REQUIRE_REDIS", "redis", "rq")
    root = tmp_path_factory.mktemp("shared")
    redis = redis_parts.Redis()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AE_ENGINE", redis.url)
        workers = Workers(Store(root / "cache", shipped=root / "none"))
        engine = Engine(workers, redis, root / "log")
        workers.start()
        redis_parts.registered(redis.url, 1)
        yield engine
    engine.worker.end()
    workers.close()
    redis.kill()


@pytest.fixture(params=["local", "redis"])
def engine(request):
    """Each engine in turn; it is left without jobs."""
    if request.param == "redis":
        engine = request.getfixturevalue("shared")
    else:
        engine = Engine(request.getfixturevalue("workers"))
    yield engine
    assert not [key for key in jobs.specs(engine.store) if jobs.snapshot(engine.store, key).active]


# The contract


def test_of_many_askers_one_training_comes(engine):
    config = tiny_config(seed=501)
    watch = Attempts(engine.store.jobs / config.key())
    watch.start()
    spec, errors = jobs.training(config), []

    def ask():
        try:
            engine.workers.submit(spec)
        except WorkerError as error:
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run = train(engine.workers, config)
    gone = lambda: spec.key not in jobs.specs(engine.store)  # noqa: E731
    wait_until(gone, START_SECONDS, "the job's end")
    assert errors == [] and len(watch.stop()) == 1
    assert run.config == config and [epoch["epoch"] for epoch in run.history] == [0, 1, 2]


def test_a_view_of_a_run_is_made(engine):
    run = train(engine.workers, tiny_config(seed=501))
    spec = jobs.embedding(run.key)
    engine.workers.submit(spec)
    wait_until(lambda: engine.store.has_view(run.key, views.TSNE), START_SECONDS, "the t-SNE")
    wait_until(lambda: jobs.specs(engine.store) == {}, START_SECONDS, "the job's end")


def test_a_job_that_cannot_be_done_fails_in_words_and_can_be_asked_for_again(engine):
    spec = jobs.embedding("0" * 16)
    for _ in range(2):
        engine.workers.submit(spec)
        engine.wait_for(spec, "failed")
        assert "not there any more" in str(jobs.snapshot(engine.store, spec.key).message)


def test_cancelling_ends_the_process_and_the_next_begins(engine):
    """Within two seconds, if nothing else has the machine: so the quickest of three counts."""
    seconds = []
    for seed in (503, 504, 505):
        running, waiting = long_training(seed), long_training(seed + 10)
        process = engine.begin(running)
        engine.workers.submit(waiting)
        assert jobs.snapshot(engine.store, waiting.key).place == 1
        began = time.monotonic()
        jobs.request_cancel(engine.store, running.key)
        wait_until(lambda process=process: not lives(process), START_SECONDS, "the process's end")
        engine.wait_for(running, "absent")
        seconds.append(time.monotonic() - began)
        engine.wait_for(waiting, "running")
        engine.cancel(waiting)
        assert not (engine.store.jobs / running.key).exists()
        if seconds[-1] < 2:
            break
    assert min(seconds) < 2


def test_cancelling_what_waits_leaves_what_runs(engine):
    running, waiting = long_training(506), long_training(507)
    engine.begin(running)
    engine.workers.submit(waiting)
    engine.cancel(waiting)
    assert engine.state(running) == "running"
    engine.cancel(running)


def test_a_killed_training_process_is_interrupted_and_can_be_restarted(engine):
    spec = long_training(508)
    engine.begin(spec).kill()
    engine.wait_for(spec, "interrupted")
    assert len(jobs.snapshot(engine.store, spec.key).history) > 1
    engine.begin(spec)
    engine.cancel(spec)


def test_visitors_are_served_in_turn_and_bounded(engine):
    """What the first asks for thrice, and the second once, begins in the order 1, 4, 2."""
    first, second = jobs.asker("a"), jobs.asker("b")
    specs = [long_training(509 + number) for number in range(5)]
    engine.begin(specs[0])
    for spec, who in zip(specs[1:4], (first, first, second), strict=True):
        engine.workers.submit(spec, who, visits=True)
    for ended, begun in ((0, 1), (1, 3), (3, 2)):
        engine.cancel(specs[ended])
        engine.wait_for(specs[begun], "running")
    for seed in range(3):
        engine.workers.submit(long_training(520 + seed), first, visits=True)
    with pytest.raises(WorkerError, match="3 trainings that you asked for are waiting"):
        engine.workers.submit(specs[4], first, visits=True)
    engine.cancel(*(long_training(520 + seed) for seed in range(3)), specs[2])


# What is shared


def test_the_jobs_of_killed_workers_are_taken_up_and_none_is_lost(shared):
    config = tiny_config(seed=530, epochs=3)
    wanted = [long_training(531), jobs.training(config)]
    for spec in wanted:
        shared.workers.submit(spec)
    for _ in range(3):
        horse = shared.hold(wanted[0])
        killed = shared.start_worker()
        killed.kill()
        wait_until(lambda horse=horse: not lives(horse), START_SECONDS, "the end of its child")
        again = lambda: jobs.snapshot(shared.store, wanted[0].key).state == "running"  # noqa: E731
        wait_until(again, START_SECONDS, "the next worker")
    shared.cancel(wanted[0])
    shared.wait_for(wanted[1], "done")
    assert shared.store.require(config.key()).config == config


def test_without_redis_a_sentence_is_told_what_runs_goes_on_and_then_all_does(shared):
    running, waiting = long_training(540), jobs.training(tiny_config(seed=541))
    process = shared.begin(running)
    shared.workers.submit(waiting)
    with shared.redis.away():
        process.resume()
        before = len(jobs.snapshot(shared.store, running.key).history)
        with pytest.raises(WorkerError, match="cannot be reached at the moment") as told:
            shared.workers.submit(jobs.training(tiny_config(seed=542)))
        assert shared.redis.password not in str(told.value)
        goes_on = lambda: len(jobs.snapshot(shared.store, running.key).history) > before + 3  # noqa: E731
        wait_until(goes_on, START_SECONDS, "the training that goes on")
        jobs.request_cancel(shared.store, running.key)  # which needs no Redis
        wait_until(lambda: not lives(process), START_SECONDS, "the process's end")
        assert shared.state(waiting) == "queued"
    shared.wait_for(waiting, "done")
    assert "Redis cannot be reached" in shared.log.read_text()


def test_another_server_leads_when_the_first_has_died(shared):
    """Here the second is one in this process, which has no processes of its own."""
    from ae.workers.redis_queue import RedisQueue

    owner = jobs.Owner(shared.store, shares=True)
    second = dispatcher.Dispatcher(shared.store, RedisQueue(shared.redis.url), lambda: owner)
    second.step()
    assert not second._leadership.is_locked
    running, waiting = long_training(550), jobs.training(tiny_config(seed=551))
    shared.begin(running)
    shared.workers.submit(waiting)
    psutil.Process(shared.workers.pid).kill()
    wait_until(lambda: second.step() or second._leadership.is_locked, START_SECONDS, "the lead")
    assert (shared.state(running), shared.state(waiting)) == ("running", "queued")
    jobs.request_cancel(shared.store, running.key)
    done = lambda: second.step() or shared.state(waiting) == "done"  # noqa: E731
    wait_until(done, START_SECONDS, "what waited")
    second.end()
    owner.release()
    shared.workers.start()


def test_a_job_that_names_another_function_is_not_done(shared, tmp_path):
    """Whoever could write to Redis would else have any function called."""
    from ae.workers.redis_queue import RedisQueue

    queue = RedisQueue(shared.redis.url)
    made = str(tmp_path / "made")
    queue.queues["train"].enqueue_call("os.mkdir", args=(made,), job_id="stranger", result_ttl=60)
    status = lambda: queue.connection.hget("rq:job:stranger", "status")  # noqa: E731
    wait_until(lambda: status() in (b"failed", b"finished"), START_SECONDS, "the end of it")
    assert status() == b"failed" and not (tmp_path / "made").exists()


def test_what_redis_half_remembers_of_a_dead_worker_holds_nothing_up(shared):
    from ae.workers.redis_queue import RedisQueue

    queue, key = RedisQueue(shared.redis.url), "0" * 16
    queue.connection.hset(f"rq:job:{key}", mapping={"status": "started", "data": b"[]"})
    queue.connection.zadd(f"rq:executions:{key}", {"expired": 2**40})
    assert queue.standing(key, "another") == "absent"
    assert not queue.connection.exists(f"rq:job:{key}", f"rq:executions:{key}")


def test_nothing_in_redis_is_a_pickle_and_no_log_has_the_password(shared):
    spec = long_training(570)
    shared.begin(spec)
    from ae.workers.redis_queue import RedisQueue

    connection = RedisQueue(shared.redis.url).connection
    kept = connection.hget(f"rq:job:{spec.key}", "data")
    kept = zlib.decompress(kept)
    assert kept.startswith(b'["ae.workers.redis_worker.work", null, ["' + spec.key.encode())
    shared.cancel(spec)
    log = shared.log.read_text()
    assert "is ready for jobs" in log
    assert shared.redis.password not in log and "127.0.0.1" not in log
    assert "Traceback" not in log
