"""How long a t-SNE takes as the app computes it, alone and beside a training.

Of a shipped MNIST run, from `Workers.submit` until its points are in the store. The training
is the same run's configuration with another seed and more epochs; its pace, seconds an epoch
after the first, is told alone and with a t-SNE beside it.
"""

import time

import common
import numpy as np
from common import machine, table, warm_workers

SEED = 900_000
EPOCHS = 200


def begin(workers, config) -> None:
    """Start a training and wait until it is in stride."""
    from ae.runs import jobs

    workers.submit(jobs.training(config))
    while len(jobs.snapshot(workers.store, config.key()).history) < 5:
        time.sleep(0.1)


def embed(workers, run) -> float:
    """Have the t-SNE of a run computed; return the seconds until it is there."""
    from ae.runs import jobs
    from ae.runs.store import views

    spec = jobs.embedding(run.key)
    began = time.perf_counter()
    workers.submit(spec)
    while jobs.snapshot(workers.store, spec.key).active:
        time.sleep(0.02)
    seconds = time.perf_counter() - began
    assert workers.store.view(run, views.TSNE) is not None
    path = workers.store.views / run.key / views.file_name(views.TSNE)
    path.unlink()
    return seconds


def pace(workers, config, since: int) -> float:
    """Return the median seconds an epoch of a training under way, from epoch `since` on."""
    from ae.runs import jobs

    marks = [epoch["seconds"] for epoch in jobs.snapshot(workers.store, config.key()).history]
    return float(np.median(np.diff(marks[since:])))


def report(given) -> None:
    """Embed alone, train alone, then both."""
    from ae.runs import jobs

    rows = []
    with warm_workers() as workers:
        runs = [run for run in workers.store.all() if run.config.dataset == "mnist"]
        run = next(run for run in runs if run.config.architecture.name == given.architecture)
        config = run.config.model_copy(update={"seed": SEED, "epochs": EPOCHS})
        rows.append(["t-SNE alone", embed(workers, run), None])
        begin(workers, config)
        time.sleep(given.seconds)
        rows.append(["training alone", None, pace(workers, config, 2)])
        since = len(jobs.snapshot(workers.store, config.key()).history)
        beside = embed(workers, run)
        rows.append(["both", beside, pace(workers, config, since)])
        jobs.request_cancel(workers.store, config.key())
    print(machine())
    table(["at work", "t-SNE, s", "an epoch of the training, s"], rows)


if __name__ == "__main__":
    options = {"architecture": "basic", "seconds": 8.0}
    common.main(__file__, __doc__, options, report, report)
