"""Time to the reference's quality: plain Keras for 50 epochs against the basic architecture.

Full MNIST, 784-32-784, once for each seed. The reference is the plain recipe: ReLU code,
sigmoid, Adam as it comes, BCE, batches of 256, `fit` on float32 arrays with the test set as
validation data. Ours is `ae.models.training.train` with the defaults for MNIST. Each training has a
fresh process; imports and reading the file are apart, everything from building and compiling
the model to the last epoch is measured, and for ours the conversion of the pictures too.
Both are judged alike: the BCE of all 10,000 test pictures, in nats per pixel.
"""

import time

import common
from common import in_fresh_process, machine, table


def alone(who: str, seed: int, epochs: int) -> dict[str, float]:
    """Train once and measure."""
    import numpy as np

    from ae import analysis, config
    from ae.data import datasets

    train, test = (datasets.load("mnist", part).samples for part in ("train", "test"))
    x_test = datasets.to_inputs(test)
    seconds, model = _ours(seed) if who == "ours" else _plain(who, seed, epochs, train, x_test)
    restored = np.asarray(model.predict(x_test, batch_size=1000, verbose=0))
    chosen = config.from_flat({"dataset": "mnist", "seed": seed})
    return {
        "seconds": seconds,
        "bce": analysis.bce(x_test, restored),
        "epochs": chosen.epochs if who == "ours" else epochs,
    }


def _plain(who, seed, epochs, train, x_test):
    import keras
    from keras import layers

    from ae.data import datasets

    x_train = datasets.to_inputs(train)
    began = time.perf_counter()
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            layers.Flatten(),
            layers.Dense(32, activation="relu"),
            layers.Dense(784, activation="sigmoid"),
            layers.Reshape((28, 28)),
        ]
    )
    model.compile(optimizer="adam", loss="binary_crossentropy")
    validation = (x_test, x_test) if who == "reference" else None
    options = {"epochs": epochs, "batch_size": 256, "shuffle": True, "verbose": 0}
    model.fit(x_train, x_train, validation_data=validation, **options)
    return time.perf_counter() - began, model


def _ours(seed):
    import tensorflow as tf

    from ae import config
    from ae.models import training

    chosen = config.from_flat({"dataset": "mnist", "seed": seed})
    # As a worker does:
    tf.config.threading.set_intra_op_parallelism_threads(training.threads(chosen))
    began = time.perf_counter()
    model = training.train(chosen).model
    return time.perf_counter() - began, model


def report(given) -> None:
    """Alternate the order, so that neither always meets the warmer machine."""
    kinds = ["reference", "ours"] + ["without validation"] * given.both
    rows = []
    for place, seed in enumerate(given.seeds):
        order = kinds if place % 2 == 0 else kinds[::-1]
        found = {
            kind: in_fresh_process(__file__, who=kind, seed=seed, epochs=given.reference_epochs)
            for kind in order
        }
        for kind in kinds:
            ratio = found[kind]["seconds"] / found["ours"]["seconds"]
            times = None if kind == "ours" else f"{ratio:.1f} ×"
            one = found[kind]
            rows.append(
                [str(seed), kind, one["epochs"], one["seconds"], f"{one['bce']:.5f}", times]
            )
    print(machine())
    table(["seed", "training", "epochs", "seconds", "test BCE", "times ours"], rows)


if __name__ == "__main__":
    options = {"seeds": [0, 1, 2], "reference-epochs": 50, "both": False}
    common.main(__file__, __doc__, options, report, alone)
