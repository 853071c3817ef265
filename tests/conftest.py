"""What the tests share: a store, real workers, a tiny configuration, and MNIST's loud absence."""

import gc
import os
import shutil
import time

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# Of two processes on two cores, each has one; threads that wait for each other's work only spin.
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import pytest

from ae import config
from ae.data import datasets
from ae.runs import jobs
from ae.runs.store import Run, Store
from ae.workers.client import Workers, WorkersNotReady

pytest_plugins = ["tests.web.axe", "tests.web.browser"]

START_SECONDS = 300
"""After so long something hangs. It is no measure of speed: what usually takes a second takes
minutes where trainings, which yield to everything else, get a twentieth of a core."""

SLOW = {"workers", "server", "offline", "sockets", "trained"}
"""Fixtures that start real workers or train: whatever uses one of them is marked as slow."""


def tiny_config(**chosen):
    """Return a configuration that trains in about a second on the built-in digits."""
    small = {"dataset": "digits", "epochs": 2, "train_size": 200}
    return config.from_flat(small | chosen)


def wait_until(condition, seconds, what="the condition"):
    """Wait until `condition()` is true and return it; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.02)
    pytest.fail(f"{what}: not within {seconds} s")


def answers(workers):
    """Tell whether the inference process answers now."""
    try:
        return workers.ask("ping", "") == "ready"
    except WorkersNotReady:
        return False


def train(workers, run_config, seconds=START_SECONDS):
    """Have real workers train a configuration; return the finished run."""
    workers.submit(jobs.training(run_config))
    key = run_config.key()
    wait_until(lambda: not jobs.snapshot(workers.store, key).active, seconds, "the training's end")
    found = workers.store.find(key)
    assert found is not None, str(jobs.snapshot(workers.store, key).message)
    return found


@pytest.fixture
def store(tmp_path):
    """An empty store without shipped runs."""
    return Store(tmp_path, shipped=tmp_path / "none")


@pytest.fixture
def digits_config():
    """A function that makes tiny configurations: `digits_config(seed=1)`."""
    return tiny_config


@pytest.fixture(scope="session")
def workers(tmp_path_factory):
    """Real workers with one training slot, awake, on a store of their own."""
    root = tmp_path_factory.mktemp("workers")
    ours = Workers(Store(root, shipped=root / "none"), slots=1)
    try:
        wait_until(lambda: answers(ours), START_SECONDS, "the workers' first answer")
        yield ours
    finally:
        ours.close()


@pytest.fixture(scope="session")
def finished_run(workers) -> Run:
    """A run that a real training process made; tests copy it and leave it as it is."""
    return train(workers, tiny_config(seed=77))


@pytest.fixture(scope="session")
def server_folder(tmp_path_factory):
    """The folder of the one server whose workers, which take long to start, all files share."""
    from ae.web import server as services

    forget(services)
    yield tmp_path_factory.mktemp("server")
    services.workers().close()
    forget(services)


@pytest.fixture(scope="module")
def server(server_folder):
    """The services of a server on a cache folder that is empty for each file, without MNIST."""
    from ae.web import server as services

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AE_CACHE_DIR", str(server_folder / "cache"))
        patch.setenv("AE_DATA_DIR", str(server_folder / "no-data"))
        patch.setenv("KERAS_HOME", str(server_folder / "no-keras"))
        patch.setenv("AE_TRAINING_SLOTS", "1")
        wait_until(lambda: answers(services.workers()), START_SECONDS, "the workers' first answer")
        yield services
        empty(services.store())
        shutil.rmtree(server_folder / "no-data", ignore_errors=True)


def empty(store):
    """End the jobs of a store, and remove all that it keeps of runs; shipped ones stay."""

    def active():
        return [key for key in jobs.specs(store) if jobs.snapshot(store, key).active]

    for key in active():
        jobs.request_cancel(store, key)
    wait_until(lambda: not active(), START_SECONDS, "the end of all jobs")
    for run in store.all():
        store.delete(run.key)


@pytest.fixture(scope="module", autouse=True)
def frozen():
    """Keep what is loaded out of the garbage collector's way, as the app does when it starts.

    With Keras and its graphs on the heap, every run of a page would take five times as long.
    """
    keep_out_of_the_way()


def keep_out_of_the_way():
    """See `frozen`; again where a test has loaded Keras meanwhile."""
    gc.collect()
    gc.freeze()


def forget(services):
    """Have the next who asks get another server's store and workers."""
    services.store.cache_clear()
    services.workers.cache_clear()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what uses a slow fixture; begin with the files that take long, to end together."""
    for item in items:
        if not SLOW.isdisjoint(item.fixturenames):
            item.add_marker("slow")
    long = {item.path for item in items if marks(item) & {"slow", "browser"}}
    items.sort(key=lambda item: item.path not in long)


def marks(item):
    return {mark.name for mark in item.iter_markers()}


def pytest_runtest_setup(item):
    """Skip what needs MNIST where there is none; with AE_REQUIRE_MNIST=1, fail it."""
    if item.get_closest_marker("mnist") is None or not (reason := _why_no_mnist()):
        return
    if os.environ.get("AE_REQUIRE_MNIST") == "1":
        pytest.fail(f"AE_REQUIRE_MNIST=1, but {reason}", pytrace=False)
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter):
    """Say in one line how many tests did not run for want of MNIST."""
    reason = _why_no_mnist()
    reports = terminalreporter.stats.get("skipped", [])
    if skipped := [report for report in reports if reason and reason in str(report.longrepr)]:
        line = f"MNIST TESTS NOT RUN: {len(skipped)}, since {_why_no_mnist()}"
        terminalreporter.write_line(line, red=True, bold=True)


def _why_no_mnist():
    found = datasets.availability("mnist")
    if found.state == "ready":
        return ""
    advice = "set AE_DATA_DIR to a folder that holds mnist.npz"
    return f"MNIST is {found.state} here: {str(found.message) or advice}"
