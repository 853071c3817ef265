"""From the click to the first trained epoch, and to the end, for the families that train fast.

With warm workers, on an empty cache folder: seconds from `Workers.submit` until `jobs.snapshot`
shows the first trained epoch, and the finished run. Every dense family on the built-in digits, and
the basic one on MNIST, with a new seed each time. With `--beside FOLDER`, another checkout of
this project, its workers do the same, in turn with ours: what a change has brought. Before each
click the workers have come to rest, as they have while a person chooses.

`--xla` prints instead what XLA costs and saves, each in a fresh process without the workers: the
seconds to the first epoch and of a later one, of a processor and by the clock, and the work ahead
that `ae.models.training.WORTH_COMPILING` is compared with.
"""

import os
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import common
from common import in_fresh_process, machine, spread, table, warm_workers

SEED = 910_000
"""The first seed: far from those of the runs that ship with the app."""
DENSE = ("basic", "deep", "sparse", "variational", "adversarial", "linear")
CASES = [*(("digits", family) for family in DENSE), ("mnist", "basic")]


def rest() -> None:
    """Wait until no worker, of ours or of those beside, has done anything for a second."""
    import psutil

    quiet, before = 0, None
    while quiet < 10:
        time.sleep(0.1)
        now = {}
        for one in psutil.Process().children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                now[one.pid] = round(sum(one.cpu_times()[:2]), 1)
        quiet, before = quiet + 1 if now == before else 0, now


def measure(workers, config) -> tuple[float, float]:
    """Train one configuration; return seconds to the first trained epoch, and to the end."""
    from ae.runs import jobs

    rest()
    began = time.perf_counter()
    workers.submit(jobs.training(config))
    first = None
    while True:
        seen = jobs.snapshot(workers.store, config.key())
        now = time.perf_counter() - began
        if first is None and (len(seen.history) > 1 or seen.state == "done"):
            first = now
        if not seen.active:
            assert seen.state == "done" and first is not None, seen
            return first, now
        time.sleep(0.005)


def compare(given) -> None:
    """Measure every family with ours, and with those of the other checkout."""
    from ae.config import from_flat

    cases = [case for case in CASES if not any(given.only) or "/".join(case) in given.only]
    with ExitStack() as stack:
        workers = {"ours": stack.enter_context(warm_workers())}
        if given.beside:
            workers |= {"beside": stack.enter_context(of_checkout(Path(given.beside)))}
        for dataset, family in cases:
            found: dict = {who: [] for who in workers}
            for turn in range(given.repeats):
                chosen = {"dataset": dataset, "architecture": family, "seed": SEED + turn}
                for who in sorted(workers, reverse=bool(turn % 2)):
                    found[who].append(measure(workers[who], from_flat(chosen)))
            print(machine())
            table(
                ["dataset", "family", "workers", "first epoch, p50", "max", "all, p50", "max"],
                [[dataset, family, who, *_spreads(values)] for who, values in found.items()],
            )


def _spreads(values: list[tuple[float, float]]) -> list[float | None]:
    """Return median and largest of the seconds to the first epoch, and of those to the end."""
    return [one for part in zip(*values, strict=True) for one in spread(part, 50, 100)]


@contextmanager
def of_checkout(root: Path):
    """Lend workers of another checkout, warm."""
    from ae.workers import client

    os.environ["PYTHONSAFEPATH"] = "1"  # else Python looks into the folder it is started in first
    ours, client.ROOT = client.ROOT, root.resolve()
    with warm_workers() as workers:
        client.ROOT = ours
        yield workers


def xla(given) -> None:
    """Measure every case, XLA on and off in turn."""
    heads = ["dataset", "family", "work ahead", "XLA", "first, cpu s", "first, s"]
    rows = []
    for dataset, family in [*CASES, *(("mnist", name) for name in DENSE[1:])]:
        if not any(given.only) or f"{dataset}/{family}" in given.only:
            for on in (True, False):
                one = in_fresh_process(__file__, dataset=dataset, family=family, on=on)
                rows.append([dataset, family, f"{one.pop('work'):.1e}", "on" if on else "off"])
                rows[-1] += one.values()
    print(machine())
    table([*heads, "a later epoch, cpu s", "a later epoch, s"], rows)


def alone(dataset: str, family: str, on: bool) -> dict[str, float]:
    """Train three epochs, XLA on or off, as a worker without a spare does."""
    import tensorflow as tf

    from ae.config import from_flat
    from ae.models import training

    usual = from_flat({"dataset": dataset, "architecture": family})
    chosen = usual.model_copy(update={"epochs": 3})
    training.WORTH_COMPILING = 0 if on else float("inf")
    tf.config.threading.set_intra_op_parallelism_threads(training.threads(chosen))
    began, marks = (time.process_time(), time.perf_counter()), []
    trained = training.train(
        chosen, lambda epoch: marks.append((time.process_time(), time.perf_counter()))
    )
    (cpu_one, one), (cpu_last, last) = marks[1], marks[-1]
    model = trained.model
    samples = usual.epochs * usual.train_size
    return {
        "work": samples * model.count_params() / len(model.trainable_variables),
        "first_cpu": cpu_one - began[0],
        "first": one - began[1],
        "later_cpu": (cpu_last - cpu_one) / 2,
        "later": (last - one) / 2,
    }


def report(given) -> None:
    """Compare workers, or XLA on and off."""
    (xla if given.xla else compare)(given)


if __name__ == "__main__":
    options = {"beside": "", "repeats": 3, "only": [""], "xla": False}
    common.main(__file__, __doc__, options, report, alone)
