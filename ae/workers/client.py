"""How a server or a command line reaches its workers: start them, hand in jobs, ask for answers."""

import json
import os
import queue
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

import numpy as np

from ae.runs import jobs
from ae.runs.store import Store, StoreError

ROOT = Path(__file__).resolve().parent.parent.parent
ANSWER_SECONDS = 20.0
"""After so long without an answer the inference process hangs, and a page must not with it."""
PATIENCE = 4.0
"""Seconds in which a killed inference process is back; a call waits that long for it."""


class WorkersNotReady(RuntimeError):
    """The inference process is still starting, or is being started again."""


class WorkerError(RuntimeError):
    """A worker refused a request; the message is for the person who asked."""


class Workers:
    """One supervisor of our own, started on first use and again should it die.

    Safe to use from many threads.

    Args:
        store: where runs and jobs are.
        slots: how many trainings run at once; by default half the cores.
    """

    def __init__(self, store: Store, slots: int | None = None):
        self.store = store
        self.slots = slots or default_slots()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._folder = ""
        self._authkey = b""
        self._addresses: dict[str, str] = {}
        self._idle: queue.LifoQueue[Connection] = queue.LifoQueue()

    def start(self) -> None:
        """Start the supervisor unless it runs; its fork server warms up in the background."""
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._discard()
                self._launch()

    def submit(self, spec: jobs.Spec) -> None:
        """Have a job done, unless it is done or under way already.

        Raises:
            WorkerError: if it cannot be queued, with the reason.
        """
        for attempt in (1, 2):
            self.start()
            try:
                with Client(self._addresses["jobs"], authkey=self._authkey) as connection:
                    connection.send(spec)
                    outcome, message = connection.recv()
                break
            except (OSError, EOFError) as error:
                if attempt == 2:
                    raise WorkerError(f"The training service cannot be reached: {error}") from error
                time.sleep(0.2)  # it has just died, and `start` will see so
        if outcome != "ok":
            raise WorkerError(message)

    def ask(self, operation: str, subject: str, array: np.ndarray | None = None) -> Any:
        """Have the inference process do one operation: see `inference_process.answer`.

        Raises:
            WorkersNotReady: if it is not up, and did not come up within `PATIENCE`.
            WorkerError: if it refuses.
        """
        self.start()
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return self._ask_once(operation, subject, array)
            except (OSError, EOFError) as error:
                fresh = not self.warm
                if fresh or time.monotonic() > deadline:
                    raise WorkersNotReady("The network is still waking up.") from error
                time.sleep(0.1)

    warm = False
    """Whether the inference process has answered before."""

    def _ask_once(self, operation: str, subject: str, array: np.ndarray | None) -> Any:
        try:
            connection = self._idle.get_nowait()
        except queue.Empty:
            connection = Client(self._addresses["inference"], authkey=self._authkey)
        try:
            connection.send((operation, subject, array))
            if not connection.poll(ANSWER_SECONDS):
                raise TimeoutError("no answer")
            outcome, result = connection.recv()
        except BaseException:
            connection.close()
            raise
        self._idle.put(connection)
        self.warm = True
        if outcome != "ok":
            raise WorkerError(result)
        return result

    def close(self) -> None:
        """End the supervisor, and with it every worker."""
        with self._lock:
            self._discard()

    @property
    def pid(self) -> int | None:
        """The supervisor's process number, while it runs."""
        return self._process.pid if self._process else None

    def _launch(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="ae-")
        self._authkey = secrets.token_bytes(32)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ae.workers"],
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
            "folder": self._folder,
            "authkey": self._authkey.hex(),
        }
        assert self._process.stdin and self._process.stdout
        try:
            self._process.stdin.write(json.dumps(settings) + "\n")
            self._process.stdin.flush()
            self._addresses = json.loads(self._process.stdout.readline())
        except (OSError, ValueError) as error:
            raise WorkerError(
                "The training service did not start: see the server's log."
            ) from error

    def _discard(self) -> None:
        self.warm = False
        with suppress(queue.Empty):
            while True:
                self._idle.get_nowait().close()
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
            f"AE_TRAINING_SLOTS: expected a whole number, 1 or more. Received: {text!r}."
        )
    return int(text)


def _environment() -> dict[str, str]:
    """Return the environment of the supervisor: ours, able to import us, quiet, with Keras."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "KERAS_BACKEND": "tensorflow",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
