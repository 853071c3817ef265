"""The engine on Redis, put to the test: one job a key, killed workers, cancels, Redis away, speed.

    python tests/benchmarks/redis_engine.py
    python tests/benchmarks/redis_engine.py --away 5 --kills 5

It starts its own Redis (with a password, on a free port), two servers' supervisors and three
workers, all on one cache folder. Trainings are on the built-in digits.
"""

import os
import random
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
from tests.benchmarks import common  # isort: skip
from tests.conftest import tiny_config  # isort: skip
from tests.workers import redis_parts  # isort: skip
from tests.workers.processes import Server, descendants, lives  # isort: skip
from tests.workers.test_workers import Attempts  # isort: skip
from ae.runs import jobs  # isort: skip
from ae.runs.store import Store  # isort: skip

PATIENCE = 600.0
LONG = {"epochs": 200, "train_size": 1440, "batch_size": 16}


class Cluster:
    """One cache folder, one Redis, two servers, and workers that come and go."""

    def __init__(self, folder: Path, stack: ExitStack):
        self.folder, self.store = folder, Store(folder / "cache", shipped=folder / "none")
        self.redis = redis_parts.Redis()
        stack.callback(self.redis.kill)
        os.environ["AE_ENGINE"] = self.redis.url
        self.servers = [Server(self.store.root) for _ in range(2)]
        for server in self.servers:
            stack.callback(server.close)
        self.workers: list[redis_parts.Worker] = []
        stack.callback(self.set_workers, 0)

    def set_workers(self, count: int) -> None:
        """Have so many workers, ready."""
        while len(self.workers) > count:
            self.workers.pop().end()
        while len(self.workers) < count:
            log = self.folder / "log"
            self.workers.append(redis_parts.Worker(self.store.root, self.redis.url, log))
        if count:
            redis_parts.registered(self.redis.url, count)

    def submit(self, *specs: jobs.Spec, server: int = 0, threads: int = 1) -> list[str]:
        return self.servers[server].submit(*specs, threads=threads)

    def state(self, spec: jobs.Spec) -> str:
        return jobs.snapshot(self.store, spec.key, epochs=False).state

    def wait(self, specs: list[jobs.Spec], *states: str) -> float:
        """Wait until all are in one of these states; return how long it took."""
        began = time.monotonic()
        while any(self.state(spec) not in states for spec in specs):
            assert time.monotonic() - began < PATIENCE, [self.state(spec) for spec in specs]
            time.sleep(0.02)
        return time.monotonic() - began

    def epochs(self, spec: jobs.Spec) -> int:
        """Return how many epochs of a training are done."""
        run = self.store.find(spec.key)
        return len(run.history if run else jobs.snapshot(self.store, spec.key).history)

    def at_work(self) -> list[redis_parts.Worker]:
        """Return the workers that train now."""
        return [worker for worker in self.workers if descendants(worker.pid)]

    def children(self) -> list[Any]:
        """Return the processes that train now."""
        return [child for worker in self.workers for child in descendants(worker.pid)]


@contextmanager
def cluster():
    with common.scratch() as folder, ExitStack() as stack:
        yield Cluster(folder, stack)


def trainings(first: int, count: int, **chosen: Any) -> list[jobs.Spec]:
    return [jobs.training(tiny_config(seed=first + n, **chosen)) for n in range(count)]


def sixty(of: Cluster) -> list[list[Any]]:
    """Sixty requests for one training, over two servers, with three workers."""
    of.set_workers(3)
    (spec,) = trainings(1, 1)
    watch = Attempts(of.store.jobs / spec.key)
    watch.start()
    for server in of.servers:
        server.send([spec], 30)
    errors = [error for server in of.servers for error in server.receive()]
    of.wait([spec], "done")
    return [["requests for one key", 60], ["refused", len(errors)], ["trained", len(watch.stop())]]


def cancels(of: Cluster, count: int) -> list[list[Any]]:
    """From the wish to the end of the process and of its folder."""
    seconds = []
    for spec in trainings(1000, count, **LONG):
        of.submit(spec)
        of.wait([spec], "running")
        time.sleep(0.3)
        children, began = of.children(), time.monotonic()
        jobs.request_cancel(of.store, spec.key)
        while any(map(lives, children)) or of.state(spec) != "absent":
            time.sleep(0.005)
        seconds.append(time.monotonic() - began)
    return [[f"cancelled, of {count}: slowest, s", max(seconds)]]


def kills(of: Cluster, count: int, rng: random.Random) -> list[list[Any]]:
    """Kill workers at random moments while trainings wait and run."""
    specs = trainings(2000, 2 * count, epochs=40, train_size=1440)
    for index, spec in enumerate(specs):
        assert of.submit(spec, server=index % 2) == []
    hit = 0
    for _ in range(count):
        until = time.monotonic() + 60  # all at work, else one training would be hit each time
        while len(of.at_work()) < len(of.workers) and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(rng.uniform(0.0, 1.0))
        victim = rng.choice(of.workers)
        of.workers.remove(victim)
        hit += bool(descendants(victim.pid))
        victim.kill()
        of.set_workers(3)
    of.wait(specs, "done", "failed", "interrupted", "absent")
    whole = sum(
        of.state(spec) == "done" and len(of.store.require(spec.key).history) == 41 for spec in specs
    )
    return [
        ["workers killed", count],
        ["of them at work", hit],
        ["trainings asked for", len(specs)],
        ["trainings done, whole", whole],
        ["jobs left", len(jobs.specs(of.store))],
        ["damaged runs", len(list(of.store.damaged.iterdir()))],
    ]


def away(of: Cluster, seconds: float) -> list[list[Any]]:
    """Take Redis away while one training runs and others wait."""
    of.set_workers(1)
    waiting, (running,) = trainings(3000, 3), trainings(3100, 1, **LONG)
    of.submit(running, *waiting)
    of.wait([running], "running")
    with of.redis.away():
        told = of.submit(jobs.training(tiny_config(seed=3200)))
        before = of.epochs(running)
        time.sleep(seconds)
        gained = of.epochs(running) - before
    back = of.wait([running, *waiting], "done")
    again = of.submit(jobs.training(tiny_config(seed=3200)))
    of.wait(trainings(3200, 1), "done")
    print(f"What is told meanwhile: {told}")
    return [
        ["Redis away, s", seconds],
        ["epochs of the running one meanwhile", gained],
        ["refused after it is back", len(again)],
        ["all done after, s", back],
    ]


def speed(of: Cluster, count: int, workers: int, first: int) -> float:
    """Return trainings a minute."""
    of.set_workers(0)
    of.set_workers(workers)
    specs = trainings(first, count, epochs=20, train_size=1440)
    of.submit(*specs)
    return 60 * count / of.wait(specs, "done")


def report(given: Any) -> None:
    """Do everything, and print it."""
    print(common.machine(), flush=True)
    with cluster() as of:
        rows = sixty(of)
        common.table(["", "here"], rows)
        common.table(["", "here"], cancels(of, given.cancels))
        common.table(["", "here"], kills(of, given.kills, random.Random(given.seed)))
        common.table(["", "here"], away(of, given.away))
        pairs = [
            (
                speed(of, given.trainings, 1, 5000 + 200 * n),
                speed(of, given.trainings, 2, 5100 + 200 * n),
            )
            for n in range(given.rounds)
        ]
        heads = ["trainings a minute", "1 worker", "2 workers", "ratio"]
        common.table(heads, [[f"round {n + 1}", a, b, b / a] for n, (a, b) in enumerate(pairs)])
        log = (of.folder / "log").read_text()
        odd = [
            line for line in log.splitlines() if "Traceback" in line or of.redis.password in line
        ]
        print("Lines of the workers' log with a traceback or the password:", len(odd))


if __name__ == "__main__":
    options = {"kills": 20, "cancels": 20, "away": 30.0, "trainings": 12, "rounds": 2, "seed": 1}
    common.main(__file__, __doc__ or "", options, report, dict)
