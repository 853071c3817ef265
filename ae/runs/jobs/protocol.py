"""What happens to claimed jobs: left, cancelled, ended, swept away."""

import json
import shutil
import time
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

from ae.config import checked_key
from ae.messages import NOTHING, Message, packed
from ae.runs.jobs import askers
from ae.runs.jobs.attempt import Attempt
from ae.runs.jobs.owner import Owner
from ae.runs.jobs.spec import Spec
from ae.runs.jobs.standing import has_result, snapshot
from ae.runs.jobs.status import State
from ae.runs.jobs.status import folders as _folders
from ae.runs.jobs.status import read as _read_status
from ae.runs.store import (
    ENDED,
    LOCK_SECONDS,
    Run,
    Store,
    explained,
    remove,
    views,
    write_atomically,
)

LEAVE_SECONDS = 5.0
"""So long a job's lock is waited for by a person who cancels."""


def is_current(store: Store, key: str, attempt: str) -> bool:
    """Tell whether a job is at this attempt: not ended, cancelled or claimed anew meanwhile."""
    status = _read_status(store.jobs / key)
    return status is not None and status["attempt"] == attempt


def set_state(
    store: Store,
    key: str,
    attempt: str,
    state: State,
    message: Message = NOTHING,
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
        status |= {"state": state, "message": packed(message) if message else ""}
        write_atomically(folder / "status.json", json.dumps(status))
        return True


def finish(store: Store, key: str, attempt: str) -> bool:
    """Publish an attempt's result, as a run or as a run's view, and end the job.

    Raises:
        ae.runs.store.UnknownRun: if the run of a view has gone meanwhile.
    """
    folder = store.jobs / key
    before = store.find(key)  # takes the lock where it finds a damaged one
    with store.lock(key):
        status = _read_status(folder)
        if not status or status["attempt"] != attempt:
            return False
        result = Attempt(folder / attempt).result
        spec = Spec.of(status)
        if spec.kind == "train":
            if before is None or _is_better(result, before):
                store.publish(key, result)
            askers.keep(store, key, folder)
        elif spec.view:
            store.publish_view(spec.subject, spec.view, result / views.file_name(spec.view))
        remove(folder, store.removed)
        return True


def _is_better(result: Path, before: Run) -> bool:
    """Tell whether what was trained again is to replace the run that is there.

    One that ships stays, and so does one that was trained to its end if this one was not.
    """
    return not before.shipped and (before.ended is not None or not (result / ENDED).exists())


def settle(store: Store, key: str, attempt: str, owner: Owner) -> None:
    """Note that the process which did a job for `owner` has ended, whatever it has come to.

    Raises:
        ae.runs.store.StoreError: if the cache folder cannot be written, or the lock stays held.
    """
    status = _read_status(store.jobs / checked_key(key))
    if status is None or (status["attempt"], status["owner"]) != (attempt, owner.id):
        return
    if has_result(store, key, specs(store)[key]) or cancel_requested(store, key):
        drop(store, key, attempt)  # it ended between publishing and removing, or was to end
    elif status["state"] == "running":
        set_state(store, key, attempt, "interrupted")


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


def is_superseded(store: Store, key: str, attempt: str) -> bool:
    """Tell whether a job was claimed anew since this attempt."""
    status = _read_status(store.jobs / key)
    return status is not None and status["attempt"] != attempt


def leave(store: Store, key: str, who: str, patience: float = LEAVE_SECONDS) -> bool:
    """Ask for a job no longer; the last one to leave ends it. Return whether they had asked.

    Args:
        who: see `askers`. Who has not asked changes nothing.
        patience: how many seconds the job's lock is waited for.

    Raises:
        ae.runs.store.StoreError: if the cache folder cannot be written, or the lock stays held.
    """
    folder = store.jobs / checked_key(key)
    with explained(store.root), store.lock(key, patience):
        if not askers.strike(folder, who):
            return False
        if not askers.among(folder):
            request_cancel(store, key)
        return True


def request_cancel(store: Store, key: str) -> None:
    """Ask the owner of a job to end it; nothing happens where there is none."""
    with suppress(FileNotFoundError):
        (store.jobs / checked_key(key) / "cancel").touch()


def cancel_requested(store: Store, key: str) -> bool:
    """Tell whether someone asked to cancel this job."""
    return (store.jobs / key / "cancel").exists()


def specs(store: Store) -> dict[str, Spec]:
    """Return what every job on disk does, by key."""
    found = {}
    for folder in _folders(store):
        status = _read_status(folder)
        if status:
            found[folder.name] = Spec.of(status)
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
