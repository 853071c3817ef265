"""What happens to jobs: claimed, followed, cancelled, ended, swept away."""

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
from filelock import FileLock

from ae.config import checked_key, is_key
from ae.runs.jobs.attempt import Attempt
from ae.runs.jobs.owner import Owner, alive
from ae.runs.jobs.spec import Spec
from ae.runs.store import LOCK_SECONDS, Store, explained, remove, views, write_atomically

State = Literal["absent", "queued", "running", "interrupted", "failed", "done"]


@dataclass(frozen=True)
class Snapshot:
    """How a job stands now.

    Args:
        state: `absent` where there is neither a job nor a run of its key. A download or an
            view of a run that is done is absent: whoever looks for it, looks for its result.
        place: its place in the queue, from 1; 0 when it does not wait.
        fraction: epochs done (training), or share of the work done (others), as told last.
        history: the epochs so far, the untrained model first.
        snapshots: uint8 (epochs so far, …): see `ae.models.training.Epoch`.
        message: why it failed or was interrupted.
    """

    state: State
    place: int = 0
    fraction: float = 0.0
    history: list[dict[str, Any]] = field(default_factory=list)
    snapshots: np.ndarray = field(default_factory=lambda: np.empty(0, np.uint8))
    message: str = ""

    @property
    def active(self) -> bool:
        """Whether it is under way."""
        return self.state in ("queued", "running")


def claim(store: Store, spec: Spec, owner: Owner) -> str | None:
    """Make `owner` the one who does this job, unless it is done or somebody does it.

    Of any number of callers, in any number of processes, exactly one receives an attempt.

    Returns:
        The new attempt's name, or None where a live job or the result is there already.

    Raises:
        ae.runs.store.StoreError: if the cache folder cannot be written.
    """
    folder = store.jobs / spec.key
    _verify_result(store, spec)
    with explained(store.root), store.lock(spec.key):
        # The job first, then its result: a worker moves its result before its job is removed.
        status = _read_status(folder)
        active = status and status["state"] in ("queued", "running")
        # Patiently: another process that looks holds a dead owner's lock for an instant.
        if status and active and alive(store, status["owner"], patience=0.01):
            return None
        if _has_result(store, spec.key, spec):
            return None
        remove(folder, store.removed)
        folder.mkdir(exist_ok=True)  # an orphaned worker may have written just now
        attempt = uuid.uuid4().hex[:12]
        status = {"kind": spec.kind, "subject": spec.subject, "owner": owner.id}
        status |= {"attempt": attempt, "state": "queued", "since": time.time(), "message": ""}
        write_atomically(folder / "status.json", json.dumps(status))
        return attempt


def is_current(store: Store, key: str, attempt: str) -> bool:
    """Tell whether a job is at this attempt: not ended, cancelled or claimed anew meanwhile."""
    status = _read_status(store.jobs / key)
    return status is not None and status["attempt"] == attempt


def set_state(
    store: Store,
    key: str,
    attempt: str,
    state: State,
    message: str = "",
    patience: float = LOCK_SECONDS,
) -> bool:
    """Note a new state of one attempt; return False where that attempt is over.

    Args:
        patience: how many seconds the job's lock is waited for.

    Raises:
        ae.runs.store.StoreError: if the cache folder cannot be written, or the lock stays held.
    """
    folder = store.jobs / key
    with explained(store.root), store.lock(key, patience):
        status = _read_status(folder)
        if not status or status["attempt"] != attempt:
            return False
        status |= {"state": state, "message": message}
        write_atomically(folder / "status.json", json.dumps(status))
        return True


def finish(store: Store, key: str, attempt: str) -> bool:
    """Publish an attempt's result, as a run or as a run's view, and end the job.

    Raises:
        ae.runs.store.UnknownRun: if the run of a view has gone meanwhile.
    """
    folder = store.jobs / key
    with store.lock(key):
        status = _read_status(folder)
        if not status or status["attempt"] != attempt:
            return False
        result = Attempt(folder / attempt).result
        spec = Spec(status["kind"], status["subject"])
        if spec.kind == "train":
            store.publish(key, result)
        elif spec.view:
            store.publish_view(spec.subject, spec.view, result / views.file_name(spec.view))
        remove(folder, store.removed)
        return True


def drop(store: Store, key: str, attempt: str, patience: float = LOCK_SECONDS) -> None:
    """Remove one attempt and everything it left.

    Args:
        patience: how many seconds the job's lock is waited for.

    Raises:
        ae.runs.store.StoreError: if the lock stays held.
    """
    with explained(store.root), store.lock(key, patience):
        status = _read_status(store.jobs / key)
        if status is None or status["attempt"] == attempt:
            remove(store.jobs / key, store.removed)


def request_cancel(store: Store, key: str) -> None:
    """Ask the owner of a job to end it; nothing happens where there is none."""
    with suppress(FileNotFoundError):
        (store.jobs / checked_key(key) / "cancel").touch()


def cancel_requested(store: Store, key: str) -> bool:
    """Tell whether someone asked to cancel this job."""
    return (store.jobs / key / "cancel").exists()


def snapshot(store: Store, key: str, epochs: bool = True) -> Snapshot:
    """Return how the job of this key stands, for anyone who looks.

    Args:
        epochs: whether to read the epochs so far, too, with their pictures.
    """
    folder = store.jobs / checked_key(key)
    status = _read_status(folder)
    if status is None:
        return Snapshot("done" if store.has(key) else "absent")
    if _has_result(store, key, Spec(status["kind"], status["subject"])):
        return Snapshot("done")
    attempt = Attempt(folder / status["attempt"])
    state, message = status["state"], status["message"]
    if state in ("queued", "running") and not alive(store, status["owner"]):
        state = "interrupted"
    place = _place(store, status) if state == "queued" else 0
    if not epochs:
        return Snapshot(state, place, attempt.fraction(), message=message)
    history, snapshots = attempt.history(), attempt.snapshots()
    count = min(len(history), len(snapshots))
    return Snapshot(state, place, attempt.fraction(), history[:count], snapshots[:count], message)


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
            if old and not snapshot(store, folder.name, epochs=False).active:
                remove(folder, store.removed)
    for folder in store.damaged.glob("*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > older_than_seconds:
                remove(folder, store.removed)
    for folder in store.removed.glob("*"):  # of processes that were killed while they removed it
        shutil.rmtree(folder, ignore_errors=True)


def _verify_result(store: Store, spec: Spec) -> None:
    """Have a damaged result set aside, which `_has_result` would take for one."""
    run = store.find(spec.subject if spec.view else spec.key)
    if run is not None and spec.view:
        store.view(run, spec.view)


def _has_result(store: Store, key: str, spec: Spec) -> bool:
    """Tell, cheaply, whether what a job makes is in the store already.

    Args:
        key: of the job's folder; what a damaged status says need not have it.
    """
    if spec.view:
        return is_key(spec.subject) and store.has_view(spec.subject, spec.view)
    return store.has(key)


def _place(store: Store, status: Mapping[str, Any]) -> int:
    others = (_read_status(folder) for folder in _folders(store))
    ahead = [
        other
        for other in others
        if other
        and other["state"] == "queued"
        and all(other[name] == status[name] for name in ("owner", "kind"))
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
