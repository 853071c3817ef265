"""A machine that is full: no disk, no memory, a read-only cache. A sentence, and nothing half."""

import json
import os
import resource
import shutil
import subprocess
import sys
from contextlib import closing

import pytest

from ae.runs import jobs
from ae.runs.store import Store
from ae.workers import training_process
from ae.workers.client import WorkerError, Workers
from tests.conftest import START_SECONDS, answers, tiny_config, wait_until
from tests.workers.processes import ROOT, hold, trainers

pytestmark = pytest.mark.slow
LONG = {"epochs": 60, "train_size": 1440, "batch_size": 32}


@pytest.fixture
def small_disk(tmp_path):
    """A cache folder on a file system of 4 MB; skipped loudly where none is to be had."""
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform != "linux" or not shutil.which("mount"):
        pytest.skip("FULL DISK NOT TRIED: it needs Linux and `mount`")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        pytest.skip(f"FULL DISK NOT TRIED: no file system may be mounted ({made.stderr.strip()})")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def on_small_disk(small_disk):
    """Workers on that file system."""
    ours = Workers(Store(small_disk, shipped=small_disk / "none"), slots=1)
    wait_until(lambda: answers(ours), START_SECONDS, "the workers' first answer")
    yield ours
    ours.close()


def fill(place):
    """Write until nothing more fits; return the file."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return ballast


def end_of(workers, spec):
    wait_until(
        lambda: not jobs.snapshot(workers.store, spec.key).active, START_SECONDS, "the job's end"
    )
    return jobs.snapshot(workers.store, spec.key)


class ResourceExhaustedError(Exception):
    """Named as TensorFlow's."""


def nothing_half(store, spec):
    """Nothing of a run that was not finished is there, or is taken for one."""
    assert not store.has(spec.key) and not list(store.damaged.iterdir())
    assert not (store.runs / spec.key).exists()
    assert not [path for path in store.jobs.rglob("result") if any(path.iterdir())]


def test_a_disk_that_fills_up_ends_a_training_in_words_and_the_next_one_works(on_small_disk):
    store, spec = on_small_disk.store, jobs.training(tiny_config(**LONG))
    on_small_disk.submit(spec)
    begun = lambda: len(jobs.snapshot(store, spec.key).history) > 1  # noqa: E731
    process = hold(on_small_disk.pid, begun)
    ballast = fill(store.root)
    process.resume()
    seen = end_of(on_small_disk, spec)
    assert seen.state in ("failed", "interrupted")
    if seen.state == "failed":
        assert "cannot be written: No space left" in str(seen.message)
        assert "Free some disk space" in str(seen.message)
    nothing_half(store, spec)
    ballast.unlink()
    again = jobs.training(tiny_config(seed=1))
    on_small_disk.submit(again)
    assert end_of(on_small_disk, again).state == "done"


def test_on_a_full_disk_no_job_is_taken_and_a_sentence_says_why(on_small_disk):
    store, spec = on_small_disk.store, jobs.training(tiny_config())
    ballast = fill(store.root)
    with pytest.raises(WorkerError, match=r"cannot be written: No space left.*Free some disk"):
        on_small_disk.submit(spec, jobs.asker(), True)
    assert not jobs.snapshot(store, spec.key).active
    nothing_half(store, spec)
    ballast.unlink()
    on_small_disk.submit(spec, jobs.asker(), True)
    assert end_of(on_small_disk, spec).state == "done"


VISIT = """
import json, sys
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest
PagesManager.uses_pages_directory = False
app = AppTest.from_file("app.py", default_timeout=300)
for name, value in json.loads(sys.argv[1]).items():
    app.query_params[name] = str(value)
app.run()
next(button for button in app.button if button.label == "Train").click().run()
labels = [button.label for button in app.button]
print(json.dumps([len(app.exception), [error.value for error in app.error], labels]))
from ae.web import server
server.workers().close()
"""


def test_in_a_read_only_cache_runs_are_shown_and_a_sentence_says_why_none_is_made(small_disk):
    store = Store(small_disk, shipped=small_disk / "none")
    done, spec = (jobs.training(tiny_config(seed=seed)) for seed in (1, 2))
    with closing(Workers(store, slots=1)) as before:
        before.submit(done)
        assert end_of(before, done).state == "done"
    remount = ["mount", "-o", "remount,ro", str(small_disk)]

    def read_only():  # not while the last of those processes still has a file open
        return subprocess.run(remount, check=False, capture_output=True).returncode == 0

    wait_until(read_only, START_SECONDS, "a disk that can only be read")
    with closing(Workers(store, slots=1)) as workers:
        wait_until(lambda: answers(workers), START_SECONDS, "an answer without a place to write")
        with pytest.raises(WorkerError, match=r"cannot be written: .*ead-only.*writable"):
            workers.submit(spec)
        assert store.find(done.key) is not None
        assert workers.ask("describe", tiny_config().canonical_json())
    visited = subprocess.run(
        [sys.executable, "-c", VISIT, json.dumps(tiny_config(seed=2).flat())],
        cwd=ROOT,
        env={**os.environ, "AE_CACHE_DIR": str(small_disk)},
        capture_output=True,
        text=True,
        check=True,
    )
    exceptions, errors, labels = json.loads(visited.stdout.splitlines()[-1])
    assert not exceptions and "Train" in labels
    assert any("cannot be written" in error.replace("\u2060\\", "") for error in errors)


@pytest.mark.skipif(sys.platform != "linux", reason="NO MEMORY NOT TRIED: it needs Linux")
def test_a_training_without_memory_ends_in_words_and_touches_nothing_else(workers):
    store = workers.store
    spec = jobs.training(tiny_config(seed=501, architecture="variational", width=1024, **LONG))
    workers.submit(spec)
    process = hold(workers.pid, lambda: trainers(workers.pid))
    resource.prlimit(process.pid, resource.RLIMIT_AS, (1 << 28, 1 << 28))  # less than it has
    process.resume()
    seen = end_of(workers, spec)
    print(seen.state, str(seen.message))
    assert seen.state in ("failed", "interrupted")
    if seen.state == "failed":
        assert "not enough memory" in str(seen.message)
    nothing_half(store, spec)
    assert workers.ask("ping", "") == "ready"
    after = jobs.training(tiny_config(seed=502))
    workers.submit(after)
    assert end_of(workers, after).state == "done"


@pytest.mark.parametrize("error", [MemoryError(), ResourceExhaustedError("OOM when allocating")])
def test_want_of_memory_is_told_in_words(error):
    assert str(training_process._words(error)).startswith(
        "There was not enough memory. Choose a small"
    )
