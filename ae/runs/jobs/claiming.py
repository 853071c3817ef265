"""How jobs come to be: claimed once, put into the queue, joined by others who ask for the same."""

import json
import time
import uuid
from pathlib import Path
from typing import Any

from ae.config import checked_key
from ae.i18n import N_
from ae.messages import Message, packed
from ae.runs.jobs import askers, queue
from ae.runs.jobs.attempt import Attempt
from ae.runs.jobs.limits import Limits
from ae.runs.jobs.owner import Owner, alive, lives
from ae.runs.jobs.protocol import cancel_requested, specs
from ae.runs.jobs.spec import Spec
from ae.runs.jobs.standing import has_result
from ae.runs.jobs.status import read
from ae.runs.store import Store, explained, remove, write_atomically

TRIES = 10
"""After so many workers that died with a shared job it has failed."""


def claim(
    store: Store, spec: Spec, owner: Owner, who: str = "", limits: Limits | None = None
) -> str | None:
    """Make `owner` the one who does this job, unless it is done or somebody does it.

    Of any number of callers, in any number of processes, exactly one receives an attempt. Whoever
    asks for a job that is under way is noted as one who asks, too.

    Args:
        who: who asks, if that is to be noted: see `askers`.
        limits: how much may wait, for a visitor.

    Returns:
        The new attempt's name, or None where a live job or the result is there already.

    Raises:
        ae.runs.store.StoreError: if the cache folder cannot be written.
        Refused: if no more may wait.
    """
    folder = store.jobs / spec.key
    _verify_result(store, spec)
    with explained(store.root), store.lock(spec.key):
        # The job first, then its result: a worker moves its result before its job is removed.
        if (status := _under_way(store, spec.key)) is not None:
            _join(store, folder, status, who, limits)
            return None
        if has_result(store, spec.key, spec):
            return None
        return _enqueue(store, spec, owner, who, limits)


def join(store: Store, spec: Spec, who: str) -> bool:
    """Note that someone asks for a job, too, if it is under way; tell whether it is.

    Raises:
        ae.runs.store.StoreError: if the cache folder cannot be written.
    """
    with explained(store.root), store.lock(spec.key):
        status = _under_way(store, spec.key)
        if status is not None:
            _join(store, store.jobs / spec.key, status, who, None)
        return status is not None


def take(store: Store, key: str, attempt: str, owner: Owner) -> bool:
    """Make `owner` the one who does a shared job that waits; return whether it is its to do.

    Raises:
        ae.runs.store.StoreError: if the cache folder cannot be written, or the lock stays held.
    """
    folder = store.jobs / checked_key(key)
    with explained(store.root), store.lock(key):
        status = read(folder)
        if status is None or status["attempt"] != attempt or status["state"] != "queued":
            return False
        if cancel_requested(store, key):
            return False
        status |= {"state": "running", "owner": owner.id}
        write_atomically(folder / "status.json", json.dumps(status))
        return True


def take_up(store: Store, key: str, owner: Owner) -> None:
    """Put a shared job whose owner has died back to its place in the queue, as a new attempt.

    One that has been begun in vain too often fails instead: it may be what ends its workers.

    Raises:
        ae.runs.store.StoreError: if the cache folder cannot be written, or the lock stays held.
    """
    folder = store.jobs / checked_key(key)
    with explained(store.root), store.lock(key):
        status = read(folder)
        if status is None or not status["shared"] or status["state"] not in ("queued", "running"):
            return
        if alive(store, status["owner"], patience=0.01):
            return
        if has_result(store, key, specs(store)[key]):
            remove(folder, store.removed)  # it died between publishing and removing
            return
        if status["state"] == "running":
            Attempt(folder / status["attempt"]).discard()
            status |= {"attempt": uuid.uuid4().hex[:12], "tries": status["tries"] + 1}
        status |= {"state": "queued", "owner": owner.id}
        if status["tries"] >= TRIES:
            told = N_("{n} workers in a row have ended while they did this. Try something smaller.")
            message = Message(told, {"n": status["tries"]})
            status |= {"state": "failed", "message": packed(message)}
        write_atomically(folder / "status.json", json.dumps(status))


def _under_way(store: Store, key: str) -> dict[str, Any] | None:
    """Return the status of a job that somebody does, or will do, and nobody has cancelled."""
    status = read(store.jobs / key)
    if status is None or status["state"] not in ("queued", "running"):
        return None
    return status if lives(store, status) and not cancel_requested(store, key) else None


def _enqueue(store: Store, spec: Spec, owner: Owner, who: str, limits: Limits | None) -> str:
    """Put a job at the place in the queue that whoever asks for it has; return its attempt."""
    folder = store.jobs / spec.key
    attempt = uuid.uuid4().hex[:12]
    status: dict[str, Any] = {
        "kind": spec.kind,
        "subject": spec.subject,
        "again": spec.again,
        "owner": owner.id,
        "attempt": attempt,
        "state": "queued",
        "since": time.time(),
        "message": "",
        "shared": owner.shares and spec.kind not in queue.UNBOUNDED,
    }
    with queue.lock(store):
        others = [one for one in queue.active(store) if one[0] != folder]
        if limits is not None and spec.kind not in queue.UNBOUNDED:
            queue.admit(store, others, status, who, limits)
        remove(folder, store.removed)
        folder.mkdir(exist_ok=True)  # an orphaned worker may have written just now
        if who:
            askers.note(folder, who)
        turn = queue.turn(others, status, who)
        write_atomically(folder / "status.json", json.dumps(status | {"turn": turn}))
    return attempt


def _join(
    store: Store, folder: Path, status: dict[str, Any], who: str, limits: Limits | None
) -> None:
    """Note one who asks for a job under way; one that waits comes to the front with them."""
    if not who or who in askers.among(folder):
        return
    if status["state"] == "queued":
        with queue.lock(store):
            others = [one for one in queue.active(store) if one[0] != folder]
            if limits is not None and status["kind"] not in queue.UNBOUNDED:
                queue.admit_for(store, others, who, limits)
            turn = min(status["turn"], queue.turn(others, status, who))
            write_atomically(folder / "status.json", json.dumps(status | {"turn": turn}))
    askers.note(folder, who)


def _verify_result(store: Store, spec: Spec) -> None:
    """Have a damaged result set aside, which `has_result` would take for one."""
    run = store.find(spec.subject if spec.view else spec.key)
    if run is not None and spec.view:
        store.view(run, spec.view)
