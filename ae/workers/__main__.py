"""The supervisor: owns the training slots and the inference process.

Started as `python -m ae.workers`. The first line of its standard input is a JSON object
(`cache`, `shipped`, `max_mb`, `slots`, `folder`, `authkey`); once it listens it prints one line
with its addresses. When its standard input closes it ends, and everything it started with it.
"""

import json
import logging
import multiprocessing
import os
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter, OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Listener
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from ae.runs import jobs
from ae.runs.store import Store, StoreError
from ae.workers import inference_process, training_process

log = logging.getLogger("ae.workers")

POLL_SECONDS = 0.05
RESTART_SECONDS = 0.5
"""The inference process is started at most this often, should it end at every start."""
EMBEDDINGS = 1
"""How many embeddings run at once. They take no training slot and wait for none."""
METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


@dataclass
class Work:
    """One claimed job: waiting while it has no process."""

    spec: jobs.Spec
    attempt: str
    process: BaseProcess | None = None


class Supervisor:
    """Starts, watches and ends the worker processes of one server."""

    def __init__(self, store: Store, slots: int, inference_address: str, authkey: bytes):
        self.store, self.slots = store, slots
        self.owner = jobs.Owner(store)
        self._context: Any = multiprocessing.get_context(METHOD)
        self._context.set_forkserver_preload(["ae.workers.preload"])
        self._inference_args = (store, inference_address, authkey)
        self._inference: BaseProcess | None = None
        self._inference_started = 0.0
        self._work: OrderedDict[str, Work] = OrderedDict()
        self._lock = threading.Lock()

    def submit(self, spec: jobs.Spec) -> None:
        """Claim a job and queue it, unless it is done or under way anywhere."""
        attempt = jobs.claim(self.store, spec, self.owner)
        if attempt is not None:
            with self._lock:
                self._work[spec.key] = Work(spec, attempt)

    def run(self) -> None:
        """Watch everything until the process ends."""
        jobs.sweep(self.store)
        while True:
            try:
                self.step()
            except Exception:  # a supervisor that stops watching would strand every job
                log.exception("The supervisor met an error and goes on.")
            time.sleep(POLL_SECONDS)

    def step(self) -> None:
        """Look once at every process: end the cancelled, settle what ended, start the waiting."""
        self._keep_inference()
        with self._lock:
            work = list(self._work.values())
        for item in work:
            if jobs.cancel_requested(self.store, item.spec.key):
                self._cancel(item)
            elif item.process is not None and not item.process.is_alive():
                self._settle(item)
        self._start_waiting()

    def _keep_inference(self) -> None:
        if self._inference is not None and self._inference.is_alive():
            return
        if time.monotonic() - self._inference_started > RESTART_SECONDS:
            self._inference_started = time.monotonic()
            self._inference = self._start(inference_process.run, *self._inference_args)

    def _start(self, target: Any, *args: Any) -> BaseProcess:
        process = self._context.Process(target=target, args=args, daemon=True)
        process.start()
        return process

    def _start_waiting(self) -> None:
        with self._lock:
            work = list(self._work.values())
        free = Counter(train=self.slots, embed=EMBEDDINGS, download=len(work))
        free.subtract(item.spec.kind for item in work if item.process is not None)
        for item in work:
            if item.process is not None or free[item.spec.kind] <= 0:
                continue
            free[item.spec.kind] -= 1
            jobs.set_state(self.store, item.spec.key, item.attempt, "running")
            args = (self.store, item.spec, item.attempt)
            item.process = self._start(training_process.run, *args)

    def _cancel(self, item: Work) -> None:
        if item.process is not None:
            item.process.kill()
            item.process.join()
        self._forget(item)
        jobs.drop(self.store, item.spec.key, item.attempt)

    def _settle(self, item: Work) -> None:
        """A worker has ended; if its job is still there as running, it ended too early."""
        state = jobs.snapshot(self.store, item.spec.key).state
        if state == "running":
            jobs.set_state(self.store, item.spec.key, item.attempt, "interrupted")
        elif state == "done":  # perhaps between publishing its run and removing its job
            jobs.drop(self.store, item.spec.key, item.attempt)
        self._forget(item)

    def _forget(self, item: Work) -> None:
        with self._lock:
            self._work.pop(item.spec.key, None)

    def end(self) -> None:
        """End every worker at once."""
        processes = [item.process for item in self._work.values()] + [self._inference]
        for process in filter(None, processes):
            process.kill()
        self.owner.release()


def _address(folder: str, name: str) -> str:
    if os.name == "nt":
        return rf"\\.\pipe\{Path(folder).name}-{name}"
    return str(Path(folder) / name)


def _serve(connection: Connection, supervisor: Supervisor) -> None:
    with connection, suppress(EOFError, OSError):
        while True:
            spec = connection.recv()
            try:
                supervisor.submit(spec)
                connection.send(("ok", None))
            except StoreError as error:
                connection.send(("error", str(error)))


def _accept(listener: Listener, supervisor: Supervisor) -> None:
    while True:
        try:
            connection = listener.accept()
        except Exception as error:  # a stranger without the key, or a caller already gone
            log.warning("Refused a connection: %s", error)
            continue
        threading.Thread(target=_serve, args=(connection, supervisor), daemon=True).start()


def main() -> None:
    """Run the supervisor until standard input closes."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    reply = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a worker prints goes to the log, not into the pipe to the server
    settings = json.loads(sys.stdin.readline())
    tempfile.tempdir = settings["folder"]  # for the sockets of `multiprocessing`, to go with it
    authkey = bytes.fromhex(settings["authkey"])
    addresses = {name: _address(settings["folder"], name) for name in ("jobs", "inference")}
    store = Store(Path(settings["cache"]), Path(settings["shipped"]), max_mb=settings["max_mb"])
    supervisor = Supervisor(store, settings["slots"], addresses["inference"], authkey)
    listener = Listener(addresses["jobs"], authkey=authkey)
    for target, args in ((supervisor.run, ()), (_accept, (listener, supervisor))):
        threading.Thread(target=target, args=args, daemon=True).start()
    print(json.dumps(addresses), file=reply, flush=True)
    sys.stdin.read()  # returns when the server has closed its end, or is gone
    supervisor.end()
    shutil.rmtree(settings["folder"], ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    main()
