"""The table behind each family's `Speed`: what makes an epoch of MNIST shortest.

For every architecture in the registry, with its defaults for MNIST: XLA on and off, one or
48 steps between returns to Python, one thread or all. `ae.models.training.train` itself is
measured, in a fresh process each. The first epoch includes compilation. An arrow marks
the family's choice.
"""

import dataclasses
import itertools

import common
from common import in_fresh_process, machine, table

HEADS = ["XLA", "steps at once", "threads", "first epoch, s", "later epochs, s", "chosen"]


def alone(architecture: str, jit: bool, steps: int, threads: int, size: int) -> dict[str, float]:
    """Train three epochs with one way of running them."""
    import tensorflow as tf

    from ae import config
    from ae.models import architectures, training

    chosen = {"dataset": "mnist", "architecture": architecture, "epochs": 3, "train_size": size}
    entry = architectures.REGISTRY[architecture]
    speed = dataclasses.replace(entry.speed, jit_compile=jit, steps_per_execution=steps)
    architectures.REGISTRY[architecture] = dataclasses.replace(entry, speed=speed)
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    history = training.train(config.from_flat(chosen)).history
    start, first, *_, last = [epoch.seconds for epoch in history]
    return {"first": first - start, "later": (last - first) / (len(history) - 2)}


def report(given) -> None:
    """Measure every family, or those named with --only; print each as soon as it is known."""
    from ae.models.architectures import REGISTRY

    print(machine())
    for name in REGISTRY:
        if not any(given.only) or name in given.only:
            print(f"\n**{name}**\n", flush=True)
            table(HEADS, ways(name, given.size))


def ways(name: str, size: int) -> list[list]:
    """Measure every combination of one family; return the rows of its table."""
    from ae.models.architectures import REGISTRY

    rows = []
    for jit, steps, threads in itertools.product((True, False), (1, 48), (1, 0)):
        job = {"architecture": name, "jit": jit, "steps": steps, "threads": threads}
        found = in_fresh_process(__file__, **job, size=size)
        speed = REGISTRY[name].speed
        choice = (speed.jit_compile, speed.steps_per_execution > 1, speed.threads or 0)
        mark = "←" if choice == (jit, steps > 1, threads) else ""
        how = ["on" if jit else "off", str(steps), str(threads) if threads else "all"]
        rows.append([*how, found["first"], found["later"], mark])
    return rows


if __name__ == "__main__":
    options = {"only": [""], "size": 60000}
    common.main(__file__, __doc__, options, report, alone)
