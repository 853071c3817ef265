"""A real Redis for tests, with a password and no disk, and workers that take jobs from it."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import START_SECONDS, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = "redis-server"


def required(program, setting, *packages):
    """Skip the test loudly where a program or package is not installed; with the setting, fail."""
    missing = [] if shutil.which(program) else [program]
    missing += [name for name in packages if find_spec(name) is None]
    if not missing:
        return
    reason = f"{program.upper()} TESTS NOT RUN: {', '.join(missing)} not on this machine"
    if os.environ.get(setting) == "1":
        pytest.fail(f"{setting}=1, but {reason}", pytrace=False)
    pytest.skip(reason)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Redis:
    """One `redis-server` on a free port of this machine; it can be away for a while."""

    def __init__(self):
        self.port, self.password = free_port(), secrets.token_hex(16)
        self.url = f"redis://:{self.password}@127.0.0.1:{self.port}/0"
        self.process = None
        self.start()

    def start(self):
        """Start it, with nothing in it."""
        command = [PROGRAM, "--port", str(self.port), "--bind", "127.0.0.1"]
        command += ["--requirepass", self.password, "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, process_group=0)
        wait_until(self.answers, START_SECONDS, "Redis")

    def answers(self):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def kill(self):
        self.process.kill()
        self.process.wait()

    @contextlib.contextmanager
    def away(self):
        """Have no Redis for as long as the context lasts; then one that has forgotten all."""
        self.kill()
        try:
            yield
        finally:
            self.start()


class Worker:
    """One `python -m ae worker` in a process group of its own."""

    def __init__(self, cache, url, log):
        environment = {"AE_CACHE_DIR": str(cache), "AE_ENGINE": url}
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ae", "worker"],
                cwd=ROOT,
                env=os.environ | environment,
                stderr=output,
                process_group=0,
            )

    @property
    def pid(self):
        return self.process.pid

    def kill(self):
        """Kill it as a machine that loses its power does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self):
        """End it, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def registered(url, count):
    """Wait until Redis knows so many workers that wait for a job."""
    from ae.workers.redis_queue import RedisQueue, Unreachable

    def there():
        with contextlib.suppress(Unreachable):
            return len(RedisQueue(url).workers()) >= count
        return False

    began = time.monotonic()
    wait_until(there, START_SECONDS, f"{count} workers")
    return time.monotonic() - began
