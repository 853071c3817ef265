"""Who owns jobs, and whether it still lives: a lock that the system frees when it dies.

Jobs that several machines share belong to whoever has them now: to the server that put them into
the queue, then to the worker that took them. When that one dies they are taken up again, as long as
some server *leads*: of all servers that share the folder, the one that hands jobs to the workers.
"""

import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from filelock import FileLock

from ae.runs.store import Store, explained
from ae.runs.store.locks import is_held


class Owner:
    """A process that owns jobs: it holds a lock that the system frees when it dies.

    Args:
        shares: whether any machine's worker may take the jobs that it claims.
    """

    def __init__(self, store: Store, shares: bool = False):
        self.id, self.shares = uuid.uuid4().hex[:16], shares
        self._lock = FileLock(_owner_path(store, self.id))
        with explained(store.root):
            _owner_path(store, self.id).parent.mkdir(exist_ok=True)
            self._lock.acquire()

    def release(self) -> None:
        """Give the lock up: whatever is still owned is interrupted."""
        self._lock.release()
        with suppress(OSError):
            Path(self._lock.lock_file).unlink()


def alive(store: Store, owner: str, patience: float = 0.0) -> bool:
    """Tell whether the owner of this name still lives.

    Args:
        patience: see `is_held`.
    """
    return is_held(_owner_path(store, owner), patience)


def lives(store: Store, status: Mapping[str, Any]) -> bool:
    """Tell whether somebody does this job, or will: see above."""
    # Patiently: another process that looks holds a dead owner's lock for an instant.
    if alive(store, status["owner"], patience=0.01):
        return True
    return bool(status["shared"]) and is_held(_leader_path(store), patience=0.01)


def leadership(store: Store) -> FileLock:
    """Return the lock that the server holds which leads; any thread of it may give it up."""
    return FileLock(_leader_path(store), timeout=0, thread_local=False)


def _leader_path(store: Store) -> Path:
    return store.locks / "leader.lock"


def _owner_path(store: Store, owner: str) -> Path:
    return store.root / "owners" / f"{Path(owner).name}.lock"
