"""What the way of the pictures costs: `fit` on float arrays against `ae.models.batches`.

The basic model on full MNIST, compiled in the same way for both; only the input differs.
Float arrays are converted, shuffled and cut by Keras; ours are gathered from bytes. The
first epoch includes conversion and compilation. Each measurement has a fresh process.
"""

import time

import common
from common import in_fresh_process, machine, table


def alone(way: str, epochs: int) -> dict[str, float]:
    """Train the basic model and note the time of every epoch."""
    import keras
    import tensorflow as tf

    from ae import config
    from ae.data import datasets
    from ae.models import batches, training
    from ae.models.architectures import REGISTRY

    chosen = config.from_flat({"dataset": "mnist", "epochs": epochs})
    speed = REGISTRY[chosen.architecture.name].speed
    tf.config.threading.set_intra_op_parallelism_threads(speed.threads or 0)
    images = datasets.load("mnist", "train").samples
    steps = len(images) // chosen.batch_size
    model = training.build(chosen)
    recipe = training.recipe(chosen)
    training._compile(model, recipe, steps, speed.steps_per_execution)
    marks = [time.perf_counter()]
    note = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: marks.append(time.perf_counter())
    )
    if way == "float arrays":
        x = datasets.to_inputs(images)
        options = {"x": x, "y": x, "batch_size": chosen.batch_size, "shuffle": True}
    else:
        size, seed = recipe.batch_size, recipe.seed
        endless, steps = batches.endless(images, training.maker(chosen), size, seed)
        options = {"x": endless, "steps_per_epoch": steps, "shuffle": False}
    model.fit(**options, epochs=epochs, verbose=0, callbacks=[note])
    later = (marks[-1] - marks[1]) / (epochs - 1)
    return {"first": marks[1] - marks[0], "later": later}


def report(given) -> None:
    """Alternate the two ways; show the best of each, the one least disturbed by others."""
    ways = ("float arrays", "gathered from bytes")
    found = {way: [] for way in ways}
    for _ in range(given.repeats):
        for way in ways:
            found[way].append(in_fresh_process(__file__, way=way, epochs=given.epochs))
    best = {way: [min(one[p] for one in found[way]) for p in ("first", "later")] for way in ways}
    print(machine())
    table(["input", "first epoch, s", "later epochs, s"], [[way, *best[way]] for way in ways])
    first, later = (a / b for a, b in zip(*best.values(), strict=True))
    print(f"\nGathering is {first:.2f} times as fast in the first epoch, {later:.2f} times later.")


if __name__ == "__main__":
    common.main(__file__, __doc__, {"epochs": 5, "repeats": 3}, report, alone)
