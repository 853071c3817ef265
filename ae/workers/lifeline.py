"""How a process ends with the one that started it, however that one ends."""

import ctypes
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading

_PR_SET_PDEATHSIG = 1
_INIT = 1


def end_with_parent() -> None:
    """End this worker as soon as the process that asked for it, or that forked it, is gone.

    Without the latter its supervisor would take it for dead, and start another beside it.
    """
    _die_with_forker()
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait() -> None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=wait, daemon=True, name="parent-watch").start()


def die_with_supervisor() -> None:
    """Have Linux kill this fork server with its supervisor, even in the midst of an import.

    It would notice by itself only after importing Keras, and it must not have a thread that
    watches, for it forks. Elsewhere it ends those few seconds later.
    """
    _die_with_forker()


def die_with(parent: int) -> None:
    """Have Linux kill this process with the one that forked it, whose number is `parent`."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it was gone before we could ask
            os._exit(1)


def _die_with_forker() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == _INIT:  # it was gone before we could ask
            os._exit(1)
