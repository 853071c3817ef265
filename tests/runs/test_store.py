"""Runs on disk: whole or not there, whatever happens to their files, and within their space."""

import hashlib
import json
import logging
import os
import shutil
import threading
import time
from pathlib import Path

import numpy as np
import platformdirs
import pytest

from ae.runs import jobs
from ae.runs.store import (
    IN_USE_SECONDS,
    MANIFEST,
    DamagedRun,
    Store,
    StoreError,
    UnknownRun,
    files,
    views,
)
from tests.conftest import tiny_config
from tests.models.test_training import FILES

EVERY_FILE = pytest.mark.parametrize("name", sorted(FILES | {MANIFEST}))
LONG_AGO = time.time() - 10 * IN_USE_SECONDS
NO_KEYS = ["../../etc", "", "0123456789ABCDEF", "0123456789abcdef/..", "short", "f" * 65]


def made(config, folder, size=1000):
    """Write a small folder that is whole as far as the store can tell."""
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(config.canonical_json())
    (folder / "model.weights.h5").write_bytes(bytes(size))
    np.savez(folder / "arrays.npz", errors=np.arange(3, dtype=np.float32))
    return folder


def published(store, config, size=1000, used=None):
    """Publish a small run, last used at the time `used`; return its key."""
    key = config.key()
    with store.lock(key):
        store.publish(key, made(config, store.root / "made" / key, size))
    if used is not None:
        os.utime(store.runs / key / MANIFEST, (used, used))
    return key


def keys(store):
    return [run.key for run in store.all()]


def flip(path, share):
    """Flip all bits of the byte that lies that far into the file."""
    content = bytearray(path.read_bytes())
    content[min(int(len(content) * share), len(content) - 1)] ^= 0xFF
    path.write_bytes(content)


def truncate(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


DAMAGES = {
    "truncated": truncate,
    "emptied": lambda path: path.write_bytes(b""),
    "first byte flipped": lambda path: flip(path, 0.0),
    "a byte flipped": lambda path: flip(path, 0.6),
    "last byte flipped": lambda path: flip(path, 1.0),
    "deleted": Path.unlink,
    "a byte added": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
}


def test_what_is_published_is_found(store, digits_config):
    config = digits_config()
    assert store.find(config.key()) is None
    assert not store.has(config.key())
    assert store.stamp(config.key()) is None
    key = published(store, config)
    run = store.find(key)
    assert (run.key, run.config, run.shipped) == (key, config, False)
    assert run.array("errors").tolist() == [0, 1, 2]
    assert run.weights.stat().st_size == 1000
    assert store.has(key)
    assert keys(store) == [key]


def test_a_real_run_reads_back(finished_run):
    assert [epoch["epoch"] for epoch in finished_run.history] == [0, 1, 2]
    assert finished_run.seconds == finished_run.history[-1]["seconds"]
    assert finished_run.metrics["test_bce"] > 0
    assert {row["part"] for row in finished_run.layers} == {"encoder", "decoder"}
    assert finished_run.array("film").shape == (3, 10, 28, 28)
    assert {path.name for path in finished_run.folder.iterdir()} == FILES | {MANIFEST}


def test_the_cache_folder_is_laid_out_as_its_words_say(store, digits_config):
    key = published(store, digits_config())
    viewed(store, key)
    folders = {path.name for path in store.root.iterdir() if path.is_dir()}
    assert folders == {
        *("runs", "views", "jobs", "damaged", "removed", "locks", "asked", "shelves", "made")
    }
    assert (store.root / "runs" / key / "manifest.json").is_file()
    assert (store.root / "views" / key / "tsne.npz").is_file()
    assert store.lock(key).lock_file == str(store.root / "locks" / f"{key}.lock")
    assert store.lock(key).timeout == 30


def test_the_manifest_lists_every_file_with_its_hash(store, digits_config):
    """Runs that ship with the app were listed so: another hash would make them all damaged."""
    folder = store.runs / published(store, digits_config())
    listed = json.loads((folder / MANIFEST).read_text())["files"]
    assert sorted(listed) == ["arrays.npz", "config.json", "model.weights.h5"]
    for name, saved in listed.items():
        assert saved == hashlib.blake2b((folder / name).read_bytes()).hexdigest()[:32]


def test_what_is_not_there_has_no_size_and_never_changed(tmp_path):
    assert files.size(tmp_path / "nowhere") == 0
    assert files.last_changed(tmp_path / "nowhere") == 0.0


def test_a_run_that_is_a_link_is_deleted_without_its_target(store, digits_config):
    key = published(store, digits_config())
    target = (store.runs / key).rename(store.root / "elsewhere")
    (store.runs / key).symlink_to(target)
    assert store.delete(key)
    assert store.find(key) is None
    assert (target / MANIFEST).exists()


def test_what_was_written_about_a_training_reads_back(store, digits_config):
    folder = made(digits_config(), store.root / "made")
    told = {"history": [{"epoch": 0, "seconds": 0.0}, {"epoch": 1, "seconds": 2.5}]}
    told |= {"metrics": {"test_bce": 0.25}, "layers": [{"part": "encoder"}]}
    for name, values in told.items():
        (folder / f"{name}.json").write_text(json.dumps(values))
    key = digits_config().key()
    store.publish(key, folder)
    run, late = store.require(key), store.require(key)
    assert {name: getattr(run, name) for name in told} == told
    assert run.seconds == 2.5
    store.delete(key)
    with pytest.raises(UnknownRun, match=r"^This run is not there any more\."):
        _ = late.history
    with pytest.raises(UnknownRun, match=r"^This run is not there any more\."):
        late.array("errors")


def published_arrays(store, config, **arrays):
    """Publish a small run with these arrays; return it."""
    folder = made(config, store.root / "made")
    np.savez(folder / "arrays.npz", **arrays)
    store.publish(config.key(), folder)
    return store.require(config.key())


def test_real_numbers_come_in_single_precision_and_whole_ones_as_they_are(store, digits_config):
    half, double = np.array([0.5, 2.0], np.float16), np.array([0.25])
    labels, film = np.arange(300), np.array([7, 255], np.uint8)
    kept = {"half": half, "double": double, "labels": labels, "film": film}
    run = published_arrays(store, digits_config(), **kept)
    for name, array in kept.items():
        np.testing.assert_array_equal(run.array(name), array)
    types = [run.array(name).dtype for name in kept]
    assert types == [np.float32, np.float32, labels.dtype, np.uint8]
    with pytest.raises(KeyError):
        run.array("wings")


def test_publishing_again_replaces(store, digits_config):
    key = published(store, digits_config(), size=10)
    published(store, digits_config(), size=20)
    assert store.find(key).weights.stat().st_size == 20
    assert not list(store.removed.iterdir())


def test_deleting(store, digits_config):
    key = published(store, digits_config())
    assert store.delete(key)
    assert not store.delete(key)
    assert store.find(key) is None
    assert keys(store) == []
    assert not list(store.removed.iterdir())


def test_the_newest_come_first(store, digits_config):
    for seed, used in ((0, 300), (1, 100), (2, 200)):
        published(store, digits_config(seed=seed), used=LONG_AGO + used)
    assert keys(store) == [digits_config(seed=seed).key() for seed in (0, 2, 1)]


def test_the_stamp_changes_with_the_files_and_not_with_use(store, digits_config):
    key = published(store, digits_config(), used=LONG_AGO)
    stamp = store.stamp(key)
    store.touch(key)
    assert store.stamp(key) == stamp
    flip(store.runs / key / "config.json", 0.5)
    changed = store.stamp(key)
    assert changed != stamp
    published(store, digits_config())
    assert store.stamp(key) not in (stamp, changed)


def test_a_key_is_checked_before_any_path_is_touched(store, tmp_path):
    outside = tmp_path.parent / "outside"
    for bad in [*NO_KEYS, "../outside"]:
        viewed_by = lambda key: store.has_view(key, "tsne")  # noqa: E731
        asks = (store.find, store.has, store.stamp, store.touch, store.delete, store.lock)
        for ask in (*asks, store.require, viewed_by):
            with pytest.raises(ValueError, match="key: expected 16 to 64 hexadecimal digits"):
                ask(bad)
        with pytest.raises(ValueError, match="key: expected"):
            store.publish(bad, made(tiny_config(), tmp_path / "made"))
        shutil.rmtree(tmp_path / "made")
    assert not outside.exists()


# Space


def test_the_least_recently_used_go_first(tmp_path, digits_config):
    store = Store(tmp_path, shipped=tmp_path / "none", max_mb=1)
    for seed, used in ((0, 300), (1, 100), (2, 200)):
        published(store, digits_config(seed=seed), size=300_000, used=LONG_AGO + used)
    store.touch(digits_config(seed=1).key())
    published(store, digits_config(seed=3), size=300_000)
    assert set(keys(store)) == {digits_config(seed=seed).key() for seed in (0, 1, 3)}


def test_runs_fit_in_their_space(tmp_path, digits_config):
    store = Store(tmp_path, shipped=tmp_path / "none", max_mb=1)
    for seed in range(12):
        published(store, digits_config(seed=seed), size=240_000, used=LONG_AGO + seed)
    assert sum(path.stat().st_size for path in store.root.rglob("*.*")) <= 1_000_000
    assert keys(store) == [digits_config(seed=seed).key() for seed in (11, 10, 9, 8)]
    assert not list(store.damaged.iterdir())


def test_what_is_in_use_or_just_published_stays(tmp_path, digits_config):
    store = Store(tmp_path, shipped=tmp_path / "none", max_mb=1)
    used_now = published(store, digits_config(seed=0), size=700_000)
    large = published(store, digits_config(seed=1), size=2_000_000)
    assert set(keys(store)) == {used_now, large}
    for key in (used_now, large):
        os.utime(store.runs / key / MANIFEST, (LONG_AGO, LONG_AGO))
    assert store.evict(keep=large) == [used_now]
    assert keys(store) == [large]


def test_eviction_names_what_is_gone(tmp_path, digits_config, caplog):
    store = Store(tmp_path, shipped=tmp_path / "none", max_mb=2)
    key = published(store, digits_config(), size=1_500_000, used=LONG_AGO)
    assert store.evict() == []
    with caplog.at_level(logging.INFO, "ae.runs.store"):
        assert Store(tmp_path, max_mb=1).evict() == [key]
    (told,) = caplog.messages
    assert told.startswith(f"Evicted run {key}, the least recently used")


def test_runs_may_fill_their_space_to_the_last_byte(tmp_path, digits_config):
    store = Store(tmp_path, shipped=tmp_path / "none", max_mb=1)
    rest = files.size(store.runs / published(store, digits_config(), size=0))
    key = published(store, digits_config(), size=1_000_000 - rest, used=LONG_AGO)
    assert store.evict() == []
    published(store, digits_config(), size=1_000_001 - rest, used=LONG_AGO)
    assert store.evict() == [key]


def test_what_is_kept_does_not_keep_the_others(tmp_path, digits_config):
    store = Store(tmp_path, shipped=tmp_path / "none", max_mb=2)
    old = published(store, digits_config(seed=0), size=800_000, used=LONG_AGO)
    new = published(store, digits_config(seed=1), size=800_000, used=LONG_AGO + 100)
    assert Store(tmp_path, shipped=tmp_path / "none", max_mb=1).evict(keep=old) == [new]
    assert keys(store) == [old]


def test_many_who_publish_and_delete_do_not_disturb_each_other(tmp_path, digits_config):
    """A run may go while another process measures it; that is no error for the other."""
    store = Store(tmp_path, shipped=tmp_path / "none", max_mb=1)
    errors = []

    def publish_and_delete(first):
        try:
            for seed in range(first, first + 60):
                key = published(store, digits_config(seed=seed), size=400_000, used=LONG_AGO)
                store.delete(key)
        except Exception as error:
            errors.append(error)

    run_together([lambda first=first: publish_and_delete(first) for first in (0, 100, 200)])
    assert errors == []


def test_a_reader_never_sets_a_good_run_aside(store, digits_config):
    """A run that is replaced while it is read looks damaged for a moment; it is not."""
    config = digits_config()
    key = published(store, config)
    done = threading.Event()

    def replace():
        for _ in range(150):
            published(store, config)
        done.set()

    def read():
        while not done.is_set():
            store.find(key)

    run_together([replace, read, read])
    assert store.find(key) is not None
    assert not list(store.damaged.iterdir())


def run_together(functions):
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# Damage


@EVERY_FILE
@pytest.mark.parametrize("damage", DAMAGES)
def test_any_damage_is_seen_and_set_aside(store, finished_run, caplog, name, damage):
    key = finished_run.key
    shutil.copytree(finished_run.folder, store.runs / key)
    assert store.find(key) is not None
    DAMAGES[damage](store.runs / key / name)
    assert store.find(key) is None
    assert not (store.runs / key).exists()
    (aside,) = store.damaged.iterdir()
    assert aside.name.startswith(key)
    assert len([r for r in caplog.records if key in r.message and "damaged" in r.message]) == 1
    shutil.copytree(finished_run.folder, store.root / "again")
    with store.lock(key):
        store.publish(key, store.root / "again")
    assert store.find(key) is not None


def test_what_is_set_aside_is_told_of_once_with_its_reason_and_place(store, digits_config, caplog):
    key = published(store, digits_config())
    truncate(store.runs / key / "arrays.npz")
    assert store.find(key) is None
    assert store.find(key) is None
    (aside,), (told,) = store.damaged.iterdir(), caplog.messages
    assert aside.name.startswith(f"{key}-")
    assert time.time() - aside.stat().st_mtime < 60  # its week begins now
    assert told.startswith(f"Run {key} is damaged (arrays.npz has changed)")
    assert told.endswith(f" {aside}.")


def test_a_run_that_is_whole_again_when_its_lock_is_held_stays(store, digits_config, caplog):
    """It was being replaced while it was read: `test_a_reader_never_...` has the two meet."""
    key = published(store, digits_config())
    store._set_aside(store.runs / key, False, DamagedRun("a moment ago"))
    assert store.find(key) is not None
    assert not list(store.damaged.iterdir())
    assert caplog.messages == []


def test_a_run_whose_files_are_going_has_no_stamp(store, digits_config):
    key = published(store, digits_config())
    (store.runs / key / "gone").symlink_to(store.root / "nowhere")
    assert store.stamp(key) is None


def test_a_damaged_run_is_not_listed_and_can_be_claimed(store, digits_config):
    whole, hurt = digits_config(seed=0), digits_config(seed=1)
    published(store, whole)
    truncate(store.runs / published(store, hurt) / "arrays.npz")
    assert keys(store) == [whole.key()]
    assert jobs.claim(store, jobs.training(hurt), jobs.Owner(store))


def test_the_reason_for_damage_is_told(store, digits_config, caplog):
    key = published(store, digits_config())
    (store.runs / key / MANIFEST).write_text("{")
    assert store.find(key) is None
    shutil.copytree(store.runs / published(store, digits_config()), store.runs / ("0" * 16))
    assert store.find("0" * 16) is None
    cut, renamed = caplog.messages
    assert cut.startswith(f"Run {key} is damaged (JSONDecodeError: ")
    assert renamed.startswith(f"Run {'0' * 16} is damaged (its configuration has the key {key})")


def test_a_run_under_another_key_is_not_offered(store, digits_config):
    key = published(store, digits_config(seed=0))
    other = digits_config(seed=1).key()
    shutil.copytree(store.runs / key, store.runs / other)
    assert store.find(other) is None
    assert keys(store) == [key]


def test_strange_things_among_the_runs_are_passed_over(store, digits_config):
    key = published(store, digits_config())
    (store.runs / ".DS_Store").write_text("?")
    (store.runs / "notes").mkdir()
    (store.runs / "0123456789abcdef").write_text("a file in place of a folder")
    (store.runs / "fedcba9876543210").mkdir()
    assert keys(store) == [key]
    store.evict()
    published(store, digits_config(seed=1))
    assert (store.runs / "notes").is_dir()


# Shipped runs


@pytest.fixture
def shipping(tmp_path, digits_config):
    """A store, its shipped configuration, and the folder of that run."""
    elsewhere = Store(tmp_path / "elsewhere", shipped=tmp_path / "none")
    config = digits_config(seed=9)
    key = published(elsewhere, config)
    shutil.copytree(elsewhere.runs, tmp_path / "shipped")
    store = Store(tmp_path / "cache", shipped=tmp_path / "shipped")
    return store, config, tmp_path / "shipped" / key


def test_shipped_runs_come_first(shipping, digits_config):
    store, config, folder = shipping
    own = published(store, digits_config(seed=1))
    published(store, config)
    run = store.find(config.key())
    assert run.shipped
    assert run.folder == folder
    assert store.has(config.key())
    assert keys(store) == [config.key(), own]


def test_a_shipped_run_stays(shipping):
    store, config, folder = shipping
    assert not store.delete(config.key())
    store.touch(config.key())
    small = Store(store.root, shipped=store.shipped, max_mb=1)
    assert small.evict() == []
    assert store.find(config.key()).folder == folder
    assert jobs.claim(store, jobs.training(config), jobs.Owner(store)) is None
    assert jobs.snapshot(store, config.key()).state == "done"


def test_a_damaged_shipped_run_is_only_told_of(shipping, caplog):
    store, config, folder = shipping
    truncate(folder / "arrays.npz")
    assert store.find(config.key()) is None
    (told,) = caplog.messages
    assert told.startswith(f"Shipped run {config.key()} is damaged")
    assert told.endswith("arrays.npz has changed")
    assert folder.exists()
    assert keys(store) == []


def test_a_damaged_shipped_run_can_be_trained_again(shipping):
    store, config, folder = shipping
    truncate(folder / "arrays.npz")
    key = config.key()
    assert not store.has(key)
    assert jobs.snapshot(store, key).state == "absent"
    assert jobs.claim(store, jobs.training(config), jobs.Owner(store))
    before = store.stamp(key)
    published(store, config)
    replaced = store.stamp(key)
    assert replaced != before
    assert not store.find(key).shipped
    truncate(folder / "config.json")
    assert store.stamp(key) != replaced


# Views: what is computed about a run later

POINTS = np.random.default_rng(0).standard_normal((50, 2)).astype(np.float32)


def viewed(store, key, points=POINTS):
    """Publish points about a run; return the view's file."""
    made_here = store.root / "made.npz"
    views.write(made_here, store.require(key), points)
    store.publish_view(key, "tsne", made_here)
    assert not made_here.exists()
    return store.views / key / "tsne.npz"


def view(store, key):
    return store.view(store.require(key), "tsne")


def test_a_published_view_is_read(store, digits_config, caplog):
    key = published(store, digits_config())
    assert view(store, key) is None
    assert not store.has_view(key, "tsne")
    path = viewed(store, key)
    found = view(store, key)
    np.testing.assert_array_equal(found, POINTS)
    assert found.dtype == np.float32
    assert store.has_view(key, "tsne")
    assert not store.has_view(key, "other")
    viewed(store, key, POINTS + 1)
    np.testing.assert_array_equal(view(store, key), POINTS + 1)
    assert [file.name for file in path.parent.iterdir()] == ["tsne.npz"]
    assert caplog.messages == []


def test_a_view_without_points_is_a_view(store, digits_config):
    key = published(store, digits_config())
    viewed(store, key, POINTS[:0])
    assert view(store, key).shape == (0, 2)


def test_a_shipped_run_has_its_views_in_the_cache(shipping):
    store, config, folder = shipping
    before = sorted(folder.iterdir())
    path = viewed(store, config.key())
    assert store.root in path.parents
    np.testing.assert_array_equal(view(store, config.key()), POINTS)
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_view_is_never_shown(store, digits_config, damage):
    key = published(store, digits_config())
    path = viewed(store, key)
    DAMAGES[damage](path)
    found = view(store, key)
    if found is None:
        assert not path.exists()
    else:
        np.testing.assert_array_equal(found, POINTS)
    viewed(store, key)
    np.testing.assert_array_equal(view(store, key), POINTS)


def test_whatever_byte_is_flipped_the_points_are_right_or_not_shown(store, digits_config):
    key = published(store, digits_config())
    path = viewed(store, key)
    whole = path.read_bytes()
    refused = 0
    for index in range(0, len(whole), 7):
        path.write_bytes(whole[:index] + bytes([whole[index] ^ 0xFF]) + whole[index + 1 :])
        found = view(store, key)
        assert found is None or np.array_equal(found, POINTS)
        refused += found is None
    assert refused > 50


def test_a_view_of_other_points_under_its_mark_is_not_shown(store, digits_config, caplog):
    key = published(store, digits_config())
    path = viewed(store, key)
    with np.load(path) as saved:
        mark = saved["mark"]
    np.savez(path, points=POINTS + 1, mark=mark)
    assert view(store, key) is None
    assert not path.exists()
    told = f"The view tsne of run {key} is not used: it is of another run, or has changed."
    assert caplog.messages == [told]


def test_a_folder_in_place_of_a_view_is_no_view(store, digits_config, caplog):
    key = published(store, digits_config())
    (store.views / key / "tsne.npz").mkdir(parents=True)
    assert view(store, key) is None
    (told,) = caplog.messages
    assert told.startswith(f"The view tsne of run {key} is not used: IsADirectoryError: ")


def test_a_view_that_was_replaced_while_it_was_read_stays(store, digits_config, monkeypatch):
    key = published(store, digits_config())
    path = viewed(store, key)
    whole, asked = views.read, []

    def read(path, run):
        asked.append(path)
        if len(asked) == 1:
            raise views.DamagedView("a moment ago")
        return whole(path, run)

    monkeypatch.setattr(views, "read", read)
    np.testing.assert_array_equal(view(store, key), POINTS)
    assert path.exists()


def test_a_cut_view_is_removed(store, digits_config):
    key = published(store, digits_config())
    path = viewed(store, key)
    whole = path.read_bytes()
    for length in range(0, len(whole), 11):
        path.write_bytes(whole[:length])
        assert view(store, key) is None
        assert not path.exists()


class Bomb:
    """An object whose unpickling makes a file."""

    def __init__(self, target):
        self.target = target

    def __reduce__(self):
        return Path.touch, (self.target,)


def test_nothing_executable_is_loaded_from_a_view(store, digits_config, tmp_path):
    key = published(store, digits_config())
    path = viewed(store, key)
    bomb = np.array([Bomb(tmp_path / "bang")], dtype=object)
    np.savez(path, points=bomb, mark=bomb)
    assert view(store, key) is None
    assert not (tmp_path / "bang").exists()


def test_nothing_executable_is_loaded_from_a_run(store, digits_config, tmp_path):
    bomb = np.array([Bomb(tmp_path / "bang")], dtype=object)
    run = published_arrays(store, digits_config(), errors=bomb)
    with pytest.raises(ValueError, match="allow_pickle"):
        run.array("errors")
    assert not (tmp_path / "bang").exists()


def test_a_view_of_another_run_or_another_training_is_not_shown(store, digits_config):
    first, second = (published(store, digits_config(seed=seed)) for seed in (0, 1))
    of_first = viewed(store, first)
    shutil.copytree(of_first.parent, store.views / second)
    assert view(store, second) is None
    content = of_first.read_bytes()
    published(store, digits_config(seed=0), size=999)
    assert not of_first.exists()
    of_first.parent.mkdir()
    of_first.write_bytes(content)
    assert view(store, first) is None


@pytest.mark.parametrize(
    "points", [POINTS.astype(np.float64), POINTS.astype(np.int32), POINTS[:, 0]]
)
def test_what_is_no_list_of_points_is_not_shown(store, digits_config, points):
    key = published(store, digits_config())
    viewed(store, key, points)
    assert view(store, key) is None


def test_a_deleted_run_takes_its_views_along(store, digits_config):
    key = published(store, digits_config())
    path = viewed(store, key)
    run = store.require(key)
    assert store.delete(key)
    assert not path.parent.exists()
    assert not list(store.damaged.iterdir())
    assert store.view(run, "tsne") is None
    orphan = store.root / "late.npz"
    orphan.write_bytes(b"points")
    with pytest.raises(UnknownRun, match="not there any more"):
        store.publish_view(key, "tsne", orphan)
    assert not path.exists()


def large_view(store, key, used):
    path = viewed(store, key, np.zeros((50_000, 2), np.float32))
    for place in (store.runs / key / MANIFEST, path.parent):
        if place.exists():
            os.utime(place, (used, used))
    return path


def test_views_count_as_space_and_go_with_their_runs(tmp_path, digits_config):
    store = Store(tmp_path, shipped=tmp_path / "none", max_mb=1)
    old, new = digits_config(seed=0), digits_config(seed=1)
    path = large_view(store, published(store, old, size=400_000), used=LONG_AGO)
    assert store.evict() == []
    published(store, new, size=300_000)
    assert keys(store) == [new.key()]
    assert not path.parent.exists()


def test_a_run_whose_view_is_looked_at_is_in_use(tmp_path, digits_config):
    store = Store(tmp_path, shipped=tmp_path / "none", max_mb=1)
    key = published(store, digits_config(), size=700_000)
    path = large_view(store, key, used=LONG_AGO)
    store.touch(key)
    assert Store(tmp_path, shipped=tmp_path / "none", max_mb=1).evict() == []
    assert path.exists()


def test_the_views_of_shipped_runs_go_alone(shipping, digits_config):
    store, config, folder = shipping
    small = Store(store.root, shipped=store.shipped, max_mb=1)
    path = large_view(small, config.key(), used=LONG_AGO)
    small.touch(config.key())
    published(small, digits_config(seed=1), size=700_000)
    assert path.exists()
    os.utime(path.parent, (LONG_AGO, LONG_AGO))
    small.evict()
    assert not path.parent.exists()
    assert small.find(config.key()).folder == folder
    viewed(small, config.key())
    assert view(small, config.key()) is not None


def test_views_whose_run_has_gone_are_removed(store, digits_config):
    key = published(store, digits_config())
    path = viewed(store, key)
    shutil.rmtree(store.runs / key)
    assert store.evict() == []
    assert not path.parent.exists()


@pytest.mark.parametrize(
    ("sizes", "evicted"), [([500_000, 300_000], 0), ([500_000, 400_000, 300_000], 1)]
)
def test_what_goes_with_a_run_that_has_gone_makes_space(tmp_path, digits_config, sizes, evicted):
    """Its view of 400 kB goes first; only what is then still too much goes too."""
    wide = Store(tmp_path, shipped=tmp_path / "none", max_mb=3)
    gone = published(wide, digits_config(seed=9))
    path = large_view(wide, gone, used=LONG_AGO)
    own = [
        published(wide, digits_config(seed=seed), size=size, used=LONG_AGO + 1 + seed)
        for seed, size in enumerate(sizes)
    ]
    shutil.rmtree(wide.runs / gone)
    os.utime(path.parent, (LONG_AGO, LONG_AGO))
    small = Store(tmp_path, shipped=tmp_path / "none", max_mb=1)
    assert small.evict() == own[:evicted]
    assert not path.parent.exists()


# The folder itself


def test_a_file_in_place_of_the_cache_folder(tmp_path):
    (tmp_path / "cache").write_text("not a folder")
    with pytest.raises(StoreError, match="AE_CACHE_DIR") as refused:
        Store(tmp_path / "cache")
    assert str(tmp_path / "cache") in str(refused.value)


def test_a_folder_that_turns_unwritable_is_told_of_in_words(store, digits_config):
    folder = made(digits_config(), store.root / "made")
    shutil.rmtree(store.runs)
    store.runs.write_text("not a folder")
    with pytest.raises(StoreError, match="AE_CACHE_DIR") as refused:
        store.publish(digits_config().key(), folder)
    assert f"The cache folder {store.root} cannot be written: " in str(refused.value)


def test_views_that_cannot_be_written_are_told_of_in_words(store, digits_config):
    key = published(store, digits_config())
    views.write(store.root / "made.npz", store.require(key), POINTS)
    shutil.rmtree(store.views)
    store.views.write_text("not a folder")
    with pytest.raises(StoreError, match="AE_CACHE_DIR") as refused:
        store.publish_view(key, "tsne", store.root / "made.npz")
    assert f"The cache folder {store.root} cannot be written: " in str(refused.value)


def test_a_cache_folder_that_is_gone_holds_no_runs(store, digits_config):
    key = published(store, digits_config())
    shutil.rmtree(store.root)
    assert store.find(key) is None
    assert keys(store) == []
    assert store.evict() == []
    assert jobs.snapshot(store, key).state == "absent"
    assert jobs.specs(store) == {}
    jobs.sweep(store)


def test_the_default_store_follows_its_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("AE_CACHE_DIR", str(tmp_path / "made" / "here"))
    monkeypatch.setenv("AE_CACHE_MAX_MB", "7")
    store = Store.default()
    assert store.root == tmp_path / "made" / "here"
    assert store.max_mb == 7
    assert store.runs.is_dir()


def test_without_settings_the_store_is_the_users_cache_of_a_gigabyte(tmp_path, monkeypatch):
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda name: str(tmp_path / name))
    monkeypatch.delenv("AE_CACHE_MAX_MB", raising=False)
    monkeypatch.setenv("AE_CACHE_DIR", "")
    store = Store.default()
    assert store.root == tmp_path / "autoencoder-lab"
    assert store.max_mb == 1024


@pytest.mark.parametrize("text", ["0", "-5", "1.5", "much", " ", "1e3", "²"])
def test_a_senseless_size_is_refused(tmp_path, monkeypatch, text):
    monkeypatch.setenv("AE_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("AE_CACHE_MAX_MB", text)
    with pytest.raises(StoreError, match="AE_CACHE_MAX_MB: expected a whole number") as refused:
        Store.default()
    assert repr(text) in str(refused.value)
