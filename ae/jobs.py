"""Jobs on disk: one for each key, whoever asks, and never one that nobody works on.

    <cache>/jobs/<key>/status.json   what is to be done, its state, who owns it
    <cache>/jobs/<key>/cancel        there once someone asked to cancel
    <cache>/jobs/<key>/<attempt>/    progress and results of one attempt
    <cache>/owners/<owner>.lock      held by a supervisor for as long as it lives

The folder is the whole protocol: the worker writes it, any process reads it. So progress
survives a page change, a refresh and a restart. A job whose owner's lock is free, or whose
worker ended early, is interrupted. Each attempt has a folder of its own, so a worker that
outlives its owner by a moment can write into nobody's results.
"""

import hashlib
import json
import shutil
import time
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from filelock import FileLock, Timeout

from ae.config import RunConfig, checked_key, is_key
from ae.store import Store, plainly, write_atomically

State = Literal["absent", "queued", "running", "interrupted", "failed", "done"]
FRAME_SHAPE = (10, 28, 28)


@dataclass(frozen=True)
class Spec:
    """What a job does: `train` a configuration, or `download` a dataset."""

    kind: Literal["train", "download"]
    subject: str

    @property
    def key(self) -> str:
        """The job's key: for a training, the run's."""
        if self.kind == "train":
            return self.config.key()
        return hashlib.sha256(f"{self.kind}:{self.subject}".encode()).hexdigest()[:16]

    @property
    def config(self) -> RunConfig:
        """The configuration of a training."""
        return RunConfig.model_validate_json(self.subject)


def training(config: RunConfig) -> Spec:
    """Return the job that trains `config`."""
    return Spec("train", config.canonical_json())


def download(dataset: str) -> Spec:
    """Return the job that downloads `dataset`."""
    return Spec("download", dataset)


@dataclass(frozen=True)
class Snapshot:
    """How a job stands now.

    Args:
        state: `absent` where there is neither a job nor a result.
        place: its place in the queue, from 1; 0 when it does not wait.
        fraction: epochs done (training) or share of the file (download), as told last.
        history: the epochs so far, the untrained model first.
        film: uint8 (epochs so far, 10, 28, 28).
        message: why it failed or was interrupted.
    """

    state: State
    place: int = 0
    fraction: float = 0.0
    history: list[dict[str, Any]] = field(default_factory=list)
    film: np.ndarray = field(default_factory=lambda: np.empty((0, *FRAME_SHAPE), np.uint8))
    message: str = ""

    @property
    def active(self) -> bool:
        """Whether it is under way."""
        return self.state in ("queued", "running")


class Attempt:
    """The folder of one attempt, as the worker writes it and pages read it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.result = folder / "result"

    def start(self) -> None:
        """Make the folders."""
        self.result.mkdir(parents=True)

    def add_epoch(self, numbers: Mapping[str, Any], frame: np.ndarray) -> None:
        """Append one epoch; the film first, so that every number has its pictures."""
        with (self.folder / "film.u8").open("ab") as file:
            file.write(frame.tobytes())
        with (self.folder / "epochs.jsonl").open("a") as file:
            file.write(json.dumps(numbers) + "\n")

    def set_fraction(self, fraction: float) -> None:
        """Note how far it is between two epochs."""
        (self.folder / "fraction").write_text(f"{fraction:.4f}")

    def discard(self) -> None:
        """Remove everything, so that nothing partial stays and its space is free."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def history(self) -> list[dict[str, Any]]:
        """Return the epochs so far; a line being written now is left for the next look."""
        try:
            lines = (self.folder / "epochs.jsonl").read_text().split("\n")[:-1]
            return [json.loads(line) for line in lines]
        except (OSError, ValueError):
            return []

    def film(self) -> np.ndarray:
        """Return the frames so far, uint8 (n, 10, 28, 28)."""
        try:
            raw = np.fromfile(self.folder / "film.u8", np.uint8)
        except OSError:
            raw = np.empty(0, np.uint8)
        size = int(np.prod(FRAME_SHAPE))
        return raw[: len(raw) // size * size].reshape(-1, *FRAME_SHAPE)

    def fraction(self) -> float:
        """Return what `set_fraction` noted last."""
        with suppress(OSError, ValueError):
            return float((self.folder / "fraction").read_text())
        return 0.0


class Owner:
    """A process that owns jobs: it holds a lock that the system frees when it dies."""

    def __init__(self, store: Store):
        self.id = uuid.uuid4().hex[:16]
        self._lock = FileLock(_owner_path(store, self.id))
        with plainly(store.root):
            _owner_path(store, self.id).parent.mkdir(exist_ok=True)
            self._lock.acquire()

    def release(self) -> None:
        """Give the lock up: whatever is still owned is interrupted."""
        self._lock.release()
        with suppress(OSError):
            Path(self._lock.lock_file).unlink()


def claim(store: Store, spec: Spec, owner: Owner) -> str | None:
    """Make `owner` the one who does this job, unless it is done or somebody does it.

    Of any number of callers, in any number of processes, exactly one receives an attempt.

    Returns:
        The new attempt's name, or None where a live job or the result is there already.

    Raises:
        ae.store.StoreError: if the cache folder cannot be written.
    """
    folder = store.jobs / spec.key
    if spec.kind == "train":
        store.find(spec.key)  # sets a damaged run aside, which `has` would take for a result
    with plainly(store.root), store.lock(spec.key):
        # The job first, then the run: a worker moves its result before its job is removed.
        status = _read_status(folder)
        active = status and status["state"] in ("queued", "running")
        # Patiently: another process that looks holds a dead owner's lock for an instant.
        if status and active and _alive(store, status["owner"], patience=0.01):
            return None
        if spec.kind == "train" and store.has(spec.key):
            return None
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(exist_ok=True)  # an orphaned worker may have written just now
        attempt = uuid.uuid4().hex[:12]
        status = {"kind": spec.kind, "subject": spec.subject, "owner": owner.id}
        status |= {"attempt": attempt, "state": "queued", "since": time.time(), "message": ""}
        write_atomically(folder / "status.json", json.dumps(status))
        return attempt


def set_state(store: Store, key: str, attempt: str, state: State, message: str = "") -> bool:
    """Note a new state of one attempt; return False where that attempt is over."""
    folder = store.jobs / key
    with store.lock(key):
        status = _read_status(folder)
        if not status or status["attempt"] != attempt:
            return False
        status |= {"state": state, "message": message}
        write_atomically(folder / "status.json", json.dumps(status))
        return True


def finish(store: Store, key: str, attempt: str) -> bool:
    """Publish an attempt's result as the run of this key, and end the job."""
    folder = store.jobs / key
    with store.lock(key):
        status = _read_status(folder)
        if not status or status["attempt"] != attempt:
            return False
        if status["kind"] == "train":
            store.publish(key, Attempt(folder / attempt).result)
        shutil.rmtree(folder, ignore_errors=True)
        return True


def drop(store: Store, key: str, attempt: str) -> None:
    """Remove one attempt and everything it left."""
    with store.lock(key):
        status = _read_status(store.jobs / key)
        if status is None or status["attempt"] == attempt:
            shutil.rmtree(store.jobs / key, ignore_errors=True)


def request_cancel(store: Store, key: str) -> None:
    """Ask the owner of a job to end it; nothing happens where there is none."""
    with suppress(FileNotFoundError):
        (store.jobs / checked_key(key) / "cancel").touch()


def cancel_requested(store: Store, key: str) -> bool:
    """Tell whether someone asked to cancel this job."""
    return (store.jobs / key / "cancel").exists()


def snapshot(store: Store, key: str) -> Snapshot:
    """Return how the job of this key stands, for anyone who looks."""
    folder = store.jobs / checked_key(key)
    status = _read_status(folder)
    if status is None:
        return Snapshot("done" if store.has(key) else "absent")
    if store.has(key):
        return Snapshot("done")
    attempt = Attempt(folder / status["attempt"])
    state, message = status["state"], status["message"]
    if state in ("queued", "running") and not _alive(store, status["owner"]):
        state = "interrupted"
    place = _place(store, status) if state == "queued" else 0
    history, film = attempt.history(), attempt.film()
    count = min(len(history), len(film))
    return Snapshot(state, place, attempt.fraction(), history[:count], film[:count], message)


def specs(store: Store) -> dict[str, Spec]:
    """Return what every job on disk does, by key."""
    found = {}
    for folder in _folders(store):
        status = _read_status(folder)
        if status:
            found[folder.name] = Spec(status["kind"], status["subject"])
    return found


def sweep(store: Store, older_than_seconds: float = 7 * 86400) -> None:
    """Remove what dead owners left, their locks, and after a week their jobs and damaged runs."""
    for path in (store.root / "owners").glob("*.lock"):
        # While its lock is held here, so that an owner just starting makes a new file.
        with suppress(OSError), FileLock(path, timeout=0):
            path.unlink()
    for folder in _folders(store):
        with suppress(OSError):
            old = time.time() - folder.stat().st_mtime > older_than_seconds
            if old and not snapshot(store, folder.name).active:
                shutil.rmtree(folder, ignore_errors=True)
    for folder in store.damaged.glob("*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > older_than_seconds:
                shutil.rmtree(folder, ignore_errors=True)


def _place(store: Store, status: Mapping[str, Any]) -> int:
    others = (_read_status(folder) for folder in _folders(store))
    ahead = [
        other
        for other in others
        if other and other["owner"] == status["owner"] and other["state"] == "queued"
    ]
    return 1 + sum(other["since"] < status["since"] for other in ahead)


def _folders(store: Store) -> list[Path]:
    return [folder for folder in store.jobs.glob("*") if is_key(folder.name)]


def _read_status(folder: Path) -> dict[str, Any] | None:
    """Return a job's status; one that cannot be read is no job."""
    texts = ("kind", "subject", "owner", "attempt", "message")
    try:
        status = json.loads((folder / "status.json").read_text())
        whole = all(isinstance(status[name], str) for name in texts)
        whole = whole and status["state"] in get_args(State) and status["since"] + 0.0 > 0
    except (OSError, ValueError, TypeError, LookupError):
        return None
    return status if whole else None


def _owner_path(store: Store, owner: str) -> Path:
    return store.root / "owners" / f"{Path(owner).name}.lock"


def _alive(store: Store, owner: str, patience: float = 0.0) -> bool:
    path = _owner_path(store, owner)
    if not path.exists():
        return False
    lock = FileLock(path, timeout=patience, poll_interval=0.001)
    try:
        with lock:
            return False
    except Timeout:
        return True
