"""Locks between processes: whether one is held, and whether a folder can have any.

They are the operating system's (`flock`), which frees them when a process dies. Servers on
several machines that share a folder need a file system that passes them on.
"""

import uuid
from pathlib import Path

from filelock import FileLock, Timeout

from ae.i18n import N_
from ae.messages import Message
from ae.runs.store.files import StoreError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


def is_held(path: Path, patience: float = 0.0) -> bool:
    """Tell whether someone holds the lock of this file.

    Args:
        patience: where a lock cannot be shared (Windows), how many seconds another look is waited
            for, which holds a free lock for an instant.
    """
    if not path.exists():
        return False
    if fcntl is not None:
        return _is_refused(path)
    try:
        with FileLock(path, timeout=patience, poll_interval=0.001):
            return False
    except Timeout:
        return True


def _is_refused(path: Path) -> bool:
    """Ask for a share of a lock: those who look never wait for each other."""
    assert fcntl is not None
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def check(folder: Path) -> None:
    """Try a folder's locks: one that is held must be refused to another open file.

    What a share does between two machines cannot be seen from one.

    Raises:
        StoreError: if locks do not work there.
    """
    probe = folder / f".probe-{uuid.uuid4().hex[:8]}"
    try:
        probe.touch()
    except OSError:  # read-only, or full: whoever writes is told
        return
    try:
        with FileLock(probe, timeout=0):
            held = is_held(probe)
        twice = Message(N_("a lock that is held was granted a second time"))
        reason = "" if held else twice
    except (OSError, NotImplementedError) as error:
        reason = getattr(error, "strerror", None) or repr(error)
    finally:
        probe.unlink(missing_ok=True)
    if reason:
        raise StoreError(
            N_(
                "The cache folder {folder} needs a file system with working locks, "
                "without which two processes would spoil each other's runs. Received: "
                "{reason}. Set AE_CACHE_DIR to a folder on a local disk, or mount the "
                "share with locks."
            ),
            folder=folder.parent,
            reason=reason,
        )
