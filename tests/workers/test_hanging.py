"""Processes that are there and say nothing: noticed, ended and started again."""

import multiprocessing
import os
import signal
import sys
from types import ModuleType

import psutil
import pytest

from ae.runs import jobs
from ae.workers import client, inference_keeper
from ae.workers.client import WorkerError, Workers, WorkersNotReady
from ae.workers.inference_keeper import InferenceKeeper
from tests.conftest import START_SECONDS, answers, tiny_config, wait_until
from tests.workers import stand_in_answerer
from tests.workers.processes import answerers

KEY = b"key"
NEVER = 0.1
"""A deadline, in seconds, for what will never answer."""


@pytest.fixture
def address(tmp_path_factory):
    return str(tmp_path_factory.mktemp("s") / "a")


@pytest.fixture
def started(address, monkeypatch):
    """A function that starts a process that answers at `address`; `.all` are those so far."""
    # A page that a test before ran stands there, and a spawned process would run it again.
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    context, begun = multiprocessing.get_context("spawn"), []

    def start():
        process = context.Process(target=stand_in_answerer.run, args=(address, KEY), daemon=True)
        process.start()
        begun.append(process)
        return process

    start.all = begun
    yield start
    for process in begun:
        process.kill()
        process.join()


def stop(process):
    """Have a process hang, all its threads: it stays, holds what it holds, and does nothing."""
    os.kill(process.pid, signal.SIGSTOP)
    wait_until(lambda: stopped(process.pid), START_SECONDS, "the stop, which takes a moment")


def stopped(pid):
    threads = [psutil.Process(thread.id) for thread in psutil.Process(pid).threads()]
    return all(thread.status() == psutil.STATUS_STOPPED for thread in threads)


# The supervisor's side


@pytest.fixture
def keeper(started, address, monkeypatch):
    monkeypatch.setattr(inference_keeper, "RESTART_SECONDS", 0.0)
    monkeypatch.setattr(inference_keeper, "PING_SECONDS", START_SECONDS)
    return InferenceKeeper(started, address, KEY)


def check_until_answered(keeper):
    keeper.keep()
    wait_until(lambda: keeper.check() or keeper._now.answered, START_SECONDS, "an answer")


def ended(process):
    process.join(START_SECONDS)
    return process.exitcode == -signal.SIGKILL


def test_a_process_that_hangs_is_ended_and_started_again(keeper, started, monkeypatch):
    check_until_answered(keeper)
    (first,) = started.all
    stop(first)
    monkeypatch.setattr(inference_keeper, "PING_SECONDS", NEVER)
    keeper.check()
    keeper.keep()
    assert started.all == [first] and first.is_alive()  # once is not enough
    keeper.check()
    assert ended(first)
    monkeypatch.setattr(inference_keeper, "PING_SECONDS", START_SECONDS)
    check_until_answered(keeper)
    assert len(started.all) == 2 and started.all[1].is_alive()


def test_a_process_that_goes_on_again_is_left_alone(keeper, started, monkeypatch):
    check_until_answered(keeper)
    (first,) = started.all
    for _ in range(3):
        stop(first)
        with monkeypatch.context() as patch:
            patch.setattr(inference_keeper, "PING_SECONDS", NEVER)
            keeper.check()
        assert keeper._now.missed == 1
        os.kill(first.pid, signal.SIGCONT)
        keeper.check()
        assert keeper._now.missed == 0
        keeper.keep()
    assert started.all == [first] and first.is_alive()


def test_a_process_that_has_not_answered_yet_has_a_long_time(keeper, started, monkeypatch):
    monkeypatch.setattr(inference_keeper, "PING_SECONDS", NEVER)
    keeper.keep()
    (first,) = started.all
    stop(first)  # as one that imports for a minute
    for _ in range(2 * inference_keeper.MISSES):
        keeper.check()
    assert first.is_alive()
    monkeypatch.setattr(inference_keeper, "FIRST_SECONDS", 0.0)
    keeper.check()
    assert ended(first)


def test_a_process_that_ends_is_started_again(keeper, started):
    check_until_answered(keeper)
    started.all[0].kill()
    started.all[0].join()
    keeper.check()
    check_until_answered(keeper)
    assert len(started.all) == 2


IMPATIENT = f"""
import logging
from ae.workers import __main__, inference_keeper
logging.getLogger("ae.workers").setLevel(logging.DEBUG)
inference_keeper.PING_EVERY, inference_keeper.PING_SECONDS = 0.2, 2.0
inference_keeper.FIRST_SECONDS = {START_SECONDS}
__main__.main()
"""


@pytest.mark.slow
def test_the_inference_process_hangs_and_pages_have_their_answers_again(store, monkeypatch, capfd):
    monkeypatch.setattr(client, "PROGRAM", ("-c", IMPATIENT))
    ours = Workers(store, slots=1)
    try:
        wait_until(lambda: answers(ours), START_SECONDS, "the first answer")
        # Until the supervisor has heard from it, a process counts as one that still starts.
        heard = lambda: "inference process is ready" in capfd.readouterr().err  # noqa: E731
        wait_until(heard, START_SECONDS, "the supervisor's first answer")
        monkeypatch.setattr(client, "ANSWER_SECONDS", 2.0)
        (first,) = answerers(ours.pid)
        stop(first)
        wait_until(lambda: answers(ours), START_SECONDS, "an answer from the next")
        assert first not in answerers(ours.pid)
    finally:
        ours.close()


# The client's side


@pytest.fixture
def workers_at(store, address, monkeypatch):
    """Workers that reach a process at `address`, without a supervisor of their own."""
    ours = Workers(store, slots=1)
    monkeypatch.setattr(ours, "start", lambda: None)
    ours._addresses, ours._authkey = {"jobs": address, "inference": address}, KEY
    return ours


def test_who_asks_a_process_that_hangs_hears_so(workers_at, started, monkeypatch):
    """Also on a new connection, which begins with a challenge that never comes."""
    process = started()
    wait_until(lambda: answered(workers_at), START_SECONDS, "an answer")
    stop(process)
    monkeypatch.setattr(client, "ANSWER_SECONDS", NEVER)
    monkeypatch.setattr(client, "PATIENCE", NEVER)
    for _ in range(2):
        with pytest.raises(WorkersNotReady):
            workers_at.ask("ping", "")


def answered(workers):
    try:
        return workers.ask("ping", "") == "ping"
    except WorkersNotReady:
        return False


def test_after_a_restart_no_stale_connection_is_waited_for(workers_at, started, monkeypatch):
    first = started()
    wait_until(lambda: answered(workers_at), START_SECONDS, "an answer")
    connections = [workers_at._connect() for _ in range(30)]
    generation, _ = workers_at._idle.take()
    for connection in connections:
        workers_at._idle.put(generation, connection)
    first.kill()
    first.join()
    second = started()
    reached = Workers(workers_at.store, slots=1)
    monkeypatch.setattr(reached, "start", lambda: None)
    reached._addresses, reached._authkey = workers_at._addresses, KEY
    wait_until(lambda: answered(reached), START_SECONDS, "an answer from the next")
    waits = []
    monkeypatch.setattr(client.time, "sleep", waits.append)
    assert workers_at.ask("ping", "") == "ping"
    assert waits == []
    assert all(connection.closed for connection in connections)
    assert second.is_alive()


def test_a_connection_of_before_a_restart_is_not_kept_after_it(workers_at, started):
    started()
    wait_until(lambda: answered(workers_at), START_SECONDS, "an answer")
    generation, before = workers_at._idle.take()
    workers_at._idle.discard(generation)
    workers_at._idle.put(generation, before)
    assert before.closed
    assert workers_at.ask("ping", "") == "ping"
    _, after = workers_at._idle.take()
    workers_at._idle.put(generation + 1, after)
    workers_at._idle.discard(generation)  # someone else who notices the same death later
    assert not after.closed
    assert workers_at._idle.take() == (generation + 1, after)


SILENT = "import time; time.sleep(3600)"


def test_a_supervisor_that_never_answers_is_ended_and_tried_once_more(store, monkeypatch):
    monkeypatch.setattr(client, "PROGRAM", ("-c", SILENT))
    monkeypatch.setattr(client, "LAUNCH_SECONDS", NEVER)
    launched, begin = [], client.subprocess.Popen

    def popen(*args, **kwargs):
        launched.append(begin(*args, **kwargs))
        return launched[-1]

    monkeypatch.setattr(client.subprocess, "Popen", popen)
    ours = Workers(store, slots=1)
    for _ in range(2):  # those who waited behind the first are told at once
        with pytest.raises(WorkerError, match="did not start"):
            ours.ask("ping", "")
    assert [process.poll() for process in launched] == [-signal.SIGKILL] * 2
    ours.close()


@pytest.mark.slow
def test_a_supervisor_that_hangs_is_replaced_by_one_that_takes_the_job(store, monkeypatch):
    ours, spec = Workers(store, slots=1), jobs.training(tiny_config())
    try:
        ours.start()
        first = ours._process
        stop(first)
        monkeypatch.setattr(client, "SUBMIT_SECONDS", 2.0)
        wait_until(lambda: taken(ours, spec), START_SECONDS, "a supervisor that takes the job")
        assert first.poll() == -signal.SIGKILL and ours.pid != first.pid
    finally:
        ours.close()


def taken(workers, spec):
    try:
        workers.submit(spec)
    except WorkerError:
        return False
    return True
