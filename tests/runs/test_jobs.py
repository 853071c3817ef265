"""Jobs on disk: one worker for each, whoever asks, and never one that nobody works on."""

import dataclasses
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import numpy as np
import pytest

from ae.messages import Message
from ae.runs import jobs
from ae.runs.jobs.owner import alive
from ae.runs.store import StoreError, UnknownRun, views
from tests.conftest import tiny_config
from tests.runs.test_store import made, published, truncate

WATCH = """
import sys
from pathlib import Path
from ae.runs.jobs.owner import alive
from ae.runs.store import Store
store = Store(Path(sys.argv[1]))
print("looking", flush=True)
while True:
    alive(store, sys.argv[2])
"""
FRAME = np.full((10, 28, 28), 7, np.uint8)


@pytest.fixture
def spec():
    return jobs.training(tiny_config())


@pytest.fixture
def owner(store):
    owner = jobs.Owner(store)
    yield owner
    owner.release()


def epoch(number):
    return {"epoch": number, "train_loss": 0.5, "test_loss": 0.5, "seconds": 1.0}


def begun(store, spec, owner, epochs=2):
    """Claim a job and work on it as a training process does; return the attempt and its folder."""
    name = jobs.claim(store, spec, owner)
    attempt = jobs.Attempt(store.jobs / spec.key / name)
    attempt.start()
    jobs.set_state(store, spec.key, name, "running")
    for number in range(epochs):
        attempt.add_epoch(epoch(number), FRAME)
    attempt.set_fraction(epochs - 0.5)
    return name, attempt


def with_result(attempt):
    shutil.rmtree(attempt.result)
    made(tiny_config(), attempt.result)


@contextmanager
def claimer(store, spec, threads=1):
    """Run `claimer.py`; kill it in the end."""
    command = [sys.executable, "-m", "tests.runs.claimer", str(store.root)]
    command += [json.dumps(dataclasses.asdict(spec)), str(threads)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen(command, **pipes)
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def go(process):
    process.stdin.write("go\n")
    process.stdin.flush()


# One for each


def test_of_sixty_callers_in_two_processes_one_receives_the_job(store, spec):
    with claimer(store, spec, 30) as first, claimer(store, spec, 30) as second:
        for process in (first, second):
            go(process)
        received = [json.loads(process.stdout.readline()) for process in (first, second)]
        (attempt,) = [*received[0], *received[1]]
        assert jobs.snapshot(store, spec.key).state == "queued"
        assert json.loads((store.jobs / spec.key / "status.json").read_text())["attempt"] == attempt


def test_a_live_job_is_not_claimed_again(store, spec, owner):
    assert jobs.claim(store, spec, owner)
    assert jobs.claim(store, spec, owner) is None
    assert jobs.claim(store, spec, jobs.Owner(store)) is None


def test_a_finished_run_is_not_claimed(store, spec, owner):
    published(store, tiny_config())
    assert jobs.claim(store, spec, owner) is None
    assert jobs.snapshot(store, spec.key).state == "done"


@pytest.mark.parametrize("state", ["failed", "interrupted"])
def test_an_ended_job_can_be_claimed_again(store, spec, owner, state):
    name, _ = begun(store, spec, owner)
    jobs.set_state(store, spec.key, name, state, Message("why"))
    again = jobs.claim(store, spec, owner)
    assert again not in (None, name)
    assert jobs.snapshot(store, spec.key).state == "queued"
    assert not (store.jobs / spec.key / name).exists()


def test_different_jobs_have_different_keys():
    specs = [jobs.training(tiny_config()), jobs.training(tiny_config(seed=1))]
    specs += [jobs.download("mnist"), jobs.download("digits")]
    specs += [jobs.embedding(tiny_config().key()), jobs.embedding(tiny_config(seed=1).key())]
    specs += [jobs.mixture(tiny_config().key()), jobs.mixture(tiny_config(seed=1).key())]
    assert len({spec.key for spec in specs}) == 8
    kinds = ["train", "download", "embed", "mix"]
    assert [spec.kind for spec in specs] == [kind for kind in kinds for _ in range(2)]
    assert jobs.download("mnist").subject == "mnist"
    assert specs[0].key == tiny_config().key()
    assert specs[0].config == tiny_config()


# Views of runs


@pytest.fixture(params=[(jobs.embedding, views.TSNE), (jobs.mixture, views.MIXTURE)])
def view(request, store, owner):
    """A function that claims the job of a run's view and does all but finish it.

    It returns the job's spec, its attempt and the view's name.
    """
    job_of, name = request.param

    def begin(key):
        spec = job_of(key)
        attempt_name, attempt = begun(store, spec, owner, epochs=0)
        points = np.zeros((4, 2), np.float32)
        views.write(attempt.result / views.file_name(name), store.require(key), points)
        return spec, attempt_name, name

    return begin


def test_a_view_is_claimed_until_its_run_has_it(store, owner, view):
    key = published(store, tiny_config())
    spec, attempt, name = view(key)
    assert jobs.claim(store, spec, owner) is None
    assert jobs.snapshot(store, spec.key).state == "running"
    assert jobs.finish(store, spec.key, attempt)
    assert store.view(store.require(key), name).shape == (4, 2)
    assert jobs.specs(store) == {}
    assert jobs.claim(store, spec, owner) is None
    truncate(store.views / key / views.file_name(name))
    assert jobs.claim(store, spec, owner)


def test_a_view_that_is_there_is_done_whatever_its_job_says(store, owner, view):
    """Its worker may have died between the two."""
    key = published(store, tiny_config())
    spec, attempt, _name = view(key)
    folder = store.jobs / spec.key
    shutil.copytree(folder, store.root / "aside")
    jobs.finish(store, spec.key, attempt)
    shutil.copytree(store.root / "aside", folder)
    assert jobs.snapshot(store, spec.key).state == "done"


def test_a_view_of_a_run_that_has_gone_is_not_kept(store, owner, view):
    key = published(store, tiny_config())
    spec, attempt, _name = view(key)
    store.delete(key)
    with pytest.raises(UnknownRun):
        jobs.finish(store, spec.key, attempt)
    assert not (store.views / key).exists()


def test_a_run_trained_again_loses_its_views(store, owner, view):
    key = published(store, tiny_config())
    spec, attempt, name = view(key)
    jobs.finish(store, spec.key, attempt)
    kept = (store.views / key / views.file_name(name)).read_bytes()
    published(store, tiny_config(), size=2000)
    assert store.view(store.require(key), name) is None
    (store.views / key).mkdir(exist_ok=True)
    (store.views / key / views.file_name(name)).write_bytes(kept)
    assert store.view(store.require(key), name) is None, "it is of the first training"
    assert jobs.claim(store, spec, owner)


@pytest.mark.parametrize("job_of", [jobs.embedding, jobs.mixture])
def test_a_view_of_no_key_is_nothing(store, owner, job_of):
    with pytest.raises(ValueError, match="key: expected"):
        job_of("../../etc")
    spec = job_of("0" * 16)
    jobs.claim(store, spec, owner)
    path = store.jobs / spec.key / "status.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"subject": "../../etc"}))
    assert jobs.snapshot(store, spec.key).state == "queued"


def test_each_kind_of_job_waits_in_a_queue_of_its_own(store, owner):
    first, second = (published(store, tiny_config(seed=seed)) for seed in (0, 1))
    specs = [jobs.embedding(first), jobs.training(tiny_config(seed=2)), jobs.embedding(second)]
    specs += [jobs.mixture(second), jobs.mixture(first)]
    for spec in specs:
        jobs.claim(store, spec, owner)
    assert [jobs.snapshot(store, spec.key).place for spec in specs] == [1, 1, 2, 1, 2]


# How it stands


def test_the_states_of_a_job(store, spec, owner):
    def state():
        return jobs.snapshot(store, spec.key).state

    assert state() == "absent"
    name = jobs.claim(store, spec, owner)
    assert state() == "queued"
    assert jobs.set_state(store, spec.key, name, "running")
    assert state() == "running"
    assert str(jobs.snapshot(store, spec.key).message) == ""
    assert jobs.snapshot(store, spec.key).active
    jobs.set_state(store, spec.key, name, "failed", Message("It rained."))
    assert state() == "failed"
    assert str(jobs.snapshot(store, spec.key).message) == "It rained."
    assert not jobs.snapshot(store, spec.key).active
    name, attempt = begun(store, spec, owner)
    with_result(attempt)
    assert jobs.finish(store, spec.key, name)
    assert state() == "done"
    assert not (store.jobs / spec.key).exists()
    assert store.find(spec.key) is not None


def test_progress_can_be_followed(store, spec, owner):
    begun(store, spec, owner, epochs=3)
    seen = jobs.snapshot(store, spec.key)
    assert seen.history == [epoch(0), epoch(1), epoch(2)]
    assert seen.snapshots.shape == (3, 10, 28, 28)
    assert (seen.snapshots == 7).all()
    assert seen.fraction == 2.5


def test_an_attempt_that_is_discarded_leaves_nothing(store, spec, owner):
    _, attempt = begun(store, spec, owner)
    attempt.discard()
    assert [path.name for path in (store.jobs / spec.key).iterdir()] == ["status.json"]
    assert (attempt.history(), attempt.fraction()) == ([], 0.0)
    assert attempt.snapshots().size == 0
    attempt.discard()  # again is no error


def test_before_the_first_epoch_there_is_nothing_to_see(store, spec, owner):
    name = jobs.claim(store, spec, owner)
    seen = jobs.snapshot(store, spec.key)
    assert (seen.history, seen.fraction, str(seen.message)) == ([], 0.0, "")
    assert (len(seen.snapshots), seen.snapshots.dtype) == (0, np.uint8)
    assert jobs.Attempt(store.jobs / spec.key / name).snapshots().dtype == np.uint8


def test_places_in_the_queue(store, owner):
    specs = [jobs.training(tiny_config(seed=seed)) for seed in range(4)]
    names = [jobs.claim(store, spec, owner) for spec in specs]
    jobs.set_state(store, specs[0].key, names[0], "running")
    assert [jobs.snapshot(store, spec.key).place for spec in specs] == [0, 1, 2, 3]
    jobs.drop(store, specs[1].key, names[1])
    assert [jobs.snapshot(store, spec.key).place for spec in specs] == [0, 0, 1, 2]


def test_the_queue_of_another_server_is_another_queue(store, owner):
    jobs.claim(store, jobs.training(tiny_config(seed=0)), owner)
    other = jobs.Owner(store)
    mine = jobs.training(tiny_config(seed=1))
    jobs.claim(store, mine, other)
    assert jobs.snapshot(store, mine.key).place == 1
    other.release()


def test_every_job_is_listed(store, spec, owner):
    jobs.claim(store, spec, owner)
    jobs.claim(store, jobs.download("mnist"), owner)
    (store.jobs / "notes").mkdir()
    (store.jobs / "0123456789abcdef").mkdir()
    download = jobs.download("mnist")
    assert jobs.specs(store) == {spec.key: spec, download.key: download}


@pytest.mark.parametrize("bad", ["../../etc", "", "short", "0123456789ABCDEF"])
def test_a_key_is_checked_before_any_path_is_touched(store, bad):
    for ask in (jobs.snapshot, jobs.request_cancel):
        with pytest.raises(ValueError, match="key: expected"):
            ask(store, bad)


# Whose it is


def test_the_job_of_a_killed_process_is_interrupted_at_once(store, spec, owner):
    with claimer(store, spec) as process:
        go(process)
        (name,) = json.loads(process.stdout.readline())
        attempt = jobs.Attempt(store.jobs / spec.key / name)
        attempt.start()
        jobs.set_state(store, spec.key, name, "running")
        attempt.add_epoch(epoch(0), FRAME)
        assert jobs.snapshot(store, spec.key).state == "running"
        assert jobs.claim(store, spec, owner) is None
        process.kill()
        process.wait()
        seen = jobs.snapshot(store, spec.key)
        assert seen.state == "interrupted"
        assert len(seen.history) == len(seen.snapshots) == 1
        assert jobs.claim(store, spec, owner) not in (None, name)
        assert jobs.snapshot(store, spec.key).state == "queued"


@pytest.mark.parametrize("state", ["queued", "running"])
def test_a_job_whose_owner_gave_up_is_interrupted(store, spec, state):
    gone = jobs.Owner(store)
    name = jobs.claim(store, spec, gone)
    assert jobs.set_state(store, spec.key, name, state)
    gone.release()
    assert jobs.snapshot(store, spec.key).state == "interrupted"


def test_an_owner_that_left_its_lock_file_is_dead(store):
    """As a killed process does: the system frees its lock, the file stays."""
    owner = jobs.Owner(store)
    assert alive(store, owner.id)
    owner._lock.release()
    assert not alive(store, owner.id)
    (store.root / "owners" / f"{owner.id}.lock").touch()
    assert not alive(store, owner.id)


def test_an_owner_can_give_up_when_the_cache_folder_has_gone(store):
    owner = jobs.Owner(store)
    shutil.rmtree(store.root / "owners")
    owner.release()
    assert not alive(store, owner.id)


def test_nobody_waits_for_a_living_owner(store):
    owners = [jobs.Owner(store) for _ in range(3)]
    jobs.claim(store, jobs.download("mnist"), owners[0])
    start = time.monotonic()
    assert jobs.claim(store, jobs.download("mnist"), owners[1]) is None
    jobs.sweep(store)
    assert all(alive(store, owner.id) for owner in owners)
    assert all(alive(store, owner.id, patience=0.01) for owner in owners)
    assert time.monotonic() - start < 1.0
    for owner in owners:
        owner.release()


def test_a_dead_job_can_be_claimed_while_others_look_at_it(store, owner):
    """To look whether an owner lives is to try its lock, which another look may hold just then."""
    dead = jobs.Owner(store)
    specs = [jobs.training(tiny_config(seed=seed)) for seed in range(60)]
    for spec in specs:
        jobs.claim(store, spec, dead)
    dead._lock.release()
    watcher = subprocess.Popen(
        [sys.executable, "-c", WATCH, str(store.root), dead.id], stdout=subprocess.PIPE
    )
    try:
        watcher.stdout.readline()
        refused = [spec.key for spec in specs if jobs.claim(store, spec, owner) is None]
    finally:
        watcher.kill()
        watcher.communicate()
    assert refused == []


def test_an_attempt_that_is_over_changes_nothing(store, spec):
    first, second = jobs.Owner(store), jobs.Owner(store)
    stale, attempt = begun(store, spec, first)
    with_result(attempt)
    first.release()
    assert jobs.snapshot(store, spec.key).state == "interrupted"
    current, _ = begun(store, spec, second, epochs=1)
    made(tiny_config(), store.jobs / spec.key / stale / "result")
    assert not jobs.finish(store, spec.key, stale)
    assert not jobs.set_state(store, spec.key, stale, "failed", Message("too late"))
    jobs.drop(store, spec.key, stale)
    assert store.find(spec.key) is None
    seen = jobs.snapshot(store, spec.key)
    assert (seen.state, len(seen.history)) == ("running", 1)
    jobs.drop(store, spec.key, current)
    assert jobs.snapshot(store, spec.key).state == "absent"
    second.release()


def test_what_a_stale_worker_still_writes_keeps_nobody_from_claiming(store, spec, owner):
    """It may make files in the job's folder while a claim clears that folder."""
    name, _ = begun(store, spec, owner)
    done = threading.Event()

    def write():
        while not done.is_set():
            try:
                (store.jobs / spec.key / name).mkdir(parents=True, exist_ok=True)
                (store.jobs / spec.key / name / "fraction").write_text("1")
            except OSError:
                pass

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(100):
            jobs.set_state(store, spec.key, name, "interrupted")
            name = jobs.claim(store, spec, owner)
            assert name is not None
    finally:
        done.set()
        writer.join()


def test_cancelling_asks_the_owner(store, spec, owner):
    jobs.request_cancel(store, spec.key)
    assert not jobs.cancel_requested(store, spec.key)
    assert not (store.jobs / spec.key).exists()
    name = jobs.claim(store, spec, owner)
    assert not jobs.cancel_requested(store, spec.key)
    jobs.request_cancel(store, spec.key)
    assert jobs.cancel_requested(store, spec.key)
    jobs.drop(store, spec.key, name)
    assert jobs.snapshot(store, spec.key).state == "absent"
    jobs.drop(store, spec.key, name)  # again is no error
    jobs.claim(store, spec, owner)
    assert not jobs.cancel_requested(store, spec.key)


def test_a_job_goes_in_one_step(store, spec, owner, monkeypatch):
    """Whoever sees that it is gone finds nothing of it, however long its files take to remove."""
    name, _attempt = begun(store, spec, owner)
    left, remove = [], shutil.rmtree

    def watched(folder, **how):
        left.append((store.jobs / spec.key).exists())
        remove(folder, **how)

    monkeypatch.setattr(shutil, "rmtree", watched)
    jobs.drop(store, spec.key, name)
    assert left == [False]
    assert not list(store.removed.iterdir()) and not list(store.damaged.iterdir())


# Damage


DAMAGED = {
    "empty": "",
    "cut short": '{"kind": "train", "subj',
    "another kind of JSON": "[1, 2]",
    "no attempt": {"attempt": None},
    "an owner that is no text": {"owner": 5},
    "a folder for an attempt": {"attempt": ["x"]},
    "a time in words": {"since": "noon"},
    "no time": {"since": 0},
    "an unknown state": {"state": "runming"},
    "a message that is no text": {"message": {}},
    "a kind that is no text": {"kind": 1},
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_status_is_no_job(store, spec, owner, damage):
    name = jobs.claim(store, spec, owner)
    path = store.jobs / spec.key / "status.json"
    if isinstance(damage, dict):
        damage = json.dumps(json.loads(path.read_text()) | damage)
    path.write_text(damage)
    assert jobs.snapshot(store, spec.key).state == "absent"
    assert jobs.specs(store) == {}
    assert not jobs.finish(store, spec.key, name)
    waiting = jobs.training(tiny_config(seed=1))
    jobs.claim(store, waiting, owner)
    assert jobs.snapshot(store, waiting.key).place == 1
    assert jobs.claim(store, spec, owner) is not None


def test_bytes_that_are_no_text_are_no_job(store, spec, owner):
    jobs.claim(store, spec, owner)
    (store.jobs / spec.key / "status.json").write_bytes(b"\xff\xfe\x00")
    assert jobs.snapshot(store, spec.key).state == "absent"
    assert jobs.claim(store, spec, owner) is not None


def test_a_line_that_is_being_written_waits_for_the_next_look(store, spec, owner):
    _, attempt = begun(store, spec, owner, epochs=2)
    with (attempt.folder / "epochs.jsonl").open("a") as file:
        file.write('{"epoch": 2, "tra')
    seen = jobs.snapshot(store, spec.key)
    assert seen.history == [epoch(0), epoch(1)]
    assert len(seen.snapshots) == 2


@pytest.mark.parametrize("name", ["epochs.jsonl", "snapshots.u8", "fraction"])
@pytest.mark.parametrize("damage", [truncate, os.unlink], ids=["truncated", "deleted"])
def test_truncated_progress_is_tolerated(store, spec, owner, name, damage):
    _, attempt = begun(store, spec, owner, epochs=3)
    damage(attempt.folder / name)
    seen = jobs.snapshot(store, spec.key)
    assert seen.state == "running"
    assert len(seen.history) == len(seen.snapshots) <= 3
    assert seen.history == [epoch(number) for number in range(len(seen.history))]


@pytest.mark.parametrize("text", ["", "half"])
def test_a_fraction_that_is_no_number_is_0(store, spec, owner, text):
    _, attempt = begun(store, spec, owner)
    (attempt.folder / "fraction").write_text(text)
    assert jobs.snapshot(store, spec.key).fraction == 0.0


def test_a_folder_that_turns_unwritable_is_told_of_in_words(store, spec, owner):
    shutil.rmtree(store.jobs)
    store.jobs.write_text("not a folder")
    with pytest.raises(StoreError, match="AE_CACHE_DIR") as refused:
        jobs.claim(store, spec, owner)
    assert f"The cache folder {store.root} cannot be written: " in str(refused.value)


def test_an_owner_that_cannot_lock_is_told_of_in_words(store):
    (store.root / "owners").write_text("not a folder")
    with pytest.raises(StoreError, match="AE_CACHE_DIR") as refused:
        jobs.Owner(store)
    assert f"The cache folder {store.root} cannot be written: " in str(refused.value)


def test_a_folder_that_cannot_be_cleared_keeps_nobody_from_claiming(store, spec, owner):
    """Here a link; otherwise one that an orphaned worker still writes to."""
    (store.root / "elsewhere").mkdir()
    (store.jobs / spec.key).symlink_to(store.root / "elsewhere")
    assert jobs.claim(store, spec, owner)
    assert jobs.snapshot(store, spec.key).state == "queued"


# Sweeping


def age(folder, days):
    then = time.time() - days * 86400
    os.utime(folder, (then, then))


def test_sweeping_removes_what_dead_owners_left_long_ago(store, owner):
    dead = jobs.Owner(store)
    old, new, live = (jobs.training(tiny_config(seed=seed)) for seed in range(3))
    for spec, whose in ((old, dead), (new, dead), (live, owner)):
        begun(store, spec, whose)
    dead._lock.release()
    age(store.jobs / old.key, 8)
    age(store.jobs / live.key, 8)
    jobs.sweep(store)
    assert jobs.specs(store) == {new.key: new, live.key: live}
    assert jobs.snapshot(store, live.key).state == "running"
    assert jobs.snapshot(store, new.key).state == "interrupted"
    assert [path.stem for path in (store.root / "owners").iterdir()] == [owner.id]


def test_sweeping_removes_damaged_runs_after_a_week(store):
    old, new = store.damaged / "old", store.damaged / "new"
    for folder in (old, new):
        folder.mkdir()
    age(old, 8)
    jobs.sweep(store)
    assert list(store.damaged.iterdir()) == [new]
    assert not list(store.removed.iterdir())


def test_what_a_killed_process_was_removing_is_removed_at_the_next_start(
    store, owner, digits_config, monkeypatch
):
    """It is no damaged run, and nobody would look for it there."""
    spec = jobs.training(digits_config())
    name, _attempt = begun(store, spec, owner)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda folder, **how: None)  # killed before it
        jobs.drop(store, spec.key, name)
    assert len(list(store.removed.iterdir())) == 1 and not list(store.damaged.iterdir())
    jobs.sweep(store)
    assert not list(store.removed.iterdir())


def test_sweeping_passes_strange_things_over(store):
    (store.jobs / "notes").mkdir()
    (store.jobs / ".DS_Store").write_text("?")
    for path in store.jobs.iterdir():
        age(path, 30)
    for place in (store.jobs, store.damaged, store.removed):
        (place / "0123456789abcdef").symlink_to(store.root / "nowhere")
    jobs.sweep(store)
    assert (store.jobs / "notes").is_dir()


def test_sweeping_leaves_owners_that_are_just_starting(store):
    """Between making its lock file and holding it, a new owner looks like a dead one."""
    done = threading.Event()

    def sweep():
        while not done.is_set():
            jobs.sweep(store)

    sweepers = [threading.Thread(target=sweep) for _ in range(2)]
    for sweeper in sweepers:
        sweeper.start()
    owners = [jobs.Owner(store) for _ in range(150)]
    done.set()
    for sweeper in sweepers:
        sweeper.join()
    living = [alive(store, owner.id) for owner in owners]
    for owner in owners:
        owner.release()
    assert all(living)
