"""What tests of the workers need to know of processes: whose they are, and what they do."""

import dataclasses
import json
import os
import subprocess
import sys
import threading
import uuid
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from ae.workers import training_process
from tests.conftest import START_SECONDS, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
MARK = "AE_TEST_MARK"


def descendants(pid):
    """Return the living processes below one."""
    with suppress(psutil.NoSuchProcess):
        return [
            process for process in psutil.Process(pid).children(recursive=True) if lives(process)
        ]
    return []


def lives(process):
    """Tell whether a process still runs; one that is dead and not yet waited for does not."""
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def is_alive(pid):
    """Tell whether there is a living process of that number."""
    with suppress(psutil.NoSuchProcess):
        return lives(psutil.Process(pid))
    return False


def trainers(supervisor):
    """Return the processes of jobs: they have lowered their priority most."""
    least = min(19, os.nice(0) + training_process.NICENESS)
    return [process for process in workers_of(supervisor) if niceness(process) >= least]


def spares(supervisor):
    """Return the processes that wait for a job, or get ready to."""
    own = os.nice(0) + training_process.SPARE_NICENESS
    return [process for process in workers_of(supervisor) if niceness(process) == own]


def answerers(supervisor):
    """Return the inference processes."""
    return [process for process in workers_of(supervisor) if niceness(process) == os.nice(0)]


def workers_of(supervisor):
    """Return the processes that the fork server has forked."""
    return [process for process in descendants(supervisor) if depth(process, supervisor) > 1]


def niceness(process):
    with suppress(psutil.NoSuchProcess):
        return process.nice()
    return -1


def depth(process, ancestor):
    with suppress(psutil.NoSuchProcess, ValueError):  # it, or one between, is gone by now
        return [parent.pid for parent in process.parents()].index(ancestor) + 1
    return 0


def hold(ancestor, reached):
    """Wait for a condition, then stop the one job's process below `ancestor`; return it.

    What a test interrupts so cannot end by itself meanwhile, however slow the machine is. A
    process that is held can be killed as any other; `resume()` lets it go on.
    """
    wait_until(reached, START_SECONDS, "what a job is to reach before it is held")
    (process,) = wait_until(lambda: trainers(ancestor), START_SECONDS, "the job's process")
    process.suspend()
    return process


@contextmanager
def held(ancestor, reached=lambda: True):
    """Stop every job's process below `ancestor` once a condition holds; go on in the end.

    For jobs that begin while something else is done, such as a click: see `hold`. Yields the
    processes that are held so far.
    """
    stopped, over = [], threading.Event()

    def watch():
        while not over.wait(0.01):
            for process in trainers(ancestor) if reached() else []:
                with suppress(psutil.NoSuchProcess):
                    if process not in stopped:
                        process.suspend()
                        stopped.append(process)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield stopped
    finally:
        over.set()
        watcher.join()
        for process in filter(lives, stopped):
            process.resume()


def marked(mark):
    """Return every living process with this mark in its environment, whoever started it."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.environ().get(MARK) == mark and lives(process):
                found.append(process)
    return found


class Server:
    """A stand-in server in a process of its own, with workers of its own; see `stand_in_server`."""

    def __init__(self, root, mark=""):
        self.mark = mark or uuid.uuid4().hex
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.workers.stand_in_server", str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, MARK: self.mark},
        )
        self.supervisor = int(self.process.stdout.readline())

    def submit(self, *specs, threads=1):
        """Submit jobs from that many threads at once; return the errors."""
        self.send(specs, threads)
        return self.receive()

    def send(self, specs, threads):
        """Begin to submit, without waiting for the outcome."""
        given = [dataclasses.asdict(spec) for spec in specs]
        self.process.stdin.write(json.dumps([threads, given]) + "\n")
        self.process.stdin.flush()

    def receive(self):
        """Wait for the outcome of `send`."""
        self.supervisor, errors = json.loads(self.process.stdout.readline())
        return errors

    def kill(self):
        """Kill the server as the system would: no chance to tidy up."""
        self.process.kill()
        self.process.wait()

    def close(self):
        """End the server in good order."""
        self.process.stdin.close()
        self.process.wait(timeout=START_SECONDS)
        self.process.stdout.close()
