"""Who makes room takes each key's lock, waits for none, and reads one clock."""

import time

import pytest
from filelock import FileLock

from ae.runs.store import IN_USE_SECONDS, Store, StoreError, locks
from tests.runs.test_store import LONG_AGO, keys, large_view, published


@pytest.fixture
def full(tmp_path):
    """A store of one MB, for two runs of 0.7 MB."""
    return Store(tmp_path, shipped=tmp_path / "none", max_mb=1)


def old(store, config, age=10 * IN_USE_SECONDS):
    """Publish a run of 0.7 MB, without making room, that was used last so many seconds ago."""
    roomy = Store(store.root, shipped=store.shipped, max_mb=100)
    return published(roomy, config, size=700_000, used=time.time() - age)


def test_a_run_whose_lock_is_held_is_left_to_its_holder(full, digits_config):
    oldest, next_one = (
        old(full, digits_config(seed=seed), age=(20 - seed) * IN_USE_SECONDS) for seed in (1, 2)
    )
    with full.lock(oldest):
        assert full.evict() == [next_one]
        assert keys(full) == [oldest]
    old(full, digits_config(seed=3))
    assert full.evict() == [oldest]


def test_views_without_a_run_are_left_while_the_lock_is_held(full, digits_config):
    key = old(full, digits_config())
    large_view(full, key, LONG_AGO)
    full.delete(key)
    (full.views / key).mkdir()
    with full.lock(key):  # its run may come just now
        full.evict()
        assert (full.views / key).exists()
    full.evict()
    assert not (full.views / key).exists()


def test_a_run_that_is_used_while_its_turn_comes_stays(full, digits_config, monkeypatch):
    """Between the look at all runs and the removal of one lies the removal of others."""
    first, second = (
        old(full, digits_config(seed=seed), age=(20 - seed) * IN_USE_SECONDS) for seed in (1, 2)
    )
    old(full, digits_config(seed=3))
    discard = full.discard

    def touching(key):
        full.touch(second)
        return discard(key)

    monkeypatch.setattr(full, "discard", touching)
    assert second not in full.evict()
    assert first not in keys(full) and second in keys(full)


@pytest.mark.parametrize("skew", [-3600.0, 3600.0])
def test_the_clock_of_this_machine_decides_nothing(full, digits_config, monkeypatch, skew):
    """The files' times are those of whoever keeps them, perhaps another machine."""
    unused = old(full, digits_config(seed=1), age=2 * IN_USE_SECONDS)
    used = old(full, digits_config(seed=2), age=0)
    monkeypatch.setattr(time, "time", lambda now=time.time: now() + skew)
    assert full.evict() == [unused]
    full.max_mb = 0
    assert full.evict() == []
    assert keys(full) == [used]


def test_making_room_leaves_nothing_behind(full, digits_config):
    old(full, digits_config(seed=1))
    old(full, digits_config(seed=2))
    before = {path.name for path in full.root.iterdir()}
    full.evict()
    assert {path.name for path in full.root.iterdir()} == before
    assert not list(full.removed.iterdir()) and not list(full.damaged.iterdir())


# Locks


def test_a_lock_is_seen_to_be_held(tmp_path):
    path = tmp_path / "a.lock"
    assert not locks.is_held(path)
    with FileLock(path):
        assert locks.is_held(path)
        assert locks.is_held(path)
    assert not locks.is_held(path)


class NoLock:
    """Stands in for a lock on a share that grants it to everybody."""

    def __init__(self, path, timeout=0.0):
        self.path = path

    def __enter__(self):
        self.path.touch()

    def __exit__(self, *ignored):
        pass


class Refused(NoLock):
    """Stands in for a lock on a share that knows none."""

    def __enter__(self):
        raise OSError(37, "No locks available")


@pytest.mark.parametrize("lock", [NoLock, Refused])
def test_a_folder_without_working_locks_is_refused_in_words(tmp_path, monkeypatch, lock):
    monkeypatch.setenv("AE_CACHE_DIR", str(tmp_path))
    Store.default()
    monkeypatch.setattr(locks, "FileLock", lock)
    with pytest.raises(StoreError, match="locks") as refused:
        Store.default()
    assert str(tmp_path) in str(refused.value) and "AE_CACHE_DIR" in str(refused.value)
    assert not list((tmp_path / "locks").iterdir())


def test_a_folder_that_can_only_be_read_is_not_refused(tmp_path, monkeypatch):
    """Its runs can be looked at; whoever writes is told then."""

    def refuse(path, *ignored, **also_ignored):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setenv("AE_CACHE_DIR", str(tmp_path))
    Store.default()
    monkeypatch.setattr(locks.Path, "touch", refuse)
    assert Store.default().all() is not None


def test_every_server_tries_its_folders_locks_once(tmp_path, monkeypatch):
    tried = []
    monkeypatch.setenv("AE_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(locks, "check", tried.append)
    Store.default()
    Store(tmp_path)  # as its workers do, when it has started
    assert tried == [tmp_path / "locks"]
