"""How a job stands, for anyone who looks: its state, its place in the queue, its epochs so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ae.config import checked_key, is_key
from ae.messages import NOTHING, Message, unpacked
from ae.runs.jobs import askers, queue
from ae.runs.jobs.attempt import Attempt
from ae.runs.jobs.owner import alive, lives
from ae.runs.jobs.spec import Spec
from ae.runs.jobs.status import State
from ae.runs.jobs.status import read as _read_status
from ae.runs.store import Store


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
        asked: who asks for it: see `askers`.
        since: when it was asked for, in seconds; 0 where there is no job.
    """

    state: State
    place: int = 0
    fraction: float = 0.0
    history: list[dict[str, Any]] = field(default_factory=list)
    snapshots: np.ndarray = field(default_factory=lambda: np.empty(0, np.uint8))
    message: Message = NOTHING
    asked: frozenset[str] = frozenset()
    since: float = 0.0

    @property
    def active(self) -> bool:
        """Whether it is under way."""
        return self.state in ("queued", "running")


def snapshot(store: Store, key: str, epochs: bool = True) -> Snapshot:
    """Return how the job of this key stands, for anyone who looks.

    Args:
        epochs: whether to read the epochs so far, too, with their pictures.
    """
    folder = store.jobs / checked_key(key)
    status = _read_status(folder)
    if status is None:
        return Snapshot("done" if store.has(key) else "absent")
    if has_result(store, key, Spec.of(status)):
        return Snapshot("done")
    attempt = Attempt(folder / status["attempt"])
    state, message = status["state"], unpacked(status["message"])
    if state in ("queued", "running") and not alive(store, status["owner"]):
        state = "queued" if lives(store, status) else "interrupted"
    place = _place(store, key, status) if state == "queued" else 0
    found = Snapshot(state, place, attempt.fraction(), message=message, since=status["since"])
    found = replace(found, asked=askers.among(folder))
    if not epochs:
        return found
    history, snapshots = attempt.history(), attempt.snapshots()
    count = min(len(history), len(snapshots))
    return replace(found, history=history[:count], snapshots=snapshots[:count])


def has_result(store: Store, key: str, spec: Spec) -> bool:
    """Tell, cheaply, whether what a job makes is in the store already.

    Args:
        key: of the job's folder; what a damaged status says need not have it.
    """
    if spec.again:
        return False
    if spec.view:
        return is_key(spec.subject) and store.has_view(spec.subject, spec.view)
    return store.has(key)


def _place(store: Store, key: str, status: Mapping[str, Any]) -> int:
    ahead = queue.waiting(store, status)
    return 1 + ahead.index(key) if key in ahead else 1
