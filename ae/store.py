"""Runs on disk: whole or not there.

    <cache>/runs/<key>/      finished runs; `manifest.json` lists every file with its hash
    <cache>/jobs/<key>/      what is being made: `jobs` and `workers` keep it
    <cache>/damaged/         runs that failed their check, set aside for a week
    <cache>/locks/           one lock file a key, held while a run or job changes hands

A run is made elsewhere and renamed into place, so a reader sees all of it or nothing.
Runs that ship with the app, in `assets/pretrained`, are read-only and looked at first.
"""

import hashlib
import json
import logging
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from filelock import FileLock

from ae.config import RunConfig, checked_key, from_json, is_key

log = logging.getLogger(__name__)

SHIPPED = Path(__file__).resolve().parent.parent / "assets" / "pretrained"
DEFAULT_MAX_MB = 1024
IN_USE_SECONDS = 600
"""A run read this recently is in use, and is not evicted."""
MANIFEST, CONFIG, WEIGHTS = "manifest.json", "config.json", "model.weights.h5"
ARRAYS = "arrays.npz"


class StoreError(RuntimeError):
    """The cache folder cannot be used; the message says why and what to do."""


class DamagedRun(RuntimeError):
    """A run's files are not the ones that were saved."""


@dataclass(frozen=True)
class Run:
    """A finished run, verified when it was opened.

    `history` is a list of one dict an epoch, the untrained model first (`epoch`, `train_loss`,
    `test_loss`, `seconds`, `measures`); `metrics` maps `test_bce` and so on, `pca_test_bce` and
    so on, and what the family's `examine` measured.
    """

    key: str
    folder: Path
    config: RunConfig
    shipped: bool

    @cached_property
    def history(self) -> list[dict[str, Any]]:
        return self._json("history.json")

    @cached_property
    def metrics(self) -> dict[str, float]:
        return self._json("metrics.json")

    @cached_property
    def layers(self) -> list[dict[str, Any]]:
        return self._json("layers.json")

    @property
    def weights(self) -> Path:
        return self.folder / WEIGHTS

    @property
    def seconds(self) -> float:
        """How long the training took."""
        return self.history[-1]["seconds"]

    def array(self, name: str) -> np.ndarray:
        """Return one of the run's arrays: see `evaluation` for their names.

        Real numbers are kept in half precision and come as float32.

        Raises:
            KeyError: if the run has no array of that name.
        """
        with np.load(self.folder / ARRAYS, allow_pickle=False) as arrays:
            array = arrays[name]
        return array.astype(np.float32) if array.dtype.kind == "f" else array

    def _json(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text())


class Store:
    """The runs of one cache folder, and those that ship with the app.

    Args:
        root: the cache folder; made where it does not exist.
        shipped: the folder of read-only runs.
        max_mb: the size that the finished runs are kept under, in MB.

    Raises:
        StoreError: if the folder cannot be made.
    """

    def __init__(self, root: Path, shipped: Path = SHIPPED, max_mb: int = DEFAULT_MAX_MB):
        self.root, self.shipped, self.max_mb = Path(root), shipped, max_mb
        self.runs, self.jobs = self.root / "runs", self.root / "jobs"
        self.damaged, self.locks = self.root / "damaged", self.root / "locks"
        with plainly(self.root):
            for folder in (self.runs, self.jobs, self.damaged, self.locks):
                folder.mkdir(parents=True, exist_ok=True)

    @classmethod
    def default(cls) -> "Store":
        """Return the store that `AE_CACHE_DIR` and `AE_CACHE_MAX_MB` describe."""
        root = os.environ.get("AE_CACHE_DIR") or platformdirs.user_cache_dir("autoencoder-lab")
        text = os.environ.get("AE_CACHE_MAX_MB", str(DEFAULT_MAX_MB))
        if not text.isdecimal() or not int(text):
            raise StoreError(
                f"AE_CACHE_MAX_MB: expected a whole number of MB, 1 or more. Received: {text!r}."
            )
        return cls(Path(root).expanduser(), max_mb=int(text))

    def lock(self, key: str) -> FileLock:
        """Return the lock under which the run or job of this key changes hands."""
        return FileLock(self.locks / f"{checked_key(key)}.lock", timeout=30)

    def find(self, key: str) -> Run | None:
        """Return the finished run of this key, or None; a damaged one is set aside."""
        checked_key(key)
        for folder, shipped in ((self.shipped / key, True), (self.runs / key, False)):
            if not folder.is_dir():
                continue
            try:
                return _open(folder, shipped)
            except (DamagedRun, OSError) as error:
                self._set_aside(folder, shipped, error)
        return None

    def has(self, key: str) -> bool:
        """Tell, cheaply, whether a finished run of this key is there.

        One of the cache is not verified: `find` would set a damaged one aside. A shipped one
        is, for it stays where it is, and must not keep a training from replacing it.
        """
        if (self.runs / checked_key(key) / MANIFEST).exists():
            return True
        try:
            return _open(self.shipped / key, shipped=True).shipped
        except DamagedRun:
            return False

    def stamp(self, key: str) -> tuple[Any, ...] | None:
        """Identify a run's files as they are now, or None: an equal stamp, an unchanged run."""
        stamps: list[Any] = []
        for folder in (self.shipped / checked_key(key), self.runs / key):
            if (folder / MANIFEST).exists():
                with suppress(OSError):
                    stamps += sorted(map(_file_stamp, folder.iterdir()))
        return tuple(stamps) or None

    def all(self) -> list[Run]:
        """Return every finished run that opens, the shipped ones first, then newest first."""
        return [run for run in map(self.find, self.keys()) if run is not None]

    def keys(self) -> list[str]:
        """Return the keys of all runs, unopened, the shipped ones first, then newest first."""
        own = sorted(_folders(self.runs), key=_last_used, reverse=True)
        return list(dict.fromkeys(folder.name for folder in [*_folders(self.shipped), *own]))

    def publish(self, key: str, folder: Path) -> None:
        """Move a whole folder of results into place as the run of this key.

        The caller holds the key's lock. Older runs are evicted where space is short.
        """
        checked_key(key)
        with plainly(self.root):
            _write_manifest(folder)
            _remove(self.runs / key, self.damaged)
            folder.replace(self.runs / key)
        self.evict(keep=key)

    def touch(self, key: str) -> None:
        """Note that a run is in use now, so that it is not evicted."""
        with suppress(OSError):  # a shipped run, or a read-only folder: neither is evicted
            os.utime(self.runs / checked_key(key) / MANIFEST)

    def delete(self, key: str) -> bool:
        """Remove a run of the cache; return whether there was one. Shipped runs stay."""
        with self.lock(key):
            return _remove(self.runs / key, self.damaged)

    def evict(self, keep: str = "") -> list[str]:
        """Remove the least recently used runs until all fit in `max_mb`; return their keys."""
        sizes = {folder: _size(folder) for folder in _folders(self.runs)}
        excess, gone = sum(sizes.values()) - self.max_mb * 1_000_000, []
        for folder in sorted(sizes, key=_last_used):
            if excess <= 0:
                break
            if folder.name == keep or time.time() - _last_used(folder) < IN_USE_SECONDS:
                continue
            if _remove(folder, self.damaged):
                log.info("Evicted run %s, the least recently used, to free space.", folder.name)
                excess -= sizes[folder]
                gone.append(folder.name)
        return gone

    def _set_aside(self, folder: Path, shipped: bool, error: Exception) -> None:
        if shipped:
            log.warning("Shipped run %s is damaged and is not used: %s", folder.name, error)
            return
        with self.lock(folder.name):
            target = self.damaged / f"{folder.name}-{uuid.uuid4().hex[:8]}"
            with suppress(DamagedRun):
                _open(folder, shipped)
                return  # it was being replaced while it was read
            try:
                folder.replace(target)
                os.utime(target)  # `jobs.sweep` removes it a week from now
            except OSError:
                return  # another process was first
        log.warning("Run %s is damaged (%s); set aside as %s.", folder.name, error, target)


@contextmanager
def plainly(root: Path) -> Iterator[None]:
    """Turn an operating-system error about the cache folder into a sentence with advice."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"The cache folder {root} cannot be written: {error.strerror or error}. Free some disk "
            "space or make the folder writable, or set AE_CACHE_DIR to another folder."
        ) from error


def write_atomically(path: Path, text: str) -> None:
    """Write a small text file so that a reader sees the old text or the new, never a part."""
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    temporary.write_text(text)
    temporary.replace(path)


def _open(folder: Path, shipped: bool) -> Run:
    """Open and verify a run; anything but the files that were saved is damage."""
    try:
        listed = json.loads((folder / MANIFEST).read_text())["files"]
        for name, digest in listed.items():
            if _digest(folder / name) != digest:
                raise DamagedRun(f"{name} has changed")
        config = from_json((folder / CONFIG).read_text())
    except DamagedRun:
        raise
    except Exception as error:  # bytes of any kind may stand in a damaged file
        raise DamagedRun(f"{type(error).__name__}: {error}") from error
    if config.key() != folder.name:
        raise DamagedRun(f"its configuration has the key {config.key()}")
    return Run(folder.name, folder, config, shipped)


def _write_manifest(folder: Path) -> None:
    files = sorted(path for path in folder.iterdir() if path.name != MANIFEST)
    digests = {path.name: _digest(path) for path in files}
    write_atomically(folder / MANIFEST, json.dumps({"files": digests}, indent=1))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()[:32]


def _folders(place: Path) -> list[Path]:
    if not place.is_dir():
        return []
    return sorted(path for path in place.iterdir() if is_key(path.name) and path.is_dir())


def _file_stamp(path: Path) -> tuple[str, int, int, int]:
    found = path.stat()
    # The manifest's time says when the run was last used; `touch` moves it.
    changed = 0 if path.name == MANIFEST else found.st_mtime_ns
    return path.name, found.st_size, found.st_ino, changed


def _size(folder: Path) -> int:
    try:
        return sum(path.stat().st_size for path in folder.iterdir())
    except OSError:  # gone meanwhile, or no folder
        return 0


def _last_used(folder: Path) -> float:
    try:
        return (folder / MANIFEST).stat().st_mtime
    except OSError:
        return 0.0


def _remove(folder: Path, limbo: Path) -> bool:
    """Remove a folder: out of sight in one rename first, so that no reader sees a part."""
    doomed = limbo / f"{folder.name}-{uuid.uuid4().hex[:8]}"
    try:
        folder.replace(doomed)
    except FileNotFoundError:
        return False
    shutil.rmtree(doomed, ignore_errors=True)
    return True
