"""The worker processes, real ones: every job ends, nothing partial stays, nobody is left behind."""

import fcntl
import http.server
import itertools
import json
import os
import random
import resource
import signal
import socket
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest

from ae.data import datasets, kinds
from ae.runs import jobs
from ae.runs.store import Store, StoreError
from ae.workers import client, download, inference
from ae.workers import supervisor as supervising
from ae.workers.client import PATIENCE, WorkerError, Workers, default_slots
from tests.conftest import START_SECONDS, answers, tiny_config, train, wait_until
from tests.runs.test_store import published
from tests.workers.processes import (
    Server,
    answerers,
    descendants,
    held,
    hold,
    is_alive,
    lives,
    marked,
    spares,
    trainers,
)

LONG = {"epochs": 200, "train_size": 1440, "batch_size": 720}
"""A training that takes long enough to be seen under way, and held there: see `begin`.

Of many epochs, and too few steps to be compiled by XLA first, which takes seconds each time.
"""


def long_training(seed):
    return jobs.training(tiny_config(seed=seed, **LONG))


def state(store, spec):
    return jobs.snapshot(store, spec.key).state


def begin(workers, spec):
    """Submit a training and hold it after its first epochs; return its process."""
    workers.submit(spec)
    return hold(workers.pid, lambda: len(jobs.snapshot(workers.store, spec.key).history) > 1)


def wait_for(store, spec, wanted):
    """Wait until a job is in a state, however long a busy machine takes."""
    wait_until(lambda: state(store, spec) == wanted, START_SECONDS, f"{spec.kind}: {wanted}")


def cancel(store, spec):
    """Cancel a job and wait until it is gone."""
    jobs.request_cancel(store, spec.key)
    wait_for(store, spec, "absent")


def check_nothing_left(store, spec):
    """Nothing of the job is left on disk, and no process works on it."""
    assert state(store, spec) == "absent"
    for place in (store.jobs, store.runs):
        assert not (place / spec.key).exists()
    cleared = lambda: not list(store.removed.iterdir())  # noqa: E731
    wait_until(cleared, START_SECONDS, "what is being removed")


# Training


def test_a_submitted_training_ends_as_a_run(workers):
    config = tiny_config(seed=1)
    run = train(workers, config)
    assert run.config == config
    assert [epoch["epoch"] for epoch in run.history] == [0, 1, 2]
    assert state(workers.store, jobs.training(config)) == "done"
    gone = lambda: not (workers.store.jobs / run.key).exists()  # noqa: E731
    wait_until(gone, START_SECONDS, "the job's end")
    workers.submit(jobs.training(config))
    assert not (workers.store.jobs / run.key).exists()
    workers.store.delete(run.key)
    again = train(workers, config)
    assert [epoch["test_loss"] for epoch in again.history] == [
        epoch["test_loss"] for epoch in run.history
    ]


def test_cancelling_ends_the_process_and_frees_the_slot(workers):
    """Within a second, if nothing else has the machine: so the quickest of three counts."""
    seconds = []
    for seed in (1, 2, 3):
        running, waiting = long_training(seed), long_training(seed + 300)
        trainer = begin(workers, running)
        workers.submit(waiting)
        assert state(workers.store, waiting) == "queued"
        assert jobs.snapshot(workers.store, waiting.key).place == 1
        jobs.request_cancel(workers.store, running.key)
        began = time.monotonic()
        wait_for(workers.store, waiting, "running")
        wait_until(lambda process=trainer: not lives(process), START_SECONDS, "the process's end")
        seconds.append(time.monotonic() - began)
        check_nothing_left(workers.store, running)
        cancel(workers.store, waiting)
        if seconds[-1] < 1:
            break
    assert min(seconds) < 1


class Process:
    """Stands in for a process of `multiprocessing`, and tells what was done to it."""

    def __init__(self):
        self.done = []

    def __getattr__(self, name):
        return lambda *ignored: self.done.append(name)

    def is_alive(self):
        return not self.done


def test_the_next_look_at_a_cancelled_job_ends_it_and_starts_the_next(store, monkeypatch):
    """Not a timing: the supervisor looks twenty times a second, and one look is enough."""
    supervisor = supervising.Supervisor(store, 1, str(store.root / "address"), b"key")
    monkeypatch.setattr(supervisor, "_start", lambda *ignored: Process())
    running, waiting = long_training(1), long_training(2)
    for spec in (running, waiting):
        supervisor.submit(spec)
    supervisor.step()
    process = supervisor._work[running.key].process
    assert (state(store, running), state(store, waiting)) == ("running", "queued")
    jobs.request_cancel(store, running.key)
    supervisor.step()
    assert process.done == ["kill", "join"]
    assert (state(store, running), state(store, waiting)) == ("absent", "running")
    assert supervising.POLL_SECONDS <= 0.05
    supervisor.owner.release()


def test_cancelling_what_waits(workers):
    running, waiting = long_training(3), long_training(4)
    begin(workers, running)
    workers.submit(waiting)
    cancel(workers.store, waiting)
    assert state(workers.store, running) == "running"
    cancel(workers.store, running)
    check_nothing_left(workers.store, waiting)


def test_a_killed_training_is_interrupted_and_can_be_restarted(workers):
    spec = long_training(5)
    begin(workers, spec).kill()
    wait_for(workers.store, spec, "interrupted")
    assert len(jobs.snapshot(workers.store, spec.key).history) > 1
    begin(workers, spec)
    cancel(workers.store, spec)


def limit_files(workers, forker, size):
    """Limit the size of files for what is forked, and for the spare, which has been."""
    for process in [forker, *spares(workers.pid)]:
        process.rlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_a_full_disk_is_told_of_in_words(workers):
    """A limit on the size of files stands in for the disk; the workers inherit it."""
    spec = jobs.training(tiny_config(seed=6, latent_dim=128))
    (forker,) = {process.parent() for process in answerers(workers.pid)}
    limit_files(workers, forker, 100_000)
    try:
        workers.submit(spec)
        ended = lambda: not jobs.snapshot(workers.store, spec.key).active  # noqa: E731
        wait_until(ended, START_SECONDS, "the failure")
    finally:
        limit_files(workers, forker, resource.RLIM_INFINITY)
    seen = jobs.snapshot(workers.store, spec.key)
    assert seen.state == "failed"
    assert "Free some disk space" in str(seen.message)
    assert [path.name for path in (workers.store.jobs / spec.key).iterdir()] == ["status.json"]
    assert workers.store.find(spec.key) is None
    assert train(workers, spec.config)


def test_a_worker_that_died_after_publishing_leaves_no_job(store, digits_config):
    """Else the job would run for ever once its run is deleted or evicted."""
    supervisor = supervising.Supervisor(store, 1, str(store.root / "address"), b"key")
    spec = jobs.training(digits_config())
    supervisor.submit(spec)
    (item,) = supervisor._work.values()
    jobs.set_state(store, spec.key, item.attempt, "running")
    published(store, digits_config())
    supervisor._settle(item)
    store.delete(spec.key)
    assert state(store, spec) == "absent"
    supervisor.owner.release()


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", "²"])
def test_a_senseless_number_of_slots_is_refused(monkeypatch, text):
    monkeypatch.setenv("AE_TRAINING_SLOTS", text)
    with pytest.raises(StoreError, match="AE_TRAINING_SLOTS: expected a whole number"):
        default_slots()


# Inference


def test_live_answers(workers, finished_run):
    images = datasets.to_inputs(datasets.load("digits", "test").samples)
    codes = inference.encode(workers, finished_run.key, images)
    # A run keeps 8 significant bits of its arrays.
    np.testing.assert_allclose(codes, finished_run.array("latents"), rtol=5e-3, atol=1e-4)
    decoded = inference.decode(workers, finished_run.key, codes)
    reconstructed = inference.reconstruct(workers, finished_run.key, images)
    assert reconstructed.shape == images.shape
    np.testing.assert_allclose(decoded, reconstructed, atol=1e-5)
    pictures = inference.draw(workers, finished_run.key, codes)
    np.testing.assert_array_equal(pictures, kinds.draw(decoded, finished_run.config.data))
    described = inference.describe(workers, finished_run.config)
    assert [row | {"layer": ""} for row in described] == [
        row | {"layer": ""} for row in finished_run.layers
    ]


def test_several_runs_answer_in_one_exchange(workers, finished_run):
    images = datasets.to_inputs(datasets.load("digits", "test").samples[:3])
    shipped = next(run for run in workers.store.all() if run.config.dataset == "digits")
    asked = [finished_run.key, shipped.identity, finished_run.key]
    each = inference.reconstruct_each(workers, asked, images)
    alone = [inference.reconstruct(workers, one, images) for one in asked]
    np.testing.assert_array_equal(np.stack(each), np.stack(alone))
    with pytest.raises(WorkerError, match="not there any more"):
        inference.reconstruct_each(workers, [finished_run.key, "0" * 16], images)


def test_one_picture_or_none(workers, finished_run):
    for count in (0, 1):
        images = np.zeros((count, 28, 28), np.float32)
        assert inference.reconstruct(workers, finished_run.key, images).shape == images.shape


def test_what_cannot_be_answered_is_refused_in_words(workers, finished_run):
    image = np.zeros((1, 28, 28), np.float32)
    with pytest.raises(WorkerError, match="not there any more"):
        inference.encode(workers, "0" * 16, image)
    with pytest.raises(WorkerError, match="key: expected"):
        inference.encode(workers, "../../etc", image)
    with pytest.raises(WorkerError, match="operation: expected one of"):
        workers.ask("summon", finished_run.key, image)
    with pytest.raises(WorkerError, match="expected an array"):
        workers.ask("encode", finished_run.key)


@pytest.mark.parametrize("shape", [(1, 3, 3), (28, 28), (784,), (1, 28, 28, 1)])
def test_a_wrong_shape_is_refused_and_disturbs_nobody(workers, finished_run, shape):
    """TensorFlow's traced functions keep their lock when they refuse an input."""
    with pytest.raises(WorkerError, match=r"shape \(None, 28, 28\)"):
        inference.encode(workers, finished_run.key, np.zeros(shape, np.float32))
    answered = []

    def ask():
        image = np.zeros((1, 28, 28), np.float32)
        answered.append(inference.encode(workers, finished_run.key, image).shape)

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=START_SECONDS)
    assert answered == [(1, 32)] * 8


def test_many_ask_at_once(workers, finished_run):
    images = datasets.to_inputs(datasets.load("digits", "test").samples[:20])
    expected = inference.reconstruct(workers, finished_run.key, images)
    wrong = []

    def ask(index):
        for _ in range(5):
            one = inference.reconstruct(workers, finished_run.key, images[index : index + 1])
            if not np.allclose(one[0], expected[index], atol=1e-5):
                wrong.append(index)

    threads = [threading.Thread(target=ask, args=(index,)) for index in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_killed_inference_process_is_back_within_seconds(workers, finished_run, monkeypatch):
    """If nothing else has the machine: so the quickest of three counts, and all come back."""
    monkeypatch.setattr(client, "PATIENCE", START_SECONDS)
    image = np.zeros((1, 28, 28), np.float32)
    before = inference.encode(workers, finished_run.key, image)
    seconds = []
    while len(seconds) < 3 and min(seconds, default=PATIENCE) >= PATIENCE:
        (answerer,) = answerers(workers.pid)
        answerer.kill()
        began = time.monotonic()
        np.testing.assert_array_equal(inference.encode(workers, finished_run.key, image), before)
        seconds.append(time.monotonic() - began)
        assert answerers(workers.pid) != [answerer]
    assert min(seconds) < PATIENCE


# The supervisor and its server


def test_a_killed_supervisor_takes_its_children_along(workers, finished_run):
    spec = long_training(7)
    trainer = begin(workers, spec)
    supervisor, children = workers.pid, descendants(workers.pid)
    assert len(children) >= 3
    trainer.resume()  # so that it ends by itself, and not since it could not go on
    os.kill(supervisor, signal.SIGKILL)
    wait_until(lambda: not any(map(lives, children)), START_SECONDS, "the end of the children")
    assert state(workers.store, spec) == "interrupted"
    begin(workers, spec)
    assert workers.pid != supervisor
    cancel(workers.store, spec)
    wait_until(lambda: answers(workers), START_SECONDS, "an answer")


@pytest.fixture
def sockets(tmp_path_factory, monkeypatch):
    """A folder for the workers' sockets; its path is short, since theirs may not be long."""
    folder = tmp_path_factory.mktemp("s")
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_a_server_that_dies_leaves_nothing(store, sockets):
    server = Server(store.root)
    wait_until(lambda: answerers(server.supervisor), START_SECONDS, "the workers")
    assert len(marked(server.mark)) >= 4
    assert list(sockets.iterdir())
    server.kill()
    check_nobody_left(server, sockets)


def check_nobody_left(server, sockets):
    """No process of a server is left, and no socket."""
    wait_until(lambda: not marked(server.mark), START_SECONDS, "the end of all its processes")
    assert not list(sockets.iterdir())


def test_a_supervisor_that_cannot_start_is_told_of(store, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(WorkerError, match="did not start"):
        Workers(store, slots=1).submit(long_training(8))


class Attempts(threading.Thread):
    """Watches one job's folder, and collects the names of all attempts ever seen there."""

    def __init__(self, folder):
        super().__init__(daemon=True)
        self.folder, self.seen, self.done = folder, set(), threading.Event()

    def run(self):
        while not self.done.wait(0.005):
            try:
                self.seen |= {path.name for path in self.folder.iterdir() if path.is_dir()}
                self.seen.add(json.loads((self.folder / "status.json").read_text())["attempt"])
            except (OSError, ValueError):
                pass

    def stop(self):
        self.done.set()
        self.join()
        return self.seen


def test_sixty_askers_on_two_servers_share_one_training(store, sockets):
    config = tiny_config(seed=9)
    spec = jobs.training(config)
    watch = Attempts(store.jobs / spec.key)
    watch.start()
    servers = [Server(store.root) for _ in range(2)]
    try:
        for server in servers:
            server.send([spec], threads=30)
        assert [server.receive() for server in servers] == [[], []]
        wait_for(store, spec, "done")
        wait_until(lambda: jobs.specs(store) == {}, START_SECONDS, "the job's end")
    finally:
        for server in servers:
            server.close()
    assert len(watch.stop()) == 1
    assert [run.config for run in store.all()] == [config]
    for server in servers:
        check_nobody_left(server, sockets)


# Failing and downloading


class Host:
    """A host for downloads at one address, that behaves as a test says, or is not there."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/mnist.npz"

    @contextmanager
    def serving(self, behaviour):
        """Answer every request by `behaviour(handler)`."""
        handler = type("Handler", (http.server.BaseHTTPRequestHandler,), {"do_GET": behaviour})
        handler.log_message = lambda *ignored: None
        with http.server.ThreadingHTTPServer(("127.0.0.1", self.port), handler) as server:
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            yield
            server.shutdown()


def send(handler, chunks, length, pause=0.0):
    handler.send_response(200)
    handler.send_header("Content-Length", str(length))
    handler.end_headers()
    with suppress(ConnectionError):  # whoever asked may be cancelled meanwhile
        for chunk in chunks:
            handler.wfile.write(chunk)
            time.sleep(pause)


def say_no_more(handler):
    """Be silent until whoever asked hangs up."""
    with suppress(ConnectionError):
        handler.rfile.read(1)


BEHAVIOURS = {
    "other content": lambda handler: send(handler, [b"x" * 1000], 1000),
    "a login page": lambda handler: send(handler, [b"<html>Log in</html>"], 19),
    "half of it": lambda handler: send(handler, [b"x" * 500], 1000),
    "no such file": lambda handler: handler.send_error(404),
    "no answer": say_no_more,
    "an answer that stops": lambda handler: (send(handler, [b"x"], 1000), say_no_more(handler)),
}


@pytest.fixture(scope="module")
def host():
    return Host()


@pytest.fixture(scope="module")
def offline(host, tmp_path_factory):
    """Workers without MNIST, that download from `host` and lose patience after two seconds."""
    root = tmp_path_factory.mktemp("offline")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KERAS_HOME", str(root / "keras"))
        patch.delenv("AE_DATA_DIR", raising=False)
        patch.setenv("AE_MNIST_URL", host.url)
        patch.setenv("AE_DOWNLOAD_TIMEOUT", "2")
        ours = Workers(Store(root, shipped=root / "none"), slots=1)
        ours.start()
    yield ours
    ours.close()


def failure(workers, spec):
    """Submit a job that will fail; return its message."""
    workers.submit(spec)
    ended = lambda: not jobs.snapshot(workers.store, spec.key).active  # noqa: E731
    wait_until(ended, START_SECONDS, "the failure")
    seen = jobs.snapshot(workers.store, spec.key)
    assert seen.state == "failed"
    assert [path.name for path in (workers.store.jobs / spec.key).iterdir()] == ["status.json"]
    return str(seen.message)


def test_a_training_without_its_dataset_fails_in_words(offline):
    spec = jobs.training(tiny_config(dataset="mnist"))
    message = failure(offline, spec)
    assert message.startswith("MNIST is not on this machine")
    assert "AE_DATA_DIR" in message
    assert "Traceback" not in message


@pytest.mark.parametrize("behaviour", BEHAVIOURS.values(), ids=BEHAVIOURS)
def test_a_download_that_fails_says_what_to_do(offline, host, behaviour):
    with host.serving(behaviour):
        check_failed_download(offline)


def test_a_download_that_is_refused_says_what_to_do(offline):
    check_failed_download(offline)


def check_failed_download(workers):
    message = failure(workers, jobs.download("mnist"))
    assert message.startswith("MNIST could not be downloaded: ")
    assert "Check the network and try again" in message
    assert not (workers.store.root / "keras" / "datasets" / "mnist.npz").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the size of a pipe is set on Linux only")
def test_a_slow_download_goes_on(offline, host):
    """Keras prints a progress bar; into a pipe that nobody reads, it would soon wait for ever."""
    fcntl.fcntl(offline._process.stdout, fcntl.F_SETPIPE_SZ, 4096)
    chunks, spec = [b"x" * 8192] * 60, jobs.download("mnist")
    with host.serving(lambda handler: send(handler, chunks, 60 * 8192, pause=0.06)):
        offline.submit(spec)
        moving = lambda: 0 < jobs.snapshot(offline.store, spec.key).fraction < 1  # noqa: E731
        wait_until(moving, START_SECONDS, "progress")
        wait_for(offline.store, spec, "failed")
    assert "hash" in str(jobs.snapshot(offline.store, spec.key).message)


def test_a_download_can_be_cancelled(offline, host):
    """It would never end by itself: there is always another byte."""
    with host.serving(lambda handler: send(handler, itertools.repeat(b"x"), 10**9, pause=0.2)):
        spec = jobs.download("mnist")
        offline.submit(spec)
        wait_for(offline.store, spec, "running")
        cancel(offline.store, spec)
        check_nothing_left(offline.store, spec)


def test_a_download_does_not_wait_for_a_training(offline, host):
    running = long_training(10)
    begin(offline, running)
    check_failed_download(offline)
    assert state(offline.store, running) == "running"
    cancel(offline.store, running)


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="needs a second file system")
def test_a_download_moves_between_file_systems(tmp_path):
    (tmp_path / "mnist.npz").write_bytes(b"all of it")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as other:
        target = Path(other) / "keras" / "datasets" / "mnist.npz"
        assert Path(other).stat().st_dev != tmp_path.stat().st_dev
        download._move(tmp_path / "mnist.npz", target, "MNIST")
        assert target.read_bytes() == b"all of it"
        assert [path.name for path in target.parent.iterdir()] == ["mnist.npz"]


def test_a_download_that_cannot_be_kept_is_told_of(tmp_path):
    (tmp_path / "mnist.npz").write_bytes(b"all of it")
    (tmp_path / "keras").write_text("not a folder")
    with pytest.raises(datasets.DatasetError, match="KERAS_HOME"):
        download._move(tmp_path / "mnist.npz", tmp_path / "keras" / "mnist.npz", "MNIST")


# Chaos

VICTIMS = ["trainer"] * 6 + ["answerer"] * 4 + ["supervisor"] * 2 + ["server"] * 2
VICTIMS += ["held trainer"] * 6
"""Who is killed at some random moment; a trainer that is held, certainly while it trains."""


class Chaos:
    """A server that trains one thing after the other, while its processes are killed."""

    def __init__(self, store, rng):
        self.store, self.rng = store, rng
        self.server = Server(store.root)
        self.mark = self.server.mark
        self.count = self.kills = self.restarts = 0
        self.next_spec()

    def next_spec(self):
        self.count += 1
        epochs = self.rng.choice([1, 1, 3, 90])  # too few steps for XLA: see `LONG`
        self.spec = jobs.training(tiny_config(seed=100 + self.count, epochs=epochs))

    def state(self):
        return state(self.store, self.spec)

    def submit(self):
        """Hand the job in, to a new server where the last is dead; a dead job starts again."""
        if self.server.process.poll() is not None:
            self.server = Server(self.store.root, self.mark)
        dead = self.state() == "interrupted"
        assert self.server.submit(self.spec) == []
        assert self.state() in ("queued", "running", "done")
        self.restarts += dead

    def strike(self, victim):
        """Hand the job in, and kill one of those who work on it or wait for it."""
        if victim == "held trainer":
            with held(os.getpid()) as stopped:
                self.submit()
                wait_until(lambda: stopped or self.goes_on(), START_SECONDS, "a trainer")
                self.kill("trainer")
        else:
            self.submit()
            self.wait_some(victim)
            self.kill(victim)

    def goes_on(self):
        """Hand the next job in where this one is done."""
        if self.state() == "done":
            self.next_spec()
            self.submit()

    def wait_some(self, victim):
        """Wait for a random moment: of the start, of the training, or of its end."""
        if victim in ("trainer", "answerer") or self.rng.random() < 0.5:
            wait_until(self.has_workers, START_SECONDS, "the workers")
        if victim != "answerer" and self.rng.random() < 0.4:
            wait_until(self.has_begun, START_SECONDS, "the first epoch")
        time.sleep(self.rng.uniform(0, 0.7))

    def has_workers(self):
        trains = trainers(self.server.supervisor) or not self.active()
        return trains and answerers(self.server.supervisor)

    def has_begun(self):
        return not self.active() or len(jobs.snapshot(self.store, self.spec.key).history) > 1

    def active(self):
        return self.state() in ("queued", "running")

    def kill(self, victim):
        """Kill one process of that kind; the inference process, where a training has just ended."""
        supervisor = self.server.supervisor
        found = trainers(supervisor) if victim == "trainer" else []
        found = found or (answerers(supervisor) if victim != "supervisor" else [])
        pid = found[0].pid if found else supervisor
        if victim == "server":
            pid = supervisor  # which ends when its server does
            self.server.kill()
        else:
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not is_alive(pid), START_SECONDS, "the end of the process")
        self.kills += 1

    def check(self):
        """Nothing partial is listed, and nothing is said to run that does not."""
        listed = {folder.name for folder in self.store.runs.iterdir()}
        runs = self.store.all()
        assert listed <= {run.key for run in runs}
        assert not list(self.store.damaged.iterdir())
        for run in runs:
            assert len(run.history) == len(run.array("film")) == run.config.epochs + 1
        wait_until(self.is_true, START_SECONDS, "the truth about the job")

    def is_true(self):
        return not self.active() or trainers(self.server.supervisor)

    def end(self):
        """Let the last job finish, and the server end."""
        self.submit()
        wait_until(lambda: self.state() == "done", START_SECONDS, "the last training")
        self.server.close()


@pytest.mark.slow
def test_chaos(store):
    chaos = Chaos(store, random.Random(7))
    victims = chaos.rng.sample(VICTIMS, len(VICTIMS))
    for victim in victims:
        chaos.strike(victim)
        chaos.check()
        another = chaos.rng.random() < 0.3 and victim != "held trainer"
        if another or chaos.state() == "done":
            chaos.next_spec()
    chaos.end()
    assert chaos.kills >= 20
    assert chaos.restarts >= 5
    chaos.check()
    assert not any(jobs.snapshot(store, key).active for key in jobs.specs(store))
    wait_until(lambda: not marked(chaos.mark), START_SECONDS, "the end of all processes")
