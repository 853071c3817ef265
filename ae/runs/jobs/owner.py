"""Who owns jobs, and whether it still lives: a lock that the system frees when it dies."""

import uuid
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

from ae.runs.store import Store, explained


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
        patience: where a lock cannot be shared (Windows), how many seconds another look is waited
            for, which holds a dead owner's lock for an instant.
    """
    path = _owner_path(store, owner)
    if not path.exists():
        return False
    if fcntl is not None:
        return _locked(path)
    lock = FileLock(path, timeout=patience, poll_interval=0.001)
    try:
        with lock:
            return False
    except Timeout:
        return True


def _locked(path: Path) -> bool:
    """Tell whether someone holds a lock alone; those who look share theirs, and never wait."""
    assert fcntl is not None
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _owner_path(store: Store, owner: str) -> Path:
    return store.root / "owners" / f"{Path(owner).name}.lock"
