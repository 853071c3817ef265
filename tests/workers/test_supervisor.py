"""One look of the supervisor after the other: no job's trouble is another's."""

import logging
import multiprocessing
import shutil
import threading
from pathlib import Path

import pytest

from ae.messages import unpacked
from ae.runs import jobs
from ae.runs.jobs import protocol
from ae.runs.store import write_atomically
from ae.workers import inference_keeper, training_process
from ae.workers import supervisor as supervising
from ae.workers.answering import answer_all
from tests.conftest import START_SECONDS, tiny_config
from tests.workers.test_workers import Process, state

BAD, GOOD, NEXT = (jobs.training(tiny_config(seed=seed)) for seed in (1, 2, 3))


@pytest.fixture
def supervisor(store, monkeypatch):
    """A supervisor of two slots whose processes are stand-ins, and that tries again at once."""
    monkeypatch.setattr("ae.workers.trouble.AGAIN_SECONDS", 0.0)
    ours = supervising.Supervisor(store, 2, str(store.root / "address"), b"key")
    monkeypatch.setattr(ours, "_start", lambda *ignored: Process())
    yield ours
    ours.owner.release()


class Disk:
    """A disk on which nothing more can be written about one job, while `full`."""

    def __init__(self, monkeypatch, key):
        self.key, self.full = key, True
        monkeypatch.setattr(protocol, "write_atomically", self.write)

    def write(self, path: Path, text: str):
        if self.full and path.parent.name == self.key:
            raise OSError(28, "No space left on device", str(path))
        write_atomically(path, text)


def told(caplog):
    """Return what was logged with a traceback."""
    return [record.getMessage() for record in caplog.records if record.exc_info]


def test_a_job_that_cannot_be_settled_touches_no_other(store, supervisor, monkeypatch, caplog):
    for spec in (BAD, GOOD, NEXT):
        supervisor.submit(spec)
    supervisor.step()
    assert [state(store, spec) for spec in (BAD, GOOD, NEXT)] == ["running", "running", "queued"]
    disk = Disk(monkeypatch, BAD.key)
    supervisor._work[BAD.key].process.kill()
    jobs.request_cancel(store, GOOD.key)
    for _ in range(30):
        supervisor.step()
    assert [state(store, spec) for spec in (GOOD, NEXT)] == ["absent", "running"]
    assert len(told(caplog)) == 1 and BAD.key in told(caplog)[0]
    assert "No space left" in caplog.text
    disk.full = False
    supervisor.step()
    assert state(store, BAD) == "interrupted"
    assert list(supervisor._work) == [NEXT.key]


def test_a_job_that_has_ended_and_cannot_be_settled_holds_no_slot(store, supervisor, monkeypatch):
    supervisor.slots = 1
    for spec in (BAD, NEXT):
        supervisor.submit(spec)
    supervisor.step()
    Disk(monkeypatch, BAD.key)
    supervisor._work[BAD.key].process.kill()
    supervisor.step()
    assert state(store, NEXT) == "running"


def test_a_job_whose_lock_is_held_touches_no_other(store, supervisor, caplog):
    for spec in (BAD, GOOD):
        supervisor.submit(spec)
    supervisor.step()
    for spec in (BAD, GOOD):
        jobs.request_cancel(store, spec.key)
    with store.lock(BAD.key):
        for _ in range(3):
            supervisor.step()
        assert [state(store, spec) for spec in (BAD, GOOD)] == ["running", "absent"]
        assert len(told(caplog)) == 1 and BAD.key in told(caplog)[0]
        assert "held" in caplog.text and "Free some disk space" not in caplog.text
    supervisor.step()
    assert state(store, BAD) == "absent"
    assert not supervisor._work


def test_a_job_that_cannot_be_started_is_given_up_in_words(store, supervisor, monkeypatch, caplog):
    def start(target, *args):
        if args and args[1] == BAD:
            raise OSError(11, "Resource temporarily unavailable")
        return Process()

    monkeypatch.setattr(supervisor, "_start", start)
    for spec in (BAD, GOOD):
        supervisor.submit(spec)
    supervisor.step()
    assert state(store, GOOD) == "running"
    while BAD.key in supervisor._work:
        supervisor.step()
    seen = jobs.snapshot(store, BAD.key)
    assert seen.state == "failed"
    assert "Resource temporarily unavailable" in str(seen.message) and "again" in str(seen.message)
    assert len(told(caplog)) == 1
    supervisor.submit(BAD)  # it can be asked for anew
    assert BAD.key in supervisor._work


def test_trouble_with_inference_touches_no_job(store, supervisor, monkeypatch, caplog):
    def start(target, *args):
        if target is not training_process.run:
            raise OSError(11, "Resource temporarily unavailable")
        return Process()

    monkeypatch.setattr(inference_keeper, "RESTART_SECONDS", 0.0)
    monkeypatch.setattr(supervisor, "_start", start)
    supervisor.submit(GOOD)
    for _ in range(5):
        supervisor.step()
    assert state(store, GOOD) == "running"
    assert len(told(caplog)) == 1


def test_what_cannot_be_swept_does_not_end_the_watch(store, supervisor, monkeypatch):
    """The watch starts with sweeping; an error there would leave every job alone."""
    watched = threading.Event()

    def refuse(store):
        raise PermissionError(13, "Permission denied")

    def step():
        watched.set()
        threading.Event().wait()

    monkeypatch.setattr(jobs, "sweep", refuse)
    monkeypatch.setattr(supervisor, "step", step)
    threading.Thread(target=supervisor.run, daemon=True).start()
    assert watched.wait(START_SECONDS)


def test_an_attempt_that_is_over_is_not_started(store, supervisor):
    supervisor.submit(BAD)
    shutil.rmtree(store.jobs / BAD.key)  # as when the cache folder is emptied by hand
    supervisor.step()
    assert not supervisor._work
    assert not (store.jobs / BAD.key).exists()


def test_an_attempt_that_is_over_is_not_trained(store, supervisor, monkeypatch):
    """It was dropped between its start and the first thing its process did."""
    trained = []
    monkeypatch.setattr(training_process, "end_with_parent", lambda: None)
    monkeypatch.setattr(training_process, "_yield_more", lambda by: None)
    monkeypatch.setitem(training_process._WORK, "train", lambda *given: trained.append(given))
    supervisor.submit(BAD)
    attempt = supervisor._work[BAD.key].attempt
    jobs.drop(store, BAD.key, attempt)
    training_process.run(store, BAD, attempt)
    assert trained == []
    assert not (store.jobs / BAD.key).exists()


def test_the_end_of_an_attempt_does_not_forget_the_next(store, supervisor):
    """A job that has ended can be handed in again before the supervisor has looked at its end."""
    supervisor.submit(BAD)
    supervisor.step()
    first = supervisor._work[BAD.key]
    jobs.drop(store, BAD.key, first.attempt)  # as its worker does, at the end
    supervisor.submit(BAD)
    supervisor._settle(first)
    supervisor.step()
    assert state(store, BAD) == "running"
    assert supervisor._work[BAD.key].attempt != first.attempt
    assert first.process.done  # what still works for nobody has ended


# What callers send


@pytest.fixture
def caller(supervisor):
    """Our end of a connection that the supervisor serves."""
    ours, theirs = multiprocessing.Pipe()
    given = theirs, supervisor.answer
    threading.Thread(target=answer_all, args=given, daemon=True).start()
    yield ours
    ours.close()


def reply(caller):
    assert caller.poll(START_SECONDS)
    return caller.recv()


@pytest.mark.parametrize(
    "message",
    [b"", b"no pickle", b"\x80\x04K\x01.", b"cnowhere\nnothing\n."],
    ids=["nothing", "no pickle", "no job", "of no module"],
)
def test_a_malformed_message_is_answered_and_the_next_is_heard(store, caller, message):
    caller.send_bytes(message)
    outcome, words = reply(caller)
    assert outcome == "error" and words
    caller.send((GOOD, "", False))
    assert reply(caller) == ("ok", None)
    assert state(store, GOOD) == "queued"


@pytest.mark.parametrize("error", [OSError(28, "No space left"), EOFError(), KeyError("kind")])
def test_any_error_is_answered(caller, monkeypatch, caplog, error):
    def refuse(*ignored):
        raise error

    monkeypatch.setattr(jobs, "claim", refuse)
    with caplog.at_level(logging.ERROR):
        caller.send((GOOD, "", False))
        outcome, words = reply(caller)
    assert outcome == "error" and type(error).__name__ in words
    assert told(caplog)


def test_a_caller_that_hangs_up_ends_its_thread_only(supervisor):
    ours, theirs = multiprocessing.Pipe()
    thread = threading.Thread(target=answer_all, args=(theirs, supervisor.answer), daemon=True)
    thread.start()
    ours.close()
    thread.join(START_SECONDS)
    assert not thread.is_alive()


def test_a_fork_server_that_is_killed_is_a_plain_line_in_the_log(store, caplog, monkeypatch):
    ours = supervising.Supervisor(store, 1, str(store.root / "address"), b"key")

    class Killed:
        def __init__(self, **ignored):
            pass

        def start(self):
            raise EOFError("unexpected EOF")

    monkeypatch.setattr(ours, "_context", multiprocessing.get_context())
    monkeypatch.setattr(multiprocessing.get_context(), "Process", Killed, raising=False)
    for _ in range(3):
        ours._inference_trouble.attempt(ours.inference.keep)
    ours.owner.release()
    assert not told(caplog)
    assert "The inference process: the process that forks the others has ended" in caplog.text


# In turn, and in time


def test_waiting_jobs_start_in_the_order_of_the_queue(store, supervisor):
    """The first visitor's third job waits for the second visitor's first."""
    supervisor.slots = 1
    a, b = jobs.asker("a"), jobs.asker("b")
    asks = [(1, a), (2, a), (3, a), (4, b)]
    specs = {seed: jobs.training(tiny_config(seed=seed)) for seed, _who in asks}
    for seed, who in asks:
        supervisor.submit(specs[seed], who, True)
        supervisor.step()
    started = []
    while supervisor._work:
        (now,) = [seed for seed, spec in specs.items() if state(store, spec) == "running"]
        started.append(now)
        jobs.request_cancel(store, specs[now].key)
        supervisor.step()
    assert started == [1, 4, 2, 3]


def test_a_visitors_fourth_is_refused_in_words_over_the_connection(store, supervisor, caller):
    supervisor.slots = 0
    who = jobs.asker("a")
    for seed in range(4):
        caller.send((jobs.training(tiny_config(seed=seed)), who, True))
        outcome, words = reply(caller)
        assert outcome == ("ok" if seed < 3 else "error")
    assert "3 trainings that you asked for are waiting" in str(unpacked(words))


def test_a_job_long_past_its_bound_is_stopped_in_words(store, supervisor, monkeypatch):
    monkeypatch.setattr(training_process, "LATE_SECONDS", 0.0)
    supervisor.submit(GOOD)
    supervisor.step()
    supervisor.step()
    assert state(store, GOOD) == "running"
    supervisor.limits = jobs.Limits(minutes=1e-9)
    process = supervisor._work[GOOD.key].process
    supervisor.step()
    assert not process.is_alive() and not supervisor._work
    seen = jobs.snapshot(store, GOOD.key)
    assert seen.state == "failed" and "did not end within 0 min" in str(seen.message)


def test_what_another_server_has_begun_anew_is_ended_here(store, supervisor):
    who = jobs.asker("a")
    supervisor.submit(GOOD, who, True)
    supervisor.step()
    process = supervisor._work[GOOD.key].process
    jobs.leave(store, GOOD.key, who)
    other = jobs.Owner(store)
    assert jobs.claim(store, GOOD, other, who)
    supervisor.step()
    assert not process.is_alive() and not supervisor._work
    assert state(store, GOOD) == "queued", "which it is there"
    other.release()
