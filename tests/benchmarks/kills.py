"""Kills the processes of a real server at random moments, and looks whether anything is lost.

    python tests/benchmarks/kills.py --kills 200 --seed 1
    python tests/benchmarks/kills.py --kills 200 --seed 1 --base ../before

A victim is the web process, the supervisor, the fork server, the inference process or a training.
After each SIGKILL it is measured how long a page, taken in turn, needs to answer; and what lives on
10 s later without belonging to the server is counted. A web process is started again on its port.
"""

import asyncio
import os
import random
import re
import subprocess
import sys
import time
import uuid
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
from tests.benchmarks import common  # isort: skip
from tests.benchmarks.streamlit_client import Visitor  # isort: skip
from tests.workers import processes  # isort: skip
from ae.runs import jobs  # isort: skip
from ae.runs.store import Store  # isort: skip

ROLES = ("web", "supervisor", "fork server", "inference", "training")
ORPHAN_SECONDS = 10.0
PATIENCE = 60.0
PLAIN = re.compile(r"^\s*$|^20\d\d-\d\d-\d\d |^  (You can now|Local URL|Network URL|External URL)")
BANNER = ("Please go to https://docs.streamlit.io",)


class Victim:
    """One server with its cache, killed part by part."""

    def __init__(self, root: Path, base: Path, folder: Path, port: int):
        self.base, self.port = root if base is None else base, port
        self.cache, self.log = folder / "cache", folder / "log"
        self.mark = uuid.uuid4().hex
        self.store = Store(self.cache)
        self.seed, self.kept = 0, set[str]()
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        command += ["--server.headless", "true", "--server.port", str(self.port)]
        settings = {"AE_CACHE_DIR": str(self.cache), "AE_TRAINING_SLOTS": "1"}
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                command,
                cwd=self.base,
                env=os.environ | settings | {processes.MARK: self.mark},
                stdout=output,
                stderr=output,
            )

    @property
    def supervisor(self) -> psutil.Process | None:
        with suppress(psutil.Error):
            for child in psutil.Process(self.process.pid).children():
                if "ae.workers" in child.cmdline():
                    return child
        return None

    def find(self, role: str) -> psutil.Process | None:
        """Return the process of a role that lives now."""
        if role == "web":
            return psutil.Process(self.process.pid) if self.process.poll() is None else None
        supervisor = self.supervisor
        if supervisor is None or role == "supervisor":
            return supervisor
        with suppress(psutil.Error):
            if role == "fork server":
                servers = [one for one in supervisor.children() if processes.lives(one)]
                return next((one for one in servers if "forkserver" in str(one.cmdline())), None)
            group = processes.trainers if role == "training" else processes.answerers
            return next(iter(group(supervisor.pid)), None)
        return None

    def active(self) -> bool:
        return any(
            jobs.snapshot(self.store, key, epochs=False).active for key in jobs.specs(self.store)
        )

    async def train(self) -> None:
        """Have a training under way, as a visitor does."""
        if self.active():
            return
        self.seed += 1
        epochs = (1, 2, 5, 60)[self.seed % 4]  # so that some end, and some are published just now
        chosen = {"dataset": "digits", "seed": self.seed, "epochs": epochs, "batch_size": 64}
        visitor = Visitor(self.port, urlencode(chosen))
        with suppress(Exception):  # it is measured elsewhere whether pages answer
            await visitor.connect()
            await visitor.run()
            await visitor.press("Train")
            await visitor.close()

    async def answers(self, page: str) -> float:
        """Return how long a page takes, from now on, until it is shown whole."""
        began, last = time.perf_counter(), ""
        while time.perf_counter() - began < PATIENCE:
            with suppress(Exception):
                visitor = Visitor(self.port, patience=20.0, page_name=page)
                await visitor.connect()
                reply = await visitor.run()
                await visitor.close()
                last = "; ".join(reply.errors)
                if not reply.errors:
                    return time.perf_counter() - began
            await asyncio.sleep(0.1)
        print(f"No answer of {page or 'the first page'}: {last}", flush=True)
        return PATIENCE

    def orphans(self) -> list[str]:
        """Return what has our mark and is not of the server that runs now."""
        ours = {self.process.pid, *(p.pid for p in processes.descendants(self.process.pid))}
        found = []
        for process in processes.marked(self.mark):
            with suppress(psutil.Error):
                if process.pid not in ours:
                    found.append(f"{process.pid} nice {process.nice()}")
        return found

    def damaged(self) -> int:
        """Count runs that cannot be read, and those that were there and are no more."""
        listed = {folder.name for folder in self.store.runs.iterdir()}  # first: more may come
        readable = {run.key for run in self.store.all()}
        lost = self.kept - readable
        self.kept |= readable
        return len(lost) + len(listed - readable) + len(list(self.store.damaged.iterdir()))

    def end(self) -> None:
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=10)
        for process in processes.marked(self.mark):
            process.kill()


async def strike(victim: Victim, role: str, rng: random.Random, page: str) -> dict[str, Any] | None:
    """Kill one process of a role at a random moment; return what came of it."""
    await victim.train()
    if rng.random() < 0.4:  # let it end: else hardly a run would be there to be damaged
        patience = time.monotonic() + 20
        while victim.active() and time.monotonic() < patience:
            await asyncio.sleep(0.05)
        await victim.train()
    deadline = time.monotonic() + 15
    while (found := victim.find(role)) is None and time.monotonic() < deadline:
        await asyncio.sleep(0.05)
    await asyncio.sleep(rng.uniform(0, 1.5))
    found = victim.find(role)
    if found is None:
        return None
    found.kill()
    killed = time.monotonic()
    if role == "web":
        victim.process.wait()
        victim.start()
    seconds = await victim.answers(page)
    while (left := victim.orphans()) and time.monotonic() - killed < ORPHAN_SECONDS:
        await asyncio.sleep(0.1)
    return {"role": role, "seconds": seconds, "orphans": left, "damaged": victim.damaged()}


async def measure(base: Path, kills: int, seed: int, port: int, minutes: float) -> list[list[Any]]:
    """Kill so often; print what is not plain in the log and return the figures."""
    rng, found = random.Random(seed), []
    over = time.monotonic() + 60 * minutes
    with common.scratch() as folder:
        victim = Victim(common.ROOT, base, folder, port or common.free_port())
        try:
            await victim.answers("")
            shipped = len(victim.store.keys())
            while len(found) < kills and time.monotonic() < over:
                page = common.PAGES[len(found) % len(common.PAGES)]
                outcome = await strike(victim, rng.choice(ROLES), rng, page)
                if outcome is not None:
                    found.append(outcome)
                    if outcome["orphans"] or outcome["damaged"] or outcome["seconds"] > 10:
                        print(len(found), page, outcome, flush=True)
        finally:
            victim.end()
        lines = victim.log.read_text(errors="replace").splitlines()
    odd = [one for one in lines if not PLAIN.match(one) and not one.startswith(BANNER)]
    print("Lines of the log that are not plain:", *(odd[:40] or ["none"]), sep="\n    ")
    roles = Counter(one["role"] for one in found)
    seconds = [one["seconds"] for one in found]
    figures: list[list[Any]] = [[f"killed: {role}", roles[role]] for role in ROLES]
    figures += [
        ["runs trained", len(victim.kept) - shipped],
        ["damaged or lost runs", max(one["damaged"] for one in found)],
        ["orphans after 10 s", sum(len(one["orphans"]) for one in found)],
        ["slowest answer, s", max(seconds)],
        ["answers later than 10 s", sum(one > 10 for one in seconds)],
        ["tracebacks", sum(one.startswith("Traceback") for one in lines)],
        ["lines that are not plain", len(odd)],
    ]
    return figures


def report(given: Any) -> None:
    """Kill the processes of this checkout's server, and of another's beside it."""
    print(common.machine(), flush=True)
    after = asyncio.run(measure(common.ROOT, given.kills, given.seed, given.port, given.minutes))
    if not given.base:
        common.table(["", "here"], after)
        return
    base = Path(given.base).resolve()
    before = asyncio.run(measure(base, given.kills, given.seed, given.port, given.minutes))
    rows = [[name, old, new] for (name, old), (_name, new) in zip(before, after, strict=True)]
    common.table(["", f"before ({base.name})", "here"], rows)


if __name__ == "__main__":
    common.main(
        __file__,
        __doc__ or "",
        {"kills": 200, "seed": 1, "port": 0, "minutes": 120.0, "base": ""},
        report,
        dict,
    )
