"""Who owns jobs, and whether it still lives: a lock that the system frees when it dies."""

import uuid
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

from ae.runs.store import Store, explained
from ae.runs.store.locks import is_held


class Owner:
    """A process that owns jobs: it holds a lock that the system frees when it dies."""

    def __init__(self, store: Store):
        self.id = uuid.uuid4().hex[:16]
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


def _owner_path(store: Store, owner: str) -> Path:
    return store.root / "owners" / f"{Path(owner).name}.lock"
