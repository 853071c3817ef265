"""The spare training process: one at most, given one job, and ended like any other."""

import os
import time
from multiprocessing.connection import Connection

import pytest

from ae.runs import jobs
from ae.workers import spare, training_process
from ae.workers.spare import Spare
from tests.conftest import START_SECONDS, tiny_config, wait_until
from tests.workers.processes import hold, is_alive, lives, spares, trainers
from tests.workers.test_workers import LONG, Process, long_training

JOB = jobs.training(tiny_config())


class Started:
    """Starts stand-ins for processes, and keeps them."""

    def __init__(self):
        self.all = []

    def __call__(self, orders):
        process = Process()
        # Its own end of the pipe, as another process has it: the one that is given gets closed.
        process.orders = Connection(os.dup(orders.fileno()))
        self.all.append(process)
        return process


@pytest.fixture
def started(monkeypatch):
    """What `Spare` has started, once there was nothing to do for no time at all."""
    monkeypatch.setattr(spare, "IDLE_SECONDS", 0.0)
    return Started()


def test_there_is_one_at_most_and_none_while_there_is_work(started):
    ours = Spare(started, wanted=True)
    ours.keep(idle=False)
    assert started.all == []
    for _ in range(3):
        ours.keep(idle=True)
    assert len(started.all) == 1


def test_nothing_starts_before_it_was_idle_for_a_while(started, monkeypatch):
    monkeypatch.setattr(spare, "IDLE_SECONDS", START_SECONDS)
    ours = Spare(started, wanted=True)
    for _ in range(3):
        ours.keep(idle=True)
    assert started.all == []


@pytest.mark.parametrize(("text", "count"), [("0", 0), ("1", 1)])
def test_an_operator_can_do_without(started, monkeypatch, text, count):
    monkeypatch.setenv("AE_SPARE", text)
    Spare(started).keep(idle=True)
    assert len(started.all) == count


def test_one_that_is_not_ready_is_ended_and_does_no_job(started):
    ours = Spare(started, wanted=True)
    ours.keep(idle=True)
    assert ours.take(JOB, "attempt") is None
    assert started.all[0].done == ["kill"]
    assert ours.take(JOB, "attempt") is None


def test_one_that_is_ready_is_given_the_job_and_is_the_spare_no_more(started):
    ours = Spare(started, wanted=True)
    ours.keep(idle=True)
    process = started.all[0]
    for word in (training_process.READY, training_process.TAKEN):
        process.orders.send(word)
    assert ours.take(jobs.download("mnist"), "attempt") is None
    assert ours.take(JOB, "attempt") is process
    assert process.orders.recv() == (JOB, "attempt")
    assert ours.take(JOB, "attempt") is None
    ours.end()
    assert process.done == []
    ours.keep(idle=True)
    assert len(started.all) == 2


def test_one_that_has_just_ended_is_given_no_job(started):
    ours = Spare(started, wanted=True)
    ours.keep(idle=True)
    started.all[0].orders.send(training_process.READY)
    started.all[0].orders.close()
    assert ours.take(JOB, "attempt") is None


def test_one_that_does_not_take_the_job_is_ended(started, monkeypatch):
    monkeypatch.setattr(spare, "TAKEN_SECONDS", 0.01)
    ours = Spare(started, wanted=True)
    ours.keep(idle=True)
    started.all[0].orders.send(training_process.READY)
    assert ours.take(JOB, "attempt") is None
    assert started.all[0].done == ["kill", "join"]


def test_what_ends_again_and_again_is_started_no_more(started):
    ours = Spare(started, wanted=True)
    for _ in range(5 * spare.LOSSES):
        ours.keep(idle=True)
        if started.all[-1].is_alive():
            started.all[-1].kill()
    assert len(started.all) == spare.LOSSES


@pytest.mark.parametrize(
    ("chosen", "suits"),
    [
        ({"architecture": "basic"}, True),
        ({"architecture": "deep", "batch_size": 32}, True),
        ({"architecture": "deep", "batch_size": 200}, False),
        ({"architecture": "convolutional"}, False),
    ],
)
def test_it_takes_what_needs_one_thread(chosen, suits):
    assert training_process.suits_spare(jobs.training(tiny_config(**chosen))) is suits


def test_it_takes_trainings_only():
    assert not training_process.suits_spare(jobs.download("mnist"))


# Real ones


def ready_spare(workers):
    """Wait for a spare that has got ready; return it."""
    before = None
    while True:
        (process,) = wait_until(lambda: spares(workers.pid), START_SECONDS, "a spare")
        # It sleeps in its pipe once it is ready, and does nothing any more.
        now = process.pid, sum(process.cpu_times()[:2]), process.num_threads()
        if now == before and now[1] > 0.5:
            return process
        before = now
        wait_until(pause(2.0), START_SECONDS)


def pause(seconds):
    """Return what becomes true after so many seconds."""
    until = time.monotonic() + seconds
    return lambda: time.monotonic() >= until


def test_a_spare_takes_the_next_training_and_comes_to_the_same(workers):
    spec = jobs.training(tiny_config(seed=501, **LONG | {"epochs": 60}))
    waiting = ready_spare(workers)
    found = []
    for fresh in (False, True):
        workers.submit(spec)
        process = hold(workers.pid, lambda: len(jobs.snapshot(workers.store, spec.key).history) > 1)
        assert (process.pid != waiting.pid) is fresh
        process.resume()
        ended = lambda: not jobs.snapshot(workers.store, spec.key).active  # noqa: E731
        wait_until(ended, START_SECONDS, "the training's end")
        run = workers.store.find(spec.key)
        found.append(([{**one, "seconds": 0} for one in run.history], run.layers, run.metrics))
        workers.store.delete(spec.key)
    assert found[0] == found[1]


def test_a_spare_at_work_is_cancelled_like_any_other(workers):
    spec = long_training(502)
    waiting = ready_spare(workers)
    workers.submit(spec)
    process = hold(workers.pid, lambda: len(jobs.snapshot(workers.store, spec.key).history) > 1)
    assert process.pid == waiting.pid
    jobs.request_cancel(workers.store, spec.key)
    gone = lambda: jobs.snapshot(workers.store, spec.key).state == "absent"  # noqa: E731
    wait_until(gone, START_SECONDS, "the job's end")
    wait_until(lambda: not lives(process), START_SECONDS, "the process's end")
    assert not trainers(workers.pid)


def test_a_killed_spare_costs_nobody_a_job(workers):
    killed = ready_spare(workers)
    killed.kill()
    wait_until(lambda: not is_alive(killed.pid), START_SECONDS, "the end of the spare")
    spec = jobs.training(tiny_config(seed=503, epochs=1))
    workers.submit(spec)
    done = lambda: jobs.snapshot(workers.store, spec.key).state == "done"  # noqa: E731
    wait_until(done, START_SECONDS, "the training's end")
    assert len({process.pid for process in spares(workers.pid)}) <= 1
