"""How long a field of digits takes: 20×20 codes decoded by every shipped MNIST run.

`asked` is the whole way, as `ae.workers.inference` goes it: the codes to the inference process of
real workers and 400 pictures back. `inside` is that process's own part, measured in a fresh
process with the same functions. The first of each run also loads its model; it is apart.
Bars: 100 ms, and 400 ms for the convolutional family.
"""

import time
from collections.abc import Callable

import common
import numpy as np
from common import in_fresh_process, machine, scratch, spread, table, warm_workers

SIDE = 20


def grid(run) -> np.ndarray:
    """Return the field's codes, float32 (400, d): two axes over the range of the held-out codes."""
    codes = run.array("latents")
    field = np.tile(codes.mean(axis=0), (SIDE * SIDE, 1))
    low, high = codes.min(axis=0), codes.max(axis=0)
    axes = np.argsort(codes.var(axis=0))[::-1][:2]
    sides = [np.linspace(low[axis], high[axis], SIDE) for axis in axes]
    field[:, axes] = np.stack(np.meshgrid(*sides), axis=-1).reshape(SIDE * SIDE, -1)
    return field.astype(np.float32)


def shipped(store) -> list:
    """Return the shipped runs of MNIST."""
    return [run for run in store.all() if run.shipped and run.config.dataset == "mnist"]


def timed(decode: Callable[[], np.ndarray], repeats: int) -> list[float]:
    """Return the milliseconds of the first call, and of so many more."""
    marks = []
    for _ in range(1 + repeats):
        began = time.perf_counter()
        assert decode().shape == (SIDE * SIDE, 28, 28)
        marks.append(1000 * (time.perf_counter() - began))
    return marks


def alone(repeats: int) -> dict[str, list[float]]:
    """Decode every run's grid as the inference process does, without the way there and back."""
    from ae.runs.store import Store
    from ae.workers.inference_process import Models, answer

    with scratch() as folder:
        store = Store(folder)
        models = Models(store)
        grids = {run.key: grid(run) for run in shipped(store)}
        return {
            key: timed(lambda key=key, codes=codes: answer(models, "decode", key, codes), repeats)
            for key, codes in grids.items()
        }


def asked(repeats: int) -> tuple[list, dict[str, list[float]]]:
    """Decode every run's grid through real workers; return the runs, and the times by key."""
    from ae.workers import inference

    with warm_workers() as workers:
        runs = shipped(workers.store)
        grids = {run.key: grid(run) for run in runs}
        found = {
            key: timed(lambda key=key, codes=codes: inference.decode(workers, key, codes), repeats)
            for key, codes in grids.items()
        }
    return runs, found


def report(given) -> None:
    """Measure both ways, one after the other, and print them side by side."""
    runs, through = asked(given.repeats)
    inside = in_fresh_process(__file__, repeats=given.repeats)
    rows = []
    for run in runs:
        name = run.config.architecture.name
        bar = 400 if name == "convolutional" else 100
        first, *more = through[run.key]
        times = [first, *spread(more, 50, 95), *spread(inside[run.key][1:], 50, 95)]
        rows.append([name, run.config.latent_dim, *times, bar])
    print(machine())
    heads = ["first, ms", "asked p50", "asked p95", "inside p50", "inside p95", "bar"]
    table(["architecture", "latent size", *heads], rows)


if __name__ == "__main__":
    common.main(__file__, __doc__, {"repeats": 50}, report, alone)
