"""The runs of one cache folder and those that ship with the app: find, publish, delete, bound."""

import logging
import os
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from filelock import FileLock

from ae.config import checked_key
from ae.i18n import N_
from ae.runs.store import eviction, locks, views
from ae.runs.store.files import StoreError, explained, key_folders, last_changed, remove
from ae.runs.store.runs import (
    MANIFEST,
    DamagedRun,
    OtherVersion,
    Run,
    UnknownRun,
    file_stamp,
    of_another_version,
    open_run,
    write_manifest,
)

log = logging.getLogger(__name__)

SHIPPED = Path(__file__).resolve().parent.parent.parent.parent / "assets" / "pretrained"
DEFAULT_MAX_MB = 1024
LOCK_SECONDS = 30.0
"""So long the lock of a run or job is waited for."""


class Store:
    """The runs of one cache folder, and those that ship with the app.

    Args:
        root: the cache folder; made where it does not exist.
        shipped: the folder of read-only runs.
        max_mb: the size that the finished runs and all views are kept under, in MB.

    Raises:
        StoreError: if the folder cannot be made.
    """

    def __init__(self, root: Path, shipped: Path = SHIPPED, max_mb: int = DEFAULT_MAX_MB):
        self.root, self.shipped, self.max_mb = Path(root), shipped, max_mb
        self.runs, self.views = self.root / "runs", self.root / "views"
        self.jobs, self.locks = self.root / "jobs", self.root / "locks"
        self.damaged, self.removed = self.root / "damaged", self.root / "removed"
        self.asked, self.shelves = self.root / "asked", self.root / "shelves"
        places = [self.runs, self.views, self.jobs, self.locks, self.damaged, self.removed]
        places += [self.asked, self.shelves]
        with explained(self.root):
            for folder in places:
                folder.mkdir(parents=True, exist_ok=True)

    @classmethod
    def default(cls) -> "Store":
        """Return the store that `AE_CACHE_DIR` and `AE_CACHE_MAX_MB` describe.

        Raises:
            StoreError: if the folder cannot be made or has no working locks, or the size is none.
        """
        root = os.environ.get("AE_CACHE_DIR") or platformdirs.user_cache_dir("autoencoder-lab")
        text = os.environ.get("AE_CACHE_MAX_MB", str(DEFAULT_MAX_MB))
        if not text.isdecimal() or not int(text):
            raise StoreError(
                N_(
                    "AE_CACHE_MAX_MB: expected a whole number of MB, 1 or more. Received: {text!r}."
                ),
                text=text,
            )
        store = cls(Path(root).expanduser(), max_mb=int(text))
        locks.check(store.locks)
        return store

    def lock(self, key: str, patience: float = LOCK_SECONDS) -> FileLock:
        """Return the lock under which the run or job of this key changes hands.

        Args:
            patience: how many seconds it is waited for; then `filelock.Timeout` is raised.
        """
        return FileLock(self.locks / f"{checked_key(key)}.lock", timeout=patience)

    def find(self, key: str) -> Run | None:
        """Return the finished run of this key, or None; a damaged one is set aside."""
        checked_key(key)
        for folder, shipped in ((self.shipped / key, True), (self.runs / key, False)):
            if not folder.is_dir():
                continue
            try:
                return open_run(folder, shipped)
            except OtherVersion as error:
                log.debug("Run %s is of another version and stays: %s", key, error)
            except (DamagedRun, OSError) as error:
                self._set_aside(folder, shipped, error)
        return None

    def of_other_versions(self) -> list[str]:
        """Return the keys of the runs that another version of the app has written."""
        return [folder.name for folder in key_folders(self.runs) if of_another_version(folder)]

    def require(self, key: str) -> Run:
        """Return the finished run of this key.

        Raises:
            UnknownRun: if there is none, or its files are damaged.
        """
        run = self.find(key)
        if run is None:
            raise UnknownRun()
        return run

    def has(self, key: str) -> bool:
        """Tell, cheaply, whether a finished run of this key is there.

        One of the cache is not verified: `find` would set a damaged one aside. A shipped one
        is, for it stays where it is, and must not keep a training from replacing it.
        """
        if (self.runs / checked_key(key) / MANIFEST).exists():
            return True
        try:
            return open_run(self.shipped / key, shipped=True).shipped
        except (DamagedRun, OtherVersion):
            return False

    def stamp(self, key: str) -> tuple[Any, ...] | None:
        """Identify a run's files as they are now, or None: an equal stamp, an unchanged run."""
        stamps: list[Any] = []
        for folder in (self.shipped / checked_key(key), self.runs / key):
            if (folder / MANIFEST).exists():
                with suppress(OSError), os.scandir(folder) as files:
                    stamps += sorted(map(file_stamp, files))
        return tuple(stamps) or None

    def all(self) -> list[Run]:
        """Return every finished run that opens, the shipped ones first, then newest first."""
        return [run for run in map(self.find, self.keys()) if run is not None]

    def keys(self) -> list[str]:
        """Return the keys of all runs, unopened, the shipped ones first, then newest first."""
        own = sorted(
            key_folders(self.runs), key=lambda folder: last_changed(folder / MANIFEST), reverse=True
        )
        return list(dict.fromkeys(folder.name for folder in [*key_folders(self.shipped), *own]))

    def publish(self, key: str, folder: Path) -> None:
        """Move a whole folder of results into place as the run of this key.

        The caller holds the key's lock. Older runs are evicted where space is short.
        """
        checked_key(key)
        with explained(self.root):
            write_manifest(folder)
            remove(self.views / key, self.removed)
            remove(self.runs / key, self.removed)
            folder.replace(self.runs / key)
        self.evict(keep=key)

    def touch(self, key: str) -> None:
        """Note that a run and its views are in use now, so that they are not evicted."""
        for path in (self.runs / checked_key(key) / MANIFEST, self.views / key):
            with suppress(OSError):  # a shipped run, or a read-only folder: neither is evicted
                os.utime(path)

    def delete(self, key: str) -> bool:
        """Remove a run of the cache and its views; return whether there was such a run.

        Shipped runs stay.
        """
        with self.lock(key):
            return self.discard(key)

    def view(self, run: Run, name: str) -> np.ndarray | None:
        """Return what was kept of this name about a run, float32 (n, k), or None.

        A file that is damaged, or of an earlier run of this key, is removed: it can be
        computed again.
        """
        path = self._view_path(run.key, name)
        try:
            return views.read(path, run)
        except OSError:  # there is none, or the run has gone
            return None
        except views.DamagedView as error:
            log.warning("The view %s of run %s is not used: %s.", name, run.key, error)
        with self.lock(run.key), suppress(OSError):
            try:
                return views.read(path, run)  # it was replaced meanwhile
            except views.DamagedView:
                if run.is_current():
                    path.unlink()
        return None

    def has_view(self, key: str, name: str) -> bool:
        """Tell, cheaply, whether there is a view of this name; `view` also verifies it."""
        return self._view_path(key, name).exists()

    def publish_view(self, key: str, name: str, file: Path) -> None:
        """Move a whole file, made by `views.write`, into place as a run's view.

        Raises:
            UnknownRun: if the run has gone meanwhile.
        """
        path = self._view_path(key, name)
        with explained(self.root), self.lock(key):
            if not self.has(key):
                raise UnknownRun()
            path.parent.mkdir(exist_ok=True)
            file.replace(path)
        self.evict(keep=key)

    def evict(self, keep: str = "") -> list[str]:
        """Remove the least recently used runs until all fit in `max_mb`; return their keys.

        A run goes with its views. Of a shipped run the views alone can go; those of a run that
        has gone already always do. Nothing goes whose lock someone holds.
        """
        return eviction.evict(self, keep)

    def discard(self, key: str) -> bool:
        """Remove a run, its views and who had it trained; return whether there was a run.

        No shipped run is here. The caller holds the key's lock.
        """
        there = remove(self.runs / key, self.removed)
        remove(self.views / key, self.removed)
        remove(self.asked / key, self.removed)
        return there

    def last_used(self, key: str) -> float:
        """Return when a run or one of its views was written or touched; 0 where there is none."""
        return max(last_changed(self.runs / key / MANIFEST), last_changed(self.views / key))

    def _view_path(self, key: str, name: str) -> Path:
        return self.views / checked_key(key) / views.file_name(name)

    def _set_aside(self, folder: Path, shipped: bool, error: Exception) -> None:
        if shipped:
            log.warning("Shipped run %s is damaged and is not used: %s", folder.name, error)
            return
        with self.lock(folder.name):
            target = self.damaged / f"{folder.name}-{uuid.uuid4().hex[:8]}"
            with suppress(DamagedRun):
                with suppress(OtherVersion):
                    open_run(folder, shipped)
                return  # it was being replaced while it was read
            try:
                folder.replace(target)
                os.utime(target)  # `jobs.sweep` removes it a week from now
            except OSError:
                return  # another process was first
        log.warning("Run %s is damaged (%s); set aside as %s.", folder.name, error, target)
