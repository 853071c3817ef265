"""How a server or a command line reaches its workers: start them, hand in jobs, ask for answers."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

from ae.i18n import N_
from ae.messages import WordedError, unpacked
from ae.runs import jobs
from ae.runs.store import Store, StoreError
from ae.workers.connections import IdleConnections, connect, exchange

ROOT = Path(__file__).resolve().parent.parent.parent
ANSWER_SECONDS = 20.0
"""After so long without an answer the inference process hangs, and a page must not with it."""
SUBMIT_SECONDS = 60.0
"""So long a job may take to be taken: longer than its lock is waited for."""
LAUNCH_SECONDS = 60.0
"""So long a supervisor may take to start; usually it takes a second."""
AGAIN_SECONDS = 10.0
"""After a start in vain none is tried for so long: each would wait as long as the first."""
PROGRAM = ("-m", "ae.workers")
"""What Python runs as the supervisor."""
PATIENCE = 4.0
"""Seconds in which a killed inference process is back; a call waits that long for it."""


QUIETLY = {"KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"}
"""The environment of what loads Keras."""


class WorkersNotReady(WordedError, RuntimeError):
    """The inference process is still starting, or is being started again."""


class WorkerError(WordedError, RuntimeError):
    """A worker refused a request; the message is for the person who asked."""


class Workers:
    """One supervisor of our own, started on first use and again should it die.

    Safe to use from many threads.

    Args:
        store: where runs and jobs are.
        slots: how many trainings run at once; by default half the cores.
        limits: how much may wait, and how long a training may take; by default as the settings say.
    """

    def __init__(self, store: Store, slots: int | None = None, limits: jobs.Limits | None = None):
        self.store = store
        self.limits = limits or jobs.Limits.default()
        jobs.redis_url()  # what is wrong with it is told here, where somebody reads it
        self.slots = slots or default_slots()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._folder = ""
        self._authkey = b""
        self._addresses: dict[str, str] = {}
        self._idle = IdleConnections()
        self._failed = -AGAIN_SECONDS

    def start(self) -> None:
        """Start the supervisor unless it runs; its fork server warms up in the background.

        Raises:
            WorkerError: if it did not start twice in a row, or a moment ago.
        """
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return
            if time.monotonic() - self._failed >= AGAIN_SECONDS:
                self._discard()
                if self._launch() or self._launch():
                    return
                self._failed = time.monotonic()
            raise WorkerError(
                N_(
                    "The training service did not start. Try again in a moment; the "
                    "server's log may say why, and restarting the server may help."
                )
            )

    def submit(self, spec: jobs.Spec, who: str = "", visits: bool = False) -> None:
        """Have a job done, unless it is done or under way already.

        Args:
            who: who asks, if that is to be noted: see `jobs.askers`.
            visits: whether it is a visitor, for whom the queue has bounds.

        Raises:
            WorkerError: if it cannot be queued, with the reason.
        """
        for attempt in (1, 2):
            self.start()
            process = self._process
            try:
                with connect(self._addresses["jobs"], self._authkey, SUBMIT_SECONDS) as connection:
                    asks = spec, who, visits
                    outcome, message = exchange(connection, asks, SUBMIT_SECONDS)
                break
            except (OSError, EOFError) as error:
                if process is not None and isinstance(error, TimeoutError):
                    process.kill()  # it hangs: no job would be started or cancelled any more
                if attempt == 2:
                    raise WorkerError(
                        N_("The training service cannot be reached: {error}"), error=error
                    ) from error
                time.sleep(0.2)  # it has just died, and `start` will see so
        if outcome != "ok":
            raise WorkerError(unpacked(message))

    def ask(self, operation: str, subject: str | list[str], array: np.ndarray | None = None) -> Any:
        """Have the inference process do one operation: see `inference_process.answer`.

        Raises:
            WorkersNotReady: if it is not up, and did not come up within `PATIENCE`.
            WorkerError: if it refuses.
        """
        self.start()
        deadline = time.monotonic() + PATIENCE
        while True:
            generation, kept = self._idle.take()
            try:
                connection = kept or self._connect()
                outcome, result = self._exchange(connection, (operation, subject, array))
                break
            except (OSError, EOFError) as error:
                self._idle.discard(generation)  # all are of the process that has just failed
                if not self.warm or time.monotonic() > deadline:
                    raise WorkersNotReady(N_("The network is still waking up.")) from error
                if kept is None:
                    time.sleep(0.1)
        self._idle.put(generation, connection)
        self.warm = True
        if outcome != "ok":
            raise WorkerError(unpacked(result))
        return result

    warm = False
    """Whether the inference process has answered before."""

    def _connect(self) -> Connection:
        return connect(self._addresses["inference"], self._authkey, ANSWER_SECONDS)

    def _exchange(self, connection: Connection, request: tuple[Any, ...]) -> Any:
        try:
            return exchange(connection, request, ANSWER_SECONDS)
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """End the supervisor, and with it every worker."""
        with self._lock:
            self._discard()

    @property
    def pid(self) -> int | None:
        """The supervisor's process number, while it runs."""
        return self._process.pid if self._process else None

    def _launch(self) -> bool:
        """Start a supervisor; return whether it says in time that it listens."""
        self._folder = tempfile.mkdtemp(prefix="ae-")
        self._authkey = secrets.token_bytes(32)
        self._process = subprocess.Popen(
            [sys.executable, *PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=_environment(),
            process_group=0,  # Ctrl-C in a terminal is for us; we end the workers ourselves
        )
        settings = {
            "cache": str(self.store.root.resolve()),
            "shipped": str(self.store.shipped.resolve()),
            "max_mb": self.store.max_mb,
            "slots": self.slots,
            "limits": asdict(self.limits),
            "folder": self._folder,
            "authkey": self._authkey.hex(),
        }
        assert self._process.stdin and self._process.stdout
        late = threading.Timer(LAUNCH_SECONDS, self._process.kill)
        late.start()
        try:
            self._process.stdin.write(json.dumps(settings) + "\n")
            self._process.stdin.flush()
            self._addresses = json.loads(self._process.stdout.readline())
        except (OSError, ValueError):  # it has ended, by itself or as it was late
            self._process.kill()
            self._discard()
            return False
        finally:
            late.cancel()
        return True

    def _discard(self) -> None:
        self.warm = False
        self._idle.discard()
        if self._process is not None:
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    pipe and pipe.close()  # its standard input closing is its sign to end
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=5)
            self._process.kill()
            self._process.wait()
            self._process = None
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)


def default_slots() -> int:
    """Return how many trainings run at once: `AE_TRAINING_SLOTS`, else half the cores.

    Raises:
        StoreError: if the setting is no whole number from 1.
    """
    text = os.environ.get("AE_TRAINING_SLOTS") or str(max(1, (os.cpu_count() or 2) // 2))
    if not text.isdecimal() or not int(text):
        raise StoreError(
            N_("AE_TRAINING_SLOTS: expected a whole number, 1 or more. Received: {text!r}."),
            text=text,
        )
    return int(text)


def _environment() -> dict[str, str]:
    """Return the environment of the supervisor: ours, able to import us, quiet, with Keras."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **QUIETLY}
