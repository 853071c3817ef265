"""From the click to the first progress, and to the end: what a person waits for.

With warm workers, on an empty cache folder: seconds from `Workers.submit` until the first
record (the untrained network's), the first trained epoch, and the finished run are seen
by `jobs.snapshot`, for the defaults of each dataset with a new seed each time.
"""

import time

import common
from common import machine, spread, table, warm_workers

SEED = 900_000
"""The first seed: far from those of the runs that ship with the app."""
MARKS = ("first record", "first epoch", "finished run")


def measure(workers, config) -> list[float]:
    """Train one configuration; return seconds to first record, first epoch, end."""
    from ae.runs import jobs

    began = time.perf_counter()
    workers.submit(jobs.training(config))
    marks: list[float] = []
    while True:
        snapshot = jobs.snapshot(workers.store, config.key())
        seen = 3 if snapshot.state == "done" else min(len(snapshot.history), 2)
        marks += [time.perf_counter() - began] * (seen - len(marks))
        if not snapshot.active:
            assert snapshot.state == "done", snapshot
            return marks
        time.sleep(0.005)


def report(given) -> None:
    """Warm the workers up, then train one after another."""
    from ae.config import from_flat

    rows = []
    with warm_workers() as workers:
        for dataset in given.datasets:
            seeds = range(SEED, SEED + given.repeats)
            configs = [from_flat({"dataset": dataset, "seed": seed}) for seed in seeds]
            found = [measure(workers, config) for config in configs]
            for name, values in zip(MARKS, zip(*found, strict=True), strict=True):
                rows.append([dataset, name, *spread(values, 50, 100)])
    print(machine())
    table(["dataset", "seconds until", "p50", "max"], rows)


if __name__ == "__main__":
    options = {"datasets": ["digits", "mnist"], "repeats": 5}
    common.main(__file__, __doc__, options, report, measure)
